//! Changes of every kind in the cluster while 500 requests a second run, and the API server's death in between.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use kube::api::{Api, ApiResource, DynamicObject, GroupVersionKind, Patch, PatchParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::control_plane::{ControlPlane, poll, test_name};
use crate::support::load::{Load, echo};
use crate::support::plain_http::{get, post};
use crate::support::serving::{Serving, program_for};

/// A change is live within this time of the API server's answer.
const LIVE: Duration = Duration::from_millis(100);
/// Each change is made at least so often; what is asked for is its best, and that in one pass half of them are in time.
const AT_LEAST: usize = 3;
/// Other tests load the machine, and what is measured is the proxy: so long it may take until it was quiet once.
const QUIET_WITHIN: Duration = Duration::from_secs(240);
/// Requests a second.
const PACE: u32 = 500;

/// The namespace of nearly everything, and the other one.
const HERE: &str = "live";
const FAR: &str = "far";

const GATEWAY_API: &str = "gateway.networking.k8s.io/v1";
const AGENTGATEWAY: &str = "agentgateway.dev/v1alpha1";

#[test]
fn changes_of_every_kind_are_live_at_once_and_fail_no_request() {
    let Some(control_plane) = crate::support::worlds::alone(test_name!()) else { return };
    let world = World::start(&control_plane);
    let load = Load::start(world.gateway("steady").expect("served"), "/steady", PACE);
    let mut before = Passes::default();
    before.run(&world);

    control_plane.apiserver_stop();
    world.serving.wait_for_word("still serving the routes");
    assert_eq!(world.seen("/steady"), "200 plain");
    control_plane.apiserver_start();
    world.serving.wait_for_word("the cluster is reachable again");
    let mut after = Passes::default();
    after.run(&world);

    let outcome = load.stop();
    assert_eq!(outcome.failed, Vec::<String>::new(), "of {}: {}", outcome.sent, world.said());
    let pace = outcome.sent as f64 / outcome.took.as_secs_f64();
    assert!(pace > f64::from(PACE) * 0.8, "only {pace:.0} requests a second were sent");
    before.judge("before the restart");
    after.judge("after the restart");
}

/// How long each change took, pass by pass.
#[derive(Default)]
struct Passes {
    taken: Vec<Vec<(&'static str, Duration)>>,
}

impl Passes {
    /// Takes all steps at least [`AT_LEAST`] times, and again while the machine is too busy to tell.
    fn run(&mut self, world: &World) {
        let began = Instant::now();
        while self.taken.len() < AT_LEAST
            || !self.late().is_empty() && began.elapsed() < QUIET_WITHIN
        {
            self.taken.push(steps().iter().map(|step| (step.what, world.take(step))).collect());
        }
    }

    /// The changes that were never live in time, with their best; and all of them where no pass had its half in time.
    fn late(&self) -> Vec<(&'static str, Duration)> {
        let Some(first) = self.taken.first() else { return Vec::new() };
        let best = (0..first.len()).map(|at| {
            let times = self.taken.iter().map(|pass| pass[at].1);
            (first[at].0, times.min().unwrap_or_default())
        });
        let best: Vec<_> = best.collect();
        match self.medians().min().is_some_and(|median| median <= LIVE) {
            true => best.into_iter().filter(|(_, took)| *took > LIVE).collect(),
            false => best,
        }
    }

    fn medians(&self) -> impl Iterator<Item = Duration> {
        self.taken.iter().map(|pass| {
            let mut times: Vec<_> = pass.iter().map(|(_, took)| *took).collect();
            times.sort();
            times[times.len() / 2]
        })
    }

