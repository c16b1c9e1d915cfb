//! A client that asks at a steady pace for as long as it lives, and an upstream that says what it was asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Connections that share the work, so that a slow reply does not slow the pace.
const CLIENTS: u32 = 10;
/// A reply that takes longer is a failed one.
const PATIENCE: Duration = Duration::from_secs(5);

/// Chat completions at a steady pace, over connections that are kept.
pub struct Load {
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<(usize, Vec<String>)>>,
    began: Instant,
}

/// What became of them.
pub struct Outcome {
    pub sent: usize,
    /// In words, each that did not get the status that it should.
    pub failed: Vec<String>,
    pub took: Duration,
}

impl Load {
    /// So many requests a second.
    pub fn start(address: SocketAddr, path: &'static str, per_second: u32) -> Load {
        Load::expecting(200, address, path, per_second)
    }

    /// The same, to be answered with another status.
    pub fn expecting(
        status: u16,
        address: SocketAddr,
        path: &'static str,
        per_second: u32,
    ) -> Load {
        Load::of(&[status], (address, path), per_second)
    }

    /// The same, to be refused in whichever way.
    pub fn refusing(address: SocketAddr, path: &'static str, per_second: u32) -> Load {
        Load::of(&[403, 503], (address, path), per_second)
    }

    fn of(expected: &[u16], to: (SocketAddr, &'static str), per_second: u32) -> Load {
        let stop = Arc::new(AtomicBool::new(false));
        let pause = Duration::from_secs(1) * CLIENTS / per_second;
        let clients = (0..CLIENTS).map(|_| {
            let (stop, expected) = (Arc::clone(&stop), expected.to_vec());
            std::thread::spawn(move || client(to, &expected, pause, &stop))
        });
        Load { clients: clients.collect(), stop, began: Instant::now() }
    }

    pub fn stop(self) -> Outcome {
        self.stop.store(true, Ordering::Relaxed);
        let took = self.began.elapsed();
        let mut outcome = Outcome { sent: 0, failed: Vec::new(), took };
        for client in self.clients {
            let (sent, failed) = client.join().expect("a client ends");
            outcome.sent += sent;
            outcome.failed.extend(failed);
        }
        outcome
    }
}

fn client(
    (address, path): (SocketAddr, &str),
    expected: &[u16],
    pause: Duration,
    stop: &AtomicBool,
) -> (usize, Vec<String>) {
    let (mut sent, mut failed) = (0, Vec::new());
    let mut connection = None;
    let mut next = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        next += pause;
        sent += 1;
        match ask(&mut connection, address, path) {
            Ok(status) if expected.contains(&status) => {}
            Ok(status) => failed.push(status.to_string()),
            Err(error) => {
                connection = None;
                failed.push(error.to_string());
            }
        }
    }
    (sent, failed)
}

/// One request over the connection that is there, or over a new one; the status of its reply.
fn ask(
    connection: &mut Option<BufReader<TcpStream>>,
    address: SocketAddr,
    path: &str,
) -> std::io::Result<u16> {
    let stream = match connection {
        Some(stream) => stream,
        None => {
            let stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            connection.insert(BufReader::new(stream))
        }
    };
    let body = r#"{"model":"any","messages":[{"role":"user","content":"In one word: hello"}]}"#;
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n");
    stream.get_mut().write_all(format!("{head}\r\n{body}").as_bytes())?;
    let (head, _) = message(stream)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| std::io::Error::other(format!("no reply: {head:?}")))
}

/// A message with a length: its head and its body.
fn message(stream: &mut BufReader<TcpStream>) -> std::io::Result<(String, String)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    let mut body = vec![0; value(&head, "content-length").unwrap_or("0").parse().unwrap_or(0)];
    stream.read_exact(&mut body)?;
    Ok((head, String::from_utf8_lossy(&body).into_owned()))
}

/// The value of a header; its name in lower case.
fn value<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| {
        let (written, value) = line.split_once(':')?;
        (written.to_ascii_lowercase() == name).then(|| value.trim())
    })
}

/// An upstream of chat completions whose replies name the model and the key that it was asked with, as their model. It
/// lives as long as the test process.
pub fn echo() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || {
                let _ = stream.set_nodelay(true);
                let mut stream = BufReader::new(stream);
                // Until the other side goes.
                while let Ok((head, body)) = message(&mut stream) {
                    if stream.get_mut().write_all(reply(&head, &body).as_bytes()).is_err() {
                        break;
                    }
                }
            });
        }
    });
    address
}

fn reply(head: &str, body: &str) -> String {
    let asked: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let model = asked["model"].as_str().unwrap_or_default();
    let said = [Some(model), value(head, "authorization")];
    let said: Vec<_> = said.into_iter().flatten().collect();
    let body = serde_json::json!({
        "id": "c", "object": "chat.completion", "model": said.join(" "), "choices": [],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1},
    });
    let (body, kind) = (body.to_string(), "application/json");
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}")
}
