//! The numbers, as Markdown.

use std::fmt::Write as _;
use std::fs::read_to_string;
use std::process::Command;
use std::time::Duration;

use crate::settings::Settings;
use crate::workload::{Unit, Workload};

/// Medians of one workload. CPU per request or event, microseconds.
pub struct Measured {
    pub workload: &'static Workload,
    pub ours: f64,
    pub theirs: f64,
}

/// The middle value, or the mean of the two.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// What it runs on.
pub fn machine(settings: &Settings) -> String {
    let info = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |name: &str| info.lines().find(|line| line.starts_with(name));
    let model = value("model name").and_then(|line| line.split_once(": "));
    let count = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let nginx = Command::new("nginx").arg("-v").output();
    let nginx = nginx.map(|said| String::from_utf8_lossy(&said.stderr).trim().to_owned());
    let nginx = nginx.unwrap_or_default().replace("nginx version: ", "");
    format!(
        "{count} CPUs ({}), Linux {}; {nginx} with {workers} workers, kubectl-agw {} with {workers} worker threads; \
         medians of {} runs of {} s each",
        model.map_or("unknown", |(_, model)| model),
        kernel.trim(),
        env!("CARGO_PKG_VERSION"),
        settings.rounds,
        settings.length.as_secs_f64(),
        workers = settings.workers,
    )
}

/// CPU by workload.
pub fn cpu(rows: &[Measured]) -> String {
    let mut out = String::from(
        "| CPU per request, user and system | serve | nginx | ratio | at most |\n|---|--:|--:|--:|--:|\n",
    );
    for Measured { workload, ours, theirs } in rows {
        let per = if workload.per == Unit::Event { ", per event" } else { "" };
        let ratio = ours / theirs;
        let _ = writeln!(
            out,
            "| {}{per} | {ours:.1} µs | {theirs:.1} µs | {ratio:.2} | {} |",
            workload.name, workload.at_most
        );
    }
    out
}

/// Time of one request at a time.
pub fn latency([direct, nginx, serve]: &[Duration; 3]) -> String {
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    format!(
        "| one request at a time, p50 | direct | nginx | serve | serve over nginx | at most |\n\
         |---|--:|--:|--:|--:|--:|\n\
         | 2 KB prompt, 1.5 KB JSON reply | {:.0} µs | {:.0} µs | {:.0} µs | {:+.0} µs | +40 µs |\n",
        micros(*direct),
        micros(*nginx),
        micros(*serve),
        micros(*serve) - micros(*nginx)
    )
}
