//! Flags of `serve` that change what it answers; `explain` has the same ones.

use anyhow::ensure;

use crate::cli::error::Failure;
use crate::domain::compile::attached::support;
use crate::domain::manifest::names;
use crate::domain::route::browser::{self, BrowserGuard};
use crate::domain::route::policy::guard;
use crate::domain::route::policy::skip::{self, Skips};
use crate::domain::snapshot::resolves::Resolves;
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;

const MIB: usize = 1024 * 1024;
/// Bodies that may be held at once, in units of the largest one.
const BODIES_AT_ONCE: usize = 8;

/// What `serve` accepts, reads and skips.
#[derive(Clone, Debug, clap::Args)]
pub struct ServingArgs {
    /// Without a client key, also accept requests for this host, in addition to localhost and the hostnames of Gateways
    /// and routes, e.g. host.docker.internal, *.example.com or * (repeatable)
    #[arg(long, value_name = "HOST", value_parser = browser::allowed_host)]
    allow_host: Vec<String>,
    /// Without a client key, accept requests from web pages of this origin, and answer their preflights on routes without
    /// a `cors` policy, e.g. https://app.example.com, https://*.example.com, null or * (repeatable)
    #[arg(long, value_name = "ORIGIN", value_parser = browser::allowed_origin)]
    allow_origin: Vec<String>,
    /// Maximum size of a request body that is parsed, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=4096))]
    max_body: u16,
    /// Connect to another address for a Service, or for any host and port: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT
    /// (repeatable)
    #[arg(long, value_name = "FROM=TO")]
    resolve: Vec<String>,
    /// Serve without a kind of policy (traffic.extAuth or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy
    /// (NAMESPACE/NAME or NAME), instead of rejecting its routes (repeatable)
    #[arg(long, value_name = "KIND|NAME", value_parser = known_policy)]
    pub skip_policy: Vec<String>,
    /// Serve without AgentgatewayPolicies and BackendTLSPolicies that cannot be read, instead of rejecting the routes
    /// that they may guard
    #[arg(long)]
    pub without_policies: bool,
}

impl ServingArgs {
    /// What keeps web pages out where no client key does.
    #[must_use]
    pub fn browsers(&self) -> BrowserGuard {
        BrowserGuard::allowing(&self.allow_host, &self.allow_origin)
    }

    /// Request bodies that must be read are read up to this size. Bytes.
    #[must_use]
    pub fn max_body(&self) -> usize {
        usize::from(self.max_body) * MIB
    }

    /// All bodies held at once. Bytes.
    #[must_use]
    pub fn max_held(&self) -> usize {
        self.max_body().saturating_mul(BODIES_AT_ONCE)
    }

    /// The policies that are skipped.
    #[must_use]
    pub fn skips(&self) -> Skips {
        let (kinds, objects): (Vec<_>, Vec<_>) =
            self.skip_policy.iter().cloned().partition(|name| is_policy(name));
        Skips::of(kinds).and_objects(objects).and_unread(self.without_policies)
    }

    /// Where this machine finds what only a cluster's network reaches.
    ///
    /// # Errors
    /// A value of `--resolve` that is not of its form.
    pub fn resolves(&self) -> Result<Resolves, Failure> {
        let mut resolves = Resolves::default();
        for way in &self.resolve {
            resolves.add(way).map_err(|words| Failure::usage(format!("--resolve: {words}")))?;
        }
        Ok(resolves)
    }
}

/// The name of a known policy, or of an object. A misspelled name is an error: its author would believe the policy skipped.
fn known_policy(name: &str) -> anyhow::Result<String> {
    if let Some((namespace, object)) = name.split_once('/') {
        names::namespace(namespace)?;
        names::object(Kind::AgentgatewayPolicy.names().kind, object)?;
    } else if !is_policy(name) {
        let ends = policies().filter_map(|policy| policy.rsplit('.').next());
        let near = near::nearest(policies().chain(ends), name);
        let is_object = names::object(Kind::AgentgatewayPolicy.names().kind, name).is_ok();
        let all: Vec<_> = policies().collect();
        let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        ensure!(
            is_object && near.is_none(),
            "unknown policy{hint}; known are {}, and objects as NAMESPACE/NAME",
            all.join(", ")
        );
    }
    Ok(name.to_owned())
}

/// Every policy that can be skipped by its kind.
fn policies() -> impl Iterator<Item = &'static str> {
    support::ROWS.iter().map(|row| row.name).chain(guard::PARTS.iter().copied())
}

/// Whether a name is that of a kind of policies.
fn is_policy(name: &str) -> bool {
    policies().any(|policy| skip::names(name, policy))
}
