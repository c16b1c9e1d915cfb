//! CEL as policies use it: expressions that are compiled once, and what they see of a request. The only file that names
//! the `cel` crate, beside its functions.
//!
//! Source: variables and functions are named in `crates/agentgateway/src/cel/types.rs` and `crates/celx/src/lib.rs`
//! of agentgateway at 75b4e6ce6.

use crate::domain::route::reason::{ExpressionFault, Note, Reason, UnsupportedExpression};

mod bounds;
mod facts;
mod fuel;
pub mod functions;
mod json;
mod needs;
mod parts;
mod patterns;
mod size;
pub mod unknown;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, LazyLock};

use cel::common::ast::IdedExpr;
use cel::{Context, Program, Value};

use facts::Scope;
use json::to_json;
use parts::has_message;
use patterns::Patterns;

pub use facts::{Activation, RequestFacts, ResponseFacts};
pub use fuel::Cost;
pub use needs::Needs;
pub use unknown::Unknown;

/// An expression, ready to be asked.
///
/// ```
/// use agw_domain::domain::route::cel::{Activation, Expression};
///
/// let claims = serde_json::json!({"team": "search", "limit": 40});
/// let facts = Activation { jwt: Some(&claims), ..Activation::default() };
/// let rule = Expression::compile("jwt.team == 'search' && jwt.limit < 50").expect("it compiles");
/// assert!(rule.holds(&facts));
/// // What is not known is an error to the expression, and an error holds nothing.
/// assert!(!rule.holds(&Activation::default()));
/// assert!(Expression::compile("jwt.team ==").is_err());
/// ```
///
/// A clone shares what was compiled.
#[derive(Clone)]
pub struct Expression(Arc<Compiled>);

struct Compiled {
    /// None where it does not compile: then it fails whenever it is evaluated.
    program: Option<MeteredProgram>,
    source: String,
    needs: Needs,
}

/// The form of an expression that is evaluated, in which every part spends fuel.
struct MeteredProgram {
    tree: IdedExpr,
    depth: usize,
    patterns: Patterns,
}

/// Why a text is not a valid expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidExpression {
    /// It does not compile, in the cluster neither.
    Syntax(ExpressionFault),
    /// It is too large, or names what this twin has not.
    NotSupported(UnsupportedExpression),
}

impl From<InvalidExpression> for Reason {
    fn from(invalid: InvalidExpression) -> Self {
        match invalid {
            InvalidExpression::Syntax(why) => why.into(),
            InvalidExpression::NotSupported(why) => why.into(),
        }
    }
}

/// Functions and operators are the same for every expression.
static ROOT: LazyLock<Context<'static>> = LazyLock::new(|| {
    let mut root = Context::default();
    functions::add_all(&mut root);
    fuel::add_all(&mut root);
    root
});

impl Expression {
    /// Compiles an expression for a place where nothing safe can be done with one that does not compile.
    ///
    /// # Errors
    /// Its syntax error, or a function that is unknown to `serve`.
    pub fn compile(source: &str) -> Result<Self, Reason> {
        Ok(Expression::read(source)?)
    }

    /// Compiles an expression over variables of another kind than a request's ([`Activation::variables`]).
    ///
    /// # Errors
    /// As [`Expression::compile`].
    pub fn over(source: &str) -> Result<Self, Reason> {
        Ok(Expression::parse(source, |_| None)?)
    }

    /// Compiles an expression for a place where one that does not compile fails whenever it is evaluated, as in
    /// agentgateway; why it does not is noted.
    ///
    /// # Errors
    /// It is too large, or names what is not known here.
    pub fn permissive(source: &str, notes: &mut Vec<Reason>) -> Result<Self, Reason> {
        match Expression::read(source) {
            Err(InvalidExpression::Syntax(why)) => {
                notes.push(Note::FailingExpression(why).into());
                let needs = Needs::default();
                let compiled = Compiled { program: None, source: source.to_owned(), needs };
                Ok(Expression(Arc::new(compiled)))
            }
            read => Ok(read?),
        }
    }

    /// The same for a place where no body has been read.
    ///
    /// # Errors
    /// As [`Expression::permissive`]; and that it looks into a body, which would be unknown to it.
    pub fn without_bodies(source: &str, notes: &mut Vec<Reason>) -> Result<Self, Reason> {
        let expression = Expression::permissive(source, notes)?;
        match expression.0.needs.request_body() || expression.0.needs.response_body() {
            true => Err(UnsupportedExpression::Body(source.to_owned()).into()),
            false => Ok(expression),
        }
    }

    /// Compiles an expression, with the kind of what is wrong.
    ///
    /// # Errors
    /// As [`Expression::compile`].
    pub fn read(source: &str) -> Result<Self, InvalidExpression> {
        Expression::parse(source, needs::not_carried)
    }

