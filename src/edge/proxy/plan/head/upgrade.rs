//! Requests that ask for another protocol: what they ask for travels beside their head, and stands in it while policies
//! look (RFC 9110 §7.8).

use http::header::{CONNECTION, HeaderMap, UPGRADE};
use http::request::Parts;
use http::{HeaderValue, Version};
use hyper::upgrade::OnUpgrade;

/// What a client asks for. It travels in the extensions of the request's head.
#[derive(Clone)]
pub(in crate::edge::proxy) struct RequestedUpgrade {
    pub(in crate::edge::proxy) protocol: HeaderValue,
    pub(in crate::edge::proxy) client: OnUpgrade,
}

/// Notes what a request asks for, before its headers between neighbors are taken off.
pub(in crate::edge::proxy) fn note(head: &mut Parts) {
    let Some(client) = head.extensions.remove::<OnUpgrade>() else { return };
    let Some(protocol) = protocol(&head.headers) else { return };
    // Behind a switch to HTTP/2 the client could ask the upstream for what no route allows.
    let is_http = protocol.as_bytes().to_ascii_lowercase().starts_with(b"h2");
    if head.version == Version::HTTP_11 && !is_http {
        head.extensions.insert(RequestedUpgrade { protocol, client });
    }
}

/// Shows policies what was noted. One that takes `Upgrade` off makes the request one like others.
pub(in crate::edge::proxy) fn show(head: &mut Parts) {
    if let Some(asked) = head.extensions.get::<RequestedUpgrade>() {
        place(&mut head.headers, &asked.protocol);
    }
}

/// The protocol that `Upgrade` names, where `Connection` speaks of it.
pub(in crate::edge::proxy) fn protocol(headers: &HeaderMap) -> Option<HeaderValue> {
    let speaks = super::has_token(headers, &CONNECTION, "upgrade");
    headers.get(UPGRADE).filter(|_| speaks).cloned()
}

/// Takes from a head what was noted, where the upstream is asked for the same: `can` says that it can be.
pub(in crate::edge::proxy) fn ask(head: &mut Parts, can: bool) -> Option<RequestedUpgrade> {
    let asked = head.extensions.remove::<RequestedUpgrade>()?;
    if !can {
        withdraw(&mut head.headers);
    }
    head.headers.contains_key(UPGRADE).then_some(asked)
}

/// Takes the request for another protocol off a head.
pub(in crate::edge::proxy) fn withdraw(headers: &mut HeaderMap) {
    headers.remove(CONNECTION);
    headers.remove(UPGRADE);
}

/// Puts a request for this protocol into a head.
pub(in crate::edge::proxy) fn place(headers: &mut HeaderMap, protocol: &HeaderValue) {
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, protocol.clone());
}
