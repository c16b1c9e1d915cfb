//! The Gateway API's kinds as we read them. The experimental channel's fields are among them because they are a superset:
//! a route with a newer filter is still a route. Fields that nobody uses are read too, so that a slip in them is said.

mod backend_tls_policy;
mod gateway;
mod http_route;
mod reference;

pub use backend_tls_policy::{
    AltName, AuthorityRef, BackendTlsPolicySpec, BackendTlsPolicyValidation, TlsTarget,
};
pub use gateway::{
    AllowedListenersFrom, GatewaySpec, LabelExpression, Listener, ListenerSetSpec,
    NamespaceSelector, NamespacesFrom, TlsMode,
};
pub use http_route::{
    BackendRef, Filter, FilterType, HeaderModifier, HttpRouteSpec, Match, MatchMethod, ParentRef,
    PathMatch, PathMatchType, RedirectScheme, RequestMirror, RequestRedirect, Rule, Timeouts,
    UrlRewrite, ValueMatch, ValueMatchType,
};
pub use reference::{BackendObjectReference, LocalReference, ObjectReference, ReferenceGrantSpec};

/// The certificate that a Gateway shows to upstreams.
#[must_use]
pub fn client_certificate(gateway: &GatewaySpec) -> Option<&ObjectReference> {
    gateway.tls.as_ref()?.backend.as_ref()?.client_certificate_ref.as_ref()
}

/// Whether a listener chooses by their labels the namespaces whose routes it takes.
#[must_use]
pub fn chooses_by_label(listener: &Listener) -> bool {
    let namespaces = listener.allowed_routes.as_ref().and_then(|rules| rules.namespaces.as_ref());
    namespaces.is_some_and(|namespaces| namespaces.from == Some(NamespacesFrom::Selector))
}

/// Whether a Gateway chooses by their labels the namespaces whose ListenerSets it takes.
#[must_use]
pub fn chooses_sets_by_label(gateway: &GatewaySpec) -> bool {
    let rules = gateway.allowed_listeners.as_ref().and_then(|rules| rules.namespaces.as_ref());
    rules.is_some_and(|rules| rules.from == Some(AllowedListenersFrom::Selector))
}

/// The Services that a rule names, to call or to mirror to: namespace, if one is written, and name.
pub fn services(rule: &Rule) -> impl Iterator<Item = (Option<&String>, &str)> {
    let references = || rule.backend_refs.iter().flatten();
    let called = references().map(|to| {
        (to.group.as_deref(), to.kind.as_deref(), to.namespace.as_ref(), to.name.as_str())
    });
    let of_references = references().flat_map(|reference| reference.filters.iter().flatten());
    let filters = rule.filters.iter().flatten().chain(of_references);
    let mirrors = filters.filter_map(|filter| {
        let to = &filter.request_mirror.as_ref()?.backend_ref;
        Some((to.group.as_deref(), to.kind.as_deref(), to.namespace.as_ref(), to.name.as_str()))
    });
    called.chain(mirrors).filter_map(|(group, kind, namespace, name)| {
        let is_core = group.unwrap_or_default().is_empty();
        (is_core && kind.unwrap_or("Service") == "Service").then_some((namespace, name))
    })
}
