//! The Gateway API's kinds and Secrets: their types, and the rules of their CRDs that people run into. The whole of
//! those rules is the API server's to hold.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Fault;
use crate::domain::crd::gateway_api::{
    BackendTlsPolicySpec, GatewaySpec, HttpRouteSpec, ListenerSetSpec, ReferenceGrantSpec,
};
use crate::domain::manifest::names;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::typed;

/// Adds what is wrong with an object of one of these kinds.
pub(super) fn check(kind: Kind, object: &Value, faults: &mut Vec<Fault>) {
    match kind {
        Kind::Gateway => typed::<GatewaySpec>(object, faults),
        Kind::ReferenceGrant => typed::<ReferenceGrantSpec>(object, faults),
        Kind::ListenerSet => typed::<ListenerSetSpec>(object, faults),
        Kind::BackendTlsPolicy => typed::<BackendTlsPolicySpec>(object, faults),
        Kind::HttpRoute => {
            let before = faults.len();
            typed::<HttpRouteSpec>(object, faults);
            if faults.len() == before {
                route(object, faults);
            }
        }
        Kind::Secret => secret(object, faults),
        Kind::AgentgatewayBackend
        | Kind::AgentgatewayModel
        | Kind::AgentgatewayPolicy
        | Kind::Service
        | Kind::Namespace
        | Kind::ConfigMap
        | Kind::AgentgatewayParameters => {}
    }
}

fn typed<T: DeserializeOwned>(object: &Value, faults: &mut Vec<Fault>) {
    let Some(spec) = object.get("spec") else {
        return faults.push(Fault::new("spec", "is not there, and must be"));
    };
    if let Err(fault) = typed::read::<T>(spec) {
        let fault = fault.within("spec");
        let unknown = fault.unknown;
        faults.push(Fault { unknown, ..Fault::new(fault.at, fault.reason) });
    }
}

/// The list under `key`, each item with its index.
fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (usize, &'a Value)> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().enumerate()
}

fn route(object: &Value, faults: &mut Vec<Fault>) {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    for (index, rule) in items(&object["spec"], "rules") {
        let rule_at = format!("spec.rules[{index}]");
        for (index, found) in items(rule, "matches") {
            let at = format!("{rule_at}.matches[{index}]");
            let kind = text(&found["path"], "type").unwrap_or_else(|| "PathPrefix".to_owned());
            if let Some(path) =
                text(&found["path"], "value").filter(|_| kind != "RegularExpression")
                && let Err(reason) = names::path(&path)
            {
                faults.push(Fault::new(format!("{at}.path.value"), reason.to_string()));
            }
            for (index, header) in items(found, "headers") {
                let name = text(header, "name").unwrap_or_default();
                if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
                    let reason = format!("{name:?} is no name of a header");
                    faults.push(Fault::new(format!("{at}.headers[{index}].name"), reason));
                }
            }
        }
        for (index, reference) in items(rule, "backendRefs") {
            let weight = reference.get("weight").and_then(Value::as_i64);
            if weight.is_some_and(|weight| !(0..=1_000_000).contains(&weight)) {
                let at = format!("{rule_at}.backendRefs[{index}].weight");
                faults.push(Fault::new(at, "a weight is between 0 and 1000000"));
            }
        }
        let redirects = items(rule, "filters")
            .any(|(_, filter)| text(filter, "type").as_deref() == Some("RequestRedirect"));
        if redirects && items(rule, "backendRefs").next().is_some() {
            faults.push(Fault::new(
                rule_at,
                "RequestRedirect filter must not be used together with backendRefs",
            ));
        }
    }
}

fn secret(object: &Value, faults: &mut Vec<Fault>) {
    for part in ["data", "stringData"] {
        let Some(values) = object.get(part) else { continue };
        let Some(fields) = values.as_object() else {
            faults.push(Fault::new(part, "must be an object"));
            continue;
        };
        for (key, value) in fields {
            if !value.is_string() {
                faults.push(Fault::new(format!("{part}.{key}"), "must be a string"));
            } else if let Err(reason) = names::data_key(key) {
                faults.push(Fault::new(part, reason.to_string()));
            }
        }
    }
}
