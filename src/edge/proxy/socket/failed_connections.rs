//! Connections that never became a request: heads that cannot be read, handshakes that fail, other protocols. They are
//! in the access log too, so that probing is visible. A rule of this program; the statuses are those that hyper answers
//! with.

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use crate::edge::proxy::shared::Shared;

/// How h2 words an error that it found itself.
const BROKEN_RULE: &str = "connection error detected";

/// Logs a connection that ended because a request could not be read. `slot` is the index of its socket.
pub(in crate::edge::proxy) fn note(
    shared: &Shared,
    slot: usize,
    peer: SocketAddr,
    ended: &hyper::Result<()>,
) {
    let Err(error) = ended else { return };
    let words = chain(error);
    let status = match (error.is_parse(), error.is_parse_too_large()) {
        (true, true) if words.starts_with("URI") => Some(414),
        (true, true) => Some(431),
        (true, false) => Some(400),
        // HTTP/2 has no answer to what breaks its rules; a client that leaves breaks none.
        (false, _) if words.contains(BROKEN_RULE) => None,
        (false, _) => return,
    };
    write(shared, slot, peer, status, &words);
}

/// Logs a handshake that failed.
pub(in crate::edge::proxy) fn note_handshake(
    shared: &Shared,
    slot: usize,
    peer: SocketAddr,
    error: &io::Error,
) {
    // A probe that opens a connection and closes it has requested nothing.
    if error.kind() != io::ErrorKind::UnexpectedEof {
        write(shared, slot, peer, None, &format!("TLS handshake failed: {error}"));
    }
}

fn write(shared: &Shared, slot: usize, peer: SocketAddr, status: Option<u16>, error: &str) {
    let live = shared.live.load();
    let bind = live.slots.get(slot).and_then(Option::as_ref);
    let gateway = bind.and_then(|bind| bind.gateway.as_ref()).map(ToString::to_string);
    shared.log.unread(gateway.as_deref().unwrap_or_default(), peer, status, error);
}

/// An error and its causes in one line.
fn chain(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words.push_str(": ");
        words.push_str(&inner.to_string());
        cause = inner.source();
    }
    words
}
