//! A text for each thing that guards look for, to test them with. A mechanism of this program.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::personal::Personal;
use super::{Guard, Guards, Pattern};
use crate::domain::llm::texts::TextScope;

/// The longest text that is made for a pattern. Bytes.
const LONGEST: usize = 1024;

/// On which side a guard looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardSide {
    Request,
    Response,
}

impl GuardSide {
    /// Its field in `promptGuard`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            GuardSide::Request => "request",
            GuardSide::Response => "response",
        }
    }
}

/// One thing that a guard looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardSample {
    pub side: GuardSide,
    /// The guard's place in its list, from 0.
    pub guard: usize,
    /// A builtin's name, or the regular expression between slashes.
    pub looks_for: String,
    /// A text in which it finds that; none where none can be made.
    pub text: Option<String>,
    /// Whether it looks at what users write and models answer, and not just at tools.
    pub looks_at_messages: bool,
}

/// The guard that acts on a text, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuardAction {
    pub guard: usize,
    /// It refuses the text; else it masks a part of it.
    pub rejects: bool,
}

impl Guards {
    /// Everything that they look for. `texts` are tried where none can be made for a pattern.
    #[must_use]
    pub fn samples(&self, texts: &[String]) -> Vec<GuardSample> {
        let sides = [GuardSide::Request, GuardSide::Response];
        let each = sides.into_iter().flat_map(|side| {
            self.of(side).iter().enumerate().map(move |(index, guard)| (side, index, guard))
        });
        let samples = each.flat_map(|(side, guard, of)| {
            of.patterns.iter().map(move |pattern| GuardSample {
                side,
                guard,
                looks_for: pattern.name(),
                text: pattern.sample(texts),
                looks_at_messages: side == GuardSide::Response || of.covers(TextScope::Messages),
            })
        });
        samples.collect()
    }

    /// The first guard of a side that does something about a text.
    #[must_use]
    pub fn acts(&self, side: GuardSide, text: &str) -> Option<GuardAction> {
        let covers =
            |guard: &Guard| side == GuardSide::Response || guard.covers(TextScope::Messages);
        let acts = |guard: &Guard| match guard.rejects {
            true => guard.finds(text),
            false => guard.patterns.iter().any(|pattern| pattern.mask(&mut text.to_owned())),
        };
        let guard = self.of(side).iter().position(|guard| covers(guard) && acts(guard))?;
        Some(GuardAction { guard, rejects: self.of(side).get(guard)?.rejects })
    }

    /// Whether anything looks on a side.
    #[must_use]
    pub fn looks_on(&self, side: GuardSide) -> bool {
        !self.of(side).is_empty()
    }

    fn of(&self, side: GuardSide) -> &[Guard] {
        match side {
            GuardSide::Request => &self.request,
            GuardSide::Response => &self.response,
        }
    }
}

impl Pattern {
    fn name(&self) -> String {
        match self {
            Pattern::Custom(regex) => format!("/{}/", regex.as_str()),
            Pattern::Personal(personal) => format!("{personal:?}"),
        }
    }

    /// A text in which it finds something that can be masked.
    fn sample(&self, texts: &[String]) -> Option<String> {
        let made = match self {
            Pattern::Personal(personal) => Some(personal.sample().to_owned()),
            Pattern::Custom(regex) => example(regex.as_str()),
        };
        let found = |text: &&String| self.mask(&mut String::clone(text));
        made.as_ref().filter(found).or_else(|| texts.iter().find(found)).cloned()
    }
}

impl Personal {
    /// One that nobody has: of ranges that are reserved for examples.
    fn sample(self) -> &'static str {
        match self {
            Personal::Ssn => "078-05-1120",
            Personal::CreditCard => "4111 1111 1111 1111",
            Personal::PhoneNumber => "+1 202-555-0143",
            Personal::Email => "jane.doe@example.com",
            Personal::CaSin => "046 454 286",
        }
    }
}

/// A short text that a regular expression matches; none where it has none that is short, or cannot be told.
fn example(pattern: &str) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, &mut text)?;
    Some(text)
}

/// Adds the simplest text for a part. Boundaries and anchors add nothing; whether they hold is seen by a match.
fn write(hir: &Hir, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(()),
        HirKind::Literal(literal) => {
            text.push_str(std::str::from_utf8(&literal.0).ok()?);
            Some(())
        }
        HirKind::Class(class) => {
            text.push(letter(class)?);
            Some(())
        }
        HirKind::Capture(capture) => write(&capture.sub, text),
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, text)),
        HirKind::Alternation(ways) => write(ways.first()?, text),
        HirKind::Repetition(repeated) => {
            // What may be absent is written once where it may be there: `\w*` alone would leave nothing to find.
            let most = repeated.max.unwrap_or(u32::MAX);
            (0..repeated.min.max(1).min(most)).try_for_each(|_| write(&repeated.sub, text))
        }
    }
}

/// A letter of a class: one that people would write, if it has one.
fn letter(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let has = |one: &char| class.iter().any(|range| (range.start()..=range.end()).contains(one));
    let plain = ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(' '..='~').find(has);
    plain.or_else(|| class.iter().next().map(|range| range.start()))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn sample(pattern: &str) -> Option<String> {
        Pattern::Custom(Regex::new(pattern).expect("a pattern")).sample(&[])
    }

    #[test]
    fn every_builtin_finds_its_own_sample() {
        for personal in [
            Personal::Ssn,
            Personal::CreditCard,
            Personal::PhoneNumber,
            Personal::Email,
            Personal::CaSin,
        ] {
            let text = Pattern::Personal(personal).sample(&[]);
            assert_eq!(text.as_deref(), Some(personal.sample()), "{personal:?}");
        }
    }

    #[test]
    fn a_pattern_gets_the_simplest_text_that_it_matches() {
        for (pattern, text) in [
            ("(?i)secret", "secret"),
            (r"\bsk-[A-Za-z0-9]{8,}\b", "sk-aaaaaaaa"),
            ("^(foo|bar)-?[0-9]+$", "foo-0"),
            (r"\d{3}-\d{4}", "000-0000"),
            ("é+", "é"),
        ] {
            let found = sample(pattern).expect(pattern);
            assert!(found.eq_ignore_ascii_case(text), "{pattern}: {found}");
        }
        // What matches nothing, or only long texts, has none.
        assert_eq!([sample("a{2000}"), sample("$a"), sample("(?:)")], [None, None, None]);
    }

    #[test]
    fn a_text_of_the_user_stands_in_where_it_matches() {
        let pattern = Pattern::Custom(Regex::new("a{2000}").expect("a pattern"));
        let texts = ["b".to_owned(), "a".repeat(2000)];
        assert_eq!(pattern.sample(&texts).as_ref(), texts.last());
    }
}
