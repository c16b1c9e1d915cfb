//! A header as people write one: `NAME=VALUE`, as the flags here have it, or `Name: value`, as HTTP and curl do.

use anyhow::{Context as _, anyhow};
use http::HeaderName;

/// Reads a header. Whichever of `=` and `:` comes first divides it: no name has either.
///
/// # Errors
/// A text without either, and a name that no header can have.
pub fn header(text: &str) -> anyhow::Result<(String, String)> {
    let (name, value) = text
        .split_once(['=', ':'])
        .with_context(|| format!("invalid header {text:?}; use NAME=VALUE or 'Name: value'"))?;
    HeaderName::from_bytes(name.trim().as_bytes())
        .map_err(|_| anyhow!("invalid header name {name:?}"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_both_signs_divides_a_header() {
        let read = |text| header(text).ok();
        assert_eq!(read("A=b=c"), Some(("A".into(), "b=c".into())));
        assert_eq!(read("A: b=c"), Some(("A".into(), "b=c".into())));
        assert_eq!(read("A:b"), Some(("A".into(), "b".into())));
        assert_eq!(read("A=b: c"), Some(("A".into(), "b: c".into())));
        assert_eq!(read("A="), Some(("A".into(), String::new())));
        assert!(header("a b=c").is_err() && header("a").is_err() && header("=x").is_err());
    }
}
