//! Reads templates and paths, character by character.

use serde_json::Value;

use super::{Compare, Part, Path, Step};

/// A whole template.
pub(super) fn template(text: &str) -> Result<Vec<Part>, String> {
    // Each open range with its path; the parts of the innermost are last.
    let mut open: Vec<(Path, Vec<Part>)> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(start) = rest.find('{') else {
            parts.push(Part::Text(rest.to_owned()));
            break;
        };
        if start > 0 {
            parts.push(Part::Text(rest[..start].to_owned()));
        }
        let (inside, after) = braces(&rest[start + 1..])?;
        rest = after;
        match inside.trim() {
            "end" => {
                let (path, outer) = open.pop().ok_or("`{end}` without a `{range …}`")?;
                let inner = std::mem::replace(&mut parts, outer);
                parts.push(Part::Range(path, inner));
            }
            inside => match inside.strip_prefix("range") {
                Some(range) if range.starts_with([' ', '.', '[']) => {
                    open.push((path(range.trim())?, std::mem::take(&mut parts)));
                }
                _ if inside.starts_with(['"', '\'']) => parts.push(Part::Text(quoted(inside)?)),
                _ => parts.push(Part::Path(path(inside)?)),
            },
        }
    }
    match open.is_empty() {
        true => Ok(parts),
        false => Err("a `{range …}` has no `{end}`".to_owned()),
    }
}

/// The text up to the closing brace, quotes respected, and what stands behind it.
fn braces(text: &str) -> Result<(&str, &str), String> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '}') => return Ok((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    Err(format!("`{{{text}` has no closing brace"))
}

fn quoted(text: &str) -> Result<String, String> {
    let mut letters = text.chars();
    let quote = letters.next();
    let mut out = String::new();
    while let Some(c) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => break,
            },
            c if Some(c) == quote && letters.as_str().trim().is_empty() => return Ok(out),
            c => out.push(c),
        }
    }
    Err(format!("{text} has no closing quote"))
}

/// A path without braces.
pub(super) fn path(text: &str) -> Result<Path, String> {
    let from_root = text.starts_with('$');
    let mut rest = text.strip_prefix(['$', '@']).unwrap_or(text);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("..") {
            steps.push(Step::Deep);
            rest = after;
            if !rest.starts_with(['[', '*']) {
                rest = name(rest, text, &mut steps)?;
            }
        } else if let Some(after) = rest.strip_prefix('[') {
            let (inside, behind) = brackets(after, text)?;
            steps.push(bracket(inside.trim(), text)?);
            rest = behind;
        } else if rest == "." {
            rest = "";
        } else if rest.starts_with(".[") {
            rest = &rest[1..];
        } else if let Some(after) = rest.strip_prefix('.') {
            rest = name(after, text, &mut steps)?;
        } else if steps.is_empty() && text == rest {
            rest = name(rest, text, &mut steps)?;
        } else {
            return Err(format!("`{rest}` in `{text}` is no part of a path"));
        }
    }
    Ok(Path { steps, from_root })
}

/// A field's name, or `*`; a point in it is written `\.`.
fn name<'t>(rest: &'t str, whole: &str, steps: &mut Vec<Step>) -> Result<&'t str, String> {
    let mut field = String::new();
    let mut letters = rest.char_indices();
    let mut end = rest.len();
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' => field.extend(letters.next().map(|(_, c)| c)),
            '.' | '[' => {
                end = at;
                break;
            }
            ']' | '(' | ')' | '{' | '}' | '"' | '\'' | ' ' => {
                return Err(format!("`{c}` in `{whole}` is in the wrong place"));
            }
            c => field.push(c),
        }
    }
    match field.as_str() {
        "" => return Err(format!("a field's name is missing in `{whole}`")),
        "*" => steps.push(Step::Every),
        _ => steps.push(Step::Field(field)),
    }
    Ok(&rest[end..])
}

fn brackets<'t>(text: &'t str, whole: &str) -> Result<(&'t str, &'t str), String> {
    let mut depth = 1;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') if depth == 1 => return Ok((&text[..at], &text[at + 1..])),
            (None, ']') => depth -= 1,
            _ => {}
        }
    }
    Err(format!("a `[` in `{whole}` is not closed"))
}

fn bracket(inside: &str, whole: &str) -> Result<Step, String> {
    if inside == "*" {
        return Ok(Step::Every);
    }
    if inside.starts_with(['"', '\'']) {
        return Ok(Step::Field(quoted(inside)?));
    }
    let filter = inside.strip_prefix("?(").and_then(|rest| rest.strip_suffix(')'));
    if let Some(filter) = filter {
        return condition(filter.trim(), whole);
    }
    let wrong =
        || format!("`[{inside}]` in `{whole}` is no index, slice, name in quotes or `?(…)`");
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| wrong()),
    };
    match inside.split_once(':') {
        Some((from, to)) => Ok(Step::Slice(number(from)?, number(to)?)),
        None => number(inside)?.map(Step::Index).ok_or_else(wrong),
    }
}

const COMPARISONS: &[(&str, Compare)] = &[
    ("==", Compare::Equal),
    ("!=", Compare::NotEqual),
    ("<=", Compare::LessOrEqual),
    (">=", Compare::GreaterOrEqual),
    ("<", Compare::Less),
    (">", Compare::Greater),
];

fn condition(text: &str, whole: &str) -> Result<Step, String> {
    let at = |sign: &str| text.find(sign).map(|at| (at, sign.len()));
    let first = COMPARISONS.iter().filter_map(|(sign, compare)| Some((at(sign)?, *compare)));
    let Some(((start, length), compare)) =
        first.min_by_key(|((at, length), _)| (*at, usize::MAX - length))
    else {
        return Ok(Step::Exists(path(text)?));
    };
    let wanted = text[start + length..].trim();
    let value = match wanted {
        _ if wanted.starts_with(['"', '\'']) => Value::String(quoted(wanted)?),
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        number => serde_json::from_str(number).map_err(|_| {
            format!("`{wanted}` in `{whole}` is no number, true, false or text in quotes")
        })?,
    };
    Ok(Step::Filter(path(text[..start].trim())?, compare, value))
}
