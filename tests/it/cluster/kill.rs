//! The kill switch in a real cluster: one annotation a kill on the Gateways, watched, applied one by one, and shut where it
//! cannot be read.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::rights::model;
use super::scope::user;
use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{ControlPlane, poll, test_name};
use crate::support::plain_http::chat;
use crate::support::serving::{Serving, is_optimised, timed_for};
use crate::support::worlds::{World, alone, vendors, worlds};

/// A change is in force within this time of the command's return, which an unoptimised program takes some times over.
fn bound() -> Duration {
    Duration::from_millis(if is_optimised() { 50 } else { 1000 })
}

/// A command about the Gateway of a namespace: the cluster is shared with other tests.
fn agw(kubeconfig: &Path, namespace: &str, arguments: &[&str]) -> Outcome {
    let mut command = timed_for(kubeconfig);
    command.args(arguments).args(["--gateway", &format!("{namespace}/edge")]);
    run(command, "")
}

fn serve(kubeconfig: &Path, more: &[&str]) -> Serving {
    let arguments = [&["--simulate", "--admin-port", "0"], more].concat();
    Serving::start(timed_for(kubeconfig), &arguments)
}

fn address(serving: &Serving, namespace: &str) -> SocketAddr {
    let own = json!(format!("{namespace}/edge"));
    let addresses = serving.said["addresses"].as_array().cloned().unwrap_or_default();
    let found = addresses.into_iter().find(|one| one["gateway"] == own).expect("our Gateway");
    let url = found["url"].as_str().and_then(|url| url.strip_prefix("http://"));
    url.and_then(|url| url.parse().ok()).expect("an address")
}

fn status(at: SocketAddr) -> u16 {
    chat(at, &[]).expect("a reply").status
}

fn becomes(at: SocketAddr, wanted: u16) -> Duration {
    let since = Instant::now();
    let met = poll(Duration::from_secs(20), || (status(at) == wanted).then(|| since.elapsed()));
    met.expect("the status in time")
}

/// The Gateway with who owns what of it, without what every write changes.
fn gateway(control_plane: &ControlPlane, namespace: &str) -> Value {
    let get = ["get", "gateway", "edge", "-n", namespace, "-o", "json", "--show-managed-fields"];
    let text = control_plane.kubectl(&get).expect_success();
    let mut gateway: Value = serde_json::from_str(&text).expect("JSON");
    gateway["metadata"]["resourceVersion"] = Value::Null;
    gateway
}

fn annotate(control_plane: &ControlPlane, namespace: &str, annotation: &str) {
    let annotate = ["annotate", "--overwrite", "gateway", "edge", "-n", namespace, annotation];
    control_plane.kubectl(&annotate).expect_success();
}

#[test]
fn a_kill_is_in_force_at_once_and_its_end_leaves_the_gateway_as_it_was() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        annotate(control_plane, &namespace, "example.com/owner=somebody else");
        let admin = control_plane.admin_kubeconfig();
        let before = gateway(control_plane, &namespace);
        let serving = serve(admin, &[]);
        let at = address(&serving, &namespace);
        assert_eq!(status(at), 200, "{name}: nobody ever killed anything");
        for _ in 0..2 {
            let killed = agw(admin, &namespace, &["kill", "model", "gpt-4o", "--reason", "a leak"]);
            assert_eq!(killed.code, Some(0), "{name}: {killed:?}");
            assert_eq!(killed.stdout, format!("model gpt-4o killed ({namespace}/edge)\n"));
            let took = becomes(at, 503);
            eprintln!("{name}: a kill is in force within {took:?}");
            assert!(took < bound(), "{name}: {took:?}");
            let other = agw(admin, &namespace, &["kill", "key", "ann", "--reason", "gone"]);
            assert_eq!(other.code, Some(0), "{name}: {other:?}");
            let ended = agw(admin, &namespace, &["resume", "key", "ann"]);
            assert_eq!(ended.code, Some(0), "{name}: {ended:?}");
            assert!(ended.stderr.contains("still killed: model gpt-4o"), "{name}: {ended:?}");
            assert_eq!(status(at), 503, "{name}");
            let again = serve(admin, &[]);
            assert_eq!(status(address(&again, &namespace)), 503, "{name}: after a restart");
            let resumed = agw(admin, &namespace, &["resume", "model", "gpt-4o"]);
            assert_eq!(resumed.code, Some(0), "{name}: {resumed:?}");
            // Its policy is deleted too, and the table without it is compiled.
            assert!(becomes(at, 200) < Duration::from_secs(5), "{name}");
            serving.wait_for_word("resume: model gpt-4o is served again at Gateway");
            assert!(!serving.stderr().contains("unknown: its record was removed"), "{name}");
            assert_eq!(gateway(control_plane, &namespace), before, "{name}");
        }
    }
}

