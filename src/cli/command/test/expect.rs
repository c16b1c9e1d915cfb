//! `--expect`: what a reply must be.

use anyhow::{Context as _, bail};

use crate::domain::value::near;

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    pub status: u16,
    pub model: Option<String>,
    pub text: String,
    pub milliseconds: u64,
}

/// One thing that must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    Status(u16),
    Model(String),
    /// The reply's text has this in it.
    Contains(String),
    /// Milliseconds.
    Within(u64),
}

impl Expectation {
    /// Reads `NAME=VALUE`.
    ///
    /// # Errors
    /// What is accepted, in one sentence.
    pub fn read(text: &str) -> anyhow::Result<Expectation> {
        const NAMES: [&str; 4] = ["status", "model", "contains", "ms"];
        let (name, value) = text.split_once('=').with_context(|| {
            format!(
                "invalid expectation `{text}`; use e.g. status=200, model=gpt-4o or contains=Paris"
            )
        })?;
        let number = || format!("`{value}` is not a number");
        Ok(match name {
            "status" => Expectation::Status(value.parse().with_context(number)?),
            "model" => Expectation::Model(value.to_owned()),
            "contains" => Expectation::Contains(value.to_owned()),
            "ms" => Expectation::Within(value.parse().with_context(number)?),
            _ => bail!(
                "unknown expectation `{name}`{}; use status, model, contains or ms",
                near::hint(NAMES, name)
            ),
        })
    }

    /// What is wrong with the reply; none where this holds.
    pub fn fault(&self, reply: &Reply) -> Option<String> {
        let none = || "none".to_owned();
        match self {
            Expectation::Status(wanted) if *wanted != reply.status => {
                Some(format!("status {}, expected {wanted}", reply.status))
            }
            Expectation::Model(wanted) if reply.model.as_deref() != Some(wanted) => {
                let model = reply.model.clone().unwrap_or_else(none);
                Some(format!("model {model}, expected {wanted}"))
            }
            Expectation::Contains(wanted) if !reply.text.contains(wanted.as_str()) => {
                Some(format!("the reply doesn't contain {wanted:?}"))
            }
            Expectation::Within(most) if reply.milliseconds > *most => {
                Some(format!("{} ms, expected at most {most}", reply.milliseconds))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_expectation_can_fail_and_can_hold() {
        let text = "Paris".to_owned();
        let reply = Reply { status: 200, model: Some("m".to_owned()), text, milliseconds: 5 };
        for (written, fault) in [
            ("status=200", None),
            ("status=429", Some("status 200, expected 429")),
            ("model=m", None),
            ("model=n", Some("model m, expected n")),
            ("contains=Par", None),
            ("contains=Rome", Some("the reply doesn't contain \"Rome\"")),
            ("ms=5", None),
            ("ms=4", Some("5 ms, expected at most 4")),
        ] {
            let read = Expectation::read(written).expect("read");
            assert_eq!(read.fault(&reply).as_deref(), fault, "{written}");
        }
        assert!(Expectation::read("status=ok").is_err() && Expectation::read("x").is_err());
        let near = Expectation::read("modle=x").expect_err("refused").to_string();
        assert!(near.contains("did you mean `model`?"), "{near}");
    }
}
