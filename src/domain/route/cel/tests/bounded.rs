//! No expression overflows the stack, and none costs without bound.

use proptest::prelude::*;
use serde_json::json;

use super::super::*;

/// Expressions that grow with a number, each by another rule of the grammar.
fn shapes(n: usize) -> Vec<(&'static str, String)> {
    let around = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(n), close.repeat(n))
    };
    let chain = |first: &str, more: &str| format!("{first}{}", more.repeat(n));
    vec![
        ("[ ]", around("[", "1", "]")),
        ("( )", around("(", "1", ")")),
        ("{1:{1:", around("{1:", "1", "}")),
        ("f(f(", around("size(", "[]", ")")),
        ("a[a[", around("jwt[", "'a'", "]")),
        ("a+a+a", chain("1", "+1")),
        ("a-a", chain("1", "-1")),
        ("a*a", chain("1", "*1")),
        (".a.a", chain("jwt", ".a")),
        ("==", chain("1", "==1")),
        (".f().f()", chain("'a'", ".trim()")),
        ("index [0][0]", chain("jwt", "[0]")),
        ("in in", chain("1", " in [1]")),
        ("!", chain("", "!") + "true"),
        ("- -", chain("", "-") + "1"),
        ("?:", chain("", "true?1:") + "1"),
        ("? ?", around("true?", "1", ":1")),
        ("||", chain("false", "||false")),
        ("&&", chain("true", "&&true")),
        ("map map", chain("[1]", ".map(x,x)")),
        ("nested map", around("[1].map(x,", "1", ")")),
        ("nested all", around("[1].all(x,", "true", ")")),
        ("with", chain("1", ".with(x,x)")),
        ("nested with", around("1.with(x,", "1", ")")),
        ("default", around("default(", "1", ",1)")),
        ("wide list", format!("[{}1]", "1,".repeat(n))),
        ("text", format!("'{}'", "(".repeat(n))),
        ("text in text", format!("r'\\' + '{}'", "[".repeat(n))),
        ("no raw text", format!("bar'\\'{}''", "(".repeat(n))),
        ("unended text", format!("'{}", "(".repeat(n))),
        ("wrong escape", format!("'\\q{}'", "(".repeat(n))),
        ("unclosed", "(".repeat(n)),
        ("unopened", ")".repeat(n)),
        ("mixed", around("[(", "1", ")]")),
        ("comment", format!("//{}\n{}", ")".repeat(n), around("(", "1", ")"))),
    ]
}

/// On a thread with little stack, so that whatever recurses without a bound ends this test.
fn on_little_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run);
    thread.expect("a thread").join().expect("no panic");
}

#[test]
fn no_expression_overflows_the_stack() {
    on_little_stack(|| {
        for n in [1, 30, 62, 64, 120, 127, 250, 256, 1000, 8000] {
            for (shape, source) in shapes(n) {
                match Expression::read(&source) {
                    Ok(expression) => {
                        let _ = expression.holds(&Activation::default());
                        drop(expression);
                    }
                    Err(invalid) => {
                        let why = Reason::from(invalid).to_string();
                        assert!(why.len() < 2000, "{shape} {n}: {why}");
                    }
                }
            }
        }
    });
}

#[test]
fn what_people_write_is_within_the_bounds() {
    let many = |term: &str, n: usize| vec![term; n].join(" || ");
    for source in [
        many("request.path == '/v1/models'", 300),
        many("(request.headers['x-team'] == 'red' && jwt.groups.exists(g, g == 'a'))", 60),
        format!("request.path in [{}'x']", "'/a/b/c', ".repeat(1000)),
        format!("'{}' == request.path", "a.b.(c)[d]".repeat(1000)),
        "request.headers['a'] + '-' + request.headers['b'] + '-' + string(1 + 2 * 3)".to_owned(),
        "json(request.body).messages.filter(m, m.role == 'user').map(m, m.content).join('')"
            .to_owned(),
    ] {
        let read = Expression::read(&source);
        assert!(read.is_ok(), "{read:?}");
    }
    let why = Expression::compile(&"(".repeat(2000)).expect_err("too deep");
    assert!(why.to_string().contains("nested more than 64 levels"), "{why}");
    let why = Expression::compile(&format!("1{}", "+1".repeat(5000))).expect_err("too long");
    assert!(why.to_string().contains("more than 256"), "{why}");
    assert!(Expression::compile(&"a".repeat(17_000)).is_err());
}

