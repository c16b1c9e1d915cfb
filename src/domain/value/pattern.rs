//! Regular expressions that manifests bring, each compiled within a bound: an author's `(\w{500}){500}` costs a
//! sentence, not the memory of the process. The regex crate matches in time linear in the text and never backtracks.
//! Source: <https://docs.rs/regex/latest/regex/#untrusted-input>.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;

use regex::{Regex, RegexBuilder};

/// The most that one compiled pattern may take. Bytes.
const ONE: usize = 4 * 1024 * 1024;
/// The most that all patterns of one policy may take together. Bytes.
const ALL: usize = 16 * 1024 * 1024;
/// The most that all patterns of one route table may take together. Bytes.
const TABLE: usize = 256 * 1024 * 1024;
/// The longest pattern that is compiled, as written. Bytes.
const LONGEST: usize = 16 * 1024;

/// The bounds that are tried one after another, so that a small pattern is known to be small. Bytes.
pub const SIZES: [usize; 5] = [ONE / 256, ONE / 64, ONE / 16, ONE / 4, ONE];

/// Why a pattern was not compiled, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PatternError {
    /// It does not fit into the bound.
    TooLarge(String),
    /// It is no regular expression, or too long to be read.
    Invalid(String),
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (PatternError::TooLarge(why) | PatternError::Invalid(why)) = self;
        f.write_str(why)
    }
}

impl std::error::Error for PatternError {}

/// Compiles a pattern that stands alone.
///
/// # Errors
/// What is wrong with it, in a sentence: it is no regular expression, or it is too large.
pub fn compile(pattern: &str) -> Result<Regex, PatternError> {
    within(pattern, ONE)
}

/// Compiles a pattern that may take so many bytes.
///
/// # Errors
/// That it takes more, or what else is wrong with it.
pub fn within(pattern: &str, limit: usize) -> Result<Regex, PatternError> {
    if pattern.len() > LONGEST {
        let why = format!("a regular expression is longer than {} KiB", LONGEST / 1024);
        return Err(PatternError::Invalid(why));
    }
    let built = RegexBuilder::new(pattern).size_limit(limit).dfa_size_limit(ONE).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => PatternError::TooLarge(format!(
            "regular expression {:?} is too large (limit {} KiB compiled)",
            start(pattern),
            ONE / 1024
        )),
        error => {
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default().trim();
            let why = why.trim_start_matches("error: ");
            PatternError::Invalid(format!(
                "{:?} is not a valid regular expression: {why}",
                start(pattern)
            ))
        }
    })
}

fn start(pattern: &str) -> String {
    let mut start: String = pattern.chars().take(128).collect();
    if start.len() < pattern.len() {
        start.push('…');
    }
    start
}

/// The patterns of one route table: each is compiled once, however many objects have it, and all share one bound.
#[derive(Debug, Default)]
pub struct Patterns {
    compiled: RefCell<HashMap<String, Result<Bounded, PatternError>>>,
    /// What is compiled already. Bytes.
    taken: Cell<usize>,
}

/// A pattern, and the smallest bound within which it compiles.
#[derive(Clone, Debug)]
pub struct Bounded {
    pub regex: Regex,
    /// Bytes.
    pub size: usize,
}

impl Patterns {
    /// Compiles a pattern that must cover the whole of what it is held against.
    ///
    /// # Errors
    /// As [`compile`]; and that the table has no room left.
    pub fn whole(&self, pattern: &str) -> Result<Regex, PatternError> {
        // By itself first: what closes a group and opens another would not have to cover the whole.
        let is_one = || compile(pattern).map(drop);
        self.sized(&format!("^(?:{pattern})$"), is_one).map(|bounded| bounded.regex)
    }

    /// Whether so much is compiled already that a table should begin anew, without those of rules that are gone.
    #[must_use]
    pub fn is_half_full(&self) -> bool {
        self.taken.get() > TABLE / 2
    }

