//! kube's errors, put into words. Only text that is known to be harmless is passed on: the API server's messages and
//! the names of network failures, never a body, a header or a `Debug` of anything.

use std::error::Error;
use std::io;

use kube::Config;
use kube::core::response::Status;

use super::ClusterError;
use super::answer::NotKubernetes;
use super::error::Owner;
use crate::domain::value::descriptors;
use crate::domain::value::shell::CommandLine;

/// The API server that a request is sent to, as errors name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ApiServer {
    /// The server's URL without credentials.
    pub server: String,
    pub context: Option<String>,
    /// The proxy's host and port.
    pub proxy: Option<String>,
}

impl ApiServer {
    /// The one of a configuration.
    pub(super) fn new(config: &Config, context: Option<String>) -> Self {
        let proxy = config.proxy_url.as_ref().and_then(|proxy| proxy.authority());
        ApiServer {
            server: bare(&config.cluster_url),
            context,
            proxy: proxy.map(|authority| {
                let text = authority.as_str();
                text.rsplit_once('@').map_or(text, |(_, host)| host).to_owned()
            }),
        }
    }

    /// `https://host:6443 (context prod, through the proxy p:3128)`.
    fn describe(&self) -> String {
        let context = self.context.as_ref().map(|name| format!("context {name}"));
        let proxy = self.proxy.as_ref().map(|proxy| format!("through the proxy {proxy}"));
        let more: Vec<String> = context.into_iter().chain(proxy).collect();
        match more.is_empty() {
            true => self.server.clone(),
            false => format!("{} ({})", self.server, more.join(", ")),
        }
    }

    /// The words for `error`, which befell `subject` (`AgentgatewayBackend prod/openai`, or a resource's name).
    pub(super) fn explain(&self, error: kube::Error, subject: &str) -> ClusterError {
        match error {
            kube::Error::Api(status) => self.refusal(&status, subject),
            kube::Error::Service(error) => self.transport(error.as_ref()),
            kube::Error::HyperError(error) => self.transport(&error),
            kube::Error::ReadEvents(error) => self.transport(&error),
            kube::Error::SerdeError(error) => self.not_kubernetes(match error.is_eof() {
                true => "the response was cut off".to_owned(),
                false => "a response in an unexpected format".to_owned(),
            }),
            kube::Error::FromUtf8(_) => {
                self.not_kubernetes("a response that isn't text".to_owned())
            }
            kube::Error::RustlsTls(error) => self.transport(&error),
            kube::Error::BuildRequest(_) => ClusterError::Other(format!(
                "{subject} can't be requested; are its name and namespace valid?"
            )),
            kube::Error::Discovery(error) => ClusterError::Other(format!("discovery: {error}")),
            _ => ClusterError::Other(format!("the request for {subject} couldn't be built")),
        }
    }

    /// The words for a Status.
    pub(super) fn refusal(&self, status: &Status, subject: &str) -> ClusterError {
        if status.code == 0 && status.message.is_empty() && status.reason.is_empty() {
            return self.not_kubernetes("an error that isn't a Kubernetes Status".to_owned());
        }
        let message = printable(&status.message);
        match status.code {
            401 => ClusterError::Unauthorized { at: self.describe() },
            _ if status.is_forbidden() || names_admission(&message) => match denial(&message) {
                Some(advice) => ClusterError::Denied { message, advice },
                None => ClusterError::Forbidden { message },
            },
            404 if names_nothing(status) => {
                ClusterError::NotInstalled { resource: subject.to_owned() }
            }
            _ if status.is_not_found() => not_found(status, message),
            _ if !owners(status).is_empty() => {
                ClusterError::Conflict { subject: subject.to_owned(), owners: owners(status) }
            }
            _ if status.is_invalid() => ClusterError::Invalid {
                subject: subject.to_owned(),
                message,
                causes: causes(status),
            },
            _ => ClusterError::Refused { reason: reason(status), message },
        }
    }

