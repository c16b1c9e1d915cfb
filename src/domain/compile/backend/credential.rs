//! The key that is sent to a backend, where in the request it goes, and what to do where it is not available.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/plugins/backend_policies.go` at 75b4e6ce6,
//! `translateBackendAuth`, by which a policy without its Secret sends an empty key, and
//! `translateBackendAuthCredentials`. Keys from the environment are this program's own.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::domain::compile::attached::on_backend::AuthOrigin;
use crate::domain::compile::secret_ref;
use crate::domain::crd::backend::{Auth, SecretRef};
use crate::domain::llm::provider::ANY_KEY;
use crate::domain::manifest::secret::key_command;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::policy::location::{self, CredentialLocation};
use crate::domain::route::reason::{KeyFault, PolicyFault, PolicyField, Reason};
use crate::domain::route::upstream::{Credential, CredentialPlacement};
use crate::domain::snapshot::{SecretState, Snapshot, World};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::{DEFAULT_DATA_KEY, Secret};
use crate::domain::value::typed;

/// The fields of `policies.auth` other than the key and its Secret.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    location: Option<location::Spec>,
    passthrough: Option<Passthrough>,
    credentials: Option<Vec<CredentialSpec>>,
    aws: Option<IgnoredAny>,
    azure: Option<IgnoredAny>,
    cross_app_access: Option<IgnoredAny>,
    gcp: Option<IgnoredAny>,
    jwt_sign: Option<IgnoredAny>,
    oauth_token_exchange: Option<IgnoredAny>,
}

/// `passthrough`, which has no fields: the client's own credential is forwarded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passthrough {}

/// A further credential, sent in addition to the key.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CredentialSpec {
    location: location::Spec,
    secret_ref: secret_ref::SecretRefSpec,
}

impl Spec {
    fn read(auth: &Auth) -> Result<Self, BackendError> {
        let read = typed::fields(&auth.others).map_err(|fault| fault.within("policies.auth"));
        read.map_err(BackendError::unsupported)
    }

    /// The first kind of authentication in it that `serve` does not support.
    fn unsupported(&self) -> Option<&'static str> {
        let all = [
            ("aws", self.aws),
            ("azure", self.azure),
            ("crossAppAccess", self.cross_app_access),
            ("gcp", self.gcp),
            ("jwtSign", self.jwt_sign),
            ("oauthTokenExchange", self.oauth_token_exchange),
        ];
        all.into_iter().find_map(|(name, set)| set.map(|_| name))
    }
}

/// Checks that `serve` supports the kind of authentication: without it a request would be sent unauthenticated.
///
/// # Errors
/// It is not supported, or cannot be understood; requests are answered with 501.
pub(crate) fn carried(auth: Option<&Auth>) -> Result<(), BackendError> {
    let Some(auth) = auth else { return Ok(()) };
    let of_key = auth.secret_ref.as_ref().map_or(Ok(()), secret_ref::of_core);
    of_key.map_err(BackendError::unsupported)?;
    match Spec::read(auth)?.unsupported() {
        None => Ok(()),
        Some(name) => {
            let field = PolicyField::Own(format!("policies.auth.{name}"));
            Err(BackendError::unsupported(Reason::PolicyNotSupported(field)))
        }
    }
}

/// Where in a request the key of a backend goes, and the further credentials. Secrets are looked up in `namespace`.
///
/// # Errors
/// A location that is not supported, or a further credential that is not available.
pub(crate) fn placement(
    snapshot: &Snapshot,
    namespace: &str,
    auth: Option<&Auth>,
) -> Result<CredentialPlacement, BackendError> {
    let Some(auth) = auth else { return Ok(CredentialPlacement::default()) };
    let Spec { location: own, passthrough, credentials, .. } = Spec::read(auth)?;
    let beside = credentials.into_iter().flatten().map(|one| {
        let at = place(one.location)?;
        let reference = SecretRef::from(one.secret_ref);
        secret_ref::of_core(&reference).map_err(BackendError::unsupported)?;
        let auth = Auth { secret_ref: Some(reference), ..Auth::default() };
        let credential = credential(snapshot, namespace, None, Some(&auth))?;
        Ok(credential.key().map(|key| (at, key.clone())))
    });
    Ok(CredentialPlacement {
        location: own.map(place).transpose()?,
        passthrough: passthrough.is_some(),
        beside: beside.filter_map(Result::transpose).collect::<Result<_, BackendError>>()?,
    })
}