    fn sized(
        &self,
        pattern: &str,
        is_one: impl FnOnce() -> Result<(), PatternError>,
    ) -> Result<Bounded, PatternError> {
        if let Some(known) = self.compiled.borrow().get(pattern) {
            return known.clone();
        }
        let new = is_one().and_then(|()| smallest(pattern, ONE)).and_then(|new| self.take(new));
        self.compiled.borrow_mut().insert(pattern.to_owned(), new.clone());
        new
    }

    fn take(&self, new: Bounded) -> Result<Bounded, PatternError> {
        let taken = self.taken.get() + new.size;
        if taken > TABLE {
            return Err(PatternError::TooLarge(format!(
                "limit reached: the regular expressions of all objects are too large (limit {} MiB)",
                TABLE >> 20
            )));
        }
        self.taken.set(taken);
        Ok(new)
    }
}

/// Compiles a pattern within the smallest bound that is no larger than `most` bytes.
///
/// # Errors
/// That no such bound is large enough, or what else is wrong with it.
pub fn smallest(pattern: &str, most: usize) -> Result<Bounded, PatternError> {
    let mut last = String::new();
    for size in SIZES.into_iter().filter(|size| *size <= most) {
        match within(pattern, size) {
            Ok(regex) => return Ok(Bounded { regex, size }),
            Err(PatternError::TooLarge(why)) => last = why,
            Err(invalid) => return Err(invalid),
        }
    }
    Err(PatternError::TooLarge(last))
}

/// What the patterns of one policy may still take together. Bytes.
#[derive(Debug)]
pub struct Allowance(usize);

impl Default for Allowance {
    fn default() -> Self {
        Allowance(ALL)
    }
}

impl Allowance {
    /// Compiles a pattern of a table, and takes from what is left the smallest bound within which it compiles.
    ///
    /// # Errors
    /// As [`compile`]; and that the policy or the table has no room left.
    pub fn compile(&mut self, pattern: &str, all: &Patterns) -> Result<Regex, PatternError> {
        let Bounded { regex, size } = all.sized(pattern, || Ok(()))?;
        self.0 = self.0.checked_sub(size).ok_or_else(|| {
            PatternError::TooLarge(format!(
                "the regular expressions of one policy are too large (limit {} MiB)",
                ALL >> 20
            ))
        })?;
        Ok(regex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_grows_is_an_error_and_an_ordinary_one_is_not() {
        for pattern in [r"(\w{100}){100}", r"((a{100}){100}){100}"] {
            let why = compile(pattern).expect_err(pattern);
            assert!(why.to_string().contains("too large"), "{why}");
        }
        assert!(compile(&"a".repeat(LONGEST + 1)).is_err());
        for pattern in [r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", r"(?i)\bpassword\b", r"\p{L}+@\w+"] {
            assert!(compile(pattern).is_ok(), "{pattern}");
        }
        assert!(compile(&"(".repeat(10_000)).is_err(), "and no stack overflows");
    }

    #[test]
    fn many_patterns_share_one_bound() {
        let mut allowance = Allowance::default();
        let all = Patterns::default();
        let mut some = (0..ALL).map(|_| allowance.compile(r"\w{40}", &all));
        let why = some.find_map(Result::err).expect("an end");
        assert!(why.to_string().contains("of one policy"), "{why}");
        let mut allowance = Allowance::default();
        assert!((0..900).all(|at| allowance.compile(&format!("word{at}"), &all).is_ok()));
    }

    #[test]
    fn the_patterns_of_a_table_share_one_bound_and_equal_ones_are_one() {
        let all = Patterns::default();
        assert!((0..100_000).all(|_| all.whole("/v[0-9]+").is_ok()));
        assert_eq!(all.taken.get(), ONE / 256);
        let mut some = (0..1000).map(|at| all.whole(&format!(r"\w{{40}}{at}")));
        let why = some.find_map(Result::err).expect("an end");
        assert!(why.to_string().contains("of all objects") && all.taken.get() <= TABLE, "{why}");
        assert!(all.whole("/v[0-9]+").is_ok(), "what is compiled stays");
        assert!(all.whole("a)|(b").is_err());
    }
}