/// What it comes to, and whether it was too costly.
fn spent(source: &str, body: &serde_json::Value) -> (Option<serde_json::Value>, bool) {
    let cost = Cost::default();
    let facts = Activation { llm_request: Some(body), cost: Some(&cost), ..Activation::default() };
    let came = Expression::compile(source).unwrap_or_else(|why| panic!("{why}")).json(&facts);
    (came, cost.is_exceeded())
}

/// A step that is applied again and again to what it made.
fn nested(step: &str, first: &str, times: usize) -> String {
    (0..times).fold(first.to_owned(), |made, _| step.replace('X', &made))
}

#[test]
fn whatever_makes_or_copies_values_pays_for_their_size() {
    let body = json!({
        "t": "a".repeat(4000),
        "zeros": "\u{1}".repeat(1_000_000),
        "deep": nested("{\"a\": X}", &format!("[{}0]", "0,".repeat(40_000)), 60),
        "flat": format!("[{}0]", "0,".repeat(200_000)),
    });
    for source in [
        nested("base64.encode(X)", "llmRequest.t", 44),
        nested("X.base64Encode()", "llmRequest.t", 60),
        nested("[X].map(s, {'a': s, 'b': s, 'c': s, 'd': s})[0]", "{'a': 1}", 20),
        nested("[X].map(s, [s, s, s, s])[0]", "[1]", 20),
        nested("[X].map(s, optional.of([s, s, s, s]).value())[0]", "[1]", 20),
        nested("[X].map(s, [optional.of(s), optional.of(s)])[0]", "1", 28),
        nested("X.mapValues(v, [v, v, v, v])", "{'a': 1}", 30),
        nested("[X].map(z, toJson([z, z]))[0]", "'a'", 25),
        nested("X.with(z, z + z)", "'a'", 30),
        nested("X.replace('a', 'aaaa')", "'a'", 20),
        nested("X.split('').join('bb')", "'a'", 30),
        nested("X.regexReplace('(.+)', '$1$1$1$1')", "'a'", 20),
        nested("default(X, 1)", "json(llmRequest.flat)", 30),
        nested("coalesce(X)", "json(llmRequest.flat)", 30),
        nested("X.filterKeys(k, true)", "{'a': json(llmRequest.flat)}", 30),
        nested("optional.of(X).value()", "json(llmRequest.flat)", 20),
        nested("max([X])", "json(llmRequest.flat)", 20),
        nested("string(bytes(X))", "llmRequest.zeros", 30),
        nested("X.trim()", "llmRequest.zeros", 60),
        nested("toJson(X)", "llmRequest.zeros", 3),
        format!("json(llmRequest.deep){}", ".a".repeat(60)),
        format!("json(llmRequest.deep){} == 1", "['a']".repeat(3) + &".a".repeat(57)),
        "[0,1,2,3,4,5,6,7,8,9].map(a, sha256.encode(llmRequest.zeros))".to_owned(),
        (1..120)
            .map(|from| format!("llmRequest.t.matches('(\\\\w{{{from},500}}x)')"))
            .collect::<Vec<_>>()
            .join(" || "),
        (1..120)
            .map(|from| format!("llmRequest.t.matches('(\\\\w{{{from},' + '500}}x)')"))
            .collect::<Vec<_>>()
            .join(" || "),
    ] {
        let started = std::time::Instant::now();
        let came = spent(&source, &body);
        let took = started.elapsed();
        assert_eq!(came, (None, true), "{source}");
        // Several times what an optimized build takes.
        assert!(took.as_secs() < 10, "{source}: {took:?}");
    }
    let rules = format!("{} == 1", nested("[X].map(s, [s, s])[0]", "[1]", 14));
    let rule = Expression::compile(&rules).expect("an expression");
    let cost = Cost::default();
    let facts = Activation { cost: Some(&cost), ..Activation::default() };
    let asked = (0..1000).take_while(|_| !cost.is_exceeded() && !rule.holds(&facts)).count();
    assert!((2..200).contains(&asked), "all rules of a request share one limit: {asked}");
}

