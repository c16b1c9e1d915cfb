//! Objects read once: lists in pages, the Secrets that backends name, what policies choose by label, single objects.

mod list_kind;
mod page;

use std::collections::BTreeSet;

use futures::StreamExt as _;
use kube::api::{ApiResource, ListParams};
use kube::core::{DynamicObject, PartialObjectMeta};
use serde_json::Value;

pub use self::list_kind::list_kind;
pub(super) use self::list_kind::{Listed, is_expired, listed};
pub(super) use self::page::Page;
use super::discovery::{api, expected, is_not_served, served};
use super::{ClusterError, Connection};
use crate::domain::snapshot::coverage::CoverageScope;
use crate::domain::snapshot::json::name_of;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::selection::SelectionState;
use crate::domain::snapshot::{Origin, Unread, World};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// What kubectl asks for at a time.
const PAGE: u32 = 500;
/// Requests in flight at once.
const AT_ONCE: usize = 16;

/// Which objects to read; `Default` is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// One namespace, or all.
    pub namespace: Option<String>,
    /// A label selector, which the API server applies.
    pub labels: Option<String>,
    /// A field selector, which the API server applies.
    pub fields: Option<String>,
}

impl Selection {
    /// Everything in `namespace`.
    pub fn namespace(namespace: impl Into<String>) -> Self {
        Selection { namespace: Some(namespace.into()), ..Selection::default() }
    }
}

/// Reads `kinds`, all at once, and the Secrets that the backends among them name. A kind that is not installed, or
/// that may not be listed, and a Secret that may not be read are part of the answer.
///
/// # Errors
/// Everything else: the first failure, in words.
pub async fn list(
    connection: &Connection,
    kinds: &[Kind],
    selection: &Selection,
) -> Result<Objects, ClusterError> {
    let lists = futures::stream::iter(kinds.iter().copied())
        .map(|kind| async move { (kind, list_kind(connection, kind, selection).await) })
        .buffer_unordered(AT_ONCE);
    let mut objects = Objects::new(World::Cluster);
    let mut lists = std::pin::pin!(lists);
    while let Some((kind, listed)) = lists.next().await {
        match listed? {
            Ok(found) => objects.replace(kind, found, &Origin::Cluster),
            Err(why) => objects.unread(kind, why),
        }
    }
    named(connection, &mut objects).await?;
    Ok(objects)
}

/// What is read for a view.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadScope<'a> {
    /// The one namespace that is shown; none for all.
    pub namespace: Option<&'a str>,
    /// What routes of others belong to its Gateways is shown too.
    pub attached: bool,
}

/// Reads `kinds` as far as a view reaches: everything, or one namespace with what its objects name elsewhere. A kind
/// that may not be listed everywhere is read in the connection's namespace. What was refused is part of the answer.
///
/// # Errors
/// Everything else: the first failure, in words.
pub async fn registry(
    connection: &Connection,
    kinds: &[Kind],
    reach: ReadScope<'_>,
) -> Result<Objects, ClusterError> {
    let mut objects = Objects::new(World::Cluster);
    let lists = futures::stream::iter(kinds.iter().copied())
        .map(|kind| async move { (kind, as_far_as_permitted(connection, kind, reach).await) })
        .buffer_unordered(AT_ONCE);
    let mut lists = std::pin::pin!(lists);
    while let Some((kind, listed)) = lists.next().await {
        let (listed, refused) = listed?;
        match listed {
            Ok(found) => objects.replace(kind, found, &Origin::Cluster),
            Err(why) => {
                objects.unread(kind, why);
                continue;
            }
        }
        let read_in = refused.is_some().then_some(connection.namespace.as_str());
        if let Some(namespace) = reach.namespace.or(read_in) {
            objects.read_in(kind, namespace);
        }
        if let Some(why) = refused {
            objects.refuse(kind, CoverageScope::Cluster, why);
        }
    }
    if let Some(namespace) = reach.namespace.filter(|_| reach.attached)
        && objects.current().takes_from_elsewhere(namespace)
    {
        let routes = [Kind::HttpRoute, Kind::AgentgatewayModel];
        for kind in routes.into_iter().filter(|kind| kinds.contains(kind)) {
            match list_kind(connection, kind, &Selection::default()).await? {
                Ok(found) => objects.replace(kind, found, &Origin::Cluster),
                Err(Unread::Forbidden(why)) => objects.refuse(kind, CoverageScope::Cluster, why),
                Err(Unread::NotInstalled) => {}
            }
        }
    }
    needed(connection, kinds, &mut objects).await?;
    if reach.namespace.is_some() && kinds.contains(&Kind::Gateway) {
        any_gateway(connection, &mut objects).await?;
    }
    named(connection, &mut objects).await?;
    Ok(objects)
}

