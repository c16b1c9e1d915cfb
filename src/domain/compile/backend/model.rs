//! One provider of an AgentgatewayBackend, resolved: where it is, which path, model and key its requests get. What
//! agentgateway's controller would drop is a [`BackendError`], and so is what `serve` does not support.
//!
//! Source: agentgateway's `controller/pkg/syncer/backend/backend_plugin.go` at 75b4e6ce6, `translateLLMProvider`.

use std::sync::Arc;

use super::credential::{self, credential};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::PolicyPath;
use crate::domain::compile::attached::on_backend::{OnBackend, on_backend};
use crate::domain::compile::reach;
use crate::domain::compile::tls::connection;
use crate::domain::crd::backend::{AiPolicies, Policies, Provider as Written, ProviderConfig, Tls};
use crate::domain::llm::format::RouteTypeTable;
use crate::domain::llm::preset;
use crate::domain::llm::provider::config::Config;
use crate::domain::llm::provider::{self, AmbientCredential, Provider};
use crate::domain::route::address::Address;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::policy::llm::Llm;
use crate::domain::route::reason::{BackendFault, Note, Reason, Unsupported};
use crate::domain::route::upstream::{Aliases, Credential, ModelUpstream, PathRule};
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::ObjectName;

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
    /// The environment variable with its key, where what it is called says more than its settings.
    pub(super) variable: Option<&'static str>,
}

impl WrittenProvider<'_> {
    /// The environment variable in which people keep the key of this provider; a vendor is known by its host.
    fn variable(&self) -> Option<&'static str> {
        let of_row = || provider::of(self.provider)?.0.env_key;
        let of_host = || preset::at(self.provider.host.as_deref()?)?.env_key;
        self.variable.or_else(of_row).or_else(of_host)
    }
}

/// Resolves one provider of a backend.
///
/// # Errors
/// What makes every request to it fail.
pub(super) fn resolve(
    index: &PolicyIndex<'_>,
    on: &PolicyPath<'_>,
    written: WrittenProvider<'_>,
) -> Result<ModelUpstream, BackendError> {
    let WrittenProvider { backend, name, provider, of_backend, own, .. } = written;
    let variable = written.variable();
    let snapshot = index.snapshot;
    let on = PolicyPath { backend: Some(backend), provider: Some(name), ..*on };
    let merged = on_backend(index, &on, of_backend, own);
    let OnBackend { policies, authorization, auth: of, tls: tls_of, refuses, mut notes } = merged;
    if let Some(why) = refuses {
        return Err(why.into());
    }
    connection::carried(&policies)?;
    credential::carried(policies.auth.as_ref())?;
    let transformations = OnBackend::transformations(&policies, &mut notes);
    let transformations = transformations.map_err(BackendError::unsupported)?;
    let (row, config) = row(provider)?;
    supported(row, config)?;
    let settings = Config::from(config);
    let own_host = (row.default_host)(&settings);
    let (mut address, path) = address(provider, own_host, policies.tls.as_ref())?;
    address.reach = reach::of_host(snapshot, &address.host, address.port)?;
    let bounds = connection::apply(snapshot, &backend.namespace, &policies, &tls_of, &mut address)?;
    let (credential, placement) =
        credential::keys(snapshot, &backend.namespace, variable, policies.auth.as_ref(), &of)?;
    let is_clients = matches!(credential, Credential::Client) && !placement.passthrough;
    if is_clients && provider.host.is_none() {
        ambient(row).map_err(BackendError::unsupported)?;
    }
    let ai = policies.ai.unwrap_or_default();
    let routes = routes(&ai, &mut notes);
    let guards = Guards::read(&ai.others, index.skips, &index.patterns, &mut notes);
    let guards = guards.map_err(BackendError::unsupported)?.map(Arc::new);
    let llm = Llm::read(&ai.others, &mut notes).map_err(BackendError::unsupported)?.map(Arc::new);
    Ok(ModelUpstream {
        backend: backend.clone(),
        name: name.to_owned(),
        provider: row,
        config: settings,
        model: config.model.clone().or_else(|| config.deployment_name.clone()),
        aliases: ai.model_aliases.as_ref().map(Aliases::read).unwrap_or_default(),
        address,
        bounds,
        path,
        credential,
        placement,
        routes,
        llm,
        guards,
        authorization,
        transformations,
        notes,
    })
}

/// Refuses settings of a provider that agentgateway has and `serve` has not.
fn supported(row: &Provider, config: &ProviderConfig) -> Result<(), BackendError> {
    let unsupported =
        [("moderation", config.moderation.is_some()), ("backendRef", config.backend_ref.is_some())];
    match unsupported.into_iter().find(|(_, is_set)| *is_set) {
        Some((field, _)) => {
            let why = Reason::not_supported(format!("{}.{field}", row.key));
            Err(BackendError::unsupported(why))
        }
        None => Ok(()),
    }
}

