//! What an expression reads: bodies are read only for expressions that name them.
//!
//! Source: `crates/agentgateway/src/cel/properties.rs` of agentgateway at 75b4e6ce6.

use std::collections::BTreeSet;

use cel::common::ast::{Expr, IdedExpr, LiteralValue};

use super::parts::walk;

/// The variables by which expressions know all this.
const VARIABLES: &[&str] = &[
    "request",
    "response",
    "source",
    "jwt",
    "apiKey",
    "basicAuth",
    "llm",
    "llmRequest",
    "metadata",
];

/// Variables that agentgateway has and this twin has not: null in their place would be another answer than the
/// cluster's.
const NOT_CARRIED: &[&str] =
    &["backend", "destination", "env", "extauthz", "extproc", "mcp", "mcpGuardrails", "proxy"];

/// The same of fields of variables that are there.
const FIELDS_NOT_CARRIED: &[(&str, &[&str])] = &[
    ("request", &["bodyPrefix", "endTime", "startTime"]),
    ("response", &["bodyPrefix", "grpcStatus"]),
    (
        "source",
        &[
            "connectHeaders",
            "identity",
            "issuer",
            "subject",
            "subjectAltNames",
            "subjectCn",
            "tunnel",
            "unverifiedWorkload",
        ],
    ),
    (
        "llm",
        &[
            "cacheCreationInputTokens",
            "cachedInputTokens",
            "completion",
            "cost",
            "costs",
            "countTokens",
            "firstToken",
            "inputAudioTokens",
            "inputImageTokens",
            "inputTextTokens",
            "outputAudioTokens",
            "outputImageTokens",
            "outputTextTokens",
            "params",
            "prompt",
            "providerInputTokens",
            "providerTotalTokens",
            "reasoningTokens",
            "serviceTier",
            "timePerOutputToken",
            "timeToFirstToken",
        ],
    ),
];

/// The first variable or field of an expression that agentgateway has and this twin has not.
pub(super) fn not_carried(expression: &IdedExpr) -> Option<String> {
    let mut own: BTreeSet<&str> = BTreeSet::new();
    let (mut variables, mut fields) = (Vec::new(), Vec::new());
    walk(expression, &mut |part| match &part.expr {
        Expr::Comprehension(loops) => {
            own.insert(&loops.iter_var);
            own.extend(loops.iter_var2.as_deref());
        }
        // A name of the expression's own, as in `x.with(name, …)`.
        Expr::Call(call) if BINDERS.contains(&call.func_name.as_str()) => {
            if let Some(Expr::Ident(name)) = call.args.first().map(|name| &name.expr) {
                own.insert(name);
            }
        }
        Expr::Call(call) if call.func_name == "_[_]" => {
            if let [of, key] = call.args.as_slice()
                && let (Expr::Ident(of), Expr::Literal(LiteralValue::String(key))) =
                    (&of.expr, &key.expr)
            {
                fields.push((of.as_str(), key.inner()));
            }
        }
        Expr::Select(select) => {
            if let Expr::Ident(of) = &select.operand.expr {
                fields.push((of.as_str(), select.field.as_str()));
            }
        }
        Expr::Ident(name) => variables.push(name.as_str()),
        _ => {}
    });
    let mut variables = variables.into_iter().filter(|name| !own.contains(name));
    if let Some(name) = variables.find(|name| NOT_CARRIED.contains(name)) {
        return Some(name.to_owned());
    }
    let mut fields = fields.into_iter().filter(|(of, _)| !own.contains(of));
    let listed = |(of, field): &(&str, &str)| {
        FIELDS_NOT_CARRIED.iter().any(|(name, all)| name == of && all.contains(field))
    };
    fields.find(listed).map(|(of, field)| format!("{of}.{field}"))
}

/// Functions whose first argument is a name.
pub(super) const BINDERS: &[&str] = &["with", "mapValues", "filterKeys", "removeKeys"];

/// The variables of an expression, with the fields that it reads; a variable without a field means all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    fields: BTreeSet<(String, String)>,
    whole: BTreeSet<String>,
    chance: bool,
    /// The headers of the request that are named; none where any may be looked at.
    headers: Option<BTreeSet<String>>,
}

