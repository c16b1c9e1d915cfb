//! The memory that bodies may take together, and how much of it one client may have.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::domain::route::refusal::Refusal;

/// A body up to this size is small: the others leave room for it. Bytes.
pub(in crate::edge::proxy) const SMALL: usize = 64 * 1024;
/// One client may hold one part of so many of the budget.
const OF_PEER: usize = 4;
/// Of the budget one part of so many is kept for small bodies, and of each client's part one part of half as many.
const KEPT: usize = 16;

/// The bytes that all requests together may hold in memory.
#[derive(Clone, Debug)]
pub(in crate::edge::proxy) struct Budget(Arc<BudgetPool>);

#[derive(Debug)]
struct BudgetPool {
    total: usize,
    left: AtomicUsize,
    /// What each client holds of bodies that did not come in one piece. Locked to count, never across a wait.
    peers: Mutex<HashMap<Peer, usize>>,
}

/// What one body may take.
#[derive(Clone, Copy)]
pub(in crate::edge::proxy) struct Limits<'b> {
    pub(in crate::edge::proxy) budget: &'b Budget,
    /// The largest body that is read whole. Bytes.
    pub(in crate::edge::proxy) most: usize,
}

impl Limits<'_> {
    /// The same budget, and bodies of so many bytes.
    pub(in crate::edge::proxy) fn of(self, most: usize) -> Self {
        Limits { most, ..self }
    }
}

/// Whom a body is counted to: an IPv4 address, or the /64 network that one IPv6 customer has (RFC 6177).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::edge::proxy) struct Peer(IpAddr);

