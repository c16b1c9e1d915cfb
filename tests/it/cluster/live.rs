//! Changes in the cluster while requests run.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::control_plane::{ControlPlane, poll, test_name};
use crate::support::plain_http::chat;
use crate::support::serving::{Serving, is_optimised, program_for, timed_for};
use crate::support::worlds::{World, worlds};

/// A change is live within this time, which an unoptimised program takes a few times over.
fn bound() -> Duration {
    Duration::from_millis(if is_optimised() { 100 } else { 400 })
}

/// Within this time a moment must come in which other tests leave the machine alone.
const QUIET_WITHIN: Duration = Duration::from_secs(240);

fn registry(namespace: &str) -> String {
    let backend = |name: &str| {
        format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
             metadata: {{name: {name}, namespace: {namespace}}}\nspec: {{ai: {{provider: {{openai: {{model: {name}}}}}}}}}\n---\n"
        )
    };
    let route = |name: &str, matches: &str| {
        format!(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n\
             metadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  parentRefs: [{{name: edge}}]\n  rules:\n  - \
             backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: {name}}}]\n{matches}---\n"
        )
    };
    let gateway = format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: edge, namespace: {namespace}}}\n\
         spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {{name: http, port: 80, protocol: HTTP}}\n---\n"
    );
    let header = "    matches: [{headers: [{name: X-Model-Tier, value: smart}]}]\n";
    [gateway, backend("plain"), backend("smart"), route("plain", ""), route("smart", header)]
        .concat()
}

/// The model that answers a request with this tier.
fn model(serving: &Serving, gateway: usize, tier: &str) -> Result<String, String> {
    let url = serving.said["addresses"][gateway]["url"].as_str().unwrap_or_default();
    let address =
        url.trim_start_matches("http://").parse().map_err(|_| format!("no URL: {url}"))?;
    let reply = chat(address, &[("X-Model-Tier", tier)]).map_err(|error| error.to_string())?;
    match reply.status {
        200 => Ok(reply.header("x-agw-model").unwrap_or_default().to_owned()),
        status => Err(format!("{status} {}", reply.body)),
    }
}

#[test]
fn a_patched_header_moves_traffic_without_a_failed_request() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&registry(&namespace));
        let serving = Serving::start(
            timed_for(control_plane.admin_kubeconfig()),
            &["--simulate", "--no-access-log"],
        );
        let addresses = serving.said["addresses"].as_array().expect("addresses");
        let own = format!("{namespace}/edge");
        let gateway = addresses.iter().position(|one| one["gateway"] == own).expect("our Gateway");
        assert_eq!(model(&serving, gateway, "smart"), Ok("smart".into()), "{name}");
        assert_eq!(model(&serving, gateway, "clever"), Ok("plain".into()), "{name}");

        let (stop, sent) = (AtomicBool::new(false), AtomicU32::new(0));
        let (failed, took) = std::thread::scope(|scope| {
            let client = scope.spawn(|| {
                let mut failed = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    failed.extend(model(&serving, gateway, "smart").err());
                    failed.extend(model(&serving, gateway, "clever").err());
                    sent.fetch_add(2, Ordering::Relaxed);
                }
                failed
            });
            // The best of many: other tests load the machine and the API server, and what is measured is the proxy.
            let mut best = None;
            let began = Instant::now();
            for (value, other) in [("clever", "smart"), ("smart", "clever")].into_iter().cycle() {
                if began.elapsed() > QUIET_WITHIN {
                    break;
                }
                let took = moved(control_plane, &namespace, value, || {
                    let now = [value, other].map(|tier| model(&serving, gateway, tier));
                    now == [Ok("smart".into()), Ok("plain".into())]
                });
                best = took.min(best.or(took));
                if best.is_none_or(|best| best <= bound()) {
                    break;
                }
            }
            // The client goes on for a while under the new table.
            let goal = sent.load(Ordering::Relaxed) + 50;
            poll(Duration::from_secs(10), || (sent.load(Ordering::Relaxed) > goal).then_some(()));
            stop.store(true, Ordering::Relaxed);
            (client.join().expect("the client ends"), best)
        });
        assert_eq!(failed, Vec::<String>::new(), "{name}");
        assert!(took.is_some_and(|took| took <= bound()), "{name}: live after {took:?}");
    }
}

