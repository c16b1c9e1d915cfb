//! Why a selector does not choose a namespace. The words are this program's own.

use std::fmt;

/// Why namespaces that are chosen by label do not include one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotSelected {
    /// There is no selector to choose by.
    NoSelector,
    /// The labels of this namespace are others.
    OtherLabels(String),
}

impl fmt::Display for NotSelected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotSelected::NoSelector => {
                f.write_str("its `allowedRoutes` has `from: Selector` but no `selector`")
            }
            NotSelected::OtherLabels(namespace) => {
                write!(f, "its selector doesn't match the labels of namespace {namespace}")
            }
        }
    }
}
