//! What must hold of any stream of events: it is read alike however it is cut, and no event is lost or made up.

use kubectl_agw::domain::llm::sse::{Reader, Splitter};

/// Ends of lines and of events as nobody expects them, a byte order mark, comments, fields without values.
pub const SEEDS: &[&str] = &[
    "data: {\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n",
    "\u{feff}data: a\r\n\r\nevent: x\r\ndata: b\rdata: c\r\r",
    ":\n:comment\ndata\ndata:\ndata: last without an end",
    " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaae\r\n\u{feff}\ra: b\ndata: d",
    "id: 1\nretry: 5\ndata:x\n\n\n\ndata : y\n\n",
];

/// Events longer than this are told by their place alone. Bytes.
const LIMIT: usize = 64;

/// Fails where it does not hold.
pub fn holds(bytes: &[u8]) {
    let (step, stream) = super::cut(bytes);
    let (mut whole, mut pieces) = (Reader::default(), Reader::default());
    whole.feed(stream);
    stream.chunks(step).for_each(|piece| pieces.feed(piece));
    assert_eq!(whole.finish(), pieces.finish(), "pieces of {step}");
    assert_eq!(split(stream, stream.len()), split(stream, step), "pieces of {step}");
    let read = split(stream, step);
    assert!(
        read.iter().flatten().all(|event| event.len() <= LIMIT),
        "an event is longer than its limit"
    );
    let short = stream.len() <= LIMIT && std::str::from_utf8(stream).is_ok();
    if short {
        let expected: Vec<_> = reference(stream).into_iter().map(Some).collect();
        assert_eq!(read, expected);
    }
}

fn split(stream: &[u8], step: usize) -> Vec<Option<Vec<u8>>> {
    let (mut splitter, mut events) = (Splitter::new(LIMIT), Vec::new());
    let mut see = |event: Option<&[u8]>| events.push(event.map(<[u8]>::to_vec));
    stream.chunks(step.max(1)).for_each(|piece| splitter.feed(piece, &mut see));
    splitter.finish(&mut see);
    events
}

/// The grammar of the HTML standard, line by line; a last event counts without its empty line.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
fn reference(stream: &[u8]) -> Vec<Vec<u8>> {
    let text = std::str::from_utf8(stream).expect("text");
    let text =
        text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let (mut events, mut data) = (Vec::new(), Vec::<&str>::new());
    for line in text.split('\n').chain([""]) {
        if line.is_empty() && !data.is_empty() {
            events.push(std::mem::take(&mut data).join("\n").into_bytes());
        }
        match line.split_once(':') {
            Some(("data", value)) => data.push(value.strip_prefix(' ').unwrap_or(value)),
            None if line == "data" => data.push(""),
            _ => {}
        }
    }
    events
}
