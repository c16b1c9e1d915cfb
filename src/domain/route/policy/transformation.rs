//! `transformation`: changes of requests and replies by CEL, for a route and for a backend.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/transformation_cel.rs` at 75b4e6ce6; its order within one:
//! metadata, add, set, remove, body.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HOST};
use http::request::Parts;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::context::PolicyContext;
use super::spec;
use crate::domain::route::cel::unknown::{self, RequestPart};
use crate::domain::route::cel::{Activation, Expression, ResponseFacts, Unknown};
use crate::domain::route::reason::{FieldFault, Reason};
use crate::domain::value::typed;

/// What is changed of requests and of responses.
#[derive(Clone, Debug, Default)]
pub struct Transformation {
    /// Of several, the first whose condition holds is made; one without a condition always is.
    pub when: Option<Expression>,
    pub request: Changes,
    pub response: Changes,
}

/// Changes of one of them. Each expression sees what those before it came to.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    metadata: Vec<(String, Expression)>,
    add: Vec<(EditTarget, Expression)>,
    set: Vec<(EditTarget, Expression)>,
    remove: Vec<HeaderName>,
    pub body: Option<Expression>,
}

/// What an expression is written into.
#[derive(Clone, Debug, PartialEq, Eq)]
enum EditTarget {
    Header(HeaderName),
    Method,
    Path,
    Authority,
    Scheme,
    Status,
}

/// A reply while it is changed.
#[derive(Debug)]
pub struct TransformedReply<'a> {
    pub status: &'a mut StatusCode,
    pub headers: &'a mut HeaderMap,
    /// None where it was not read.
    pub body: Option<Bytes>,
    pub metadata: Option<Value>,
}

/// The block of policies that contains it. The other policies there have their own readers.
#[derive(Deserialize)]
struct Block {
    transformation: Option<BothSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    conditional: Option<Vec<CaseSpec>>,
    #[serde(default)]
    request: ChangesSpec,
    #[serde(default)]
    response: ChangesSpec,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSpec {
    condition: Option<String>,
    policy: BothSpec,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BothSpec {
    #[serde(default)]
    request: ChangesSpec,
    #[serde(default)]
    response: ChangesSpec,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ChangesSpec {
    metadata: BTreeMap<String, String>,
    add: Vec<Pair>,
    set: Vec<Pair>,
    remove: Vec<String>,
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    value: String,
}

impl Changes {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let headers = self.add.is_empty() && self.set.is_empty() && self.remove.is_empty();
        headers && self.metadata.is_empty() && self.body.is_none()
    }

    /// Every expression.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let written = self.add.iter().chain(&self.set).map(|(_, expression)| expression);
        let metadata = self.metadata.iter().map(|(_, expression)| expression);
        metadata.chain(written).chain(&self.body)
    }

    /// What is written where, and whether beside what stands there.
    fn steps(&self) -> impl Iterator<Item = (&EditTarget, &Expression, bool)> {
        let added = self.add.iter().map(|(slot, by)| (slot, by, true));
        added.chain(self.set.iter().map(|(slot, by)| (slot, by, false)))
    }

    /// Changes a request. The body that it makes, where it makes one; one whose expression fails is empty.
    pub fn of_request(
        &self,
        context: &mut PolicyContext,
        head: &mut Parts,
        chance: f64,
    ) -> Option<Bytes> {
        for (name, by) in &self.metadata {
            if context.leaves_open(by, RequestPart::Metadata).is_none() {
                let came = by.json(&context.facts(head, chance));
                note(&mut context.metadata, name, came);
            }
        }
        for (slot, by, beside) in self.steps() {
            let open = context.unknown.is_some().then(|| slot.place()).flatten();
            let open = open.and_then(|place| context.leaves_open(by, place));
            let facts = context.facts(head, chance);
            match slot {
                EditTarget::Header(name) => {
                    let value = value(by, &facts);
                    write(&mut head.headers, name, value, beside);
                }
                _ if open.is_some() => {}
                _ => {
                    let text = by.text(&facts);
                    text.and_then(|text| slot.write_into(&text, context, head)).unwrap_or_default();
                }
            }
        }
        for name in &self.remove {
            head.headers.remove(name);
        }
        let by = self.body.as_ref()?;
        // What was made is written plain.
        head.headers.remove(CONTENT_ENCODING);
        if context.leaves_open(by, RequestPart::Body).is_some() {
            context.body = None;
            head.headers.remove(CONTENT_LENGTH);
            return None;
        }
        let whole = Bytes::from(by.bytes(&context.facts(head, chance)).unwrap_or_default());
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
        context.knows(&RequestPart::Body);
        context.body = Some(whole.clone());
        Some(whole)
    }

    /// That it is not known whether these are made, because of what that depends on.
    fn are_open(&self, unknown: &mut Unknown, head: &mut Parts, why: &str) {
        let removed = self.remove.iter().filter(|name| head.headers.contains_key(*name)).cloned();
        let removed: Vec<_> = removed.map(EditTarget::Header).collect();
        let slots = self.steps().map(|(slot, _, _)| slot).chain(&removed);
        let mut places: Vec<_> = slots.filter_map(EditTarget::place).collect();
        places.extend((!self.metadata.is_empty()).then_some(RequestPart::Metadata));
        places.extend(self.body.as_ref().map(|_| RequestPart::Body));
        for place in places {
            if let RequestPart::Header(name) = &place
                && let Ok(name) = HeaderName::from_bytes(name.as_bytes())
            {
                write(&mut head.headers, &name, marked(why), false);
            }
            unknown.add(place, why);
        }
    }

    /// Changes a reply; `facts` are those of its request. Whether it makes a body, which then stands in `reply`.
    pub fn of_reply(&self, facts: &Activation<'_>, reply: &mut TransformedReply<'_>) -> bool {
        for (name, by) in &self.metadata {
            let came = by.json(&reply.facts(facts));
            note(&mut reply.metadata, name, came);
        }
        for (slot, by, beside) in self.steps() {
            match slot {
                EditTarget::Header(name) => {
                    let value = value(by, &reply.facts(facts));
                    write(reply.headers, name, value, beside);
                }
                EditTarget::Status => {
                    let code = by.text(&reply.facts(facts));
                    let code = code.and_then(|code| StatusCode::from_bytes(code.as_bytes()).ok());
                    *reply.status = code.unwrap_or(*reply.status);
                }
                // A reply has none of these.
                EditTarget::Method
                | EditTarget::Path
                | EditTarget::Authority
                | EditTarget::Scheme => {}
            }
        }
        for name in &self.remove {
            reply.headers.remove(name);
        }
        let Some(by) = &self.body else { return false };
        let whole = Bytes::from(by.bytes(&reply.facts(facts)).unwrap_or_default());
        reply.body = Some(whole);
        true
    }

    fn read(written: ChangesSpec, notes: &mut Vec<Reason>) -> Result<Self, Reason> {
        let mut slots = |pairs: Vec<Pair>| -> Result<Vec<_>, Reason> {
            let read = pairs.into_iter().map(|Pair { name, value }| {
                let by = Expression::permissive(&value, notes)?;
                Ok((EditTarget::read(&name)?, by))
            });
            read.collect()
        };
        let (add, set) = (slots(written.add)?, slots(written.set)?);
        let metadata = written.metadata.into_iter();
        let metadata = metadata.map(|(name, by)| Ok((name, Expression::permissive(&by, notes)?)));
        Ok(Changes {
            metadata: metadata.collect::<Result<_, Reason>>()?,
            add,
            set,
            remove: written.remove.iter().map(|one| name(one)).collect::<Result<_, _>>()?,
            body: written.body.map(|by| Expression::permissive(&by, notes)).transpose()?,
        })
    }
}

impl TransformedReply<'_> {
    fn facts<'f>(&'f self, of_request: &Activation<'f>) -> Activation<'f> {
        Activation {
            response: Some(ResponseFacts { status: self.status.as_u16(), headers: self.headers }),
            response_body: self.body.as_deref(),
            metadata: self.metadata.as_ref(),
            ..*of_request
        }
    }
}

