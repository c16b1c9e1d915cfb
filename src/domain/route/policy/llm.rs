//! `policies.ai` as it changes a request's body: overrides, transformations, defaults, prompts, in agentgateway's order.
//!
//! Source: reference/agentgateway.md §3, §1.5.

use serde_json::{Map, Value};

use super::cel::{Expression, Facts};
use crate::domain::crd::backend::AiPolicies;
use crate::domain::llm::format::RouteType;

/// What is done to a body.
#[derive(Debug, Default)]
pub struct Llm {
    overrides: Vec<(String, Value)>,
    transformations: Vec<(String, Expression)>,
    defaults: Vec<(String, Value)>,
    prepend: Vec<Value>,
    append: Vec<Value>,
}

impl Llm {
    /// Reads the policies; none where they leave bodies alone.
    ///
    /// # Errors
    /// A field without its name, or an expression that does not compile.
    pub fn read(ai: &AiPolicies) -> Result<Option<Self>, String> {
        let list = |name: &str, path: &str| {
            let list = ai.others.get(name).and_then(|written| written.pointer(path));
            list.and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let field = |one: &Value| {
            let name = one.get("field").and_then(Value::as_str);
            name.map(str::to_owned).ok_or_else(|| "a `field` of `ai` has no name".to_owned())
        };
        let fields = |name: &str| -> Result<Vec<_>, String> {
            let all = list(name, "");
            all.iter().map(|one| Ok((field(one)?, one["value"].clone()))).collect()
        };
        let transformations = list("transformations", "").into_iter().map(|one| {
            let text = one.get("expression").and_then(Value::as_str).unwrap_or_default();
            Ok((field(&one)?, Expression::compile(text)?))
        });
        let read = Llm {
            overrides: fields("overrides")?,
            transformations: transformations.collect::<Result<_, String>>()?,
            defaults: fields("defaults")?,
            prepend: list("prompt", "/prepend"),
            append: list("prompt", "/append"),
        };
        let Llm { overrides, transformations, defaults, prepend, append } = &read;
        let nothing = overrides.is_empty() && transformations.is_empty() && defaults.is_empty();
        Ok((!nothing || !prepend.is_empty() || !append.is_empty()).then_some(read))
    }

    /// Changes a body, in which the provider's own model stands already. The facts are those of the request.
    ///
    /// # Errors
    /// A format whose prompts this twin does not write.
    pub fn apply(
        &self,
        route_type: RouteType,
        body: &mut Map<String, Value>,
        facts: &Facts<'_>,
    ) -> Result<(), String> {
        for (field, value) in &self.overrides {
            body.insert(field.clone(), value.clone());
        }
        if !self.transformations.is_empty() {
            // All see the body as it was before the first.
            let before = Value::Object(body.clone());
            let facts = Facts { llm_request: Some(&before), ..*facts };
            for (field, expression) in &self.transformations {
                match expression.json(&facts) {
                    Some(value) => drop(body.insert(field.clone(), value)),
                    None => drop(body.remove(field)),
                }
            }
        }
        for (field, value) in &self.defaults {
            body.entry(field.clone()).or_insert_with(|| value.clone());
        }
        if self.prepend.is_empty() && self.append.is_empty() {
            return Ok(());
        }
        match route_type {
            RouteType::Completions => self.prompts(body, |_| false),
            RouteType::Messages => {
                self.prompts(body, is_system);
                self.system(body);
            }
            other => {
                return Err(format!("`ai.prompt` for {} is not carried by serve", other.name()));
            }
        }
        Ok(())
    }

    /// Puts the prompts around the messages, except those that go elsewhere.
    fn prompts(&self, body: &mut Map<String, Value>, elsewhere: fn(&Value) -> bool) {
        let Some(Value::Array(messages)) = body.get_mut("messages") else { return };
        let here = |prompts: &[Value]| -> Vec<Value> {
            prompts.iter().filter(|prompt| !elsewhere(prompt)).cloned().collect()
        };
        messages.splice(0..0, here(&self.prepend));
        messages.extend(here(&self.append));
    }

    /// Anthropic has system prompts in a field of their own.
    fn system(&self, body: &mut Map<String, Value>) {
        let blocks = |prompts: &[Value]| -> Vec<Value> {
            let texts = prompts.iter().filter(|prompt| is_system(prompt));
            texts.map(|one| serde_json::json!({"type": "text", "text": one["content"]})).collect()
        };
        let (mut all, after) = (blocks(&self.prepend), blocks(&self.append));
        if all.is_empty() && after.is_empty() {
            return;
        }
        match body.remove("system") {
            Some(Value::Array(own)) => all.extend(own),
            Some(Value::String(own)) => {
                all.push(serde_json::json!({"type": "text", "text": own}));
            }
            _ => {}
        }
        all.extend(after);
        body.insert("system".to_owned(), Value::Array(all));
    }
}

fn is_system(prompt: &Value) -> bool {
    prompt.get("role").and_then(Value::as_str) == Some("system")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn applied(policies: Value, route_type: RouteType, body: Value) -> Value {
        let ai = AiPolicies {
            others: serde_json::from_value(policies).expect("policies"),
            ..AiPolicies::default()
        };
        let llm = Llm::read(&ai).expect("read").expect("something");
        let Value::Object(mut body) = body else { panic!("no object") };
        llm.apply(route_type, &mut body, &Facts::default()).expect("applied");
        Value::Object(body)
    }

    #[test]
    fn overrides_come_first_and_defaults_last() {
        let policies = json!({
            "overrides": [{"field": "temperature", "value": 0}],
            "transformations": [
                {"field": "model", "expression": "llmRequest.model + '-mini'"},
                {"field": "user", "expression": "jwt.sub"}],
            "defaults": [{"field": "max_tokens", "value": 9}, {"field": "model", "value": "x"},
                {"field": "user", "value": "nobody"}]});
        let body = json!({"model": "gpt-4o", "temperature": 1, "user": "forged", "messages": []});
        assert_eq!(
            applied(policies, RouteType::Completions, body),
            json!({"model": "gpt-4o-mini", "temperature": 0, "user": "nobody", "max_tokens": 9,
                "messages": []})
        );
    }

    #[test]
    fn prompts_stand_around_the_messages_and_systems_of_anthropic_in_their_field() {
        let prompt = |role: &str, content: &str| json!({"role": role, "content": content});
        let policies = json!({"prompt": {"prepend": [prompt("system", "first")],
            "append": [prompt("user", "last")]}});
        let body = json!({"messages": [prompt("user", "hi")], "system": "own"});
        let chat = applied(policies.clone(), RouteType::Completions, body.clone());
        assert_eq!(
            chat["messages"],
            json!([prompt("system", "first"), prompt("user", "hi"), prompt("user", "last")])
        );
        let messages = applied(policies, RouteType::Messages, body);
        assert_eq!(messages["messages"], json!([prompt("user", "hi"), prompt("user", "last")]));
        assert_eq!(
            messages["system"],
            json!([{"type": "text", "text": "first"}, {"type": "text", "text": "own"}])
        );
    }
}
