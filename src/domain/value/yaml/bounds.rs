//! What a document may cost, found out before a tree is made of it.
//!
//! A short text can ask for a large tree: an alias repeats what it names, a bracket is a level, a comma is a value. The
//! events of the text are counted one after the other, with what each alias adds, and the count ends where a bound is
//! passed. Nothing of the tree exists then.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser};

use super::NotYaml;

/// Levels inside each other: as many as `serde_json` and `serde_yaml` follow.
const MOST_LEVELS: usize = 128;
/// Nodes (mappings, lists, keys and values) that any document may have.
const NODES: usize = 131_072;
/// Nodes that none may have, however long it is: a list of some 10,000 routes as `kubectl get -o yaml` prints it.
const MOST_NODES: usize = 2_000_000;
/// Bytes of a long document for each of its nodes, at least.
const BYTES_A_NODE: usize = 4;
/// Bytes that aliases may make of any document.
const EXPANDED: usize = 1024 * 1024;
/// Bytes of one text: an API server accepts objects of 3 MiB.
const MOST_TEXT: usize = 3 * 1024 * 1024;
/// Bytes of a document without aliases that is small whatever it says.
const SMALL: usize = 64 * 1024;

/// Refuses a document of YAML that would cost too much. Lines are counted from 0.
pub(super) fn check(part: &str) -> Result<(), NotYaml> {
    let aliases = part.contains('&') && part.contains('*');
    if part.len() <= SMALL && !aliases {
        return Ok(());
    }
    // `serde_yaml` breaks lines at these too (YAML 1.1): one that is a comment here may not be one there.
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}'];
    match part.contains(breaks) {
        true => Count::new(part.len()).all(&part.replace(breaks, "\n")),
        false => Count::new(part.len()).all(part),
    }
}

/// Whether a document of JSON, which has no aliases, may be read: its punctuation is no less than its nodes.
pub(super) fn is_modest_json(part: &str) -> bool {
    let nodes = part.bytes().filter(|byte| matches!(byte, b',' | b':' | b'[' | b'{')).count();
    nodes <= most_nodes(part.len())
}

fn most_nodes(bytes: usize) -> usize {
    (bytes / BYTES_A_NODE).clamp(NODES, MOST_NODES)
}

/// What a node stands for, with all that is in it.
#[derive(Clone, Copy, Default)]
struct Cost {
    nodes: usize,
    bytes: usize,
}

impl Cost {
    fn plus(self, other: Cost) -> Cost {
        Cost {
            nodes: self.nodes.saturating_add(other.nodes),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }
}

/// Which bound a document passes.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum ExceededBound {
    /// [`MOST_TEXT`], in words.
    #[error("a string of more than 3 MiB, which no API server accepts")]
    Text,
    #[error("nested more than {MOST_LEVELS} levels deep")]
    Levels,
    /// The most nodes that a document of its length may have.
    #[error("more than {0} values in one document: split it")]
    Nodes(usize),
    /// The most bytes that its aliases may make.
    #[error("its aliases expand to more than {0} bytes")]
    Aliases(usize),
    #[error("an alias inside its own anchor")]
    EndlessAlias,
}

struct Count {
    length: usize,
    all: Cost,
    /// The collections that are open: their anchor (0 is none), and the count before them.
    open: Vec<(usize, Cost)>,
    anchors: HashMap<usize, Cost>,
}

impl Count {
    fn new(length: usize) -> Self {
        Count { length, all: Cost::default(), open: Vec::new(), anchors: HashMap::new() }
    }

