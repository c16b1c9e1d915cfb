//! Which Gateway a route belongs to.

use anyhow::bail;
use serde_json::Value;

use super::submit::ApplyTarget;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::manifest::invalid::Invalid;
use crate::domain::manifest::names;
use crate::domain::snapshot::Unread;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::edge::cluster::read::{Selection, get, list};
use crate::edge::cluster::{ClusterError, Connection};

/// What agentgateway's own guides call their Gateway.
const USUAL: &str = "agentgateway-proxy";

/// `--gateway [NAMESPACE/]NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GatewayArg {
    namespace: Option<String>,
    name: String,
}

impl GatewayArg {
    /// Reads the flag.
    ///
    /// # Errors
    /// Which half is no name.
    pub(super) fn read(text: &str) -> Result<GatewayArg, Invalid> {
        let (namespace, name) = match text.split_once('/') {
            Some((namespace, name)) => (Some(namespace.to_owned()), name.to_owned()),
            None => (None, text.to_owned()),
        };
        if let Some(namespace) = &namespace {
            names::namespace(namespace)?;
        }
        names::object("gateway", &name)?;
        Ok(GatewayArg { namespace, name })
    }

    fn within(&self, namespace: &str) -> ObjectName {
        ObjectName::new(self.namespace.as_deref().unwrap_or(namespace), &self.name)
    }
}

/// The Gateway that is meant, asked of whoever can be asked. `written` is the object that will belong to it.
///
/// # Errors
/// As [`choose`].
pub(super) async fn on(
    ground: &ApplyTarget,
    wished: Option<&GatewayArg>,
    written: &ObjectRef,
) -> Result<GatewayChoice, Failure> {
    match ground {
        ApplyTarget::Cluster(connection) => choose(connection, wished, written).await,
        ApplyTarget::Offline { namespace } => {
            Ok(GatewayChoice { name: assumed(wished, namespace), exists: false })
        }
    }
}

/// The Gateway of a route.
pub(super) struct GatewayChoice {
    pub name: ObjectName,
    /// Whether it was seen. One that may not be read is taken to be there.
    pub exists: bool,
}

/// The Gateway, when there is no cluster to ask.
fn assumed(wished: Option<&GatewayArg>, namespace: &str) -> ObjectName {
    wished.map(|wished| wished.within(namespace)).unwrap_or_else(|| {
        output::say(&format!("assuming Gateway {USUAL} (override with --gateway)"));
        ObjectName::new(namespace, USUAL)
    })
}

/// The Gateway that is named, else the one that the object has already, else the only one, else the usual one.
///
/// # Errors
/// Several Gateways or none, by name; a cluster that cannot be reached.
async fn choose(
    connection: &Connection,
    wished: Option<&GatewayArg>,
    written: &ObjectRef,
) -> Result<GatewayChoice, Failure> {
    let kept = kept(connection, written).await?;
    let name = match (wished, &kept[..]) {
        (Some(wished), _) => {
            let wished = wished.within(&connection.namespace);
            if kept.iter().any(|parent| *parent != Parent::Gateway(wished.clone())) {
                output::say(&format!("{written} moves from {} to Gateway {wished}", words(&kept)));
            }
            wished
        }
        (None, []) => {
            let found = find(connection).await?;
            output::say(&format!("using Gateway {found} (override with --gateway)"));
            found
        }
        (None, [Parent::Gateway(own)]) => {
            output::say(&format!("using Gateway {own} of {written} (override with --gateway)"));
            own.clone()
        }
        (None, _) => {
            return Err(Failure::usage(format!(
                "{written} is attached to {}; choose a Gateway with --gateway",
                words(&kept)
            )));
        }
    };
    let exists = match get(connection, Kind::Gateway, &name).await {
        Ok(Some(gateway)) => {
            if !takes_routes_of(&gateway, &name, &connection.namespace) {
                output::say(&format!(
                    "Warning: Gateway {name} only accepts routes in its own namespace; use -n {}, or set \
                     allowedRoutes.namespaces.from: All on its listeners",
                    name.namespace
                ));
            }
            true
        }
        Ok(None) => {
            output::say(&format!(
                "Warning: Gateway {name} not found; the route has no effect until it exists (see `kubectl \
                 get gateways -A`)"
            ));
            false
        }
        Err(ClusterError::Forbidden { .. }) => true,
        Err(error) => return Err(error.into()),
    };
    Ok(GatewayChoice { name, exists })
}

