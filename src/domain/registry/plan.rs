//! What a change of objects does to the registry: the rows before it beside the rows after it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Row, State, rows};
use crate::domain::compile::Compiled;
use crate::domain::route::sample;
use crate::domain::value::object_ref::ObjectName;

/// What becomes of one model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelStep {
    pub namespace: String,
    pub name: String,
    pub effect: ModelEffect,
    /// What differs, or why, in words.
    pub details: Vec<String>,
    /// Whether it worked before.
    #[serde(skip)]
    pub worked: bool,
}

impl ModelStep {
    /// Whether somebody should look before it is applied: a model that works would work no more.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        match self.effect {
            ModelEffect::Shadowed | ModelEffect::Broken => true,
            ModelEffect::Removed => self.worked,
            ModelEffect::Added | ModelEffect::Changed | ModelEffect::Fixed => false,
        }
    }
}

/// What happens to a model, worst last. One model may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ModelEffect {
    Added,
    Removed,
    Changed,
    /// It did not work, and will.
    Fixed,
    /// Another route takes its requests.
    Shadowed,
    /// It worked, or is new, and will not work.
    Broken,
}

/// Every effect of going from one snapshot to the other, ordered by model.
#[must_use]
pub fn plan(before: &Compiled, after: &Compiled) -> Vec<ModelStep> {
    let (old, new) = (RegistryState::of(before), RegistryState::of(after));
    let names: BTreeSet<&ObjectName> = old.rows.keys().chain(new.rows.keys()).collect();
    let mut steps = Vec::new();
    for name in names {
        let (was, will) = (old.rows.get(name), new.rows.get(name));
        let worked = was.map(|was| was.status.state != State::NotReady);
        let step = |effect, details| ModelStep {
            namespace: name.namespace.clone(),
            name: name.name.clone(),
            effect,
            details,
            worked: worked == Some(true),
        };
        match (was, will) {
            (None, Some(row)) => steps.push(step(ModelEffect::Added, summary(row))),
            (Some(row), None) => steps.push(step(ModelEffect::Removed, summary(row))),
            (Some(was), Some(will)) => {
                let details = differences(was, will);
                if !details.is_empty() {
                    steps.push(step(ModelEffect::Changed, details));
                }
            }
            (None, None) => {}
        }
        let Some(will) = will else { continue };
        let works = will.status.state != State::NotReady;
        match (worked, works) {
            (Some(true) | None, false) => steps.push(step(ModelEffect::Broken, vec![why(will)])),
            (Some(false), true) => steps.push(step(ModelEffect::Fixed, Vec::new())),
            _ => {}
        }
        if let Some((route, winner)) = new.shadowed.get(name)
            && !old.shadowed.contains_key(name)
        {
            let details = format!("HTTPRoute {winner} matches every request of HTTPRoute {route}");
            steps.push(step(ModelEffect::Shadowed, vec![details]));
        }
    }
    steps
}

/// One state of the registry.
struct RegistryState {
    rows: BTreeMap<ObjectName, Row>,
    shadowed: BTreeMap<ObjectName, (ObjectName, ObjectName)>,
}

impl RegistryState {
    fn of(compiled: &Compiled) -> RegistryState {
        let named = |row: Row| (ObjectName::new(&row.namespace, &row.name), row);
        let rows: BTreeMap<_, _> = rows(compiled).into_iter().map(named).collect();
        RegistryState { rows, shadowed: sample::shadowed(&compiled.table) }
    }
}

fn why(row: &Row) -> String {
    match row.status.message.is_empty() {
        true => row.status.reason.word().to_owned(),
        false => format!("{}: {}", row.status.reason.word(), row.status.message),
    }
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_else(|| "<none>".to_owned())
}

fn routes_of(row: &Row) -> String {
    let mut ways: Vec<_> = row
        .routes
        .iter()
        .map(|way| {
            let route = way.route.as_ref().map(ToString::to_string).unwrap_or_default();
            match way.percent {
                100 => format!("{} by HTTPRoute {route}", way.matches),
                percent => format!("{} by HTTPRoute {route} ({percent}%)", way.matches),
            }
        })
        .collect();
    ways.sort();
    ways.dedup();
    if ways.is_empty() { "<none>".to_owned() } else { ways.join(", ") }
}

fn key(row: &Row) -> String {
    let name = text(row.key.name.as_ref());
    match &row.key.data_key {
        Some(data_key) => format!("{name}/{data_key}"),
        None => format!("{:?} {name}", row.key.source),
    }
}

