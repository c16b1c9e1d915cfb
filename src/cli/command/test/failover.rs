//! `kubectl agw test failover`: each provider of a model fails in turn, in a simulation; whether clients notice.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::rehearsal::{Rehearsal, RehearsalArgs};
use super::report::{CallRow, TestCase, TestFormat, TestResult, finish};
use super::request::failed;
use super::suite::reply;
use crate::cli::args::kube::KubeArgs;
use crate::cli::command::own_proxy::OwnProxy;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::value::shell::CommandLine;
use crate::edge::attempt;
use crate::edge::simulator::{Fault, Outage, Simulation};

/// So many requests are sent until one meets a provider that fails, where others get a share.
const MOST: usize = 64;

/// Arguments of `test failover`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The model is served by this command itself, with simulated providers: no provider is called. Each provider fails \
once, then the first two together and so on, and finally all.

The exit code is 0 if every request gets its reply as long as a provider is left, and 1 if one doesn't.

Examples:
  # Test that no request is lost while a provider is down
  kubectl agw test failover openai-smart

  # Test what rate-limited providers lead to
  kubectl agw test failover openai-smart --fault status=429,retry-after=5

  # Test manifests with providers that hang, for CI
  kubectl agw test failover openai-smart -f models --fault delay=30s --timeout 10s -o junit > failover.xml")]
pub struct Args {
    #[command(flatten)]
    rehearsal: RehearsalArgs,
    /// How the providers fail: status=CODE, retry-after=SECONDS, delay=DURATION, cut=EVENTS (comma-separated)
    #[arg(long, value_name = "FAULT", value_parser = Fault::read, default_value = "status=503")]
    fault: Fault,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: TestFormat,
}

/// Rehearses every outage.
///
/// # Errors
/// As [`Rehearsal::read`]; a model without fallbacks.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    super::super::block_on(async {
        let rehearsal = Rehearsal::read(&args.rehearsal, kube).await?;
        let backend = rehearsal.backend()?;
        if backend.members().nth(1).is_none() {
            return Err(no_fallback(&rehearsal));
        }
        let mut cases = Vec::new();
        for failing in outages(&backend) {
            let case = Case { args, rehearsal: &rehearsal, backend: &backend, failing };
            cases.push(case.run().await?);
            // What no outage is to blame for would be said of each.
            if cases.first().is_some_and(|first| first.result != TestResult::Passed) {
                break;
            }
        }
        let exit = finish(args.output, "failover", &cases)?;
        Ok(rehearsal.coverage.exit(exit))
    })
}

fn no_fallback(rehearsal: &Rehearsal) -> Failure {
    let row = &rehearsal.row;
    let command =
        CommandLine::new("kubectl agw add-backend").arg(&row.name).namespace(&row.namespace);
    Failure::usage(format!(
        "{} has no fallback, so nothing answers when its provider fails\nhint: add one with `{command} … --fallback \
         PROVIDER:MODEL,secret=NAME`",
        rehearsal.name()
    ))
}

/// The providers that fail in each case: none, each alone, the first two, three …, and all.
fn outages(backend: &ModelBackend) -> Vec<BTreeSet<String>> {
    let names: Vec<String> = backend.members().map(|member| member.name.clone()).collect();
    let alone = names.iter().map(|name| BTreeSet::from([name.clone()]));
    let first = (2..=names.len()).map(|count| names[..count].iter().cloned().collect());
    std::iter::once(BTreeSet::new()).chain(alone).chain(first).collect()
}

/// One outage.
struct Case<'a> {
    args: &'a Args,
    rehearsal: &'a Rehearsal,
    backend: &'a ModelBackend,
    failing: BTreeSet<String>,
}

