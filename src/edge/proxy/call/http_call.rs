//! One call of an upstream that is no language model: any method, the body as it comes, the reply as it comes.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use std::pin::pin;
use std::time::Duration;

use http::Request;

use super::request::UpstreamRequest;
use super::within::within;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::Rule;
use crate::edge::proxy::answer::response::UpstreamResponse;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::plan;
use crate::edge::proxy::plan::head;
use crate::edge::proxy::shared::Shared;
use crate::edge::proxy::upgrade;
use crate::edge::telemetry::access_log::Record;

/// Calls the upstream once, within the rule's bound on one attempt up to the reply's head.
///
/// # Errors
/// The answer to give instead, in agentgateway's words.
pub(in crate::edge::proxy) async fn call(
    shared: &Shared,
    upstream: &HttpUpstream,
    rule: &Rule,
    outgoing: UpstreamRequest,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    if shared.simulate.is_some() {
        return Err(Refusal::unsupported(format!(
            "{} {} is not answered by the simulator, which only simulates language models",
            upstream.kind, upstream.name
        )));
    }
    let attempt = attempt(shared, upstream, outgoing, record, rule.response_idle());
    let limit = upstream.bounds.request_timeout.or(rule.backend_timeout);
    within(limit, Refusal::UPSTREAM_TIMEOUT, pin!(attempt)).await
}

async fn attempt(
    shared: &Shared,
    upstream: &HttpUpstream,
    outgoing: UpstreamRequest,
    record: &mut Record,
    idle: Option<Duration>,
) -> Result<UpstreamResponse, Refusal> {
    let UpstreamRequest { planned, body, .. } = outgoing;
    let (address, mut head) = plan::http::call(upstream, planned)?;
    record.upstream(upstream.name.text(), address.endpoint());
    let passage = record.passage_mut();
    (passage.provider, passage.renamed) = ("", String::new());
    let asked = head::upgrade::ask(&mut head, !address.http2);
    let request = Request::from_parts(head, UpstreamBody::Stream(body));
    let answer = async { shared.upstreams.call(&address, request).await };
    let reply = shared.kill_switch.guard(record.passage(), pin!(answer)).await?;
    let mut answered = UpstreamResponse::from_upstream(upgrade::received(reply, asked)?);
    answered.name_backend(&upstream.name);
    Ok(answered.within_idle(idle))
}
