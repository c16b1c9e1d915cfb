//! An AgentgatewayBackend as the proxy calls it: address, path, model, key. What agentgateway would drop is
//! [`BackendError`], and so is what this twin does not carry.
//!
//! Source: reference/agentgateway.md §1.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::address::{Address, Reach};
use super::connection;
use super::policy::Reading;
use super::policy::guard::Guards;
use super::policy::llm::Llm;
use super::policy::location::Location;
use super::policy::merge::Place;
use super::policy::on_backend::{AuthOf, OnBackend, on_backend};
use super::policy::transformation::Transformation;
use super::refusal::Refusal;
use crate::domain::crd::backend::{
    AiPolicies, Auth, Policies, Provider as Written, ProviderConfig, SecretRef, Tls,
};
use crate::domain::llm::format::CompiledRoutes;
use crate::domain::llm::provider::{self, Ambient, Provider};
use crate::domain::manifest::secret::key_command;
use crate::domain::route::backend_error::BackendError;
use crate::domain::snapshot::{SecretState, Snapshot, World};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::{DEFAULT_DATA_KEY, Secret};

/// A language model behind a provider, ready to be called.
#[derive(Clone, Debug)]
pub struct ModelUpstream {
    pub backend: ObjectName,
    /// The provider's name inside its backend; `backend` where there is one without a name.
    pub name: String,
    pub provider: &'static Provider,
    /// The provider's settings, on which its paths depend.
    pub config: ProviderConfig,
    /// Sent instead of whatever the request names.
    pub model: Option<String>,
    pub aliases: Aliases,
    pub address: Address,
    pub bounds: Bounds,
    pub path: PathRule,
    pub credential: Credential,
    pub placing: Placing,
    pub routes: Option<CompiledRoutes>,
    /// What policies do to a request's body; none where they leave it alone.
    pub llm: Option<Arc<Llm>>,
    /// Who looks through requests and replies.
    pub guards: Option<Arc<Guards>>,
    /// What is made of requests to it, and of its replies.
    pub transformations: Arc<[Transformation]>,
    /// What is served differently from agentgateway, in sentences.
    pub notes: Vec<String>,
}

/// How the upstream's path is made (reference/agentgateway.md §1.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathRule {
    /// The provider's own path for the route type.
    Provider,
    /// A host override without a prefix: the client's path as it is.
    Client,
    /// The provider's path with this in the place of `/v1`.
    Prefix(String),
    /// This path, with its query, for every request.
    Fixed(String),
}

/// Where keys go, and what goes beside the key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placing {
    /// Where the key goes; without one to where the provider looks for it.
    pub location: Option<Location>,
    /// The client's token goes on that a policy has found good, and taken out.
    pub passthrough: bool,
    /// Credentials beside the key.
    pub beside: Vec<(Location, Secret)>,
}

/// The key for the provider, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// None of ours: the client's own `Authorization` goes on.
    Client,
    Secret {
        name: ObjectName,
        data_key: String,
        key: Secret,
    },
    Inline {
        key: Secret,
    },
    /// A provider's own Secret that is not there or of no use: agentgateway sends an empty key, and so do we.
    Missing {
        name: ObjectName,
        /// Empty.
        key: Secret,
        reason: String,
        next: Option<String>,
    },
    /// Supplied by an environment variable, because the Secret is out of reach.
    Environment {
        variable: &'static str,
        key: Secret,
    },
}

/// `modelAliases`: exact names first, then patterns with `*`, the longest first (reference/agentgateway.md §1.5).
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    exact: BTreeMap<String, String>,
    patterns: Vec<(String, regex::Regex, String)>,
}

impl Credential {
    /// The key to send, where it is ours.
    #[must_use]
    pub fn key(&self) -> Option<&Secret> {
        match self {
            Credential::Client => None,
            Credential::Secret { key, .. }
            | Credential::Inline { key }
            | Credential::Missing { key, .. }
            | Credential::Environment { key, .. } => Some(key),
        }
    }
}

