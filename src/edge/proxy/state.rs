//! What is kept from request to request and from table to table: providers' health, buckets, passwords that fitted,
//! fetched keys, certificates.

pub(super) mod buckets;
pub(super) mod identity;
pub(super) mod key_sets;
pub(super) mod load_balancer;
pub(super) mod passwords;
