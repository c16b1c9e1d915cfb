//! AgentgatewayBackends of language models, resolved: each of their providers, in groups of equal priority.
//!
//! Source: agentgateway's `controller/pkg/syncer/backend/backend_plugin.go` at 75b4e6ce6, `translateAIBackends`.

use std::sync::Arc;

use super::model::{self, WrittenProvider};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{ONLY_PROVIDER, PolicyPath};
use crate::domain::compile::attached::on_backend::{self, on_backend};
use crate::domain::crd::backend::{Ai, BackendSpec};
use crate::domain::crd::release::Release;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::health::Health;
use crate::domain::route::model_backend::{Member, ModelBackend};
use crate::domain::route::reason::{BackendFault, Reason, Unsupported};
use crate::domain::route::session_affinity::SessionAffinity;
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::Kind;

/// The `health` policy in force on a provider.
fn health(
    index: &PolicyIndex<'_>,
    path: &PolicyPath<'_>,
    written: WrittenProvider<'_>,
    notes: &mut Vec<Reason>,
) -> Result<Option<Arc<Health>>, Reason> {
    let WrittenProvider { backend, name, of_backend, own, .. } = written;
    let path = PolicyPath { backend: Some(backend), provider: Some(name), ..*path };
    let merged = on_backend(index, &path, of_backend, own);
    Ok(Health::of_policies(&merged.policies.others, notes)?.map(Arc::new))
}

/// The health of providers that no policy says anything of: since 1.6 they are evicted where another group can take over.
///
/// Source: <https://github.com/agentgateway/agentgateway/pull/3462>.
fn health_of_groups(release: Release, groups: usize) -> Option<Arc<Health>> {
    (release >= Release::V1_6 && groups > 1).then(|| Arc::new(Health::evicting()))
}

/// Resolves a backend by itself, without the policies of a path to it.
///
/// # Errors
/// Why every request to it fails, with the answer.
pub fn resolve(
    index: &PolicyIndex<'_>,
    backend: &Object<BackendSpec>,
) -> Result<ModelBackend, BackendError> {
    resolve_on(index, &PolicyPath::default(), backend)
}

/// The providers as they are written, group by group. `spec.ai.provider` is a group of one.
fn written<'b>(backend: &'b Object<BackendSpec>, ai: &'b Ai) -> Vec<Vec<WrittenProvider<'b>>> {
    let written = |name, provider, own| WrittenProvider {
        backend: &backend.name,
        name,
        provider,
        of_backend: backend.spec.policies.as_ref(),
        own,
        variable: None,
    };
    let Some(provider) = &ai.provider else {
        let groups = ai.groups.iter().flatten().map(|group| &group.providers);
        let groups = groups.filter(|providers| !providers.is_empty()).map(|providers| {
            let each = providers.iter();
            each.map(|p| written(&p.name, &p.provider, p.policies.as_ref())).collect()
        });
        return groups.collect();
    };
    vec![vec![written(ONLY_PROVIDER, provider, None)]]
}

