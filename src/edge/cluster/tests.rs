//! The whole way to a scripted API server and back.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use super::apply::{ApplyOptions, Validation, apply};
use super::definition::{Installed, install};
use super::read::{Selection, get, list};
use super::scripted::{Answer, Server};
use super::*;
use crate::domain::snapshot::{SecretState, Unread};
use crate::domain::value::object_ref::{Kind, ObjectName};

const GATEWAY_API: &str = "/apis/gateway.networking.k8s.io";

fn named(name: &str, spec: Value) -> Value {
    json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec})
}

fn backend(name: &str, secret: &str) -> Value {
    named(name, json!({"ai": {"openAI": {"authHeaderRef": {"name": secret}}}}))
}

fn group() -> Value {
    let version =
        |v: &str| json!({"groupVersion": format!("gateway.networking.k8s.io/{v}"), "version": v});
    json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": [{
        "name": "gateway.networking.k8s.io", "versions": [version("v1")], "preferredVersion": version("v1")}]})
}

fn resources() -> Value {
    json!({"kind": "APIResourceList", "groupVersion": "gateway.networking.k8s.io/v1", "resources": [
        {"name": "referencegrants", "singularName": "", "namespaced": true, "kind": "ReferenceGrant",
         "verbs": ["list"]}]})
}

#[tokio::test]
async fn what_cannot_be_read_is_part_of_the_answer() {
    let server = Server::start(|asked| match asked.path.as_str() {
        path if path.ends_with("/agentgatewaybackends") => match asked.query.contains("continue=2") {
            true => Answer::list(vec![backend("two", "hidden"), backend("three", "absent")]),
            false => Answer::Json(200, json!({"kind": "List", "apiVersion": "v1",
                "metadata": {"resourceVersion": "1", "continue": "2"}, "items": [backend("one", "key")]})),
        },
        path if path.ends_with("/agentgatewaymodels") => {
            Answer::status(403, "Forbidden", "models are forbidden")
        }
        "/api/v1/namespaces/n/secrets/key" => Answer::Json(200,
            json!({"metadata": {"name": "key", "namespace": "n"}, "data": {"k": "dg=="}})),
        "/api/v1/namespaces/n/secrets/hidden" => Answer::status(403, "Forbidden", "no"),
        "/api/v1/namespaces/n/secrets/absent" => Answer::Json(404, json!({"kind": "Status", "code": 404,
            "reason": "NotFound", "message": "no", "details": {"name": "absent", "kind": "secrets"}})),
        "/apis" => Answer::Json(200, group()),
        path if path == format!("{GATEWAY_API}/v1") => Answer::Json(200, resources()),
        path if path == format!("{GATEWAY_API}/v1/referencegrants") => {
            Answer::list(vec![named("grant", json!({"from": [], "to": []}))])
        }
        _ => Answer::no_such_path(),
    })
    .await;
    let connection = server.connection(|_| ()).await;
    let kinds =
        [Kind::HttpRoute, Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::ReferenceGrant];
    let objects = list(&connection, &kinds, &Selection::default()).await.expect("read");
    let read = objects.current();
    assert_eq!(read.backends.len(), 3);
    assert_eq!(read.grants.len(), 1, "found under the version that is served");
    assert_eq!(read.unread[&Kind::HttpRoute], Unread::NotInstalled);
    assert_eq!(
        read.unread[&Kind::AgentgatewayModel],
        Unread::Forbidden("models are forbidden".into())
    );
    let secret = |name| read.secrets.get(&ObjectName::new("n", name));
    assert!(matches!(secret("key"), Some(SecretState::Read(_))));
    assert_eq!(secret("hidden"), Some(&SecretState::Forbidden));
    assert_eq!(secret("absent"), None);
}

#[tokio::test]
async fn a_missing_object_is_none_and_a_missing_kind_an_error() {
    let server = Server::start(|asked| match asked.path.contains("/secrets/") {
        true => Answer::Json(
            404,
            json!({"kind": "Status", "code": 404, "reason": "NotFound",
            "message": "no", "details": {"name": "s", "kind": "secrets"}}),
        ),
        false => Answer::no_such_path(),
    })
    .await;
    let connection = server.connection(|_| ()).await;
    let name = ObjectName::new("n", "s");
    assert_eq!(get(&connection, Kind::Secret, &name).await.expect("asked"), None);
    let error = get(&connection, Kind::Gateway, &name).await.expect_err("no kind");
    assert!(error.to_string().contains("no gateways.gateway.networking.k8s.io"), "{error}");
}

