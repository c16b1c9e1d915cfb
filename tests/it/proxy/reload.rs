//! Tables are swapped under running clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kubectl_agw::edge::proxy::{Ports, Settings};
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, backend, chat, post, route, settings, table, to,
};
use crate::support::upstream::Upstream;

const SWAPS: usize = 200;

fn manifests(upstream: &Upstream, model: usize) -> [Value; 2] {
    let provider = json!({"openai": {"model": model.to_string()}});
    [backend("b", upstream.address, provider, json!({})), route("r", json!([to("b")]))]
}

/// The table by which a chat was routed.
async fn table_of(connection: &mut Connection) -> usize {
    let reply = connection.ask(post("/", chat("m"))).await.expect_ok();
    reply.header("x-agw-model").expect("a model").parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_tables_fail_no_request_and_each_is_in_force_at_once() {
    let upstream = Upstream::start().await;
    let mut gateway = Gateway::start(&manifests(&upstream, 0)).await;
    let address = gateway.address();
    let done = Arc::new(AtomicBool::new(false));
    let clients = [(), ()].map(|()| {
        let done = Arc::clone(&done);
        tokio::spawn(async move {
            let mut connection = Connection::to(address).await;
            let mut newest = 0;
            while !done.load(Ordering::Relaxed) {
                let table = table_of(&mut connection).await;
                assert!(table >= newest, "table {table} came back after {newest}");
                newest = table;
            }
            newest
        })
    });
    let mut own = Connection::to(address).await;
    let mut took = Vec::new();
    for swap in 1..=SWAPS {
        let table = table(&manifests(&upstream, swap));
        let began = Instant::now();
        gateway.proxy.apply(table).await.expect("the same address");
        // Not soon, but from here on: whoever asks after `apply` has returned gets the new table.
        assert_eq!(table_of(&mut own).await, swap);
        took.push(began.elapsed());
    }
    done.store(true, Ordering::Relaxed);
    for client in clients {
        assert!(client.await.expect("a client without failures") > 0);
    }
    took.sort_unstable();
    assert!(took[SWAPS / 2] < Duration::from_millis(100), "{took:?}");
    assert_eq!(gateway.address(), address);
    assert!(upstream.taken() <= 6, "{} connections: a swap costs none", upstream.taken());
}

#[tokio::test]
async fn a_gateway_keeps_its_address_while_others_come_and_go() {
    let of = |names: &[&str]| -> Vec<Value> {
        let listeners = json!([{"name": "l", "port": 80, "protocol": "HTTP"}]);
        let gateway = |name: &&str| {
            json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
                "metadata": {"name": name},
                "spec": {"gatewayClassName": "c", "listeners": listeners}})
        };
        names.iter().map(gateway).collect()
    };
    let mut gateway = Gateway::start(&of(&["b", "c"])).await;
    let addresses = |gateway: &Gateway| -> Vec<_> {
        gateway.proxy.served().into_iter().map(|served| served.address).collect()
    };
    let before = addresses(&gateway);
    gateway.apply(&of(&["a", "b", "c"])).await;
    let more = addresses(&gateway);
    assert_eq!(more[1..], before[..]);
    gateway.apply(&of(&["c"])).await;
    assert_eq!(addresses(&gateway), before[1..]);
    gateway.apply(&of(&["c", "d"])).await;
    // An address that was left over is used again.
    assert_eq!(addresses(&gateway)[0], before[1]);
    assert!([before[0], more[0]].contains(&addresses(&gateway)[1]));
}

/// A Gateway with one listener.
fn gateway_of(name: &str, port: u16) -> Value {
    let listener = json!({"name": "http", "port": port, "protocol": "HTTP"});
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": name}, "spec": {"gatewayClassName": "c", "listeners": [listener]}})
}

#[tokio::test]
async fn the_first_listener_is_at_the_users_port_whatever_happens_to_gateways() {
    let upstream = Upstream::start().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let all = |gateways: &[(&str, u16)]| {
        let parents: Vec<_> = gateways.iter().map(|(name, _)| json!({"name": name})).collect();
        let mut route = route("r", json!([to("b")]));
        route["spec"]["parentRefs"] = json!(parents);
        let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
        let gateways = gateways.iter().map(|(name, port)| gateway_of(name, *port));
        gateways.chain([backend, route]).collect::<Vec<_>>()
    };
    let ports = Ports { first: Some(port), ..Ports::default() };
    let settings = Settings { ports, ..settings() };
    let mut gateway = Gateway::start_with(settings, &all(&[("m", 45_080)])).await;
    for gateways in [
        &[("m", 45_090)][..],
        &[("n", 45_080)],
        &[],
        &[("m", 45_080)],
        &[("a", 45_070), ("m", 45_080)],
        &[("m", 45_080)],
        &[("m", 45_080), ("z", 45_060)],
        &[("z", 45_060)],
    ] {
        gateway.apply(&all(gateways)).await;
        assert_eq!(gateway.address().port(), port, "{gateways:?}");
        gateway.chat(chat("m")).await.expect_ok();
        assert_eq!(gateway.proxy.served().len(), gateways.len().max(1));
    }
}
