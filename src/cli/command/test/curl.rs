//! `kubectl agw test curl`: one chat completion through the local proxy, or through a gateway.

use std::time::Duration;

use anyhow::ensure;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::super::coverage::Coverage;
use super::super::curl_line::CurlLine;
use super::super::explain;
use super::reply::{Deltas, ReplyText, readable};
use crate::cli::args::header::header;
use crate::cli::args::kube::{KubeArgs, duration};
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, Format};
use crate::domain::compile::Compiled;
use crate::domain::llm::example;
use crate::domain::llm::format::RouteType;
use crate::domain::route::sample;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::attempt::{self, Ask, AttemptError};

/// Arguments of `test curl`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Send a prompt to a backend's route through `kubectl agw serve`
  kubectl agw test curl openai-smart \"In one word: name the most powerful OpenAI model.\"

  # Match a route by header, without reading any objects
  kubectl agw test curl --header X-Model-Tier=smart

  # Send it through a remote gateway, with a client key
  kubectl agw test curl --url https://gateway.example.com --key-env GATEWAY_KEY \"Hello\"

  # Send a body of your own, with headers as curl writes them
  kubectl agw test curl -H 'X-Model-Tier: smart' -d @request.json --url localhost:8080

  # Print only the curl command line
  kubectl agw test curl openai-smart \"Hello\" --print")]
pub struct Args {
    /// AgentgatewayBackend to call; its route determines the headers and path to send
    name: Option<String>,
    /// Prompt to send
    prompt: Option<String>,
    #[command(flatten)]
    source: SourceArgs,
    /// Header to send, as NAME=VALUE or 'Name: value' (repeatable)
    #[arg(long, short = 'H', value_name = "NAME=VALUE", value_parser = header)]
    header: Vec<(String, String)>,
    /// Body to send instead of a prompt; @FILE reads a file
    #[arg(long, short, value_name = "BODY|@FILE", conflicts_with_all = ["prompt", "model", "stream"])]
    data: Option<String>,
    /// Path to send to
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Model to request [default: the backend's own]
    #[arg(long)]
    model: Option<String>,
    /// URL of the proxy or gateway; without a scheme it is http
    #[arg(long, value_name = "URL", env = "AGW_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Name of the environment variable with the client key to send
    #[arg(long, value_name = "VARIABLE", value_parser = variable)]
    key_env: Option<String>,
    /// Request a stream, and print it as it arrives
    #[arg(long)]
    stream: bool,
    /// Print the equivalent curl command line, and send nothing
    #[arg(long)]
    print: bool,
    /// Maximum time for the request, e.g. 30s or 2m
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    timeout: Duration,
    /// Output format; table prints the reply to stdout and the rest to stderr
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

pub(super) const CHAT: &str = "/v1/chat/completions";
pub(super) const PROMPT: &str = "In one word: hello?";
/// The model that is asked for where nobody named one: the backend's own takes its place.
const ANY_MODEL: &str = "any";

/// What will be sent.
struct Plan {
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// Sends the request, or prints its curl line.
///
/// # Errors
/// No such backend, no request that reaches it, nobody who answers.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    super::super::block_on(async {
        let plan = plan(args, kube).await?;
        let key = args.key_env.as_ref().map(|variable| format!("${variable}"));
        let line = CurlLine {
            url: &plan.url,
            headers: &plan.headers,
            key: key.as_deref(),
            body: &plan.body,
            stream: args.stream,
        };
        let line = line.to_string();
        if args.print {
            output::data(&(line + "\n"))?;
            return Ok(Exit::Done);
        }
        send(args, &plan, &line).await
    })
}

/// A lone argument with a space in it is a prompt: no backend has such a name.
fn name_and_prompt(args: &Args) -> (Option<&str>, &str) {
    match (args.name.as_deref(), args.prompt.as_deref()) {
        (Some(one), None) if one.contains(char::is_whitespace) => (None, one),
        (name, prompt) => (name, prompt.unwrap_or(PROMPT)),
    }
}

async fn plan(args: &Args, kube: &KubeArgs) -> Result<Plan, Failure> {
    let (name, prompt) = name_and_prompt(args);
    let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    let mut path = CHAT.to_owned();
    let mut model = None;
    let mut format = RouteType::Completions;
    if let Some(name) = name {
        let read = args.source.read(kube).await?;
        let coverage = Coverage::of(&read.snapshot, Kind::LISTED);
        let coverage = coverage.within(&read.snapshot, read.namespace.as_deref());
        coverage.say();
        let backend = backend(&read.snapshot, name, read.namespace.as_deref(), &coverage)?;
        let compiled = read.compiled();
        let target = Target::of(&compiled, &backend)?;
        if let Some(route) = target.shared {
            output::say(&format!(
                "note: HTTPRoute {route} splits its requests between several backends"
            ));
        }
        headers.extend(target.headers);
        if args.path.is_none() {
            format = target.format;
        }
        path = target.path;
        let row = crate::domain::registry::rows(&compiled)
            .into_iter()
            .find(|row| row.namespace == backend.namespace && row.name == backend.name);
        model = row.and_then(|row| row.model);
    }
    headers.extend(args.header.iter().cloned());
    let path = args.path.clone().unwrap_or(path);
    let model = args.model.clone().or(model).unwrap_or_else(|| ANY_MODEL.to_owned());
    let body = match &args.data {
        Some(data) => text_of(data)?,
        None => example_body(format, &model, prompt, args.stream),
    };
    let base = explain::curl::url_of(&args.url);
    let url = format!("{}{}", base.trim_end_matches('/'), with_slash(&path));
    Ok(Plan { url, headers, body })
}

