//! `kubectl agw test load`: requests on schedule, however slow the replies are, and how long those took.

mod measured;

use std::io::{IsTerminal as _, stdin};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;

use self::measured::{Measured, Reading};
use super::rehearsal::{Rehearsal, RehearsalArgs};
use super::request::UrlArgs;
use crate::cli::args::kube::{KubeArgs, duration};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, shape::One};
use crate::cli::{hidden_input, interrupt};
use crate::edge::attempt::{Ask, Sender};
use crate::edge::simulator::Simulation;

/// The most requests of one test.
const MOST: u64 = 1_000_000;

/// Arguments of `test load`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Requests are sent on schedule, even while earlier ones wait for their replies, and each is measured from the time at \
which it was due: a model that stalls is as slow as its clients see it. Replies are streamed where the format allows it.

The exit code is 0 if every request succeeds, 1 if one fails, and 3 if nothing answers.

Examples:
  # Send 5 requests per second for 10 seconds through `kubectl agw serve`; asks for confirmation
  kubectl agw test load openai-smart

  # Measure the proxy without a provider: no request leaves this machine
  kubectl agw test load openai-smart --simulate --rate 200 --duration 30s

  # Send 20 requests per second through a remote gateway, for CI
  kubectl agw test load openai-smart --url https://gateway.example.com --key-env GATEWAY_KEY --rate 20 --yes -o json")]
pub struct Args {
    #[command(flatten)]
    rehearsal: RehearsalArgs,
    #[command(flatten)]
    place: UrlArgs,
    /// Serve the model in this command with simulated providers, and send the requests there instead of to --url
    #[arg(long)]
    simulate: bool,
    /// Requests per second
    #[arg(long, value_name = "NUMBER", default_value = "5", value_parser = rate)]
    rate: f64,
    /// How long to send requests, e.g. 30s or 5m
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration)]
    duration: Duration,
    /// Maximum number of requests in flight; further ones wait, which counts as their time
    #[arg(long, value_name = "NUMBER", default_value = "256")]
    concurrency_cap: NonZeroU16,
    /// Don't ask for confirmation before real requests are sent
    #[arg(long, short)]
    yes: bool,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: LoadFormat,
}

/// `-o`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum LoadFormat {
    Table,
    Json,
    Yaml,
}

/// Reads `--rate`.
fn rate(text: &str) -> anyhow::Result<f64> {
    let rate: f64 = text.parse().with_context(|| format!("`{text}` is not a number"))?;
    ensure!(rate.is_finite() && rate > 0.0 && rate <= 10_000.0, "use a number up to 10000");
    Ok(rate)
}

/// Sends the requests, and prints what was measured.
///
/// # Errors
/// As [`Rehearsal::read`]; real requests that nobody confirmed.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    super::super::block_on(async {
        let count = count(args)?;
        let rehearsal = Rehearsal::read(&args.rehearsal, kube).await?;
        let client = &args.rehearsal.client;
        let proxy = match args.simulate {
            true => Some(rehearsal.serve(Simulation::default(), client.timeout).await?),
            false => None,
        };
        let url = proxy.as_ref().map_or(args.place.url.as_str(), |proxy| proxy.url());
        let request = rehearsal.streamed_request(client, url, &args.rehearsal.prompt);
        let ask = client.ask(request)?;
        if proxy.is_none() && !args.yes && !confirmed(args, count, &ask).await? {
            output::say("no request was sent");
            return Ok(Exit::Usage);
        }
        let measured = send(args, count, ask).await?;
        if let Some(proxy) = proxy {
            proxy.stop().await;
        }
        let shape = || One::new("LoadTestResult", measured.shape(&rehearsal.name(), args.simulate));
        match args.output {
            LoadFormat::Json => output::json(&shape())?,
            LoadFormat::Yaml => output::yaml(&shape())?,
            LoadFormat::Table => output::data(&measured.table())?,
        }
        Ok(rehearsal.coverage.exit(measured.exit()))
    })
}

/// How many requests are due in all.
fn count(args: &Args) -> Result<u64, Failure> {
    let count = (args.rate * args.duration.as_secs_f64()).round().max(1.0);
    match count <= MOST as f64 {
        true => Ok(count as u64),
        false => Err(Failure::usage(format!(
            "--rate and --duration come to {count} requests; the limit is {MOST}"
        ))),
    }
}

/// Whether the user wants so many requests to cost money.
async fn confirmed(args: &Args, count: u64, ask: &Ask) -> Result<bool, Failure> {
    let what = format!(
        "{count} real requests ({} per second) to {}, which providers may bill",
        args.rate, ask.url
    );
    if !stdin().is_terminal() {
        return Err(Failure::usage(format!(
            "this sends {what}; confirm with --yes, or use --simulate"
        )));
    }
    let typed = async {
        output::say(&format!("send {what}? [y/N]"));
        Ok(hidden_input::typed().await?)
    };
    let answer = interrupt::until(typed, || "no request was sent".to_owned()).await?;
    let answer = String::from_utf8_lossy(&answer).trim().to_ascii_lowercase();
    Ok(matches!(answer.as_str(), "y" | "yes"))
}

/// Sends every request when it is due, or as soon after that as there is room; nothing more once the last one should
/// have had its reply.
async fn send(args: &Args, count: u64, ask: Ask) -> Result<Measured, Failure> {
    let sender = Sender::new(&ask.url).map_err(Failure::unreachable)?;
    let room = Arc::new(Semaphore::new(args.concurrency_cap.get().into()));
    let measured = Arc::new(Mutex::new(Measured::default()));
    let mut running = JoinSet::new();
    let mut interrupts = interrupt::Interrupts::listen()?;
    let begun = Instant::now();
    let given_up = begun.checked_add(args.duration.saturating_add(ask.timeout));
    for number in 0..count {
        let due = begun + Duration::from_secs_f64(number as f64 / args.rate);
        let turn = async {
            tokio::time::sleep_until(due).await;
            Arc::clone(&room).acquire_owned().await.ok()
        };
        let permit = tokio::select! {
            permit = turn => permit,
            _ = interrupts.next() => None,
        };
        let Some(permit) = permit.filter(|_| given_up.is_none_or(|end| Instant::now() < end))
        else {
            lock(&measured).unsent = count - number;
            break;
        };
        while running.try_join_next().is_some() {}
        let (sender, ask, measured) = (sender.clone(), ask.clone(), Arc::clone(&measured));
        running.spawn(async move {
            let mut reading = Reading::since(due);
            let outcome = sender.send(ask, Reading::KEPT, |piece| reading.read(piece)).await;
            lock(&measured).add(&reading, outcome.as_ref());
            drop(permit);
        });
    }
    let rest = async { while running.join_next().await.is_some() {} };
    tokio::select! {
        () = rest => {}
        _ = interrupts.next() => {}
    }
    let mut measured = std::mem::take(&mut *lock(&measured));
    measured.elapsed = begun.elapsed();
    Ok(measured)
}

fn lock(measured: &Mutex<Measured>) -> std::sync::MutexGuard<'_, Measured> {
    measured.lock().unwrap_or_else(PoisonError::into_inner)
}
