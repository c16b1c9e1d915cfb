//! The load: connections that ask, read the whole reply, and ask again. It reads no more of a reply than it must to
//! know that it came whole.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::workload::{self, EVENTS, Unit, Workload};

/// Requests of a run for latency.
const ONE_BY_ONE: usize = 1500;
/// A reply that takes longer than this is none.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a run has done.
pub struct Done {
    /// Requests or events, as the workload counts.
    pub units: u32,
}

/// Runs a workload for a time. Every reply must be whole.
pub fn run(workload: &Workload, address: SocketAddr, length: Duration) -> Result<Done> {
    let request = workload.request();
    let until = Instant::now() + length;
    let events = if workload.reply == "json" { 1 } else { EVENTS };
    let replies = runtime()?.block_on(async {
        let clients = (0..workload.connections)
            .map(|_| tokio::spawn(client(address, request.clone(), until, events)));
        let mut replies = 0;
        for client in clients.collect::<Vec<_>>() {
            replies += client.await.context("a client")??;
        }
        Ok::<_, anyhow::Error>(replies)
    })?;
    let units = if workload.per == Unit::Event { replies * events } else { replies };
    Ok(Done { units })
}

async fn client(address: SocketAddr, request: Bytes, until: Instant, events: u32) -> Result<u32> {
    let mut connection = Connection::to(address).await?;
    let mut replies = 0;
    loop {
        connection.ask(&request, events).await?;
        replies += 1;
        if Instant::now() >= until {
            return Ok(replies);
        }
    }
}

/// The median time of one small request after another on one connection.
pub fn one_at_a_time(address: SocketAddr) -> Result<Duration> {
    let request = workload::small("json");
    runtime()?.block_on(async {
        let mut connection = Connection::to(address).await?;
        let mut times = Vec::with_capacity(ONE_BY_ONE);
        for _ in 0..ONE_BY_ONE {
            let began = Instant::now();
            connection.ask(&request, 1).await?;
            times.push(began.elapsed());
        }
        times.sort_unstable();
        Ok(times[times.len() / 2])
    })
}

pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("a runtime")
}

/// One client.
pub struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub async fn to(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("a connection")?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, read: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads a reply of status 200, whole, with `events` pieces of content.
    pub async fn ask(&mut self, request: &[u8], events: u32) -> Result<()> {
        let reply = async {
            self.stream.write_all(request).await.context("sending")?;
            self.reply(events).await
        };
        tokio::time::timeout(PATIENCE, reply).await.context("a reply in time")?
    }

    /// Sends a request and reads until its first event.
    pub async fn open(&mut self, request: &[u8]) -> Result<()> {
        self.stream.write_all(request).await?;
        self.read.clear();
        while memchr::memchr(b'!', &self.read).is_none() {
            ensure!(self.stream.read_buf(&mut self.read).await? > 0, "the stream has ended");
        }
        Ok(())
    }

    async fn reply(&mut self, events: u32) -> Result<()> {
        let Connection { stream, read } = self;
        read.clear();
        let end = loop {
            ensure!(stream.read_buf(read).await? > 0, "closed before the head");
            if let Some(end) = memchr::memmem::find(read, b"\r\n\r\n") {
                break end + 4;
            }
        };
        ensure!(read.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(read));
        let length = length(&read[..end])?;
        // Each piece of content has one exclamation mark, and nothing else has any.
        let mut seen = marks(&read[end..]);
        let mut got = read.len() - end;
        let mut last = tail(&read[end..], &[]);
        loop {
            let whole = match length {
                Some(length) => got >= length,
                None => last == *b"\r\n0\r\n\r\n",
            };
            if whole {
                break;
            }
            read.clear();
            ensure!(stream.read_buf(read).await? > 0, "closed in the middle");
            got += read.len();
            seen += marks(read);
            last = tail(read, &last);
        }
        ensure!(seen == events, "{seen} of {events} pieces");
        Ok(())
    }
}

fn marks(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'!', bytes).count()).unwrap_or(u32::MAX)
}

/// The last seven bytes of all that came.
fn tail(bytes: &[u8], before: &[u8]) -> [u8; 7] {
    let mut last = [0; 7];
    let all = before.iter().chain(&bytes[bytes.len().saturating_sub(7)..]);
    for byte in all {
        last.rotate_left(1);
        last[6] = *byte;
    }
    last
}

/// The length that a head announces; none where the reply is chunked.
fn length(head: &[u8]) -> Result<Option<usize>> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let value = |name| head.lines().find_map(|line| line.strip_prefix(name));
    match (value("content-length:"), value("transfer-encoding:")) {
        (Some(length), None) => Ok(Some(length.trim().parse()?)),
        (None, Some(coding)) if coding.trim() == "chunked" => Ok(None),
        _ => bail!("neither a length nor chunks: {head}"),
    }
}
