//! Properties of expressions: what they see, what they read, how they fail.

mod bounded;

use http::HeaderValue;
use http::{HeaderMap, Method, Version};
use serde_json::json;

use super::*;

fn ask(source: &str) -> Option<serde_json::Value> {
    let headers = HeaderMap::from_iter([(
        http::HeaderName::from_static("x-team"),
        HeaderValue::from_static("red"),
    )]);
    let body = br#"{"model": "gpt-4o", "max_tokens": 5, "messages": [{"content": "hi"}]}"#;
    let request = RequestFacts {
        method: &Method::POST,
        version: Version::HTTP_11,
        scheme: "http",
        host: "example.test",
        path: "/v1/chat",
        query: Some("a=1"),
        headers: &headers,
        body: Some(body),
    };
    let jwt = json!({"sub": "ann", "groups": ["a", "b"], "age": 7});
    let facts = Activation {
        request: Some(request),
        source: Some(([127, 0, 0, 1], 4711).into()),
        jwt: Some(&jwt),
        chance: 0.25,
        ..Activation::default()
    };
    Expression::compile(source).unwrap_or_else(|why| panic!("{why}")).json(&facts)
}

#[test]
fn a_request_is_seen_by_its_fields() {
    for (source, value) in [
        ("request.method", json!("POST")),
        ("request.path", json!("/v1/chat")),
        ("request.uri", json!("http://example.test/v1/chat?a=1")),
        ("request.host", json!("example.test")),
        ("request.headers['x-team']", json!("red")),
        ("request.headers[\"x-team\"] == 'red' && request.path.startsWith('/v1')", json!(true)),
        ("has(request.headers.absent)", json!(false)),
        ("json(request.body).model", json!("gpt-4o")),
        ("json(request.body).max_tokens < 6", json!(true)),
        ("json(request.body).messages.map(m, m.content).join(',')", json!("hi")),
        ("source.address", json!("127.0.0.1")),
        ("source.rawPort", json!(4711)),
        ("request.scheme + ' ' + request.version", json!("http HTTP/1.1")),
        ("jwt.sub", json!("ann")),
        ("'b' in jwt.groups", json!(true)),
        ("jwt.age > 6", json!(true)),
    ] {
        assert_eq!(ask(source), Some(value), "{source}");
    }
}

#[test]
fn the_functions_of_agentgateway_are_there() {
    for (source, value) in [
        ("default(request.headers['absent'], 'none')", json!("none")),
        ("default(apiKey.user, 'nobody')", json!("nobody")),
        ("default(jwt.sub, 'nobody')", json!("ann")),
        ("coalesce(apiKey.user, jwt.none, jwt.sub)", json!("ann")),
        ("{'a': 1}.merge({'b': 2})", json!({"a": 1, "b": 2})),
        ("json(request.body).with(b, b.model + '!')", json!("gpt-4o!")),
        ("{'a': 1}.mapValues(v, v + 1)", json!({"a": 2})),
        ("toJson({'a': [1, null]})", json!("{\"a\":[1,null]}")),
        ("'AbC'.lowerAscii()", json!("abc")),
        ("'a-b-c'.split('-')[1]", json!("b")),
        ("'hello'.substring(1, 3)", json!("el")),
        ("'a1b2'.regexReplace('[0-9]', '#')", json!("a#b2")),
        ("'gpt-4o'.matches('^gpt-')", json!(true)),
        ("base64Encode('hi')", json!("aGk=")),
        ("base64.encode('hi')", json!("aGk=")),
        ("string(base64.decode('aGk='))", json!("hi")),
        (
            "sha256.encode('abc')",
            json!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ),
        ("random() < 0.3", json!(true)),
        (
            "uuid().matches('^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$')",
            json!(true),
        ),
        ("jsonField(request.body, 'model')", json!("gpt-4o")),
        ("default(jsonField(request.body, 'none'), 'no')", json!("no")),
        ("{'ab': 1, 'b': 2}.filterKeys(k, k.startsWith('a'))", json!({"ab": 1})),
        ("{'ab': 1, 'b': 2}.removeKeys(k, k.startsWith('a'))", json!({"b": 2})),
        ("coalesce(fail('never'), 'then')", json!("then")),
    ] {
        assert_eq!(ask(source), Some(value), "{source}");
    }
}

