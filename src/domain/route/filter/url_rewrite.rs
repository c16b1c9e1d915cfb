//! URLRewrite: another path, another Host. Runs before the route type is chosen, so `/openai` may become
//! `/v1/chat/completions` (`crates/agentgateway/src/http/filters.rs` at 75b4e6ce6).

use crate::domain::crd::gateway_api::UrlRewrite as Written;
use crate::domain::route::reason::{Reason, RuleFault};

/// What is rewritten before the request is forwarded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlRewrite {
    pub hostname: Option<String>,
    pub path: Option<PathRewrite>,
}

/// How a path changes; its query stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathRewrite {
    Full(String),
    /// Replaces the prefix that matched.
    Prefix(String),
}

impl UrlRewrite {
    /// Reads a URLRewrite.
    ///
    /// # Errors
    /// As [`PathRewrite::read`].
    pub(super) fn read(filter: &Written) -> Result<Self, Reason> {
        let path = match &filter.path {
            None => None,
            Some(path) => Some(PathRewrite::read(
                path.replace_full_path.as_deref(),
                path.replace_prefix_match.as_deref(),
            )?),
        };
        Ok(UrlRewrite { hostname: filter.hostname.clone(), path })
    }
}

impl PathRewrite {
    /// Reads `replaceFullPath` and `replacePrefixMatch`, of which exactly one is set.
    ///
    /// # Errors
    /// None of them is set, or both are.
    pub(super) fn read(full: Option<&str>, prefix: Option<&str>) -> Result<Self, Reason> {
        match (full, prefix) {
            (Some(full), None) => Ok(PathRewrite::Full(full.to_owned())),
            (None, Some(prefix)) => Ok(PathRewrite::Prefix(prefix.to_owned())),
            _ => Err(RuleFault::PathRewrite.into()),
        }
    }

    /// The new path. `matched` is the prefix that the rule matched, without a trailing slash; for a rule that
    /// matched otherwise a prefix rewrite changes nothing.
    #[must_use]
    pub fn apply(&self, matched: Option<&str>, path: &str) -> String {
        match (self, matched) {
            (PathRewrite::Full(full), _) => with_slash(full),
            (PathRewrite::Prefix(prefix), Some(matched)) => {
                let rest = path.strip_prefix(matched).unwrap_or(path);
                with_slash(&format!("{}{rest}", prefix.trim_end_matches('/')))
            }
            (PathRewrite::Prefix(_), None) => path.to_owned(),
        }
    }
}

fn with_slash(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_replaced_as_the_gateway_api_tables_them() {
        // The table in the Gateway API's HTTPPathModifier: path, prefix, replacement, result.
        for (path, matched, with, expected) in [
            ("/foo/bar", "/foo", "/xyz", "/xyz/bar"),
            ("/foo/bar", "/foo", "/xyz/", "/xyz/bar"),
            ("/foo", "/foo", "/xyz", "/xyz"),
            ("/foo/", "/foo", "/xyz", "/xyz/"),
            ("/foo/bar", "/foo", "", "/bar"),
            ("/foo/", "/foo", "", "/"),
            ("/foo", "/foo", "/", "/"),
            ("/foo", "/foo", "", "/"),
        ] {
            let rewrite = PathRewrite::Prefix(with.into());
            assert_eq!(rewrite.apply(Some(matched), path), expected, "{path} {with}");
        }
        assert_eq!(PathRewrite::Full("/x".into()).apply(None, "/foo"), "/x");
    }
}
