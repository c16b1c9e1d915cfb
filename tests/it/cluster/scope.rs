//! `serve` of users who may read little: some namespaces, without watching, without policies.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::control_plane::{ControlPlane, kubectl::run, poll, test_name};
use crate::support::plain_http::{Reply, get, post};
use crate::support::serving::{Serving, program_for};
use crate::support::worlds::{World, worlds};

/// A Gateway, a model and two routes to it, one of them denied by a policy.
fn registry(namespace: &str) -> Vec<Value> {
    let meta = |name: &str| json!({"name": name, "namespace": namespace});
    let route = |name: &str| {
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": meta(name),
            "spec": {"parentRefs": [{"name": "edge"}], "rules": [{
                "matches": [{"path": {"type": "PathPrefix", "value": format!("/{name}")}}],
                "backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "model"}]}]}})
    };
    vec![
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": meta("edge"),
            "spec": {"gatewayClassName": "agentgateway",
                "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}),
        json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": meta("model"),
            "spec": {"ai": {"provider": {"openai": {"model": "m"}}}}}),
        json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy", "metadata": meta("nobody"),
            "spec": {"targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "shut"}],
                "traffic": {"authorization": {"action": "Deny", "policy": {"matchExpressions": ["true"]}}}}}),
        route("open"),
        route("shut"),
    ]
}

fn apply(control_plane: &ControlPlane, items: Vec<Value>) {
    control_plane.apply(&json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string());
}

/// A user with these verbs on these resources, in one namespace or in all.
pub fn user(
    control_plane: &ControlPlane,
    name: &str,
    namespace: Option<&str>,
    verbs: &[&str],
    resources: &[&str],
) -> PathBuf {
    allow(control_plane, name, namespace, verbs, resources);
    let kubeconfig = control_plane.kubeconfig_for(name);
    let place = match namespace {
        Some(namespace) => vec!["-n", namespace],
        None => vec!["--all-namespaces"],
    };
    let question =
        [&["auth", "can-i", "list", "httproutes.gateway.networking.k8s.io"], place.as_slice()]
            .concat();
    let may = || control_plane.kubectl_as(&kubeconfig, &question, "", &[]).success();
    assert!(poll(Duration::from_secs(30), || may().then_some(())).is_some(), "no effect: {name}");
    kubeconfig
}

/// Lets a user do that.
fn allow(
    control_plane: &ControlPlane,
    name: &str,
    namespace: Option<&str>,
    verbs: &[&str],
    resources: &[&str],
) {
    let group = "rbac.authorization.k8s.io";
    let (role, binding) = match namespace {
        Some(_) => ("Role", "RoleBinding"),
        None => ("ClusterRole", "ClusterRoleBinding"),
    };
    let meta = match namespace {
        Some(namespace) => json!({"name": name, "namespace": namespace}),
        None => json!({"name": name}),
    };
    let groups = ["agentgateway.dev", "gateway.networking.k8s.io"];
    apply(
        control_plane,
        vec![
            json!({"apiVersion": format!("{group}/v1"), "kind": role, "metadata": meta,
            "rules": [{"apiGroups": groups, "resources": resources, "verbs": verbs}]}),
            json!({"apiVersion": format!("{group}/v1"), "kind": binding, "metadata": meta,
            "roleRef": {"apiGroup": group, "kind": role, "name": name},
            "subjects": [{"apiGroup": group, "kind": "User", "name": name}]}),
        ],
    );
}

const READS: [&str; 3] = ["get", "list", "watch"];
const ALWAYS: [&str; 4] = ["--simulate", "--no-access-log", "--admin-port", "0"];

fn serve(kubeconfig: &std::path::Path, arguments: &[&str]) -> Serving {
    Serving::start(program_for(kubeconfig), &[&ALWAYS, arguments].concat())
}

