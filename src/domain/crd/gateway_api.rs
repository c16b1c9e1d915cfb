//! The Gateway API's kinds as we read them: the only file that names the `gateway-api` crate. The experimental
//! channel's types are used because they are a superset: a route with a newer filter is still a route.

pub use gateway_api::Duration;
pub use gateway_api::apis::experimental::gateways::{
    GatewayAllowedListenersNamespacesFrom as AllowedListenersFrom, GatewayListeners as Listener,
    GatewayListenersAllowedRoutesNamespacesFrom as NamespacesFrom,
    GatewayListenersAllowedRoutesNamespacesSelector as NamespaceSelector,
    GatewayListenersAllowedRoutesNamespacesSelectorMatchExpressions as LabelExpression,
    GatewayListenersTlsCertificateRefs as CertificateRef, GatewayListenersTlsMode as TlsMode,
    GatewaySpec,
};
pub use gateway_api::apis::experimental::httproutes::{
    HttpRouteParentRefs as ParentRef, HttpRouteRules as Rule,
    HttpRouteRulesBackendRefs as BackendRef, HttpRouteRulesBackendRefsFilters as BackendRefFilter,
    HttpRouteRulesFilters as Filter,
    HttpRouteRulesFiltersRequestHeaderModifier as RequestHeaderModifier,
    HttpRouteRulesFiltersRequestMirror as RequestMirror,
    HttpRouteRulesFiltersRequestMirrorBackendRef as MirrorRef,
    HttpRouteRulesFiltersRequestRedirect as RequestRedirect,
    HttpRouteRulesFiltersRequestRedirectScheme as RedirectScheme,
    HttpRouteRulesFiltersResponseHeaderModifier as ResponseHeaderModifier,
    HttpRouteRulesFiltersType as FilterType, HttpRouteRulesFiltersUrlRewrite as UrlRewrite,
    HttpRouteRulesMatches as Match, HttpRouteRulesMatchesHeaders as HeaderMatch,
    HttpRouteRulesMatchesHeadersType as HeaderMatchType,
    HttpRouteRulesMatchesMethod as MatchMethod, HttpRouteRulesMatchesPath as PathMatch,
    HttpRouteRulesMatchesPathType as PathMatchType, HttpRouteRulesMatchesQueryParams as QueryMatch,
    HttpRouteRulesMatchesQueryParamsType as QueryMatchType, HttpRouteRulesTimeouts as Timeouts,
    HttpRouteSpec,
};
pub use gateway_api::apis::experimental::listenersets::ListenerSetParentRef;
pub use gateway_api::apis::experimental::referencegrants::ReferenceGrantSpec;
pub use gateway_api::apis::standard::backendtlspolicies::{
    BackendTlsPolicySpec, BackendTlsPolicyTargetRefs as TlsTarget, BackendTlsPolicyValidation,
    BackendTlsPolicyValidationCaCertificateRefs as AuthorityRef,
    BackendTlsPolicyValidationSubjectAltNamesType as AltNameType,
};

/// The certificate that a Gateway shows to upstreams, as a reference of a listener, which has the same fields in a type
/// of its own.
#[must_use]
pub fn client_certificate(gateway: &GatewaySpec) -> Option<CertificateRef> {
    let backend = gateway.tls.as_ref()?.backend.as_ref()?;
    let written = backend.client_certificate_ref.as_ref()?;
    Some(CertificateRef {
        group: written.group.clone(),
        kind: written.kind.clone(),
        name: written.name.clone(),
        namespace: written.namespace.clone(),
    })
}

/// A ListenerSet, whose listeners have the fields of a Gateway's, in a type of one.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerSetSpec {
    pub parent_ref: ListenerSetParentRef,
    pub listeners: Vec<Listener>,
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
    let of_rule = rule.filters.iter().flatten().filter_map(|filter| {
        let to = &filter.request_mirror.as_ref()?.backend_ref;
        Some((to.group.as_deref(), to.kind.as_deref(), to.namespace.as_ref(), to.name.as_str()))
    });
    let filters = references().flat_map(|reference| reference.filters.iter().flatten());
    let of_references = filters.filter_map(|filter| {
        let to = &filter.request_mirror.as_ref()?.backend_ref;
        Some((to.group.as_deref(), to.kind.as_deref(), to.namespace.as_ref(), to.name.as_str()))
    });
    called.chain(of_rule).chain(of_references).filter_map(|(group, kind, namespace, name)| {
        let is_core = group.unwrap_or_default().is_empty();
        (is_core && kind.unwrap_or("Service") == "Service").then_some((namespace, name))
    })
}
