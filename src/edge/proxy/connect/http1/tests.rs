//! A connection against the other side's bytes.

use bytes::Bytes;
use http::{Method, Request};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use proptest::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use super::{Answer, Http1Connection, Http1Error, RequestWriter, SendError, property};
use crate::edge::proxy::body::budget::Budget;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::connect::dial::Io;

/// A connection, and its other side, with room for so many bytes between them.
fn connected(room: usize) -> (Box<Http1Connection>, DuplexStream) {
    let (near, far) = tokio::io::duplex(room);
    let io = Io::Tunnel(TokioIo::new(Box::new(near)));
    (Http1Connection::new(MaybeHttpsStream::Http(io)), far)
}

fn request(method: Method, body: Vec<u8>) -> Box<RequestWriter> {
    let held = Budget::new(body.len()).hold(body.len()).expect("room");
    let body = UpstreamBody::Stream(ClientBody::whole(Bytes::from(body), held));
    let request = Request::builder().method(method).uri("/v1").header("host", "a.test");
    Box::new(RequestWriter::new(request.body(body).expect("a request")))
}

/// Reads a request's head, and says `reply` in pieces.
async fn answer(far: &mut DuplexStream, reply: &[u8], step: usize) {
    let mut seen = Vec::new();
    while !seen.ends_with(b"\r\n\r\n") {
        seen.push(far.read_u8().await.expect("a head"));
    }
    for piece in reply.chunks(step) {
        far.write_all(piece).await.expect("somebody listens");
    }
}

async fn asked(connection: Box<Http1Connection>, method: Method) -> Answer {
    match connection.send(request(method, Vec::new())).await {
        Ok(answer) => answer,
        Err(SendError::Whole(_, error) | SendError::Again(_, error) | SendError::Lost(error)) => {
            panic!("{error}")
        }
    }
}

/// The whole body, or how much of it came before it broke.
async fn body(connection: &mut Http1Connection) -> Result<Vec<u8>, (Vec<u8>, Http1Error)> {
    let mut whole = Vec::new();
    loop {
        match std::future::poll_fn(|context| connection.poll_body(context)).await {
            None => return Ok(whole),
            Some(Ok(piece)) => whole.extend(piece),
            Some(Err(error)) => return Err((whole, error)),
        }
    }
}

async fn is_free(connection: &mut Http1Connection) -> bool {
    std::future::poll_fn(|context| std::task::Poll::Ready(connection.poll_free(context))).await
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// However the wire cuts it, a reply comes out whole, and the next one after it.
    #[test]
    fn a_reply_is_the_same_in_any_pieces(step in 1usize..80, length in 0usize..200) {
        let text = "x".repeat(length);
        let known = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nx-a: b\r\n\r\n{text}");
        let chunks = format!(
            "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nX-A: b\r\n\
             transfer-encoding: chunked\r\n\r\n{:x}\r\n{text}!\r\n0\r\nz: y\r\n\r\n",
            length + 1
        );
        block(async {
            let (mut connection, mut far) = connected(64);
            for (reply, expected) in [(&known, text.clone()), (&chunks, format!("{text}!"))] {
                let ((head, back), ()) = tokio::join!(
                    async {
                        let Answer { head, mut connection } = asked(connection, Method::GET).await;
                        let whole = body(&mut connection).await.expect("a body");
                        assert_eq!(String::from_utf8(whole).expect("text"), expected);
                        (head, connection)
                    },
                    answer(&mut far, reply.as_bytes(), step),
                );
                assert_eq!((head.status.as_u16(), &head.headers["x-a"]), (200, &http::HeaderValue::from_static("b")));
                connection = back;
                assert!(is_free(&mut connection).await);
            }
        });
    }
}

proptest! {
    /// Of bytes that nobody meant as a reply, and of replies with something wrong in them.
    #[test]
    fn any_bytes_are_read_alike_in_any_pieces(
        seed in proptest::sample::select(property::SEEDS),
        step in any::<u8>(),
        at in any::<proptest::sample::Index>(),
        with in proptest::collection::vec(any::<u8>(), 0..4),
    ) {
        let mut bytes = seed.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes.splice(at..(at + with.len() / 2).min(bytes.len()), with);
        bytes.insert(0, step);
        property::holds(&bytes);
    }
}