impl Needs {
    /// What an expression reads of a request and its reply.
    pub(super) fn of(expression: &IdedExpr) -> Self {
        let mut needs = Needs::default();
        // A variable with a field is seen twice: once as the field's operand, and once by itself.
        let mut as_operand = Vec::new();
        let mut alone = Vec::new();
        let mut headers = Headers::default();
        walk(expression, &mut |part| {
            headers.see(part);
            match &part.expr {
                Expr::Select(select) => {
                    if let Expr::Ident(variable) = &select.operand.expr {
                        as_operand.push(select.operand.id);
                        needs.fields.insert((variable.clone(), select.field.clone()));
                    }
                }
                Expr::Call(call) if ["random", "uuid"].contains(&call.func_name.as_str()) => {
                    needs.chance = true;
                }
                Expr::Ident(variable) if VARIABLES.contains(&variable.as_str()) => {
                    alone.push((part.id, variable));
                }
                _ => {}
            }
        });
        needs.headers = headers.named();
        let alone = alone.into_iter().filter(|(id, _)| !as_operand.contains(id));
        needs.whole.extend(alone.map(|(_, variable)| variable.clone()));
        needs
    }

    /// Whether the expression reads this field of a variable, or the variable as a whole.
    pub(super) fn asks(&self, variable: &str, field: &str) -> bool {
        self.whole.contains(variable)
            || self.fields.iter().any(|(of, name)| of == variable && name == field)
    }

    /// Whether it asks for anything of a variable.
    pub(super) fn variable(&self, name: &str) -> bool {
        self.whole.contains(name) || self.fields.iter().any(|(of, _)| of == name)
    }

    /// Whether it may look at this header of the request, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> bool {
        let named = |headers: &BTreeSet<String>| headers.contains(name);
        self.asks("request", "headers")
            && (self.whole.contains("request") || self.headers.as_ref().is_none_or(named))
    }

    /// Whether a request's body has to be read for it.
    #[must_use]
    pub fn request_body(&self) -> bool {
        self.asks("request", "body")
    }

    /// Whether it asks who sends the request.
    #[must_use]
    pub fn source(&self) -> bool {
        self.variable("source")
    }

    /// Whether it asks for what a model's reply says of itself.
    #[must_use]
    pub fn model_reply(&self) -> bool {
        let of_reply = ["responseModel", "inputTokens", "outputTokens", "totalTokens"];
        of_reply.iter().any(|field| self.asks("llm", field))
    }

    /// Whether it asks for anything of a model.
    #[must_use]
    pub fn model(&self) -> bool {
        self.variable("llm")
    }

    /// Whether it asks for the body of a request to a model.
    #[must_use]
    pub fn llm_request(&self) -> bool {
        self.variable("llmRequest")
    }

    /// Whether it comes out otherwise by chance.
    #[must_use]
    pub fn chance(&self) -> bool {
        self.chance
    }

    /// Whether a response's body has to be read for it.
    #[must_use]
    pub fn response_body(&self) -> bool {
        self.asks("response", "body")
    }
}

/// The headers of the request that an expression looks at, while its parts are seen.
#[derive(Default)]
struct Headers {
    /// Every `request.headers`, by its number.
    all: BTreeSet<u64>,
    /// Those of which one header is looked at.
    single: BTreeSet<u64>,
    names: BTreeSet<String>,
}

impl Headers {
    /// `request.headers['a']`, `request.headers.a`, `'a' in request.headers`.
    fn see(&mut self, part: &IdedExpr) {
        let text = |of: &IdedExpr| match &of.expr {
            Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
            _ => None,
        };
        if is_headers(part) {
            self.all.insert(part.id);
        }
        let (of, name) = match &part.expr {
            Expr::Select(select) => (&*select.operand, Some(select.field.clone())),
            Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
                ("_[_]" | "_[?_]", [of, key]) => (of, text(key)),
                ("@in", [key, of]) => (of, text(key)),
                _ => return,
            },
            _ => return,
        };
        if let Some(name) = name.filter(|_| is_headers(of)) {
            self.single.insert(of.id);
            self.names.insert(name);
        }
    }

    fn named(self) -> Option<BTreeSet<String>> {
        (self.all == self.single).then_some(self.names)
    }
}

fn is_headers(part: &IdedExpr) -> bool {
    let Expr::Select(select) = &part.expr else { return false };
    let is_request = matches!(&select.operand.expr, Expr::Ident(name) if name == "request");
    is_request && select.field == "headers"
}
