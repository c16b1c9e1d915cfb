//! Matching against an oracle that is slow and obvious: it reads what the author wrote, asks every match of every route,
//! and takes the one that the order of precedence puts first.

use std::cmp::Reverse;
use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::*;
use crate::domain::compile::Compiled;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};
use crate::domain::value::object_ref::Kind;

/// Hosts that routes name; empty for none.
const HOSTS: [&str; 16] = [
    "",
    "*",
    "a.test",
    "a.test",
    "a.test",
    "b.a.test",
    "*.test",
    "*.a.test",
    "*.b.a.test",
    "*.c",
    "*.d",
    "*.e.test",
    "*.f.test",
    "*.g.test",
    "*.h.test",
    "*.i.test",
];
const ASKED_HOSTS: [&str; 8] =
    ["a.test", "b.a.test", "c.b.a.test", "x.test", "test", ".test", "other", "x.e.test"];
const PATHS: [(&str, &str); 12] = [
    ("PathPrefix", "/"),
    ("PathPrefix", "/v1"),
    ("PathPrefix", "/v1/"),
    ("PathPrefix", "/v1/chat"),
    ("PathPrefix", "/v1/chat/completions"),
    ("Exact", "/v1"),
    ("Exact", "/v1/"),
    ("Exact", "/v1/chat/completions"),
    ("RegularExpression", "/v1"),
    ("RegularExpression", "/v[12]/.*"),
    ("RegularExpression", "/v1/chat/(completions|x)"),
    ("RegularExpression", ".*"),
];
const ASKED_PATHS: [&str; 9] = [
    "/",
    "/v1",
    "/v1/",
    "/v1/chat",
    "/v1x",
    "/v1/chat/completions",
    "/v1/chat/completions/",
    "/v2/x",
    "*",
];
const METHODS: [&str; 3] = ["GET", "POST", "PUT"];
const NAMES: [&str; 3] = ["x-a", "x-b", "x-c"];
const VALUES: [&str; 3] = ["1", "2", "12"];

/// One entry of `matches`, as written.
#[derive(Clone, Debug)]
struct Written {
    path: (&'static str, &'static str),
    method: Option<&'static str>,
    /// Name, value, and whether that is a regular expression.
    headers: Vec<(&'static str, &'static str, bool)>,
    query: Option<(&'static str, &'static str)>,
}

/// A route of one rule.
#[derive(Clone, Debug)]
struct Route {
    hosts: Vec<&'static str>,
    matches: Vec<Written>,
}

#[derive(Clone, Debug)]
struct RandomRequest {
    host: &'static str,
    path: &'static str,
    method: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    query: Option<(&'static str, &'static str)>,
}

fn pair() -> impl Strategy<Value = (&'static str, &'static str)> {
    (select(&NAMES[..]), select(&VALUES[..]))
}

fn written() -> impl Strategy<Value = Written> {
    let header = (select(&NAMES[..]), select(&VALUES[..]), prop::bool::weighted(0.2));
    // The API server takes a name once.
    let headers = prop::collection::vec(header, 0..3).prop_map(|mut headers| {
        headers.sort_by_key(|header| header.0);
        headers.dedup_by_key(|header| header.0);
        headers
    });
    let method = prop::option::weighted(0.3, select(&METHODS[..]));
    (select(&PATHS[..]), method, headers, prop::option::weighted(0.2, pair()))
        .prop_map(|(path, method, headers, query)| Written { path, method, headers, query })
}

fn route() -> impl Strategy<Value = Route> {
    let hosts = prop::collection::btree_set(select(&HOSTS[..]), 1..3);
    (hosts, prop::collection::vec(written(), 1..3))
        .prop_map(|(hosts, matches)| Route { hosts: hosts.into_iter().collect(), matches })
}

fn asked() -> impl Strategy<Value = RandomRequest> {
    let headers = prop::collection::vec(pair(), 0..4);
    let asked = (select(&ASKED_HOSTS[..]), select(&ASKED_PATHS[..]), select(&METHODS[..]));
    (asked, headers, prop::option::of(pair())).prop_map(|((host, path, method), headers, query)| {
        RandomRequest { host, path, method, headers, query }
    })
}

fn manifest(index: usize, route: &Route) -> Value {
    let kind = |regex: bool| if regex { "RegularExpression" } else { "Exact" };
    let matches: Vec<Value> = route
        .matches
        .iter()
        .map(|written| {
            let headers = written.headers.iter();
            let headers: Vec<_> = headers
                .map(|(name, value, regex)| json!({"name": name, "value": value, "type": kind(*regex)}))
                .collect();
            let query = written.query.iter();
            let query: Vec<_> = query.map(|(name, value)| json!({"name": name, "value": value})).collect();
            let mut entry = json!({"path": {"type": written.path.0, "value": written.path.1},
                "headers": headers, "queryParams": query});
            if let Some(method) = written.method {
                entry["method"] = json!(method);
            }
            entry
        })
        .collect();
    // No name at all is every host, whatever other names there are: such a route names none.
    let hosts: Vec<_> = route.hosts.iter().filter(|host| !matches!(**host, "" | "*")).collect();
    let any = hosts.len() < route.hosts.len();
    json!({"kind": "HTTPRoute", "metadata": {"name": format!("r{index:03}"), "namespace": "n"},
        "spec": {"hostnames": if any { Vec::new() } else { hosts }, "rules": [{"matches": matches}]}})
}

