//! `policies.ai.promptGuard`: what people write and models answer is looked through with patterns, and masked or
//! refused.
//!
//! Source: `crates/agentgateway/src/llm/policy/mod.rs` of agentgateway at 75b4e6ce6.

mod personal;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use serde_json::{Map, Value};

use super::skip::Skips;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::texts::{self, Scope, Stop};
use crate::domain::route::reason::Reason;
use crate::domain::route::refusal::Refusal;
use crate::domain::value::pattern::{Allowance, Patterns};
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
    /// What of a request is looked at.
    scopes: Vec<Scope>,
    rejection: Refusal,
}

#[derive(Debug)]
enum Pattern {
    Custom(Regex),
    Personal(Personal),
}

/// Kinds of guards, as parts of the policy that can be left out by themselves.
pub const PARTS: &[&str] = &[
    "backend.ai.promptGuard.bedrockGuardrails",
    "backend.ai.promptGuard.googleModelArmor",
    "backend.ai.promptGuard.openAIModeration",
    "backend.ai.promptGuard.regex",
    "backend.ai.promptGuard.webhook",
];

const UNREADABLE: &str = "promptGuard cannot check a text document in base64 that is not UTF-8";
const REJECTED: &str = "The request was rejected due to inappropriate content";
const SCOPES: &[(&str, Scope)] = &[
    ("SystemPrompt", Scope::SystemPrompt),
    ("Messages", Scope::Messages),
    ("ToolInput", Scope::ToolInput),
    ("ToolOutput", Scope::ToolOutput),
];

