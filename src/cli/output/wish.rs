//! `-o` of the commands that list: the fixed formats, and those that carry an expression.

use anyhow::{Context as _, anyhow, bail};
use serde_json::Value;

use super::Format;
use super::jsonpath::{Path, Template};
use super::table;
use crate::domain::value::near;

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum OutputFormat {
    Format(Format),
    JsonPath(Template),
    Columns(Vec<(String, Path)>),
}

/// What help says of `-o`.
pub const HELP: &str = "Output format. One of: (table, wide, json, yaml, name, jsonpath=TEMPLATE, custom-columns=NAME:PATH,…)";

impl OutputFormat {
    /// Whether it is a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self, OutputFormat::Format(Format::Table | Format::Wide))
    }

    /// Whether it is a table, and whether a wide one.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        *self == OutputFormat::Format(Format::Wide)
    }
}

/// The words of it.
pub const FORMATS: &[&str] =
    &["table", "wide", "json", "yaml", "name", "jsonpath", "custom-columns"];

/// Whether `=` and an expression follow the word.
#[must_use]
pub fn requires_expression(format: &str) -> bool {
    matches!(format, "jsonpath" | "custom-columns")
}

/// Reads the value of `-o`.
///
/// # Errors
/// What is accepted, in one sentence.
pub fn parse(text: &str) -> anyhow::Result<OutputFormat> {
    let (name, expression) = match text.split_once('=') {
        Some((name, expression)) => (name, Some(expression)),
        None => (text, None),
    };
    let given = || {
        expression
            .with_context(|| format!("`{name}` requires an expression: {name}={}", sample(name)))
    };
    match (name, expression) {
        ("table" | "", None) => Ok(OutputFormat::Format(Format::Table)),
        ("wide", None) => Ok(OutputFormat::Format(Format::Wide)),
        ("json", None) => Ok(OutputFormat::Format(Format::Json)),
        ("yaml", None) => Ok(OutputFormat::Format(Format::Yaml)),
        ("name", None) => Ok(OutputFormat::Format(Format::Name)),
        ("jsonpath", _) => Ok(OutputFormat::JsonPath(Template::read(given()?)?)),
        ("custom-columns", _) => Ok(OutputFormat::Columns(columns(given()?)?)),
        ("go-template" | "template" | "go-template-file" | "templatefile", _) => {
            bail!(
                "go-template is not supported; use jsonpath instead: -o jsonpath='{{range \
                 .items[*]}}{{.name}}{{\"\\n\"}}{{end}}'"
            )
        }
        _ => bail!(
            "unknown output format `{text}`{}; use table, wide, json, yaml, name, jsonpath=TEMPLATE or \
             custom-columns=SPEC",
            near::hint(FORMATS.iter().copied(), name)
        ),
    }
}

fn sample(name: &str) -> &'static str {
    match name {
        "jsonpath" => "'{.items[*].name}'",
        _ => "NAME:.name,MODEL:.model",
    }
}

/// The columns of `HEADING:PATH,…`.
fn columns(spec: &str) -> anyhow::Result<Vec<(String, Path)>> {
    let column = |part: &str| {
        let (heading, path) = part
            .split_once(':')
            .filter(|(heading, path)| !heading.is_empty() && !path.is_empty())
            .ok_or_else(|| anyhow!("invalid column `{part}`; use HEADING:PATH, e.g. NAME:.name"))?;
        Ok((heading.trim().to_owned(), Path::read(path)?))
    };
    split(spec).into_iter().map(column).collect()
}

/// Cuts at commas that stand outside brackets and quotes.
fn split(spec: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_i32, None);
    for (at, c) in spec.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&spec[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&spec[start..]);
    parts
}

/// The table of custom columns, a row for each item.
#[must_use]
pub fn draw(columns: &[(String, Path)], items: &[Value], headers: bool) -> String {
    let heading: Vec<String> = columns.iter().map(|(name, _)| table::visible(name)).collect();
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = items
        .iter()
        .map(|item| columns.iter().map(|(_, path)| path.words(item, ",")).collect())
        .collect();
    table::draw(headers.then_some(heading.as_slice()), &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn formats_are_read_and_go_templates_refused_with_the_other_way() {
        assert_eq!(parse("wide").expect("a format"), OutputFormat::Format(Format::Wide));
        assert!(matches!(parse("jsonpath={.items[*].name}"), Ok(OutputFormat::JsonPath(_))));
        let wrong = |text: &str| parse(text).expect_err("refused").to_string();
        assert!(wrong("go-template={{.x}}").ends_with(r#"'{range .items[*]}{.name}{"\n"}{end}'"#));
        assert_eq!(
            wrong("jsonpath"),
            "`jsonpath` requires an expression: jsonpath='{.items[*].name}'"
        );
        assert!(wrong("xml").contains("custom-columns"));
        assert!(parse("custom-columns=NAME").is_err());
    }

    #[test]
    fn custom_columns_are_paths_into_the_items() {
        let Ok(OutputFormat::Columns(columns)) =
            parse("custom-columns=NAME:.name,GW:.routes[*].gateway")
        else {
            panic!("columns")
        };
        let items =
            [json!({"name": "a", "routes": [{"gateway": "x"}, {"gateway": "y"}]}), json!({})];
        let expected = "NAME     GW\na        x,y\n<none>   <none>\n";
        assert_eq!(draw(&columns, &items, true), expected);
    }
}
