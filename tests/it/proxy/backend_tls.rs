//! BackendTLSPolicies: a Service that one targets is called with TLS as it says, and never without.

use http::Method;
use serde_json::{Value, json};

use super::upstream_tls::{pair, secure, start};
use crate::support::gateway::{Connection, Gateway, Reply, route, with};
use crate::support::upstream::Upstream;

const NOBODY: &str = "upstream call failed: Connect: invalid peer certificate: UnknownIssuer";

fn policy(name: &str, section: Value, validation: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "BackendTLSPolicy",
        "metadata": {"name": name}, "spec": {"validation": validation, "targetRefs":
            [{"group": "", "kind": "Service", "name": "app", "sectionName": section}]}})
}

fn map(authority: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "ca"},
        "data": {"ca.crt": authority}})
}

fn service() -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "app"},
        "spec": {"ports": [{"name": "https", "port": 443}, {"name": "other", "port": 80}]}})
}

fn refs(kind: &str, name: &str) -> Value {
    json!([{"group": "", "kind": kind, "name": name}])
}

/// Asks for the Service at `port` behind one route, with these manifests beside it.
async fn asked(address: std::net::SocketAddr, port: u16, beside: &[Value]) -> Reply {
    let rule = json!({"backendRefs": [{"name": "app", "port": port}]});
    let mut all = vec![route("r", json!([rule]))];
    all.extend_from_slice(beside);
    let way = format!("default/app:{port}={address}");
    let gateway = Gateway::resolving(&[way], &all).await;
    gateway.ask(with(Method::GET, "/", &[], "")).await
}

#[tokio::test]
async fn a_services_certificate_is_judged_as_the_policy_says() {
    let (address, authority) = secure().await;
    let ca = || refs("ConfigMap", "ca");
    let host = |name: &str| json!({"type": "Hostname", "hostname": name});
    let uri = |uri: &str| json!({"type": "URI", "uri": uri});
    let named = |hostname: &str, names: Vec<Value>| json!({"hostname": hostname, "caCertificateRefs": ca(), "subjectAltNames": names});
    let own = "spiffe://right.test/models";
    for (validation, status) in [
        (json!({"hostname": "right.test", "caCertificateRefs": ca()}), 200),
        (json!({"hostname": "wrong.test", "caCertificateRefs": ca()}), 503),
        (json!({"hostname": "right.test", "wellKnownCACertificates": "System"}), 503),
        (named("wrong.test", vec![host("right.test")]), 200),
        (named("right.test", vec![host("wrong.test")]), 503),
        (named("wrong.test", vec![uri(own)]), 200),
        (named("right.test", vec![uri("spiffe://right.test/other")]), 503),
        (named("right.test", vec![uri("spiffe://x.test/"), host("right.test")]), 200),
        (named("right.test", vec![uri("spiffe://x.test/"), host("wrong.test")]), 503),
    ] {
        let beside = [service(), map(&authority), policy("p", json!("https"), validation.clone())];
        let reply = asked(address, 443, &beside).await;
        assert_eq!(reply.status.as_u16(), status, "{validation}: {reply:?}");
    }
}

