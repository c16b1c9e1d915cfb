//! Why a parentRef attaches a route, or a model, to nothing.
//!
//! Source: Gateway API, `RouteConditionReason` (<https://gateway-api.sigs.k8s.io/reference/spec/>).

use std::fmt;

use super::{ConditionFault, ListenerSetFault, MissingRight, NotSelected};
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::shell::CommandLine;

/// Why a parentRef attaches it to nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unattached {
    /// No cluster would take it, and why, in the words of the schema.
    Invalid(String),
    /// It names no parent.
    NoParents,
    /// Other HTTPRoutes delegate to it.
    Delegated,
    /// The parent does not exist; `there` are Gateways that do.
    NotFound { parent: ObjectRef, there: Vec<String> },
    /// The parent may not be read; `right` is the missing one.
    Unread { parent: ObjectRef, right: MissingRight },
    /// The parent is a ListenerSet that its own Gateway does not take.
    NotAdmitted { set: ObjectName, why: Box<ListenerSetFault> },
    /// The parent is of a kind that `serve` does not support.
    NotSupported { kind: String, name: String },
    /// No listener of the parent takes it; each with why.
    ListenerRefusal { kind: String, name: ObjectName, listeners: Vec<(String, ListenerRefusal)> },
}

/// Why a listener does not take a route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListenerRefusal {
    /// `sectionName` means another.
    OtherSection,
    /// `port` means another.
    OtherPort,
    /// Its hostname meets none of the route's.
    Hostname(String),
    /// It does not allow objects of the kind.
    Kind(Kind),
    /// It allows routes of this namespace only.
    Namespace(String),
    /// It chooses namespaces by label, and not this one.
    Labels(NotSelected),
    /// It is not valid itself, and why.
    Invalid(ConditionFault),
}

impl Unattached {
    /// The reason of the condition `Accepted`. Of several listeners the one that came furthest tells: one that was meant
    /// says more than one that was not, and one that would allow the route more than one that does not.
    #[must_use]
    pub fn word(&self) -> &'static str {
        let listeners = match self {
            Unattached::ListenerRefusal { listeners, .. } => listeners,
            Unattached::Invalid(_) => return INVALID,
            _ => return NO_PARENT,
        };
        let words: Vec<_> = listeners.iter().map(|(_, why)| why.word()).collect();
        let furthest = [NO_HOSTNAME, NOT_ALLOWED].into_iter().find(|word| words.contains(word));
        furthest.unwrap_or(NO_PARENT)
    }

    /// The command that shows what to name instead.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        match self {
            Unattached::NotFound { parent, .. } if parent.kind == Kind::Gateway => {
                let line = CommandLine::new("kubectl get gateway");
                Some(line.namespace(&parent.name.namespace).to_string())
            }
            _ => None,
        }
    }

    /// Whether a listener does not take it for such a reason.
    #[must_use]
    pub fn any(&self, is_it: impl Fn(&ListenerRefusal) -> bool) -> bool {
        match self {
            Unattached::ListenerRefusal { listeners, .. } => {
                listeners.iter().any(|(_, why)| is_it(why))
            }
            _ => false,
        }
    }
}

impl ListenerRefusal {
    fn word(&self) -> &'static str {
        match self {
            ListenerRefusal::OtherSection | ListenerRefusal::OtherPort => NO_PARENT,
            ListenerRefusal::Hostname(_) => NO_HOSTNAME,
            ListenerRefusal::Kind(_)
            | ListenerRefusal::Namespace(_)
            | ListenerRefusal::Labels(_)
            | ListenerRefusal::Invalid(_) => NOT_ALLOWED,
        }
    }
}

const INVALID: &str = "Invalid";
const NO_PARENT: &str = "NoMatchingParent";
const NOT_ALLOWED: &str = "NotAllowedByListeners";
const NO_HOSTNAME: &str = "NoMatchingListenerHostname";

impl fmt::Display for Unattached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unattached::Invalid(why) => write!(f, "invalid: {why}"),
            Unattached::NoParents => {
                f.write_str("it has no `parentRefs`, so it isn't attached to any Gateway")
            }
            Unattached::Delegated => f.write_str(
                "other HTTPRoutes delegate to it, and delegation is not supported by serve",
            ),
            Unattached::NotFound { parent, there } if parent.kind == Kind::Gateway => {
                write!(f, "{parent} not found (available: {})", super::list(there))
            }
            Unattached::NotFound { parent, .. } => write!(f, "{parent} not found"),
            Unattached::Unread { parent, right } => write!(f, "its {parent} was not read: {right}"),
            Unattached::NotAdmitted { set, why } => write!(f, "ListenerSet {set}: {why}"),
            Unattached::NotSupported { kind, name } => {
                let kinds = ["Gateway", "ListenerSet"];
                match near::nearest(kinds, kind) {
                    Some(near) if near == kind => write!(
                        f,
                        "its parent {kind} {name} is of another group; did you mean `group: {}`?",
                        Kind::Gateway.names().group
                    ),
                    Some(near) => {
                        write!(f, "unknown parent kind {kind}; did you mean {near}?")
                    }
                    None => write!(f, "parent {kind} {name} is not supported by serve"),
                }
            }
            Unattached::ListenerRefusal { kind, name, listeners } => {
                let each = listeners.iter().map(|(name, why)| format!("listener {name}: {why}"));
                let each: Vec<_> = each.collect();
                let why = match each.is_empty() {
                    true => "it has no listeners".to_owned(),
                    false => each.join("; "),
                };
                write!(f, "no listener of {kind} {name} accepts it ({why})")
            }
        }
    }
}

impl fmt::Display for ListenerRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ListenerRefusal::OtherSection => f.write_str("not the one in `sectionName`"),
            ListenerRefusal::OtherPort => f.write_str("not the one in `port`"),
            ListenerRefusal::Hostname(own) => {
                write!(f, "its hostname {own} doesn't match any of the route's")
            }
            ListenerRefusal::Kind(kind) => write!(f, "it does not accept {kind}s"),
            ListenerRefusal::Namespace(own) => {
                write!(f, "it only accepts routes in namespace {own}")
            }
            ListenerRefusal::Labels(why) => why.fmt(f),
            ListenerRefusal::Invalid(why) => why.fmt(f),
        }
    }
}
