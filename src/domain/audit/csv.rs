//! Requests as comma-separated values (RFC 4180): one column for each member that a request may have.

use serde_json::Value;

use super::entry::Entry;

/// The members, in the order in which a line has them.
const COLUMNS: &[&str] = &[
    "ordinal",
    "time",
    "exchange",
    "rules",
    "decision",
    "policy.name",
    "policy.field",
    "reason",
    "error",
    "api_key.name",
    "jwt.sub",
    "basic_auth.user",
    "gateway",
    "listener",
    "route",
    "backend",
    "endpoint",
    "src.addr",
    "http.method",
    "http.host",
    "http.path",
    "http.version",
    "http.request.body.size",
    "http.status",
    "protocol",
    "gen_ai.provider.name",
    "agw.ai.format.client",
    "agw.ai.format.upstream",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.reasoning_tokens",
    "agw.ai.usage.cost.micro_usd",
    "retry.attempt",
    "attempts",
    "http.response.body.size",
    "time_to_first_byte_us",
    "agw.ai.time_to_first_token_us",
    "duration_us",
    "hash",
];

/// The names of the columns.
#[must_use]
pub fn header() -> String {
    COLUMNS.join(",") + "\r\n"
}

/// A request.
#[must_use]
pub fn row(of: &Entry) -> String {
    let cells = COLUMNS.iter().map(|name| match of.members.get(*name) {
        None => String::new(),
        Some(Value::String(text)) => cell(text),
        Some(other) => cell(&other.to_string()),
    });
    cells.collect::<Vec<_>>().join(",") + "\r\n"
}

/// Quoted where it must be. What a spreadsheet would take for a formula is told to be a text by an apostrophe, since
/// strangers write some of these texts: <https://owasp.org/www-community/attacks/CSV_Injection>.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    match text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{guard}{}\"", text.replace('"', "\"\"")),
        false => format!("{guard}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_of_a_request_has_its_column() {
        let source = include_str!("record/request.rs");
        let quoted = source.split('"').skip(1).step_by(2);
        let members = quoted.filter(|name| name.contains(['.', '_']) && !name.contains([' ', ':']));
        let members: Vec<_> = members.collect();
        assert!(members.len() > 20, "{members:?}");
        for name in members {
            assert!(COLUMNS.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        for (text, written) in [
            ("gpt-4o", "gpt-4o"),
            ("a,b", "\"a,b\""),
            ("a \"b\"\nc", "\"a \"\"b\"\"\nc\""),
            ("=1+1", "'=1+1"),
            ("@a,b", "\"'@a,b\""),
        ] {
            assert_eq!(cell(text), written);
        }
        let line = b"{\"ordinal\":7,\"time\":\"t\",\"type\":\"request\",\"http.status\":200}\n";
        let row = row(&Entry::read(line).expect("a line"));
        assert_eq!(row.matches(',').count(), COLUMNS.len() - 1);
        assert!(row.starts_with("7,t,") && row.contains(",200,") && row.ends_with("\r\n"), "{row}");
    }
}
