//! What an evaluation may cost. The `cel` crate has no bound of its own: loops in loops, and texts that double, run as
//! long and as far as memory goes. Here each turn of a loop and everything that can grow pays for itself, and an
//! evaluation that has nothing left fails, and says so. Costs are counted, not timed: the same on every machine.

use std::cell::Cell;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use cel::objects::Key;
use cel::{Context, ExecutionError, FunctionContext, Value};

/// What one evaluation may spend; a unit is about a tenth of a microsecond, or 64 bytes.
const FUEL: u64 = 500_000;
/// Bytes of a text or a body for one unit.
const UNIT: usize = 64;

/// Functions that no expression can name.
const STEP: &str = "@step";
const GROWN: &str = "@grown";

thread_local! {
    /// What the evaluation on this thread may still spend; none once that was not enough.
    static LEFT: Cell<Option<u64>> = const { Cell::new(Some(FUEL)) };
}

/// Runs an evaluation with all its fuel. What it came to, and whether that was enough.
pub(super) fn burn<T>(evaluate: impl FnOnce() -> T) -> (T, bool) {
    LEFT.set(Some(FUEL));
    let came = evaluate();
    (came, LEFT.get().is_some())
}

/// Takes some fuel; whether there was enough.
pub(super) fn spend(cost: u64) -> bool {
    let left = LEFT.get().and_then(|left| left.checked_sub(cost));
    LEFT.set(left);
    left.is_some()
}

/// The same for bytes that are made or gone through.
pub(super) fn spend_bytes(bytes: usize) -> Result<(), ExecutionError> {
    enough(spend(of_bytes(bytes)))
}

/// The same for a value that was made.
pub(super) fn spend_value(value: &Value) -> Result<(), ExecutionError> {
    enough(spend(size(value)))
}

fn enough(is_enough: bool) -> Result<(), ExecutionError> {
    let failed = || ExecutionError::function_error("cost", "the expression costs too much");
    is_enough.then_some(()).ok_or_else(failed)
}

fn of_bytes(bytes: usize) -> u64 {
    1 + u64::try_from(bytes / UNIT).unwrap_or(u64::MAX)
}

/// The size of a value, all that it holds included; counted no further than there is fuel.
fn size(value: &Value) -> u64 {
    fn add(value: &Value, sum: &mut u64, most: u64) {
        *sum = sum.saturating_add(match value {
            Value::String(text) => of_bytes(text.len()),
            Value::Bytes(bytes) => of_bytes(bytes.len()),
            _ => 1,
        });
        if *sum > most {
            return;
        }
        match value {
            Value::List(items) => items.iter().for_each(|item| add(item, sum, most)),
            Value::Map(fields) => {
                for (name, value) in fields.map.iter() {
                    *sum = sum.saturating_add(match name {
                        Key::String(name) => of_bytes(name.len()),
                        _ => 1,
                    });
                    add(value, sum, most);
                }
            }
            _ => {}
        }
    }
    let mut sum = 0;
    add(value, &mut sum, FUEL);
    sum
}

/// Adds the functions by which expressions pay.
pub(super) fn add_all(context: &mut Context<'_>) {
    context.add_function(STEP, step);
    context.add_function(GROWN, grown);
}

/// What its first argument comes to, at the price that the second names and the sizes of the variables behind it.
fn step(ftx: &FunctionContext<'_, '_>) -> Result<Value, ExecutionError> {
    let [inner, price, variables @ ..] = ftx.args else {
        return Err(ftx.error("it needs two arguments"));
    };
    let price = match &price.expr {
        Expr::Literal(LiteralValue::UInt(price)) => *price.inner(),
        _ => 1,
    };
    enough(spend(price))?;
    for variable in variables {
        // The first turn of a loop has none yet.
        if let Ok(value) = ftx.ptx.resolve(variable) {
            spend_value(&value)?;
        }
    }
    ftx.ptx.resolve(inner)
}

/// What its argument comes to, at the price of its size.
fn grown(ftx: &FunctionContext<'_, '_>) -> Result<Value, ExecutionError> {
    let [inner] = ftx.args else { return Err(ftx.error("it needs one argument")) };
    let value = ftx.ptx.resolve(inner)?;
    spend_value(&value)?;
    Ok(value)
}

/// An expression that pays for what it costs: each turn of a loop, and each sum.
pub(super) fn metered(expression: &mut IdedExpr) {
    meter(expression, &mut Vec::new());
}

fn meter(expression: &mut IdedExpr, own: &mut Vec<String>) {
    let known = own.len();
    match &mut expression.expr {
        Expr::Comprehension(turns) => {
            meter(&mut turns.iter_range, own);
            meter(&mut turns.accu_init, own);
            own.extend([turns.iter_var.clone(), turns.accu_var.clone()]);
            let mut variables = touched(&turns.loop_step, own);
            variables.push(turns.iter_var.clone());
            let price = weight(&turns.loop_step);
            meter(&mut turns.loop_step, own);
            meter(&mut turns.result, own);
            pay(&mut turns.loop_cond, price, variables);
            own.truncate(known);
        }
        Expr::Call(call) => {
            let target = call.target.iter_mut().map(AsMut::as_mut);
            let binds = super::needs::BINDERS.contains(&call.func_name.as_str());
            match call.args.as_mut_slice() {
                [name, body] if binds => {
                    target.for_each(|target| meter(target, own));
                    if let Expr::Ident(name) = &name.expr {
                        own.push(name.clone());
                    }
                    let (price, variables) = (weight(body), touched(body, own));
                    meter(body, own);
                    pay(body, price, variables);
                    own.truncate(known);
                }
                arguments => target.chain(arguments).for_each(|part| meter(part, own)),
            }
            if call.func_name == operators::ADD {
                wrap(expression, GROWN, Vec::new());
            }
        }
        _ => super::children_mut(expression, &mut |child| meter(child, own)),
    }
}

fn pay(part: &mut IdedExpr, price: u64, variables: Vec<String>) {
    let price = Expr::Literal(LiteralValue::UInt(price.into()));
    let variables = variables.into_iter().map(Expr::Ident);
    let others = [price].into_iter().chain(variables);
    wrap(part, STEP, others.map(|expr| IdedExpr { id: 0, expr }).collect());
}

fn wrap(part: &mut IdedExpr, function: &str, mut others: Vec<IdedExpr>) {
    others.insert(0, std::mem::take(part));
    let call = CallExpr { func_name: function.to_owned(), target: None, args: others };
    *part = IdedExpr { id: 0, expr: Expr::Call(call) };
}

/// The variables of the expression's own that a part looks at, each as often as it does.
fn touched(part: &IdedExpr, own: &[String]) -> Vec<String> {
    let mut touched = Vec::new();
    super::walk(part, &mut |part| {
        if let Expr::Ident(name) = &part.expr
            && own.contains(name)
        {
            touched.push(name.clone());
        }
    });
    touched
}

/// What one turn of a part costs by itself.
fn weight(part: &IdedExpr) -> u64 {
    let mut weight = 0;
    super::walk(part, &mut |part| {
        weight += match &part.expr {
            Expr::Literal(LiteralValue::String(text)) => of_bytes(text.inner().len()),
            Expr::Literal(LiteralValue::Bytes(bytes)) => of_bytes(bytes.inner().len()),
            _ => 1,
        };
    });
    weight
}
