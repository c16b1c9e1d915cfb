//! Snapshot → route table. Cannot fail: what is broken, refused or not carried comes back as rejections.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::attach::{self, Attachment, Unattached};
use super::duration;
use super::filter::Filters;
use super::guard::{self, Guards};
use super::listeners::{Judged, Listeners};
use super::matcher::Matcher;
use super::matcher::host::HostPattern;
use super::refusal::Refusal;
use super::rejection::{Effect, Rejection, Rejections};
use super::table::{Bind, BindKey, Candidate, Listener, RouteTable, Rule};
use super::target::Resolver;
use crate::domain::crd::gateway_api::{self, HttpRouteSpec};
use crate::domain::snapshot::{Object, Snapshot, Unread};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// Compiles everything that a snapshot holds.
#[must_use]
pub fn compile(snapshot: &Snapshot) -> (RouteTable, Vec<Rejection>) {
    let listeners = Listeners::judge(snapshot);
    let mut compiler = Compiler {
        snapshot,
        resolver: Resolver::new(snapshot),
        table: table(&listeners),
        listeners,
        rejections: Rejections::default(),
    };
    compiler.broken();
    compiler.gateways();
    for route in snapshot.routes.values() {
        compiler.route(route);
    }
    let binds = compiler.table.binds.values_mut();
    binds.flat_map(|bind| &mut bind.listeners).for_each(Listener::settle);
    (compiler.table, compiler.rejections.into_vec())
}

struct Compiler<'s> {
    snapshot: &'s Snapshot,
    listeners: Listeners<'s>,
    resolver: Resolver<'s>,
    table: RouteTable,
    rejections: Rejections,
}

/// The binds and listeners of all Gateways, still without rules.
fn table(listeners: &Listeners<'_>) -> RouteTable {
    let mut binds: BTreeMap<BindKey, Bind> = BTreeMap::new();
    for listener in listeners.all() {
        let Ok(key) = listener.bind() else { continue };
        let own = Listener::new(&listener.written.name, listener.host());
        binds.entry(key).or_default().listeners.push(own);
    }
    if listeners.is_empty() {
        let key = BindKey { gateway: None, port: attach::IMPLIED_PORT };
        let implied = Listener::new(attach::IMPLIED_LISTENER, HostPattern::Any);
        binds.entry(key).or_default().listeners.push(implied);
    }
    for bind in binds.values_mut() {
        bind.listeners.sort_by_key(|listener| listener.host.rank());
    }
    RouteTable { binds }
}

