//! What rules look at: the snapshot, and what the rest of the domain made of it, made once for all rules.

use std::sync::OnceLock;

use super::facts::Environment;
use super::finding::Finding;
use super::shadow::{self, ShadowedRule};
use crate::domain::compile::Compiled;
use crate::domain::compile::attached::astray::Astray;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::listeners::Listeners;
use crate::domain::compile::rejection::{Rejection, RejectionSubject};
use crate::domain::crd::backend::{Auth, BackendSpec, Policies, Provider as Written, SecretRef};
use crate::domain::llm::provider::{self, Provider};
use crate::domain::manifest::secret::key_set;
use crate::domain::registry::{self, Row};
use crate::domain::route::reason::Reason;
use crate::domain::route::table::RouteTable;
use crate::domain::snapshot::{Object, SecretState, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::shell::CommandLine;

/// One instant, as rules see it.
pub struct Input<'s> {
    pub snapshot: &'s Snapshot,
    pub facts: &'s Environment,
    pub listeners: &'s Listeners,
    pub table: &'s RouteTable,
    pub rejections: &'s [Rejection],
    pub rows: Vec<Row>,
    policies: PolicyIndex<'s>,
    shadowed: OnceLock<Vec<ShadowedRule>>,
}

/// One provider of a backend, and the policies that hold for it.
#[derive(Clone, Copy)]
pub struct ProviderOf<'s> {
    pub backend: &'s Object<BackendSpec>,
    pub written: &'s Written,
    /// Its name inside a group; none for the only provider.
    pub name: Option<&'s str>,
    policies: [Option<&'s Policies>; 2],
}

/// A Secret's key that a backend takes its credential from.
#[derive(Clone, Copy)]
pub struct KeyOf<'s> {
    pub provider: ProviderOf<'s>,
    pub reference: &'s SecretRef,
}

impl<'s> Input<'s> {
    /// What a snapshot came to, and what is known beside it.
    #[must_use]
    pub fn new(compiled: &'s Compiled, facts: &'s Environment) -> Self {
        let Compiled { snapshot, listeners, table, rejections, .. } = compiled;
        let rows = registry::rows(compiled);
        let (policies, shadowed) = (compiled.policies(), OnceLock::new());
        Input { snapshot, facts, listeners, table, rejections, rows, policies, shadowed }
    }

    /// The policies of files whose targets are in other namespaces.
    pub fn astray(&self) -> impl Iterator<Item = &Astray> {
        self.policies.attached.astray.iter()
    }

    /// The rules with matches that never win, made once for the rules that look at them.
    pub(super) fn shadowed(&self) -> &[ShadowedRule] {
        self.shadowed.get_or_init(|| shadow::shadowed(self.table))
    }

    /// Whether Secrets that are absent are missing. Manifests often leave them out on purpose; a set of files that
    /// has some is taken to be complete.
    #[must_use]
    pub fn knows_secrets(&self) -> bool {
        !self.snapshot.leaves_secrets_out()
    }

    /// Whether an object of this kind that wasn't read doesn't exist, whatever its namespace.
    #[must_use]
    pub fn knows(&self, kind: Kind) -> bool {
        self.snapshot.knows(kind, None)
    }

    /// Whether a reason is only that files leave out an object.
    #[must_use]
    pub fn is_kept_elsewhere(&self, reason: &Reason) -> bool {
        reason.lacks().is_some_and(|kind| self.snapshot.leaves_out(kind))
    }

    /// Every provider of every backend.
    pub fn providers(&self) -> impl Iterator<Item = ProviderOf<'s>> {
        self.snapshot.backends.values().flat_map(|backend| providers(backend))
    }

    /// Every reference to a Secret's key.
    pub fn keys(&self) -> impl Iterator<Item = KeyOf<'s>> {
        self.providers().filter_map(|provider| {
            let reference = provider.auth()?.secret_ref.as_ref()?;
            Some(KeyOf { provider, reference })
        })
    }

    /// Every Secret's key that a backend uses and that could be read, each once.
    pub fn read_keys(&self) -> Vec<(KeyOf<'s>, &'s SecretBytes)> {
        let mut seen = std::collections::BTreeSet::new();
        let read = |key: KeyOf<'s>| {
            let bytes = key.bytes(self.snapshot)?;
            seen.insert((key.secret(), key.data_key())).then_some((key, bytes))
        };
        self.keys().filter_map(read).collect()
    }

    /// Findings from what compiling said of this part of objects of a kind.
    #[must_use]
    pub fn rejected_about(&self, kind: Kind, about: RejectionSubject) -> Vec<Finding> {
        self.found(|r| r.object.kind == kind && r.about == about)
    }

    /// Findings from what compiling said of objects of a kind for such a reason.
    #[must_use]
    pub fn rejected(&self, kind: Kind, is_it: impl Fn(&Reason) -> bool) -> Vec<Finding> {
        self.found(|r| r.object.kind == kind && is_it(&r.reason))
    }

    /// Findings about targets of policies that are not there.
    #[must_use]
    pub fn missed_targets(&self, is_it: impl Fn(&Reason) -> bool) -> Vec<Finding> {
        let of = self.rejections.iter().filter(|rejection| is_it(&rejection.reason));
        let finding = |rejection: &Rejection| {
            let ObjectRef { kind, name } = &rejection.object;
            Finding::on(*kind, name, rejection.sentence()).next(edit(*kind, name))
        };
        of.map(finding).collect()
    }

    /// Findings from what compiling said, where it is meant.
    pub(super) fn found(&self, is_meant: impl Fn(&Rejection) -> bool) -> Vec<Finding> {
        let finding = |r: &Rejection| {
            Finding::on(r.object.kind, &r.object.name, r.sentence()).next_if(r.next.clone())
        };
        self.rejections.iter().filter(|r| is_meant(r)).map(finding).collect()
    }
}

