//! The policies that take a line or two: delay, csrf, buffer, headerModifiers.
//!
//! Source: reference/agentgateway.md §5.2.

use std::time::Duration;

use http::header::{HOST, ORIGIN};
use http::{HeaderMap, HeaderName, Method};
use serde_json::Value;

use super::merge::Setting;
use super::{Reading, Traffic};
use crate::domain::route::cel::{Expression, Facts};
use crate::domain::route::duration;
use crate::domain::route::filter::cors::Cors;
use crate::domain::route::filter::header_modifier::HeaderEdits;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// `traffic.delay`.
#[derive(Debug)]
pub enum Delay {
    Fixed(Duration),
    Reckoned(Expression),
}

impl Delay {
    /// How long a request waits.
    #[must_use]
    pub fn of(&self, facts: &Facts<'_>) -> Duration {
        match self {
            Delay::Fixed(delay) => *delay,
            Delay::Reckoned(delay) => {
                let millis = delay.millis(facts).and_then(|millis| u64::try_from(millis).ok());
                Duration::from_millis(millis.unwrap_or_default())
            }
        }
    }
}

/// `traffic.csrf`: origins that may change something beside the own one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Csrf(Vec<String>);

impl Csrf {
    /// Whether a request is no forgery, as far as a browser tells.
    #[must_use]
    pub fn allows(&self, method: &Method, headers: &HeaderMap) -> bool {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return true;
        }
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let origin = text(ORIGIN);
        let trusted = origin.is_some_and(|origin| self.0.iter().any(|own| own == origin));
        match (text(FETCH_SITE), origin) {
            (Some("same-origin" | "none"), _) | (None, None) => true,
            (Some(_), _) => trusted,
            (None, Some(origin)) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                trusted || (host.is_some() && host == text(HOST))
            }
        }
    }
}

fn last<'s>(settings: &[Setting<'s>]) -> &'s Value {
    settings.last().and_then(|setting| setting.value).unwrap_or(&Value::Null)
}

fn text<'v>(written: &'v Value, path: &str) -> Option<&'v str> {
    written.pointer(path).and_then(Value::as_str)
}

/// Reads `delay`.
///
/// # Errors
/// An expression that is too large or names what this twin has not. One that does not compile means no delay.
pub fn delay(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let written = text(last(settings), "/duration").unwrap_or_default();
    into.delay = Some(match duration::read(written) {
        Some(fixed) => Delay::Fixed(fixed),
        None => Delay::Reckoned(Expression::permissive(written, &mut into.notes)?),
    });
    Ok(())
}

/// Reads `csrf`.
///
/// # Errors
/// None: what is not written is not trusted.
pub fn csrf(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let written = last(settings).get("additionalOrigins").and_then(Value::as_array);
    let origins = written.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    into.csrf = Some(Csrf(origins.collect()));
    Ok(())
}

/// How much of a body is held before any of it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// None where only the general limit counts. Bytes.
    pub most: Option<usize>,
    /// Of a larger one the rest goes on as it comes (`failureMode: FailOpen`); otherwise it is refused.
    pub lets_go: bool,
}

