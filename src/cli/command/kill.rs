//! `kubectl agw kill`: what `serve` answers with 503 from now on, open streams included.

mod drill;
mod list;
mod policies;
mod resume;

use std::time::Duration;

use jiff::Timestamp;

use crate::cli::actor;
use crate::cli::args::kube::{KubeArgs, duration};
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::kill::{Cause, Kill, Subject, SubjectKind};
use crate::domain::value::{redaction, shell};
use crate::edge::cluster::error::ErrorClass;
use crate::edge::kills::{Store, Written};

pub use resume::{Args as ResumeArgs, run as run_resume};

/// Arguments of `kill`.
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  # Stop requests for a model for two hours
  kubectl agw kill model gpt-4o --reason 'answers leak customer data' --for 2h

  # Show what that would stop, without stopping it
  kubectl agw kill model gpt-4o --drill

  # Stop every request of everything that serves ./manifests
  kubectl agw kill all --reason 'key leaked' -f ./manifests

  # List what is killed, with who killed it, why and until when
  kubectl agw kill list

  # End a kill
  kubectl agw resume all

Applies to every serve of these Gateways or files: new requests get 503 with the reason, and open streams end.
In a cluster, agentgateway is stopped by AgentgatewayPolicies on the Gateways and HTTPRoutes, which `resume` deletes;
what a policy can't stop without stopping more is reported."
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Stop requests for a model, by the name that clients or providers know
    #[command(after_help = "\
Examples:
  # Stop requests for a model for two hours
  kubectl agw kill model gpt-4o --reason 'answers leak customer data' --for 2h")]
    Model(Named),
    /// Stop requests to an AgentgatewayBackend, an AgentgatewayModel or another backend
    #[command(after_help = "\
Examples:
  # Stop requests to a backend
  kubectl agw kill backend team-a/openai --reason 'wrong account'")]
    Backend(Named),
    /// Stop requests to a provider: openai, anthropic, …
    #[command(after_help = "\
Examples:
  # Stop requests to a provider; backends with several go on with the others
  kubectl agw kill provider openai --reason 'outage'")]
    Provider(Named),
    /// Stop requests that an HTTPRoute accepts
    #[command(after_help = "\
Examples:
  # Stop requests that a route accepts
  kubectl agw kill route team-a/chat --reason 'under attack'")]
    Route(Named),
    /// Stop the requests of one client: the name of an API key, the subject of a token, or a login
    #[command(after_help = "\
Examples:
  # Stop the requests of the client whose API key has this name
  kubectl agw kill key ann --reason 'key leaked'")]
    Key(Named),
    /// Stop requests to a Gateway
    #[command(after_help = "\
Examples:
  # Stop requests to a Gateway
  kubectl agw kill gateway agentgateway-system/agentgateway-proxy --reason 'maintenance' --for 30m")]
    Gateway(Named),
    /// Stop every request
    #[command(after_help = "\
Examples:
  # Stop every request of everything that serves ./manifests
  kubectl agw kill all --reason 'key leaked' -f ./manifests")]
    All(How),
    /// List what is stopped
    #[command(visible_alias = "ls")]
    List(list::Args),
}

#[derive(Debug, clap::Args)]
struct Named {
    /// Name, or NAMESPACE/NAME of an object [default namespace: the one of -n]
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, clap::Args)]
struct How {
    /// Reason, one line that clients see in the error
    #[arg(long, value_name = "TEXT", required_unless_present = "drill")]
    reason: Option<String>,
    /// Resume automatically after this time, e.g. 30m or 2h
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    last: Option<Duration>,
    /// Only show which routes and models would stop
    #[arg(long)]
    drill: bool,
    #[command(flatten)]
    at: At,
}

/// Where it is recorded.
#[derive(Debug, clap::Args)]
struct At {
    #[command(flatten)]
    source: SourceArgs,
    /// Only for this Gateway (repeatable) [default: all]
    #[arg(long, value_name = "NAMESPACE/NAME", conflicts_with = "filenames")]
    gateway: Vec<String>,
}

impl At {
    /// The names of its Gateways, in the namespace of the command where they name none.
    fn gateways(&self, store: &Store) -> Vec<String> {
        let Store::Gateways(connection, _) = store else { return Vec::new() };
        let whole = |name: &String| match name.contains('/') {
            true => name.clone(),
            false => format!("{}/{name}", connection.namespace),
        };
        self.gateway.iter().map(whole).collect()
    }
}

