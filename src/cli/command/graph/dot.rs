//! The graph for Graphviz.

use super::shortened;
use crate::domain::registry::State;
use crate::domain::registry::topology::{Layer, Node, Topology};

/// Draws the graph.
pub fn draw(graph: &Topology) -> String {
    let mut out = String::from(
        "digraph models {\n  rankdir=LR;\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, \
         fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n",
    );
    for node in &graph.nodes {
        out.push_str(&format!(
            "  {} [label={}, color=\"{}\"];\n",
            quoted(&node.id.to_string()),
            quoted(&label(node)),
            color(node.state)
        ));
    }
    for edge in &graph.edges {
        let of_policy = graph.node(&edge.from).is_some_and(|node| node.layer == Layer::Policy);
        let style = if of_policy { ", style=dashed" } else { "" };
        let label = quoted(&shortened(&edge.label, 80));
        out.push_str(&format!(
            "  {} -> {} [label={label}{style}];\n",
            quoted(&edge.from.to_string()),
            quoted(&edge.to.to_string())
        ));
    }
    out + "}\n"
}

fn label(node: &Node) -> String {
    let lines =
        [shortened(&node.id.to_string(), 80), shortened(&node.detail, 80), node.reason.clone()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn color(state: State) -> &'static str {
    match state {
        State::Ready => "#2e7d32",
        State::Warning => "#b26a00",
        State::NotReady => "#c62828",
        State::Killed => "#8250df",
    }
}

/// A quoted string of DOT: backslashes would begin escapes, line breaks are written as one.
fn quoted(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        crate::cli::output::table::escape_all(line).replace('\\', "\\\\").replace('"', "\\\"")
    });
    format!("\"{}\"", lines.collect::<Vec<_>>().join("\\n"))
}
