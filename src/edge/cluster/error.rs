//! What can go wrong with a cluster, in words: lowercase, naming the object, ending with what to do next. No text here
//! carries a token, a Secret or a dump; whatever comes from below went through `explain`.

use std::time::Duration;

/// What kind of failure it is; the command line makes exit codes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// Flags or the kubeconfig are wrong.
    Usage,
    /// The cluster could not be reached, or said no.
    Cluster,
    /// It took too long.
    Timeout,
}

/// Fields that somebody else owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The other field manager, as the API server names it.
    pub manager: String,
    pub fields: Vec<String>,
}

/// Why a cluster could not be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ClusterError {
    /// Neither a kubeconfig nor a pod's service account.
    #[error(
        "no kubeconfig found (looked at {looked_at}), and this is not a Pod; pass one with --kubeconfig or \
         KUBECONFIG"
    )]
    NoKubeconfig { looked_at: String },
    /// A flag, or flags that exclude each other.
    #[error("{0}")]
    Flag(String),
    /// A context, cluster or user that no kubeconfig has.
    #[error("{}", unknown(what, name, known, of_context.as_deref()))]
    Unknown {
        what: &'static str,
        name: String,
        known: Vec<String>,
        /// The context that named it, where no flag did.
        of_context: Option<String>,
    },
    /// A kubeconfig, or a file it names, that cannot be used.
    #[error("{0}")]
    Kubeconfig(String),
    /// A credential plugin or token file that gave nothing.
    #[error("{0}")]
    Credentials(String),
    #[error("can't reach the API server {at}: {reason}\n{advice}")]
    Unreachable { at: String, reason: String, advice: &'static str },
    #[error(
        "the API server {server} didn't answer within {}; wait longer with --request-timeout",
        seconds(*after)
    )]
    Timeout { server: String, after: Duration },
    /// A credential plugin that does not end.
    #[error(
        "the credential plugin {plugin} didn't answer within {}; run it by hand to see what it waits for, or \
         wait longer with --request-timeout",
        seconds(*after)
    )]
    SlowPlugin { plugin: String, after: Duration },
    /// This process may open no further descriptor.
    #[error("can't connect to the API server {at}: {limit}\nhint: raise it, e.g. `ulimit -n 4096`")]
    Descriptors { at: String, limit: &'static str },
    #[error("no trusted connection to the API server {at}: {reason}\n{advice}")]
    Tls { at: String, reason: String, advice: &'static str },
    #[error(
        "the API server {at} rejects these credentials (401 Unauthorized); they may have expired: log in \
         again, or see `kubectl auth whoami`"
    )]
    Unauthorized { at: String },
    #[error("{message}\nask for permission, or see `kubectl auth can-i --list`")]
    Forbidden { message: String },
    /// The user has the right; a quota, a policy or a webhook of the cluster said no to this object.
    #[error("{message}\n{advice}")]
    Denied { message: String, advice: String },
    #[error("the cluster has no {resource}: its CRD is not installed; {}", installs(resource))]
    NotInstalled { resource: String },
    #[error("{message}\n{advice}")]
    NotFound { message: String, advice: String },
    #[error("{}", conflict(subject, owners))]
    Conflict { subject: String, owners: Vec<Owner> },
    #[error("{}", invalid(subject, message, causes))]
    Invalid { subject: String, message: String, causes: Vec<String> },
    #[error(
        "the server at {at} doesn't answer like a Kubernetes API server ({answer}); check the URL, and \
         whether a proxy or login page is in between; see `kubectl cluster-info`"
    )]
    NotKubernetes { at: String, answer: String },
    /// Any other refusal, in the API server's words.
    #[error("error from server ({reason}): {message}")]
    Refused { reason: String, message: String },
    /// What fits nowhere above; already made safe.
    #[error("{0}")]
    Other(String),
}

impl ClusterError {
    /// Whose turn it is.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            ClusterError::NoKubeconfig { .. }
            | ClusterError::Flag(_)
            | ClusterError::Unknown { .. }
            | ClusterError::Kubeconfig(_) => ErrorClass::Usage,
            ClusterError::Timeout { .. } | ClusterError::SlowPlugin { .. } => ErrorClass::Timeout,
            _ => ErrorClass::Cluster,
        }
    }
}

