//! `kubectl agw test guard`: what a model's prompt guards should reject or mask, sent in a simulation.

use std::sync::Arc;

use serde_json::Value;

use super::rehearsal::{Rehearsal, RehearsalArgs};
use super::report::{TestCase, TestFormat, TestResult, Verdict, finish};
use super::request::failed;
use super::suite::reply;
use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::domain::llm::format::RouteType;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::policy::guard::sample::{GuardSample, GuardSide};
use crate::edge::attempt::{self, Outcome};
use crate::edge::simulator::{Script, Simulation};

/// Arguments of `test guard`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The model is served by this command itself, with a simulated provider: no provider is called. For each pattern of \
its guards (policies.ai.promptGuard) a text that matches it is sent to the model, or comes back from it.

The exit code is 0 if every text is rejected or masked, and 1 if a guard lets one through.

Examples:
  # Test every guard of a model
  kubectl agw test guard openai-smart

  # Test that a text of your own is rejected or masked, too
  kubectl agw test guard openai-smart --text 'Project Bluebird'

  # Test the guards of manifests, for CI
  kubectl agw test guard openai-smart -f models -o junit > guards.xml")]
pub struct Args {
    #[command(flatten)]
    rehearsal: RehearsalArgs,
    /// Text that the guards must not let through; also used for patterns without an example (repeatable)
    #[arg(long = "text", value_name = "TEXT")]
    texts: Vec<String>,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: TestFormat,
}

/// Sends a text for each pattern.
///
/// # Errors
/// As [`Rehearsal::read`]; a model without guards.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    super::super::block_on(async {
        let rehearsal = Rehearsal::read(&args.rehearsal, kube).await?;
        let backend = rehearsal.backend()?;
        let upstream = backend.upstreams().next();
        let guards = upstream.and_then(|upstream| upstream.guards.clone());
        let guards = guards.ok_or_else(|| no_guard(&rehearsal))?;
        let case = Case { args, rehearsal: &rehearsal, guards: &guards };
        let mut cases = Vec::new();
        for sample in guards.samples(&args.texts) {
            let name = format!("{}[{}] {}", sample.side.name(), sample.guard, sample.looks_for);
            cases.push(match skipped(&sample) {
                Some(why) => TestCase::ended(case.name(&name), TestResult::Skipped, why.to_owned()),
                None => case.run(&name, sample.side, &sample.text.unwrap_or_default()).await?,
            });
        }
        let sides = [GuardSide::Request, GuardSide::Response];
        for side in sides.into_iter().filter(|side| guards.looks_on(*side)) {
            for text in &args.texts {
                cases.push(case.run(&format!("{} {text:?}", side.name()), side, text).await?);
            }
        }
        Ok(rehearsal.coverage.exit(finish(args.output, "guard", &cases)?))
    })
}

/// Why a pattern is not tested.
fn skipped(sample: &GuardSample) -> Option<&'static str> {
    match (sample.looks_at_messages, &sample.text) {
        (false, _) => Some("it doesn't look at messages, which this test sends"),
        (true, None) => Some("no text can be made for it; set one that it matches with --text"),
        (true, Some(_)) => None,
    }
}

fn no_guard(rehearsal: &Rehearsal) -> Failure {
    let (name, row) = (rehearsal.name(), &rehearsal.row);
    Failure::usage(format!(
        "{name} has no prompt guard that can be tested here, so nothing is rejected or masked\nhint: guards are in \
         policies.ai.promptGuard; see `kubectl agw describe {} -n {}`",
        row.name, row.namespace
    ))
}

/// What is tested.
struct Case<'a> {
    args: &'a Args,
    rehearsal: &'a Rehearsal,
    guards: &'a Guards,
}

impl Case<'_> {
    fn name(&self, title: &str) -> String {
        format!("{}: {title}", self.rehearsal.name())
    }

    /// Sends a text to the model, or has the model say it.
    async fn run(&self, title: &str, side: GuardSide, text: &str) -> Result<TestCase, Failure> {
        let name = self.name(title);
        if side == GuardSide::Response && !has_text(self.rehearsal.format()) {
            let why = "replies in the format of its route have no text".to_owned();
            return Ok(TestCase::ended(name, TestResult::Skipped, why));
        }
        let says = (side == GuardSide::Response).then(|| text.to_owned());
        let script = Arc::new(Script::new(says));
        let simulation = Simulation { script: Some(Arc::clone(&script)), ..Simulation::default() };
        let args = &self.args.rehearsal;
        let proxy = self.rehearsal.serve(simulation, args.client.timeout).await?;
        let prompt = if side == GuardSide::Request { text } else { &args.prompt };
        let ask = args.client.ask(self.rehearsal.request(&args.client, proxy.url(), prompt))?;
        let outcome = attempt::send(ask, |_| {}).await;
        proxy.stop().await;
        let outcome = outcome.map_err(|error| failed(&error))?;
        let (verdict, guard) = self.verdict(side, text, script.seen().as_deref(), &outcome);
        let (result, message) = match verdict {
            Some(Verdict::Passed) => (TestResult::Failed, format!("let through: {text}")),
            Some(_) => (TestResult::Passed, String::new()),
            None => (TestResult::Failed, rejected(&outcome)),
        };
        let reply = reply(&outcome);
        Ok(TestCase {
            status: Some(reply.status),
            milliseconds: reply.milliseconds,
            verdict,
            guard,
            ..TestCase::ended(name, result, message)
        })
    }

    /// What became of a text, and by which guard; none where the request never came to the guards of this side. `seen`
    /// is what the provider was sent.
    fn verdict(
        &self,
        side: GuardSide,
        text: &str,
        seen: Option<&[u8]>,
        outcome: &Outcome,
    ) -> (Option<Verdict>, Option<String>) {
        let acts = self.guards.acts(side, text);
        let arrived = match side {
            GuardSide::Request => seen,
            GuardSide::Response => Some(&outcome.body[..]).filter(|_| outcome.status.is_success()),
        };
        let verdict = match arrived {
            _ if side == GuardSide::Response && seen.is_none() => None,
            Some(body) if has(body, text) => Some(Verdict::Passed),
            Some(_) => Some(Verdict::Masked),
            None if acts.is_some_and(|acts| acts.rejects) => Some(Verdict::Rejected),
            None => None,
        };
        let has_acted = matches!(verdict, Some(Verdict::Masked | Verdict::Rejected));
        let guard = acts.filter(|_| has_acted);
        (verdict, guard.map(|acts| format!("{}[{}]", side.name(), acts.guard)))
    }
}

/// Why a request never came to the guards.
fn rejected(outcome: &Outcome) -> String {
    let why = String::from_utf8_lossy(&outcome.body);
    format!("rejected before the guards saw the text: {}", why.lines().next().unwrap_or_default())
}

/// Whether replies have a text that a model says.
fn has_text(format: RouteType) -> bool {
    matches!(
        format,
        RouteType::Completions
            | RouteType::Messages
            | RouteType::Responses
            | RouteType::GenerateContent
    )
}

/// Whether a body has this text in it.
fn has(body: &[u8], text: &str) -> bool {
    match serde_json::from_slice(body) {
        Ok(body) => has_it(&body, text),
        Err(_) => String::from_utf8_lossy(body).contains(text),
    }
}

/// Whether one of its texts has it.
fn has_it(value: &Value, text: &str) -> bool {
    match value {
        Value::String(own) => own.contains(text),
        Value::Array(all) => all.iter().any(|one| has_it(one, text)),
        Value::Object(all) => all.values().any(|one| has_it(one, text)),
        _ => false,
    }
}