/// A request to a route of this namespace's Gateway.
fn ask(serving: &Serving, namespace: &str, route: &str) -> Reply {
    let addresses = serving.status()["addresses"].as_array().cloned().unwrap_or_default();
    let own = json!(format!("{namespace}/edge"));
    let address = addresses.into_iter().find(|one| one["gateway"] == own).expect("our Gateway");
    let address =
        address["address"].as_str().and_then(|text| text.parse().ok()).expect("an address");
    let path = format!("/{route}/v1/chat/completions");
    post(address, &path, &[], r#"{"model":"m","messages":[{"role":"user","content":"hello"}]}"#)
        .expect("a reply")
}

fn ready(serving: &Serving) -> Reply {
    let admin = serving.said["admin"].as_str().expect("an admin address");
    get(admin.trim_start_matches("http://").parse().expect("an address"), "/readyz")
        .expect("a reply")
}

#[test]
fn some_namespaces_are_served_with_roles_in_them_and_nothing_else() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let (own, other) = (control_plane.namespace(), control_plane.namespace());
        apply(control_plane, registry(&own));
        let mut astray = registry(&own).pop().expect("a route");
        astray["metadata"]["name"] = "astray".into();
        astray["spec"]["parentRefs"] = json!([{"name": "edge", "namespace": other}]);
        apply(control_plane, registry(&other).into_iter().chain([astray]).collect());
        let kubeconfig = user(control_plane, &format!("only-{own}"), Some(&own), &READS, &["*"]);
        let serving = serve(&kubeconfig, &["-n", &own]);
        let (open, shut) = (ask(&serving, &own, "open"), ask(&serving, &own, "shut"));
        assert_eq!((open.status, shut.status), (200, 403), "{world}: {}", serving.stderr());
        assert_eq!(serving.status()["addresses"].as_array().map(Vec::len), Some(1), "{world}");
        assert_eq!(serving.status()["namespaces"], json!([own]), "{world}");
        assert_eq!(ready(&serving).status, 200, "{world}: {}", serving.stderr());
        let said = format!(
            "HTTPRoute {own}/astray: its Gateway {other}/edge was not read: \
             gateways.gateway.networking.k8s.io in namespace {other} are not read: add `-n {other}` to read \
             them"
        );
        assert!(serving.said["leftOut"].to_string().contains(&said), "{world}: {:#}", serving.said);

        // With another namespace, of which nothing may be read, that one is refused and said.
        let both = serve(&kubeconfig, &["-n", &own, "-n", &other]);
        assert_eq!(ask(&both, &own, "open").status, 200, "{world}: {}", both.stderr());
        let words = format!(
            "cannot list resource \\\"gateways\\\" in API group \\\"gateway.networking.k8s.io\\\" in the namespace \\\"{other}\\\""
        );
        assert!(both.said["leftOut"].to_string().contains(&words), "{world}: {:#}", both.said);
        assert_eq!(ready(&both).status, 503, "{world}");

        // And the admin reads both.
        let both = serve(control_plane.admin_kubeconfig(), &["-n", &own, "-n", &other]);
        assert_eq!(both.status()["addresses"].as_array().map(Vec::len), Some(2), "{world}");
        let mut absent = program_for(control_plane.admin_kubeconfig());
        absent.args(["serve", "--simulate", "-n", "absent"]);
        let absent = run(absent, "");
        assert_eq!(absent.code, Some(2), "{world}: {absent:?}");
        assert!(absent.stderr.contains("namespace absent not found"), "{world}: {absent:?}");
    }
}

#[test]
fn who_may_not_watch_is_served_what_is_listed_every_few_seconds() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        apply(control_plane, registry(&namespace));
        let verbs = ["get", "list"];
        let kubeconfig =
            user(control_plane, &format!("lists-{namespace}"), Some(&namespace), &verbs, &["*"]);
        let serving = serve(&kubeconfig, &["-n", &namespace]);
        serving.wait_for_word("note: listed every few seconds instead of watched: ");
        let reply = || ask(&serving, &namespace, "open").status;
        assert_eq!(reply(), 200, "{world}");
        std::thread::sleep(Duration::from_secs(8));
        assert!(!serving.stderr().contains("routes changed"), "{world}: {}", serving.stderr());
        let arguments = ["delete", "httproute", "open", "-n", &namespace];
        control_plane.kubectl(&arguments).expect_success();
        let gone = poll(Duration::from_secs(10), || (reply() == 404).then_some(()));
        assert!(gone.is_some(), "{world}: {}", serving.stderr());
        assert_eq!(serving.stderr().matches("routes changed").count(), 1, "{world}");
        assert_eq!(serving.status()["source"]["connected"], true, "{world}");
    }
}

#[test]
fn without_the_right_to_read_policies_every_route_is_refused_unless_that_is_wanted() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        apply(control_plane, registry(&namespace));
        let resources = [
            "gateways",
            "httproutes",
            "referencegrants",
            "listenersets",
            "agentgatewaybackends",
            "agentgatewaymodels",
        ];
        let kubeconfig =
            user(control_plane, &format!("guards-{namespace}"), None, &READS, &resources);
        let serving = serve(&kubeconfig, &[]);
        for route in ["open", "shut"] {
            let reply = ask(&serving, &namespace, route);
            let right =
                "no permission to list agentgatewaypolicies.agentgateway.dev at the cluster scope";
            assert!(reply.status == 503 && reply.body.contains(right), "{world}: {reply:?}");
        }
        assert_eq!(ready(&serving).status, 503, "{world}");
        assert!(serving.status()["notReady"].is_string(), "{world}");
        let words = "try: kubectl agw serve --simulate --no-access-log --admin-port 0 --port 0 -o json --without-policies\n";
        serving.wait_for_word(words);
        let without = serve(&kubeconfig, &["--without-policies"]);
        assert_eq!(ask(&without, &namespace, "open").status, 200, "{world}: {}", without.stderr());
        assert_eq!(ready(&without).status, 200, "{world}");
        assert!(
            without.stderr().contains("policies that cannot be read are not enforced"),
            "{world}"
        );
        assert_eq!(without.status()["withoutPolicies"], true, "{world}");
        let rejections = without.status()["rejections"].to_string();
        assert!(
            rejections.contains("served without them (--without-policies)"),
            "{world}: {rejections}"
        );
    }
}

