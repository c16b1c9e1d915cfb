//! Kills as policies that agentgateway heeds: a `directResponse` on the Gateway or the HTTPRoute that is stopped. What a
//! policy cannot stop without stopping more is told, and left to `serve`, which reads the records themselves.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` of agentgateway at 75b4e6ce6: `directResponse`,
//! `strategy.inheritance`.

mod answer;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::domain::compile::Compiled;
use crate::domain::crd::policy::PolicySpec;
use crate::domain::kill::{InForce, Passage, SubjectKind};
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::route::table::{BindKey, Candidate, Rule};
use crate::domain::route::target::{Reference, Target, WeightedTarget};
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The label of the policies, by which they are found again.
pub const LABEL: &str = "kill.kubectl-agw.dev/policy";

/// What makes agentgateway stop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KillPolicies {
    /// The policies that must be there, by namespace and name; any other with the label must not.
    pub policies: BTreeMap<ObjectName, Value>,
    /// What agentgateway goes on serving, and why, in sentences.
    pub left: BTreeSet<String>,
}

/// How far a rule is stopped.
enum RuleEffect {
    Alive,
    /// Why, for clients.
    Stopped(String),
    /// Some of its requests are, in a sentence without the rule.
    Partly(String),
}

impl KillPolicies {
    /// The policies for what is in force. A Secret that this user may not read must not count as missing: the table is
    /// compiled with the simulator's keys.
    #[must_use]
    pub fn of(compiled: &Compiled, now: &InForce) -> Self {
        let mut all = KillPolicies::default();
        for gateway in compiled.snapshot.gateways.keys() {
            all.gateway(compiled, now, gateway);
        }
        for (route, rules) in by_route(compiled, now) {
            all.route(compiled, &route, &rules);
        }
        let of_models = compiled.table.candidates().filter(|(.., one)| one.is_of_models());
        for (bind, _, _, candidate) in of_models {
            if !matches!(effect(now, bind, candidate), RuleEffect::Alive) {
                let gateway = &candidate.rule.route;
                all.left
                    .insert(format!("AgentgatewayModels of Gateway {gateway} are still served"));
            }
        }
        all
    }

    /// Those in the cluster that must go. Where the routes of a namespace may not be read, nothing is known of its policies.
    pub fn stale<'c>(&'c self, compiled: &'c Compiled) -> impl Iterator<Item = ObjectRef> + 'c {
        let ours = compiled.snapshot.policies.values().filter(|policy| is_ours(policy));
        let is_known = |policy: &&std::sync::Arc<Object<PolicySpec>>| {
            let kinds = [Kind::Gateway, Kind::HttpRoute, Kind::AgentgatewayBackend];
            kinds.into_iter().all(|kind| compiled.snapshot.sees(kind, &policy.name.namespace))
        };
        ours.filter(is_known)
            .filter(|policy| !self.policies.contains_key(&policy.name))
            .map(|policy| ObjectRef::new(Kind::AgentgatewayPolicy, policy.name.clone()))
    }

    fn gateway(&mut self, compiled: &Compiled, now: &InForce, gateway: &ObjectName) {
        let passage = Passage { gateway: gateway.text(), ..Passage::default() };
        let direct = match now.stops(&passage) {
            Some(stop) => answer::always(&stop.words()),
            None => match now.keys(&passage.gateway) {
                keys if keys.is_empty() => return,
                keys => answer::of_clients(&keys),
            },
        };
        let target =
            json!({"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": gateway.name});
        // A route's own `directResponse` must not answer in its place.
        self.add(compiled, gateway, target, direct, true);
    }

