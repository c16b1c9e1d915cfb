//! What an exchange adds to the metrics.

use std::borrow::Cow;
use std::mem::take;
use std::time::Duration;

use super::Ending;
use super::facts::{Ended, Facts};
use crate::domain::kill::Passage;
use crate::domain::route::refusal::RefusalKind;
use crate::edge::telemetry::metrics::{
    HttpEnd, HttpLabels, Metrics, ModelEnd, ModelLabels, ModelName, OTHER, RouteLabels, method,
};

/// Counts an exchange that has ended. Takes the texts of its facts, which nobody needs any more.
pub(super) fn count(
    metrics: &Metrics,
    facts: &mut Facts,
    passage: &mut Passage,
    ended: &Ended<'_>,
) {
    let place = RouteLabels {
        port: facts.port,
        gateway: take(&mut passage.gateway),
        listener: take(&mut facts.listener),
        route: take(&mut passage.route),
    };
    let labels = HttpLabels {
        place,
        backend: take(&mut passage.backend),
        protocol: protocol(facts),
        method: method(&facts.method),
        status: facts.status,
        reason: reason(facts),
    };
    let end = HttpEnd { retries: facts.retried, bytes: facts.sent, took: ended.took };
    let HttpLabels { place, .. } = metrics.request(labels, &end);
    if facts.provider.is_empty() {
        return;
    }
    let (asked, answered) = models(metrics, facts, take(&mut passage.model), ended.model);
    let labels = ModelLabels { place, provider: take(&mut facts.provider), asked, answered };
    let end = ModelEnd {
        usage: ended.usage,
        cost: ended.cost,
        first_token: ended.first_token,
        per_output_token: ended.per_output_token(),
        took: ended.took,
        failed: failed(facts, ended.ending),
    };
    metrics.model(labels, end);
}

/// Counts what was answered, though it was no request.
pub(super) fn unread(metrics: &Metrics, gateway: &str, status: Option<u16>) {
    let Some(status) = status else { return };
    let labels = HttpLabels {
        place: RouteLabels { gateway: gateway.to_owned(), ..RouteLabels::default() },
        backend: String::new(),
        protocol: "",
        method: "",
        status,
        reason: RefusalKind::InvalidRequest.word(),
    };
    metrics.request(labels, &HttpEnd { retries: 0, bytes: 0, took: Duration::ZERO });
}

/// agentgateway's names of what is spoken to backends.
fn protocol(facts: &Facts) -> &'static str {
    match (facts.provider.is_empty(), facts.endpoint.is_empty()) {
        (false, _) => "llm",
        (true, false) => "http",
        (true, true) => "",
    }
}

fn reason(facts: &Facts) -> &'static str {
    match facts.own {
        Some(own) => own.word(),
        None if facts.status == 0 => "",
        None => "Upstream",
    }
}

/// The labels of the model that was called and of the one that answered.
fn models(
    metrics: &Metrics,
    facts: &Facts,
    asked: String,
    answered: Option<&str>,
) -> (Cow<'static, str>, Cow<'static, str>) {
    let has_answered = facts.own.is_none() && (200..300).contains(&facts.status);
    let label = |name: String, is_configured| {
        let provider = &*facts.provider;
        metrics.names.label(ModelName { provider, name, is_configured, has_answered })
    };
    let answered = answered.unwrap_or_default().to_owned();
    let is_same = answered == asked;
    let asked = label(asked, facts.is_configured);
    let answered = if is_same { asked.clone() } else { label(answered, false) };
    (asked, answered)
}

/// Why a call failed, in one of few words: a status of HTTP, or the reason why the reply is ours or is not whole.
fn failed(facts: &Facts, ending: Ending<'_>) -> Option<String> {
    match (facts.status, facts.own, ending) {
        (status @ 400.., ..) => Some(status.to_string()),
        (_, Some(own), _) if own != RefusalKind::DirectResponse => Some(own.word().to_owned()),
        (.., Ending::ClientLeft) => Some("client_disconnected".to_owned()),
        (.., Ending::Broken(_)) => Some(OTHER.to_owned()),
        (.., Ending::Whole) => None,
    }
}
