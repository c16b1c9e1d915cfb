//! What an expression looks at: bodies are read only for those that name them.

use std::collections::BTreeSet;

use cel::common::ast::{Expr, IdedExpr};

use super::{VARIABLES, walk};

/// The variables of an expression and which of their fields; a variable that stands alone means all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    fields: BTreeSet<(String, String)>,
    whole: BTreeSet<String>,
    chance: bool,
}

impl Needs {
    pub(super) fn of(expression: &IdedExpr) -> Self {
        let mut needs = Needs::default();
        // A variable with a field is seen twice: once as the field's operand, and once by itself.
        let mut as_operand = Vec::new();
        let mut alone = Vec::new();
        walk(expression, &mut |part| match &part.expr {
            Expr::Select(select) => {
                if let Expr::Ident(variable) = &select.operand.expr {
                    as_operand.push(select.operand.id);
                    needs.fields.insert((variable.clone(), select.field.clone()));
                }
            }
            Expr::Call(call) if call.func_name == "random" => needs.chance = true,
            Expr::Ident(variable) if VARIABLES.contains(&variable.as_str()) => {
                alone.push((part.id, variable));
            }
            _ => {}
        });
        let alone = alone.into_iter().filter(|(id, _)| !as_operand.contains(id));
        needs.whole.extend(alone.map(|(_, variable)| variable.clone()));
        needs
    }

    pub(super) fn asks(&self, variable: &str, field: &str) -> bool {
        self.whole.contains(variable)
            || self.fields.iter().any(|(of, name)| of == variable && name == field)
    }

    /// Whether a request's body has to be read for it.
    #[must_use]
    pub fn request_body(&self) -> bool {
        self.asks("request", "body")
    }

    /// Whether it asks who sends the request.
    #[must_use]
    pub fn source(&self) -> bool {
        self.whole.contains("source") || self.fields.iter().any(|(of, _)| of == "source")
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