#[test]
fn what_fails_holds_not_and_comes_to_nothing() {
    let facts = Activation::default();
    for source in ["jwt.sub == 'x'", "request.headers['x'] == 'y'", "1", "'true'", "1 / 0 == 1"] {
        let expression = Expression::compile(source).expect("an expression");
        assert!(!expression.holds(&facts), "{source}");
    }
    assert_eq!(Expression::compile("jwt.sub").expect("one").text(&facts), None);
}

#[test]
fn a_body_is_needed_only_where_it_is_named() {
    let needs = |source: &str| {
        let expression = Expression::compile(source).expect("an expression");
        let needs = expression.needs();
        (needs.request_body(), needs.response_body())
    };
    assert_eq!(needs("request.path == '/' && request.headers['body'] == 'x'"), (false, false));
    assert_eq!(needs("json(request.body).model"), (true, false));
    assert_eq!(needs("[1].map(x, request.body)"), (true, false));
    assert_eq!(needs("response.code == 200"), (false, false));
    assert_eq!(needs("size(response.body) > 0"), (false, true));
    assert_eq!(needs("toJson(request)"), (true, false));
    assert_eq!(needs("has(request.body)"), (true, false));
}

#[test]
fn what_is_no_expression_is_said_and_so_is_an_unknown_function() {
    for source in ["", "a +", "request.", "'x", ")", "a b"] {
        let why = Expression::compile(source).expect_err(source);
        assert!(
            why.to_string().contains(&format!("{source:?}")) && !why.to_string().contains('\n'),
            "{why}"
        );
    }
    let why = Expression::compile("jwt.sub.novelty()").expect_err("unknown");
    assert!(why.to_string().contains("`novelty`"), "{why}");
}

#[test]
fn a_response_is_asked_for_its_code_and_headers() {
    let headers = HeaderMap::from_iter([(
        http::HeaderName::from_static("x-failed"),
        HeaderValue::from_static("yes"),
    )]);
    let response = ResponseFacts { status: 429, headers: &headers };
    let facts = Activation { response: Some(response), ..Activation::default() };
    for (text, holds) in [
        ("response.code >= 500 || response.code == 429", true),
        ("response.code >= 500", false),
        ("response.headers['x-failed'] == 'yes'", true),
        ("'x-absent' in response.headers", false),
    ] {
        assert_eq!(Expression::compile(text).expect(text).holds(&facts), holds, "{text}");
    }
}

#[test]
fn a_body_is_asked_for_its_numbers_and_lists() {
    let body = json!({"max_tokens": 256, "temperature": 0.5, "messages": [{"role": "user"}]});
    let facts = Activation { llm_request: Some(&body), ..Activation::default() };
    for (text, holds) in [
        ("llmRequest.max_tokens <= 1024", true),
        ("llmRequest.temperature > 0.7", false),
        ("llmRequest.messages[0].role == 'user'", true),
        ("size(llmRequest.messages) == 1", true),
        ("has(llmRequest.tools)", false),
    ] {
        assert_eq!(Expression::compile(text).expect(text).holds(&facts), holds, "{text}");
    }
}

#[test]
fn what_agentgateway_knows_and_this_twin_does_not_is_said_and_never_null() {
    for (source, named) in [
        ("backend.name == 'x'", "backend"),
        ("has(mcp.tool)", "mcp"),
        ("default(env.podName, 'none')", "env"),
        ("source.identity.namespace == 'x'", "source.identity"),
        ("source['subjectCn'] == 'x'", "source.subjectCn"),
        ("request.startTime < timestamp('2026-01-01T00:00:00Z')", "request.startTime"),
        ("llm.prompt.size() > 0", "llm.prompt"),
    ] {
        let why = Expression::compile(source).expect_err(source);
        assert!(why.to_string().contains(&format!("`{named}` of")), "{why}");
    }
    for source in ["['a'].exists(backend, backend == 'a')", "'a'.with(mcp, mcp)", "llm.provider"] {
        assert!(Expression::compile(source).is_ok(), "{source}");
    }
}
