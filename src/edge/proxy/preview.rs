//! What the proxy would send for a request, without sending it: the same filters, the same path, the same key, in the
//! same functions. Keys are not in it, only where they go.

mod foresight;

use bytes::Bytes;
use http::header::EXPECT;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::body::budget::Budget;
use super::call::{http_call, model_call};
use super::exchange;
use super::plan::{self, credential, target};
use crate::domain::llm::format::{self, RouteType};
use crate::domain::llm::provider::Call;
use crate::domain::llm::translate::Translation;
use crate::domain::llm::{path_model, peek, splice};
use crate::domain::route::cel::{Facts, RequestFacts};
use crate::domain::route::filter::redirect::Redirect;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::route::model_router::{self, Found, ModelRouter};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::{BindKey, Candidate};
use crate::domain::route::target::{Target, WeightedTarget};
use crate::domain::route::upstream::ModelUpstream;
use crate::domain::value::redaction;

pub use foresight::{Foreseen, Stopped};

/// A request as the upstream would see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// None where the upstream is no language model.
    pub route_type: Option<RouteType>,
    /// The format that is sent, where that is another.
    pub sent_as: Option<RouteType>,
    /// The model in the body; none where the body is not looked into.
    pub model: Option<String>,
    /// What is changed in the body, in words.
    pub body: Vec<String>,
    pub url: String,
    /// Names in lower case; the values of keys are `[redacted]`.
    pub headers: Vec<(String, String)>,
}

/// How a rule ends for a request.
#[derive(Clone, Debug)]
pub enum Ending {
    /// An answer of the proxy's own.
    Refusal(Refusal),
    /// The answer of a policy.
    Stopped(Box<Stopped>),
    Redirect(u16, String),
    /// One of these, by chance and weight.
    Targets,
}

/// What the rule does before a backend is chosen; the request is then what its policies made of it.
#[must_use]
pub fn ending(bind: &BindKey, candidate: &Candidate, request: &mut Foreseen) -> Ending {
    let rule = &candidate.rule;
    if let Some(refusal) = &rule.refusal {
        return Ending::Refusal(refusal.clone());
    }
    if let Some(traffic) = &rule.traffic
        && let Err(stopped) = request.pass(traffic, rule.request_timeout)
    {
        return Ending::Stopped(stopped);
    }
    if let Some(redirect) = &rule.filters.redirect {
        let path = request.parts().path;
        return Ending::Redirect(
            redirect.status,
            location(redirect, bind, candidate, &request.parts(), path),
        );
    }
    match rule.pick(0) {
        Ok(_) => Ending::Targets,
        Err(refusal) => Ending::Refusal(refusal),
    }
}

/// Where a redirect sends a request, whose path is `path` by then.
fn location(
    redirect: &Redirect,
    bind: &BindKey,
    candidate: &Candidate,
    request: &RequestParts<'_>,
    path: &str,
) -> String {
    let (served, matched) = ((bind.port, candidate.https), exchange::matched(candidate));
    redirect.location(request.host, served, matched, (path, request.query))
}

/// One provider of a backend, and its call.
#[derive(Clone, Debug)]
pub struct Called {
    /// Position of its group, from 0, and its name; none where there is nothing to choose from.
    pub provider: Option<(usize, String)>,
    /// The call, or the answer that the request would get instead.
    pub call: Result<Preview, Instead>,
}

/// An answer in the place of a call.
#[derive(Clone, Debug)]
pub enum Instead {
    Refusal(Refusal),
    Redirect(u16, String),
}

impl From<Refusal> for Instead {
    fn from(refusal: Refusal) -> Self {
        Instead::Refusal(refusal)
    }
}

/// What is known of a request's body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Body<'a> {
    /// The model that it asks for.
    pub model: Option<&'a str>,
    /// The whole of it.
    pub text: Option<&'a str>,
}

/// The calls of one backend of the rule: of every provider in every group, in their order.
#[must_use]
pub fn calls(
    bind: &BindKey,
    candidate: &Candidate,
    chosen: &WeightedTarget,
    foreseen: &Foreseen,
    body: Body<'_>,
) -> Vec<Called> {
    let request = &foreseen.parts();
    if let Some(redirect) = &chosen.filters.redirect {
        let path = sent(candidate, chosen, request).path;
        let to = location(redirect, bind, candidate, request, &path);
        let call = Err(Instead::Redirect(redirect.status, to));
        return vec![Called { provider: None, call }];
    }
    let backend = match &chosen.target {
        Target::Refuse(refusal) => {
            return vec![Called { provider: None, call: Err(refusal.clone().into()) }];
        }
        Target::Http(upstream) => {
            let call = plain_call(upstream, sent(candidate, chosen, request), request.query);
            return vec![Called { provider: None, call: call.map_err(Instead::Refusal) }];
        }
        Target::Model(backend) => backend,
        Target::Models(router) => return of_models(candidate, chosen, router, foreseen, body),
    };
    of_backend(candidate, chosen, backend, request, body)
}

