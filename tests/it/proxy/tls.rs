//! HTTPS listeners: whose certificate a client sees, which requests belong to it, and what a rotation does.

use std::net::SocketAddr;
use std::sync::Arc;

use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::support::gateway::{Connection, Gateway, backend, chat, route, to, with};
use crate::support::upstream::{Body, Upstream};

/// Signs certificates and is trusted by the clients here.
struct Authority {
    issuer: rcgen::Issuer<'static, rcgen::KeyPair>,
    roots: Arc<RootCertStore>,
}

impl Authority {
    fn new() -> Self {
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let root = params.self_signed(&key).expect("a certificate");
        let mut roots = RootCertStore::empty();
        roots.add(root.der().clone()).expect("a root");
        Authority { issuer: rcgen::Issuer::new(params, key), roots: Arc::new(roots) }
    }

    /// A Secret with a certificate for these names.
    fn secret(&self, name: &str, hosts: &[&str]) -> Value {
        let key = rcgen::KeyPair::generate().expect("a key");
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let params = rcgen::CertificateParams::new(hosts).expect("parameters");
        let signed = params.signed_by(&key, &self.issuer).expect("a certificate");
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name},
            "type": "kubernetes.io/tls",
            "stringData": {"tls.crt": signed.pem(), "tls.key": key.serialize_pem()}})
    }

    /// A connection whose client asks for `server` and verifies it, and the certificate that it is shown.
    async fn connect(
        &self,
        address: SocketAddr,
        server: &str,
    ) -> Result<(Connection, Vec<u8>), String> {
        let stream = self.shake(address, server, &[]).await?;
        let shown = stream.get_ref().1.peer_certificates().expect("a certificate");
        let shown = shown[0].as_ref().to_vec();
        Ok((Connection::over(TokioIo::new(stream)).await, shown))
    }

    /// The same connection before anything is said on it; its client offers these protocols.
    async fn shake(
        &self,
        address: SocketAddr,
        server: &str,
        offered: &[&[u8]],
    ) -> Result<TlsStream<TcpStream>, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(Arc::clone(&self.roots))
            .with_no_client_auth();
        config.alpn_protocols = offered.iter().map(|one| one.to_vec()).collect();
        let name = ServerName::try_from(server.to_owned()).expect("a name");
        let stream = TcpStream::connect(address).await.expect("a connection");
        let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
        connector.connect(name, stream).await.map_err(|error| error.to_string())
    }
}

fn https(name: &str, hostname: Option<&str>, certificates: &[&str]) -> Value {
    let references: Vec<_> = certificates.iter().map(|name| json!({"name": name})).collect();
    let mut listener = json!({"name": name, "port": 443, "protocol": "HTTPS",
        "tls": {"mode": "Terminate", "certificateRefs": references}});
    if let Some(hostname) = hostname {
        listener["hostname"] = json!(hostname);
    }
    listener
}

fn gateway(listeners: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g"}, "spec": {"gatewayClassName": "c", "listeners": listeners}})
}

/// A route of one listener to the backend `b`.
fn at(listener: &str) -> Value {
    let mut route = route(listener, json!([to("b")]));
    route["spec"]["parentRefs"] = json!([{"name": "g", "sectionName": listener}]);
    route
}

fn ask(host: &str) -> Request<Body> {
    with(http::Method::POST, "/v1/chat/completions", &[("host", host)], chat("m"))
}

async fn open_upstream() -> (Upstream, Value) {
    let upstream = Upstream::start().await;
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    (upstream, backend)
}

#[tokio::test]
async fn the_server_name_chooses_the_listener_and_other_hosts_are_misdirected() {
    let authority = Authority::new();
    let (_upstream, backend) = open_upstream().await;
    let listeners = json!([
        https("any", None, &["any"]),
        https("one", Some("one.test"), &["one"]),
        https("wild", Some("*.wild.test"), &["wild"]),
    ]);
    let manifests = [
        gateway(listeners),
        authority.secret("any", &["other.test"]),
        authority.secret("one", &["one.test"]),
        authority.secret("wild", &["*.wild.test"]),
        backend,
        at("one"),
        at("wild"),
    ];
    let gateway = Gateway::start(&manifests).await;
    let address = gateway.address();
    assert_eq!(gateway.proxy.served()[0].url(), format!("https://{address}"));
    let (mut one, _) = authority.connect(address, "one.test").await.expect("its certificate");
    one.ask(ask("one.test")).await.expect_ok();
    one.ask(ask("a.wild.test")).await.expect_plain(421, "misdirected request");
    one.ask(ask("other.test")).await.expect_plain(421, "misdirected request");
    // The connection is still good for what belongs to it.
    one.ask(ask("one.test:8443")).await.expect_ok();
    let (mut wild, _) = authority.connect(address, "a.wild.test").await.expect("its certificate");
    wild.ask(ask("b.wild.test")).await.expect_ok();
    let (mut other, _) = authority.connect(address, "other.test").await.expect("its certificate");
    other.ask(ask("one.test")).await.expect_plain(421, "misdirected request");
    other.ask(ask("other.test")).await.expect_plain(404, "route not found");
    let refused = authority.connect(address, "unknown.test").await.err().expect("a wrong name");
    assert!(refused.contains("not valid for name"), "{refused}");
}

