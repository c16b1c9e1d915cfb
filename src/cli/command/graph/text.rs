//! The graph as a tree: what leads to several things stands under each.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::output::paint::{self, Paint};
use crate::cli::output::table::escape_all;
use crate::domain::registry::State;
use crate::domain::registry::topology::{Edge, Layer, Node, NodeId, Topology};

/// Draws the tree.
pub fn draw(graph: &Topology) -> String {
    let nodes: BTreeMap<&NodeId, &Node> = graph.nodes.iter().map(|node| (&node.id, node)).collect();
    let is_policy = |id: &NodeId| nodes.get(id).is_some_and(|node| node.layer == Layer::Policy);
    let mut below: BTreeMap<&NodeId, Vec<&Edge>> = BTreeMap::new();
    let mut policies: BTreeMap<&NodeId, Vec<&Node>> = BTreeMap::new();
    let mut led_to: BTreeSet<&NodeId> = BTreeSet::new();
    for edge in &graph.edges {
        if is_policy(&edge.from) {
            policies.entry(&edge.to).or_default().extend(nodes.get(&edge.from));
            led_to.insert(&edge.from);
        } else {
            below.entry(&edge.from).or_default().push(edge);
            led_to.insert(&edge.to);
        }
    }
    let mut tree = Tree { nodes: &nodes, below, policies, out: String::new() };
    for node in graph.nodes.iter().filter(|node| !led_to.contains(&node.id)) {
        tree.node(node, "", "", "", &mut Vec::new());
    }
    tree.out
}

struct Tree<'g> {
    nodes: &'g BTreeMap<&'g NodeId, &'g Node>,
    below: BTreeMap<&'g NodeId, Vec<&'g Edge>>,
    policies: BTreeMap<&'g NodeId, Vec<&'g Node>>,
    out: String,
}

impl<'g> Tree<'g> {
    fn node(
        &mut self,
        node: &'g Node,
        indent: &str,
        branch: &str,
        label: &str,
        path: &mut Vec<&'g NodeId>,
    ) {
        let label = if label.is_empty() { String::new() } else { format!("{label} → ") };
        self.out.push_str(&format!("{indent}{branch}{}{}\n", escape_all(&label), words(node)));
        // What leads to itself is drawn once.
        if path.contains(&&node.id) {
            return;
        }
        let deeper = match branch {
            "" => indent.to_owned(),
            "└─ " => format!("{indent}   "),
            _ => format!("{indent}│  "),
        };
        let edges = self.below.get(&node.id).cloned().unwrap_or_default();
        let policies = self.policies.get(&node.id).cloned().unwrap_or_default();
        for (index, policy) in policies.iter().enumerate() {
            let last = edges.is_empty() && index + 1 == policies.len();
            let branch = if last { "└─ " } else { "├─ " };
            self.out.push_str(&format!("{deeper}{branch}{}\n", words(policy)));
        }
        path.push(&node.id);
        for (index, edge) in edges.iter().enumerate() {
            let branch = if index + 1 == edges.len() { "└─ " } else { "├─ " };
            if let Some(next) = self.nodes.get(&edge.to).copied() {
                self.node(next, &deeper, branch, &edge.label, path);
            }
        }
        path.pop();
    }
}

fn words(node: &Node) -> String {
    let detail = if node.detail.is_empty() { String::new() } else { format!("  {}", node.detail) };
    let words = escape_all(&format!("{}{detail}", node.id));
    let state = escape_all(&format!("{} {}", paint::mark(node.state), node.reason));
    match node.state {
        State::Ready => words,
        state_of => {
            let painted = paint::paint(&state, Paint::of(state_of), paint::wanted());
            format!("{words}  {painted}")
        }
    }
}
