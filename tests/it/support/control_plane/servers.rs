//! etcd and kube-apiserver: their flags, when they are ready, and what their logs say when they are not.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow};

use super::certs::Authority;
use super::guard::GuardedProcess;
use super::kubectl::{self, Kubectl};
use super::poll;
use super::programs::Programs;

/// The longest that one server may take to be ready, with other work on the machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often another process may take the port that we chose, before we give up.
const TRIES: usize = 5;

/// etcd listens on sockets in its folder: nobody else can reach them, and no port can be lost to another process.
const ETCD_CLIENTS: &str = "clients.etcd:0";
const ETCD_PEERS: &str = "peers.etcd:0";

/// An API server that is ready, and the admin's way to it.
pub struct Listening {
    pub process: GuardedProcess,
    pub port: u16,
    pub admin: PathBuf,
}

pub fn url(port: u16) -> String {
    format!("https://127.0.0.1:{port}")
}

pub fn start_etcd(programs: &Programs, folder: &Path) -> anyhow::Result<GuardedProcess> {
    let arguments = [
        "--name=etcd".to_owned(),
        "--data-dir=etcd".to_owned(),
        "--unsafe-no-fsync".to_owned(),
        format!("--listen-client-urls=unix://{ETCD_CLIENTS}"),
        format!("--advertise-client-urls=unix://{ETCD_CLIENTS}"),
        format!("--listen-peer-urls=unix://{ETCD_PEERS}"),
        format!("--initial-advertise-peer-urls=unix://{ETCD_PEERS}"),
        format!("--initial-cluster=etcd=unix://{ETCD_PEERS}"),
    ];
    let log = folder.join("etcd.log");
    let mut process = GuardedProcess::start(&programs.etcd, &arguments, folder, &log)?;
    // The API server asks again until etcd answers, so the socket is enough.
    let socket = folder.join(ETCD_CLIENTS);
    wait_for("etcd", &mut process, &log, || socket.exists())?;
    Ok(process)
}

/// Starts the API server on a port that is free.
pub fn start_apiserver(
    programs: &Programs,
    authority: &Authority,
    kubectl: &Kubectl,
    folder: &Path,
) -> anyhow::Result<Listening> {
    let user = authority.client("admin", Some("system:masters"), "admin")?;
    let mut tries = 1;
    loop {
        let port = free_port()?;
        let admin = kubectl::write_kubeconfig(&url(port), authority, &user)?;
        match run_apiserver(programs, kubectl, folder, &admin, port) {
            Ok(process) => {
                return Ok(Listening { process, port, admin });
            }
            Err(error) if lost_the_port(&error) && tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Starts the API server on the port that it had; should somebody have it now, as soon as it is free again.
pub fn restart_apiserver(
    programs: &Programs,
    kubectl: &Kubectl,
    folder: &Path,
    admin: &Path,
    port: u16,
) -> anyhow::Result<GuardedProcess> {
    let outcome = poll(PATIENCE, || match run_apiserver(programs, kubectl, folder, admin, port) {
        Err(error) if lost_the_port(&error) => None,
        outcome => Some(outcome),
    });
    outcome.unwrap_or_else(|| Err(anyhow!("port {port} is in use by another process")))
}

fn run_apiserver(
    programs: &Programs,
    kubectl: &Kubectl,
    folder: &Path,
    admin: &Path,
    port: u16,
) -> anyhow::Result<GuardedProcess> {
    let log = folder.join("kube-apiserver.log");
    let mut process =
        GuardedProcess::start(&programs.kube_apiserver, &apiserver_flags(port), folder, &log)?;
    wait_for("kube-apiserver", &mut process, &log, || {
        let ready = || {
            let mut command = kubectl.command(admin, &[]);
            command.args(["get", "--raw", "/readyz", "--request-timeout=5s"]);
            kubectl::run(command, "").success()
        };
        // kubectl costs a tenth of a second of work, so the port is tried first.
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() && ready()
    })?;
    Ok(process)
}

fn apiserver_flags(port: u16) -> Vec<String> {
    let mut flags =
        vec![format!("--etcd-servers=unix://{ETCD_CLIENTS}"), format!("--secure-port={port}")];
    let always = [
        "--bind-address=127.0.0.1",
        // Not found out by the default route, which a machine without a network does not have.
        "--advertise-address=127.0.0.1",
        "--tls-cert-file=apiserver.crt",
        "--tls-private-key-file=apiserver.key",
        "--client-ca-file=authority.crt",
        "--service-account-issuer=https://control-plane.test",
        "--service-account-key-file=service-accounts.pub",
        "--service-account-signing-key-file=service-accounts.key",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--authorization-mode=RBAC",
        // It would wait for the default service account, which a controller makes.
        "--disable-admission-plugins=ServiceAccount",
        // A loopback address is not accepted as an endpoint of the kubernetes service.
        "--endpoint-reconciler-type=none",
        "--event-ttl=10m",
        "--profiling=false",
    ];
    flags.extend(always.map(str::to_owned));
    flags
}

pub fn wait_for(
    name: &str,
    process: &mut GuardedProcess,
    log: &Path,
    mut ready: impl FnMut() -> bool,
) -> anyhow::Result<()> {
    let outcome = poll(PATIENCE, || {
        if process.has_ended() {
            return Some(Err(anyhow!(
                "{name} ended while it started; its log ends with\n{}",
                last_lines(log)
            )));
        }
        ready().then_some(Ok(()))
    });
    outcome.unwrap_or_else(|| {
        Err(anyhow!(
            "{name} is not ready after {PATIENCE:?}; its log ends with\n{}",
            last_lines(log)
        ))
    })
}

fn last_lines(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

fn lost_the_port(error: &anyhow::Error) -> bool {
    error.to_string().contains("address already in use")
}

pub fn free_port() -> anyhow::Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("could not find a free port")?;
    Ok(listener.local_addr().context("could not find a free port")?.port())
}
