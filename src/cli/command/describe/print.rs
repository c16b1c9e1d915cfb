//! A description as text.

use super::Description;
use super::chain::ChainLink;
use crate::cli::command::list::cells::status_words;
use crate::cli::output::age::age;
use crate::cli::output::paint;
use crate::cli::output::table::{self, escape_all};
use crate::domain::registry::State;
use crate::domain::registry::effective::EffectivePolicy;

/// The text, section by section.
pub fn text(description: &Description) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        out.push_str(&format!("{name:<12}{}\n", escape_all(value)));
    };
    line("Name:", &description.name);
    line("Namespace:", &description.namespace);
    line("Kind:", description.kind);
    let status = escape_all(&status_words(&description.status));
    let status = paint::marked(&status, description.status.state, paint::wanted());
    out.push_str(&format!("{:<12}{status}\n", "Status:"));
    let mut line = |name: &str, value: &str| {
        out.push_str(&format!("{name:<12}{}\n", escape_all(value)));
    };
    if !description.fallbacks.is_empty() {
        line("Fallbacks:", &description.fallbacks.join(", then "));
    }
    if let Some(next) = &description.status.next {
        line("Try:", next);
    }
    for note in &description.notes {
        line("Note:", note);
    }
    let several = description.chains.len() > 1;
    let mut shown: Option<&Vec<EffectivePolicy>> = None;
    for (index, chain) in description.chains.iter().enumerate() {
        let number = if several { format!(" {}", index + 1) } else { String::new() };
        out.push_str(&format!("\nChain{number}:\n"));
        draw_chain(&mut out, chain);
        let policies = &description.policies[index];
        match shown == Some(policies) {
            true => out.push_str("  policies in effect: the same\n"),
            false => draw_policies(&mut out, policies),
        }
        shown = Some(policies);
    }
    conditions(&mut out, description);
    events(&mut out, description);
    out
}

fn draw_chain(out: &mut String, chain: &[ChainLink]) {
    for (depth, link) in chain.iter().enumerate() {
        let (word, state) = match link.holds {
            true => ("ok  ", State::Ready),
            false => ("FAIL", State::NotReady),
        };
        let mark = paint::marked(word, state, paint::wanted());
        let branch = match depth {
            0 => String::new(),
            depth => format!("{}└─ ", "   ".repeat(depth - 1)),
        };
        let detail =
            if link.detail.is_empty() { String::new() } else { format!("  {}", link.detail) };
        let reason = link.reason.as_ref().map(|reason| format!("  ← {reason}"));
        let reason = reason.unwrap_or_default();
        let words = escape_all(&format!("{}{detail}{reason}", link.object));
        out.push_str(&format!("  {mark} {branch}{words}\n"));
    }
}

fn draw_policies(out: &mut String, policies: &[EffectivePolicy]) {
    if policies.is_empty() {
        out.push_str("  policies in effect: none\n");
        return;
    }
    let cells = |one: &EffectivePolicy| {
        let over = if one.overrides.is_empty() { "-".to_owned() } else { one.overrides.join("; ") };
        vec![one.policy.clone(), one.from.join("; "), over]
    };
    let rows: Vec<_> = policies.iter().map(cells).collect();
    indented(out, &table::draw(Some(&["POLICY IN EFFECT", "FROM", "INSTEAD OF"]), &rows));
}

fn conditions(out: &mut String, description: &Description) {
    out.push_str(match description.computed {
        true => "\nConditions (computed, since no controller has written any):\n",
        false => "\nConditions:\n",
    });
    if description.conditions.is_empty() {
        out.push_str("  none\n");
        return;
    }
    let rows: Vec<_> = description
        .conditions
        .iter()
        .map(|one| {
            let of = if one.of.is_empty() { "itself".to_owned() } else { one.of.clone() };
            let message = escape_all(&one.message);
            vec![of, one.kind.clone(), one.status.clone(), one.reason.clone(), message]
        })
        .collect();
    indented(out, &table::draw(Some(&["OF", "TYPE", "STATUS", "REASON", "MESSAGE"]), &rows));
}

fn events(out: &mut String, description: &Description) {
    if let Some(why) = &description.events_unread {
        out.push_str(&format!("\nEvents: {}\n", escape_all(why)));
        return;
    }
    if description.events.is_empty() {
        return;
    }
    out.push_str("\nEvents:\n");
    let rows: Vec<_> = description
        .events
        .iter()
        .map(|event| {
            let ago = event.last_seen.as_deref().and_then(age);
            let ago = ago.map_or_else(|| "<unknown>".to_owned(), |ago| format!("{ago} ago"));
            let message = escape_all(&event.message);
            vec![ago, event.kind.clone(), event.reason.clone(), event.count.to_string(), message]
        })
        .collect();
    indented(out, &table::draw(Some(&["LAST SEEN", "TYPE", "REASON", "TIMES", "MESSAGE"]), &rows));
}

fn indented(out: &mut String, table: &str) {
    for line in table.lines() {
        out.push_str(&format!("  {line}\n"));
    }
}
