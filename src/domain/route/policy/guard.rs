//! `policies.ai.promptGuard`: what people write and models answer is looked through with patterns, and masked or
//! refused.
//!
//! Source: `crates/agentgateway/src/llm/policy/mod.rs` of agentgateway at 75b4e6ce6.

mod personal;
pub mod sample;
mod spec;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use serde_json::{Map, Value};

use super::skip::Skips;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::texts::{self, GuardStop, TextScope};
use crate::domain::route::reason::{Note, PolicyFault, PolicyField, Reason};
use crate::domain::route::refusal::Refusal;
use crate::domain::value::pattern::{Allowance, Patterns};
use crate::domain::value::typed;
use personal::Personal;

/// The guards of a backend, in the order in which they look.
#[derive(Debug, Default)]
pub struct Guards {
    request: Vec<Guard>,
    response: Vec<Guard>,
    /// Whether streams are looked through too.
    streams: bool,
}

/// One guard.
#[derive(Debug)]
struct Guard {
    patterns: Vec<Pattern>,
    /// Refuse what has a match, instead of masking it.
    rejects: bool,
    /// Which texts of a request are inspected.
    scopes: Vec<TextScope>,
    rejection: Refusal,
}

#[derive(Debug)]
enum Pattern {
    Custom(Regex),
    Personal(Personal),
}

/// Kinds of guards, each of which the user can skip separately.
pub const PARTS: &[&str] = &[
    "backend.ai.promptGuard.bedrockGuardrails",
    "backend.ai.promptGuard.googleModelArmor",
    "backend.ai.promptGuard.openAIModeration",
    "backend.ai.promptGuard.regex",
    "backend.ai.promptGuard.webhook",
];

const UNREADABLE: &str = "promptGuard cannot check a text document in base64 that is not UTF-8";
const REJECTED: &str = "The request was rejected due to inappropriate content";
/// What a guard inspects by default: all of a request.
const SCOPES: [TextScope; 4] =
    [TextScope::SystemPrompt, TextScope::Messages, TextScope::ToolInput, TextScope::ToolOutput];

impl Guards {
    /// Reads the guards of `policies.ai`; none where nothing is left of them. What is left out because the user wants
    /// it so is noted.
    ///
    /// # Errors
    /// A guard that calls an external service, or one that cannot be read.
    pub fn read(
        ai: &Map<String, Value>,
        skips: &Skips,
        patterns: &Patterns,
        notes: &mut Vec<Reason>,
    ) -> Result<Option<Self>, Reason> {
        let spec::Block { prompt_guard } =
            typed::fields(ai).map_err(|fault| fault.within("policies.ai"))?;
        let Some(spec::Guards { request, response, streaming }) = prompt_guard else {
            return Ok(None);
        };
        let mut read = |written: Option<spec::Guard>, side, index: usize| {
            let written = written.ok_or(PolicyFault::Guard { side, index })?;
            Guard::read(written, skips, patterns, notes)
        };
        let each = request.into_iter().flatten().enumerate();
        let request = each.map(|(index, one)| read(one.guard(), "request", index));
        let request = request.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?;
        let each = response.into_iter().flatten().enumerate();
        let response = each.map(|(index, one)| read(one.guard(), "response", index));
        let response = response.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?;
        let streams = matches!(streaming, Some(spec::Streaming::Enabled));
        let idle = request.is_empty() && response.is_empty();
        Ok((!idle).then_some(Guards { request, response, streams }))
    }

    /// Whether a request has to be read for them.
    #[must_use]
    pub fn look_at_requests(&self, route_type: RouteType) -> bool {
        !self.request.is_empty() && texts::knows(route_type)
    }

    /// Whether a reply has to be read for them.
    #[must_use]
    pub fn look_at_replies(&self, route_type: RouteType) -> bool {
        !self.response.is_empty() && texts::knows(route_type)
    }

    /// Whether replies are looked through as they stream.
    #[must_use]
    pub fn look_at_streams(&self, route_type: RouteType) -> bool {
        self.streams && self.look_at_replies(route_type)
    }

    /// Whether messages of a WebSocket would be looked through.
    #[must_use]
    pub fn look_at_sockets(&self) -> bool {
        self.streams
    }

    /// Looks through a request; whether it was changed.
    ///
    /// # Errors
    /// The answer of the first guard that refuses it.
    pub fn request(
        &self,
        route_type: RouteType,
        body: &mut Map<String, Value>,
    ) -> Result<bool, Refusal> {
        if let Some(field) = texts::in_tokens(body) {
            let why = format!("promptGuard cannot check `{field}` written as tokens; send text");
            return Err(Refusal::llm_request(400, why));
        }
        let mut changed = false;
        for guard in &self.request {
            let mut verdict = Ok(());
            let read = texts::of_request(route_type, body, &mut |scope, text| {
                if guard.covers(scope) {
                    changed |= guard.look(text, &mut verdict);
                }
            });
            verdict?;
            read.map_err(|stop| match stop {
                GuardStop::Hidden => guard.rejection.clone(),
                GuardStop::Unreadable => Refusal::llm_request(400, UNREADABLE),
            })?;
        }
        Ok(changed)
    }

