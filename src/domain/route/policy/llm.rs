//! `policies.ai` as it changes a request's body: overrides, transformations, defaults, prompts, in agentgateway's order.
//!
//! Source: `crates/agentgateway/src/llm/policy/mod.rs` of agentgateway at 75b4e6ce6.

use serde_json::{Map, Value};

use crate::domain::crd::backend::AiPolicies;
use crate::domain::llm::format::RouteType;
use crate::domain::route::cel::{Expression, Facts};
use crate::domain::route::reason::Reason;

/// What is done to a body.
#[derive(Debug, Default)]
pub struct Llm {
    overrides: Vec<(String, Value)>,
    transformations: Vec<(String, Expression)>,
    defaults: Vec<(String, Value)>,
    prepend: Vec<Value>,
    append: Vec<Value>,
    /// What is done once more, to the body as it is sent.
    finals: Vec<(String, Expression)>,
}

impl Llm {
    /// Reads the policies; none where they leave bodies alone.
    ///
    /// # Errors
    /// A field without its name, or an expression that is too large or names what this twin has not.
    pub fn read(ai: &AiPolicies, notes: &mut Vec<String>) -> Result<Option<Self>, Reason> {
        let list = |name: &str, path: &str| {
            let list = ai.others.get(name).and_then(|written| written.pointer(path));
            list.and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let field = |one: &Value| {
            let name = one.get("field").and_then(Value::as_str);
            name.map(str::to_owned).ok_or_else(|| "a `field` of `ai` has no name".to_owned())
        };
        let fields = |name: &str| -> Result<Vec<_>, Reason> {
            let all = list(name, "");
            all.iter().map(|one| Ok((field(one)?, one["value"].clone()))).collect()
        };
        let mut reckoned = |name: &str| -> Result<Vec<_>, Reason> {
            let each = list(name, "").into_iter().map(|one| {
                let text = one.get("expression").and_then(Value::as_str).unwrap_or_default();
                Ok((field(&one)?, Expression::permissive(text, notes)?))
            });
            each.collect()
        };
        let read = Llm {
            overrides: fields("overrides")?,
            transformations: reckoned("transformations")?,
            defaults: fields("defaults")?,
            prepend: list("prompt", "/prepend"),
            append: list("prompt", "/append"),
            finals: reckoned("finalTransformations")?,
        };
        let Llm { overrides, transformations, defaults, prepend, append, finals } = &read;
        let nothing = overrides.is_empty()
            && transformations.is_empty()
            && defaults.is_empty()
            && finals.is_empty();
        Ok((!nothing || !prepend.is_empty() || !append.is_empty()).then_some(read))
    }

    /// Changes a body, in which the provider's own model stands already. The facts are those of the request.
    ///
    /// # Errors
    /// A format that has no place for prompts.
    pub fn apply(
        &self,
        route_type: RouteType,
        body: &mut Map<String, Value>,
        facts: &Facts<'_>,
    ) -> Result<(), Reason> {
        for (field, value) in &self.overrides {
            body.insert(field.clone(), value.clone());
        }
        transform(&self.transformations, body, facts);
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
            RouteType::Responses => self.items(body),
            RouteType::GenerateContent => self.contents(body),
            other => {
                return Err(Reason::not_supported(format_args!(
                    "`ai.prompt` for {}",
                    other.name()
                )));
            }
        }
        Ok(())
    }

    /// Whether the body is changed once more before it is sent.
    #[must_use]
    pub fn finishes(&self) -> bool {
        !self.finals.is_empty()
    }

    /// Changes the body as it is sent.
    pub fn finish(&self, body: &mut Map<String, Value>, facts: &Facts<'_>) {
        transform(&self.finals, body, facts);
    }

