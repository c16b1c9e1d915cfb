//! Credentials before they are used: the header and the client certificate that a kubeconfig's user means, with token
//! files read as kubectl reads them, and credential plugins kept away from our input.
//!
//! An outside text becomes a header here and nowhere else; what no header can carry is refused in words that repeat
//! nothing of it.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use kube::config::{AuthInfo, AuthProviderConfig, ExecConfig, ExecInteractiveMode};
use secrecy::{ExposeSecret as _, SecretString};

use super::plugin::{IssuedCredentials, program};
use super::tracked::Tracked;
use super::{ClusterError, ClusterOptions};

/// Makes the user ready for the client: `--token-file` takes the place of every other credential, plugins lose their
/// input.
///
/// # Errors
/// A plugin that needs a terminal where there is none.
pub(super) fn prepare(
    user: &mut AuthInfo,
    wishes: &ClusterOptions,
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
    let Some(exec) = &mut user.exec else { return Ok(()) };
    let free = terminal && !wishes.stdin_is_input;
    if !free && exec.interactive_mode == Some(ExecInteractiveMode::Always) {
        let why = match wishes.stdin_is_input {
            true => "standard input is used by this command",
            false => "standard input is not a terminal",
        };
        return Err(ClusterError::Credentials(format!(
            "the credential plugin {} needs to prompt, but {why}; log in with it first",
            program(exec)
        )));
    }
    if !free {
        exec.interactive_mode = Some(ExecInteractiveMode::Never);
    }
    Ok(())
}

/// The `Authorization` that the kubeconfig and its files give; none where a plugin, a client certificate or nobody does.
///
/// # Errors
/// A token file that cannot be read, a token that no header can carry, an `auth-provider` that kubectl does not know
/// either.
pub(super) fn authorization(
    user: &AuthInfo,
    tracked: &mut Tracked,
) -> Result<Option<HeaderValue>, ClusterError> {
    if let Some(provider) = &user.auth_provider {
        return bearer(provided(provider)?, "the id-token of the kubeconfig's auth-provider")
            .map(Some);
    }
    if let Some(name) = user.username.as_deref().filter(|name| !name.is_empty()) {
        let password = user.password.as_ref().map_or("", |password| password.expose_secret());
        let pair = STANDARD.encode(format!("{name}:{password}"));
        return header(&format!("Basic {pair}"), "the user's password").map(Some);
    }
    let inline = user.token.as_ref().map(|token| token.expose_secret());
    let inline = inline.filter(|token| !token.is_empty());
    if let Some(path) = user.token_file.as_deref().filter(|path| !path.is_empty()) {
        match (token_file(path, tracked), inline) {
            (Ok(token), _) => return bearer(&token, &format!("token file {path}")).map(Some),
            (Err(error), None) => return Err(error),
            // As in kubectl, the token beside it is for the time in which there is no file.
            (Err(_), Some(_)) => {}
        }
    }
    inline.map(|token| bearer(token, "the token of the kubeconfig's user")).transpose()
}

/// Reads the client certificate's files into the user, so that they can be compared with what they are later.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn certificate(user: &mut AuthInfo, tracked: &mut Tracked) -> Result<(), ClusterError> {
    let mut read = |path: &mut Option<String>, what: &str| {
        let Some(path) = path.take().filter(|path| !path.is_empty()) else { return Ok(None) };
        let bytes = tracked.read(Path::new(&path)).map_err(|error| {
            ClusterError::Kubeconfig(format!("the kubeconfig's {what} {path}: {error}"))
        })?;
        Ok::<_, ClusterError>(Some(STANDARD.encode(bytes)))
    };
    // Data given in place counts before a file, as in kubectl.
    if user.client_certificate_data.as_ref().is_none_or(String::is_empty) {
        user.client_certificate_data = read(&mut user.client_certificate, "client-certificate")?;
    }
    if user.client_key_data.as_ref().is_none_or(|key| key.expose_secret().is_empty()) {
        user.client_key_data = read(&mut user.client_key, "client-key")?.map(SecretString::from);
    }
    Ok(())
}

