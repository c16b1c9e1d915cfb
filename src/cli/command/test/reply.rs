//! What a reply says, and how it is shown.

use std::io::IsTerminal as _;

use serde_json::{Value, json};

use crate::cli::error::Failure;
use crate::cli::output::{self, shape::One, table};
use crate::domain::llm::sse;
use crate::domain::meter::catalogs::{Called, Catalogs};
use crate::domain::meter::cost::Dollars;
use crate::domain::value::usage::Usage;
use crate::edge::attempt::Outcome;

/// The text of a reply of chat completions, messages or responses. No format has two of the fields.
///
/// The parts before the text may be others: the model's thoughts, or calls of tools.
fn text_of(body: &Value) -> Option<String> {
    let texts = |parts: &Value| -> Option<String> {
        let parts = parts.as_array()?.iter();
        let texts: Vec<&str> = parts.filter_map(|part| part.get("text")?.as_str()).collect();
        (!texts.is_empty()).then(|| texts.concat())
    };
    let chat = || body.pointer("/choices/0/message/content")?.as_str().map(str::to_owned);
    let responses = || {
        let items = body.get("output")?.as_array()?.iter();
        let mut messages = items.filter(|item| item.get("type") == Some(&json!("message")));
        messages.find_map(|item| texts(item.get("content")?))
    };
    chat().or_else(|| texts(body.get("content")?)).or_else(responses)
}

/// What an event of a stream adds to the text.
fn delta_of(event: &Value) -> Option<&str> {
    let chat = event.pointer("/choices/0/delta/content").and_then(Value::as_str);
    chat.or_else(|| match event.get("type")?.as_str()? {
        "content_block_delta" => event.pointer("/delta/text")?.as_str(),
        "response.output_text.delta" => event.get("delta")?.as_str(),
        _ => None,
    })
}

fn header<'a>(outcome: &'a Outcome, name: &str) -> Option<&'a str> {
    outcome.headers.get(name).and_then(|value| value.to_str().ok())
}

/// The tokens that a whole reply says it used.
pub(super) fn usage_of(body: &[u8]) -> Option<Usage> {
    let body: Value = serde_json::from_slice(body).ok()?;
    body.get("usage").and_then(Usage::from_json)
}

/// What the reply says.
#[derive(Debug, Default)]
pub(super) struct ReplyText {
    pub(super) reply: Option<String>,
    /// As the reply or, where it names none, the header of `serve` names it.
    pub(super) model: Option<String>,
    usage: Option<Usage>,
    /// Where it is known which model is called: what it cost, in millionths of a US dollar, or that no catalog says.
    cost: Option<Option<u64>>,
}

impl ReplyText {
    /// Whether it tells the tokens that it used.
    pub(super) fn has_usage(&self) -> bool {
        self.usage.is_some()
    }

    /// With what its tokens cost through this Gateway. `provider` is the name that catalogs have for it.
    pub(super) fn priced(
        self,
        catalogs: &Catalogs,
        gateway: &str,
        provider: &str,
        model: &str,
    ) -> ReplyText {
        let answered_as = self.model.as_deref().unwrap_or_default();
        let called = Called { provider, model, answered_as };
        let cost = self.usage.map(|usage| catalogs.cost(gateway, &called, usage));
        ReplyText { cost, ..self }
    }

    /// Reads a reply, or the events of a stream.
    pub(super) fn read(outcome: &Outcome, stream: bool) -> ReplyText {
        let said = ReplyText::of_body(outcome, stream);
        let model = said.model.or_else(|| header(outcome, "x-agw-model").map(str::to_owned));
        ReplyText { model, ..said }
    }

    fn of_body(outcome: &Outcome, stream: bool) -> ReplyText {
        if stream && outcome.status.is_success() {
            let mut reader = sse::Reader::default();
            reader.feed(&outcome.body);
            let seen = reader.finish();
            let reply = Deltas::default().feed(&outcome.body);
            return ReplyText {
                reply: Some(reply),
                model: seen.model,
                usage: seen.usage,
                cost: None,
            };
        }
        let Ok(body) = serde_json::from_slice::<Value>(&outcome.body) else {
            return ReplyText::default();
        };
        ReplyText {
            reply: text_of(&body),
            model: body.get("model").and_then(Value::as_str).map(str::to_owned),
            usage: usage_of(&outcome.body),
            cost: None,
        }
    }

    /// For scripts.
    pub(super) fn shape(&self, outcome: &Outcome, line: &str) -> One<Value> {
        let header = |name: &str| header(outcome, name);
        let body = String::from_utf8_lossy(&outcome.body);
        One::new(
            "TestResult",
            json!({
                "status": outcome.status.as_u16(),
                "reply": self.reply,
                "backend": header("x-agw-backend"),
                "route": header("x-agw-route"),
                "model": self.model,
                "simulated": header("x-agw-simulated").is_some(),
                "milliseconds": outcome.total.as_millis() as u64,
                "firstByteMilliseconds": outcome.first_byte.as_millis() as u64,
                "usage": self.usage.map(|usage| json!({
                    "inputTokens": usage.input_tokens, "outputTokens": usage.output_tokens})),
                "costMicroUsd": self.cost.flatten(),
                "error": (!outcome.status.is_success()).then_some(body),
                "hint": header("x-agw-hint"),
                "curl": line,
            }),
        )
    }

