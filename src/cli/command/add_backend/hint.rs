//! What a person should know of what was written: of its key, and of what its route takes.

use serde_json::Value;

use super::Added;
use crate::cli::output;
use crate::domain::llm::provider::AmbientCredential;
use crate::domain::manifest::secret::key_set;
use crate::domain::manifest::upstream::{SecretOption, Upstream};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::cluster::Connection;
use crate::edge::cluster::read::get;

/// The data key that agentgateway reads by default.
const DEFAULT_KEY: &str = "Authorization";

/// Says what the objects mean for requests.
pub(super) fn of_added(added: &Added) {
    let upstream = &added.backend.upstream;
    if upstream.secret.is_none() {
        output::say(no_secret(upstream));
    }
    if upstream.model().is_none() && added.backend.aliases.is_empty() {
        output::say("no --model: the model in the request is sent");
    }
    if let Some(host_override) =
        upstream.host_override.as_ref().filter(|host_override| !host_override.tls)
    {
        output::say(&format!(
            "{}:{} is called without TLS, so keys are sent in plain text; use --tls to enable it",
            host_override.host, host_override.port
        ));
    }
    if let Some(route) = added.route.as_ref().filter(|route| route.is_default()) {
        output::say(&format!(
            "no --header, --path or --hostname: this is the default route of gateway {}, for all requests \
             that no other route matches",
            route.gateway
        ));
    }
    if !added.backend.fallbacks.is_empty() {
        output::say(match added.policy.as_ref().is_some_and(|policy| policy.retry) {
            true => {
                "a provider that fails or answers 429 is skipped for 60s, and the failed request is retried \
                 with the next group"
            }
            false => {
                "a provider that fails or answers 429 is skipped for 60s; the failed request isn't retried, \
                 since there is no retry policy"
            }
        });
    }
    if added.policy.as_ref().is_some_and(|policy| !policy.rate_limits.is_empty()) {
        output::say("--rate-limit is counted per replica of the gateway, for all clients together");
    }
}

/// Who vouches for requests when no key does. A host of its own has no credentials but the client's.
fn no_secret(upstream: &Upstream) -> &'static str {
    match (upstream.provider.ambient, &upstream.host_override) {
        (AmbientCredential::Aws, None) => {
            "no --secret: requests are signed with the gateway's own AWS credentials"
        }
        (AmbientCredential::Google, None) => {
            "no --secret: requests are sent with the gateway's own Google credentials"
        }
        (AmbientCredential::Entra, None) => {
            "no --secret: requests are sent with the Entra ID token of the gateway's own identity"
        }
        _ => "no --secret: the client's Authorization header is forwarded",
    }
}

/// Warns of a Secret that is not there or has not the key. One that may not be read is the gateway's business.
pub(in crate::cli::command) async fn of_secret(
    connection: &Connection,
    wish: Option<&SecretOption>,
    namespace: &str,
    env_key: Option<&str>,
) {
    let Some(wish) = wish else { return };
    let name = ObjectName::new(namespace, &wish.name);
    let Ok(found) = get(connection, Kind::Secret, &name).await else { return };
    let keys = found.as_ref().map(data_keys);
    if let Some(warning) = lacking(wish, &name, keys.as_deref(), env_key) {
        output::say(&format!("Warning: {warning}"));
    }
}

/// The names of what a Secret holds, never the values.
fn data_keys(secret: &Value) -> Vec<String> {
    let data = secret.get("data").and_then(Value::as_object);
    data.into_iter().flat_map(|data| data.keys().cloned()).collect()
}

/// What a Secret lacks; `keys` are what it holds, none where it does not exist.
fn lacking(
    wish: &SecretOption,
    name: &ObjectName,
    keys: Option<&[String]>,
    variable: Option<&str>,
) -> Option<String> {
    let wanted = wish.key.as_deref().unwrap_or(DEFAULT_KEY);
    let Some(keys) = keys else {
        let set = key_set(name, wanted, variable);
        return Some(format!("Secret {name} not found; requests fail until it exists:\n  {set}"));
    };
    if keys.iter().any(|key| key == wanted) {
        return None;
    }
    let holds = match keys {
        [] => "it is empty".to_owned(),
        keys => format!("it has {}; choose one with --secret-key", keys.join(", ")),
    };
    Some(format!("Secret {name} has no data key {wanted}; requests fail until it has; {holds}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_secret_lacks_comes_with_the_next_command() {
        let wish = SecretOption { name: "s".into(), key: None };
        let name = ObjectName::new("n", "s");
        let say = |keys: Option<&[&str]>| {
            let keys = keys.map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>());
            lacking(&wish, &name, keys.as_deref(), Some("OPENAI_API_KEY"))
        };
        assert_eq!(say(Some(&["Authorization"])), None);
        assert!(say(Some(&["api-key"])).expect("said").contains("it has api-key"));
        assert!(say(Some(&[])).expect("said").contains("it is empty"));
        let absent = say(None).expect("said");
        assert!(
            absent.contains("kubectl agw key set s -n n --from-env OPENAI_API_KEY"),
            "{absent}"
        );
    }
}
