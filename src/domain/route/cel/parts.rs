//! Walks through the parts of an expression that the `cel` crate has parsed. A mechanism of this program.

use cel::common::ast::{EntryExpr, Expr, IdedExpr, MapExpr, StructExpr};

/// Whether an expression makes a message, which the `cel` crate cannot evaluate.
pub(super) fn has_message(expression: &IdedExpr) -> bool {
    let mut found = false;
    walk(expression, &mut |part| found |= matches!(part.expr, Expr::Struct(_) | Expr::Unspecified));
    found
}

/// Calls `see` with an expression and all its parts, from the outside in.
pub(super) fn walk<'e>(expression: &'e IdedExpr, see: &mut dyn FnMut(&'e IdedExpr)) {
    see(expression);
    children(expression, &mut |child| walk(child, see));
}

/// Calls `see` with each direct part of an expression.
pub(super) fn children<'e>(expression: &'e IdedExpr, see: &mut dyn FnMut(&'e IdedExpr)) {
    match &expression.expr {
        Expr::Call(call) => {
            call.target.iter().for_each(|target| see(target));
            call.args.iter().for_each(see);
        }
        Expr::Comprehension(turns) => {
            see(&turns.iter_range);
            see(&turns.accu_init);
            see(&turns.loop_cond);
            see(&turns.loop_step);
            see(&turns.result);
        }
        Expr::List(list) => list.elements.iter().for_each(see),
        Expr::Map(MapExpr { entries }) | Expr::Struct(StructExpr { entries, .. }) => {
            for entry in entries {
                match &entry.expr {
                    EntryExpr::StructField(field) => see(&field.value),
                    EntryExpr::MapEntry(entry) => {
                        see(&entry.key);
                        see(&entry.value);
                    }
                }
            }
        }
        Expr::Select(select) => see(&select.operand),
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
    }
}

/// As [`children`], for changing the parts.
pub(super) fn children_mut(expression: &mut IdedExpr, see: &mut dyn FnMut(&mut IdedExpr)) {
    match &mut expression.expr {
        Expr::Call(call) => {
            call.target.iter_mut().for_each(|target| see(target));
            call.args.iter_mut().for_each(see);
        }
        Expr::Comprehension(turns) => {
            see(&mut turns.iter_range);
            see(&mut turns.accu_init);
            see(&mut turns.loop_cond);
            see(&mut turns.loop_step);
            see(&mut turns.result);
        }
        Expr::List(list) => list.elements.iter_mut().for_each(see),
        Expr::Map(MapExpr { entries }) | Expr::Struct(StructExpr { entries, .. }) => {
            for entry in entries {
                match &mut entry.expr {
                    EntryExpr::StructField(field) => see(&mut field.value),
                    EntryExpr::MapEntry(entry) => {
                        see(&mut entry.key);
                        see(&mut entry.value);
                    }
                }
            }
        }
        Expr::Select(select) => see(&mut select.operand),
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
    }
}
