//! A cluster that fails in the ways in which clusters do, seen by a user whose rights come from RBAC alone, while
//! requests are sent: what the cluster still holds is served without a failed request, and what a policy denies is never
//! let through. docs/reliability.md says what `serve` says in each case.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;

use crate::support::between::Between;
use crate::support::control_plane::{ControlPlane, poll, test_name};
use crate::support::load::Load;
use crate::support::plain_http::{Reply, get, post};
use crate::support::serving::{Serving, program_for};
use crate::support::worlds::{alone, vendors};

/// Requests a second, over both routes.
const PACE: u32 = 200;
/// The longest that anything may take which takes seconds.
const SOON: Duration = Duration::from_secs(30);

/// Three routes to a model; a policy denies every request to one of them, and one is moved now and then.
fn registry(namespace: &str) -> String {
    let group = "agentgateway.dev";
    let route = |name: &str| {
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
            "metadata": {"name": name, "namespace": namespace},
            "spec": {"parentRefs": [{"name": "edge"}], "rules": [{
                "matches": [{"path": {"type": "PathPrefix", "value": format!("/{name}")}}],
                "backendRefs": [{"group": group, "kind": "AgentgatewayBackend", "name": "model"}]}]}})
    };
    let items = json!([
        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": "edge", "namespace": namespace},
            "spec": {"gatewayClassName": "agentgateway",
                "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}},
        {"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": "model", "namespace": namespace},
            "spec": {"ai": {"provider": {"openai": {"model": "m"}}}}},
        {"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
            "metadata": {"name": "nobody", "namespace": namespace},
            "spec": {
                "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "shut"}],
                "traffic": {"authorization": {"action": "Deny", "policy": {"matchExpressions": ["true"]}}}}},
        route("open"), route("shut"), route("live"),
    ]);
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}

const OPEN: &str = "/open/v1/chat/completions";
const SHUT: &str = "/shut/v1/chat/completions";
const LIVE: &str = "/live/v1/chat/completions";

/// `serve` of this test's own Gateway, without keys.
fn serve(kubeconfig: &std::path::Path, arguments: &[&str]) -> Serving {
    let always = ["--simulate", "--no-access-log", "--admin-port", "0"];
    Serving::start(program_for(kubeconfig), &[&always, arguments].concat())
}

fn ask(serving: &Serving, path: &str) -> Reply {
    post(
        serving.address(),
        path,
        &[],
        r#"{"model":"m","messages":[{"role":"user","content":"hello"}]}"#,
    )
    .expect("a reply")
}

fn ready(serving: &Serving) -> Reply {
    let admin: SocketAddr = serving.said["admin"]
        .as_str()
        .and_then(|url| url.trim_start_matches("http://").parse().ok())
        .expect("an admin address");
    get(admin, "/readyz").expect("a reply")
}

fn soon(what: &str, serving: &Serving, is: impl Fn() -> bool) {
    let became = poll(SOON, || is().then_some(()));
    assert!(became.is_some(), "{what} not within {SOON:?}: {}", serving.stderr());
}

fn is_connected(serving: &Serving) -> bool {
    serving.status()["source"]["connected"] == true
}

/// Requests to both routes.
struct Loads {
    open: Load,
    shut: Load,
}

impl Loads {
    fn start(serving: &Serving) -> Loads {
        let address = serving.address();
        let of = |path, expected| Load::expecting(expected, address, path, PACE / 2);
        Loads { open: of(OPEN, 200), shut: of(SHUT, 403) }
    }

    /// Ends them: none may have failed, and none that is denied may have passed.
    fn expect_none_failed(self, case: &str, serving: &Serving) {
        for (route, outcome) in [("open", self.open.stop()), ("shut", self.shut.stop())] {
            let failed = outcome.failed.len();
            assert!(
                failed == 0 && outcome.sent > 50,
                "{case}, route {route}: {failed} of {} failed: {:?}\n{}",
                outcome.sent,
                outcome.failed.iter().take(5).collect::<Vec<_>>(),
                serving.stderr()
            );
        }
    }
}

/// Moves route `live` to another path and back: `serve` sees what is new within the time.
fn moves(control_plane: &ControlPlane, namespace: &str, serving: &Serving, within: Duration) {
    for (value, status) in [("/moved", 404), ("/live", 200)] {
        let pointer = "/spec/rules/0/matches/0/path/value";
        let patch = json!([{"op": "replace", "path": pointer, "value": value}]).to_string();
        let patched = || {
            let arguments =
                ["patch", "httproute", "live", "-n", namespace, "--type=json", "-p", &patch];
            control_plane.kubectl(&arguments).success()
        };
        soon("a patch", serving, patched);
        let live = || (ask(serving, LIVE).status == status).then_some(());
        assert!(
            poll(within, live).is_some(),
            "a change not within {within:?}: {}",
            serving.stderr()
        );
    }
}