impl Case<'_> {
    /// Sends requests until one meets the outage.
    async fn run(&self) -> Result<TestCase, Failure> {
        let outage =
            Outage::new(self.backend.name.clone(), self.failing.clone(), self.args.fault.clone());
        let outage = Arc::new(outage);
        let simulation = Simulation { outage: Some(Arc::clone(&outage)), ..Simulation::default() };
        let timeout = self.args.rehearsal.client.timeout;
        let proxy = self.rehearsal.serve(simulation, timeout).await?;
        let mut case = self.send(&proxy, &outage).await?;
        let most = if self.is_met() { MOST } else { 1 };
        for _ in 1..most {
            if case.result != TestResult::Passed || case.calls.iter().any(|call| call.failed) {
                break;
            }
            case = self.send(&proxy, &outage).await?;
        }
        if case.result == TestResult::Failed && !case.calls.is_empty() && !self.failing.is_empty() {
            let next = self.send(&proxy, &outage).await?;
            case.message = format!("{}; {}", case.message, after(&case, &next));
        }
        proxy.stop().await;
        Ok(case)
    }

    /// Whether requests come to a provider that fails: those behind the first group are called after a failure alone.
    fn is_met(&self) -> bool {
        let mut first = self.backend.groups.iter().take(1).flatten();
        first.any(|member| self.failing.contains(&member.name))
    }

    async fn send(&self, proxy: &OwnProxy, outage: &Outage) -> Result<TestCase, Failure> {
        let name = format!("{}: {}", self.rehearsal.name(), self.title());
        let RehearsalArgs { client, prompt, .. } = &self.args.rehearsal;
        let ask = client.ask(self.rehearsal.request(client, proxy.url(), prompt))?;
        let sent = attempt::send(ask, |_| {}).await;
        let calls = outage.take_calls().into_iter();
        let calls = calls.map(|call| CallRow { provider: call.provider, failed: call.failed });
        let calls: Vec<_> = calls.collect();
        let outcome = match sent {
            Ok(outcome) => outcome,
            Err(error) => {
                let case = TestCase::ended(name, TestResult::Failed, failed(&error).to_string());
                return Ok(TestCase { calls, ..case });
            }
        };
        let answered = outcome.status.is_success();
        let nobody_left = self.failing.len() == self.backend.members().count();
        let (result, message) = match (answered, nobody_left) {
            (true, _) => (TestResult::Passed, String::new()),
            (false, true) => (TestResult::Passed, "no provider is left".to_owned()),
            (false, false) if calls.is_empty() => {
                let why = String::from_utf8_lossy(&outcome.body);
                let why = why.lines().next().unwrap_or_default();
                (TestResult::Failed, format!("rejected before a provider was called: {why}"))
            }
            (false, false) => (TestResult::Failed, "the client gets the failure".to_owned()),
        };
        let reply = reply(&outcome);
        Ok(TestCase {
            status: Some(reply.status),
            model: reply.model.filter(|_| answered),
            milliseconds: reply.milliseconds,
            calls,
            ..TestCase::ended(name, result, message)
        })
    }

    fn title(&self) -> String {
        let all = self.backend.members().map(|member| member.name.as_str());
        let names: Vec<_> = all.filter(|name| self.failing.contains(*name)).collect();
        match names.as_slice() {
            [] => "none fails".to_owned(),
            all if all.len() == self.backend.members().count() => "all fail".to_owned(),
            [one] => format!("{one} fails"),
            several => format!("{} fail", several.join(", ")),
        }
    }
}

/// What becomes of the request after one that was lost, and what would have saved it.
fn after(lost: &TestCase, next: &TestCase) -> &'static str {
    let called = |case: &TestCase| case.calls.last().map(|call| call.provider.clone());
    match next.result {
        TestResult::Passed => {
            "the next request is answered: a retry policy on the route saves the first one too"
        }
        _ if called(lost) != called(next) => {
            "the next request goes to another provider that fails: a retry policy on the route saves both"
        }
        _ => {
            "so does the next: policies.health.eviction on the backend moves requests to the other providers, and a \
             retry policy on the route saves the first one"
        }
    }
}
