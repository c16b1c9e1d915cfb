//! Errors in the formats of clients: those that `serve` itself answers with, and those of a provider that come in another
//! form, such as a page of HTML or Google's list.
//!
//! Source: `crates/llm/src/conversion/messages.rs` and `…/completions.rs` of agentgateway at 75b4e6ce6.

use serde_json::{Value, json};

use super::format::RouteType;

/// Whose errors a client reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFormat {
    OpenAi,
    /// OpenAI's Responses, which differ from its other formats within a stream.
    Responses,
    Anthropic,
    Google,
    /// Nobody's: plain text.
    Text,
}

impl ErrorFormat {
    /// That of a request for this path, by its last segment.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        match path.rsplit('/').next().unwrap_or_default() {
            "completions" | "embeddings" | "rerank" => ErrorFormat::OpenAi,
            "responses" => ErrorFormat::Responses,
            "messages" | "count_tokens" => ErrorFormat::Anthropic,
            last => match last.rsplit_once(':') {
                Some((_, "generateContent" | "streamGenerateContent" | "countTokens")) => {
                    ErrorFormat::Google
                }
                _ => ErrorFormat::Text,
            },
        }
    }

    /// That of a request of this type.
    #[must_use]
    pub fn of(route_type: RouteType) -> Self {
        match route_type {
            RouteType::Completions | RouteType::Embeddings | RouteType::Rerank => {
                ErrorFormat::OpenAi
            }
            RouteType::Responses => ErrorFormat::Responses,
            RouteType::Messages | RouteType::AnthropicTokenCount => ErrorFormat::Anthropic,
            RouteType::GenerateContent | RouteType::GeminiCountTokens => ErrorFormat::Google,
            RouteType::Models
            | RouteType::Passthrough
            | RouteType::Detect
            | RouteType::Realtime => ErrorFormat::Text,
        }
    }

    /// An error of this status; none where it is plain text.
    #[must_use]
    pub fn error(self, status: u16, message: &str) -> Option<Value> {
        Some(match self {
            ErrorFormat::OpenAi | ErrorFormat::Responses => {
                let kind = if status < 500 { "invalid_request_error" } else { "api_error" };
                openai(kind, message, &Value::Null)
            }
            ErrorFormat::Anthropic => {
                json!({"type": "error", "error": {"type": anthropics(status), "message": message}})
            }
            ErrorFormat::Google => {
                let error = json!({"code": status, "message": message, "status": googles(status)});
                json!({"error": error})
            }
            ErrorFormat::Text => return None,
        })
    }

    /// An error of this status as an event in the middle of a stream, after which nothing follows. Who reads no format in
    /// particular gets OpenAI's.
    #[must_use]
    pub fn event(self, status: u16, message: &str) -> String {
        let format = if self == ErrorFormat::Text { ErrorFormat::OpenAi } else { self };
        let error = format.error(status, message).unwrap_or_default();
        match format {
            ErrorFormat::Responses => {
                let code = &error["error"]["type"];
                let error = json!({"type": "error", "code": code, "message": message,
                    "param": null, "sequence_number": 0});
                format!("event: error\ndata: {error}\n\n")
            }
            ErrorFormat::Anthropic => format!("event: error\ndata: {error}\n\n"),
            _ => format!("data: {error}\n\n"),
        }
    }

    /// A provider's error as this client reads it; none where it is in its format already. `google` says that the provider is
    /// Google's, whose door for OpenAI's clients keeps errors of its own.
    #[must_use]
    pub fn of_provider(self, google: bool, status: u16, body: &[u8]) -> Option<Value> {
        let read: Option<Value> = serde_json::from_slice(body).ok();
        let error = |read: &Value| read.get(0).unwrap_or(read).get("error").cloned();
        match (self, &read) {
            (ErrorFormat::Text, _) => None,
            (ErrorFormat::OpenAi | ErrorFormat::Responses, Some(read)) if google => {
                let error = error(read)?;
                let message = error.get("message")?.as_str()?;
                let code = error.get("status").cloned().unwrap_or_default();
                Some(openai(of_google(code.as_str()), message, &code))
            }
            (ErrorFormat::Anthropic, read) => {
                let kind =
                    read.as_ref().and_then(error).and_then(|error| error.get("type").cloned());
                match kind {
                    Some(_) => None,
                    None => self.error(status, &String::from_utf8_lossy(body)),
                }
            }
            (_, Some(_)) => None,
            (_, None) if body.trim_ascii().is_empty() => None,
            (_, None) => self.error(status, &String::from_utf8_lossy(body)),
        }
    }
}

