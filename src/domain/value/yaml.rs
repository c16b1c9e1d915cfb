//! YAML in and out: the only file that names a YAML crate.
//!
//! Read with `serde_yaml`, written with `serde-saphyr`, because `serde_yaml` leaves `yes`, `on` and `1:20` bare and
//! kubectl's YAML 1.1 parser reads those as booleans and numbers. What is JSON is read as JSON, and what would cost
//! more than a manifest does is refused before a tree is made of it ([`bounds`]).

mod bounds;
mod checked;
mod line;
mod scalar;

use serde::Serialize;
use serde::de::DeserializeSeed as _;
use serde_json::Value;

use checked::{Checked, Tree};

/// One document of a YAML stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Line on which the document's content begins, counted from 1.
    pub line: usize,
    pub value: Value,
    /// What is written twice in it, of which the last counts: JSON pointers (RFC 6901), the first few.
    pub twice: Vec<String>,
}

/// A document that is not YAML, or holds what JSON cannot (a non-string key, a tag).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotYaml {
    /// Line of the fault, counted from 1.
    pub line: usize,
    pub reason: String,
    /// The first part of its text, to tell what it was meant to be.
    pub beginning: String,
}

/// The most of a document's text that is kept to tell what it was meant to be. Bytes.
const BEGINNING: usize = 64 * 1024;

/// A value that YAML has no text for, which no JSON value is.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Yaml(#[from] serde_saphyr::ser::Error),
}

/// Reads each document of `text` by itself, so that one that is broken costs nothing but itself. Empty documents
/// are left out. Each is read when it is asked for: a tree takes many times the memory of its text.
pub fn documents(text: &str) -> impl Iterator<Item = Result<Document, NotYaml>> {
    split(text).flat_map(|(line, part)| match json(line, part) {
        Some(found) => found.into_iter().map(Ok).collect(),
        None => {
            let read = document(line, part);
            let beginning = || part[..part.floor_char_boundary(BEGINNING)].to_owned();
            let read = read.map_err(|broken| NotYaml { beginning: beginning(), ..broken });
            Vec::from_iter(read.transpose())
        }
    })
}

/// How many documents of a text say something, whether or not it can be read: a comment and a mark say nothing.
#[must_use]
pub fn count(text: &str) -> usize {
    let says = |line: &str| !matches!(line.trim_start().bytes().next(), None | Some(b'#'));
    split(text).filter(|(_, part)| part.lines().any(says)).count()
}

/// Writes a value as one YAML document that kubectl's YAML 1.1 parser reads back unchanged. The rare text that would not
/// read back, such as one with an empty line and a tab at its beginning, makes it JSON, which is YAML too.
///
/// # Errors
/// When the value cannot be written, which a JSON value always can.
pub fn write(value: &impl Serialize) -> Result<String, Unwritable> {
    let meant = serde_json::to_value(value)?;
    let text = serde_saphyr::to_string(value)?;
    let text = match reads_as(&text, &meant) {
        true => text,
        false => serde_json::to_string_pretty(&meant)?,
    };
    Ok(if text.ends_with('\n') { text } else { text + "\n" })
}

/// Whether a text is one document of this value; an empty one is none.
fn reads_as(text: &str, value: &Value) -> bool {
    let mut read = documents(text);
    match (read.next(), read.next()) {
        (Some(Ok(document)), None) => document.value == *value,
        (None, None) => value.is_null(),
        _ => false,
    }
}

/// The line of `text`, counted from 1, on which a field stands: in the document that begins on `document`, at `pointer`
/// (RFC 6901). Of a field that is not there, the line of the closest one above it.
#[must_use]
pub fn line_of(text: &str, document: usize, pointer: &str) -> usize {
    let part = split(text).take_while(|(start, _)| *start <= document).last();
    let Some((start, part)) = part else { return document };
    let mut pointer = pointer;
    while !pointer.is_empty() {
        if let Some(line) = line::of(part, pointer) {
            return start + line;
        }
        pointer = pointer.rsplit_once('/').map_or("", |(above, _)| above);
    }
    document
}