    /// Compiles an expression. `lacks` names what of it is not known here.
    fn parse(
        source: &str,
        lacks: fn(&IdedExpr) -> Option<String>,
    ) -> Result<Self, InvalidExpression> {
        let shown = shown(source);
        let too_large = |bound| {
            InvalidExpression::NotSupported(UnsupportedExpression::TooLarge {
                shown: shown.clone(),
                bound,
            })
        };
        bounds::check(source).map_err(too_large)?;
        bounds::with_stack_to_parse(|| {
            let compiled = std::panic::catch_unwind(|| Program::compile(source));
            let program = match compiled {
                Ok(Ok(program)) => program,
                Ok(Err(errors)) => {
                    let words = errors.to_string();
                    let first = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    let first: String = first.chars().take(512).collect();
                    let why = Some(first);
                    return Err(InvalidExpression::Syntax(ExpressionFault::Syntax { shown, why }));
                }
                Err(_) => {
                    let why = None;
                    return Err(InvalidExpression::Syntax(ExpressionFault::Syntax { shown, why }));
                }
            };
            let parsed = program.expression();
            if let Some(name) = lacks(parsed) {
                let why = UnsupportedExpression::Variable { name, shown };
                return Err(InvalidExpression::NotSupported(why));
            }
            Expression::of(parsed, source, shown).map_err(InvalidExpression::NotSupported)
        })
    }

    fn of(parsed: &IdedExpr, source: &str, shown: String) -> Result<Self, UnsupportedExpression> {
        if let Some(name) = functions::unknown(parsed) {
            return Err(UnsupportedExpression::Function { name, shown });
        }
        if has_message(parsed) {
            return Err(UnsupportedExpression::Message(shown));
        }
        let needs = Needs::of(parsed);
        let mut tree = parsed.clone();
        let mut patterns = Patterns::default();
        patterns.take(&mut tree);
        fuel::metered(&mut tree);
        let depth = bounds::depth(&tree);
        if depth > 2 * bounds::DEPTH {
            return Err(UnsupportedExpression::TooDeep(shown));
        }
        let program = Some(MeteredProgram { tree, depth, patterns });
        let compiled = Compiled { program, source: source.to_owned(), needs };
        Ok(Expression(Arc::new(compiled)))
    }

    /// Whether it compiles.
    #[must_use]
    pub fn compiles(&self) -> bool {
        self.0.program.is_some()
    }

    /// What it reads of a request and its reply.
    #[must_use]
    pub fn needs(&self) -> &Needs {
        &self.0.needs
    }

    /// As it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// Whether its value is `true`; that of an expression that fails is not.
    #[must_use]
    pub fn holds(&self, facts: &Activation<'_>) -> bool {
        matches!(self.value(facts), Some(Value::Bool(true)))
    }

    /// Its value as the text of a header; none where it fails or is not a scalar.
    #[must_use]
    pub fn text(&self, facts: &Activation<'_>) -> Option<String> {
        match self.value(facts)? {
            Value::String(text) => Some(text.as_str().to_owned()),
            Value::Bytes(bytes) => String::from_utf8(bytes.to_vec()).ok(),
            Value::Int(number) => Some(number.to_string()),
            Value::UInt(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Bool(yes) => Some(yes.to_string()),
            _ => None,
        }
    }

    /// Its value as a body: text and bytes as they are, everything else as JSON.
    #[must_use]
    pub fn bytes(&self, facts: &Activation<'_>) -> Option<Vec<u8>> {
        match self.value(facts)? {
            Value::String(text) => Some(text.as_bytes().to_vec()),
            Value::Bytes(bytes) => Some(bytes.to_vec()),
            other => serde_json::to_vec(&to_json(&other)?).ok(),
        }
    }

    /// Its value where it is text or bytes.
    #[must_use]
    pub fn octets(&self, facts: &Activation<'_>) -> Option<Vec<u8>> {
        match self.value(facts)? {
            Value::String(text) => Some(text.as_bytes().to_vec()),
            Value::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }

    /// Its value as JSON.
    #[must_use]
    pub fn json(&self, facts: &Activation<'_>) -> Option<serde_json::Value> {
        to_json(&self.value(facts)?)
    }

    /// Its value as a time: a duration, or a number of milliseconds.
    #[must_use]
    pub fn millis(&self, facts: &Activation<'_>) -> Option<i64> {
        match self.value(facts)? {
            Value::Duration(duration) => Some(duration.num_milliseconds()),
            Value::Int(number) => Some(number),
            Value::UInt(number) => i64::try_from(number).ok(),
            // Saturates, which is what is wanted of a wait.
            Value::Float(number) => Some(number as i64),
            _ => None,
        }
    }

    fn value(&self, facts: &Activation<'_>) -> Option<Value> {
        let MeteredProgram { tree, depth, patterns } = self.0.program.as_ref()?;
        let scope = Scope { facts, needs: &self.0.needs, patterns };
        let mut context = ROOT.new_inner_scope();
        context.set_variable_resolver(&scope);
        let evaluate = || bounds::with_stack(*depth, || context.resolve(tree));
        // The crate gives up on some values by a panic: they are what nobody can pay for.
        let evaluate = || {
            let came = std::panic::catch_unwind(AssertUnwindSafe(evaluate)).ok();
            if came.is_none() {
                fuel::spend(u64::MAX);
            }
            came
        };
        fuel::burn(facts.cost, evaluate)??.ok()
    }
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expression({:?})", self.0.source)
    }
}

/// An expression as errors quote it.
fn shown(source: &str) -> String {
    let start: String = source.chars().take(200).collect();
    match start.len() < source.len() {
        true => format!("{start:?}… ({} bytes)", source.len()),
        false => format!("{source:?}"),
    }
}

#[cfg(test)]
mod tests;
