//! What kgateway's two dialects and the blog's share: a provider with its credential and the place it is called at,
//! turned into the canonical provider and its policies.
//!
//! Source: `api/v1alpha1/ai_backend.go` of kgateway
//! (<https://github.com/kgateway-dev/kgateway/blob/5b507e714c41eae6fa28f4ab15a19504e5c89770/api/v1alpha1/ai_backend.go>);
//! what a host of its own means, `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use serde_json::{Map, Value, json};

use super::Unconvertible;
use super::change::dotted;
use super::{Changes, route_types};

/// The group and kind of kgateway's backend.
pub const GROUP: &str = "gateway.kgateway.dev";
pub const KIND: &str = "Backend";

/// A mapping of JSON.
pub type Fields = Map<String, Value>;

/// Providers that both know, by the same name.
pub const PROVIDERS: &[&str] =
    &["openai", "azureopenai", "anthropic", "gemini", "vertexai", "bedrock"];

/// Fields of a provider that agentgateway has under another name, or not at all, and why.
const CONFIG: &[(&str, &str, Result<&str, &str>)] = &[
    ("vertexai", "location", Ok("region")),
    ("vertexai", "apiVersion", Err("agentgateway chooses the API version")),
    ("vertexai", "publisher", Err("agentgateway determines the publisher from the model")),
    ("vertexai", "modelPath", Err("agentgateway builds the path")),
    ("gemini", "apiVersion", Err("agentgateway chooses the API version")),
    ("anthropic", "apiVersion", Err("agentgateway always sends 2023-06-01")),
];

/// A provider as kgateway had it, its fields under the names of 2.1 whatever they were.
#[derive(Default)]
pub struct LegacyProvider {
    /// Pointer to the provider's configuration.
    pub at: String,
    /// `openai`, …
    pub name: String,
    pub config: Fields,
    pub host: Option<Value>,
    pub port: Option<Value>,
    pub path: Option<Value>,
    pub auth_header: Option<Value>,
    pub routes: Option<Value>,
    /// Fields beside these, which stay.
    pub others: Fields,
}

impl LegacyProvider {
    /// The provider called `name`, with the fields that stand beside it: under the names of 2.1, or under those of 2.0, which
    /// people kept.
    pub fn of(name: String, config: Fields, mut beside: Fields, at: &str) -> LegacyProvider {
        let mut host = beside.remove("hostOverride").unwrap_or_default();
        let mut of_host = |key: &str| host.get_mut(key).map(Value::take);
        LegacyProvider {
            at: format!("{at}/{name}"),
            name,
            config,
            host: beside.remove("host").or_else(|| of_host("host")),
            port: beside.remove("port").or_else(|| of_host("port")),
            path: beside.remove("path").or_else(|| beside.remove("pathOverride")),
            auth_header: beside
                .remove("authHeader")
                .or_else(|| beside.remove("authHeaderOverride")),
            routes: beside.remove("routes"),
            others: beside,
        }
    }
}

/// The canonical provider (the union and its siblings) and the policies that belong to it.
pub fn provider(
    mut wild: LegacyProvider,
    changes: &mut Changes,
) -> Result<(Fields, Fields), Unconvertible> {
    let at = wild.at.clone();
    let mut policies = Fields::new();
    for (_, field, becomes) in CONFIG.iter().filter(|row| row.0 == wild.name) {
        let Some(value) = wild.config.remove(*field) else { continue };
        match becomes {
            Ok(name) => {
                changes.rewritten(&format!("{at}/{field}"), format!("renamed to `{name}`"));
                wild.config.insert((*name).to_owned(), value);
            }
            Err(why) => changes.dropped(&format!("{at}/{field}"), *why),
        }
    }
    if let Some(auth) = auth(&mut wild, changes)? {
        policies.insert("auth".to_owned(), auth);
    }
    if let Some(mut routes) = wild.routes.take() {
        let beside = at.rsplit_once('/').map_or("", |(above, _)| above);
        route_types::respell_map(&mut routes, &format!("{beside}/routes"), changes);
        policies.insert("ai".to_owned(), json!({"routes": routes}));
    }
    let mut union = std::mem::take(&mut wild.others);
    place(&mut wild, &mut union, &mut policies, changes);
    union.insert(wild.name, Value::Object(wild.config));
    Ok((union, policies))
}

