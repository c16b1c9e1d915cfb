//! The workshop's dialect: `spec.ai.openAI {authHeaderRef {name, key}, model}`. agentgateway's CRD refuses it; ours
//! takes it, because people have these files. Never written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Unconvertible;
use super::{Changes, Dialect};

/// The row.
pub const DIALECT: Dialect = Dialect {
    name: "workshop",
    speaks: |object| object.pointer("/spec/ai/openAI").is_some(),
    has_own_places: false,
    canonical,
};

/// `spec.ai.openAI`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkshopOpenAi {
    /// The Secret and the key in it that hold the value of the `Authorization` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_header_ref: Option<AuthHeaderRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// `authHeaderRef`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuthHeaderRef {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

fn canonical(mut object: Value, changes: &mut Changes) -> Result<Value, Unconvertible> {
    let ai = object
        .pointer_mut("/spec/ai")
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Unconvertible::NotMapping("spec.ai".to_owned()))?;
    if let Some(other) = ["provider", "groups"].into_iter().find(|key| ai.contains_key(*key)) {
        return Err(Unconvertible::Both { at: "spec.ai", one: "openAI", other });
    }
    let open_ai: WorkshopOpenAi = serde_json::from_value(ai.remove("openAI").unwrap_or_default())
        .map_err(|error| {
        let why = error.to_string();
        Unconvertible::Misread { at: "spec.ai.openAI", why }
    })?;
    let mut provider = json!({});
    if let Some(model) = open_ai.model {
        provider["model"] = json!(model);
    }
    ai.insert("provider".into(), json!({"openai": provider}));
    changes.rewritten("/spec/ai/openAI", "moved to `spec.ai.provider.openai`");
    if let Some(reference) = open_ai.auth_header_ref {
        let at = "/spec/ai/openAI/authHeaderRef";
        changes.rewritten(at, "moved to `spec.policies.auth.secretRef`");
        object["spec"]["policies"]["auth"]["secretRef"] = json!(reference);
    }
    Ok(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workshops_backend_becomes_canonical() {
        let object = json!({"spec": {"ai": {"openAI": {
            "authHeaderRef": {"name": "openai-api-key", "key": "Authorization"}, "model": "gpt-4o"}}}});
        assert!((DIALECT.speaks)(&object));
        assert_eq!(
            canonical(object, &mut Changes::default()),
            Ok(json!({"spec": {
                "ai": {"provider": {"openai": {"model": "gpt-4o"}}},
                "policies": {"auth": {"secretRef": {"name": "openai-api-key", "key": "Authorization"}}}}}))
        );
    }

    #[test]
    fn two_dialects_in_one_object_are_refused() {
        let object = json!({"spec": {"ai": {"openAI": {}, "provider": {}}}});
        assert!(
            canonical(object, &mut Changes::default())
                .is_err_and(|reason| reason.to_string().contains("both"))
        );
    }

    #[test]
    fn an_unknown_dialect_is_named_by_what_it_says() {
        let object = json!({"spec": {"ai": {"llm": {}}}});
        let reason = super::super::canonical(object).expect_err("unknown");
        assert!(reason.to_string().contains("it has: llm"), "{reason}");
    }
}
