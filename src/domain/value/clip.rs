//! Values of strangers cut to what a person reads: quoted whole, a name of two megabytes is an error, a log line and a
//! reply's head of two megabytes.

use std::borrow::Cow;

/// What is shown of a value at the most. Bytes.
pub const MOST: usize = 256;

/// A value as it is quoted, logged or sent back: up to [`MOST`] bytes of it.
#[must_use]
pub fn clipped(text: &str) -> Cow<'_, str> {
    to(text, MOST)
}

/// A text of up to `most` bytes: where it is longer its beginning and its end, with its length between them.
#[must_use]
pub fn to(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let mark = format!("...({} bytes)...", text.len());
    let kept = most.saturating_sub(mark.len());
    let end = kept / 4;
    let begins = text.floor_char_boundary(kept - end);
    let ends = text.ceil_char_boundary(text.len() - end);
    let (first, last) = (text.get(..begins), text.get(ends..));
    Cow::Owned([first.unwrap_or_default(), &mark, last.unwrap_or_default()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_stays_and_what_is_long_says_how_long() {
        let fits = "x".repeat(MOST);
        assert!(matches!(clipped(&fits), Cow::Borrowed(all) if all == fits));
        let long = format!("begin{}end", "x".repeat(1000));
        let shown = clipped(&long);
        assert_eq!(shown.len(), MOST);
        assert!(shown.starts_with("beginx") && shown.ends_with("xend"), "{shown}");
        assert!(shown.contains("...(1008 bytes)..."), "{shown}");
    }

    #[test]
    fn no_character_is_cut() {
        for width in 0..8 {
            let long = format!("{}{}", "x".repeat(width), "\u{1f600}".repeat(200));
            let shown = clipped(&long);
            assert!(shown.len() <= MOST && shown.len() > MOST - 8, "{}", shown.len());
        }
        assert_eq!(to("abcdef", 0), "...(6 bytes)...");
    }
}
