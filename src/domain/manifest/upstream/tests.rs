//! What a provider becomes, and what is refused.

use super::*;

fn wishes(provider: &str) -> UpstreamOptions {
    let model = Some("m".to_owned());
    UpstreamOptions { provider: provider.to_owned(), model, ..UpstreamOptions::default() }
}

fn at(host: &str, port: u16, wishes: UpstreamOptions) -> UpstreamOptions {
    UpstreamOptions { host: Some(host.to_owned()), port: Some(port), ..wishes }
}

fn refusal(wishes: &UpstreamOptions) -> String {
    wishes.upstream().expect_err("refused").to_string()
}

#[test]
fn another_host_has_a_prefix_and_on_443_tls_by_its_name() {
    let upstream = at("api.example.com", 443, wishes("openai")).upstream().expect("possible");
    let union = Value::Object(upstream.union());
    assert_eq!(
        union,
        json!({"openai": {"model": "m"}, "host": "api.example.com", "port": 443, "pathPrefix": "/v1"})
    );
    assert_eq!(upstream.policies()["tls"], json!({"sni": "api.example.com"}));
    let tls = |host, port, tls| {
        let wishes = UpstreamOptions { tls, ..at(host, port, wishes("anthropic")) };
        wishes.upstream().expect("possible").policies().get("tls").cloned()
    };
    assert_eq!(tls("203.0.113.7", 443, None), Some(json!({})));
    assert_eq!(tls("models.internal", 8443, None), None);
    assert_eq!(tls("models.internal", 8443, Some(true)), Some(json!({"sni": "models.internal"})));
}

#[test]
fn a_prefix_that_cannot_be_known_is_asked_for() {
    let said = refusal(&at("vpce.example.com", 443, wishes("bedrock")));
    assert!(said.contains("--path-prefix /"), "{said}");
}

#[test]
fn every_preset_is_a_custom_provider_with_paths_below_its_prefix() {
    for preset in PRESETS {
        let mut asked = wishes(preset.name);
        if preset.host.is_none() {
            assert!(refusal(&asked).contains("--host"), "{}", preset.name);
            asked.host = Some("models.internal".to_owned());
        }
        let upstream = asked.upstream().expect(preset.name);
        let union = Value::Object(upstream.union());
        assert_eq!(union["custom"]["model"], "m", "{}", preset.name);
        let formats = union["custom"]["formats"].as_array().expect("formats");
        let with_path = formats.iter().filter(|format| format.get("path").is_some()).count();
        let prefix = union.get("pathPrefix").is_some();
        assert!(prefix == (with_path == 0) && (prefix || with_path == formats.len()), "{union}");
        assert_eq!(upstream.policies().contains_key("tls"), preset.tls, "{}", preset.name);
    }
}

#[test]
fn fields_belong_to_their_providers() {
    let with = |provider: &str, fields: &[(&'static str, &str)]| {
        let fields = fields.iter().map(|(flag, value)| (*flag, (*value).to_owned())).collect();
        UpstreamOptions { fields, ..wishes(provider) }
    };
    assert!(refusal(&with("vertexai", &[])).contains("--project-id"));
    assert!(refusal(&with("azure", &[])).contains("--resource-name and --resource-type"));
    assert!(refusal(&with("openai", &[("region", "us")])).contains("vertexai and bedrock"));
    let foundry = [("resource-name", "r"), ("resource-type", "foundry")];
    assert!(refusal(&with("azure", &foundry)).contains("--project-name"));
    let azure = with("azureopenai", &[("endpoint", "https://r.openai.azure.com/")]);
    let azure = azure.upstream().expect("possible");
    let expected = json!({"endpoint": "r.openai.azure.com", "deploymentName": "m"});
    assert_eq!(Value::Object(azure.config), expected);
    let dated = [("endpoint", "r"), ("api-version", "2024-10-21")];
    let dated = UpstreamOptions { model: None, ..with("azureopenai", &dated) };
    assert!(refusal(&dated).contains("--deployment-name"));
}

#[test]
fn a_resource_key_of_azure_goes_where_azure_looks_for_it() {
    let secret = Some(SecretOption { name: "s".to_owned(), key: None });
    let fields = vec![("resource-name", "r".to_owned()), ("resource-type", "OpenAI".to_owned())];
    let upstream = UpstreamOptions { secret, fields, ..wishes("azure") }.upstream();
    assert_eq!(
        upstream.expect("possible").policies()["auth"],
        json!({"secretRef": {"name": "s"}, "location": {"header": {"name": "api-key"}}})
    );
}

#[test]
fn formats_are_the_crds_and_each_once() {
    let with = |formats: &[&str]| {
        let formats = formats.iter().map(ToString::to_string).collect();
        at("h.example", 443, UpstreamOptions { formats, ..wishes("custom") })
    };
    let upstream = with(&["completions", "Messages=/a/messages"]).upstream().expect("possible");
    assert_eq!(
        upstream.config["formats"],
        json!([{"type": "Completions"}, {"type": "Messages", "path": "/a/messages"}])
    );
    assert_eq!(upstream.host_override.expect("an override").path_prefix, None);
    assert!(refusal(&with(&["Converse"])).contains("Completions"));
    assert!(refusal(&with(&["messages", "Messages"])).contains("duplicate"));
    assert!(refusal(&wishes("custom")).contains("--host"));
    assert!(refusal(&wishes("opnai")).contains("groq"));
}
