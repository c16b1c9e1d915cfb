//! The kinds of request a language model takes, and which of them a path is.
//!
//! Source: `crates/llm/src/lib.rs` of agentgateway at 75b4e6ce6, `RouteType`.

use std::collections::BTreeMap;

/// How a request is read and answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RouteType {
    /// OpenAI chat completions; what everything is that nobody mapped.
    Completions,
    /// Anthropic messages.
    Messages,
    /// OpenAI responses.
    Responses,
    Embeddings,
    Rerank,
    AnthropicTokenCount,
    /// Gemini's own format, streamed or not.
    GenerateContent,
    GeminiCountTokens,
    /// A list of models; agentgateway answers 501.
    Models,
    /// Only host, TLS and credentials are seen to.
    Passthrough,
    /// Bytes are forwarded; model and usage are read where they can be.
    Detect,
    /// A WebSocket.
    Realtime,
}

impl RouteType {
    /// Every type, once, with its name.
    pub const ALL: &'static [(RouteType, &'static str)] = &[
        (RouteType::Completions, "Completions"),
        (RouteType::Messages, "Messages"),
        (RouteType::Responses, "Responses"),
        (RouteType::Embeddings, "Embeddings"),
        (RouteType::Rerank, "Rerank"),
        (RouteType::AnthropicTokenCount, "AnthropicTokenCount"),
        (RouteType::GenerateContent, "GenerateContent"),
        (RouteType::GeminiCountTokens, "GeminiCountTokens"),
        (RouteType::Models, "Models"),
        (RouteType::Passthrough, "Passthrough"),
        (RouteType::Detect, "Detect"),
        (RouteType::Realtime, "Realtime"),
    ];

    /// The type that a value of `policies.ai.routes` names; the spelling is the CRD's.
    #[must_use]
    pub fn from_crd(name: &str) -> Option<RouteType> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The CRD's spelling.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// Whether it is Gemini's own format: the path names the model and says whether it streams; bodies need not.
    #[must_use]
    pub fn is_native_gemini(self) -> bool {
        matches!(self, RouteType::GenerateContent | RouteType::GeminiCountTokens)
    }
}

/// `policies.ai.routes`, ready to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteTypeTable {
    /// Longest suffix first.
    suffixes: Vec<(String, RouteType)>,
    rest: Option<RouteType>,
}

/// The suffix that stands for every path.
const ANY: &str = "*";

impl RouteTypeTable {
    /// Reads a map of path suffix to type. Entries whose type is unknown are left out and returned, suffix and type,
    /// in the order of the map.
    #[must_use]
    pub fn compile(routes: &BTreeMap<String, String>) -> (RouteTypeTable, Vec<(&str, &str)>) {
        let mut unknown = Vec::new();
        let known = routes.iter().filter_map(|(suffix, name)| {
            let route_type = RouteType::from_crd(name);
            if route_type.is_none() {
                unknown.push((suffix.as_str(), name.as_str()));
            }
            Some((suffix.as_str(), route_type?))
        });
        let compiled = Self::of(known);
        (compiled, unknown)
    }

    /// [`RECOMMENDED_ROUTES`].
    #[must_use]
    pub fn recommended() -> RouteTypeTable {
        Self::of(RECOMMENDED_ROUTES.iter().copied())
    }

    fn of<'a>(rows: impl Iterator<Item = (&'a str, RouteType)>) -> RouteTypeTable {
        let mut compiled = RouteTypeTable::default();
        for (suffix, route_type) in rows {
            if suffix == ANY {
                compiled.rest = Some(route_type);
            } else {
                compiled.suffixes.push((suffix.to_owned(), route_type));
            }
        }
        compiled.suffixes.sort_by_key(|row| std::cmp::Reverse(row.0.len()));
        compiled
    }

    fn find(&self, path: &str) -> Option<RouteType> {
        let found = self.suffixes.iter().find(|row| path.ends_with(&row.0));
        found.map(|row| row.1).or(self.rest)
    }
}

/// The type of a request for `path` (after the route's rewrites, without its query): the longest suffix that fits,
/// then `*`; chat completions without a map or a fit.
#[must_use]
pub fn resolve(routes: Option<&RouteTypeTable>, path: &str) -> RouteType {
    routes.and_then(|routes| routes.find(path)).unwrap_or(RouteType::Completions)
}

/// The path of chat completions at a provider.
pub const CHAT: &str = "/v1/chat/completions";

