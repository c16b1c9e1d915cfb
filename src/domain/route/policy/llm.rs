//! `policies.ai` as it changes a request's body: overrides, transformations, defaults, prompts, in agentgateway's
//! order.
//!
//! Source: `crates/agentgateway/src/llm/policy/mod.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::domain::llm::format::RouteType;
use crate::domain::route::cel::{Activation, Expression};
use crate::domain::route::reason::{Reason, Unsupported};
use crate::domain::value::typed;

/// What is done to a body.
#[derive(Clone, Debug, Default)]
pub struct Llm {
    overrides: Vec<(String, Value)>,
    transformations: Vec<(String, Arc<Expression>)>,
    defaults: Vec<(String, Value)>,
    prepend: Vec<Prompt>,
    append: Vec<Prompt>,
    /// What is done once more, to the body as it is sent.
    finals: Vec<(String, Arc<Expression>)>,
}

/// The policies as they are written. The other policies of their block have their own readers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    overrides: Option<Vec<Constant>>,
    transformations: Option<Vec<Computed>>,
    defaults: Option<Vec<Constant>>,
    prompt: Option<Prompts>,
    final_transformations: Option<Vec<Computed>>,
}

/// A field of the body, and its value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Constant {
    field: String,
    value: Value,
}

/// A field of the body, and the expression that its value comes of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Computed {
    field: String,
    expression: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prompts {
    prepend: Option<Vec<Prompt>>,
    append: Option<Vec<Prompt>>,
}

/// A message that is put before or behind those of the client.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prompt {
    role: String,
    content: String,
}

impl Prompt {
    fn is_system(&self) -> bool {
        self.role == "system"
    }

    /// As a message of a conversation.
    fn message(&self) -> Value {
        json!({"role": self.role, "content": self.content})
    }

    /// As an item of Responses.
    fn item(&self) -> Value {
        let kind = if self.role == "assistant" { "output_text" } else { "input_text" };
        let text = json!({"type": kind, "text": self.content});
        json!({"type": "message", "role": self.role, "content": [text]})
    }

    /// As a turn of Gemini's.
    fn turn(&self) -> Value {
        let role = if self.role == "assistant" { "model" } else { "user" };
        json!({"role": role, "parts": [self.part()]})
    }

    /// The text alone, as Gemini has it.
    fn part(&self) -> Value {
        json!({"text": self.content})
    }
}

