//! Credentials that are renewed under a connection, against a server that refuses the old ones.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::header::AUTHORIZATION;

use super::super::scripted::{Answer, RecordedRequest, Server};
use super::super::{Connection, connect};
use super::*;

/// A server that accepts the tokens that `valid` names at the moment.
async fn server(valid: Arc<Mutex<String>>, refusals: Arc<AtomicUsize>) -> Server {
    Server::start(move |asked: RecordedRequest| {
        let wanted = format!("Bearer {}", valid.lock().expect("a lock"));
        match asked.headers.get(AUTHORIZATION).is_some_and(|value| *value == *wanted) {
            true => Answer::list(Vec::new()),
            false => {
                refusals.fetch_add(1, Ordering::Relaxed);
                Answer::status(401, "Unauthorized", "Unauthorized")
            }
        }
    })
    .await
}

struct Case {
    server: Server,
    folder: tempfile::TempDir,
    valid: Arc<Mutex<String>>,
    refusals: Arc<AtomicUsize>,
}

impl Case {
    async fn new(valid: &str) -> Self {
        let valid = Arc::new(Mutex::new(valid.to_owned()));
        let refusals = Arc::new(AtomicUsize::new(0));
        let server = server(valid.clone(), refusals.clone()).await;
        Case { server, folder: tempfile::tempdir().expect("a folder"), valid, refusals }
    }

    fn write(&self, name: &str, text: &str) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    /// A kubeconfig whose one user is `user`, in YAML's flow style.
    fn kubeconfig(&self, context: &str, url: &str, user: &str) -> std::path::PathBuf {
        self.write(
            "config",
            &format!(
                "current-context: {context}\n\
                 clusters: [{{name: c, cluster: {{server: \"{url}\"}}}}]\n\
                 contexts: [{{name: {context}, context: {{cluster: c, user: u}}}}]\n\
                 users: [{{name: u, user: {user}}}]\n"
            ),
        )
    }

    async fn connection(&self, user: &str) -> Connection {
        let path = self.kubeconfig("one", &self.server.url, user);
        connect(&ClusterOptions { kubeconfig: Some(path), ..ClusterOptions::default() })
            .await
            .expect("connected")
    }
}

async fn asks(connection: &Connection) -> Result<(), String> {
    let request = http::Request::get("/api/v1/pods").body(Vec::new()).expect("a request");
    let text = connection.client.request_text(request).await;
    text.map(drop).map_err(|error| connection.api_server.explain(error, "pods").to_string())
}

/// A plugin that issues what the file `token` says, and counts its runs.
fn plugin(case: &Case, more: &str) -> String {
    let folder = case.folder.path().display();
    let script = format!(
        "echo run >> {folder}/runs; printf '{{\\\"status\\\": {{\\\"token\\\": \\\"%s\\\"{more}}}}}' \\\"$(cat {folder}/token)\\\""
    );
    format!(
        "{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: sh, interactiveMode: Never, args: [-c, \"{script}\"]}}}}"
    )
}

fn runs(folder: &Path) -> usize {
    std::fs::read_to_string(folder.join("runs")).map_or(0, |text| text.lines().count())
}

#[tokio::test]
async fn a_rotated_token_file_is_used_after_a_refusal_with_and_without_a_final_newline() {
    for end in ["", "\n"] {
        let case = Case::new("one").await;
        let path = case.write("token", &format!("one{end}"));
        let connection = case.connection(&format!("{{tokenFile: \"{}\"}}", path.display())).await;
        assert_eq!(asks(&connection).await, Ok(()));
        "two".clone_into(&mut case.valid.lock().expect("a lock"));
        case.write("token", &format!("two{end}"));
        assert_eq!(asks(&connection).await, Ok(()), "the new token was not read");
        assert!(case.refusals.load(Ordering::Relaxed) <= 1);
    }
}

#[tokio::test]
async fn a_token_of_the_kubeconfig_itself_is_read_anew() {
    let case = Case::new("one").await;
    let connection = case.connection("{token: one}").await;
    "two".clone_into(&mut case.valid.lock().expect("a lock"));
    case.kubeconfig("one", &case.server.url, "{token: two}");
    assert_eq!(asks(&connection).await, Ok(()));
}

