//! The workloads: what is asked, how often at once, and how much of nginx's CPU it may cost.

use bytes::Bytes;

/// One row of the comparison.
pub struct Workload {
    pub name: &'static str,
    pub connections: usize,
    /// The body's size, and whether its model is the last member. Bytes.
    prompt: (usize, bool),
    /// What the upstream is asked for in the query.
    pub reply: &'static str,
    /// What is counted: replies, or events.
    pub per: Unit,
    /// The goal, in nginx's CPU.
    pub at_most: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Request,
    Event,
}

/// Events of one stream, burst or paced.
pub const EVENTS: u32 = 200;

/// The rows, in order.
pub const ALL: &[Workload] = &[
    row("2 KB prompt, 1.5 KB JSON reply", 8, (2 * 1024, false), "json", 1.8),
    row("32 KB prompt", 8, (32 * 1024, false), "json", 1.5),
    row("512 KB prompt, model first", 8, (512 * 1024, false), "json", 1.2),
    row("512 KB prompt, model last", 8, (512 * 1024, true), "json", 1.2),
    row("SSE, 200 events in a burst", 8, (2 * 1024, false), "burst", 3.0),
    Workload {
        per: Unit::Event,
        ..row("SSE, 200 streams, an event every 10 ms", 200, (2 * 1024, false), "paced", 1.15)
    },
];

const fn row(
    name: &'static str,
    connections: usize,
    prompt: (usize, bool),
    reply: &'static str,
    at_most: f64,
) -> Workload {
    Workload { name, connections, prompt, reply, per: Unit::Request, at_most }
}

impl Workload {
    /// The request, head and body.
    pub fn request(&self) -> Bytes {
        let (size, is_last) = self.prompt;
        request(&prompt(size, is_last), self.reply)
    }
}

/// A chat of about `size` bytes.
fn prompt(size: usize, model_last: bool) -> String {
    let text =
        "What a proxy does with each byte of a prompt is what a prompt costs. \\\"So\\\", \\n";
    let text = text.repeat(size / text.len() + 1);
    let messages = format!(r#""messages":[{{"role":"user","content":"{}x"}}]"#, &text[..size - 90]);
    match model_last {
        true => format!(r#"{{{messages},"model":"gpt-4o"}}"#),
        false => format!(r#"{{"model":"gpt-4o",{messages}}}"#),
    }
}

/// A request with this body to the route that is measured.
pub fn request(body: &str, reply: &str) -> Bytes {
    format!(
        "POST /v1/chat/completions?reply={reply} HTTP/1.1\r\nhost: models.test\r\nuser-agent: load/1\r\n\
         accept: application/json\r\nauthorization: Bearer of-the-client\r\nx-model-tier: smart\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into()
}

/// The small request, for latency and scale.
pub fn small(reply: &str) -> Bytes {
    request(&prompt(2 * 1024, false), reply)
}