    fn judge(&self, when: &str) {
        let worst = self.taken.iter().flatten().max_by_key(|(_, took)| *took);
        let medians: Vec<_> = self.medians().collect();
        let all: Vec<_> = self.taken.iter().flatten().collect();
        let over: Vec<_> = all.iter().filter(|(_, took)| *took > LIVE).collect();
        let _ = writeln!(
            std::io::stdout(),
            "{when}: medians {medians:?}, the worst {worst:?}; {} of {} took longer than {LIVE:?}: {over:?}",
            over.len(),
            all.len()
        );
        let late = self.late();
        assert!(late.is_empty(), "{when}, live too late: {late:?}; medians {medians:?}");
    }
}

/// One change and what shows that it is live.
struct Step {
    what: &'static str,
    act: Act,
    path: &'static str,
    sees: &'static str,
}

enum Act {
    Create(Value),
    Patch(&'static str, &'static str, &'static str, Value),
    Delete(&'static str, &'static str, &'static str),
}

/// The Gateway that comes and goes. A path that does not begin with a slash begins with what is asked, a Gateway or a
/// ListenerSet, instead of the steady one.
const EXTRA: &str = "extra";

type Named = (&'static str, &'static str, &'static str);

fn create(what: &'static str, object: Value, path: &'static str, sees: &'static str) -> Step {
    Step { what, act: Act::Create(object), path, sees }
}

fn patch(
    what: &'static str,
    (api, kind, name): Named,
    to: Value,
    path: &'static str,
    sees: &'static str,
) -> Step {
    Step { what, act: Act::Patch(api, kind, name, to), path, sees }
}

fn delete(
    what: &'static str,
    (api, kind, name): Named,
    path: &'static str,
    sees: &'static str,
) -> Step {
    Step { what, act: Act::Delete(api, kind, name), path, sees }
}

/// Every kind created, changed and deleted; at the end all is as it was.
fn steps() -> Vec<Step> {
    let mut steps = of_models();
    steps.extend(of_grants_and_services());
    steps.extend(of_trust());
    steps.extend(of_policies_and_gateways());
    steps.extend(of_listener_sets_namespaces_and_router());
    steps
}

/// HTTPRoute, AgentgatewayBackend and Secret.
fn of_models() -> Vec<Step> {
    let new = (GATEWAY_API, "HTTPRoute", "new");
    let made = (AGENTGATEWAY, "AgentgatewayBackend", "made");
    let key = ("v1", "Secret", "key");
    vec![
        create(
            "HTTPRoute created",
            routed("new", "steady", "/new", &to_backend("plain")),
            "/new",
            "200 plain",
        ),
        patch(
            "HTTPRoute patched",
            new,
            json!({"spec": {"rules": [rule("/new", &to_backend("other"))]}}),
            "/new",
            "200 other",
        ),
        delete("HTTPRoute deleted", new, "/new", "404"),
        create("AgentgatewayBackend created", model("made", "made", None), "/made", "200 made"),
        patch(
            "AgentgatewayBackend patched",
            made,
            json!({"spec": {"ai": {"provider": {"openai": {"model": "changed"}}}}}),
            "/made",
            "200 changed",
        ),
        delete("AgentgatewayBackend deleted", made, "/made", "500"),
        create(
            "Secret created",
            object("v1", "Secret", "key", json!({"stringData": {"Authorization": "k1"}})),
            "/kept",
            "200 kept Bearer k1",
        ),
        patch(
            "Secret patched",
            key,
            json!({"stringData": {"Authorization": "k2"}}),
            "/kept",
            "200 kept Bearer k2",
        ),
        delete("Secret deleted", key, "/kept", "500"),
    ]
}

/// ReferenceGrant and Service.
fn of_grants_and_services() -> Vec<Step> {
    let api = "gateway.networking.k8s.io/v1beta1";
    let granted = (api, "ReferenceGrant", "granted");
    let service = ("v1", "Service", "service");
    let to =
        |name| json!([{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": name}]);
    let grants = |name| json!({"spec": {"to": to(name)}});
    let grant = json!({"to": to("far"), "from": [{"group": "gateway.networking.k8s.io",
        "kind": "HTTPRoute", "namespace": HERE}]});
    let port =
        |port: u16| json!({"spec": {"ports": [{"name": "http", "port": port, "targetPort": 80}]}});
    vec![
        create(
            "ReferenceGrant created",
            object(api, "ReferenceGrant", "granted", json!({"spec": grant})),
            "/far",
            "200 far",
        ),
        patch("ReferenceGrant patched", granted, grants("nobody"), "/far", "500"),
        patch("ReferenceGrant patched back", granted, grants("far"), "/far", "200 far"),
        delete("ReferenceGrant deleted", granted, "/far", "500"),
        create(
            "Service created",
            object("v1", "Service", "service", port(80)),
            "/service",
            "200 any",
        ),
        patch("Service patched", service, port(81), "/service", "503"),
        patch("Service patched back", service, port(80), "/service", "200 any"),
        delete("Service deleted", service, "/service", "500"),
    ]
}

/// What a request hears where nobody's certificate would be believed, and where the upstream has none to show.
const NOBODY: &str = "503 upstream call failed: Connect: invalid peer certificate";
const NO_TLS: &str = "503 upstream call failed: Connect: tls handshake eof";

/// BackendTLSPolicy and the ConfigMap of its authority.
fn of_trust() -> Vec<Step> {
    let sealing = (GATEWAY_API, "BackendTLSPolicy", "sealing");
    let map = ("v1", "ConfigMap", "authority");
    let target = |name| json!({"targetRefs": [{"group": "", "kind": "Service", "name": name}]});
    let mut spec = target("sealed");
    spec["validation"] = json!({"hostname": "sealed.test", "caCertificateRefs":
        [{"group": "", "kind": "ConfigMap", "name": "authority"}]});
    let authority = |text: &str| json!({"data": {"ca.crt": text}});
    let own = rcgen::generate_simple_self_signed(["sealed.test".to_owned()]);
    let pem = own.expect("a certificate").cert.pem();
    let policy = object(GATEWAY_API, "BackendTLSPolicy", "sealing", json!({"spec": spec}));
    let config_map = object("v1", "ConfigMap", "authority", authority(&pem));
    vec![
        create("BackendTLSPolicy created", policy, "/sealed", NOBODY),
        create("ConfigMap created", config_map, "/sealed", NO_TLS),
        patch("ConfigMap patched", map, authority("none"), "/sealed", NOBODY),
        patch("ConfigMap patched back", map, authority(&pem), "/sealed", NO_TLS),
        delete("ConfigMap deleted", map, "/sealed", NOBODY),
        patch(
            "BackendTLSPolicy patched",
            sealing,
            json!({"spec": target("nobody")}),
            "/sealed",
            "200 any",
        ),
        patch(
            "BackendTLSPolicy patched back",
            sealing,
            json!({"spec": target("sealed")}),
            "/sealed",
            NOBODY,
        ),
        delete("BackendTLSPolicy deleted", sealing, "/sealed", "200 any"),
    ]
}

/// AgentgatewayPolicy and Gateway.
fn of_policies_and_gateways() -> Vec<Step> {
    let policy = (AGENTGATEWAY, "AgentgatewayPolicy", "ruling");
    let extra = (GATEWAY_API, "Gateway", EXTRA);
    let target = |name| {
        json!({"spec": {"targetRefs": [{"group": "gateway.networking.k8s.io",
        "kind": "HTTPRoute", "name": name}]}})
    };
    let listener =
        |host: Value| json!({"name": "http", "port": 80, "protocol": "HTTP", "hostname": host});
    vec![
        create("AgentgatewayPolicy created", ruling(&target("ruled")), "/ruled", "501"),
        patch("AgentgatewayPolicy patched", policy, target("nobody"), "/ruled", "200 plain"),
        patch("AgentgatewayPolicy patched back", policy, target("ruled"), "/ruled", "501"),
        delete("AgentgatewayPolicy deleted", policy, "/ruled", "200 plain"),
        create("Gateway created", gateway(EXTRA), EXTRA, "200 plain"),
        patch(
            "Gateway patched",
            extra,
            json!({"spec": {"listeners": [listener(json!("b.test"))]}}),
            EXTRA,
            "404",
        ),
        delete("Gateway deleted", extra, EXTRA, "none"),
    ]
}

/// ListenerSet, Namespace by its labels, and AgentgatewayModel.
fn of_listener_sets_namespaces_and_router() -> Vec<Step> {
    let set = (GATEWAY_API, "ListenerSet", "set");
    let far = ("v1", "Namespace", FAR);
    let asked = (AGENTGATEWAY, "AgentgatewayModel", "asked");
    let listener =
        |host: Value| json!({"name": "own", "port": 8082, "protocol": "HTTP", "hostname": host});
    let label = |value: Value| json!({"metadata": {"labels": {"team": value}}});
    let router = "router/v1/chat/completions";
    vec![
        create(
            "ListenerSet created",
            object(
                GATEWAY_API,
                "ListenerSet",
                "set",
                json!({"spec": {
                "parentRef": {"name": "steady"}, "listeners": [listener(Value::Null)]}}),
            ),
            "set",
            "200 plain",
        ),
        patch(
            "ListenerSet patched",
            set,
            json!({"spec": {"listeners": [listener(json!("b.test"))]}}),
            "set",
            "404",
        ),
        delete("ListenerSet deleted", set, "set", "none"),
        patch("Namespace labelled", far, label(json!("live")), "chosen", "200 far"),
        patch("Namespace labelled otherwise", far, label(Value::Null), "chosen", "404"),
        create(
            "AgentgatewayModel created",
            object(
                AGENTGATEWAY,
                "AgentgatewayModel",
                "asked",
                json!({"spec": {
                "parentRefs": [{"name": "router"}], "match": {"model": "any"},
                "provider": "OpenAI", "baseURL": "http://model.test/v1"}}),
            ),
            router,
            "200 any",
        ),
        patch(
            "AgentgatewayModel patched",
            asked,
            json!({"spec": {"match": {"model": "another"}}}),
            router,
            "404",
        ),
        patch(
            "AgentgatewayModel patched back",
            asked,
            json!({"spec": {"match": {"model": "any"}}}),
            router,
            "200 any",
        ),
        delete("AgentgatewayModel deleted", asked, router, "404"),
    ]
}

fn object(api: &str, kind: &str, name: &str, more: Value) -> Value {
    let namespace = if kind == "ReferenceGrant" { FAR } else { HERE };
    let mut object = json!({"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": namespace}});
    let fields = more.as_object().expect("an object").clone();
    object.as_object_mut().expect("an object").extend(fields);
    object
}

fn gateway(name: &str) -> Value {
    let listener = json!({"name": "http", "port": 80, "protocol": "HTTP"});
    let spec = json!({"gatewayClassName": "agentgateway", "listeners": [listener]});
    object(GATEWAY_API, "Gateway", name, json!({"spec": spec}))
}

/// A Gateway with one listener of its own kind.
fn gateway_with(name: &str, allowed_routes: &Value) -> Value {
    let mut gateway = gateway(name);
    gateway["spec"]["listeners"][0]["allowedRoutes"] = allowed_routes.clone();
    gateway
}

fn routed(name: &str, gateway: &str, path: &str, to: &Value) -> Value {
    let spec = json!({"parentRefs": [{"name": gateway}], "rules": [rule(path, to)]});
    object(GATEWAY_API, "HTTPRoute", name, json!({"spec": spec}))
}

fn rule(path: &str, to: &Value) -> Value {
    json!({"matches": [{"path": {"type": "PathPrefix", "value": path}}], "backendRefs": [to]})
}

fn to_backend(name: &str) -> Value {
    json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": name})
}

/// A model at the upstream, with the key of a Secret where one is named. The port of the upstream is put in later.
fn model(name: &str, model: &str, secret: Option<&str>) -> Value {
    let provider = json!({"openai": {"model": model}, "host": "127.0.0.1", "port": 0});
    let mut spec = json!({"ai": {"provider": provider}});
    if let Some(name) = secret {
        spec["policies"] = json!({"auth": {"secretRef": {"name": name}}});
    }
    object(AGENTGATEWAY, "AgentgatewayBackend", name, json!({"spec": spec}))
}

/// A policy that no twin on a laptop carries: what it targets refuses.
fn ruling(target: &Value) -> Value {
    let mut policy = object(AGENTGATEWAY, "AgentgatewayPolicy", "ruling", target.clone());
    policy["spec"]["traffic"] =
        json!({"extProc": {"backendRef": {"name": "processor", "port": 9000}}});
    policy
}

/// The cluster as it is between the steps, and `serve` on it.
struct World {
    serving: Serving,
    upstream: SocketAddr,
    client: kube::Client,
    runtime: Runtime,
}

impl World {
    fn start(control_plane: &ControlPlane) -> World {
        let runtime = Runtime::new().expect("a runtime");
        let kubeconfig =
            Kubeconfig::read_from(control_plane.admin_kubeconfig()).expect("a kubeconfig");
        let client = runtime.block_on(async {
            let options = KubeConfigOptions::default();
            let config = kube::Config::from_custom_kubeconfig(kubeconfig, &options).await;
            kube::Client::try_from(config.expect("a configuration")).expect("a client")
        });
        for namespace in [HERE, FAR] {
            control_plane.kubectl(&["create", "namespace", namespace]).expect_success();
        }
        let upstream = echo();
        let resolve = format!("{HERE}/service:80={upstream}");
        let program = program_for(control_plane.admin_kubeconfig());
        let model_at = format!("model.test:80={upstream}");
        let sealed_at = format!("{HERE}/sealed:80={upstream}");
        let mut arguments = vec!["--no-access-log", "--admin-port", "0"];
        arguments
            .extend([&resolve, &model_at, &sealed_at].iter().flat_map(|way| ["--resolve", way]));
        let mut far = model("far", "far", None);
        far["metadata"]["namespace"] = FAR.into();
        let mut to_far = to_backend("far");
        to_far["namespace"] = FAR.into();
        let mut steady = gateway("steady");
        steady["spec"]["allowedListeners"] = json!({"namespaces": {"from": "Same"}});
        let mut of_set = routed("of-set", "set", "/", &to_backend("plain"));
        of_set["spec"]["parentRefs"][0]["kind"] = "ListenerSet".into();
        of_set["spec"]["parentRefs"][0]["group"] = "gateway.networking.k8s.io".into();
        let mut of_far = routed("of-far", "chosen", "/", &to_backend("far"));
        of_far["metadata"]["namespace"] = FAR.into();
        of_far["spec"]["parentRefs"][0]["namespace"] = HERE.into();
        let labelled = json!({"matchLabels": {"team": "live"}});
        let by_label = json!({"namespaces": {"from": "Selector", "selector": labelled}});
        let models = json!({"kinds": [{"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]});
        let objects = [
            steady,
            gateway_with("chosen", &by_label),
            gateway_with("router", &models),
            of_set,
            of_far,
            model("plain", "plain", None),
            model("other", "other", None),
            model("kept", "kept", Some("key")),
            far,
            routed("steady", "steady", "/steady", &to_backend("plain")),
            routed("made", "steady", "/made", &to_backend("made")),
            routed("kept", "steady", "/kept", &to_backend("kept")),
            routed("far", "steady", "/far", &to_far),
            routed("service", "steady", "/service", &json!({"name": "service", "port": 80})),
            object("v1", "Service", "sealed", json!({"spec": {"ports": [{"port": 80}]}})),
            routed("sealed", "steady", "/sealed", &json!({"name": "sealed", "port": 80})),
            routed("ruled", "steady", "/ruled", &to_backend("plain")),
            routed("extra", EXTRA, "/", &to_backend("plain")),
        ];
        let all: Vec<_> =
            objects.into_iter().map(|object| at(object, upstream).to_string()).collect();
        control_plane.apply(&all.join("\n---\n"));
        let serving = Serving::start(program, &arguments);
        let world = World { serving, upstream, client, runtime };
        let ready = || (world.seen("/steady") == "200 plain").then_some(());
        assert!(poll(Duration::from_secs(10), ready).is_some(), "{}", world.said());
        world
    }

    /// Takes a step; how long after the API server's answer it was live.
    fn take(&self, step: &Step) -> Duration {
        self.runtime.block_on(self.act(&step.act));
        let answered = Instant::now();
        let deadline = answered + Duration::from_secs(10);
        loop {
            let seen = self.seen(step.path);
            let took = answered.elapsed();
            if seen.starts_with(step.sees) {
                return took;
            }
            assert!(Instant::now() < deadline, "{}: {seen}: {}", step.what, self.said());
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    async fn act(&self, act: &Act) {
        let outcome = match act {
            Act::Create(object) => {
                let object: DynamicObject =
                    serde_json::from_value(at(object.clone(), self.upstream)).expect("an object");
                let types = object.types.clone().expect("a kind");
                let api = self.api(&types.api_version, &types.kind);
                api.create(&kube::api::PostParams::default(), &object).await.map(drop)
            }
            Act::Patch(api, kind, name, to) => {
                let patch = Patch::Merge(to);
                self.api(api, kind).patch(name, &PatchParams::default(), &patch).await.map(drop)
            }
            Act::Delete(api, kind, name) => {
                let now = kube::api::DeleteParams::default();
                self.api(api, kind).delete(name, &now).await.map(drop)
            }
        };
        outcome.expect("the API server takes it");
    }

    fn api(&self, version: &str, kind: &str) -> Api<DynamicObject> {
        let (group, version) = version.split_once('/').unwrap_or(("", version));
        let resource = ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, kind));
        if kind == "Namespace" {
            return Api::all_with(self.client.clone(), &resource);
        }
        let namespace = if kind == "ReferenceGrant" { FAR } else { HERE };
        Api::namespaced_with(self.client.clone(), namespace, &resource)
    }

    /// What a request for a path sees: the status, and the model and the key that its upstream was asked with.
    fn seen(&self, path: &str) -> String {
        let (gateway, path) = match path.find('/') {
            Some(0) => ("steady", path),
            Some(slash) => path.split_at(slash),
            None => (path, "/"),
        };
        let Some(address) = self.gateway(gateway) else { return "none".to_owned() };
        let body = r#"{"model":"any","messages":[]}"#;
        match post(address, path, &[], body) {
            Ok(reply) => {
                let body: Value = serde_json::from_str(&reply.body).unwrap_or_default();
                format!("{} {}", reply.status, body["model"].as_str().unwrap_or(&reply.body))
            }
            // It may have been closed since.
            Err(_) => "none".to_owned(),
        }
    }

    /// Where a Gateway or a ListenerSet is served, as /status has it.
    fn gateway(&self, name: &str) -> Option<SocketAddr> {
        let admin =
            self.serving.said["admin"].as_str()?.trim_start_matches("http://").parse().ok()?;
        let status: Value = serde_json::from_str(&get(admin, "/status").ok()?.body).ok()?;
        let (gateways, sets) = (status["gateways"].as_array()?, status["listenerSets"].as_array()?);
        let gateway = gateways.iter().chain(sets).find(|one| one["name"] == name)?;
        gateway["listeners"][0]["address"].as_str()?.parse().ok()
    }

    fn said(&self) -> String {
        self.serving.stderr()
    }
}

/// The object with the upstream's port.
fn at(mut object: Value, upstream: SocketAddr) -> Value {
    if let Some(port) = object.pointer_mut("/spec/ai/provider/port") {
        *port = upstream.port().into();
    }
    object
}
