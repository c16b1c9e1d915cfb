//! `policies.http`, `policies.tcp` and `policies.tls` of a backend: how connections to it are made, and whom they trust.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/plugins/backend_policies.go` and
//! `crates/agentgateway/src/http/backendtls.rs` at 75b4e6ce6.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::backend_tls;
use crate::domain::compile::attached::on_backend::TlsOf;
use crate::domain::compile::secret_ref::of_core;
use crate::domain::crd::backend::{Policies, SecretRef};
use crate::domain::route::address::{Address, Keepalive};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::certificate::Certificate;
use crate::domain::route::duration;
use crate::domain::route::reason::Reason;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::trust::{Trust, Verify};
use crate::domain::route::upstream::Bounds;
use crate::domain::snapshot::Snapshot;
use crate::domain::snapshot::authorities::{self, CertificateRef};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::typed;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Http {
    version: Option<String>,
    request_timeout: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tcp {
    connect_timeout: Option<String>,
    keepalive: Option<Probes>,
}

#[derive(Deserialize)]
struct Probes {
    time: Option<String>,
    interval: Option<String>,
    retries: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tls {
    insecure_skip_verify: Option<String>,
    #[serde(default)]
    ca_certificate_refs: Vec<CertificateRef>,
    #[serde(default)]
    mtls_certificate_ref: Vec<SecretRef>,
    #[serde(default)]
    verify_subject_alt_names: Vec<String>,
    #[serde(default)]
    alpn_protocols: Vec<String>,
}

/// Fields of `policies.tls` that are read here.
const OF_TLS: &[&str] = &[
    "insecureSkipVerify",
    "caCertificateRefs",
    "mtlsCertificateRef",
    "verifySubjectAltNames",
    "alpnProtocols",
];

/// What is read of `policies.auth`, beside the keys.
const OF_AUTH: &[&str] = &["location", "passthrough", "credentials"];

/// What the API server writes where nobody did, and means what serve does anyway.
const BY_DEFAULT: &[(&str, Option<&str>)] = &[("certificateSource", Some("Inline"))];

/// Refuses what of single policies cannot be left undone without changing what a request may do.
pub(crate) fn carried(policies: &Policies) -> Result<(), Reason> {
    if let Some(reference) = policies.auth.as_ref().and_then(|auth| auth.secret_ref.as_ref()) {
        of_core(reference)?;
    }
    let tls = policies.tls.as_ref().map(|tls| &tls.others);
    let auth = policies.auth.as_ref().map(|auth| &auth.others);
    for (block, others, read) in [("policies.tls", tls, OF_TLS), ("policies.auth", auth, OF_AUTH)] {
        let mut others = others.into_iter().flatten();
        let is_read = |(name, value): &(&String, &Value)| {
            read.contains(&name.as_str()) || BY_DEFAULT.contains(&(name, value.as_str()))
        };
        if let Some((name, _)) = others.find(|other| !is_read(other)) {
            return Err(Reason::PolicyNotSupported(format!("`{block}.{name}`")));
        }
    }
    let clients = tls.and_then(|tls| tls.get("mtlsCertificateRef")).cloned().unwrap_or_default();
    let clients: Vec<SecretRef> = serde_json::from_value(clients).unwrap_or_default();
    clients.iter().try_for_each(of_core)
}

/// Lays the policies of a backend in `namespace` over its address. `of` says whose `tls` is.
///
/// # Errors
/// What cannot be read, and authorities that are not there.
pub(crate) fn apply(
    snapshot: &Snapshot,
    namespace: &str,
    (policies, of): (&Policies, &TlsOf),
    address: &mut Address,
) -> Result<Bounds, BackendError> {
    let mut bounds = Bounds::default();
    if let Some(http) = read::<Http>(policies.others.get("http"), "http")? {
        match http.version.as_deref() {
            Some("HTTP2") => address.http2 = true,
            Some("HTTP1") => address.http2 = false,
            Some(other) => return Err(unreadable("http.version", other)),
            None => {}
        }
        bounds.request_timeout = time(http.request_timeout.as_deref(), "http.requestTimeout")?;
    }
    if let Some(tcp) = read::<Tcp>(policies.others.get("tcp"), "tcp")? {
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
        let others = tls.others.clone().into_iter().collect();
        if let Some(tls) = read::<Tls>(Some(&Value::Object(others)), "tls")? {
            address.trust = match of {
                TlsOf::BackendTls(policy, gateway) => {
                    backend_tls::trust(snapshot, policy, gateway.as_ref())?
                }
                TlsOf::Policy(namespace) => trust(snapshot, namespace, tls).map_err(|none| {
                    // agentgateway attaches the policy all the same: the handshake fails.
                    let refusal = Refusal::upstream_failed(format!("Connect: {}", none.handshake));
                    none.trouble(refusal)
                })?,
                TlsOf::Backend => trust(snapshot, namespace, tls)
                    .map_err(|none| none.trouble(Refusal::SERVICE_NOT_FOUND))?,
            };
            address.http2 |= address.trust.alpn == ["h2"];
        }
    }
    Ok(bounds)
}

/// Why no handshake can succeed, in a person's words and in agentgateway's.
struct NoHandshake {
    reason: Reason,
    handshake: &'static str,
}

impl NoHandshake {
    fn trouble(self, refusal: Refusal) -> BackendError {
        BackendError::new(refusal, self.reason)
    }
}

fn trust(snapshot: &Snapshot, namespace: &str, tls: Tls) -> Result<Trust, NoHandshake> {
    let verify = match tls.insecure_skip_verify.as_deref() {
        Some("All") => Verify::Nothing,
        Some("Hostname") => Verify::AnyName,
        Some(other) => {
            let reason = format!("`policies.tls.insecureSkipVerify` is invalid: {other:?}").into();
            return Err(NoHandshake { reason, handshake: UNKNOWN_ISSUER });
        }
        None if tls.verify_subject_alt_names.is_empty() => Verify::Name,
        None => Verify::Names(tls.verify_subject_alt_names),
    };
    let (client, own) = match tls.mtls_certificate_ref.first() {
        Some(reference) => client(snapshot, namespace, reference)?,
        None => (None, None),
    };
    let mut authorities = String::new();
    for reference in &tls.ca_certificate_refs {
        authorities += &certificates(snapshot, namespace, reference)?;
        authorities.push('\n');
    }
    let authorities = Some(authorities).filter(|pem| !pem.is_empty()).or(own);
    Ok(Trust { authorities, verify, client, alpn: tls.alpn_protocols })
}

const UNKNOWN_ISSUER: &str = "invalid peer certificate: UnknownIssuer";

/// The certificate to show, and the authorities that its Secret may name beside it.
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
        reason: format!(
            "no client certificate under `tls.crt` and `tls.key` of Secret {secret}: it is absent, has none, or you may not read it"
        )
        .into(),
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
    let kind = reference.of_kind();
    let found = match kind {
        Kind::Secret => {
            snapshot.secret_data(&name).and_then(|data| data.get(authorities::KEY)?.certificates())
        }
        _ => snapshot.config_maps.get(&name).and_then(|data| data.get(authorities::KEY).cloned()),
    };
    found.filter(|pem| pem.contains("BEGIN CERTIFICATE")).ok_or_else(|| {
        let reason = authorities::missing(kind, namespace, &name.name).into();
        NoHandshake { reason, handshake: UNKNOWN_ISSUER }
    })
}

fn read<T: serde::de::DeserializeOwned>(
    block: Option<&Value>,
    name: &str,
) -> Result<Option<T>, BackendError> {
    let Some(block) = block else { return Ok(None) };
    typed::read(block)
        .map(Some)
        .map_err(|fault| Reason::Invalid(format!("`policies.{name}` is invalid: {fault}")).into())
}

fn time(written: Option<&str>, field: &str) -> Result<Option<Duration>, BackendError> {
    let Some(written) = written else { return Ok(None) };
    duration::read(written).map(Some).ok_or_else(|| unreadable(field, written))
}

fn unreadable(field: &str, written: &str) -> BackendError {
    Reason::Invalid(format!("`policies.{field}` is invalid: {written:?}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::json;

    fn applied(policies: Value) -> Result<(Address, Bounds), BackendError> {
        let mut objects = Objects::new(World::Cluster);
        let map = json!({"metadata": {"name": "ca", "namespace": "n"},
            "data": {"ca.crt": "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"}});
        objects.apply(Kind::ConfigMap, map, Origin::Cluster);
        let mut address = Address::new("h", 443, Some("h".into()));
        let policies = serde_json::from_value(policies).expect("policies");
        let bounds = apply(&objects.snapshot(), "n", (&policies, &TlsOf::Backend), &mut address)?;
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
        for wrong in [
            json!({"caCertificateRefs": [{"name": "absent"}]}),
            json!({"insecureSkipVerify": "Some"}),
            json!({"alpnProtocols": "h2"}),
        ] {
            assert!(trust(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
