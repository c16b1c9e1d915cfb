//! The upstream: reads a request of HTTP/1.1 by its length and answers what its query asks for, from bytes that are
//! made once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::MissedTickBehavior;

use crate::workload::EVENTS;

/// Between two events of a paced stream.
const PACE: Duration = Duration::from_millis(10);
/// How often a held stream says that it is there.
const HELD: Duration = Duration::from_secs(3600);

/// The replies.
struct Replies {
    json: Vec<u8>,
    burst: Vec<u8>,
    stream_head: Vec<u8>,
    event: Vec<u8>,
}

/// Starts it on a thread of its own.
pub fn start() -> Result<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").context("a port for the upstream")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || runtime.block_on(accept(listener)));
    Ok(address)
}

async fn accept(listener: std::net::TcpListener) -> Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let replies = Arc::new(Replies::new());
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let replies = Arc::clone(&replies);
        tokio::spawn(async move { serve(stream, &replies).await });
    }
}

impl Replies {
    fn new() -> Self {
        let text = "x".repeat(1500 - 190);
        let json = format!(
            r#"{{"id":"c","object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{{"index":0,"message":{{"role":"assistant","content":"{text}!"}}}}],"usage":{{"prompt_tokens":9,"completion_tokens":7}}}}"#
        );
        let event = concat!(
            r#"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-2024-08-06","#,
            r#""choices":[{"index":0,"delta":{"content":"word!"},"finish_reason":null}]}"#,
            "\n\n"
        );
        let event = format!("{:x}\r\n{event}\r\n", event.len()).into_bytes();
        let stream_head =
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        let mut burst = stream_head.to_vec();
        burst.extend(event.repeat(EVENTS as usize));
        burst.extend(b"0\r\n\r\n");
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: 1";
        let json = format!("{head}\r\ncontent-length: {}\r\n\r\n{json}", json.len());
        Replies { json: json.into_bytes(), burst, stream_head: stream_head.to_vec(), event }
    }
}

/// One connection, request after request. A caller that leaves ends it.
async fn serve(mut stream: TcpStream, replies: &Replies) -> Result<()> {
    let mut read = Vec::with_capacity(128 * 1024);
    loop {
        let reply = match request(&mut stream, &mut read).await? {
            Some(reply) => reply,
            None => return Ok(()),
        };
        match reply {
            Reply::Json => stream.write_all(&replies.json).await?,
            Reply::Burst => stream.write_all(&replies.burst).await?,
            Reply::Paced => events(&mut stream, replies, EVENTS, PACE).await?,
            Reply::Held => events(&mut stream, replies, 2, HELD).await?,
        }
    }
}

async fn events(stream: &mut TcpStream, from: &Replies, count: u32, pace: Duration) -> Result<()> {
    stream.write_all(&from.stream_head).await?;
    // Streams that began together would send together.
    let jitter = Duration::from_micros(fastrand::u64(..10_000));
    let first = tokio::time::Instant::now() + if pace == PACE { jitter } else { Duration::ZERO };
    let mut ticks = tokio::time::interval_at(first, pace);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for _ in 0..count {
        ticks.tick().await;
        stream.write_all(&from.event).await?;
    }
    stream.write_all(b"0\r\n\r\n").await?;
    Ok(())
}

enum Reply {
    Json,
    Burst,
    Paced,
    Held,
}

/// Reads one request whole; none where the caller has closed.
async fn request(stream: &mut TcpStream, read: &mut Vec<u8>) -> Result<Option<Reply>> {
    read.clear();
    let end = loop {
        if let Some(end) = memchr::memmem::find(read, b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(read).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.context("a content-length")?.trim().parse()?;
    let reply = match head.split_once("reply=").map(|(_, rest)| rest) {
        Some(rest) if rest.starts_with("burst") => Reply::Burst,
        Some(rest) if rest.starts_with("paced") => Reply::Paced,
        Some(rest) if rest.starts_with("held") => Reply::Held,
        _ => Reply::Json,
    };
    let mut missing = (end + length).saturating_sub(read.len());
    while missing > 0 {
        read.clear();
        let got = stream.read_buf(read).await?;
        anyhow::ensure!(got > 0, "the body ended early");
        missing = missing.saturating_sub(got);
    }
    Ok(Some(reply))
}
