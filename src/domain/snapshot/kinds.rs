//! Which kind an object of any group is read as.

use serde_json::Value;

use crate::domain::crd::dialect::reference;
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;

/// The kind that an object is read as: another product's backend is one in another dialect.
#[must_use]
pub fn kind_of(group: &str, kind: &str) -> Option<Kind> {
    let foreign = || reference::is_backend(group, kind).then_some(Kind::AgentgatewayBackend);
    Kind::of(group, kind).or_else(foreign)
}

/// The kind of a policy's target, which may be a Service.
#[must_use]
pub fn target_kind(group: &str, name: &str) -> Option<Kind> {
    Kind::of(group, name).or(Kind::Service.is(group, name).then_some(Kind::Service))
}

/// The kinds whose objects guard others: where one is invalid or may not be read, what it may be for has to refuse.
pub const GUARDS: [Kind; 2] = [Kind::AgentgatewayPolicy, Kind::BackendTlsPolicy];

/// Whether objects of a kind guard others.
#[must_use]
pub fn is_guard(kind: Kind) -> bool {
    GUARDS.contains(&kind)
}

/// The guard that an object without `apiVersion` or `kind` was meant to be.
#[must_use]
pub fn meant_guard(api_version: &str, kind: &str, object: &Value) -> Option<Kind> {
    if !kind.is_empty() {
        return meant(api_version, kind).filter(|kind| is_guard(*kind));
    }
    let targets = ["/spec/targetRefs", "/spec/targetSelectors"];
    let is_policy = targets.iter().any(|at| object.pointer(at).is_some_and(Value::is_array));
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let tls = is_like(group, Kind::BackendTlsPolicy.names().group);
    is_policy.then_some(if tls { Kind::BackendTlsPolicy } else { Kind::AgentgatewayPolicy })
}

/// The kind that was meant by a name, a group or a version that no kind has; none of what is somebody else's.
#[must_use]
pub fn meant(api_version: &str, kind: &str) -> Option<Kind> {
    // The two fields are exchanged.
    if kind.contains('/') {
        return Kind::all().find(|known| known.names().kind == api_version);
    }
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    if OTHERS.contains(&kind) {
        return None;
    }
    let same = |known: &Kind| known.names().kind.eq_ignore_ascii_case(kind);
    if let Some(known) = Kind::all().find(same).filter(|known| may_be_of(group, *known)) {
        return Some(known);
    }
    let beside = Kind::all().chain([Kind::AgentgatewayParameters]);
    let beside: Vec<_> = beside.filter(|known| is_like(group, known.names().group)).collect();
    let near = like(beside.iter().map(|known| known.names().kind).collect(), kind)?;
    beside.into_iter().find(|known| known.names().kind == near)
}

/// What the names of agentgateway's kinds begin with.
const PREFIX: &str = "Agentgateway";