/// Resolves a backend with the policies in force on a path to it.
///
/// # Errors
/// Why every request to it fails, with the answer.
pub fn resolve_on(
    index: &PolicyIndex<'_>,
    path: &PolicyPath<'_>,
    backend: &Object<BackendSpec>,
) -> Result<ModelBackend, BackendError> {
    let snapshot = index.snapshot;
    let ai = backend.spec.ai.as_ref().ok_or_else(|| {
        BackendError::from(Reason::from(Unsupported::NoModel(backend.name.clone())))
    })?;
    let of_backend = backend.spec.policies.as_ref();
    on_backend::translated(backend)?;
    let groups = written(backend, ai);
    let first = groups.iter().flatten().next();
    let first = first.ok_or_else(|| BackendError::unsupported(BackendFault::NoProvider))?;
    model::shared_key(snapshot, &backend.name, of_backend, *first)?;
    let mut notes = Vec::new();
    let by_default = health_of_groups(snapshot.release, groups.len());
    let mut member = |written: WrittenProvider<'_>| {
        let mut own = Vec::new();
        let health = health(index, path, written, &mut own).map_err(BackendError::unsupported)?;
        let health = health.or_else(|| by_default.clone());
        let upstream = model::resolve(index, path, written).map(Arc::new);
        own.extend(upstream.iter().flat_map(|upstream| upstream.notes.iter().cloned()));
        notes.extend(own.into_iter().map(|note| match ai.provider {
            Some(_) => note,
            None => Reason::OfProvider { provider: written.name.to_owned(), why: Box::new(note) },
        }));
        Ok(Member {
            name: written.name.to_owned(),
            upstream,
            health,
            headers: None,
            authorization: None,
        })
    };
    let groups = groups.into_iter().map(|group| group.into_iter().map(&mut member).collect());
    let groups: Vec<Vec<Member>> = groups.collect::<Result<_, BackendError>>()?;
    // A policy on one provider does not say which one is chosen.
    let on = PolicyPath { backend: Some(&backend.name), provider: Some(""), ..*path };
    let policies = on_backend(index, &on, of_backend, None).policies;
    let affinity = SessionAffinity::of_policies(&policies.others, &mut notes);
    let affinity = affinity.map_err(BackendError::unsupported)?.map(Arc::new);
    let (kind, name) = (Kind::AgentgatewayBackend, backend.name.clone());
    let resolved = ModelBackend { kind, name, groups, affinity, notes };
    if resolved.upstreams().next().is_none()
        && let Some(Err(error)) = resolved.members().next().map(|member| &member.upstream)
    {
        return Err(error.clone());
    }
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::route::refusal::Refusal;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;
    use crate::domain::value::secret::Secret;
    use serde_json::{Value, json};

    fn resolved(spec: Value) -> Result<ModelBackend, BackendError> {
        let mut objects = Objects::new(World::Cluster);
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": spec});
        objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        let secret = json!({"metadata": {"name": "k", "namespace": "n"},
            "stringData": {"Authorization": "sk-shared"}});
        objects.apply(Kind::Secret, secret, Origin::Cluster);
        let compiled = Compiled::of(objects.snapshot());
        let backend = compiled.snapshot.backends.values().next().expect("a backend");
        resolve(&compiled.policies(), backend)
    }

    fn auth(secret: &str) -> Value {
        json!({"auth": {"secretRef": {"name": secret}}})
    }

    fn names(group: &[Member]) -> Vec<&str> {
        group.iter().map(|member| member.name.as_str()).collect()
    }

    #[test]
    fn groups_keep_their_order_and_a_single_provider_is_one_group() {
        let provider = |name: &str| json!({"name": name, "openai": {}});
        let backend = resolved(json!({"ai": {"groups": [
            {"providers": [provider("a"), provider("b")]}, {"providers": [provider("c")]}]}}));
        let backend = backend.expect("resolved");
        assert_eq!(names(&backend.groups[0]), ["a", "b"]);
        assert_eq!(names(&backend.groups[1]), ["c"]);
        let single = resolved(json!({"ai": {"provider": {"openai": {}}}})).expect("resolved");
        assert_eq!(single.groups.len(), 1);
        assert_eq!(names(&single.groups[0]), [ONLY_PROVIDER]);
    }

    #[test]
    fn a_providers_own_key_wins_and_its_missing_secret_sends_an_empty_one() {
        let provider =
            |name: &str, policies: Value| json!({"name": name, "openai": {}, "policies": policies});
        let backend = resolved(json!({"policies": auth("k"), "ai": {"groups": [{"providers": [
            provider("shared", json!({})), provider("own", auth("absent"))]}]}}));
        let backend = backend.expect("resolved");
        let keys: Vec<_> = backend.upstreams().map(|up| up.credential.key().cloned()).collect();
        assert_eq!(keys, [Some(Secret::new("sk-shared")), Some(Secret::new(""))]);
        let error = backend.error().expect("reported");
        assert!(
            error
                .reason
                .with_word()
                .starts_with("SecretNotFound: provider own: Secret n/absent not found"),
            "{}",
            error.reason
        );
    }

    #[test]
    fn a_missing_secret_of_the_backend_drops_providers_with_keys_of_their_own_too() {
        let dropped =
            resolved(json!({"policies": auth("absent"), "ai": {"groups": [{"providers": [
            {"name": "own", "openai": {}, "policies": auth("k")}]}]}}));
        assert_eq!(dropped.expect_err("dropped").refusal, Refusal::SERVICE_NOT_FOUND);
    }

    #[test]
    fn a_provider_that_is_not_carried_leaves_the_others() {
        let backend = resolved(json!({"ai": {"groups": [
            {"providers": [{"name": "cloud", "bedrock": {}}]}, {"providers": [{"name": "plain", "openai": {}}]}]}}));
        let backend = backend.expect("resolved");
        assert_eq!(backend.upstreams().map(|up| up.name.as_str()).collect::<Vec<_>>(), ["plain"]);
        let error = backend.error().expect("reported");
        assert_eq!(error.refusal.status, 501);
        assert!(error.reason.with_word().starts_with("provider cloud: "), "{}", error.reason);
    }
}
