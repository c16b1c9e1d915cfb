//! `traffic.basicAuthentication` as objects write it: the users that a policy lists or a Secret holds.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/plugins/traffic_plugin.go` (`processBasicAuthenticationPolicy`,
//! with the Secret's key) and `crates/agentgateway/src/http/basicauth.rs` (the realm) at 75b4e6ce6.

use std::sync::Arc;

use serde::Deserialize;

use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::PolicySource;
use crate::domain::compile::secret_ref;
use crate::domain::crd::backend::SecretRef;
use crate::domain::route::policy::basic::Basic;
use crate::domain::route::policy::credential_mode::Mode;
use crate::domain::route::policy::location::{self, CredentialLocation};
use crate::domain::route::policy::{RoutePolicies, spec};
use crate::domain::route::reason::{ClientFault, Doubt, Faulty, PolicyFault, PolicyField, Reason};
use crate::domain::snapshot::SecretState;
use crate::domain::value::htpasswd::{BadLine, ByCrypt, Htpasswd};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The realm of a policy that names none.
const REALM: &str = "Restricted";
/// The data key of a `secretRef` that names none.
const USERS: &str = ".htaccess";

/// The policy as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    #[serde(default)]
    mode: Mode,
    location: Option<location::Spec>,
    realm: Option<String>,
    secret_ref: Option<SecretRef>,
    /// Lines of htpasswd.
    #[serde(default)]
    users: Vec<String>,
}

/// Reads the policy. A Secret that does not exist, or a line that is not a user, lets nobody pass; a note says so.
///
/// # Errors
/// A field that is unknown or not supported, users that this user may not read, and hashes that are not supported.
pub fn read(
    index: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Result<(), Reason> {
    let Some((written, policy)) = setting.of_policy() else { return Ok(()) };
    let Spec { mode, location, realm, secret_ref, users } = spec::parse(written)?;
    if mode == Mode::Permissive {
        return Err(PolicyFault::PermissiveUsers.into());
    }
    let location = CredentialLocation::of_clients(location, "Basic ", mode, &mut into.notes)?;
    let (users, faults) = match secret_ref {
        Some(reference) if users.is_empty() => {
            secret_ref::of_core(&reference)?;
            of_secret(index, &policy.name.namespace, &reference, into)?
        }
        _ => password_errors(Htpasswd::read(&users.join("\n")))?,
    };
    into.ignored.extend(faults.into_iter().map(|fault| {
        Reason::Faulty(Faulty::of_clients("basicAuthentication", &policy.name, fault))
    }));
    let realm = realm.unwrap_or_else(|| REALM.to_owned());
    let basic = Basic { mode, location, realm, users: Arc::new(users) };
    into.basic = Some(Arc::new(basic));
    Ok(())
}

/// The users of a Secret, and what is wrong with them.
fn of_secret(
    index: &PolicyIndex<'_>,
    namespace: &str,
    reference: &SecretRef,
    into: &mut RoutePolicies,
) -> Result<(Htpasswd, Vec<ClientFault>), Reason> {
    let name = ObjectName::new(namespace, &reference.name);
    let key = reference.key.as_deref().unwrap_or(USERS);
    let nobody = |why: ClientFault| Ok((Htpasswd::default(), vec![why]));
    match index.snapshot.secrets.get(&name) {
        Some(SecretState::Read(data)) => match data.get(key) {
            Some(bytes) => password_errors(bytes.users()).map_err(|why| Reason::Policy {
                policy: PolicyField::Object(ObjectRef::new(Kind::Secret, name)),
                why: Box::new(why),
            }),
            None => nobody(ClientFault::NoUsersIn { secret: name, key: key.to_owned() }),
        },
        Some(SecretState::Forbidden | SecretState::Pending) => {
            into.unread = true;
            Err(Doubt::Secret(name).into())
        }
        None => nobody(ClientFault::NoUsers(name)),
    }
}

/// The users that were read, with a note for each line that is not one.
fn password_errors(
    read: Result<(Htpasswd, Vec<BadLine>), ByCrypt>,
) -> Result<(Htpasswd, Vec<ClientFault>), Reason> {
    let (users, bad) = read.map_err(PolicyFault::from)?;
    Ok((users, bad.into_iter().map(ClientFault::BadLine).collect()))
}