#[tokio::test]
async fn a_client_that_offers_http2_gets_it_and_is_told_which_hosts_are_not_its_own() {
    let authority = Authority::new();
    let (_upstream, backend) = open_upstream().await;
    let listeners =
        json!([https("one", Some("one.test"), &["k"]), https("two", Some("two.test"), &["k"])]);
    let secret = authority.secret("k", &["one.test", "two.test"]);
    let gateway =
        Gateway::start(&[gateway(listeners), secret, backend, at("one"), at("two")]).await;
    let offered: &[&[u8]] = &[b"h2", b"http/1.1"];
    let stream = authority.shake(gateway.address(), "one.test", offered).await.expect("shaken");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (mut client, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("a handshake");
    tokio::spawn(connection);
    for (host, status) in [("one.test", 200), ("two.test", 421), ("one.test", 200)] {
        let request = Request::post(format!("https://{host}/v1/chat/completions"))
            .body(Full::<bytes::Bytes>::from(r#"{"model":"m","messages":[]}"#))
            .expect("a request");
        let reply = client.send_request(request).await.expect("a reply");
        assert_eq!(reply.status(), status, "{host}");
        reply.into_body().collect().await.expect("a body");
    }
}

#[tokio::test]
async fn a_listener_of_several_certificates_is_none_of_agentgateways() {
    let authority = Authority::new();
    let listeners =
        json!([https("two", Some("two.test"), &["k", "k"]), https("one", None, &["k"])]);
    let manifests = [gateway(listeners), authority.secret("k", &["two.test", "one.test"])];
    let gateway = Gateway::start(&manifests).await;
    let said = gateway.rejections[0].words();
    assert!(said.contains("listener two: it has 2 certificates"), "{said}");
    // Its hosts do not fall to the other listener, whose certificate their clients are shown.
    let (mut two, _) = authority.connect(gateway.address(), "two.test").await.expect("shown");
    let why = "listener two of Gateway default/g is not served: it has 2 certificates, but agentgateway only \
               serves a listener with exactly one";
    two.ask(ask("two.test")).await.expect_plain(501, why);
    two.ask(ask("one.test")).await.expect_plain(421, "misdirected request");
    let (mut one, _) = authority.connect(gateway.address(), "one.test").await.expect("shown");
    one.ask(ask("one.test")).await.expect_plain(404, "route not found");
    one.ask(ask("two.test")).await.expect_plain(421, "misdirected request");
}

#[tokio::test]
async fn wildcards_without_their_certificate_are_rejected_and_fall_to_nobody() {
    let authority = Authority::new();
    let (upstream, backend) = open_upstream().await;
    let listeners = json!([
        https("any", None, &["k"]),
        https("secure", Some("*.secure.test"), &["gone"]),
        https("deep", Some("a.secure.test"), &["k"]),
    ]);
    let names = ["one.test", "a.secure.test", "b.secure.test"];
    let route = route("r", json!([to("b")]));
    let mut attached = route;
    attached["spec"]["parentRefs"] = json!([{"name": "g"}]);
    let gateway =
        Gateway::start(&[gateway(listeners), authority.secret("k", &names), backend, attached])
            .await;
    for (host, status) in [("one.test", 200), ("a.secure.test", 200), ("b.secure.test", 501)] {
        let (mut connection, _) = authority.connect(gateway.address(), host).await.expect("shown");
        assert_eq!(connection.ask(ask(host)).await.status, status, "{host}");
    }
    assert_eq!(upstream.count(), 2);
}

#[tokio::test]
async fn a_rotated_certificate_is_shown_at_once_and_drops_no_connection() {
    let authority = Authority::new();
    let (_upstream, backend) = open_upstream().await;
    let with = |secret: Value| {
        [gateway(json!([https("any", None, &["k"])])), secret, backend.clone(), at("any")]
    };
    let mut gateway = Gateway::start(&with(authority.secret("k", &["a.test"]))).await;
    let address = gateway.address();
    let (mut standing, before) = authority.connect(address, "a.test").await.expect("shown");
    standing.ask(ask("a.test")).await.expect_ok();
    gateway.apply(&with(authority.secret("k", &["a.test"]))).await;
    let (mut fresh, after) = authority.connect(address, "a.test").await.expect("shown");
    assert_ne!(before, after);
    fresh.ask(ask("a.test")).await.expect_ok();
    standing.ask(ask("a.test")).await.expect_ok();
    assert_eq!(gateway.address(), address);
}

#[tokio::test]
async fn a_key_of_another_certificate_is_said_and_takes_nothing_else_down() {
    let authority = Authority::new();
    let (_upstream, backend) = open_upstream().await;
    let mut mixed = authority.secret("mixed", &["mixed.test"]);
    mixed["stringData"]["tls.key"] =
        authority.secret("other", &["mixed.test"])["stringData"]["tls.key"].clone();
    let manifests = [
        gateway(json!([
            https("bad", Some("mixed.test"), &["mixed"]),
            https("good", None, &["good"])
        ])),
        mixed,
        authority.secret("good", &["good.test"]),
        backend,
        at("good"),
    ];
    let gateway = Gateway::start(&manifests).await;
    let unusable = gateway.proxy.unusable();
    let said: Vec<_> = unusable.iter().map(ToString::to_string).collect();
    assert!(said.len() == 1 && said[0].contains("Secret default/mixed"), "{said:?}");
    assert!(authority.connect(gateway.address(), "mixed.test").await.is_err());
    let good = authority.connect(gateway.address(), "good.test").await;
    good.expect("its certificate").0.ask(ask("good.test")).await.expect_ok();
}

#[tokio::test]
async fn a_redirect_from_https_stays_there() {
    let authority = Authority::new();
    let mut route = at("any");
    route["spec"]["rules"] = json!([{"filters": [
        {"type": "RequestRedirect", "requestRedirect": {"hostname": "b.test"}}]}]);
    let manifests =
        [gateway(json!([https("any", None, &["k"])])), authority.secret("k", &["a.test"]), route];
    let gateway = Gateway::start(&manifests).await;
    let (mut connection, _) = authority.connect(gateway.address(), "a.test").await.expect("shown");
    let reply = connection.ask(ask("a.test")).await;
    assert_eq!(reply.header("location"), Some("https://b.test/v1/chat/completions"), "{reply:?}");
}

#[tokio::test]
async fn a_client_that_only_connects_does_not_hold_up_the_end() {
    let authority = Authority::new();
    let manifests =
        [gateway(json!([https("any", None, &["k"])])), authority.secret("k", &["a.test"])];
    let settings = kubectl_agw::edge::proxy::Settings {
        drain: std::time::Duration::from_millis(200),
        ..crate::support::gateway::settings()
    };
    let gateway = Gateway::start_with(settings, &manifests).await;
    let (mut idle, _) = authority.connect(gateway.address(), "a.test").await.expect("shown");
    idle.ask(ask("a.test")).await.expect_plain(404, "route not found");
    let _silent = TcpStream::connect(gateway.address()).await.expect("a connection");
    // Whoever has finished leaves at once; whoever has not begun is cut.
    let cut = gateway.proxy.stop().await;
    assert!(cut <= 1, "{cut}");
}

/// Somebody who speaks another protocol, or trusts nobody here, is seen; a probe of the port has asked for nothing.
#[tokio::test]
async fn a_handshake_that_fails_leaves_a_line() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let (upstream, backend) = open_upstream().await;
    let manifests = [
        authority.secret("s", &["a.test"]),
        gateway(json!([https("a", Some("a.test"), &["s"])])),
        backend,
        at("a"),
    ];
    let served = Gateway::start(&manifests).await;
    drop(TcpStream::connect(served.address()).await.expect("a connection"));
    let mut wire = crate::support::gateway::Wire::to(served.address()).await;
    wire.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").await;
    served.logged(&["gateway=default/g", "src.addr=", "TLS handshake failed", "duration="]).await;
    assert!(stranger.shake(served.address(), "a.test", &[]).await.is_err());
    served.logged(&["TLS handshake failed", "alert"]).await;
    assert_eq!((served.log().lines().count(), upstream.taken()), (2, 0), "{}", served.log());
}
