//! What an evaluation may cost. The `cel` crate has no bound of its own: loops in loops, and texts that double, run as
//! long and as far as memory goes. Its values are trees that share nothing: each use of a variable, each call and each
//! sum copies. So every part of an expression pays for the value that it makes, in proportion to its size: variables
//! before they are copied, functions that make more than they were given before they make it, and all others right
//! after, when what they made is no larger than what was paid already. An evaluation that has nothing left fails, and
//! says so. Costs are counted, not timed: the same on every machine. A mechanism of this program.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use cel::extractors::IntoFunction;
use cel::{Context, ExecutionError, FunctionContext, Value};

use super::size;

/// What one evaluation may spend.
const FUEL: u64 = size::MOST;
/// What all evaluations of one request may spend together.
const ALL: u64 = 2 * FUEL;
/// Members of a value that are taken one after another without paying: each copies what it takes.
const LINKS: usize = 4;

/// Functions that no expression can name.
const AFFORD: &str = "@afford";
const GROWN: &str = "@grown";

/// What the expressions of one request have cost so far.
#[derive(Debug, Default)]
pub struct Cost(AtomicU64);

impl Cost {
    /// Whether one of them, or all together, cost more than they may: what it would have come to is not known, and
    /// nobody may act as if it had failed.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        self.left() == 0
    }

    /// As much spent so far, counted on its own from here on.
    #[must_use]
    pub fn fork(&self) -> Self {
        Cost(AtomicU64::new(self.0.load(Ordering::Relaxed)))
    }

    fn left(&self) -> u64 {
        ALL.saturating_sub(self.0.load(Ordering::Relaxed))
    }

    fn add(&self, spent: u64) {
        // Evaluations of one request are not many: where two add at the same time, the sum is right all the same.
        self.0.fetch_add(spent.min(ALL), Ordering::Relaxed);
    }
}

thread_local! {
    /// What the evaluation on this thread may still spend; none once that was not enough.
    static LEFT: Cell<Option<u64>> = const { Cell::new(Some(FUEL)) };
}

/// Runs an evaluation with its fuel, and adds what it took to the cost of its request. What it came to; none where
/// that was not enough.
pub(super) fn burn<T>(cost: Option<&Cost>, evaluate: impl FnOnce() -> T) -> Option<T> {
    let given = cost.map_or(FUEL, |cost| cost.left().min(FUEL));
    LEFT.set(Some(given));
    let came = evaluate();
    let left = LEFT.get();
    cost.iter().for_each(|cost| cost.add(left.map_or(ALL, |left| given - left)));
    left.map(|_| came)
}

/// Spends fuel, in units of cost. Returns whether there was enough.
pub(super) fn spend(cost: u64) -> bool {
    let left = LEFT.get().and_then(|left| left.checked_sub(cost));
    LEFT.set(left);
    left.is_some()
}

/// Whether there is enough for what is made now and paid for when it is there; without that, nothing is left.
pub(super) fn covers(cost: u64) -> bool {
    let left = LEFT.get().filter(|left| *left >= cost);
    LEFT.set(left);
    left.is_some()
}

/// Spends fuel for bytes that are made or read.
///
/// # Errors
/// There is not enough.
pub(super) fn spend_bytes(bytes: usize) -> Result<(), ExecutionError> {
    enough(spend(size::of_bytes(bytes)))
}

/// Spends fuel for a value that is made.
///
/// # Errors
/// There is not enough.
pub(super) fn spend_value(value: &Value) -> Result<(), ExecutionError> {
    enough(spend(size::of_value(value)))
}

/// Turns the outcome of [`spend`] into an error of the evaluation.
///
/// # Errors
/// There was not enough fuel.
pub(super) fn enough(is_enough: bool) -> Result<(), ExecutionError> {
    let failed = || ExecutionError::function_error("cost", "the expression costs too much");
    is_enough.then_some(()).ok_or_else(failed)
}

/// A text that is written as long as there is fuel for it.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl std::io::Write for Writer {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        let units = |bytes: usize| u64::try_from(bytes / size::UNIT).unwrap_or(u64::MAX);
        let length = self.0.len().saturating_add(more.len());
        if !spend(units(length) - units(self.0.len())) {
            return Err(std::io::ErrorKind::QuotaExceeded.into());
        }
        self.0.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Adds the functions by which expressions pay.
pub(super) fn add_all(context: &mut Context<'_>) {
    context.add_function(AFFORD, afford);
    add(context, GROWN, |value: Value| Ok::<_, ExecutionError>(value));
}

/// Adds a function whose value is paid for.
pub(super) fn add<T: 'static, F>(context: &mut Context<'_>, name: &str, function: F)
where
    F: IntoFunction<T> + 'static + Send + Sync,
{
    let function = function.into_function();
    context.add_function(name, move |ftx: &FunctionContext<'_, '_>| {
        let value = function(&mut ftx.clone())?;
        spend_value(&value)?;
        Ok::<_, ExecutionError>(value)
    });
}

