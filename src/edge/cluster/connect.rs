//! From wishes to a connection: kubeconfig, proxy, credentials and client, in this order.

use std::io::IsTerminal;
use std::time::Duration;

use base64::Engine as _;
use http::header::USER_AGENT;
use http::{HeaderValue, Uri};
use kube::Config;
use kube::client::retry::RetryPolicy;
use kube::client::{Body, ClientBuilder, DynBody};
use kube::config::{Cluster, ExecConfig};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tower::buffer::BufferLayer;
use tower::retry::RetryLayer;
use tower::util::BoxService;

use super::answer::AnswerLayer;
use super::explain::Place;
use super::kubeconfig::{Places, Target};
use super::proxy_env::ProxyEnv;
use super::silence::{LastWord, SilenceLayer};
use super::warning::Warnings;
use super::watch::WATCH_SECONDS;
use super::{ClusterError, Connection, Wishes, credentials, kubeconfig, proxy_env};

/// Long enough for a slow VPN, short enough to be waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A watch on which nothing came for this long is given up: longer than the API server lets one last.
const SILENCE: Duration = Duration::from_secs(WATCH_SECONDS as u64 + 15);

type Service = BoxService<http::Request<Body>, http::Response<Box<DynBody>>, tower::BoxError>;

/// Finds the cluster that `wishes` mean and makes a client for it. No request is sent yet; a credential plugin runs.
///
/// # Errors
/// Whatever is wrong with flags, kubeconfig, certificates or credentials.
pub async fn connect(wishes: &Wishes) -> Result<Connection, ClusterError> {
    let wishes = wishes.clone();
    let timeout = wishes.request_timeout;
    // Files are read and plugins run: not on the threads that serve sockets.
    let prepared = tokio::task::spawn_blocking(move || prepare(&wishes)).await;
    let prepared = prepared.map_err(|_| {
        ClusterError::Other("setting up the connection failed unexpectedly".into())
    })??;
    let (warnings, last_word) = (Warnings::default(), LastWord::default());
    Ok(Connection {
        client: client(prepared.builder, &warnings, &last_word)?,
        namespace: prepared.namespace,
        context: prepared.place.context.clone(),
        server: prepared.place.server.clone(),
        place: prepared.place,
        warnings,
        last_word,
        request_timeout: timeout,
    })
}

struct Prepared {
    builder: ClientBuilder<Service>,
    place: Place,
    namespace: String,
}

fn prepare(wishes: &Wishes) -> Result<Prepared, ClusterError> {
    let places = Places::from_env();
    let terminal = std::io::stdin().is_terminal();
    let (mut config, context, own_proxy) = match kubeconfig::choose(wishes, &places)? {
        Some(target) => (config(&target)?, target.context, target.cluster.proxy_url),
        None => (in_cluster(wishes, &places)?, None, None),
    };
    let env = ProxyEnv::read(&|name| std::env::var(name).ok());
    config.proxy_url = proxy(&config.cluster_url, own_proxy.as_deref(), &env)?;
    credentials::prepare(&mut config.auth_info, wishes, terminal)?;
    settle(&mut config);
    let place = Place::new(&config, context);
    let exec = config.auth_info.exec.clone();
    let namespace = config.default_namespace.clone();
    let builder = ClientBuilder::try_from(config)
        .map_err(|error| setup_failure(error, exec.as_ref(), &place))?;
    Ok(Prepared { builder, place, namespace })
}

/// What holds for every connection, wherever its configuration came from.
fn settle(config: &mut Config) {
    config.connect_timeout = Some(CONNECT_TIMEOUT);
    // kube would try 15 times, for minutes; `client` adds a shorter patience.
    config.default_retry = false;
    let agent = concat!("kubectl-agw/", env!("CARGO_PKG_VERSION"));
    config.headers.push((USER_AGENT, HeaderValue::from_static(agent)));
}