#[test]
fn restarts_of_the_api_server_a_stopped_etcd_and_crds_that_go_fail_no_request() {
    let Some(own) = alone(test_name!()) else { return };
    let namespace = own.namespace();
    own.apply(&registry(&namespace));
    let user = own.reader_without_secrets(&namespace);
    let serving = serve(&user, &[]);
    let addresses = serving.status()["addresses"].clone();

    // Its first answers are 403, until it knows the roles.
    let loads = Loads::start(&serving);
    for _ in 0..3 {
        own.apiserver_stop();
        soon("the loss", &serving, || !is_connected(&serving));
        own.apiserver_start();
        soon("the return", &serving, || is_connected(&serving));
        assert_eq!(serving.status()["addresses"], addresses, "{}", serving.stderr());
        assert_eq!(ready(&serving).status, 200);
    }
    loads.expect_none_failed("kill -9 and restart", &serving);
    moves(&own, &namespace, &serving, SOON);
    // Reading everything again is no change.
    let changes = serving.stderr().matches("routes changed").count();
    assert_eq!(changes, 2, "{}", serving.stderr());

    let loads = Loads::start(&serving);
    let etcd = i32::try_from(*own.pids().last().expect("etcd")).ok();
    let etcd = etcd.and_then(rustix::process::Pid::from_raw).expect("a process");
    rustix::process::kill_process(etcd, rustix::process::Signal::STOP).expect("stopped");
    std::thread::sleep(Duration::from_secs(60));
    rustix::process::kill_process(etcd, rustix::process::Signal::CONT).expect("goes on");
    soon("the return", &serving, || is_connected(&serving));
    loads.expect_none_failed("etcd stopped for 60 s", &serving);
    moves(&own, &namespace, &serving, SOON);

    crds(&own, &namespace, &serving);
}

/// A CRD that no route depends on goes and comes, then the one of the backends.
fn crds(own: &ControlPlane, namespace: &str, serving: &Serving) {
    let folder = crate::support::definitions::crds().expect("CRDs").join("agentgateway");
    let folder = folder.to_str().expect("a name").to_owned();
    let apply = || own.kubectl(&["apply", "--server-side", "-f", &folder]).success();
    let delete = |name: &str| own.kubectl(&["delete", "crd", name]).expect_success();
    let loads = Loads::start(serving);
    delete("agentgatewaymodels.agentgateway.dev");
    std::thread::sleep(Duration::from_secs(10));
    soon("the return", serving, || is_connected(serving));
    assert!(apply());
    loads.expect_none_failed("a CRD without objects removed and back", serving);

    let denied = Load::expecting(403, serving.address(), SHUT, PACE / 2);
    delete("agentgatewaybackends.agentgateway.dev");
    soon("the end of the backends", serving, || ask(serving, OPEN).status == 500);
    assert!(apply());
    let again = || {
        let arguments = ["apply", "--server-side", "--force-conflicts", "-f", "-"];
        own.kubectl_as(own.admin_kubeconfig(), &arguments, &registry(namespace), &[]).success()
    };
    soon("the backends' CRD", serving, again);
    soon("the backends", serving, || ask(serving, OPEN).status == 200);
    assert_eq!(denied.stop().failed, Vec::<String>::new(), "{}", serving.stderr());
}

/// Takes a user's right to list and watch everything, or gives it back.
fn permit(control_plane: &ControlPlane, namespace: &str, user: &std::path::Path, may: bool) {
    let name = format!("reader-of-{namespace}");
    match may {
        true => drop(control_plane.reader_without_secrets(namespace)),
        false => {
            control_plane.kubectl(&["delete", "clusterrolebinding", &name]).expect_success();
            let question = ["auth", "can-i", "list", "httproutes", "-n", namespace];
            let gone = || !control_plane.kubectl_as(user, &question, "", &[]).success();
            assert!(poll(SOON, || gone().then_some(())).is_some(), "the right stays");
        }
    }
}

