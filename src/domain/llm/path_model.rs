//! Models that a URL names, as those of Gemini, Vertex, Bedrock and Azure do.
//!
//! Source: `crates/agentgateway/src/llm/model_router.rs` of agentgateway at 75b4e6ce6.

use std::borrow::Cow;
use std::ops::Range;

/// What follows the colon behind a model.
const VERBS: &[&str] =
    &["rawPredict", "streamRawPredict", "generateContent", "streamGenerateContent", "countTokens"];
/// What follows the slash behind a model of Bedrock.
const CALLS: &[&str] = &["invoke", "invoke-with-response-stream", "converse", "converse-stream"];

/// The model that a path names.
#[must_use]
pub fn named_by(path: &str) -> Option<Cow<'_, str>> {
    place(path).map(|(span, _)| decoded(&path[span]))
}

/// The path with another model in it; none where it names none that can be put in its place.
#[must_use]
pub fn with_model(path: &str, model: &str) -> Option<String> {
    let (span, fixed) = place(path)?;
    (!fixed).then(|| format!("{}{}{}", &path[..span.start], encoded(model), &path[span.end..]))
}

/// Where the model stands, and whether it has to stay: a deployment is no model's name.
fn place(path: &str) -> Option<(Range<usize>, bool)> {
    let between = |before: &str, end: usize, fixed| {
        let start = path[..end].find(before)? + before.len();
        (start < end).then_some((start..end, fixed))
    };
    if let Some((resource, verb)) = path.rsplit_once(':')
        && VERBS.contains(&verb)
    {
        return between("/models/", resource.len(), false);
    }
    if let Some((resource, call)) = path.rsplit_once('/')
        && CALLS.contains(&call)
    {
        return between("/model/", resource.len(), false);
    }
    let from = path.find("/openai/deployments/")? + "/openai/deployments/".len();
    let end = from + path[from..].find('/')?;
    (from < end).then_some((from..end, true))
}

/// A segment's text.
fn decoded(segment: &str) -> Cow<'_, str> {
    if !segment.contains('%') {
        return Cow::Borrowed(segment);
    }
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = hex.and_then(|hex| std::str::from_utf8(hex).ok());
        match byte.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// A model as a segment: what would end the segment, and what no path may hold, in its place.
fn encoded(model: &str) -> String {
    let mut out = String::with_capacity(model.len());
    for c in model.chars() {
        match c {
            '/' => out.push_str("%2F"),
            '%' => out.push_str("%25"),
            '?' => out.push_str("%3F"),
            '#' => out.push_str("%23"),
            ' ' => out.push_str("%20"),
            c if c.is_ascii_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_providers_urls_name_their_model() {
        for (path, model) in [
            ("/v1beta/models/gemini-2.5-flash:generateContent", "gemini-2.5-flash"),
            ("/v1/projects/p/locations/us/publishers/google/models/g:streamGenerateContent", "g"),
            ("/v1/projects/p/locations/us/publishers/anthropic/models/c@1:rawPredict", "c@1"),
            ("/model/anthropic.claude-v2:0/converse", "anthropic.claude-v2:0"),
            ("/model/arn%3Aaws%2Fx/invoke-with-response-stream", "arn:aws/x"),
            ("/openai/deployments/gpt-4o/chat/completions", "gpt-4o"),
        ] {
            assert_eq!(named_by(path).as_deref(), Some(model), "{path}");
        }
        for path in
            ["/v1/chat/completions", "/v1beta/models", "/models/:generateContent", "/model/x/y"]
        {
            assert_eq!(named_by(path), None, "{path}");
        }
    }

    #[test]
    fn another_model_takes_its_place_and_nothing_else_changes() {
        for (path, model, expected) in [
            ("/v1beta/models/v:countTokens", "a/b", "/v1beta/models/a%2Fb:countTokens"),
            (
                "/x/publishers/meta/models/v:rawPredict",
                "m",
                "/x/publishers/meta/models/m:rawPredict",
            ),
            ("/model/v/converse-stream", "m:0", "/model/m:0/converse-stream"),
        ] {
            assert_eq!(with_model(path, model).as_deref(), Some(expected), "{path}");
        }
        assert_eq!(with_model("/openai/deployments/d/chat/completions", "m"), None);
    }
}
