//! How large an expression may be. The `cel` crate parses, evaluates and drops expressions by recursion: a deep one, or
//! a long chain, which becomes a deep tree, would overflow the stack and end the process. What is too large is found in
//! the tokens, before anything recurses; the tree is measured once more; and the stack that it needs is made sure of.
//!
//! Source: the grammar of <https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax>; agentgateway's CRD
//! allows 16384 characters.

use cel::common::ast::IdedExpr;

use crate::domain::route::reason::ExpressionBound;

/// The longest expression. Bytes.
const LENGTH: usize = 16 * 1024;
/// The deepest that brackets may be nested: as deep as the `cel` crate allows.
const NESTING: usize = 64;
/// The deepest tree, and the longest chain of operators, members and calls.
pub(super) const DEPTH: usize = 256;

/// Stack for one level of a tree while it is evaluated. Bytes: some three times what was measured.
const LEVEL: usize = if cfg!(debug_assertions) { 96 * 1024 } else { 32 * 1024 };
/// Stack for parsing the deepest expression. Bytes; what is not touched costs nothing.
const PARSING: usize = 64 * 1024 * 1024;
/// What everything else of a call needs. Bytes.
const REST: usize = 256 * 1024;

/// Runs what recurses over a tree of this depth with the stack for it: the thread's own where that is enough.
pub(super) fn with_stack<T>(depth: usize, run: impl FnOnce() -> T) -> T {
    let needed = depth * LEVEL + REST;
    stacker::maybe_grow(needed, needed + REST, run)
}

/// Runs the parser with the stack for it.
pub(super) fn with_stack_to_parse<T>(run: impl FnOnce() -> T) -> T {
    stacker::grow(PARSING, run)
}

/// Whether an expression may be parsed.
///
/// # Errors
/// Which bound it exceeds.
pub(super) fn check(source: &str) -> Result<(), ExpressionBound> {
    if source.len() > LENGTH {
        return Err(ExpressionBound::Length(LENGTH));
    }
    let mut frames = vec![Frame::default()];
    for token in tokens(source) {
        let Some(frame) = frames.last_mut() else { break };
        match token {
            Token::Open => frames.push(Frame::default()),
            Token::Close => {
                let inner = frame.depth() + 1;
                if frames.len() > 1 {
                    frames.pop();
                }
                if let Some(outer) = frames.last_mut() {
                    outer.inner = outer.inner.max(inner);
                    outer.chain += 1;
                }
            }
            Token::Link => frame.chain += 1,
            Token::Logic => {
                frame.end_operand();
                frame.logic += 1;
            }
            Token::Choice => {
                frame.end_operand();
                frame.choices += 1;
            }
            Token::Comma => frame.end_part(),
        }
        if frames.len() > NESTING {
            return Err(ExpressionBound::Nesting(NESTING));
        }
    }
    let depth = frames.iter().map(Frame::depth).sum::<usize>();
    match depth > DEPTH {
        true => Err(ExpressionBound::Depth(DEPTH)),
        false => Ok(()),
    }
}

/// What one pair of brackets holds so far.
#[derive(Default)]
struct Frame {
    /// Links of the operand that is being read, and the deepest bracket in it.
    chain: usize,
    inner: usize,
    /// The deepest operand of the part that is being read.
    operand: usize,
    /// `?`, and `&&` and `||`, which the parser balances.
    choices: usize,
    logic: usize,
    /// The deepest part before.
    part: usize,
}

impl Frame {
    fn end_operand(&mut self) {
        self.operand = self.operand.max(self.chain + self.inner);
        (self.chain, self.inner) = (0, 0);
    }

    fn end_part(&mut self) {
        self.end_operand();
        let balanced = 2 * (usize::BITS - self.logic.leading_zeros()) as usize;
        self.part = self.part.max(self.operand + self.choices + balanced);
        (self.operand, self.choices, self.logic) = (0, 0, 0);
    }

    fn depth(&self) -> usize {
        let balanced = 2 * (usize::BITS - self.logic.leading_zeros()) as usize;
        let operand = self.operand.max(self.chain + self.inner);
        self.part.max(operand + self.choices + balanced)
    }
}

/// What makes a tree deeper.
enum Token {
    Open,
    Close,
    /// An operator or a member: one more level for what is before it.
    Link,
    Logic,
    Choice,
    Comma,
}

/// The tokens of an expression that matter here. A text that does not end, which no parser accepts, hides nothing.
fn tokens(source: &str) -> impl Iterator<Item = Token> {
    let bytes = source.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(at..)?;
            let (first, second) = (*rest.first()?, rest.get(1).copied());
            if let Some(length) = text(bytes, at) {
                at += length;
                continue;
            }
            at += 1;
            return Some(match (first, second) {
                (b'/', Some(b'/')) => {
                    at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                    continue;
                }
                (b'(' | b'[' | b'{', _) => Token::Open,
                (b')' | b']' | b'}', _) => Token::Close,
                (b'|', Some(b'|')) | (b'&', Some(b'&')) => {
                    at += 1;
                    Token::Logic
                }
                (b'?' | b':', _) => Token::Choice,
                (b',', _) => Token::Comma,
                (b'=' | b'<' | b'>' | b'!', Some(b'=')) => {
                    at += 1;
                    Token::Link
                }
                (b'.' | b'<' | b'>' | b'!' | b'+' | b'-' | b'*' | b'/' | b'%', _) => Token::Link,
                (b'i', Some(b'n')) if is_alone(bytes, at - 1) => {
                    at += 1;
                    Token::Link
                }
                _ => continue,
            });
        }
    })
}

/// Whether the two bytes at a place are a word by themselves.
fn is_alone(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    !is_word(before.copied()) && !is_word(bytes.get(at + 2).copied())
}

fn is_word(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The length of the whole text that begins at a place, its prefix not included; none where there is none.
fn text(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let quote = *rest.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let before = |back: usize| at.checked_sub(back).and_then(|at| bytes.get(at)).copied();
    // A word that ends in these letters is no prefix.
    let prefix = (1..4).find(|back| !is_word(before(*back))).unwrap_or(4) - 1;
    let is_raw = (1..=prefix.min(2)).any(|back| matches!(before(back), Some(b'r' | b'R')));
    let is_raw = is_raw && prefix <= 2;
    let triple = [quote; 3];
    let end: &[u8] = if rest.starts_with(&triple) { &triple } else { &triple[..1] };
    let mut inside = end.len();
    loop {
        let rest = rest.get(inside..)?;
        if rest.starts_with(end) {
            return Some(inside + end.len());
        }
        inside += match rest.first()? {
            b'\n' | b'\r' if end.len() == 1 => return None,
            b'\\' if !is_raw => escape(rest)?,
            _ => 1,
        };
    }
}

/// The length of an escape; none where the language has none such.
fn escape(rest: &[u8]) -> Option<usize> {
    let digits = match rest.get(1)? {
        b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' => 0,
        b'\\' | b'?' | b'"' | b'\'' | b'`' => 0,
        b'x' | b'X' => 2,
        b'u' => 4,
        b'U' => 8,
        b'0'..=b'3' => 2,
        _ => return None,
    };
    let all = rest.get(2..2 + digits)?;
    all.iter().all(u8::is_ascii_hexdigit).then_some(2 + digits)
}

/// The depth of a tree.
pub(super) fn depth(expression: &IdedExpr) -> usize {
    let mut deepest = 0;
    super::parts::children(expression, &mut |child| deepest = deepest.max(depth(child)));
    deepest + 1
}
