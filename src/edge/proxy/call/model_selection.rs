//! A request for one of several AgentgatewayModels: which one its path, its form or its body names, and the request
//! as it goes to that one.
//!
//! Source: `crates/agentgateway/src/llm/model_router.rs` of agentgateway at 75b4e6ce6.

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use serde_json::Value;

use super::request::UpstreamRequest;
use crate::domain::llm::path_model;
use crate::domain::route::cel::Activation;
use crate::domain::route::model_router::{ModelRouter, SelectedModel};
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::target::Target;
use crate::edge::proxy::body::budget::BudgetPermit;
use crate::edge::proxy::body::client::{self, ClientBody};
use crate::edge::proxy::body::decode;
use crate::edge::proxy::body::json_budget;
use crate::edge::proxy::clock::chance;
use crate::edge::proxy::plan;
use crate::edge::proxy::plan::requested_model::{ModelLocation, in_json, undecoded};
use crate::edge::proxy::shared::Shared;
use crate::edge::telemetry::access_log::Record;

/// Where a request names its model.
enum RequestedModel {
    Path(String),
    Body { model: String, bytes: Bytes, held: BudgetPermit, form: Option<std::ops::Range<usize>> },
}

impl RequestedModel {
    fn model(&self) -> &str {
        match self {
            RequestedModel::Path(model) | RequestedModel::Body { model, .. } => model,
        }
    }
}

/// Finds the model that a request asks for, and makes the request one to that model. `context` is what is known
/// of who asks; a body is read up to `limit`.
///
/// # Errors
/// The router's own answer: the list of models, or why there is no model to ask.
pub(in crate::edge::proxy) async fn select(
    shared: &Shared,
    router: &ModelRouter,
    limit: usize,
    context: &PolicyContext,
    outgoing: &mut UpstreamRequest,
    record: &mut Record,
) -> Result<Target, Refusal> {
    if ModelRouter::is_list(&outgoing.planned.path) {
        return Err(Refusal::json(
            200,
            router.list(&context.facts(&outgoing.planned.head, chance())),
        ));
    }
    let asked = read(shared, limit, outgoing).await?;
    record.passage_mut().requested = asked.model().to_owned();
    shared.kill_switch.check(record.passage())?;
    let found = find(shared, router, context, outgoing, &asked)?;
    let target = match found.backend {
        Ok(backend) => Target::Model(std::sync::Arc::clone(backend)),
        Err(error) => Target::Refuse(error.answer()),
    };
    let rename = found.rename.map(str::to_owned);
    put_back(outgoing, asked, rename.as_deref())?;
    Ok(target)
}

fn find<'r>(
    shared: &Shared,
    router: &'r ModelRouter,
    context: &PolicyContext,
    outgoing: &UpstreamRequest,
    asked: &RequestedModel,
) -> Result<SelectedModel<'r>, Refusal> {
    let (model, bytes) = match asked {
        RequestedModel::Path(model) => (model, None),
        RequestedModel::Body { model, bytes, form, .. } => (model, form.is_none().then_some(bytes)),
    };
    // Only conditions look into the body, and only those of the virtual model that is asked for.
    let llm_request = bytes.filter(|_| router.looks_into_body(model));
    let _room = match llm_request {
        Some(bytes) => json_budget::room(&shared.budget, bytes, 2).map_err(in_json)?,
        None => None,
    };
    let llm_request: Option<Value> = llm_request.and_then(|b| serde_json::from_slice(b).ok());
    let facts = Activation {
        llm_request: llm_request.as_ref(),
        ..context.facts(&outgoing.planned.head, chance())
    };
    let found = router.find(model, &facts, fastrand::u64(..));
    context.affordable()?;
    found
}

/// Finds the name of the model: in the path, else in the body, which is read whole for it.
async fn read(
    shared: &Shared,
    limit: usize,
    outgoing: &mut UpstreamRequest,
) -> Result<RequestedModel, Refusal> {
    if let Some(model) = path_model::named_by(&outgoing.planned.path) {
        return Ok(RequestedModel::Path(model.into_owned()));
    }
    let headers = &mut outgoing.planned.head.headers;
    let coding = decode::coding(headers).map_err(undecoded)?;
    let body = std::mem::replace(&mut outgoing.body, ClientBody::none());
    let read = client::read(body, limit, &shared.budget).await;
    let (bytes, held) = read.map_err(in_json)?;
    let (bytes, held) = match coding {
        None => (bytes, held),
        Some(coding) => {
            let decoded = decode::decode(coding, bytes, limit, held.another()).await;
            headers.remove(CONTENT_ENCODING);
            decoded.map_err(undecoded)?
        }
    };
    let ModelLocation { model, form } =
        plan::requested_model::named(headers, &bytes, &shared.budget)?;
    Ok(RequestedModel::Body { model, bytes, held, form })
}

/// Gives the request its body again, with the name of the model that was found where it is another one.
fn put_back(
    outgoing: &mut UpstreamRequest,
    asked: RequestedModel,
    rename: Option<&str>,
) -> Result<(), Refusal> {
    match asked {
        RequestedModel::Path(_) => {
            if let Some(name) = rename {
                plan::requested_model::rename_in_path(&mut outgoing.planned, name);
            }
        }
        RequestedModel::Body { bytes, held, form, .. } => {
            let bytes = match rename {
                None => bytes,
                Some(name) => plan::requested_model::renamed(bytes, form, name)?,
            };
            let headers = &mut outgoing.planned.head.headers;
            headers.remove(TRANSFER_ENCODING);
            headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            outgoing.body = ClientBody::whole(bytes, held);
        }
    }
    Ok(())
}
