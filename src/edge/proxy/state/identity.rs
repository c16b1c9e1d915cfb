//! What HTTPS listeners show of themselves: certificates by listener and server name.
//!
//! Source: Gateway API, `tls` of a listener (<https://gateway-api.sigs.k8s.io/reference/spec/>); the choice by server
//! name is RFC 6066 §3.

use std::collections::HashMap;
use std::sync::Arc;

use rustls::sign::CertifiedKey;

use crate::domain::route::certificate::{Certificate, Unusable};
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::edge::proxy::connect::certified::certified;

/// The certificates of a table, ready for handshakes.
#[derive(Debug, Default)]
pub(in crate::edge::proxy) struct Identities {
    binds: HashMap<BindKey, Vec<NamedCertificate>>,
    known: Vec<(Arc<Certificate>, Arc<CertifiedKey>)>,
    pub(in crate::edge::proxy) unusable: Vec<Unusable>,
}

/// What the listener for a host shows; nothing where its certificate is of no use.
type NamedCertificate = (HostPattern, Option<Arc<CertifiedKey>>);

impl Identities {
    /// Reads those of `table`; one that `before` has already is taken from there.
    pub(in crate::edge::proxy) fn of(table: &RouteTable, before: &Identities) -> Self {
        let mut identities = Identities::default();
        for (key, bind) in table.binds.iter().filter(|(_, bind)| bind.https()) {
            let mut listeners = Vec::with_capacity(bind.listeners.len());
            for listener in &bind.listeners {
                let own = listener.certificate.as_ref();
                let key = own.and_then(|one| identities.read(one, before));
                listeners.push((listener.host.clone(), key));
            }
            identities.binds.insert(key.clone(), listeners);
        }
        identities
    }

    fn read(
        &mut self,
        certificate: &Arc<Certificate>,
        before: &Identities,
    ) -> Option<Arc<CertifiedKey>> {
        let mut known = self.known.iter().chain(&before.known);
        if let Some((_, key)) = known.find(|(known, _)| known == certificate) {
            let key = Arc::clone(key);
            self.known.push((Arc::clone(certificate), Arc::clone(&key)));
            return Some(key);
        }
        match certified(certificate) {
            Ok(key) => {
                let key = Arc::new(key);
                self.known.push((Arc::clone(certificate), Arc::clone(&key)));
                Some(key)
            }
            Err(why) => {
                let why = why.to_string();
                let unusable = Unusable { secret: certificate.secret.clone(), why };
                if !self.unusable.contains(&unusable) {
                    self.unusable.push(unusable);
                }
                None
            }
        }
    }

    /// The one for a client that asks for `server`, which is nothing where it does not say.
    pub(in crate::edge::proxy) fn select(
        &self,
        bind: &BindKey,
        server: &str,
    ) -> Option<Arc<CertifiedKey>> {
        let mut listeners = self.binds.get(bind)?.iter();
        listeners.find(|(host, _)| host.matches(server))?.1.clone()
    }
}