impl Aliases {
    fn read(written: &BTreeMap<String, String>) -> Self {
        let (patterns, exact): (Vec<_>, Vec<_>) =
            written.iter().partition(|(asked, _)| asked.contains('*'));
        let mut patterns: Vec<_> = patterns
            .into_iter()
            .filter_map(|(asked, sent)| {
                let parts: Vec<_> = asked.split('*').map(regex::escape).collect();
                let regex = regex::Regex::new(&format!("^{}$", parts.join("(.*)"))).ok()?;
                Some((asked.clone(), regex, sent.clone()))
            })
            .collect();
        patterns.sort_by_key(|(asked, ..)| std::cmp::Reverse(asked.len()));
        let exact = exact.into_iter().map(|(a, b)| (a.clone(), b.clone())).collect();
        Aliases { exact, patterns }
    }

    /// The name to send for `model`.
    #[must_use]
    pub fn resolve<'a>(&'a self, model: &'a str) -> &'a str {
        if let Some(sent) = self.exact.get(model) {
            return sent;
        }
        let pattern = self.patterns.iter().find(|(_, regex, _)| regex.is_match(model));
        pattern.map_or(model, |(.., sent)| sent)
    }
}

impl ModelUpstream {
    /// The model that is sent: the provider's own wins over the request's, and an alias applies to either.
    #[must_use]
    pub fn model_sent<'a>(&'a self, asked: Option<&'a str>) -> Option<&'a str> {
        self.model.as_deref().or(asked).map(|model| self.aliases.resolve(model))
    }
}

/// A provider as it is written, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenProvider<'a> {
    pub(super) backend: &'a ObjectName,
    pub(super) name: &'a str,
    pub(super) provider: &'a Written,
    /// `spec.policies`.
    pub(super) of_backend: Option<&'a Policies>,
    /// `groups[].providers[].policies`.
    pub(super) own: Option<&'a Policies>,
}

/// Resolves one provider of a backend.
///
/// # Errors
/// What makes every request to it fail.
pub(super) fn resolve(
    reading: &Reading<'_>,
    place: &Place<'_>,
    written: WrittenProvider<'_>,
) -> Result<ModelUpstream, BackendError> {
    let WrittenProvider { backend, name, provider, of_backend, own } = written;
    let snapshot = reading.snapshot;
    let place = Place { backend: Some(backend), provider: Some(name), ..*place };
    let merged = on_backend(reading, &place, of_backend, own);
    let OnBackend { policies, auth: of, tls: tls_of, refuses, mut notes } = merged;
    if let Some(why) = refuses {
        return Err(BackendError::unsupported(why));
    }
    connection::carried(&policies).map_err(BackendError::unsupported)?;
    let transformations = OnBackend::transformations(&policies, &mut notes);
    let transformations = transformations.map_err(BackendError::unsupported)?;
    let (row, config) = row(provider)?;
    if config.moderation.is_some() {
        let why = format!("`{}.moderation` is not carried by serve", row.key);
        return Err(BackendError::unsupported(why));
    }
    let own_host = (row.default_host)(config);
    let (mut address, path) = address(provider, own_host, policies.tls.as_ref())?;
    address.reach = Reach::of_host(snapshot, &address.host, address.port)?;
    let laid = (&policies, &tls_of);
    let bounds = connection::apply(snapshot, &backend.namespace, laid, &mut address)?;
    let auth = policies.auth.as_ref();
    let namespace = match &of {
        AuthOf::Policy(namespace) => namespace,
        AuthOf::Backend | AuthOf::Provider => &backend.namespace,
    };
    let credential = match credential(snapshot, namespace, row.env_key, auth) {
        Err(trouble) if of != AuthOf::Backend => unsent(snapshot, namespace, auth, trouble)?,
        outcome => outcome?,
    };
    let placing = placing(snapshot, namespace, auth)?;
    let is_clients = matches!(credential, Credential::Client) && !placing.passthrough;
    if is_clients && provider.host.is_none() {
        ambient(row).map_err(BackendError::unsupported)?;
    }
    let ai = policies.ai.unwrap_or_default();
    let routes = routes(&ai, &mut notes);
    let guards = match ai.others.get("promptGuard") {
        Some(written) => Guards::read(written, reading.skips, &reading.patterns, &mut notes),
        None => Ok(None),
    };
    let guards = guards.map_err(BackendError::unsupported)?.map(Arc::new);
    let llm = Llm::read(&ai, &mut notes).map_err(BackendError::unsupported)?.map(Arc::new);
    Ok(ModelUpstream {
        backend: backend.clone(),
        name: name.to_owned(),
        provider: row,
        config: config.clone(),
        model: config.model.clone().or_else(|| config.deployment_name.clone()),
        aliases: ai.model_aliases.as_ref().map(Aliases::read).unwrap_or_default(),
        address,
        bounds,
        path,
        credential,
        placing,
        routes,
        llm,
        guards,
        transformations,
        notes,
    })
}

