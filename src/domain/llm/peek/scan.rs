//! A cursor over the bytes of a JSON text that steps over values without looking into them, and the words it has for
//! what is wrong: those of serde_json, so that a client reads the same sentence whichever of the two refused it.

use std::borrow::Cow;
use std::ops::Range;

/// Containers inside containers at most, the outermost counted; serde_json's limit, so nothing that is parsed further
/// on can be deeper than what was stepped over here.
const MAX_DEPTH: u32 = 127;

/// What is wrong with a body. `line` counts from 1, `column` is the number of bytes read on that line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at line {line} column {column}")]
pub struct PeekError {
    pub line: usize,
    pub column: usize,
    pub message: String,
}

pub(super) type Result<T> = std::result::Result<T, PeekError>;

/// The cursor: everything before `at` has been read.
pub(super) struct Scan<'a> {
    body: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(body: &'a [u8]) -> Self {
        Scan { body, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is not white space; it is not read yet.
    pub(super) fn next(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Reads the byte that [`Scan::next`] showed.
    pub(super) fn bump(&mut self) {
        self.at = self.body.len().min(self.at + 1);
    }

    /// Reads a string whose opening quote is the next byte; the range includes both quotes.
    pub(super) fn string(&mut self) -> Result<Range<usize>> {
        let start = self.at;
        self.bump();
        while let Some(found) = memchr::memchr2(b'"', b'\\', self.rest()) {
            self.at += found;
            let is_end = self.byte() == Some(b'"');
            self.bump();
            if is_end {
                return Ok(start..self.at);
            }
            self.bump();
        }
        self.at = self.body.len();
        Err(self.unread("EOF while parsing a string"))
    }

    /// Steps over one value of any kind.
    pub(super) fn value(&mut self) -> Result<Range<usize>> {
        let first = self.next();
        let start = self.at;
        match first {
            Some(b'"') => {
                self.string()?;
            }
            Some(b'{' | b'[') => self.container()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.literal(b"true")?,
            Some(b'f') => self.literal(b"false")?,
            Some(b'n') => self.literal(b"null")?,
            Some(_) => return Err(self.unread("expected value")),
            None => return Err(self.unread("EOF while parsing a value")),
        }
        Ok(start..self.at)
    }

    /// What stands in a string that was read, escapes resolved.
    pub(super) fn text(&self, span: &Range<usize>) -> Result<Cow<'a, str>> {
        let raw = self.slice(span);
        let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        let is_plain = !inside.iter().any(|byte| *byte == b'\\' || *byte < 0x20);
        if let (true, Ok(text)) = (is_plain, std::str::from_utf8(inside)) {
            return Ok(Cow::Borrowed(text));
        }
        serde_json::from_slice(raw).map(Cow::Owned).map_err(|error| {
            let words = error.to_string();
            let message = words.split(" at line ").next().unwrap_or_default();
            self.error(span.start + error.column().min(raw.len()), message)
        })
    }

    /// The bytes of a range; none where it leaves the body.
    pub(super) fn slice(&self, span: &Range<usize>) -> &'a [u8] {
        self.body.get(span.clone()).unwrap_or_default()
    }

    /// An error about the byte that comes next.
    pub(super) fn unread(&self, message: &str) -> PeekError {
        self.error(self.at + 1, message)
    }

    /// An error seen when `read` bytes had been read.
    pub(super) fn error(&self, read: usize, message: &str) -> PeekError {
        let before = self.body.get(..read).unwrap_or(self.body);
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        PeekError {
            line: 1 + memchr::memchr_iter(b'\n', before).count(),
            column: before.len() - line_start,
            message: message.to_owned(),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.body.get(self.at..).unwrap_or_default()
    }

    fn accept(&mut self, wanted: impl Fn(u8) -> bool) -> bool {
        let is_wanted = self.byte().is_some_and(wanted);
        self.at += usize::from(is_wanted);
        is_wanted
    }

    /// Steps over an object or array: strings are jumped over, brackets must pair by kind. Of the rest only the
    /// alphabet is checked, so that a comment or a foreign quote cannot hide a bracket from us.
    fn container(&mut self) -> Result<()> {
        // One bit for each open bracket, set for `{`: the innermost is the lowest.
        let (mut open, mut depth) = (0_u128, 0_u32);
        loop {
            let Some(passed) = self.rest().iter().position(|byte| !is_filler(*byte)) else {
                self.at = self.body.len();
                let inner = if open & 1 == 1 { "an object" } else { "a list" };
                return Err(self.unread(&format!("EOF while parsing {inner}")));
            };
            self.at += passed;
            match self.byte() {
                Some(b'"') => {
                    self.string()?;
                    continue;
                }
                Some(bracket @ (b'{' | b'[')) => {
                    depth += 1;
                    if depth >= MAX_DEPTH {
                        return Err(self.unread("recursion limit exceeded"));
                    }
                    open = open << 1 | u128::from(bracket == b'{');
                }
                Some(b'}') if open & 1 == 0 => return Err(self.unread("expected `,` or `]`")),
                Some(b']') if open & 1 == 1 => return Err(self.unread("expected `,` or `}`")),
                Some(b'}' | b']') => {
                    open >>= 1;
                    depth -= 1;
                }
                _ => return Err(self.unread("expected value")),
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn number(&mut self) -> Result<()> {
        self.accept(|byte| byte == b'-');
        if self.accept(|byte| byte == b'0') {
            if self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
                return Err(self.unread("invalid number"));
            }
        } else {
            self.digits()?;
        }
        if self.accept(|byte| byte == b'.') {
            self.digits()?;
        }
        if self.accept(|byte| matches!(byte, b'e' | b'E')) {
            self.accept(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<()> {
        if !self.accept(|byte| byte.is_ascii_digit()) {
            let is_end = self.byte().is_none();
            return Err(self.unread(if is_end {
                "EOF while parsing a value"
            } else {
                "invalid number"
            }));
        }
        while self.accept(|byte| byte.is_ascii_digit()) {}
        Ok(())
    }

    fn literal(&mut self, word: &[u8]) -> Result<()> {
        for letter in word {
            if !self.accept(|byte| byte == *letter) {
                let is_end = self.byte().is_none();
                return Err(self.unread(if is_end {
                    "EOF while parsing a value"
                } else {
                    "expected ident"
                }));
            }
        }
        Ok(())
    }
}

/// Bytes that may stand between the strings and brackets of a container: white space, separators, and the letters of
/// numbers and of `true`, `false`, `null`.
const fn is_filler(byte: u8) -> bool {
    FILLER[byte as usize]
}

const FILLER: [bool; 256] = {
    let mut table = [false; 256];
    let filler = b" \n\t\r,:+-.0123456789eEtrufalsn";
    let mut index = 0;
    while index < filler.len() {
        table[filler[index] as usize] = true;
        index += 1;
    }
    table
};
