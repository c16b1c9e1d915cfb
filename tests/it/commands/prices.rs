//! `kubectl agw prices`: what is listed, and what is imported.

use serde_json::Value;

use crate::support::serving::program;

fn said(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = program().arg("prices").args(arguments).output().expect("an end");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn imported_prices_are_a_catalog_that_is_laid_over_the_built_in_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let foreign = r#"{"openai":{"models":{"gpt-4o":{"cost":{"input":1.5,"output":99}},"new":{"cost":{"input":1}}}},
        "unheard-of":{"models":{"m":{"cost":{"input":1}}}}}"#;
    std::fs::write(file("api.json"), foreign).expect("written");
    let (code, catalog, note) = said(&["import", &file("api.json")]);
    assert_eq!(code, Some(0), "{note}");
    assert!(note.starts_with("2 models imported; 1 skipped"), "{note}");
    std::fs::write(file("prices.json"), catalog).expect("written");

    let (_, table, _) = said(&["list", "openai", "--catalog", &file("prices.json")]);
    let line = table.lines().find(|line| line.contains(" gpt-4o ")).expect("a line");
    assert!(line.contains("$1.5") && line.contains("$99"), "{line}");
    let (_, json, _) = said(&["list", "-o", "json", "--catalog", &file("prices.json")]);
    let list: Value = serde_json::from_str(&json).expect("JSON");
    let rows = list["items"].as_array().expect("rows");
    let of = |model: &str| rows.iter().find(|row| row["model"] == model).expect(model);
    assert_eq!((&of("new")["input"], &of("new")["output"]), (&"1".into(), &Value::Null));
    assert!(of("claude-opus-5")["cacheWrite"].is_string(), "the built-in prices are there too");

    let (code, _, error) = said(&["list", "opanai"]);
    assert!(code == Some(2) && error.contains("openai"), "{error}");
    let (code, _, error) = said(&["import", &file("prices.json")]);
    assert!(code == Some(2) && error.contains("models.dev"), "{error}");
}