#[test]
fn many_who_kill_at_the_same_time_do_not_overwrite_each_other() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let admin = control_plane.admin_kubeconfig();
        std::thread::scope(|scope| {
            for number in 0..6 {
                let namespace = &namespace;
                scope.spawn(move || {
                    let model = format!("m{number}");
                    let kill = ["kill", "model", &model, "--reason", "r"];
                    let killed = agw(admin, namespace, &kill);
                    assert_eq!(killed.code, Some(0), "{killed:?}");
                });
            }
        });
        let mut list = timed_for(admin);
        list.args(["kill", "list", "-o", "json"]);
        let listed: Value = serde_json::from_str(&run(list, "").stdout).expect("JSON");
        let own = json!(format!("{namespace}/edge"));
        let items = listed["items"].as_array().cloned().unwrap_or_default();
        let of_ours = items.iter().filter(|item| item["gateways"][0] == own);
        let names: Vec<_> = of_ours.filter_map(|item| item["name"].as_str()).collect();
        assert_eq!(names, ["m0", "m1", "m2", "m3", "m4", "m5"], "{name}: {listed}");
    }
}

#[test]
fn a_record_that_was_broken_by_hand_stops_its_gateway_until_it_is_gone() {
    for World { name, control_plane } in worlds(test_name!()) {
        let (namespace, other) = (control_plane.namespace(), control_plane.namespace());
        control_plane.apply(&model(&namespace));
        control_plane.apply(&model(&other));
        let admin = control_plane.admin_kubeconfig();
        let serving = serve(admin, &[]);
        let (at, there) = (address(&serving, &namespace), address(&serving, &other));
        annotate(control_plane, &namespace, "kill.kubectl-agw.dev/note=hello");
        becomes(at, 503);
        let reply = chat(at, &[]).expect("a reply");
        let mend = format!("annotate gateway -n {namespace} edge kill.kubectl-agw.dev/note-");
        assert!(reply.body.contains(&mend), "{name}: {reply:?}");
        assert_eq!(status(there), 200, "{name}: another Gateway");
        for (of, says) in [(&namespace, true), (&other, false)] {
            let mut status = timed_for(admin);
            status.args(["status", "-o", "json", "-n", of]);
            let status = run(status, "");
            let kills =
                serde_json::from_str::<Value>(&status.stdout).expect("JSON")["kills"].clone();
            assert_eq!(kills.to_string().contains("note-"), says, "{name} {of}: {kills}");
        }
        let again = serve(admin, &[]);
        assert_eq!(status(address(&again, &namespace)), 503, "{name}: after a restart");
        control_plane.kubectl(&mend.split(' ').collect::<Vec<_>>()).expect_success();
        becomes(at, 200);

        // What was a record before is one that `resume` ends, whoever owns it now.
        let before = gateway(control_plane, &namespace);
        let killed = agw(admin, &namespace, &["kill", "model", "gpt-4o", "--reason", "a leak"]);
        assert_eq!(killed.code, Some(0), "{name}: {killed:?}");
        let text = gateway(control_plane, &namespace)["metadata"]["annotations"].to_string();
        let key = text.split('"').find(|part| part.starts_with("kill.")).expect("a record");
        annotate(control_plane, &namespace, &format!("{key}=broken"));
        assert_eq!(agw(admin, &namespace, &["resume", "model", "gpt-4o"]).code, Some(0), "{name}");
        becomes(at, 200);
        assert_eq!(gateway(control_plane, &namespace), before, "{name}");
    }
}

