//! Credential plugins (`exec` in the kubeconfig): run once for all requests, bounded in time, and read.
//! <https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins>

use std::io::ErrorKind;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kube::config::{ExecConfig, ExecInteractiveMode};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;

use super::ClusterError;
use crate::domain::value::{redaction, yaml};

/// Of what a failed plugin complains to its standard error, the last lines up to this many characters are shown.
const COMPLAINT: usize = 400;
/// Bytes of a plugin's output that are kept; certificates and tokens are a few KiB.
const MOST: u64 = 1 << 20;
/// Credentials are renewed this long before they end, or a fifth of their life before, whichever is less.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);
/// However short-lived its credentials are, a plugin does not run more often than this.
const RARELY: SignedDuration = SignedDuration::from_secs(1);

/// What a plugin gave.
#[derive(Debug)]
pub(super) struct IssuedCredentials {
    pub token: Option<SecretString>,
    /// Certificate chain and private key, PEM.
    pub certificate: Option<(String, SecretString)>,
    /// None where it said no end.
    pub life: Option<CredentialLifetime>,
}

/// How long credentials serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CredentialLifetime {
    /// When to ask for new ones: a little before the end.
    pub renew_at: Timestamp,
    pub ends: Timestamp,
}

/// Runs a plugin and reads its credentials. Dropping the future, or `limit`, kills it.
///
/// # Errors
/// A plugin that is not there, fails, takes longer than `limit`, or writes no `ExecCredential`; in words that repeat
/// nothing of its output, which holds the credentials, nor its arguments.
pub(super) async fn run(
    exec: &ExecConfig,
    limit: Option<Duration>,
) -> Result<IssuedCredentials, ClusterError> {
    let ran = output(exec);
    let (status, written, complaint) = match limit {
        None => ran.await?,
        Some(after) => tokio::time::timeout(after, ran)
            .await
            .map_err(|_| ClusterError::SlowPlugin { plugin: program(exec), after })??,
    };
    if !status.success() {
        let code = status.code().map(|code| format!(" (exit {code})")).unwrap_or_default();
        let complaint = shown(&complaint);
        return Err(failed(exec, &format!("failed{code}; log in again{complaint}")));
    }
    parse(exec, &written, Timestamp::now())
}

async fn output(exec: &ExecConfig) -> Result<(ExitStatus, Vec<u8>, Vec<u8>), ClusterError> {
    let mut child = command(exec)?.spawn().map_err(|error| not_started(exec, &error))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (status, out, err) = tokio::join!(child.wait(), first_bytes(out), first_bytes(err));
    let status = status.map_err(|error| not_started(exec, &error))?;
    Ok((status, out, err))
}

fn command(exec: &ExecConfig) -> Result<Command, ClusterError> {
    let named = exec.command.as_deref().filter(|command| !command.is_empty());
    let named = named.ok_or_else(|| {
        ClusterError::Kubeconfig("the kubeconfig's exec plugin has no command".into())
    })?;
    let interactive = exec.interactive_mode != Some(ExecInteractiveMode::Never);
    let mut spec = json!({"interactive": interactive});
    if let Some(cluster) = exec.cluster.as_ref().filter(|_| exec.provide_cluster_info) {
        spec["cluster"] = serde_json::to_value(cluster).unwrap_or_default();
    }
    let info = json!({"apiVersion": exec.api_version, "kind": "ExecCredential", "spec": spec});
    let mut command = Command::new(named);
    command.args(exec.args.iter().flatten()).kill_on_drop(true);
    for variable in exec.env.iter().flatten() {
        if let (Some(name), Some(value)) = (variable.get("name"), variable.get("value")) {
            command.env(name, value);
        }
    }
    command.env("KUBERNETES_EXEC_INFO", info.to_string()).stdout(Stdio::piped());
    match interactive {
        true => command.stdin(Stdio::inherit()).stderr(Stdio::inherit()),
        false => command.stdin(Stdio::null()).stderr(Stdio::piped()),
    };
    Ok(command)
}

