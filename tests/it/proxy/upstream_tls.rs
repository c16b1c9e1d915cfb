//! What `policies.tls`, `policies.http` and `policies.tcp` of a backend change about its connections.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::gateway::{Gateway, Reply, reference, route, with};
use crate::support::upstream::{Script, Upstream};

/// A TLS upstream whose certificate names `right.test` and `spiffe://right.test/models`, and the certificate of its authority. It says which version of
/// HTTP was agreed to.
pub async fn secure() -> (SocketAddr, String) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut authority = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&key).expect("a certificate");
    let issuer = rcgen::Issuer::new(authority, key);
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut own = rcgen::CertificateParams::new(["right.test".to_owned()]).expect("parameters");
    let uri = "spiffe://right.test/models".try_into().expect("a URI");
    own.subject_alt_names.push(rcgen::SanType::URI(uri));
    let own = own.signed_by(&key, &issuer).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], key)
        .expect("a configuration");
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                let answer = |request: Request<Incoming>| async move {
                    let version = format!("{:?}", request.version());
                    Ok::<_, hyper::Error>(Response::new(Full::new(Bytes::from(version))))
                };
                let stream = TokioIo::new(stream);
                // However it ends: the test looks at the reply.
                if is_http2 {
                    let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(stream, service_fn(answer)).await;
                } else {
                    let server = hyper::server::conn::http1::Builder::new();
                    let _ = server.serve_connection(stream, service_fn(answer)).await;
                }
            });
        }
    });
    (address, certificate.pem())
}

async fn asked(address: SocketAddr, authority: &str, policies: Value) -> Reply {
    let map = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "ca"},
        "data": {"ca.crt": authority}});
    let kept = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "ca"},
        "stringData": {"ca.crt": authority}});
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"policies": policies,
            "static": {"host": "127.0.0.1", "port": address.port()}}});
    let rule = json!({"backendRefs": [reference("b")]});
    let gateway = Gateway::start(&[map, kept, backend, route("r", json!([rule]))]).await;
    gateway.ask(with(Method::GET, "/", &[], "")).await
}

#[tokio::test]
async fn an_upstreams_certificate_is_judged_as_the_policy_says() {
    let (address, authority) = secure().await;
    let refs = json!([{"name": "ca"}]);
    let of_secret = json!([{"kind": "Secret", "name": "ca"}]);
    for (tls, status) in [
        (json!({"sni": "right.test", "caCertificateRefs": refs}), 200),
        (json!({"sni": "right.test", "caCertificateRefs": of_secret}), 200),
        (json!({"sni": "wrong.test", "caCertificateRefs": refs}), 503),
        (json!({"sni": "right.test", "insecureSkipVerify": "Hostname"}), 503),
        (
            json!({"sni": "wrong.test", "caCertificateRefs": refs, "insecureSkipVerify": "Hostname"}),
            200,
        ),
        (
            json!({"sni": "wrong.test", "caCertificateRefs": refs,
            "verifySubjectAltNames": ["other.test", "right.test"]}),
            200,
        ),
        (
            json!({"sni": "right.test", "caCertificateRefs": refs,
            "verifySubjectAltNames": ["other.test"]}),
            503,
        ),
        (json!({"sni": "wrong.test", "insecureSkipVerify": "All"}), 200),
        (json!({"sni": "right.test"}), 503),
        (json!({"sni": "right.test", "caCertificateRefs": [{"name": "absent"}]}), 500),
    ] {
        let reply = asked(address, &authority, json!({"tls": tls})).await;
        assert_eq!(reply.status.as_u16(), status, "{tls}: {reply:?}");
    }
}

#[tokio::test]
async fn the_version_of_http_is_the_policys() {
    let (address, authority) = secure().await;
    let refs = json!([{"name": "ca"}]);
    let tls = json!({"sni": "right.test", "caCertificateRefs": refs});
    let only = |alpn: Value| json!({"sni": "right.test", "caCertificateRefs": refs, "alpnProtocols": alpn});
    for (policies, version) in [
        (json!({"tls": tls}), "HTTP/1.1"),
        (json!({"tls": tls, "http": {"version": "HTTP2"}}), "HTTP/2.0"),
        (json!({"tls": only(json!(["h2"]))}), "HTTP/2.0"),
        (json!({"tls": only(json!(["http/1.1"]))}), "HTTP/1.1"),
    ] {
        let reply = asked(address, &authority, policies.clone()).await.expect_ok();
        assert_eq!(reply.text(), version, "{policies}");
    }
}

#[tokio::test]
async fn a_backends_own_bound_on_a_request_holds() {
    let upstream = Upstream::start().await;
    upstream.script(Script::Stall);
    let policies = json!({"http": {"requestTimeout": "50ms"}});
    let began = std::time::Instant::now();
    let reply = asked(upstream.address, "", policies).await;
    reply.expect_plain(504, "upstream call timeout");
    assert!(began.elapsed() >= Duration::from_millis(50));
}