#[test]
fn who_may_only_read_is_served_and_obeys_kills_without_another_right() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let reader = control_plane.reader_without_secrets(&namespace);
        let serving = serve(&reader, &[]);
        let at = address(&serving, &namespace);
        assert_eq!(status(at), 200, "{name}: {}", serving.stderr());
        let all = ["kill", "all", "--reason", "an audit"];
        let denied = agw(&reader, &namespace, &all);
        assert_eq!(denied.code, Some(3), "{name}: {denied:?}");
        for words in
            ["cannot patch", "grant get, list and patch on gateways.gateway.networking.k8s.io"]
        {
            assert!(denied.stderr.contains(words), "{name}: {words}: {denied:?}");
        }
        assert_eq!(status(at), 200, "{name}");
        let killed = agw(control_plane.admin_kubeconfig(), &namespace, &all);
        assert_eq!(killed.code, Some(0), "{name}: {killed:?}");
        assert!(becomes(at, 503) < bound(), "{name}");
        let again = serve(&reader, &[]);
        let reply = chat(address(&again, &namespace), &[]).expect("a reply");
        assert!(reply.body.contains("everything: an audit"), "{name}: {reply:?}");
    }
}

#[test]
fn who_has_rights_in_one_namespace_kills_at_its_gateways_only() {
    for World { name, control_plane } in worlds(test_name!()) {
        let (namespace, other) = (control_plane.namespace(), control_plane.namespace());
        control_plane.apply(&model(&namespace));
        control_plane.apply(&model(&other));
        let verbs = ["get", "list", "watch", "patch", "create", "delete"];
        let owner =
            user(control_plane, &format!("owner-{namespace}"), Some(&namespace), &verbs, &["*"]);
        let admin = control_plane.admin_kubeconfig();
        let drill = agw(admin, &namespace, &["kill", "all", "--drill"]).expect_success();
        assert!(drill.contains(&namespace) && !drill.contains(&other), "{name}: {drill}");
        let serving = serve(admin, &[]);
        let mut kill = timed_for(&owner);
        kill.args(["kill", "all", "--reason", "ours", "-n", &namespace]);
        let killed = run(kill, "");
        assert_eq!(killed.code, Some(0), "{name}: {killed:?}");
        let words = format!("only Gateways of namespace {namespace}");
        assert!(killed.stderr.contains(&words), "{name}: {killed:?}");
        let count = |namespace: &str| policies(control_plane, namespace).len();
        assert_eq!((count(&namespace), count(&other)), (1, 0), "{name}: {killed:?}");
        becomes(address(&serving, &namespace), 503);
        assert_eq!(status(address(&serving, &other)), 200, "{name}");
        let own = serve(&owner, &["-n", &namespace]);
        assert_eq!(status(address(&own, &namespace)), 503, "{name}");
        // Whoever may not write policies stops serve, and learns that agentgateway goes on.
        let few = ["get", "list", "watch", "patch"];
        let few = user(control_plane, &format!("few-{other}"), Some(&other), &few, &["*"]);
        let mut kill = timed_for(&few);
        kill.args(["kill", "all", "--reason", "theirs", "-n", &other]);
        let killed = run(kill, "");
        assert_eq!(killed.code, Some(3), "{name}: {killed:?}");
        assert!(killed.stderr.contains("not done in agentgateway"), "{name}: {killed:?}");
        becomes(address(&serving, &other), 503);
    }
}

