//! An API server of a few lines that says what a closure says, and breaks off where it is told to: for what no real one
//! does when asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::serving::program_for;

/// One request as it came.
#[derive(Debug, Clone)]
pub struct RecordedRequest {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The headers, one a line.
    pub head: String,
    pub body: String,
}

impl RecordedRequest {
    pub fn is_dry(&self) -> bool {
        self.target.contains("dryRun=All")
    }

    /// A write that is kept.
    pub fn writes(&self) -> bool {
        self.method != "GET" && !self.is_dry()
    }

    /// The object that was applied, as an API server gives it back.
    pub fn object(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// What happens to a request.
pub enum Reaction {
    Json(u16, Value),
    /// With a warning for people.
    Warn(&'static str, Value),
    /// The connection ends without a word.
    BreakOff,
    /// No answer ever comes.
    Silence,
}

impl Reaction {
    /// The object does not exist.
    pub fn absent() -> Reaction {
        let details = json!({"name": "x", "kind": "x"});
        Reaction::Json(
            404,
            json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404,
                "reason": "NotFound", "message": "not found", "details": details}),
        )
    }

    /// What a cluster says in which nothing stands in the way.
    pub fn usual(asked: &RecordedRequest) -> Reaction {
        match asked.method.as_str() {
            "GET" if asked.target.contains("/gateways?") => {
                let listener = json!({"name": "http", "port": 80, "protocol": "HTTP"});
                let gateway = json!({"metadata": {"name": "edge", "namespace": "n"},
                    "spec": {"gatewayClassName": "c", "listeners": [listener]}});
                let list = json!({"apiVersion": "v1", "kind": "List",
                    "metadata": {"resourceVersion": "1"}, "items": [gateway]});
                Reaction::Json(200, list)
            }
            "GET" if asked.target.contains("limit=") => {
                let metadata = json!({"resourceVersion": "1"});
                let list =
                    json!({"apiVersion": "v1", "kind": "List", "metadata": metadata, "items": []});
                Reaction::Json(200, list)
            }
            "GET" => Reaction::absent(),
            _ => Reaction::Json(200, asked.object()),
        }
    }
}

/// The server. Its threads end with the test process.
pub struct ScriptedApi {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<RecordedRequest>>>,
    empty: tempfile::NamedTempFile,
}

type Script = Arc<dyn Fn(&RecordedRequest) -> Reaction + Send + Sync>;

impl ScriptedApi {
    pub fn start(
        script: impl Fn(&RecordedRequest) -> Reaction + Send + Sync + 'static,
    ) -> ScriptedApi {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (script, kept): (Script, _) = (Arc::new(script), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (script, kept) = (Arc::clone(&script), Arc::clone(&kept));
                // A client that goes away is no failure of the test.
                std::thread::spawn(move || drop(converse(&stream, &script, &kept)));
            }
        });
        let empty = tempfile::NamedTempFile::new().expect("a file");
        ScriptedApi { address, asked, empty }
    }

    /// The program, which knows no other cluster.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = program_for(self.empty.path());
        command.args(arguments).args(["-s", &format!("http://{}", self.address), "-n", "n"]);
        command
    }

    /// Where it listens: it may stand for a provider as well.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything that was asked so far.
    pub fn asked(&self) -> Vec<RecordedRequest> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The writes that were kept.
    pub fn writes(&self) -> usize {
        self.asked().iter().filter(|asked| asked.writes()).count()
    }
}

fn converse(
    stream: &TcpStream,
    script: &Script,
    kept: &Mutex<Vec<RecordedRequest>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = read(&mut reader)? {
        kept.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
        let (status, warning, body) = match script(&asked) {
            Reaction::Json(status, body) => (status, None, body),
            Reaction::Warn(text, body) => (200, Some(text), body),
            Reaction::BreakOff => return stream.shutdown(std::net::Shutdown::Both),
            Reaction::Silence => {
                std::thread::park();
                return Ok(());
            }
        };
        let warning = warning.map(|text| format!("Warning: 299 - \"{text}\"\r\n"));
        let (warning, body) = (warning.unwrap_or_default(), body.to_string());
        let mut stream = stream;
        write!(
            stream,
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{warning}\r\n{body}",
            body.len()
        )?;
    }
    Ok(())
}

fn read(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<RecordedRequest>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let (mut length, mut head) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        head.push_str(&line);
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut words = first.split(' ');
    let mut word = || words.next().unwrap_or_default().to_owned();
    let (method, target) = (word(), word());
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Some(RecordedRequest { method, target, head, body }))
}
