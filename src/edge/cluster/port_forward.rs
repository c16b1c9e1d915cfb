//! Connections to Pods through the API server: one websocket each, to a ready Pod behind a Service, as `kubectl
//! port-forward` makes them.

use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::api::discovery::v1::EndpointSlice;
use kube::Api;
use kube::api::{ApiResource, DynamicObject, ListParams};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};

use super::{ClusterError, Connection};
use crate::domain::route::address::{InCluster, Pods};
use crate::domain::value::endpoint::TargetPort;
use crate::domain::value::object_ref::ObjectName;

/// How long it is remembered who is behind a Service: a burst of connections asks once.
const REMEMBERED: Duration = Duration::from_secs(2);

/// Opens connections into one cluster.
pub struct Forwarder {
    connection: Connection,
    /// Locked to look and to write, never across a wait.
    known: Mutex<HashMap<InCluster, (Instant, Vec<PodPort>)>>,
}

/// A Pod that can be called, and the port of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PodPort {
    pod: String,
    port: u16,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum PortForwardError {
    /// Nobody behind the Service can be called; the words say what was looked for.
    #[error("{0}")]
    Nobody(String),
    #[error("{0}")]
    Failed(String),
}

impl From<ClusterError> for PortForwardError {
    fn from(error: ClusterError) -> Self {
        PortForwardError::Failed(error.to_string())
    }
}

impl Forwarder {
    /// Connections through this API server.
    #[must_use]
    pub fn new(connection: Connection) -> Self {
        Forwarder { connection, known: Mutex::default() }
    }

    /// Opens a connection to some ready Pod behind a Service. A Pod that has gone since it was found is looked for
    /// anew, once.
    ///
    /// # Errors
    /// Nobody is there, or the API server does not open it; in words.
    pub async fn open(&self, to: &InCluster) -> Result<Forwarded, PortForwardError> {
        let (spots, is_fresh) = match self.remembered(to) {
            Some(spots) => (spots, false),
            None => (self.look(to).await?, true),
        };
        match self.forward(to, spots).await {
            Err(_) if !is_fresh => {
                let spots = self.look(to).await?;
                self.forward(to, spots).await
            }
            outcome => outcome,
        }
    }