/// The table row of a provider, and its settings.
fn row(provider: &Written) -> Result<(&'static Provider, &ProviderConfig), BackendError> {
    provider::of(provider).ok_or_else(|| {
        let reason = "invalid: `spec.ai.provider` names none of the providers";
        BackendError::new(Refusal::SERVICE_NOT_FOUND, reason)
    })
}

/// Whether the key of `spec.policies` can be had: without it agentgateway has no backend at all, whatever keys its
/// providers have of their own (reference/agentgateway.md §1.6).
pub(super) fn shared_key(
    snapshot: &Snapshot,
    backend: &ObjectName,
    of_backend: Option<&Policies>,
    first: &Written,
) -> Result<(), BackendError> {
    let Some(auth) = of_backend.and_then(|policies| policies.auth.as_ref()) else { return Ok(()) };
    credential(snapshot, &backend.namespace, row(first)?.0.env_key, Some(auth)).map(|_| ())
}

/// The Secret of a provider's own, or of an AgentgatewayPolicy, without a key: an empty one is sent. A Secret that is
/// out of reach from here is another matter: the cluster may have it.
fn unsent(
    snapshot: &Snapshot,
    namespace: &str,
    auth: Option<&Auth>,
    trouble: BackendError,
) -> Result<Credential, BackendError> {
    let Some(reference) = auth.and_then(|auth| auth.secret_ref.as_ref()) else {
        return Err(trouble);
    };
    let name = ObjectName::new(namespace, &reference.name);
    let in_reach = match snapshot.secrets.get(&name) {
        Some(SecretState::Forbidden | SecretState::Pending) => false,
        Some(SecretState::Read(_)) => true,
        None => snapshot.world != World::Files,
    };
    match in_reach {
        false => Err(trouble),
        true => Ok(Credential::Missing {
            name,
            key: Secret::new(""),
            reason: trouble.reason,
            next: trouble.next,
        }),
    }
}

/// The variable that supplies the key of a provider which has none of its own.
pub const ANY_KEY: &str = "AGW_API_KEY";

