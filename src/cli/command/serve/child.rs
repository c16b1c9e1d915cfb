//! `serve -- COMMAND`: a program that finds its models at the proxy, and ends it when it ends.

use std::net::SocketAddr;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::process::{Child, Command};

use super::access::Access;
use super::endpoint::ServeEndpoint;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;

/// Where the clients of each vendor look for their server, and what they must find below it: OpenAI's append
/// `/chat/completions`, Anthropic's `/v1/messages`, Google's `/v1beta/models/…`.
const BASE_URLS: &[(&str, &str)] =
    &[("OPENAI_BASE_URL", "/v1"), ("ANTHROPIC_BASE_URL", ""), ("GOOGLE_GEMINI_BASE_URL", "")];
/// Clients refuse to start without a key, even where the proxy has the real one.
const KEYS: &[&str] = &["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"];
/// What they are given in its place.
const NO_KEY: &str = "held-by-kubectl-agw";

/// The variables for a proxy at this address. Where it asks for a key, that one takes the place of any that is set.
fn variables(address: SocketAddr, key: Option<&str>) -> Vec<(&'static str, String)> {
    let urls = BASE_URLS.iter().map(|(name, path)| (*name, format!("http://{address}{path}")));
    let keys = KEYS.iter().filter(|name| key.is_some() || std::env::var_os(name).is_none());
    urls.chain(keys.map(|name| (*name, key.unwrap_or(NO_KEY).to_owned()))).collect()
}

/// The same as lines for a shell, which reads the clients' key by itself. A key that would be rejected is not among them.
pub(super) fn exports(endpoint: &ServeEndpoint, access: &Access) -> String {
    let key = access.expression();
    let mut variables = variables(endpoint.address, key.as_deref());
    variables.retain(|(name, _)| !endpoint.asks_key || key.is_some() || !KEYS.contains(name));
    variables.iter().map(|(name, value)| format!("export {name}={value}\n")).collect()
}

/// Starts the program. It is killed when the child is dropped.
///
/// # Errors
/// There is no such program, or it may not be run.
pub(super) fn start(
    command: &[String],
    address: SocketAddr,
    access: &Access,
) -> Result<Option<Child>, Failure> {
    let Some((program, arguments)) = command.split_first() else { return Ok(None) };
    let key = access.shown()?;
    Command::new(program)
        .args(arguments)
        .envs(variables(address, key.as_deref()))
        .kill_on_drop(true)
        .spawn()
        .map(Some)
        .map_err(|error| Failure::usage(format!("can't run {program}: {error}")))
}

/// A program that was asked to end has so long for it, or as long as requests have where that is less.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the program to end and waits for that: whoever uses the proxy ends before it. One that does not is killed.
pub(in crate::cli::command) async fn end(child: &mut Option<Child>, drain: Duration) {
    let Some(running) = child else { return };
    ask_to_end(running);
    let _ = tokio::time::timeout(PATIENCE.min(drain), running.wait()).await;
    *child = None;
}

#[cfg(unix)]
fn ask_to_end(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process};
    let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    if let Some(pid) = pid {
        // It may have ended already.
        let _ = kill_process(pid, Signal::TERM);
    }
}

/// There is no asking on this system; it is killed when its time is up.
#[cfg(not(unix))]
fn ask_to_end(_child: &Child) {}

/// How the program ended; never, where there is none.
pub(super) async fn ended(child: &mut Option<Child>) -> Result<Exit, Failure> {
    match child {
        Some(child) => Ok(exit(child.wait().await?)),
        None => std::future::pending().await,
    }
}

/// The code of a program; 128 and the signal's number where a signal ended it, as shells say it.
fn exit(status: ExitStatus) -> Exit {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status).map(|signal| 128 + signal);
    #[cfg(not(unix))]
    let signal = None;
    let code = status.code().or(signal).and_then(|code| u8::try_from(code).ok());
    Exit::Child(code.unwrap_or(1))
}
