//! Every provider of the tables makes objects that a strict API server accepts, and sets that would be ambiguous are
//! rejected.

use super::*;
use crate::domain::manifest::validate;
use crate::domain::value::object_ref::Kind;

fn wish(provider: &str, models: &[&str]) -> ProviderOptions {
    let models = models.iter().map(ToString::to_string).collect();
    ProviderOptions { provider: provider.to_owned(), models, base_url: None }
}

fn at(provider: &str, url: &str) -> ProviderOptions {
    ProviderOptions { base_url: Some(url.to_owned()), ..wish(provider, &[]) }
}

fn set(wishes: &[ProviderOptions]) -> Result<ProviderSet, Invalid> {
    provider_set(wishes, &ObjectName::new("n", "gw"), &|_| true)
}

fn asked(wishes: &[ProviderOptions]) -> Vec<String> {
    let set = set(wishes).expect("possible");
    set.providers.iter().flat_map(|provider| provider.models.clone()).collect()
}

fn refusal(wishes: &[ProviderOptions]) -> String {
    set(wishes).expect_err("rejected").to_string()
}

#[test]
fn every_provider_makes_objects_that_a_strict_server_accepts() {
    for name in known() {
        let wish = match name {
            "custom" => at(name, "http://localhost:8000/v1"),
            name => wish(name, &["org/Model:1b"]),
        };
        let set = set(&[wish]).expect(name);
        assert_eq!(set.objects.len(), 2, "{name}");
        for object in &set.objects {
            let kind = object["kind"].as_str().expect("a kind");
            let group =
                if kind == "Gateway" { "gateway.networking.k8s.io" } else { "agentgateway.dev" };
            let kind = Kind::of(group, kind).expect("known");
            assert_eq!(validate::faults(kind, object), [], "{name}: {object}");
        }
        let of_table = variables().find(|(provider, _)| *provider == name).map(|row| row.1);
        let own = set.providers[0].key.as_ref().map(|(_, variable)| *variable);
        assert_eq!(own, of_table.or((name == "custom").then_some(ANY_KEY)), "{name}");
    }
}

#[test]
fn what_needs_more_than_a_key_or_is_unknown_is_rejected() {
    for name in ["azure", "azureopenai", "bedrock", "vertexai"] {
        assert!(refusal(&[wish(name, &[])]).contains("requires more than an API key"), "{name}");
    }
    assert!(refusal(&[wish("opnai", &[])]).contains("did you mean openai?)"));
    assert!(refusal(&[wish("custom", &[])]).contains("--base-url"));
    let twice = refusal(&[wish("openai", &["a"]), wish("openai", &["b"])]);
    assert!(twice.contains("given twice"), "{twice}");
    assert!(refusal(&[wish("openai", &["a"]), wish("groq", &["a"])]).contains("model a"));
    assert!(refusal(&[wish("openai", &["a*b"])]).contains("a*b"));
}

#[test]
fn without_models_one_provider_has_all_and_others_what_only_they_make() {
    assert_eq!(asked(&[wish("anthropic", &[])]), ["*"]);
    assert_eq!(asked(&[wish("openai", &[]), wish("anthropic", &[])]), ["*", "claude-*"]);
    assert_eq!(asked(&[wish("openai", &["gpt-4o"]), wish("groq", &[])]), ["gpt-4o", "*"]);
    let both = refusal(&[wish("openai", &[]), wish("groq", &[])]);
    assert!(both.contains("openai and groq") && both.contains("--provider groq"), "{both}");
}

#[test]
fn a_server_on_this_machine_is_a_service_in_the_objects() {
    let ollama = set(&[wish("ollama", &[])]).expect("possible");
    let url = "http://ollama.n.svc.cluster.local:11434/v1";
    assert_eq!(ollama.objects[1]["spec"]["baseURL"], url);
    let resolve = ollama.providers[0].resolve.as_deref();
    assert_eq!(resolve, Some("n/ollama:11434=localhost:11434"));
    let other = set(&[at("openai", "http://127.0.0.1:9/v1/")]).expect("possible");
    assert_eq!(other.objects[1]["spec"]["baseURL"], "http://openai.n.svc.cluster.local:9/v1");
    assert_eq!(other.providers[0].resolve.as_deref(), Some("n/openai:9=127.0.0.1:9"));
    let far = set(&[at("openai", "https://llm.example.com/v1")]).expect("possible");
    assert_eq!(far.objects[1]["spec"]["baseURL"], "https://llm.example.com/v1");
    assert_eq!(far.providers[0].resolve, None);
    for wrong in ["https://localhost/v1", "localhost:1", "http://", "http://a?b", "http://[::1]:x"]
    {
        assert!(set(&[at("openai", wrong)]).is_err(), "{wrong}");
    }
}

#[test]
fn at_another_address_a_key_is_sent_only_if_there_is_one() {
    let on = ObjectName::new("n", "gw");
    let keys = |wish, is_set| {
        let set = provider_set(&[wish], &on, &|_| is_set).expect("possible");
        set.objects[1]["spec"].get("policies").is_some()
    };
    assert!(keys(wish("openai", &[]), false), "the vendor wants one, and its absence is reported");
    assert!(!keys(at("openai", "http://localhost:9/v1"), false));
    assert!(keys(at("openai", "http://localhost:9/v1"), true));
}

#[test]
fn objects_have_valid_and_distinct_names() {
    let models = ["Org/Model:1b", "org-model-1b", "*", "gpt-*", "...", "a..b"];
    let set = set(&[wish("openai", &models)]).expect("possible");
    let names: Vec<_> = set.objects[1..].iter().map(|o| o["metadata"]["name"].clone()).collect();
    assert_eq!(names, ["org-model-1b", "org-model-1b-2", "openai", "gpt", "openai-2", "a.b"]);
}

#[test]
fn a_models_name_tells_its_provider() {
    let models = ["gpt-4o", "claude-sonnet-4-5", "gpt-4o-mini"].map(str::to_owned);
    let expected =
        [wish("openai", &["gpt-4o", "gpt-4o-mini"]), wish("anthropic", &["claude-sonnet-4-5"])];
    assert_eq!(makers(&models), Ok(expected.to_vec()));
    assert!(makers(&["llama3.2".to_owned()]).is_err());
}
