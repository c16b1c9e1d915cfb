//! The chain from listener to key, link by link: listener, rule, backend, provider, Secret.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::compile::attach::IMPLIED_LISTENER;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::crd::gateway_api::HttpRouteSpec;
use crate::domain::registry::backend::BackendRow;
use crate::domain::registry::effective::{self, EffectivePolicy, PolicyPath};
use crate::domain::registry::{KeyRow, KeySource, RouteRow, Row, State, http_route};
use crate::domain::snapshot::{Object, SecretState, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// One link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainLink {
    /// `Gateway n/g`, `Secret n/s`.
    pub object: String,
    /// What of it takes part: a listener, a match, a model, a data key.
    pub detail: String,
    /// Whether the chain holds here.
    pub holds: bool,
    /// Why it does not, or why that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<LinkReason>,
}

/// Why a chain does not hold at a link, or why that is not known. The one place of these words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkReason {
    NotFound,
    NotPermitted,
    SecretForbidden,
    NotInFiles,
    NotReadYet,
    /// The state of the object, in its own words.
    Status(String),
}

impl fmt::Display for LinkReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LinkReason::NotFound => "not found",
            LinkReason::NotPermitted => "no permission",
            LinkReason::SecretForbidden => "no permission (get secrets)",
            LinkReason::NotInFiles => "not in the files",
            LinkReason::NotReadYet => "not read yet",
            LinkReason::Status(words) => words,
        })
    }
}

impl Serialize for LinkReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A chain, and the policies in force on it.
pub struct Chain {
    pub links: Vec<ChainLink>,
    pub policies: Vec<EffectivePolicy>,
}

/// The chains to a model; only the links behind its backend where no route leads to it.
pub fn of_model(policies: &PolicyIndex<'_>, row: &Row) -> Vec<Chain> {
    if row.routes.is_empty() {
        let links = behind(policies.snapshot, row);
        let backend = backend_name(row);
        let path = PolicyPath { backend: Some(&backend), ..PolicyPath::default() };
        return vec![Chain { links, policies: effective::policies(policies, &path) }];
    }
    row.routes.iter().map(|route| of_row(policies, row, route)).collect()
}

/// The chains through one HTTPRoute.
pub fn of_route(policies: &PolicyIndex<'_>, models: &[Row], route: &ObjectName) -> Vec<Chain> {
    let mut chains = through(policies, models, |row| row.route.as_ref() == Some(route));
    let written = policies.snapshot.routes.get(route);
    for missing in written.into_iter().flat_map(|route| missing(policies.snapshot, route)) {
        let links = vec![
            holds(format!("HTTPRoute {route}"), String::new()),
            broken(format!("AgentgatewayBackend {missing}"), String::new(), LinkReason::NotFound),
        ];
        chains.push(Chain { links, policies: Vec::new() });
    }
    chains
}

/// The backends that a route names and that are not there.
fn missing(snapshot: &Snapshot, route: &Object<HttpRouteSpec>) -> BTreeSet<ObjectName> {
    let named = http_route::references(route);
    let known = |name: &ObjectName| snapshot.sees(Kind::AgentgatewayBackend, &name.namespace);
    named.filter(|name| known(name) && !snapshot.backends.contains_key(name)).collect()
}

/// The chains through one Gateway.
pub fn of_gateway(policies: &PolicyIndex<'_>, models: &[Row], gateway: &ObjectName) -> Vec<Chain> {
    through(policies, models, |row| row.gateway.as_ref() == Some(gateway))
}

/// A backend that is no language model.
pub fn of_other(policies: &PolicyIndex<'_>, row: &BackendRow) -> Vec<Chain> {
    let object = format!("AgentgatewayBackend {}/{}", row.namespace, row.name);
    let detail = row.address.clone().unwrap_or_else(|| row.kind.to_owned());
    let name = ObjectName::new(&row.namespace, &row.name);
    let path = PolicyPath { backend: Some(&name), ..PolicyPath::default() };
    vec![Chain {
        links: vec![holds(object, detail)],
        policies: effective::policies(policies, &path),
    }]
}

fn through(
    policies: &PolicyIndex<'_>,
    models: &[Row],
    takes: impl Fn(&RouteRow) -> bool,
) -> Vec<Chain> {
    let chains = models.iter().flat_map(|row| row.routes.iter().map(move |route| (row, route)));
    chains
        .filter(|(_, route)| takes(route))
        .map(|(row, route)| of_row(policies, row, route))
        .collect()
}

