//! A proxy on a port of its own, made from manifests, and clients of it: one that speaks HTTP, one that sends bytes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::compile::rejection::Rejection;
use kubectl_agw::domain::route::table::RouteTable;
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{Snapshot, World, manifests};
use kubectl_agw::edge::proxy::{KillSwitch, Ports, Proxy, Settings};
use kubectl_agw::edge::telemetry::access_log::AccessLog;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::upstream::{Body, PATIENCE, Upstream};

/// A running proxy and its access log.
pub struct Gateway {
    pub proxy: Proxy,
    pub rejections: Vec<Rejection>,
    log: Arc<Mutex<Vec<u8>>>,
}

/// Settings of a proxy for a test.
pub fn settings() -> Settings {
    Settings {
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        ports: Ports { first: Some(0), ..Ports::default() },
        max_body: 1 << 20,
        max_held: 8 << 20,
        stall: Duration::from_secs(60),
        drain: Duration::from_secs(5),
        client_key: None,
        // Hosts of tests are made up; tests/it/proxy/browsers.rs has it.
        browsers: None,
        simulate: None,
        dialer: None,
        workers: 2,
        kill_switch: KillSwitch::default(),
    }
}

/// The snapshot of some manifests.
pub fn snapshot(manifests: &[Value]) -> Snapshot {
    // As if a cluster had taken them: these are about what becomes of requests.
    let mut objects = Objects::new(World::Cluster);
    for manifest in manifests {
        // JSON is YAML.
        manifests::add(&mut objects, &Arc::from("test.yaml"), &manifest.to_string(), "default");
    }
    let mut snapshot = objects.snapshot();
    snapshot.world = World::Files;
    assert!(snapshot.problems.is_empty(), "{:?}", snapshot.problems);
    assert!(snapshot.broken.is_empty(), "{:?}", snapshot.broken);
    snapshot
}

pub fn table(manifests: &[Value]) -> RouteTable {
    Compiled::of(snapshot(manifests)).table
}

impl Gateway {
    pub async fn start(manifests: &[Value]) -> Self {
        Gateway::start_with(settings(), manifests).await
    }

    pub async fn start_with(settings: Settings, manifests: &[Value]) -> Self {
        Gateway::serve(settings, &snapshot(manifests)).await
    }

    /// With ways as `--resolve` takes them.
    pub async fn resolving(ways: &[String], manifests: &[Value]) -> Self {
        Gateway::resolving_with(settings(), ways, manifests).await
    }

    pub async fn resolving_with(settings: Settings, ways: &[String], manifests: &[Value]) -> Self {
        let mut snapshot = snapshot(manifests);
        for way in ways {
            snapshot.resolves.add(way).expect("a way");
        }
        Gateway::serve(settings, &snapshot).await
    }

    async fn serve(settings: Settings, snapshot: &Snapshot) -> Self {
        let Compiled { table, rejections, .. } = Compiled::of(snapshot.clone());
        let (access_log, log) = AccessLog::kept();
        let proxy = Proxy::start(settings, table, access_log).await.expect("a port");
        Gateway { proxy, rejections, log }
    }

    /// What is not served as it is written: in sentences, and in all that is known of it.
    pub fn said(&self) -> String {
        let sentences: Vec<_> = self.rejections.iter().map(Rejection::sentence).collect();
        format!("{}\n{:?}", sentences.join("\n"), self.rejections)
    }

    /// One backend at `upstream` behind one route that takes everything.
    pub async fn before(upstream: &Upstream, provider: Value, policies: Value) -> Self {
        let backend = backend("b", upstream.address, provider, policies);
        Gateway::start(&[backend, route("r", json!([to("b")]))]).await
    }

    /// The same with these traffic policies on the route, and more manifests.
    pub async fn guarded(upstream: &Upstream, traffic: Value, more: &[Value]) -> Self {
        let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
        let mut all = vec![backend, route("r", json!([to("b")]))];
        all.push(policy("p", json!({"traffic": traffic})));
        all.extend_from_slice(more);
        Gateway::start(&all).await
    }

    pub async fn apply(&mut self, manifests: &[Value]) {
        self.proxy.apply(table(manifests)).await.expect("a port");
    }

    pub fn address(&self) -> SocketAddr {
        self.proxy.served()[0].address
    }

    /// Sends one request over a connection of its own and reads the whole reply.
    pub async fn ask(&self, request: Request<Body>) -> Reply {
        Connection::to(self.address()).await.ask(request).await
    }

    /// The same for a chat with `body`.
    pub async fn chat(&self, body: impl Into<Bytes>) -> Reply {
        self.ask(post("/v1/chat/completions", body)).await
    }

    /// The access log so far.
    pub fn log(&self) -> String {
        String::from_utf8(self.log.lock().expect("a lock").clone()).expect("text")
    }

    /// Waits for the first line of the log in which all of `words` stand.
    pub async fn logged(&self, words: &[&str]) -> String {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let log = self.log();
            let mut lines = log.lines();
            if let Some(line) = lines.find(|line| words.iter().all(|word| line.contains(word))) {
                return line.to_owned();
            }
            assert!(tokio::time::Instant::now() < deadline, "{words:?} is not in the log: {log}");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// A backend whose provider is at `address`, under `/v1`. `provider` is the union's member, `{"openai": {}}`.
pub fn backend(name: &str, address: SocketAddr, provider: Value, policies: Value) -> Value {
    let mut written = json!({"host": address.ip().to_string(), "port": address.port(),
        "pathPrefix": "/v1"});
    for (key, value) in provider.as_object().expect("a mapping") {
        written[key] = value.clone();
    }
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": name},
        "spec": {"ai": {"provider": written}, "policies": policies}})
}

