//! Other people's ways of writing a backend: converted, listed and served.

use std::path::{Path, PathBuf};

use kubectl_agw::domain::crd::dialect::{CANONICAL, DIALECTS};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::plain_http::chat;
use crate::support::serving::{Serving, program};

fn file(dialect: &str, side: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/convert");
    folder.join(format!("{dialect}.{side}.yaml"))
}

fn agw(arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.args(arguments);
    run(command, "")
}

#[test]
fn every_dialect_is_converted_and_its_result_has_nothing_left_to_convert() {
    for dialect in DIALECTS.iter().filter(|dialect| dialect.name != CANONICAL.name) {
        let input = file(dialect.name, "in").display().to_string();
        let output = file(dialect.name, "out");
        let converted = agw(&["convert", "-f", &input]);
        assert_eq!(converted.code, Some(0), "{converted:?}");
        let expected =
            std::fs::read_to_string(&output).expect("the result stands beside the input");
        assert_eq!(converted.stdout, expected, "{}", dialect.name);
        assert!(converted.stderr.lines().count() > 1, "{}: {}", dialect.name, converted.stderr);
        for line in converted.stderr.lines() {
            let rest = line.strip_prefix(&format!("{input}:")).unwrap_or_else(|| panic!("{line}"));
            assert!(
                rest.split_once(':').is_some_and(|(line, _)| line.parse::<usize>().is_ok()),
                "{line}"
            );
        }
        let again = agw(&["convert", "-f", &output.display().to_string()]);
        assert_eq!(again.stdout, expected, "{}", dialect.name);
        assert!(again.stderr.contains("nothing to convert"), "{}: {}", dialect.name, again.stderr);
    }
}

#[test]
fn every_dialect_is_listed_by_its_name() {
    for dialect in DIALECTS.iter().filter(|dialect| dialect.name != CANONICAL.name) {
        let input = file(dialect.name, "in").display().to_string();
        let listed = agw(&["list", "-f", &input, "-o", "json"]);
        let rows: serde_json::Value = serde_json::from_str(&listed.stdout).expect("JSON");
        let rows = rows["items"].as_array().expect("items");
        assert!(!rows.is_empty(), "{listed:?}");
        for row in rows {
            assert_eq!(row["dialect"], dialect.name, "{row:#}");
        }
    }
}

#[test]
fn kgateways_backend_is_served_by_a_route_that_names_it_its_own_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.yaml");
    let text = "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: Backend\nmetadata: {name: old}\n\
        spec: {type: AI, ai: {llm: {provider: {openai: {model: gpt-4o, authToken: {kind: SecretRef, secretRef: {name: s}}}}}}}\n\
        ---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: old}\nspec:\n  rules:\n  - \
        backendRefs: [{group: gateway.kgateway.dev, kind: Backend, name: old}]\n";
    std::fs::write(&path, text).expect("written");
    let serving = Serving::start(program(), &["--simulate", "-f", &path.display().to_string()]);
    let reply = chat(serving.address(), &[]).expect("a reply");
    assert_eq!(reply.header("x-agw-model"), Some("gpt-4o"), "{reply:?}\n{}", serving.stderr());
}
