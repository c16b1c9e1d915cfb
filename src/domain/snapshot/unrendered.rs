//! Files that a tool has to render before they are manifests: Helm charts with their templates, and kustomizations. Each is
//! named with the command that renders it.

use serde_json::Value;

use crate::domain::value::shell::CommandLine;

/// What a file is by its name, where that is no manifest.
#[must_use]
pub fn by_name(path: &str) -> Option<String> {
    match path.rsplit(['/', '\\']).next().unwrap_or_default() {
        "Chart.yaml" | "Chart.yml" => Some(chart(path)),
        "kustomization.yaml" | "kustomization.yml" | "Kustomization" => Some(kustomization(path)),
        _ => None,
    }
}

/// What an object is by its kind, where that is no manifest.
#[must_use]
pub fn by_kind(path: &str, api_version: &str) -> Option<String> {
    api_version.starts_with("kustomize.config.k8s.io/").then(|| kustomization(path))
}

/// What a document is that is not YAML because of the marks of a template.
#[must_use]
pub fn by_text(path: &str, text: &str) -> Option<String> {
    text.contains("{{").then(|| template(path))
}

/// Where in an object the marks of a template are, as a JSON pointer.
#[must_use]
pub fn inside(value: &Value) -> Option<String> {
    let below = |step: &str, value: &Value| {
        let step = step.replace('~', "~0").replace('/', "~1");
        inside(value).map(|rest| format!("/{step}{rest}"))
    };
    match value {
        Value::String(text) => is_template(text).then(String::new),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(at, item)| below(&at.to_string(), item))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, value)| match is_template(name) {
            true => Some(String::new()),
            false => below(name, value),
        }),
        _ => None,
    }
}

/// Whether Helm would put something in the place of a part of a text. Prompts may have braces for other readers.
fn is_template(text: &str) -> bool {
    text.split("{{").skip(1).any(|rest| {
        let rest = rest.trim_start_matches(['-', ' ']);
        HELM.iter().any(|begin| rest.starts_with(begin))
    })
}

/// How what is between the braces begins (<https://helm.sh/docs/chart_template_guide/builtin_objects/>).
const HELM: &[&str] =
    &[".Values", ".Release", ".Chart", ".Capabilities", ".Files", ".Template", "include ", "$."];

/// The sentence about a template.
#[must_use]
pub fn template(path: &str) -> String {
    // A template is in `templates` of its chart.
    let folder = folder(path);
    let folder = folder.split("/templates").next().unwrap_or(folder);
    let folder = if folder == "templates" || folder.is_empty() { "." } else { folder };
    rendered("an unrendered Helm template", "helm template", folder)
}

fn chart(path: &str) -> String {
    rendered("a Helm chart", "helm template", folder(path))
}

fn kustomization(path: &str) -> String {
    rendered("a kustomization", "kubectl kustomize", folder(path))
}

fn rendered(what: &str, command: &str, folder: &str) -> String {
    format!("{what}; render it: {} | kubectl agw … -f -", CommandLine::new(command).arg(folder))
}

fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => ".",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_has_to_be_rendered_is_named_with_the_command() {
        for (path, command) in [
            ("gw/Chart.yaml", "helm template gw |"),
            ("Chart.yaml", "helm template . |"),
            ("overlays/dev/kustomization.yaml", "kubectl kustomize overlays/dev |"),
        ] {
            let sentence = by_name(path).expect(path);
            assert!(sentence.contains(command), "{sentence}");
        }
        assert_eq!(by_name("gw/values.yaml"), None);
        for (path, command) in [
            ("gw/templates/a.yaml", "helm template gw |"),
            ("gw/templates/sub/a.yaml", "helm template gw |"),
            ("templates/a.yaml", "helm template . |"),
            ("a.yaml", "helm template . |"),
        ] {
            assert!(template(path).contains(command), "{}", template(path));
        }
    }

    #[test]
    fn a_template_is_found_in_an_object_and_a_prompt_is_none() {
        let value = json!({"spec": {"a/b": [1, "{{ .Values.model | quote }}"]}});
        assert_eq!(inside(&value).as_deref(), Some("/spec/a~1b/1"));
        for text in ["{{- include \"gw.name\" . }}", "x-{{ $.Release.Name }}"] {
            assert!(is_template(text), "{text}");
        }
        for text in ["Hello {{name}}", "{{ user.name }}", "{\"a\": {\"b\": 1}}", "{{"] {
            assert!(!is_template(text), "{text}");
        }
    }
}