#[tokio::test]
async fn an_apply_says_who_it_is_and_what_it_wants() {
    let asked = std::sync::Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    let server = Server::start(move |asked| {
        let header = |name: &str| {
            asked
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let line = format!(
            "{} {}?{} {} {} {}",
            asked.method,
            asked.path,
            asked.query,
            header("content-type"),
            header("user-agent"),
            header("impersonate-user")
        );
        seen.lock().expect("lock").push(line);
        assert!(!asked.body.is_empty());
        Answer::Headed(
            201,
            ("warning", "299 - \"unknown field\""),
            json!({"kind": "AgentgatewayBackend", "metadata": {"name": "b"}}).to_string(),
        )
    })
    .await;
    let connection = server.connection(|wishes| wishes.impersonate = Some("eve".into())).await;
    let object = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
                        "metadata": {"name": "b"}, "spec": {}});
    let options = ApplyOptions { dry_run: true, force: true, validation: Validation::Strict };
    let applied = apply(&connection, &object, options).await.expect("applied");
    assert!(applied.created);
    let asked = asked.lock().expect("lock").join("\n");
    for part in [
        "PATCH /apis/agentgateway.dev/v1alpha1/namespaces/default/agentgatewaybackends/b?",
        "dryRun=All",
        "force=true",
        "fieldManager=kubectl-agw",
        "fieldValidation=Strict",
        "application/apply-patch+yaml",
        concat!("kubectl-agw/", env!("CARGO_PKG_VERSION")),
        " eve",
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    assert_eq!(connection.warnings(), ["unknown field"]);
    assert!(connection.warnings().is_empty());
}

#[tokio::test]
async fn a_definition_of_somebody_else_is_never_written_to() {
    let there = |name: &'static str, labels: Value| {
        let metadata = json!({"name": name, "labels": labels, "managedFields": [
            {"manager": "first", "operation": "Apply"}, {"manager": "last", "operation": "Update"},
            {"manager": "kube-apiserver", "operation": "Update", "subresource": "status"}]});
        Answer::Json(200, json!({"metadata": metadata}))
    };
    let server = Server::start(move |asked| {
        let name = asked.path.rsplit('/').next().unwrap_or_default().to_owned();
        match (asked.method.as_str(), name.as_str()) {
            ("PATCH", "theirs") => Answer::status(500, "Wrong", "written to"),
            ("PATCH", _) => Answer::Json(200, json!({"metadata": {"name": name}})),
            (_, "theirs") => there("theirs", json!({"app": "x"})),
            (_, "ours") => there("ours", json!({"app.kubernetes.io/managed-by": "kubectl-agw"})),
            _ => Answer::Json(
                404,
                json!({"kind": "Status", "code": 404, "reason": "NotFound", "message": "no",
                       "details": {"name": name, "kind": "customresourcedefinitions"}}),
            ),
        }
    })
    .await;
    let connection = server.connection(|_| ()).await;
    let outcome = |name: &'static str| {
        let connection = connection.clone();
        async move {
            let object = json!({"metadata": {"name": name}});
            install(&connection, &object, ApplyOptions::default()).await.expect("no failure")
        }
    };
    let manager = Some("last".to_owned());
    assert_eq!(outcome("theirs").await, Installed::LeftAlone { manager });
    assert!(matches!(outcome("ours").await, Installed::Applied(_)));
    assert!(matches!(outcome("absent").await, Installed::Applied(_)));
}

#[tokio::test]
async fn a_silent_server_times_out_and_a_busy_one_is_asked_again() {
    let server = Server::start(|_| Answer::Never).await;
    let short = Some(Duration::from_millis(100));
    let connection = server.connection(|wishes| wishes.request_timeout = short).await;
    let error =
        list(&connection, &[Kind::Gateway], &Selection::default()).await.expect_err("silent");
    assert_eq!(error.class(), ErrorClass::Timeout);
    let times = std::sync::atomic::AtomicU32::new(0);
    let server =
        Server::start(move |_| match times.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Answer::status(503, "ServiceUnavailable", "busy"),
            _ => Answer::list(Vec::new()),
        })
        .await;
    let connection = server.connection(|_| ()).await;
    assert!(list(&connection, &[Kind::Gateway], &Selection::default()).await.is_ok());
}

#[tokio::test]
async fn strangers_and_closed_doors_are_named() {
    let server = Server::start(|_| {
        Answer::Headed(404, ("content-type", "text/html; charset=utf-8"), "<html>".into())
    })
    .await;
    let connection = server.connection(|_| ()).await;
    let words = |connection: Connection| async move {
        let read = list(&connection, &[Kind::Gateway], &Selection::default()).await;
        read.expect_err("refused").to_string()
    };
    let text = words(connection.clone()).await;
    assert!(
        text.contains("doesn't answer like a Kubernetes API server (HTTP 404, text/html)"),
        "{text}"
    );
    drop(server);
    let text = words(connection).await;
    assert!(text.contains("http://127.0.0.1:") && text.contains("connection refused"), "{text}");
}