/// The parts between `---` lines, each with the number of its first line. A `---` at the start of a line ends a
/// document wherever it stands (YAML 1.2 §9.1.2), so cutting there is safe.
fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    parts(text).map(|(line, part)| {
        let rest = part.trim_start();
        match rest.strip_prefix(MARK) {
            Some(unmarked) => {
                (line + part[..part.len() - rest.len()].matches('\n').count(), unmarked)
            }
            None => (line, part),
        }
    })
}

/// The byte order mark, which some editors write before each document.
const MARK: char = '\u{feff}';

fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut lines = text.split_inclusive('\n').zip(1..);
    let (mut start, mut line_of_start, mut offset) = (0, 1, 0);
    let mut ended = false;
    std::iter::from_fn(move || {
        for (line, number) in lines.by_ref() {
            let (part, from) = (start..offset, line_of_start);
            let begins = offset;
            offset += line.len();
            if line.trim_end() == "---" || line.starts_with("--- ") || line.starts_with("---\t") {
                (start, line_of_start) = (begins + 3, number);
                return Some((from, &text[part]));
            }
        }
        (!std::mem::replace(&mut ended, true)).then(|| (line_of_start, &text[start..]))
    })
}

/// The values of a part that is JSON: one, or several after each other. None where YAML has to be tried.
fn json(line: usize, part: &str) -> Option<Vec<Document>> {
    if !part.trim_start().starts_with(['{', '[']) || !bounds::is_modest_json(part) {
        return None;
    }
    let mut found = Vec::new();
    let (mut line, mut offset) = (line, 0);
    let mut values = serde_json::Deserializer::from_str(part).into_iter::<Checked>();
    loop {
        let rest = &part[offset..];
        let blank = &rest[..rest.len() - rest.trim_start().len()];
        line += blank.matches('\n').count();
        let Some(value) = values.next() else { return Some(found) };
        let Checked { value, twice } = value.ok()?;
        found.push(Document { line, value, twice });
        let read = &part[offset + blank.len()..values.byte_offset()];
        line += read.matches('\n').count();
        offset = values.byte_offset();
    }
}

