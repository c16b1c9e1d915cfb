//! What must hold of any text as a kubeconfig: it names a context or is refused with a reason, and a connection made of it
//! is one or a sentence.

use kubectl_agw::edge::cluster::{ClusterOptions, namespace};

/// Tokens that no header can carry, keys that are none, names that lead nowhere, another shape at every place.
pub const SEEDS: &[&str] = &[
    "apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts: [{name: c, context: {cluster: k, user: u, namespace: n}}]\n\
     clusters: [{name: k, cluster: {server: 'https://127.0.0.1:6443', certificate-authority-data: aGk=}}]\n\
     users: [{name: u, user: {token: \"a\\nb\"}}]\n",
    "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\nclusters: [{name: k, cluster: {server: '::'}}]\n\
     users: [{name: u, user: {username: \"a:b\", password: \"\\0\"}}]\n",
    "current-context: [c]\ncontexts: {}\n",
    "contexts:\n- name: c\n  context: null\ncurrent-context: c\n",
    "{\"current-context\": \"c\", \"contexts\": [{\"name\": \"c\"}], \"clusters\": [{\"name\": \"k\", \"cluster\": \
     {\"proxy-url\": \"x\", \"tls-server-name\": \"*\"}}]}",
];

/// Fails where it does not hold.
pub fn holds(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("written");
    let wishes =
        ClusterOptions { kubeconfig: Some(file.path().to_owned()), ..ClusterOptions::default() };
    if let Err(error) = namespace(&wishes) {
        assert!(!error.to_string().is_empty());
    }
    // A plugin or a file of the user's own would be run or read.
    let text = String::from_utf8_lossy(bytes);
    if ["exec", "auth-provider", "File", "certificate-authority", "client-", "\\"]
        .iter()
        .any(|word| text.contains(word))
    {
        return;
    }
    let connected = RUNTIME.block_on(kubectl_agw::edge::cluster::connect(&wishes));
    if let Err(error) = connected {
        assert!(!error.to_string().is_empty());
    }
}

static RUNTIME: std::sync::LazyLock<tokio::runtime::Runtime> = std::sync::LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
});