/// Where it is called. agentgateway speaks plain HTTP to a host of its own and builds no path for it, unless it is
/// told to: both are what kgateway did.
fn place(
    wild: &mut LegacyProvider,
    union: &mut Fields,
    policies: &mut Fields,
    changes: &mut Changes,
) {
    let at = wild.at.as_str();
    if let Some(path) = wild.path.take() {
        let full = ["fullPath", "full", "prefix"].iter().find_map(|key| path.get(*key)).cloned();
        let path = full.unwrap_or(path);
        changes.rewritten(at, "its path is set next to the provider as `path`");
        union.insert("path".to_owned(), path);
    }
    let (host, port) = (wild.host.take(), wild.port.take());
    if host.is_some()
        && !union.contains_key("path")
        && ["openai", "anthropic"].contains(&&*wild.name)
    {
        let said =
            "`pathPrefix: /v1`, without which agentgateway builds no paths for a custom host";
        changes.added(at, said);
        union.insert("pathPrefix".to_owned(), json!("/v1"));
    }
    if let Some(host) = &host
        && port.as_ref().and_then(Value::as_u64) == Some(443)
    {
        let said = "`policies.tls`, without which agentgateway uses plain HTTP for a custom host";
        changes.added(at, said);
        policies.insert("tls".to_owned(), json!({"sni": host}));
    }
    union.extend(host.map(|host| ("host".to_owned(), host)));
    union.extend(port.map(|port| ("port".to_owned(), port)));
}

/// `policies.auth` of the provider's token.
fn auth(wild: &mut LegacyProvider, changes: &mut Changes) -> Result<Option<Value>, Unconvertible> {
    let at = wild.at.as_str();
    let header = wild.auth_header.take();
    if let Some(aws) = wild.config.remove("auth") {
        changes.rewritten(&format!("{at}/auth"), "moved to `policies.auth.aws`");
        let secret = aws.get("secretRef").cloned();
        return Ok(secret.map(|secret| json!({"aws": {"secretRef": secret}})));
    }
    let Some(token) = wild.config.remove("authToken") else { return Ok(None) };
    let place = format!("{at}/authToken");
    let mut auth = Fields::new();
    if let Some(mut secret) = token.get("secretRef").cloned() {
        if let Some(namespace) = secret.as_object_mut().and_then(|it| it.remove("namespace")) {
            let said = format!(
                "agentgateway only reads Secrets in the backend's namespace, and this one was in {namespace}"
            );
            changes.dropped(&format!("{place}/secretRef/namespace"), said);
        }
        auth.insert("secretRef".to_owned(), secret);
    } else if let Some(key) = token.get("inline") {
        changes.note(
            &format!("{place}/inline"),
            "a key in a manifest can be read by many; move it to a Secret",
        );
        auth.insert("key".to_owned(), key.clone());
    } else if token.get("kind").and_then(Value::as_str) == Some("Passthrough") {
        let said = match ["vertexai", "bedrock", "azureopenai"].contains(&wild.name.as_str()) {
            true => "agentgateway uses its own cloud identity, not the client's credential",
            false => "agentgateway forwards the client's credential if `policies.auth` is not set",
        };
        changes.dropped(&place, said);
        return Ok(None);
    } else {
        return Err(Unconvertible::UnknownAuth(dotted(&place)));
    }
    changes.rewritten(&place, "moved to `policies.auth`");
    if let Some(location) = location(wild, header.as_ref(), changes) {
        auth.insert("location".to_owned(), location);
    }
    Ok(Some(Value::Object(auth)))
}

/// The header that carries the key, where it is not agentgateway's own choice for the provider.
fn location(wild: &LegacyProvider, header: Option<&Value>, changes: &mut Changes) -> Option<Value> {
    let text = |key: &str| header.and_then(|header| header.get(key)).and_then(Value::as_str);
    let (name, prefix) = (text("headerName"), text("prefix").map(str::trim));
    if header.is_some() {
        let mut to = json!({"name": name.unwrap_or("Authorization")});
        if let Some(prefix) = prefix.filter(|prefix| !prefix.is_empty()) {
            to["prefix"] = json!(format!("{prefix} "));
        }
        changes.rewritten(&wild.at, "the header of the key is set in `policies.auth.location`");
        return Some(json!({"header": to}));
    }
    if wild.name == "azureopenai" {
        changes.added(
            &wild.at,
            "`policies.auth.location`: an Azure key is sent in the header api-key",
        );
        return Some(json!({"header": {"name": "api-key"}}));
    }
    None
}