/// What an object belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Parent {
    Gateway(ObjectName),
    /// A ListenerSet, or another route.
    Other(String),
}

/// The parents of the object that is there already: whoever runs a command again means the same.
async fn kept(connection: &Connection, written: &ObjectRef) -> Result<Vec<Parent>, Failure> {
    match get(connection, written.kind, &written.name).await {
        Ok(Some(object)) => Ok(parents(&object, &written.name.namespace)),
        // Who may write and not read chooses as for a new one; one that is not installed is refused below.
        Ok(None) | Err(ClusterError::Forbidden { .. } | ClusterError::NotInstalled { .. }) => {
            Ok(Vec::new())
        }
        Err(error) => Err(error.into()),
    }
}

fn parents(object: &Value, own: &str) -> Vec<Parent> {
    let parents = object.pointer("/spec/parentRefs").and_then(Value::as_array);
    let mut found: Vec<Parent> = Vec::new();
    for parent in parents.into_iter().flatten() {
        let text = |key: &str| parent.get(key).and_then(Value::as_str);
        let namespace = text("namespace").unwrap_or(own);
        let name = ObjectName::new(namespace, text("name").unwrap_or_default());
        let parent = match text("kind").unwrap_or("Gateway") {
            "Gateway" => Parent::Gateway(name),
            kind => Parent::Other(format!("{kind} {name}")),
        };
        if !found.contains(&parent) {
            found.push(parent);
        }
    }
    found
}

