//! Kubernetes' own kinds, as far as they are read here: Secrets, ConfigMaps, Services, Namespaces.

use serde_json::Value;

use super::{FaultKind, SchemaFault};
use crate::domain::crd::schema;
use crate::domain::crd::service::ServiceSpec;
use crate::domain::manifest::names;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::typed;

/// Fields of every object beside its content.
const OF_ALL: [&str; 4] = ["apiVersion", "kind", "metadata", "status"];

/// The field that SOPS adds to what it encrypts (<https://getsops.io/docs/>).
const SOPS: &str = "sops";

const ENCRYPTED: &str =
    "the object is encrypted by SOPS, which clusters reject: `sops -d FILE | kubectl agw … -f -`";

/// Adds what is wrong with an object of one of these kinds.
pub(super) fn check(kind: Kind, object: &Value, faults: &mut Vec<SchemaFault>) {
    match kind {
        Kind::Secret => {
            known(object, &["data", "stringData", "type", "immutable"], faults);
            texts(object, &["data", "stringData"], faults);
            base64(object, faults);
        }
        Kind::ConfigMap => {
            known(object, &["data", "binaryData", "immutable"], faults);
            texts(object, &["data", "binaryData"], faults);
        }
        Kind::Service => service(object, faults),
        _ => {}
    }
}

fn known(object: &Value, own: &[&str], faults: &mut Vec<SchemaFault>) {
    for name in object.as_object().into_iter().flatten().map(|(name, _)| name.as_str()) {
        if !own.contains(&name) && !OF_ALL.contains(&name) {
            faults.push(match name {
                SOPS => SchemaFault::of(FaultKind::Unknown, name, ENCRYPTED),
                name => schema::unknown_field("", name, own),
            });
        }
    }
}

fn unknown(fields: &Value, at: &str, there: &[&str], faults: &mut Vec<SchemaFault>) {
    let names = fields.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let strange = names.filter(|name| !there.contains(name));
    faults.extend(strange.map(|name| schema::unknown_field(at, name, there)));
}

fn texts(object: &Value, parts: &[&str], faults: &mut Vec<SchemaFault>) {
    for part in parts {
        let Some(values) = object.get(part).filter(|values| !values.is_null()) else { continue };
        let Some(fields) = values.as_object() else {
            faults.push(SchemaFault::of(FaultKind::Type, *part, "must be an object"));
            continue;
        };
        for (key, value) in fields {
            if !value.is_string() && !value.is_null() {
                let at = format!("{part}.{key}");
                faults.push(SchemaFault::of(FaultKind::Type, at, "must be a string"));
            } else if let Err(reason) = names::data_key(key) {
                faults.push(SchemaFault::new(*part, reason.to_string()));
            }
        }
    }
}

/// Adds the values of a Secret's `data` that are not in base64. They are not repeated.
fn base64(secret: &Value, faults: &mut Vec<SchemaFault>) {
    let data = secret.get("data").and_then(Value::as_object).into_iter().flatten();
    for (key, value) in data {
        if value.as_str().is_some_and(|text| SecretBytes::from_base64(text).is_none()) {
            let at = format!("data[{key:?}]");
            faults.push(SchemaFault::new(at, "is not base64; plain text goes under `stringData`"));
        }
    }
}

/// The fields of a Service's `spec`, and of one of its ports.
///
/// Source: <https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec>.
const SERVICE: &[&str] = &[
    "allocateLoadBalancerNodePorts",
    "clusterIP",
    "clusterIPs",
    "externalIPs",
    "externalName",
    "externalTrafficPolicy",
    "healthCheckNodePort",
    "internalTrafficPolicy",
    "ipFamilies",
    "ipFamilyPolicy",
    "loadBalancerClass",
    "loadBalancerIP",
    "loadBalancerSourceRanges",
    "ports",
    "publishNotReadyAddresses",
    "selector",
    "sessionAffinity",
    "sessionAffinityConfig",
    "trafficDistribution",
    "type",
];
const SERVICE_PORT: &[&str] =
    &["appProtocol", "name", "nodePort", "port", "protocol", "targetPort"];

fn service(object: &Value, faults: &mut Vec<SchemaFault>) {
    known(object, &["spec"], faults);
    let Some(spec) = object.get("spec") else { return };
    unknown(spec, "spec", SERVICE, faults);
    let ports = spec.get("ports").and_then(Value::as_array).into_iter().flatten();
    for (index, port) in ports.enumerate() {
        unknown(port, &format!("spec.ports[{index}]"), SERVICE_PORT, faults);
    }
    if let Err(fault) = typed::from_value::<ServiceSpec>(spec) {
        let fault = fault.within("spec");
        faults.push(SchemaFault::of(FaultKind::Type, fault.at, fault.reason));
    }
}
