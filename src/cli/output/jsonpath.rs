//! `-o jsonpath=…`: kubectl's templates, as far as scripts use them. `{.a.b[0].c}`, `{['a']}`, `[*]`, `[1:3]`, `..name`,
//! `[?(@.x=="y")]`, `{range .items[*]}…{end}`, `{"\n"}`.

use serde_json::Value;

mod read;
mod syntax_error;

pub use syntax_error::{SyntaxError, SyntaxErrorKind};

use super::table::escape_all;

/// A template, read once.
#[derive(Clone, Debug, PartialEq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Path(Path),
    Range(Path, Vec<Part>),
}

/// A path from the root, or inside a range from its item.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    steps: Vec<Step>,
    /// `$`: from the root, even inside a range.
    from_root: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Field(String),
    Index(i64),
    Slice(Option<i64>, Option<i64>),
    Every,
    /// `..`: the value and everything inside it.
    Deep,
    Filter(Path, Compare, Value),
    /// `[?(@.x)]`
    Exists(Path),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and where.
    pub fn read(text: &str) -> Result<Template, SyntaxError> {
        read::template(text).map(Template)
    }

    /// The text for a value. Fields that are not there are nothing, as kubectl has it. What comes from the value cannot
    /// disturb a terminal: its control characters are written out.
    #[must_use]
    pub fn fill(&self, root: &Value) -> String {
        let mut out = String::new();
        fill(&self.0, root, root, &mut out);
        out
    }
}

impl Path {
    /// Reads a path on its own, with or without braces and leading point: `{.name}`, `.name`, `name`.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and where.
    pub fn read(text: &str) -> Result<Path, SyntaxError> {
        read::path(text)
    }

    /// Every value at the path.
    #[must_use]
    pub fn find<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        self.find_from(value, value)
    }

    fn find_from<'v>(&self, root: &'v Value, here: &'v Value) -> Vec<&'v Value> {
        let start = if self.from_root { root } else { here };
        self.steps.iter().fold(vec![start], |found, step| {
            found.into_iter().flat_map(|value| step.take(root, value)).collect()
        })
    }

    /// The values in words, joined by `between`.
    #[must_use]
    pub fn words(&self, value: &Value, between: &str) -> String {
        self.find(value).into_iter().map(word).collect::<Vec<_>>().join(between)
    }
}

fn fill(parts: &[Part], root: &Value, here: &Value, out: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Path(path) => {
                let found = path.find_from(root, here).into_iter().map(word);
                out.push_str(&found.collect::<Vec<_>>().join(" "));
            }
            Part::Range(path, inner) => {
                for item in path.find_from(root, here) {
                    fill(inner, root, item, out);
                }
            }
        }
    }
}

/// Text as it is, everything else as JSON.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => escape_all(text),
        Value::Null => String::new(),
        other => escape_all(&other.to_string()),
    }
}

impl Step {
    fn take<'v>(&self, root: &'v Value, value: &'v Value) -> Vec<&'v Value> {
        let items = value.as_array().map_or(&[][..], Vec::as_slice);
        match self {
            Step::Field(name) => value.get(name).into_iter().collect(),
            Step::Index(index) => at(items, *index).into_iter().collect(),
            Step::Slice(from, to) => slice(items, *from, *to).iter().collect(),
            Step::Every => match value {
                Value::Object(fields) => fields.values().collect(),
                _ => items.iter().collect(),
            },
            Step::Deep => deep(value),
            Step::Exists(path) => {
                items.iter().filter(|item| !path.find_from(root, item).is_empty()).collect()
            }
            Step::Filter(path, compare, wanted) => items
                .iter()
                .filter(|item| {
                    path.find_from(root, item).iter().any(|found| compare.holds(found, wanted))
                })
                .collect(),
        }
    }
}

fn at(items: &[Value], index: i64) -> Option<&Value> {
    items.get(place(items.len(), index)?)
}

/// An index that counts from the end where it is negative.
fn place(length: usize, index: i64) -> Option<usize> {
    match usize::try_from(index) {
        Ok(index) => Some(index),
        Err(_) => length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?),
    }
}

fn slice(items: &[Value], from: Option<i64>, to: Option<i64>) -> &[Value] {
    let end = to.map_or(items.len(), |to| place(items.len(), to).unwrap_or(0)).min(items.len());
    let start = from.map_or(0, |from| place(items.len(), from).unwrap_or(0)).min(end);
    &items[start..end]
}

