//! `--resolve`: where this machine finds what only the cluster's network reaches, as the user says; and the names that
//! Services have there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::crd::policy::PolicySpec;
use crate::domain::value::endpoint::Endpoint;
use crate::domain::value::object_ref::ObjectName;

/// The ways that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolves {
    services: BTreeMap<(ObjectName, u16), Endpoint>,
    hosts: BTreeMap<Endpoint, Endpoint>,
}

/// A value of `--resolve` that is not of its form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid {0:?}; use NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT")]
pub struct InvalidResolve(String);

impl Resolves {
    /// Adds `NS/NAME:PORT=HOST:PORT` or `HOST:PORT=HOST:PORT`.
    ///
    /// # Errors
    /// The text is of neither form.
    pub fn add(&mut self, text: &str) -> Result<(), InvalidResolve> {
        let form = || InvalidResolve(text.to_owned());
        let (from, to) = text.split_once('=').ok_or_else(form)?;
        let (from, to) = (endpoint(from).ok_or_else(form)?, endpoint(to).ok_or_else(form)?);
        match from.host.split_once('/') {
            None => self.hosts.insert(from, to),
            Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
                self.services.insert((ObjectName::new(namespace, name), from.port), to)
            }
            Some(_) => return Err(form()),
        };
        Ok(())
    }

    /// These ways, and others that take precedence over them.
    #[must_use]
    pub fn overridden(mut self, others: Resolves) -> Resolves {
        self.services.extend(others.services);
        self.hosts.extend(others.hosts);
        self
    }

    /// The way to a port of a Service.
    #[must_use]
    pub fn service(&self, name: &ObjectName, port: u16) -> Option<&Endpoint> {
        self.services.get(&(name.clone(), port)).or_else(|| {
            let hosts = ["svc.cluster.local", "svc"].into_iter();
            let host = |suffix| format!("{}.{}.{suffix}", name.name, name.namespace);
            hosts.map(host).find_map(|host| self.hosts.get(&Endpoint { host, port }))
        })
    }

    /// The way to a host.
    #[must_use]
    pub fn host(&self, host: &str, port: u16) -> Option<&Endpoint> {
        self.hosts.get(&Endpoint { host: host.to_owned(), port })
    }
}

/// `host:port`, `[::1]:port`.
fn endpoint(text: &str) -> Option<Endpoint> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port != 0)?;
    let host = match host.strip_prefix('[') {
        Some(address) => address.strip_suffix(']')?,
        None if host.contains(':') => return None,
        None => host,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._/:".contains(c);
    let is_plain = !host.is_empty() && host.chars().all(plain);
    is_plain.then(|| Endpoint { host: host.to_owned(), port })
}

/// The Services from which a policy in `namespace` fetches keys.
#[must_use]
pub(super) fn services_of_keys(namespace: &str, spec: &PolicySpec) -> Vec<ObjectName> {
    let traffic = spec.traffic.iter().filter_map(|block| block.policies.get("jwtAuthentication"));
    let providers = traffic.filter_map(|jwt| jwt.get("providers")?.as_array()).flatten();
    let service = |remote: &Value| {
        if let Some(url) = remote.get("url").and_then(Value::as_str) {
            return service_of_host(url.parse::<http::Uri>().ok()?.host()?);
        }
        let reference = remote.get("backendRef")?;
        let text = |name: &str| reference.get(name).and_then(Value::as_str);
        let is_service = text("kind").is_none_or(|kind| kind == "Service");
        let namespace = text("namespace").unwrap_or(namespace);
        is_service.then(|| ObjectName::new(namespace, text("name").unwrap_or_default()))
    };
    providers.filter_map(|provider| service(provider.pointer("/jwks/remote")?)).collect()
}

/// The Service that a name of the cluster's DNS means: `vllm.models.svc`, `vllm.models.svc.cluster.local`.
#[must_use]
pub fn service_of_host(host: &str) -> Option<ObjectName> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let name = host.strip_suffix(".svc.cluster.local").or_else(|| host.strip_suffix(".svc"))?;
    let (name, namespace) = name.split_once('.')?;
    let is_one = !name.is_empty() && !namespace.is_empty() && !namespace.contains('.');
    is_one.then(|| ObjectName::new(namespace, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_and_hosts_are_told_apart_and_ipv6_is_read() {
        let mut resolves = Resolves::default();
        resolves.add("models/vllm:8000=127.0.0.1:9000").expect("a Service");
        resolves.add("api.test:443=[::1]:9443").expect("a host");
        resolves.add("x.n.svc.cluster.local:80=localhost:1").expect("a Service's host");
        let service = resolves.service(&ObjectName::new("models", "vllm"), 8000);
        assert_eq!(service.map(|to| to.port), Some(9000));
        assert_eq!(resolves.service(&ObjectName::new("models", "vllm"), 80), None);
        assert_eq!(resolves.host("api.test", 443).map(|to| to.host.as_str()), Some("::1"));
        assert!(resolves.service(&ObjectName::new("n", "x"), 80).is_some());
        for wrong in
            ["", "a", "a:1", "a:1=b", "a=b:1", "a:0=b:1", "/a:1=b:1", "a:1=::1:1", "a:1=b c:1"]
        {
            assert!(
                resolves.add(wrong).is_err_and(|why| why.to_string().contains(wrong)),
                "{wrong}"
            );
        }
    }

    #[test]
    fn only_a_services_own_name_means_it() {
        let named = |host| service_of_host(host).map(|name| name.to_string());
        for host in ["vllm.models.svc", "vllm.models.svc.cluster.local", "vllm.models.svc."] {
            assert_eq!(named(host).as_deref(), Some("models/vllm"), "{host}");
        }
        for host in
            ["vllm", "vllm.models", "svc", ".models.svc", "pod.vllm.models.svc", "a.svc.com"]
        {
            assert_eq!(named(host), None, "{host}");
        }
    }
}
