//! What must hold of any text as a stream of YAML documents: it is read or refused with a line that is there, and what
//! was read is written so that it reads the same.

use kubectl_agw::domain::value::yaml;

/// Aliases of aliases, nesting, words that YAML 1.1 takes for something else, marks of other encodings.
pub const SEEDS: &[&str] = &[
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\nstringData: {k: \"v\"}\n---\na: b\n",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "on: yes\nport: 0o17\nat: 1:20\nno: ~\nv: 1e400\nw: .inf\n",
    "- |\n  text\n- >-\n  folded\n- ? key\n  : value\n- !!binary aGk=\n",
    "\u{feff}a: 1\r\nb: 2\r\n...\n--- {\"a\": 1, \"a\": 2}\n",
    "a: 1\n---\n\n#\u{85}b\n",
    "|1\r\n \r\n \t(",
    "<<: *none\na: &x {b: *x}\n",
];

/// Fails where it does not hold.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split(['\n', '\r']).count();
    for document in yaml::documents(&text) {
        match document {
            Err(fault) => {
                assert!((1..=lines + 1).contains(&fault.line), "line {} of {lines}", fault.line);
                assert!(!fault.reason.is_empty());
            }
            Ok(document) => {
                assert!((1..=lines).contains(&document.line), "line {} of {lines}", document.line);
                let line = yaml::line_of(&text, document.line, "/metadata/name");
                assert!((1..=lines).contains(&line), "line {line} of {lines}");
                let written = yaml::write(&document.value).expect("JSON can be written");
                let again: Vec<_> = yaml::documents(&written).collect();
                let same = match again.as_slice() {
                    [Ok(again)] => again.value == document.value,
                    // An empty document is no document.
                    [] => document.value.is_null(),
                    _ => false,
                };
                assert!(same, "{written:?} reads as {again:?}");
            }
        }
    }
}
