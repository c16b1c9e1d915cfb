//! The request that a test sends: where to, as whom, and why it may not be answered.

use std::time::Duration;

use anyhow::ensure;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::super::explain;
use crate::cli::args::header::header;
use crate::cli::args::kube::duration;
use crate::cli::error::Failure;
use crate::domain::llm::example;
use crate::domain::llm::format::RouteType;
use crate::edge::attempt::{Ask, AttemptError};

/// Where requests are sent, and as whom.
#[derive(Debug, clap::Args)]
pub(super) struct SendArgs {
    #[command(flatten)]
    pub(super) client: ClientArgs,
    #[command(flatten)]
    place: UrlArgs,
}

/// Where requests are sent.
#[derive(Debug, clap::Args)]
pub(super) struct UrlArgs {
    /// URL of the proxy or gateway; without a scheme it is http
    #[arg(long, value_name = "URL", env = "AGW_URL", default_value = "http://127.0.0.1:8080")]
    pub(super) url: String,
}

/// Who sends requests, and how long they may take.
#[derive(Debug, clap::Args)]
pub(super) struct ClientArgs {
    /// Header to send, as NAME=VALUE or 'Name: value' (repeatable)
    #[arg(long, short = 'H', value_name = "NAME=VALUE", value_parser = header)]
    header: Vec<(String, String)>,
    /// Name of the environment variable with the client key to send
    #[arg(long, value_name = "VARIABLE", value_parser = variable)]
    pub(super) key_env: Option<String>,
    /// Maximum time for each request, e.g. 30s or 2m
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    pub(super) timeout: Duration,
}

/// What will be sent.
pub(super) struct Request {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl SendArgs {
    /// A request of JSON for this path, with the headers that lead to its model and those of the flags.
    pub(super) fn request(
        &self,
        headers: Vec<(String, String)>,
        path: &str,
        body: String,
    ) -> Request {
        self.client.request(&self.place.url, headers, path, body)
    }
}

impl ClientArgs {
    /// A request of JSON for this path below a URL, with the headers that lead to its model and those of the flags.
    pub(super) fn request(
        &self,
        url: &str,
        headers: Vec<(String, String)>,
        path: &str,
        body: String,
    ) -> Request {
        let json = ("Content-Type".to_owned(), "application/json".to_owned());
        let headers = [vec![json], headers, self.header.clone()].concat();
        let base = explain::curl::url_of(url);
        let slash = if path.starts_with('/') { "" } else { "/" };
        Request { url: format!("{}{slash}{path}", base.trim_end_matches('/')), headers, body }
    }

    /// The request as it can be sent, with the client's key. A timeout of zero is none.
    ///
    /// # Errors
    /// A URL or a header that no request can have, a variable that is not set.
    pub(super) fn ask(&self, request: Request) -> Result<Ask, Failure> {
        let invalid = |_| Failure::usage(format!("invalid URL {:?}", request.url));
        Ok(Ask {
            url: request.url.parse::<Uri>().map_err(invalid)?,
            headers: header_map(&request.headers, self.key_env.as_deref())?,
            body: request.body.into(),
            timeout: if self.timeout.is_zero() { Duration::MAX } else { self.timeout },
        })
    }
}

/// A request of this format, or of a chat completion where none is known; without a model, for any: the backend's own
/// is used instead.
pub(super) fn example_body(format: RouteType, model: Option<&str>, prompt: &str) -> String {
    let model = model.unwrap_or("any");
    example::body(format, model, prompt)
        .or_else(|| example::body(RouteType::Completions, model, prompt))
        .unwrap_or_default()
}

/// A body of these fields, with the one that asks for a stream.
pub(super) fn streamed(body: &str) -> String {
    match body.strip_suffix('}') {
        Some(open) => format!(r#"{open},"stream":true}}"#),
        None => body.to_owned(),
    }
}

/// The headers, and the client's key from its variable.
///
/// # Errors
/// A header that no request can have, a variable that is not set.
fn header_map(given: &[(String, String)], key_env: Option<&str>) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let unusable = |_| Failure::usage(format!("invalid value of header {name:?}"));
        let value = HeaderValue::from_str(value).map_err(|_| unusable(()))?;
        headers.append(HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable(()))?, value);
    }
    if let Some(variable) = key_env {
        let key = std::env::var(variable)
            .map_err(|_| Failure::usage(format!("environment variable {variable} is not set")))?;
        let mut value = HeaderValue::from_str(&format!("Bearer {}", key.trim()))
            .map_err(|_| Failure::usage(format!("the value of {variable} is not a valid key")))?;
        value.set_sensitive(true);
        headers.insert(http::header::AUTHORIZATION, value);
    }
    Ok(headers)
}

/// Why there is no reply, and what to do.
pub(super) fn failed(error: &AttemptError) -> Failure {
    match error {
        AttemptError::Timeout { .. } => {
            Failure::timeout(format!("{error}; wait longer with --timeout"))
        }
        AttemptError::Unreachable { .. } => Failure::unreachable(format!(
            "{error}; is the proxy running? start it with `kubectl agw serve`, or pass another URL with \
             --url"
        )),
        AttemptError::BrokenOff { .. } => Failure::unreachable(error),
    }
}

/// The name of an environment variable, which goes into a line for a shell.
fn variable(text: &str) -> anyhow::Result<String> {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = begins && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    ensure!(
        is_name,
        "invalid variable name {text:?}: use letters, digits and _, not starting with a digit"
    );
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_a_name_that_no_shell_runs() {
        assert!(variable("GATEWAY_KEY").is_ok());
        for wrong in ["", "1A", "A$(id)", "A B", "A-B", "--x", "A`id`"] {
            assert!(variable(wrong).is_err(), "{wrong}");
        }
    }
}