impl ClusterError {
    /// Whether the server may have done what was asked for: only the answer is missing.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        match self {
            ClusterError::Unreachable { reason, .. } => reason != "connection refused",
            ClusterError::Timeout { .. } | ClusterError::NotKubernetes { .. } => true,
            // 504 of the API server or a proxy, 502 of a proxy, and 500 where etcd did not answer in time: what was
            // sent may be kept all the same.
            ClusterError::Refused { reason, message } => {
                ["Timeout", "HTTP 502", "HTTP 504"].contains(&reason.as_str())
                    || message.contains("etcdserver: ") && message.contains("timed out")
            }
            _ => false,
        }
    }
}

/// Who brings a CRD. The Gateway API's are not ours to install.
fn installs(resource: &str) -> &'static str {
    match resource.ends_with(".gateway.networking.k8s.io") {
        true => "install the Gateway API: https://gateway-api.sigs.k8s.io/guides/",
        false => "see `kubectl agw crds install` and `kubectl api-resources`",
    }
}

fn unknown(what: &str, name: &str, known: &[String], context: Option<&str>) -> String {
    let wanted_by =
        context.map(|c| format!(", which context `{c}` refers to,")).unwrap_or_default();
    let there_are = match known {
        [] => format!("the kubeconfig has no {what} at all"),
        known => format!("the kubeconfig has {}", known.join(", ")),
    };
    format!("{what} `{name}`{wanted_by} not found; {there_are}\nsee `kubectl config view`")
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

fn conflict(subject: &str, owners: &[Owner]) -> String {
    let mut text = format!("{subject} has fields that another manager owns:");
    for owner in owners {
        let fields = owner.fields.join(", ");
        text.push_str(&format!("\n* {fields} (by {})", owner.manager));
    }
    text.push_str(
        "\ntake the fields over with --force-conflicts, remove them, or set the values that they have to \
         share them\nsee https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts",
    );
    text
}

fn invalid(subject: &str, message: &str, causes: &[String]) -> String {
    if causes.is_empty() {
        return format!("{subject} is invalid: {message}");
    }
    let bullets: String = causes.iter().map(|cause| format!("\n* {cause}")).collect();
    format!("{subject} is invalid:{bullets}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_name_lists_what_exists_and_says_who_asked() {
        let error = |of_context: Option<&str>, known: &[&str]| {
            ClusterError::Unknown {
                what: "cluster",
                name: "prdo".into(),
                known: known.iter().map(ToString::to_string).collect(),
                of_context: of_context.map(str::to_owned),
            }
            .to_string()
        };
        assert!(error(None, &["dev", "prod"]).contains("`prdo` not found"));
        assert!(error(None, &["dev", "prod"]).contains("the kubeconfig has dev, prod"));
        assert!(error(Some("c"), &[]).contains("which context `c` refers to"));
        assert!(error(None, &[]).contains("no cluster at all"));
    }

    #[test]
    fn usage_cluster_and_timeout_are_told_apart() {
        assert_eq!(ClusterError::Flag(String::new()).class(), ErrorClass::Usage);
        let timeout =
            ClusterError::Timeout { server: "s".into(), after: Duration::from_millis(500) };
        assert_eq!(timeout.class(), ErrorClass::Timeout);
        assert!(timeout.to_string().contains("within 0.5 s"));
        assert_eq!(ClusterError::Unauthorized { at: "s".into() }.class(), ErrorClass::Cluster);
    }

    #[test]
    fn a_server_that_gave_up_waiting_may_have_written_and_one_that_refuses_has_not() {
        let is_lost = |reason: &str, message: &str| {
            ClusterError::Refused { reason: reason.into(), message: message.into() }.is_lost()
        };
        assert!(is_lost("Timeout", "request did not complete within requested timeout"));
        assert!(is_lost("HTTP 504", "upstream request timeout"));
        assert!(is_lost("InternalError", "etcdserver: request timed out"));
        assert!(!is_lost("InternalError", "failed calling webhook \"w\": deadline exceeded"));
        assert!(!is_lost("TooManyRequests", "please try again later"));
        assert!(!is_lost("ServiceUnavailable", "shutting down"));
    }
}