impl Llm {
    /// Reads the policies; none where they leave bodies alone.
    ///
    /// # Errors
    /// A field that is unknown or not of its type, or an expression that is too large or names what this twin has not.
    pub fn read(ai: &Map<String, Value>, notes: &mut Vec<Reason>) -> Result<Option<Self>, Reason> {
        let written: Spec = typed::fields(ai).map_err(|fault| fault.within("policies.ai"))?;
        let constant = |all: Option<Vec<Constant>>| -> Vec<_> {
            all.into_iter().flatten().map(|one| (one.field, one.value)).collect()
        };
        let mut computed = |all: Option<Vec<Computed>>| -> Result<Vec<_>, Reason> {
            let each = all.into_iter().flatten().map(|Computed { field, expression }| {
                let by = Arc::new(Expression::permissive(&expression, notes)?);
                Ok((field, by))
            });
            each.collect()
        };
        let Prompts { prepend, append } = written.prompt.unwrap_or_default();
        let read = Llm {
            overrides: constant(written.overrides),
            transformations: computed(written.transformations)?,
            defaults: constant(written.defaults),
            prepend: prepend.unwrap_or_default(),
            append: append.unwrap_or_default(),
            finals: computed(written.final_transformations)?,
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
        facts: &Activation<'_>,
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
                self.prompts(body, Prompt::is_system);
                self.system(body);
            }
            RouteType::Responses => self.items(body),
            RouteType::GenerateContent => self.contents(body),
            other => {
                return Err(Unsupported::PromptsFor(other.name()).into());
            }
        }
        Ok(())
    }

    /// The fields of a body whose values cannot be told of a request that is only explained, and what each depends on.
    pub fn open<'a>(
        &'a self,
        facts: &'a Activation<'_>,
    ) -> impl Iterator<Item = (&'a str, String)> {
        let all = self.transformations.iter().chain(&self.finals);
        all.filter_map(|(field, by)| Some((field.as_str(), facts.open(by)?)))
    }

    /// Whether the body is changed once more before it is sent.
    #[must_use]
    pub fn finishes(&self) -> bool {
        !self.finals.is_empty()
    }

    /// Changes the body as it is sent.
    pub fn finish(&self, body: &mut Map<String, Value>, facts: &Activation<'_>) {
        transform(&self.finals, body, facts);
    }

    /// Responses take a text or a list of items.
    fn items(&self, body: &mut Map<String, Value>) {
        let mut items: Vec<_> = self.prepend.iter().map(Prompt::item).collect();
        match body.remove("input") {
            Some(Value::Array(own)) => items.extend(own),
            Some(Value::String(own)) => {
                items.push(Prompt { role: "user".to_owned(), content: own }.item());
            }
            _ => {}
        }
        items.extend(self.append.iter().map(Prompt::item));
        body.insert("input".to_owned(), Value::Array(items));
    }

    /// Gemini has its own names for all of it.
    fn contents(&self, body: &mut Map<String, Value>) {
        let systems = |prompts: &[Prompt]| -> Vec<_> {
            prompts.iter().filter(|prompt| prompt.is_system()).map(Prompt::part).collect()
        };
        let turns = |prompts: &[Prompt]| -> Vec<_> {
            prompts.iter().filter(|prompt| !prompt.is_system()).map(Prompt::turn).collect()
        };
        around(body, "contents", turns(&self.prepend), turns(&self.append));
        let (before, after) = (systems(&self.prepend), systems(&self.append));
        if before.is_empty() && after.is_empty() {
            return;
        }
        let own = body.remove("system_instruction");
        let system = body.entry("systemInstruction").or_insert_with(|| own.unwrap_or_default());
        if !system.is_object() {
            *system = json!({});
        }
        if let Some(system) = system.as_object_mut() {
            around(system, "parts", before, after);
        }
    }

    /// Puts the prompts around the messages, except those that go elsewhere.
    fn prompts(&self, body: &mut Map<String, Value>, elsewhere: fn(&Prompt) -> bool) {
        let Some(Value::Array(messages)) = body.get_mut("messages") else { return };
        let here = |prompts: &[Prompt]| -> Vec<Value> {
            prompts.iter().filter(|prompt| !elsewhere(prompt)).map(Prompt::message).collect()
        };
        messages.splice(0..0, here(&self.prepend));
        messages.extend(here(&self.append));
    }

    /// Anthropic has system prompts in a field of their own.
    fn system(&self, body: &mut Map<String, Value>) {
        let block = |text: &str| json!({"type": "text", "text": text});
        let blocks = |prompts: &[Prompt]| -> Vec<Value> {
            let systems = prompts.iter().filter(|prompt| prompt.is_system());
            systems.map(|prompt| block(&prompt.content)).collect()
        };
        let (mut all, after) = (blocks(&self.prepend), blocks(&self.append));
        if all.is_empty() && after.is_empty() {
            return;
        }
        match body.remove("system") {
            Some(Value::Array(own)) => all.extend(own),
            Some(Value::String(own)) => all.push(block(&own)),
            _ => {}
        }
        all.extend(after);
        body.insert("system".to_owned(), Value::Array(all));
    }
}

/// Sets fields to what expressions come to, or takes them away. All see the body as it was before the first.
fn transform(
    by: &[(String, Arc<Expression>)],
    body: &mut Map<String, Value>,
    facts: &Activation<'_>,
) {
    if by.is_empty() {
        return;
    }
    let before = Value::Object(body.clone());
    let facts = Activation { llm_request: Some(&before), ..*facts };
    for (field, expression) in by {
        if facts.open(expression).is_some() {
            // Only explained: the field stays as it is, and what it may become is said of it.
            continue;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(policies: Value, route_type: RouteType, body: Value) -> Value {
        let ai = serde_json::from_value(policies).expect("policies");
        let llm = Llm::read(&ai, &mut Vec::new()).expect("read").expect("something");
        let Value::Object(mut body) = body else { panic!("no object") };
        llm.apply(route_type, &mut body, &Activation::default()).expect("applied");
        Value::Object(body)
    }

    #[test]
    fn what_nobody_knows_is_refused_by_name() {
        for (policies, named) in [
            (json!({"overrides": [{"feild": "a", "value": 1}]}), "overrides[0].feild"),
            (json!({"overrides": [{"field": "a"}]}), "overrides[0]"),
            (json!({"defaults": {"a": 1}}), "defaults"),
            (
                json!({"transformations": [{"field": "a", "expression": 1}]}),
                "transformations[0].expression",
            ),
            (json!({"finalTransformations": [{"field": "a"}]}), "finalTransformations[0]"),
            (json!({"prompt": {"prepnd": []}}), "prompt.prepnd"),
            (
                json!({"prompt": {"append": [{"role": "user", "content": [1]}]}}),
                "prompt.append[0].content",
            ),
        ] {
            let ai = serde_json::from_value(policies).expect("policies");
            let why = Llm::read(&ai, &mut Vec::new()).expect_err(named).to_string();
            assert!(why.starts_with(&format!("`policies.ai.{named}`: ")), "{why}");
        }
        let null = json!({"overrides": [{"field": "a", "value": null}], "prompt": null});
        let ai = serde_json::from_value(null).expect("policies");
        let llm = Llm::read(&ai, &mut Vec::new()).expect("read").expect("something");
        assert_eq!(llm.overrides, [("a".to_owned(), Value::Null)]);
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
