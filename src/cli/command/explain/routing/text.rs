//! An explanation as text.

use super::{AnswerShape, CandidateShape, Shape, TargetShape, Winner};
use crate::cli::command::explain::request::ExplainedRequest;
use crate::cli::output::table;
use crate::domain::registry::effective::EffectivePolicy;

/// The whole of it.
pub(super) fn of(shape: &Shape, asked: &ExplainedRequest) -> String {
    let mut text = request_text(shape, asked);
    if let Some(winner) = &shape.winner {
        text += &winner_text(winner, asked.body.is_some());
    }
    if let Some(answer) = &shape.answer {
        text += &answer_text(answer, "  ");
    }
    if !shape.candidates.is_empty() {
        text += "\n";
        text += &candidates_text(&shape.candidates);
    }
    text
}

/// The request, and the listener that it arrives at.
fn request_text(shape: &Shape, asked: &ExplainedRequest) -> String {
    let gateway = match &shape.gateway {
        Some(gateway) => format!("Gateway {gateway}"),
        None => "the implied Gateway".to_owned(),
    };
    let query = asked.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let scheme = match shape.winner.as_ref().is_some_and(|winner| winner.https) {
        true => "https",
        false => "http",
    };
    format!(
        "{} {scheme}://{}{}{query} at {gateway}, port {}\n",
        asked.method,
        table::visible(&asked.host),
        table::visible(&asked.path),
        shape.port
    )
}

/// The rule that matches, and what it does to the request.
fn winner_text(winner: &Winner, has_body: bool) -> String {
    let mut text = match winner.of_models {
        true => format!("  matched by the models of listener {}\n", winner.listener),
        false => format!(
            "  matched by HTTPRoute {}, rule {} (`{}`), listener {}\n",
            winner.route,
            winner.rule,
            table::visible(&winner.matches),
            winner.listener
        ),
    };
    if let Some(seconds) = winner.timeouts.timeout_seconds {
        text += &format!("  timeout {seconds} s to the head of the response\n");
    }
    if let Some(seconds) = winner.timeouts.backend_timeout_seconds {
        text += &format!("  timeout {seconds} s for each attempt, unless its backend sets one\n");
    }
    text += &rows("  mirror ", &winner.mirrored);
    text += &rows("  reply  ", &winner.reply);
    for one in &winner.policies {
        text += &policy_text(one, "  ");
    }
    text += &rows("  depends", &winner.depends);
    for target in &winner.targets {
        text += &target_text(target, has_body);
    }
    text
}

/// A row for each rule that was compared with the request.
fn candidates_text(candidates: &[CandidateShape]) -> String {
    let cells = |one: &CandidateShape| {
        vec![
            format!("{}.{}", one.route, one.rule),
            one.host.clone(),
            one.matches.clone(),
            one.reason.clone(),
        ]
    };
    let drawn: Vec<_> = candidates.iter().map(cells).collect();
    table::draw(Some(&["HTTPROUTE.RULE", "HOST", "MATCH", "OUTCOME"]), &drawn)
}

fn target_text(target: &TargetShape, has_body: bool) -> String {
    let share = match target.percent {
        100 => String::new(),
        percent => format!(", {percent}% of requests"),
    };
    let provider = match (target.group, &target.provider) {
        (Some(group), Some(name)) => format!(", group {}, provider {name}", group + 1),
        _ => String::new(),
    };
    let mut text = format!("  to {}{share}{provider}\n", target.reference);
    text += &rows("    mirror ", &target.mirrored);
    text += &rows("    reply  ", &target.reply);
    text += &rows("    depends", &target.depends);
    if let Some(answer) = &target.answer {
        text += &answer_text(answer, "    ");
    }
    let Some(url) = &target.url else { return text };
    text += &format!("    calls   {}\n", table::visible(url));
    if let Some(method) = &target.method {
        text += &format!("    method  {}\n", table::visible(method));
    }
    if let Some(route_type) = target.route_type {
        text += &format!("    type    {route_type}\n");
    }
    if let Some(sent_as) = target.sent_as {
        text += &format!("    sent as {sent_as}\n");
    }
    if let Some(model) = &target.model {
        text += &format!("    model   {}\n", table::visible(model));
    }
    for header in &target.headers {
        text += &format!("    header  {}: {}\n", header.name, table::visible(&header.value));
    }
    for change in &target.body {
        let when = if has_body { "" } else { ", if requested in the body" };
        text += &format!("    body    {}{when}\n", table::visible(change));
    }
    for one in &target.policies {
        text += &policy_text(one, "    ");
    }
    text
}

fn rows(heading: &str, lines: &[String]) -> String {
    lines.iter().map(|line| format!("{heading} {}\n", table::visible(line))).collect()
}

fn policy_text(one: &EffectivePolicy, indent: &str) -> String {
    let over = match one.overrides.as_slice() {
        [] => String::new(),
        over => format!(", overriding {}", over.join(", ")),
    };
    format!("{indent}policy  {} of {}{over}\n", one.policy, one.from.join(" and "))
}

fn answer_text(answer: &AnswerShape, indent: &str) -> String {
    let mut text = match &answer.location {
        Some(location) => {
            format!("{indent}answered with {}: {}\n", answer.status, table::visible(location))
        }
        None if answer.body.is_empty() => {
            format!("{indent}answered with {}, no body\n", answer.status)
        }
        None => {
            format!("{indent}answered with {}: {}\n", answer.status, table::visible(&answer.body))
        }
    };
    for header in &answer.headers {
        text += &format!("{indent}  header {}: {}\n", header.name, table::visible(&header.value));
    }
    if let Some(by) = answer.by {
        text += &format!("{indent}by policy {by}\n");
    }
    if let Some(why) = &answer.why {
        text += &format!("{indent}because {}\n", table::visible(why));
    }
    text
}
