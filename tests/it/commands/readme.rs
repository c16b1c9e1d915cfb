//! README is true: its blocks run, in their order, as one session in an empty folder, without a cluster and without a
//! network.
//!
//! `cargo` and `kubectl` are the two shims below: one is this program as `cargo run` makes it, the other finds plugins as
//! kubectl does. A `serve` of the session gets ports of its own, and calls a mock upstream instead of OpenAI.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::support::control_plane::poll;
use crate::support::serving::{PROGRAM, program};
use crate::support::upstream::Upstream;

const KEY: &str = "sk-canary-of-the-readme-0123456789";
/// All tests, as CI runs them too.
const TESTS: &str = "tests/run\n";
/// What the shell says after a block, with its exit code.
const END: &str = "=== end of a block:";

/// A block of README that is typed: the lines of `sh`, or those after `$ ` of `console` with what they print.
struct Block {
    typed: String,
    printed: Option<String>,
}

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).expect("README.md")
}

fn blocks(text: &str) -> Vec<Block> {
    let fences = text.split("```").skip(1).step_by(2);
    let block = |fence: &str| {
        let (language, body) = fence.split_once('\n')?;
        match language {
            "sh" => Some(Block { typed: body.to_owned(), printed: None }),
            "console" => {
                let (typed, printed) = body.strip_prefix("$ ")?.split_once('\n')?;
                Some(Block { typed: format!("{typed}\n"), printed: Some(printed.to_owned()) })
            }
            _ => None,
        }
    };
    fences.filter_map(block).collect()
}

/// A shell that lines are typed into.
struct Shell {
    child: Child,
    typed: ChildStdin,
    printed: BufReader<ChildStdout>,
}

impl Shell {
    fn start(folder: &Path) -> Shell {
        let shims = folder.join("bin");
        std::fs::create_dir(&shims).expect("a folder");
        let cargo = "#!/bin/sh\ncase $1 in run) shift 2; exec kubectl-agw \"$@\" ;; install) : ;; *) exit 64 ;; esac\n";
        let kubectl = "#!/bin/sh\n[ \"$1\" = agw ] || exit 64\nshift\nexec kubectl-agw \"$@\"\n";
        for (name, text) in [("cargo", cargo), ("kubectl", kubectl)] {
            let path = shims.join(name);
            std::fs::write(&path, text).expect("written");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))
                .expect("a mode");
        }
        std::os::unix::fs::symlink(PROGRAM, shims.join("kubectl-agw")).expect("a link");
        let path = format!("{}:{}", shims.display(), std::env::var("PATH").unwrap_or_default());
        let mut bash = Command::new("bash");
        // Jobs as in a shell that somebody types into.
        bash.args(["--norc", "-m"]).current_dir(folder).env("PATH", path).env("HOME", folder);
        for (name, _) in program().get_envs() {
            bash.env_remove(name);
        }
        let mut child = bash
            .env("OPENAI_API_KEY", KEY)
            .env("TMPDIR", folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("bash");
        let typed = child.stdin.take().expect("a pipe");
        let printed = BufReader::new(child.stdout.take().expect("a pipe"));
        Shell { child, typed, printed }
    }

    /// Types a block; what it printed to stdout, and the exit code of its last line.
    fn types(&mut self, block: &str) -> (String, String) {
        write!(self.typed, "{block}\necho \"{END} $?\"\n").expect("typed");
        let mut printed = String::new();
        loop {
            let mut line = String::new();
            let length = self.printed.read_line(&mut line).expect("text");
            assert!(length > 0, "the shell has ended: {printed}");
            match line.split_once(END) {
                Some((before, code)) => return (printed + before, code.trim().to_owned()),
                None => printed.push_str(&line),
            }
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = writeln!(self.typed, "kill $(jobs -p); exit");
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_blocks_run_in_their_order_as_one_session() {
    let upstream = Upstream::start().await;
    let _alone = super::demo::alone();
    let folder = tempfile::tempdir().expect("a folder");
    let mut shell = Shell::start(folder.path());
    let mut blocks = blocks(&readme());
    // This test is part of it.
    assert_eq!(blocks.remove(1).typed, TESTS, "README's second block is all tests");
    assert!(blocks.len() >= 8, "{}", blocks.len());
    let mut port = 0;
    let mut all = String::new();
    for block in blocks {
        let serves = block.typed.contains(" serve ");
        if serves {
            port = TcpListener::bind("127.0.0.1:0")
                .and_then(|one| one.local_addr())
                .expect("a port")
                .port();
        }
        let mock = format!("--provider openai --base-url http://{}/v1", upstream.address);
        let typed = block
            .typed
            .replace("agw serve ", &format!("agw serve --port {port} --admin-port 0 "))
            .replace("--provider openai &", &format!("{mock} &"))
            .replace("agw demo", "agw demo --fast")
            .replace("run -- demo", "run -- demo --fast")
            .replace("test curl ", &format!("test curl --url http://127.0.0.1:{port} "))
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{port}"));
        // A line that fails is a mistake, not only the last one.
        let (printed, code) = shell.types(&format!("set -e\n{typed}set +e\n"));
        assert_eq!(code, "0", "{typed}{printed}");
        if let Some(expected) = block.printed {
            assert_eq!(printed, expected, "{typed}");
        }
        if serves {
            let address = SocketAddr::from(([127, 0, 0, 1], port));
            let up = poll(Duration::from_secs(20), || TcpStream::connect(address).ok());
            assert!(up.is_some(), "{typed}");
        }
        all.push_str(&printed);
    }
    for expected in [
        "1/10",
        r#""id":"*""#,
        "matched by HTTPRoute",
        "gpt-4o via default/openai-smart",
        "allowed",
    ] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
    assert!(!all.contains(KEY), "{all}");
    let seen = upstream.only();
    assert_eq!(seen.header("authorization"), Some(&*format!("Bearer {KEY}")));
}

#[test]
fn the_commands_that_it_says_have_json_and_yaml_have_them() {
    let text = readme();
    let (list, _) = text.split_once(" have `-o json` and `-o yaml`").expect("the sentence");
    let list = list.rsplit("\n\n").next().expect("a paragraph");
    let names: Vec<_> = list.split('`').skip(1).step_by(2).collect();
    assert!(names.len() > 8, "{names:?}");
    let root = kubectl_agw::cli::definition();
    for name in names {
        let mut command = &root;
        for word in name.split(' ') {
            command = command.find_subcommand(word).expect(name);
        }
        let output =
            command.get_arguments().find(|one| one.get_long() == Some("output")).expect(name);
        let help = format!("{:?} {:?}", output.get_help(), output.get_possible_values());
        assert!(help.contains("json") && help.contains("yaml"), "{name}: {help}");
    }
}
