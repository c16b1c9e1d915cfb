//! Regular expressions that manifests bring, each compiled within a bound: an author's `(\w{500}){500}` costs a
//! sentence, not the memory of the process. The regex crate matches in time linear in the text and never backtracks.
//! Source: <https://docs.rs/regex/latest/regex/#untrusted-input>.

use regex::{Regex, RegexBuilder};

/// The most that one compiled pattern may take. Bytes.
const ONE: usize = 4 * 1024 * 1024;
/// The most that all patterns of one policy may take together. Bytes.
const ALL: usize = 16 * 1024 * 1024;
/// The longest pattern that is compiled, as written. Bytes.
const LONGEST: usize = 16 * 1024;

/// Compiles a pattern that stands alone.
///
/// # Errors
/// What is wrong with it, in a sentence: it is no regular expression, or it is too large.
pub fn compile(pattern: &str) -> Result<Regex, String> {
    sized(pattern, ONE)
}

fn sized(pattern: &str, limit: usize) -> Result<Regex, String> {
    if pattern.len() > LONGEST {
        return Err(format!("a regular expression is longer than {} KiB", LONGEST / 1024));
    }
    let built = RegexBuilder::new(pattern).size_limit(limit).dfa_size_limit(ONE).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => format!(
            "regular expression {:?} is too large (limit {} KiB compiled)",
            start(pattern),
            ONE / 1024
        ),
        error => {
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default().trim();
            let why = why.trim_start_matches("error: ");
            format!("{:?} is no regular expression: {why}", start(pattern))
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

/// What the patterns of one policy may still take together. Bytes.
#[derive(Debug)]
pub struct Allowance(usize);

impl Default for Allowance {
    fn default() -> Self {
        Allowance(ALL)
    }
}

impl Allowance {
    /// Compiles a pattern, and takes from what is left the smallest bound within which it compiles.
    ///
    /// # Errors
    /// As [`compile`]; and that nothing is left.
    pub fn compile(&mut self, pattern: &str) -> Result<Regex, String> {
        let steps = [ONE / 64, ONE / 16, ONE / 4];
        let small = steps.into_iter().find_map(|size| Some((sized(pattern, size).ok()?, size)));
        let (compiled, size) = match small {
            Some(found) => found,
            None => (compile(pattern)?, ONE),
        };
        self.0 = self.0.checked_sub(size).ok_or_else(|| {
            format!("the regular expressions of one policy are too large (limit {} MiB)", ALL >> 20)
        })?;
        Ok(compiled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_grows_is_an_error_and_an_ordinary_one_is_not() {
        for pattern in [r"(\w{100}){100}", r"((a{100}){100}){100}"] {
            let why = compile(pattern).expect_err(pattern);
            assert!(why.contains("too large"), "{why}");
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
        let mut some = (0..ALL).map(|_| allowance.compile(r"\w{40}"));
        let why = some.find_map(Result::err).expect("an end");
        assert!(why.contains("of one policy"), "{why}");
        let mut allowance = Allowance::default();
        assert!((0..200).all(|at| allowance.compile(&format!("word{at}")).is_ok()));
    }
}
