//! Who manages which fields of a live object, as the API server notes it down in `metadata.managedFields`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::patch::{Patch, changed};

/// Somebody else, and the fields of theirs that would be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherManager {
    pub manager: String,
    /// `.spec.rules`, each once.
    pub fields: Vec<String>,
}

/// The managers other than `ours` of what `patch` changes. A JSON patch, unlike a server-side apply, gets no conflict
/// from the API server, so it is looked up before.
#[must_use]
pub fn others(object: &Value, patch: &Patch, ours: &str) -> Vec<OtherManager> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let entries = object.pointer("/metadata/managedFields").and_then(Value::as_array);
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    for entry in entries.into_iter().flatten() {
        let manager = text(entry, "manager");
        if manager == ours || !text(entry, "subresource").is_empty() {
            continue;
        }
        for path in patch.iter().filter_map(|operation| changed(object, operation)) {
            let Some(field) = owned(object, &entry["fieldsV1"], path) else { continue };
            let fields = found.entry(manager.clone()).or_default();
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    found.into_iter().map(|(manager, fields)| OtherManager { manager, fields }).collect()
}

/// How a program that keeps objects as git or a chart has them marks its own.
struct ManagerMark {
    owner: &'static str,
    /// `labels` or `annotations`, the key, and the value where that matters.
    key: (&'static str, &'static str, Option<&'static str>),
    /// The key whose value is the name of what the object belongs to, and that of its namespace.
    name: (&'static str, Option<&'static str>),
}

/// Sources: Argo CD, Resource Tracking; Helm, "Labels and Annotations" and `meta.helm.sh`; Flux, Kustomization and
/// HelmRelease, "labels"; Config Sync, "Labels and annotations"; kapp, "Diff and labels"; Fleet.
const MARKS: &[ManagerMark] = &[
    ManagerMark {
        owner: "Argo CD application",
        key: ("annotations", "argocd.argoproj.io/tracking-id", None),
        name: ("argocd.argoproj.io/tracking-id", None),
    },
    ManagerMark {
        owner: "Argo CD application",
        key: ("labels", "argocd.argoproj.io/instance", None),
        name: ("argocd.argoproj.io/instance", None),
    },
    ManagerMark {
        owner: "Flux HelmRelease",
        key: ("labels", "helm.toolkit.fluxcd.io/name", None),
        name: ("helm.toolkit.fluxcd.io/name", Some("helm.toolkit.fluxcd.io/namespace")),
    },
    ManagerMark {
        owner: "Flux Kustomization",
        key: ("labels", "kustomize.toolkit.fluxcd.io/name", None),
        name: ("kustomize.toolkit.fluxcd.io/name", Some("kustomize.toolkit.fluxcd.io/namespace")),
    },
    ManagerMark {
        owner: "Helm release",
        key: ("labels", "app.kubernetes.io/managed-by", Some("Helm")),
        name: ("meta.helm.sh/release-name", Some("meta.helm.sh/release-namespace")),
    },
    ManagerMark {
        owner: "Helm release",
        key: ("annotations", "meta.helm.sh/release-name", None),
        name: ("meta.helm.sh/release-name", Some("meta.helm.sh/release-namespace")),
    },
    ManagerMark {
        owner: "Config Sync",
        key: ("annotations", "configmanagement.gke.io/managed", Some("enabled")),
        name: ("", None),
    },
    ManagerMark { owner: "kapp", key: ("labels", "kapp.k14s.io/app", None), name: ("", None) },
    ManagerMark {
        owner: "Fleet bundle",
        key: ("annotations", "objectset.rio.cattle.io/id", None),
        name: ("objectset.rio.cattle.io/id", None),
    },
];

/// Field managers that do the same without a mark, by the beginning of their names.
const MANAGERS: &[(&str, &str)] = &[
    ("argocd", "Argo CD"),
    ("helm-controller", "Flux"),
    ("kustomize-controller", "Flux"),
    ("helm", "Helm"),
    ("configsync", "Config Sync"),
    ("fleetagent", "Fleet"),
    ("kapp", "kapp"),
    ("Terraform", "Terraform"),
    ("pulumi", "Pulumi"),
];

/// Who keeps an object as it is written elsewhere, and would bring it back: `Helm release team-a/models`. None where
/// nothing says so.
#[must_use]
pub fn owner(object: &Value) -> Option<String> {
    let text = |part: &str, key: &str| {
        object.get("metadata")?.get(part)?.get(key)?.as_str().filter(|text| !text.is_empty())
    };
    let either = |key: &str| text("annotations", key).or_else(|| text("labels", key));
    for ManagerMark { owner, key: (part, key, value), name: (name, namespace) } in MARKS {
        let Some(found) = text(part, key) else { continue };
        if value.is_some_and(|value| value != found) {
            continue;
        }
        // A tracking id goes on with the object: `app:group/Kind:namespace/name`.
        let name = either(name).and_then(|name| name.split(':').next());
        let namespace = namespace.and_then(either);
        return Some(match (name, namespace) {
            (Some(name), Some(namespace)) => format!("{owner} {namespace}/{name}"),
            (Some(name), None) => format!("{owner} {name}"),
            (None, _) => (*owner).to_owned(),
        });
    }
    let controllers = object.pointer("/metadata/ownerReferences").and_then(Value::as_array);
    let controller = controllers.into_iter().flatten().find(|one| one["controller"] == true);
    if let Some(one) = controller {
        let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        return Some(format!("{} {}", text("kind"), text("name")));
    }
    let entries = object.pointer("/metadata/managedFields").and_then(Value::as_array);
    let of_spec = |entry: &&Value| entry.get("subresource").is_none_or(|sub| sub == "");
    let managers = entries.into_iter().flatten().filter(of_spec);
    managers.filter_map(|entry| entry.get("manager")?.as_str()).find_map(|manager| {
        let (_, owner) = MANAGERS.iter().find(|(begins, _)| manager.starts_with(begins))?;
        Some(format!("{owner} (field manager {manager})"))
    })
}

/// The field at a JSON pointer, or the whole above it that is managed as one; none where it is not managed here.
fn owned(object: &Value, fields: &Value, path: &str) -> Option<String> {
    let (mut node, mut at, mut name) = (fields, String::new(), String::new());
    for part in path.split('/').skip(1) {
        let below = node.as_object()?;
        // A list or mapping that is one value, whatever is in it.
        if below.is_empty() {
            break;
        }
        at = format!("{at}/{part}");
        if let Some(next) = below.get(&format!("f:{}", part.replace("~1", "/").replace("~0", "~")))
        {
            node = next;
            name = format!("{name}.{part}");
            continue;
        }
        // Elements of a list are managed by their keys.
        let element = object.pointer(&at)?;
        let is_it = |key: &str| {
            let keys: Option<Value> =
                key.strip_prefix("k:").and_then(|keys| serde_json::from_str(keys).ok());
            keys.is_some_and(|keys| {
                keys.as_object().is_some_and(|keys| {
                    keys.iter().all(|(key, value)| element.get(key) == Some(value))
                })
            })
        };
        let (key, next) = below.iter().find(|(key, _)| is_it(key))?;
        node = next;
        name = format!("{name}[{}]", key.trim_start_matches("k:"));
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn put(path: &str) -> Patch {
        let patch = json!([{"op": "add", "path": path, "value": "new"}]);
        serde_json::from_value(patch).expect("a patch")
    }

    #[test]
    fn whoever_else_manages_the_field_or_the_list_around_it_is_named() {
        let object = json!({
            "metadata": {"managedFields": [
                {"manager": "argocd", "operation": "Apply",
                 "fieldsV1": {"f:spec": {"f:rules": {}, "f:hosts": {"k:{\"name\":\"a\"}": {".": {}, "f:model": {}}}}}},
                {"manager": "us", "operation": "Update", "fieldsV1": {"f:spec": {"f:model": {}}}},
                {"manager": "controller", "subresource": "status", "fieldsV1": {"f:spec": {"f:model": {}}}}]},
            "spec": {"rules": [{"weight": 1}], "model": "old",
                     "hosts": [{"name": "b", "model": "x"}, {"name": "a", "model": "x"}]}});
        let named = |path: &str| {
            let others = others(&object, &put(path), "us");
            others.into_iter().flat_map(|other| other.fields).collect::<Vec<_>>()
        };
        assert_eq!(named("/spec/rules/0/weight"), [".spec.rules"]);
        assert_eq!(named("/spec/hosts/1/model"), [".spec.hosts[{\"name\":\"a\"}].model"]);
        assert!(named("/spec/hosts/0/model").is_empty(), "another element");
        assert!(named("/spec/model").is_empty(), "ours, and a status");
        assert!(named("/spec/other").is_empty());
    }

    #[test]
    fn who_would_bring_an_object_back_is_known_by_its_marks() {
        let of = |metadata: Value| owner(&json!({"metadata": metadata}));
        let tracked = json!({"annotations": {"argocd.argoproj.io/tracking-id": "shop:g/K:n/x"}});
        assert_eq!(of(tracked).as_deref(), Some("Argo CD application shop"));
        let chart = json!({"labels": {"app.kubernetes.io/managed-by": "Helm"},
            "annotations": {"meta.helm.sh/release-name": "models", "meta.helm.sh/release-namespace": "n"}});
        assert_eq!(of(chart).as_deref(), Some("Helm release n/models"));
        let flux = json!({"labels": {"kustomize.toolkit.fluxcd.io/name": "apps",
            "kustomize.toolkit.fluxcd.io/namespace": "flux-system"}});
        assert_eq!(of(flux).as_deref(), Some("Flux Kustomization flux-system/apps"));
        let by_manager = json!({"managedFields": [
            {"manager": "helm-status", "subresource": "status"},
            {"manager": "argocd-controller", "operation": "Apply"}]});
        let named = "Argo CD (field manager argocd-controller)";
        assert_eq!(of(by_manager).as_deref(), Some(named));
        let ours = json!({"labels": {"app.kubernetes.io/managed-by": "kubectl-agw"},
            "managedFields": [{"manager": "kubectl-agw"}, {"manager": "kubectl-create"}]});
        assert_eq!(of(ours), None);
    }

    #[test]
    fn a_value_that_stays_is_no_conflict() {
        let object = json!({"metadata": {"managedFields": [
            {"manager": "argocd", "fieldsV1": {"f:spec": {"f:model": {}}}}]}, "spec": {"model": "new"}});
        assert_eq!(others(&object, &put("/spec/model"), "us"), []);
    }
}
