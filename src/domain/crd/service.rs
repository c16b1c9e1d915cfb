//! Service of the core API, as far as a gateway needs it: who it stands for, and at which ports.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::value::endpoint::TargetPort;

/// What stands under `spec`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceSpec {
    /// `ExternalName` or one of the kinds that have an address in the cluster.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// `None` for a headless Service.
    #[serde(default, rename = "clusterIP")]
    pub cluster_ip: Option<String>,
    #[serde(default)]
    pub external_name: Option<String>,
    /// Labels of its Pods. Without any, somebody else writes its EndpointSlices.
    #[serde(default)]
    pub selector: BTreeMap<String, String>,
    #[serde(default)]
    pub ports: Vec<ServicePort>,
    /// Pods are called before they are ready.
    #[serde(default)]
    pub publish_not_ready_addresses: bool,
}

/// One of its ports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePort {
    #[serde(default)]
    pub name: Option<String>,
    pub port: u16,
    /// The Pod's port; the same number when absent.
    #[serde(default)]
    pub target_port: Option<TargetPort>,
    /// `kubernetes.io/h2c` for HTTP/2 without TLS.
    #[serde(default)]
    pub app_protocol: Option<String>,
}

impl ServiceSpec {
    /// The host that it stands for, if it is nothing but another name.
    #[must_use]
    pub fn external(&self) -> Option<&str> {
        let is_external = self.kind.as_deref() == Some("ExternalName");
        self.external_name.as_deref().filter(|_| is_external)
    }

    /// Whether its name stands for its Pods' addresses, and a port in a host for theirs.
    #[must_use]
    pub fn is_headless(&self) -> bool {
        self.cluster_ip.as_deref() == Some("None")
    }

    /// The port of this number.
    #[must_use]
    pub fn port(&self, number: u16) -> Option<&ServicePort> {
        self.ports.iter().find(|port| port.port == number)
    }
}

impl ServicePort {
    /// Whether HTTP/2 is spoken there, without TLS and from the first byte.
    #[must_use]
    pub fn is_http2(&self) -> bool {
        let known = ["kubernetes.io/h2c", "http2", "grpc"];
        self.app_protocol.as_deref().is_some_and(|protocol| known.contains(&protocol))
    }

    /// The Pods' port behind it.
    #[must_use]
    pub fn target(&self) -> TargetPort {
        match &self.target_port {
            None | Some(TargetPort::Number(0)) => TargetPort::Number(self.port),
            Some(target) => target.clone(),
        }
    }
}