/// Moves the header of route `smart` to this value; the time from kubectl's return until `there`, if it ever was.
fn moved(
    control_plane: &ControlPlane,
    namespace: &str,
    value: &str,
    there: impl FnMut() -> bool,
) -> Option<Duration> {
    let patch = format!(
        r#"[{{"op":"replace","path":"/spec/rules/0/matches/0/headers/0/value","value":"{value}"}}]"#
    );
    let arguments = ["patch", "httproute", "smart", "-n", namespace, "--type=json", "-p", &patch];
    control_plane.kubectl(&arguments).expect_success();
    let patched = Instant::now();
    poll_quickly(there).then(|| patched.elapsed())
}

fn poll_quickly(mut probe: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if probe() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    false
}

#[test]
fn an_api_server_that_goes_away_leaves_the_last_routes_in_service() {
    let Some(own) = crate::support::worlds::alone(test_name!()) else { return };
    let namespace = own.namespace();
    own.apply(&registry(&namespace));
    let serving =
        Serving::start(program_for(own.admin_kubeconfig()), &["--simulate", "--no-access-log"]);
    own.apiserver_stop();
    serving.wait_for_word("the cluster is unreachable; still serving the routes of ");
    assert_eq!(model(&serving, 0, "smart"), Ok("smart".into()));
    let source = || serving.status()["source"].clone();
    let lost = source();
    assert_eq!(lost["connected"], false, "{lost}");
    let stale = |source: &Value| source["staleSeconds"].as_u64().expect("an age");
    assert!(lost["lastHeard"].is_string(), "{lost}");
    serving.wait_for_word("the cluster is still unreachable; still serving the routes of ");
    assert!(stale(&source()) >= stale(&lost) + 5, "the routes grow older");
    assert!(serving.stderr().contains("s old): "), "{}", serving.stderr());
    own.apiserver_start();
    serving.wait_for_word("the cluster is reachable again after ");
    let back = source();
    assert_eq!((&back["connected"], &back["lastHeard"]), (&true.into(), &Value::Null), "{back}");
    let patch =
        r#"[{"op":"replace","path":"/spec/rules/0/matches/0/headers/0/value","value":"clever"}]"#;
    own.kubectl(&["patch", "httproute", "smart", "-n", &namespace, "--type=json", "-p", patch])
        .expect_success();
    let moved = poll_quickly(|| model(&serving, 0, "clever") == Ok("smart".into()));
    assert!(moved, "{}", serving.stderr());
}

#[test]
fn what_there_is_in_the_cluster_that_nobody_reads_is_said() {
    let Some(world) = crate::support::worlds::vendors(test_name!()) else { return };
    let control_plane = world.control_plane;
    let namespace = control_plane.namespace();
    let meta = format!("metadata: {{name: unread, namespace: {namespace}}}");
    control_plane.apply(&format!(
        "{}apiVersion: gateway.networking.k8s.io/v1\nkind: GRPCRoute\n{meta}\n\
         spec: {{parentRefs: [{{name: edge}}]}}\n",
        registry(&namespace)
    ));
    let serving = Serving::start(
        program_for(control_plane.admin_kubeconfig()),
        &["--simulate", "--no-access-log"],
    );
    let problems = serving.status()["problems"].to_string();
    let words = "unknown kind GRPCRoute of gateway.networking.k8s.io/v1 (ignored)";
    assert!(serving.stderr().contains(words), "{}", serving.stderr());
    assert!(problems.contains(words), "{problems}");
}
