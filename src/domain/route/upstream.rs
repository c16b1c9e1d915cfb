//! A provider of language models as the proxy calls it: address, path, model, key. `compile::backend::model` makes
//! it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::address::Address;
use crate::domain::kill::Passage;
use crate::domain::llm::format::RouteTypeTable;
use crate::domain::llm::provider::Provider;
use crate::domain::llm::provider::config::Config;
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::policy::llm::Llm;
use crate::domain::route::policy::location::CredentialLocation;
use crate::domain::route::policy::transformation::Transformation;
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::Secret;

/// A language model behind a provider, ready to be called.
#[derive(Clone, Debug)]
pub struct ModelUpstream {
    pub backend: ObjectName,
    /// The provider's name inside its backend; `backend` where there is one without a name.
    pub name: String,
    pub provider: &'static Provider,
    /// The provider's settings, on which its paths depend.
    pub config: Config,
    /// Sent instead of whatever the request names.
    pub model: Option<String>,
    pub aliases: Aliases,
    pub address: Address,
    pub bounds: HttpLimits,
    pub path: PathRule,
    pub credential: Credential,
    pub placement: CredentialPlacement,
    pub routes: Option<RouteTypeTable>,
    /// What policies do to a request's body; none where they leave it alone.
    pub llm: Option<Arc<Llm>>,
    /// Who looks through requests and replies.
    pub guards: Option<Arc<Guards>>,
    /// What is made of requests to it, and of its replies.
    pub transformations: Arc<[Transformation]>,
    /// `backend.authorization`: who may call it.
    pub authorization: Option<Arc<Authorization>>,
    /// What is served differently from agentgateway.
    pub notes: Vec<Reason>,
}

/// How the upstream's path is made (`crates/agentgateway/src/llm/mod.rs` at 75b4e6ce6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathRule {
    /// The provider's own path for the route type.
    Provider,
    /// A host override without a prefix: the client's path as it is.
    Client,
    /// The provider's path with this instead of `/v1`.
    Prefix(String),
    /// This path, with its query, for every request.
    Fixed(String),
}

/// Where in a request keys go, and the credentials besides the key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialPlacement {
    /// Where the key goes; without one to where the provider looks for it.
    pub location: Option<CredentialLocation>,
    /// The client's token is forwarded, which a policy has verified and removed.
    pub passthrough: bool,
    /// Credentials besides the key.
    pub beside: Vec<(CredentialLocation, Secret)>,
}

/// The key for the provider, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// No key: the client's own `Authorization` is forwarded.
    Client,
    Secret {
        name: ObjectName,
        data_key: String,
        key: Secret,
    },
    Inline {
        key: Secret,
    },
    /// A provider's own Secret that is not there or of no use: agentgateway sends an empty key, and so do we.
    Missing {
        name: ObjectName,
        /// Empty.
        key: Secret,
        reason: Reason,
        next: Option<String>,
    },
    /// Supplied by an environment variable, because the Secret is out of reach.
    Environment {
        variable: &'static str,
        key: Secret,
    },
}

/// `modelAliases`: exact names first, then patterns with `*`, the longest first
/// (`crates/agentgateway/src/llm/policy/mod.rs` at 75b4e6ce6).
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    exact: BTreeMap<String, String>,
    patterns: Vec<(String, regex::Regex, String)>,
}

impl Credential {
    /// The key to send, where it is ours.
    #[must_use]
    pub fn key(&self) -> Option<&Secret> {
        match self {
            Credential::Client => None,
            Credential::Secret { key, .. }
            | Credential::Inline { key }
            | Credential::Missing { key, .. }
            | Credential::Environment { key, .. } => Some(key),
        }
    }
}

impl Aliases {
    /// Reads `modelAliases`.
    pub(in crate::domain) fn read(written: &BTreeMap<String, String>) -> Self {
        let (patterns, exact): (Vec<_>, Vec<_>) =
            written.iter().partition(|(asked, _)| asked.contains('*'));
        let mut patterns: Vec<_> = patterns
            .into_iter()
            .filter_map(|(asked, sent)| {
                let parts: Vec<_> = asked.split('*').map(regex::escape).collect();
                let regex = regex::Regex::new(&format!("^{}$", parts.join("(.*)"))).ok()?;
                Some((asked.clone(), regex, sent.clone()))
            })
            .collect();
        patterns.sort_by_key(|(asked, ..)| std::cmp::Reverse(asked.len()));
        let exact = exact.into_iter().map(|(a, b)| (a.clone(), b.clone())).collect();
        Aliases { exact, patterns }
    }

    /// The name to send for `model`.
    #[must_use]
    pub fn resolve<'a>(&'a self, model: &'a str) -> &'a str {
        if let Some(sent) = self.exact.get(model) {
            return sent;
        }
        let pattern = self.patterns.iter().find(|(_, regex, _)| regex.is_match(model));
        pattern.map_or(model, |(.., sent)| sent)
    }
}

impl ModelUpstream {
    /// The model that is sent: the provider's own wins over the request's, and an alias applies to either.
    #[must_use]
    pub fn model_sent<'a>(&'a self, asked: Option<&'a str>) -> Option<&'a str> {
        self.model.as_deref().or(asked).map(|model| self.aliases.resolve(model))
    }
}

impl ModelUpstream {
    /// Its provider's name in telemetry: OpenTelemetry's, or the one that the backend gives.
    #[must_use]
    pub fn telemetry(&self) -> Cow<'static, str> {
        let own = self.config.telemetry.clone();
        own.map_or(Cow::Borrowed(self.provider.telemetry), Cow::Owned)
    }

    /// Notes that a request comes this way. Its own model, if it has one, is sent whatever the request names.
    pub fn note(&self, passage: &mut Passage) {
        passage.backend = self.backend.text();
        passage.provider = self.provider.key;
        passage.model = self.model_sent(None).unwrap_or_default().to_owned();
    }
}

/// The limits in `http` and `tcp`, besides the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HttpLimits {
    /// Bound on one attempt up to the reply's head; it wins over the rule's.
    pub request_timeout: Option<Duration>,
}