    /// For people: the reply on stdout, unless it was shown as it came; the rest on stderr.
    pub(super) fn show(&self, outcome: &Outcome, line: &str, shown: bool) -> Result<(), Failure> {
        match &self.reply {
            _ if shown => output::verbatim("\n")?,
            Some(reply) => output::verbatim(&readable(&format!("{reply}\n")))?,
            None => output::verbatim(&readable(&format!(
                "{}\n",
                String::from_utf8_lossy(&outcome.body).trim_end()
            )))?,
        }
        let header = |name: &str| header(outcome, name).map(str::to_owned);
        let simulated = header("x-agw-simulated").map(|_| " (simulated)").unwrap_or_default();
        let unsaid = || "<not reported by the gateway>".to_owned();
        let tokens = self.usage.map_or("<not reported>".to_owned(), |usage| {
            format!("{} in, {} out", usage.input_tokens, usage.output_tokens)
        });
        let cost = match self.cost {
            Some(Some(cost)) => format!(", ${}", Dollars(cost)),
            Some(None) => ", unpriced".to_owned(),
            None => String::new(),
        };
        let model = self.model.clone().unwrap_or_else(unsaid);
        let mut rows = vec![
            ("status", outcome.status.to_string()),
            ("backend", header("x-agw-backend").unwrap_or_else(unsaid)),
            ("route", header("x-agw-route").unwrap_or_else(unsaid)),
            ("model", format!("{model}{simulated}")),
            (
                "time",
                format!(
                    "{} ms, first byte after {} ms",
                    outcome.total.as_millis(),
                    outcome.first_byte.as_millis()
                ),
            ),
            ("tokens", format!("{tokens}{cost}")),
        ];
        if let Some(hint) = header("x-agw-hint") {
            rows.push(("hint", hint));
        }
        let rows: Vec<_> =
            rows.into_iter().map(|(key, value)| vec![key.to_owned(), value]).collect();
        output::say(&format!("\n{}\n{line}", table::draw(None, &rows)));
        Ok(())
    }
}

/// The words of a streamed completion, as they come.
#[derive(Default)]
pub(super) struct Deltas {
    rest: Vec<u8>,
}

impl Deltas {
    pub(super) fn feed(&mut self, piece: &[u8]) -> String {
        self.rest.extend_from_slice(piece);
        let whole = self.rest.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let lines: Vec<u8> = self.rest.drain(..whole).collect();
        lines
            .split(|b| *b == b'\n')
            .filter_map(|line| {
                let event: Value = serde_json::from_slice(line.strip_prefix(b"data:")?).ok()?;
                delta_of(&event).map(str::to_owned)
            })
            .collect()
    }
}

/// A model's words may not command a terminal; a pipe gets them as they are.
pub(super) fn readable(text: &str) -> String {
    match std::io::stdout().is_terminal() {
        true => table::visible_lines(text),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_found_behind_thoughts_and_in_every_format() {
        for reply in [
            json!({"choices": [{"message": {"content": "a b"}}]}),
            json!({"content": [{"type": "thinking", "thinking": "c"}, {"type": "text", "text": "a "},
                               {"type": "text", "text": "b"}]}),
            json!({"output": [{"type": "reasoning", "content": [{"type": "reasoning_text", "text": "c"}]},
                              {"type": "message", "content": [{"type": "output_text", "text": "a b"}]}]}),
        ] {
            assert_eq!(text_of(&reply).as_deref(), Some("a b"), "{reply}");
        }
        for event in [
            json!({"choices": [{"delta": {"content": "a"}}]}),
            json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": "a"}}),
            json!({"type": "response.output_text.delta", "delta": "a"}),
        ] {
            assert_eq!(delta_of(&event), Some("a"), "{event}");
        }
        let thought = json!({"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "a"}});
        assert_eq!(delta_of(&thought), None);
    }

    #[test]
    fn the_words_of_a_stream_are_the_same_however_it_is_cut() {
        let stream = "data: {\"choices\":[{\"delta\":{\"content\":\"a \"}}]}\n\ndata: {\"choices\":[{\"delta\":\
            {\"content\":\"b\"}}]}\n\ndata: [DONE]\n\n";
        for cut in 0..stream.len() {
            let mut deltas = Deltas::default();
            let first = deltas.feed(&stream.as_bytes()[..cut]);
            let second = deltas.feed(&stream.as_bytes()[cut..]);
            assert_eq!(first + &second, "a b");
        }
    }
}