impl EditTarget {
    fn read(written: &str) -> Result<Self, Reason> {
        Ok(match written {
            ":method" => EditTarget::Method,
            ":path" => EditTarget::Path,
            ":authority" => EditTarget::Authority,
            ":status" => EditTarget::Status,
            ":scheme" => EditTarget::Scheme,
            header => EditTarget::Header(name(header)?),
        })
    }

    /// The part of a request that it is.
    fn place(&self) -> Option<RequestPart> {
        Some(match self {
            EditTarget::Header(name) => RequestPart::from(name),
            EditTarget::Method => RequestPart::Method,
            EditTarget::Path => RequestPart::Path,
            EditTarget::Authority => RequestPart::Authority,
            EditTarget::Scheme => RequestPart::Scheme,
            EditTarget::Status => return None,
        })
    }

    /// Writes text where it belongs in a request; text that cannot stand there changes nothing.
    fn write_into(&self, text: &str, context: &mut PolicyContext, head: &mut Parts) -> Option<()> {
        match self {
            EditTarget::Method => head.method = Method::from_bytes(text.as_bytes()).ok()?,
            EditTarget::Path => {
                let mut uri = head.uri.clone().into_parts();
                let path = text.parse::<PathAndQuery>().ok();
                uri.path_and_query = Some(path.filter(|_| text.starts_with('/'))?);
                head.uri = Uri::from_parts(uri).ok()?;
            }
            EditTarget::Authority => {
                let authority = text.parse::<Authority>().ok()?;
                head.headers.insert(HOST, HeaderValue::from_str(text).ok()?);
                context.asks_for(authority.host());
            }
            // Whether an upstream is called with TLS is its own matter.
            EditTarget::Scheme => context.scheme = Some(text.parse().ok()?),
            // A request has none, and headers are written elsewhere.
            EditTarget::Status | EditTarget::Header(_) => {}
        }
        Some(())
    }
}

