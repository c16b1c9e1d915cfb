//! What is wrong with a question to the simulator: the one place of these words, which are the providers' own where they
//! have some.

use std::fmt;

/// Why a question gets 400.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadRequest {
    /// A body that is no JSON, and why.
    NoJson(String),
    NoModel,
    /// OpenAI's chat completions without messages.
    NoMessages,
    /// Anthropic's messages without one.
    NoMessageOfAnthropic,
    /// Gemini's without contents.
    NoContents,
    /// A response's input that is no text and no list.
    NoInput,
    /// An embedding's input that is none.
    NoEmbeddingInput {
        most: usize,
    },
    /// A vector of another length than can be made.
    Dimensions {
        most: u64,
    },
    /// A pair of `x-agw-simulate` that is not understood.
    Fault(String),
}

impl fmt::Display for BadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadRequest::NoJson(why) => write!(f, "the body is not JSON: {why}"),
            BadRequest::NoModel => f.write_str("the model is missing"),
            BadRequest::NoMessages => {
                f.write_str("`messages` must be a list of at least one message")
            }
            BadRequest::NoMessageOfAnthropic => {
                f.write_str("messages: at least one message is required")
            }
            BadRequest::NoContents => {
                f.write_str("contents is not specified: it must be a list of at least one content")
            }
            BadRequest::NoInput => f.write_str("`input` must be text or a list of items"),
            BadRequest::NoEmbeddingInput { most } => {
                write!(f, "`input` must be text, or a list of 1 to {most} texts or token lists")
            }
            BadRequest::Dimensions { most } => {
                write!(f, "`dimensions` must be a number from 1 to {most}")
            }
            BadRequest::Fault(_) => write!(f, "x-agw-simulate: {}", self.words_of_fault()),
        }
    }
}

impl BadRequest {
    /// What is wrong, wherever the faults are written.
    pub(super) fn words_of_fault(&self) -> String {
        match self {
            BadRequest::Fault(pair) => format!(
                "invalid `{pair}`; use status=400…599, retry-after=SECONDS, delay=200ms (or 2s, up to 600s) and \
                 cut=EVENTS, separated by commas"
            ),
            other => other.to_string(),
        }
    }
}
