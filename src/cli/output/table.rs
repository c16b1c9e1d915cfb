//! Tables as kubectl draws them: capitals, three spaces, no lines, no trailing blanks, and nothing in a cell that a
//! terminal would obey.

use comfy_table::{ContentArrangement, Table, presets};

use crate::domain::value::redaction;

/// Draws rows under a heading. Without a heading for `--no-headers`.
#[must_use]
pub fn draw(heading: Option<&[&str]>, rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if let Some(heading) = heading {
        table.add_row(heading);
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| visible(cell)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 3));
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// The text of a cell: its first line, with everything that is not to be seen written out.
#[must_use]
pub fn visible(text: &str) -> String {
    let first = text.split(['\n', '\r']).next().unwrap_or_default();
    if first.is_empty() { "<none>".to_owned() } else { escape_all(&redaction::without_keys(first)) }
}

/// The same for text that may have lines.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(escape).collect::<Vec<_>>().join("\n")
}

/// Whether a character is not to be seen, or would be obeyed.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Text with line breaks and tabs written out too.
#[must_use]
pub fn escape_all(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        out
    })
}

/// JSON whose hidden characters, which can only stand inside strings, are written as JSON's own escapes.
#[must_use]
pub fn escape_json(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
        if is_hidden(c) && c != '\n' {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
        out
    })
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if is_hidden(c) && c != '\t' {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_apart_and_lines_end_with_their_text() {
        let rows = vec![vec!["a".to_owned(), String::new()], vec!["long-name".into(), "x".into()]];
        let expected = "NAME        KEY\na           <none>\nlong-name   x\n";
        assert_eq!(draw(Some(&["NAME", "KEY"]), &rows), expected);
        assert_eq!(draw(None, &rows), expected.split_once('\n').expect("lines").1);
    }

    #[test]
    fn a_cell_cannot_command_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb");
        assert_eq!(visible("\u{202e}x"), "\\u{202e}x");
        assert_eq!(visible_lines("a\nb\u{7}"), "a\nb\\u{7}");
    }
}
