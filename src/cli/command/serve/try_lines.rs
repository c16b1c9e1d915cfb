//! Lines to paste after `serve` has started: a request for each of the first models.

use crate::cli::command::curl_line::CurlLine;
use crate::cli::output;
use crate::domain::compile::Compiled;
use crate::domain::llm::format::{CHAT, RouteType};
use crate::domain::llm::{example, family};
use crate::domain::registry::{ModelSource, RouteRow, Row};
use crate::domain::route::model_router;
use crate::domain::route::sample::{self, ClientCredential};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::proxy::Served;

/// Models for which a line is shown.
const TRIED: usize = 3;
/// What is asked for where the backend's own model takes its place.
const ANY: &str = "any";
const PROMPT: &str = "Hello";

/// The shell variable that stands for a token that a policy requires.
const TOKEN: &str = "$TOKEN";

/// What is said of how requests are made.
#[derive(Clone, Copy)]
pub(super) struct Tries<'a> {
    /// The providers are simulated.
    pub(super) simulates: bool,
    /// The key of clients, as a shell has it within double quotes.
    pub(super) key: Option<&'a str>,
}

/// A request that reaches a model.
struct Request<'a> {
    url: String,
    headers: Vec<(String, String)>,
    body: String,
    key: Option<&'a str>,
}

/// Says the lines; nothing where no request is known to reach a model.
pub(super) fn say(compiled: &Compiled, rows: &[Row], served: &[Served], tries: &Tries<'_>) {
    let lines = rows.iter().filter_map(|row| {
        let request = match row.source {
            ModelSource::Backend => to_backend(compiled, row, served, tries.key),
            ModelSource::Model => to_model(row, served, tries),
        };
        let request = request?;
        let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        headers.extend(request.headers);
        let (url, headers, body) = (&*request.url, &*headers, &*request.body);
        let line = CurlLine { url, headers, key: request.key, body, stream: false };
        let line = line.to_string().replace('\n', "\n  ");
        Some(format!("  # {}/{}\n  {line}", row.namespace, row.name))
    });
    let lines: Vec<_> = lines.take(TRIED).collect();
    if !lines.is_empty() {
        output::say(&format!("\ntry:\n{}\n", lines.join("\n")));
    }
}

/// None where no line that can be known gets an answer: it takes two credentials at one place, or one that is made by
/// others.
fn to_backend<'k>(
    compiled: &Compiled,
    row: &Row,
    served: &[Served],
    key: Option<&'k str>,
) -> Option<Request<'k>> {
    let backend = ObjectName::new(&row.namespace, &row.name);
    let sample = sample::to_backend(&compiled.table, &backend).ok()?;
    let one = served.iter().find(|one| one.bind == sample.bind)?;
    let key = match (key, sample.credential) {
        (key, None) => key,
        (None, Some(ClientCredential::Bearer)) => Some(TOKEN),
        _ => return None,
    };
    let mut headers = sample.headers;
    if key.is_some() && headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization")) {
        return None;
    }
    headers.splice(..0, sample.host.map(|host| ("Host".to_owned(), host)));
    let query = sample.query.map(|query| format!("?{query}")).unwrap_or_default();
    let url = format!("{}{}{query}", one.url(), sample.path);
    Some(Request { url, headers, body: example::body(sample.format, ANY, PROMPT)?, key })
}

/// A model that requests name. Behind a route or a hostname of its own it takes more than its name to reach it.
fn to_model<'k>(row: &Row, served: &[Served], tries: &Tries<'k>) -> Option<Request<'k>> {
    let is_plain = |way: &&RouteRow| way.matches.starts_with("model=");
    let way = row.routes.iter().find(is_plain)?;
    let one = served.iter().find(|one| leads_to(way, one))?;
    let model = named(row.model.as_deref()?, row.provider.as_deref()?, tries.simulates)?;
    let body = example::body(RouteType::Completions, &model, PROMPT)?;
    Some(Request { url: format!("{}{CHAT}", one.url()), headers: Vec::new(), body, key: tries.key })
}

/// Whether a way into the registry is served at this address.
pub(super) fn leads_to(way: &RouteRow, one: &Served) -> bool {
    way.gateway == one.bind.gateway && way.port == one.bind.port
}

/// A model that a provider has, of those that a pattern stands for; the simulator has every one.
fn named(pattern: &str, provider: &str, simulates: bool) -> Option<String> {
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
        let small = |pattern, provider| named(pattern, provider, false);
        assert_eq!(small("gpt-4o", "openai").as_deref(), Some("gpt-4o"));
        assert_eq!(small("*", "openai").as_deref(), Some("gpt-4o-mini"));
        assert_eq!(small("claude-*", "openai"), None, "it is not known which");
        assert_eq!(small("*", "ollama"), None);
        assert_eq!(named("llama*", "ollama", true).as_deref(), Some("llama"));
        assert_eq!(named("*", "ollama", true).as_deref(), Some("any"));
    }
}