fn document(line: usize, part: &str) -> Result<Option<Document>, NotYaml> {
    // A parser that misses the end of something points behind the last line, where there is nothing to see; and one knows
    // more ends of lines than editors do.
    let last = part.trim_end().lines().count().saturating_sub(1);
    let excessive = |excess: NotYaml| NotYaml { line: line + excess.line.min(last), ..excess };
    bounds::check(part).map_err(excessive)?;
    let at = |error: serde_yaml::Error| {
        let text = error.to_string();
        let reason = text.split(" at line ").next().unwrap_or(&text).to_owned();
        let offset = error.location().map_or(0, |place| place.line().saturating_sub(1));
        NotYaml { line: line + offset.min(last), reason, beginning: String::new() }
    };
    let tree = Tree { yaml: Some(part) };
    let read = tree.deserialize(serde_yaml::Deserializer::from_str(part));
    let Checked { value, twice } = read.map_err(at)?;
    if value.is_null() {
        return Ok(None);
    }
    let blank = |text: &&str| {
        let text = text.trim();
        text.is_empty() || text.starts_with('#')
    };
    let before = part.lines().take_while(blank).count();
    Ok(Some(Document { line: line + before.min(last), value, twice }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn documents_know_the_line_they_begin_on() {
        let text = "# a comment\na: 1\n---\n\nb: 2\n--- \n# nothing\n---\nc: 3\n";
        let lines: Vec<_> = documents(text).map(|d| d.map(|d| d.line)).collect();
        assert_eq!(lines, vec![Ok(2), Ok(5), Ok(9)]);
    }

    #[test]
    fn documents_are_counted_that_say_something() {
        for (text, number) in [
            ("", 0),
            ("---\n# x\n---\n", 0),
            ("a: 1", 1),
            ("---\na: 1\n---\nb: 1\n", 2),
            ("--- {a: 1}\n---\n{b: 1}", 2),
            ("# c\na: 1\nb: 2\n", 1),
        ] {
            assert_eq!(count(text), number, "{text:?}");
        }
    }

    #[test]
    fn a_broken_document_names_its_line_and_leaves_the_others() {
        let found: Vec<_> = documents("a: 1\n---\nb: [1\n---\nc: 3\n").collect();
        assert_eq!(found.len(), 3);
        let broken = found[1].as_ref().expect_err("an unclosed list");
        assert!((3..=4).contains(&broken.line), "{broken:?}");
        assert!(found[0].is_ok() && found[2].is_ok());
    }

    #[test]
    fn a_byte_order_mark_before_a_document_is_none_of_it() {
        let text = "a: 1\n---\n\n\u{feff}b: 1\nc: 2\n";
        let found: Vec<_> = documents(text).filter_map(Result::ok).collect();
        assert_eq!((found.len(), found[1].line), (2, 4));
        assert_eq!(line_of(text, found[1].line, "/c"), 5);
    }

    #[test]
    fn a_key_that_stands_twice_is_said_and_a_merged_one_is_none() {
        let text = "a: {b: 1, b: 2}\nc: [{d/e: 1, d/e: 1}]\n---\n{\"a\": 1, \"a\": 2}\n";
        let twice: Vec<_> = documents(text).filter_map(Result::ok).map(|one| one.twice).collect();
        assert_eq!(twice, [vec!["/a/b", "/c/0/d~1e"], vec!["/a"]]);
        let text = "x: &x {a: 1, b: 1}\nz:\n  <<: *x\n  b: 2\n";
        let merged = documents(text).next().expect("one").expect("read");
        assert_eq!(merged.value["z"], serde_json::json!({"a": 1, "b": 2}));
        assert!(merged.twice.is_empty());
    }

    #[test]
    fn a_field_knows_its_line_and_a_missing_one_that_of_what_is_above_it() {
        let text = "a: 1\n---\n# words\nspec:\n  b: 2\n";
        assert_eq!(line_of(text, 4, "/spec/b"), 5);
        assert_eq!(line_of(text, 4, "/spec/c/d"), 4);
        assert_eq!(line_of(text, 4, "/x"), 4);
        assert_eq!(line_of(text, 1, "/a"), 1);
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (name, last) in ('b'..='j').zip('a'..='i') {
            text += &format!("{name}: &{name} [{}]\n", vec![format!("*{last}"); 9].join(","));
        }
        assert!(documents(&text).next().expect("one").is_err());
    }

    #[test]
    fn values_of_json_after_each_other_are_documents_with_their_lines() {
        let text = "{\"a\": 1}\n{\n\t\"b\": 2}\n\n[3]\n";
        let found: Vec<_> = documents(text).map(|d| d.map(|d| (d.line, d.value))).collect();
        let expected = [
            (1, serde_json::json!({"a": 1})),
            (2, serde_json::json!({"b": 2})),
            (5, serde_json::json!([3])),
        ];
        assert_eq!(found, expected.map(Ok));
        assert!(documents("{a: 1}\n").all(|read| read.is_ok()));
        assert!(documents("{\"a\": 1} }\n").any(|read| read.is_err()));
    }

    /// Words that YAML 1.1 reads as something else than text.
    fn hostile() -> impl Strategy<Value = String> {
        let words = [
            "yes",
            "no",
            "on",
            "off",
            "y",
            "n",
            "Y",
            "N",
            "true",
            "False",
            "null",
            "~",
            "1:20",
            "0x1f",
            "1_000",
            "010",
            ".5",
            "1e3",
            "-",
            "?",
            ":",
            "- a",
            "a: b",
            "# c",
            "&a",
            "*a",
            "!t",
            "%x",
            "@x",
            "`x",
            "{a}",
            "[a]",
            "|",
            ">",
            "'",
            "\"",
            "",
            " ",
            "a ",
            " a",
            "a\nb",
            "\t",
            "2026-01-01",
            "=",
            "<<",
            ".inf",
            "0o7",
            "+1",
        ];
        prop_oneof![proptest::sample::select(words.to_vec()).prop_map(str::to_owned), ".*"]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(key in hostile(), text in hostile(), number in any::<i64>()) {
            let value = serde_json::json!({"key": {key: text}, "list": [number, true, null]});
            let written = write(&value).expect("written");
            let read: Vec<_> = documents(&written).collect();
            prop_assert_eq!(read.len(), 1, "{}", written);
            prop_assert_eq!(&read[0].as_ref().expect("read").value, &value, "{}", written);
        }
    }
}
