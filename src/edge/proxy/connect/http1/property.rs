//! What must hold of any bytes as an upstream's reply: they are read alike however the wire cuts them, and to an end.

#![expect(clippy::expect_used, reason = "a property fails by panicking")]

use bytes::Bytes;
use http::{Method, Request};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Answer, Http1Connection, RequestWriter, SendError};
use crate::edge::proxy::body::budget::Budget;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::connect::dial::Io;

/// Lengths that disagree, chunks with odd sizes, heads that only announce others, ends of lines as nobody expects them.
pub const SEEDS: &[&str] = &[
    "\u{1}HTTP/1.1 200 OK\r\ncontent-length: 4\r\nx-a: b\r\n\r\nbody",
    "\u{2}HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n4;x=y\r\nbody\r\n0\r\nz: y\r\n\r\n",
    "\u{3}HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    "\u{4}HTTP/1.0 200\r\ncontent-length: 4, 4\r\ncontent-length: 5\r\n\r\nbody",
    "\u{5}HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\nhello",
    "\u{6}HTTP/1.1 200 OK\nconnection: close\n\nffffffffffffffff\r\n",
    "\u{7}HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: +1\r\n\r\nfffffffffffffffff\r\n",
];

/// A reply as it was read: its head, its body, and how it ended.
type Observed = Result<(u16, Vec<(String, Vec<u8>)>, Vec<u8>, Option<String>), String>;

/// Panics where it does not hold. The first byte says how long the pieces are.
pub fn holds(bytes: &[u8]) {
    let (step, wire) = bytes.split_first().map_or((1, bytes), |(step, wire)| (*step, wire));
    let method = if step & 1 == 0 { Method::GET } else { Method::HEAD };
    let step = usize::from(step / 2).max(1);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let whole = read(&method, wire, wire.len().max(1)).await;
        assert_eq!(whole, read(&method, wire, step).await, "pieces of {step}");
        if let Ok((_, _, body, _)) = whole {
            assert!(body.len() <= wire.len(), "nothing is made up");
        }
    });
}

async fn read(method: &Method, wire: &[u8], step: usize) -> Observed {
    let (near, mut far) = tokio::io::duplex(step.max(1024));
    let connection =
        Http1Connection::new(MaybeHttpsStream::Http(Io::Tunnel(TokioIo::new(Box::new(near)))));
    let say = async {
        let mut seen = Vec::new();
        while !seen.ends_with(b"\r\n\r\n") {
            match far.read_u8().await {
                Ok(byte) => seen.push(byte),
                Err(_) => return,
            }
        }
        for piece in wire.chunks(step) {
            // Whoever has read enough may leave.
            if far.write_all(piece).await.is_err() {
                return;
            }
            tokio::task::yield_now().await;
        }
        drop(far);
    };
    tokio::join!(hear(connection, method), say).0
}

async fn hear(connection: Box<Http1Connection>, method: &Method) -> Observed {
    let held = Budget::new(1).hold(0).expect("room");
    let body = UpstreamBody::Stream(ClientBody::whole(Bytes::new(), held));
    let request = Request::builder().method(method).uri("/v1").header("host", "a.test");
    let request = Box::new(RequestWriter::new(request.body(body).expect("a request")));
    let Answer { head, mut connection } = match connection.send(request).await {
        Ok(answer) => answer,
        Err(SendError::Whole(_, error) | SendError::Again(_, error) | SendError::Lost(error)) => {
            return Err(error.to_string());
        }
    };
    let headers = head.headers.iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    let headers = headers.collect();
    let mut body = Vec::new();
    let end = loop {
        match std::future::poll_fn(|context| connection.poll_body(context)).await {
            None => break None,
            Some(Ok(piece)) => body.extend(piece),
            Some(Err(error)) => break Some(error.to_string()),
        }
    };
    // What follows a switch of protocols is not this connection's to read.
    if head.status == http::StatusCode::SWITCHING_PROTOCOLS {
        body.clear();
    }
    Ok((head.status.as_u16(), headers, body, end))
}
