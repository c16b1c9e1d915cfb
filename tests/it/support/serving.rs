//! `kubectl agw serve` as a process: started, ready at a port of its own, stopped when it is dropped.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::control_plane::poll;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_kubectl-agw");

/// The program, without what its caller's environment would tell it.
pub fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    for name in
        ["KUBECONFIG", "OPENAI_API_KEY", "AGW_API_KEY", "AGW_URL", "HTTPS_PROXY", "https_proxy"]
    {
        command.env_remove(name);
    }
    command
}

/// The same with a kubeconfig.
pub fn program_for(kubeconfig: &Path) -> Command {
    let mut command = program();
    command.env("KUBECONFIG", kubeconfig);
    command
}

/// The program that users get, where AGW_TEST_RELEASE names it, for what is timed; the one under test otherwise.
pub fn timed_for(kubeconfig: &Path) -> Command {
    let Some(program) = std::env::var_os("AGW_TEST_RELEASE") else {
        return program_for(kubeconfig);
    };
    let mut command = Command::new(program);
    for (name, value) in program_for(kubeconfig).get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// Whether [`timed_for`] is an optimised program: another takes some times as long.
pub fn is_optimised() -> bool {
    !cfg!(debug_assertions) || std::env::var_os("AGW_TEST_RELEASE").is_some()
}

/// A running `serve`.
pub struct Serving {
    child: Child,
    /// What it said it serves.
    pub said: Value,
    errors: Arc<Mutex<String>>,
}

impl Serving {
    /// Starts `serve` with these arguments at a free port, and waits until it serves.
    pub fn start(command: Command, arguments: &[&str]) -> Serving {
        let all = [&["serve"], arguments, &["--port", "0", "-o", "json"]].concat();
        Serving::start_as(command, &all)
    }

    /// The same with nothing but these arguments.
    pub fn start_as(mut command: Command, arguments: &[&str]) -> Serving {
        let mut child = command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let errors = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&errors);
        let stderr = child.stderr.take().expect("a pipe");
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        let stdout = child.stdout.take().expect("a pipe");
        let mut documents = serde_json::Deserializer::from_reader(stdout).into_iter::<Value>();
        let said = documents.next().and_then(Result::ok);
        let serving = Serving { child, said: said.unwrap_or_default(), errors };
        assert!(serving.said["addresses"].is_array(), "serve did not start: {}", serving.stderr());
        serving
    }

    /// The first address it serves at.
    pub fn address(&self) -> SocketAddr {
        let url = self.said["addresses"][0]["url"].as_str().expect("a URL");
        url.trim_start_matches("http://").parse().expect("an address")
    }

    /// What /status says.
    pub fn status(&self) -> Value {
        let admin = self.said["admin"].as_str().expect("an admin address");
        let admin = admin.trim_start_matches("http://").parse().expect("an address");
        let reply = super::plain_http::get(admin, "/status").expect("a reply");
        serde_json::from_str(&reply.body).expect("JSON")
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything it said on stderr so far.
    pub fn stderr(&self) -> String {
        self.errors.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks it to end, as a supervisor does.
    pub fn terminate(&self) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("a signal");
    }

    /// How it ended; waits for that.
    pub fn exit_code(&mut self) -> Option<i32> {
        let child = &mut self.child;
        poll(Duration::from_secs(20), || child.try_wait().ok()?).expect("an end").code()
    }

    /// Waits until it has said this on stderr.
    pub fn wait_for_word(&self, word: &str) {
        let said = poll(Duration::from_secs(20), || self.stderr().contains(word).then_some(()));
        assert!(said.is_some(), "never said {word:?}: {}", self.stderr());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
