//! What must hold of any text as a JSONPath template: it is read, or refused with a reason and its place, and fills
//! in the same each time, within a bound.

use kubectl_agw::cli::output::jsonpath::{Path, SyntaxError, Template};
use serde_json::json;

/// Slices at their ends, filters, ranges that do not end, depth.
pub const SEEDS: &[&str] = &[
    "{.items[*].metadata.name}",
    "{range .items[*]}{.metadata.name}{\"\\t\"}{.status}{\"\\n\"}{end}",
    "{.items[?(@.metadata.name==\"a\")].status} {['items'][0:9223372036854775807]}",
    "{..name}{..*}{$.items[-1:]}{.items[-9223372036854775808]}",
    "{range .items[*]}{range .items[*]}{..}{end}",
    "{[?(@.a[?(@.b)])]}{.a\\.b}{'text'}",
];

/// Fails where it does not hold.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let root = json!({
        "items": [
            {"metadata": {"name": "a", "labels": {"x.y/z": "1"}}, "status": "Ready", "n": 1.5},
            {"metadata": {"name": "b"}, "status": null, "list": [[1, 2], {"name": "deep"}]},
        ],
        "kind": "List",
    });
    match Template::read(&text) {
        Ok(template) => assert_eq!(template.fill(&root), template.fill(&root)),
        Err(error) => is_placed(&error, &text),
    }
    match Path::read(&text) {
        Ok(path) => assert_eq!(path.words(&root, " "), path.words(&root, " ")),
        Err(error) => is_placed(&error, &text),
    }
}

/// Whoever shows the fault can cut the text where it begins.
fn is_placed(error: &SyntaxError, text: &str) {
    assert!(text.is_char_boundary(error.at), "{error:?}");
    assert!(!error.to_string().is_empty());
}
