//! `policies.http`, `policies.tcp` and `policies.tls` of a backend: how connections to it are made, and whom they
//! trust.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/plugins/backend_policies.go` and
//! `crates/agentgateway/src/http/backendtls.rs` at 75b4e6ce6.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::backend_tls;
use crate::domain::compile::attached::on_backend::TlsOrigin;
use crate::domain::compile::secret_ref::{self, of_core};
use crate::domain::crd::backend::{self, Policies, SecretRef};
use crate::domain::route::address::{Address, Keepalive};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::certificate::Certificate;
use crate::domain::route::duration;
use crate::domain::route::reason::{AuthorityFault, PolicyFault, PolicyField, Reason, TlsFault};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::trust::{Trust, Verify};
use crate::domain::route::upstream::HttpLimits;
use crate::domain::snapshot::Snapshot;
use crate::domain::snapshot::authorities::{self, CertificateRef};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::typed::{self, FieldError};

/// The policies of a backend that say how it is connected to. What else is there has readers of its own.
#[derive(Deserialize)]
struct Block {
    http: Option<Http>,
    tcp: Option<Tcp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Http {
    version: Option<Version>,
    request_timeout: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
enum Version {
    #[serde(rename = "HTTP1")]
    Http1,
    #[serde(rename = "HTTP2")]
    Http2,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Tcp {
    connect_timeout: Option<String>,
    keepalive: Option<Probes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Probes {
    time: Option<String>,
    interval: Option<String>,
    retries: Option<u32>,
}

/// The fields of `tls` other than the server name.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Tls {
    insecure_skip_verify: Option<Skip>,
    ca_certificate_refs: Option<Vec<CertificateRef>>,
    mtls_certificate_ref: Option<Vec<secret_ref::SecretRefSpec>>,
    verify_subject_alt_names: Option<Vec<String>>,
    alpn_protocols: Option<Vec<String>>,
    certificate_source: Option<CertificateSource>,
    key_exchange_groups: Option<IgnoredAny>,
}

/// What of a server's certificate is not verified.
#[derive(Clone, Copy, Deserialize)]
enum Skip {
    All,
    Hostname,
}

/// Where certificates come from.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum CertificateSource {
    /// The other fields. The API server writes a default where it is not set.
    Inline,
    #[serde(rename = "SPIFFE")]
    Spiffe,
}

impl Tls {
    fn read(tls: &backend::Tls) -> Result<Self, FieldError> {
        typed::fields(&tls.others).map_err(|fault| fault.within("policies.tls"))
    }
}

/// Checks that `serve` supports the fields of `tls` that decide whom a connection trusts.
///
/// # Errors
/// A field that is unknown or not supported; requests are answered with 501.
pub(crate) fn carried(policies: &Policies) -> Result<(), BackendError> {
    let Some(tls) = &policies.tls else { return Ok(()) };
    let tls = Tls::read(tls).map_err(BackendError::unsupported)?;
    let spiffe = tls.certificate_source == Some(CertificateSource::Spiffe);
    let unsupported = match tls.key_exchange_groups {
        Some(_) => Some("keyExchangeGroups"),
        None => spiffe.then_some("certificateSource"),
    };
    if let Some(name) = unsupported {
        let why = Reason::PolicyNotSupported(PolicyField::Own(format!("policies.tls.{name}")));
        return Err(BackendError::unsupported(why));
    }
    let mut clients = tls.mtls_certificate_ref.into_iter().flatten().map(SecretRef::from);
    clients.try_for_each(|client| of_core(&client)).map_err(BackendError::unsupported)
}

/// Lays the policies of a backend in `namespace` over its address. `of` says whose `tls` is.
///
/// # Errors
/// What cannot be read, and authorities that are not there.
pub(crate) fn apply(
    snapshot: &Snapshot,
    namespace: &str,
    policies: &Policies,
    of: &TlsOrigin,
    address: &mut Address,
) -> Result<HttpLimits, BackendError> {
    let mut bounds = HttpLimits::default();
    let read = typed::fields(&policies.others).map_err(|fault| fault.within("policies"));
    let Block { http, tcp } = read.map_err(invalid)?;
    if let Some(Http { version, request_timeout }) = http {
        if let Some(version) = version {
            address.http2 = matches!(version, Version::Http2);
        }
        bounds.request_timeout = time(request_timeout.as_deref(), "http.requestTimeout")?;
    }
    if let Some(tcp) = tcp {
        address.connect_timeout = time(tcp.connect_timeout.as_deref(), "tcp.connectTimeout")?;
        if let Some(Probes { time: after, interval, retries }) = tcp.keepalive {
            address.keepalive = Keepalive {
                time: time(after.as_deref(), "tcp.keepalive.time")?,
                interval: time(interval.as_deref(), "tcp.keepalive.interval")?,
                retries,
            };
        }
    }
    if let Some(tls) = &policies.tls {
        let tls = Tls::read(tls).map_err(invalid)?;
        address.trust = match of {
            TlsOrigin::BackendTls(policy, gateway) => {
                backend_tls::trust(snapshot, policy, gateway.as_ref())?
            }
            TlsOrigin::Policy(namespace) => trust(snapshot, namespace, tls).map_err(|none| {
                // agentgateway attaches the policy all the same: the handshake fails.
                let refusal = Refusal::upstream_failed(format!("Connect: {}", none.handshake));
                none.error(refusal)
            })?,
            TlsOrigin::Backend => trust(snapshot, namespace, tls)
                .map_err(|none| none.error(Refusal::SERVICE_NOT_FOUND))?,
        };
        address.http2 |= address.trust.alpn == ["h2"];
    }
    Ok(bounds)
}

/// Why no handshake can succeed, in a person's words and in agentgateway's.
struct NoHandshake {
    reason: Reason,
    handshake: &'static str,
}

impl NoHandshake {
    fn error(self, refusal: Refusal) -> BackendError {
        BackendError::new(refusal, self.reason)
    }
}

fn trust(snapshot: &Snapshot, namespace: &str, tls: Tls) -> Result<Trust, NoHandshake> {
    let names = tls.verify_subject_alt_names.unwrap_or_default();
    let verify = match tls.insecure_skip_verify {
        Some(Skip::All) => Verify::Nothing,
        Some(Skip::Hostname) => Verify::AnyName,
        None if names.is_empty() => Verify::Name,
        None => Verify::Names(names),
    };
    let (client, own) = match tls.mtls_certificate_ref.into_iter().flatten().next() {
        Some(reference) => client(snapshot, namespace, &SecretRef::from(reference))?,
        None => (None, None),
    };
    let mut authorities = String::new();
    for reference in tls.ca_certificate_refs.iter().flatten() {
        authorities += &certificates(snapshot, namespace, reference)?;
        authorities.push('\n');
    }
    let authorities = Some(authorities).filter(|pem| !pem.is_empty()).or(own);
    Ok(Trust { authorities, verify, client, alpn: tls.alpn_protocols.unwrap_or_default() })
}

const UNKNOWN_ISSUER: &str = "invalid peer certificate: UnknownIssuer";

/// The client certificate, and the CA certificates that its Secret may hold as well.
fn client(
    snapshot: &Snapshot,
    namespace: &str,
    reference: &SecretRef,
) -> Result<(Option<Arc<Certificate>>, Option<String>), NoHandshake> {
    let secret = ObjectName::new(namespace, &reference.name);
    let data = snapshot.secret_data(&secret);
    let pem = |key: &str, label: &str| data?.get(key).filter(|bytes| bytes.is_pem(label)).cloned();
    let found = pem("tls.crt", "CERTIFICATE").zip(pem("tls.key", "PRIVATE KEY"));
    let (chain, key) = found.ok_or_else(|| NoHandshake {
        reason: TlsFault::NoClientCertificate(secret.clone()).into(),
        handshake: "received fatal alert: CertificateRequired",
    })?;
    let own = data.and_then(|data| data.get(authorities::KEY)?.certificates());
    Ok((Some(Arc::new(Certificate { secret, chain, key })), own))
}

fn certificates(
    snapshot: &Snapshot,
    namespace: &str,
    reference: &CertificateRef,
) -> Result<String, NoHandshake> {
    let name = ObjectName::new(namespace, &reference.name);
    let (kind, key) = (reference.of_kind(), reference.data_key());
    let found = match kind {
        Kind::Secret => snapshot.secret_data(&name).and_then(|data| data.get(key)?.certificates()),
        _ => snapshot.config_maps.get(&name).and_then(|data| data.get(key).cloned()),
    };
    found.filter(|pem| pem.contains("BEGIN CERTIFICATE")).ok_or_else(|| {
        let reason =
            TlsFault::Authority(AuthorityFault::no_certificates(kind, name, key).into()).into();
        NoHandshake { reason, handshake: UNKNOWN_ISSUER }
    })
}

fn invalid(fault: FieldError) -> BackendError {
    Reason::from(fault).into()
}

fn time(written: Option<&str>, field: &'static str) -> Result<Option<Duration>, BackendError> {
    let Some(written) = written else { return Ok(None) };
    duration::parse(written).map(Some).ok_or_else(|| {
        let written = written.to_owned();
        Reason::from(PolicyFault::Time { field, written }).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn applied(policies: Value) -> Result<(Address, HttpLimits), BackendError> {
        let mut objects = Objects::new(World::Cluster);
        let map = json!({"metadata": {"name": "ca", "namespace": "n"},
            "data": {"ca.crt": "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----",
                "own.pem": "-----BEGIN CERTIFICATE-----\nAB==\n-----END CERTIFICATE-----"}});
        objects.apply(Kind::ConfigMap, map, Origin::Cluster);
        let mut address = Address::new("h", 443, Some("h".into()));
        let policies = serde_json::from_value(policies).expect("policies");
        let bounds = apply(&objects.snapshot(), "n", &policies, &TlsOrigin::Backend, &mut address)?;
        Ok((address, bounds))
    }

    #[test]
    fn http_and_tcp_are_laid_over_the_address() {
        let (address, bounds) =
            applied(json!({"http": {"version": "HTTP2", "requestTimeout": "2s"},
            "tcp": {"connectTimeout": "300ms", "keepalive": {"time": "20s", "interval": "2s", "retries": 3}}}))
            .expect("valid");
        assert!(address.http2);
        assert_eq!(bounds.request_timeout, Some(Duration::from_secs(2)));
        assert_eq!(address.connect_timeout, Some(Duration::from_millis(300)));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        let keepalive = Keepalive { time: seconds(20), interval: seconds(2), retries: Some(3) };
        assert_eq!(address.keepalive, keepalive);
    }

    #[test]
    fn trust_is_read_and_what_is_none_is_said() {
        let trust = |tls: Value| applied(json!({"tls": tls})).map(|(address, _)| address.trust);
        assert_eq!(trust(json!({})).expect("valid"), Trust::default());
        let all = trust(json!({"insecureSkipVerify": "All"})).expect("valid");
        assert_eq!(all.verify, Verify::Nothing);
        let names = trust(json!({"verifySubjectAltNames": ["a.test"]})).expect("valid");
        assert_eq!(names.verify, Verify::Names(vec!["a.test".into()]));
        let own = trust(json!({"caCertificateRefs": [{"name": "ca"}]})).expect("valid");
        assert!(own.authorities.is_some_and(|pem| pem.contains("BEGIN CERTIFICATE")));
        let keyed = trust(json!({"caCertificateRefs": [{"name": "ca", "key": "own.pem"}]}));
        assert!(keyed.expect("valid").authorities.is_some_and(|pem| pem.contains("AB==")));
        for wrong in [
            json!({"caCertificateRefs": [{"name": "absent"}]}),
            json!({"caCertificateRefs": [{"name": "ca", "key": "absent"}]}),
            json!({"insecureSkipVerify": "Some"}),
            json!({"alpnProtocols": "h2"}),
        ] {
            assert!(trust(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
