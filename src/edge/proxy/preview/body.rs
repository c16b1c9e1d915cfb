//! The body of a request on its way: as it is given, or one that is made up in its place.

use bytes::Bytes;
use http::HeaderMap;

use super::dry_run::Preview;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::budget::Budget;
use crate::edge::proxy::body::client;
use crate::edge::proxy::body::decode::{self, Undecoded};

/// A body that has everything that is ever changed, in the place of one that is not at hand.
const ANY_BODY: &str = r#"{"model":"MODEL","stream":true,"max_tokens":1,"messages":[],"contents":[],"input":"","query":"","documents":[]}"#;

/// Stands for a model that the caller names.
const ANY_MODEL: &str = "MODEL";

/// A body on its way.
#[derive(Clone)]
pub(super) struct Body {
    /// As the client sends it.
    pub(super) arrived: Bytes,
    pub(super) now: Bytes,
    /// Whether it is made up, because none was given.
    pub(super) is_assumed: bool,
    /// Whether it was read whole before: who reads it then asks for no limit.
    pub(super) is_held: bool,
    /// The model that one names which is made up.
    model: Option<String>,
}

impl Body {
    pub(super) fn of(request: &Preview, model: Option<&str>) -> Self {
        // Where nothing is said of a body, one is assumed: most requests have one.
        let given = request.body.clone();
        let is_assumed = given.is_none();
        let now = given.unwrap_or_else(|| any(model));
        let arrived = request.arrived.clone().filter(|_| !is_assumed);
        let arrived = arrived.unwrap_or_else(|| now.clone());
        let model = model.map(str::to_owned);
        Body { arrived, now, is_assumed, is_held: request.is_held, model }
    }

    /// That what is sent is not what was given, and is not known.
    pub(super) fn assume(&mut self) {
        let now = any(self.model.as_deref());
        (self.arrived, self.now) = (now.clone(), now);
        (self.is_assumed, self.is_held) = (true, true);
    }

    /// What expressions see of it.
    pub(super) fn known(&self, request: &Preview) -> Option<Bytes> {
        match self.is_assumed {
            true => request.body.clone(),
            false => Some(self.now.clone()),
        }
    }

    /// Reads it whole, as [`ClientBody::hold`](client::ClientBody::hold) does.
    ///
    /// # Errors
    /// 413 over `limit`.
    pub(super) fn hold(&mut self, limit: usize) -> Result<(), Refusal> {
        if !self.is_assumed {
            client::fits(self.now.len(), limit)?;
            self.is_held = true;
        }
        Ok(())
    }

    /// Reads it whole and decompresses it, as a call of a model does. Whether it was compressed.
    ///
    /// # Errors
    /// What of it is not as it should be: [`UnreadableBody`].
    pub(super) fn read(
        &mut self,
        headers: &HeaderMap,
        limit: usize,
        budget: &Budget,
    ) -> Result<bool, UnreadableBody> {
        let coding = decode::coding(headers).map_err(UnreadableBody::Undecoded)?;
        if !self.is_held {
            self.hold(limit).map_err(UnreadableBody::TooLarge)?;
        }
        if let Some(coding) = coding.filter(|_| !self.is_assumed) {
            let plain = decode::undo(coding, &self.now, limit, budget.share());
            let (plain, _) = plain.map_err(UnreadableBody::Undecoded)?;
            // What is told of its changes is told of what it says.
            (self.arrived, self.now) = (plain.clone(), plain);
        }
        Ok(coding.is_some())
    }

    /// Has what a transformation made take its place.
    pub(super) fn replace(&mut self, made: Bytes) {
        if self.is_assumed {
            // What is made takes the place of nothing that anybody has written.
            self.arrived = Bytes::new();
        }
        (self.now, self.is_assumed, self.is_held) = (made, false, true);
    }
}

/// A body that is made up, for this model.
fn any(model: Option<&str>) -> Bytes {
    // A name of a model is written as JSON writes it.
    let name = serde_json::Value::from(model.unwrap_or(ANY_MODEL)).to_string();
    Bytes::from(ANY_BODY.replace(&format!("\"{ANY_MODEL}\""), &name))
}

/// Why a body cannot be read.
pub(super) enum UnreadableBody {
    TooLarge(Refusal),
    Undecoded(Undecoded),
}

impl UnreadableBody {
    /// The answer of a call.
    pub(super) fn refusal(self) -> Refusal {
        match self {
            UnreadableBody::TooLarge(refusal) => refusal,
            UnreadableBody::Undecoded(error) => error.of_request(),
        }
    }
}