/// The calls of the model that is asked for, as far as chance does not decide.
fn of_models(
    candidate: &Candidate,
    chosen: &WeightedTarget,
    router: &ModelRouter,
    foreseen: &Foreseen,
    body: Body<'_>,
) -> Vec<Called> {
    let request = &foreseen.parts();
    let text = body.text.and_then(|text| serde_json::from_str(text).ok());
    let llm_request: Option<&serde_json::Value> = text.as_ref();
    let facts = Facts { llm_request, ..foreseen.facts() };
    let answered = |refusal: Refusal| vec![Called { provider: None, call: Err(refusal.into()) }];
    if ModelRouter::is_list(request.path) {
        return answered(Refusal::json(200, router.list(&facts)));
    }
    let named = path_model::named_by(request.path);
    let Some(model) = named.as_deref().or(body.model) else {
        return answered(model_router::body::no_model());
    };
    match router.find(model, &facts, 0) {
        Err(refusal) => answered(refusal),
        Ok(Found { backend: Err(trouble), .. }) => {
            answered(trouble.refusal.clone().with_hint(trouble.reason.clone()))
        }
        Ok(Found { backend: Ok(backend), rename }) => {
            let body = Body { model: Some(rename.unwrap_or(model)), ..body };
            let calls = of_backend(candidate, chosen, backend, request, body);
            let asked = backend.members().zip(calls).map(|(member, called)| {
                match member.authorization.as_ref().is_none_or(|rules| rules.allows(&facts)) {
                    true => called,
                    false => Called { call: Err(Refusal::NOT_AUTHORIZED.into()), ..called },
                }
            });
            asked.collect()
        }
    }
}

fn of_backend(
    candidate: &Candidate,
    chosen: &WeightedTarget,
    backend: &ModelBackend,
    request: &RequestParts<'_>,
    body: Body<'_>,
) -> Vec<Called> {
    let many = backend.members().nth(1).is_some();
    let groups = backend.groups.iter().enumerate();
    let members = groups.flat_map(|(group, members)| members.iter().map(move |m| (group, m)));
    let each = members.map(|(group, member)| Called {
        provider: many.then(|| (group, member.name.clone())),
        call: match &member.upstream {
            Err(trouble) => Err(trouble.refusal.clone().with_hint(trouble.reason.clone()).into()),
            Ok(upstream) => {
                call(candidate, chosen, upstream, request, body).map_err(Instead::Refusal)
            }
        },
    });
    each.collect()
}

fn call(
    candidate: &Candidate,
    chosen: &WeightedTarget,
    upstream: &ModelUpstream,
    request: &RequestParts<'_>,
    body: Body<'_>,
) -> Result<Preview, Refusal> {
    let filtered = sent(candidate, chosen, request);
    upstream_call(upstream, filtered, request, body)
}

/// A request after the filters of its rule and of the backendRef.
struct Filtered {
    headers: HeaderMap,
    path: String,
    host: Option<String>,
}

fn sent(candidate: &Candidate, chosen: &WeightedTarget, request: &RequestParts<'_>) -> Filtered {
    let mut headers = request.headers.clone();
    let (mut path, mut host) = (request.path.to_owned(), None);
    let matched = exchange::matched(candidate);
    exchange::apply(&candidate.rule.filters, matched, &mut headers, &mut path, &mut host);
    chosen.filters.request_headers.apply(&mut headers);
    Filtered { headers, path, host }
}

fn plain_call(
    upstream: &HttpUpstream,
    filtered: Filtered,
    query: Option<&str>,
) -> Result<Preview, Refusal> {
    let Filtered { mut headers, path, host } = filtered;
    let address = http_call::address(upstream, &mut headers, host.as_deref())?;
    headers.remove(EXPECT);
    credential::place_plain(&mut headers, None, upstream)?;
    let target = http_call::path_and_query(upstream, &path, query);
    let url = target::uri(address.tls.is_some(), &target::authority(&address), target)?;
    Ok(Preview {
        route_type: None,
        sent_as: None,
        model: None,
        body: Vec::new(),
        url: url.to_string(),
        headers: shown(&headers),
    })
}