/// The beginning of what comes; the rest is read and dropped, so that the plugin can end.
async fn first_bytes(from: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut kept = Vec::new();
    if let Some(mut from) = from {
        // A pipe that breaks is one that ended.
        let _ = (&mut from).take(MOST).read_to_end(&mut kept).await;
        let _ = tokio::io::copy(&mut from, &mut tokio::io::sink()).await;
    }
    kept
}

#[derive(Deserialize)]
struct ExecCredential {
    status: Option<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    expiration_timestamp: Option<String>,
    token: Option<String>,
    client_certificate_data: Option<String>,
    client_key_data: Option<String>,
}

fn parse(
    exec: &ExecConfig,
    written: &[u8],
    now: Timestamp,
) -> Result<IssuedCredentials, ClusterError> {
    let no_status = || failed(exec, "didn't return an ExecCredential with a status");
    let value = document(written).ok_or_else(no_status)?;
    let credential: ExecCredential = serde_json::from_value(value).map_err(|_| no_status())?;
    let status = credential.status.ok_or_else(no_status)?;
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let ends: Option<Timestamp> = match filled(status.expiration_timestamp) {
        Some(text) => {
            Some(text.parse().map_err(|_| failed(exec, "returned an invalid expiry date"))?)
        }
        None => None,
    };
    let pair = (filled(status.client_certificate_data), filled(status.client_key_data));
    let certificate = match pair {
        (Some(certificate), Some(key)) => Some((certificate, key.into())),
        (None, None) => None,
        _ => {
            return Err(failed(
                exec,
                "returned a client certificate without its key, or the reverse",
            ));
        }
    };
    let token = filled(status.token).map(SecretString::from);
    if token.is_none() && certificate.is_none() {
        return Err(failed(exec, "returned neither a token nor a client certificate"));
    }
    Ok(IssuedCredentials { token, certificate, life: ends.map(|ends| life(ends, now)) })
}

/// JSON, or the YAML that client-go also reads.
fn document(written: &[u8]) -> Option<Value> {
    if let Ok(value) = serde_json::from_slice(written) {
        return Some(value);
    }
    let text = std::str::from_utf8(written).ok()?;
    yaml::documents(text).next()?.ok().map(|document| document.value)
}

fn life(ends: Timestamp, now: Timestamp) -> CredentialLifetime {
    let ahead = AHEAD.min(ends.duration_since(now) / 5).max(SignedDuration::ZERO);
    let soonest = now.saturating_add(RARELY).unwrap_or(ends);
    CredentialLifetime { renew_at: ends.saturating_sub(ahead).unwrap_or(ends).max(soonest), ends }
}

fn not_started(exec: &ExecConfig, error: &std::io::Error) -> ClusterError {
    let hint = exec.install_hint.as_deref().map(str::trim).filter(|hint| !hint.is_empty());
    match (error.kind(), hint) {
        (ErrorKind::NotFound, Some(hint)) => failed(
            exec,
            &format!("is not installed\n\n{}", shown(hint.as_bytes()).trim_start_matches(":\n")),
        ),
        (ErrorKind::NotFound, None) => failed(exec, "is not installed, or not on the PATH"),
        _ => failed(exec, &format!("can't be run: {error}")),
    }
}

fn failed(exec: &ExecConfig, what: &str) -> ClusterError {
    ClusterError::Credentials(format!("the credential plugin {} {what}", program(exec)))
}

/// The plugin's program, without its directory and arguments.
pub(super) fn program(exec: &ExecConfig) -> String {
    let command = exec.command.as_deref().unwrap_or("without a command");
    let name = Path::new(command).file_name().unwrap_or_default().to_string_lossy();
    format!("`{name}`")
}

