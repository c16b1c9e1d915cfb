//! What must hold of any input, a row for each reader of outside bytes: the fuzz target and `tests/it/fuzzed.rs` both
//! run this table.
//!
//! A property fails by panicking. The first input of each reader that a stranger can reach is here; a new one is a file
//! and a row.

#[path = "properties/bodies.rs"]
mod bodies;
#[path = "properties/cel.rs"]
mod cel;
#[path = "properties/curl_words.rs"]
mod curl_words;
#[path = "properties/events.rs"]
mod events;
#[path = "properties/jsonpath.rs"]
mod jsonpath;
#[path = "properties/kubeconfig.rs"]
mod kubeconfig;
#[path = "properties/translation.rs"]
mod translation;
#[path = "properties/yaml.rs"]
mod yaml;

/// One reader of outside bytes.
pub struct Property {
    /// As `tests/fuzz/run` names it.
    pub name: &'static str,
    /// Inputs to begin with: each is near something that has broken such a reader.
    pub seeds: &'static [&'static str],
    /// Panics where the property does not hold.
    pub holds: fn(&[u8]),
}

/// Every property.
pub const PROPERTIES: &[Property] = &[
    Property { name: "bodies", seeds: bodies::SEEDS, holds: bodies::holds },
    Property { name: "cel", seeds: cel::SEEDS, holds: cel::holds },
    Property { name: "curl_words", seeds: curl_words::SEEDS, holds: curl_words::holds },
    Property { name: "events", seeds: events::SEEDS, holds: events::holds },
    Property { name: "jsonpath", seeds: jsonpath::SEEDS, holds: jsonpath::holds },
    Property { name: "kubeconfig", seeds: kubeconfig::SEEDS, holds: kubeconfig::holds },
    Property { name: "translation", seeds: translation::SEEDS, holds: translation::holds },
    Property { name: "yaml", seeds: yaml::SEEDS, holds: yaml::holds },
    // Inside of the proxy; its unit tests hold it too.
    #[cfg(fuzzing)]
    Property { name: "guarded", seeds: proxy::GUARDED_SEEDS, holds: proxy::guarded },
    #[cfg(fuzzing)]
    Property { name: "upstream", seeds: proxy::UPSTREAM_SEEDS, holds: proxy::upstream },
];

#[cfg(fuzzing)]
use kubectl_agw::edge::proxy::fuzzing as proxy;

/// Where a stream is cut, and the stream: the first byte says how long the pieces are.
fn cut(bytes: &[u8]) -> (usize, &[u8]) {
    match bytes.split_first() {
        Some((step, rest)) => (usize::from(*step).max(1), rest),
        None => (1, bytes),
    }
}