    fn all(mut self, text: &str) -> Result<(), NotYaml> {
        let mut options = Options::default();
        options.set_emit_comments(false);
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.map_err(|error| NotYaml {
                line: error.marker().line().saturating_sub(1),
                reason: error.info(),
                beginning: String::new(),
            })?;
            let line = span.start.line().saturating_sub(1);
            let excess = |excess: ExceededBound| NotYaml {
                line,
                reason: excess.to_string(),
                beginning: String::new(),
            };
            self.add(&event).map_err(excess)?;
        }
        Ok(())
    }

    fn add(&mut self, event: &Event<'_>) -> Result<(), ExceededBound> {
        match event {
            Event::Scalar(text, _, anchor, _) => {
                if text.len() > MOST_TEXT {
                    return Err(ExceededBound::Text);
                }
                let cost = Cost { nodes: 1, bytes: text.len() };
                self.anchors.extend((*anchor > 0).then_some((*anchor, cost)));
                self.grow(cost)
            }
            Event::Alias(anchor) => match self.anchors.get(anchor).copied() {
                Some(cost) => self.grow(cost),
                None => Err(ExceededBound::EndlessAlias),
            },
            Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                self.open.push((*anchor, self.all));
                if self.open.len() > MOST_LEVELS {
                    return Err(ExceededBound::Levels);
                }
                self.grow(Cost { nodes: 1, bytes: 0 })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((anchor, before)) = self.open.pop().filter(|(anchor, _)| *anchor > 0) {
                    let cost = Cost {
                        nodes: self.all.nodes - before.nodes,
                        bytes: self.all.bytes - before.bytes,
                    };
                    self.anchors.insert(anchor, cost);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn grow(&mut self, by: Cost) -> Result<(), ExceededBound> {
        self.all = self.all.plus(by);
        let most = most_nodes(self.length);
        if self.all.nodes > most {
            return Err(ExceededBound::Nodes(most));
        }
        let most = self.length.saturating_mul(2).max(EXPANDED);
        if self.all.bytes > most {
            return Err(ExceededBound::Aliases(most));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::documents;
    use std::time::{Duration, Instant};

    fn refused(text: &str) -> String {
        let begin = Instant::now();
        let reason = documents(text).find_map(Result::err).map(|broken| broken.reason);
        // A debug build on a busy machine; unbounded, each of these takes minutes.
        assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
        reason.unwrap_or_default()
    }

    #[test]
    fn aliases_are_bounded_by_the_bytes_that_they_make() {
        let long = "x".repeat(100_000);
        let many: String = (0..5000).map(|i| format!("  k{i}: *d\n")).collect();
        let text = format!("d: &d \"{long}\"\ndata:\n{many}");
        assert!(refused(&text).contains("aliases expand to more than 1048576 bytes"));
        let mut laughs = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (name, last) in ('b'..='j').zip('a'..='i') {
            laughs += &format!("{name}: &{name} [{}]\n", vec![format!("*{last}"); 9].join(","));
        }
        assert!(refused(&laughs).contains("values in one document"));
        assert!(refused("a: &a {b: *a}\n").contains("alias"));
        // A line that only YAML 1.1 sees.
        let hidden = text.replacen("d: &d", "# c\u{2028}d: &d", 1);
        assert_ne!(refused(&hidden), "");
    }

    #[test]
    fn brackets_are_counted_before_they_are_followed() {
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("[{a: ", "}]"), ("? ", "")] {
            for count in [129, 70_000, 1_000_000 / open.len()] {
                let closed = format!("{}1{}", open.repeat(count), close.repeat(count));
                assert_ne!(refused(&closed), "", "{open} {count}");
                assert_ne!(refused(&open.repeat(count)), "", "{open} {count}");
            }
        }
        let block: String = (0..3000).map(|depth| format!("{}a:\n", "  ".repeat(depth))).collect();
        assert!(refused(&block).contains("128 levels"));
    }

    #[test]
    fn values_without_number_are_no_document() {
        let items = "  k: v\n".repeat(80_000);
        assert!(refused(&format!("data:\n{items}")).contains("values in one document"));
        assert!(
            refused(&format!("[{}1]", "1,".repeat(200_000))).contains("values in one document")
        );
        let long = "x".repeat(super::MOST_TEXT + 1);
        assert!(refused(&format!("a: {long}")).contains("3 MiB"));
    }

    #[test]
    fn what_people_write_is_read() {
        let aliases = "a: &a {b: 1}\nc: [*a, *a]\nglob: \"*.example.com && x\"\n";
        let routes =
            "- {name: http, port: 80, allowedRoutes: {namespaces: {from: All}}}\n".repeat(9000);
        let json =
            format!("{{\"items\": [{}1]}}", "{\"name\": \"a\", \"port\": 80}, ".repeat(9000));
        for text in [aliases, &routes, &json] {
            assert_eq!(refused(text), "");
        }
    }
}
