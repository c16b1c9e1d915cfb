//! No expression overflows the stack, and none costs without bound.

use super::super::*;
use proptest::prelude::*;
use serde_json::json;

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
                        let _ = expression.holds(&Facts::default());
                        drop(expression);
                    }
                    Err(invalid) => {
                        let why = String::from(invalid);
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
    assert!(why.contains("nested more than 64 levels"), "{why}");
    let why = Expression::compile(&format!("1{}", "+1".repeat(5000))).expect_err("too long");
    assert!(why.contains("more than 256"), "{why}");
    assert!(Expression::compile(&"a".repeat(17_000)).is_err());
}

/// What it comes to, and whether it was too costly.
fn spent(source: &str, body: &serde_json::Value) -> (Option<serde_json::Value>, bool) {
    let too_costly = AtomicBool::new(false);
    let facts =
        Facts { llm_request: Some(body), too_costly: Some(&too_costly), ..Facts::default() };
    let came = Expression::compile(source).unwrap_or_else(|why| panic!("{why}")).json(&facts);
    (came, too_costly.load(Ordering::Relaxed))
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
        let begun = std::time::Instant::now();
        assert_eq!(spent(&source, &list), (None, true), "{source}");
        assert!(begun.elapsed().as_secs() < 30, "{source}: {:?}", begun.elapsed());
    }
    let messages = vec![json!({"role": "user", "content": "hi"}); 100];
    let small = json!({"messages": messages});
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
    assert!(!failing.compiles() && !failing.holds(&Facts::default()));
    assert!(notes.concat().contains("it fails for every request"), "{notes:?}");
    for source in ["nosuch(1)".to_owned(), "(".repeat(500), "Message{a: 1}".to_owned()] {
        let why = Expression::permissive(&source, &mut notes).expect_err("refused");
        assert!(!why.is_empty());
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
                let _ = expression.holds(&Facts::default());
            }
        });
    }
}
