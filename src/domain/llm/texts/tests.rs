//! Which texts of a body are shown, and how they change.

use super::*;
use serde_json::json;

fn seen(route_type: RouteType, body: Value) -> Vec<(TextScope, String)> {
    let Value::Object(mut body) = body else { panic!("no object") };
    let mut seen = Vec::new();
    let read =
        of_request(route_type, &mut body, &mut |scope, text| seen.push((scope, text.clone())));
    assert_eq!(read, Ok(()), "{body:?}");
    seen
}

#[test]
fn every_format_shows_its_texts_and_what_they_are() {
    let text = |text: &str| json!({"type": "text", "text": text});
    let bodies = [
        (
            RouteType::Completions,
            json!({"messages": [
            {"role": "system", "content": "rules"},
            {"role": "user", "content": [text("one"), text("two")]},
            {"role": "assistant", "tool_calls": [{"function": {"arguments": "{asked}"}}]},
            {"role": "tool", "content": "told"}]}),
        ),
        (
            RouteType::Messages,
            json!({"system": [text("rules")], "messages": [
            {"role": "user", "content": [text("one"), text("two")]},
            {"role": "assistant", "content": [
                {"type": "tool_use", "input": {"deep": ["{asked}"]}}]},
            {"role": "user", "content": [{"type": "tool_result", "content": "told"}]}]}),
        ),
        (
            RouteType::Responses,
            json!({"instructions": "rules", "input": [
            {"role": "user", "content": [
                {"type": "input_text", "text": "one"}, {"type": "input_text", "text": "two"}]},
            {"type": "function_call", "arguments": "{asked}"},
            {"type": "function_call_output", "output": "told"}]}),
        ),
        (
            RouteType::GenerateContent,
            json!({"systemInstruction": {"parts": [{"text": "rules"}]},
            "contents": [{"parts": [{"text": "one"}, {"text": "two"}, {"text": "hm", "thought": true}]},
                {"parts": [{"functionCall": {"args": {"deep": "{asked}"}}}]},
                {"parts": [{"functionResponse": {"response": "told"}}]}]}),
        ),
    ];
    for (route_type, body) in bodies {
        let between = if matches!(route_type, RouteType::Responses | RouteType::GenerateContent) {
            "one\ntwo"
        } else {
            "one two"
        };
        let wanted = [
            (TextScope::SystemPrompt, "rules"),
            (TextScope::Messages, between),
            (TextScope::ToolInput, "{asked}"),
            (TextScope::ToolOutput, "told"),
        ];
        let seen = seen(route_type, body);
        for (scope, text) in wanted {
            assert!(seen.contains(&(scope, text.to_owned())), "{route_type:?} {text}: {seen:?}");
        }
    }
    // No role of the body itself changes what its texts are.
    let plain = json!({"input": "hi", "role": "tool"});
    assert_eq!(seen(RouteType::Responses, plain), [(TextScope::Messages, "hi".to_owned())]);
}