/// The location in a request that a key is put into.
fn place(written: location::Spec) -> Result<CredentialLocation, BackendError> {
    let refused = |why: Reason| Err(BackendError::unsupported(why));
    match CredentialLocation::of(written) {
        Ok(CredentialLocation::Query(_)) => {
            refused(Reason::PolicyNotSupported(PolicyField::KeyInQuery))
        }
        Ok(CredentialLocation::CredentialExpression(_)) => {
            refused(PolicyFault::KeyByExpression.into())
        }
        read => read.map_err(BackendError::unsupported),
    }
}

/// The key that is sent to a backend. The environment variable `variable` supplies it where its Secret cannot be read.
///
/// # Errors
/// The Secret or its key does not exist, cannot be read or cannot be sent in a header.
pub(crate) fn credential(
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
    let dropped = |reason: Reason, next: String| BackendError::from(reason).with_next(next);
    let variable = variable.unwrap_or(ANY_KEY);
    let out_of_reach =
        |reason: Reason, otherwise: &str| dropped(reason, out_of_reach(variable, otherwise));
    let substitute = || {
        let key = snapshot.environment.get(variable)?.clone();
        Some(Credential::Environment { variable, key })
    };
    match snapshot.secrets.get(&name) {
        Some(SecretState::Read(data)) => {
            let bytes = data.get(data_key).ok_or_else(|| {
                let there = data.keys().cloned().collect();
                let (secret, key) = (name.clone(), data_key.to_owned());
                let reason = Reason::Key(KeyFault::KeyNotFound { secret, key, there });
                dropped(reason, set(&name, data_key))
            })?;
            let key = bytes.credential(data_key).map_err(|wrong| {
                let (secret, key) = (name.clone(), data_key.to_owned());
                let reason = Reason::Key(KeyFault::Invalid { secret, key, why: wrong.to_string() });
                dropped(reason, set(&name, data_key))
            })?;
            Ok(Credential::Secret { name, data_key: data_key.to_owned(), key })
        }
        Some(SecretState::Forbidden | SecretState::Pending) => substitute().ok_or_else(|| {
            out_of_reach(
                Reason::Key(KeyFault::Forbidden(name.clone())),
                "ask for permission to `get` it",
            )
        }),
        None if snapshot.world == World::Files => substitute().ok_or_else(|| {
            let reason =
                Reason::Key(KeyFault::SecretNotFound { secret: name.clone(), among_files: true });
            out_of_reach(reason, "add its manifest")
        }),
        None => {
            let next = set(&name, data_key);
            Err(dropped(
                Reason::Key(KeyFault::SecretNotFound { secret: name, among_files: false }),
                next,
            ))
        }
    }
}

/// The key of a call, and where it goes. The Secret is looked up in the namespace of the object that names it: the
/// backend (`own`) or a policy. The environment variable `variable` supplies the key where that Secret cannot be read.
///
/// # Errors
/// As [`credential`] and [`placement`].
pub(crate) fn keys(
    snapshot: &Snapshot,
    own: &str,
    variable: Option<&'static str>,
    auth: Option<&Auth>,
    of: &AuthOrigin,
) -> Result<(Credential, CredentialPlacement), BackendError> {
    let namespace = match of {
        AuthOrigin::Policy(namespace) => namespace,
        AuthOrigin::Backend | AuthOrigin::Provider => own,
    };
    let credential = match credential(snapshot, namespace, variable, auth) {
        Err(error) if *of != AuthOrigin::Backend => unsent(snapshot, namespace, auth, error)?,
        outcome => outcome?,
    };
    Ok((credential, placement(snapshot, namespace, auth)?))
}

/// What is sent where the Secret of a provider or of an AgentgatewayPolicy has no key: an empty one. A Secret that
/// cannot be read from here stays an error, as it may have a key in the cluster.
fn unsent(
    snapshot: &Snapshot,
    namespace: &str,
    auth: Option<&Auth>,
    error: BackendError,
) -> Result<Credential, BackendError> {
    let Some(reference) = auth.and_then(|auth| auth.secret_ref.as_ref()) else {
        return Err(error);
    };
    let name = ObjectName::new(namespace, &reference.name);
    let in_reach = match snapshot.secrets.get(&name) {
        Some(SecretState::Forbidden | SecretState::Pending) => false,
        Some(SecretState::Read(_)) => true,
        None => snapshot.world != World::Files,
    };
    match in_reach {
        false => Err(error),
        true => Ok(Credential::Missing {
            name,
            key: Secret::new(""),
            reason: *error.reason,
            next: error.next,
        }),
    }
}

/// The `kubectl agw` command that sets this key of a Secret.
pub fn set(name: &ObjectName, data_key: &str) -> String {
    key_command("set", name, data_key).to_string()
}

/// What to do about a Secret that cannot be read: export the variable, or `otherwise`.
pub(crate) fn out_of_reach(variable: &str, otherwise: &str) -> String {
    format!("export {variable}, or {otherwise}")
}
