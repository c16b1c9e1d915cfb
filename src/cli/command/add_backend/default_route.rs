//! Whether a route may be its Gateway's default.

use crate::cli::command::submit::ApplyTarget;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::manifest::route::RouteOptions;
use crate::domain::registry::default_route::{defaults, precedes};
use crate::domain::snapshot::Unread;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::shell::CommandLine;
use crate::edge::cluster::Connection;
use crate::edge::cluster::read::{Selection, list};

/// Refuses a second default route that nobody asked for, and one that was asked for and would get no request.
///
/// # Errors
/// Which route is the default already, and the ways out; a cluster that cannot be read.
pub(super) async fn check(
    ground: &ApplyTarget,
    route: &RouteOptions,
    is_asked: bool,
) -> Result<(), Failure> {
    let Some(connection) = ground.connection() else { return Ok(()) };
    let others = others(connection, route).await?;
    let Some(first) = others.first() else { return Ok(()) };
    let names: Vec<_> = others.iter().map(ToString::to_string).collect();
    let (names, gateway) = (names.join(", "), &route.gateway);
    match (is_asked, precedes(&route.name, first)) {
        (false, _) => Err(Failure::usage(format!(
            "HTTPRoute {names} is already the default route of gateway {gateway}, and this one has no match \
             either; add --header, --path or --hostname, or make it the default with --set-default"
        ))),
        (true, false) => Err(Failure::usage(format!(
            "HTTPRoute {first} would remain the default route of gateway {gateway}: of two that match \
             everything, the name decides, and {first} sorts before {}; remove it first: {}",
            route.name,
            CommandLine::new("kubectl agw remove route")
                .arg(&first.name)
                .namespace(&first.namespace)
        ))),
        (true, true) => {
            output::say(&format!(
                "Warning: HTTPRoute {names} was the default route of gateway {gateway} and gets no more \
                 requests, because {} sorts before it by name",
                route.name
            ));
            Ok(())
        }
    }
}

/// The default routes of the same Gateway, as far as they may be seen.
async fn others(connection: &Connection, route: &RouteOptions) -> Result<Vec<ObjectName>, Failure> {
    let mut seen = list(connection, &[Kind::HttpRoute], &Selection::default()).await?;
    if matches!(seen.current().unread.get(&Kind::HttpRoute), Some(Unread::Forbidden(_))) {
        let own = Selection::namespace(&connection.namespace);
        seen = list(connection, &[Kind::HttpRoute], &own).await?;
        if seen.current().unread.contains_key(&Kind::HttpRoute) {
            output::say("whether the gateway already has a default route can't be seen here");
        }
    }
    let mut names = defaults(seen.current(), &route.gateway);
    names.retain(|name| *name != route.name);
    Ok(names)
}
