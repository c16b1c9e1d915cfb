//! `traffic.basicAuthentication`: who may pass by name and password.
//!
//! Source: reference/agentgateway.md §5.2, §4.6; RFC 7617.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use serde_json::Value;

use super::credential_mode::Mode;
use super::location::Location;
use super::merge::Setting;
use super::{Reading, Traffic, copies};
use crate::domain::crd::backend::SecretRef;
use crate::domain::route::compile::secret_ref;
use crate::domain::snapshot::SecretState;
use crate::domain::value::htpasswd::{BadLine, ByCrypt, Htpasswd};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::Secret;

/// The users that are known, and where a name and password are looked for.
#[derive(Debug)]
pub struct Basic {
    /// Never permissive: the CRD has no such mode.
    pub mode: Mode,
    pub location: Location,
    realm: String,
    pub users: Arc<Htpasswd>,
}

/// A name and a password as a client sent them.
#[derive(Clone, Debug)]
pub struct Login {
    pub user: String,
    pub password: Secret,
}

/// The realm of a policy that names none.
const REALM: &str = "Restricted";
/// The data key of a `secretRef` that names none.
const USERS: &str = ".htaccess";

impl Basic {
    /// `WWW-Authenticate`: what the client should show.
    #[must_use]
    pub fn challenge(&self) -> String {
        let mut realm = String::with_capacity(self.realm.len());
        for character in self.realm.chars() {
            // A quoted string (RFC 9110 §5.6.4).
            if matches!(character, '"' | '\\') {
                realm.push('\\');
            }
            realm.push(character);
        }
        format!("Basic realm=\"{realm}\"")
    }
}

impl Login {
    /// Reads what stands at the location.
    #[must_use]
    pub fn read(encoded: &str) -> Option<Self> {
        let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        let (user, password) = text.split_once(':')?;
        Some(Login { user: user.to_owned(), password: Secret::new(password) })
    }

    /// Whether the password is the user's. As slow as the hash of the password.
    #[must_use]
    pub fn fits(&self, users: &Htpasswd) -> bool {
        String::from_utf8(self.password.bytes())
            .is_ok_and(|password| users.fits(&self.user, &password))
    }
}

impl Login {
    /// Takes name and password, and the password alone, out of every other place of a request.
    pub fn take_out(&self, head: &mut Parts) {
        let Ok(password) = String::from_utf8(self.password.bytes()) else { return };
        copies::take_out(head, &STANDARD.encode(format!("{}:{password}", self.user)));
        copies::take_out(head, &password);
    }
}

/// Reads the policy. A Secret that is not there and a line that is no user let nobody pass, and are said.
///
/// # Errors
/// A policy that cannot be understood, users that may not be read, and hashes that are not carried.
pub fn read(
    reading: &Reading<'_>,
    settings: &[Setting<'_>],
    into: &mut Traffic,
) -> Result<(), String> {
    let Some((written, policy)) = Setting::strongest(settings) else { return Ok(()) };
    let mode = Mode::read(written)?;
    if mode == Mode::Permissive {
        return Err("\"Permissive\" is no mode".to_owned());
    }
    let location = Location::of_clients(written, "Basic ", mode, &mut into.notes)?;
    let lines = written.get("users").and_then(Value::as_array).into_iter().flatten();
    let lines: Vec<_> = lines.filter_map(Value::as_str).collect();
    let (users, faults) = match written.get("secretRef") {
        Some(reference) if lines.is_empty() => {
            let reference = secret_ref::secret_ref("basicAuthentication", reference)?;
            of_secret(reading, &policy.name.namespace, &reference, into)?
        }
        _ => said(Htpasswd::read(&lines.join("\n")))?,
    };
    into.notes.extend(faults.into_iter().map(|fault| {
        format!("basicAuthentication of AgentgatewayPolicy {}: {fault}", policy.name)
    }));
    let realm = written.get("realm").and_then(Value::as_str).unwrap_or(REALM).to_owned();
    into.basic = Some(Basic { mode, location, realm, users: Arc::new(users) });
    Ok(())
}

/// The users of a Secret, and what is wrong with them.
fn of_secret(
    reading: &Reading<'_>,
    namespace: &str,
    reference: &SecretRef,
    into: &mut Traffic,
) -> Result<(Htpasswd, Vec<String>), String> {
    let name = ObjectName::new(namespace, &reference.name);
    let key = reference.key.as_deref().unwrap_or(USERS);
    let nobody =
        |why: String| Ok((Htpasswd::default(), vec![format!("{why}, and nobody may pass")]));
    match reading.snapshot.secrets.get(&name) {
        Some(SecretState::Read(data)) => match data.get(key) {
            Some(bytes) => said(bytes.users()).map_err(|why| format!("Secret {name}: {why}")),
            None => nobody(format!("Secret {name} has no key {key}")),
        },
        Some(SecretState::Forbidden | SecretState::Pending) => {
            into.unread = true;
            Err(format!("you may not get Secret {name}"))
        }
        None => nobody(format!("Secret {name} does not exist")),
    }
}

/// What was read, with its faults in words.
fn said(
    read: Result<(Htpasswd, Vec<BadLine>), ByCrypt>,
) -> Result<(Htpasswd, Vec<String>), String> {
    let (users, bad) = read.map_err(|error| error.to_string())?;
    Ok((users, bad.into_iter().map(|line| format!("{line}; nobody passes by it")).collect()))
}
