//! What must hold of any bytes between two formats of chats: they are translated or refused with a reason, and a stream
//! becomes the same however it is cut.

use kubectl_agw::domain::llm::translate::TRANSLATIONS;

/// A request, a reply, an error and a stream of each side.
pub const SEEDS: &[&str] = &[
    r#"{"model":"m","max_tokens":5,"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}]},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"1","content":"r"}],"tools":[{"type":"function","function":{"name":"f","parameters":{}}}]}"#,
    r#"{"model":"m","max_tokens":5,"system":[{"type":"text","text":"s"}],"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"r"},{"type":"text","text":"t"}]}],"thinking":{"type":"enabled","budget_tokens":1024}}"#,
    r#"{"id":"c","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":""}}]}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#,
    r#"{"id":"c","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"t"},{"type":"tool_use","id":"1","name":"f","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}"#,
    r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#,
    "\u{5}data: {\"type\":\"message_start\",\"message\":{\"id\":\"c\",\"model\":\"m\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"t\"}}\n\ndata: {\"type\":\"message_stop\"}\n\n",
    "\u{1}data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"t\"},\"finish_reason\":null}]}\n\ndata: [DONE]\n\n",
];

/// When everything here is answered.
const NOW: u64 = 1_700_000_000;

/// Fails where it does not hold.
pub fn holds(bytes: &[u8]) {
    let (step, stream) = super::cut(bytes);
    for row in TRANSLATIONS {
        if let Ok(serde_json::Value::Object(asked)) = serde_json::from_slice(bytes)
            && let Err(reason) = (row.request)(asked)
        {
            assert!(!reason.to_string().is_empty());
        }
        if let Ok(reply) = serde_json::from_slice(bytes)
            && let Err(reason) = (row.reply)(reply, NOW)
        {
            assert!(!reason.to_string().is_empty());
        }
        assert!((row.error)(529, bytes).get("error").is_some());
        let translated = |step: usize| {
            let (mut events, mut out) = (row.stream(NOW), Vec::new());
            let fed = stream.chunks(step).try_for_each(|piece| events.feed(piece, &mut out));
            let ended = fed.and_then(|()| events.finish(&mut out));
            (ended, out)
        };
        let whole = translated(stream.len().max(1));
        assert_eq!(whole, translated(step), "pieces of {step}");
        well_formed(&whole.1);
    }
}

/// What a client gets is events, each with JSON in it.
fn well_formed(out: &[u8]) {
    let text = std::str::from_utf8(out).expect("text");
    for event in text.split_terminator("\n\n") {
        let data = event.lines().find_map(|line| line.strip_prefix("data: "));
        let data = data.unwrap_or_else(|| panic!("no data in {event:?}"));
        let is_json = serde_json::from_str::<serde_json::Value>(data).is_ok();
        assert!(is_json || data == "[DONE]", "{data:?}");
    }
    assert!(text.is_empty() || text.ends_with("\n\n"));
}