    fn remembered(&self, to: &InCluster) -> Option<Vec<PodPort>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, spots) = known.get(to)?;
        (since.elapsed() < REMEMBERED).then(|| spots.clone())
    }

    async fn look(&self, to: &InCluster) -> Result<Vec<PodPort>, PortForwardError> {
        let spots = match &to.pods {
            Pods::Selected { labels, port, unready } => {
                let labels: Vec<_> = labels.iter().map(|(k, v)| format!("{k}={v}")).collect();
                self.selected(to, &labels.join(","), port, *unready).await?
            }
            Pods::Listed { port_name } => self.listed(to, port_name).await?,
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (since, _)| since.elapsed() < REMEMBERED);
        known.insert(to.clone(), (Instant::now(), spots.clone()));
        Ok(spots)
    }

    async fn selected(
        &self,
        to: &InCluster,
        labels: &str,
        port: &TargetPort,
        unready: bool,
    ) -> Result<Vec<PodPort>, PortForwardError> {
        // Untyped: of all that a Pod is, five fields count here.
        let resource = ApiResource::erase::<Pod>(&());
        let client = self.connection.client.clone();
        let api: Api<DynamicObject> =
            Api::namespaced_with(client, &to.service.namespace, &resource);
        let params = ListParams::default().labels(labels);
        let pods = self.connection.bounded(api.list(&params)).await?;
        let pods = pods.map_err(|error| self.words(error, "pods"))?.items;
        let count = pods.len();
        let ready = pods.into_iter().filter(|pod| can_be_called(pod, unready));
        let spots: Vec<_> = ready.filter_map(|pod| spot(&pod, port)).collect();
        match spots.is_empty() {
            false => Ok(spots),
            true => Err(PortForwardError::Nobody(format!(
                "none of the {count} Pods of Service {} ({labels}) is ready with port {}",
                to.service,
                named(port)
            ))),
        }
    }

    /// The Pods of a Service without labels. Addresses that are no Pod's cannot be forwarded to.
    async fn listed(
        &self,
        to: &InCluster,
        port_name: &str,
    ) -> Result<Vec<PodPort>, PortForwardError> {
        let api: Api<EndpointSlice> =
            Api::namespaced(self.connection.client.clone(), &to.service.namespace);
        let label = format!("kubernetes.io/service-name={}", to.service.name);
        let params = ListParams::default().labels(&label);
        let slices = self.connection.bounded(api.list(&params)).await?;
        let slices = slices.map_err(|error| self.words(error, "endpointslices"))?;
        let spots: Vec<_> = slices.items.iter().flat_map(|slice| spots(slice, port_name)).collect();
        match spots.is_empty() {
            false => Ok(spots),
            true => Err(PortForwardError::Nobody(format!(
                "no EndpointSlice of Service {} has a ready Pod for its port {}",
                to.service, to.port
            ))),
        }
    }

    async fn forward(
        &self,
        to: &InCluster,
        spots: Vec<PodPort>,
    ) -> Result<Forwarded, PortForwardError> {
        let Some(spot) = fastrand::choice(&spots) else {
            return Err(PortForwardError::Nobody(format!(
                "Service {} has no endpoints",
                to.service
            )));
        };
        let name = ObjectName::new(&to.service.namespace, &spot.pod);
        let client = self.connection.client.clone();
        let api: Api<Pod> = Api::namespaced(client, &name.namespace);
        let opened = self.connection.bounded(api.portforward(&spot.pod, &[spot.port])).await?;
        let mut opened = opened.map_err(|error| {
            self.forget(to);
            self.words(error, &format!("port-forward to Pod {name}"))
        })?;
        let (stream, error) = (opened.take_stream(spot.port), opened.take_error(spot.port));
        let (Some(stream), Some(error)) = (stream, error) else {
            return Err(PortForwardError::Failed(format!(
                "port-forward to Pod {name} has no stream"
            )));
        };
        let place = format!("Pod {name}, port {}", spot.port);
        Ok(Forwarded { stream, error: Some(error.boxed()), place })
    }

    fn forget(&self, to: &InCluster) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(to);
    }

    fn words(&self, error: kube::Error, subject: &str) -> PortForwardError {
        if let kube::Error::UpgradeConnection(error) = error {
            return PortForwardError::Failed(format!("{subject}: {error}"));
        }
        self.connection.api_server.explain(error, subject).into()
    }
}

