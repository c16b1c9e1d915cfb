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

use crate::support::gateway::{Gateway, Reply, chat, policy, reference, route, with};
use crate::support::upstream::{Script, Upstream};

/// A TLS upstream whose certificate names `right.test` and `spiffe://right.test/models`, and the certificate of its authority. It says which version of
/// HTTP was agreed to.
pub async fn secure() -> (SocketAddr, String) {
    let (address, authority, _) = start(false).await;
    (address, authority)
}

/// Certificate and key, PEM.
pub type Shown = (String, String);

/// The same; where it asks who calls, with the certificate of one that it lets in.
pub async fn start(asks: bool) -> (SocketAddr, String, Shown) {
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
    let shown_key = rcgen::KeyPair::generate().expect("a key");
    let shown = rcgen::CertificateParams::new(["caller.test".to_owned()]).expect("parameters");
    let shown = shown.signed_by(&shown_key, &issuer).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate.der().clone()).expect("a root");
    let callers = rustls::server::WebPkiClientVerifier::builder_with_provider(
        Arc::new(roots),
        Arc::clone(&provider),
    );
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions");
    let mut config = match asks {
        true => config.with_client_cert_verifier(callers.build().expect("a verifier")),
        false => config.with_no_client_auth(),
    }
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
    (address, certificate.pem(), (shown.pem(), shown_key.serialize_pem()))
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

/// A Secret of them.
pub fn pair(name: &str, (certificate, key): &Shown, authority: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name},
        "stringData": {"tls.crt": certificate, "tls.key": key, "ca.crt": authority}})
}

#[tokio::test]
async fn an_upstream_that_asks_who_calls_is_shown_the_certificate() {
    let (address, authority, shown) = start(true).await;
    let nonsense = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n".to_owned();
    let beside = [
        pair("own", &shown, &authority),
        pair("broken", &(shown.0.clone(), nonsense), &authority),
        pair("empty", &(String::new(), shown.1.clone()), &authority),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "ca"},
            "data": {"ca.crt": authority}}),
    ];
    let refs = json!([{"name": "ca"}]);
    for (tls, of_backend, of_policy) in [
        (json!({"mtlsCertificateRef": [{"name": "own"}], "caCertificateRefs": refs}), 200, 200),
        // Its Secret may name the authority too.
        (json!({"mtlsCertificateRef": [{"name": "own"}]}), 200, 200),
        (json!({"caCertificateRefs": refs}), 503, 503),
        (json!({"mtlsCertificateRef": [{"name": "broken"}], "caCertificateRefs": refs}), 503, 503),
        // A backend is dropped, a policy stays and cannot shake hands.
        (json!({"mtlsCertificateRef": [{"name": "empty"}], "caCertificateRefs": refs}), 500, 503),
        (json!({"mtlsCertificateRef": [{"name": "absent"}], "caCertificateRefs": refs}), 500, 503),
        (
            json!({"mtlsCertificateRef": [{"name": "own"}],
            "caCertificateRefs": [{"name": "absent"}]}),
            500,
            503,
        ),
        (
            json!({"mtlsCertificateRef": [{"name": "own", "kind": "Vault", "group": "x.test"}]}),
            501,
            501,
        ),
    ] {
        let mut tls = tls;
        tls["sni"] = "right.test".into();
        let spec = json!({"static": {"host": "127.0.0.1", "port": address.port()}});
        let backend = |spec: Value| {
            json!({"apiVersion": "agentgateway.dev/v1alpha1",
            "kind": "AgentgatewayBackend", "metadata": {"name": "b"}, "spec": spec})
        };
        let mut own = spec.clone();
        own["policies"] = json!({"tls": tls});
        let targeting = policy("p", json!({"backend": {"tls": tls}}));
        for (status, added) in
            [(of_backend, vec![backend(own)]), (of_policy, vec![backend(spec), targeting])]
        {
            let rule = json!({"backendRefs": [reference("b")]});
            let route = route("r", json!([rule]));
            let gateway = Gateway::start(&[&beside[..], &added, &[route]].concat()).await;
            let reply = gateway.ask(with(Method::GET, "/", &[], "")).await;
            assert_eq!(reply.status.as_u16(), status, "{added:?}: {reply:?}");
            assert!(!format!("{reply:?}{}", gateway.log()).contains("PRIVATE KEY"));
        }
    }
}

#[tokio::test]
async fn a_models_own_certificate_is_shown() {
    let (address, authority, shown) = start(true).await;
    let model = |policies: Value| {
        json!({"apiVersion": "agentgateway.dev/v1alpha1",
        "kind": "AgentgatewayModel", "metadata": {"name": "m"}, "spec": {"provider": "OpenAI",
            "policies": policies, "baseURL": "https://up.default.svc.cluster.local/v1"}})
    };
    for (tls, status) in [
        (json!({"sni": "right.test", "mtlsCertificateRef": [{"name": "own"}]}), 200),
        (json!({"sni": "right.test", "insecureSkipVerify": "All"}), 503),
    ] {
        let way = format!("default/up:443={address}");
        let all = [model(json!({"tls": tls})), pair("own", &shown, &authority)];
        let gateway = Gateway::resolving(&[way], &all).await;
        let reply = gateway.chat(chat("m")).await;
        assert_eq!(reply.status.as_u16(), status, "{tls}: {reply:?}");
    }
}

#[tokio::test]
async fn a_dynamic_forward_proxy_speaks_tls_to_the_host_that_is_asked_for() {
    let (address, authority) = secure().await;
    let map = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "ca"},
        "data": {"ca.crt": authority}});
    for (sni, status) in [(json!("right.test"), 200), (Value::Null, 503)] {
        let tls = json!({"sni": sni, "caCertificateRefs": [{"name": "ca"}]});
        let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": "b"}, "spec": {"dynamicForwardProxy": {}, "policies": {"tls": tls}}});
        let rule = json!({"backendRefs": [reference("b")]});
        let gateway = Gateway::start(&[map.clone(), backend, route("r", json!([rule]))]).await;
        let host = format!("localhost:{}", address.port());
        let reply = gateway.ask(with(Method::GET, "/", &[("host", &host)], "")).await;
        assert_eq!(reply.status.as_u16(), status, "{reply:?}");
        // Without a name of its own it is the host's, which this certificate is not made out to.
        assert!(status == 200 || reply.text().contains("localhost"), "{reply:?}");
    }
}
