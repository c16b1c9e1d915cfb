//! Which module may name which: floors, the order inside a floor, and the names that have one home.

use crate::files::{File, Tree};
use crate::mentions::Mention;
use crate::{Finding, Rule};

/// The floors, from the ground up. A floor names itself and those before it.
const FLOORS: &[&str] = &["domain", "edge", "cli"];

/// Modules of a folder in upward order; those in one step do not name each other. A folder without steps has no order.
const STEPS: &[(&str, &[&[&str]])] = &[
    (
        "domain",
        &[
            &["value"],
            &["crd"],
            &["llm", "meter"],
            &["audit", "manifest"],
            &["kill"],
            &["route"],
            &["snapshot"],
            &["compile"],
            &["registry"],
            &["check"],
            &["upgrade"],
        ],
    ),
    (
        "domain::route",
        &[
            &["certificate", "chance", "duration", "refusal"],
            &["reason"],
            &["cel", "filter", "matcher"],
            &["backend_error", "health", "trust"],
            &["address", "balance", "retry"],
            &["policy", "session_affinity"],
            &["upstream"],
            &["http_upstream", "model_backend"],
            &["mirror", "model_router"],
            &["target"],
            &["table"],
            &["browser", "explain", "sample"],
        ],
    ),
    (
        "domain::compile",
        &[
            &["delegation", "expression_faults"],
            &["attached", "grant", "namespaces", "reach", "rejection", "secret_ref"],
            &["incremental", "listener_set", "unread"],
            &["listeners", "missed"],
            &["attach", "tls"],
            &["backend", "hidden"],
            &["model_rules", "rules", "traffic"],
            &["conditions"],
        ],
    ),
    (
        "edge",
        &[
            &["disk"],
            &["audit"],
            &["cluster", "telemetry", "tls"],
            &["attempt", "kills", "source"],
            &["simulator"],
            &["proxy"],
        ],
    ),
    (
        "edge::proxy",
        &[
            &["body", "clock", "kill_switch"],
            &["plan"],
            &["connect", "preview"],
            &["upgrade"],
            &["answer", "connection_info"],
            &["state"],
            &["shared"],
            &["call", "gate"],
            &["exchange"],
            &["socket"],
            &["admin"],
        ],
    ),
    (
        "cli",
        &[
            &["actor", "definition", "descriptors", "exit_code", "output", "refused_flag"],
            &["error"],
            &["hidden_input", "interrupt"],
            &["args"],
            &["complete"],
            &["help", "object_words", "suggest"],
            &["command"],
        ],
    ),
];

/// A name that only some files may speak.
struct Home {
    /// Paths, each with all below it.
    names: &'static [&'static str],
    /// Where the rule holds.
    within: &'static str,
    /// Files and folders that are free of it.
    except: &'static [&'static str],
    /// Whether test code is free of it.
    tests: bool,
    why: &'static str,
}

const KUBERNETES: Home = Home {
    names: &[
        "kube",
        "k8s_openapi",
        "crate::domain::compile",
        "crate::domain::crd",
        "crate::domain::snapshot",
    ],
    within: "src/edge/proxy",
    except: &[],
    tests: true,
    why: "the proxy knows no Kubernetes type; `domain::route` is where they end",
};

/// Matches and filters read what a Gateway API route writes; what they come to has no such type.
const READERS: &[&str] = &["src/domain/route/filter", "src/domain/route/matcher"];

const CRD: Home = Home {
    names: &["kube", "gateway_api", "crate::domain::crd"],
    within: "src/domain/route",
    except: READERS,
    tests: true,
    why: "the table knows no type of an object; `domain::compile` is where they end",
};

const YAML: Home = Home {
    names: &["serde_yaml", "serde_saphyr", "granit_parser"],
    within: "src",
    except: &["src/domain/value/yaml"],
    tests: false,
    why: "only `domain::value::yaml` names a YAML crate",
};

const EXPOSE: Home = Home {
    names: &[".expose"],
    within: "src",
    except: &["src/domain/value/secret", "src/edge/proxy", "src/edge/cluster"],
    tests: true,
    why: "only `edge::proxy` and `edge::cluster` open a secret",
};

const DERIVES: Home = Home {
    names: &["kube"],
    within: "src/domain",
    except: &["src/domain/crd"],
    tests: false,
    why: "in the domain only `crd` names kube, for its derives",
};