/// The name of a kind that is most like another: by the word that both end with, else letter by letter, without the beginning
/// that all of agentgateway's have.
fn like(names: Vec<&'static str>, kind: &str) -> Option<&'static str> {
    if kind == "ReferencePolicy" {
        return names.into_iter().find(|name| *name == Kind::ReferenceGrant.names().kind);
    }
    let lower = kind.to_lowercase();
    let own = |name: &&'static str| name.strip_prefix(PREFIX).map(|own| (own, *name));
    let owns: Vec<_> = names.iter().filter_map(own).collect();
    let ends = |(own, _): &&(&str, &str)| lower.ends_with(&own.to_lowercase());
    if let Some((_, name)) = owns.iter().find(ends) {
        return Some(name);
    }
    let bare = lower.strip_prefix(&PREFIX.to_lowercase()).map(|_| &kind[PREFIX.len()..]);
    match bare {
        Some(bare) => {
            let near = near::nearest(owns.iter().map(|(own, _)| *own), bare)?;
            owns.iter().find(|(own, _)| *own == near).map(|(_, name)| *name)
        }
        None => {
            let ends = |name: &&&str| lower.len() > 4 && name.to_lowercase().ends_with(&lower);
            let near = names.iter().find(ends).copied();
            near.or_else(|| near::nearest(names.iter().copied(), kind))
        }
    }
}

/// Kinds of the Gateway API that are not read and not misspelt.
const OTHERS: [&str; 9] = [
    "BackendTrafficPolicy",
    "GRPCRoute",
    "GatewayClass",
    "TCPRoute",
    "TLSRoute",
    "UDPRoute",
    "XBackendTrafficPolicy",
    "XListenerSet",
    "XMesh",
];

/// Whether the Gateway API or agentgateway has a kind of this name.
#[must_use]
pub fn is_known(kind: &str) -> bool {
    OTHERS.contains(&kind) || Kind::all().any(|known| known.names().kind == kind)
}

/// Names that the Gateway API's group had, or that is taken for it.
const FORMERLY: [&str; 2] = ["networking.x-k8s.io", "gateway.networking.x-k8s.io"];

/// Whether an object of this group may be of a kind whose name it has. Names that begin so are nobody else's; others have
/// Gateways and HTTPRoutes too.
fn may_be_of(group: &str, kind: Kind) -> bool {
    let names = kind.names();
    let ours = [Kind::Gateway, Kind::AgentgatewayBackend];
    names.kind.starts_with(PREFIX)
        || group.is_empty()
        || ours.iter().any(|known| known.names().group == group)
        || names.group.is_empty() && group == "core"
        || is_like(group, names.group)
        || names.group.ends_with(KUBERNETES) && group.ends_with(KUBERNETES)
}

/// What the groups of the Kubernetes project end with.
const KUBERNETES: &str = "k8s.io";

/// Whether a group is this one, or was meant to be.
fn is_like(group: &str, known: &str) -> bool {
    let is_gateway_api = known == Kind::Gateway.names().group;
    let is_agentgateway = known == Kind::AgentgatewayBackend.names().group;
    match known.is_empty() {
        true => group.is_empty(),
        false => {
            group == known
                || is_gateway_api && FORMERLY.contains(&group)
                || is_agentgateway && group.contains("agentgateway")
                || near::distance(group, known) < 4
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found_and_what_is_somebody_elses_is_not() {
        for (api_version, kind, found) in [
            ("agentgateway.dev/v1alpha1", "AgentGatewayBackend", Some(Kind::AgentgatewayBackend)),
            ("agentgateway.dev/v1alpha1", "Backend", Some(Kind::AgentgatewayBackend)),
            ("agentgateway.dev", "AgentgatewayPolicy", Some(Kind::AgentgatewayPolicy)),
            ("v1", "AgentgatewayPolicy", Some(Kind::AgentgatewayPolicy)),
            ("kgateway.dev/v1alpha1", "AgentgatewayPolicy", Some(Kind::AgentgatewayPolicy)),
            ("AgentgatewayModel", "agentgateway.dev/v1alpha1", Some(Kind::AgentgatewayModel)),
            ("gateway.networking.k8s.io/v1", "HttpRoute", Some(Kind::HttpRoute)),
            ("gateway.networking.k8s.io/v1", "HTTPRoutes", Some(Kind::HttpRoute)),
            ("networking.k8s.io/v1", "HTTPRoute", Some(Kind::HttpRoute)),
            ("networking.x-k8s.io/v1alpha1", "HTTPRoute", Some(Kind::HttpRoute)),
            ("gateway.networking.k8s.io/v1", "BackendTlsPolicy", Some(Kind::BackendTlsPolicy)),
            ("agentgateway.dev/v1alpha1", "AgwPolicy", Some(Kind::AgentgatewayPolicy)),
            ("agentgateway.dev/v1alpha1", "TrafficPolicy", Some(Kind::AgentgatewayPolicy)),
            (
                "agentgateway.dev/v1alpha1",
                "AgentgatewayParameter",
                Some(Kind::AgentgatewayParameters),
            ),
            ("agentgateway.dev/v1alpha1", "AgentgatewayQuota", None),
            ("agentgateway.dev/v1", "Gateway", Some(Kind::Gateway)),
            ("gateway.networking.k8s.io/v1beta1", "ReferencePolicy", Some(Kind::ReferenceGrant)),
            ("core/v1", "Secret", Some(Kind::Secret)),
            ("v1", "secret", Some(Kind::Secret)),
            ("v1", "Secrets", Some(Kind::Secret)),
            ("v1", "Service", None),
            ("v1", "ServiceAccount", None),
            ("v1", "Pod", None),
            ("apps/v1", "Deployment", None),
            ("gateway.networking.k8s.io/v1", "GRPCRoute", None),
            ("gateway.networking.k8s.io/v1", "GatewayClass", None),
            ("policy.linkerd.io/v1beta1", "HTTPRoute", None),
            ("networking.istio.io/v1", "Gateway", None),
            ("networking.k8s.io/v1", "Ingress", None),
            ("networking.k8s.io/v1", "NetworkPolicy", None),
            ("external-secrets.io/v1", "ExternalSecret", None),
        ] {
            assert_eq!(meant(api_version, kind), found, "{api_version} {kind}");
        }
    }
}
