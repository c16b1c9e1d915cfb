//! State that outlives requests and tables: providers' health, rate limit buckets, verified passwords, fetched keys,
//! certificates. Each file names its own source.

pub(super) mod buckets;
pub(super) mod identity;
pub(super) mod key_sets;
pub(super) mod load_balancer;
pub(super) mod passwords;