fn upstream_call(
    upstream: &ModelUpstream,
    filtered: Filtered,
    request: &RequestParts<'_>,
    body: Body<'_>,
) -> Result<Preview, Refusal> {
    let Filtered { mut headers, path, host } = filtered;
    let route_type = format::resolve(upstream.routes.as_ref(), &path);
    let forwards = model_call::keeps_path(route_type);
    let facts = RequestFacts {
        method: request.method,
        version: http::Version::HTTP_11,
        https: false,
        host: request.host,
        path: &path,
        query: request.query,
        headers: request.headers,
        body: None,
    };
    let written = match forwards || route_type == RouteType::Realtime {
        true => Written::default(),
        false => by_policies(upstream, route_type, facts, body)?,
    };
    let (sent, translation) = match route_type {
        RouteType::Realtime => (None, None),
        _ if forwards => (None, None),
        _ => {
            model_call::known(route_type)?;
            // A request that is not at hand is taken to name some model.
            let sent = match written.model.as_deref() {
                Some(model) => upstream.aliases.resolve(model),
                None => upstream.model_sent(body.model.or(Some(ANY_MODEL))).unwrap_or_default(),
            };
            (Some(sent), model_call::carried(upstream, route_type, sent)?)
        }
    };
    let asked_as = translation.map_or(route_type, |translation| translation.asked_as);
    let call = Call { route_type: asked_as, model: sent.unwrap_or_default(), stream: false };
    let target = target::path_and_query(upstream, &call, forwards, &path, request.query)?;
    headers.remove(EXPECT);
    if let Some(translation) = translation {
        plan::translate::head(translation, &mut headers);
    }
    // Keys of the client's own go on where the backend has none: they are no less secret.
    credential::place(&mut headers, None, upstream, asked_as)?;
    let url = target::address(&upstream.address, &mut headers, target, host.as_deref())?;
    let changes = sent.map(|sent| {
        let (text, model) = (written.text.as_deref(), written.model.as_deref());
        let body = Body { text: text.or(body.text), model: model.or(body.model) };
        let mut words = written.words.clone();
        let sent = Sent { model: sent, translation };
        words.extend(body_changes(upstream, route_type, facts, body, &sent)?);
        Ok(words)
    });
    Ok(Preview {
        route_type: Some(route_type),
        sent_as: translation.map(|translation| translation.asked_as),
        model: sent.map(str::to_owned),
        body: changes.transpose()?.unwrap_or_default(),
        url: url.to_string(),
        headers: shown(&headers),
    })
}

/// A body that has everything that is ever changed, in the place of one that is not at hand.
const ANY_BODY: &str =
    r#"{"model":"MODEL","stream":true,"max_tokens":1,"messages":[],"contents":[],"input":""}"#;

/// A body after the policies that write it.
#[derive(Default)]
struct Written {
    /// None where no policy writes it.
    text: Option<String>,
    /// The model in it.
    model: Option<String>,
    /// What they did.
    words: Vec<String>,
}

/// Has the policies of `ai` write the body, as the proxy has, and says what became of each field.
fn by_policies(
    upstream: &ModelUpstream,
    route_type: RouteType,
    facts: RequestFacts<'_>,
    body: Body<'_>,
) -> Result<Written, Refusal> {
    let guards = upstream.guards.as_ref().filter(|guards| guards.look_at_requests(route_type));
    // Without a body at hand there is nothing for guards to find.
    let guards = guards.filter(|_| body.text.is_some());
    if upstream.llm.is_none() && guards.is_none() {
        return Ok(Written::default());
    }
    let before = match body.text {
        Some(text) => text.to_owned(),
        None => ANY_BODY.replace(ANY_MODEL, body.model.unwrap_or(ANY_MODEL)),
    };
    let mut after = match &upstream.llm {
        Some(llm) => model_call::changed(upstream, llm, route_type, facts, before.as_bytes())?,
        None => Bytes::from(before.clone()),
    };
    if let Some(guards) = guards {
        after = plan::guarding::request(guards, route_type, after)?;
    }
    let words = differences(before.as_bytes(), &after);
    let new = object(&after);
    let model = new.get("model").and_then(serde_json::Value::as_str).map(str::to_owned);
    Ok(Written { text: String::from_utf8(after.to_vec()).ok(), model, words })
}