/// True where there is fuel for the price that its first argument names, and for the variables behind it, each as
/// often as the number after it says. They are measured and not copied.
fn afford(ftx: &FunctionContext<'_, '_>) -> Result<Value, ExecutionError> {
    let number = |part: &IdedExpr| match &part.expr {
        Expr::Literal(LiteralValue::UInt(number)) => *number.inner(),
        _ => 1,
    };
    let [price, variables @ ..] = ftx.args else {
        return Err(ftx.error("it needs a price"));
    };
    enough(spend(number(price)))?;
    for pair in variables.chunks(2) {
        if let [IdedExpr { expr: Expr::Ident(name), .. }, times] = pair
            && let Some(value) = ftx.ptx.get_variable(name)
        {
            enough(spend(size::of_val(value.as_ref()).saturating_mul(number(times))))?;
        }
    }
    Ok(Value::Bool(true))
}

/// Rewrites an expression so that every part spends the fuel that it costs.
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
            for part in [&mut turns.loop_step, &mut turns.result] {
                let (price, mut variables) = (weight(part), touched(part, own));
                variables.entry(turns.iter_var.clone()).or_insert(1);
                meter(part, own);
                pay(part, price, variables);
            }
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
        }
        _ => super::parts::children_mut(expression, &mut |child| meter(child, own)),
    }
    if is_grown(expression) {
        wrap(expression, GROWN);
    }
}

/// Whether a part copies values that were paid for once more: a sum, or the last of many members.
fn is_grown(part: &IdedExpr) -> bool {
    match &part.expr {
        Expr::Call(call) if call.func_name == operators::ADD => !appends(call),
        _ => {
            let links = links(part);
            links > 0 && links.is_multiple_of(LINKS)
        }
    }
}

/// Whether a sum adds a few items to what a loop has so far, which the loop has paid for.
fn appends(call: &CallExpr) -> bool {
    match call.args.as_slice() {
        [so_far, more] => {
            matches!(&so_far.expr, Expr::Ident(name) if name.starts_with('@'))
                && matches!(more.expr, Expr::List(_))
        }
        _ => false,
    }
}

/// How many members a part takes one after another.
fn links(part: &IdedExpr) -> usize {
    let mut part = part;
    let mut links = 0;
    loop {
        part = match &part.expr {
            Expr::Select(select) => &select.operand,
            Expr::Call(call)
                if [operators::OPT_INDEX, operators::OPT_SELECT, operators::INDEX]
                    .contains(&call.func_name.as_str()) =>
            {
                match call.args.first() {
                    Some(operand) => operand,
                    None => return links,
                }
            }
            _ => return links,
        };
        links += 1;
    }
}

/// Lets a part be evaluated only where there is fuel for it. As a condition, for a condition copies nothing.
fn pay(part: &mut IdedExpr, price: u64, variables: BTreeMap<String, u64>) {
    let of = |expr| IdedExpr { id: 0, expr };
    let number = |number: u64| of(Expr::Literal(LiteralValue::UInt(number.into())));
    let mut arguments = vec![number(price)];
    for (name, times) in variables {
        arguments.extend([of(Expr::Ident(name)), number(times)]);
    }
    let call = CallExpr { func_name: AFFORD.to_owned(), target: None, args: arguments };
    let condition = of(Expr::Call(call));
    let paid = std::mem::take(part);
    let args = vec![condition, paid, number(0)];
    let func_name = operators::CONDITIONAL.to_owned();
    *part = of(Expr::Call(CallExpr { func_name, target: None, args }));
}

fn wrap(part: &mut IdedExpr, function: &str) {
    let others = vec![std::mem::take(part)];
    let call = CallExpr { func_name: function.to_owned(), target: None, args: others };
    *part = IdedExpr { id: 0, expr: Expr::Call(call) };
}

/// The variables of the expression's own that a part looks at, and how often: of the two sides of a condition the one
/// that does more often.
fn touched(part: &IdedExpr, own: &[String]) -> BTreeMap<String, u64> {
    let mut touched = BTreeMap::new();
    let add = |touched: &mut BTreeMap<String, u64>, more: BTreeMap<String, u64>| {
        more.into_iter().for_each(|(name, times)| *touched.entry(name).or_default() += times);
    };
    match &part.expr {
        Expr::Ident(name) if own.contains(name) => drop(touched.insert(name.clone(), 1)),
        Expr::Call(CallExpr { func_name, args, .. })
            if func_name == operators::CONDITIONAL && args.len() == 3 =>
        {
            let mut sides = args.iter().map(|side| self::touched(side, own));
            touched = sides.next().unwrap_or_default();
            let mut most = sides.next().unwrap_or_default();
            for (name, times) in sides.next().unwrap_or_default() {
                let known = most.entry(name).or_default();
                *known = times.max(*known);
            }
            add(&mut touched, most);
        }
        _ => {
            super::parts::children(part, &mut |child| add(&mut touched, self::touched(child, own)))
        }
    }
    touched
}

/// What one turn of a part costs by itself.
fn weight(part: &IdedExpr) -> u64 {
    let mut weight = 0;
    super::parts::walk(part, &mut |part| {
        weight += match &part.expr {
            Expr::Literal(LiteralValue::String(text)) => size::of_bytes(text.inner().len()),
            Expr::Literal(LiteralValue::Bytes(bytes)) => size::of_bytes(bytes.inner().len()),
            Expr::Map(map) => 2 * u64::try_from(map.entries.len()).unwrap_or(u64::MAX),
            _ => 1,
        };
    });
    weight
}
