//! Every policy by name, and whether `serve` supports it.
//!
//! Source: the names are the fields of agentgateway's
//! `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` at 75b4e6ce6.

use super::settings::Block;

/// One policy, by name.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The block and the field: `traffic.cors`. A `preRouting` policy has the row of its name under `traffic`.
    pub name: &'static str,
    pub support: Support,
}

/// What is done with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Read into what a route or listener does with its requests: `compile::traffic::readers` has its reader.
    Traffic,
    /// Read where an upstream is resolved.
    Upstream,
    /// Not implemented, and reported: it only observes or tunes.
    Noted,
    /// Not implemented: requests are rejected with 501 and an explanation.
    Refused,
    /// No policy that is known here: refused too. What is wrong with its name is said where it is written.
    Unknown,
}

const fn row(name: &'static str, support: Support) -> Row {
    Row { name, support }
}

/// Every policy of agentgateway's CRD. One that is not in this list is rejected as well.
pub const ROWS: &[Row] = &[
    row("frontend.accessLog", Support::Noted),
    row("frontend.http", Support::Traffic),
    row("frontend.metrics", Support::Noted),
    row("frontend.tcp", Support::Noted),
    row("frontend.tracing", Support::Noted),
    row("traffic.apiKeyAuthentication", Support::Traffic),
    row("traffic.authorization", Support::Traffic),
    row("traffic.basicAuthentication", Support::Traffic),
    row("traffic.buffer", Support::Traffic),
    row("traffic.cors", Support::Traffic),
    row("traffic.csrf", Support::Traffic),
    row("traffic.delay", Support::Traffic),
    row("traffic.directResponse", Support::Traffic),
    row("traffic.extAuth", Support::Refused),
    row("traffic.extProc", Support::Refused),
    row("traffic.headerModifiers.request", Support::Traffic),
    row("traffic.headerModifiers.response", Support::Traffic),
    row("traffic.hostRewrite", Support::Traffic),
    row("traffic.jwtAuthentication", Support::Traffic),
    row("traffic.rateLimit", Support::Traffic),
    row("traffic.retry", Support::Traffic),
    row("traffic.timeouts", Support::Traffic),
    row("traffic.transformation", Support::Traffic),
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
    row("backend.authorization", Support::Upstream),
    row("backend.extAuth", Support::Refused),
    row("backend.health", Support::Upstream),
    row("backend.http", Support::Upstream),
    row("backend.mcp", Support::Refused),
    row("backend.sessionAffinity", Support::Upstream),
    row("backend.tcp", Support::Upstream),
    row("backend.tls", Support::Upstream),
    row("backend.transformation", Support::Upstream),
    row("backend.tunnel", Support::Refused),
];

/// How the policy of this name is supported: [`Support::Unknown`] where nobody knows the name.
#[must_use]
pub fn support(name: &str) -> Support {
    let name = Block::row(name);
    ROWS.iter().find(|row| row.name == name).map_or(Support::Unknown, |row| row.support)
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
        assert!(matches!(support("traffic.novelty"), Support::Unknown));
    }
}