/// A route with these rules, of no Gateway in particular.
pub fn route(name: &str, rules: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": {"name": name}, "spec": {"rules": rules}})
}

/// A rule that sends everything to one backend.
pub fn to(backend: &str) -> Value {
    json!({"backendRefs": [reference(backend)]})
}

pub fn reference(backend: &str) -> Value {
    json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": backend})
}

/// An AgentgatewayPolicy on the route `r`.
pub fn policy(name: &str, spec: Value) -> Value {
    let target = json!({"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"});
    policy_on(name, target, spec)
}

/// An AgentgatewayPolicy on one object.
pub fn policy_on(name: &str, target: Value, mut spec: Value) -> Value {
    spec["targetRefs"] = json!([target]);
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
        "metadata": {"name": name}, "spec": spec})
}

/// A Secret with `key` where a provider's policies look for it.
pub fn secret(name: &str, key: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name},
        "stringData": {"Authorization": key}})
}

/// Policies with the key of [`secret`].
pub fn keyed(secret: &str) -> Value {
    json!({"auth": {"secretRef": {"name": secret}}})
}

/// A chat that asks for `model`.
pub fn chat(model: &str) -> String {
    json!({"model": model, "messages": [{"role": "user", "content": "hi"}]}).to_string()
}

/// A whole body.
pub fn full(body: impl Into<Bytes>) -> Body {
    Full::new(body.into()).map_err(|never| match never {}).boxed_unsync()
}

pub fn post(path: &str, body: impl Into<Bytes>) -> Request<Body> {
    with(Method::POST, path, &[], body)
}

/// A request with headers; `host` is given where they do not.
pub fn with(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request = request.header("host", "gateway.test");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(full(body)).expect("a request")
}

/// A whole reply.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    /// What it says: the message where it is an error in the client's format, as answers of serve's own are.
    pub fn words(&self) -> String {
        let read: Option<Value> = serde_json::from_slice(&self.body).ok();
        let message = read.as_ref().and_then(|read| read.pointer("/error/message")?.as_str());
        let own = self.header("x-should-retry") == Some("false");
        message.filter(|_| own).unwrap_or(self.text()).to_owned()
    }

    /// That it is an answer of this status and these words: in plain text, or in the client's format where agentgateway has no
    /// such answer.
    pub fn expect_plain(&self, status: u16, body: &str) {
        assert_eq!((self.status.as_u16(), &*self.words()), (status, body), "{self:?}");
        let own = self.text() != body;
        let kind = if own { "application/json" } else { "text/plain" };
        assert_eq!(self.header("content-type"), Some(kind), "{self:?}");
    }

    pub fn expect_ok(self) -> Self {
        assert_eq!(self.status.as_u16(), 200, "{self:?}");
        self
    }
}

/// A connection to a proxy, for one request after another.
pub struct Connection {
    sender: SendRequest<Body>,
}

impl Connection {
    pub async fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        Connection::over(TokioIo::new(stream)).await
    }

    /// The same over a connection that stands already.
    pub async fn over<I>(io: I) -> Self
    where
        I: hyper::rt::Read + hyper::rt::Write + Send + Unpin + 'static,
    {
        let handshake = hyper::client::conn::http1::handshake(io).await;
        let (sender, connection) = handshake.expect("a handshake");
        tokio::spawn(connection);
        Connection { sender }
    }

    /// Sends a request and waits for the head of the reply.
    pub async fn send(&mut self, request: Request<Body>) -> hyper::Result<Response<Incoming>> {
        tokio::time::timeout(PATIENCE, self.sender.ready()).await.expect("a free connection")?;
        tokio::time::timeout(PATIENCE, self.sender.send_request(request)).await.expect("a head")
    }

    pub async fn ask(&mut self, request: Request<Body>) -> Reply {
        let (head, body) = self.send(request).await.expect("a reply").into_parts();
        let body = tokio::time::timeout(PATIENCE, body.collect()).await.expect("an end");
        let body = body.expect("a whole body").to_bytes();
        Reply { status: head.status, headers: head.headers, body }
    }
}

/// The next piece of a body.
pub async fn piece(body: &mut Incoming) -> Option<hyper::Result<Bytes>> {
    let frame = tokio::time::timeout(PATIENCE, body.frame()).await.expect("a piece");
    frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default()))
}

/// Bytes to a proxy and bytes from it.
pub struct Wire(pub TcpStream);

impl Wire {
    pub async fn to(address: SocketAddr) -> Self {
        Wire(TcpStream::connect(address).await.expect("a connection"))
    }

    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.expect("a proxy that reads");
    }

    /// What comes until `end` does.
    pub async fn until(&mut self, end: &str) -> String {
        let mut read = Vec::new();
        let reading = async {
            while memchr::memmem::find(&read, end.as_bytes()).is_none() {
                let bytes = self.0.read_buf(&mut read).await.expect("bytes");
                assert!(bytes > 0, "no {end:?} in {:?}", String::from_utf8_lossy(&read));
            }
        };
        let outcome = tokio::time::timeout(PATIENCE, reading).await;
        outcome.unwrap_or_else(|_| panic!("waited in vain for {end:?}"));
        String::from_utf8_lossy(&read).into_owned()
    }

    /// All that comes until the proxy closes.
    pub async fn rest(&mut self) -> String {
        let mut read = Vec::new();
        let reading = self.0.read_to_end(&mut read);
        tokio::time::timeout(PATIENCE, reading).await.expect("an end").expect("bytes");
        String::from_utf8_lossy(&read).into_owned()
    }
}