fn providers<'s>(backend: &'s Object<BackendSpec>) -> Vec<ProviderOf<'s>> {
    let Some(ai) = &backend.spec.ai else { return Vec::new() };
    let of_backend = backend.spec.policies.as_ref();
    let one = |written: &'s Written, name: Option<&'s str>, own: Option<&'s Policies>| ProviderOf {
        backend,
        written,
        name,
        policies: [own, of_backend],
    };
    let only = ai.provider.iter().map(|written| one(written, None, None));
    let groups = ai.groups.iter().flatten().flat_map(|group| &group.providers);
    let in_groups =
        groups.map(|each| one(&each.provider, Some(&each.name), each.policies.as_ref()));
    only.chain(in_groups).collect()
}

impl<'s> ProviderOf<'s> {
    /// The row of its kind, where it names one.
    #[must_use]
    pub fn row(&self) -> Option<&'static Provider> {
        provider::of(self.written).map(|(row, _)| row)
    }

    /// The first of its own and the backend's policies that says something.
    pub fn policy<T>(&self, of: impl Fn(&'s Policies) -> Option<T>) -> Option<T> {
        self.policies.into_iter().flatten().find_map(of)
    }

    /// What authenticates to it.
    #[must_use]
    pub fn auth(&self) -> Option<&'s Auth> {
        self.policy(|policies| policies.auth.as_ref())
    }

    /// `policies.ai.routes`.
    #[must_use]
    pub fn routes(&self) -> Option<&'s std::collections::BTreeMap<String, String>> {
        self.policy(|policies| policies.ai.as_ref()?.routes.as_ref())
    }

    /// The model that it pins.
    #[must_use]
    pub fn model(&self) -> Option<&'s str> {
        let (_, config) = provider::of(self.written)?;
        config.model.as_deref().or(config.deployment_name.as_deref())
    }

    /// A finding about its backend.
    #[must_use]
    pub fn finding(&self, message: impl Into<String>) -> Finding {
        let message = match self.name {
            Some(name) => format!("provider {name}: {}", message.into()),
            None => message.into(),
        };
        Finding::on(Kind::AgentgatewayBackend, &self.backend.name, message)
    }

    /// The command that opens its backend.
    #[must_use]
    pub fn edit(&self) -> String {
        edit(Kind::AgentgatewayBackend, &self.backend.name)
    }
}

/// The command that opens an object in an editor.
#[must_use]
pub fn edit(kind: Kind, object: &ObjectName) -> String {
    let resource = kind.names().kind.to_ascii_lowercase();
    CommandLine::new(&format!("kubectl edit {resource}"))
        .arg(&object.name)
        .namespace(&object.namespace)
        .to_string()
}

impl<'s> KeyOf<'s> {
    /// The Secret, which is always of the backend's namespace.
    #[must_use]
    pub fn secret(&self) -> ObjectName {
        ObjectName::new(&self.provider.backend.name.namespace, &self.reference.name)
    }

    /// The key in it.
    #[must_use]
    pub fn data_key(&self) -> &'s str {
        self.reference.key.as_deref().unwrap_or(DEFAULT_DATA_KEY)
    }

    /// Its bytes, where they could be read.
    #[must_use]
    pub fn bytes(&self, snapshot: &'s Snapshot) -> Option<&'s SecretBytes> {
        match snapshot.secrets.get(&self.secret()) {
            Some(SecretState::Read(data)) => data.get(self.data_key()),
            _ => None,
        }
    }

    /// A finding about the Secret, and the command that writes the key anew.
    #[must_use]
    pub fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::on(Kind::Secret, &self.secret(), message).next(self.create())
    }

    /// The command that writes the key anew, from a variable and never from the command line.
    #[must_use]
    pub fn create(&self) -> String {
        let variable = self.provider.row().and_then(|row| row.env_key);
        key_set(&self.secret(), self.data_key(), variable)
    }
}
