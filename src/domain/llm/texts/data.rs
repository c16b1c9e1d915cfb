//! Data in base64: images, sounds and signatures, which nobody here can read; and documents, which are texts.
//!
//! Source: Anthropic's `source` and Gemini's `inlineData`, each with a media type; RFC 2397 (`data:` URLs).

use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

/// Reads what any decoder reads.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// So many characters decide whether data may be a text.
const BEGINNING: usize = 1024;

/// What an object says that its data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// It names no media type.
    Unsaid,
    /// A text, in base64.
    Text,
    /// Anything else, or a text that is written as such.
    Other,
}

/// What a string is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Data {
    /// No data.
    No,
    /// Data that is no text.
    Opaque,
    /// A document, whose base64 begins at `from`. Bytes.
    Text { from: usize, text: String },
    /// Said to be a text, and not to be read.
    Unreadable,
}

impl Media {
    pub(super) fn of(fields: &Map<String, Value>) -> Self {
        const NAMES: &[&str] = &["media_type", "mediaType", "mimeType", "mime_type"];
        let mut said = NAMES.iter().filter_map(|name| fields.get(*name)?.as_str());
        let is_written = fields.get("type").and_then(Value::as_str) == Some("text");
        let (is_said, is_text) = (said.clone().next().is_some(), said.any(is_textual));
        match (is_said, is_text && !is_written) {
            (false, _) => Media::Unsaid,
            (true, true) => Media::Text,
            (true, false) => Media::Other,
        }
    }
}

/// Whether a media type is that of a text.
fn is_textual(media: &str) -> bool {
    const APPLICATIONS: &[&str] =
        &["json", "xml", "yaml", "csv", "javascript", "sql", "toml", "rtf"];
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let of_application = |name: &str| {
        let name = name.rsplit('+').next().unwrap_or_default();
        let name = name.rsplit('-').next().unwrap_or_default();
        APPLICATIONS.iter().any(|known| name.ends_with(known))
    };
    match media.split_once('/') {
        Some(("text", _)) => true,
        Some(("application", name)) => of_application(name),
        Some((_, name)) => name.ends_with("+xml") || name.ends_with("+json"),
        None => false,
    }
}

/// What the string in this field is. Short ones without a media type may be words.
pub(super) fn of(field: &str, text: &str, media: Media) -> Data {
    const FIELDS: &[&str] = &[
        "b64_json",
        "data",
        "embedding",
        "encrypted_content",
        "file_data",
        "image_url",
        "partial_image_b64",
        "signature",
        "thoughtSignature",
        "thought_signature",
        "url",
    ];
    let (from, is_text) = match url(text) {
        Some((media, from)) => (from, is_textual(media)),
        None if !FIELDS.contains(&field) || matches!(field, "url" | "image_url") => {
            return Data::No;
        }
        None => (0, media == Media::Text && field == "data"),
    };
    let data = text.get(from..).unwrap_or_default();
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte) || byte.is_ascii_whitespace()
    };
    if !is_text && (data.len() < 64 || !data.bytes().all(plain)) {
        return Data::No;
    }
    // What is no text is broken into lines and padded at its end; words are separated by spaces.
    let unpadded = data.trim_end_matches(['=', '\r', '\n']);
    let is_words = unpadded.contains([' ', '\t', '=']);
    match decoded(data) {
        Some(text) => Data::Text { from, text },
        None if is_text => Data::Unreadable,
        None if is_words => Data::No,
        None => Data::Opaque,
    }
}

/// The media type of a `data:` URL in base64, and where its data begins.
fn url(text: &str) -> Option<(&str, usize)> {
    text.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:"))?;
    let comma = memchr::memchr(b',', text.as_bytes())?;
    let kind = text.get(5..comma)?;
    let end = kind.len().checked_sub(";base64".len())?;
    kind.get(end..).filter(|coding| coding.eq_ignore_ascii_case(";base64"))?;
    Some((kind.get(..end)?, comma + 1))
}

/// The text that is written in base64; none where it is no text.
fn decoded(data: &str) -> Option<String> {
    let standard = |byte: u8| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    };
    let bytes = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(standard);
    let begins: Vec<u8> = bytes.clone().take(BEGINNING).collect();
    let begins = LENIENT.decode(begins).ok()?;
    // A character may be cut at the end.
    if std::str::from_utf8(&begins).is_err_and(|error| error.error_len().is_some()) {
        return None;
    }
    let all: Vec<u8> = bytes.collect();
    let text = String::from_utf8(LENIENT.decode(all).ok()?).ok()?;
    // UTF-16 is full of them.
    (!text.contains('\0')).then_some(text)
}

/// A text in base64.
pub(super) fn encoded(text: &str) -> String {
    STANDARD.encode(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_is_read_however_it_is_written_and_nothing_else_is() {
        let text = |from, text: &str| Data::Text { from, text: text.to_owned() };
        for (field, written, media, is) in [
            ("data", "dG9wc2VjcmV0NDI=", Media::Text, text(0, "topsecret42")),
            ("data", "dG9wc2Vj\ncmV0NDI", Media::Text, text(0, "topsecret42")),
            ("data", "dABvAHAA", Media::Text, Data::Unreadable),
            ("data", "no base64!", Media::Text, Data::Unreadable),
            ("data", "/w==", Media::Text, Data::Unreadable),
            ("data", "topsecret42", Media::Other, Data::No),
            ("file_data", "data:application/JSON;base64,e30=", Media::Unsaid, text(29, "{}")),
            ("anything", "DATA:text/plain;BASE64,aGk=", Media::Unsaid, text(23, "hi")),
            ("text", "dG9wc2VjcmV0NDI=", Media::Text, Data::No),
        ] {
            assert_eq!(of(field, written, media), is, "{written}");
        }
        let words = "my password is topsecret42 and ".repeat(4);
        assert_eq!(of("data", &words, Media::Unsaid), Data::No);
        assert_eq!(of("text", &format!("data:x;base64,{words}"), Media::Unsaid), Data::No);
        let padded = "=".repeat(40) + &"topsecret42".repeat(4);
        assert_eq!(of("b64_json", &padded, Media::Unsaid), Data::No);
        let spaced = STANDARD.encode("words ".repeat(20)).replace("d29y", "d2 9y");
        assert_eq!(of("data", &spaced, Media::Unsaid), text(0, &"words ".repeat(20)));
        let image = STANDARD.encode([&b"\x89PNG\r\n"[..], &[0xff; 2000]].concat());
        assert_eq!(of("data", &image, Media::Other), Data::Opaque);
        let words = STANDARD.encode("words ".repeat(400));
        assert_eq!(of("b64_json", &words, Media::Unsaid), text(0, &"words ".repeat(400)));
    }

    #[test]
    fn a_media_type_says_whether_data_is_a_text() {
        let of = |value: Value| Media::of(value.as_object().expect("an object"));
        assert_eq!(of(json!({"type": "base64"})), Media::Unsaid);
        assert_eq!(of(json!({"type": "text", "media_type": "text/plain"})), Media::Other);
        for kind in
            ["text/plain; charset=x", "Application/LD+json", "image/svg+xml", "application/x-yaml"]
        {
            assert_eq!(of(json!({"mimeType": kind})), Media::Text, "{kind}");
        }
        for kind in ["image/png", "application/pdf", "audio/wav", "x"] {
            assert_eq!(of(json!({"media_type": kind})), Media::Other, "{kind}");
        }
    }
}
