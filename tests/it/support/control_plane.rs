//! A real Kubernetes control plane for tests: etcd and kube-apiserver on loopback, with TLS and RBAC, and no controllers.
//!
//! [`ControlPlane::shared`] is one instance for the whole test process, [`ControlPlane::start`] one of its own for a test that
//! stops the API server or wants other CRDs. However the test process ends, nothing of it stays behind (see [`guard`]).
//! Except for `start`, methods panic when something fails: a test could do nothing else, and the message says what failed.

mod certs;
mod guard;
pub mod kubectl;
pub mod node;
mod objects;
pub mod programs;
mod servers;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;

use certs::Authority;
use guard::{GuardedFolder, GuardedProcess};
use kubectl::{Kubectl, Outcome};
use programs::Programs;

// Fields are dropped from the top: the servers stop before their folder goes.
pub struct ControlPlane {
    apiserver: Mutex<Option<GuardedProcess>>,
    etcd: GuardedProcess,
    programs: Programs,
    authority: Authority,
    kubectl: Kubectl,
    admin: PathBuf,
    port: u16,
    started_in: Duration,
    numbers: AtomicU32,
    crds: Mutex<BTreeSet<PathBuf>>,
    folder: GuardedFolder,
}

impl ControlPlane {
    /// The instance that all tests of this process share, started by whoever asks first. None where its programs are absent;
    /// [`require_control_plane`](crate::support::control_plane::require_control_plane) turns that into a skipped test.
    pub fn shared() -> Option<&'static ControlPlane> {
        static SHARED: OnceLock<Option<Result<ControlPlane, String>>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| {
            let programs = Programs::find().ok()?;
            Some(ControlPlane::start_with(programs).map_err(|error| format!("{error:#}")))
        });
        match shared {
            None => None,
            Some(Ok(control_plane)) => Some(control_plane),
            // Kept, so that each test says the same at once instead of waiting for another failed start.
            Some(Err(error)) => panic!("shared control plane did not start: {error}"),
        }
    }

    /// A new instance, stopped when it is dropped.
    pub fn start() -> anyhow::Result<ControlPlane> {
        ControlPlane::start_with(Programs::find()?)
    }

    fn start_with(programs: Programs) -> anyhow::Result<ControlPlane> {
        // Two that start at once on few cores are both late.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _turn = locked(&ONE_AT_A_TIME);
        let began = Instant::now();
        let folder = GuardedFolder::create()?;
        let authority = Authority::create(folder.path())?;
        let kubectl = Kubectl::new(&programs.kubectl, folder.path());
        let etcd = servers::start_etcd(&programs, folder.path())?;
        let listening = servers::start_apiserver(&programs, &authority, &kubectl, folder.path())?;
        Ok(ControlPlane {
            apiserver: Mutex::new(Some(listening.process)),
            etcd,
            programs,
            authority,
            kubectl,
            admin: listening.admin,
            port: listening.port,
            started_in: began.elapsed(),
            numbers: AtomicU32::new(0),
            crds: Mutex::default(),
            folder,
        })
    }

    /// From nothing to `/readyz`.
    pub fn started_in(&self) -> Duration {
        self.started_in
    }

    /// Where the API server listens, for a test that goes around kubeconfig files.
    pub fn url(&self) -> String {
        servers::url(self.port)
    }

    /// The process ids of the servers that run.
    pub fn pids(&self) -> Vec<u32> {
        let apiserver = locked(&self.apiserver).as_ref().map(GuardedProcess::pid);
        apiserver.into_iter().chain([self.etcd.pid()]).collect()
    }

    /// The folder of everything that this instance wrote; it goes when the instance goes.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Of a user in system:masters, who may do everything.
    pub fn admin_kubeconfig(&self) -> &Path {
        &self.admin
    }

    /// Of a user with that name, no group and no rights until a role is bound to it.
    pub fn kubeconfig_for(&self, user: &str) -> PathBuf {
        let name = format!("user-{}", self.next_number());
        self.authority
            .client(user, None, &name)
            .and_then(|client| kubectl::write_kubeconfig(&self.url(), &self.authority, &client))
            .unwrap_or_else(|error| {
                panic!("could not make a kubeconfig for user {user}: {error:#}")
            })
    }

    /// The same, with a certificate that soon expires.
    pub fn kubeconfig_until(&self, user: &str, within: Duration) -> PathBuf {
        let name = format!("user-{}", self.next_number());
        self.authority
            .client_until(user, None, SystemTime::now() + within, &name)
            .and_then(|client| kubectl::write_kubeconfig(&self.url(), &self.authority, &client))
            .unwrap_or_else(|error| panic!("no certificate for user {user}: {error:#}"))
    }

    /// Writes a new certificate and key into the files that a kubeconfig names.
    pub fn renew(&self, kubeconfig: &Path, user: &str) {
        let name = kubeconfig.file_stem().and_then(|name| name.to_str()).expect("a name");
        let renewed = self.authority.client(user, None, name);
        renewed.unwrap_or_else(|error| panic!("no certificate for user {user}: {error:#}"));
    }

    /// The real kubectl as the admin.
    pub fn kubectl(&self, arguments: &[&str]) -> Outcome {
        self.kubectl_as(&self.admin, arguments, "", &[])
    }

    /// The real kubectl as another user, with text on its standard input and folders put before the PATH (for plugins).
    pub fn kubectl_as(
        &self,
        kubeconfig: &Path,
        arguments: &[&str],
        stdin: &str,
        path: &[&Path],
    ) -> Outcome {
        let mut command = self.kubectl_command(kubeconfig, path);
        command.args(arguments);
        kubectl::run(command, stdin)
    }

    /// The real kubectl, for a test that starts it by itself: one that reads its output as it comes, or stops it.
    pub fn kubectl_command(&self, kubeconfig: &Path, path: &[&Path]) -> Command {
        self.kubectl.command(kubeconfig, path)
    }

    /// Kills the API server, as a crash would: open watches break, new connections are refused.
    pub fn apiserver_stop(&self) {
        locked(&self.apiserver).take();
    }

    /// Starts the API server again on the same port with the same objects, and returns when it is ready.
    pub fn apiserver_start(&self) {
        let mut apiserver = locked(&self.apiserver);
        if apiserver.is_some() {
            return;
        }
        let folder = self.folder.path();
        let started = servers::restart_apiserver(
            &self.programs,
            &self.kubectl,
            folder,
            &self.admin,
            self.port,
        )
        .context("could not start the API server again");
        *apiserver = Some(started.unwrap_or_else(|error| panic!("{error:#}")));
    }

    fn next_number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

