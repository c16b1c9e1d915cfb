//! The answer of a policy that stops, as `traffic.directResponse` has it.

use serde_json::{Value, json};

use crate::domain::kill::Kill;
use crate::domain::llm::error_format::ErrorFormat;
use crate::domain::value::digest;

/// The status of what is killed, as `serve` answers.
const STATUS: u16 = 503;

/// The most cases of a `directResponse`.
const CASES: usize = 16;

/// The longest name of an object. Bytes.
const LONGEST: usize = 253;

/// Where policies know who asks, as [`crate::domain::kill::Passage`] does: what a key's metadata calls its owner, the subject
/// of a token, the user of a login.
const OWNERS: &[&str] =
    &["apiKey.name", "apiKey.id", "apiKey.user", "apiKey.owner", "jwt.sub", "basicAuth.username"];

/// To every request.
pub(super) fn always(why: &str) -> Value {
    reply(why)
}

/// To the requests of these clients, each with its own reason while there are cases for it.
pub(super) fn of_clients(kills: &[&Kill]) -> Value {
    let is_one = |kill: &&Kill| {
        let name = Value::from(kill.subject().name);
        let each = OWNERS.iter().map(|owner| format!("default({owner}, \"\") == {name}"));
        each.collect::<Vec<_>>().join(" || ")
    };
    let case = |condition: String, why: &str| json!({"condition": condition, "policy": reply(why)});
    let (own, others) = kills.split_at(kills.len().min(CASES - 1));
    let mut cases: Vec<_> = own.iter().map(|kill| case(is_one(kill), &kill.words())).collect();
    if !others.is_empty() {
        let any = others.iter().map(is_one).collect::<Vec<_>>().join(" || ");
        cases.push(case(any, "stopped by the kill switch"));
    }
    json!({"conditional": cases})
}

/// An error in the format of the clients of the path, which are told not to ask again.
fn reply(why: &str) -> Value {
    let error = |format: ErrorFormat| {
        let error = format.error(STATUS, why).unwrap_or_default();
        // A string of JSON is one of CEL.
        Value::from(error.to_string()).to_string()
    };
    let body = format!(
        "request.path.endsWith(\"/messages\") ? {} : {}",
        error(ErrorFormat::Anthropic),
        error(ErrorFormat::OpenAi)
    );
    json!({
        "status": STATUS,
        "headers": [
            {"name": "content-type", "value": "\"application/json\""},
            {"name": "x-should-retry", "value": "\"false\""},
        ],
        "bodyExpression": body,
    })
}

/// The name of the policy for a Gateway, a route or a rule of a route.
pub(super) fn name(kind: &str, on: &str, section: &str) -> String {
    let plain = format!("kubectl-agw-kill-{kind}-{on}");
    match section.is_empty() && plain.len() <= LONGEST {
        true => plain,
        false => {
            let mut hash = digest::sha256_hex(format!("{on}/{section}").as_bytes());
            hash.truncate(16);
            let short: String = plain.chars().take(LONGEST - 17).collect();
            format!("{}-{hash}", short.trim_end_matches(['-', '.']))
        }
    }
}
