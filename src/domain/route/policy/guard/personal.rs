//! Personal data that guards know by name: numbers of social security, cards and telephones, addresses of mail.
//!
//! Source: `crates/agentgateway/src/llm/policy/pii/mod.rs` of agentgateway at 75b4e6ce6.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// One kind of them, by the name that policies have for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Personal {
    Ssn,
    CreditCard,
    PhoneNumber,
    Email,
    CaSin,
}

const SSN: &[&str] = &[
    r"\b[0-9]{5}-[0-9]{4}\b",
    r"\b[0-9]{3}-[0-9]{6}\b",
    r"\b[0-9]{9}\b",
    r"\b[0-9]{3}[- .][0-9]{2}[- .][0-9]{4}\b",
];
const CREDIT_CARD: &[&str] = &[
    r"\b(?:4\d{3}|5[0-5]\d{2}|6\d{3}|3\d{3})[- ]?\d{3,4}[- ]?\d{3,4}[- ]?\d{3,5}\b",
    r"\b1\d{3}[- ]?\d{3,4}[- ]?\d{3,4}[- ]?\d{4,5}\b",
];
// The last part may end in a full stop, which is masked along.
const EMAIL: &[&str] = &[r"[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+"];
const CA_SIN: &[&str] = &[r"\b[0-9]{3}[- ][0-9]{3}[- ][0-9]{3}\b", r"\b[0-9]{9}\b"];
/// Digits, and the separators of a telephone number.
const PHONE: &[&str] = &[r"[+(]?[0-9][0-9\t\p{Zs}().\-+]{6,255}"];

struct Patterns {
    ssn: Vec<Regex>,
    card: Vec<Regex>,
    phone: Vec<Regex>,
    email: Vec<Regex>,
    sin: Vec<Regex>,
}

/// Compiled at first use.
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    // Those of a program are right; a test asks every one.
    let all = |texts: &[&str]| texts.iter().filter_map(|text| Regex::new(text).ok()).collect();
    Patterns {
        ssn: all(SSN),
        card: all(CREDIT_CARD),
        phone: all(PHONE),
        email: all(EMAIL),
        sin: all(CA_SIN),
    }
});

impl Personal {
    /// The text that replaces it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Personal::Ssn => "<SSN>",
            Personal::CreditCard => "<CREDIT_CARD>",
            Personal::PhoneNumber => "<PHONE_NUMBER>",
            Personal::Email => "<EMAIL_ADDRESS>",
            Personal::CaSin => "<CA_SIN>",
        }
    }

    /// Where a text has it, from its beginning on, without overlaps. Bytes.
    pub(super) fn find(self, text: &str) -> Vec<Range<usize>> {
        let patterns = &*PATTERNS;
        let matches = |patterns: &[Regex]| -> Vec<Range<usize>> {
            patterns.iter().flat_map(|one| one.find_iter(text).map(|found| found.range())).collect()
        };
        let found = match self {
            Personal::Ssn => matches(&patterns.ssn),
            Personal::Email => matches(&patterns.email),
            Personal::CaSin => matches(&patterns.sin),
            Personal::CreditCard => {
                let checked = |range: &Range<usize>| text.get(range.clone()).is_some_and(luhn);
                matches(&patterns.card).into_iter().filter(checked).collect()
            }
            Personal::PhoneNumber => {
                let runs = matches(&patterns.phone).into_iter();
                runs.flat_map(|run| phones(text, run)).collect()
            }
        };
        joined(found)
    }
}

/// Ranges in order; those that overlap as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Whether the digits of a card's number agree with its last one.
fn luhn(number: &str) -> bool {
    let digits = number.chars().filter_map(|one| one.to_digit(10));
    let sum: u32 = digits
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, twice @ 10..) => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The longest that a written telephone number is. Bytes, and words.
const LONGEST: (usize, usize) = (32, 6);

/// The telephone numbers of a run of digits: of all ways to part its words, the one that leaves the fewest digits over,
/// with the fewest numbers.
fn phones(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, one) in text.get(run.clone()).unwrap_or_default().char_indices() {
        if one.is_whitespace() {
            continue;
        }
        let (start, end) = (run.start + at, run.start + at + one.len_utf8());
        match words.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => words.push(start..end),
        }
    }
    // From each word on: digits in numbers, fewest numbers, and the first number with the word behind it.
    type Best = (usize, std::cmp::Reverse<usize>);
    let none: (Best, Option<(usize, Range<usize>)>) = ((0, std::cmp::Reverse(0)), None);
    let mut best = vec![none; words.len() + 1];
    for first in (0..words.len()).rev() {
        let mut here = (best[first + 1].0, None);
        for last in first..words.len().min(first + LONGEST.1) {
            let span = words[first].start..words[last].end;
            let Some(written) = text.get(span.clone()).filter(|one| one.len() <= LONGEST.0) else {
                break;
            };
            let number = written.trim_end_matches(|one: char| !one.is_ascii_digit());
            let Some(digits) = dialled(number) else { continue };
            let (others, std::cmp::Reverse(count)) = best[last + 1].0;
            let score = (others + digits, std::cmp::Reverse(count + 1));
            if score > here.0 {
                here = (score, Some((last + 1, span.start..span.start + number.len())));
            }
        }
        best[first] = here;
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((_, first)) = best.get(at) {
        at = match first {
            Some((next, number)) => {
                found.push(number.clone());
                *next
            }
            None => at + 1,
        };
    }
    found
}

/// The digits of what could be dialled somewhere; none where it could not.
fn dialled(number: &str) -> Option<usize> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits.trim_start_matches('0');
    let could = match number.starts_with('+') {
        true => (8..=15).contains(&digits.len()) && national.len() == digits.len(),
        false if national.starts_with('1') => (10..=11).contains(&national.len()),
        false => (7..=15).contains(&digits.len()) && national.len() >= 7,
    };
    could.then_some(digits.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(personal: Personal, text: &str) -> String {
        let mut text = text.to_owned();
        for range in personal.find(&text).into_iter().rev() {
            text.replace_range(range, personal.word());
        }
        text
    }

    #[test]
    fn every_kind_is_found_as_people_write_it() {
        for (personal, text, wanted) in [
            (
                Personal::Ssn,
                "ssn 123-45-6789, 123 45 6789 or 123456789",
                "ssn <SSN>, <SSN> or <SSN>",
            ),
            (Personal::Ssn, "1234567890 and 12-34-56", "1234567890 and 12-34-56"),
            (Personal::CreditCard, "pay 4111-1111-1111-1111 now", "pay <CREDIT_CARD> now"),
            (Personal::CreditCard, "pay 4111-1111-1111-1112 now", "pay 4111-1111-1111-1112 now"),
            (Personal::Email, "to a.b+c@d.org.", "to <EMAIL_ADDRESS>"),
            (Personal::Email, "a@b and @c.d", "a@b and @c.d"),
            (Personal::CaSin, "sin 046 454 286 or 046454286", "sin <CA_SIN> or <CA_SIN>"),
            (
                Personal::PhoneNumber,
                "call (123) 456-7890 or +1-800-555-1234 or 555.123.4567.",
                "call <PHONE_NUMBER> or <PHONE_NUMBER> or <PHONE_NUMBER>.",
            ),
            (Personal::PhoneNumber, "room 1234, in 2026", "room 1234, in 2026"),
            (Personal::PhoneNumber, "5551234567 4155550100", "<PHONE_NUMBER> <PHONE_NUMBER>"),
        ] {
            assert_eq!(masked(personal, text), wanted, "{text}");
        }
    }
}
