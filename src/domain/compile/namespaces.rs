//! Which namespaces a selector chooses by their labels: of routes, and of ListenerSets.
//!
//! Source: Gateway API, RouteNamespaces (<https://gateway-api.sigs.k8s.io/reference/spec/>); agentgateway's
//! `controller/pkg/agentgateway/translator/conversion.go` at 75b4e6ce6, `namespacesFromSelector` and `toNamespaceSet`.

use std::collections::BTreeMap;

use crate::domain::crd::gateway_api::{LabelExpression, NamespaceSelector};
use crate::domain::route::reason::{Doubt, NotSelected};
use crate::domain::snapshot::{NamespaceState, Snapshot};
use crate::domain::value::object_ref::ObjectName;

/// The label that every namespace has, whose value is its name.
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// Whether a selector chooses a namespace. It may be unknown because the labels cannot be read; then the reason is
/// returned. Without a selector no namespace is chosen.
///
/// # Errors
/// It does not choose the namespace, whatever labels that has.
pub fn selected(
    snapshot: &Snapshot,
    selector: Option<&NamespaceSelector>,
    namespace: &str,
) -> Result<Option<Doubt>, NotSelected> {
    let selector = selector.ok_or(NotSelected::NoSelector)?;
    let name = ObjectName::new("", namespace);
    let state = snapshot.namespaces.get(&name);
    let unknown = matches!(state, Some(NamespaceState::Forbidden | NamespaceState::Pending))
        .then(|| Doubt::Labels(namespace.to_owned()));
    let mut labels =
        snapshot.namespace(&name).map(|mark| mark.meta.labels.clone()).unwrap_or_default();
    labels.insert(NAME_LABEL.to_owned(), namespace.to_owned());
    match matches(selector, &labels, unknown.is_none()) {
        Some(true) => Ok(None),
        Some(false) => Err(NotSelected::OtherLabels(namespace.to_owned())),
        None => Ok(unknown),
    }
}

/// Whether all labels and expressions hold; none where that depends on labels that are unknown. If the labels are not
/// `whole`, only the one with the name is known.
fn matches(
    selector: &NamespaceSelector,
    labels: &BTreeMap<String, String>,
    whole: bool,
) -> Option<bool> {
    let wanted = selector.match_labels.iter().flatten();
    let wanted = wanted.map(|(key, value)| (key, labels.get(key) == Some(value)));
    let expressions = selector.match_expressions.iter().flatten();
    let expressions = expressions.map(|one| (&one.key, holds(one, labels.get(&one.key))));
    let (known, unknown): (Vec<_>, Vec<_>) =
        wanted.chain(expressions).partition(|(key, _)| whole || *key == NAME_LABEL);
    match known.iter().all(|(_, holds)| *holds) {
        true if !unknown.is_empty() => None,
        holds => Some(holds),
    }
}

/// Whether one expression holds. An unknown operator chooses nothing.
fn holds(expression: &LabelExpression, label: Option<&String>) -> bool {
    let among =
        label.is_some_and(|label| expression.values.iter().flatten().any(|one| one == label));
    match expression.operator.as_str() {
        "In" => among,
        "NotIn" => !among,
        "Exists" => label.is_some(),
        "DoesNotExist" => label.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::{Kind, ObjectRef};
    use serde_json::{Value, json};

    fn objects() -> Objects {
        let mut objects = Objects::new(World::Cluster);
        let team = json!({"metadata": {"name": "red", "labels": {"team": "red", "stage": "test"}}});
        objects.apply(Kind::Namespace, team, Origin::Cluster);
        objects
    }

    fn chooses(selector: Value, namespace: &str) -> bool {
        let selector = serde_json::from_value(selector).expect("a selector");
        selected(objects().current(), Some(&selector), namespace).is_ok()
    }

    #[test]
    fn every_label_and_every_expression_must_hold() {
        let expression = |key: &str, operator: &str, values: &[&str]| json!({"matchExpressions": [{"key": key, "operator": operator, "values": values}]});
        assert!(chooses(json!({"matchLabels": {"team": "red", "stage": "test"}}), "red"));
        assert!(!chooses(json!({"matchLabels": {"team": "red", "stage": "live"}}), "red"));
        assert!(chooses(expression("team", "In", &["blue", "red"]), "red"));
        assert!(!chooses(expression("team", "NotIn", &["blue", "red"]), "red"));
        assert!(chooses(expression("area", "NotIn", &["x"]), "red"), "it has none");
        assert!(chooses(expression("team", "Exists", &[]), "red"));
        assert!(!chooses(expression("team", "DoesNotExist", &[]), "red"));
        assert!(!chooses(expression("team", "Like", &["red"]), "red"));
        assert!(chooses(json!({}), "red"), "an empty one chooses all");
    }

    #[test]
    fn a_namespace_has_its_name_as_label_even_where_it_was_not_read() {
        assert!(chooses(json!({"matchLabels": {(NAME_LABEL): "blue"}}), "blue"));
        assert!(!chooses(json!({"matchLabels": {(NAME_LABEL): "blue"}}), "red"));
        assert!(selected(objects().current(), None, "red").is_err(), "no selector chooses nothing");
    }

    #[test]
    fn what_depends_on_labels_that_may_not_be_read_is_in_doubt_and_its_name_is_not() {
        let mut objects = objects();
        let red = ObjectRef::new(Kind::Namespace, ObjectName::new("", "red"));
        assert!(objects.forbid(&red) && !objects.forbid(&red));
        let chooses = |selector: Value| {
            let selector = serde_json::from_value(selector).expect("a selector");
            selected(objects.current(), Some(&selector), "red")
        };
        let doubt = chooses(json!({"matchLabels": {"team": "red"}})).expect("it may");
        assert_eq!(doubt, Some(Doubt::Labels("red".to_owned())));
        assert_eq!(chooses(json!({})), Ok(None), "it chooses all");
        assert_eq!(chooses(json!({"matchLabels": {(NAME_LABEL): "red"}})), Ok(None));
        let other = json!({"matchLabels": {(NAME_LABEL): "blue", "team": "red"}});
        assert!(chooses(other).is_err(), "regardless of its other labels");
    }
}