/// The service account of the pod this runs in.
fn in_cluster(wishes: &Wishes, places: &Places) -> Result<Config, ClusterError> {
    if std::env::var_os("KUBERNETES_SERVICE_HOST").is_none_or(|host| host.is_empty()) {
        let looked_at = kubeconfig::looked_at(places);
        return Err(ClusterError::NoKubeconfig { looked_at });
    }
    let mut config = Config::incluster_env().map_err(|error| {
        ClusterError::Kubeconfig(format!("this pod's service account cannot be used: {error}"))
    })?;
    config.default_namespace =
        wishes.namespace.clone().unwrap_or_else(|| config.default_namespace.trim().to_owned());
    kubeconfig::impersonate(&mut config.auth_info, wishes);
    if let Some(path) = &wishes.certificate_authority {
        config.root_cert_file = None;
        config.root_cert = Some(certificates(&read_ca(&path.display().to_string())?)?);
    }
    config.accept_invalid_certs = wishes.insecure_skip_tls_verify;
    config.tls_server_name = wishes.tls_server_name.clone();
    Ok(config)
}

/// kube's configuration of a target. It is filled by hand because kube's own loader reads `HTTPS_PROXY` and
/// `NO_PROXY` by other rules than kubectl (it compares `NO_PROXY` with the proxy's host), and fails as a whole on a
/// trailing comma in them, without a way to switch that off.
fn config(target: &Target) -> Result<Config, ClusterError> {
    let cluster = &target.cluster;
    let mut config = Config::new(server_url(target)?);
    config.default_namespace = target.namespace.clone();
    config.root_cert = root_certificates(cluster)?;
    config.accept_invalid_certs = cluster.insecure_skip_tls_verify.unwrap_or(false);
    config.disable_compression = cluster.disable_compression.unwrap_or(false);
    config.tls_server_name = cluster.tls_server_name.clone().filter(|name| !name.is_empty());
    config.auth_info = target.user.clone();
    Ok(config)
}

/// The proxy on the way to `server`: the cluster's own `proxy-url`, else the environment's.
fn proxy(server: &Uri, own: Option<&str>, env: &ProxyEnv) -> Result<Option<Uri>, ClusterError> {
    let own = own.filter(|url| !url.is_empty());
    let Some(url) = own.or_else(|| env.proxy_for(server)) else { return Ok(None) };
    let source = if own.is_some() { "the cluster's proxy-url" } else { "the proxy variable" };
    proxy_env::parse(url)
        .map(Some)
        .map_err(|words| ClusterError::Kubeconfig(format!("{source} {words}")))
}

/// The API server's URL; without a scheme it is https where anything speaks of TLS, as in kubectl.
fn server_url(target: &Target) -> Result<Uri, ClusterError> {
    let cluster = &target.cluster;
    let Some(server) = cluster.server.as_deref().filter(|server| !server.is_empty()) else {
        let text = "the cluster has no `server`; name one with --server";
        return Err(ClusterError::Kubeconfig(text.into()));
    };
    let tls = cluster.certificate_authority.is_some()
        || cluster.certificate_authority_data.is_some()
        || cluster.insecure_skip_tls_verify == Some(true)
        || target.user.client_certificate.is_some()
        || target.user.client_certificate_data.is_some();
    let url = match server.contains("://") {
        true => server.to_owned(),
        false => format!("{}://{server}", if tls { "https" } else { "http" }),
    };
    let wrong = || {
        let text = "the API server's URL must look like https://host:port; \
                    see --server and `kubectl config view`";
        ClusterError::Kubeconfig(text.into())
    };
    let uri: Uri = url.parse().map_err(|_| wrong())?;
    let usable = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.host().is_some_and(|host| !host.is_empty());
    if usable { Ok(uri) } else { Err(wrong()) }
}

fn root_certificates(cluster: &Cluster) -> Result<Option<Vec<Vec<u8>>>, ClusterError> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let pem =
        match (given(&cluster.certificate_authority_data), given(&cluster.certificate_authority)) {
            (Some(data), _) => {
                let data: String = data.split_ascii_whitespace().collect();
                base64::engine::general_purpose::STANDARD.decode(data).map_err(|_| {
                    ClusterError::Kubeconfig("certificate-authority-data is not base64".into())
                })?
            }
            (None, Some(path)) => read_ca(&path)?,
            (None, None) => return Ok(None),
        };
    certificates(&pem).map(Some)
}