    /// Looks through a reply; whether it was changed.
    ///
    /// # Errors
    /// The answer of the first guard that refuses it.
    pub fn response(&self, route_type: RouteType, body: &mut Value) -> Result<bool, Refusal> {
        let mut changed = false;
        for guard in &self.response {
            let mut verdict = Ok(());
            let read = texts::of_response(route_type, body, &mut |text| {
                changed |= guard.look(text, &mut verdict);
            });
            verdict?;
            let read = read.and_then(|()| guard.joined(body));
            read.map_err(|stop| match stop {
                GuardStop::Hidden => guard.rejection.clone(),
                GuardStop::Unreadable => Refusal::llm_response(UNREADABLE),
            })?;
        }
        Ok(changed)
    }

    /// The answer of the first guard that finds something in a stretch of a stream. Of a stream nothing can be masked
    /// any more, so that what would be masked is refused too. Arguments of tools come as JSON in pieces: they are also
    /// looked at without their escapes.
    #[must_use]
    pub fn refuses(&self, stretch: &str) -> Option<&Refusal> {
        let plain: Vec<_> = texts::layers(stretch).collect();
        let finds =
            |guard: &&Guard| guard.finds(stretch) || plain.iter().any(|plain| guard.finds(plain));
        self.response.iter().find(finds).map(|guard| &guard.rejection)
    }
}

impl Guard {
    /// None where the user wants guards of this kind skipped.
    fn read(
        written: spec::Guard,
        skips: &Skips,
        patterns: &Patterns,
        notes: &mut Vec<Reason>,
    ) -> Result<Option<Self>, Reason> {
        let spec::Guard { kind, answer, scopes } = written;
        let name = match &kind {
            spec::Kind::Regex(_) => "regex",
            spec::Kind::Asks(name) => name,
        };
        let policy = || PolicyField::Own(format!("policies.ai.promptGuard.{name}"));
        if skips.has(&format!("backend.ai.promptGuard.{name}")) {
            notes.push(Reason::PolicySkipped(policy()));
            return Ok(None);
        }
        let spec::Regex { action, matches, builtins } = match kind {
            spec::Kind::Regex(regex) if regex.action == Some(spec::Action::Audit) => {
                notes.push(Note::AuditingGuard.into());
                return Ok(None);
            }
            spec::Kind::Regex(regex) => regex,
            spec::Kind::Asks(_) => return Err(Reason::PolicyNotSupported(policy())),
        };
        let mut allowance = Allowance::default();
        let custom = matches.into_iter().flatten().map(|text| {
            let regex = allowance.compile(&text, patterns);
            regex.map(Pattern::Custom).map_err(Reason::from)
        });
        let builtin = builtins.into_iter().flatten().map(|one| Ok(Pattern::Personal(one)));
        let message = answer.message.map_or(Cow::Borrowed(REJECTED), Cow::Owned);
        Ok(Some(Guard {
            patterns: custom.chain(builtin).collect::<Result<_, _>>()?,
            rejects: action == Some(spec::Action::Reject),
            scopes: if scopes.is_empty() { SCOPES.to_vec() } else { scopes },
            rejection: Refusal::guarded(answer.status_code.unwrap_or(403), message),
        }))
    }

    /// Whether texts of this scope are looked at. What stands beside a conversation goes with it.
    fn covers(&self, scope: TextScope) -> bool {
        let beside = [TextScope::SystemPrompt, TextScope::Messages];
        match scope {
            TextScope::Other => beside.iter().any(|one| self.scopes.contains(one)),
            _ => self.scopes.contains(&scope),
        }
    }

    /// Looks through one text; whether it was changed.
    fn look(&self, text: &mut String, verdict: &mut Result<(), Refusal>) -> bool {
        if verdict.is_err() {
            return false;
        }
        if self.rejects {
            if self.finds(text) {
                *verdict = Err(self.rejection.clone());
            }
            return false;
        }
        // Each pattern sees what those before it have masked.
        let masked = self.patterns.iter().map(|pattern| pattern.mask(text));
        masked.filter(|changed| *changed).count() > 0
    }

    /// A reply that is a list is a stream whose events came together: clients join their texts as those of events.
    fn joined(&self, body: &Value) -> Result<(), GuardStop> {
        let mut joined = BTreeMap::<(&str, String), String>::new();
        for event in body.as_array().into_iter().flatten() {
            texts::of_event(event, &mut |at, text| {
                if let Some(place) = at.joined {
                    joined.entry((place, at.lane.to_owned())).or_default().push_str(text);
                }
            })?;
        }
        match joined.values().any(|text| self.finds(text)) {
            true => Err(GuardStop::Hidden),
            false => Ok(()),
        }
    }

    fn finds(&self, text: &str) -> bool {
        self.patterns.iter().any(|pattern| match pattern {
            Pattern::Custom(regex) => regex.is_match(text),
            Pattern::Personal(personal) => !personal.find(text).is_empty(),
        })
    }
}

impl Pattern {
    /// Replaces every match with a word. Returns whether there was one.
    fn mask(&self, text: &mut String) -> bool {
        let (found, word) = match self {
            // A match of nothing masks nothing.
            Pattern::Custom(regex) => {
                let found = regex.find_iter(text).map(|found| found.range());
                (found.filter(|range| !range.is_empty()).collect(), "<masked>")
            }
            Pattern::Personal(personal) => (personal.find(text), personal.word()),
        };
        if found.is_empty() {
            return false;
        }
        *text = masked(text, &found, word);
        true
    }
}

/// A text with each range replaced by a word. The ranges are in order and do not overlap.
fn masked(text: &str, found: &[Range<usize>], word: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for range in found {
        masked.push_str(text.get(from..range.start).unwrap_or_default());
        masked.push_str(word);
        from = range.end;
    }
    masked.push_str(text.get(from..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests;