fn of_row(policies: &PolicyIndex<'_>, row: &Row, on: &RouteRow) -> Chain {
    let (gateway, route) = (on.gateway.as_ref(), on.route.as_ref());
    let mut links = vec![listener(policies.snapshot, on, gateway)];
    let rule = on.rule;
    if let Some(route) = route {
        let share = if on.percent == 100 { String::new() } else { format!(" ({}%)", on.percent) };
        let detail = format!("rule {rule}: {}{share}", on.matches);
        links.push(holds(format!("HTTPRoute {route}"), detail));
    }
    links.extend(behind(policies.snapshot, row));
    let backend = backend_name(row);
    let path = PolicyPath {
        gateway,
        listener: &on.listener,
        route: route.map(|route| (route, rule)),
        backend: Some(&backend),
        provider: None,
        service: None,
    };
    Chain { links, policies: effective::policies(policies, &path) }
}

fn listener(snapshot: &Snapshot, on: &RouteRow, gateway: Option<&ObjectName>) -> ChainLink {
    let Some(name) = gateway else {
        let object = match on.parents.is_empty() {
            true => "Gateway".to_owned(),
            false => format!("Gateway {}", on.gateway_words()),
        };
        return holds(object, "implied, since there is no Gateway".to_owned());
    };
    let object = format!("Gateway {name}");
    let detail = match on.listener.as_str() {
        "" | IMPLIED_LISTENER => String::new(),
        listener => format!("listener {listener}, port {}", on.port),
    };
    let unread = !snapshot.sees(Kind::Gateway, &name.namespace);
    match snapshot.gateways.contains_key(name) {
        true => holds(object, detail),
        false if unread => doubtful(object, detail, LinkReason::NotPermitted),
        false => broken(object, detail, LinkReason::NotFound),
    }
}

/// The backend, its provider and its key.
fn behind(snapshot: &Snapshot, row: &Row) -> Vec<ChainLink> {
    let kind = row.source.kind();
    let dialect = row.dialect.as_ref().map(|dialect| format!(", {dialect} format"));
    let model =
        row.model.as_ref().map_or("the client's model".to_owned(), |m| format!("model {m}"));
    let object = format!("{kind} {}/{}", row.namespace, row.name);
    let detail = format!("{model}{}", dialect.unwrap_or_default());
    let is_key = row.status.is_of_secret;
    let own = match (row.status.state, is_key) {
        (State::NotReady, false) => {
            let words = super::super::list::cells::status_words(&row.status);
            broken(object, detail, LinkReason::Status(words))
        }
        _ => holds(object, detail),
    };
    let mut links = vec![own];
    if let Some(provider) = &row.provider {
        let address = row.address.clone().unwrap_or_default();
        links.push(holds(format!("provider {provider}"), address));
    }
    links.push(key(snapshot, row));
    links
}

fn key(snapshot: &Snapshot, row: &Row) -> ChainLink {
    let KeyRow { source, name, data_key, .. } = &row.key;
    let name = name.clone().unwrap_or_default();
    let detail = data_key.as_ref().map(|key| format!("key {key}")).unwrap_or_default();
    let object = format!("Secret {}/{name}", row.namespace);
    match source {
        KeySource::SecretForbidden => doubtful(object, detail, LinkReason::SecretForbidden),
        KeySource::Secret => {
            let state = snapshot.secrets.get(&ObjectName::new(&row.namespace, &name));
            match (state, row.status.is_of_secret) {
                (None, _) if row.status.state == State::Ready => {
                    doubtful(object, detail, LinkReason::NotInFiles)
                }
                (None, _) => broken(object, detail, LinkReason::NotFound),
                (Some(SecretState::Pending), _) => doubtful(object, detail, LinkReason::NotReadYet),
                (Some(_), true) => {
                    broken(object, detail, LinkReason::Status(row.status.message.clone()))
                }
                (Some(_), false) => holds(object, detail),
            }
        }
        KeySource::Environment => {
            holds(format!("environment ${name}"), "because the Secret can't be read".to_owned())
        }
        KeySource::Inline => holds("inline key".to_owned(), "written in the object".to_owned()),
        KeySource::Client => holds("the client's key".to_owned(), "forwarded unchanged".to_owned()),
        KeySource::Unknown => holds("key".to_owned(), "of an unsupported kind".to_owned()),
    }
}

fn holds(object: String, detail: String) -> ChainLink {
    ChainLink { object, detail, holds: true, reason: None }
}

/// A link that is taken to hold, because nothing shows that it does not.
fn doubtful(object: String, detail: String, reason: LinkReason) -> ChainLink {
    ChainLink { reason: Some(reason), ..holds(object, detail) }
}

fn broken(object: String, detail: String, reason: LinkReason) -> ChainLink {
    ChainLink { object, detail, holds: false, reason: Some(reason) }
}

fn backend_name(row: &Row) -> ObjectName {
    ObjectName::new(&row.namespace, &row.name)
}