#[tokio::test]
async fn a_port_has_the_policy_of_its_name_before_that_of_the_service() {
    let (address, authority) = secure().await;
    let of = |hostname: &str| json!({"hostname": hostname, "caCertificateRefs": refs("ConfigMap", "ca")});
    let whole = policy("whole", Value::Null, of("wrong.test"));
    let port = policy("port", json!("https"), of("right.test"));
    let beside = [service(), map(&authority), whole, port];
    assert_eq!(asked(address, 443, &beside).await.status.as_u16(), 200);
    assert_eq!(asked(address, 80, &beside).await.status.as_u16(), 503);
    let plain = Upstream::start().await;
    let of_port = [service(), map(&authority), policy("port", json!("https"), of("right.test"))];
    assert_eq!(asked(plain.address, 80, &of_port).await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_service_with_a_policy_is_never_called_in_the_clear() {
    let plain = Upstream::start().await;
    let good = json!({"hostname": "right.test", "wellKnownCACertificates": "System"});
    for validation in [
        json!({"hostname": "right.test", "caCertificateRefs": refs("ConfigMap", "absent")}),
        json!({"hostname": "right.test", "caCertificateRefs": refs("ConfigMap", "ca")}),
        json!({"hostname": "right.test", "caCertificateRefs": refs("Secret", "ca")}),
        json!({"hostname": "right.test"}),
    ] {
        let beside = [service(), map("no PEM"), policy("p", Value::Null, validation.clone())];
        asked(plain.address, 443, &beside).await.expect_plain(503, NOBODY);
    }
    let beside = [service(), policy("p", json!("https"), good.clone())];
    assert_eq!(asked(plain.address, 443, &beside).await.status.as_u16(), 503);
    // Which port has the name is not known without the Service.
    let reply = asked(plain.address, 443, &[policy("p", json!("https"), good.clone())]).await;
    assert_eq!(reply.status.as_u16(), 501);
    assert!(reply.text().contains("BackendTLSPolicy default/p"), "{reply:?}");
    // Nor as the server of an mcp backend, which is one of its ports.
    let mcp = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "tools"}, "spec": {"mcp": {"targets": [{"name": "a",
            "static": {"backendRef": {"name": "app"}, "port": 443}}]}}});
    let rule = json!({"backendRefs": [crate::support::gateway::reference("tools")]});
    let all = [service(), mcp, policy("p", Value::Null, good), route("r", json!([rule]))];
    let way = format!("default/app:443={}", plain.address);
    let reply = Gateway::resolving(&[way], &all).await.ask(with(Method::GET, "/", &[], "")).await;
    assert_eq!(reply.status.as_u16(), 503, "{reply:?}");
    assert_eq!(plain.count(), 0, "{:?}", plain.seen());
}

#[tokio::test]
async fn an_agentgateway_policy_on_a_service_counts_too() {
    let (address, authority) = secure().await;
    let policy = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
        "metadata": {"name": "p"}, "spec": {
            "targetRefs": [{"group": "", "kind": "Service", "name": "app", "sectionName": "443"}],
            "backend": {"tls": {"sni": "right.test", "caCertificateRefs": [{"name": "ca"}]}}}});
    let reply = asked(address, 443, &[service(), map(&authority), policy]).await;
    assert_eq!(reply.status.as_u16(), 200, "{reply:?}");
}

#[tokio::test]
async fn a_gateways_own_certificate_is_shown_on_its_ways_alone() {
    let (address, authority, shown) = start(true).await;
    let gateway = |name: &str, port: u16, client: Value| {
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": name}, "spec": {"gatewayClassName": "c",
                "tls": {"backend": {"clientCertificateRef": client}},
                "listeners": [{"name": "http", "port": port, "protocol": "HTTP"}]}})
    };
    let validation =
        json!({"hostname": "right.test", "caCertificateRefs": refs("ConfigMap", "ca")});
    let mut route = route("r", json!([{"backendRefs": [{"name": "app", "port": 443}]}]));
    route["spec"]["parentRefs"] =
        json!([{"name": "shows"}, {"name": "silent"}, {"name": "broken"}]);
    let all = [
        gateway("shows", 8081, json!({"name": "own"})),
        gateway("silent", 8082, Value::Null),
        gateway("broken", 8083, json!({"name": "absent"})),
        pair("own", &shown, &authority),
        service(),
        map(&authority),
        policy("p", json!("https"), validation),
        route,
    ];
    let gateway = Gateway::resolving(&[format!("default/app:443={address}")], &all).await;
    for (port, status) in [(8081, 200), (8082, 503), (8083, 503)] {
        let served = gateway.proxy.served();
        let served = served.iter().find(|one| one.bind.port == port).expect("served");
        let mut connection = Connection::to(served.address).await;
        let reply = connection.ask(with(Method::GET, "/", &[("host", "a.test")], "")).await;
        assert_eq!(reply.status.as_u16(), status, "{port}: {reply:?}");
    }
    let said = gateway.rejections.iter().find(|one| one.object.name.name == "broken");
    assert!(said.is_some_and(|one| one.words().contains("`tls.backend`")), "{said:?}");
}
