//! The graph for Mermaid.

use std::collections::BTreeMap;

use super::shortened;
use crate::domain::registry::State;
use crate::domain::registry::topology::{Layer, NodeId, Topology};

/// Draws the graph.
pub fn draw(graph: &Topology) -> String {
    let mut out = String::from("flowchart LR\n");
    let mut names: BTreeMap<&NodeId, String> = BTreeMap::new();
    for (index, node) in graph.nodes.iter().enumerate() {
        let name = format!("n{index}");
        let lines =
            [shortened(&node.id.to_string(), 80), shortened(&node.detail, 80), node.reason.clone()];
        let lines: Vec<_> =
            lines.iter().filter(|line| !line.is_empty()).map(|line| escaped(line)).collect();
        let class = match node.state {
            State::Ready => "ready",
            State::Warning => "warning",
            State::NotReady => "notready",
            State::Killed => "killed",
        };
        out.push_str(&format!("  {name}[\"{}\"]:::{class}\n", lines.join("<br/>")));
        names.insert(&node.id, name);
    }
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (names.get(&edge.from), names.get(&edge.to)) else {
            continue;
        };
        let of_policy = graph.node(&edge.from).is_some_and(|node| node.layer == Layer::Policy);
        let arrow = if of_policy { "-.->" } else { "-->" };
        match edge.label.is_empty() {
            true => out.push_str(&format!("  {from} {arrow} {to}\n")),
            false => {
                let label = escaped(&shortened(&edge.label, 80));
                out.push_str(&format!("  {from} {arrow}|\"{label}\"| {to}\n"));
            }
        }
    }
    out + "  classDef ready stroke:#2e7d32\n  classDef warning stroke:#b26a00\n  classDef notready stroke:#c62828\n  \
         classDef killed stroke:#8250df\n"
}

/// Text inside quotes: Mermaid's entities for what would end or change it. Its parser drops a line that has `%%`, reads
/// `\n` as a break, Markdown behind a backtick and formulas between `$$`; what is shown is HTML.
///
/// Source: <https://mermaid.js.org/syntax/flowchart.html> ("Entity codes to escape characters").
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            '\\' => out.push_str("#92;"),
            '%' => out.push_str("#37;"),
            '$' => out.push_str("#36;"),
            c if crate::cli::output::table::is_hidden(c) => {
                out.push_str(&format!("#92;u{{{:x}}}", u32::from(c)));
            }
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_name_is_mermaids_or_htmls() {
        let hostile = "a\"]; click n0 call x() %%{init: {}}%% <script>&lt;img onerror=`x`>\\n\n|#quot; javascript:x";
        let escaped = escaped(hostile);
        for c in ['"', '<', '>', '&', '`', '\\', '%', '$', '\n'] {
            assert!(!escaped.contains(c), "{c}: {escaped}");
        }
        // Each `#` that is left is of an entity.
        let entity = regex::Regex::new("#(?:[0-9]+|quot|lt|gt|amp);").expect("a pattern");
        assert!(!entity.replace_all(&escaped, "").contains('#'), "{escaped}");
    }
}
