//! What may stand between a client and an API server: something that cuts connections, lets them fall silent, or answers
//! that the server is busy. The API server is reached through `kubectl proxy`, which speaks plain HTTP as a user.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::control_plane::ControlPlane;

/// A way to an API server as one user, that a test can disturb. It ends when this is dropped.
pub struct Between {
    address: SocketAddr,
    state: Arc<State>,
    proxy: Child,
    folder: tempfile::TempDir,
}

#[derive(Default)]
struct State {
    /// Every request is answered with 429.
    busy: AtomicBool,
    /// So many were.
    refused: AtomicUsize,
    pipes: Mutex<Vec<Pipe>>,
}

/// A connection that is passed on.
struct Pipe {
    ends: [TcpStream; 2],
    silent: Arc<AtomicBool>,
}

impl Between {
    pub fn start(control_plane: &ControlPlane, user: &Path) -> Between {
        let mut command = control_plane.kubectl_command(user, &[]);
        command.args(["proxy", "--port=0"]).stdin(Stdio::null()).stderr(Stdio::null());
        let mut proxy = command.stdout(Stdio::piped()).spawn().expect("kubectl proxy starts");
        let mut line = String::new();
        let stdout = proxy.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let target = line.trim().rsplit(' ').next().and_then(|address| address.parse().ok());
        let target: SocketAddr = target.unwrap_or_else(|| panic!("no address: {line:?}"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(State::default());
        let kept = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = Arc::clone(&kept);
                // A client that goes away is no failure of the test.
                std::thread::spawn(move || drop(pass(stream, target, &kept)));
            }
        });
        Between { address, state, proxy, folder: tempfile::tempdir().expect("a folder") }
    }

    /// A kubeconfig of the way.
    pub fn kubeconfig(&self) -> PathBuf {
        let server = format!("http://{}", self.address);
        let text = json!({"apiVersion": "v1", "kind": "Config", "current-context": "between",
            "contexts": [{"name": "between", "context": {"cluster": "between", "user": "nobody"}}],
            "clusters": [{"name": "between", "cluster": {"server": server}}],
            "users": [{"name": "nobody", "user": {}}]});
        let path = self.folder.path().join("config");
        std::fs::write(&path, text.to_string()).expect("written");
        path
    }

    /// Ends every connection.
    pub fn cut(&self) {
        let mut pipes = self.state.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        for end in pipes.drain(..).flat_map(|pipe| pipe.ends) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    /// From now on nothing comes over the connections that there are, and nothing says that they are broken.
    pub fn silence(&self) {
        let pipes = self.state.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        pipes.iter().for_each(|pipe| pipe.silent.store(true, Ordering::Relaxed));
    }

    /// Whether every request is told to come again in a second.
    pub fn busy(&self, busy: bool) {
        self.state.busy.store(busy, Ordering::Relaxed);
        if busy {
            self.cut();
        }
    }

    /// So many requests were told so.
    pub fn refused(&self) -> usize {
        self.state.refused.load(Ordering::Relaxed)
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        let _ = self.proxy.kill();
        let _ = self.proxy.wait();
    }
}

fn pass(client: TcpStream, target: SocketAddr, state: &State) -> std::io::Result<()> {
    if state.busy.load(Ordering::Relaxed) {
        let mut head = BufReader::new(&client).lines();
        while head.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        state.refused.fetch_add(1, Ordering::Relaxed);
        let text = "Too many requests, please try again later.\n";
        return write!(
            &client,
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nConnection: close\r\n\
             Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}",
            text.len()
        );
    }
    let server = TcpStream::connect(target)?;
    let silent = Arc::new(AtomicBool::new(false));
    let ends = [client.try_clone()?, server.try_clone()?];
    let pipe = Pipe { ends, silent: Arc::clone(&silent) };
    state.pipes.lock().unwrap_or_else(PoisonError::into_inner).push(pipe);
    let (back, heard) = ((server.try_clone()?, client.try_clone()?), Arc::clone(&silent));
    std::thread::spawn(move || copy(back.0, &back.1, &heard));
    copy(client, &server, &silent);
    Ok(())
}

/// Copies until either end is gone; what comes in silence is lost.
fn copy(mut from: TcpStream, mut to: &TcpStream, silent: &AtomicBool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if silent.load(Ordering::Relaxed) {
            continue;
        }
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    if !silent.load(Ordering::Relaxed) {
        let _ = to.shutdown(Shutdown::Both);
    }
}