#[tokio::test]
async fn a_reply_that_breaks_off_is_given_as_far_as_it_came() {
    for (reply, came) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", "half"),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n", "half"),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzz", "half"),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalfX", "half"),
    ] {
        let (connection, mut far) = connected(1024);
        let (Answer { mut connection, .. }, ()) =
            tokio::join!(asked(connection, Method::GET), answer(&mut far, reply.as_bytes(), 4096));
        drop(far);
        let (whole, _) = body(&mut connection).await.expect_err("no end");
        assert_eq!(whole, came.as_bytes(), "{reply:?}");
        assert!(!connection.keeps() && !connection.has_ended());
    }
}

#[tokio::test]
async fn what_came_unasked_makes_a_connection_useless() {
    let (connection, mut far) = connected(1024);
    let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    let (Answer { mut connection, .. }, ()) =
        tokio::join!(asked(connection, Method::GET), answer(&mut far, reply, 4096));
    assert!(connection.has_ended() && !is_free(&mut connection).await);

    let (connection, mut far) = connected(1024);
    let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n";
    let (Answer { mut connection, .. }, ()) =
        tokio::join!(asked(connection, Method::HEAD), answer(&mut far, reply, 1));
    assert!(connection.has_ended(), "a HEAD has no body");
    assert!(is_free(&mut connection).await);
    far.write_all(b"x").await.expect("room");
    assert!(!is_free(&mut connection).await);
}

#[tokio::test]
async fn an_answer_before_the_requests_end_is_heard_and_the_connection_not_used_again() {
    let (connection, mut far) = connected(64);
    let large = request(Method::POST, vec![b'x'; 10_000]);
    let early = b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n";
    let (sent, ()) = tokio::join!(connection.send(large), answer(&mut far, early, 4096));
    let Ok(Answer { head, mut connection }) = sent else { panic!("no answer") };
    assert_eq!(head.status, 413);
    assert!(connection.has_ended() && !connection.is_done() && !is_free(&mut connection).await);
}

#[tokio::test]
async fn a_request_of_which_nothing_was_sent_comes_back_whole() {
    let (connection, far) = connected(64);
    drop(far);
    let Err(SendError::Whole(back, _)) =
        connection.send(request(Method::POST, b"body".to_vec())).await
    else {
        panic!("it was sent to nobody");
    };
    let (connection, mut far) = connected(1024);
    let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    let (sent, ()) = tokio::join!(connection.send(back), answer(&mut far, reply, 4096));
    assert!(sent.is_ok());
    let mut rest = [0; 4];
    far.read_exact(&mut rest).await.expect("the body");
    assert_eq!(&rest, b"body");
}

#[tokio::test]
async fn what_follows_a_switch_of_protocols_is_of_the_other_one() {
    let (connection, mut far) = connected(1024);
    let reply = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\nhello";
    let (Answer { head, connection }, ()) =
        tokio::join!(asked(connection, Method::GET), answer(&mut far, reply, 4096));
    assert_eq!(head.status, 101);
    let parted = connection.part();
    let mut stream = parted.clone().take().expect("the first to ask");
    assert!(parted.take().is_none());
    far.write_all(b" you").await.expect("room");
    let mut heard = [0; 9];
    stream.read_exact(&mut heard).await.expect("both pieces");
    assert_eq!(&heard, b"hello you");
    stream.write_all(b"and you").await.expect("room");
    stream.flush().await.expect("open");
    let mut said = [0; 7];
    far.read_exact(&mut said).await.expect("an answer");
    assert_eq!(&said, b"and you");
}

#[test]
fn heads_that_announce_others_without_end_are_not_read_without_end() {
    block(async {
        let reply = |count: usize| {
            let announced = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(count);
            announced + "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        };
        let (connection, mut far) = connected(64);
        let (few, many) = (reply(100), reply(10_000));
        let (Answer { head, mut connection }, ()) =
            tokio::join!(asked(connection, Method::GET), answer(&mut far, few.as_bytes(), 50));
        assert_eq!(
            (head.status.as_u16(), body(&mut connection).await.expect("a body")),
            (200, b"ok".to_vec())
        );
        let never_ends = async {
            let mut sent = 0;
            far.read_u8().await.expect("a head");
            for piece in many.as_bytes().chunks(50) {
                if far.write_all(piece).await.is_err() {
                    break;
                }
                sent += piece.len();
            }
            sent
        };
        let (refused, sent) =
            tokio::join!(connection.send(request(Method::GET, Vec::new())), never_ends);
        assert!(matches!(refused.err(), Some(SendError::Lost(Http1Error::TooLarge))));
        assert!(sent < 80 * 1024, "{sent} bytes were read");
    });
}
