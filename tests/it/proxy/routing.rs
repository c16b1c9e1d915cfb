//! Which upstream a request reaches, and what is changed on the way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, backend, chat, post, reference, route, table, to, with,
};
use crate::support::upstream::Upstream;

/// One upstream, and a backend for each of `names` that sends the name as its model.
fn backends(upstream: &Upstream, names: &[&str]) -> Vec<Value> {
    let of = |name: &&str| {
        backend(name, upstream.address, json!({"openai": {"model": name}}), json!({}))
    };
    names.iter().map(of).collect()
}

fn rule(matched: Value, name: &str) -> Value {
    json!({"matches": [matched], "backendRefs": [reference(name)]})
}

/// Method, path and headers of a request.
type TestRequest<'a> = (Method, &'a str, &'a [(&'a str, &'a str)]);

/// The backend that took each request, in turn.
async fn taken(gateway: &Gateway, asked: &[TestRequest<'_>]) -> Vec<String> {
    let mut connection = Connection::to(gateway.address()).await;
    let mut taken = Vec::new();
    for (method, path, headers) in asked {
        let reply = connection.ask(with(method.clone(), path, headers, chat("m"))).await;
        let name = reply.header("x-agw-model").unwrap_or_else(|| reply.text());
        taken.push(name.to_owned());
    }
    taken
}

#[tokio::test]
async fn the_most_specific_match_wins_whatever_the_order_of_rules() {
    let upstream = Upstream::start().await;
    let names = ["any", "prefix", "longer", "exact", "method", "header", "headers", "query"];
    let mut manifests = backends(&upstream, &names);
    let prefix = |value: &str| json!({"type": "PathPrefix", "value": value});
    let tier = json!({"name": "X-Model-Tier", "value": "smart"});
    let team = json!({"name": "x-team", "value": "a.*", "type": "RegularExpression"});
    let query = json!([{"name": "v", "value": "2"}]);
    manifests.push(route(
        "r",
        json!([
            rule(json!({}), "any"),
            rule(json!({"path": prefix("/p")}), "prefix"),
            rule(json!({"path": prefix("/p/q")}), "longer"),
            rule(json!({"path": {"type": "Exact", "value": "/p/q/r"}}), "exact"),
            rule(json!({"path": prefix("/p"), "method": "PUT"}), "method"),
            rule(json!({"path": prefix("/p"), "headers": [tier]}), "header"),
            rule(json!({"path": prefix("/p"), "headers": [tier, team]}), "headers"),
            rule(json!({"path": prefix("/p"), "queryParams": query}), "query"),
        ]),
    ));
    let gateway = Gateway::start(&manifests).await;
    let smart = ("x-model-tier", "smart");
    let asked: [TestRequest<'_>; 9] = [
        (Method::POST, "/", &[]),
        (Method::POST, "/px", &[]),
        (Method::POST, "/p/x", &[]),
        (Method::POST, "/p/q/", &[smart]),
        (Method::POST, "/p/q/r", &[smart]),
        (Method::PUT, "/p?v=2", &[smart]),
        (Method::POST, "/p?v=1", &[smart]),
        (Method::POST, "/p", &[smart, ("x-team", "ab")]),
        (Method::POST, "/p?v=1&v=2", &[("x-model-tier", "Smart")]),
    ];
    let expected =
        ["any", "any", "prefix", "longer", "exact", "method", "header", "headers", "query"];
    assert_eq!(taken(&gateway, &asked).await, expected);
}

#[tokio::test]
async fn a_host_falls_through_to_wider_ones_where_no_path_matches() {
    let upstream = Upstream::start().await;
    let mut manifests = backends(&upstream, &["exact", "wild", "any"]);
    for (name, hosts, path) in [
        ("exact", json!(["api.example.com"]), "/a"),
        ("wild", json!(["*.example.com"]), "/b"),
        ("any", json!([]), "/"),
    ] {
        let path = json!({"path": {"type": "PathPrefix", "value": path}});
        let mut route = route(name, json!([rule(path, name)]));
        route["spec"]["hostnames"] = hosts;
        manifests.push(route);
    }
    let gateway = Gateway::start(&manifests).await;
    let host = ("host", "api.example.com:8080");
    let asked: [TestRequest<'_>; 5] = [
        (Method::POST, "/a", &[host]),
        (Method::POST, "/b", &[host]),
        (Method::POST, "/c", &[host]),
        (Method::POST, "/b", &[("host", "x.y.example.com")]),
        (Method::POST, "/a", &[("host", "elsewhere.org")]),
    ];
    assert_eq!(taken(&gateway, &asked).await, ["exact", "wild", "any", "wild", "any"]);
}

#[tokio::test]
async fn weights_are_kept_and_zero_is_never() {
    let upstream = Upstream::start().await;
    let mut manifests = backends(&upstream, &["nine", "one", "never"]);
    let weighed = |name: &str, weight: u32| {
        let mut reference = reference(name);
        reference["weight"] = json!(weight);
        reference
    };
    let refs = [weighed("nine", 90), weighed("one", 10), weighed("never", 0)];
    manifests.push(route("r", json!([{"backendRefs": refs}])));
    let gateway = Gateway::start(&manifests).await;
    let asked: Vec<TestRequest<'_>> = vec![(Method::POST, "/", &[]); 2000];
    let taken = taken(&gateway, &asked).await;
    let count = |name: &str| taken.iter().filter(|taken| *taken == name).count();
    assert_eq!((count("nine") + count("one"), count("never")), (2000, 0));
    // Six standard deviations: sqrt(2000 × 0.9 × 0.1) = 13.4.
    assert!(count("one").abs_diff(200) < 81, "{}", count("one"));
}

#[tokio::test]
async fn a_broken_reference_keeps_its_weight() {
    let upstream = Upstream::start().await;
    let mut manifests = backends(&upstream, &["good"]);
    let refs = [reference("good"), reference("missing")];
    manifests.push(route("r", json!([{"backendRefs": refs}])));
    let gateway = Gateway::start(&manifests).await;
    let asked: Vec<TestRequest<'_>> = vec![(Method::POST, "/", &[]); 400];
    let taken = taken(&gateway, &asked).await;
    let broken = taken.iter().filter(|taken| *taken == "service not found").count();
    // Six standard deviations: sqrt(400 × 0.5 × 0.5) = 10.
    assert!(broken.abs_diff(200) < 60, "{broken}");
    assert_eq!(upstream.count(), 400 - broken);
}

#[tokio::test]
async fn a_rewrite_changes_path_and_host_and_keeps_the_query() {
    let upstream = Upstream::start().await;
    let ai = json!({"ai": {"routes": {"*": "Passthrough"}}});
    let backend = backend("b", upstream.address, json!({"custom": {}}), ai);
    let rewritten = |path: &str, rewrite: Value| {
        let mut rule = rule(json!({"path": {"type": "PathPrefix", "value": path}}), "b");
        rule["filters"] = json!([{"type": "URLRewrite", "urlRewrite": rewrite}]);
        rule
    };
    let prefix = json!({"type": "ReplacePrefixMatch", "replacePrefixMatch": "/new/"});
    let full = json!({"type": "ReplaceFullPath", "replaceFullPath": "/whole"});
    let rules = json!([
        rewritten("/old", json!({"path": prefix})),
        rewritten("/all", json!({"path": full, "hostname": "virtual.test"})),
    ]);
    let gateway = Gateway::start(&[backend, route("r", rules)]).await;
    for path in ["/old/x%20y?q=%2F&r", "/old", "/all/of/it?q"] {
        gateway.ask(post(path, "")).await.expect_ok();
    }
    let seen = upstream.seen();
    let targets: Vec<_> = seen.iter().map(|seen| seen.target.as_str()).collect();
    assert_eq!(targets, ["/v1/new/x%20y?q=%2F&r", "/v1/new", "/v1/whole?q"]);
    assert_eq!(seen[2].header("host"), Some("virtual.test"));
}

#[tokio::test]
async fn the_route_type_is_chosen_after_the_rewrite() {
    let upstream = Upstream::start().await;
    let ai = json!({"ai": {"routes": {"/v1/embeddings": "Embeddings", "*": "Passthrough"}}});
    let backend = backend("b", upstream.address, json!({"openai": {"model": "e"}}), ai);
    let mut rule = to("b");
    let path = json!({"type": "ReplaceFullPath", "replaceFullPath": "/v1/embeddings"});
    rule["filters"] = json!([{"type": "URLRewrite", "urlRewrite": {"path": path}}]);
    let gateway = Gateway::start(&[backend, route("r", json!([rule]))]).await;
    gateway.ask(post("/anything", r#"{"input":"x"}"#)).await.expect_ok();
    assert_eq!(upstream.only().text(), r#"{"model":"e","input":"x"}"#);
}

#[tokio::test]
async fn a_redirect_asks_no_upstream_and_is_no_broken_transfer() {
    let upstream = Upstream::start().await;
    let backend = backends(&upstream, &["b"]).remove(0);
    let redirect = json!({"hostname": "new.test", "scheme": "https", "statusCode": 301,
        "path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/new"}});
    let mut rule = rule(json!({"path": {"type": "PathPrefix", "value": "/old"}}), "b");
    rule["filters"] = json!([{"type": "RequestRedirect", "requestRedirect": redirect}]);
    let gateway = Gateway::start(&[backend, route("r", json!([rule]))]).await;
    let reply = gateway.ask(post("/old/x?q=1", "{}")).await;
    assert_eq!(reply.status.as_u16(), 301);
    assert_eq!(reply.header("location"), Some("https://new.test/new/x?q=1"));
    assert_eq!(upstream.count(), 0);
    let line = gateway.logged(&["http.status=301"]).await;
    assert!(!line.contains("error="), "{line}");
}

#[tokio::test]
async fn a_redirect_keeps_the_port_of_the_clients_host_and_not_the_listeners() {
    let upstream = Upstream::start().await;
    let backend = backends(&upstream, &["b"]).remove(0);
    let mut rule = rule(json!({"path": {"type": "PathPrefix", "value": "/"}}), "b");
    let redirect = json!({"type": "RequestRedirect", "requestRedirect": {"hostname": "new.test"}});
    rule["filters"] = json!([redirect]);
    let gateway = Gateway::start(&[backend, route("r", json!([rule]))]).await;
    for (host, location) in
        [("front.test", "http://new.test/x"), ("front.test:8080", "http://new.test:8080/x")]
    {
        let reply = gateway.ask(with(Method::GET, "/x", &[("host", host)], "")).await;
        assert_eq!(reply.header("location"), Some(location), "{host}");
    }
    assert_eq!(upstream.count(), 0);
}

#[tokio::test]
async fn header_modifiers_change_requests_and_replies_on_rule_and_backend() {
    let upstream = Upstream::start().await;
    let backend = backends(&upstream, &["b"]).remove(0);
    let edits = |kind: &str, field: &str, where_: &str| {
        let edits = json!({"set": [{"name": format!("x-set-{where_}"), "value": "1"}],
            "add": [{"name": "x-add", "value": where_}], "remove": [format!("x-gone-{where_}")]});
        json!({"type": kind, field: edits})
    };
    let both = |where_: &str| {
        json!([
            edits("RequestHeaderModifier", "requestHeaderModifier", where_),
            edits("ResponseHeaderModifier", "responseHeaderModifier", where_)
        ])
    };
    let mut reference = reference("b");
    reference["filters"] = both("ref");
    let rule = json!({"filters": both("rule"), "backendRefs": [reference]});
    let gateway = Gateway::start(&[backend, route("r", json!([rule]))]).await;
    let mut scripted = crate::support::upstream::reply(200, "application/json", "{}");
    for name in ["x-gone-rule", "x-gone-ref", "x-kept"] {
        scripted.headers_mut().insert(name, "1".parse().expect("a value"));
    }
    upstream.script(crate::support::upstream::Script::Reply(scripted));
    let sent = [("x-gone-rule", "1"), ("x-gone-ref", "1"), ("x-set-rule", "0"), ("x-kept", "1")];
    let reply = gateway.ask(with(Method::POST, "/", &sent, chat("m"))).await.expect_ok();
    for headers in [&upstream.only().headers, &reply.headers] {
        let value = |name: &str| headers.get(name).map(|value| value.to_str().expect("text"));
        assert_eq!((value("x-gone-rule"), value("x-gone-ref")), (None, None));
        let kept = (value("x-set-rule"), value("x-set-ref"), value("x-kept"));
        assert_eq!(kept, (Some("1"), Some("1"), Some("1")));
        assert_eq!(headers.get_all("x-add").iter().count(), 2);
    }
}

#[tokio::test]
async fn each_gateway_gets_an_address_of_its_own() {
    let upstream = Upstream::start().await;
    let mut manifests = backends(&upstream, &["one", "two"]);
    for name in ["one", "two"] {
        let listeners = json!([{"name": "http", "port": 8080, "protocol": "HTTP"}]);
        manifests.push(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": name},
            "spec": {"gatewayClassName": "c", "listeners": listeners}}));
        let mut route = route(name, json!([to(name)]));
        route["spec"]["parentRefs"] = json!([{"name": name}]);
        manifests.push(route);
    }
    let gateway = Gateway::start(&manifests).await;
    let served = gateway.proxy.served();
    assert_eq!(served.len(), 2);
    assert!(served.iter().all(|served| served.address.ip().is_loopback()));
    for served in served {
        let name = served.bind.gateway.expect("a Gateway").name;
        let reply = Connection::to(served.address).await.ask(post("/", chat("m"))).await;
        assert_eq!(reply.header("x-agw-model"), Some(name.as_str()));
        assert_eq!(reply.header("x-agw-route"), Some(format!("default/{name}.0").as_str()));
    }
}

#[tokio::test]
async fn a_request_that_runs_keeps_the_table_it_took() {
    let upstream = Upstream::start().await;
    let mut gateway =
        Gateway::before(&upstream, json!({"openai": {"model": "before"}}), json!({})).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let response = connection.send(post("/", chat("m"))).await.expect("a head");
    gateway.apply(&[]).await;
    assert_eq!(response.headers()["x-agw-model"], "before");
    pieces.send(Ok("data: 1\n\n".into())).expect("a running stream");
    drop(pieces);
    let body = http_body_util::BodyExt::collect(response.into_body()).await.expect("an end");
    assert_eq!(body.to_bytes(), "data: 1\n\n");
    connection.ask(post("/", chat("m"))).await.expect_plain(404, "route not found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn swapping_tables_fails_no_request() {
    let upstream = Upstream::start().await;
    let tables = ["a", "b"].map(|name| {
        let mut manifests = backends(&upstream, &[name]);
        manifests.push(route("r", json!([to(name)])));
        manifests
    });
    let mut gateway = Gateway::start(&tables[0]).await;
    let address = gateway.address();
    let done = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..4)
        .map(|_| {
            let done = Arc::clone(&done);
            tokio::spawn(async move {
                let mut connection = Connection::to(address).await;
                let mut seen = [0_u32; 2];
                while !done.load(Ordering::Relaxed) {
                    let reply = connection.ask(post("/", chat("m"))).await.expect_ok();
                    let is_b = reply.header("x-agw-model") == Some("b");
                    seen[usize::from(is_b)] += 1;
                }
                seen
            })
        })
        .collect();
    for round in 0..50 {
        let before = upstream.count();
        gateway.proxy.apply(table(&tables[round % 2])).await.expect("the same address");
        upstream.until("requests under this table", |seen| seen.len() >= before + 4).await;
    }
    done.store(true, Ordering::Relaxed);
    for client in clients {
        let seen = client.await.expect("a client without failures");
        assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    }
}