/// What `list -n NAMESPACE -o json` says of the only model there, and the whole answer.
fn listed(kubeconfig: &Path, namespace: &str) -> (Value, Outcome) {
    let mut list = timed_for(kubeconfig);
    list.args(["list", "-n", namespace, "-o", "json"]);
    let listed = run(list, "");
    let page: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    (page["items"][0]["status"].clone(), listed)
}

#[test]
fn views_show_a_kill_of_their_gateway_and_who_may_not_read_it_gets_the_list_and_a_sentence() {
    for World { name, control_plane } in worlds(test_name!()) {
        let (namespace, other) = (control_plane.namespace(), control_plane.namespace());
        control_plane.apply(&model(&namespace));
        control_plane.apply(&model(&other));
        let admin = control_plane.admin_kubeconfig();
        let kill = ["kill", "provider", "openai", "--reason", "a leak", "--for", "2h"];
        assert_eq!(agw(admin, &namespace, &kill).code, Some(0), "{name}");
        let (status, _) = listed(admin, &namespace);
        assert_eq!(status["state"], "Killed", "{name}: {status}");
        let killed = &status["killed"];
        assert_eq!(
            (&killed["target"], &killed["reason"]),
            (&json!("provider openai"), &json!("a leak"))
        );
        assert!(killed["by"].as_str().expect("who").contains(", context "), "{name}: {killed}");
        assert!(killed["until"].is_string(), "{name}: {killed}");
        assert_eq!(listed(admin, &other).0["killed"], Value::Null, "{name}: another Gateway");

        let resources =
            ["agentgatewaybackends", "agentgatewaymodels", "agentgatewaypolicies", "httproutes"];
        let blind = format!("blind-{namespace}");
        let reader = user(control_plane, &blind, Some(&namespace), &["get", "list"], &resources);
        let (status, answer) = listed(&reader, &namespace);
        assert_eq!(status["killed"], Value::Null, "{name}: {status}");
        assert!(answer.stderr.contains("unknown what the kill switch stops"), "{name}: {answer:?}");

        assert_eq!(agw(admin, &namespace, &["resume", "provider", "openai"]).code, Some(0));
        annotate(control_plane, &namespace, "kill.kubectl-agw.dev/note=hello");
        let (status, answer) = listed(admin, &namespace);
        assert_eq!((&status["state"], &status["killed"]["by"]), (&json!("Killed"), &Value::Null));
        assert!(answer.stderr.contains("kill.kubectl-agw.dev/note-"), "{name}: {answer:?}");
        assert_eq!(answer.code, Some(1), "{name}");
    }
}

#[test]
fn who_may_not_read_the_gateways_any_more_serves_nothing_and_says_so() {
    // It takes a minute, so once suffices.
    if let Some(World { name, control_plane }) = vendors(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let reader = control_plane.reader_without_secrets(&namespace);
        let serving = serve(&reader, &["--give-up-after", "2s"]);
        let at = address(&serving, &namespace);
        assert_eq!(status(at), 200, "{name}: {}", serving.stderr());
        let delete = ["delete", "clusterrolebinding", &format!("reader-of-{namespace}")];
        control_plane.kubectl(&delete).expect_success();
        // A watch that is open outlives the right; a minute later the next one is refused.
        let shut = poll(Duration::from_secs(120), || {
            serving.stderr().contains("grant get, list and watch on gateways").then_some(())
        });
        assert!(shut.is_some(), "{name}: {}", serving.stderr());
        assert!(chat(at, &[]).map_or(true, |reply| reply.status == 503), "{name}");
    }
}

/// The policies by which agentgateway stops, of a namespace.
fn policies(control_plane: &ControlPlane, namespace: &str) -> Vec<Value> {
    let get = ["get", "agpol", "-n", namespace, "-l", "kill.kubectl-agw.dev/policy", "-o", "json"];
    let text = control_plane.kubectl(&get).expect_success();
    let list: Value = serde_json::from_str(&text).expect("JSON");
    list["items"].as_array().cloned().unwrap_or_default()
}