/// The path of a request of this format, given that of another with its query: the suffix that says which format it
/// is changes, a prefix stays. A path without such a suffix stays as it is.
#[must_use]
pub fn path_of(format: RouteType, path: &str) -> String {
    let (before, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let paths = || RECOMMENDED_ROUTES.iter().filter(|row| row.0.starts_with('/'));
    let prefix = paths().find_map(|row| before.strip_suffix(row.0));
    match (prefix, paths().find(|row| row.1 == format)) {
        (Some(prefix), Some((suffix, _))) => format!("{prefix}{suffix}{query}"),
        _ => path.to_owned(),
    }
}

/// The model router's own map: what a generated backend should carry.
pub const RECOMMENDED_ROUTES: &[(&str, RouteType)] = &[
    (CHAT, RouteType::Completions),
    ("/v1/messages", RouteType::Messages),
    ("/v1/messages/count_tokens", RouteType::AnthropicTokenCount),
    (":rawPredict", RouteType::Messages),
    (":streamRawPredict", RouteType::Messages),
    (":generateContent", RouteType::GenerateContent),
    (":streamGenerateContent", RouteType::GenerateContent),
    (":countTokens", RouteType::GeminiCountTokens),
    ("/v1/responses", RouteType::Responses),
    ("/v1/responses/compact", RouteType::Detect),
    ("/v1/images/generations", RouteType::Detect),
    ("/v1/images/edits", RouteType::Detect),
    ("/v1/images/variations", RouteType::Detect),
    ("/v1/embeddings", RouteType::Embeddings),
    ("/v1/rerank", RouteType::Rerank),
    ("/v2/rerank", RouteType::Rerank),
    (ANY, RouteType::Passthrough),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled(rows: &[(&str, &str)]) -> RouteTypeTable {
        let map =
            rows.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        RouteTypeTable::compile(&map).0
    }

    #[test]
    fn names_are_read_back() {
        for (route_type, name) in RouteType::ALL {
            assert_eq!(RouteType::from_crd(name), Some(*route_type));
            assert_eq!(route_type.name(), *name);
        }
        assert_eq!(RouteType::from_crd("completions"), None);
    }

    #[test]
    fn without_a_map_every_path_is_chat_completions() {
        assert_eq!(resolve(None, "/v1/models"), RouteType::Completions);
        assert_eq!(resolve(Some(&RouteTypeTable::default()), "/x"), RouteType::Completions);
    }

    #[test]
    fn the_longest_suffix_wins_and_the_star_is_last() {
        let routes = compiled(&[
            ("*", "Passthrough"),
            ("/messages", "Detect"),
            ("/v1/messages", "Messages"),
            ("tokens", "Rerank"),
        ]);
        assert_eq!(resolve(Some(&routes), "/team/v1/messages"), RouteType::Messages);
        assert_eq!(resolve(Some(&routes), "/messages"), RouteType::Detect);
        assert_eq!(resolve(Some(&routes), "/"), RouteType::Passthrough);
        let routes = compiled(&[("/v1/messages", "Messages")]);
        assert_eq!(resolve(Some(&routes), "/other"), RouteType::Completions);
    }

    #[test]
    fn an_unknown_type_is_named_and_left_out() {
        let map = BTreeMap::from([("/x".to_owned(), "Chat".to_owned())]);
        let (routes, unknown) = RouteTypeTable::compile(&map);
        assert_eq!(unknown, [("/x", "Chat")]);
        assert_eq!(resolve(Some(&routes), "/x"), RouteType::Completions);
    }

    #[test]
    fn another_format_has_another_path_below_the_same_prefix() {
        for (format, path, expected) in [
            (RouteType::Messages, "/v1/chat/completions", "/v1/messages"),
            (
                RouteType::Completions,
                "/team/v1/messages?a=/v1/b",
                "/team/v1/chat/completions?a=/v1/b",
            ),
            (RouteType::Responses, "/v1/responses", "/v1/responses"),
            (RouteType::Embeddings, "/v1/messages/count_tokens", "/v1/embeddings"),
            (RouteType::Messages, "/gpt", "/gpt"),
            (RouteType::GenerateContent, "/v1/messages", "/v1/messages"),
        ] {
            assert_eq!(path_of(format, path), expected, "{path}");
        }
    }

    #[test]
    fn the_recommended_routes_tell_look_alikes_apart() {
        let routes = RouteTypeTable::recommended();
        for (path, expected) in RECOMMENDED_ROUTES {
            assert_eq!(resolve(Some(&routes), path), *expected, "{path}");
        }
        let path = "/v1beta/models/gemini:streamGenerateContent";
        assert_eq!(resolve(Some(&routes), path), RouteType::GenerateContent);
        assert_eq!(resolve(Some(&routes), "/v1/models"), RouteType::Passthrough);
    }
}