fn object(bytes: &[u8]) -> serde_json::Map<String, serde_json::Value> {
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// What became of each field of a body.
fn differences(old: &[u8], new: &[u8]) -> Vec<String> {
    let (old, new) = (object(old), object(new));
    let mut words = Vec::new();
    for (field, value) in &new {
        match old.get(field) {
            None => words.push(format!("\"{field}\":{} is put in", value_of(field, value))),
            Some(was) if was != value => {
                let (was, value) = (value_of(field, was), value_of(field, value));
                words.push(format!("\"{field}\":{was} becomes {value}"));
            }
            Some(_) => {}
        }
    }
    let gone = old.keys().filter(|field| !new.contains_key(*field));
    words.extend(gone.map(|field| format!("\"{field}\" goes")));
    words
}

/// A field's value without what is a credential, at any depth.
fn value_of(field: &str, value: &Value) -> Value {
    let mut value = value.clone();
    match redaction::carries_credential(field) {
        true => Value::from(redaction::MASK),
        false => {
            redaction::mask_named(&mut value);
            value
        }
    }
}

/// The same of what an edit takes or puts: fields with their values, or the value of the field that is before it.
fn edited_text(before: &str, part: &str) -> String {
    let part = part.trim_matches(',');
    let field =
        before.trim_end().strip_suffix(':').and_then(|text| text.trim_end().strip_suffix('"'));
    if let Some(field) = field.and_then(|text| text.rsplit('"').next()) {
        let value = serde_json::from_str(part);
        return value.map_or(part.to_owned(), |value| value_of(field, &value).to_string());
    }
    let Ok(fields) = serde_json::from_str::<Value>(&format!("{{{part}}}")) else {
        return part.to_owned();
    };
    let mut masked = fields.clone();
    redaction::mask_named(&mut masked);
    match masked == fields {
        true => part.to_owned(),
        false => {
            let text = masked.to_string();
            text.get(1..text.len().saturating_sub(1)).unwrap_or_default().to_owned()
        }
    }
}

/// What is sent in the place of what is asked.
struct Sent<'a> {
    model: &'a str,
    translation: Option<&'static Translation>,
}

/// The edits of the body in words: `"max_tokens" becomes "max_completion_tokens"`.
fn body_changes(
    upstream: &ModelUpstream,
    route_type: RouteType,
    facts: RequestFacts<'_>,
    body: Body<'_>,
    sent: &Sent<'_>,
) -> Result<Vec<String>, Refusal> {
    let text = body.text.unwrap_or(ANY_BODY);
    let peek = peek::peek(text.as_bytes())
        .map_err(|error| Refusal::llm_request(400, format!("failed to parse request: {error}")))?;
    let asked = body.model.or(peek.model());
    let edits = model_call::edits(upstream, route_type, sent.translation, &peek, asked, sent.model);
    let words = edits.iter().map(|edit| {
        let before = text.get(..edit.range.start).unwrap_or_default();
        let old = text.get(edit.range.clone()).unwrap_or_default();
        // Without a body at hand, its model's name is made up.
        let old = old.replace(ANY_MODEL, body.model.unwrap_or(ANY_MODEL));
        let new = String::from_utf8_lossy(&edit.with);
        let (old, new) = (edited_text(before, &old), edited_text(before, &new));
        match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{new} is put in"),
            (_, true) => format!("{old} goes"),
            _ => format!("{old} becomes {new}"),
        }
    });
    let mut words: Vec<_> = words.collect();
    let finishes = upstream.llm.as_ref().filter(|llm| llm.finishes());
    if finishes.is_none() && sent.translation.is_none() {
        return Ok(words);
    }
    let bytes = Bytes::from(text.to_owned());
    let edited = splice::splice(&bytes, edits).map_err(|error| Refusal::llm_request(500, error))?;
    let mut before: Bytes = edited.into_iter().collect::<Vec<_>>().concat().into();
    if let Some(translation) = sent.translation {
        before = plan::translate::request(translation, &before, &Budget::new(usize::MAX))?;
    }
    if let Some(llm) = finishes {
        words.extend(differences(&before, &model_call::finished(llm, facts, &before)?));
    }
    Ok(words)
}

fn shown(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |(name, value): (&HeaderName, &HeaderValue)| {
        let hidden = value.is_sensitive() || redaction::carries_credential(name.as_str());
        let value = match hidden {
            true => "[redacted]".to_owned(),
            false => {
                redaction::without_keys(&String::from_utf8_lossy(value.as_bytes())).into_owned()
            }
        };
        (name.as_str().to_owned(), value)
    };
    let mut headers: Vec<_> = headers.iter().map(shown).collect();
    headers.sort();
    headers
}

/// Stands for a model that the caller names.
const ANY_MODEL: &str = "MODEL";