pub const RULES: &[Rule] = &[
    Rule {
        name: "floors",
        check: |tree| every_mention(tree, floors),
        broken: &[
            &[("src/domain/route.rs", "use crate::edge::proxy::Proxy;")],
            &[("src/domain/route.rs", "use crate::{domain::value, cli::output};")],
            &[("src/domain/route/rank.rs", "fn f() { super::super::super::edge::source::now() }")],
            &[("src/edge/source.rs", "type Args = kubectl_agw::cli::args::Kube;")],
            &[("src/edge/source.rs", "fn f() { let x = vec![crate::cli::output::Row]; }")],
            &[("src/edge/source.rs", "use crate as house; fn f() { house::cli::run() }")],
            &[("src/domain/route.rs", "#[cfg(test)] mod tests { use crate::edge::proxy; }")],
            &[("src/domain/route.rs", "use crate::*;")],
            &[("src/domain/route.rs", "use crate::VERSION;")],
            &[("src/domain.rs", "use crate::edge::source;")],
        ],
        good: &[
            ("src/cli/context.rs", "use crate::{domain::value, edge::source, cli::args};"),
            ("src/edge/proxy.rs", "use crate::domain::route; fn f() { cli::f(); super::edge(); }"),
            ("src/main.rs", "use kubectl_agw::cli; fn main() { cli::run() }"),
            ("src/lib.rs", "pub mod cli; pub mod domain; pub mod edge;"),
        ],
    },
    Rule {
        name: "steps",
        check: |tree| every_mention(tree, steps),
        broken: &[
            &[("src/domain/value/usage.rs", "use crate::domain::crd::backend;")],
            &[("src/domain/llm.rs", "use super::manifest::Wish;")],
            &[("src/domain/meter/price.rs", "use super::super::llm;")],
            &[("src/domain/route.rs", "use crate::domain::{value, registry::{Row, self}};")],
            &[("src/domain/route.rs", "use crate::domain; fn f() { domain::registry::rows() }")],
            &[("src/domain/snapshot.rs", "use crate::domain::*;")],
            &[("src/domain/snapshot.rs", "use crate::domain::novelty::Thing;")],
            &[("src/domain/novelty.rs", "use crate::domain::value;")],
            &[("src/edge/telemetry.rs", "impl From<crate::edge::cluster::Error> for E {}")],
            &[("src/edge/simulator.rs", "#[derive(crate::edge::proxy::Derive)] struct S;")],
            &[("src/edge/proxy/plan/head.rs", "use crate::edge::proxy::call::request::Sent;")],
            &[("src/domain/route/filter.rs", "use super::policy::cors::Cors;")],
            &[("src/domain/route/policy/jwt.rs", "use crate::domain::route::{table, refusal};")],
            &[("src/domain/route/trust.rs", "use super::backend_error::BackendError;")],
            &[("src/domain/route/novelty.rs", "use crate::domain::value;")],
            &[("src/domain/route/target.rs", "use crate::domain::compile::rejection;")],
            &[("src/domain/compile/reach.rs", "use crate::domain::compile::backend::model;")],
            &[("src/domain/compile/attached/merge.rs", "fn f() { super::super::tls::f() }")],
            &[
                ("src/domain/route/cel.rs", "use super::Table;"),
                ("src/domain/route.rs", "pub mod table; pub use table::Table;"),
            ],
            &[
                ("src/domain/route/cel.rs", "fn f(table: &super::Table) {}"),
                ("src/domain/route.rs", "mod table; use self::table::Table;"),
            ],
        ],
        good: &[
            ("src/domain/registry.rs", "mod row; use row::Row; use crate::domain::route::Table;"),
            (
                "src/domain/route.rs",
                "#[cfg(test)] mod tests { use crate::domain::registry; use super::*; }",
            ),
            ("src/domain/registry/row.rs", "use super::Rows; use crate::domain::snapshot;"),
            ("src/edge/proxy/exchange.rs", "use crate::edge::{cluster, source}; use super::body;"),
            ("src/domain.rs", "pub mod registry; pub mod value;"),
            (
                "src/domain/compile/traffic/rows.rs",
                "use crate::domain::compile::{Compiled, backend};",
            ),
            (
                "src/domain/route/table/rank.rs",
                "use super::Rule; use crate::domain::route::target;",
            ),
        ],
    },
    Rule {
        name: "proxy-without-kubernetes",
        check: |tree| home(tree, &KUBERNETES),
        broken: &[
            &[("src/edge/proxy.rs", "use kube::Api;")],
            &[("src/edge/proxy/exchange.rs", "use crate::domain::{crd::backend, route};")],
            &[("src/edge/proxy/exchange.rs", "fn f(s: &crate::domain::snapshot::Snapshot) {}")],
            &[("src/edge/proxy/plan.rs", "use crate::domain::compile::compile;")],
            &[("src/edge/proxy/body.rs", "use k8s_openapi as k; fn f() { k::api::core() }")],
            &[
                ("src/edge/proxy/body.rs", "use crate::domain::value::Seen;"),
                ("src/domain/value.rs", "pub use super::again::Seen;"),
                ("src/domain/again.rs", "pub use crate::domain::snapshot::Snapshot as Seen;"),
            ],
        ],
        good: &[
            ("src/edge/cluster/apply.rs", "use kube::Api; use crate::domain::crd;"),
            (
                "src/edge/proxy/body.rs",
                "use crate::domain::route; #[cfg(test)] mod tests { use crate::domain::snapshot; }",
            ),
        ],
    },
    Rule {
        name: "table-without-crd",
        check: |tree| home(tree, &CRD),
        broken: &[
            &[("src/domain/route/upstream.rs", "use crate::domain::crd::backend::ProviderConfig;")],
            &[("src/domain/route/table/rank.rs", "fn f(rule: &crate::domain::crd::model::M) {}")],
            &[("src/domain/route/mirror.rs", "use crate::domain::{crd::gateway_api, value};")],
            &[("src/domain/route/policy/llm.rs", "use crate::domain::crd::backend::AiPolicies;")],
            &[
                ("src/domain/route/retry.rs", "fn f(of: &super::super::value::Rule) {}"),
                ("src/domain/value.rs", "pub use super::crd::gateway_api::Rule;"),
            ],
        ],
        good: &[
            ("src/domain/route/filter.rs", "use crate::domain::crd::gateway_api::Filter;"),
            (
                "src/domain/route/target.rs",
                "use crate::domain::route::filter::Filters; #[cfg(test)] mod tests { use crate::domain::crd; }",
            ),
        ],
    },
    Rule {
        name: "one-yaml",
        check: |tree| home(tree, &YAML),
        broken: &[
            &[("src/edge/source/files.rs", "fn f() { serde_yaml::from_str(\"\") }")],
            &[("src/domain/value/usage.rs", "use ::serde_saphyr::to_string;")],
            &[("src/cli/output.rs", "#[cfg(test)] mod tests { use serde_yaml::Value; }")],
            &[
                (
                    "src/cli/output.rs",
                    "use crate::domain::value::yaml; fn f() { yaml::raw::to_string(1) }",
                ),
                ("src/domain/value/yaml.rs", "pub use serde_yaml as raw;"),
            ],
        ],
        good: &[
            ("src/domain/value/yaml.rs", "fn f() { serde_yaml::from_str(\"\") }"),
            ("src/cli/output.rs", "use crate::domain::value::yaml;"),
        ],
    },
    Rule {
        name: "secrets-stay-shut",
        check: |tree| home(tree, &EXPOSE),
        broken: &[
            &[("src/cli/output.rs", "fn f(s: &Secret) { g(s.expose()) }")],
            &[("src/domain/manifest.rs", "fn f(s: &Secret) { format!(\"{}\", s.expose()); }")],
            &[("src/edge/telemetry.rs", "fn f(s: &[Secret]) { s.iter().map(Secret::expose) }")],
            &[(
                "src/edge/telemetry.rs",
                "fn f(s: &[Secret]) { vec![s.iter().map(Secret::expose)] }",
            )],
        ],
        good: &[
            ("src/edge/proxy/upstream.rs", "fn f(s: &Secret) { g(s.expose()) }"),
            ("src/edge/cluster.rs", "fn f(s: &Secret) { g(s.expose()) }"),
            (
                "src/cli/output.rs",
                "fn expose() {} #[cfg(test)] mod tests { fn f(s: &Secret) { s.expose(); } }",
            ),
        ],
    },
    Rule {
        name: "derives-of-kube",
        check: |tree| home(tree, &DERIVES),
        broken: &[
            &[("src/domain/snapshot.rs", "use kube::KubeSchema;")],
            &[("src/domain/registry.rs", "#[derive(kube::CustomResource)] struct S;")],
        ],
        good: &[("src/domain/crd/model.rs", "use kube::{CustomResource, KubeSchema};")],
    },
];