impl Compiler<'_> {
    fn reject(&mut self, object: ObjectRef, effect: Effect, reason: String, next: Option<String>) {
        self.rejections.add(Rejection { object, effect, reason, next });
    }

    /// Objects that could not be read, kinds that may not be, kinds that are not served.
    fn broken(&mut self) {
        let snapshot = self.snapshot;
        for (object, broken) in &snapshot.broken {
            self.reject(object.clone(), Effect::LeftOut, broken.reason.clone(), None);
        }
        for (kind, why) in &snapshot.unread {
            let Unread::Forbidden(message) = why else { continue };
            let all = ObjectRef::new(*kind, ObjectName::new("*", "*"));
            self.reject(all, Effect::LeftOut, message.clone(), None);
        }
        for model in snapshot.models.keys() {
            let object = ObjectRef::new(Kind::AgentgatewayModel, model.clone());
            let reason = "AgentgatewayModels are not carried by serve".to_owned();
            self.reject(object, Effect::LeftOut, reason, None);
        }
    }

    fn gateways(&mut self) {
        let faulty = |listener: &Judged<'_>| {
            let faults = [
                &listener.unaccepted,
                &listener.conflict,
                &listener.unresolved,
                &listener.unserved,
            ];
            let faults = faults.into_iter().flatten();
            let words = faults
                .map(|fault| format!("listener {}: {}", listener.written.name, fault.message));
            let object = ObjectRef::new(Kind::Gateway, listener.gateway.clone());
            words.map(|reason| (object.clone(), reason)).collect::<Vec<_>>()
        };
        let all: Vec<_> = self.listeners.all().flat_map(faulty).collect();
        for (object, reason) in all {
            self.reject(object, Effect::LeftOut, reason, None);
        }
    }

    fn route(&mut self, route: &Object<HttpRouteSpec>) {
        let object = ObjectRef::new(Kind::HttpRoute, route.name.clone());
        let mut attachments = Vec::new();
        for outcome in attach::attach(self.snapshot, &self.listeners, route) {
            match outcome {
                Ok(found) => {
                    if let Some(reason) = idle(&found) {
                        self.reject(object.clone(), Effect::LeftOut, reason, None);
                    }
                    attachments.extend(found.into_iter().filter(|one| one.served.is_ok()));
                }
                Err(Unattached { reason, next, .. }) => {
                    self.reject(object.clone(), Effect::LeftOut, reason, next);
                }
            }
        }
        if attachments.is_empty() {
            return;
        }
        let guards = self.guards(route, &attachments);
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            self.rule(route, index, rule, &attachments, &guards);
        }
    }

    /// The policies on a route and on the Gateways it is attached to.
    fn guards(&mut self, route: &Object<HttpRouteSpec>, attachments: &[Attachment]) -> Guards {
        let snapshot = self.snapshot;
        let mut found = guard::on(snapshot, Kind::HttpRoute, &route.name, &route.meta.labels);
        for name in attachments.iter().filter_map(|attached| attached.gateway.as_ref()) {
            let Some(gateway) = snapshot.gateways.get(name) else { continue };
            let more = guard::on(snapshot, Kind::Gateway, name, &gateway.meta.labels);
            found.refuses = found.refuses.or(more.refuses);
            found.notes.extend(more.notes);
        }
        let object = ObjectRef::new(Kind::HttpRoute, route.name.clone());
        for note in &found.notes {
            self.reject(object.clone(), Effect::Note, note.clone(), None);
        }
        if let Some(why) = &found.refuses {
            self.reject(object, Effect::Refuses, why.clone(), None);
        }
        found
    }

    fn rule(
        &mut self,
        route: &Object<HttpRouteSpec>,
        index: usize,
        written: &gateway_api::Rule,
        attachments: &[Attachment],
        guards: &Guards,
    ) {
        let object = ObjectRef::new(Kind::HttpRoute, route.name.clone());
        let matchers = self.matchers(&object, index, written);
        let mut refusal = guards.refuses.clone().map(Refusal::unsupported);
        let filters = Filters::read(written.filters.as_deref().unwrap_or(&[]));
        let filters = filters.unwrap_or_else(|why| {
            self.reject(object.clone(), Effect::Refuses, format!("rule {index}: {why}"), None);
            refusal = Some(Refusal::unsupported(why));
            Filters::default()
        });
        for (set, field) in [
            (written.retry.is_some(), "retry"),
            (written.session_persistence.is_some(), "sessionPersistence"),
        ] {
            if set {
                let reason = format!("rule {index}: `{field}` is not carried by serve");
                self.reject(object.clone(), Effect::Note, reason, None);
            }
        }
        let timeouts = written.timeouts.as_ref();
        let timeout = |text: Option<&String>| text.and_then(|text| duration::read(text));
        let rule = Arc::new(Rule {
            route: route.name.clone(),
            index,
            filters,
            targets: self.targets(&object, index, &route.name.namespace, written),
            refusal,
            request_timeout: timeout(timeouts.and_then(|t| t.request.as_ref())),
            backend_timeout: timeout(timeouts.and_then(|t| t.backend_request.as_ref())),
        });
        for attachment in attachments {
            self.add(attachment, &matchers, &rule);
        }
    }

    fn matchers(
        &mut self,
        object: &ObjectRef,
        index: usize,
        written: &gateway_api::Rule,
    ) -> Vec<Matcher> {
        let entries = written.matches.as_deref().unwrap_or(&[]);
        if entries.is_empty() {
            return vec![Matcher::everything()];
        }
        let mut matchers = Vec::with_capacity(entries.len());
        for entry in entries {
            match Matcher::read(entry) {
                Ok(matcher) => matchers.push(matcher),
                Err(why) => {
                    let reason = format!("rule {index}: {why}");
                    self.reject(object.clone(), Effect::LeftOut, reason, None);
                }
            }
        }
        matchers
    }

    fn targets(
        &mut self,
        object: &ObjectRef,
        index: usize,
        namespace: &str,
        written: &gateway_api::Rule,
    ) -> Vec<super::target::WeightedTarget> {
        let mut targets = Vec::new();
        for reference in written.backend_refs.iter().flatten() {
            let resolved = self.resolver.resolve(namespace, reference);
            if let Some(trouble) = resolved.trouble {
                let reason = format!("rule {index}: {}", trouble.reason);
                self.reject(object.clone(), Effect::Refuses, reason, trouble.next);
            }
            if let Some(backend) = resolved.target.target.object() {
                for note in resolved.notes {
                    self.reject(backend.clone(), Effect::Note, note, None);
                }
            }
            targets.push(resolved.target);
        }
        targets
    }

    fn add(&mut self, attachment: &Attachment, matchers: &[Matcher], rule: &Arc<Rule>) {
        let Ok(key) = &attachment.served else { return };
        let bind = self.table.binds.get_mut(key);
        let listeners = bind.into_iter().flat_map(|bind| &mut bind.listeners);
        let listener = listeners.into_iter().find(|own| own.name == attachment.listener);
        let Some(listener) = listener else { return };
        let key = format!("{}.{:02}.{}", rule.route, rule.index, listener.name);
        for matcher in matchers {
            for host in &attachment.hosts {
                let rule = Arc::clone(rule);
                let candidate = Candidate { matcher: matcher.clone(), key: key.clone(), rule };
                listener.add(host.clone(), candidate);
            }
        }
    }
}

/// Why a route is served nowhere, where none of the listeners that take it is served.
fn idle(attachments: &[Attachment]) -> Option<String> {
    let faults = attachments.iter().map(|one| match &one.served {
        Ok(_) => None,
        Err(fault) => Some(format!("listener {}: {}", one.listener, fault.message)),
    });
    let faults: Vec<_> = faults.collect::<Option<_>>()?;
    Some(format!("no listener that takes it is served ({})", faults.join("; ")))
}

#[cfg(test)]
mod tests;
