//! Which proxy leads to an API server, by the rules of Go's HTTP client, which kubectl follows: `HTTPS_PROXY`,
//! `HTTP_PROXY` and `NO_PROXY` in upper or lower case, compared with the API server's host, never with the proxy's.

use std::net::IpAddr;

use http::Uri;

/// The proxy variables as they were found; empty ones count as absent.
#[derive(Clone, Debug, Default)]
pub(super) struct ProxyEnv {
    pub https: Option<String>,
    pub http: Option<String>,
    pub no: Option<String>,
}

impl ProxyEnv {
    /// Reads the variables through `lookup`; upper case goes first.
    pub(super) fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let either = |upper: &str| {
            let present = |name: &str| lookup(name).filter(|value| !value.is_empty());
            present(upper).or_else(|| present(&upper.to_ascii_lowercase()))
        };
        ProxyEnv {
            https: either("HTTPS_PROXY"),
            http: either("HTTP_PROXY"),
            no: either("NO_PROXY"),
        }
    }

    /// The proxy for `server`, as it was written, or none if the way is direct.
    pub(super) fn proxy_for(&self, server: &Uri) -> Option<&str> {
        let (proxy, default_port) = match server.scheme_str() {
            Some("https") => (self.https.as_deref()?, 443),
            Some("http") => (self.http.as_deref()?, 80),
            _ => return None,
        };
        let host = unbracketed(server.host()?).to_ascii_lowercase();
        let port = server.port_u16().unwrap_or(default_port);
        let direct = is_loopback(&host) || exempt(self.no.as_deref().unwrap_or(""), &host, port);
        (!direct).then_some(proxy)
    }
}

/// Reads a proxy's address; one without a scheme speaks HTTP, and `socks5h` is what `socks5` does here anyway: the
/// proxy resolves the name.
///
/// # Errors
/// Words that do not repeat the address, which may carry a password.
pub(super) fn parse(proxy: &str) -> Result<Uri, &'static str> {
    let address = match proxy.split_once("://") {
        None => format!("http://{proxy}"),
        Some(("socks5h", rest)) => format!("socks5://{rest}"),
        Some(_) => proxy.to_owned(),
    };
    let uri: Uri = address.parse().map_err(|_| "is not a URL")?;
    if uri.host().is_none_or(str::is_empty) {
        return Err("has no host");
    }
    match uri.scheme_str() {
        Some("http" | "https" | "socks5") => Ok(uri),
        _ => Err("must start with http://, https:// or socks5://"),
    }
}

fn unbracketed(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether an entry of `NO_PROXY` covers the server. Entries that make no sense cover nothing.
fn exempt(no_proxy: &str, host: &str, port: u16) -> bool {
    let ip = host.parse::<IpAddr>().ok();
    no_proxy
        .split(',')
        .map(|entry| entry.trim().to_ascii_lowercase())
        .filter(|entry| !entry.is_empty())
        .any(|entry| covers(&entry, host, ip, port))
}

fn covers(entry: &str, host: &str, ip: Option<IpAddr>, port: u16) -> bool {
    if entry == "*" {
        return true;
    }
    if let Some((network, bits)) = entry.split_once('/') {
        return ip.is_some_and(|ip| in_network(ip, network, bits));
    }
    let (pattern, wanted_port) = split_port(entry);
    if wanted_port.is_some_and(|wanted| wanted != port) {
        return false;
    }
    let pattern = unbracketed(pattern);
    if let Ok(wanted) = pattern.parse::<IpAddr>() {
        return ip == Some(wanted);
    }
    let pattern = pattern.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(pattern);
    match pattern.strip_prefix('.') {
        // A leading dot means subdomains only, as in Go.
        Some("") => false,
        Some(_) => host.len() > pattern.len() && host.ends_with(pattern),
        None if pattern.is_empty() => false,
        None => host
            .strip_suffix(pattern)
            .is_some_and(|before| before.is_empty() || before.ends_with('.')),
    }
}

/// `host:port` and `[v6]:port` apart; a bare IPv6 address has no port.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    match entry.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (entry, None),
        },
        _ => (entry, None),
    }
}

