//! Filters of a rule or of a backendRef, as far as this twin carries them. One that it does not carry makes its rule
//! refuse: a filter is never skipped in silence.
//!
//! Source: Gateway API, HTTPRouteFilter (<https://gateway-api.sigs.k8s.io/reference/spec/>);
//! `crates/agentgateway/src/http/filters.rs` of agentgateway at 75b4e6ce6.

pub mod cors;
pub mod header_modifier;
pub mod mirror_spec;
pub mod redirect;
pub mod url_rewrite;

use std::sync::{Arc, LazyLock};

use crate::domain::crd::gateway_api::{Filter, FilterType};
use crate::domain::route::reason::{FieldFault, Reason, RuleFault, Unsupported};
use cors::Cors;
use header_modifier::HeaderEdits;
use mirror_spec::MirrorSpec;
use redirect::Redirect;
use url_rewrite::UrlRewrite;

/// The filters of one rule or backendRef, merged.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    pub request_headers: HeaderEdits,
    pub response_headers: HeaderEdits,
    pub rewrite: Option<UrlRewrite>,
    /// `traffic.hostRewrite`, where no rewrite names a host.
    pub host: Option<HostRewrite>,
    pub redirect: Option<Redirect>,
    pub cors: Option<Cors>,
}

/// `traffic.hostRewrite.mode`, where it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostRewrite {
    /// The client's `Host` is forwarded.
    Keep,
    /// The backend's own, a Service's too (`crates/agentgateway/src/proxy/httpproxy.rs` at 75b4e6ce6, `AutoHostname`).
    Auto,
}

/// What rules and backendRefs without filters share: most have none.
static NONE: LazyLock<Arc<Filters>> = LazyLock::new(Arc::default);

impl Filters {
    /// No filters.
    #[must_use]
    pub fn none() -> Arc<Self> {
        Arc::clone(&NONE)
    }

    /// The same, in little memory where there are none.
    #[must_use]
    pub fn shared(self) -> Arc<Self> {
        let plain = self.request_headers.is_empty()
            && self.response_headers.is_empty()
            && self.rewrite.is_none()
            && self.redirect.is_none()
            && self.cors.is_none();
        if plain { Filters::none() } else { Arc::new(self) }
    }

    /// Reads the filters of a rule, and the mirrors among them, which are no filters once they are resolved.
    ///
    /// # Errors
    /// The first filter that is not supported, or is invalid.
    pub fn read(filters: &[Filter]) -> Result<(Self, Vec<MirrorSpec>), Reason> {
        let (mut read, mut mirrors) = (Filters::default(), Vec::new());
        for filter in filters {
            read.add(filter, &mut mirrors)?;
        }
        Ok((read, mirrors))
    }

    /// Reads the filters of a backendRef, of which agentgateway has only some.
    ///
    /// # Errors
    /// As [`Filters::read`]; and a filter that agentgateway has on rules only.
    pub fn read_of_backend(filters: &[Filter]) -> Result<(Self, Vec<MirrorSpec>), Reason> {
        let (read, mirrors) = Filters::read(filters)?;
        let unsupported = [("URLRewrite", read.rewrite.is_some()), ("CORS", read.cors.is_some())];
        match unsupported.iter().find(|(_, set)| *set) {
            None => Ok((read, mirrors)),
            Some((name, _)) => Err(Unsupported::FilterOfBackend(name).into()),
        }
    }

    fn add(&mut self, filter: &Filter, mirrors: &mut Vec<MirrorSpec>) -> Result<(), Reason> {
        let lacks = RuleFault::FilterLacks;
        match filter.r#type {
            FilterType::RequestHeaderModifier => {
                let edits = filter.request_header_modifier.as_ref();
                self.request_headers
                    .merge(HeaderEdits::read(edits.ok_or(lacks("requestHeaderModifier"))?)?);
            }
            FilterType::ResponseHeaderModifier => {
                let edits = filter.response_header_modifier.as_ref();
                self.response_headers
                    .merge(HeaderEdits::read(edits.ok_or(lacks("responseHeaderModifier"))?)?);
            }
            FilterType::UrlRewrite => {
                let rewrite = filter.url_rewrite.as_ref().ok_or(lacks("urlRewrite"))?;
                self.rewrite = Some(UrlRewrite::read(rewrite)?);
            }
            FilterType::RequestRedirect => {
                let redirect = filter.request_redirect.as_ref().ok_or(lacks("requestRedirect"))?;
                self.redirect = Some(Redirect::read(redirect)?);
            }
            FilterType::RequestMirror => {
                let mirror = filter.request_mirror.as_ref().ok_or(lacks("requestMirror"))?;
                mirrors.push(MirrorSpec::read(mirror)?);
            }
            FilterType::Cors => {
                let cors = filter.cors.as_ref().ok_or(lacks("cors"))?;
                let written = serde_json::to_value(cors)
                    .map_err(|error| FieldFault::Json(error.to_string()))?;
                self.cors = Some(Cors::read(&written)?);
            }
            FilterType::ExternalAuth => return Err(Unsupported::ExternalAuth.into()),
            FilterType::ExtensionRef => return Err(Unsupported::ExtensionRef.into()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_filter_that_is_not_carried_is_said() {
        let filter = serde_json::from_value(json!({"type": "ExternalAuth"})).expect("a filter");
        assert!(
            Filters::read(&[filter]).is_err_and(|error| error.to_string().contains("ExternalAuth"))
        );
    }

    #[test]
    fn a_type_without_its_block_is_said() {
        let filter = serde_json::from_value(json!({"type": "URLRewrite"})).expect("a filter");
        assert!(
            Filters::read(&[filter]).is_err_and(|error| error.to_string().contains("urlRewrite"))
        );
    }
}