fn name(written: &str) -> Result<HeaderName, Reason> {
    HeaderName::from_bytes(written.as_bytes())
        .map_err(|_| FieldFault::HeaderName(written.to_owned()).into())
}

/// The value of a header.
pub(super) fn value(by: &Expression, facts: &Activation<'_>) -> Option<HeaderValue> {
    if let Some(why) = facts.open(by) {
        return marked(&why);
    }
    by.text(facts).and_then(|text| HeaderValue::from_str(&text).ok())
}

/// The value of a header that cannot be told, because of what it depends on.
fn marked(why: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&unknown::marked(why)).ok()
}

/// A header whose expression fails is taken away: what a client wrote there must not stand for what was meant.
fn write(headers: &mut HeaderMap, name: &HeaderName, value: Option<HeaderValue>, beside: bool) {
    match value {
        Some(value) if beside => drop(headers.append(name, value)),
        Some(value) => drop(headers.insert(name, value)),
        None => drop(headers.remove(name)),
    }
}

/// What fails leaves what was noted before.
fn note(metadata: &mut Option<Value>, name: &str, came: Option<Value>) {
    let Some(came) = came else { return };
    let all = metadata.get_or_insert_with(|| Value::Object(serde_json::Map::new()));
    if let Value::Object(all) = all {
        all.insert(name.to_owned(), came);
    }
}

/// Reads a transformation, or the conditional cases of one.
///
/// # Errors
/// What of it this twin does not support. An expression that does not compile is one that fails for every request.
pub fn of_value(written: &Value, notes: &mut Vec<Reason>) -> Result<Vec<Transformation>, Reason> {
    let Spec { conditional, request, response } = spec::read_cases(written)?;
    let Some(cases) = conditional else {
        return Ok(vec![of_one(None, BothSpec { request, response }, notes)?]);
    };
    let case = |CaseSpec { condition, policy }| of_one(condition, policy, notes);
    cases.into_iter().map(case).collect()
}

/// Reads the transformation among the policies of a backend, which has no cases; none where it is not there.
///
/// # Errors
/// As [`of_value`].
pub fn of_policies(
    all: &Map<String, Value>,
    notes: &mut Vec<Reason>,
) -> Result<Option<Transformation>, Reason> {
    let Block { transformation } = typed::fields(all)?;
    transformation.map(|written| of_one(None, written, notes)).transpose()
}

/// Whether it cannot be told which one of several a request gets, because it is only explained. Whatever any of them writes
/// is not known then.
pub fn leaves_open(all: &[Transformation], context: &mut PolicyContext, head: &mut Parts) -> bool {
    let Some(unknown) = context.unknown.as_deref() else { return false };
    let tried = context.fork();
    let facts = tried.facts(head, 0.0);
    let (mut possible, mut reasons) = (Vec::new(), Vec::new());
    for one in all {
        let open = one.when.as_ref().and_then(|by| unknown.of(by));
        let is_sure = open.is_none();
        let holds = !is_sure || one.when.as_ref().is_none_or(|by| by.holds(&facts));
        reasons.extend(open);
        possible.extend(holds.then_some(one));
        if is_sure && holds {
            break;
        }
    }
    reasons.dedup();
    let why = reasons.join(" and ");
    let is_open = !reasons.is_empty();
    if let Some(unknown) = context.unknown.as_deref_mut().filter(|_| is_open) {
        possible.iter().for_each(|one| one.request.are_open(unknown, head, &why));
    }
    is_open
}

/// The one of several that a request gets.
#[must_use]
pub fn selected<'t>(
    all: &'t [Transformation],
    facts: &Activation<'_>,
) -> Option<&'t Transformation> {
    all.iter().find(|one| one.when.as_ref().is_none_or(|by| by.holds(facts)))
}

fn of_one(
    when: Option<String>,
    BothSpec { request, response }: BothSpec,
    notes: &mut Vec<Reason>,
) -> Result<Transformation, Reason> {
    Ok(Transformation {
        when: when.map(|by| Expression::permissive(&by, notes)).transpose()?,
        request: Changes::read(request, notes)?,
        response: Changes::read(response, notes)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_scheme_that_is_written_is_seen_by_what_follows() {
        for (scheme, uri) in [("https", "https://h/p"), ("no scheme", "http://h/p")] {
            let set = json!([{"name": ":scheme", "value": format!("'{scheme}'")},
                {"name": "x-uri", "value": "request.uri"}]);
            let read = of_value(&json!({"request": {"set": set}}), &mut Vec::new()).expect("read");
            let mut context = PolicyContext::new(None, "h");
            let request = http::Request::builder().uri("/p").body(()).expect("a request");
            let mut head = request.into_parts().0;
            read[0].request.of_request(&mut context, &mut head, 0.0);
            assert_eq!(head.headers.get("x-uri").expect("written"), uri);
        }
    }
}