fn words(parents: &[Parent]) -> String {
    let word = |parent: &Parent| match parent {
        Parent::Gateway(name) => format!("gateway {name}"),
        Parent::Other(words) => words.clone(),
    };
    parents.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The Gateway that is meant when none is named.
async fn find(connection: &Connection) -> Result<ObjectName, Failure> {
    let own = gateways(connection, &Selection::namespace(&connection.namespace)).await?;
    if let Ok([only]) = own.as_deref() {
        return Ok(only.clone());
    }
    let all = gateways(connection, &Selection::default()).await?;
    // Who may list one namespace only knows only that one.
    let known = all.or(own).map_err(|NotListed(why)| {
        Failure::unreachable(format!(
            "can't list Gateways ({why}); choose one with --gateway, or write only the backend with \
             --no-route"
        ))
    })?;
    pick(&known, &connection.namespace).map_err(Failure::usage)
}

/// The only one, else the usual one: that of the namespace before that of others.
fn pick(known: &[ObjectName], namespace: &str) -> anyhow::Result<ObjectName> {
    if let [only] = known {
        return Ok(only.clone());
    }
    let usual: Vec<_> = known.iter().filter(|gateway| gateway.name == USUAL).collect();
    if let Some(near) = usual.iter().find(|gateway| gateway.namespace == namespace) {
        return Ok((*near).clone());
    }
    match (usual.as_slice(), known) {
        ([only], _) => Ok((*only).clone()),
        (_, []) => bail!(
            "no Gateway found; name the one to attach to with --gateway, or write only the backend with \
             --no-route"
        ),
        _ => {
            let names: Vec<_> = known.iter().map(ToString::to_string).collect();
            bail!("several Gateways found; choose one with --gateway: {}", names.join(", "))
        }
    }
}

/// Gateways may not be listed, in the cluster's words.
struct NotListed(String);

/// The Gateways that may be listed.
///
/// # Errors
/// A cluster that has no such kind, or cannot be reached; inside, that they may not be listed.
async fn gateways(
    connection: &Connection,
    selection: &Selection,
) -> Result<Result<Vec<ObjectName>, NotListed>, Failure> {
    let objects = list(connection, &[Kind::Gateway], selection).await?;
    let snapshot = objects.current();
    if let Some(why) = snapshot.unread.get(&Kind::Gateway) {
        return match why {
            Unread::Forbidden(message) => Ok(Err(NotListed(message.clone()))),
            Unread::NotInstalled => {
                let resource = Kind::Gateway.names().resource();
                Err(ClusterError::NotInstalled { resource }.into())
            }
        };
    }
    Ok(Ok(snapshot.gateways.keys().cloned().collect()))
}

/// Whether some listener takes routes of `namespace`. What a selector selects is not known here.
fn takes_routes_of(gateway: &Value, name: &ObjectName, namespace: &str) -> bool {
    if name.namespace == namespace {
        return true;
    }
    let listeners = gateway.pointer("/spec/listeners").and_then(Value::as_array);
    listeners.into_iter().flatten().any(|listener| {
        let from = listener.pointer("/allowedRoutes/namespaces/from").and_then(Value::as_str);
        matches!(from, Some("All" | "Selector"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn known(names: &[(&str, &str)]) -> Vec<ObjectName> {
        names.iter().map(|(namespace, name)| ObjectName::new(*namespace, *name)).collect()
    }

    #[test]
    fn the_only_gateway_is_meant_then_the_usual_one_and_never_a_guess() {
        let only = known(&[("infra", "gw")]);
        assert_eq!(pick(&only, "n").ok().as_ref(), only.first());
        let usual = known(&[("infra", "gw"), ("a", USUAL), ("n", USUAL)]);
        assert_eq!(pick(&usual, "n").ok().as_ref(), usual.last());
        assert_eq!(pick(&usual[..2], "n").ok().as_ref(), usual.get(1));
        assert!(pick(&usual, "elsewhere").is_err(), "two usual ones, neither near");
        let unclear = |known: &[ObjectName]| pick(known, "n").expect_err("unclear").to_string();
        let several = unclear(&known(&[("a", "x"), ("b", "y")]));
        assert!(several.ends_with("a/x, b/y"), "{several}");
        assert!(unclear(&[]).contains("--no-route"));
    }

    #[test]
    fn the_parents_that_an_object_has_are_known_by_kind_and_namespace() {
        let object = json!({"spec": {"parentRefs": [{"name": "a"}, {"name": "a", "sectionName": "s"},
            {"name": "b", "namespace": "infra"}, {"name": "s", "kind": "ListenerSet"}]}});
        let words = words(&parents(&object, "n"));
        assert_eq!(words, "gateway n/a, gateway infra/b, ListenerSet n/s");
        assert!(parents(&json!({}), "n").is_empty());
    }

    #[test]
    fn a_gateway_is_named_with_or_without_its_namespace() {
        let read = |text| GatewayArg::read(text).map(|arg| arg.within("n").to_string());
        assert_eq!(read("gw"), Ok("n/gw".to_owned()));
        assert_eq!(read("infra/gw"), Ok("infra/gw".to_owned()));
        for wrong in ["", "/gw", "infra/", "a/b/c", "My_GW"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn routes_of_other_namespaces_must_be_allowed() {
        let from = |from: &str| json!({"spec": {"listeners": [{"allowedRoutes": {"namespaces": {"from": from}}}]}});
        let name = ObjectName::new("infra", "gw");
        assert!(!takes_routes_of(&from("Same"), &name, "n"));
        assert!(takes_routes_of(&from("Same"), &name, "infra"));
        assert!(takes_routes_of(&from("All"), &name, "n"));
        assert!(!takes_routes_of(&json!({}), &name, "n"));
    }
}
