//! The smallest request body of each format, to try a route with.
//!
//! Source: the request bodies of <https://platform.openai.com/docs/api-reference>, <https://docs.anthropic.com/en/api>,
//! <https://docs.cohere.com/reference/rerank> and <https://ai.google.dev/api>.

use serde_json::json;

use super::format::RouteType;

/// A body that asks `model` for something about `text`; none for formats that no body asks for. The model is first: a
/// proxy that peeks need not read on.
#[must_use]
pub fn body(format: RouteType, model: &str, text: &str) -> Option<String> {
    let (model, text) = (json!(model), json!(text));
    let messages = format!(r#""messages":[{{"role":"user","content":{text}}}]"#);
    Some(match format {
        RouteType::Completions
        | RouteType::Passthrough
        | RouteType::Detect
        | RouteType::AnthropicTokenCount => format!(r#"{{"model":{model},{messages}}}"#),
        RouteType::Messages => format!(r#"{{"model":{model},"max_tokens":256,{messages}}}"#),
        RouteType::Responses | RouteType::Embeddings => {
            format!(r#"{{"model":{model},"input":{text}}}"#)
        }
        RouteType::Rerank => format!(r#"{{"model":{model},"query":{text},"documents":[{text}]}}"#),
        RouteType::GenerateContent | RouteType::GeminiCountTokens => {
            format!(r#"{{"contents":[{{"role":"user","parts":[{{"text":{text}}}]}}]}}"#)
        }
        RouteType::Models | RouteType::Realtime => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_body_is_json_and_quotes_what_it_is_given() {
        for (format, name) in RouteType::ALL {
            let Some(body) = body(*format, "a\"b", "say \"hi\"") else { continue };
            let read: serde_json::Value = serde_json::from_str(&body).expect(name);
            assert!(body.contains(r#"say \"hi\""#) && read.is_object(), "{name}: {body}");
        }
    }
}
