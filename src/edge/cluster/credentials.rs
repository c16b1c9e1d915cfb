//! Credentials before they are used: token files read as kubectl reads them, credential plugins kept away from our
//! input, and their failures in words that repeat nothing a plugin wrote to its output.

use std::io::ErrorKind;
use std::path::Path;

use kube::client::AuthError;
use kube::config::{AuthInfo, ExecConfig, ExecInteractiveMode};

use super::{ClusterError, Wishes};

/// Of what a failed plugin complains to its standard error, the last lines up to this many characters are shown.
const COMPLAINT: usize = 400;

/// Makes the user ready for the client: `--token-file` takes the place of every other credential, token files lose
/// their line end, plugins their input.
///
/// # Errors
/// A token file that cannot be read, or a plugin that needs a terminal where there is none.
pub(super) fn prepare(
    user: &mut AuthInfo,
    wishes: &Wishes,
    terminal: bool,
) -> Result<(), ClusterError> {
    if let Some(path) = &wishes.token_file {
        *user = AuthInfo {
            token_file: Some(path.display().to_string()),
            impersonate: user.impersonate.take(),
            impersonate_uid: user.impersonate_uid.take(),
            impersonate_groups: user.impersonate_groups.take(),
            impersonate_user_extra: user.impersonate_user_extra.take(),
            ..AuthInfo::default()
        };
    }
    trim_token(user)?;
    let Some(exec) = &mut user.exec else { return Ok(()) };
    let free = terminal && !wishes.stdin_is_input;
    if !free && exec.interactive_mode == Some(ExecInteractiveMode::Always) {
        let why = match wishes.stdin_is_input {
            true => "standard input is this command's own input",
            false => "standard input is not a terminal",
        };
        return Err(ClusterError::Credentials(format!(
            "the credential plugin {} wants to ask questions, but {why}; log in with it first",
            program(exec)
        )));
    }
    if !free {
        exec.interactive_mode = Some(ExecInteractiveMode::Never);
    }
    Ok(())
}

/// kube sends a token file's bytes as they are, and most end with a line break, which no header can carry. Such a
/// token is taken now, and not read again; one without a break stays a file, so that rotation is noticed.
fn trim_token(user: &mut AuthInfo) -> Result<(), ClusterError> {
    if user.token.is_some() {
        return Ok(());
    }
    let Some(path) = user.token_file.clone().filter(|path| !path.is_empty()) else {
        user.token_file = None;
        return Ok(());
    };
    let text = std::fs::read_to_string(&path)
        .map_err(|error| ClusterError::Credentials(format!("token file {path}: {error}")))?;
    match text.trim() {
        "" => Err(ClusterError::Credentials(format!("token file {path} is empty"))),
        trimmed if trimmed.len() == text.len() => Ok(()),
        trimmed => {
            user.token = Some(trimmed.to_owned().into());
            Ok(())
        }
    }
}

/// A failure to get credentials. Neither the plugin's output, which holds the token, nor its arguments are repeated.
pub(super) fn failure(error: &AuthError, exec: Option<&ExecConfig>) -> ClusterError {
    let plugin = match exec {
        Some(exec) => format!("the credential plugin {}", program(exec)),
        None => "the kubeconfig's credential provider".to_owned(),
    };
    let hint = exec.and_then(|exec| exec.install_hint.as_deref()).map(str::trim);
    ClusterError::Credentials(match error {
        AuthError::AuthExecStart(error) if error.kind() == ErrorKind::NotFound => match hint {
            Some(hint) if !hint.is_empty() => format!("{plugin} is not installed\n\n{hint}"),
            _ => format!("{plugin} is not installed, or not on the PATH"),
        },
        AuthError::AuthExecStart(error) => format!("{plugin} cannot be run: {error}"),
        AuthError::AuthExecRun { out, .. } => {
            let code = out.status.code().map(|code| format!(" (exit {code})")).unwrap_or_default();
            format!("{plugin} failed{code}; log in again{}", complaint(&out.stderr))
        }
        AuthError::AuthExecParse(_) | AuthError::ExecPluginFailed => {
            format!("{plugin} did not write an ExecCredential with a status")
        }
        AuthError::ReadTokenFile(error, path) => format!("token file {}: {error}", path.display()),
        AuthError::InvalidBearerToken(_) => {
            "the token has characters no HTTP header can carry".to_owned()
        }
        AuthError::MalformedTokenExpirationDate(_) => {
            format!("{plugin} gave an expiry that is no date")
        }
        AuthError::UnrefreshableTokenResponse => {
            format!("{plugin} gave no new token when the old one expired; log in again")
        }
        _ => format!("{plugin} gave no credentials; see `kubectl auth whoami`"),
    })
}