/// Where a namespace leads to no Gateway it matters whether there is one at all: without any, one is implied.
async fn any_gateway(connection: &Connection, objects: &mut Objects) -> Result<(), ClusterError> {
    let now = objects.current();
    let broken = now.broken.keys().any(|object| object.kind == Kind::Gateway);
    if !now.gateways.is_empty() || broken || now.unread.contains_key(&Kind::Gateway) {
        return Ok(());
    }
    if let Ok(found) = list_kind(connection, Kind::Gateway, &Selection::default()).await? {
        objects.replace(Kind::Gateway, found, &Origin::Cluster);
    }
    Ok(())
}

type Refused = Option<String>;

/// Lists a kind everywhere, or where that is refused in the connection's namespace; with the refusal.
async fn as_far_as_permitted(
    connection: &Connection,
    kind: Kind,
    reach: ReadScope<'_>,
) -> Result<(Result<Vec<Value>, Unread>, Refused), ClusterError> {
    let wanted = reach.namespace.map(Selection::namespace).unwrap_or_default();
    let refused = match list_kind(connection, kind, &wanted).await? {
        Err(Unread::Forbidden(why)) if reach.namespace.is_none() => why,
        listed => return Ok((listed, None)),
    };
    let own = Selection::namespace(&connection.namespace);
    Ok((list_kind(connection, kind, &own).await?, Some(refused)))
}

/// Reads what the objects that were read name in namespaces that were not, as often as that leads to more.
async fn needed(
    connection: &Connection,
    kinds: &[Kind],
    objects: &mut Objects,
) -> Result<(), ClusterError> {
    // A route of an application, its shared Gateway, the models behind it: further on nothing is shown.
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let mut needs = objects.current().needs();
        needs.retain(|(kind, _)| kinds.contains(kind));
        if needs.is_empty() {
            break;
        }
        let lists = futures::stream::iter(needs)
            .map(|(kind, namespace)| async move {
                let wanted = Selection::namespace(&namespace);
                (kind, namespace, list_kind(connection, kind, &wanted).await)
            })
            .buffer_unordered(AT_ONCE);
        let mut lists = std::pin::pin!(lists);
        while let Some((kind, namespace, listed)) = lists.next().await {
            match listed? {
                Ok(found) => {
                    objects.read_in(kind, &namespace);
                    found.into_iter().for_each(|one| objects.apply(kind, one, Origin::Cluster));
                }
                Err(Unread::Forbidden(why)) => {
                    objects.refuse(kind, CoverageScope::Namespace(namespace), why);
                }
                Err(Unread::NotInstalled) => objects.read_in(kind, &namespace),
            }
        }
    }
    Ok(())
}

/// Whether a kind may be listed, in one namespace or in all.
///
/// # Errors
/// Whatever goes wrong on the way.
pub async fn may_list(
    connection: &Connection,
    kind: Kind,
    namespace: Option<&str>,
) -> Result<bool, ClusterError> {
    let params = ListParams::default().limit(1);
    let api = api(connection, &expected(kind), namespace);
    match connection.bounded(api.list_metadata(&params)).await? {
        Ok(_) => Ok(true),
        Err(kube::Error::Api(status)) if status.is_forbidden() => Ok(false),
        Err(error) if is_not_served(&error) => Ok(true),
        Err(error) => Err(connection.api_server.explain(error, &kind.names().resource())),
    }
}

