//! The readers of traffic policies, by name. A table of this program; the sources are with what each reads.

use super::{api_keys, basic, jwt, rows};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::PolicySource;
use crate::domain::compile::attached::settings::Block;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::reason::Reason;

/// Reads what one place says of a policy. Fails, and makes the route reject every request, where the policy cannot be
/// understood.
pub type ReadTraffic =
    fn(&PolicyIndex<'_>, &PolicySource<'_>, &mut RoutePolicies) -> Result<(), Reason>;

/// Every policy that `compile::attached::support` calls a traffic policy, and no other.
const READERS: &[(&str, ReadTraffic)] = &[
    ("frontend.http", rows::frontend_http),
    ("traffic.apiKeyAuthentication", api_keys::read),
    ("traffic.authorization", rows::authorization),
    ("traffic.basicAuthentication", basic::read),
    ("traffic.buffer", rows::buffer),
    ("traffic.cors", rows::cors),
    ("traffic.csrf", rows::csrf),
    ("traffic.delay", rows::delay),
    ("traffic.directResponse", rows::direct_response),
    ("traffic.headerModifiers.request", rows::request_headers),
    ("traffic.headerModifiers.response", rows::response_headers),
    ("traffic.hostRewrite", rows::host_rewrite),
    ("traffic.jwtAuthentication", jwt::read),
    ("traffic.rateLimit", rows::rate_limit),
    ("traffic.retry", rows::retry),
    ("traffic.timeouts", rows::timeouts),
    ("traffic.transformation", rows::transformation),
];

/// The reader of the policy of this name; a policy before routing has the reader of its name under `traffic`.
#[must_use]
pub fn reader(name: &str) -> Option<ReadTraffic> {
    let name = Block::row(name);
    READERS.iter().find(|(own, _)| *own == name).map(|(_, read)| *read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::compile::attached::merge::{Phase, PolicyPath};
    use crate::domain::compile::attached::support::{ROWS, Support};
    use crate::domain::route::policy::steps::Step;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::{Kind, ObjectName};
    use serde_json::{Value, json};

    /// Traffic policies that are no step before a backend is chosen, and who does what they say.
    const NOT_A_STEP: &[(&str, &str)] = &[
        ("frontend.http", "RoutePolicies::limit, wherever a body is read"),
        ("traffic.headerModifiers.response", "answer::response_transformation, on the reply"),
        ("traffic.hostRewrite", "compile::rules, into the rule's filters"),
        ("traffic.retry", "compile::rules, into the rule"),
        ("traffic.timeouts", "compile::rules, into the rule"),
    ];

    fn traffic_rows() -> impl Iterator<Item = &'static str> {
        let is_traffic = ROWS.iter().filter(|row| row.support == Support::Traffic);
        is_traffic.map(|row| row.name)
    }

    #[test]
    fn what_is_supported_is_run_by_a_step_or_by_somebody_who_is_named() {
        let runs = |step: Step, name: &str| {
            let rest = name.strip_prefix(step.field());
            step != Step::Body && rest.is_some_and(|rest| rest.is_empty() || rest == ".request")
        };
        for name in traffic_rows() {
            let steps = Step::ORDER.into_iter().filter(|step| runs(*step, name)).count();
            let elsewhere = NOT_A_STEP.iter().filter(|(other, _)| *other == name).count();
            assert_eq!(steps + elsewhere, 1, "{name} has no step in Step::ORDER, and nobody else");
        }
        for step in Step::ORDER.into_iter().filter(|step| *step != Step::Body) {
            assert!(traffic_rows().any(|name| runs(step, name)), "{step:?} has no row");
        }
        assert!(NOT_A_STEP.iter().all(|(name, _)| traffic_rows().any(|row| row == *name)));
    }

    /// One of each policy.
    fn sample(name: &str) -> Value {
        match name {
            "frontend.http" => json!({"maxBufferSize": 1024}),
            "traffic.apiKeyAuthentication" => json!({"secretRef": {"name": "keys"}}),
            "traffic.authorization" => json!({"policy": {"matchExpressions": ["true"]}}),
            "traffic.basicAuthentication" => json!({"secretRef": {"name": "users"}}),
            "traffic.buffer" => json!({"request": {"maxBytes": 1024}}),
            "traffic.cors" => json!({"allowOrigins": ["https://a.test"]}),
            "traffic.csrf" => json!({}),
            "traffic.delay" => json!({"duration": "1s"}),
            "traffic.directResponse" => json!({"status": 418}),
            "traffic.headerModifiers.request" => json!({"remove": ["x-a"]}),
            "traffic.headerModifiers.response" => json!({"remove": ["x-a"]}),
            "traffic.hostRewrite" => json!({"mode": "None"}),
            "traffic.jwtAuthentication" => {
                let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": "k",
                    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
                let jwks = json!({"inline": json!({"keys": [key]}).to_string()});
                json!({"providers": [{"issuer": "me", "jwks": jwks}]})
            }
            "traffic.rateLimit" => json!({"local": [{"requests": 1, "unit": "Minutes"}]}),
            "traffic.retry" => json!({"attempts": 2}),
            "traffic.timeouts" => json!({"request": "1s"}),
            "traffic.transformation" => {
                json!({"request": {"set": [{"name": "x-a", "value": "'b'"}]}})
            }
            other => panic!("no sample of {other}"),
        }
    }

    #[test]
    fn what_is_supported_does_something() {
        let gateway = ObjectName::new("n", "g");
        let place = PolicyPath { gateway: Some(&gateway), ..PolicyPath::default() };
        for name in traffic_rows() {
            let block = name.rsplit('.').fold(sample(name), |inner, key| json!({key: inner}));
            let mut spec = block;
            spec["targetRefs"] = json!([{"group": "gateway.networking.k8s.io", "kind": "Gateway",
                "name": "g"}]);
            let policy = json!({"metadata": {"name": "p", "namespace": "n"}, "spec": spec});
            let mut objects = Objects::new(World::Files);
            objects.apply(Kind::AgentgatewayPolicy, policy, Origin::Cluster);
            let compiled = Compiled::of(objects.snapshot());
            let broken = &compiled.snapshot.broken;
            assert!(broken.is_empty(), "{name}: {broken:?}");
            let index = compiled.policies();
            let read = match matches!(Block::of(name), Some((Block::Frontend, _))) {
                true => index.frontend(&place),
                false => index.traffic(&place, Phase::PostRouting),
            };
            // The samples name Secrets that are not there.
            let ignored =
                |why: &&Reason| !matches!(why, Reason::Faulty(fault) if fault.lacks_secret());
            let ignored = read.ignored.iter().filter(ignored).count();
            assert_eq!((read.refuses.as_ref(), ignored), (None, 0), "{name}");
            assert!(read.does_something(), "{name} is read, and does nothing");
        }
    }

    #[test]
    fn what_is_supported_has_a_reader_and_nothing_else_has() {
        for row in ROWS {
            let is_traffic = row.support == Support::Traffic;
            assert_eq!(reader(row.name).is_some(), is_traffic, "{}", row.name);
        }
        assert!(READERS.iter().all(|(name, _)| ROWS.iter().any(|row| row.name == *name)));
        assert!(reader("preRouting.cors").is_some() && reader("preRouting.extAuth").is_none());
    }
}
