//! Every policy by name, and whether `serve` supports it.

/// One policy.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// `traffic.cors`; a policy before routing has the row of its name under `traffic`.
    pub name: &'static str,
    pub stance: Support,
}

/// What is done with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Read into what a route or listener does with its requests: `compile::traffic::readers` has its reader.
    RoutePolicies,
    /// Read where an upstream is resolved.
    Upstream,
    /// It only watches or tunes: left undone, and said.
    Noted,
    /// Requests are refused, with a sentence.
    Refused,
}

const fn row(name: &'static str, stance: Support) -> Row {
    Row { name, stance }
}

/// All that agentgateway's CRD has; what is not in here is refused too.
pub const ROWS: &[Row] = &[
    row("frontend.accessLog", Support::Noted),
    row("frontend.http", Support::RoutePolicies),
    row("frontend.metrics", Support::Noted),
    row("frontend.tcp", Support::Noted),
    row("frontend.tracing", Support::Noted),
    row("traffic.apiKeyAuthentication", Support::RoutePolicies),
    row("traffic.authorization", Support::RoutePolicies),
    row("traffic.basicAuthentication", Support::RoutePolicies),
    row("traffic.buffer", Support::RoutePolicies),
    row("traffic.cors", Support::RoutePolicies),
    row("traffic.csrf", Support::RoutePolicies),
    row("traffic.delay", Support::RoutePolicies),
    row("traffic.directResponse", Support::RoutePolicies),
    row("traffic.extAuth", Support::Refused),
    row("traffic.extProc", Support::Refused),
    row("traffic.headerModifiers.request", Support::RoutePolicies),
    row("traffic.headerModifiers.response", Support::RoutePolicies),
    row("traffic.hostRewrite", Support::RoutePolicies),
    row("traffic.jwtAuthentication", Support::RoutePolicies),
    row("traffic.rateLimit", Support::RoutePolicies),
    row("traffic.retry", Support::RoutePolicies),
    row("traffic.timeouts", Support::RoutePolicies),
    row("traffic.transformation", Support::RoutePolicies),
    row("backend.ai.defaults", Support::Upstream),
    row("backend.ai.finalTransformations", Support::Upstream),
    row("backend.ai.modelAliases", Support::Upstream),
    row("backend.ai.overrides", Support::Upstream),
    row("backend.ai.prompt", Support::Upstream),
    row("backend.ai.promptGuard", Support::Upstream),
    row("backend.ai.transformations", Support::Upstream),
    row("backend.ai.promptCaching", Support::Noted),
    row("backend.ai.routes", Support::Upstream),
    row("backend.auth", Support::Upstream),
    row("backend.extAuth", Support::Refused),
    row("backend.health", Support::Upstream),
    row("backend.http", Support::Upstream),
    row("backend.mcp", Support::Refused),
    row("backend.tcp", Support::Upstream),
    row("backend.tls", Support::Upstream),
    row("backend.transformation", Support::Upstream),
    row("backend.tunnel", Support::Refused),
];

/// What is done with the policy of this name.
#[must_use]
pub fn stance(name: &str) -> Support {
    let name = match name.strip_prefix("preRouting.") {
        Some(rest) => format!("traffic.{rest}"),
        None => name.to_owned(),
    };
    ROWS.iter().find(|row| row.name == name).map_or(Support::Refused, |row| row.stance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_has_one_row_and_an_unknown_one_is_refused() {
        let mut names: Vec<_> = ROWS.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ROWS.len());
        assert!(matches!(stance("traffic.novelty"), Support::Refused));
    }
}
