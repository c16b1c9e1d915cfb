//! What must hold of any text as a CEL expression: it compiles or is refused with a reason, and what compiles comes to the
//! same each time, whatever it is asked about.

use http::{HeaderMap, Method, Version};
use kubectl_agw::domain::route::cel::{Activation, Expression, RequestFacts};
use serde_json::json;

/// Depth and length in every direction, loops in loops, numbers at their ends.
pub const SEEDS: &[&str] = &[
    "request.headers['x-tier'] == 'smart' && request.path.startsWith('/v1')",
    "json(request.body).messages.map(m, m.content).filter(c, c.contains('x')).size() > 1",
    "[1, 2, 3].all(x, [4, 5].exists(y, x < y)) ? {'a': {1: 2}} : {'b': [[[]]]}",
    "((((((((((1 + 1) * 2) - 3) / 4) % 5)))))) == -9223372036854775808",
    "!!!!!!true || - - - -1 > 0u || 'a' in ['a', b'b', r'c', '\\u0041']",
    "jwt.sub.matches('^(a+)+$') || llm.requestModel == 'm' || random() < 0.5",
    "timestamp('2024-01-01T00:00:00Z') + duration('9223372036s') > timestamp('9999-12-31T23:59:59Z')",
    "a.b.c.d.e.f.g.h.i.j[0][0][0][0].k().l().m()",
];

/// Fails where it does not hold.
pub fn holds(bytes: &[u8]) {
    let source = String::from_utf8_lossy(bytes);
    let expression = match Expression::compile(&source) {
        Ok(expression) => expression,
        Err(reason) => return assert!(!reason.to_string().is_empty()),
    };
    let mut headers = HeaderMap::new();
    headers.insert("x-tier", http::HeaderValue::from_static("smart"));
    let facts = RequestFacts {
        method: &Method::POST,
        version: Version::HTTP_11,
        scheme: "http",
        host: "a.test",
        path: "/v1/chat/completions",
        query: Some("a=b"),
        headers: &headers,
        body: Some(br#"{"model":"m","messages":[{"role":"user","content":"x"}]}"#),
    };
    let (jwt, llm) =
        (json!({"sub": "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}), json!({"requestModel": "m"}));
    let all = Activation {
        request: Some(facts),
        jwt: Some(&jwt),
        llm: Some(&llm),
        chance: 0.25,
        ..Activation::default()
    };
    for facts in [Activation::default(), all] {
        assert_eq!(expression.holds(&facts), expression.holds(&facts));
        assert_eq!(expression.text(&facts), expression.text(&facts));
        assert_eq!(expression.json(&facts), expression.json(&facts));
        let (_, _) = (expression.bytes(&facts), expression.millis(&facts));
    }
}
