//! What is decided is decided without the outside world: what the domain and the plan of a request must not name, each
//! with the way out.

use crate::files::{File, Tree};
use crate::mentions::Mention;
use crate::{Finding, Rule};

/// Paths that reach out of the domain, each with all below it, and what is done instead.
const IMPURE: &[(&str, &str)] = &[
    ("tokio", "the domain does not wait; `edge` does"),
    ("hyper", "the domain has no sockets; `edge::proxy` has"),
    ("hyper_util", "the domain has no sockets; `edge::proxy` has"),
    ("hyper_rustls", "the domain has no sockets; `edge::proxy` has"),
    ("rustls", "the domain has no sockets; `edge::proxy` has"),
    ("tower", "the domain has no services; `edge` has"),
    ("kube::Client", "the domain asks no cluster; `edge::cluster` does"),
    ("kube::Api", "the domain asks no cluster; `edge::cluster` does"),
    ("kube::Config", "the domain asks no cluster; `edge::cluster` does"),
    ("kube::api", "the domain asks no cluster; `edge::cluster` does"),
    ("kube::client", "the domain asks no cluster; `edge::cluster` does"),
    ("kube::config", "the domain asks no cluster; `edge::cluster` does"),
    ("kube::discovery", "the domain asks no cluster; `edge::cluster` does"),
    ("kube::runtime", "the domain asks no cluster; `edge::cluster` does"),
    ("notify", "the domain watches no files; `edge::source` does"),
    ("std::fs", "the domain reads no files; `edge::source` does"),
    ("std::net", "the domain has no sockets; `edge::proxy` has"),
    ("std::env", "the environment comes in as an argument"),
    ("std::process", "the domain starts and ends nothing"),
    ("std::thread", "the domain starts no threads"),
    ("std::io::stdin", "the domain reads no input"),
    ("std::io::stdout", "the domain prints nothing; it returns what is to be said"),
    ("std::io::stderr", "the domain prints nothing; it returns what is to be said"),
    ("std::time::SystemTime", "time comes in as an argument"),
    ("std::time::Instant::now", "time comes in as an argument"),
    ("jiff::Timestamp::now", "time comes in as an argument"),
    ("jiff::Zoned::now", "time comes in as an argument"),
    ("rand", "chance comes in as an argument"),
    ("fastrand", "chance comes in as an argument"),
    ("ring::rand", "chance comes in as an argument"),
    ("getrandom", "chance comes in as an argument"),
    ("anstream", "the domain prints nothing; it returns what is to be said"),
    ("tracing", "the domain logs nothing; it returns what is to be said"),
];

/// Types of `std::net` that are values: an address is no socket.
const VALUES: &[&str] =
    &["std::net::IpAddr", "std::net::Ipv4Addr", "std::net::Ipv6Addr", "std::net::SocketAddr"];

const PRINTING: &[&str] = &["print!", "println!", "eprint!", "eprintln!", "dbg!"];

/// What a request becomes is decided as purely as in the domain; but the types of what travels with its head are hyper's.
const PLAN: &str = "src/edge/proxy/plan";
const OF_PLAN: &[&str] = &["hyper"];

pub const RULES: &[Rule] = &[Rule {
    name: "pure-domain",
    check,
    broken: &[
        &[("src/domain/route.rs", "use tokio::sync::Mutex;")],
        &[("src/domain/route.rs", "use std::{fmt, fs};")],
        &[("src/domain/route.rs", "fn f() { std::env::var(\"X\"); }")],
        &[("src/domain/route.rs", "use std::time::Instant; fn f() { Instant::now(); }")],
        &[("src/domain/route.rs", "use std::time; fn f() { time::SystemTime::now(); }")],
        &[("src/domain/route.rs", "fn f() { g(|| <std::time::SystemTime>::now()) }")],
        &[("src/domain/route.rs", "fn f() { println!(\"x\"); }")],
        &[("src/domain/route.rs", "fn f() { std::dbg!(1); }")],
        &[("src/domain/route.rs", "fn f() { let x = vec![println!()]; }")],
        &[("src/domain/route.rs", "fn f() { tracing::info!(\"x\"); }")],
        &[("src/domain/route.rs", "#[tracing::instrument] fn f() {}")],
        &[("src/domain/route.rs", "fn f() { g(rand::random()) }")],
        &[("src/domain/route.rs", "fn f() -> f64 { fastrand::f64() }")],
        &[("src/domain/value/digest.rs", "use ring::{digest, rand::SystemRandom};")],
        &[("src/domain/crd/backend.rs", "use kube::{CustomResource, Client};")],
        &[("src/domain/route.rs", "use std::net::{IpAddr, TcpStream};")],
        &[("src/domain/route.rs", "use std::io::{self, Read}; fn f() { io::stdout(); }")],
        &[("src/domain/llm/detect.rs", "use hyper_util::rt::TokioIo as X;")],
        &[("src/edge/proxy/plan/loops.rs", "fn f() -> u64 { fastrand::u64(..) }")],
        &[("src/edge/proxy/plan/head.rs", "use tokio::time::sleep;")],
        &[("src/edge/proxy/plan.rs", "use std::time::Instant; fn f() { Instant::now(); }")],
        &[
            ("src/domain/route/rank.rs", "use std::fs;"),
            ("src/domain/route.rs", "mod rank; #[cfg(not(test))] mod x {}"),
        ],
    ],
    good: &[
        (
            "src/domain/route.rs",
            "use std::{fmt, io::Read, time::Instant}; fn f(at: Instant) {} #[cfg(test)] mod tests;",
        ),
        ("src/domain/route/tests.rs", "fn f() { println!(\"{:?}\", std::fs::read(\"x\")); }"),
        (
            "src/domain/value/usage.rs",
            "use std::net::IpAddr; #[cfg(test)] mod tests { fn f() { dbg!(1); } }",
        ),
        (
            "src/domain/crd/backend.rs",
            "use kube::{CustomResource, KubeSchema}; #[kube(group = \"g\")] struct S;",
        ),
        ("src/edge/source.rs", "use std::fs; use tokio::sync::watch;"),
        ("src/edge/proxy/plan/head/upgrade.rs", "use hyper::upgrade::OnUpgrade;"),
        ("src/edge/proxy/preview.rs", "fn f() -> u64 { fastrand::u64(..) }"),
        ("src/domain/manifest.rs", "fn f(rand: u64, env: &str) { format!(\"{}{}\", rand, env); }"),
    ],
}];

fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.program().filter(|file| file.is_in("src/domain") || file.is_in(PLAN)) {
        for mention in file.mentions.iter().filter(|mention| !mention.test) {
            found.extend(fault(file, mention));
        }
    }
    found
}

fn fault(file: &File, mention: &Mention) -> Option<Finding> {
    let value = VALUES.iter().any(|path| mention.is_under(path));
    let allowed = |path: &str| file.is_in(PLAN) && OF_PLAN.contains(&path);
    let impure = IMPURE.iter().find(|(path, _)| mention.is_under(path) && !value && !allowed(path));
    let prints = mention.path.last().is_some_and(|name| PRINTING.contains(&&**name));
    let why = match (impure, prints) {
        (Some((_, why)), _) => *why,
        (None, true) => "the domain prints nothing; it returns what is to be said",
        (None, false) => return None,
    };
    let what = format!("names `{}`: {why}", mention.path.join("::"));
    Some(Finding::new(file, mention.line, what))
}
