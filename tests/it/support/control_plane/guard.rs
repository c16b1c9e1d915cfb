//! What the control plane leaves on the machine, processes and a folder, and that none of it outlives the test process.
//!
//! Statics are never dropped and a killed process runs no code, so each process and the folder has a small shell as its
//! guardian, which reads from a pipe that we hold open. The pipe ends when we drop it and also when we die, in whatever
//! way; then the guardian kills or removes what it guards. A server is started by its guardian, so there is no
//! moment at which it runs unguarded. (A death signal will not do: it comes when the thread that asked for it ends.)

use std::fs::Permissions;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context;

/// `sh -c RUN guardian LOG PROGRAM ARGUMENT…`: prints the pid, exits with the program, kills it at the end of stdin.
const RUN: &str = r#"
exec 3<&0 </dev/null
log=$1
shift
"$@" >>"$log" 2>&1 3<&- &
program=$!
echo "$program"
exec >/dev/null 2>&1
(read -r _ <&3; kill -9 "$program") &
reader=$!
exec 3<&-
wait "$program"
code=$?
kill -9 "$reader"
exit "$code"
"#;

/// `sh -c REMOVE guardian FOLDER`: removes the folder at the end of stdin, again while a dying server still writes there.
const REMOVE: &str = r#"
read -r _
tries=0
while [ -e "$1" ] && [ "$tries" -lt 100 ]; do
    rm -rf "$1" || sleep 0.1
    tries=$((tries + 1))
done
"#;

/// A server that runs until this is dropped or the test process ends.
pub struct GuardedProcess {
    guardian: Child,
    pid: u32,
}

impl GuardedProcess {
    /// Runs a program in a folder, which is also its home; what it prints is appended to the log.
    pub fn start(
        program: &Path,
        arguments: &[String],
        folder: &Path,
        log: &Path,
    ) -> anyhow::Result<GuardedProcess> {
        let mut guardian = shell(RUN);
        guardian.arg(log).arg(program).args(arguments).current_dir(folder).stdout(Stdio::piped());
        // A variable such as ETCD_NAME would change what the server does.
        guardian.env_clear().env("HOME", folder).env("TMPDIR", folder);
        let mut guardian =
            guardian.spawn().with_context(|| format!("could not run {}", program.display()))?;
        let mut line = String::new();
        let stdout = guardian.stdout.take().context("guardian has no standard output")?;
        BufReader::new(stdout).read_line(&mut line).context("could not read from the guardian")?;
        let pid =
            line.trim().parse().with_context(|| format!("{} has no pid", program.display()))?;
        Ok(GuardedProcess { guardian, pid })
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    pub fn has_ended(&mut self) -> bool {
        !matches!(self.guardian.try_wait(), Ok(None))
    }
}

impl Drop for GuardedProcess {
    fn drop(&mut self) {
        // Waiting closes the pipe first, which is the guardian's sign.
        let _ = self.guardian.wait();
    }
}

/// A temporary folder that is there until this is dropped or the test process ends.
pub struct GuardedFolder {
    guardian: Child,
    path: PathBuf,
}

impl GuardedFolder {
    pub fn create() -> anyhow::Result<GuardedFolder> {
        let folder = tempfile::Builder::new()
            .prefix("agw-control-plane-")
            .permissions(Permissions::from_mode(0o700))
            .tempdir()
            .context("could not make a temporary folder")?;
        let guardian = shell(REMOVE).arg(folder.path()).spawn().context("could not run sh")?;
        Ok(GuardedFolder { guardian, path: folder.keep() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for GuardedFolder {
    fn drop(&mut self) {
        let _ = self.guardian.wait();
    }
}

fn shell(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script, "guardian"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // In the group of the test process, a Ctrl-C at the terminal would kill the guardian before it has done its work.
    command.process_group(0);
    command
}