/// The plugin's program, without its directory and arguments.
fn program(exec: &ExecConfig) -> String {
    let command = exec.command.as_deref().unwrap_or("without a command");
    let name = Path::new(command).file_name().unwrap_or_default().to_string_lossy();
    format!("`{name}`")
}

/// The end of what a plugin wrote for people to read; kubectl shows it too.
fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
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

    fn plugin() -> ExecConfig {
        ExecConfig {
            command: Some("/opt/bin/login-tool".into()),
            args: Some(vec!["--password=canary".into()]),
            install_hint: Some("brew install login-tool".into()),
            ..ExecConfig::default()
        }
    }

    fn user() -> AuthInfo {
        AuthInfo { exec: Some(plugin()), ..AuthInfo::default() }
    }

    #[test]
    fn a_plugin_gets_no_input_unless_a_terminal_is_free() {
        let mode = |stdin_is_input, terminal| {
            let mut user = user();
            let wishes = Wishes { stdin_is_input, ..Wishes::default() };
            prepare(&mut user, &wishes, terminal).expect("prepared");
            user.exec.expect("exec").interactive_mode
        };
        assert_eq!(mode(false, true), None);
        assert_eq!(mode(true, true), Some(ExecInteractiveMode::Never));
        assert_eq!(mode(false, false), Some(ExecInteractiveMode::Never));
    }

    #[test]
    fn a_plugin_that_must_ask_is_refused_without_a_terminal() {
        let mut user = user();
        if let Some(exec) = &mut user.exec {
            exec.interactive_mode = Some(ExecInteractiveMode::Always);
        }
        let refusal = prepare(&mut user, &Wishes::default(), false).expect_err("refused");
        assert!(refusal.to_string().contains("`login-tool` wants to ask"), "{refusal}");
    }

    #[test]
    fn a_missing_plugin_shows_its_install_hint() {
        let error = AuthError::AuthExecStart(ErrorKind::NotFound.into());
        let words = failure(&error, Some(&plugin())).to_string();
        assert!(words.contains("`login-tool` is not installed"), "{words}");
        assert!(words.contains("brew install login-tool"), "{words}");
    }

    #[cfg(unix)]
    #[test]
    fn a_failed_plugin_shows_its_complaint_and_never_its_output() {
        use std::os::unix::process::ExitStatusExt;
        let out = Box::new(std::process::Output {
            status: std::process::ExitStatus::from_raw(1 << 8),
            stdout: b"canary".to_vec(),
            stderr: b"session\x1b expired\n".to_vec(),
        });
        let error = AuthError::AuthExecRun { cmd: "login-tool --password=canary".into(), out };
        let words = failure(&error, Some(&plugin())).to_string();
        assert!(words.contains("failed (exit 1)") && words.contains("session  expired"), "{words}");
        assert!(!words.contains("canary"), "{words}");
    }

    #[test]
    fn a_token_file_loses_its_line_end_and_replaces_other_credentials() {
        let dir = tempfile::tempdir().expect("directory");
        let prepared = |text: &str| {
            let path = dir.path().join("token");
            std::fs::write(&path, text).expect("file");
            let mut user = AuthInfo { impersonate: Some("eve".into()), ..user() };
            let wishes = Wishes { token_file: Some(path), ..Wishes::default() };
            prepare(&mut user, &wishes, true).map(|()| user)
        };
        let user = prepared("t\n").expect("prepared");
        assert!(user.token.is_some() && user.exec.is_none());
        assert_eq!(user.impersonate.as_deref(), Some("eve"));
        assert!(prepared("t").expect("prepared").token.is_none());
        assert!(prepared(" \n").is_err());
    }
}
