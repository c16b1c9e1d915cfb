//! A stream: Anthropic's events become OpenAI's chunks, each as it comes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::finish_reason;
use super::reply::Counts;
use crate::domain::llm::translate::Untranslatable;
use crate::domain::llm::translate::{Events, UnixSeconds, write};

/// Calls of tools that may be open at once.
const MAX_OPEN: usize = 1024;

/// The chunks of one reply.
#[derive(Default)]
pub(super) struct Chunks {
    created: UnixSeconds,
    id: Option<String>,
    model: String,
    service_tier: Option<String>,
    /// The role, until a delta has carried it.
    role: Option<String>,
    /// What the first event counted; later ones report only some of it.
    counts: Counts,
    calls: u64,
    /// Anthropic's index of each block that calls a tool.
    open: BTreeMap<u64, Call>,
    has_stopped: bool,
}

/// A call of a tool on its way.
struct Call {
    index: u64,
    /// Whether some of its arguments have gone on.
    has_arguments: bool,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Start,
    },
    ContentBlockStart {
        index: u64,
        content_block: Block,
    },
    ContentBlockDelta {
        index: u64,
        delta: BlockDelta,
    },
    ContentBlockStop {
        index: u64,
    },
    MessageDelta {
        delta: Stop,
        usage: Option<Value>,
    },
    MessageStop,
    Error {
        error: Value,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Start {
    id: Option<String>,
    role: Option<String>,
    #[serde(default)]
    model: String,
    usage: Option<Value>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block {
    #[serde(alias = "server_tool_use")]
    ToolUse { id: String, name: String },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum BlockDelta {
    TextDelta {
        text: String,
    },
    ThinkingDelta {
        thinking: String,
    },
    InputJsonDelta {
        partial_json: String,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Stop {
    stop_reason: Option<String>,
}

/// One chunk, its keys in agentgateway's order.
#[derive(Serialize)]
struct Chunk<'a> {
    id: &'a str,
    choices: &'a [Choice],
    created: UnixSeconds,
    model: &'a str,
    service_tier: Option<&'a str>,
    system_fingerprint: Option<&'a str>,
    object: &'static str,
    usage: Option<Value>,
}

#[derive(Serialize)]
struct Choice {
    index: u64,
    delta: Delta,
    #[serde(skip_serializing_if = "Option::is_none")]
    finish_reason: Option<&'static str>,
}

#[derive(Default, Serialize)]
struct Delta {
    content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_calls: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_content: Option<String>,
}

impl Chunks {
    pub(super) fn new(now: UnixSeconds) -> Self {
        Chunks { created: now, ..Chunks::default() }
    }

    fn begin(&mut self, message: Start) {
        let usage = message.usage.unwrap_or_default();
        let tier = usage.get("service_tier").and_then(Value::as_str);
        self.service_tier = tier.map(str::to_owned);
        self.counts = Counts::of(&usage);
        self.id = message.id;
        self.model = message.model;
        self.role = Some(message.role.unwrap_or_else(|| "assistant".to_owned()));
    }

    fn chunk(&mut self, choice: Option<Choice>, usage: Option<Value>, out: &mut Vec<u8>) {
        let mut choices: Vec<_> = choice.into_iter().collect();
        if let Some(first) = choices.first_mut() {
            first.delta.role = self.role.take();
        }
        let chunk = Chunk {
            id: self.id.as_deref().unwrap_or("unknown"),
            choices: &choices,
            created: self.created,
            model: &self.model,
            service_tier: self.service_tier.as_deref(),
            system_fingerprint: None,
            object: "chat.completion.chunk",
            usage,
        };
        write(None, &chunk, out);
    }

    fn delta(&mut self, delta: Delta, out: &mut Vec<u8>) {
        self.chunk(Some(Choice { index: 0, delta, finish_reason: None }), None, out);
    }

    fn call(&mut self, call: Value, out: &mut Vec<u8>) {
        let tool_calls = Some(json!([call]));
        self.delta(Delta { tool_calls, ..Delta::default() }, out);
    }

    fn arguments(&mut self, index: u64, arguments: &str, out: &mut Vec<u8>) {
        let function = json!({"arguments": arguments});
        // agentgateway adds an `id` and a `type` of null, on which OpenAI's own client breaks.
        self.call(json!({"index": index, "function": function}), out);
    }

    fn open(
        &mut self,
        at: u64,
        id: &str,
        name: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), Untranslatable> {
        if self.open.len() == MAX_OPEN {
            return Err(Untranslatable::TooManyTools);
        }
        let index = self.calls;
        self.calls += 1;
        self.open.insert(at, Call { index, has_arguments: false });
        let function = json!({"name": name});
        let call = json!({"index": index, "id": id, "type": "function", "function": function});
        self.call(call, out);
        Ok(())
    }

    fn add(&mut self, at: u64, delta: BlockDelta, out: &mut Vec<u8>) {
        match delta {
            BlockDelta::TextDelta { text } => {
                self.delta(Delta { content: Some(text), ..Delta::default() }, out);
            }
            BlockDelta::ThinkingDelta { thinking } => {
                let reasoning_content = Some(thinking);
                self.delta(Delta { reasoning_content, ..Delta::default() }, out);
            }
            BlockDelta::InputJsonDelta { partial_json } if !partial_json.is_empty() => {
                let Some(call) = self.open.get_mut(&at) else { return };
                call.has_arguments = true;
                let index = call.index;
                self.arguments(index, &partial_json, out);
            }
            BlockDelta::InputJsonDelta { .. } | BlockDelta::Other => {}
        }
    }

    fn stop(&mut self, delta: &Stop, usage: Option<Value>, out: &mut Vec<u8>) {
        self.counts = Counts::of(&usage.unwrap_or_default()).or(self.counts);
        let finish_reason = delta.stop_reason.as_deref().map(finish_reason);
        self.has_stopped |= finish_reason.is_some();
        let choice = Choice { index: 0, delta: Delta::default(), finish_reason };
        let choice = finish_reason.is_some().then_some(choice);
        self.chunk(choice, Some(self.counts.usage()), out);
    }
}

impl Events for Chunks {
    fn event(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Untranslatable> {
        // Of unknown types events are left out: new ones come and go.
        let event = match serde_json::from_slice::<Event>(data) {
            Ok(event) => event,
            // Left out, a part of the answer would be lost.
            Err(error) if error.is_data() => {
                let message = Untranslatable::UnknownEvent.to_string();
                let error = json!({"type": "api_error", "message": message, "param": null,
                    "code": null});
                write(None, &json!({"error": error}), out);
                return Err(Untranslatable::UnknownEvent);
            }
            Err(_) => return Ok(()),
        };
        match event {
            Event::MessageStart { message } => self.begin(message),
            Event::ContentBlockStart { index, content_block: Block::ToolUse { id, name } } => {
                return self.open(index, &id, &name, out);
            }
            Event::ContentBlockDelta { index, delta } => self.add(index, delta, out),
            Event::ContentBlockStop { index } => {
                if let Some(Call { index, has_arguments: false }) = self.open.remove(&index) {
                    self.arguments(index, "{}", out);
                }
            }
            Event::MessageDelta { delta, usage } => self.stop(&delta, usage, out),
            Event::MessageStop => self.has_stopped = true,
            Event::Error { error } => {
                let (kind, message) = (error.get("type"), error.get("message"));
                let error = json!({"type": kind, "message": message, "param": null, "code": null});
                write(None, &json!({"error": error}), out);
                return Err(Untranslatable::BrokenOff);
            }
            Event::ContentBlockStart { .. } | Event::Other => {}
        }
        Ok(())
    }

    /// Where the model has not stopped, the stream was cut, and `[DONE]` would be a lie.
    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), Untranslatable> {
        if !self.has_stopped {
            return Err(Untranslatable::Incomplete);
        }
        out.extend_from_slice(b"data: [DONE]\n\n");
        Ok(())
    }
}
