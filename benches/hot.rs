//! What is done for every request, event and reload, alone: matching, peeking, splicing, reading events, compiling.
//!
//! `cargo bench --bench hot`; a name behind `--` runs only what has it in its name.

use std::hint::black_box;
use std::sync::Arc;

use bytes::Bytes;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use http::{HeaderMap, HeaderValue, Method};
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::llm::rewrite::{self, Rewrite};
use kubectl_agw::domain::llm::{peek, splice, sse};
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::domain::route::table::RouteTable;
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{Snapshot, World, manifests};
use serde_json::{Value, json};

/// Routes of one rule each: `count`, over so many hosts, each with a path and a header of its own.
fn snapshot(count: usize, hosts: usize) -> Snapshot {
    guarded(count, hosts, 0)
}

/// The same behind one Gateway with so many policies, whose rules add up.
fn guarded(count: usize, hosts: usize, policies: usize) -> Snapshot {
    let mut objects = Objects::new(World::Files);
    let mut add = |manifest: &Value| {
        manifests::add(&mut objects, &Arc::from("bench"), &manifest.to_string(), "models");
    };
    add(&json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"ai": {"provider": {"openai": {}}}}}));
    for index in 0..count {
        add(&json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": {"name": format!("r{index}")}, "spec": {
            "parentRefs": [{"name": "edge"}],
            "hostnames": [format!("h{}.test", index % hosts)],
            "rules": [{
                "matches": [{"path": {"value": format!("/p{}", index / hosts % 100)},
                    "headers": [{"name": "x-tenant", "value": format!("t{}", index / hosts)}]}],
                "backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}],
            }]}}));
    }
    if policies > 0 {
        let listener = json!({"name": "http", "protocol": "HTTP", "port": 80});
        add(&json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": "edge"},
            "spec": {"gatewayClassName": "agentgateway", "listeners": [listener]}}));
    }
    for index in 0..policies {
        let rule = format!("request.headers['x-tenant'] == 't{index}'");
        let target =
            json!({"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "edge"});
        add(&json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
            "metadata": {"name": format!("p{index}")}, "spec": {"targetRefs": [target],
            "traffic": {"authorization": {"policy": {"matchExpressions": [rule]}}}}}));
    }
    objects.snapshot()
}

/// The last of so many routes is asked for.
fn ask(table: &RouteTable, count: usize, hosts: usize) -> impl Fn() + use<'_> {
    let index = count - 1;
    let bind = table.binds.keys().next().cloned();
    let (host, path) =
        (format!("h{}.test", index % hosts), format!("/p{}/v1", index / hosts % 100));
    let mut headers = HeaderMap::new();
    for name in ["accept", "authorization", "content-type", "user-agent"] {
        headers.insert(name, HeaderValue::from_static("some value"));
    }
    if let Ok(tenant) = HeaderValue::from_str(&format!("t{}", index / hosts)) {
        headers.insert("x-tenant", tenant);
    }
    move || {
        let request = RequestParts {
            method: &Method::POST,
            host: &host,
            path: &path,
            query: None,
            headers: &headers,
        };
        let found = bind.as_ref().map(|bind| table.find(bind, black_box(&request)).is_ok());
        assert_eq!(black_box(found), Some(true));
    }
}

fn matching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("match");
    for (name, count, hosts) in [
        ("1 route", 1, 1),
        ("10000 routes over 1000 hosts", 10_000, 1000),
        ("10000 routes of one host", 10_000, 1),
    ] {
        let Compiled { table, .. } = Compiled::of(snapshot(count, hosts));
        group.bench_function(name, |bencher| bencher.iter(ask(&table, count, hosts)));
    }
    group.finish();
    let snapshot = Arc::new(snapshot(10_000, 1000));
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(10);
    group.bench_function("10000 routes over 1000 hosts", |bencher| {
        bencher.iter_with_large_drop(|| Compiled::of(Arc::clone(black_box(&snapshot))));
    });
    let guarded = Arc::new(guarded(500, 50, 500));
    group.bench_function("500 routes behind 500 policies", |bencher| {
        bencher.iter_with_large_drop(|| Compiled::of(Arc::clone(black_box(&guarded))));
    });
}

fn body(size: usize, model_last: bool) -> Bytes {
    let text = r#"a \"quoted\" word, a newline \n and so on, "#.repeat(size / 43);
    let messages = format!(r#""messages":[{{"role":"user","content":"{text}"}}]"#);
    match model_last {
        true => format!(r#"{{{messages},"stream":true,"model":"asked"}}"#).into(),
        false => format!(r#"{{"model":"asked","stream":true,{messages}}}"#).into(),
    }
}

fn bodies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("peek and splice");
    for (name, size, last) in [
        ("2 KB", 2 << 10, false),
        ("32 KB", 32 << 10, false),
        ("512 KB, model first", 512 << 10, false),
        ("512 KB, model last", 512 << 10, true),
    ] {
        let body = body(size, last);
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let peek = peek::peek(black_box(&body));
                let plan = peek.map(|peek| {
                    let model = Some("the one that is sent");
                    let wish = Rewrite { model, include_usage: true, rename_max_tokens: true };
                    rewrite::plan(&peek, &wish)
                });
                plan.map(|edits| splice::splice(&body, edits))
            });
        });
    }
}

fn events(criterion: &mut Criterion) {
    let event = concat!(
        r#"data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"#,
        r#""delta":{"content":"word"}}],"usage":null}"#,
        "\n\n"
    );
    let stream = event.repeat(200);
    let mut group = criterion.benchmark_group("read events");
    group.throughput(Throughput::Bytes(stream.len() as u64));
    for (name, piece) in [("as one piece", stream.len()), ("one by one", event.len()), ("cut", 100)]
    {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                sse::Reader::default,
                |mut reader| {
                    stream.as_bytes().chunks(piece).for_each(|piece| reader.feed(black_box(piece)));
                    reader.finish()
                },
                BatchSize::SmallInput,
            );
        });
    }
}

criterion_group!(hot, matching, bodies, events);
criterion_main!(hot);