#[tokio::test]
async fn a_running_command_stays_in_its_context_and_sends_nothing_to_another_server() {
    let case = Case::new("one").await;
    let connection = case.connection("{token: one}").await;
    "two".clone_into(&mut case.valid.lock().expect("a lock"));
    // Another context is current now, and the old one is gone.
    case.kubeconfig("other", &case.server.url, "{token: two}");
    assert!(asks(&connection).await.is_err_and(|words| words.contains("401")));
    tokio::time::sleep(Duration::from_millis(1100)).await;
    // The context names another server now: its credentials are not for this one.
    case.kubeconfig("one", "http://127.0.0.1:9", "{token: two}");
    assert!(asks(&connection).await.is_err_and(|words| words.contains("401")));
    tokio::time::sleep(Duration::from_millis(2100)).await;
    case.kubeconfig("one", &case.server.url, "{token: two}");
    assert_eq!(asks(&connection).await, Ok(()), "and it recovers");
}

#[cfg(unix)]
#[tokio::test]
async fn a_plugin_runs_once_for_many_requests_and_again_after_a_refusal() {
    let case = Case::new("one").await;
    case.write("token", "one");
    let connection = case.connection(&plugin(&case, "")).await;
    for _ in 0..5 {
        assert_eq!(asks(&connection).await, Ok(()));
    }
    assert_eq!(runs(case.folder.path()), 1);
    "two".clone_into(&mut case.valid.lock().expect("a lock"));
    case.write("token", "two");
    let all = futures::future::join_all((0..20).map(|_| asks(&connection))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(runs(case.folder.path()), 2, "all share one run");
}

#[cfg(unix)]
#[tokio::test]
async fn credentials_that_stay_refused_do_not_run_the_plugin_without_end() {
    let case = Case::new("never").await;
    case.write("token", "one");
    let connection = case.connection(&plugin(&case, "")).await;
    for _ in 0..30 {
        assert!(asks(&connection).await.is_err_and(|words| words.contains("401")));
    }
    assert!(runs(case.folder.path()) <= 3, "{} runs", runs(case.folder.path()));
}

#[cfg(unix)]
#[tokio::test]
async fn short_lived_credentials_serve_to_their_end_and_a_failing_plugin_is_explained_then() {
    let case = Case::new("one").await;
    case.write("token", "one");
    let ends = Timestamp::now().checked_add(jiff::SignedDuration::from_secs(2)).expect("a time");
    let more = format!(", \\\"expirationTimestamp\\\": \\\"{ends}\\\"");
    let connection = case.connection(&plugin(&case, &more)).await;
    for _ in 0..12 {
        assert_eq!(asks(&connection).await, Ok(()));
    }
    assert_eq!(runs(case.folder.path()), 1);
    std::fs::remove_file(case.folder.path().join("token")).expect("removed");
    case.kubeconfig("one", &case.server.url, "{exec: {apiVersion: client.authentication.k8s.io/v1, command: /nowhere/login-tool, interactiveMode: Never}}");
    tokio::time::sleep(Duration::from_millis(2100)).await;
    let words = asks(&connection).await.expect_err("no credentials");
    assert!(words.contains("`login-tool` is not installed"), "{words}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_request_timeout_bounds_a_plugin_that_hangs() {
    let case = Case::new("one").await;
    let user = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: sleep, args: [\"60\"], interactiveMode: Never}}";
    let path = case.kubeconfig("one", &case.server.url, user);
    let wishes = ClusterOptions {
        kubeconfig: Some(path),
        request_timeout: Some(Duration::from_millis(300)),
        ..ClusterOptions::default()
    };
    let refused = connect(&wishes).await.err().expect("refused");
    assert!(matches!(refused, ClusterError::SlowPlugin { .. }), "{refused}");
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_an_error_and_no_panic() {
    let case = Case::new("one").await;
    for wrong in ["one\\ntwo", "one\\n", "\\0", "\\x7f"] {
        let path = case.kubeconfig("one", &case.server.url, &format!("{{token: \"{wrong}\"}}"));
        let refused =
            connect(&ClusterOptions { kubeconfig: Some(path), ..ClusterOptions::default() }).await;
        let words = refused.err().expect("refused").to_string();
        assert!(words.contains("which HTTP headers can't have"), "{words}");
    }
}

#[tokio::test]
async fn a_busy_server_is_asked_again_for_as_long_as_it_says() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let server = Server::start(move |_| match count.fetch_add(1, Ordering::Relaxed) {
        0..7 => Answer::Headed(429, ("retry-after", "0"), String::new()),
        _ => Answer::list(Vec::new()),
    })
    .await;
    let connection = server.connection(|_| ()).await;
    assert_eq!(asks(&connection).await, Ok(()));
    assert_eq!(asked.load(Ordering::Relaxed), 8);
}
