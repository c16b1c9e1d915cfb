//! `kubectl agw demo`: two models behind a gateway, from their manifests to the audit log, in a terminal: no cluster, no
//! API key. Each step is a command as a user types it, run by this program itself.

mod steps;

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::serve::child;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt::Interrupts;
use crate::cli::output;
use crate::cli::output::paint::{Paint, paint, wanted};
use crate::domain::value::shell::word;
use steps::{Does, KEY, Line, STEPS};

/// Time to read a step, before the next one.
const PAUSE: Duration = Duration::from_millis(1500);
/// Between two lines of a step: `serve` takes up what a line has changed within 50 ms.
const BETWEEN: Duration = Duration::from_millis(100);
/// How long `serve` may take to start, and to end.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Where `serve` and `test curl` expect it, if that is free.
const USUAL_PORT: u16 = 8080;
/// What `serve` says once it serves.
const SERVES: &str = "status at ";

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Two models, served and called on this machine; the providers are simulated
  kubectl agw demo

  # Keep the manifests and the audit log to play with
  kubectl agw demo --keep")]
pub struct Args {
    /// Don't pause between the steps
    #[arg(long)]
    fast: bool,
    /// Keep the files, and print where they are
    #[arg(long)]
    keep: bool,
}

/// Plays every step, and removes what it wrote.
///
/// # Errors
/// A folder that cannot be made, or a step that fails.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    // Its owner alone can look into it.
    let mut folder = tempfile::Builder::new().prefix("agw-demo-").tempdir()?;
    let outcome = super::block_on(play(args, folder.path()));
    if args.keep {
        folder.disable_cleanup(true);
        let models = folder.path().join("models");
        let (kept, models) =
            (folder.path().display(), word(&models.to_string_lossy()).into_owned());
        output::say(&format!(
            "kept in {kept}\nserve them again: kubectl agw serve --simulate -f {models}"
        ));
    }
    outcome
}

async fn play(args: &Args, folder: &Path) -> Result<Exit, Failure> {
    std::fs::create_dir(folder.join("models"))?;
    let mut interrupts = Interrupts::listen()?;
    let mut stage = Stage::new(folder)?;
    let played = tokio::select! {
        played = stage.play(args.fast) => played.map(|()| Exit::Done),
        exit = interrupts.next() => Ok(exit),
    };
    // Before its folder is removed.
    child::end(&mut stage.serving, TIMEOUT).await;
    played
}

/// Where the steps are played.
struct Stage<'a> {
    folder: &'a Path,
    program: std::path::PathBuf,
    port: u16,
    serving: Option<Child>,
}

impl<'a> Stage<'a> {
    fn new(folder: &'a Path) -> Result<Self, Failure> {
        let program = std::env::current_exe()?;
        let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let port = free(USUAL_PORT).or_else(|_| free(0))?.local_addr()?.port();
        Ok(Stage { folder, program, port, serving: None })
    }

