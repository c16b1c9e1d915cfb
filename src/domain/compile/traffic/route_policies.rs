//! The traffic policies in force on a path, read into what a route or listener does with its requests. One that is not
//! supported makes it reject every request: a guard that is silently skipped is worse than none. That rule is this
//! program's own; how policies merge, with its source, is in `attached::merge`.

use super::readers::{ReadTraffic, reader};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{self, EffectivePolicies, PolicyPath, PolicySource};
use crate::domain::compile::attached::support::{Support, support};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::reason::Reason;

impl<'s> PolicyIndex<'s> {
    /// The traffic policies of one phase in force on a path.
    #[must_use]
    pub fn traffic(&self, path: &PolicyPath<'_>, phase: merge::Phase) -> RoutePolicies {
        let effective = merge::traffic(self.snapshot, self.attached, path, phase);
        let mut policies = self.read(&effective);
        // What no cluster would take is said before what is not supported of it.
        policies.refuses = self.misread(path).or(policies.refuses);
        policies
    }

    /// The `frontend` policies in force on a Gateway's listener.
    #[must_use]
    pub fn frontend(&self, path: &PolicyPath<'_>) -> RoutePolicies {
        self.read(&merge::frontend(self.snapshot, self.attached, path))
    }

    fn read(&self, effective: &EffectivePolicies<'s>) -> RoutePolicies {
        let mut policies = RoutePolicies::default();
        for (name, merged) in effective {
            // The rule's own filters, timeouts and retry are read with the rule.
            let written = merged.settings.iter().filter(|setting| setting.value.is_some());
            let Some(first) = written.clone().next() else { continue };
            let field = || first.field(name);
            if self.skips.has(name) {
                policies.ignored.push(Reason::PolicySkipped(field()));
                continue;
            }
            match support(name) {
                Support::Noted => {
                    policies.ignored.push(Reason::PolicyNotSupported(field()));
                }
                Support::Refused => {
                    policies.refuses.get_or_insert(Reason::PolicyNotSupported(field()));
                }
                Support::Unknown => {
                    policies.refuses.get_or_insert(Reason::PolicyUnknown(field()));
                }
                Support::Traffic => {
                    let Some(read) = reader(name) else { continue };
                    written.for_each(|one| policies.add(self.setting(name, read, one)));
                }
                Support::Upstream => {}
            }
        }
        policies
    }

    /// What one place says of a policy, which is read once, however many paths it is on.
    fn setting(&self, name: &str, read: ReadTraffic, one: &PolicySource<'s>) -> RoutePolicies {
        // The value lives as long as the snapshot, so that its address names it.
        let key = (std::ptr::from_ref(one.written()).addr(), one.from.clone());
        if let Some(known) = self.settings.borrow().get(&key) {
            return known.clone();
        }
        let mut policies = RoutePolicies::default();
        if let Err(why) = read(self, one, &mut policies) {
            let (policy, why) = (one.field(name), Box::new(why));
            policies.refuses = Some(Reason::Policy { policy, why });
        }
        self.settings.borrow_mut().insert(key, policies.clone());
        policies
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::{Kind, ObjectName};

    fn policy(name: &str, kind: &str, target: &str) -> Value {
        let target = json!({"group": "gateway.networking.k8s.io", "kind": kind, "name": target});
        let rule = format!("request.headers['x-of'] == '{name}'");
        json!({"metadata": {"name": name, "namespace": "n"}, "spec": {"targetRefs": [target],
            "traffic": {"authorization": {"policy": {"matchExpressions": [rule]}}}}})
    }

    #[test]
    fn a_policy_is_read_once_however_many_paths_it_is_on() {
        let mut objects = Objects::new(World::Files);
        for (name, kind, target) in
            [("all", "Gateway", "g"), ("one", "HTTPRoute", "a"), ("other", "HTTPRoute", "b")]
        {
            objects.apply(Kind::AgentgatewayPolicy, policy(name, kind, target), Origin::Cluster);
        }
        let compiled = Compiled::of(objects.snapshot());
        let index = compiled.policies();
        let gateway = ObjectName::new("n", "g");
        let rules = ["a", "b"].map(|route| {
            let route = ObjectName::new("n", route);
            let path = PolicyPath {
                gateway: Some(&gateway),
                route: Some((&route, 0)),
                ..PolicyPath::default()
            };
            let policies = index.traffic(&path, merge::Phase::PostRouting);
            policies.authorization.expect("rules")
        });
        let texts = rules
            .each_ref()
            .map(|rules| rules.rules().map(|rule| rule.source().to_owned()).collect::<Vec<_>>());
        let rule = |name: &str| format!("request.headers['x-of'] == '{name}'");
        assert_eq!(texts, [["all", "one"], ["all", "other"]].map(|names| names.map(rule).to_vec()));
        let shared =
            rules.each_ref().map(|rules| rules.rules().next().map(|one| one.source().as_ptr()));
        assert_eq!(shared[0], shared[1], "what is compiled is shared");
        assert_eq!(index.settings.borrow().len(), 3);
    }
}
