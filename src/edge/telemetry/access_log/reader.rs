//! What a reply says of its usage, read on its way to the client.

use bytes::Bytes;

use crate::domain::llm::sse;
use crate::domain::value::usage::Usage;

/// Of a reply that is no stream, the end of this size is kept to find its usage in. Bytes.
const TAIL: usize = 16 * 1024;

/// How the reply's usage is found.
pub(super) enum Reader {
    None,
    Stream(sse::Reader),
    Tail(Vec<Bytes>),
    /// It has been: another reply goes on in the place of the one that said it.
    Known(Option<Usage>, Option<String>),
}

impl Reader {
    pub(super) fn see(&mut self, data: &Bytes) {
        match self {
            Reader::None | Reader::Known(..) => {}
            Reader::Stream(reader) => reader.feed(data),
            Reader::Tail(pieces) => {
                pieces.push(data.slice(data.len().saturating_sub(TAIL)..));
                let mut kept: usize = pieces.iter().map(Bytes::len).sum();
                while kept > TAIL && pieces.len() > 1 {
                    kept -= pieces.remove(0).len();
                }
            }
        }
    }

    pub(super) fn finish(self) -> (Option<Usage>, Option<String>) {
        match self {
            Reader::None => (None, None),
            Reader::Known(usage, model) => (usage, model),
            Reader::Stream(reader) => {
                let seen = reader.finish();
                (seen.usage, seen.model)
            }
            Reader::Tail(pieces) => match &*pieces {
                [whole] => (usage_in(whole), None),
                pieces => (usage_in(&pieces.concat()), None),
            },
        }
    }
}

/// The last `usage` object in the end of a JSON reply.
fn usage_in(tail: &[u8]) -> Option<Usage> {
    let at = memchr::memmem::rfind(tail, b"\"usage\"")?;
    let rest = tail[at + b"\"usage\"".len()..].trim_ascii_start().strip_prefix(b":")?;
    let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<serde_json::Value>();
    Usage::from_json(&values.next()?.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_is_found_at_the_end_of_a_reply() {
        let reply = br#"{"choices":[{"text":"\"usage\": 1"}],"usage" : {"prompt_tokens":3,"completion_tokens":4},"x":1}"#;
        assert_eq!(
            usage_in(reply),
            Some(Usage { input_tokens: 3, output_tokens: 4, ..Usage::default() })
        );
        assert_eq!(usage_in(b"{\"usage\""), None);
    }
}