/// Runs the action.
///
/// # Errors
/// A subject that cannot be, or a state that cannot be read or written.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let (kind, name, how) = match &args.action {
        Action::Model(named) => (SubjectKind::Model, named.name.as_str(), &named.how),
        Action::Backend(named) => (SubjectKind::Backend, named.name.as_str(), &named.how),
        Action::Provider(named) => (SubjectKind::Provider, named.name.as_str(), &named.how),
        Action::Route(named) => (SubjectKind::Route, named.name.as_str(), &named.how),
        Action::Key(named) => (SubjectKind::Key, named.name.as_str(), &named.how),
        Action::Gateway(named) => (SubjectKind::Gateway, named.name.as_str(), &named.how),
        Action::All(how) => (SubjectKind::All, "", how),
        Action::List(args) => return super::block_on(list::run(args, kube)),
    };
    super::block_on(kill(Wanted { kind, name }, how, kube))
}

/// What a command names, before it is known in which namespace.
struct Wanted<'a> {
    kind: SubjectKind,
    name: &'a str,
}

impl Wanted<'_> {
    /// The subject, of an object in the namespace of the command.
    fn subject(&self, store: &Store, kube: &KubeArgs) -> Result<Subject, Failure> {
        if redaction::holds_key(self.name) {
            let words = "that looks like an API key; pass the name of its owner";
            return Err(Failure::usage(words));
        }
        let namespace = match store {
            Store::Gateways(connection, _) => connection.namespace.as_str(),
            Store::Files(_) => kube.namespace.as_deref().unwrap_or("default"),
        };
        Subject::read(self.kind, self.name, namespace).map_err(Failure::usage)
    }
}

/// Who does this, as the system and the kubeconfig know them.
fn actor(store: &Store) -> String {
    let local = actor::local();
    match store {
        Store::Gateways(connection, _) => match &connection.context {
            Some(context) => format!("{local}, context {context}"),
            None => local,
        },
        Store::Files(_) => local,
    }
}

async fn kill(wanted: Wanted<'_>, how: &How, kube: &KubeArgs) -> Result<Exit, Failure> {
    let store = how.at.source.store(kube).await?;
    let subject = wanted.subject(&store, kube)?;
    let reason = how.reason.clone().unwrap_or_else(|| "drill".to_owned());
    if redaction::holds_key(&reason) {
        let words = "--reason contains what looks like an API key, and clients see it";
        return Err(Failure::usage(words));
    }
    let cause = Cause { reason, actor: actor(&store) };
    let kill = Kill::new(subject.clone(), cause, Timestamp::now(), how.last);
    let kill = kill.map_err(Failure::usage)?;
    if how.drill {
        return drill::run(&kill, how.at.gateways(&store), &how.at.source, kube).await;
    }
    let written = store.put(&kill, &how.at.gateways(&store)).await?;
    let until = kill.until.map(|until| format!(" until {until:.0}")).unwrap_or_default();
    let resume = format!("kubectl agw resume {}{}", words(&subject), how.at.source.words());
    let told = told(&written, &format!("{subject} killed{until}"), &format!("to undo: {resume}"));
    let followed = policies::follow(&store, &how.at.source, kube).await;
    told.and_then(|exit| followed.map(|()| exit))
}

/// The words of a command for a subject.
fn words(subject: &Subject) -> String {
    match subject.kind {
        SubjectKind::All => "all".to_owned(),
        kind => format!("{} {}", kind.word(), shell::word(&subject.name)),
    }
}

/// Says where something was recorded, and where not.
///
/// # Errors
/// It could not be recorded somewhere.
fn told(written: &Written, what: &str, next: &str) -> Result<Exit, Failure> {
    let Written { done, failed, only } = written;
    if !done.is_empty() {
        output::data(&format!("{what} ({})\n", done.join(", ")))?;
        output::say(next);
    }
    if let Some(only) = only {
        output::say(&format!("note: only Gateways of namespace {only}; others can't be listed"));
    }
    for (place, error) in failed {
        output::say(&format!("error: Gateway {place}: {error}"));
    }
    let Some((_, first)) = failed.first() else { return Ok(Exit::Done) };
    let timeout = first.class() == ErrorClass::Timeout;
    let names: Vec<_> = failed.iter().map(|(place, _)| place.as_str()).collect();
    let words = format!("not recorded on {}", names.join(", "));
    let hint = "hint: grant get, list and patch on gateways.gateway.networking.k8s.io, and repeat the command";
    let failure = if timeout { Failure::timeout(words) } else { Failure::unreachable(words) };
    Err(failure.and(hint))
}