fn read_ca(path: &str) -> Result<Vec<u8>, ClusterError> {
    std::fs::read(path)
        .map_err(|error| ClusterError::Kubeconfig(format!("certificate authority {path}: {error}")))
}

fn certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, ClusterError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem)
        .map(|certificate| certificate.map(|der| der.to_vec()))
        .collect();
    found.ok().filter(|found| !found.is_empty()).ok_or_else(|| {
        ClusterError::Kubeconfig("the certificate authority holds no PEM certificate".into())
    })
}

fn setup_failure(error: kube::Error, exec: Option<&ExecConfig>, place: &Place) -> ClusterError {
    match error {
        kube::Error::Auth(error) => credentials::failure(&error, exec),
        kube::Error::InferKubeconfig(error) => {
            ClusterError::Kubeconfig(format!("the kubeconfig's {}", kubeconfig::words(&error)))
        }
        kube::Error::HttpError(_) => ClusterError::Flag(
            "--as, --as-group or --as-uid has characters no HTTP header can carry".into(),
        ),
        error => place.explain(error, "the connection"),
    }
}

/// The client with our layers: busy answers (429, 503, 504) are asked again for some seconds, then every answer is
/// looked at.
fn client(
    builder: ClientBuilder<Service>,
    warnings: &Warnings,
    last_word: &LastWord,
) -> Result<kube::Client, ClusterError> {
    let patience = RetryPolicy::new(Duration::from_millis(200), Duration::from_secs(2), 4, true)
        .map_err(|_| ClusterError::Other("the retry policy is out of order".into()))?;
    Ok(builder
        .with_layer(&BufferLayer::new(1024))
        .with_layer(&RetryLayer::new(patience))
        .with_layer(&AnswerLayer(warnings.clone()))
        .with_layer(&SilenceLayer { limit: SILENCE, last_word: last_word.clone() })
        .build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube::config::AuthInfo;

    fn target(server: &str, change: impl FnOnce(&mut Cluster)) -> Target {
        let mut cluster = Cluster { server: Some(server.into()), ..Cluster::default() };
        change(&mut cluster);
        Target { context: None, cluster, user: AuthInfo::default(), namespace: "n".into() }
    }

    #[test]
    fn a_kubeconfigs_proxy_url_wins_and_a_strange_no_proxy_harms_nobody() {
        let server: Uri = "https://k:1".parse().expect("URI");
        let chosen = |own: Option<&str>, no: &str| {
            let env = ProxyEnv { https: Some("env:1".into()), http: None, no: Some(no.into()) };
            let chosen = proxy(&server, own, &env).expect("a choice");
            chosen.map(|uri| uri.to_string())
        };
        assert_eq!(chosen(Some("socks5://own:1"), "k,,:,").as_deref(), Some("socks5://own:1/"));
        assert_eq!(chosen(None, "k,,:,"), None);
        assert_eq!(chosen(Some(""), "env").as_deref(), Some("http://env:1/"));
    }

    #[test]
    fn a_server_without_scheme_is_https_where_tls_is_spoken_of() {
        let url = |target: &Target| server_url(target).map(|uri| uri.to_string()).ok();
        assert_eq!(url(&target("h:1", |_| ())).as_deref(), Some("http://h:1/"));
        let insecure = target("h:1", |c| c.insecure_skip_tls_verify = Some(true));
        assert_eq!(url(&insecure).as_deref(), Some("https://h:1/"));
        for wrong in ["", "ftp://h", "https://", "a b"] {
            assert!(server_url(&target(wrong, |_| ())).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_certificate_authority_without_certificates_is_named() {
        let none = target("https://h", |c| c.certificate_authority_data = Some("YQ==".into()));
        let words = config(&none).expect_err("refused").to_string();
        assert!(words.contains("holds no PEM certificate"), "{words}");
        let broken = target("https://h", |c| c.certificate_authority_data = Some("?".into()));
        assert!(config(&broken).is_err());
    }
}
