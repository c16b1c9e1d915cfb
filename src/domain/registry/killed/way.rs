//! The ways that requests take through a table, rule by rule and target by target, and what the kill switch stops of them.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::domain::kill::{InForce, Passage, Stop, SubjectKind};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::route::model_router::{ModelRouter, matches};
use crate::domain::route::table::{BindKey, RouteTable, Rule};
use crate::domain::route::target::{Reference, Target, WeightedTarget};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// One way.
pub struct Way<'c> {
    /// `namespace/name`; empty for the implied one.
    pub gateway: String,
    pub rule: &'c Rule,
    /// What requests are sent to; none where the rule sends them nowhere.
    pub to: Option<ObjectRef>,
    /// The models that are sent, or that are asked for where one of several is chosen by its name.
    pub models: BTreeSet<String>,
    /// None where nothing of it stops.
    pub effect: Option<Effect<'c>>,
}

/// What stops of a way.
#[derive(Clone, Debug)]
pub enum Effect<'k> {
    Stops(Stop<'k>),
    /// Requests go to these providers.
    Continues(Stop<'k>, Vec<String>),
    /// Only the requests stop that name the model.
    StopsNamed(Stop<'k>),
}

impl fmt::Display for Effect<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Effect::Stops(_) => f.write_str("stops"),
            Effect::Continues(_, left) => write!(f, "continues with {}", left.join(", ")),
            Effect::StopsNamed(_) => f.write_str("requests that name it stop"),
        }
    }
}

/// Every way through a table.
pub fn ways<'c>(table: &'c RouteTable, now: &'c InForce) -> impl Iterator<Item = Way<'c>> {
    table
        .candidates()
        .flat_map(|(bind, _, _, candidate)| Walk::of(now, bind, &candidate.rule).ways())
}

/// One rule at one Gateway.
struct Walk<'c> {
    now: &'c InForce,
    rule: &'c Rule,
    passage: Passage,
    /// What stops the rule itself.
    whole: Option<Effect<'c>>,
}

