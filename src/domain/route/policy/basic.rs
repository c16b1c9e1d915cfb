//! `traffic.basicAuthentication`: who may pass by name and password.
//!
//! Source: RFC 7617; agentgateway's `crates/agentgateway/src/http/basicauth.rs` at 75b4e6ce6.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;

use super::credential_copies;
use super::credential_mode::Mode;
use super::location::CredentialLocation;
use crate::domain::value::htpasswd::Htpasswd;
use crate::domain::value::secret::Secret;

/// The users that are known, and where a name and password are looked for.
#[derive(Debug)]
pub struct Basic {
    /// Never permissive: the CRD has no such mode.
    pub mode: Mode,
    pub location: CredentialLocation,
    pub(in crate::domain) realm: String,
    pub users: Arc<Htpasswd>,
}

/// A name and a password as a client sent them.
#[derive(Clone, Debug)]
pub struct Login {
    pub user: String,
    pub password: Secret,
}

impl Basic {
    /// The value of `WWW-Authenticate` (RFC 7617 §2).
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
    /// Reads a name and a password, in base64 and divided by the first colon (RFC 7617 §2); none where it is not so.
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
        credential_copies::take_out(head, &STANDARD.encode(format!("{}:{password}", self.user)));
        credential_copies::take_out(head, &password);
    }
}