fn openai(kind: &str, message: &str, code: &Value) -> Value {
    json!({"error": {"type": kind, "message": message, "param": null, "code": code}})
}

/// Anthropic's word for a status.
#[must_use]
pub fn anthropics(status: u16) -> &'static str {
    match status {
        400 => "invalid_request_error",
        401 | 403 => "authentication_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        _ => "api_error",
    }
}

/// Google's word for a status.
fn googles(status: u16) -> &'static str {
    match status {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        501 => "UNIMPLEMENTED",
        503 => "UNAVAILABLE",
        _ => "INTERNAL",
    }
}

/// OpenAI's word for one of Google's.
fn of_google(status: Option<&str>) -> &'static str {
    match status {
        Some("INVALID_ARGUMENT" | "FAILED_PRECONDITION") => "invalid_request_error",
        Some("NOT_FOUND") => "not_found_error",
        Some("PERMISSION_DENIED" | "UNAUTHENTICATED") => "authentication_error",
        Some("RESOURCE_EXHAUSTED") => "rate_limit_error",
        _ => "api_error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_whose_errors_its_client_reads() {
        for (path, format) in [
            ("/v1/chat/completions", ErrorFormat::OpenAi),
            ("/team/v1/responses", ErrorFormat::Responses),
            ("/v1/messages", ErrorFormat::Anthropic),
            ("/v1/messages/count_tokens", ErrorFormat::Anthropic),
            ("/v1beta/models/g:streamGenerateContent", ErrorFormat::Google),
            ("/", ErrorFormat::Text),
            ("/v1/files", ErrorFormat::Text),
        ] {
            assert_eq!(ErrorFormat::of_path(path), format, "{path}");
        }
    }

    #[test]
    fn an_event_is_in_the_clients_format() {
        for (format, wanted) in [
            (
                ErrorFormat::OpenAi,
                r#"data: {"error":{"code":null,"message":"no","param":null,"type":"api_error"}}"#,
            ),
            (
                ErrorFormat::Text,
                r#"data: {"error":{"code":null,"message":"no","param":null,"type":"api_error"}}"#,
            ),
            (
                ErrorFormat::Responses,
                "event: error\ndata: {\"code\":\"api_error\",\"message\":\"no\",\"param\":null,\"sequence_number\":0,\"type\":\"error\"}",
            ),
            (
                ErrorFormat::Anthropic,
                "event: error\ndata: {\"error\":{\"message\":\"no\",\"type\":\"api_error\"},\"type\":\"error\"}",
            ),
            (
                ErrorFormat::Google,
                r#"data: {"error":{"code":503,"message":"no","status":"UNAVAILABLE"}}"#,
            ),
        ] {
            let event = format.event(503, "no");
            let read = |text: &str| {
                let (name, data) = text.trim_end().rsplit_once("data: ").expect("data");
                (name.to_owned(), serde_json::from_str::<Value>(data).expect("JSON"))
            };
            assert_eq!(read(&event), read(wanted), "{format:?}");
            assert!(event.ends_with("}\n\n") && event.matches('\n').count() <= 3, "{event:?}");
        }
    }

    #[test]
    fn what_is_in_the_clients_format_stays_and_all_else_comes_into_it() {
        let page = b"<html>Bad Gateway</html>";
        let google = br#"[{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED"}}]"#;
        let openai = br#"{"error":{"message":"no","type":"x"}}"#;
        let error = json!({"error": {"type": "api_error", "message": "<html>Bad Gateway</html>",
            "param": null, "code": null}});
        assert_eq!(ErrorFormat::OpenAi.of_provider(false, 502, page), Some(error));
        let error = json!({"error": {"type": "rate_limit_error", "message": "quota",
            "param": null, "code": "RESOURCE_EXHAUSTED"}});
        assert_eq!(ErrorFormat::OpenAi.of_provider(true, 429, google), Some(error));
        assert_eq!(ErrorFormat::OpenAi.of_provider(false, 400, openai), None);
        assert_eq!(ErrorFormat::Google.of_provider(true, 429, google), None);
        let wrapped = ErrorFormat::Anthropic.of_provider(false, 529, page).expect("one");
        assert_eq!(wrapped["error"]["type"], "api_error");
        assert_eq!(ErrorFormat::Anthropic.of_provider(false, 400, openai), None);
        assert_eq!(ErrorFormat::OpenAi.of_provider(false, 500, b" "), None);
        assert_eq!(ErrorFormat::Text.of_provider(false, 500, page), None);
    }
}
