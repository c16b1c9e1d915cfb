//! The labels of rows. What a client can choose is one of few values: methods and models are named only where they are
//! known.

use std::borrow::Cow;
use std::fmt::Error;

use prometheus_client::encoding::{EncodeLabel, EncodeLabelSet, LabelSetEncoder};

/// What is not told apart.
pub(in crate::edge::telemetry) const OTHER: &str = "_OTHER";
/// What there is not, as agentgateway writes it.
const UNKNOWN: &str = "unknown";

/// Where a request came through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::edge::telemetry) struct RouteLabels {
    /// Of the Gateway's listener; 0 where no route was found.
    pub(in crate::edge::telemetry) port: u16,
    pub(in crate::edge::telemetry) gateway: String,
    pub(in crate::edge::telemetry) listener: String,
    /// `namespace/name.index` of the rule.
    pub(in crate::edge::telemetry) route: String,
}

/// Labels of the metrics of HTTP requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::edge::telemetry) struct HttpLabels {
    pub(in crate::edge::telemetry) place: RouteLabels,
    pub(in crate::edge::telemetry) backend: String,
    pub(in crate::edge::telemetry) protocol: &'static str,
    pub(in crate::edge::telemetry) method: &'static str,
    pub(in crate::edge::telemetry) status: u16,
    pub(in crate::edge::telemetry) reason: &'static str,
}

/// Labels of the metrics of calls of models.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::edge::telemetry) struct ModelLabels {
    pub(in crate::edge::telemetry) place: RouteLabels,
    pub(in crate::edge::telemetry) provider: Cow<'static, str>,
    pub(in crate::edge::telemetry) asked: Cow<'static, str>,
    pub(in crate::edge::telemetry) answered: Cow<'static, str>,
}

/// The same, and why the call failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::edge::telemetry) struct FailedModel {
    pub(in crate::edge::telemetry) labels: ModelLabels,
    pub(in crate::edge::telemetry) error: String,
}

/// The method of a request.
pub(in crate::edge::telemetry) fn method(method: &http::Method) -> &'static str {
    const KNOWN: [&str; 9] =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or(OTHER)
}

/// Labels of which there is one row for all that found no room.
pub(super) trait Bounded {
    fn other() -> Self;
}

impl RouteLabels {
    fn other() -> Self {
        let other = || OTHER.to_owned();
        RouteLabels { port: 0, gateway: other(), listener: other(), route: other() }
    }
}

impl Bounded for HttpLabels {
    fn other() -> Self {
        HttpLabels {
            place: RouteLabels::other(),
            backend: OTHER.to_owned(),
            protocol: OTHER,
            method: OTHER,
            status: 0,
            reason: OTHER,
        }
    }
}

impl Bounded for ModelLabels {
    fn other() -> Self {
        let [provider, asked, answered] = [OTHER; 3].map(Cow::Borrowed);
        ModelLabels { place: RouteLabels::other(), provider, asked, answered }
    }
}

impl Bounded for FailedModel {
    fn other() -> Self {
        FailedModel { labels: ModelLabels::other(), error: OTHER.to_owned() }
    }
}

fn put(to: &mut LabelSetEncoder<'_>, name: &str, value: &str) -> Result<(), Error> {
    let value = if value.is_empty() { UNKNOWN } else { value };
    EncodeLabel::encode(&(name, value), to.encode_label())
}

impl EncodeLabelSet for RouteLabels {
    fn encode(&self, to: &mut LabelSetEncoder<'_>) -> Result<(), Error> {
        let (route, rule) = self.route.rsplit_once('.').unwrap_or((&self.route, ""));
        let bind = match self.port {
            0 => String::new(),
            port => format!("{port}/{}", self.gateway),
        };
        put(to, "bind", &bind)?;
        put(to, "gateway", &self.gateway)?;
        put(to, "listener", &self.listener)?;
        put(to, "route", route)?;
        put(to, "route_rule", rule)
    }
}

impl EncodeLabelSet for HttpLabels {
    fn encode(&self, to: &mut LabelSetEncoder<'_>) -> Result<(), Error> {
        let status = Some(self.status).filter(|status| *status != 0);
        put(to, "backend", &self.backend)?;
        put(to, "protocol", self.protocol)?;
        put(to, "method", self.method)?;
        put(to, "status", &status.map(|status| status.to_string()).unwrap_or_default())?;
        put(to, "reason", self.reason)?;
        self.place.encode(to)
    }
}

impl EncodeLabelSet for ModelLabels {
    fn encode(&self, to: &mut LabelSetEncoder<'_>) -> Result<(), Error> {
        put(to, "gen_ai_operation_name", "chat")?;
        put(to, "gen_ai_system", &self.provider)?;
        put(to, "gen_ai_request_model", &self.asked)?;
        put(to, "gen_ai_response_model", &self.answered)?;
        self.place.encode(to)
    }
}

/// Labels, and perhaps one more.
pub(super) struct With<'r, L>(pub(super) &'r L, pub(super) Option<(&'static str, &'r str)>);

impl<L: EncodeLabelSet> EncodeLabelSet for With<'_, L> {
    fn encode(&self, to: &mut LabelSetEncoder<'_>) -> Result<(), Error> {
        self.0.encode(to)?;
        self.1.map_or(Ok(()), |(name, value)| put(to, name, value))
    }
}