/// Whether a namespace exists; none where that may not be seen.
///
/// # Errors
/// Whatever goes wrong on the way.
pub async fn namespace_exists(
    connection: &Connection,
    namespace: &str,
) -> Result<Option<bool>, ClusterError> {
    match get(connection, Kind::Namespace, &ObjectName::new("", namespace)).await {
        Ok(found) => Ok(Some(found.is_some())),
        Err(ClusterError::Forbidden { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The namespaces there are; none where they may not be listed.
///
/// # Errors
/// Whatever goes wrong on the way.
pub async fn namespaces(connection: &Connection) -> Result<Vec<String>, ClusterError> {
    let listed = list_kind(connection, Kind::Namespace, &Selection::default()).await?;
    let found = listed.unwrap_or_default();
    Ok(found.iter().map(|one| name_of(one).name).collect())
}

/// The names of the objects of `kind` that a selection means, as the API server understands its selectors. A kind that
/// is not installed has none.
///
/// # Errors
/// A selector that the API server does not understand, a kind that may not be listed, whatever goes wrong on the way.
pub async fn names(
    connection: &Connection,
    kind: Kind,
    selection: &Selection,
) -> Result<BTreeSet<ObjectName>, ClusterError> {
    match list_kind(connection, kind, selection).await? {
        Ok(found) => Ok(found.iter().map(name_of).collect()),
        Err(Unread::NotInstalled) => Ok(BTreeSet::new()),
        Err(Unread::Forbidden(message)) => Err(ClusterError::Forbidden { message }),
    }
}

/// The same without the objects: the API server sends metadata alone, of a Secret no data.
///
/// # Errors
/// A kind that is not installed or may not be listed, whatever goes wrong on the way.
pub async fn names_alone(
    connection: &Connection,
    kind: Kind,
    selection: &Selection,
) -> Result<BTreeSet<ObjectName>, ClusterError> {
    let params = ListParams {
        label_selector: selection.labels.clone(),
        field_selector: selection.fields.clone(),
        limit: Some(PAGE),
        ..ListParams::default()
    };
    let api = api(connection, &expected(kind), selection.namespace.as_deref());
    match connection.bounded(api.list_metadata(&params)).await? {
        Ok(listed) => Ok(listed.items.iter().map(metadata_name).collect()),
        Err(error) => Err(connection.api_server.explain(error, &kind.names().resource())),
    }
}

fn metadata_name(object: &PartialObjectMeta<DynamicObject>) -> ObjectName {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    ObjectName::new(text(&object.metadata.namespace), text(&object.metadata.name))
}

/// One object, or none if it does not exist.
///
/// # Errors
/// A kind that is not installed, and whatever goes wrong on the way.
pub async fn get(
    connection: &Connection,
    kind: Kind,
    name: &ObjectName,
) -> Result<Option<Value>, ClusterError> {
    let subject = ObjectRef::new(kind, name.clone()).to_string();
    let mut resource = expected(kind);
    let mut answer = get_as(connection, &resource, name).await?;
    if answer.as_ref().is_err_and(is_not_served) {
        match served(connection, kind).await? {
            Some(other) if other.version != resource.version => {
                resource = other;
                answer = get_as(connection, &resource, name).await?;
            }
            _ => return Err(ClusterError::NotInstalled { resource: kind.names().resource() }),
        }
    }
    match answer {
        Ok(object) if !is_of(&object, &resource, &name.name) => Err(connection
            .api_server
            .not_kubernetes("a response in an unexpected format".to_owned())),
        Ok(object) => value(object, &resource).map(Some),
        Err(error) if is_not_served(&error) => {
            Err(ClusterError::NotInstalled { resource: kind.names().resource() })
        }
        Err(kube::Error::Api(status)) if status.is_not_found() => Ok(None),
        Err(error) => Err(connection.api_server.explain(error, &subject)),
    }
}

async fn get_as(
    connection: &Connection,
    resource: &ApiResource,
    name: &ObjectName,
) -> Result<Result<DynamicObject, kube::Error>, ClusterError> {
    let api = api(connection, resource, Some(&name.namespace));
    connection.bounded(api.get(&name.name)).await
}

/// Whether it is the object that was asked for. A server that is none of Kubernetes may answer 200 with any JSON.
fn is_of(object: &DynamicObject, resource: &ApiResource, name: &str) -> bool {
    let kind = object.types.as_ref().map(|types| types.kind.as_str());
    kind.is_none_or(|kind| kind == resource.kind) && object.metadata.name.as_deref() == Some(name)
}

/// A whole object as JSON, with the `apiVersion` and `kind` that lists leave out of their items.
pub(super) fn value(object: DynamicObject, resource: &ApiResource) -> Result<Value, ClusterError> {
    let mut value = serde_json::to_value(object)
        .map_err(|_| ClusterError::Other(format!("a {} is not a JSON object", resource.kind)))?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert("apiVersion".into(), resource.api_version.clone().into());
        fields.insert("kind".into(), resource.kind.clone().into());
    }
    Ok(value)
}

/// Reads the Secrets and Services that others name, one by one: permission to list all of them is more than most people
/// have.
///
/// # Errors
/// What goes wrong beside a refusal, which is part of the answer.
pub async fn named(connection: &Connection, objects: &mut Objects) -> Result<(), ClusterError> {
    let wanted = objects.current().wanted();
    let mut reads = futures::stream::iter(wanted)
        .map(|object| async move {
            let read = get(connection, object.kind, &object.name).await;
            (object, read)
        })
        .buffer_unordered(AT_ONCE);
    while let Some((object, read)) = reads.next().await {
        match read {
            Ok(Some(found)) => objects.apply(object.kind, found, Origin::Cluster),
            Ok(None) if object.kind == Kind::Secret => objects.secret(object.name, None),
            Ok(None) => objects.remove(object.kind, &object.name),
            Err(ClusterError::Forbidden { .. }) => {
                objects.forbid(&object);
            }
            Err(error) => return Err(error),
        }
    }
    drop(reads);
    chosen(connection, objects).await
}

/// Lists what policies choose by label.
async fn chosen(connection: &Connection, objects: &mut Objects) -> Result<(), ClusterError> {
    for selection in objects.current().wanted_selections() {
        let namespace = Some(selection.namespace.clone());
        let labels = Some(selection.selector());
        let wish = Selection { namespace, labels, fields: None };
        let listed = list_kind(connection, selection.kind, &wish).await?;
        let state = objects.selection(&selection);
        match listed {
            Ok(found) => state.replace(selection.kind, &found),
            Err(_) => *state = SelectionState::Forbidden,
        }
    }
    Ok(())
}
