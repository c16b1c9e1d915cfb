//! The real kubectl: how tests run it, what it answers, and the kubeconfig files that it is given.

use std::ffi::OsString;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;
use serde_json::json;

use super::certs::{Authority, Identity, write_private};

/// Everything from the caller's environment that could lead kubectl, or a plugin that it runs, elsewhere.
const FORGOTTEN: [&str; 6] =
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/// The program, with a home of its own: nobody's caches and preferences.
pub struct Kubectl {
    program: PathBuf,
    home: PathBuf,
}

impl Kubectl {
    pub fn new(program: &Path, home: &Path) -> Kubectl {
        Kubectl { program: program.to_path_buf(), home: home.to_path_buf() }
    }

    /// kubectl with this kubeconfig and with folders put before the PATH. The kubeconfig goes by the environment, since a
    /// plugin gets that too.
    pub fn command(&self, kubeconfig: &Path, path: &[&Path]) -> Command {
        let mut command = Command::new(&self.program);
        command.env("KUBECONFIG", kubeconfig).env("HOME", &self.home).env("PATH", path_with(path));
        for name in FORGOTTEN {
            command.env_remove(name);
        }
        command
    }
}

fn path_with(folders: &[&Path]) -> OsString {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let folders = folders.iter().map(|folder| folder.to_path_buf());
    std::env::join_paths(folders.chain(std::env::split_paths(&inherited)))
        .expect("folders without a colon")
}

/// How a command ended and what it said.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub command: String,
    /// None when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    pub fn success(&self) -> bool {
        self.code == Some(0)
    }

    /// Its standard output; the test fails where the command did.
    #[track_caller]
    pub fn expect_success(self) -> String {
        let Outcome { command, code, stdout, stderr } = &self;
        assert!(self.success(), "{command} failed (exit code {code:?})\n{stdout}{stderr}");
        self.stdout
    }
}

/// Runs a command to its end with text on its standard input.
pub fn run(mut command: Command, stdin: &str) -> Outcome {
    let said = |command: &Command| {
        let arguments = command.get_args().map(|argument| argument.to_string_lossy());
        let program =
            Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
        std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
    };
    let name = said(&command);
    let run = with_input(&mut command, stdin).and_then(|command| command.output());
    let output = run.unwrap_or_else(|error| panic!("could not run {name}: {error}"));
    Outcome {
        command: name,
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

// From a file, not a pipe: a command that answers before it has read everything cannot get stuck.
fn with_input<'a>(command: &'a mut Command, stdin: &str) -> std::io::Result<&'a mut Command> {
    if stdin.is_empty() {
        return Ok(command.stdin(Stdio::null()));
    }
    let mut file = tempfile::tempfile()?;
    file.write_all(stdin.as_bytes())?;
    file.seek(SeekFrom::Start(0))?;
    Ok(command.stdin(file))
}

/// Writes the kubeconfig of a user beside the user's certificate. It is JSON, which is YAML too.
pub fn write_kubeconfig(
    url: &str,
    authority: &Authority,
    user: &Identity,
) -> anyhow::Result<PathBuf> {
    let name = "control-plane";
    let kubeconfig = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "clusters": [{"name": name, "cluster": {"server": url, "certificate-authority": authority.certificate()}}],
        "users": [{"name": name, "user": {"client-certificate": user.certificate, "client-key": user.key}}],
    });
    let path = user.certificate.with_extension("kubeconfig");
    let text = serde_json::to_string_pretty(&kubeconfig).context("could not write a kubeconfig")?;
    write_private(&path, &text)?;
    Ok(path)
}
