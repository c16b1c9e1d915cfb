//! Every policy by name, and whether `serve` supports it.

/// One policy.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// `traffic.cors`; a policy before routing has the row of its name under `traffic`.
    pub name: &'static str,
    pub stance: Stance,
}

/// What is done with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Read into what a route or listener does with its requests: `compile::traffic::readers` has its reader.
    Traffic,
    /// Read where an upstream is resolved.
    Upstream,
    /// It only watches or tunes: left undone, and said.
    Noted,
    /// Requests are refused, with a sentence.
    Refused,
}

const fn row(name: &'static str, stance: Stance) -> Row {
    Row { name, stance }
}

/// All that agentgateway's CRD has; what is not in here is refused too.
pub const ROWS: &[Row] = &[
    row("frontend.accessLog", Stance::Noted),
    row("frontend.http", Stance::Traffic),
    row("frontend.metrics", Stance::Noted),
    row("frontend.tcp", Stance::Noted),
    row("frontend.tracing", Stance::Noted),
    row("traffic.apiKeyAuthentication", Stance::Traffic),
    row("traffic.authorization", Stance::Traffic),
    row("traffic.basicAuthentication", Stance::Traffic),
    row("traffic.buffer", Stance::Traffic),
    row("traffic.cors", Stance::Traffic),
    row("traffic.csrf", Stance::Traffic),
    row("traffic.delay", Stance::Traffic),
    row("traffic.directResponse", Stance::Traffic),
    row("traffic.extAuth", Stance::Refused),
    row("traffic.extProc", Stance::Refused),
    row("traffic.headerModifiers.request", Stance::Traffic),
    row("traffic.headerModifiers.response", Stance::Traffic),
    row("traffic.hostRewrite", Stance::Traffic),
    row("traffic.jwtAuthentication", Stance::Traffic),
    row("traffic.rateLimit", Stance::Traffic),
    row("traffic.retry", Stance::Traffic),
    row("traffic.timeouts", Stance::Traffic),
    row("traffic.transformation", Stance::Traffic),
    row("backend.ai.defaults", Stance::Upstream),
    row("backend.ai.finalTransformations", Stance::Upstream),
    row("backend.ai.modelAliases", Stance::Upstream),
    row("backend.ai.overrides", Stance::Upstream),
    row("backend.ai.prompt", Stance::Upstream),
    row("backend.ai.promptGuard", Stance::Upstream),
    row("backend.ai.transformations", Stance::Upstream),
    row("backend.ai.promptCaching", Stance::Noted),
    row("backend.ai.routes", Stance::Upstream),
    row("backend.auth", Stance::Upstream),
    row("backend.extAuth", Stance::Refused),
    row("backend.health", Stance::Upstream),
    row("backend.http", Stance::Upstream),
    row("backend.mcp", Stance::Refused),
    row("backend.tcp", Stance::Upstream),
    row("backend.tls", Stance::Upstream),
    row("backend.transformation", Stance::Upstream),
    row("backend.tunnel", Stance::Refused),
];

/// What is done with the policy of this name.
#[must_use]
pub fn stance(name: &str) -> Stance {
    let name = match name.strip_prefix("preRouting.") {
        Some(rest) => format!("traffic.{rest}"),
        None => name.to_owned(),
    };
    ROWS.iter().find(|row| row.name == name).map_or(Stance::Refused, |row| row.stance)
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
        assert!(matches!(stance("traffic.novelty"), Stance::Refused));
    }
}