#[test]
fn no_other_route_answers_for_routes_that_may_not_be_read() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let (own, other) = (control_plane.namespace(), control_plane.namespace());
        let mut objects = registry(&own);
        objects[0]["spec"]["listeners"][0]["allowedRoutes"] =
            json!({"namespaces": {"from": "All"}});
        // The default route, which takes what no other route does.
        objects[3]["spec"]["rules"][0]["matches"] =
            json!([{"path": {"type": "PathPrefix", "value": "/"}}]);
        apply(control_plane, objects);
        let mut guarded = registry(&other);
        guarded[4]["spec"]["parentRefs"] = json!([{"name": "edge", "namespace": own}]);
        guarded.remove(3);
        guarded.remove(0);
        apply(control_plane, guarded);
        let name = format!("hidden-{own}");
        let but_routes = [
            "gateways",
            "referencegrants",
            "listenersets",
            "backendtlspolicies",
            "agentgatewaybackends",
            "agentgatewaymodels",
            "agentgatewaypolicies",
        ];
        allow(control_plane, &name, Some(&other), &READS, &but_routes);
        let kubeconfig = user(control_plane, &name, Some(&own), &READS, &["*"]);
        let both: [&str; 4] = ["-n", &own, "-n", &other];
        for extra in [&[][..], &["--without-policies"]] {
            let serving = serve(&kubeconfig, &[&both, extra].concat());
            let reply = ask(&serving, &own, "shut");
            let right = format!(
                "no permission to list httproutes.gateway.networking.k8s.io in namespace {other}"
            );
            assert!(reply.status == 503 && reply.body.contains(&right), "{world}: {reply:?}");
            assert_eq!(ready(&serving).status, 503, "{world}");
        }
        // Who reads the one namespace only is told that others may answer in the cluster.
        let alone = serve(&kubeconfig, &["-n", &own]);
        assert_eq!(ask(&alone, &own, "open").status, 200, "{world}: {}", alone.stderr());
        let words = "listener http accepts routes in other namespaces, which are not read (-n)";
        assert!(alone.said["leftOut"].to_string().contains(words), "{world}: {:#}", alone.said);
        // And once the routes may be read, they are served.
        let serving = serve(&kubeconfig, &both);
        let all = [&but_routes[..], &["httproutes"]].concat();
        allow(control_plane, &name, Some(&other), &READS, &all);
        let served = || (ask(&serving, &own, "shut").status == 403).then_some(());
        let served = poll(Duration::from_secs(30), served);
        assert!(served.is_some(), "{world}: {}", serving.stderr());
    }
}

#[test]
fn who_may_read_one_namespace_or_none_is_told_what_to_try() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        apply(control_plane, registry(&namespace));
        let kubeconfig =
            user(control_plane, &format!("one-{namespace}"), Some(&namespace), &READS, &["*"]);
        let serving = serve(&kubeconfig, &[]);
        let start =
            "try: kubectl agw serve --simulate --no-access-log --admin-port 0 --port 0 -o json -n";
        serving.wait_for_word(&format!("{start} NAMESPACE "));
        let set = ["config", "set-context", "--current", "--namespace", &namespace];
        control_plane.kubectl_as(&kubeconfig, &set, "", &[]).expect_success();
        let serving = serve(&kubeconfig, &[]);
        let line = format!("{start} {namespace}\n");
        serving.wait_for_word(&line);
        let followed = serve(&kubeconfig, &["-n", &namespace]);
        assert_eq!(ask(&followed, &namespace, "open").status, 200, "{world}");

        let mut program = program_for(&control_plane.kubeconfig_for(&format!("none-{namespace}")));
        program.args(["serve", "--simulate", "--admin-port", "0", "--", "true"]);
        let ended = run(program, "");
        assert_eq!(ended.code, Some(3), "{world}: {ended:?}");
        let words = "no listener could be read: Gateway: no permission to list gateways";
        assert!(ended.stderr.contains(words), "{world}: {ended:?}");
    }
}