fn table(routes: &[Route]) -> RouteTable {
    let mut objects = Objects::new(World::Files);
    for (index, route) in routes.iter().enumerate() {
        objects.apply(Kind::HttpRoute, manifest(index, route), Origin::Cluster);
    }
    Compiled::of(objects.snapshot()).table
}

fn found(table: &RouteTable, asked: &RandomRequest) -> Option<String> {
    let mut headers = HeaderMap::new();
    for (name, value) in &asked.headers {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let query = asked.query.map(|(name, value)| format!("{name}={value}"));
    let request = RequestParts {
        method: &Method::from_bytes(asked.method.as_bytes()).expect("a method"),
        host: asked.host,
        path: asked.path,
        query: query.as_deref(),
        headers: &headers,
    };
    let bind = table.binds.keys().next().expect("a bind");
    table.find(bind, &request).ok().map(|found| found.candidate.rule.route.name.clone())
}

// === the oracle ===

/// How well a host that a route names fits: the smaller the better; none where it does not.
fn host_fits(written: &str, asked: &str) -> Option<(u8, Reverse<usize>)> {
    match written.strip_prefix('*') {
        _ if written.is_empty() || written == "*" => Some((2, Reverse(0))),
        Some(suffix) => {
            (asked.ends_with(suffix) && asked != suffix).then_some((1, Reverse(suffix.len())))
        }
        None => (written == asked).then_some((0, Reverse(0))),
    }
}

/// Whether a regular expression takes the whole of a text; each is compiled once.
fn covers(pattern: &str, text: &str) -> bool {
    static ALL: LazyLock<HashMap<&str, regex::Regex>> = LazyLock::new(|| {
        let all = PATHS.iter().map(|path| path.1).chain(VALUES);
        all.map(|text| (text, regex::Regex::new(&format!("^({text})$")).expect("a pattern")))
            .collect()
    });
    ALL[pattern].is_match(text)
}

fn path_fits(kind: &str, written: &str, asked: &str) -> bool {
    match kind {
        "Exact" => written == asked,
        "PathPrefix" => {
            let prefix = written.trim_end_matches('/');
            asked == prefix || asked.starts_with(&format!("{prefix}/"))
        }
        _ => covers(written, asked),
    }
}

fn fits(written: &Written, asked: &RandomRequest) -> bool {
    let header = |(name, value, regex): &(&str, &str, bool)| {
        let mut given = asked.headers.iter().filter(|(given, _)| given == name);
        given.any(|(_, given)| match regex {
            true => covers(value, given),
            false => given == value,
        })
    };
    path_fits(written.path.0, written.path.1, asked.path)
        && written.method.is_none_or(|method| method == asked.method)
        && written.headers.iter().all(header)
        && written.query.is_none_or(|query| asked.query == Some(query))
}

fn expected(routes: &[Route], asked: &RandomRequest) -> Option<String> {
    let mut all = Vec::new();
    for (index, route) in routes.iter().enumerate() {
        let any = route.hosts.iter().any(|host| matches!(*host, "" | "*"));
        let hosts = if any { vec![""] } else { route.hosts.clone() };
        for host in hosts {
            let Some(rank) = host_fits(host, asked.host) else { continue };
            for written in route.matches.iter().filter(|written| fits(written, asked)) {
                let (kind, path) = written.path;
                let length =
                    if kind == "PathPrefix" { path.trim_end_matches('/') } else { path }.len();
                let specific = (
                    Reverse(kind == "Exact"),
                    Reverse(length),
                    Reverse(written.method.is_some()),
                    Reverse(written.headers.len()),
                    Reverse(written.query.is_some()),
                );
                all.push((rank, specific, format!("r{index:03}")));
            }
        }
    }
    all.into_iter().min().map(|(.., name)| name)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn the_table_finds_what_asking_everybody_finds(
        routes in prop::collection::vec(route(), 1..120),
        asked in prop::collection::vec(asked(), 40),
    ) {
        let table = table(&routes);
        for asked in &asked {
            prop_assert_eq!(found(&table, asked), expected(&routes, asked), "{:?}", asked);
        }
    }
}

/// A host with more rules than are asked one after another, which differ by a header only, by a path only, or by both.
#[test]
fn the_last_of_ten_thousand_rules_of_one_host_is_found() {
    let routes: Vec<Value> = (0..10_000)
        .map(|index| {
            let mut entry = json!({"path": {"value": format!("/p{}", index % 100)}});
            if index >= 100 {
                entry["headers"] =
                    json!([{"name": "x-tenant", "value": format!("t{}", index / 100)}]);
            }
            json!({"kind": "HTTPRoute", "metadata": {"name": format!("r{index}"), "namespace": "n"},
                "spec": {"hostnames": ["a.test"], "rules": [{"matches": [entry]}]}})
        })
        .collect();
    let mut objects = Objects::new(World::Files);
    for route in routes {
        objects.apply(Kind::HttpRoute, route, Origin::Cluster);
    }
    let table = Compiled::of(objects.snapshot()).table;
    let bind = table.binds.keys().next().expect("a bind");
    for index in (0..10_000).step_by(37) {
        let mut headers = HeaderMap::new();
        let tenant = HeaderValue::from_str(&format!("t{}", index / 100)).expect("a value");
        headers.insert("x-tenant", tenant);
        let path = format!("/p{}/x", index % 100);
        let request = RequestParts {
            method: &Method::POST,
            host: "a.test",
            path: &path,
            query: None,
            headers: &headers,
        };
        let found = table.find(bind, &request).expect("a rule");
        assert_eq!(found.candidate.rule.route.name, format!("r{index}"));
    }
}
