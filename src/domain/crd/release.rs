//! The releases of agentgateway that are told apart.
//!
//! Source: the tags of <https://github.com/agentgateway/agentgateway/releases>.

use std::fmt;

/// A release, by its first two numbers; ordered by age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Release {
    V1_4,
    V1_5,
    #[default]
    V1_6,
}

impl Release {
    /// All of them, the oldest first.
    pub const ALL: &'static [Release] = &[Release::V1_4, Release::V1_5, Release::V1_6];

    /// The first of them.
    pub const OLDEST: Release = Release::V1_4;

    /// The last of them.
    pub const NEWEST: Release = Release::V1_6;

    /// Its first two numbers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Release::V1_4 => "1.4",
            Release::V1_5 => "1.5",
            Release::V1_6 => "1.6",
        }
    }

    /// Reads `1.5`, `v1.5`, `1.5.2` and `v1.5.0-rc.1`.
    ///
    /// # Errors
    /// A text that is no version, and a release that is not told apart.
    pub fn read(text: &str) -> Result<Release, UnknownRelease> {
        let bare = text.trim();
        let bare = bare.strip_prefix('v').unwrap_or(bare);
        let named = |release: &&Release| match bare.strip_prefix(release.name()) {
            Some(rest) => rest.is_empty() || rest.starts_with(['.', '-', '+']),
            None => false,
        };
        let found = Release::ALL.iter().find(named).copied();
        found.ok_or_else(|| UnknownRelease { text: text.to_owned(), known: names() })
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A release that this program does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown release of agentgateway {text:?}; known are {known}")]
pub struct UnknownRelease {
    text: String,
    known: String,
}

fn names() -> String {
    let names: Vec<_> = Release::ALL.iter().map(|release| release.name()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_read_from_its_versions_and_from_nothing_else() {
        for text in ["1.5", "v1.5", "1.5.0", " v1.5.2 ", "1.5.0-rc.1", "v1.5.1+build"] {
            assert_eq!(Release::read(text), Ok(Release::V1_5), "{text}");
        }
        for text in ["", "1", "1.50", "1.3", "2.5", "vv1.5", "latest", "1.5x"] {
            assert!(Release::read(text).is_err(), "{text}");
        }
        let said = Release::read("1.3").expect_err("unknown").to_string();
        assert_eq!(said, "unknown release of agentgateway \"1.3\"; known are 1.4, 1.5, 1.6");
    }

    #[test]
    fn releases_are_ordered_by_age() {
        assert!(Release::ALL.is_sorted());
        let ends = (Release::ALL.first(), Release::ALL.last());
        assert_eq!(ends, (Some(&Release::OLDEST), Some(&Release::NEWEST)));
    }
}
