//! Which policy has decided, by the objects that a table was compiled from.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::cli::command::serve::Args;
use crate::domain::compile::Compiled;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{self, EffectivePolicies, Phase, PolicyPath};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::telemetry::access_log::PolicyDecision;

/// Flags that decide of requests, as the rules have them.
pub(super) fn options(args: &Args) -> Vec<String> {
    let mut options: Vec<_> =
        args.serving.skip_policy.iter().map(|name| format!("--skip-policy {name}")).collect();
    let flags = [
        ("--without-policies", args.serving.without_policies),
        ("--simulate", args.simulate),
        ("--client-key", args.access.expression().is_some()),
    ];
    options.extend(flags.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| (*name).to_owned()));
    options.extend(args.gateway.iter().map(|gateway| format!("--gateway {gateway}")));
    options
}

/// Names the policy that a decision comes from.
type PolicyOf = Box<dyn Fn(&PolicyDecision<'_>) -> Option<String> + Send + Sync>;

/// Says where a policy comes from. The same question is answered once.
pub(super) fn policy_of(compiled: Compiled) -> PolicyOf {
    let known: Mutex<HashMap<String, Option<String>>> = Mutex::default();
    Box::new(move |decided| {
        let question = format!("{decided:?}");
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(question).or_insert_with(|| find(&compiled.policies(), decided)).clone()
    })
}

fn find(index: &PolicyIndex<'_>, decided: &PolicyDecision<'_>) -> Option<String> {
    let name = |text: &str| {
        let (namespace, name) = text.split_once('/')?;
        Some(ObjectName::new(namespace, name))
    };
    let (gateway, backend) = (name(decided.gateway), name(decided.backend));
    let route = decided.route.rsplit_once('.');
    let route = route.and_then(|(route, index)| Some((name(route)?, index.parse().ok()?)));
    let place = PolicyPath {
        gateway: gateway.as_ref(),
        listener: decided.listener,
        route: route.as_ref().map(|(name, index)| (name, *index)),
        backend: backend.as_ref(),
        provider: None,
        service: None,
    };
    let PolicyIndex { snapshot, attached, .. } = *index;
    let last = decided.field.rsplit('.').next()?;
    let of = |policies: EffectivePolicies<'_>| {
        let mut found = policies
            .into_iter()
            .filter(|(name, _)| name == decided.field || name.rsplit('.').next() == Some(last));
        found.next().and_then(|(_, merged)| Some(merged.settings.last()?.from.clone()))
    };
    of(merge::traffic(snapshot, attached, &place, Phase::PostRouting))
        .or_else(|| of(merge::traffic(snapshot, attached, &place, Phase::PreRouting)))
        .or_else(|| of(merge::backend(snapshot, attached, &place)))
}