/// Puts what a plugin issued in the user's place. Returns its token's header.
///
/// # Errors
/// A token that no header can carry.
pub(super) fn issued(
    user: &mut AuthInfo,
    exec: &ExecConfig,
    issued: &IssuedCredentials,
) -> Result<Option<HeaderValue>, ClusterError> {
    if let Some((certificate, key)) = &issued.certificate {
        user.client_certificate_data = Some(STANDARD.encode(certificate));
        user.client_key_data = Some(STANDARD.encode(key.expose_secret()).into());
    }
    let token = issued.token.as_ref();
    token
        .map(|token| {
            let whose = format!("the token of the credential plugin {}", program(exec));
            bearer(token.expose_secret(), &whose)
        })
        .transpose()
}

/// kubectl knows one provider still, and so do we; `gcp` and `azure` went with Kubernetes 1.26.
fn provided(provider: &AuthProviderConfig) -> Result<&str, ClusterError> {
    let instead = match provider.name.as_str() {
        "oidc" => {
            return provider.config.get("id-token").map(String::as_str).ok_or_else(|| {
                let text = "the kubeconfig's auth-provider oidc has no id-token; log in again";
                ClusterError::Credentials(text.into())
            });
        }
        "gcp" => {
            "; use the plugin gke-gcloud-auth-plugin, which `gcloud container clusters get-credentials` \
             configures"
        }
        "azure" => "; use the plugin kubelogin, which `kubelogin convert-kubeconfig` configures",
        _ => "; use a credential plugin (exec)",
    };
    Err(ClusterError::Credentials(format!(
        "the kubeconfig's auth-provider {} is not supported, nor is it by kubectl since 1.26{instead}",
        provider.name.chars().filter(|c| !c.is_control()).take(60).collect::<String>()
    )))
}