#[test]
fn patterns_that_are_written_out_are_compiled_once() {
    let body = json!({"t": "a".repeat(4000)});
    let many = (1..60).map(|at| format!("llmRequest.t.matches('^b{{{at}}}$')"));
    let many = many.collect::<Vec<_>>().join(" || ");
    assert_eq!(spent(&many, &body), (Some(json!(false)), false));
    assert_eq!(spent("'aXb'.regexReplace('[A-Z]', '-')", &body), (Some(json!("a-b")), false));
    assert_eq!(spent("matches('ab', 'a' + 'b')", &body), (Some(json!(true)), false));
    assert_eq!(
        spent("matches('ab', '^b') || 'ab'.matches('a')", &body),
        (Some(json!(true)), false)
    );
    assert_eq!(spent("'ab'.matches('(')", &body), (None, false), "it fails by itself");
    assert_eq!(spent("b'abc'.contains(b'bc') && b'a'.contains(b'')", &body).0, Some(json!(true)));
}

#[test]
fn what_costs_without_bound_ends_and_says_so() {
    let list = json!({"l": (0..3000).collect::<Vec<_>>(), "t": "x".repeat(200_000)});
    let doubled = |step: &str| format!("['x']{}", step.repeat(40));
    for source in [
        "llmRequest.l.all(a, llmRequest.l.all(b, a + b >= 0))".to_owned(),
        "llmRequest.l.map(a, llmRequest.l.map(b, a * b))".to_owned(),
        "llmRequest.with(r, r.l.all(a, r.l.exists(b, a == b + 1 || a == 0)))".to_owned(),
        "llmRequest.t.with(t, llmRequest.l.all(a, !t.contains('y')))".to_owned(),
        doubled(".with(a, a + a)"),
        doubled(".map(a, a + a)"),
        doubled(".with(a, [a, a])"),
        doubled(".map(a, [a, a])"),
        "llmRequest.t.replace('', llmRequest.t)".to_owned(),
        "llmRequest.t.split('').join(llmRequest.t)".to_owned(),
        format!("llmRequest.t.regexReplace('.+', '{}')", "$0".repeat(1000)),
        "llmRequest.l.all(a, 'x'.matches('a{' + string(a) + '}') || true)".to_owned(),
        "llmRequest.l.exists(a, llmRequest.l.exists(b, b < 0)) || true".to_owned(),
    ] {
        let started = std::time::Instant::now();
        assert_eq!(spent(&source, &list), (None, true), "{source}");
        assert!(started.elapsed().as_secs() < 30, "{source}: {:?}", started.elapsed());
    }
    let messages = vec![json!({"role": "user", "content": "hi"}); 100];
    let small = json!({"messages": messages});
    let image = json!({"messages": [{"role": "user", "content": "A".repeat(3_000_000)}]});
    let image = json!({"body": image.to_string()});
    let looks = "json(llmRequest.body).messages.all(m, m.role == 'user') \
        && !llmRequest.body.matches('(?i)secret')";
    assert_eq!(spent(looks, &image), (Some(json!(true)), false));
    for (source, wanted) in [
        ("llmRequest.messages.all(m, m.role == 'user')", json!(true)),
        ("llmRequest.messages.map(m, m.content).join('').size()", json!(200)),
        ("llmRequest.with(r, r.messages.filter(m, r.messages[0] == m).size())", json!(100)),
        ("llmRequest.messages.exists(m, m.content.matches('^h.$'))", json!(true)),
    ] {
        assert_eq!(spent(source, &small), (Some(wanted), false), "{source}");
    }
}

#[test]
fn what_does_not_compile_fails_where_agentgateway_lets_it() {
    let mut notes = Vec::new();
    let failing = Expression::permissive("request.path ==", &mut notes).expect("one that fails");
    assert!(!failing.compiles() && !failing.holds(&Activation::default()));
    assert!(notes[0].to_string().ends_with("; it fails for every request"), "{notes:?}");
    for source in ["nosuch(1)".to_owned(), "(".repeat(500), "Message{a: 1}".to_owned()] {
        let why = Expression::permissive(&source, &mut notes).expect_err("refused");
        assert!(!why.to_string().is_empty());
    }
    assert_eq!(notes.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_row_of_tokens_is_an_expression_or_an_error(
        tokens in prop::collection::vec(
            prop::sample::select(vec![
                "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "-", "+", "==", "&&", "||",
                " in ", "1", "'", "\"", "\\", "r'", "'''", "a", "request", ".map(x,", "x", "//",
                "\n", "has(", "@", "1.5", "b\"", "\u{1f600}",
            ]),
            0..120,
        ),
    ) {
        let source = tokens.concat();
        on_little_stack(move || {
            if let Ok(expression) = Expression::read(&source) {
                let _ = expression.holds(&Activation::default());
            }
        });
    }
}
