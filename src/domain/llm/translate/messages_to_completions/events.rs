//! A stream: OpenAI's chunks become Anthropic's events, each as it comes; only the end waits for the counts.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{stop_reason, usage, worded};
use crate::domain::llm::translate::Untranslatable;
use crate::domain::llm::translate::{Events, MAX_EVENT, write};

/// Calls of tools in one reply.
const MAX_CALLS: usize = 1024;

/// The blocks of one reply.
#[derive(Default)]
pub(super) struct Blocks {
    has_begun: bool,
    has_ended: bool,
    next: u64,
    /// The open block of texts or thoughts.
    open: Option<(Kind, u64)>,
    /// Their blocks stay open up to the end: their parts may come in turns.
    calls: BTreeMap<u64, Call>,
    /// What is kept of them. Bytes.
    kept: usize,
    stop_reason: Option<&'static str>,
    usage: Option<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Thinking,
}

/// A call of a tool on its way.
#[derive(Default)]
struct Call {
    id: Option<String>,
    name: Option<String>,
    /// Arguments that came before the name.
    early: String,
    /// Its block, once it has begun.
    block: Option<u64>,
}

#[derive(Deserialize)]
struct Chunk {
    id: Option<String>,
    model: Option<String>,
    choices: Option<Vec<Choice>>,
    usage: Option<Value>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Delta {
    content: Option<String>,
    reasoning_content: Option<String>,
    tool_calls: Option<Vec<Part>>,
}

/// A part of a call.
#[derive(Deserialize)]
struct Part {
    index: Option<u64>,
    id: Option<String>,
    function: Option<Function>,
}

#[derive(Default, Deserialize)]
struct Function {
    name: Option<String>,
    arguments: Option<String>,
}

/// Writes an event under the name of its type.
fn event(data: &Value, out: &mut Vec<u8>) {
    write(data.get("type").and_then(Value::as_str), data, out);
}

fn begin_block(index: u64, block: Value, out: &mut Vec<u8>) {
    event(&json!({"type": "content_block_start", "index": index, "content_block": block}), out);
}

fn add(index: u64, delta: Value, out: &mut Vec<u8>) {
    event(&json!({"type": "content_block_delta", "index": index, "delta": delta}), out);
}

fn end_block(index: u64, out: &mut Vec<u8>) {
    event(&json!({"type": "content_block_stop", "index": index}), out);
}

impl Blocks {
    fn begin(&mut self, chunk: &Chunk, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.has_begun, true) {
            return;
        }
        let message = json!({"id": chunk.id, "type": "message", "role": "assistant",
            "model": chunk.model, "content": [], "stop_reason": null, "stop_sequence": null,
            "usage": {"input_tokens": 0, "output_tokens": 0}});
        event(&json!({"type": "message_start", "message": message}), out);
    }

    fn number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    fn close(&mut self, out: &mut Vec<u8>) {
        if let Some((_, index)) = self.open.take() {
            end_block(index, out);
        }
    }

    fn say(&mut self, kind: Kind, said: &str, out: &mut Vec<u8>) {
        if said.is_empty() {
            return;
        }
        let index = match self.open {
            Some((open, index)) if open == kind => index,
            _ => {
                self.close(out);
                let index = self.number();
                let block = match kind {
                    Kind::Text => json!({"type": "text", "text": ""}),
                    Kind::Thinking => json!({"type": "thinking", "thinking": "", "signature": ""}),
                };
                begin_block(index, block, out);
                self.open = Some((kind, index));
                index
            }
        };
        let delta = match kind {
            Kind::Text => json!({"type": "text_delta", "text": said}),
            Kind::Thinking => json!({"type": "thinking_delta", "thinking": said}),
        };
        add(index, delta, out);
    }

    /// Which call a part belongs to: Google's numbers none and sends each whole.
    fn place(&self, part: &Part) -> u64 {
        part.index.unwrap_or_else(|| {
            let known = self.calls.iter().find(|(_, call)| part.id.is_some() && call.id == part.id);
            let next = || self.calls.keys().next_back().map_or(0, |last| last.saturating_add(1));
            known.map_or_else(next, |(index, _)| *index)
        })
    }

