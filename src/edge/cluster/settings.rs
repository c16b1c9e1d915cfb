//! What flags, kubeconfig and the files that it names say of one connection, read anew whenever credentials are renewed.

use std::io::IsTerminal as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::USER_AGENT;
use http::{HeaderValue, Uri};
use kube::Config;
use kube::client::ConfigExt as _;
use kube::client::middleware::ExtraHeadersLayer;
use kube::config::{Cluster, ExecConfig};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::ExposeSecret as _;

use super::explain::ApiServer;
use super::kubeconfig::{KubeconfigPaths, Target};
use super::proxy_env::ProxyEnv;
use super::tracked::Tracked;
use super::{ClusterError, ClusterOptions, credentials, kubeconfig, proxy_env};

/// One reading.
#[derive(Clone)]
pub(super) struct Settings {
    /// Without credentials of a plugin, and with everything that files held as data.
    pub config: Config,
    /// The context in use; none in a pod, or where `--server` stands alone.
    pub context: Option<String>,
    pub authorization: Option<HeaderValue>,
    /// The plugin to run, where nothing else says who we are.
    pub exec: Option<ExecConfig>,
    pub tracked: Tracked,
}

impl Settings {
    /// Reads everything. Blocks on files.
    ///
    /// # Errors
    /// Whatever is wrong with flags, kubeconfig, certificates or tokens.
    pub(super) fn read(wishes: &ClusterOptions) -> Result<Self, ClusterError> {
        let places = KubeconfigPaths::from_env();
        let mut tracked = Tracked::default();
        kubeconfig::files(wishes, &places).iter().for_each(|path| tracked.remember(path));
        let terminal = std::io::stdin().is_terminal();
        let (mut config, context, own_proxy) = match kubeconfig::choose(wishes, &places)? {
            Some(target) => {
                (config(&target, &mut tracked)?, target.context, target.cluster.proxy_url)
            }
            None => (in_cluster(wishes, &places, &mut tracked)?, None, None),
        };
        let env = ProxyEnv::read(&|name| std::env::var(name).ok());
        config.proxy_url = proxy(&config.cluster_url, own_proxy.as_deref(), &env)?;
        credentials::prepare(&mut config.auth_info, wishes, terminal)?;
        let authorization = credentials::authorization(&config.auth_info, &mut tracked)?;
        credentials::certificate(&mut config.auth_info, &mut tracked)?;
        let user = &mut config.auth_info;
        let exec = user.exec.take().filter(|_| authorization.is_none());
        // All that is a header is one now, and kube is not to read or run anything a second time.
        (user.username, user.password, user.token) = (None, None, None);
        (user.token_file, user.auth_provider) = (None, None);
        let agent = concat!("kubectl-agw/", env!("CARGO_PKG_VERSION"));
        config.headers.push((USER_AGENT, HeaderValue::from_static(agent)));
        Ok(Settings { config, context, authorization, exec, tracked })
    }

    /// Whom we act as, in headers.
    ///
    /// # Errors
    /// A name that no header can carry.
    pub(super) fn headers(&self) -> Result<ExtraHeadersLayer, ClusterError> {
        self.config.extra_headers_layer().map_err(|_| {
            let text = "--as, --as-group, --as-uid or the kubeconfig's `as` contains a line break or control \
                        character, which HTTP headers can't have";
            ClusterError::Flag(text.into())
        })
    }

    /// Whether connections made for `other` serve here too: the same trust, client certificate and proxy.
    pub(super) fn has_same_sockets(&self, other: &Settings) -> bool {
        let of = |settings: &Settings| {
            let Config {
                root_cert,
                accept_invalid_certs,
                tls_server_name,
                proxy_url,
                auth_info,
                ..
            } = settings.config.clone();
            let key = auth_info.client_key_data.map(|key| key.expose_secret().to_owned());
            let certificate = (auth_info.client_certificate_data, key);
            (root_cert, accept_invalid_certs, tls_server_name, proxy_url, certificate)
        };
        of(self) == of(other)
    }