    async fn play(&mut self, fast: bool) -> Result<(), Failure> {
        for (number, step) in STEPS.iter().enumerate() {
            let title = format!("# {}/{}  {}", number + 1, STEPS.len(), step.title);
            output::painted(&format!("{}\n", paint(&title, Paint::Quiet, wanted())))?;
            for line in step.lines {
                let words = self.words(line);
                output::data(&format!("$ {}\n", typed(&words, line)))?;
                self.run(line, &words).await?;
                tokio::time::sleep(BETWEEN).await;
            }
            output::data("\n")?;
            if !fast {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(())
    }

    /// The words of a line; where the usual port is in use, with the one that is free.
    fn words(&self, line: &Line) -> Vec<String> {
        let mut words: Vec<_> = line.words.iter().map(ToString::to_string).collect();
        if self.port != USUAL_PORT {
            match line.does {
                Does::Serve => words.extend(["--port".to_owned(), self.port.to_string()]),
                Does::Call | Does::Rejected => {
                    words.extend(["--url".to_owned(), format!("http://127.0.0.1:{}", self.port)])
                }
                _ => {}
            }
        }
        words
    }

    async fn run(&mut self, line: &Line, words: &[String]) -> Result<(), Failure> {
        let mut command = self.command(words);
        match line.does {
            Does::Export => return Ok(()),
            Does::Stop => {
                child::end(&mut self.serving, TIMEOUT).await;
                return Ok(());
            }
            Does::Serve => return self.serve(command).await,
            Does::Write(file) => {
                let file = std::fs::File::create_new(self.folder.join(file))?;
                // What is assumed for want of flags matters to who writes manifests for a cluster.
                command.stdout(file).stderr(Stdio::null());
            }
            Does::Show | Does::Call | Does::Rejected => {}
        }
        let status = command.status().await?;
        match status.success() != (line.does == Does::Rejected) {
            true => Ok(()),
            false => Err(Failure::unreachable(format!("{} failed: {status}", typed(words, line)))),
        }
    }

    /// This program, as if the user had no cluster and no settings of their own.
    fn command(&self, words: &[String]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words)
            .current_dir(self.folder)
            .env("OPENAI_API_KEY", KEY)
            .env("KUBECONFIG", self.folder.join("kubeconfig"))
            .env("XDG_STATE_HOME", self.folder.join("state"))
            .env_remove("AGW_URL")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Starts `serve`, and repeats what it says until it serves.
    async fn serve(&mut self, mut command: Command) -> Result<(), Failure> {
        let mut serving = command.stderr(Stdio::piped()).spawn()?;
        let stderr = serving.stderr.take().ok_or_else(|| Failure::unreachable("no pipe"))?;
        self.serving = Some(serving);
        let mut lines = BufReader::new(stderr).lines();
        let started = async {
            while let Some(line) = lines.next_line().await? {
                output::say(&line);
                if line.starts_with(SERVES) {
                    return Ok(());
                }
            }
            Err(Failure::unreachable("serve ended"))
        };
        let started = tokio::time::timeout(TIMEOUT, started).await;
        started.map_err(|_| Failure::timeout("serve did not start"))??;
        // What it says from now on is read, so that it never waits for a reader.
        tokio::spawn(async move {
            let mut rest = lines.into_inner();
            let mut unread = [0; 4096];
            while rest.read(&mut unread).await.is_ok_and(|bytes| bytes > 0) {}
        });
        Ok(())
    }
}

/// A command line as a user types it, wrapped before a flag when it is long.
fn typed(words: &[String], line: &Line) -> String {
    const WIDTH: usize = 100;
    let mut all = match line.does {
        Does::Export | Does::Stop => Vec::new(),
        _ => vec!["kubectl agw".to_owned()],
    };
    all.extend(words.iter().map(|one| word(one).into_owned()));
    match line.does {
        Does::Write(file) => all.push(format!("> {file}")),
        Does::Serve => all.push("&".to_owned()),
        _ => {}
    }
    let mut text = all.first().cloned().unwrap_or_default();
    let mut length = text.len();
    for (at, word) in all.iter().enumerate().skip(1) {
        // With the value of a flag.
        let needed = word.len() + all.get(at + 1).map_or(0, String::len) + 2;
        if word.starts_with("--") && length + needed > WIDTH {
            text.push_str(" \\\n   ");
            length = "   ".len();
        }
        text.push(' ');
        text.push_str(word);
        length += word.len() + 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_line_is_a_command_of_this_program() {
        for line in STEPS.iter().flat_map(|step| step.lines) {
            if matches!(line.does, Does::Export | Does::Stop) {
                continue;
            }
            let words = ["kubectl-agw"].iter().chain(line.words);
            assert!(Cli::try_parse_from(words).is_ok(), "{:?}", line.words);
        }
    }

    #[test]
    fn the_pauses_leave_time_to_run_within_twenty_seconds() {
        assert!(PAUSE.as_secs_f64() * (STEPS.len() as f64) < 16.0);
    }
}