    /// Responses take a text or a list of items.
    fn items(&self, body: &mut Map<String, Value>) {
        let item = |prompt: &Value| {
            let role = prompt.get("role").and_then(Value::as_str).unwrap_or("user");
            let kind = if role == "assistant" { "output_text" } else { "input_text" };
            let text = serde_json::json!({"type": kind, "text": prompt["content"]});
            serde_json::json!({"type": "message", "role": role, "content": [text]})
        };
        let mut items: Vec<_> = self.prepend.iter().map(item).collect();
        match body.remove("input") {
            Some(Value::Array(own)) => items.extend(own),
            Some(Value::String(own)) => {
                items.push(item(&serde_json::json!({"role": "user", "content": own})));
            }
            _ => {}
        }
        items.extend(self.append.iter().map(item));
        body.insert("input".to_owned(), Value::Array(items));
    }

    /// Gemini has its own names for all of it.
    fn contents(&self, body: &mut Map<String, Value>) {
        let text = |prompt: &Value| serde_json::json!({"text": prompt["content"]});
        let systems = |prompts: &[Value]| -> Vec<_> {
            prompts.iter().filter(|prompt| is_system(prompt)).map(text).collect()
        };
        let turns = |prompts: &[Value]| -> Vec<_> {
            let others = prompts.iter().filter(|prompt| !is_system(prompt));
            let turn = |prompt: &Value| {
                let role = match prompt.get("role").and_then(Value::as_str) {
                    Some("assistant") => "model",
                    _ => "user",
                };
                serde_json::json!({"role": role, "parts": [text(prompt)]})
            };
            others.map(turn).collect()
        };
        around(body, "contents", turns(&self.prepend), turns(&self.append));
        let (before, after) = (systems(&self.prepend), systems(&self.append));
        if before.is_empty() && after.is_empty() {
            return;
        }
        let own = body.remove("system_instruction");
        let system = body.entry("systemInstruction").or_insert_with(|| own.unwrap_or_default());
        if !system.is_object() {
            *system = serde_json::json!({});
        }
        if let Some(system) = system.as_object_mut() {
            around(system, "parts", before, after);
        }
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

/// Sets fields to what expressions come to, or takes them away. All see the body as it was before the first.
fn transform(by: &[(String, Expression)], body: &mut Map<String, Value>, facts: &Facts<'_>) {
    if by.is_empty() {
        return;
    }
    let before = Value::Object(body.clone());
    let facts = Facts { llm_request: Some(&before), ..*facts };
    for (field, expression) in by {
        match expression.json(&facts) {
            Some(value) => drop(body.insert(field.clone(), value)),
            None => drop(body.remove(field)),
        }
    }
}

/// Puts items around those of a list, which is made where there is none.
fn around(body: &mut Map<String, Value>, list: &str, before: Vec<Value>, after: Vec<Value>) {
    if before.is_empty() && after.is_empty() {
        return;
    }
    let mut all = before;
    if let Some(Value::Array(own)) = body.remove(list) {
        all.extend(own);
    }
    all.extend(after);
    body.insert(list.to_owned(), Value::Array(all));
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
        let llm = Llm::read(&ai, &mut Vec::new()).expect("read").expect("something");
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

    #[test]
    fn prompts_stand_where_responses_and_gemini_look_for_them() {
        let prompt = |role: &str, content: &str| json!({"role": role, "content": content});
        let policies = || {
            json!({"prompt": {"prepend": [prompt("system", "first")],
                "append": [prompt("assistant", "last")]}})
        };
        let item = |role: &str, kind: &str, text: &str| json!({"type": "message", "role": role, "content": [{"type": kind, "text": text}]});
        let all = json!([
            item("system", "input_text", "first"),
            item("user", "input_text", "hi"),
            item("assistant", "output_text", "last")
        ]);
        for input in [json!("hi"), json!([item("user", "input_text", "hi")])] {
            let made = applied(policies(), RouteType::Responses, json!({"input": input}));
            assert_eq!(made, json!({"input": all}));
        }
        let user = json!({"role": "user", "parts": [{"text": "hi"}]});
        let asked = json!({"contents": [user], "system_instruction": {"parts": [{"text": "own"}]}});
        let made = applied(policies(), RouteType::GenerateContent, asked);
        let wanted = json!({"contents": [user, {"role": "model", "parts": [{"text": "last"}]}],
            "systemInstruction": {"parts": [{"text": "first"}, {"text": "own"}]}});
        assert_eq!(made, wanted);
    }
}
