//! Whether a provider takes a key: one tiny request on the very way that `serve` would send it, with a key that no
//! cluster has seen yet.

use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value, json};

use crate::cli::command::own_proxy::OwnProxy;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::compile::Compiled;
use crate::domain::compile::backend::provider_groups::resolve;
use crate::domain::crd::backend::{AiPolicies, BackendSpec, Group, GroupProvider, Policies};
use crate::domain::llm::format::{RECOMMENDED_ROUTES, RouteType};
use crate::domain::registry::vault;
use crate::domain::route::table::RouteTable;
use crate::domain::route::upstream::ModelUpstream;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, SecretState, Snapshot, World};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::secret::{DEFAULT_DATA_KEY, Secret};
use crate::domain::value::shell::CommandLine;
use crate::edge::attempt::{self, Ask, AttemptError, Outcome};
use crate::edge::cluster::{Connection, read};

/// The key to verify, and the backend to verify it with.
pub(super) struct KeyCheck<'a> {
    pub backend: &'a str,
    pub data_key: &'a str,
    pub key: &'a Secret,
}

/// The model that is asked for where the backend names none.
const ANY_MODEL: &str = "any";
/// The proxy says so of an answer that came from the provider.
const ANSWERED: &str = "x-agw-backend";

/// Asks the provider of the backend.
///
/// # Errors
/// A backend that does not take its key from this Secret, or that cannot be called from here; a key that is refused; an
/// answer that decides nothing.
pub(super) async fn verify(
    connection: &Connection,
    secret: &ObjectName,
    check: &KeyCheck<'_>,
    timeout: Duration,
) -> Result<(), Failure> {
    let name = ObjectName::new(&secret.namespace, check.backend);
    let found = read::get(connection, Kind::AgentgatewayBackend, &name).await?;
    let backend = found.ok_or_else(|| {
        Failure::usage(format!(
            "AgentgatewayBackend {name} not found, so the key can't be verified with it; see `{}` for those \
             that use Secret {}",
            CommandLine::new("kubectl agw key list").namespace(&name.namespace),
            secret.name
        ))
    })?;
    let (compiled, upstream) = alone(backend, &name, secret, check)?;
    let path = path(&upstream)?;
    let model = upstream.model_sent(None).unwrap_or(ANY_MODEL);
    let body = json!({"model": model, "max_tokens": 1,
        "messages": [{"role": "user", "content": "Hi"}]});
    let address = format!("{}:{}", upstream.address.host, upstream.address.port);
    let outcome =
        ask(compiled.table, path, &body, timeout).await.map_err(|error| no_answer(&error))?;
    judge(&outcome, &format!("{address}, the provider of {name},"))
}

/// The backend with nothing around it but what a call needs: its address and its key, which is the new one.
fn alone(
    backend: Value,
    name: &ObjectName,
    secret: &ObjectName,
    check: &KeyCheck<'_>,
) -> Result<(Compiled, Arc<ModelUpstream>), Failure> {
    let mut objects = Objects::new(World::Files);
    objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
    uses(objects.current(), name, secret, check)?;
    if let Some(read) = objects.current().backends.get(name) {
        let spec = serde_json::to_value(bare(&read.spec, &secret.name, check.data_key));
        let spec = spec.map_err(|error| Failure::usage(format!("{name}: {error}")))?;
        let bare = json!({"metadata": {"name": name.name, "namespace": name.namespace},
            "spec": spec});
        objects.apply(Kind::AgentgatewayBackend, bare, Origin::Cluster);
    }
    let reference = json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend",
        "name": name.name});
    let route = json!({"metadata": {"name": "verify", "namespace": name.namespace},
        "spec": {"rules": [{"backendRefs": [reference]}]}});
    objects.apply(Kind::HttpRoute, route, Origin::Cluster);
    let data = [(check.data_key.to_owned(), SecretBytes::of(check.key))].into();
    objects.secret(secret.clone(), Some(SecretState::Read(data)));
    let compiled = Compiled::of(objects.snapshot());
    let snapshot = &compiled.snapshot;
    let unusable = |why: &str| {
        Failure::usage(format!(
            "AgentgatewayBackend {name} can't be called from here: {why}; nothing was written"
        ))
    };
    if let Some(broken) =
        snapshot.broken.get(&ObjectRef::new(Kind::AgentgatewayBackend, name.clone()))
    {
        return Err(unusable(&broken.reason));
    }
    let Some(read) = snapshot.backends.get(name) else {
        return Err(unusable("it can't be read"));
    };
    let resolved = resolve(&compiled.policies(), read)
        .map_err(|trouble| unusable(&trouble.reason.with_word()))?;
    let upstream = resolved.upstreams().next().map(Arc::clone);
    let upstream = upstream.ok_or_else(|| unusable("it has no provider"))?;
    Ok((compiled, upstream))
}

