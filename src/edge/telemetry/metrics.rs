//! The metrics of `serve`, with agentgateway's names and labels, so that one dashboard fits both.
//!
//! Source: agentgateway's `crates/agentgateway/src/telemetry/metrics.rs` at 75b4e6ce6, and for when each is observed
//! `log.rs` beside it.

mod labels;
mod model_names;
mod rows;

use std::fmt::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{
    DescriptorEncoder, EncodeLabelSet, EncodeMetric, prometheus_text,
};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::domain::value::usage::Usage;
use labels::{FailedModel, With};
use model_names::ModelNames;
use rows::Rows;

pub(super) use labels::{HttpLabels, ModelLabels, OTHER, RouteLabels, method};
pub(super) use model_names::ModelName;

/// What Prometheus is told that it reads.
pub const TEXT_FORMAT: &str = prometheus_text::CONTENT_TYPE;

/// Seconds.
const REQUESTS: &[f64] =
    &[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 80.0];
const TOKENS: &[f64] = &[
    1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0, 16384.0, 65536.0, 262144.0, 1048576.0, 4194304.0,
    16777216.0, 67108864.0,
];
/// Seconds.
const MODEL_REQUESTS: &[f64] =
    &[0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
/// Seconds.
const OUTPUT_TOKENS: &[f64] =
    &[0.001, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5];
/// Seconds.
const FIRST_TOKENS: &[f64] =
    &[0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
/// Seconds.
const CONNECTS: &[f64] = &[0.0005, 0.0015, 0.0043, 0.0126, 0.0368, 0.108, 0.316, 0.924, 2.71, 8.0];

/// What has been observed since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    http: Rows<HttpLabels, HttpRow>,
    models: Rows<ModelLabels, ModelRow>,
    failed: Rows<FailedModel, Times>,
    /// To upstreams: without TLS, and with it.
    connects: [Times; 2],
    pub(super) names: ModelNames,
}

/// A histogram that is there once something was observed.
#[derive(Debug, Default)]
struct Times(OnceLock<Histogram>);

impl Times {
    fn observe(&self, buckets: &'static [f64], value: f64) {
        self.0.get_or_init(|| Histogram::new(buckets.iter().copied())).observe(value);
    }

    fn get(&self) -> Option<Histogram> {
        self.0.get().cloned()
    }

    fn observe_time(&self, buckets: &'static [f64], value: Option<Duration>) {
        if let Some(value) = value {
            self.observe(buckets, value.as_secs_f64());
        }
    }
}

#[derive(Debug, Default)]
struct HttpRow {
    requests: AtomicU64,
    retries: AtomicU64,
    bytes: AtomicU64,
    duration: Times,
}

#[derive(Debug, Default)]
struct ModelRow {
    /// By type of token, as in [`TOKEN_TYPES`].
    tokens: [Times; 4],
    /// Millionths of a US dollar.
    cost: AtomicU64,
    duration: Times,
    first_token: Times,
    per_output_token: Times,
}

static TOKEN_TYPES: [&str; 4] = ["input", "output", "input_cache_read", "input_cache_write"];

/// How a request ended.
pub(super) struct HttpEnd {
    pub(super) retries: u32,
    /// Of the reply's body.
    pub(super) bytes: u64,
    pub(super) took: Duration,
}

/// How a call of a model ended.
pub(super) struct ModelEnd {
    pub(super) usage: Option<Usage>,
    /// Millionths of a US dollar.
    pub(super) cost: Option<u64>,
    pub(super) first_token: Option<Duration>,
    pub(super) per_output_token: Option<Duration>,
    pub(super) took: Duration,
    /// Why it failed; none where it did not.
    pub(super) failed: Option<String>,
}

impl Metrics {
    /// Counts a request. Gives its labels back.
    pub(super) fn request(&self, labels: HttpLabels, end: &HttpEnd) -> HttpLabels {
        self.http.observe(labels, |row| {
            row.requests.fetch_add(1, Ordering::Relaxed);
            row.retries.fetch_add(end.retries.into(), Ordering::Relaxed);
            row.bytes.fetch_add(end.bytes, Ordering::Relaxed);
            row.duration.observe_time(REQUESTS, Some(end.took));
        })
    }

    /// Counts a call of a model.
    pub(super) fn model(&self, labels: ModelLabels, end: ModelEnd) {
        let is_ok = end.failed.is_none();
        let labels = self.models.observe(labels, |row| {
            for (times, tokens) in row.tokens.iter().zip(counts(end.usage)) {
                if let Some(tokens) = tokens {
                    times.observe(TOKENS, tokens as f64);
                }
            }
            row.cost.fetch_add(end.cost.unwrap_or_default(), Ordering::Relaxed);
            row.duration.observe_time(MODEL_REQUESTS, Some(end.took).filter(|_| is_ok));
            row.first_token.observe_time(FIRST_TOKENS, end.first_token);
            row.per_output_token.observe_time(OUTPUT_TOKENS, end.per_output_token);
        });
        if let Some(error) = end.failed {
            let took = Some(end.took);
            self.failed.observe(FailedModel { labels, error }, |times| {
                times.observe_time(MODEL_REQUESTS, took);
            });
        }
    }

    /// A connection to an upstream was made.
    pub fn connected(&self, is_tls: bool, took: Duration) {
        let [plaintext, tls] = &self.connects;
        let times = if is_tls { tls } else { plaintext };
        times.observe_time(CONNECTS, Some(took));
    }

    /// All of it in Prometheus' text format.
    #[must_use]
    pub fn text(self: &Arc<Self>) -> String {
        let mut registry = Registry::with_prefix("agentgateway");
        let build = Info::new([("tag", concat!("kubectl-agw-", env!("CARGO_PKG_VERSION")))]);
        registry.register("build", "Build information", build);
        registry.register_collector(Box::new(Arc::clone(self)));
        let mut out = String::new();
        // Writing to memory cannot fail.
        let _ = prometheus_text::encode(&mut out, &registry);
        out
    }
}

/// By type of token. Those of the cache only where there are any, as in the access log.
fn counts(usage: Option<Usage>) -> [Option<u64>; 4] {
    let some = |tokens: u64| (tokens > 0).then_some(tokens);
    let of = |usage: Usage| {
        let cached = [usage.cache_read_tokens, usage.cache_write_tokens].map(some);
        [Some(usage.input_tokens), Some(usage.output_tokens), cached[0], cached[1]]
    };
    usage.map(of).unwrap_or_default()
}

impl Collector for Metrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), Error> {
        self.encode_http(&mut encoder)?;
        self.encode_models(&mut encoder)?;
        let transports = ["plaintext", "tls"].map(|transport| [("transport", transport)]);
        let times = transports.iter().zip(&self.connects);
        let times = times.filter_map(|(labels, times)| Some((With(labels, None), times.get()?)));
        let help = "Time to connect to an upstream, TLS included, in seconds";
        Name("upstream_connect_duration_seconds", help).family(&mut encoder, times)
    }
}

