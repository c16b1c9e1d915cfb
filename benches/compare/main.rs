//! What a request costs: `kubectl-agw serve` beside nginx and beside no proxy at all, everything in one run.
//!
//! `benches/run` runs it. CPU is what the kernel charged the proxy's processes, user and system; load and upstream run
//! here, on threads of their own, and are not counted. Linux only: it reads /proc.

mod load;
mod process;
mod scale;
mod settings;
mod table;
mod upstream;
mod workload;

use std::io::Write as _;
use std::time::Duration;

use anyhow::{Context as _, Result};
use process::Proxy;
use settings::Settings;
use table::{Measured, median};
use workload::Workload;

/// Requests to a proxy before anything is measured.
const WARM_UP: Duration = Duration::from_millis(300);

fn main() -> Result<()> {
    let settings = Settings::read(std::env::args().skip(1))?;
    let folder = tempfile::tempdir().context("a folder for configurations and logs")?;
    let upstream = upstream::start()?;
    say(&format!("{}\n", table::machine(&settings)));
    let nginx = process::nginx(folder.path(), upstream, &settings)?;
    let agw = process::agw(folder.path(), "serve", &process::one_route(upstream), &settings)?;
    std::thread::sleep(Duration::from_secs(1));
    let idle = agw.memory()?;
    let mut rows = Vec::new();
    for workload in workload::ALL.iter().filter(|workload| settings.wants(workload.name)) {
        rows.push(compare(workload, &agw, &nginx, &settings)?);
    }
    if !rows.is_empty() {
        say(&format!("\n{}", table::cpu(&rows)));
    }
    if settings.wants("latency") {
        let latencies = latency(&agw, &nginx, upstream, settings.rounds)?;
        say(&format!("\n{}", table::latency(&latencies)));
    }
    drop((agw, nginx));
    if settings.wants("scale") {
        say(&format!("\n{}", scale::table(folder.path(), upstream, idle, &settings)?));
    }
    Ok(())
}

/// Runs one workload against both, in turn, and returns the medians.
fn compare(
    workload: &'static Workload,
    agw: &Proxy,
    nginx: &Proxy,
    settings: &Settings,
) -> Result<Measured> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..settings.rounds {
        // In turn, and each first every other time: what else the machine does hits both.
        let order = if round % 2 == 0 { [agw, nginx] } else { [nginx, agw] };
        for proxy in order {
            load::run(workload, proxy.address, WARM_UP)?;
            let before = proxy.cpu()?;
            let done = load::run(workload, proxy.address, settings.length)?;
            let spent = proxy.cpu()? - before;
            let each = spent.as_secs_f64() * 1e6 / f64::from(done.units.max(1));
            if std::ptr::eq(proxy, agw) { ours.push(each) } else { theirs.push(each) }
        }
        let last = |all: &[f64]| all.last().copied().unwrap_or_default();
        eprint(&format!("{}: {:.1} µs, nginx {:.1} µs", workload.name, last(&ours), last(&theirs)));
    }
    Ok(Measured { workload, ours: median(&mut ours), theirs: median(&mut theirs) })
}

/// Medians of the time that one small request takes, one at a time: direct, through nginx, through serve.
fn latency(
    agw: &Proxy,
    nginx: &Proxy,
    upstream: std::net::SocketAddr,
    rounds: usize,
) -> Result<[Duration; 3]> {
    let mut all: [Vec<f64>; 3] = Default::default();
    for _ in 0..rounds {
        for (times, address) in all.iter_mut().zip([upstream, nginx.address, agw.address]) {
            times.push(load::one_at_a_time(address)?.as_secs_f64());
        }
    }
    Ok(all.map(|mut times| Duration::from_secs_f64(median(&mut times))))
}

fn say(text: &str) {
    // Whoever closed the output does not want to know.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// What is going on, for who waits.
fn eprint(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