/// The backend as far as it concerns a key: the first of its providers that takes this one, and how that is reached.
fn bare(spec: &BackendSpec, secret: &str, data_key: &str) -> BackendSpec {
    // Every path by its own format, whatever the backend maps; guards and limits do not concern a key.
    let routes = RECOMMENDED_ROUTES
        .iter()
        .map(|(suffix, route_type)| ((*suffix).to_owned(), route_type.name().to_owned()))
        .collect();
    let of_all = spec.policies.clone().unwrap_or_default();
    let mut ai = spec.ai.clone();
    if let Some(ai) = &mut ai
        && let Some(groups) = ai.groups.take()
    {
        let takes_it = |provider: &GroupProvider| {
            let own = provider.policies.as_ref().and_then(|own| own.auth.as_ref());
            let reference = own.or(of_all.auth.as_ref()).and_then(|auth| auth.secret_ref.as_ref());
            reference.is_some_and(|reference| {
                let key = reference.key.as_deref().unwrap_or(DEFAULT_DATA_KEY);
                reference.name == secret && key == data_key
            })
        };
        let mut providers = groups.into_iter().flat_map(|group| group.providers);
        let one = providers.find(takes_it).map(|one| GroupProvider {
            policies: one.policies.map(|own| Policies {
                auth: own.auth,
                tls: own.tls,
                ..Policies::default()
            }),
            ..one
        });
        ai.groups = Some(vec![Group { providers: one.into_iter().collect() }]);
    }
    let policies = Policies {
        auth: of_all.auth,
        tls: of_all.tls,
        ai: Some(AiPolicies { routes: Some(routes), ..AiPolicies::default() }),
        ..Policies::default()
    };
    BackendSpec { ai, policies: Some(policies), ..BackendSpec::default() }
}

/// A backend that takes another key would verify that one.
fn uses(
    snapshot: &Snapshot,
    name: &ObjectName,
    secret: &ObjectName,
    check: &KeyCheck<'_>,
) -> Result<(), Failure> {
    let uses = vault::uses(snapshot);
    if uses.get(secret).is_some_and(|users| users.iter().any(|u| u.data_key == check.data_key)) {
        return Ok(());
    }
    let taken = uses.iter().flat_map(|(secret, users)| {
        users.iter().map(move |user| format!("`{}` of Secret {secret}", user.data_key))
    });
    let taken = taken.collect::<Vec<_>>().join(", ");
    let taken = if taken.is_empty() { "no Secret".to_owned() } else { taken };
    Err(Failure::usage(format!(
        "AgentgatewayBackend {name} reads its key from {taken}, not from `{}` of Secret {secret}; nothing \
         was written",
        check.data_key
    )))
}

/// The path of a format that the provider speaks untranslated.
fn path(upstream: &ModelUpstream) -> Result<&'static str, Failure> {
    let formats =
        [(RouteType::Completions, "/v1/chat/completions"), (RouteType::Messages, "/v1/messages")];
    let spoken = formats.into_iter().find(|(format, _)| upstream.provider.speaks(*format));
    spoken.map(|(_, path)| path).ok_or_else(|| {
        Failure::usage(format!(
            "provider {} has no format that serve supports, so a key for it can't be verified here; rotate \
             without --verify",
            upstream.provider.key
        ))
    })
}

/// One request through a proxy that lives as long as it takes.
async fn ask(
    table: RouteTable,
    path: &str,
    body: &Value,
    timeout: Duration,
) -> Result<Outcome, AttemptError> {
    let failed = |reason: String| AttemptError::Unreachable { url: path.to_owned(), reason };
    let proxy = OwnProxy::start(table, None, timeout).await.map_err(failed)?;
    let url = format!("{}{path}", proxy.url());
    let url = url.parse().map_err(|_| failed("invalid URL".to_owned()))?;
    let headers =
        HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    let timeout = if timeout.is_zero() { Duration::MAX } else { timeout };
    let ask = Ask { url, headers, body: body.to_string().into(), timeout };
    let outcome = attempt::send(ask, |_| {}).await;
    proxy.stop().await;
    outcome
}

fn no_answer(error: &AttemptError) -> Failure {
    match error {
        AttemptError::Timeout { after, .. } => Failure::timeout(format!(
            "the provider didn't answer within {} s, so the key is not verified and nothing was written; \
             wait longer with --timeout, or rotate without --verify",
            after.as_secs_f64()
        )),
        AttemptError::Unreachable { reason, .. } | AttemptError::BrokenOff { reason, .. } => {
            Failure::unreachable(format!(
                "the key is not verified and nothing was written: {reason}"
            ))
        }
    }
}

/// What an answer says of the key. Its text is not shown: providers repeat parts of keys in their refusals.
fn judge(outcome: &Outcome, who: &str) -> Result<(), Failure> {
    let status = outcome.status;
    let from_provider = outcome.headers.contains_key(ANSWERED);
    let speaks_of_keys = || {
        let text = String::from_utf8_lossy(&outcome.body).to_ascii_lowercase();
        ["api key", "api_key", "apikey", "credential"].iter().any(|word| text.contains(word))
    };
    match status.as_u16() {
        _ if !from_provider => Err(Failure::unreachable(format!(
            "{who} can't be reached from here, so the key is not verified and nothing was written: {}",
            String::from_utf8_lossy(&outcome.body).lines().next().unwrap_or_default()
        ))),
        200..=299 => {
            output::say(&format!("verified: {who} accepts the new key"));
            Ok(())
        }
        401 | 403 => Err(Failure::unreachable(format!(
            "{who} rejects the new key ({status}); nothing was written"
        ))),
        // Google refuses keys so.
        400 if speaks_of_keys() => Err(Failure::unreachable(format!(
            "{who} rejects the new key ({status}); nothing was written"
        ))),
        400..=499 => {
            output::say(&format!(
                "note: {who} answered {status}, which doesn't reject the key; it is considered accepted"
            ));
            Ok(())
        }
        _ => Err(Failure::unreachable(format!(
            "{who} answered {status}, which is inconclusive; nothing was written; try again, or rotate \
             without --verify"
        ))),
    }
}
