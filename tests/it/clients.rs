//! The vendors' own clients against `serve`: what they send is taken, and what they get is what they expect.
//!
//! tests/clients holds what they do, and what they ask for. The embedded simulator answers in the vendors' place.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::control_plane::kubectl::run;
use crate::support::control_plane::{skip, test_name};
use crate::support::serving::{Serving, program};

/// What a vendor's client made of everything it asked.
fn talk(vendor: &str, test: &str) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifests = root.join("tests/clients/models.yaml").display().to_string();
    talk_to(vendor, &["--simulate", "-f", &manifests], test)
}

/// The same of a `serve` with these arguments.
fn talk_to(vendor: &str, arguments: &[&str], test: &str) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(python) = std::env::var_os("AGW_TEST_CLIENTS") else {
        skip(
            test,
            "the vendors' clients are not installed: AGW_TEST_CLIENTS=$(tests/clients/build)",
        );
        return None;
    };
    let serving = Serving::start(program(), arguments);
    let mut client = Command::new(python);
    client.arg("-W").arg("ignore").arg(root.join("tests/clients/talk.py"));
    client.arg(vendor).arg(format!("http://{}", serving.address()));
    let said = run(client, "");
    assert_eq!(said.code, Some(0), "{said:?}\n{}", serving.stderr());
    Some(serde_json::from_str(&said.stdout).expect("JSON"))
}

#[test]
fn openais_client_chats_streams_embeds_lists_asks_claude_and_understands_refusals() {
    let Some(said) = talk("openai", test_name!()) else { return };
    let answer = "gpt-4o-mini via default/openai (openai, simulated): \
        \"Which port does the proxy listen on?\"";
    let expected = json!({
        "chat": ["gpt-4o-mini", answer, true],
        "route": "default/vendors.0",
        "stream": [true, true],
        "stream usage": [true],
        "responses": true,
        "responses stream": ["response.created", "response.completed"],
        "embeddings": [2, false],
        "limited": ["RateLimitError", 429],
        "cut": "APIConnectionError",
        "no route": ["NotFoundError", 404],
        "no model": ["BadRequestError", 400],
        "claude": [true, true],
        "claude stream": [true, true],
        "claude limited": ["RateLimitError", 429],
        "claude cut": "APIConnectionError",
        "models": ["gpt-4o-mini"],
        "router": "gpt-4o-mini",
        "unknown model": ["NotFoundError", 404],
        "together": true,
    });
    assert_eq!(said, expected);
}

#[test]
fn anthropics_client_chats_streams_and_counts() {
    let Some(said) = talk("anthropic", test_name!()) else { return };
    let expected = json!({
        "messages": ["claude-sonnet-5", true, true],
        "stream": [true, "end_turn"],
        "count": true,
        "limited": ["RateLimitError", 429],
        "translated": ["gpt-4o-mini", true, "end_turn"],
        "translated stream": [true, true],
        "translated error": ["RateLimitError", 429],
    });
    assert_eq!(said, expected);
}

#[test]
fn googles_client_asks_streams_and_counts() {
    let Some(said) = talk("google", test_name!()) else { return };
    let expected = json!({
        "content": [true, true],
        "stream": true,
        "count": true,
        "limited": ["ClientError", 429],
    });
    assert_eq!(said, expected);
}

#[test]
fn one_base_url_serves_the_models_of_every_provider_to_openais_client() {
    let arguments = [
        "--simulate",
        "--provider=openai",
        "--model=gpt-4o",
        "--model=text-embedding-3-small",
        "--provider=anthropic",
        "--provider=ollama",
        "--model=llama3.2:1b",
    ];
    let Some(said) = talk_to("providers", &arguments, test_name!()) else { return };
    let expected = json!({
        "models": ["gpt-4o", "llama3.2:1b", "text-embedding-3-small", "*"],
        "gpt-4o": [true, true, "gpt-4o"],
        "claude-haiku-4-5": [true, true, "claude-haiku-4-5"],
        "llama3.2:1b": [true, true, "llama3.2:1b"],
        "responses": true,
        "embeddings": 2,
        "messages": ["gpt-4o", true],
    });
    assert_eq!(said, expected);
}
