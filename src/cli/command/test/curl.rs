//! `kubectl agw test curl`: one chat completion through the local proxy, or through a gateway.

use std::collections::BTreeMap;

use super::super::coverage::Coverage;
use super::super::curl_line::CurlLine;
use super::super::explain;
use super::reply::{Deltas, ReplyText, readable};
use super::request::{Request, SendArgs, example_body, failed, streamed};
use super::target::Target;
use crate::cli::args::catalog;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::{Read, SourceArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, Format};
use crate::domain::llm::format::{CHAT, RouteType};
use crate::domain::meter::catalogs::Catalogs;
use crate::domain::registry::Row;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::attempt;

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
    #[command(flatten)]
    sending: SendArgs,
    /// Body to send instead of a prompt; @FILE reads a file
    #[arg(long, short, value_name = "BODY|@FILE", conflicts_with_all = ["prompt", "model", "stream"])]
    data: Option<String>,
    /// Path to send to
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Model to request [default: the backend's own]
    #[arg(long)]
    model: Option<String>,
    /// Request a stream, and print it as it arrives
    #[arg(long)]
    stream: bool,
    /// Print the equivalent curl command line, and send nothing
    #[arg(long)]
    print: bool,
    /// Output format; table prints the reply to stdout and the rest to stderr
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

pub(super) const PROMPT: &str = "In one word: hello?";

/// Sends the request, or prints its curl line.
///
/// # Errors
/// No such backend, no request that reaches it, nobody who answers.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    super::super::block_on(async {
        let (request, called) = request(args, kube).await?;
        let key = args.sending.client.key_env.as_ref().map(|variable| format!("${variable}"));
        let line = CurlLine {
            url: &request.url,
            headers: &request.headers,
            key: key.as_deref(),
            body: &request.body,
            stream: args.stream,
        };
        let line = line.to_string();
        if args.print {
            output::data(&(line + "\n"))?;
            return Ok(Exit::Done);
        }
        send(args, request, called.as_ref(), &line).await
    })
}

/// A lone argument with a space in it is a prompt: no backend has such a name.
fn name_and_prompt(args: &Args) -> (Option<&str>, &str) {
    match (args.name.as_deref(), args.prompt.as_deref()) {
        (Some(one), None) if one.contains(char::is_whitespace) => (None, one),
        (name, prompt) => (name, prompt.unwrap_or(PROMPT)),
    }
}

/// A model that is called.
struct CalledModel {
    row: Row,
    /// What was read, with the Gateways that may have prices for it.
    read: Read,
}

/// The request, and the model that it calls, where that is known.
async fn request(args: &Args, kube: &KubeArgs) -> Result<(Request, Option<CalledModel>), Failure> {
    let (name, prompt) = name_and_prompt(args);
    let mut headers = Vec::new();
    let mut path = CHAT.to_owned();
    let mut model = None;
    let mut called = None;
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
        headers = target.headers;
        if args.path.is_none() {
            format = target.format;
        }
        path = target.path;
        let row = crate::domain::registry::rows(&compiled)
            .into_iter()
            .find(|row| row.namespace == backend.namespace && row.name == backend.name);
        model = row.as_ref().and_then(|row| row.model.clone());
        called = row.map(|row| CalledModel { row, read });
    }
    let path = args.path.clone().unwrap_or(path);
    let model = args.model.clone().or(model);
    let body = match &args.data {
        Some(data) => text_of(data)?,
        None if args.stream => streamed(&example_body(format, model.as_deref(), prompt)),
        None => example_body(format, model.as_deref(), prompt),
    };
    Ok((args.sending.request(headers, &path, body), called))
}

/// The reply with what its tokens cost, by the prices of the Gateway that leads to the model.
async fn priced(reply: ReplyText, called: &CalledModel) -> ReplyText {
    let CalledModel { row, read } = called;
    let gateway = row.routes.iter().find_map(|way| way.gateway.as_ref());
    let object = gateway.and_then(|gateway| read.snapshot.gateways.get(gateway)).into_iter();
    let connection = read.connection.as_ref();
    let of_gateways = catalog::of_gateways(connection, &read.snapshot, object).await;
    let of_gateways = of_gateways.unwrap_or_else(|why| {
        output::say(&format!("the prices of its Gateway are unknown: {why}"));
        BTreeMap::new()
    });
    let catalogs = Catalogs { of_gateways, ..Catalogs::default() };
    let gateway = gateway.map(ObjectName::text).unwrap_or_default();
    let model = row.model.as_deref().unwrap_or_default();
    match row.priced_as() {
        Some(provider) => reply.priced(&catalogs, &gateway, provider, model),
        None => reply,
    }
}

/// The body of `-d`.
fn text_of(data: &str) -> Result<String, Failure> {
    let bytes = explain::request::data(data).map_err(Failure::usage)?;
    String::from_utf8(bytes).map_err(|_| Failure::usage("the body of --data isn't text"))
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

async fn send(
    args: &Args,
    request: Request,
    called: Option<&CalledModel>,
    line: &str,
) -> Result<Exit, Failure> {
    let ask = args.sending.client.ask(request)?;
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
    let mut told = ReplyText::read(&outcome, args.stream);
    if let Some(called) = called.filter(|_| told.has_usage()) {
        told = priced(told, called).await;
    }
    match args.output {
        Format::Json | Format::Name => output::json(&told.shape(&outcome, line))?,
        Format::Yaml => output::yaml(&told.shape(&outcome, line))?,
        Format::Table | Format::Wide => told.show(&outcome, line, shows)?,
    }
    Ok(if outcome.status.is_success() { Exit::Done } else { Exit::Unreachable })
}
