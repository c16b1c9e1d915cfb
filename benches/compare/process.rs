//! The proxies as processes: started, asked what they cost, stopped.

use std::fs::{File, read_dir, read_to_string};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::settings::Settings;

/// How long a proxy may take to listen.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running proxy. Dropped, it is stopped.
pub struct Proxy {
    child: Child,
    pub address: SocketAddr,
}

impl Proxy {
    /// Processor time, user and system, of its process and of that one's children.
    pub fn cpu(&self) -> Result<Duration> {
        let mut total = Duration::ZERO;
        for process in self.processes()? {
            for task in read_dir(format!("/proc/{process}/task"))? {
                // The first number is the time on a processor, in nanoseconds.
                let path = task?.path().join("schedstat");
                let Ok(text) = read_to_string(path) else { continue };
                let spent = text.split(' ').next().unwrap_or_default().parse()?;
                total += Duration::from_nanos(spent);
            }
        }
        Ok(total)
    }

    /// Memory that is resident. Bytes.
    pub fn memory(&self) -> Result<u64> {
        let mut total = 0;
        for process in self.processes()? {
            let status = read_to_string(format!("/proc/{process}/status"))?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).context("VmRSS")?;
            total += kib.trim().parse::<u64>()? * 1024;
        }
        Ok(total)
    }

    fn processes(&self) -> Result<Vec<u32>> {
        let own = self.child.id();
        let children = read_to_string(format!("/proc/{own}/task/{own}/children"))?;
        let children =
            children.split_whitespace().map(str::parse).collect::<Result<Vec<_>, _>>()?;
        Ok(std::iter::once(own).chain(children).collect())
    }

    fn start(mut command: Command, address: SocketAddr) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().with_context(|| name.clone())?;
        let mut proxy = Proxy { child, address };
        let began = Instant::now();
        // Not by connecting: a proxy at rest has served nobody.
        while !listens(address)? {
            if let Some(status) = proxy.child.try_wait()? {
                bail!("{name} ended: {status}");
            }
            anyhow::ensure!(began.elapsed() < PATIENCE, "{name} does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(proxy)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // The quick stop of both; nginx's master takes its workers along.
        if let Some(id) = rustix::process::Pid::from_raw(self.child.id().cast_signed()) {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// Whether somebody listens on a local port, as the kernel lists it: the local address ends in the port, in
/// hexadecimal, and state 0A is LISTEN.
fn listens(address: SocketAddr) -> Result<bool> {
    let port = format!(":{:04X}", address.port());
    let sockets = read_to_string("/proc/net/tcp")?;
    Ok(sockets.lines().skip(1).any(|line| {
        let mut fields = line.split_whitespace().skip(1);
        let (local, state) = (fields.next().unwrap_or_default(), fields.nth(1));
        local.ends_with(&port) && state == Some("0A")
    }))
}

/// A port that is free now.
fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// `kubectl-agw serve` with these manifests, in a folder `name` under `folder`; its access log goes to a file.
pub fn agw(folder: &Path, name: &str, manifests: &str, settings: &Settings) -> Result<Proxy> {
    let files = folder.join(name);
    std::fs::create_dir_all(&files)?;
    std::fs::write(files.join("all.yaml"), manifests)?;
    let address = free()?;
    let mut command = Command::new(&settings.binary);
    command.args(["serve", "--drain", "0s", "--port", &address.port().to_string(), "-f"]);
    command.arg(&files).args(["--workers", &settings.workers.to_string()]);
    // The load asks for a host that is not this machine's, and shows no key.
    command.args(["--allow-host", "*"]);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(File::create(folder.join(format!("{name}.log")))?);
    Proxy::start(command, address)
}

/// nginx as it forwards to `upstream`: connections kept, no buffering, an access log in a file.
pub fn nginx(folder: &Path, upstream: SocketAddr, settings: &Settings) -> Result<Proxy> {
    let address = free()?;
    let configuration = format!(
        "daemon off; worker_processes {workers}; pid nginx.pid; error_log error.log;
events {{ worker_connections 8192; }}
http {{
  access_log access.log combined;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  client_max_body_size 64m; keepalive_requests 1000000000; tcp_nodelay on;
  upstream up {{ server {upstream}; keepalive 512; keepalive_requests 1000000000; }}
  server {{
    listen {address};
    location / {{
      proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\";
      proxy_set_header Authorization \"Bearer sk-of-the-gateway\";
      proxy_buffering off; proxy_request_buffering off; proxy_read_timeout 3600s;
    }}
  }}
}}
",
        workers = settings.workers
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration)?;
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-e").arg(folder.join("error.log")).arg("-c").arg(&file);
    command.stdin(Stdio::null());
    Proxy::start(command, address).context("nginx (apt-get install nginx-light)")
}

/// A provider with a key at `upstream`, and the route to it.
pub fn one_route(upstream: SocketAddr) -> String {
    format!("{}{}", backend(upstream), route("r", None, "/"))
}

pub fn backend(upstream: SocketAddr) -> String {
    let (host, port) = (upstream.ip(), upstream.port());
    format!(
        "apiVersion: v1
kind: Secret
metadata: {{name: key, namespace: models}}
stringData: {{Authorization: sk-of-the-gateway}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {{name: openai, namespace: models}}
spec:
  ai:
    provider: {{openai: {{}}, host: {host}, port: {port}}}
  policies: {{auth: {{secretRef: {{name: key}}}}}}
"
    )
}

/// A route of its own for requests of the smart tier.
pub fn route(name: &str, host: Option<&str>, path: &str) -> String {
    let hosts = host.map(|host| format!("hostnames: [{host}]")).unwrap_or_default();
    format!(
        "---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: {name}, namespace: models}}
spec:
  {hosts}
  rules:
  - matches:
    - path: {{type: PathPrefix, value: {path}}}
      headers: [{{name: X-Model-Tier, value: smart}}]
    backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: openai}}]
"
    )
}