    /// Whether both act as the same user, groups and all.
    pub(super) fn acts_as(&self, other: &Settings) -> bool {
        let of = |settings: &Settings| {
            let user = settings.config.auth_info.clone();
            let whom = (user.impersonate, user.impersonate_uid, user.impersonate_groups);
            (whom, user.impersonate_user_extra)
        };
        of(self) == of(other)
    }

    /// Where requests go, for the words of errors.
    pub(super) fn api_server(&self) -> ApiServer {
        ApiServer::new(&self.config, self.context.clone())
    }
}

/// The service account of the pod this runs in.
fn in_cluster(
    wishes: &ClusterOptions,
    places: &KubeconfigPaths,
    tracked: &mut Tracked,
) -> Result<Config, ClusterError> {
    if std::env::var_os("KUBERNETES_SERVICE_HOST").is_none_or(|host| host.is_empty()) {
        let looked_at = kubeconfig::looked_at(places);
        return Err(ClusterError::NoKubeconfig { looked_at });
    }
    let mut config = Config::incluster_env().map_err(|error| {
        ClusterError::Kubeconfig(format!("this Pod's service account can't be used: {error}"))
    })?;
    config.default_namespace =
        wishes.namespace.clone().unwrap_or_else(|| config.default_namespace.trim().to_owned());
    kubeconfig::impersonate(&mut config.auth_info, wishes);
    let own = config.root_cert_file.take();
    if let Some(path) = wishes.certificate_authority.as_ref().or(own.as_ref()) {
        config.root_cert = Some(certificates(&read_ca(path, tracked)?)?);
    }
    config.accept_invalid_certs = wishes.insecure_skip_tls_verify;
    config.tls_server_name = wishes.tls_server_name.clone();
    Ok(config)
}

/// kube's configuration of a target. It is filled by hand because kube's own loader reads `HTTPS_PROXY` and
/// `NO_PROXY` by other rules than kubectl (it compares `NO_PROXY` with the proxy's host), and fails as a whole on a
/// trailing comma in them, without a way to switch that off.
fn config(target: &Target, tracked: &mut Tracked) -> Result<Config, ClusterError> {
    let cluster = &target.cluster;
    let mut config = Config::new(server_url(target)?);
    config.default_namespace = target.namespace.clone();
    config.root_cert = root_certificates(cluster, tracked)?;
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
        let text = "the cluster has no `server`; set one with --server";
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
        let text = "the API server's URL must be in the format https://host:port; see --server and `kubectl \
                    config view`";
        ClusterError::Kubeconfig(text.into())
    };
    let uri: Uri = url.parse().map_err(|_| wrong())?;
    let usable = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.host().is_some_and(|host| !host.is_empty());
    if usable { Ok(uri) } else { Err(wrong()) }
}

fn root_certificates(
    cluster: &Cluster,
    tracked: &mut Tracked,
) -> Result<Option<Vec<Vec<u8>>>, ClusterError> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let pem =
        match (given(&cluster.certificate_authority_data), given(&cluster.certificate_authority)) {
            (Some(data), _) => {
                let data: String = data.split_ascii_whitespace().collect();
                STANDARD.decode(data).map_err(|_| {
                    ClusterError::Kubeconfig(
                        "certificate-authority-data is not valid base64".into(),
                    )
                })?
            }
            (None, Some(path)) => read_ca(Path::new(&path), tracked)?,
            (None, None) => return Ok(None),
        };
    certificates(&pem).map(Some)
}

fn read_ca(path: &Path, tracked: &mut Tracked) -> Result<Vec<u8>, ClusterError> {
    tracked.read(path).map_err(|error| {
        ClusterError::Kubeconfig(format!("certificate authority {}: {error}", path.display()))
    })
}

fn certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, ClusterError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem)
        .map(|certificate| certificate.map(|der| der.to_vec()))
        .collect();
    found.ok().filter(|found| !found.is_empty()).ok_or_else(|| {
        ClusterError::Kubeconfig("the certificate authority contains no PEM certificate".into())
    })
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
        let words = config(&none, &mut Tracked::default()).expect_err("refused").to_string();
        assert!(words.contains("contains no PEM certificate"), "{words}");
        let broken = target("https://h", |c| c.certificate_authority_data = Some("?".into()));
        assert!(config(&broken, &mut Tracked::default()).is_err());
    }
}
