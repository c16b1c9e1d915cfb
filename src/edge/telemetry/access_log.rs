//! The access log: one line a request, in agentgateway's keys and order, so that one grep fits both
//! (`crates/agentgateway/src/telemetry/log.rs` at 75b4e6ce6). No query strings, no headers, no bodies: keys live there.

mod audited;
mod counted;
mod ending;
mod facts;
mod fields;
mod lines;
mod reader;
mod record;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;
use http::request::Parts;

use crate::domain::meter::catalogs::Catalogs;
use crate::domain::route::refusal::RefusalKind;
use crate::edge::audit::{AuditLog, now};
use crate::edge::telemetry::metrics::Metrics;
use audited::Audit;
use fields::Fields;
use lines::Lines;

pub use audited::{PolicyDecision, Rules};
pub use ending::Ending;
pub use fields::LogFormat;
pub use record::Record;

/// Where lines go. Clones share the writer.
#[derive(Clone, Default)]
pub struct AccessLog {
    lines: Option<Arc<Formatted>>,
    audit: Option<Audit>,
    shared: Arc<SharedState>,
}

/// Lines in one format.
struct Formatted {
    lines: Lines,
    format: LogFormat,
}

#[derive(Default)]
struct SharedState {
    /// The prices in effect, beside the built-in ones.
    prices: ArcSwap<Catalogs>,
    /// Requests that have begun.
    begun: AtomicU64,
    metrics: Arc<Metrics>,
}

impl AccessLog {
    /// Nothing is written down.
    #[must_use]
    pub fn off() -> Self {
        AccessLog::default()
    }

    /// Lines go to `out`, from a thread of their own.
    #[must_use]
    pub fn to(out: impl std::io::Write + Send + 'static, format: LogFormat) -> Self {
        let lines = Lines::to(out);
        AccessLog { lines: Some(Arc::new(Formatted { lines, format })), ..AccessLog::default() }
    }

    /// Lines are kept, for who asks for them.
    #[must_use]
    pub fn kept() -> (Self, Arc<Mutex<Vec<u8>>>) {
        let kept = Arc::new(Mutex::new(Vec::new()));
        (AccessLog::to(Shared(Arc::clone(&kept)), LogFormat::Text), kept)
    }

    /// The same, and each request is recorded in an audit log too.
    #[must_use]
    pub fn audited(self, log: AuditLog) -> Self {
        AccessLog { audit: Some(Audit::new(log)), ..self }
    }

    /// From now on, requests cost what these catalogues say.
    pub fn priced(&self, prices: Arc<Catalogs>) {
        self.shared.prices.store(prices);
    }

    /// The audit log, where there is one.
    #[must_use]
    pub fn audit(&self) -> Option<&AuditLog> {
        self.audit.as_ref().map(|audit| &audit.log)
    }

    /// From the next table on, requests are decided by these rules.
    pub fn governed(&self, rules: Arc<Rules>) {
        if let Some(audit) = &self.audit {
            audit.rules.store(Some(rules));
        }
    }

    /// The rules of the next table.
    #[must_use]
    pub fn rules(&self) -> Option<Arc<Rules>> {
        self.audit.as_ref()?.rules.load_full()
    }

    /// What has been counted since the start.
    #[must_use]
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.shared.metrics
    }

    /// Records what never became a request: where it came in, whence, how it was answered and why.
    pub fn unread(&self, gateway: &str, peer: SocketAddr, status: Option<u16>, error: &str) {
        let id = match &self.audit {
            Some(audit) => audit.unread(gateway, peer, status, error),
            None => self.number(),
        };
        counted::unread(&self.shared.metrics, gateway, status);
        self.push(|out| {
            out.number("request.id", Some(id));
            out.text("gateway", gateway);
            out.shown("src.addr", &peer);
            out.number("http.status", status.map(u64::from));
            out.text("error", error);
            out.text("reason", RefusalKind::InvalidRequest.word());
            out.text("duration", "0ms");
        });
    }

    /// Writes a line with these fields, if lines are written.
    fn push(&self, fields: impl FnOnce(&mut dyn Fields)) {
        if let Some(Formatted { lines, format }) = self.lines.as_deref() {
            lines.push(&format.line(now(), fields));
        }
    }

    /// The number of a request that begins.
    fn number(&self) -> u64 {
        self.shared.begun.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Lines that were lost because the writer could not keep up, or could not write.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.lines.as_ref().map_or(0, |formatted| formatted.lines.dropped())
    }

    /// Opens the record of a request.
    #[must_use]
    pub fn open(&self, head: &Parts, peer: SocketAddr) -> Record {
        Record::new(self, head, peer)
    }
}

struct Shared(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Ok(mut kept) = self.0.lock() {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
