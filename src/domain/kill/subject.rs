//! What can be killed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::llm::provider::PROVIDERS;

/// The kinds of what can be killed, in the order in which a request is asked about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// Every request.
    All,
    /// A Gateway.
    Gateway,
    /// An HTTPRoute.
    Route,
    /// The owner of an API key, the subject of a token, or the name of a login.
    Key,
    /// An AgentgatewayBackend, an AgentgatewayModel, or another object that requests are sent to.
    Backend,
    /// A provider, by its key in `spec.ai.provider`.
    Provider,
    /// A model, by the name that requests or providers know.
    Model,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    pub kind: SubjectKind,
    /// `namespace/name` of an object; empty of everything.
    pub name: String,
}

/// The longest name: `namespace/name` with some room. Bytes.
const NAME: usize = 512;

impl SubjectKind {
    /// The word in commands and in the state.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SubjectKind::All => "all",
            SubjectKind::Gateway => "gateway",
            SubjectKind::Route => "route",
            SubjectKind::Key => "key",
            SubjectKind::Backend => "backend",
            SubjectKind::Provider => "provider",
            SubjectKind::Model => "model",
        }
    }

    fn is_object(self) -> bool {
        matches!(self, SubjectKind::Gateway | SubjectKind::Route | SubjectKind::Backend)
    }
}

impl Subject {
    /// What a name of this kind means; an object without a namespace is in `namespace`.
    ///
    /// # Errors
    /// Why nothing has this name, in a sentence.
    pub fn read(kind: SubjectKind, name: &str, namespace: &str) -> Result<Self, String> {
        let name = match kind.is_object() && !name.contains('/') && !name.is_empty() {
            true => format!("{namespace}/{name}"),
            false => name.to_owned(),
        };
        let subject = Subject { kind, name };
        subject.fault().map_or(Ok(subject), Err)
    }

    /// What is wrong with it; none where nothing is.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let Subject { kind, name } = self;
        let word = kind.word();
        if *kind == SubjectKind::All {
            return (!name.is_empty()).then(|| "`all` has no name".to_owned());
        }
        if name.is_empty() || name.len() > NAME || name.chars().any(char::is_control) {
            return Some(format!("the name of a {word} is one line of 1 to {NAME} bytes"));
        }
        let parts: Vec<_> = name.split('/').collect();
        if kind.is_object() && (parts.len() != 2 || parts.iter().any(|part| part.is_empty())) {
            return Some(format!("a {word} is named NAMESPACE/NAME, not {name}"));
        }
        if *kind == SubjectKind::Provider && !PROVIDERS.iter().any(|one| one.key == name.as_str()) {
            let there: Vec<_> = PROVIDERS.iter().map(|one| one.key).collect();
            return Some(format!("no provider {name} (there are: {})", there.join(", ")));
        }
        None
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            SubjectKind::All => f.write_str("everything"),
            kind => write!(f, "{} {}", kind.word(), self.name),
        }
    }
}
