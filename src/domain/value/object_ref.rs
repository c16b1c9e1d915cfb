//! Names of Kubernetes objects: what every message, row and route calls a thing.

use std::fmt;

use serde::{Serialize, Serializer};

/// The kinds of object the program reads, in the order a person reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Gateway,
    HttpRoute,
    AgentgatewayBackend,
    AgentgatewayModel,
    AgentgatewayPolicy,
    ReferenceGrant,
    ListenerSet,
    BackendTlsPolicy,
    Secret,
    /// Read by name, as routes and hosts name it; none that the program writes.
    Service,
    /// Read by name, where a listener chooses namespaces by label; its own name has no namespace.
    Namespace,
    /// The same.
    ConfigMap,
    /// Read where a Gateway names it, for the prices that it leads to.
    AgentgatewayParameters,
}

/// How the API server knows a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindNames {
    pub group: &'static str,
    pub version: &'static str,
    pub kind: &'static str,
    pub plural: &'static str,
}

const AGENTGATEWAY: &str = "agentgateway.dev";
const GATEWAY_API: &str = "gateway.networking.k8s.io";

impl Kind {
    /// The kinds that are read as a whole. Secrets are read one by one, as backends name them.
    pub const LISTED: &'static [Kind] = &[
        Kind::Gateway,
        Kind::HttpRoute,
        Kind::AgentgatewayBackend,
        Kind::AgentgatewayModel,
        Kind::AgentgatewayPolicy,
        Kind::ReferenceGrant,
        Kind::ListenerSet,
        Kind::BackendTlsPolicy,
    ];

    /// Every kind that the program writes and lists, once.
    pub fn all() -> impl Iterator<Item = Kind> {
        Kind::LISTED.iter().copied().chain([Kind::Secret])
    }

    /// Group, version, kind and plural, as in the CRDs.
    #[must_use]
    pub const fn names(self) -> KindNames {
        let (group, version, kind, plural) = match self {
            Kind::Gateway => (GATEWAY_API, "v1", "Gateway", "gateways"),
            Kind::HttpRoute => (GATEWAY_API, "v1", "HTTPRoute", "httproutes"),
            Kind::AgentgatewayBackend => {
                (AGENTGATEWAY, "v1alpha1", "AgentgatewayBackend", "agentgatewaybackends")
            }
            Kind::AgentgatewayModel => {
                (AGENTGATEWAY, "v1alpha1", "AgentgatewayModel", "agentgatewaymodels")
            }
            Kind::AgentgatewayPolicy => {
                (AGENTGATEWAY, "v1alpha1", "AgentgatewayPolicy", "agentgatewaypolicies")
            }
            Kind::ReferenceGrant => (GATEWAY_API, "v1beta1", "ReferenceGrant", "referencegrants"),
            Kind::ListenerSet => (GATEWAY_API, "v1", "ListenerSet", "listenersets"),
            Kind::BackendTlsPolicy => (GATEWAY_API, "v1", "BackendTLSPolicy", "backendtlspolicies"),
            Kind::Secret => ("", "v1", "Secret", "secrets"),
            Kind::Service => ("", "v1", "Service", "services"),
            Kind::Namespace => ("", "v1", "Namespace", "namespaces"),
            Kind::ConfigMap => ("", "v1", "ConfigMap", "configmaps"),
            Kind::AgentgatewayParameters => {
                (AGENTGATEWAY, "v1alpha1", "AgentgatewayParameters", "agentgatewayparameters")
            }
        };
        KindNames { group, version, kind, plural }
    }

    /// The kind called `name` (`HTTPRoute`) in the API group `group`.
    #[must_use]
    pub fn of(group: &str, name: &str) -> Option<Kind> {
        Kind::all().find(|kind| kind.is(group, name))
    }

    /// Whether it is called so; also of the kinds that the program only reads.
    #[must_use]
    pub fn is(self, group: &str, name: &str) -> bool {
        let names = self.names();
        (names.group, names.kind) == (group, name)
    }
}

impl KindNames {
    /// `agentgatewaybackends.agentgateway.dev`, the name of the CRD; `secrets` for the core group.
    #[must_use]
    pub fn resource(&self) -> String {
        match self.group {
            "" => self.plural.to_owned(),
            group => format!("{}.{group}", self.plural),
        }
    }

    /// `agentgateway.dev/v1alpha1`, or `v1` for the core group.
    #[must_use]
    pub fn api_version(&self) -> String {
        match self.group {
            "" => self.version.to_owned(),
            group => format!("{group}/{}", self.version),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.names().kind)
    }
}

/// The namespace and name of an object; ordered by namespace, then name. What lives in no namespace has an empty one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectName {
    pub namespace: String,
    pub name: String,
}

impl ObjectName {
    /// The object `name` in `namespace`.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        ObjectName { namespace: namespace.into(), name: name.into() }
    }

    /// The object that [`text`](Self::text) wrote so.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let (namespace, name) = text.split_once('/').unwrap_or(("", text));
        ObjectName::new(namespace, name)
    }

    /// What [`Display`](fmt::Display) writes, without a formatter: each request asks for it.
    #[must_use]
    pub fn text(&self) -> String {
        match self.namespace.as_str() {
            "" => self.name.clone(),
            namespace => [namespace, "/", &self.name].concat(),
        }
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace.as_str() {
            "" => f.write_str(&self.name),
            namespace => write!(f, "{namespace}/{}", self.name),
        }
    }
}

/// As [`Display`](fmt::Display) writes it.
impl Serialize for ObjectName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One object: its kind and its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectRef {
    pub kind: Kind,
    pub name: ObjectName,
}

impl ObjectRef {
    /// The object of `kind` called `name`.
    #[must_use]
    pub fn new(kind: Kind, name: ObjectName) -> Self {
        ObjectRef { kind, name }
    }
}

impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_group_and_name_only_together() {
        assert_eq!(Kind::of(GATEWAY_API, "HTTPRoute"), Some(Kind::HttpRoute));
        assert_eq!(Kind::of(AGENTGATEWAY, "HTTPRoute"), None);
        assert_eq!(Kind::of("", "Secret"), Some(Kind::Secret));
    }

    #[test]
    fn resources_and_versions_read_as_kubectl_writes_them() {
        let names = Kind::AgentgatewayBackend.names();
        assert_eq!(names.resource(), "agentgatewaybackends.agentgateway.dev");
        assert_eq!(names.api_version(), "agentgateway.dev/v1alpha1");
        assert_eq!(Kind::Secret.names().api_version(), "v1");
    }
}