fn deep(value: &Value) -> Vec<&Value> {
    let inner: Vec<&Value> = match value {
        Value::Object(fields) => fields.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    std::iter::once(value).chain(inner.into_iter().flat_map(deep)).collect()
}

impl Compare {
    fn holds(self, found: &Value, wanted: &Value) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let order = compare(found, wanted);
        match self {
            Compare::Equal => order == Some(Equal),
            Compare::NotEqual => order != Some(Equal),
            Compare::Less => order == Some(Less),
            Compare::LessOrEqual => matches!(order, Some(Less | Equal)),
            Compare::Greater => order == Some(Greater),
            Compare::GreaterOrEqual => matches!(order, Some(Greater | Equal)),
        }
    }
}

/// Which of two values comes first: numbers by size, also those written as text; text by its letters. None for values
/// that have no order among each other.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Option<std::cmp::Ordering> {
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.partial_cmp(&b),
        _ => match (a, b) {
            (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
            (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
            (Value::Null, Value::Null) => Some(std::cmp::Ordering::Equal),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filled(template: &str) -> String {
        let value = json!({"kind": "L", "items": [
            {"name": "a", "n": 1, "tags": ["x", "y"], "k.8/s": "dot", "in": {"name": "deep"}},
            {"name": "b", "n": 2, "tags": [], "ok": true}]});
        Template::read(template).expect("a template").fill(&value)
    }

    #[test]
    fn paths_are_kubectls() {
        for (template, expected) in [
            ("{.items[0].name}", "a"),
            ("{.items[*].name}", "a b"),
            ("{$.kind}", "L"),
            ("{.items[-1].name}", "b"),
            ("{.items[0:1].name}", "a"),
            ("{.items[1:].name}", "b"),
            ("{.items[0]['k.8/s']}", "dot"),
            (r"{.items[0].k\.8/s}", "dot"),
            ("{.items[0].tags}", r#"["x","y"]"#),
            ("{.items[1].ok}{.items[0].n}", "true1"),
            ("{.items[9].name}{.nothing}", ""),
            ("{..name}", "a deep b"),
            (r#"{.items[?(@.name=="b")].n}"#, "2"),
            ("{.items[?(@.name=='a')].n}", "1"),
            ("{.items[?(@.n>1)].name}", "b"),
            ("{.items[?(@.ok)].name}", "b"),
            ("{.items[?(@.ok==true)].name}", "b"),
            (r#"{.items[?(@.name!="b")].name}"#, "a"),
            (r#"{range .items[*]}{.name}{"\t"}{.n}{"\n"}{end}"#, "a\t1\nb\t2\n"),
            ("{range .items[*]}{$.kind}{@.name};{end}", "La;Lb;"),
            ("n={.items[0].n}!", "n=1!"),
        ] {
            assert_eq!(filled(template), expected, "{template}");
        }
    }

    #[test]
    fn a_template_that_is_wrong_is_rejected_with_the_place_and_what_is_expected() {
        for (wrong, at, sentence) in [
            ("x{.a", 1, "`{.a` has no closing brace"),
            ("{.a[}", 3, "a `[` in `.a[` is not closed"),
            ("{.x}{range .items[*]}", 4, "a `{range …}` has no `{end}`"),
            ("{.x}{end}", 4, "`{end}` without a `{range …}`"),
            ("{'x' y}", 1, "'x' y has no closing quote"),
            (
                "{ .a[ b ] }",
                6,
                "invalid `[b]` in `.a[ b ]`: use an index, a slice, a quoted name or `?(…)`",
            ),
            ("{.a[1]b}", 6, "invalid `b` in `.a[1]b`"),
            ("{.a b}", 3, "misplaced ` ` in `.a b`"),
            ("{.a[0].}x{.b..}", 14, "missing field name in `.b..`"),
            (
                "{.a[?(@.b==)]}",
                11,
                "invalid `` in `.a[?(@.b==)]`: use a number, true, false or quoted text",
            ),
            ("{.a[?( @.b c == 1 )]}", 10, "misplaced ` ` in `@.b c`"),
        ] {
            let error = Template::read(wrong).expect_err(wrong);
            assert_eq!((error.at, error.to_string().as_str()), (at, sentence), "{wrong}");
        }
    }

    #[test]
    fn a_value_cannot_command_the_terminal() {
        let value = json!({"m": "a\u{1b}[2Jb\nc\u{9b}"});
        let text = Template::read("{.m}{\"\\n\"}").expect("a template").fill(&value);
        assert_eq!(text, "a\\u{1b}[2Jb\\u{a}c\\u{9b}\n");
    }

    #[test]
    fn a_path_on_its_own_needs_no_braces() {
        let value = json!({"a": {"b": 1}});
        for text in ["{.a.b}", ".a.b", "a.b"] {
            assert_eq!(Path::read(text).expect("a path").words(&value, ","), "1", "{text}");
        }
        let error = Path::read(" {.a b}").expect_err("a blank");
        assert_eq!(error.at, 4, "{error}");
    }
}
