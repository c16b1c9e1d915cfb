//! What it holds: memory at rest, a thousand open streams, ten thousand routes and a swap of them under load.

use std::hint::black_box;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use http::{HeaderMap, HeaderValue, Method};
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{Snapshot, World, manifests};

use crate::load::{self, Connection};
use crate::settings::Settings;
use crate::{process, workload};

const STREAMS: usize = 1000;
const HOSTS: usize = 1000;
const ROUTES: usize = 10_000;
const MIB: f64 = 1024.0 * 1024.0;
/// How long a swap may take to be seen.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures all of it.
pub fn table(folder: &Path, up: SocketAddr, idle: u64, settings: &Settings) -> Result<String> {
    let mib = |bytes: u64| bytes as f64 / MIB;
    let streams = streams(folder, up, settings)?;
    let (compiled, matched) = many(up)?;
    let swap = swap(folder, up, settings)?;
    Ok(format!(
        "| held | measured | at most |\n|---|--:|--:|\n\
         | memory at rest | {:.1} MiB | 15 MB |\n\
         | memory with {STREAMS} open streams | {:.1} MiB | 40 MB |\n\
         | {ROUTES} routes over {HOSTS} hosts: memory | {:.1} MiB | 80 MB |\n\
         | … compile | {:.0} ms | 100 ms |\n\
         | … match, mean over all routes | {:.2} µs | 2 µs |\n\
         | … requests that failed of {} during a swap | {} | 0 |\n",
        mib(idle),
        mib(streams),
        mib(swap.memory),
        compiled.as_secs_f64() * 1e3,
        matched.as_secs_f64() * 1e6,
        swap.asked,
        swap.failed,
    ))
}

/// Memory of a proxy of its own with a thousand streams open.
fn streams(folder: &Path, upstream: SocketAddr, settings: &Settings) -> Result<u64> {
    let manifests = process::one_route(upstream);
    let proxy = process::agw(folder, "streams", &manifests, settings)?;
    let request = workload::small("held");
    load::runtime()?.block_on(async {
        let mut open = Vec::with_capacity(STREAMS);
        for _ in 0..STREAMS {
            let mut connection = Connection::to(proxy.address).await?;
            connection.open(&request).await?;
            open.push(connection);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        proxy.memory()
    })
}

/// The manifests of ten thousand routes; `shown` stands in the path of the first.
fn routes(upstream: SocketAddr, shown: &str) -> String {
    let mut all = process::backend(upstream);
    for index in 0..ROUTES {
        let host = format!("h{}.models.test", index % HOSTS);
        let path = match index {
            0 => format!("/{shown}"),
            _ => format!("/team-{}", index / HOSTS),
        };
        all.push_str(&process::route(&format!("r{index}"), Some(&host), &path));
    }
    all
}

fn snapshot(text: &str) -> Snapshot {
    let mut objects = Objects::new(World::Files);
    manifests::add(&mut objects, &Arc::from("routes.yaml"), text, "models");
    objects.snapshot()
}

/// The best of three compilations, and the mean time of a match over all routes.
fn many(upstream: SocketAddr) -> Result<(Duration, Duration)> {
    let snapshot = snapshot(&routes(upstream, "team-0"));
    let mut compiled = Duration::MAX;
    for _ in 0..3 {
        let began = Instant::now();
        black_box(Compiled::of(snapshot.clone()));
        compiled = compiled.min(began.elapsed());
    }
    let Compiled { table, .. } = Compiled::of(snapshot.clone());
    let bind = table.binds.keys().next().context("a bind")?.clone();
    let mut headers = HeaderMap::new();
    headers.insert("x-model-tier", HeaderValue::from_static("smart"));
    let asked: Vec<_> = (0..ROUTES)
        .map(|index| {
            (format!("h{}.models.test", index % HOSTS), format!("/team-{}", index / HOSTS))
        })
        .collect();
    let began = Instant::now();
    for (host, path) in &asked {
        let request =
            RequestParts { method: &Method::POST, host, path, query: None, headers: &headers };
        ensure!(table.find(&bind, black_box(&request)).is_ok(), "{host}{path} is not found");
    }
    let matched = began.elapsed() / u32::try_from(ROUTES)?;
    Ok((compiled, matched))
}

struct Swap {
    memory: u64,
    asked: u32,
    failed: u32,
}

/// Swaps ten thousand routes for others while requests come in.
fn swap(folder: &Path, upstream: SocketAddr, settings: &Settings) -> Result<Swap> {
    let before = routes(upstream, "before");
    let proxy = process::agw(folder, "scale", &before, settings)?;
    std::thread::sleep(Duration::from_secs(1));
    let memory = proxy.memory()?;
    let file = folder.join("scale/all.yaml");
    let after = routes(upstream, "after");
    let swapped = Arc::new(AtomicBool::new(false));
    let (address, seen) = (proxy.address, Arc::clone(&swapped));
    let load = std::thread::spawn(move || asking(address, &seen));
    // Put in its place whole, as editors and kubectl do.
    let next = folder.join("next.yaml");
    std::fs::write(&next, after)?;
    std::fs::rename(&next, &file)?;
    let began = Instant::now();
    while !answers(address, "/after")? {
        ensure!(began.elapsed() < PATIENCE, "the routes were not swapped");
        std::thread::sleep(Duration::from_millis(20));
    }
    swapped.store(true, Ordering::Relaxed);
    let (asked, failed) = load.join().map_err(|_| anyhow::anyhow!("the load broke down"))??;
    Ok(Swap { memory, asked, failed })
}

/// Asks for routes that both tables have until told to stop; counts replies and failures.
fn asking(address: SocketAddr, swapped: &AtomicBool) -> Result<(u32, u32)> {
    load::runtime()?.block_on(async {
        let (mut asked, mut failed) = (0, 0);
        let mut connection = Connection::to(address).await?;
        while !swapped.load(Ordering::Relaxed) {
            let request = to(1 + fastrand::usize(..ROUTES - 1), None);
            asked += 1;
            if connection.ask(&request, 1).await.is_err() {
                failed += 1;
                connection = Connection::to(address).await?;
            }
        }
        Ok((asked, failed))
    })
}

fn answers(address: SocketAddr, path: &str) -> Result<bool> {
    load::runtime()?.block_on(async {
        let mut connection = Connection::to(address).await?;
        Ok(connection.ask(&to(0, Some(path)), 1).await.is_ok())
    })
}

/// The small request to a route.
fn to(index: usize, path: Option<&str>) -> Vec<u8> {
    let request = workload::small("json");
    let text = String::from_utf8_lossy(&request);
    let path = path.map_or_else(|| format!("/team-{}", index / HOSTS), str::to_owned);
    text.replacen("/v1/chat/completions", &path, 1)
        .replacen("models.test", &format!("h{}.models.test", index % HOSTS), 1)
        .into_bytes()
}