fn every_mention(tree: &Tree, fault: fn(&File, &Mention) -> Option<String>) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.program() {
        for mention in &file.mentions {
            found.extend(fault(file, mention).map(|what| Finding::new(file, mention.line, what)));
        }
    }
    found
}

fn floor_of(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| *floor == name)
}

/// A path of this crate: its segments after `crate`.
fn inside(mention: &Mention) -> Option<&[String]> {
    mention.path.split_first().filter(|(first, _)| *first == "crate").map(|(_, rest)| rest)
}

fn floors(file: &File, mention: &Mention) -> Option<String> {
    let module = file.module();
    let own = floor_of(module.first()?)?;
    let path = inside(mention)?;
    match path.first() {
        None if mention.glob => Some("takes everything of the crate; name what is used".to_owned()),
        None => None,
        Some(name) => match floor_of(name) {
            Some(floor) if floor <= own => None,
            Some(_) => Some(format!("`{}` names `{name}`, a floor above it", FLOORS[own])),
            None => Some(format!("`crate::{name}` is on no floor; name it by its module")),
        },
    }
}

fn steps(file: &File, mention: &Mention) -> Option<String> {
    STEPS.iter().find_map(|(folder, order)| step_of(folder, order, file, mention))
}

/// What breaks the order of one folder.
fn step_of(folder: &str, order: &[&[&str]], file: &File, mention: &Mention) -> Option<String> {
    let within: Vec<_> = folder.split("::").collect();
    // The folder's own file holds `mod` lines and stands above its modules.
    let module = file.module();
    let own = below(&module, &within)?.first()?;
    let step = |name: &str| order.iter().position(|step| step.contains(&name));
    // A test may look at its own folder from above: what was written there is what it proves.
    if file.test || mention.test {
        return None;
    }
    let unknown = |name: &str| {
        format!("`{folder}::{name}` has no step; put it in STEPS of tests/tidy/layers.rs")
    };
    let Some(own_step) = step(own) else { return Some(unknown(own)) };
    let Some(name) = below(inside(mention)?, &within)?.first() else {
        return mention.glob.then(|| format!("takes everything of `{folder}`; name what is used"));
    };
    // What is no module is an item of the folder's own file; files have their step by the check above.
    let is_item = within.len() > 1 && step(name).is_none();
    match step(name) {
        Some(step) if step < own_step || name == own => None,
        Some(step) if step == own_step => {
            Some(format!("`{own}` names `{name}`, which stands beside it"))
        }
        Some(_) => Some(format!("`{own}` names `{name}`, which stands above it")),
        None if is_item => None,
        None => Some(unknown(name)),
    }
}

/// What of a path is below a folder; none where it is not in it.
fn below<'p>(path: &'p [String], folder: &[&str]) -> Option<&'p [String]> {
    let (first, rest) = path.split_at_checked(folder.len())?;
    first.iter().zip(folder).all(|(own, named)| own == named).then_some(rest)
}

fn home(tree: &Tree, home: &Home) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.program() {
        let here = home.within == "src" || file.is_in(home.within);
        if !here || home.except.iter().any(|folder| file.is_in(folder)) {
            continue;
        }
        let spoken = |mention: &&Mention| {
            !(home.tests && mention.test) && home.names.iter().any(|name| names(mention, name))
        };
        for mention in file.mentions.iter().filter(spoken) {
            let what = format!("names `{}`: {}", mention.path.join("::"), home.why);
            found.push(Finding::new(file, mention.line, what));
        }
    }
    found
}

/// Whether the mention is of `name`: a path or below it, or a method, called or named by its type.
fn names(mention: &Mention, name: &str) -> bool {
    match name.strip_prefix('.') {
        None => mention.is_under(name),
        Some(method) => {
            let last = mention.path.last().map(String::as_str);
            last == Some(name) || (mention.path.len() > 1 && last == Some(method))
        }
    }
}