    fn route(
        &mut self,
        compiled: &Compiled,
        route: &ObjectName,
        rules: &BTreeMap<usize, RuleEffect>,
    ) {
        let whole = rules.values().all(|rule| matches!(rule, RuleEffect::Stopped(_)));
        let target = |section: Option<&str>| {
            let mut target = json!({"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": route.name});
            if let Some(section) = section {
                target["sectionName"] = section.into();
            }
            target
        };
        for (index, rule) in rules {
            match rule {
                RuleEffect::Alive => {}
                RuleEffect::Stopped(why) if whole => {
                    let direct = answer::always(why);
                    return self.add(compiled, route, target(None), direct, false);
                }
                RuleEffect::Stopped(why) => match name_of_rule(compiled, route, *index) {
                    Some(name) => {
                        let direct = answer::always(why);
                        self.add(compiled, route, target(Some(&name)), direct, false);
                    }
                    None => {
                        let words = "has no `name` that a policy could refer to";
                        self.left.insert(format!("HTTPRoute {route}: rule {index} {words}"));
                    }
                },
                RuleEffect::Partly(words) => {
                    self.left.insert(format!("HTTPRoute {route}: rule {index}: {words}"));
                }
            }
        }
    }

    fn add(
        &mut self,
        compiled: &Compiled,
        on: &ObjectName,
        target: Value,
        direct: Value,
        seals: bool,
    ) {
        if let Some(other) = other_answer(compiled, on, &target) {
            let words = "has a `directResponse` for the same requests, and either may answer";
            self.left.insert(format!("AgentgatewayPolicy {other} {words}"));
        }
        let section = target["sectionName"].as_str().unwrap_or_default();
        let kind = if seals { "gateway" } else { "route" };
        let name = answer::name(kind, &on.name, section);
        let mut spec = json!({"targetRefs": [target], "traffic": {"directResponse": direct}});
        if seals {
            spec["strategy"] = json!({"inheritance": "Override"});
        }
        let policy = json!({
            "apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
            "metadata": {"name": name, "namespace": on.namespace, "labels": {LABEL: kind}},
            "spec": spec,
        });
        self.policies.insert(ObjectName::new(&on.namespace, &name), policy);
    }
}

fn is_ours(policy: &Object<PolicySpec>) -> bool {
    policy.meta.labels.contains_key(LABEL)
}

/// Somebody else's policy that answers by itself at the same place.
fn other_answer<'c>(
    compiled: &'c Compiled,
    on: &ObjectName,
    target: &Value,
) -> Option<&'c ObjectName> {
    let text = |field: &str| target[field].as_str().unwrap_or_default();
    let answers = |policy: &&Object<PolicySpec>| {
        let traffic = policy.spec.traffic.as_ref();
        let answers = traffic.is_some_and(|own| own.policies.contains_key("directResponse"));
        let here = |one: &crate::domain::crd::policy::TargetRef| {
            one.kind == text("kind")
                && one.name == text("name")
                && one.section_name.as_deref().unwrap_or_default() == text("sectionName")
        };
        answers && policy.name.namespace == on.namespace && policy.spec.target_refs.iter().any(here)
    };
    let all = compiled.snapshot.policies.values().map(AsRef::as_ref);
    all.filter(|policy| !is_ours(policy)).find(answers).map(|policy| &policy.name)
}

fn name_of_rule(compiled: &Compiled, route: &ObjectName, index: usize) -> Option<String> {
    let rules = compiled.snapshot.routes.get(route)?.spec.rules.as_ref()?;
    rules.get(index)?.name.clone()
}

/// How far each rule of the routes is stopped that the kills are about. A policy on a route holds at every Gateway, so that
/// one is stopped only if it is so at all of them.
fn by_route(
    compiled: &Compiled,
    now: &InForce,
) -> BTreeMap<ObjectName, BTreeMap<usize, RuleEffect>> {
    let mut all = BTreeMap::<ObjectName, BTreeMap<usize, RuleEffect>>::new();
    let of_routes = compiled.table.candidates().filter(|(.., one)| !one.is_of_models());
    for (bind, _, _, candidate) in of_routes {
        let rule = &candidate.rule;
        let here = effect(now, bind, candidate);
        let of_route = all.entry(rule.route.clone()).or_default();
        let both = match of_route.remove(&rule.index) {
            None => here,
            Some(before) => at_both(before, here),
        };
        of_route.insert(rule.index, both);
    }
    all.retain(|_, rules| rules.values().any(|rule| !matches!(rule, RuleEffect::Alive)));
    all
}