impl Guards {
    /// Reads the policy; none where nothing is left of it. What is left out because the user wants it so is noted.
    ///
    /// # Errors
    /// A guard that asks somebody else, or one that cannot be read.
    pub fn read(
        written: &Value,
        skips: &Skips,
        patterns: &Patterns,
        notes: &mut Vec<String>,
    ) -> Result<Option<Self>, Reason> {
        let mut read = |side: &str| -> Result<Vec<_>, Reason> {
            let all = written.get(side).and_then(Value::as_array).into_iter().flatten();
            let each = all.map(|one| Guard::read(one, skips, patterns, notes));
            each.filter_map(Result::transpose).collect()
        };
        let (request, response) = (read("request")?, read("response")?);
        let streams = written.get("streaming").and_then(Value::as_str) == Some("Enabled");
        let guards = Guards { request, response, streams };
        let idle = guards.request.is_empty() && guards.response.is_empty();
        Ok((!idle).then_some(guards))
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
                Stop::Hidden => guard.rejection.clone(),
                Stop::Unreadable => Refusal::llm_request(400, UNREADABLE),
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
                Stop::Hidden => guard.rejection.clone(),
                Stop::Unreadable => Refusal::llm_response(UNREADABLE),
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
    fn read(
        written: &Value,
        skips: &Skips,
        patterns: &Patterns,
        notes: &mut Vec<String>,
    ) -> Result<Option<Self>, Reason> {
        let fields = written.as_object().into_iter().flatten();
        let beside = ["regex", "response", "scope"];
        let mut others =
            fields.map(|(name, _)| name).filter(|name| !beside.contains(&name.as_str()));
        let kind = others.next().map_or("regex", String::as_str);
        let whole = format!("backend.ai.promptGuard.{kind}");
        if skips.has(&whole) {
            let policy = format!("`policies.ai.promptGuard.{kind}`");
            notes.push(Reason::PolicySkipped(policy).to_string());
            return Ok(None);
        }
        if kind != "regex" {
            return Err(Reason::PolicyNotSupported(format!("`policies.ai.promptGuard.{kind}`")));
        }
        let Some(regex) = written.get("regex") else { return Ok(None) };
        let words = |value: Option<&Value>| -> Vec<String> {
            let words = value.and_then(Value::as_array).into_iter().flatten();
            words.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mut allowance = Allowance::default();
        let custom = words(regex.get("matches"));
        let custom =
            custom.iter().map(|text| Ok(Pattern::Custom(allowance.compile(text, patterns)?)));
        let builtin = words(regex.get("builtins")).into_iter().map(|name| {
            let known = Personal::named(&name).map(Pattern::Personal);
            known.ok_or_else(|| {
                Reason::NotSupported(format!("builtin {name:?} is not known to serve"))
            })
        });
        let scopes = words(written.get("scope")).into_iter().map(|name| {
            let known = SCOPES.iter().find(|(word, _)| *word == name).map(|(_, scope)| *scope);
            known.ok_or_else(|| {
                Reason::NotSupported(format!("scope {name:?} is not known to serve"))
            })
        });
        let mut scopes: Vec<_> = scopes.collect::<Result<_, _>>()?;
        if scopes.is_empty() {
            scopes = SCOPES.iter().map(|(_, scope)| *scope).collect();
        }
        let said = |path: &str| written.pointer(path);
        let message = said("/response/message").and_then(Value::as_str);
        let status = said("/response/statusCode").and_then(Value::as_u64);
        let status = status.and_then(|code| u16::try_from(code).ok()).unwrap_or(403);
        let message = message.map_or(Cow::Borrowed(REJECTED), |text| Cow::Owned(text.to_owned()));
        Ok(Some(Guard {
            patterns: custom.chain(builtin).collect::<Result<_, Reason>>()?,
            rejects: regex.get("action").and_then(Value::as_str) == Some("Reject"),
            scopes,
            rejection: Refusal::guarded(status, message),
        }))
    }

    /// Whether texts of this scope are looked at. What stands beside a conversation goes with it.
    fn covers(&self, scope: Scope) -> bool {
        let beside = [Scope::SystemPrompt, Scope::Messages];
        match scope {
            Scope::Other => beside.iter().any(|one| self.scopes.contains(one)),
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
    fn joined(&self, body: &Value) -> Result<(), Stop> {
        let mut joined = BTreeMap::<(&str, String), String>::new();
        for event in body.as_array().into_iter().flatten() {
            texts::of_event(event, &mut |at, text| {
                if let Some(place) = at.joined {
                    joined.entry((place, at.lane.to_owned())).or_default().push_str(text);
                }
            })?;
        }
        match joined.values().any(|text| self.finds(text)) {
            true => Err(Stop::Hidden),
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
    /// Puts a word in the place of every match; whether there was one.
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

/// A text with a word in the place of each range, which are in order and apart. In one pass.
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
mod tests {
    use super::*;
    use serde_json::json;

    fn guards(written: &Value) -> Guards {
        let mut notes = Vec::new();
        Guards::read(written, &Skips::default(), &Patterns::default(), &mut notes)
            .expect("read")
            .expect("something")
    }

    fn asked(written: &Value, text: &str) -> Result<String, Refusal> {
        let Value::Object(mut body) = json!({"messages": [{"role": "user", "content": text}]})
        else {
            panic!("no object")
        };
        guards(written).request(RouteType::Completions, &mut body)?;
        Ok(body["messages"][0]["content"].as_str().unwrap_or_default().to_owned())
    }

    #[test]
    fn custom_patterns_come_first_and_see_what_was_masked() {
        let written =
            json!({"request": [{"regex": {"matches": ["a@b", "q*"], "builtins": ["Email"]}}]});
        assert_eq!(
            asked(&written, "x a@b.com y@z.org"),
            Ok("x <masked>.com <EMAIL_ADDRESS>".into())
        );
        assert_eq!(asked(&written, "nothing"), Ok("nothing".into()));
    }

    #[test]
    fn escapes_in_arguments_of_tools_hide_nothing_from_a_stream() {
        let written = json!({"streaming": "Enabled",
            "response": [{"regex": {"action": "Mask", "matches": ["secret"]}}]});
        let guards = guards(&written);
        for stretch in ["a secret", r#"{"x":"\u0073ecret"#, r"s\u0065cr\u0065t \u00", "secret\\"] {
            assert!(guards.refuses(stretch).is_some(), "{stretch}");
        }
        for stretch in ["", r"\", r"\u", r"\u00", r"secre\u0", r"\uD83D\uDE00"] {
            assert!(guards.refuses(stretch).is_none(), "{stretch}");
        }
    }

    #[test]
    fn masking_takes_time_in_proportion_to_the_text() {
        let written = json!({"request": [{"regex": {"matches": ["secret"]}}]});
        let text = "secret ".repeat(200_000);
        let masked = asked(&written, &text).expect("masked");
        assert_eq!(masked, "<masked> ".repeat(200_000));
    }

    #[test]
    fn the_first_guard_that_refuses_answers() {
        let reject = |word: &str, response: Value| json!({"regex": {"action": "Reject", "matches": [word]}, "response": response});
        let written = json!({"request": [reject("b", json!({"message": "no b", "statusCode": 422})),
            reject("a", json!({}))]});
        let answer = |text| asked(&written, text).map_err(|r| (r.status, r.body.into_owned()));
        assert_eq!(answer("a b"), Err((422, "no b".into())));
        assert_eq!(answer("a"), Err((403, REJECTED.into())));
        assert_eq!(answer("c"), Ok("c".into()));
    }

    #[test]
    fn who_asks_somebody_else_is_refused_unless_it_is_left_out_by_its_name() {
        let written =
            json!({"request": [{"webhook": {}}], "response": [{"regex": {"matches": ["x"]}}]});
        let read = |names: &[&str]| {
            let skips = Skips::of(names.iter().map(|name| (*name).to_owned()));
            let mut notes = Vec::new();
            let read = Guards::read(&written, &skips, &Patterns::default(), &mut notes);
            read.map(|guards| guards.map(|one| (one.request.len(), one.response.len())))
        };
        assert_eq!(
            read(&[]),
            Err(Reason::PolicyNotSupported("`policies.ai.promptGuard.webhook`".to_owned()))
        );
        assert_eq!(read(&["promptGuard.webhook"]), Ok(Some((0, 1))));
        assert_eq!(read(&["promptGuard.webhook", "promptGuard.regex"]), Ok(None));
    }
}
