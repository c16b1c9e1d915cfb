//! Gateway and ListenerSet: where requests come in.
//!
//! Source: Gateway API 1.5, experimental channel, Gateway and ListenerSet
//! (<https://gateway-api.sigs.k8s.io/reference/spec/#gateway>).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::reference::{LocalReference, ObjectReference};

/// `spec` of a Gateway.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewaySpec {
    pub gateway_class_name: String,
    pub listeners: Vec<Listener>,
    pub addresses: Option<Vec<Address>>,
    pub allowed_listeners: Option<AllowedListeners>,
    pub infrastructure: Option<Infrastructure>,
    pub tls: Option<GatewayTls>,
    pub default_scope: Option<DefaultScope>,
}

/// `spec` of a ListenerSet.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerSetSpec {
    pub parent_ref: ObjectReference,
    pub listeners: Vec<Listener>,
}

/// One of `listeners`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listener {
    pub name: String,
    pub hostname: Option<String>,
    pub port: i32,
    pub protocol: String,
    pub tls: Option<ListenerTls>,
    pub allowed_routes: Option<AllowedRoutes>,
}

/// `tls` of a listener.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerTls {
    pub mode: Option<TlsMode>,
    pub certificate_refs: Option<Vec<ObjectReference>>,
    pub options: Option<BTreeMap<String, String>>,
}

/// Where TLS ends.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum TlsMode {
    Terminate,
    Passthrough,
}

/// `allowedRoutes` of a listener.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct AllowedRoutes {
    pub namespaces: Option<RouteNamespaces>,
    pub kinds: Option<Vec<RouteKind>>,
}

/// Namespaces whose routes a listener takes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct RouteNamespaces {
    pub from: Option<NamespacesFrom>,
    pub selector: Option<NamespaceSelector>,
}

/// Where routes may come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum NamespacesFrom {
    All,
    Selector,
    Same,
}

/// A kind of route.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct RouteKind {
    pub group: Option<String>,
    pub kind: String,
}

/// Namespaces by their labels: a `LabelSelector` of Kubernetes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NamespaceSelector {
    pub match_labels: Option<BTreeMap<String, String>>,
    pub match_expressions: Option<Vec<LabelExpression>>,
}

/// One of `matchExpressions`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct LabelExpression {
    pub key: String,
    pub operator: String,
    pub values: Option<Vec<String>>,
}

/// One of the `addresses` of a Gateway.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Address {
    pub r#type: Option<String>,
    pub value: Option<String>,
}

/// `allowedListeners`: the ListenerSets that a Gateway takes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct AllowedListeners {
    pub namespaces: Option<ListenerNamespaces>,
}

/// Namespaces whose ListenerSets a Gateway takes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ListenerNamespaces {
    pub from: Option<AllowedListenersFrom>,
    pub selector: Option<NamespaceSelector>,
}

/// Where ListenerSets may come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum AllowedListenersFrom {
    All,
    Selector,
    Same,
    None,
}

/// `infrastructure`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Infrastructure {
    pub annotations: Option<BTreeMap<String, String>>,
    pub labels: Option<BTreeMap<String, String>>,
    pub parameters_ref: Option<LocalReference>,
}

/// Whether a Gateway is a default.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum DefaultScope {
    All,
    None,
}

/// `tls` of a Gateway.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GatewayTls {
    pub backend: Option<BackendSide>,
    pub frontend: Option<FrontendSide>,
}

/// TLS to upstreams.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendSide {
    pub client_certificate_ref: Option<ObjectReference>,
}

/// TLS from clients.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrontendSide {
    pub default: FrontendTls,
    pub per_port: Option<Vec<FrontendPort>>,
}

/// TLS from clients of one port.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct FrontendPort {
    pub port: i32,
    pub tls: FrontendTls,
}

/// Whether clients show certificates.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct FrontendTls {
    pub validation: Option<FrontendValidation>,
}

/// Which certificates of clients are good.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrontendValidation {
    pub ca_certificate_refs: Vec<AuthorityAnywhere>,
    pub mode: Option<FrontendValidationMode>,
}

/// What becomes of a client whose certificate is not good.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum FrontendValidationMode {
    AllowValidOnly,
    AllowInsecureFallback,
}

/// A certificate authority in any namespace.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct AuthorityAnywhere {
    pub group: String,
    pub kind: String,
    pub name: String,
    pub namespace: Option<String>,
}