/// Where the keys of a backend go, and which go beside the first.
pub(super) fn placing(
    snapshot: &Snapshot,
    namespace: &str,
    auth: Option<&Auth>,
) -> Result<Placing, BackendError> {
    let Some(auth) = auth else { return Ok(Placing::default()) };
    let location = |written: &Value| match Location::read(written) {
        Ok(Location::Query(_)) => {
            Err("`policies.auth` into a query is not carried by serve".to_owned())
        }
        Ok(Location::Made(_)) => Err("no key is put where an expression looks".to_owned()),
        read => read,
    };
    let own = auth.others.get("location").map(location).transpose();
    let beside = auth.others.get("credentials").and_then(Value::as_array).into_iter().flatten();
    let beside = beside.map(|one| {
        let at = location(one.get("location").unwrap_or(&Value::Null));
        let at = at.map_err(BackendError::unsupported)?;
        let reference = one.get("secretRef").cloned().unwrap_or_default();
        let reference: SecretRef = serde_json::from_value(reference)
            .map_err(|error| BackendError::unsupported(format!("`auth.credentials`: {error}")))?;
        connection::of_core(&reference).map_err(BackendError::unsupported)?;
        let auth = Auth { secret_ref: Some(reference), ..Auth::default() };
        let credential = credential(snapshot, namespace, None, Some(&auth))?;
        Ok(credential.key().map(|key| (at, key.clone())))
    });
    Ok(Placing {
        location: own.map_err(BackendError::unsupported)?,
        passthrough: auth.others.contains_key("passthrough"),
        beside: beside.filter_map(Result::transpose).collect::<Result<_, BackendError>>()?,
    })
}

/// A host override switches the provider's TLS and path building off (reference/agentgateway.md §1.4).
fn address(
    written: &Written,
    own_host: Option<String>,
    tls: Option<&Tls>,
) -> Result<(Address, PathRule), BackendError> {
    let sni = |host: &str| tls.map(|tls| tls.sni.clone().unwrap_or_else(|| host.to_owned()));
    let address = match (&written.host, own_host) {
        (Some(host), _) => Address::new(host, written.port.unwrap_or(443), sni(host)),
        (None, Some(host)) => {
            let tls = sni(&host).or_else(|| Some(host.clone()));
            Address::new(host, 443, tls)
        }
        (None, None) => {
            let reason = "invalid: the provider has no host of its own and none is given";
            return Err(BackendError::new(Refusal::SERVICE_NOT_FOUND, reason));
        }
    };
    let path = match (&written.path, &written.path_prefix, &written.host) {
        (Some(path), ..) => PathRule::Fixed(path.clone()),
        (None, Some(prefix), _) => PathRule::Prefix(prefix.trim_end_matches('/').to_owned()),
        (None, None, Some(_)) if written.custom.is_none() => PathRule::Client,
        _ => PathRule::Provider,
    };
    Ok((address, path))
}

/// The key that a backend sends. `variable` may supply it where its Secret is out of reach.
pub(super) fn credential(
    snapshot: &Snapshot,
    namespace: &str,
    variable: Option<&'static str>,
    auth: Option<&Auth>,
) -> Result<Credential, BackendError> {
    let Some(auth) = auth else { return Ok(Credential::Client) };
    if let Some(key) = &auth.key {
        return Ok(Credential::Inline { key: key.0.clone() });
    }
    let Some(reference) = &auth.secret_ref else { return Ok(Credential::Client) };
    let name = ObjectName::new(namespace, &reference.name);
    let data_key = reference.key.as_deref().unwrap_or(DEFAULT_DATA_KEY);
    let dropped = |reason: String, next: String| {
        BackendError::new(Refusal::SERVICE_NOT_FOUND, reason).with_next(next)
    };
    let variable = variable.unwrap_or(ANY_KEY);
    let out_of_reach =
        |reason: String, otherwise: &str| dropped(reason, out_of_reach(variable, otherwise));
    let substitute = || {
        let key = snapshot.environment.get(variable)?.clone();
        Some(Credential::Environment { variable, key })
    };
    match snapshot.secrets.get(&name) {
        Some(SecretState::Read(data)) => {
            let bytes = data.get(data_key).ok_or_else(|| {
                let there: Vec<_> = data.keys().map(String::as_str).collect();
                let there = if there.is_empty() { "none".into() } else { there.join(", ") };
                dropped(
                    format!(
                        "SecretKeyNotFound: Secret {name} has no key {data_key} (it has: {there})"
                    ),
                    set(&name, data_key),
                )
            })?;
            let key = bytes.credential(data_key).map_err(|wrong| {
                dropped(
                    format!("SecretInvalid: key {data_key} of Secret {name} {wrong}"),
                    set(&name, data_key),
                )
            })?;
            Ok(Credential::Secret { name, data_key: data_key.to_owned(), key })
        }
        Some(SecretState::Forbidden | SecretState::Pending) => substitute().ok_or_else(|| {
            let reason = format!("SecretForbidden: you may not read Secret {name}");
            out_of_reach(reason, "ask for `get` on it")
        }),
        None if snapshot.world == World::Files => substitute().ok_or_else(|| {
            let reason = format!("SecretNotFound: Secret {name} is not among the files");
            out_of_reach(reason, "add its manifest")
        }),
        None => Err(dropped(
            format!("SecretNotFound: Secret {name} does not exist"),
            set(&name, data_key),
        )),
    }
}