/// Every place of a body that can hold a text, each with the word alone.
#[test]
fn a_text_is_seen_wherever_it_is() {
    let w = "topsecret42";
    let bodies = [
        json!({"messages": [{"role": "user", "content": {"text": w}}]}),
        json!({"messages": [{"role": "user", "content": [w]}]}),
        json!({"messages": {"role": "user", "content": w}}),
        json!({"messages": [{"content": [{"type": "novelty", "deep": [{"x": w}]}]}]}),
        json!({"messages": [{"role": "user", "name": w, "content": "x"}]}),
        json!({"messages": [{"role": "assistant", "refusal": w}]}),
        json!({"messages": [{"role": "assistant", "reasoning_content": w, "content": "x"}]}),
        json!({"messages": [{"role": "assistant", "content": [
            {"type": "text", "text": "topse"}, {"type": "text", "text": "cret42"}]}]}),
        json!({"messages": [{"role": "tool", "content": [{"type": "text", "text": w}]}]}),
        json!({"messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "https://x/topsecret42", "alt": w}}]}]}),
        json!({"messages": [{"content": [
            {"type": "document", "title": w, "source": {"type": "text", "data": w}}]}]}),
        json!({"messages": [{"content": [{"type": "tool_use", "input": {(w): 1}}]}]}),
        json!({"messages": [{"content": [{"type": "thinking", "thinking": w}]}]}),
        json!({"tools": [{"type": "function", "function": {"name": "f", "description": w}}]}),
        json!({"tools": [{"function": {"parameters": {"properties": {(w): {}}}}}]}),
        json!({"metadata": {(w): "x"}, "messages": []}),
        json!({"user": w}),
        json!({"stop": [w]}),
        json!({"prompt": w}),
        json!({"input": [w]}),
        json!({"prediction": {"type": "content", "content": w}}),
        json!({"response_format": {"json_schema": {"name": "x", "description": w}}}),
        json!({"input": [{"type": "function_call_output", "output": [{"text": w}]}]}),
        json!({"input": [{"type": "message", "role": "user", "content": [{"text": w}]}]}),
        json!({"input": [{"type": "reasoning", "summary": [{"text": w}]}]}),
        json!({"contents": [{"parts": [{"text": w, "thought": true}]}]}),
        json!({"contents": [{"parts": [{"functionResponse": {"response": {"a": [w]}}}]}]}),
        json!({"query": w}),
        json!({"documents": [{"text": w}]}),
        json!({"messages": [{"tool_calls": [{"function": {
            "arguments": "{\"a\":\"\\u0074opsecret42\"}"}}]}]}),
        json!({"messages": [], "logit_bias": {(w): 1}}),
        json!({"messages": [], (w): 1}),
        json!({"messages": [{"role": w, "content": "x"}]}),
        json!({"prompt": {"id": "p", "variables": {(w): "x"}}}),
        json!({"messages": [{"content": [{"type": "document", "source":
            {"type": "base64", "media_type": "text/plain", "data": "dG9wc2VjcmV0NDI="}}]}]}),
        json!({"contents": [{"parts": [{"inlineData":
            {"mimeType": "application/json", "data": "InRvcHNlY3JldDQyIg=="}}]}]}),
        json!({"messages": [{"content": [{"type": "file",
            "file": {"file_data": "data:text/csv;base64,dG9wc2VjcmV0NDI="}}]}]}),
    ];
    for body in bodies {
        for (route_type, _) in RouteType::ALL {
            let seen = seen(*route_type, body.clone());
            let found = seen.iter().any(|(_, text)| text.contains(w));
            assert!(found, "{body}: {seen:?}");
        }
    }
}

#[test]
fn names_of_the_format_and_data_are_no_texts() {
    let data = "/+7/".repeat(20);
    let body = json!({"model": "claude-3-5-sonnet-20241022", "messages": [{"role": "user",
        "content": [{"type": "image_url", "image_url": {"url": format!("data:image/png;base64,{data}")}},
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": data}}]},
        {"role": "tool", "tool_call_id": "call_123456789"}]});
    assert_eq!(seen(RouteType::Messages, body), []);
    // Under the same names, what is no name and no data is a text.
    let body = json!({"type": "two words", "source": {"data": "short"}, "url": "https://x"});
    assert_eq!(seen(RouteType::Messages, body).len(), 3);
}

#[test]
fn what_a_tool_is_asked_changes_in_its_place() {
    let asked = json!({"input": {"(mail)": "a", "list": ["mail", 5551234, true],
        "json": "{\"x\":\"m\\u0061il\"}"}, "type": "tool_use"});
    let mut body = json!({"messages": [{"content": [asked]}]});
    let see = |text: &mut String| *text = text.replace("mail", "<m>").replace("5551234", "<p>");
    let Value::Object(fields) = &mut body else { panic!("no object") };
    let read = of_request(RouteType::Messages, fields, &mut |_, text| see(text));
    assert_eq!(read, Ok(()));
    assert_eq!(
        body["messages"][0]["content"][0]["input"],
        json!({"(<m>)": "a", "list": ["<m>", "<p>", true], "json": "{\"x\":\"<m>\"}"})
    );
}

#[test]
fn a_reply_cut_into_tokens_does_not_stand_beside_what_was_masked() {
    let tokens = json!({"content": [{"token": "topse", "bytes": [116]}, {"token": "cret42"}]});
    let mut body =
        json!({"choices": [{"message": {"content": "topsecret42"}, "logprobs": tokens}]});
    let read = of_response(RouteType::Completions, &mut body, &mut |text| {
        *text = text.replace("topsecret42", "<masked>");
    });
    assert_eq!(read, Ok(()));
    assert_eq!(body, json!({"choices": [{"message": {"content": "<masked>"}, "logprobs": null}]}));
}

#[test]
fn words_written_as_tokens_are_told() {
    assert_eq!(in_tokens(json!({"input": [1, 2]}).as_object().expect("one")), Some("input"));
    assert_eq!(in_tokens(json!({"prompt": [[1], [2]]}).as_object().expect("one")), Some("prompt"));
    for (body, field) in [
        (json!({"messages": [], "prompt_token_ids": [1]}), Some("prompt_token_ids")),
        (json!({"messages": [], "input_ids": [[1]]}), Some("input_ids")),
        (json!({"messages": [], "prompt_embeds": "AAAA"}), Some("prompt_embeds")),
        (json!({"messages": [], "stop_token_ids": [1], "seed": 1}), None),
    ] {
        assert_eq!(in_tokens(body.as_object().expect("one")), field);
    }
    assert_eq!(in_tokens(json!({"input": ["a", {"n": [1]}]}).as_object().expect("one")), None);
}

#[test]
fn of_texts_side_by_side_only_those_that_change_become_one() {
    let parts = json!([{"text": "a"}, {"text": "b", "keep": 1}, {"image": 1}, {"text": "c"}, {"text": "d"}]);
    let Value::Array(mut parts) = parts else { panic!("no list") };
    runs(&mut parts, " ", &mut |text| {
        if text == "a b" {
            "masked".clone_into(text);
        }
    });
    let wanted = json!([{"text": "masked", "keep": 1}, {"image": 1}, {"text": "c"}, {"text": "d"}]);
    assert_eq!(Value::Array(parts), wanted);
}

/// Texts that are JSON inside a string, and that no strict reader reads.
const BROKEN: &[&str] = &[
    r#"{"a":"ESC""#,
    r#"{"a":"ESC","a":1}"#,
    r#"{}{"a":"ESC"}"#,
    r#"{"a":"ESC"},"#,
    r#"{"a":"ESC"} end"#,
    r"{'a':'ESC'}",
    r#"{"a":"\ESC"#,
    "ESC",
];

#[test]
fn escapes_hide_nothing_in_arguments_whether_or_not_they_are_json() {
    let escaped: String = "topsecret42".bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    for broken in BROKEN.iter().chain(&[r#"{"a":"ESC"}"#, r#""ESC""#, r#"["ESC"]"#]) {
        let arguments = broken.replace("ESC", &escaped);
        for (route_type, body) in [
            (
                RouteType::Completions,
                json!({"messages": [{"tool_calls": [{"function": {"arguments": arguments}}]}]}),
            ),
            (
                RouteType::Completions,
                json!({"messages": [{"function_call": {"arguments": arguments}}]}),
            ),
            (
                RouteType::Responses,
                json!({"input": [{"type": "function_call", "arguments": arguments}]}),
            ),
            (RouteType::Messages, json!({"messages": [{"role": "tool", "content": arguments}]})),
        ] {
            let mask = |text: &mut String| *text = text.replace("topsecret42", "<m>");
            let Value::Object(mut fields) = body.clone() else { panic!("no object") };
            let asked = of_request(route_type, &mut fields, &mut |_, text| mask(text));
            let mut whole = body.clone();
            let told = of_response(route_type, &mut whole, &mut mask.clone());
            assert_eq!(asked, told, "{body}");
            match asked {
                Ok(()) => {
                    assert!(!BROKEN.contains(broken), "{body}");
                    assert!(whole.to_string().contains("<m>"), "{body}");
                }
                Err(stop) => {
                    assert_eq!((stop, BROKEN.contains(broken)), (GuardStop::Hidden, true), "{body}")
                }
            }
        }
    }
}

#[test]
fn a_masked_document_is_written_anew_and_one_that_cannot_be_read_stops_the_body() {
    let body = |data: &str| json!({"contents": [{"parts": [{"inlineData": {"mimeType": "text/plain", "data": data}}]}]});
    let mask = &mut |text: &mut String| *text = text.replace("topsecret42", "<m>");
    let mut masked = body("dG9wc2VjcmV0NDI=");
    assert_eq!(of_response(RouteType::GenerateContent, &mut masked, mask), Ok(()));
    assert_eq!(masked, body("PG0+"));
    let utf_16 = of_response(RouteType::GenerateContent, &mut body("dABvAHAA"), mask);
    assert_eq!(utf_16, Err(GuardStop::Unreadable));
}

#[test]
fn texts_of_one_list_are_one_whatever_stands_between() {
    let mut parts = vec![
        json!({"text": "topse"}),
        json!({"text": "hm", "thought": true}),
        json!({"text": "cret42"}),
    ];
    runs(&mut parts, "\n", &mut |text| *text = text.replace("topsecret42", "<m>"));
    assert_eq!(parts, [json!({"text": "hm", "thought": true}), json!({"text": "<m>"})]);
}