/// Asks again and again until there is an answer, or None when the time is up.
pub fn poll<T>(limit: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + limit;
    loop {
        let answer = probe();
        if answer.is_some() || Instant::now() >= deadline {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Says that a test could not run. Where CI=true that is a failure, for there nothing may be skipped.
pub fn skip(test: &str, reason: &str) {
    let message = format!("SKIPPED {test}: {reason}");
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{message}");
    // Not eprintln: the test harness would keep that to itself, as it does with all that a passing test prints.
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// Tells that a test ran, and what it had to do without: what nobody has who clones this repository alone.
pub fn without(test: &str, what: &str) {
    let _ = writeln!(std::io::stderr(), "WITHOUT {test}: {what}");
}

/// Why no control plane can be had, and what to do; None where one can.
pub fn why_absent() -> Option<String> {
    Programs::find().err().map(|error| error.to_string())
}

/// The shared control plane; where there is none the test that says this is skipped.
macro_rules! require_control_plane {
    () => {
        match $crate::support::control_plane::ControlPlane::shared() {
            Some(control_plane) => control_plane,
            None => {
                let reason = $crate::support::control_plane::why_absent().unwrap_or_default();
                $crate::support::control_plane::skip(
                    $crate::support::control_plane::test_name!(),
                    &reason,
                );
                return;
            }
        }
    };
}

/// The name of the test that says this, as the test harness prints it.
macro_rules! test_name {
    () => {{
        fn here() {}
        let name = std::any::type_name_of_val(&here).trim_end_matches("::here");
        name.split_once("::").map_or(name, |(_, name)| name)
    }};
}

pub(crate) use {require_control_plane, test_name};

// A test that failed while it held the lock has said so itself; the others go on.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
