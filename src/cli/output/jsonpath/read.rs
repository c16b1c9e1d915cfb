//! Reads templates and paths, character by character.

use serde_json::Value;

use super::syntax_error::{SyntaxError, SyntaxErrorKind};
use super::{Compare, Part, Path, Step};

/// A piece of the text that is read.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    /// Where it begins: bytes from the start of the text.
    at: usize,
}

impl<'t> Piece<'t> {
    fn whole(text: &'t str) -> Self {
        Piece { text, at: 0 }
    }

    fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    /// Its first `bytes`.
    fn until(self, bytes: usize) -> Self {
        Piece { text: &self.text[..bytes], ..self }
    }

    /// What follows its first `bytes`.
    fn after(self, bytes: usize) -> Self {
        Piece { text: &self.text[bytes..], at: self.at + bytes }
    }

    fn without_prefix(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.after(prefix.len()))
    }

    /// Without the braces around it, where it has both.
    fn without_braces(self) -> Self {
        match self.without_prefix("{").filter(|inside| inside.text.ends_with('}')) {
            Some(inside) => inside.until(inside.text.len() - 1),
            None => self,
        }
    }

    fn trim(self) -> Self {
        let blanks = self.text.len() - self.text.trim_start().len();
        Piece { text: self.text.trim(), at: self.at + blanks }
    }

    fn is_quoted(self) -> bool {
        self.text.starts_with(['"', '\''])
    }

    fn wrong(self, kind: SyntaxErrorKind) -> SyntaxError {
        SyntaxError { at: self.at, kind }
    }
}

/// A `{range …}` that is not ended yet.
struct OpenRange<'t> {
    tag: Piece<'t>,
    path: Path,
    /// What precedes it, in the range around it or the template.
    before: Vec<Part>,
}

/// Reads a whole template.
///
/// # Errors
/// The first fault, with its place.
pub(super) fn template(text: &str) -> Result<Vec<Part>, SyntaxError> {
    // The innermost is last.
    let mut open: Vec<OpenRange<'_>> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = Piece::whole(text);
    while !rest.is_empty() {
        let Some(start) = rest.text.find('{') else {
            parts.push(Part::Text(rest.text.to_owned()));
            break;
        };
        if start > 0 {
            parts.push(Part::Text(rest.until(start).text.to_owned()));
        }
        let tag = rest.after(start);
        let (inside, after) = braces(tag)?;
        rest = after;
        let inside = inside.trim();
        let range = inside.without_prefix("range");
        match range.filter(|range| range.text.starts_with([' ', '.', '['])) {
            Some(range) => {
                let path = path_in(range.trim())?;
                open.push(OpenRange { tag, path, before: std::mem::take(&mut parts) });
            }
            None if inside.text == "end" => {
                let range =
                    open.pop().ok_or_else(|| tag.wrong(SyntaxErrorKind::EndWithoutRange))?;
                let inner = std::mem::replace(&mut parts, range.before);
                parts.push(Part::Range(range.path, inner));
            }
            None if inside.is_quoted() => parts.push(Part::Text(quoted(inside)?)),
            None => parts.push(Part::Path(path_in(inside)?)),
        }
    }
    match open.pop() {
        None => Ok(parts),
        Some(range) => Err(range.tag.wrong(SyntaxErrorKind::RangeWithoutEnd)),
    }
}

/// What is inside the braces that `tag` begins with, quotes respected, and what follows them.
fn braces(tag: Piece<'_>) -> Result<(Piece<'_>, Piece<'_>), SyntaxError> {
    let inside = tag.after(1);
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in inside.text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '}') => return Ok((inside.until(at), inside.after(at + 1))),
            _ => {}
        }
    }
    Err(tag.wrong(SyntaxErrorKind::UnclosedBrace { text: tag.text.to_owned() }))
}

/// The text between quotes.
fn quoted(piece: Piece<'_>) -> Result<String, SyntaxError> {
    let mut letters = piece.text.chars();
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
    Err(piece.wrong(SyntaxErrorKind::UnclosedQuote { text: piece.text.to_owned() }))
}

/// Reads a path on its own, with or without braces.
///
/// # Errors
/// The first fault, with its place.
pub(super) fn path(text: &str) -> Result<Path, SyntaxError> {
    path_in(Piece::whole(text).trim().without_braces())
}

