//! The graph as a picture: a column for each layer, boxes in the order that crosses fewest lines.

use std::collections::{BTreeMap, HashMap};

use super::shortened;
use crate::domain::registry::State;
use crate::domain::registry::topology::{Edge, Layer, Node, NodeId, Topology};

const MARGIN: f64 = 24.0;
const HEAD: f64 = 30.0;
const BOX_HEIGHT: f64 = 46.0;
const ROW: f64 = 66.0;
/// Between columns; the labels of edges stand there.
const GAP: f64 = 150.0;
/// Width of one letter of the bold name at 12 px.
const LETTER: f64 = 7.2;
const MOST_LETTERS: usize = 40;
const LABEL_LETTERS: usize = 22;

struct Placed<'g> {
    node: &'g Node,
    x: f64,
    y: f64,
    width: f64,
}

/// Draws the graph.
pub fn draw(graph: &Topology) -> String {
    let columns = columns(graph);
    let tallest = columns.values().map(Vec::len).max().unwrap_or_default();
    let height = MARGIN * 2.0 + HEAD + number(tallest) * ROW;
    let mut placed: HashMap<&NodeId, Placed<'_>> = HashMap::new();
    let mut heads = Vec::new();
    let mut x = MARGIN;
    for (layer, nodes) in &columns {
        let width = nodes.iter().map(|node| width(node)).fold(120.0, f64::max);
        let top = MARGIN + HEAD + (number(tallest) - number(nodes.len())) * ROW / 2.0;
        heads.push((title(*layer), x + width / 2.0));
        for (index, node) in nodes.iter().enumerate() {
            let y = top + number(index) * ROW;
            placed.insert(&node.id, Placed { node, x, y, width });
        }
        x += width + GAP;
    }
    let total = (x - GAP + MARGIN).max(MARGIN * 2.0);
    let mut out = head(total, height);
    for (title, x) in heads {
        out.push_str(&format!(
            "<text class=\"head\" x=\"{x:.0}\" y=\"{:.0}\">{title}</text>\n",
            MARGIN + 6.0
        ));
    }
    for edge in &graph.edges {
        if let (Some(from), Some(to)) = (placed.get(&edge.from), placed.get(&edge.to)) {
            line(&mut out, edge, from, to);
        }
    }
    for node in columns.values().flatten() {
        if let Some(placed) = placed.get(&node.id) {
            boxed(&mut out, placed);
        }
    }
    out + "</svg>\n"
}

/// The nodes of each layer, ordered by where their neighbours to the left stand.
fn columns(graph: &Topology) -> BTreeMap<Layer, Vec<&Node>> {
    let mut columns: BTreeMap<Layer, Vec<&Node>> = BTreeMap::new();
    for node in &graph.nodes {
        // Models lead to both, so they share a column: no line runs past a box.
        let column = if node.layer == Layer::Secret { Layer::Provider } else { node.layer };
        columns.entry(column).or_default().push(node);
    }
    let mut into: HashMap<&NodeId, Vec<&NodeId>> = HashMap::new();
    for edge in &graph.edges {
        into.entry(&edge.to).or_default().push(&edge.from);
    }
    let mut places: HashMap<&NodeId, f64> = HashMap::new();
    for nodes in columns.values_mut() {
        let mean = |node: &&Node| -> f64 {
            let found: Vec<f64> = into
                .get(&node.id)
                .into_iter()
                .flatten()
                .filter_map(|from| places.get(from).copied())
                .collect();
            match found.is_empty() {
                true => f64::MAX,
                false => found.iter().sum::<f64>() / number(found.len()),
            }
        };
        nodes.sort_by(|a, b| mean(a).total_cmp(&mean(b)).then_with(|| a.id.cmp(&b.id)));
        let count = number(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            places.insert(&node.id, (number(index) + 0.5) / count);
        }
    }
    columns
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn title(layer: Layer) -> &'static str {
    match layer {
        Layer::Policy => "Policies",
        Layer::Gateway => "Gateways",
        Layer::Route => "Routes",
        Layer::Backend => "Models",
        Layer::Provider | Layer::Secret => "Providers and Secrets",
    }
}

