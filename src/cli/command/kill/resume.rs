//! `kubectl agw resume`: the end of a kill.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{At, Wanted, actor, policies, told};
use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::kill::{Cause, Kill, SubjectKind};

/// Arguments of `resume`.
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  # Serve a model again
  kubectl agw resume model gpt-4o

  # End `kill all`; anything else that is killed stays killed
  kubectl agw resume all"
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Serve a model again
    #[command(after_help = "\
Examples:
  # Serve a model again
  kubectl agw resume model gpt-4o")]
    Model(Named),
    /// Serve a backend again
    #[command(after_help = "\
Examples:
  # Serve a backend again
  kubectl agw resume backend team-a/openai")]
    Backend(Named),
    /// Serve a provider again
    #[command(after_help = "\
Examples:
  # Serve a provider again
  kubectl agw resume provider openai")]
    Provider(Named),
    /// Serve an HTTPRoute again
    #[command(after_help = "\
Examples:
  # Serve a route again
  kubectl agw resume route team-a/chat")]
    Route(Named),
    /// Serve a client again
    #[command(after_help = "\
Examples:
  # Serve a client again
  kubectl agw resume key ann")]
    Key(Named),
    /// Serve a Gateway again
    #[command(after_help = "\
Examples:
  # Serve a Gateway again
  kubectl agw resume gateway agentgateway-system/agentgateway-proxy")]
    Gateway(Named),
    /// End `kill all`
    #[command(after_help = "\
Examples:
  # End `kill all`; anything else that is killed stays killed
  kubectl agw resume all")]
    All(At),
}

#[derive(Debug, clap::Args)]
struct Named {
    /// Name, or NAMESPACE/NAME of an object [default namespace: the one of -n]
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    at: At,
}

/// Ends a kill.
///
/// # Errors
/// It is not killed, or the state cannot be read or written.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let (kind, name, at) = match &args.action {
        Action::Model(named) => (SubjectKind::Model, named.name.as_str(), &named.at),
        Action::Backend(named) => (SubjectKind::Backend, named.name.as_str(), &named.at),
        Action::Provider(named) => (SubjectKind::Provider, named.name.as_str(), &named.at),
        Action::Route(named) => (SubjectKind::Route, named.name.as_str(), &named.at),
        Action::Key(named) => (SubjectKind::Key, named.name.as_str(), &named.at),
        Action::Gateway(named) => (SubjectKind::Gateway, named.name.as_str(), &named.at),
        Action::All(at) => (SubjectKind::All, "", at),
    };
    super::super::block_on(resume(Wanted { kind, name }, at, kube))
}

async fn resume(wanted: Wanted<'_>, at: &At, kube: &KubeArgs) -> Result<Exit, Failure> {
    let store = at.source.store(kube).await?;
    let subject = wanted.subject(&store, kube)?;
    let records = store.read().await?;
    let now = Timestamp::now();
    let held = || records.read().flat_map(|(_, kills)| kills.iter()).filter(|kill| kill.holds(now));
    let others: BTreeSet<_> = held().map(Kill::subject).filter(|other| *other != subject).collect();
    let others: Vec<_> = others.iter().map(ToString::to_string).collect();
    let still = match others.is_empty() {
        true => "nothing else is killed".to_owned(),
        false => format!("still killed: {}", others.join(", ")),
    };
    // A record that cannot be read may be the one that is meant.
    let known = held().find(|kill| kill.subject() == subject).cloned();
    let kill = match known {
        Some(kill) => kill,
        None if records.unreadable().next().is_some() => {
            let reason = "its record could not be read".to_owned();
            let cause = Cause { reason, actor: "unknown".to_owned() };
            Kill::new(subject.clone(), cause, now, None).map_err(Failure::usage)?
        }
        None => return Err(Failure::finding(format!("{subject} is not killed; {still}"))),
    };
    let written = store.end(&kill.resumed(actor(&store), now), &at.gateways(&store)).await?;
    let told = told(&written, &format!("{subject} resumed"), &still);
    let followed = policies::follow(&store, &at.source, kube).await;
    let exit = told.and_then(|exit| followed.map(|()| exit))?;
    let left = store.read().await?;
    left.unreadable().for_each(|(_, why)| output::say(&why.0));
    if written.done.is_empty() {
        return Err(Failure::finding(format!("{subject} is not killed; {still}")));
    }
    Ok(exit)
}