fn at_both(one: RuleEffect, other: RuleEffect) -> RuleEffect {
    match (one, other) {
        (RuleEffect::Alive, RuleEffect::Alive) => RuleEffect::Alive,
        (RuleEffect::Stopped(why), RuleEffect::Stopped(_)) => RuleEffect::Stopped(why),
        (RuleEffect::Partly(words), _) | (_, RuleEffect::Partly(words)) => {
            RuleEffect::Partly(words)
        }
        (RuleEffect::Alive, RuleEffect::Stopped(_))
        | (RuleEffect::Stopped(_), RuleEffect::Alive) => {
            RuleEffect::Partly("only one of its Gateways is stopped".to_owned())
        }
    }
}

/// What becomes of one rule at one Gateway. What stops the Gateway itself is not asked again for each of its routes.
fn effect(now: &InForce, bind: &BindKey, candidate: &Candidate) -> RuleEffect {
    let gateway = bind.gateway.as_ref().map(ObjectName::text).unwrap_or_default();
    let at_gateway = Passage { gateway, ..Passage::default() };
    if now.stops(&at_gateway).is_some() {
        return RuleEffect::Alive;
    }
    let Rule { label, targets, .. } = &*candidate.rule;
    let passage = Passage { route: label.clone(), ..at_gateway };
    if let Some(stop) = now.stops(&passage) {
        return RuleEffect::Stopped(stop.words());
    }
    let live = targets.iter().filter(|target| target.weight > 0);
    let each: Vec<_> = live.map(|target| of_target(now, &passage, target)).collect();
    let mut stopped = each.iter().filter_map(|one| match one {
        RuleEffect::Stopped(why) => Some(why),
        RuleEffect::Alive | RuleEffect::Partly(_) => None,
    });
    let Some(first) = stopped.next() else {
        let partly = each.into_iter().find(|one| matches!(one, RuleEffect::Partly(_)));
        return partly.unwrap_or(RuleEffect::Alive);
    };
    match stopped.count() + 1 == each.len() {
        true => RuleEffect::Stopped(first.clone()),
        false => RuleEffect::Partly("agentgateway still uses all its backendRefs".to_owned()),
    }
}

fn of_target(now: &InForce, passage: &Passage, target: &WeightedTarget) -> RuleEffect {
    match &target.target {
        Target::Refuse(_) => of_unknown(now, passage, target),
        Target::Http(upstream) => {
            let there = Passage { backend: upstream.name.text(), ..passage.clone() };
            let stopped = now.stops(&there);
            stopped.map_or(RuleEffect::Alive, |stop| RuleEffect::Stopped(stop.words()))
        }
        Target::Model(backend) => of_backend(now, passage, backend),
        Target::Models(router) => {
            let mut each = router.backends().map(|backend| of_backend(now, passage, backend));
            match each.any(|one| !matches!(one, RuleEffect::Alive)) {
                true => RuleEffect::Partly("its AgentgatewayModels are still served".to_owned()),
                false => RuleEffect::Alive,
            }
        }
    }
}

/// A backend that `serve` does not call: agentgateway may.
fn of_unknown(now: &InForce, passage: &Passage, target: &WeightedTarget) -> RuleEffect {
    if let Reference::Object(object) = &target.reference
        && let Some(stop) = now.stops(&Passage { backend: object.name.text(), ..passage.clone() })
    {
        return RuleEffect::Stopped(stop.words());
    }
    let kinds = [SubjectKind::Model, SubjectKind::Provider];
    match kinds.into_iter().any(|kind| now.names(kind, &passage.gateway)) {
        true => {
            RuleEffect::Partly(format!("serve doesn't know what {} leads to", target.reference))
        }
        false => RuleEffect::Alive,
    }
}

fn of_backend(now: &InForce, passage: &Passage, backend: &ModelBackend) -> RuleEffect {
    match backend.alive(now, passage) {
        Err(stop) => RuleEffect::Stopped(stop.words()),
        Ok(Some(_)) => {
            RuleEffect::Partly(format!("agentgateway still uses all providers of {}", backend.name))
        }
        Ok(None) => {
            let is_open = backend.upstreams().any(|upstream| upstream.model.is_none());
            match is_open && now.names(SubjectKind::Model, &passage.gateway) {
                true => {
                    RuleEffect::Partly("clients can still ask for the model by name".to_owned())
                }
                false => RuleEffect::Alive,
            }
        }
    }
}

#[cfg(test)]
mod tests;