/// What others have written, without what a status changes.
fn written(control_plane: &ControlPlane, namespace: &str) -> Vec<Value> {
    let kinds = "gateways,httproutes,agentgatewaybackends,agentgatewaypolicies,secrets";
    let get = ["get", kinds, "-n", namespace, "-o", "json", "--show-managed-fields"];
    let list: Value =
        serde_json::from_str(&control_plane.kubectl(&get).expect_success()).expect("JSON");
    let mut items = list["items"].as_array().cloned().unwrap_or_default();
    items.iter_mut().for_each(|item| item["metadata"]["resourceVersion"] = Value::Null);
    items
}

#[test]
fn agentgateway_is_stopped_by_policies_that_go_with_the_kill() {
    // Of its own: whoever kills or resumes something else deletes the policies of records that are gone.
    if let Some(control_plane) = &alone(test_name!()) {
        let name = "agentgateway's CRDs";
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let admin = control_plane.admin_kubeconfig();
        let before = written(control_plane, &namespace);
        let own = |name: &str| format!("{namespace}/{name}");
        for (kind, subject, target) in [
            ("all", None, ("Gateway", "edge")),
            ("gateway", Some(own("edge")), ("Gateway", "edge")),
            ("key", Some("it's \"ann\"".to_owned()), ("Gateway", "edge")),
            ("route", Some(own("gpt")), ("HTTPRoute", "gpt")),
            ("backend", Some(own("gpt")), ("HTTPRoute", "gpt")),
            ("model", Some("gpt-4o".to_owned()), ("HTTPRoute", "gpt")),
            ("provider", Some("openai".to_owned()), ("HTTPRoute", "gpt")),
        ] {
            for _ in 0..2 {
                let words: Vec<_> =
                    [Some(kind), subject.as_deref()].into_iter().flatten().collect();
                let kill =
                    [&["kill"], &*words, &["--reason", "it's \"bad\"", "--for", "1h"]].concat();
                let killed = agw(admin, &namespace, &kill);
                assert_eq!(killed.code, Some(0), "{name}: {killed:?}");
                let [policy] = &*policies(control_plane, &namespace) else { panic!("{killed:?}") };
                let of = &policy["spec"]["targetRefs"][0];
                assert_eq!(
                    (&of["kind"], &of["name"]),
                    (&json!(target.0), &json!(target.1)),
                    "{policy}"
                );
                assert!(killed.stderr.contains("doesn't know when a kill expires"), "{killed:?}");
                // Without the record, serve does what agentgateway does: what the policy says.
                if kind != "key" {
                    let gone = format!("{}-", annotation(control_plane, &namespace));
                    annotate(control_plane, &namespace, &gone);
                    let serving = serve(admin, &[]);
                    let reply = chat(address(&serving, &namespace), &[]).expect("a reply");
                    let body = reply.body;
                    assert_eq!(reply.status, 503, "{name}: {body}");
                    let read: Value = serde_json::from_str(&body).expect("JSON");
                    let message = read["error"]["message"].as_str().expect("a message");
                    assert!(message.contains("it's \"bad\""), "{name}: {body}");
                    agw(admin, &namespace, &kill);
                }
                let resume = [&["resume"], &*words].concat();
                let resumed = agw(admin, &namespace, &resume);
                assert_eq!(resumed.code, Some(0), "{name}: {resumed:?}");
                assert!(resumed.stderr.contains("deleted"), "{name}: {resumed:?}");
                assert_eq!(written(control_plane, &namespace), before, "{name}: {kind}");
            }
        }
    }
}

/// The annotation of the only kill.
fn annotation(control_plane: &ControlPlane, namespace: &str) -> String {
    let gateway = gateway(control_plane, namespace);
    let all = gateway["metadata"]["annotations"].as_object().expect("annotations");
    all.keys().find(|key| key.starts_with("kill.kubectl-agw.dev/")).expect("a kill").clone()
}
