//! What is killed, in agentgateway itself: policies that it heeds, made of the records. They follow every `kill` and
//! `resume`, and go when nothing needs them.

use jiff::Timestamp;

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::compile::Compiled;
use crate::domain::kill::{InForce, Records};
use crate::domain::registry::kill_policies::KillPolicies;
use crate::domain::snapshot::Unread;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::cluster::apply::{ApplyOptions, apply_as};
use crate::edge::cluster::{Connection, change};
use crate::edge::kills::Store;

/// Owns the policies.
const MANAGER: &str = "kubectl-agw-kill";

const POLICY: Kind = Kind::AgentgatewayPolicy;
/// What has to be read to know where policies belong.
const READ: [Kind; 4] = [POLICY, Kind::Gateway, Kind::HttpRoute, Kind::AgentgatewayBackend];
const POLICIES: &str = "agentgatewaypolicies.agentgateway.dev";

/// How often the records may change while they are followed.
const ROUNDS: usize = 5;

/// Has agentgateway stop what is recorded as killed, and nothing else; says what it does and what it cannot do. Beside
/// files there is no agentgateway.
///
/// # Errors
/// A policy that could not be written.
pub(super) async fn follow(
    store: &Store,
    source: &SourceArgs,
    kube: &KubeArgs,
) -> Result<(), Failure> {
    let Store::Gateways(connection, _) = store else { return Ok(()) };
    // Who kills or resumes at the same time does the same: the last to read the records is right.
    for _ in 0..ROUNDS {
        let read = source.read(kube).await?;
        if read.snapshot.unread.get(&POLICY) == Some(&Unread::NotInstalled) {
            return Ok(());
        }
        if let Some(kind) = READ.iter().find(|kind| read.snapshot.unread.contains_key(kind)) {
            return Err(undone(&[format!("no permission to list {}", kind.names().resource())]));
        }
        let records = store.read().await?;
        let compiled = read.simulated().compiled();
        let wanted = KillPolicies::of(&compiled, &InForce::of(&records, Timestamp::now()));
        let failed = write(connection, &compiled, &wanted).await;
        if store.read().await? == records {
            say_left(&wanted);
            say_ends(&wanted, &records);
            return if failed.is_empty() { Ok(()) } else { Err(undone(&failed)) };
        }
    }
    Err(undone(&["kills and resumes at the same time don't end: repeat the command".to_owned()]))
}

/// Writes the policies that are wanted, and deletes those of ours that are not. Returns what failed, in sentences.
async fn write(connection: &Connection, compiled: &Compiled, wanted: &KillPolicies) -> Vec<String> {
    let mut failed = Vec::new();
    let options = ApplyOptions { force: true, ..ApplyOptions::default() };
    for (name, policy) in &wanted.policies {
        let object = ObjectRef::new(POLICY, name.clone());
        match apply_as(connection, policy, options, MANAGER).await {
            Ok(applied) if applied.created => done(&object, "created"),
            Ok(_) => {}
            Err(error) => failed.push(format!("{object}: {error}")),
        }
    }
    for object in wanted.stale(compiled) {
        match change::delete(connection, &object, false).await {
            Ok(_) => done(&object, "deleted"),
            Err(error) => failed.push(format!("{object}: {error}")),
        }
    }
    failed
}

/// Says what a kill would do in agentgateway.
pub(super) fn drill(compiled: &Compiled, now: &InForce) {
    if compiled.snapshot.unread.contains_key(&POLICY) {
        return;
    }
    let wanted = KillPolicies::of(compiled, now);
    for name in wanted.policies.keys() {
        done(&ObjectRef::new(POLICY, name.clone()), "would be created");
    }
    say_left(&wanted);
}

fn done(policy: &ObjectRef, what: &str) {
    output::say(&format!("agentgateway: {policy} {what}"));
}

/// Kills whose end agentgateway does not know.
fn say_ends(wanted: &KillPolicies, records: &Records) {
    let now = Timestamp::now();
    let mut held = records.read().flat_map(|(_, kills)| kills.iter()).filter(|one| one.holds(now));
    if !wanted.policies.is_empty() && held.any(|kill| kill.until.is_some()) {
        output::say(
            "note: agentgateway doesn't know when a kill expires: its policies stay until the next \
             `kubectl agw kill` or `kubectl agw resume`",
        );
    }
}

fn say_left(wanted: &KillPolicies) {
    for words in &wanted.left {
        output::say(&format!("note: not stopped in agentgateway, only in serve: {words}"));
    }
}

fn undone(failed: &[String]) -> Failure {
    for words in failed {
        output::say(&format!("error: {words}"));
    }
    let words = "recorded for serve, but not done in agentgateway";
    let verbs = "get, list, create, patch and delete";
    Failure::unreachable(words)
        .and(format!("hint: grant {verbs} on {POLICIES}, and repeat the command"))
}