/// Reads `frontend.http`: how much of a body is read on this Gateway. The other fields tune connections.
///
/// # Errors
/// A size that is none.
pub fn frontend_http(
    _: &Reading<'_>,
    settings: &[Setting<'_>],
    into: &mut Traffic,
) -> Result<(), String> {
    let Some(setting) = settings.last() else { return Ok(()) };
    for (name, written) in setting.value.and_then(Value::as_object).into_iter().flatten() {
        if name == "maxBufferSize" {
            let most = size(written).ok_or_else(|| format!("{written} is no size"))?;
            into.max_buffer = Some(most);
            continue;
        }
        let whose = setting.policy.map(|policy| policy.name.to_string()).unwrap_or_default();
        let what = format!("policy `frontend.http.{name}` of AgentgatewayPolicy {whose}");
        into.notes.push(format!("{what} is not carried by serve"));
    }
    Ok(())
}

/// Reads `buffer`: how much is held of a request's body, and of a reply's.
///
/// # Errors
/// A size that is none.
pub fn buffer(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let written = last(settings);
    into.buffer = held(written, "request")?;
    into.buffer_reply = held(written, "response")?;
    Ok(())
}

/// How much is held of one of both; none where that is not asked for.
fn held(written: &Value, of: &str) -> Result<Option<Hold>, String> {
    let Some(asked) = written.get(of) else { return Ok(None) };
    let most = asked.get("maxBytes");
    let most = most.map(|max| size(max).ok_or_else(|| format!("{max} is no size"))).transpose()?;
    Ok(Some(Hold { most, lets_go: text(asked, "/failureMode") == Some("FailOpen") }))
}

/// A number of bytes, or one with a unit as Kubernetes writes it.
fn size(written: &Value) -> Option<usize> {
    if let Some(bytes) = written.as_u64() {
        return usize::try_from(bytes).ok();
    }
    let text = written.as_str()?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor = match unit {
        "" => 1,
        "k" => 1000,
        "Ki" => 1 << 10,
        "M" => 1_000_000,
        "Mi" => 1 << 20,
        "G" => 1_000_000_000,
        "Gi" => 1 << 30,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(factor)
}

/// Reads `hostRewrite`: whether the client's `Host` goes on. `Auto` is what happens without it.
///
/// # Errors
/// A mode that is none.
pub fn host_rewrite(
    _: &Reading<'_>,
    settings: &[Setting<'_>],
    into: &mut Traffic,
) -> Result<(), String> {
    into.keeps_host = match text(last(settings), "/mode") {
        Some("None") => true,
        Some("Auto") => false,
        other => return Err(format!("{other:?} is no `mode`")),
    };
    Ok(())
}

/// Reads `headerModifiers.request`.
///
/// # Errors
/// A header that cannot be sent.
pub fn request_headers(
    _: &Reading<'_>,
    settings: &[Setting<'_>],
    into: &mut Traffic,
) -> Result<(), String> {
    into.request_headers = Some(HeaderEdits::of_value(last(settings))?);
    Ok(())
}

/// Reads `headerModifiers.response`.
///
/// # Errors
/// A header that cannot be sent.
pub fn response_headers(
    _: &Reading<'_>,
    settings: &[Setting<'_>],
    into: &mut Traffic,
) -> Result<(), String> {
    into.response_headers = Some(HeaderEdits::of_value(last(settings))?);
    Ok(())
}

/// Reads the policy.
///
/// # Errors
/// None: what is not written is not allowed.
pub fn cors(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    into.cors = settings.last().and_then(|setting| setting.value).map(Cors::of);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_size_may_have_a_unit() {
        for (written, bytes) in
            [(json!(5), Some(5)), (json!("4Ki"), Some(4096)), (json!("1M"), Some(1_000_000))]
        {
            assert_eq!(size(&written), bytes);
        }
        assert_eq!(size(&json!("many")), None);
    }

    #[test]
    fn a_browser_that_says_cross_site_is_refused_unless_its_origin_is_trusted() {
        let csrf = Csrf(vec!["https://friend.test".to_owned()]);
        let ask = |method: &Method, headers: &[(HeaderName, &'static str)]| {
            let headers = headers
                .iter()
                .map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value)));
            csrf.allows(method, &headers.collect())
        };
        assert!(ask(&Method::GET, &[(FETCH_SITE, "cross-site")]));
        assert!(ask(&Method::POST, &[]));
        assert!(ask(&Method::POST, &[(FETCH_SITE, "same-origin")]));
        assert!(!ask(&Method::POST, &[(FETCH_SITE, "cross-site")]));
        assert!(ask(&Method::POST, &[(FETCH_SITE, "cross-site"), (ORIGIN, "https://friend.test")]));
        assert!(ask(&Method::POST, &[(ORIGIN, "http://own.test"), (HOST, "own.test")]));
        assert!(!ask(&Method::POST, &[(ORIGIN, "http://evil.test"), (HOST, "own.test")]));
    }
}
