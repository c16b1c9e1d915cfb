//! What guards mask and refuse, and how they are read.

use super::*;
use serde_json::json;

fn read(written: &Value, skips: &Skips) -> Result<Option<Guards>, Reason> {
    let ai = serde_json::from_value(json!({"promptGuard": written})).expect("a block");
    Guards::read(&ai, skips, &Patterns::default(), &mut Vec::new())
}

fn guards(written: &Value) -> Guards {
    read(written, &Skips::default()).expect("read").expect("something")
}

fn asked(written: &Value, text: &str) -> Result<String, Refusal> {
    let Value::Object(mut body) = json!({"messages": [{"role": "user", "content": text}]}) else {
        panic!("no object")
    };
    guards(written).request(RouteType::Completions, &mut body)?;
    Ok(body["messages"][0]["content"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn custom_patterns_come_first_and_see_what_was_masked() {
    let written =
        json!({"request": [{"regex": {"matches": ["a@b", "q*"], "builtins": ["Email"]}}]});
    assert_eq!(asked(&written, "x a@b.com y@z.org"), Ok("x <masked>.com <EMAIL_ADDRESS>".into()));
    assert_eq!(asked(&written, "nothing"), Ok("nothing".into()));
}

#[test]
fn escapes_in_arguments_of_tools_hide_nothing_from_a_stream() {
    let written = json!({"streaming": "Enabled",
        "response": [{"regex": {"action": "Mask", "matches": ["secret"]}}]});
    let guards = guards(&written);
    for stretch in ["a secret", r#"{"x":"\u0073ecret"#, r"s\u0065cr\u0065t \u00", "secret\\"] {
        assert!(guards.refuses(stretch).is_some(), "{stretch}");
    }
    for stretch in ["", r"\", r"\u", r"\u00", r"secre\u0", r"\uD83D\uDE00"] {
        assert!(guards.refuses(stretch).is_none(), "{stretch}");
    }
}

#[test]
fn masking_takes_time_in_proportion_to_the_text() {
    let written = json!({"request": [{"regex": {"matches": ["secret"]}}]});
    let text = "secret ".repeat(200_000);
    let masked = asked(&written, &text).expect("masked");
    assert_eq!(masked, "<masked> ".repeat(200_000));
}

#[test]
fn the_first_guard_that_refuses_answers() {
    let reject = |word: &str, response: Value| json!({"regex": {"action": "Reject", "matches": [word]}, "response": response});
    let written = json!({"request": [reject("b", json!({"message": "no b", "statusCode": 422})),
        reject("a", json!({}))]});
    let answer = |text| asked(&written, text).map_err(|r| (r.status, r.body.into_owned()));
    assert_eq!(answer("a b"), Err((422, "no b".into())));
    assert_eq!(answer("a"), Err((403, REJECTED.into())));
    assert_eq!(answer("c"), Ok("c".into()));
}

#[test]
fn who_asks_somebody_else_is_refused_unless_it_is_left_out_by_its_name() {
    let written =
        json!({"request": [{"webhook": {}}], "response": [{"regex": {"matches": ["x"]}}]});
    let read = |names: &[&str]| {
        let skips = Skips::of(names.iter().map(|name| (*name).to_owned()));
        let guards = read(&written, &skips).map_err(|why| why.to_string());
        guards.map(|guards| guards.map(|one| (one.request.len(), one.response.len())))
    };
    assert_eq!(
        read(&[]),
        Err("`policies.ai.promptGuard.webhook` is not supported by serve".into())
    );
    assert_eq!(read(&["promptGuard.webhook"]), Ok(Some((0, 1))));
    assert_eq!(read(&["promptGuard.webhook", "promptGuard.regex"]), Ok(None));
}

#[test]
fn what_nobody_knows_of_a_guard_is_refused_by_name() {
    let regex = |fields: Value| json!({"request": [{"regex": fields}]});
    for (written, named) in [
        (json!({"reqest": []}), "`policies.ai.promptGuard.reqest`"),
        (json!({"request": {}}), "`policies.ai.promptGuard.request`"),
        (json!({"streaming": "On"}), "`policies.ai.promptGuard.streaming`"),
        (json!({"response": [{}]}), "`policies.ai.promptGuard.response[0]`"),
        (
            json!({"request": [{"regex": {}, "webhook": {}}]}),
            "`policies.ai.promptGuard.request[0]`",
        ),
        (
            json!({"response": [{"regex": {}, "scope": ["Messages"]}]}),
            "`policies.ai.promptGuard.response[0].scope`",
        ),
        (
            json!({"request": [{"regex": {}, "scope": ["Message"]}]}),
            "`policies.ai.promptGuard.request[0].scope[0]`",
        ),
        (regex(json!({"action": "Refuse"})), "`policies.ai.promptGuard.request[0].regex.action`"),
        (
            regex(json!({"builtins": ["Emial"]})),
            "`policies.ai.promptGuard.request[0].regex.builtins[0]`",
        ),
        (regex(json!({"match": ["x"]})), "`policies.ai.promptGuard.request[0].regex.match`"),
        (
            json!({"request": [{"regex": {}, "response": {"statusCode": "403"}}]}),
            "`policies.ai.promptGuard.request[0].response.statusCode`",
        ),
    ] {
        let why = read(&written, &Skips::default()).expect_err(named).to_string();
        assert!(why.starts_with(named), "{why}");
    }
    let nothing = json!({"request": null, "response": null, "streaming": null});
    assert!(read(&nothing, &Skips::default()).expect("read").is_none());
}
