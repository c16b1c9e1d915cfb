//! Changes to a body that leave the rest of its bytes where they are: the result is a list of slices of the original
//! with the new pieces between them, and nothing is copied.

use std::ops::Range;

use bytes::Bytes;

/// One change: the bytes of `range` give way to `with`. An empty range is an insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Offsets into the body, in bytes.
    pub range: Range<usize>,
    pub with: Bytes,
}

/// A body in pieces, to be sent one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spliced {
    parts: Vec<Bytes>,
    len: usize,
}

/// Edits that do not fit the body or each other; a mistake of the program, said instead of sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    #[error("two edits of the body touch the same bytes, at byte {at}")]
    Overlap { at: usize },
    #[error("an edit of bytes {start}..{end} exceeds a body of {len} bytes")]
    OutOfBounds { start: usize, end: usize, len: usize },
}

impl Spliced {
    /// Bytes in all pieces together: the `content-length`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The pieces, none of them empty. Cloning one copies no bytes.
    pub fn iter(&self) -> std::slice::Iter<'_, Bytes> {
        self.parts.iter()
    }

    fn push(&mut self, part: Bytes) {
        if !part.is_empty() {
            self.len += part.len();
            self.parts.push(part);
        }
    }
}

impl IntoIterator for Spliced {
    type Item = Bytes;
    type IntoIter = std::vec::IntoIter<Bytes>;

    fn into_iter(self) -> Self::IntoIter {
        self.parts.into_iter()
    }
}

impl<'a> IntoIterator for &'a Spliced {
    type Item = &'a Bytes;
    type IntoIter = std::slice::Iter<'a, Bytes>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Applies `edits`, given in any order. Insertions at one place keep the order in which they are given and stand
/// before a replacement that starts there.
///
/// # Errors
/// Where two edits overlap or one leaves the body.
pub fn splice(body: &Bytes, mut edits: Vec<Edit>) -> Result<Spliced, SpliceError> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut spliced = Spliced { parts: Vec::with_capacity(edits.len() * 2 + 1), len: 0 };
    let mut done = 0;
    for Edit { range: Range { start, end }, with } in edits {
        if start > end || end > body.len() {
            return Err(SpliceError::OutOfBounds { start, end, len: body.len() });
        }
        if start < done {
            return Err(SpliceError::Overlap { at: start });
        }
        spliced.push(body.slice(done..start));
        spliced.push(with);
        done = end;
    }
    spliced.push(body.slice(done..));
    Ok(spliced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<usize>, with: &'static str) -> Edit {
        Edit { range, with: Bytes::from_static(with.as_bytes()) }
    }

    fn text(spliced: &Spliced) -> String {
        spliced.iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect()
    }

    #[test]
    fn edits_in_any_order_give_the_same_body() {
        let body = Bytes::from_static(b"0123456789");
        let edits = vec![edit(8..10, ""), edit(0..0, "<"), edit(2..4, "two three")];
        let mut reversed = edits.clone();
        reversed.reverse();
        let spliced = splice(&body, edits).expect("fits");
        assert_eq!(text(&spliced), "<01two three4567");
        assert_eq!(spliced.len(), text(&spliced).len());
        assert_eq!(splice(&body, reversed), Ok(spliced));
    }

    #[test]
    fn untouched_parts_are_the_original_memory() {
        let body = Bytes::from_static(b"0123456789");
        let spliced = splice(&body, vec![edit(4..5, "four")]).expect("fits");
        let parts: Vec<_> = spliced.iter().map(|part| part.as_ptr()).collect();
        assert_eq!(parts[0], body.as_ptr());
        assert_eq!(parts[2], body[5..].as_ptr());
        let whole = splice(&body, Vec::new()).expect("fits");
        assert_eq!(whole.into_iter().collect::<Vec<_>>(), [body]);
    }

    #[test]
    fn a_replacement_may_start_where_an_insertion_is() {
        let body = Bytes::from_static(b"0123");
        let spliced = splice(&body, vec![edit(1..2, "b"), edit(1..1, "a")]).expect("fits");
        assert_eq!(text(&spliced), "0ab23");
    }

    #[test]
    fn edits_that_overlap_or_leave_the_body_are_errors() {
        let body = Bytes::from_static(b"0123");
        assert_eq!(
            splice(&body, vec![edit(0..3, ""), edit(2..4, "")]),
            Err(SpliceError::Overlap { at: 2 })
        );
        assert_eq!(
            splice(&body, vec![edit(3..5, "")]),
            Err(SpliceError::OutOfBounds { start: 3, end: 5, len: 4 })
        );
        assert_eq!(
            splice(&body, vec![Edit { range: Range { start: 3, end: 2 }, with: Bytes::new() }]),
            Err(SpliceError::OutOfBounds { start: 3, end: 2, len: 4 })
        );
    }
}