/// `spec.ai` and `spec.policies` of one provider.
pub fn single(
    wild: LegacyProvider,
    changes: &mut Changes,
) -> Result<(Value, Value), Unconvertible> {
    let (union, policies) = provider(wild, changes)?;
    Ok((json!({"provider": union}), Value::Object(policies)))
}

/// `spec.ai` of groups in order of priority, each provider with a name and policies of its own.
pub fn groups(
    groups: Vec<Vec<(Option<String>, LegacyProvider)>>,
    at: &str,
    changes: &mut Changes,
) -> Result<Value, Unconvertible> {
    let mut number = 0;
    let mut written = Vec::new();
    for group in groups {
        let mut providers = Vec::new();
        for (name, wild) in group {
            number += 1;
            let name = name.unwrap_or_else(|| {
                let name = format!("{}-{number}", wild.name);
                changes.added(&wild.at, format!("`name: {name}`, which agentgateway requires"));
                name
            });
            let (mut union, policies) = provider(wild, changes)?;
            union.insert("name".to_owned(), json!(name));
            if !policies.is_empty() {
                union.insert("policies".to_owned(), Value::Object(policies));
            }
            providers.push(Value::Object(union));
        }
        written.push(json!({"providers": providers}));
    }
    let said = "agentgateway only leaves a group after evictions: see `policies.health.eviction`";
    changes.note(at, said);
    Ok(json!({"groups": written}))
}

/// The one provider that `from` names, taken out of it.
pub fn take_provider(from: &mut Fields, at: &str) -> Result<(String, Fields), Unconvertible> {
    let named: Vec<&str> =
        PROVIDERS.iter().copied().filter(|name| from.contains_key(*name)).collect();
    let [name] = named[..] else {
        let there = from.keys().cloned().collect();
        return Err(Unconvertible::NotOneProvider { at: dotted(at), known: PROVIDERS, there });
    };
    match from.remove(name) {
        Some(Value::Object(config)) => Ok((name.to_owned(), config)),
        _ => Err(Unconvertible::NotMapping(format!("{}.{name}", dotted(at)))),
    }
}

/// Makes kgateway's object an AgentgatewayBackend with this `ai` and these policies.
pub fn finish(mut object: Value, ai: Value, policies: Value, changes: &mut Changes) -> Value {
    changes.rewritten("/kind", "AgentgatewayBackend of agentgateway.dev/v1alpha1");
    object["apiVersion"] = json!("agentgateway.dev/v1alpha1");
    object["kind"] = json!("AgentgatewayBackend");
    with_spec(&mut object, ai, policies);
    object
}

/// Sets `spec.ai` and adds to `spec.policies`.
pub fn with_spec(object: &mut Value, ai: Value, policies: Value) {
    if let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) {
        spec.remove("type");
        spec.insert("ai".to_owned(), ai);
        let Value::Object(policies) = policies else { return };
        if !policies.is_empty() {
            let there = spec.entry("policies").or_insert_with(|| json!({}));
            if let Some(there) = there.as_object_mut() {
                there.extend(policies);
            }
        }
    }
}

/// Whether an object is kgateway's backend.
pub fn is_backend(object: &Value) -> bool {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    text("kind") == KIND && text("apiVersion").split('/').next() == Some(GROUP)
}

/// `spec.ai` of kgateway's backend, taken out; other types of it are no models.
pub fn take_ai(object: &mut Value) -> Result<Fields, Unconvertible> {
    let kind = object.pointer("/spec/type").and_then(Value::as_str).unwrap_or("AI").to_owned();
    match object.pointer_mut("/spec/ai").map(Value::take) {
        Some(Value::Object(ai)) if kind == "AI" => Ok(ai),
        _ => Err(Unconvertible::NoModel(kind)),
    }
}

/// A field that has to be a mapping.
pub fn mapping(value: Value, at: &str) -> Result<Fields, Unconvertible> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(Unconvertible::NotMapping(dotted(at))),
    }
}

/// A field that has to be a list.
pub fn items(value: Option<Value>, at: &str) -> Result<Vec<Value>, Unconvertible> {
    match value {
        Some(Value::Array(items)) => Ok(items),
        _ => Err(Unconvertible::NotList(dotted(at))),
    }
}