/// The name by which a request asks for a model.
enum Asked<'c> {
    Name(&'c str),
    /// Any that matches.
    Pattern(&'c str),
    /// The client chooses where the backend leaves it to it.
    Any,
}

impl<'c> Walk<'c> {
    fn of(now: &'c InForce, bind: &BindKey, rule: &'c Rule) -> Self {
        let gateway = bind.gateway.as_ref().map(ObjectName::text).unwrap_or_default();
        let passage = Passage { gateway, route: rule.label.clone(), ..Passage::default() };
        let whole = now.stops(&passage).map(Effect::Stops);
        Walk { now, rule, passage, whole }
    }

    fn ways(&self) -> Vec<Way<'c>> {
        match self.rule.targets.is_empty() {
            true => vec![self.way(None, BTreeSet::new(), None)],
            false => self.rule.targets.iter().flat_map(|target| self.of_target(target)).collect(),
        }
    }

    fn way(
        &self,
        to: Option<ObjectRef>,
        models: BTreeSet<String>,
        effect: Option<Effect<'c>>,
    ) -> Way<'c> {
        let effect = self.whole.clone().or(effect);
        Way { gateway: self.passage.gateway.clone(), rule: self.rule, to, models, effect }
    }

    fn of_target(&self, target: &'c WeightedTarget) -> Vec<Way<'c>> {
        match &target.target {
            Target::Model(backend) => {
                let effect = self.of_backend(&self.passage, backend, &Asked::Any);
                vec![self.way(Some(backend.object()), models(backend), effect)]
            }
            Target::Models(router) => self.of_router(router),
            Target::Http(upstream) => {
                let there = Passage { backend: upstream.name.text(), ..self.passage.clone() };
                let effect = self.now.stops(&there).map(Effect::Stops);
                vec![self.way(target.target.object(), BTreeSet::new(), effect)]
            }
            Target::Refuse(_) => {
                let to = match &target.reference {
                    Reference::Object(object) => Some(object.clone()),
                    _ => None,
                };
                vec![self.way(to, BTreeSet::new(), None)]
            }
        }
    }

    /// The models that a request may name, and what virtual ones lead to.
    fn of_router(&self, router: &'c ModelRouter) -> Vec<Way<'c>> {
        let object =
            |name: &ObjectName| Some(ObjectRef::new(Kind::AgentgatewayModel, name.clone()));
        let named = |name: &str| BTreeSet::from([name.to_owned()]);
        let concrete = router.models.iter().map(|model| {
            let pattern = model.pattern.as_str();
            let asked = match pattern.contains('*') {
                true => Asked::Pattern(pattern),
                false => Asked::Name(pattern),
            };
            let mut passage = self.passage.clone();
            if let Asked::Name(name) = asked {
                passage.requested = name.to_owned();
            }
            let effect = self.of_model(&passage, &model.backend, &asked);
            self.way(object(&model.object), named(pattern), effect)
        });
        let others = router.virtual_models.iter().flat_map(|model| {
            let passage = Passage { requested: model.name.clone(), ..self.passage.clone() };
            router.targets(model).into_iter().map(move |target| {
                let asked = target.rename.map_or(Asked::Any, Asked::Name);
                let effect = self.of_model(&passage, target.backend, &asked);
                self.way(object(&model.object), named(&model.name), effect)
            })
        });
        concrete.chain(others).collect()
    }

    fn of_model(
        &self,
        passage: &Passage,
        backend: &Result<Arc<ModelBackend>, BackendError>,
        asked: &Asked<'_>,
    ) -> Option<Effect<'c>> {
        match backend {
            Ok(backend) => self.of_backend(passage, backend, asked),
            Err(_) => self.now.stops(passage).map(Effect::Stops),
        }
    }

    fn of_backend(
        &self,
        passage: &Passage,
        backend: &ModelBackend,
        asked: &Asked<'_>,
    ) -> Option<Effect<'c>> {
        match backend.alive(self.now, passage) {
            Err(stop) => return Some(Effect::Stops(stop)),
            Ok(Some(rest)) => {
                let left = rest.backend.members().map(|member| member.name.clone());
                return Some(Effect::Continues(rest.without, left.collect()));
            }
            Ok(None) => {}
        }
        let is_open = || backend.upstreams().any(|upstream| upstream.model.is_none());
        match asked {
            Asked::Name(name) => {
                let sent = backend.upstreams().filter_map(|up| up.model_sent(Some(name)));
                let stops = |model: &str| {
                    let (renamed, model) = ((*name).to_owned(), model.to_owned());
                    self.now.stops(&Passage { renamed, model, ..passage.clone() })
                };
                sent.chain([*name]).find_map(stops).map(Effect::Stops)
            }
            Asked::Pattern(pattern) => self.killed_model(|name| matches(pattern, name)),
            Asked::Any if is_open() => self.killed_model(|_| true),
            Asked::Any => None,
        }
    }

    /// A model that is killed here, whose requests stop.
    fn killed_model(&self, may: impl Fn(&str) -> bool) -> Option<Effect<'c>> {
        let mut here = self.now.each().filter(|(place, _)| place.covers(&self.passage.gateway));
        let is_one = |stop: &Stop<'_>| match stop {
            Stop::Killed(kill) => {
                let subject = kill.subject();
                subject.kind == SubjectKind::Model && may(&subject.name)
            }
            Stop::Unreadable(_) => false,
        };
        here.find(|(_, stop)| is_one(stop)).map(|(_, stop)| Effect::StopsNamed(stop))
    }
}

/// The models that a backend sends.
fn models(backend: &ModelBackend) -> BTreeSet<String> {
    let sent = backend.upstreams().map(|upstream| upstream.model_sent(None).unwrap_or("*"));
    sent.map(str::to_owned).collect()
}
