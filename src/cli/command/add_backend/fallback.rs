//! The groups behind the first: read from the cluster where they are backends there.

use serde_json::Value;

use crate::cli::command::submit::ApplyTarget;
use crate::cli::error::Failure;
use crate::domain::manifest::backend::MOST_GROUPS;
use crate::domain::manifest::fallback::{Fallback, group_of, groups_of};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::cluster::Connection;
use crate::edge::cluster::read::{Selection, get, list};

/// The groups of every fallback, in their order.
///
/// # Errors
/// A backend that does not exist, or cannot be one; a name where no cluster is asked; too many groups.
pub(super) async fn groups(
    ground: &ApplyTarget,
    fallbacks: &[Fallback],
    own: &ObjectName,
) -> Result<Vec<Vec<Value>>, Failure> {
    let mut groups = Vec::new();
    for fallback in fallbacks {
        match (fallback, ground.connection()) {
            (Fallback::Inline(upstream), _) => groups.push(group_of(upstream)),
            (Fallback::Backend(name), Some(connection)) => {
                groups.extend(of_backend(connection, name, own).await?);
            }
            (Fallback::Backend(name), None) => {
                return Err(Failure::usage(format!(
                    "--fallback {name} is read from the cluster, which --dry-run=client doesn't access; use \
                     --dry-run=server, or write PROVIDER:MODEL[,secret=NAME]"
                )));
            }
        }
    }
    match groups.len() >= MOST_GROUPS {
        true => Err(Failure::usage(format!(
            "too many groups of fallbacks ({}); in addition to the first group, a backend can have {}",
            groups.len(),
            MOST_GROUPS - 1
        ))),
        false => Ok(groups),
    }
}

async fn of_backend(
    connection: &Connection,
    name: &str,
    own: &ObjectName,
) -> Result<Vec<Vec<Value>>, Failure> {
    if name == own.name {
        return Err(Failure::usage(format!("backend {name} can't be its own fallback")));
    }
    let of = ObjectName::new(&own.namespace, name);
    let Some(object) = get(connection, Kind::AgentgatewayBackend, &of).await? else {
        let own = Selection::namespace(&own.namespace);
        let known = list(connection, &[Kind::AgentgatewayBackend], &own).await?;
        let known: Vec<_> = known.current().backends.keys().map(|name| name.name.clone()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return Err(Failure::usage(format!(
            "--fallback {name}: AgentgatewayBackend {of} not found (available: {known}); for a provider \
             without a backend write PROVIDER:MODEL[,secret=NAME]"
        )));
    };
    groups_of(object).map_err(Failure::usage)
}