/// The two lines of a box: the name, and what there is to say of it.
fn lines(node: &Node) -> (String, String) {
    let (namespace, name) = node.name();
    let about = match (namespace, node.reason.is_empty()) {
        (_, false) if node.detail.is_empty() => node.reason.clone(),
        (_, false) => format!("{} · {}", node.detail, node.reason),
        _ if node.layer == Layer::Provider => "provider".to_owned(),
        (Some(namespace), true) if node.detail.is_empty() => namespace.to_owned(),
        (_, true) => node.detail.clone(),
    };
    (shortened(&name, MOST_LETTERS), shortened(about.trim(), MOST_LETTERS))
}

fn width(node: &Node) -> f64 {
    let (name, about) = lines(node);
    (number(name.chars().count()) * LETTER).max(number(about.chars().count()) * 6.4) + 30.0
}

fn head(width: f64, height: f64) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"ui-sans-serif, Helvetica, Arial, sans-serif\">\n\
         <style>\n.head {{ font-size: 13px; fill: #57606a; text-anchor: middle; }}\n\
         .name {{ font-size: 12px; font-weight: 600; fill: #1f2328; }}\n\
         .about {{ font-size: 11px; fill: #57606a; }}\n\
         .label {{ font-size: 10px; fill: #57606a; text-anchor: middle; stroke: #ffffff; stroke-width: 3px; \
         paint-order: stroke; }}\n\
         .edge {{ fill: none; stroke: #8c959f; stroke-width: 1.2; }}\n\
         .policy {{ stroke-dasharray: 4 3; }}\n</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#8c959f\"/></marker></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    )
}

fn boxed(out: &mut String, placed: &Placed<'_>) {
    let Placed { node, x, y, width } = placed;
    let (name, about) = lines(node);
    let color = match node.state {
        State::Ready => "#2e7d32",
        State::Warning => "#b26a00",
        State::NotReady => "#c62828",
        State::Killed => "#8250df",
    };
    out.push_str(&format!(
        "<g><title>{}</title><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{BOX_HEIGHT:.0}\" rx=\"6\" \
         fill=\"#f6f8fa\" stroke=\"#d0d7de\"/><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"5\" height=\"{BOX_HEIGHT:.0}\" \
         rx=\"2.5\" fill=\"{color}\"/>",
        escaped(&crate::cli::output::table::escape_all(&format!("{} {}", node.id, node.reason)))
    ));
    let text = |class: &str, y: f64, text: &str| {
        format!(
            "<text class=\"{class}\" x=\"{:.0}\" y=\"{y:.0}\">{}</text>",
            x + 15.0,
            escaped(text)
        )
    };
    out.push_str(&text("name", y + 20.0, &name));
    out.push_str(&text("about", y + 36.0, &about));
    out.push_str("</g>\n");
}

fn line(out: &mut String, edge: &Edge, from: &Placed<'_>, to: &Placed<'_>) {
    let class = if from.node.layer == Layer::Policy { "edge policy" } else { "edge" };
    let (x1, y1) = (from.x + from.width, from.y + BOX_HEIGHT / 2.0);
    let (x2, y2) = (to.x - 1.0, to.y + BOX_HEIGHT / 2.0);
    let (a, b) = (x1 + GAP / 2.0, x2 - GAP / 2.0);
    out.push_str(&format!(
        "<path class=\"{class}\" d=\"M{x1:.0} {y1:.0} C{a:.0} {y1:.0} {b:.0} {y2:.0} {x2:.0} {y2:.0}\" \
         marker-end=\"url(#tip)\"/>\n"
    ));
    if !edge.label.is_empty() {
        // Near the end, where lines of the same beginning have parted.
        let (x, y) = (x2 - GAP / 2.0 + 12.0, y1 + (y2 - y1) * 0.66 - 4.0);
        let label = escaped(&shortened(&edge.label, LABEL_LETTERS));
        out.push_str(&format!("<text class=\"label\" x=\"{x:.0}\" y=\"{y:.0}\">{label}</text>\n"));
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text = text.replace('"', "&quot;").replace('\'', "&#39;");
    // Characters that XML 1.0 (§2.2) cannot hold in any form.
    text.replace(|c| matches!(c, '\u{fffe}' | '\u{ffff}') || c.is_control(), "\u{fffd}")
}