impl Metrics {
    fn encode_http(&self, encoder: &mut DescriptorEncoder<'_>) -> Result<(), Error> {
        let rows = self.http.all();
        let counters: [(Name, Count<HttpRow>); 3] = [
            (Name("requests", "HTTP requests"), |row| &row.requests),
            (Name("response_bytes", "Bytes of HTTP response bodies"), |row| &row.bytes),
            (Name("retries", "Retries of HTTP requests"), |row| &row.retries),
        ];
        for (name, count) in counters {
            let counts = rows.iter().map(|(labels, row)| {
                (With(labels, None), ConstCounter::new(count(row).load(Ordering::Relaxed)))
            });
            name.family(encoder, counts)?;
        }
        let times =
            rows.iter().filter_map(|(labels, row)| Some((With(labels, None), row.duration.get()?)));
        Name("request_duration_seconds", "Duration of HTTP requests in seconds")
            .family(encoder, times)
    }

    fn encode_models(&self, encoder: &mut DescriptorEncoder<'_>) -> Result<(), Error> {
        let (rows, failed) = (self.models.all(), self.failed.all());
        let tokens = rows.iter().flat_map(|(labels, row)| {
            let typed = TOKEN_TYPES.iter().zip(&row.tokens);
            typed.filter_map(move |(kind, times)| {
                Some((With(labels, Some(("gen_ai_token_type", *kind))), times.get()?))
            })
        });
        Name("gen_ai_client_token_usage", "Tokens used per request").family(encoder, tokens)?;
        let cost = rows.iter().filter_map(|(labels, row)| {
            let cost = Some(row.cost.load(Ordering::Relaxed)).filter(|cost| *cost > 0)?;
            Some((With(labels, None), ConstCounter::new(cost as f64 / 1e6)))
        });
        let help = "Cost of requests to models that have a price, in US dollars";
        Name("gen_ai_client_cost_usd", help).family(encoder, cost)?;
        let passed = times_of(&rows, |row| &row.duration);
        let failed = failed.iter().filter_map(|(FailedModel { labels, error }, times)| {
            Some((With(labels, Some(("error_type", error.as_str()))), times.get()?))
        });
        let help = "Duration of requests to models in seconds";
        Name("gen_ai_server_request_duration", help).family(encoder, passed.chain(failed))?;
        let help = "Time to the first event of a stream in seconds";
        let times = times_of(&rows, |row| &row.first_token);
        Name("gen_ai_server_time_to_first_token", help).family(encoder, times)?;
        let help = "Time per output token after the first event of a stream in seconds";
        let times = times_of(&rows, |row| &row.per_output_token);
        Name("gen_ai_server_time_per_output_token", help).family(encoder, times)
    }
}

type Count<R> = fn(&R) -> &AtomicU64;

fn times_of(
    rows: &[(ModelLabels, Arc<ModelRow>)],
    of: fn(&ModelRow) -> &Times,
) -> impl Iterator<Item = (With<'_, ModelLabels>, Histogram)> {
    rows.iter().filter_map(move |(labels, row)| Some((With(labels, None), of(row).get()?)))
}

/// A metric and its help.
struct Name(&'static str, &'static str);

impl Name {
    /// The metric of every row; nothing where there is none.
    fn family<'r, L: EncodeLabelSet + 'r, M: EncodeMetric>(
        self,
        encoder: &mut DescriptorEncoder<'_>,
        rows: impl Iterator<Item = (With<'r, L>, M)>,
    ) -> Result<(), Error> {
        let mut rows = rows.peekable();
        let Some((_, first)) = rows.peek() else { return Ok(()) };
        let kind = first.metric_type();
        let mut all = encoder.encode_descriptor(self.0, self.1, None, kind)?;
        rows.try_for_each(|(labels, metric)| metric.encode(all.encode_family(&labels)?))
    }
}