/// The table row of a provider, and its settings.
fn row(provider: &Written) -> Result<(&'static Provider, &ProviderConfig), BackendError> {
    provider::of(provider).ok_or_else(|| Reason::from(BackendFault::UnknownProvider).into())
}

/// Checks that the key of `spec.policies` is available: agentgateway builds no backend without it, even where its
/// providers have keys of their own.
///
/// # Errors
/// The key is not available.
pub(super) fn shared_key(
    snapshot: &Snapshot,
    backend: &ObjectName,
    of_backend: Option<&Policies>,
    first: WrittenProvider<'_>,
) -> Result<(), BackendError> {
    let Some(auth) = of_backend.and_then(|policies| policies.auth.as_ref()) else { return Ok(()) };
    row(first.provider)?;
    credential(snapshot, &backend.namespace, first.variable(), Some(auth)).map(|_| ())
}

/// A host override switches the provider's TLS and path building off
/// (agentgateway's `crates/agentgateway/src/llm/mod.rs` at 75b4e6ce6).
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
        (None, None) => return Err(Reason::from(BackendFault::NoHost).into()),
    };
    let path = match (&written.path, &written.path_prefix, &written.host) {
        (Some(path), ..) => PathRule::Fixed(path.clone()),
        (None, Some(prefix), _) => PathRule::Prefix(prefix.trim_end_matches('/').to_owned()),
        (None, None, Some(_)) if written.custom.is_none() => PathRule::Client,
        _ => PathRule::Provider,
    };
    Ok((address, path))
}

/// A cloud's own identity is not to be had on a laptop.
fn ambient(row: &Provider) -> Result<(), Reason> {
    let identity = match row.ambient {
        AmbientCredential::None => return Ok(()),
        AmbientCredential::Google => "Google's application default credentials",
        AmbientCredential::Aws => "AWS signatures",
        AmbientCredential::Entra => "Entra ID",
    };
    Err(Unsupported::Identity { provider: row.key, identity }.into())
}

/// The route map; an unknown type is reported and skipped.
fn routes(ai: &AiPolicies, notes: &mut Vec<Reason>) -> Option<RouteTypeTable> {
    let (routes, unknown) = RouteTypeTable::compile(ai.routes.as_ref()?);
    for (suffix, name) in unknown {
        notes.push(
            Note::UnknownRouteType { suffix: suffix.to_owned(), name: name.to_owned() }.into(),
        );
    }
    Some(routes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::compile::backend::provider_groups;
    use crate::domain::route::refusal::Refusal;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;
    use crate::domain::value::secret::Secret;
    use serde_json::{Value, json};
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
        let compiled = Compiled::of(objects.snapshot());
        let backend = compiled.snapshot.backends.values().next().expect("a backend");
        let backend = provider_groups::resolve(&compiled.policies(), backend)?;
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
        assert!(gone.reason.to_string().contains("Secret n/k not found"), "{}", gone.reason);
        let other = json!({"stringData": {"api-key": "canary"}});
        let gone = resolved(World::Cluster, with_secret(), Some(other)).expect_err("no key");
        assert!(
            gone.reason.to_string().contains("no data key Authorization (available: api-key)"),
            "{}",
            gone.reason
        );
        let empty = json!({"stringData": {"Authorization": "Bearer "}});
        let gone = resolved(World::Cluster, with_secret(), Some(empty)).expect_err("empty");
        assert!(gone.reason.to_string().contains("is empty"), "{}", gone.reason);
    }

    #[test]
    fn a_policy_that_is_not_carried_makes_the_backend_refuse() {
        let guarded = json!({"ai": {"provider": {"openai": {}}},
            "policies": {"ai": {"promptGuard": {"request": [{"webhook": {"backendRef": {"name": "w", "port": 80}}}]}}}});
        let refused = resolved(World::Cluster, guarded, None).expect_err("a guard");
        assert_eq!(refused.refusal.status, 501);
        assert!(
            refused.reason.to_string().contains("policies.ai.promptGuard.webhook"),
            "{}",
            refused.reason
        );
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
        let compiled = Compiled::of(objects.snapshot());
        let backend = compiled.snapshot.backends.values().next().expect("a backend");
        let refused = provider_groups::resolve(&compiled.policies(), backend).expect_err("a guard");
        assert!(refused.reason.to_string().contains("promptGuard.webhook"), "{}", refused.reason);
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