impl Peer {
    /// Whom a body of a client at this address counts towards.
    pub(in crate::edge::proxy) fn of(address: IpAddr) -> Self {
        Peer(match address.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & !u128::from(u64::MAX);
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

/// A share of the budget, given back when dropped.
#[derive(Debug)]
pub(in crate::edge::proxy) struct BudgetPermit {
    room: Arc<BudgetPool>,
    bytes: usize,
    peer: Option<Peer>,
}

impl Budget {
    /// A budget of this many bytes.
    pub(in crate::edge::proxy) fn new(bytes: usize) -> Self {
        let (left, peers) = (AtomicUsize::new(bytes), Mutex::default());
        Budget(Arc::new(BudgetPool { total: bytes, left, peers }))
    }

    /// An empty share, which counts towards no client yet.
    pub(in crate::edge::proxy) fn share(&self) -> BudgetPermit {
        BudgetPermit { room: Arc::clone(&self.0), bytes: 0, peer: None }
    }

    /// Whether so many bytes could be held if nothing else were.
    pub(in crate::edge::proxy) fn has_room_for(&self, bytes: usize) -> bool {
        bytes <= self.0.total - self.0.total / KEPT
    }

    /// A share of so many bytes.
    ///
    /// # Errors
    /// 503 where there is no room.
    pub(in crate::edge::proxy) fn hold(&self, bytes: usize) -> Result<BudgetPermit, Refusal> {
        let mut held = self.share();
        held.grow(bytes)?;
        Ok(held)
    }
}

impl BudgetPermit {
    /// The same share, counted to a client. Only before it grows.
    pub(in crate::edge::proxy) fn of(mut self, peer: Option<Peer>) -> Self {
        if self.bytes == 0 {
            self.peer = peer;
        }
        self
    }

    /// Another share of the same budget for the same client, which has nothing yet.
    pub(in crate::edge::proxy) fn another(&self) -> Self {
        BudgetPermit { room: Arc::clone(&self.room), bytes: 0, peer: self.peer }
    }

    /// Bytes with what this share has: it is given back when the last part of them is gone, wherever they wait until
    /// then. The share has nothing afterwards.
    pub(in crate::edge::proxy) fn keep(&mut self, bytes: Bytes) -> Bytes {
        if self.bytes == 0 || bytes.is_empty() {
            return bytes;
        }
        let nothing = self.another();
        Bytes::from_owner(BudgetedBytes { bytes, _share: std::mem::replace(self, nothing) })
    }

    /// Takes more. Where it is refused, the share stays as it was.
    ///
    /// # Errors
    /// 503 where there is no room, or the client has its part already.
    pub(in crate::edge::proxy) fn grow(&mut self, bytes: usize) -> Result<(), Refusal> {
        let size = self.bytes.saturating_add(bytes);
        let kept = if size > SMALL { self.room.total / KEPT } else { 0 };
        let taken = |left: usize| left.checked_sub(bytes).filter(|left| *left >= kept);
        let left = &self.room.left;
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken)
            .map_err(|_| Refusal::OVERLOADED)?;
        if let Some(peer) = self.peer
            && !self.room.count(peer, bytes, size > SMALL)
        {
            left.fetch_add(bytes, Ordering::Relaxed);
            return Err(Refusal::CLIENT_OVERLOADED);
        }
        self.bytes = size;
        Ok(())
    }
}

/// Bytes with their permit: the budget has them back when they are dropped.
struct BudgetedBytes {
    bytes: Bytes,
    _share: BudgetPermit,
}

impl AsRef<[u8]> for BudgetedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl BudgetPool {
    /// Counts bytes to a client, unless it would have too many.
    fn count(&self, peer: Peer, bytes: usize, is_large: bool) -> bool {
        let part = self.total / OF_PEER;
        let most = if is_large { part - part / (KEPT / 2) } else { part };
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        let held = peers.get(&peer).copied().unwrap_or_default().saturating_add(bytes);
        let fits = held <= most;
        if fits && bytes > 0 {
            peers.insert(peer, held);
        }
        fits
    }

    fn uncount(&self, peer: Peer, bytes: usize) {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut held) = peers.entry(peer) {
            *held.get_mut() = held.get().saturating_sub(bytes);
            if *held.get() == 0 {
                held.remove();
            }
        }
    }
}

impl Drop for BudgetPermit {
    fn drop(&mut self) {
        if self.bytes == 0 {
            return;
        }
        self.room.left.fetch_add(self.bytes, Ordering::Relaxed);
        if let Some(peer) = self.peer {
            self.room.uncount(peer, self.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1 << 20;

    fn peer(address: &str) -> Option<Peer> {
        Some(Peer::of(address.parse().expect("an address")))
    }

    #[test]
    fn the_budget_is_given_back() {
        let budget = Budget::new(10);
        let mut held = budget.hold(6).expect("fits");
        assert_eq!(budget.hold(5).err(), Some(Refusal::OVERLOADED));
        held.grow(4).expect("fits");
        assert_eq!(held.grow(1), Err(Refusal::OVERLOADED));
        drop(held);
        budget.hold(10).expect("all of it is back");
    }

    #[test]
    fn kept_bytes_hold_their_share_until_the_last_part_of_them_is_gone() {
        let budget = Budget::new(10);
        let mut held = budget.hold(10).expect("fits");
        let bytes = held.keep(Bytes::from_static(b"0123456789"));
        drop(held);
        let part = bytes.slice(3..4);
        drop(bytes);
        assert_eq!(budget.hold(1).err(), Some(Refusal::OVERLOADED));
        assert_eq!(part, "3");
        drop(part);
        budget.hold(10).expect("all of it is back");
    }

    #[test]
    fn one_client_has_a_quarter_and_its_small_bodies_still_fit() {
        let budget = Budget::new(256 * MIB);
        let mut large = Vec::new();
        loop {
            let mut held = budget.share().of(peer("10.0.0.1"));
            if held.grow(8 * MIB) == Err(Refusal::CLIENT_OVERLOADED) {
                break;
            }
            large.push(held);
        }
        assert_eq!(large.len(), 7, "7 of 8 MiB are less than a quarter");
        let mut small = Vec::new();
        loop {
            let mut held = budget.share().of(peer("::ffff:10.0.0.1"));
            if held.grow(SMALL).is_err() {
                break;
            }
            small.push(held);
        }
        assert_eq!(small.len() * SMALL, 8 * MIB, "large and small: a quarter together");
        budget.share().of(peer("10.0.0.2")).grow(32 * MIB).expect("another client");
        drop((large, small));
        budget.share().of(peer("10.0.0.1")).grow(56 * MIB).expect("given back");
        assert!(budget.0.peers.lock().expect("no panic").is_empty(), "nobody is remembered");
    }

    #[test]
    fn large_bodies_of_many_clients_leave_room_for_small_ones() {
        let budget = Budget::new(256 * MIB);
        let large: Vec<_> = (1..=8)
            .filter_map(|host| {
                let mut held = budget.share().of(peer(&format!("10.0.0.{host}")));
                held.grow(32 * MIB).ok().map(|()| held)
            })
            .collect();
        assert_eq!(large.len(), 7);
        let small: Vec<_> = (0..256).map(|_| budget.hold(SMALL)).collect();
        assert!(small.iter().all(Result::is_ok));
    }

    #[test]
    fn a_network_that_one_customer_has_is_one_client() {
        assert_eq!(peer("2001:db8::1"), peer("2001:db8::ffff:1"));
        assert_ne!(peer("2001:db8::1"), peer("2001:db8:0:1::1"));
    }
}
