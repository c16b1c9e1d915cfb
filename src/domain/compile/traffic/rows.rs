//! The readers of traffic policies that refer to no other object, each into its field of `RoutePolicies`. They fail
//! where the policy's type (`domain::route::policy`, with its source) cannot read it.
//!
//! Source: which settings of several objects count is agentgateway's `crates/agentgateway/src/store/binds.rs` at
//! 75b4e6ce6, `route_policies`.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::PolicySource;
use crate::domain::route::duration;
use crate::domain::route::filter::HostRewrite;
use crate::domain::route::filter::cors::Cors;
use crate::domain::route::filter::header_modifier::HeaderEdits;
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::buffer::{self, BufferPolicy};
use crate::domain::route::policy::csrf::Csrf;
use crate::domain::route::policy::delay::Delay;
use crate::domain::route::policy::direct_response::DirectResponse;
use crate::domain::route::policy::{RoutePolicies, rate_limit, spec, transformation};
use crate::domain::route::reason::{FieldFault, Reason};
use crate::domain::route::retry::Retry;

type Read = Result<(), Reason>;

/// `authorization`: the rules of one setting, to which those of others are added.
pub(super) fn authorization(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    let mut read = Authorization::default();
    read.add(setting.written(), &mut into.notes)?;
    into.authorization = Some(read);
    Ok(())
}

/// `directResponse`.
pub(super) fn direct_response(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.direct = Some(DirectResponse::read(setting.written(), &mut into.notes)?);
    Ok(())
}

/// `transformation`.
pub(super) fn transformation(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.transformations = transformation::of_value(setting.written(), &mut into.notes)?;
    Ok(())
}

/// `rateLimit`. A condition that does not compile is an error: its limit would be gone.
pub(super) fn rate_limit(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    (into.limits, into.limit_cases) = rate_limit::read(&setting.from, setting.written())?;
    Ok(())
}

/// `delay`.
pub(super) fn delay(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.delay = Some(Delay::read(setting.written(), &mut into.notes)?);
    Ok(())
}

/// `csrf`.
pub(super) fn csrf(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.csrf = Some(Csrf::read(setting.written())?);
    Ok(())
}

/// `frontend.http`: how much of a body is read on this Gateway. The other fields tune connections.
pub(super) fn frontend_http(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Spec {
        /// A number, or text with a unit.
        max_buffer_size: Option<Value>,
        #[serde(flatten)]
        others: Map<String, Value>,
    }
    let Spec { max_buffer_size, others } = spec::parse(setting.written())?;
    if let Some(written) = max_buffer_size {
        let most = buffer::size(&written).ok_or_else(|| FieldFault::Size(written.to_string()))?;
        into.max_buffer = Some(most);
    }
    for name in others.keys() {
        let what = setting.field(&format!("frontend.http.{name}"));
        into.ignored.push(Reason::PolicyNotSupported(what));
    }
    Ok(())
}

/// `buffer`: how much is held of a request's body, and of a reply's.
pub(super) fn buffer(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    [into.buffer, into.buffer_reply] = BufferPolicy::read(setting.written())?;
    Ok(())
}

/// `hostRewrite`: whether the client's `Host` is forwarded. For backends other than Services `Auto` is the default.
pub(super) fn host_rewrite(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Spec {
        mode: Mode,
    }
    #[derive(Deserialize)]
    enum Mode {
        Auto,
        None,
    }
    let Spec { mode } = spec::parse(setting.written())?;
    into.host = Some(match mode {
        Mode::Auto => HostRewrite::Auto,
        Mode::None => HostRewrite::Keep,
    });
    Ok(())
}

/// `headerModifiers.request`.
pub(super) fn request_headers(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.request_headers = Some(HeaderEdits::of_value(setting.written())?);
    Ok(())
}

/// `headerModifiers.response`.
pub(super) fn response_headers(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.response_headers = Some(HeaderEdits::of_value(setting.written())?);
    Ok(())
}

/// `cors`: what is not written is not allowed.
pub(super) fn cors(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.cors = Some(Cors::read(setting.written())?);
    Ok(())
}

/// `retry`.
pub(super) fn retry(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    into.retry = Some(Arc::new(Retry::read(setting.written(), &mut into.notes)?));
    Ok(())
}

/// `timeouts`.
pub(super) fn timeouts(
    _: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Read {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Spec {
        request: Option<String>,
        response_idle: Option<String>,
    }
    let Spec { request, response_idle } = spec::parse(setting.written())?;
    let read = |field, written: Option<String>| {
        let read = |written: String| {
            duration::parse(&written).ok_or(FieldFault::Duration { field, written })
        };
        written.map(read).transpose()
    };
    into.request_timeout = read("timeouts.request", request)?;
    into.response_idle = read("timeouts.responseIdle", response_idle)?;
    Ok(())
}
