//! What a person should know of what was written: of its key, and of what its route takes.

use serde_json::Value;

use super::Pair;
use crate::cli::output;
use crate::domain::llm::provider::Ambient;
use crate::domain::manifest::backend::{BackendWishes, SecretWish};
use crate::domain::manifest::names;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::cluster::Connection;
use crate::edge::cluster::read::get;

/// The data key that agentgateway reads by default.
const DEFAULT_KEY: &str = "Authorization";

/// How the keys of well-known providers begin, and a length that no name of a Secret has with such a beginning.
const KEYS_BEGIN: &[&str] = &["sk-", "AIza", "gsk_", "xai-", "hf_"];
const KEYS_LENGTH: usize = 30;

/// Checks `--secret`. Its text is not repeated: who mistakes the flag writes a key there.
///
/// # Errors
/// What the flag takes.
pub(super) fn secret_name(name: &str) -> Result<(), String> {
    let is_key =
        name.len() >= KEYS_LENGTH && KEYS_BEGIN.iter().any(|start| name.starts_with(start));
    match is_key || names::object("secret", name).is_err() {
        false => Ok(()),
        true => Err("--secret takes the name of a Secret, and what was given is none (it is not \
                     repeated here, for it may be a key); put a key into a Secret with \
                     `kubectl create secret generic NAME --from-file=Authorization=/dev/stdin`"
            .to_owned()),
    }
}

/// Says what the objects mean for requests.
pub(super) fn of_pair(pair: &Pair) {
    if pair.backend.secret.is_none() {
        output::say(no_secret(&pair.backend));
    }
    if let Some(place) = pair.backend.place.as_ref().filter(|place| !place.is_tls()) {
        output::say(&format!(
            "{}:{} is called without TLS; port 443 is called with it",
            place.host, place.port
        ));
    }
    if let Some(route) = pair.route.as_ref().filter(|route| route.is_default()) {
        output::say(&format!(
            "no --header, --path or --hostname: this is the default route of gateway {}, \
             for every request that no other route takes",
            route.gateway
        ));
    }
}

/// Who vouches for requests when no key does. A host of its own has no credentials but the client's.
fn no_secret(backend: &BackendWishes) -> &'static str {
    match (backend.provider.ambient, &backend.place) {
        (Ambient::Aws, None) => {
            "no --secret: requests are signed with the AWS credentials that the gateway itself has"
        }
        _ => "no --secret: requests go on with the client's own Authorization",
    }
}

/// Warns of a Secret that is not there or has not the key. One that may not be read is the gateway's business.
pub(super) async fn of_secret(connection: &Connection, pair: &Pair) {
    let Some(wish) = &pair.backend.secret else { return };
    let name = ObjectName::new(&pair.backend.name.namespace, &wish.name);
    let Ok(found) = get(connection, Kind::Secret, &name).await else { return };
    let keys = found.as_ref().map(data_keys);
    if let Some(warning) = lacking(wish, &name, keys.as_deref(), pair.backend.provider.env_key) {
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
    wish: &SecretWish,
    name: &ObjectName,
    keys: Option<&[String]>,
    variable: Option<&str>,
) -> Option<String> {
    let wanted = wish.key.as_deref().unwrap_or(DEFAULT_KEY);
    let Some(keys) = keys else {
        let variable = variable.unwrap_or("API_KEY");
        return Some(format!(
            "Secret {name} does not exist, and requests fail until it does:\n  \
             printf %s \"${variable}\" | kubectl create secret generic {} -n {} \
             --from-file={wanted}=/dev/stdin",
            name.name, name.namespace
        ));
    };
    if keys.iter().any(|key| key == wanted) {
        return None;
    }
    let holds = match keys {
        [] => "it is empty".to_owned(),
        keys => format!("it holds {}; name one of them with --secret-key", keys.join(", ")),
    };
    Some(format!("Secret {name} has no key {wanted}, and requests fail until it has; {holds}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_the_place_of_a_name_is_not_repeated() {
        for key in ["sk-proj-AbCdEf_0123456789", "sk-abcdefghijklmnopqrstuvwxyz0123456789", "AIzaX"]
        {
            let said = secret_name(key).expect_err("a key");
            assert!(!said.contains(key), "{said}");
        }
        assert_eq!(secret_name("openai-api-key"), Ok(()));
        assert_eq!(secret_name("sk-team"), Ok(()));
    }

    #[test]
    fn what_a_secret_lacks_comes_with_the_next_command() {
        let wish = SecretWish { name: "s".into(), key: None };
        let name = ObjectName::new("n", "s");
        let say = |keys: Option<&[&str]>| {
            let keys = keys.map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>());
            lacking(&wish, &name, keys.as_deref(), Some("OPENAI_API_KEY"))
        };
        assert_eq!(say(Some(&["Authorization"])), None);
        assert!(say(Some(&["api-key"])).expect("said").contains("it holds api-key"));
        assert!(say(Some(&[])).expect("said").contains("it is empty"));
        let absent = say(None).expect("said");
        assert!(absent.contains("generic s -n n --from-file=Authorization=/dev/stdin"), "{absent}");
        assert!(absent.contains("\"$OPENAI_API_KEY\""), "{absent}");
    }
}
