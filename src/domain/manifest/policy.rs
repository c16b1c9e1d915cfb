//! AgentgatewayPolicy beside a route: how much of it may be used, and whether a failed request is sent again.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` of agentgateway at 75b4e6ce6.

use serde_json::{Value, json};

use super::invalid::Invalid;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Requests,
    Tokens,
}

/// So many in a unit of time, in each replica of the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    pub counted: Counted,
    pub most: u32,
    /// The CRD's word.
    pub unit: &'static str,
}

/// What a policy of a route should be.
#[derive(Clone, Debug)]
pub struct PolicyOptions {
    pub name: ObjectName,
    /// An HTTPRoute of the same namespace.
    pub route: String,
    pub rate_limits: Vec<RateLimit>,
    /// Send a failed request again, which is what makes the very request fall back that found the failure.
    pub retry: bool,
}

const UNITS: &[(&[&str], &str)] = &[
    (&["second", "seconds", "sec", "s"], "Seconds"),
    (&["minute", "minutes", "min", "m"], "Minutes"),
    (&["hour", "hours", "h"], "Hours"),
];

/// Without a pause the retry overtakes the eviction and goes to the provider that has just failed (observed at
/// 75b4e6ce6).
const BACKOFF: &str = "200ms";
const RETRIED: &[u16] = &[429, 500, 502, 503, 504];
const ATTEMPTS: u32 = 2;

/// Reads `100/minute` or `10000tokens/hour`.
///
/// # Errors
/// What the flag takes.
pub fn rate_limit(text: &str) -> Result<RateLimit, Invalid> {
    let wrong = || Invalid::RateLimit(text.to_owned());
    let (amount, unit) = text.split_once('/').ok_or_else(wrong)?;
    let (number, counted) = match amount.trim().strip_suffix("tokens") {
        Some(number) => (number, Counted::Tokens),
        None => (amount.trim().strip_suffix("requests").unwrap_or(amount), Counted::Requests),
    };
    let most =
        number.trim().parse::<u32>().ok().filter(|most| (1..=i32::MAX as u32).contains(most));
    let most = most.ok_or_else(wrong)?;
    let word = unit.trim().to_ascii_lowercase();
    let unit = UNITS.iter().find(|row| row.0.contains(&word.as_str()));
    let unit = unit.ok_or_else(|| match word.as_str() {
        "day" | "days" | "d" => Invalid::RateLimitByDay,
        _ => wrong(),
    })?;
    Ok(RateLimit { counted, most, unit: unit.1 })
}

/// The object; none where nothing is asked for.
#[must_use]
pub fn policy(wishes: &PolicyOptions) -> Option<Value> {
    let mut traffic = json!({});
    if !wishes.rate_limits.is_empty() {
        let local = wishes.rate_limits.iter().map(|limit| match limit.counted {
            Counted::Requests => json!({"requests": limit.most, "unit": limit.unit}),
            Counted::Tokens => json!({"tokens": limit.most, "unit": limit.unit}),
        });
        traffic["rateLimit"] = json!({"local": local.collect::<Vec<_>>()});
    }
    if wishes.retry {
        traffic["retry"] = json!({"attempts": ATTEMPTS, "backoff": BACKOFF, "codes": RETRIED});
    }
    if traffic.as_object().is_none_or(serde_json::Map::is_empty) {
        return None;
    }
    let (names, target) = (Kind::AgentgatewayPolicy.names(), Kind::HttpRoute.names());
    Some(json!({
        "apiVersion": names.api_version(),
        "kind": names.kind,
        "metadata": {"name": wishes.name.name, "namespace": wishes.name.namespace},
        "spec": {
            "targetRefs": [{"group": target.group, "kind": target.kind, "name": wishes.route}],
            "traffic": traffic,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_people_write_them() {
        let read = |text| rate_limit(text).map(|limit| (limit.counted, limit.most, limit.unit));
        assert_eq!(read("100/minute"), Ok((Counted::Requests, 100, "Minutes")));
        assert_eq!(read("10000tokens/hour"), Ok((Counted::Tokens, 10000, "Hours")));
        assert_eq!(read("5 requests/s"), Ok((Counted::Requests, 5, "Seconds")));
        for wrong in ["", "100", "0/minute", "-1/s", "4294967295/s", "x/minute", "1/fortnight"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(read("1/day"), Err(Invalid::RateLimitByDay));
    }

    #[test]
    fn nothing_asked_is_no_object() {
        let name = ObjectName::new("n", "x");
        let wishes =
            PolicyOptions { name, route: "x".into(), rate_limits: Vec::new(), retry: false };
        assert_eq!(policy(&wishes), None);
        let object = policy(&PolicyOptions { retry: true, ..wishes }).expect("a policy");
        assert_eq!(object["spec"]["targetRefs"][0]["kind"], "HTTPRoute");
        assert_eq!(object["spec"]["traffic"]["retry"]["backoff"], "200ms");
    }
}