/// What a person should know of a model, each with its name.
fn facts(row: &Row) -> [(&'static str, String); 5] {
    [
        ("provider", text(row.provider.as_ref())),
        ("model", row.model.clone().unwrap_or_else(|| "<caller's>".to_owned())),
        ("address", text(row.address.as_ref())),
        ("key", key(row)),
        ("routes", routes_of(row)),
    ]
}

fn summary(row: &Row) -> Vec<String> {
    let facts =
        facts(row).into_iter().filter(|(name, _)| ["provider", "model", "routes"].contains(name));
    facts.map(|(name, value)| format!("{name} {value}")).collect()
}

fn differences(was: &Row, will: &Row) -> Vec<String> {
    let pairs = facts(was).into_iter().zip(facts(will));
    let differ = pairs.filter(|(was, will)| was.1 != will.1);
    // An address that is not known says that the model is broken, which is said by itself.
    let known = differ
        .filter(|(was, will)| was.0 != "address" || (was.1 != "<none>" && will.1 != "<none>"));
    known.map(|(was, will)| format!("{} {} -> {}", was.0, was.1, will.1)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::registry::tests::expect_linear;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{World, manifests};

    fn read(text: &str) -> Compiled {
        let mut objects = Objects::new(World::Files);
        manifests::add(&mut objects, &Arc::from("f"), text, "n");
        Compiled::of(objects.snapshot())
    }

    fn model(name: &str, model: &str, header: &str) -> String {
        format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {{name: {name}}}\n\
             spec: {{ai: {{provider: {{openai: {{model: {model}}}}}}}}}\n---\n\
             apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: {name}}}\n\
             spec:\n  rules:\n  - matches: [{{headers: [{{name: x, value: {header}}}]}}]\n    \
             backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: {name}}}]\n---\n"
        )
    }

    fn words(before: &str, after: &str) -> Vec<String> {
        let steps = plan(&read(before), &read(after));
        steps
            .into_iter()
            .map(|step| format!("{} {:?} {}", step.name, step.effect, step.details.join("; ")))
            .collect()
    }

    #[test]
    fn added_removed_and_changed_are_told_apart() {
        let before = model("a", "m", "a") + &model("b", "m", "b");
        let after = model("b", "m2", "b") + &model("c", "m", "c");
        let words = words(&before, &after);
        assert_eq!(words.len(), 3, "{words:#?}");
        assert!(words[0].starts_with("a Removed"));
        assert_eq!(words[1], "b Changed model m -> m2");
        assert!(words[2].starts_with("c Added provider openai; model m; routes"), "{words:#?}");
        assert_eq!(super::plan(&read(&before), &read(&before)), []);
    }

    #[test]
    fn a_route_that_takes_anothers_requests_is_said() {
        let before = model("b", "m", "same");
        let words = words(&before, &(before.clone() + &model("a", "m", "same")));
        assert!(
            words.iter().any(|word| word.starts_with("b Shadowed HTTPRoute n/a matches")),
            "{words:#?}"
        );
    }

    /// The table is walked once, not once for each model: ten times as many take about ten times as long.
    #[test]
    fn many_models_are_planned_in_linear_time() {
        let many = |count: usize| {
            let one = |number| model(&format!("m{number}"), "m", &format!("v{number}"));
            let all = read(&(0..count).map(one).collect::<String>());
            move || assert_eq!(plan(&all, &all), [])
        };
        expect_linear(many(200), many(2000));
    }

    #[test]
    fn a_second_way_that_gets_through_saves_a_shadowed_model() {
        let before = model("b", "m", "same");
        let second = model("b", "m", "other").split_once("---\n").expect("a route").1.replacen(
            "metadata: {name: b}",
            "metadata: {name: c}",
            1,
        );
        let shadow = model("a", "m", "same");
        let is_shadowed = |before: &str| {
            let words = words(before, &(before.to_owned() + &shadow));
            words.iter().any(|word| word.starts_with("b Shadowed"))
        };
        assert!(is_shadowed(&before));
        assert!(!is_shadowed(&(before.clone() + &second)));
    }

    #[test]
    fn what_breaks_and_what_is_mended_is_said() {
        let good = model("a", "m", "x");
        let bad = good.replace("openai: {model: m}", "nobody: {}");
        assert!(words(&good, &bad).iter().any(|word| word.starts_with("a Broken")));
        assert!(words(&bad, &good).iter().any(|word| word == "a Fixed "));
    }
}