/// A request of this format, or of a chat completion where none is known.
fn example_body(format: RouteType, model: &str, prompt: &str, stream: bool) -> String {
    let body = example::body(format, model, prompt)
        .or_else(|| example::body(RouteType::Completions, model, prompt))
        .unwrap_or_default();
    match (stream, body.strip_suffix('}')) {
        (true, Some(open)) => format!(r#"{open},"stream":true}}"#),
        _ => body,
    }
}

/// What leads a request to a backend.
pub(super) struct Target {
    /// The format in which it is read there.
    pub format: RouteType,
    /// With `Host`, where the route has hostnames.
    pub headers: Vec<(String, String)>,
    /// With its query.
    pub path: String,
    /// The HTTPRoute, where it splits its requests between several backends.
    pub shared: Option<String>,
}

impl Target {
    /// Finds a request that reaches the backend.
    ///
    /// # Errors
    /// No request does.
    pub(super) fn of(compiled: &Compiled, backend: &ObjectName) -> Result<Target, Failure> {
        let sample = sample::to_backend(&compiled.table, backend);
        let sample = sample.map_err(|why| Failure::usage(why.to_string()))?;
        let format = sample.format;
        let mut headers = sample.headers;
        headers.extend(sample.host.map(|host| ("Host".to_owned(), host)));
        let path = match sample.query {
            Some(query) => format!("{}?{query}", sample.path),
            None => sample.path,
        };
        let shared = sample.shared.then(|| sample.route.to_string());
        Ok(Target { format, headers, path, shared })
    }
}

/// The body of `-d`.
fn text_of(data: &str) -> Result<String, Failure> {
    let bytes = explain::request::data(data).map_err(Failure::usage)?;
    String::from_utf8(bytes).map_err(|_| Failure::usage("the body of --data isn't text"))
}

pub(super) fn with_slash(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// The backend of that name, in the namespace or, among files, in any.
fn backend(
    snapshot: &Snapshot,
    name: &str,
    namespace: Option<&str>,
    coverage: &Coverage,
) -> Result<ObjectName, Failure> {
    let (namespace, name) = match name.split_once('/') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (namespace, name),
    };
    let fits = |object: &&ObjectName| {
        object.name == name && namespace.is_none_or(|namespace| object.namespace == namespace)
    };
    let found: Vec<_> = snapshot.backends.keys().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let there = snapshot.backends.keys().map(ToString::to_string).collect();
            let there = near::available(there, name);
            let place = namespace.map(|ns| format!(" in namespace {ns}")).unwrap_or_default();
            let kind = Kind::AgentgatewayBackend;
            let seen = match namespace {
                Some(namespace) => snapshot.sees(kind, namespace),
                None => snapshot.sees_all(kind),
            };
            let absent = Failure::usage(format!(
                "no {kind} {name}{place}{there}; see `kubectl agw list -A`"
            ));
            Err(coverage.not_found(absent, seen))
        }
        several => {
            let names: Vec<_> = several.iter().map(ToString::to_string).collect();
            Err(Failure::usage(format!(
                "several backends are named {name}: {}; choose one with -n",
                names.join(", ")
            )))
        }
    }
}

async fn send(args: &Args, plan: &Plan, line: &str) -> Result<Exit, Failure> {
    let ask = Ask {
        url: plan
            .url
            .parse::<Uri>()
            .map_err(|_| Failure::usage(format!("invalid URL {:?}", plan.url)))?,
        headers: header_map(&plan.headers, args.key_env.as_deref())?,
        body: plan.body.clone().into(),
        timeout: if args.timeout.is_zero() { Duration::MAX } else { args.timeout },
    };
    let shows = args.stream && args.output == Format::Table;
    let mut shown = Deltas::default();
    let outcome = attempt::send(ask, |piece| {
        if shows {
            // The reader of a stream that left ends the command below.
            let _ = output::verbatim(&readable(&shown.feed(piece)));
        }
    })
    .await
    .map_err(|error| failed(&error))?;
    let told = ReplyText::read(&outcome, args.stream);
    match args.output {
        Format::Json | Format::Name => output::json(&told.shape(&outcome, line))?,
        Format::Yaml => output::yaml(&told.shape(&outcome, line))?,
        Format::Table | Format::Wide => told.show(&outcome, line, shows)?,
    }
    Ok(if outcome.status.is_success() { Exit::Done } else { Exit::Unreachable })
}

/// The headers, and the client's key from its variable.
///
/// # Errors
/// A header that no request can have, a variable that is not set.
pub(super) fn header_map(
    given: &[(String, String)],
    key_env: Option<&str>,
) -> Result<HeaderMap, Failure> {
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
pub(super) fn variable(text: &str) -> anyhow::Result<String> {
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
