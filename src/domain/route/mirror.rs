//! Mirrors: a share of the requests goes elsewhere as well, without a body, and what comes back is thrown away.
//!
//! Source: Gateway API, HTTPRequestMirrorFilter (<https://gateway-api.sigs.k8s.io/reference/spec/>).

use std::sync::Arc;

use super::filter::mirror_spec::MirrorShare;
use super::http_upstream::HttpUpstream;

/// A mirror that was resolved. One that could not be resolved is skipped.
#[derive(Clone, Debug)]
pub struct Mirror {
    pub upstream: Arc<HttpUpstream>,
    pub share: MirrorShare,
}

impl Mirror {
    /// Where copies go, and of how many requests: `Service n/shadow (5 of 100)`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} {}{}", self.upstream.kind, self.upstream.name, self.share.words())
    }

    /// Whether one request is mirrored. `chance` is uniform over all of `u64`.
    #[must_use]
    pub fn takes(&self, chance: u64) -> bool {
        self.share.takes(chance)
    }
}