/// The command that writes a key.
pub fn set(name: &ObjectName, data_key: &str) -> String {
    key_command("set", name, data_key).to_string()
}

/// A cloud's own identity is not to be had on a laptop.
fn ambient(row: &Provider) -> Result<(), String> {
    let identity = match row.ambient {
        Ambient::None => return Ok(()),
        Ambient::Google => "Google's application default credentials",
        Ambient::Aws => "AWS signatures",
        Ambient::Entra => "Entra ID",
    };
    Err(format!("provider {} without a key means {identity}, which serve does not carry", row.key))
}

/// The route map; a type that is none is said and left out.
fn routes(ai: &AiPolicies, notes: &mut Vec<String>) -> Option<CompiledRoutes> {
    let (routes, unknown) = CompiledRoutes::compile(ai.routes.as_ref()?);
    for (suffix, name) in unknown {
        notes.push(format!(
            "`policies.ai.routes` maps {suffix:?} to {name:?}, which is no route type"
        ));
    }
    Some(routes)
}

fn out_of_reach(variable: &str, otherwise: &str) -> String {
    format!("export {variable}, or {otherwise}")
}

/// What is made of `http` and `tcp` beside the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Bound on one attempt up to the reply's head; it wins over the rule's.
    pub request_timeout: Option<Duration>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::route::model_backend;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;
    use serde_json::json;
    use std::sync::Arc;

    fn resolved(
        world: World,
        spec: Value,
        secret: Option<Value>,
    ) -> Result<Arc<ModelUpstream>, BackendError> {
        let mut objects = Objects::new(world);
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": spec});
        objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        if let Some(mut secret) = secret {
            secret["metadata"] = json!({"name": "k", "namespace": "n"});
            objects.apply(Kind::Secret, secret, Origin::Cluster);
        }
        let snapshot = objects.snapshot();
        let backend = snapshot.backends.values().next().expect("a backend").clone();
        let backend = model_backend::resolve(&snapshot, &backend)?;
        Ok(Arc::clone(backend.upstreams().next().expect("a provider")))
    }

    fn with_secret() -> Value {
        json!({"ai": {"provider": {"openai": {"model": "gpt-4o"}}},
            "policies": {"auth": {"secretRef": {"name": "k"}}}})
    }

    #[test]
    fn a_plain_provider_is_called_at_its_own_host_with_tls() {
        let secret = json!({"stringData": {"Authorization": "Bearer sk-1"}});
        let up = resolved(World::Cluster, with_secret(), Some(secret)).expect("resolved");
        let tls = Some("api.openai.com".to_owned());
        assert_eq!(up.address, Address::new("api.openai.com", 443, tls));
        assert_eq!(up.path, PathRule::Provider);
        assert_eq!(up.credential.key(), Some(&Secret::new("sk-1")));
        assert_eq!(up.model_sent(Some("gpt-3")), Some("gpt-4o"));
    }

    #[test]
    fn a_host_override_is_plain_http_and_keeps_the_clients_path() {
        let plain = json!({"ai": {"provider": {"openai": {}, "host": "h", "port": 443}}});
        let up = resolved(World::Cluster, plain, None).expect("resolved");
        assert_eq!((&up.address.tls, &up.path), (&None, &PathRule::Client));
        let secured = json!({"ai": {"provider": {"openai": {}, "host": "h", "port": 443, "pathPrefix": "/x/v1/"}},
            "policies": {"tls": {}}});
        let up = resolved(World::Cluster, secured, None).expect("resolved");
        assert_eq!(
            (&up.address.tls, &up.path),
            (&Some("h".into()), &PathRule::Prefix("/x/v1".into()))
        );
    }

    #[test]
    fn a_missing_secret_or_key_drops_the_backend_and_says_which() {
        let gone = resolved(World::Cluster, with_secret(), None).expect_err("no secret");
        assert_eq!(gone.refusal, Refusal::SERVICE_NOT_FOUND);
        assert!(gone.reason.contains("Secret n/k does not exist"), "{}", gone.reason);
        let other = json!({"stringData": {"api-key": "canary"}});
        let gone = resolved(World::Cluster, with_secret(), Some(other)).expect_err("no key");
        assert!(gone.reason.contains("no key Authorization (it has: api-key)"), "{}", gone.reason);
        let empty = json!({"stringData": {"Authorization": "Bearer "}});
        let gone = resolved(World::Cluster, with_secret(), Some(empty)).expect_err("empty");
        assert!(gone.reason.contains("is empty"), "{}", gone.reason);
    }

    #[test]
    fn a_policy_that_is_not_carried_makes_the_backend_refuse() {
        let guarded = json!({"ai": {"provider": {"openai": {}}},
            "policies": {"ai": {"promptGuard": {"request": [{"webhook": {"backendRef": {"name": "w", "port": 80}}}]}}}});
        let refused = resolved(World::Cluster, guarded, None).expect_err("a guard");
        assert_eq!(refused.refusal.status, 501);
        assert!(refused.reason.contains("policies.ai.promptGuard.webhook"), "{}", refused.reason);
        let tuned =
            json!({"ai": {"provider": {"openai": {}}}, "policies": {"ai": {"promptCaching": {}}}});
        assert_eq!(resolved(World::Cluster, tuned, None).expect("served").notes.len(), 1);
    }

    #[test]
    fn a_policy_attached_from_outside_is_not_skipped_either() {
        let mut objects = Objects::new(World::Cluster);
        let backend = json!({"metadata": {"name": "b", "namespace": "n"},
            "spec": {"ai": {"provider": {"openai": {}}}}});
        let policy = json!({"metadata": {"name": "p", "namespace": "n"}, "spec": {
            "targetRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}],
            "backend": {"ai": {"promptGuard": {"response": [{"webhook": {"backendRef": {"name": "w", "port": 80}}}]}}}}});
        objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        objects.apply(Kind::AgentgatewayPolicy, policy, Origin::Cluster);
        let snapshot = objects.snapshot();
        let backend = snapshot.backends.values().next().expect("a backend").clone();
        let refused = model_backend::resolve(&snapshot, &backend).expect_err("a guard");
        assert!(refused.reason.contains("promptGuard.webhook"), "{}", refused.reason);
    }

    #[test]
    fn aliases_apply_to_the_override_too_exact_before_longest_pattern() {
        let spec = json!({"ai": {"provider": {"openai": {}}}, "policies": {"ai": {"modelAliases":
            {"fast": "gpt-4o-mini", "f*": "a", "fa*": "b", "*-x": "c"}}}});
        let up = resolved(World::Cluster, spec, None).expect("resolved");
        for (asked, sent) in
            [("fast", "gpt-4o-mini"), ("fas", "b"), ("fo", "a"), ("o-x", "c"), ("gpt", "gpt")]
        {
            assert_eq!(up.model_sent(Some(asked)), Some(sent));
        }
    }
}