    fn call(&mut self, part: Part, out: &mut Vec<u8>) -> Result<(), Untranslatable> {
        let place = self.place(&part);
        let mut call = self.calls.remove(&place).unwrap_or_default();
        let Function { name, arguments } = part.function.unwrap_or_default();
        let arguments = arguments.unwrap_or_default();
        let named = [&part.id, &name].into_iter().flatten().map(String::len).sum::<usize>();
        self.kept = self.kept.saturating_add(named).saturating_add(arguments.len());
        if self.calls.len() == MAX_CALLS || self.kept > MAX_EVENT {
            return Err(Untranslatable::TooMuchOpen);
        }
        call.id = part.id.or(call.id);
        call.name = name.filter(|name| !name.is_empty()).or(call.name);
        call.early.push_str(&arguments);
        if let Some(name) = &call.name {
            let index = match call.block {
                Some(index) => index,
                None => {
                    self.close(out);
                    let index = self.number();
                    let id = call.id.clone().unwrap_or_else(|| format!("tool_call_{place}"));
                    let block = json!({"type": "tool_use", "id": id, "name": name, "input": {}});
                    begin_block(index, block, out);
                    call.block = Some(index);
                    index
                }
            };
            if !call.early.is_empty() {
                let json = std::mem::take(&mut call.early);
                self.kept = self.kept.saturating_sub(json.len());
                add(index, json!({"type": "input_json_delta", "partial_json": json}), out);
            }
        }
        self.calls.insert(place, call);
        Ok(())
    }

    /// Ends the message, once.
    fn stop(&mut self, reason: &str, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.has_ended, true) {
            return;
        }
        self.close(out);
        let mut blocks: Vec<_> = self.calls.values().filter_map(|call| call.block).collect();
        blocks.sort_unstable();
        blocks.into_iter().for_each(|index| end_block(index, out));
        let delta = json!({"stop_reason": reason, "stop_sequence": null});
        let usage = usage(self.usage.as_ref());
        event(&json!({"type": "message_delta", "delta": delta, "usage": usage}), out);
        event(&json!({"type": "message_stop"}), out);
    }
}

impl Events for Blocks {
    fn event(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Untranslatable> {
        if self.has_ended {
            return Ok(());
        }
        if data == b"[DONE]" {
            if self.has_begun {
                self.stop(self.stop_reason.unwrap_or("end_turn"), out);
            }
            return Ok(());
        }
        let mut chunk = match serde_json::from_slice::<Chunk>(data) {
            Ok(chunk) => chunk,
            // Left out, a part of the answer would be lost.
            Err(error) if error.is_data() => {
                event(
                    &json!({"type": "error", "error": {"type": "api_error",
                    "message": Untranslatable::UnknownEvent.to_string()}}),
                    out,
                );
                return Err(Untranslatable::UnknownEvent);
            }
            Err(_) => return Ok(()),
        };
        if let Some(error) = &chunk.error {
            let unsaid = || json!({"type": "error", "error": {"type": "api_error", "message": ""}});
            event(&worded(error, 500).unwrap_or_else(unsaid), out);
            return Err(Untranslatable::BrokenOff);
        }
        self.begin(&chunk, out);
        self.usage = chunk.usage.take().filter(Value::is_object).or(self.usage.take());
        if let Some(Choice { delta, finish_reason }) = chunk.choices.into_iter().flatten().next() {
            let delta = delta.unwrap_or_default();
            self.say(Kind::Thinking, &delta.reasoning_content.unwrap_or_default(), out);
            self.say(Kind::Text, &delta.content.unwrap_or_default(), out);
            for part in delta.tool_calls.into_iter().flatten() {
                self.call(part, out)?;
            }
            if let Some(reason) = finish_reason {
                self.stop_reason = Some(stop_reason(Some(&reason), "refusal"));
            }
        }
        if let (Some(reason), true) = (self.stop_reason, self.usage.is_some()) {
            self.stop(reason, out);
        }
        Ok(())
    }

    /// Some providers leave `[DONE]` out. Where the model has not stopped, the stream was cut.
    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), Untranslatable> {
        match self.stop_reason {
            Some(reason) => self.stop(reason, out),
            None if self.has_ended => {}
            None => return Err(Untranslatable::Incomplete),
        }
        Ok(())
    }
}
