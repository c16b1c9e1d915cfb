//! `traffic.retry` and `traffic.timeouts`: how often and how long.
//!
//! Source: reference/agentgateway.md §4.3, §5.2.

use std::sync::Arc;

use serde_json::Value;

use super::merge::Setting;
use super::{Reading, Traffic};
use crate::domain::route::duration;
use crate::domain::route::retry::Retry;

/// Reads `traffic.retry`.
///
/// # Errors
/// What is wrong with it, in words.
pub fn retry(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    if let Some(written) = last(settings) {
        into.retry = Some(Arc::new(Retry::read(written, &mut into.notes)?));
    }
    Ok(())
}

/// Reads `traffic.timeouts`.
///
/// # Errors
/// What is wrong with it, in words.
pub fn timeouts(
    _: &Reading<'_>,
    settings: &[Setting<'_>],
    into: &mut Traffic,
) -> Result<(), String> {
    let request = last(settings).and_then(|written| written.get("request"));
    if let Some(request) = request {
        let read = request.as_str().and_then(duration::read);
        into.request_timeout =
            Some(read.ok_or_else(|| format!("`timeouts.request` is no duration: {request}"))?);
    }
    Ok(())
}

/// The strongest one.
fn last<'s>(settings: &[Setting<'s>]) -> Option<&'s Value> {
    settings.iter().rev().find_map(|setting| setting.value)
}