/// A path without braces.
fn path_in(whole: Piece<'_>) -> Result<Path, SyntaxError> {
    let from_root = whole.text.starts_with('$');
    let mut rest = if whole.text.starts_with(['$', '@']) { whole.after(1) } else { whole };
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.without_prefix("..") {
            steps.push(Step::Deep);
            rest = after;
            if !rest.text.starts_with(['[', '*']) {
                rest = name(rest, whole, &mut steps)?;
            }
        } else if rest.text.starts_with('[') {
            let (inside, behind) = brackets(rest, whole)?;
            steps.push(bracket(inside.trim(), whole)?);
            rest = behind;
        } else if rest.text == "." || rest.text.starts_with(".[") {
            rest = rest.after(1);
        } else if let Some(after) = rest.without_prefix(".") {
            rest = name(after, whole, &mut steps)?;
        } else if steps.is_empty() && rest.at == whole.at {
            rest = name(rest, whole, &mut steps)?;
        } else {
            let found = rest.text.to_owned();
            return Err(
                rest.wrong(SyntaxErrorKind::NotAStep { found, path: whole.text.to_owned() })
            );
        }
    }
    Ok(Path { steps, from_root })
}

/// Reads a field's name, or `*`, off the front of `rest`; a point in it is written `\.`. Returns what follows.
fn name<'t>(
    rest: Piece<'t>,
    whole: Piece<'_>,
    steps: &mut Vec<Step>,
) -> Result<Piece<'t>, SyntaxError> {
    let path = || whole.text.to_owned();
    let mut field = String::new();
    let mut letters = rest.text.char_indices();
    let mut end = rest.text.len();
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' => field.extend(letters.next().map(|(_, c)| c)),
            '.' | '[' => {
                end = at;
                break;
            }
            ']' | '(' | ')' | '{' | '}' | '"' | '\'' | ' ' => {
                return Err(rest
                    .after(at)
                    .wrong(SyntaxErrorKind::NotInAName { found: c, path: path() }));
            }
            c => field.push(c),
        }
    }
    match field.as_str() {
        "" => return Err(rest.wrong(SyntaxErrorKind::MissingName { path: path() })),
        "*" => steps.push(Step::Every),
        _ => steps.push(Step::Field(field)),
    }
    Ok(rest.after(end))
}

/// What is inside the brackets that `rest` begins with, and what follows them.
fn brackets<'t>(rest: Piece<'t>, whole: Piece<'_>) -> Result<(Piece<'t>, Piece<'t>), SyntaxError> {
    let inside = rest.after(1);
    let mut depth = 1;
    let mut quote = None;
    for (at, c) in inside.text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') if depth == 1 => return Ok((inside.until(at), inside.after(at + 1))),
            (None, ']') => depth -= 1,
            _ => {}
        }
    }
    Err(rest.wrong(SyntaxErrorKind::UnclosedBracket { path: whole.text.to_owned() }))
}

/// The step that the inside of brackets means.
fn bracket(inside: Piece<'_>, whole: Piece<'_>) -> Result<Step, SyntaxError> {
    if inside.text == "*" {
        return Ok(Step::Every);
    }
    if inside.is_quoted() {
        return Ok(Step::Field(quoted(inside)?));
    }
    let filter = inside.without_prefix("?(");
    if let Some(filter) = filter.filter(|rest| rest.text.ends_with(')')) {
        return condition(filter.until(filter.text.len() - 1).trim(), whole);
    }
    let wrong = || {
        let found = inside.text.to_owned();
        inside.wrong(SyntaxErrorKind::NotASelector { found, path: whole.text.to_owned() })
    };
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| wrong()),
    };
    match inside.text.split_once(':') {
        Some((from, to)) => Ok(Step::Slice(number(from)?, number(to)?)),
        None => number(inside.text)?.map(Step::Index).ok_or_else(wrong),
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

/// The filter of `?(…)`: a path alone, or one that is compared with a literal.
fn condition(inside: Piece<'_>, whole: Piece<'_>) -> Result<Step, SyntaxError> {
    let at = |sign: &str| inside.text.find(sign).map(|at| (at, sign.len()));
    let first = COMPARISONS.iter().filter_map(|(sign, compare)| Some((at(sign)?, *compare)));
    let Some(((start, length), compare)) =
        first.min_by_key(|((at, length), _)| (*at, usize::MAX - length))
    else {
        return Ok(Step::Exists(path_in(inside)?));
    };
    let wanted = inside.after(start + length).trim();
    let value = match wanted.text {
        _ if wanted.is_quoted() => Value::String(quoted(wanted)?),
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        number => serde_json::from_str(number).map_err(|_| {
            let found = number.to_owned();
            wanted.wrong(SyntaxErrorKind::NotALiteral { found, path: whole.text.to_owned() })
        })?,
    };
    Ok(Step::Filter(path_in(inside.until(start).trim())?, compare, value))
}