fn in_network(ip: IpAddr, network: &str, bits: &str) -> bool {
    let (Ok(network), Ok(bits)) = (network.parse::<IpAddr>(), bits.parse::<u32>()) else {
        return false;
    };
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(net)) if bits <= 32 => {
            let host_bits = 32 - bits;
            (ip.to_bits() ^ net.to_bits()).checked_shr(host_bits).unwrap_or(0) == 0
        }
        (IpAddr::V6(ip), IpAddr::V6(net)) if bits <= 128 => {
            let host_bits = 128 - bits;
            (ip.to_bits() ^ net.to_bits()).checked_shr(host_bits).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direct(no_proxy: &str, server: &str) -> bool {
        let env = ProxyEnv {
            https: Some("proxy.corp:3128".into()),
            http: None,
            no: Some(no_proxy.to_owned()),
        };
        env.proxy_for(&server.parse().expect("URI")).is_none()
    }

    #[test]
    fn no_proxy_is_compared_with_the_server() {
        assert!(direct("k8s.corp", "https://k8s.corp:6443"));
        assert!(!direct("proxy.corp", "https://k8s.corp:6443"));
    }

    #[test]
    fn every_form_of_entry_is_understood() {
        let api = "https://api.k8s.corp:6443";
        for entry in ["*", "corp", ".corp", "*.corp", "K8S.corp", "api.k8s.corp:6443", "x, ,corp,"]
        {
            assert!(direct(entry, api), "{entry}");
        }
        for entry in ["", ",", "orp", "k8s", ".api.k8s.corp", "api.k8s.corp:443", "10.0.0.0/8"] {
            assert!(!direct(entry, api), "{entry}");
        }
        for entry in ["10.1.2.3", "10.0.0.0/8", "0.0.0.0/0", "10.1.2.3:6443"] {
            assert!(direct(entry, "https://10.1.2.3:6443"), "{entry}");
        }
        for entry in ["10.1.2.4", "11.0.0.0/8", "10.0.0.0/99", "2", "10.1.2.3:1"] {
            assert!(!direct(entry, "https://10.1.2.3:6443"), "{entry}");
        }
        for entry in ["fd00::1", "[fd00::1]:6443", "fd00::/8", "::/0"] {
            assert!(direct(entry, "https://[fd00::1]:6443"), "{entry}");
        }
    }

    #[test]
    fn loopback_is_never_proxied() {
        for server in ["https://localhost:1", "https://127.0.0.2:1", "https://[::1]:1"] {
            assert!(direct("", server), "{server}");
        }
    }

    #[test]
    fn upper_case_goes_first_and_empty_counts_as_absent() {
        let env = ProxyEnv::read(&|name| match name {
            "HTTPS_PROXY" => Some(String::new()),
            "https_proxy" => Some("lower:1".into()),
            "HTTP_PROXY" => Some("upper:1".into()),
            "http_proxy" => Some("lower:2".into()),
            _ => None,
        });
        let proxy = |server: &str| env.proxy_for(&server.parse().expect("URI")).map(str::to_owned);
        assert_eq!(proxy("https://a").as_deref(), Some("lower:1"));
        assert_eq!(proxy("http://a").as_deref(), Some("upper:1"));
    }

    #[test]
    fn a_proxy_without_a_scheme_speaks_http_and_words_hide_its_password() {
        assert_eq!(parse("p:3128").expect("URI"), "http://p:3128/");
        assert_eq!(parse("socks5h://p:1").expect("URI").scheme_str(), Some("socks5"));
        assert!(parse("ftp://u:canary@p").is_err_and(|words| !words.contains("canary")));
    }
}