    /// The words for what happened below HTTP, or instead of it.
    fn transport(&self, error: &(dyn Error + 'static)) -> ClusterError {
        if let Some(stranger) = find::<NotKubernetes>(error) {
            return self.not_kubernetes(stranger.to_string());
        }
        // Credentials that could not be renewed.
        if let Some(error) = find::<ClusterError>(error) {
            return error.clone();
        }
        if let Some(limit) = os_code(error).and_then(descriptors::explain) {
            return ClusterError::Descriptors { at: self.describe(), limit };
        }
        if let Some(error) = find::<rustls::Error>(error) {
            let (reason, advice) = tls(error);
            return ClusterError::Tls { at: self.describe(), reason, advice };
        }
        let (reason, advice) = network(error);
        ClusterError::Unreachable { at: self.describe(), reason, advice }
    }

    pub(super) fn not_kubernetes(&self, answer: String) -> ClusterError {
        ClusterError::NotKubernetes { at: self.describe(), answer }
    }
}

/// Admission answers with the code that its author chose, 422 by default for policies.
fn names_admission(message: &str) -> bool {
    message.contains("ValidatingAdmissionPolicy '") || message.contains("admission webhook \"")
}

/// What to do about a 403 that is not about a right: admission refuses the object itself. An authorizer says who cannot
/// do what (`User "x" cannot list resource …`).
fn denial(message: &str) -> Option<String> {
    let quoted = |before: &str| {
        let (_, rest) = message.split_once(before)?;
        rest.split_once(['\'', '"']).map(|(name, _)| name)
    };
    if message.contains("exceeded quota") {
        let see = "the namespace's quota is exceeded: see `kubectl describe resourcequota`";
        return Some(see.to_owned());
    }
    if let Some(name) = quoted("ValidatingAdmissionPolicy '") {
        let policy = CommandLine::new("kubectl get validatingadmissionpolicy").arg(name);
        let see = format!("an admission policy of the cluster rejects it: see `{policy} -o yaml`");
        return Some(see);
    }
    if let Some(name) = quoted("admission webhook \"") {
        return Some(format!("fix what the webhook {name} rejects, or ask its owner"));
    }
    let authorizer = message.contains(" cannot ") || !message.contains(": ");
    (!authorizer)
        .then(|| "the cluster's admission rejects the object, regardless of the client".to_owned())
}

/// Whether a 404 is about the path and not about an object: the kind is not served.
pub(super) fn names_nothing(status: &Status) -> bool {
    status.code == 404 && status.details.as_ref().is_none_or(|details| details.name.is_empty())
}

fn bare(url: &http::Uri) -> String {
    let host = url.host().unwrap_or_default();
    let port = url.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    format!("{}://{host}{port}{path}", url.scheme_str().unwrap_or("https"))
}

/// The other side's text on our terminal: no control characters but line breaks, and an end.
fn printable(text: &str) -> String {
    const MOST: usize = 4000;
    text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(MOST).collect()
}

/// kube's own phrase for an error body that was plain text says nothing.
fn reason(status: &Status) -> String {
    match status.reason.as_str() {
        "" | "Failed to parse error data" => format!("HTTP {}", status.code),
        reason => printable(reason),
    }
}

fn not_found(status: &Status, message: String) -> ClusterError {
    let details = status.details.as_ref();
    let advice = match details {
        Some(details) if details.kind == "namespaces" => {
            let create =
                CommandLine::new("kubectl create namespace").arg(&printable(&details.name));
            format!("create it with `{create}`")
        }
        Some(details) if !details.kind.is_empty() => {
            let resource = match details.group.as_str() {
                "" => details.kind.clone(),
                group => format!("{}.{group}", details.kind),
            };
            let get = CommandLine::new("kubectl get").arg(&printable(&resource));
            format!("see `{get} --all-namespaces`")
        }
        _ => "see `kubectl api-resources`".to_owned(),
    };
    ClusterError::NotFound { message, advice }
}

/// Who owns the fields that a server-side apply wanted: the cause's message reads `conflict with "manager" using v1`.
fn owners(status: &Status) -> Vec<Owner> {
    let causes = status.details.iter().flat_map(|details| &details.causes);
    let mut owners: Vec<Owner> = Vec::new();
    for cause in causes.filter(|cause| cause.reason == "FieldManagerConflict") {
        let manager = cause.message.split('"').nth(1).unwrap_or("another manager");
        let (manager, field) = (printable(manager), printable(&cause.field));
        match owners.iter_mut().find(|owner| owner.manager == manager) {
            Some(owner) => owner.fields.push(field),
            None => owners.push(Owner { manager, fields: vec![field] }),
        }
    }
    owners
}

fn causes(status: &Status) -> Vec<String> {
    let causes = status.details.iter().flat_map(|details| &details.causes);
    causes
        .map(|cause| match cause.field.as_str() {
            "" | "<nil>" => printable(&cause.message),
            field => format!("{}: {}", printable(field), printable(&cause.message)),
        })
        .collect()
}

/// The first error of type `T` below `error`. An `io::Error` is opened: its `source` skips what it wraps.
pub(super) fn find<'e, T: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e T> {
    /// Errors do not nest deeper, unless one is its own source.
    const DEEPEST: usize = 24;
    let mut current = Some(error);
    for _ in 0..DEEPEST {
        let error = current?;
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        current = match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

/// The operating system's code for what happened.
fn os_code(error: &(dyn Error + 'static)) -> Option<i32> {
    let found = find::<io::Error>(error)?;
    found.raw_os_error().or_else(|| found.get_ref().and_then(|inner| os_code(inner)))
}

/// The lowest I/O error, whose kind is the plainest word for what happened.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    let found = find::<io::Error>(error)?;
    let below = found.get_ref().and_then(|inner| io_kind(inner));
    Some(below.unwrap_or(found.kind()))
}

fn network(error: &(dyn Error + 'static)) -> (String, &'static str) {
    const RUNNING: &str =
        "is the cluster running, and is the context right? see `kubectl cluster-info`";
    const ROUTE: &str = "are you on the right network or VPN? see `kubectl cluster-info`";
    let mut texts = Vec::new();
    let mut current = Some(error);
    while let Some(error) = current.filter(|_| texts.len() < 24) {
        texts.push(error.to_string());
        current = error.source();
    }
    let says = |word: &str| texts.iter().any(|text| text.contains(word));
    if says("dns error") || says("failed to lookup address") {
        return ("its name can't be resolved".to_owned(), ROUTE);
    }
    if says("tunnel error") || says("SOCKS error") || says("proxy") {
        let advice = "check the proxy: HTTPS_PROXY, NO_PROXY, or the cluster's proxy-url";
        return ("the proxy rejected the connection".to_owned(), advice);
    }
    match io_kind(error) {
        Some(io::ErrorKind::ConnectionRefused) => ("connection refused".to_owned(), RUNNING),
        Some(io::ErrorKind::TimedOut) => {
            ("it doesn't answer (timed out after 10 s)".to_owned(), ROUTE)
        }
        Some(
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof,
        ) => ("the connection was closed".to_owned(), RUNNING),
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
            ("no route to host".to_owned(), ROUTE)
        }
        _ if says("connection closed") || says("incomplete") => {
            ("the connection was closed".to_owned(), RUNNING)
        }
        Some(kind) => (kind.to_string(), RUNNING),
        None => ("the connection failed".to_owned(), RUNNING),
    }
}

fn tls(error: &rustls::Error) -> (String, &'static str) {
    use rustls::CertificateError as Bad;
    const TRUST: &str =
        "give the cluster's CA with --certificate-authority, or renew the kubeconfig";
    const RENEW: &str = "the cluster's certificate must be renewed; check this machine's clock too";
    let rustls::Error::InvalidCertificate(bad) = error else { return handshake(error) };
    match bad {
        Bad::UnknownIssuer | Bad::BadSignature => {
            ("its certificate is signed by an unknown authority".to_owned(), TRUST)
        }
        Bad::Expired | Bad::ExpiredContext { .. } => {
            ("its certificate has expired".to_owned(), RENEW)
        }
        Bad::NotValidYet | Bad::NotValidYetContext { .. } => {
            ("its certificate is not valid yet".to_owned(), RENEW)
        }
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => (
            "its certificate is for another name".to_owned(),
            "use the name in the certificate as the server, or set it with --tls-server-name",
        ),
        // webpki's own errors arrive unnamed; their debug text is the variant's name and nothing else.
        Bad::Other(other) if format!("{other:?}").contains("UnsupportedCertVersion") => (
            "its certificate is X.509 version 1, which has no extensions and which no current TLS library \
             accepts"
                .to_owned(),
            "issue a version 3 certificate with a subjectAltName; MicroK8s 1.34 and older: \
             `microk8s refresh-certs`",
        ),
        Bad::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => (
            "it uses a CA's own certificate as its server certificate".to_owned(),
            "issue the server a certificate with CA:FALSE and a subjectAltName",
        ),
        _ => ("its certificate is not acceptable".to_owned(), TRUST),
    }
}

fn handshake(error: &rustls::Error) -> (String, &'static str) {
    match error {
        rustls::Error::AlertReceived(_) => (
            "it aborted the TLS handshake".to_owned(),
            "the client certificate may have expired, or a proxy in between may reject it; renew the \
             kubeconfig",
        ),
        rustls::Error::InvalidMessage(_) => (
            "it doesn't use TLS".to_owned(),
            "is its URL http:// instead of https://? see `kubectl config view`",
        ),
        _ => (
            "the TLS handshake failed".to_owned(),
            "see `kubectl cluster-info` and the kubeconfig's certificates",
        ),
    }
}

#[cfg(test)]
mod tests;
