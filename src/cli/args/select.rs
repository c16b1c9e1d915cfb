//! `-l` and `--field-selector`: which objects are shown. A cluster applies them by itself; of files they are applied
//! here.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::error::Failure;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::cluster::Connection;
use crate::edge::cluster::read::{self, Selection};

/// kubectl's selectors.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SelectArgs {
    /// Label selector to filter on: key=value, key!=value, key, !key or 'key in (a,b)'
    #[arg(long, short = 'l', value_name = "SELECTOR")]
    pub selector: Option<String>,
    /// Field selector to filter on, limited to the fields that the API server supports, e.g. metadata.name=NAME
    #[arg(long, value_name = "SELECTOR")]
    pub field_selector: Option<String>,
}

impl SelectArgs {
    /// Whether everything is shown.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.selector.is_none() && self.field_selector.is_none()
    }

    /// The objects of these kinds that the API server selects. The other kinds, which only explain them, are not
    /// asked.
    ///
    /// # Errors
    /// A selector that the API server does not understand, a kind that may not be listed.
    pub async fn ask(
        &self,
        connection: &Connection,
        kinds: &[Kind],
        namespace: Option<&str>,
    ) -> Result<BTreeSet<ObjectName>, Failure> {
        let selection = Selection {
            namespace: namespace.map(str::to_owned),
            labels: self.selector.clone(),
            fields: self.field_selector.clone(),
        };
        let mut found = BTreeSet::new();
        for kind in kinds {
            found.extend(read::names(connection, *kind, &selection).await?);
        }
        Ok(found)
    }

    /// Whether an object from a file is selected.
    ///
    /// # Errors
    /// A selector that is none.
    pub fn takes(
        &self,
        name: &ObjectName,
        labels: &BTreeMap<String, String>,
    ) -> Result<bool, Failure> {
        let by_labels = match &self.selector {
            Some(selector) => of_labels(selector, labels)?,
            None => true,
        };
        let by_fields = match &self.field_selector {
            Some(selector) => of_fields(selector, name)?,
            None => true,
        };
        Ok(by_labels && by_fields)
    }
}

fn of_labels(selector: &str, labels: &BTreeMap<String, String>) -> Result<bool, Failure> {
    let mut all = true;
    for requirement in requirements(selector) {
        all &= holds(requirement.trim(), labels).ok_or_else(|| {
            Failure::usage(format!(
                "invalid requirement `{requirement}` in `-l {selector}`; use key=value, key!=value, key, \
                 !key, key in (a,b) or key notin (a,b)"
            ))
        })?;
    }
    Ok(all)
}

/// The parts between commas that stand outside parentheses.
fn requirements(selector: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in selector.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&selector[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&selector[start..]);
    parts
}

fn holds(requirement: &str, labels: &BTreeMap<String, String>) -> Option<bool> {
    let is_key = |key: &str| {
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/".contains(&b))
    };
    let value = |key: &str| labels.get(key.trim()).map(String::as_str);
    let among = |(key, rest): (&str, &str)| {
        let list = rest.trim().strip_prefix('(')?.strip_suffix(')')?;
        let found = value(key).is_some_and(|value| list.split(',').any(|one| one.trim() == value));
        is_key(key.trim()).then_some(found)
    };
    if let Some(parts) = requirement.split_once(" notin ") {
        return among(parts).map(|found| !found);
    }
    if let Some(parts) = requirement.split_once(" in ") {
        return among(parts);
    }
    if let Some((key, wanted)) = requirement.split_once("!=") {
        return is_key(key.trim()).then(|| value(key) != Some(wanted.trim()));
    }
    if let Some((key, wanted)) =
        requirement.split_once("==").or_else(|| requirement.split_once('='))
    {
        return is_key(key.trim()).then(|| value(key) == Some(wanted.trim()));
    }
    match requirement.strip_prefix('!') {
        Some(key) => is_key(key).then(|| value(key).is_none()),
        None => is_key(requirement).then(|| value(requirement).is_some()),
    }
}

fn of_fields(selector: &str, name: &ObjectName) -> Result<bool, Failure> {
    let mut all = true;
    for requirement in selector.split(',') {
        let parts = requirement.split_once("!=").map(|parts| (parts, false));
        let parts = parts
            .or_else(|| requirement.split_once("==").map(|parts| (parts, true)))
            .or_else(|| requirement.split_once('=').map(|parts| (parts, true)));
        let found = parts.and_then(|((field, wanted), equal)| match field.trim() {
            "metadata.name" => Some((name.name == wanted.trim()) == equal),
            "metadata.namespace" => Some((name.namespace == wanted.trim()) == equal),
            _ => None,
        });
        all &= found.ok_or_else(|| {
            Failure::usage(format!(
                "field selector `{requirement}` is not supported for files; use metadata.name=NAME or \
                 metadata.namespace=NAME"
            ))
        })?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_files_are_selected_as_the_api_server_does() {
        let labels = BTreeMap::from([("team".to_owned(), "a".to_owned())]);
        for (selector, expected) in [
            ("team=a", true),
            ("team==b", false),
            ("team!=b", true),
            ("tier!=x", true),
            ("team", true),
            ("!team", false),
            ("team in (b, a)", true),
            ("team notin (a,b)", false),
            ("team=a,!tier", true),
        ] {
            assert_eq!(of_labels(selector, &labels).ok(), Some(expected), "{selector}");
        }
        assert!(of_labels("te am=a", &labels).is_err());
        assert!(of_labels("team in a", &labels).is_err());
    }

    #[test]
    fn only_the_name_is_a_field_of_a_file() {
        let name = ObjectName::new("n", "x");
        assert_eq!(of_fields("metadata.name=x", &name).ok(), Some(true));
        assert_eq!(of_fields("metadata.name!=x", &name).ok(), Some(false));
        assert!(of_fields("spec.x=1", &name).is_err());
    }
}
