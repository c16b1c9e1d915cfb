//! The words that `explain` finds, one property at a time.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;

fn api_server() -> ApiServer {
    ApiServer { server: "https://k:6443".into(), context: Some("prod".into()), proxy: None }
}

fn refused(status: Value) -> ClusterError {
    let status: Status = serde_json::from_value(status).expect("a Status");
    api_server().explain(kube::Error::Api(Box::new(status)), "AgentgatewayBackend n/b")
}

fn transported(error: impl Error + Send + Sync + 'static) -> ClusterError {
    api_server().explain(kube::Error::Service(Box::new(error)), "gateways")
}

#[test]
fn a_conflict_names_the_manager_the_fields_and_three_ways_out() {
    let cause = |field| {
        json!({"reason": "FieldManagerConflict",
        "message": "conflict with \"kubectl-edit\" using agentgateway.dev/v1alpha1", "field": field})
    };
    let error = refused(json!({"code": 409, "reason": "Conflict", "message": "Apply failed",
        "details": {"causes": [cause(".spec.ai"), cause(".spec.policies")]}}));
    let words = error.to_string();
    assert!(words.contains(".spec.ai, .spec.policies (by kubectl-edit)"), "{words}");
    for way in ["--force-conflicts", "remove them", "share them"] {
        assert!(words.contains(way), "{way}: {words}");
    }
}

#[test]
fn an_invalid_object_lists_its_causes() {
    let words = refused(json!({"code": 422, "reason": "Invalid", "message": "long",
        "details": {"causes": [
            {"field": "spec.ai", "message": "Required value"},
            {"field": "<nil>", "message": "one of a, b"}]}}))
    .to_string();
    assert!(words.contains("AgentgatewayBackend n/b is invalid:"), "{words}");
    assert!(words.contains("\n* spec.ai: Required value\n* one of a, b"), "{words}");
}

#[test]
fn a_refusal_keeps_the_servers_words() {
    let words = refused(json!({"code": 403, "reason": "Forbidden",
        "message": "gateways is forbidden: User \"u\" cannot list"}))
    .to_string();
    assert!(words.contains("User \"u\" cannot list") && words.contains("auth can-i"), "{words}");
    let words = refused(json!({"code": 400, "reason": "BadRequest",
        "message": "strict decoding error: unknown field \"spec.x\""}))
    .to_string();
    assert!(words.contains("error from server (BadRequest): strict decoding"), "{words}");
    assert!(refused(json!({"code": 401, "reason": "Unauthorized"})).to_string().contains("prod"));
}

#[test]
fn a_missing_kind_object_and_namespace_are_told_apart() {
    let kind = refused(json!({"code": 404, "reason": "Failed to parse error data",
        "message": "404 page not found"}));
    assert!(matches!(kind, ClusterError::NotInstalled { .. }), "{kind:?}");
    let missing = |kind: &str| {
        refused(
            json!({"code": 404, "reason": "NotFound", "message": format!("{kind} \"x\" not found"),
            "details": {"name": "x", "kind": kind}}),
        )
        .to_string()
    };
    assert!(missing("namespaces").contains("kubectl create namespace x"));
    assert!(missing("secrets").contains("kubectl get secrets"));
}

#[test]
fn answers_that_are_not_kubernetes_say_so() {
    let stranger =
        NotKubernetes { status: http::StatusCode::NOT_FOUND, content_type: "text/html".into() };
    let words = transported(stranger).to_string();
    let expected = "the server at https://k:6443 (context prod) doesn't answer like a Kubernetes API server \
                    (HTTP 404, text/html)";
    assert!(words.contains(expected), "{words}");
    assert!(matches!(refused(json!({"detail": "no"})), ClusterError::NotKubernetes { .. }));
    let json_error = serde_json::from_str::<u8>("\"canary\"").expect_err("no number");
    let words = api_server().explain(kube::Error::SerdeError(json_error), "secrets").to_string();
    assert!(words.contains("an unexpected format") && !words.contains("canary"), "{words}");
}

#[test]
fn a_refused_connection_names_the_server_and_the_context() {
    let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
    let words = transported(io::Error::other(refused)).to_string();
    assert!(words.contains("https://k:6443 (context prod): connection refused"), "{words}");
    let slow = transported(io::Error::from(io::ErrorKind::TimedOut)).to_string();
    assert!(slow.contains("after 10 s"), "{slow}");
}

#[test]
fn certificates_are_explained() {
    use rustls::{CertificateError, Error as TlsError, OtherError};
    #[derive(Debug)]
    struct UnsupportedCertVersion;
    impl std::fmt::Display for UnsupportedCertVersion {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{self:?}")
        }
    }
    impl Error for UnsupportedCertVersion {}
    let words = |bad| transported(io::Error::other(TlsError::InvalidCertificate(bad))).to_string();
    assert!(words(CertificateError::UnknownIssuer).contains("--certificate-authority"));
    let old = CertificateError::Other(OtherError(Arc::new(UnsupportedCertVersion)));
    assert!(words(old).contains("X.509 version 1"));
    assert!(words(CertificateError::Expired).contains("has expired"));
    assert!(words(CertificateError::NotValidForName).contains("--tls-server-name"));
}

#[test]
fn no_credentials_of_a_url_are_shown() {
    let mut config = Config::new("https://u:canary@k:6443/base/".parse().expect("URI"));
    config.proxy_url = Some("http://u:canary@p:3128".parse().expect("URI"));
    let api_server = ApiServer::new(&config, None);
    assert_eq!(api_server.describe(), "https://k:6443/base (through the proxy p:3128)");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let words = refused(json!({"code": 500, "message": "a\u{1b}[2Jb"})).to_string();
    assert!(words.ends_with("(HTTP 500): a[2Jb"), "{words}");
}
