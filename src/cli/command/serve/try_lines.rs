//! Lines to paste after `serve` has started: a request for each of the first models.

use crate::cli::command::curl_line::CurlLine;
use crate::cli::output;
use crate::domain::compile::Compiled;
use crate::domain::llm::family;
use crate::domain::registry::{ModelSource, RouteRow, Row};
use crate::domain::route::{model_router, sample};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::proxy::Served;

/// Models for which a line is shown.
const TRIED: usize = 3;
/// What is asked for where the backend's own model takes its place.
const ANY: &str = "any";
const CHAT: &str = "/v1/chat/completions";

/// A request that reaches a model.
struct Request {
    url: String,
    headers: Vec<(String, String)>,
    model: String,
}

/// Says the lines; nothing where no request is known to reach a model.
pub(super) fn say(compiled: &Compiled, rows: &[Row], served: &[Served], simulates: bool) {
    let lines = rows.iter().filter_map(|row| {
        let request = match row.source {
            ModelSource::Backend => to_backend(compiled, row, served),
            ModelSource::Model => to_model(row, served, simulates),
        };
        let request = request?;
        let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        headers.extend(request.headers);
        let model = serde_json::Value::from(request.model);
        let body =
            format!(r#"{{"model":{model},"messages":[{{"role":"user","content":"Hello"}}]}}"#);
        let (url, headers) = (&*request.url, &*headers);
        let line = CurlLine { url, headers, key_variable: None, body: &body, stream: false };
        let line = line.to_string().replace('\n', "\n  ");
        Some(format!("  # {}/{}\n  {line}", row.namespace, row.name))
    });
    let lines: Vec<_> = lines.take(TRIED).collect();
    if !lines.is_empty() {
        output::say(&format!("\ntry:\n{}\n", lines.join("\n")));
    }
}

fn to_backend(compiled: &Compiled, row: &Row, served: &[Served]) -> Option<Request> {
    let backend = ObjectName::new(&row.namespace, &row.name);
    let sample = sample::to_backend(&compiled.table, &backend).ok()?;
    let one = served.iter().find(|one| one.bind == sample.bind)?;
    let mut headers = sample.headers;
    headers.splice(..0, sample.host.map(|host| ("Host".to_owned(), host)));
    Some(Request { url: format!("{}{}", one.url(), sample.path), headers, model: ANY.to_owned() })
}

/// A model that requests name. Behind a route or a hostname of its own it takes more than its name to reach it.
fn to_model(row: &Row, served: &[Served], simulates: bool) -> Option<Request> {
    let is_plain = |way: &&RouteRow| way.matches.starts_with("model=");
    let way = row.routes.iter().find(is_plain)?;
    let one = served.iter().find(|one| leads_to(way, one))?;
    let model = example(row.model.as_deref()?, row.provider.as_deref()?, simulates)?;
    Some(Request { url: format!("{}{CHAT}", one.url()), headers: Vec::new(), model })
}

/// Whether a way into the registry is served at this address.
pub(super) fn leads_to(way: &RouteRow, one: &Served) -> bool {
    let gateway = one.bind.gateway.as_ref().map(ToString::to_string);
    way.gateway == gateway && way.port == one.bind.port
}

/// A model that a provider has, of those that a pattern stands for; the simulator has every one.
fn example(pattern: &str, provider: &str, simulates: bool) -> Option<String> {
    if !pattern.contains('*') {
        return Some(pattern.to_owned());
    }
    let small = family::small(provider).filter(|model| model_router::matches(pattern, model));
    let made_up = || {
        let named = pattern.trim_matches('*');
        simulates.then(|| if named.is_empty() { ANY } else { named }.to_owned())
    };
    small.map(str::to_owned).or_else(made_up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_tried_with_a_model_that_is_there() {
        let small = |pattern, provider| example(pattern, provider, false);
        assert_eq!(small("gpt-4o", "openai").as_deref(), Some("gpt-4o"));
        assert_eq!(small("*", "openai").as_deref(), Some("gpt-4o-mini"));
        assert_eq!(small("claude-*", "openai"), None, "it is not known which");
        assert_eq!(small("*", "ollama"), None);
        assert_eq!(example("llama*", "ollama", true).as_deref(), Some("llama"));
        assert_eq!(example("*", "ollama", true).as_deref(), Some("any"));
    }
}