/// The end of what a plugin wrote for people to read; kubectl shows it too.
fn shown(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    // It handles credentials, and may repeat them.
    let text = redaction::without_secrets(&text);
    let clean: String =
        text.trim().chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let skipped = clean.chars().count().saturating_sub(COMPLAINT);
    match clean.is_empty() {
        true => String::new(),
        false => format!(":\n{}", clean.chars().skip(skipped).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plugin(command: &str, args: &[&str]) -> ExecConfig {
        ExecConfig {
            command: Some(command.into()),
            args: Some(args.iter().map(ToString::to_string).collect()),
            install_hint: Some("brew install login-tool".into()),
            interactive_mode: Some(ExecInteractiveMode::Never),
            ..ExecConfig::default()
        }
    }

    fn issued(text: &str) -> Result<IssuedCredentials, ClusterError> {
        let now = "2026-01-01T00:00:00Z".parse().expect("a time");
        parse(&plugin("p", &[]), text.as_bytes(), now)
    }

    #[tokio::test]
    async fn a_missing_plugin_shows_its_install_hint() {
        let exec = plugin("/nowhere/login-tool", &[]);
        let words = run(&exec, None).await.expect_err("refused").to_string();
        assert!(words.contains("`login-tool` is not installed"), "{words}");
        assert!(words.contains("brew install login-tool"), "{words}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_failed_plugin_shows_its_complaint_and_never_its_output_or_arguments() {
        let script = "echo canary; printf 'session\\033 expired\\n' >&2; exit 1";
        let words = run(&plugin("/bin/sh", &["-c", script, "--password=canary"]), None).await;
        let words = words.expect_err("refused").to_string();
        assert!(words.contains("failed (exit 1)") && words.contains("session  expired"), "{words}");
        assert!(!words.contains("canary"), "{words}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_plugin_that_hangs_or_writes_without_end_is_ended_by_the_limit() {
        let limit = Duration::from_millis(300);
        for (program, args) in [("/bin/sleep", &["60"][..]), ("/bin/sh", &["-c", "yes canary"])] {
            let refused = run(&plugin(program, args), Some(limit)).await.expect_err("refused");
            assert!(matches!(refused, ClusterError::SlowPlugin { .. }), "{refused}");
        }
    }

    #[test]
    fn credentials_are_renewed_before_they_end_and_never_more_than_once_a_second() {
        let at = |ends: &str| {
            let text = format!(
                "{{\"status\": {{\"token\": \"t\", \"expirationTimestamp\": \"{ends}\"}}}}"
            );
            issued(&text).expect("issued").life.expect("an end").renew_at.to_string()
        };
        assert_eq!(at("2026-01-01T01:00:00Z"), "2026-01-01T00:59:00Z");
        assert_eq!(at("2026-01-01T00:00:15Z"), "2026-01-01T00:00:12Z");
        assert_eq!(at("2020-01-01T00:00:00Z"), "2026-01-01T00:00:01Z");
        assert_eq!(at("-009999-01-02T02:00:00Z"), "2026-01-01T00:00:01Z");
        assert_eq!(at("9999-12-30T22:00:00Z"), "9999-12-30T21:59:00Z");
        assert!(issued("{\"status\": {\"token\": \"t\"}}").expect("issued").life.is_none());
    }

    #[test]
    fn yaml_is_read_too_and_what_is_no_credential_is_refused_without_a_word_of_it() {
        assert!(issued("status:\n  token: t\n").expect("issued").token.is_some());
        for wrong in [
            "",
            "canary",
            "{\"status\": null}",
            "{\"status\": {}}",
            "\u{0}canary",
            "{\"status\": {\"token\": [\"canary\"]}}",
            "{\"status\": {\"clientKeyData\": \"canary\"}}",
            "{\"status\": {\"token\": \"canary\", \"expirationTimestamp\": \"canary\"}}",
        ] {
            let words = issued(wrong).expect_err(wrong).to_string();
            assert!(!words.contains("canary"), "{words}");
        }
    }
}