/// A token file's text without the line break at its end.
fn token_file(path: &str, tracked: &mut Tracked) -> Result<String, ClusterError> {
    let refused = |why: &str| ClusterError::Credentials(format!("token file {path}{why}"));
    let bytes = tracked.read(Path::new(path));
    let bytes = bytes.map_err(|error| refused(&format!(": {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| refused(" is not valid text"))?;
    match text.trim() {
        "" => Err(refused(" is empty")),
        token => Ok(token.to_owned()),
    }
}

fn bearer(token: &str, whose: &str) -> Result<HeaderValue, ClusterError> {
    header(&format!("Bearer {token}"), whose)
}

fn header(text: &str, whose: &str) -> Result<HeaderValue, ClusterError> {
    let mut value = HeaderValue::try_from(text).map_err(|_| {
        let what = if text.contains(['\n', '\r']) { "a line break" } else { "a control character" };
        ClusterError::Credentials(format!(
            "{whose} contains {what}, which HTTP headers can't have\nhint: write it on one line, or log in \
             again"
        ))
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user() -> AuthInfo {
        let exec = ExecConfig {
            command: Some("/opt/bin/login-tool".into()),
            args: Some(vec!["--password=canary".into()]),
            ..ExecConfig::default()
        };
        AuthInfo { exec: Some(exec), ..AuthInfo::default() }
    }

    fn header_of(user: &AuthInfo) -> Result<Option<String>, String> {
        match authorization(user, &mut Tracked::default()) {
            Ok(value) => Ok(value.map(|value| {
                assert!(value.is_sensitive());
                value.to_str().expect("ASCII").to_owned()
            })),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn a_plugin_gets_no_input_unless_a_terminal_is_free() {
        let mode = |stdin_is_input, terminal| {
            let mut user = user();
            let wishes = ClusterOptions { stdin_is_input, ..ClusterOptions::default() };
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
        let refusal = prepare(&mut user, &ClusterOptions::default(), false).expect_err("refused");
        assert!(refusal.to_string().contains("`login-tool` needs to prompt"), "{refusal}");
    }

    #[test]
    fn a_token_file_loses_its_line_end_and_replaces_other_credentials() {
        let dir = tempfile::tempdir().expect("directory");
        let header = |text: &str| {
            let path = dir.path().join("token");
            std::fs::write(&path, text).expect("file");
            let mut user = AuthInfo { impersonate: Some("eve".into()), ..user() };
            let wishes = ClusterOptions { token_file: Some(path), ..ClusterOptions::default() };
            prepare(&mut user, &wishes, true).expect("prepared");
            assert!(user.exec.is_none());
            assert_eq!(user.impersonate.as_deref(), Some("eve"));
            header_of(&user)
        };
        assert_eq!(header("t\n"), Ok(Some("Bearer t".into())));
        assert_eq!(header("t"), Ok(Some("Bearer t".into())));
        assert!(header(" \n").is_err_and(|words| words.contains("is empty")));
        assert!(header("a\nb").is_err_and(|words| words.contains("line break")));
    }

    #[test]
    fn a_token_file_counts_before_a_token_that_stands_in_for_it() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "of-the-file").expect("written");
        let with = |path: &str| AuthInfo {
            token: Some("inline".to_owned().into()),
            token_file: Some(path.to_owned()),
            ..AuthInfo::default()
        };
        let path = file.path().display().to_string();
        assert_eq!(header_of(&with(&path)), Ok(Some("Bearer of-the-file".into())));
        assert_eq!(header_of(&with("/nowhere/token")), Ok(Some("Bearer inline".into())));
    }

    #[test]
    fn no_credential_panics_whatever_bytes_it_has_and_none_is_repeated() {
        for wrong in
            ["canary\n", "canary\r\nx-evil: 1", "can\0ary", "canary\u{7f}", "\u{1b}[31mcanary"]
        {
            let token = AuthInfo { token: Some(wrong.to_owned().into()), ..AuthInfo::default() };
            let config = [("id-token".to_owned(), wrong.to_owned())].into();
            let provider =
                AuthProviderConfig { name: "oidc".into(), config, other: Default::default() };
            let oidc = AuthInfo { auth_provider: Some(provider), ..AuthInfo::default() };
            let from_plugin = IssuedCredentials {
                token: Some(wrong.to_owned().into()),
                certificate: None,
                life: None,
            };
            let plugins = issued(&mut user(), &ExecConfig::default(), &from_plugin)
                .expect_err("refused")
                .to_string();
            for words in [header_of(&token), header_of(&oidc), Err(plugins)] {
                let words = words.expect_err("refused");
                assert!(words.contains("which HTTP headers can't have"), "{words}");
                assert!(!words.contains("canary"), "{words}");
            }
            let basic = AuthInfo {
                username: Some(wrong.to_owned()),
                password: Some(wrong.to_owned().into()),
                ..AuthInfo::default()
            };
            assert!(header_of(&basic).is_ok_and(|value| value.is_some()), "Basic is base64");
        }
        let beyond_ascii =
            AuthInfo { token: Some("gr\u{fc}n".to_owned().into()), ..AuthInfo::default() };
        assert!(
            authorization(&beyond_ascii, &mut Tracked::default()).is_ok(),
            "obs-text is allowed"
        );
    }

    #[test]
    fn a_provider_that_kubectl_dropped_names_its_plugin() {
        let named = |name: &str| {
            let provider = AuthProviderConfig {
                name: name.into(),
                config: Default::default(),
                other: Default::default(),
            };
            header_of(&AuthInfo { auth_provider: Some(provider), ..AuthInfo::default() })
        };
        assert!(named("gcp").is_err_and(|words| words.contains("gke-gcloud-auth-plugin")));
        assert!(named("azure").is_err_and(|words| words.contains("kubelogin")));
        assert!(named("oidc").is_err_and(|words| words.contains("no id-token")));
    }
}
