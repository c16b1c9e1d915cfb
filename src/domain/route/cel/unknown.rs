//! What is not known of a request that is only explained. An expression that looks at it comes to nothing that could be
//! told: that is said in the place of its value, and of whatever looks at that value. The proxy knows everything, and has
//! none of this.

use std::collections::BTreeMap;

use http::HeaderName;

use super::{Expression, Needs};

/// A part of a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestPart {
    Header(String),
    Method,
    Path,
    Authority,
    Scheme,
    Metadata,
    Body,
    /// The body, to those that know it as the request of a language model.
    LlmRequest,
    /// The client's address.
    Source,
    /// The claims of its token.
    Jwt,
}

impl From<&HeaderName> for RequestPart {
    fn from(name: &HeaderName) -> Self {
        RequestPart::Header(name.as_str().to_owned())
    }
}

impl RequestPart {
    /// Whether an expression with these needs looks at it.
    fn is_seen(&self, needs: &Needs) -> bool {
        let request = |fields: &[&str]| fields.iter().any(|field| needs.asks("request", field));
        match self {
            RequestPart::Header(name) => needs.header(name),
            RequestPart::Method => request(&["method"]),
            RequestPart::Path => request(&["path", "pathAndQuery", "uri"]),
            RequestPart::Authority => request(&["host", "uri"]),
            RequestPart::Scheme => request(&["scheme", "uri"]),
            RequestPart::Body => needs.request_body(),
            RequestPart::LlmRequest => needs.llm_request(),
            RequestPart::Metadata => needs.variable("metadata"),
            RequestPart::Source => needs.source(),
            RequestPart::Jwt => needs.variable("jwt"),
        }
    }

    /// In words; none for a header, whose value says it.
    fn words(&self) -> Option<&'static str> {
        Some(match self {
            RequestPart::Header(_)
            | RequestPart::LlmRequest
            | RequestPart::Source
            | RequestPart::Jwt => return None,
            RequestPart::Method => "the method",
            RequestPart::Path => "the path",
            RequestPart::Authority => "the host",
            RequestPart::Scheme => "the scheme",
            RequestPart::Metadata => "metadata",
            RequestPart::Body => "the body",
        })
    }
}

/// The parts of a request that are not known, each with what it depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown(BTreeMap<RequestPart, String>);

impl Unknown {
    /// Of a request that nobody has sent yet: who will, and its body where that is not given.
    #[must_use]
    pub fn before(has_body: bool) -> Self {
        let mut unknown =
            BTreeMap::from([(RequestPart::Source, "the client's address".to_owned())]);
        if !has_body {
            // A language model's request is made up in its place.
            unknown.insert(RequestPart::Body, "the body, which is not given".to_owned());
        }
        Unknown(unknown)
    }

    /// What an expression looks at of it, in words; none where its value can be told.
    #[must_use]
    pub fn of(&self, by: &Expression) -> Option<String> {
        let needs = by.needs();
        let seen = self.0.iter().filter(|(place, _)| place.is_seen(needs));
        let mut why: Vec<&str> = seen.map(|(_, why)| why.as_str()).collect();
        why.extend(needs.chance().then_some("chance"));
        why.sort_unstable();
        why.dedup();
        (!why.is_empty()).then(|| why.join(" and "))
    }

    /// That a part depends on something.
    pub fn add(&mut self, place: RequestPart, why: &str) {
        if place == RequestPart::Body {
            self.0.insert(RequestPart::LlmRequest, why.to_owned());
        }
        self.0.insert(place, why.to_owned());
    }

    /// That it is known after all.
    pub fn forget(&mut self, place: &RequestPart) {
        if *place == RequestPart::Body {
            self.0.remove(&RequestPart::LlmRequest);
        }
        self.0.remove(place);
    }

    /// Whether it is not known.
    #[must_use]
    pub fn has(&self, place: &RequestPart) -> bool {
        self.0.contains_key(place)
    }

    /// The same for expressions that see of the request only what is sent.
    #[must_use]
    pub fn of_sent(&self) -> Self {
        let mut sent = self.clone();
        sent.0.retain(|place, _| {
            !matches!(place, RequestPart::Source | RequestPart::Jwt | RequestPart::Metadata)
        });
        sent
    }

    /// What has become unknown since `before`, in sentences; headers are left out, whose values say it.
    pub fn since(&self, before: &Self) -> impl Iterator<Item = String> {
        let new = self.0.iter().filter(|(place, _)| !before.has(place));
        new.filter_map(|(place, why)| {
            let what = place.words()?;
            Some(format!("{what} may be changed by an expression that depends on {why}: not shown"))
        })
    }
}

/// What stands in the place of a value that cannot be told.
#[must_use]
pub fn marked(why: &str) -> String {
    format!("[depends on {why}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_depends_on_what_it_looks_at_alone() {
        let mut unknown = Unknown::before(false);
        unknown.add(RequestPart::Header("x-a".to_owned()), "chance");
        unknown.add(RequestPart::Path, "the client's address");
        for (source, why) in [
            ("'fixed'", None),
            ("random() < 0.5", Some("chance")),
            ("source.address", Some("the client's address")),
            ("request.headers['x-b']", None),
            ("'x-b' in request.headers", None),
            ("request.headers.b", None),
            ("request.headers['x-a']", Some("chance")),
            ("'x-a' in request.headers", Some("chance")),
            ("size(request.headers)", Some("chance")),
            ("request.headers[request.method]", Some("chance")),
            ("request.uri + uuid()", Some("chance and the client's address")),
            ("json(request.body).a", Some("the body, which is not given")),
            ("llmRequest.model", None),
            ("request.method", None),
        ] {
            let by = Expression::compile(source).expect("it compiles");
            assert_eq!(unknown.of(&by).as_deref(), why, "{source}");
        }
    }
}
