//! The Gateway API's kinds as we read them: the only file that names the `gateway-api` crate. The experimental
//! channel's types are used because they are a superset: a route with a newer filter is still a route.

pub use gateway_api::apis::experimental::gateways::{
    GatewayListeners as Listener, GatewayListenersAllowedRoutesNamespacesFrom as NamespacesFrom,
    GatewayListenersTlsCertificateRefs as CertificateRef, GatewayListenersTlsMode as TlsMode,
    GatewaySpec,
};
pub use gateway_api::apis::experimental::httproutes::{
    HttpRouteParentRefs as ParentRef, HttpRouteRules as Rule,
    HttpRouteRulesBackendRefs as BackendRef, HttpRouteRulesBackendRefsFilters as BackendRefFilter,
    HttpRouteRulesFilters as Filter,
    HttpRouteRulesFiltersRequestHeaderModifier as RequestHeaderModifier,
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
pub use gateway_api::apis::experimental::referencegrants::ReferenceGrantSpec;