fn named(port: &TargetPort) -> String {
    match port {
        TargetPort::Number(number) => number.to_string(),
        TargetPort::Name(name) => name.clone(),
    }
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// Running, ready and not on its way out.
fn can_be_called(pod: &DynamicObject, unready: bool) -> bool {
    let status = &pod.data["status"];
    let is_ready = items(&status["conditions"])
        .any(|condition| condition["type"] == "Ready" && condition["status"] == "True");
    let runs = status["phase"] == "Running";
    runs && (is_ready || unready) && pod.metadata.deletion_timestamp.is_none()
}

/// The Pod's own number for a port of that name.
fn spot(pod: &DynamicObject, port: &TargetPort) -> Option<PodPort> {
    let number = match port {
        TargetPort::Number(number) => *number,
        TargetPort::Name(name) => {
            let containers = items(&pod.data["spec"]["containers"]);
            let mut ports = containers.flat_map(|container| items(&container["ports"]));
            let found = ports.find(|port| port["name"] == name.as_str())?;
            u16::try_from(found["containerPort"].as_u64()?).ok()?
        }
    };
    Some(PodPort { pod: pod.metadata.name.clone()?, port: number })
}

fn spots(slice: &EndpointSlice, port_name: &str) -> Vec<PodPort> {
    let mut ports = slice.ports.iter().flatten();
    let found = ports.find(|port| port.name.as_deref().unwrap_or_default() == port_name);
    let number = found.and_then(|port| u16::try_from(port.port?).ok());
    let Some(port) = number else { return Vec::new() };
    let ready = slice.endpoints.iter().filter(|endpoint| {
        endpoint.conditions.as_ref().and_then(|conditions| conditions.ready).unwrap_or(true)
    });
    let pods = ready.filter_map(|endpoint| {
        let target = endpoint.target_ref.as_ref()?;
        let is_pod = target.kind.as_deref() == Some("Pod");
        target.name.clone().filter(|_| is_pod)
    });
    pods.map(|pod| PodPort { pod, port }).collect()
}

/// One connection to a port of a Pod. What the kubelet says of it when it fails becomes the error of the read that
/// ends it.
pub struct Forwarded {
    stream: DuplexStream,
    error: Option<BoxFuture<'static, Option<String>>>,
    place: String,
}

impl AsyncRead for Forwarded {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = into.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(context, into);
        let is_end = matches!(polled, Poll::Ready(Ok(()))) && into.filled().len() == before;
        let Some(error) = this.error.as_mut().filter(|_| is_end || polled.is_pending()) else {
            return polled;
        };
        match error.as_mut().poll(context) {
            Poll::Ready(said) => {
                this.error = None;
                match said {
                    Some(words) => {
                        let words = words.trim();
                        Poll::Ready(Err(io::Error::other(format!("{}: {words}", this.place))))
                    }
                    None => polled,
                }
            }
            Poll::Pending => polled,
        }
    }
}

impl AsyncWrite for Forwarded {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pod(status: Value) -> DynamicObject {
        serde_json::from_value(json!({"metadata": {"name": "p"}, "status": status, "spec": {
            "containers": [{"name": "c", "ports": [{"name": "http", "containerPort": 8000}]}]}}))
        .expect("a Pod")
    }

    #[test]
    fn only_a_pod_that_runs_and_is_ready_is_called() {
        let ready = |ready: &str, phase: &str| {
            pod(json!({"phase": phase, "conditions": [{"type": "Ready", "status": ready}]}))
        };
        assert!(can_be_called(&ready("True", "Running"), false));
        assert!(!can_be_called(&ready("False", "Running"), false));
        assert!(can_be_called(&ready("False", "Running"), true));
        assert!(!can_be_called(&ready("True", "Succeeded"), true));
        let mut leaving = ready("True", "Running");
        let now = json!("2026-01-01T00:00:00Z");
        leaving.metadata.deletion_timestamp = serde_json::from_value(now).expect("a time");
        assert!(!can_be_called(&leaving, false));
    }

    #[test]
    fn a_ports_name_is_the_pods() {
        let pod = pod(json!({}));
        let port = |port| spot(&pod, &port).map(|spot| spot.port);
        assert_eq!(port(TargetPort::Name("http".into())), Some(8000));
        assert_eq!(port(TargetPort::Name("other".into())), None);
        assert_eq!(port(TargetPort::Number(9)), Some(9));
    }

    #[test]
    fn slices_name_pods_that_are_not_unready() {
        let endpoint = |name: &str, ready: Option<bool>, kind: &str| {
            json!({"addresses": ["10.0.0.1"], "conditions": {"ready": ready},
                "targetRef": {"kind": kind, "name": name}})
        };
        let slice = serde_json::from_value(json!({"addressType": "IPv4", "metadata": {},
            "ports": [{"name": "web", "port": 8000}], "endpoints": [endpoint("a", Some(true), "Pod"),
            endpoint("b", Some(false), "Pod"), endpoint("c", None, "Pod"),
            endpoint("d", None, "Node")]}))
        .expect("a slice");
        let names: Vec<_> = spots(&slice, "web").into_iter().map(|spot| spot.pod).collect();
        assert_eq!(names, ["a", "c"]);
        assert!(spots(&slice, "other").is_empty());
    }
}