#[test]
fn rights_that_are_away_for_a_while_fail_no_request_and_those_that_stay_away_shut_every_route() {
    let Some(world) = vendors(test_name!()) else { return };
    let control_plane = world.control_plane;
    let namespace = control_plane.namespace();
    control_plane.apply(&registry(&namespace));
    let user = control_plane.reader_without_secrets(&namespace);
    let between = Between::start(control_plane, &user);
    let kubeconfig = between.kubeconfig();
    let patient = serve(&kubeconfig, &["-n", &namespace]);
    // Five minutes in the small: what is given up after a minute is given up after five seconds here.
    let hasty = serve(&kubeconfig, &["-n", &namespace, "--give-up-after", "5s"]);
    let addresses = hasty.status()["addresses"].clone();
    let loads = Loads::start(&patient);
    let denied = Load::refusing(hasty.address(), SHUT, PACE / 2);

    permit(control_plane, &namespace, &user, false);
    // The API server lets a watch run that it allowed once.
    between.cut();
    patient.wait_for_word("no longer permits reading its objects; still serving the routes of ");
    soon("the end of belief", &hasty, || ask(&hasty, OPEN).status == 503);
    let reply = ask(&hasty, OPEN);
    // The routes and the kill switch are given up in the same moment: whichever was first says it.
    let told = ["gateways.gateway.networking.k8s.io", &namespace];
    assert!(told.iter().all(|told| reply.body.contains(told)), "{}", reply.body);
    soon("the end of readiness", &hasty, || ready(&hasty).status == 503);
    assert!(ready(&hasty).body.contains("forbidden"), "{}", ready(&hasty).body);
    assert_eq!(hasty.status()["addresses"], addresses, "no other listener: {}", hasty.stderr());
    hasty.wait_for_word("objects that cannot be read have expired");
    let source = hasty.status()["source"].clone();
    assert_eq!(source["refused"], true, "{source}");
    assert!(source["staleSeconds"].is_null(), "nothing old is served: {source}");
    std::thread::sleep(Duration::from_secs(15));
    assert_eq!(ready(&patient).status, 200, "it is believed for a minute");
    assert_eq!(patient.status()["source"]["refused"], true);

    permit(control_plane, &namespace, &user, true);
    for serving in [&patient, &hasty] {
        soon("the return", serving, || is_connected(serving) && ask(serving, OPEN).status == 200);
        // The table that brings the last kind back is in service a moment after its first routes.
        soon("readiness", serving, || ready(serving).status == 200);
    }
    assert_eq!(denied.stop().failed, Vec::<String>::new(), "{}", hasty.stderr());
    loads.expect_none_failed("rights away for 20 s", &patient);
    moves(control_plane, &namespace, &patient, SOON);
}

#[test]
fn storms_of_429_and_connections_that_fall_silent_fail_no_request() {
    let Some(world) = vendors(test_name!()) else { return };
    let control_plane = world.control_plane;
    let namespace = control_plane.namespace();
    control_plane.apply(&registry(&namespace));
    let user = control_plane.reader_without_secrets(&namespace);
    let between = Between::start(control_plane, &user);
    let serving = serve(&between.kubeconfig(), &["-n", &namespace]);
    let loads = Loads::start(&serving);
    between.busy(true);
    std::thread::sleep(Duration::from_secs(15));
    let asked = between.refused();
    between.busy(false);
    // Eight kinds, each after 1, 2, 4 and 5 s; and now and then what nobody reads.
    assert!((8..=80).contains(&asked), "{asked} requests in 15 s");
    soon("the return", &serving, || is_connected(&serving));
    moves(control_plane, &namespace, &serving, SOON);
    loads.expect_none_failed("429 for 15 s", &serving);

    let loads = Loads::start(&serving);
    between.silence();
    // The API server ends each watch within 60 s: after 75 s of silence the connection is given up.
    moves(control_plane, &namespace, &serving, Duration::from_secs(200));
    soon("the return", &serving, || is_connected(&serving));
    loads.expect_none_failed("half-open connections", &serving);
}

#[test]
fn a_certificate_that_expires_and_is_renewed_fails_no_request() {
    let Some(world) = vendors(test_name!()) else { return };
    let control_plane = world.control_plane;
    let namespace = control_plane.namespace();
    control_plane.apply(&registry(&namespace));
    drop(control_plane.reader_without_secrets(&namespace));
    let name = format!("reader-of-{namespace}");
    // Long enough for a start beside all other tests.
    let user = control_plane.kubeconfig_until(&name, Duration::from_secs(30));
    let serving = serve(&user, &["-n", &namespace]);
    let loads = Loads::start(&serving);
    // A watch that was begun with the old certificate goes on until the API server ends it.
    let said = || serving.status()["source"]["lastError"].as_str().unwrap_or_default().to_owned();
    let expired =
        poll(Duration::from_secs(180), || said().contains("401 Unauthorized").then_some(()));
    assert!(expired.is_some(), "it never expired: {}: {}", said(), serving.stderr());
    assert_eq!(ready(&serving).status, 200, "it is believed for a minute");
    control_plane.renew(&user, &name);
    soon("the return", &serving, || is_connected(&serving));
    moves(control_plane, &namespace, &serving, SOON);
    loads.expect_none_failed("an expired certificate", &serving);
}
