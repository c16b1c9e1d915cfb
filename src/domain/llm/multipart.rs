//! The field `model` of a form with files, as image endpoints take it.
//!
//! Source: RFC 7578; `crates/agentgateway/src/llm/model_router.rs` of agentgateway at 75b4e6ce6.

use std::ops::Range;

/// The boundary that a content type names.
#[must_use]
pub fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let named = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    });
    named.filter(|boundary| !boundary.is_empty())
}

/// Where the value of the field `model` stands; none where there is no such field.
///
/// # Errors
/// A body that is not made of parts of this boundary.
pub fn model(body: &[u8], boundary: &str) -> Result<Option<Range<usize>>, NotAForm> {
    let delimiter = format!("--{boundary}");
    let separator = format!("\r\n{delimiter}");
    let start = memchr::memmem::find(body, delimiter.as_bytes()).ok_or(NotAForm)?;
    let mut at = start + delimiter.len();
    loop {
        let rest = body.get(at..).unwrap_or_default();
        if rest.starts_with(b"--") {
            return Ok(None);
        }
        let head = memchr::memmem::find(rest, b"\r\n\r\n").ok_or(NotAForm)?;
        let value = at + head + 4;
        let length = memchr::memmem::find(&body[value..], separator.as_bytes()).ok_or(NotAForm)?;
        let headers = std::str::from_utf8(&rest[..head]).map_err(|_| NotAForm)?;
        if names_model(headers) {
            return Ok(Some(value..value + length));
        }
        at = value + length + separator.len();
    }
}

/// A body that is no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAForm;

fn names_model(headers: &str) -> bool {
    let mut lines = headers.split("\r\n").filter_map(|line| line.split_once(':'));
    let disposition =
        lines.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"));
    disposition.is_some_and(|(_, value)| {
        value.split(';').any(|parameter| {
            let parameter = parameter.trim();
            parameter == "name=\"model\"" || parameter == "name=model"
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\
        Content-Type: image/png\r\n\r\n\x01name=\"model\"\r\n--b\r\n\
        content-disposition: form-data; name=\"model\"\r\n\r\ngpt-image-1\r\n--b--\r\n";

    #[test]
    fn the_field_is_found_by_its_name_and_not_by_what_a_file_holds() {
        let span = model(FORM.as_bytes(), "b").expect("a form").expect("a model");
        assert_eq!(&FORM[span], "gpt-image-1");
        let without = FORM.replace("name=\"model\"\r\n\r\n", "name=\"other\"\r\n\r\n");
        assert_eq!(model(without.as_bytes(), "b"), Ok(None));
    }

    #[test]
    fn what_is_no_form_is_said_to_be_none() {
        for body in ["", "{}", "--b\r\nno end", "--b\r\nname: x\r\n\r\nno end"] {
            assert_eq!(model(body.as_bytes(), "b"), Err(NotAForm), "{body:?}");
        }
    }

    #[test]
    fn the_boundary_is_the_one_of_a_form() {
        assert_eq!(boundary("multipart/form-data; charset=x; Boundary=\"b\""), Some("b"));
        assert_eq!(boundary("multipart/mixed; boundary=b"), None);
        assert_eq!(boundary("application/json"), None);
    }
}
