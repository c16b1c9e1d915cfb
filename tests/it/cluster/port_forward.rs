//! Services and in-cluster hosts through a real API server and a node's kubelet: reached, reused, broken, refused.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde_json::{Value, json};
use socket2::{Domain, Socket, Type};

use crate::support::control_plane::{ControlPlane, node, poll, skip, test_name};
use crate::support::plain_http::{Reply, get, post};
use crate::support::serving::{Serving, program_for};
use crate::support::upstream::Upstream;
use crate::support::worlds::vendors;

/// Ports of the Pods: one leads to the upstream, one to nobody.
const OPEN: u16 = 8080;
const CLOSED: u16 = 8081;

fn service(namespace: &str, name: &str, app: &str, target: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": namespace},
        "spec": {"selector": {"app": app}, "ports": [{"port": 80, "targetPort": target}]}})
}

fn route(namespace: &str, path: &str, reference: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": {"name": path.trim_start_matches('/'), "namespace": namespace},
        "spec": {"parentRefs": [{"name": "edge"}], "rules": [{
            "matches": [{"path": {"type": "PathPrefix", "value": path}}],
            "backendRefs": [reference]}]}})
}

/// A Gateway, and behind it a Service, a model at a Service's name, a port that is closed, and a Service of nobody.
fn registry(namespace: &str) -> Vec<Value> {
    let to = |name: &str| json!({"name": name, "port": 80});
    let model = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "vllm", "namespace": namespace}, "spec": {"ai": {"provider": {
            "openai": {"model": "m"}, "host": format!("app.{namespace}.svc.cluster.local"),
            "port": 80, "pathPrefix": "/v1"}}}});
    let reference =
        json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "vllm"});
    vec![
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": "edge", "namespace": namespace},
            "spec": {"gatewayClassName": "agentgateway",
                "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}),
        service(namespace, "app", "app", json!("http")),
        service(namespace, "closed", "app", json!(CLOSED)),
        service(namespace, "nobody", "nobody", json!(OPEN)),
        model,
        route(namespace, "/app", to("app")),
        route(namespace, "/closed", to("closed")),
        route(namespace, "/nobody", to("nobody")),
        route(namespace, "/chat", reference),
    ]
}

/// The address of our own Gateway among those that the cluster has.
fn address(serving: &Serving, namespace: &str) -> SocketAddr {
    let addresses = serving.said["addresses"].as_array().expect("addresses");
    let own = format!("{namespace}/edge");
    let found = addresses.iter().find(|one| one["gateway"] == own).expect("our Gateway");
    let url = found["url"].as_str().expect("a URL");
    url.trim_start_matches("http://").parse().expect("an address")
}

fn asked(address: SocketAddr, path: &str) -> Reply {
    get(address, path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Waits until a path is answered so, and returns the answer.
fn until(address: SocketAddr, path: &str, status: u16) -> Reply {
    let mut last = None;
    let found = poll(Duration::from_secs(20), || {
        let reply = get(address, path).ok();
        last.clone_from(&reply);
        reply.filter(|reply| reply.status == status)
    });
    found.unwrap_or_else(|| panic!("{path} is never answered with {status}; last {last:?}"))
}

/// A port that nobody listens at, nor can while this is held: another test would be given it and answer.
struct ClosedPort(Socket);

impl ClosedPort {
    fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a port");
        ClosedPort(socket)
    }

    fn number(&self) -> u16 {
        let address = self.0.local_addr().expect("an address");
        address.as_socket_ipv4().expect("an IPv4 address").port()
    }
}

fn applied(control_plane: &ControlPlane) -> String {
    let namespace = control_plane.namespace();
    let objects = registry(&namespace);
    control_plane.apply(&json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string());
    namespace
}

#[test]
fn services_and_their_names_are_reached_through_the_api_server() {
    let test = test_name!();
    if let Some(reason) = node::why_absent() {
        return skip(test, &reason);
    }
    let Some(world) = vendors(test) else { return };
    let control_plane = world.control_plane;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let upstream = runtime.block_on(Upstream::start());
    let closed = ClosedPort::new();
    let mut node =
        control_plane.node(&[(OPEN, upstream.address.port()), (CLOSED, closed.number())]);
    let namespace = applied(control_plane);
    control_plane.pod(&namespace, "app", &node, OPEN);
    let serving =
        Serving::start(program_for(control_plane.admin_kubeconfig()), &["--no-access-log"]);
    let gateway = address(&serving, &namespace);

    // Reached: by a backendRef, and by a name of the cluster's DNS.
    let reply = asked(gateway, "/app/x?q=1");
    assert_eq!(reply.status, 200, "{reply:?}");
    let seen = upstream.only();
    assert_eq!(
        (seen.target.as_str(), seen.header("host")),
        ("/app/x?q=1", Some(&*gateway.to_string()))
    );
    let body = r#"{"model":"any","messages":[{"role":"user","content":"hi"}]}"#;
    let reply = post(gateway, "/chat/completions", &[], body).expect("a reply");
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(upstream.seen()[1].target, "/v1/chat/completions");

    // Reused: one connection after the other takes its turn.
    let before = upstream.taken();
    for _ in 0..10 {
        assert_eq!(asked(gateway, "/app").status, 200);
    }
    assert!(upstream.taken() <= before + 1, "{before} connections, then {}", upstream.taken());

    // Many at once.
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let each = |_| scope.spawn(|| asked(gateway, "/app/many"));
        let clients: Vec<_> = (0..24).map(each).collect();
        clients.into_iter().map(|client| client.join().expect("an answer")).collect()
    });
    let failed: Vec<_> = replies.iter().filter(|reply| reply.status != 200).collect();
    assert!(failed.is_empty(), "{failed:?}");

    // Refused: by the Pod, and because there is none.
    let reply = asked(gateway, "/closed");
    assert_eq!(reply.status, 503, "{reply:?}");
    assert!(reply.body.starts_with("upstream call failed: "), "{reply:?}");
    assert!(reply.body.contains("connection refused"), "{reply:?}");
    let reply = asked(gateway, "/nobody");
    assert_eq!((reply.status, reply.body.as_str()), (503, "no healthy backends"));
    assert!(
        reply.header("x-agw-hint").is_some_and(|hint| hint.contains("app=nobody")),
        "{reply:?}"
    );

    // Broken, and made again.
    node.stop();
    let reply = until(gateway, "/app", 503);
    assert!(reply.body.starts_with("upstream call failed: "), "{reply:?}");
    node.start();
    until(gateway, "/app", 200);

    // A Pod that is not ready any more gets no new connections.
    control_plane.set_ready(&namespace, "app", false);
    node.stop();
    let nobody = || (asked(gateway, "/app").body == "no healthy backends").then_some(());
    assert!(poll(Duration::from_secs(20), nobody).is_some(), "{:?}", asked(gateway, "/app"));
    node.start();
    assert_eq!(asked(gateway, "/app").body, "no healthy backends");
    control_plane.set_ready(&namespace, "app", true);
    until(gateway, "/app", 200);
}

#[test]
fn who_may_not_forward_is_told_so() {
    let test = test_name!();
    let Some(world) = vendors(test) else { return };
    let control_plane = world.control_plane;
    let namespace = applied(control_plane);
    let reader = control_plane.reader_without_secrets(&namespace);
    let serving = Serving::start(program_for(&reader), &["--no-access-log"]);
    let reply = asked(address(&serving, &namespace), "/app");
    assert_eq!(reply.status, 503, "{reply:?}");
    assert!(reply.body.contains("pods is forbidden"), "{reply:?}");
}
