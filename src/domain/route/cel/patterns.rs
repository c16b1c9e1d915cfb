//! The regular expressions in CEL expressions. A literal one is compiled together with its expression, while there is
//! memory for it; any other is compiled during evaluation, which costs fuel by its size. A mechanism of this program.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use cel::common::ast::{Expr, IdedExpr, LiteralValue};
use cel::objects::Opaque;
use cel::{ExecutionError, FunctionContext, Value};

use super::fuel;
use crate::domain::value::pattern::{self, SIZES};

/// What patterns that are written out may take of memory: of one expression, and of all. Bytes.
const OF_ONE: usize = 4 * 1024 * 1024;
const OF_ALL: usize = 64 * 1024 * 1024;
/// What the other ones of a thread may take of memory, and how many of them are kept. Bytes.
const OF_THREAD: usize = 4 * 1024 * 1024;
const KEPT: usize = 64;
/// Bytes of a compiled pattern for one unit of [`fuel`].
const COMPILED: usize = 8;
/// What one byte of a pattern may come to while it is read, as of a class. Bytes.
const UNICODE: usize = 64;
/// A pattern up to this size reads a text as fast as it is copied, or nearly so. Bytes.
const SMALL: usize = 16 * 1024;

/// The variables by which an expression knows its own patterns: no expression can write their names.
const NAME: &str = "$pattern";

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static WRITTEN_OUT: LazyLock<Mutex<HashMap<String, Weak<WrittenOut>>>> =
    LazyLock::new(Mutex::default);

thread_local! {
    static OTHERS: RefCell<HashMap<String, Arc<Pattern>>> = RefCell::default();
}

/// A compiled pattern, and the bound within which it was compiled. Bytes.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) regex: regex::Regex,
    size: usize,
}

impl Pattern {
    /// Spends the fuel for matching it against a text: each byte may be compared with every state of the pattern.
    ///
    /// # Errors
    /// There is not enough fuel.
    pub(super) fn read(&self, text: &str) -> Result<(), ExecutionError> {
        fuel::spend_bytes(text.len().saturating_mul(1.max(self.size / SMALL)))
    }
}

/// A pattern that is written out, as a value.
#[derive(Debug)]
struct WrittenOut(Arc<Pattern>);

impl PartialEq for WrittenOut {
    fn eq(&self, other: &Self) -> bool {
        self.0.regex.as_str() == other.0.regex.as_str()
    }
}

impl Eq for WrittenOut {}

impl Opaque for WrittenOut {
    fn runtime_type_name(&self) -> &'static str {
        "kubectl-agw.Pattern"
    }
}

impl Drop for WrittenOut {
    fn drop(&mut self) {
        TAKEN.fetch_sub(self.0.size, Ordering::Relaxed);
    }
}

/// The literal patterns of one expression.
#[derive(Default)]
pub(super) struct Patterns {
    known: Vec<Arc<WrittenOut>>,
    taken: usize,
}

impl Patterns {
    /// Compiles the literal patterns of an expression and replaces them by variables. An invalid one stays as it is,
    /// and fails whenever it is evaluated.
    pub(super) fn take(&mut self, part: &mut IdedExpr) {
        if let Expr::Call(call) = &mut part.expr
            && ["matches", "regexReplace"].contains(&call.func_name.as_str())
        {
            let at = usize::from(call.target.is_none());
            if let Some(IdedExpr { expr, .. }) = call.args.get_mut(at)
                && let Expr::Literal(LiteralValue::String(written)) = expr
                && let Some(known) = self.compile(written.inner())
            {
                self.known.push(known);
                *expr = Expr::Ident(format!("{NAME}{}", self.known.len() - 1));
            }
        }
        super::parts::children_mut(part, &mut |child| self.take(child));
    }

    fn compile(&mut self, written: &str) -> Option<Arc<WrittenOut>> {
        let room = OF_ONE.checked_sub(self.taken).filter(|room| *room > 0)?;
        let mut all = WRITTEN_OUT.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(written).and_then(Weak::upgrade);
        let known = known.filter(|known| known.0.size <= room);
        let Some(compiled) = known else {
            let room = room.min(OF_ALL.saturating_sub(TAKEN.load(Ordering::Relaxed)));
            let pattern = match pattern::smallest(written, room) {
                Ok(pattern::Bounded { regex, size }) => Pattern { regex, size },
                Err(pattern::PatternError::Invalid(_)) => return None,
                Err(pattern::PatternError::TooLarge(_)) => {
                    // Nor is any other one tried: each try takes as long as one that succeeds.
                    self.taken = OF_ONE;
                    return None;
                }
            };
            self.taken += pattern.size;
            TAKEN.fetch_add(pattern.size, Ordering::Relaxed);
            let compiled = Arc::new(WrittenOut(Arc::new(pattern)));
            if all.len().is_power_of_two() {
                all.retain(|_, known| known.strong_count() > 0);
            }
            all.insert(written.to_owned(), Arc::downgrade(&compiled));
            return Some(compiled);
        };
        self.taken += compiled.0.size;
        Some(compiled)
    }

    /// The pattern behind a variable.
    pub(super) fn get(&self, variable: &str) -> Option<Value> {
        let at: usize = variable.strip_prefix(NAME)?.parse().ok()?;
        let known: Arc<dyn Opaque> = self.known.get(at)?.clone();
        Some(Value::Opaque(known))
    }
}

/// The compiled pattern of a function's argument.
///
/// # Errors
/// The argument is not a valid pattern, or there is not enough fuel to compile it.
pub(super) fn compiled(
    ftx: &FunctionContext<'_, '_>,
    given: &Value,
) -> Result<Arc<Pattern>, ExecutionError> {
    let written = match given {
        Value::String(written) => written,
        Value::Opaque(opaque) => {
            let known = opaque.downcast_ref::<WrittenOut>();
            return known
                .map(|known| Arc::clone(&known.0))
                .ok_or_else(|| ftx.error("no regular expression"));
        }
        _ => return Err(ftx.error("no regular expression")),
    };
    if let Some(kept) = OTHERS.with_borrow(|kept| kept.get(written.as_str()).cloned()) {
        return Ok(kept);
    }
    let compiled = Arc::new(compile(ftx, written)?);
    OTHERS.with_borrow_mut(|kept| {
        let taken: usize = kept.values().map(|kept| kept.size).sum();
        if kept.len() >= KEPT || taken + compiled.size > OF_THREAD {
            kept.clear();
        }
        kept.insert(written.as_str().to_owned(), Arc::clone(&compiled));
    });
    Ok(compiled)
}

/// Compiles a pattern within one size limit after the other, and spends the fuel of each before trying it.
fn compile(ftx: &FunctionContext<'_, '_>, written: &str) -> Result<Pattern, ExecutionError> {
    let units = |bytes: usize| u64::try_from(bytes / COMPILED).unwrap_or(u64::MAX);
    fuel::enough(fuel::spend(units(written.len().saturating_mul(UNICODE))))?;
    let mut failed = None;
    for size in SIZES {
        fuel::enough(fuel::spend(units(size)))?;
        match pattern::within(written, size) {
            Ok(regex) => return Ok(Pattern { regex, size }),
            Err(pattern::PatternError::TooLarge(why)) => failed = Some(why),
            Err(pattern::PatternError::Invalid(why)) => return Err(ftx.error(why)),
        }
    }
    Err(ftx.error(failed.unwrap_or_default()))
}
