//! What users call the types of objects: the commands' words, kubectl's, and short ones.

/// What a type is called, the commands' own word first.
const TYPES: &[(&str, &[&str])] = &[
    ("backend", &["be", "agbe", "backends", "agentgatewaybackend", "agentgatewaybackends"]),
    ("model", &["agmodel", "models", "agentgatewaymodel", "agentgatewaymodels"]),
    ("route", &["hr", "rt", "routes", "httproute", "httproutes"]),
    ("gateway", &["gw", "gtw", "gateways"]),
    ("policy", &["pol", "agpol", "policies", "agentgatewaypolicy", "agentgatewaypolicies"]),
    ("key", &["secret", "secrets", "keys"]),
    ("grant", &["refgrant", "grants", "referencegrant", "referencegrants"]),
];

/// The word of the commands for a type; `.agentgateway.dev` and the like may follow it.
pub(in crate::cli) fn type_of(word: &str) -> Option<&'static str> {
    let word = word.split('.').next()?.to_ascii_lowercase();
    let row = TYPES.iter().find(|(own, others)| *own == word || others.contains(&word.as_str()));
    row.map(|row| row.0)
}
