//! The kubeconfig as kubectl treats it: which files, merged how, and what the flags change in them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use kube::config::{
    AuthInfo, Cluster, Context, ExecAuthCluster, Kubeconfig, KubeconfigError, LoadDataError,
};

use super::{ClusterError, ClusterOptions};
use crate::edge::disk;

/// Where to look, as the environment says.
#[derive(Clone, Debug, Default)]
pub(super) struct KubeconfigPaths {
    /// The members of `KUBECONFIG`; empty if it is not set.
    pub listed: Vec<PathBuf>,
    /// `~/.kube/config`.
    pub usual: Option<PathBuf>,
}

impl KubeconfigPaths {
    /// Reads `KUBECONFIG` and the home directory.
    pub(super) fn from_env() -> Self {
        let list = std::env::var_os("KUBECONFIG").unwrap_or_default();
        // The separator is the platform's: `:`, on Windows `;`.
        let listed =
            std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect();
        let usual = std::env::home_dir().map(|home| home.join(".kube").join("config"));
        KubeconfigPaths { listed, usual }
    }

    fn files(&self) -> Vec<&Path> {
        match self.listed.as_slice() {
            [] => self.usual.iter().map(PathBuf::as_path).collect(),
            listed => listed.iter().map(PathBuf::as_path).collect(),
        }
    }
}

/// What was chosen: everything a connection needs.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub context: Option<String>,
    pub cluster: Cluster,
    pub user: AuthInfo,
    pub namespace: String,
}

/// What the files and flags say; none where there is no kubeconfig and no flag asks for one, so that a pod's own
/// service account may serve.
///
/// # Errors
/// A file that is there and cannot be read, a name that does not exist, flags that exclude each other.
pub(super) fn choose(
    wishes: &ClusterOptions,
    places: &KubeconfigPaths,
) -> Result<Option<Target>, ClusterError> {
    check_flags(wishes)?;
    let Some(config) = load(wishes, places)? else {
        // A typed `--context` is never answered with a pod's service account.
        let asks = [&wishes.context, &wishes.cluster, &wishes.user, &wishes.server];
        return match asks.iter().any(|flag| flag.is_some()) {
            true => target(&Kubeconfig::default(), wishes).map(Some),
            false => Ok(None),
        };
    };
    target(&config, wishes).map(Some)
}

/// What [`choose`] looked at, for the message that it found nothing.
pub(super) fn looked_at(places: &KubeconfigPaths) -> String {
    let files: Vec<String> = places.files().iter().map(|path| path.display().to_string()).collect();
    match files.is_empty() {
        true => "no home directory".to_owned(),
        false => files.join(", "),
    }
}

/// The files that [`choose`] reads, whether they are there or not.
pub(super) fn files(wishes: &ClusterOptions, places: &KubeconfigPaths) -> Vec<PathBuf> {
    match &wishes.kubeconfig {
        Some(path) => vec![path.clone()],
        None => places.files().into_iter().map(Path::to_owned).collect(),
    }
}

fn check_flags(wishes: &ClusterOptions) -> Result<(), ClusterError> {
    let acts = !wishes.impersonate_groups.is_empty() || wishes.impersonate_uid.is_some();
    if acts && wishes.impersonate.is_none() {
        let text = "--as-group and --as-uid require --as; set the user with --as";
        return Err(ClusterError::Flag(text.into()));
    }
    if wishes.insecure_skip_tls_verify && wishes.certificate_authority.is_some() {
        let text = "--certificate-authority and --insecure-skip-tls-verify are mutually exclusive; remove \
                    one";
        return Err(ClusterError::Flag(text.into()));
    }
    Ok(())
}

/// Everything that the files say; nothing where there are none.
///
/// # Errors
/// A file that is there and cannot be read.
pub(super) fn merged(
    wishes: &ClusterOptions,
    places: &KubeconfigPaths,
) -> Result<Kubeconfig, ClusterError> {
    Ok(load(wishes, places)?.unwrap_or_default())
}

/// The merged kubeconfig, or none if no file is there or none of them says anything.
fn load(
    wishes: &ClusterOptions,
    places: &KubeconfigPaths,
) -> Result<Option<Kubeconfig>, ClusterError> {
    if let Some(path) = &wishes.kubeconfig {
        return match parse_file(path)? {
            Some(config) => Ok(Some(config)),
            None => {
                let text = format!("--kubeconfig {}: file not found", path.display());
                Err(ClusterError::Kubeconfig(text))
            }
        };
    }
    let mut merged = Kubeconfig::default();
    for path in places.files() {
        let Some(next) = parse_file(path)? else { continue };
        merged = merged.merge(next).map_err(|_| {
            let text = "has another kind or apiVersion than the kubeconfigs before it";
            ClusterError::Kubeconfig(format!("{} {text}", path.display()))
        })?;
    }
    let says_nothing = merged.contexts.is_empty()
        && merged.clusters.is_empty()
        && merged.auth_infos.is_empty()
        && merged.current_context.is_none();
    Ok((!says_nothing).then_some(merged))
}

/// The most bytes of a kubeconfig.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// One file, its relative paths resolved against itself; none if it is not there.
fn parse_file(path: &Path) -> Result<Option<Kubeconfig>, ClusterError> {
    if let Some(error) = disk::unbounded(path, MOST_BYTES) {
        return Err(ClusterError::Kubeconfig(format!("can't read {}: {error}", path.display())));
    }
    // The bytes are decoded here: kube panics at UTF-16 that ends in half a character, and waits for pipes without end.
    let text = match disk::text(path, MOST_BYTES) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let words = format!("can't read {}: {error}", path.display());
            return Err(ClusterError::Kubeconfig(words));
        }
    };
    let mut config = Kubeconfig::from_yaml(&text).map_err(|error| {
        ClusterError::Kubeconfig(format!("{}: {}", path.display(), words(&error)))
    })?;
    if let Some(folder) = path.parent() {
        absolute(&mut config, folder);
    }
    // kubectl writes `current-context: ""`; merged as it is, it would hide the one of the next file.
    config.current_context = config.current_context.filter(|name| !name.is_empty());
    Ok(Some(config))
}

/// Resolves the relative paths of a kubeconfig against its folder; a plugin's program only where it is a path, as in
/// client-go.
fn absolute(config: &mut Kubeconfig, folder: &Path) {
    let resolve = |file: &mut Option<String>| {
        let relative = file.as_deref().filter(|file| !file.is_empty()).map(Path::new);
        let joined = relative.filter(|file| file.is_relative()).map(|file| folder.join(file));
        if let Some(joined) = joined.as_deref().and_then(Path::to_str) {
            *file = Some(joined.to_owned());
        }
    };
    for cluster in config.clusters.iter_mut().filter_map(|named| named.cluster.as_mut()) {
        resolve(&mut cluster.certificate_authority);
    }
    for user in config.auth_infos.iter_mut().filter_map(|named| named.auth_info.as_mut()) {
        resolve(&mut user.client_certificate);
        resolve(&mut user.client_key);
        resolve(&mut user.token_file);
        if let Some(exec) = &mut user.exec
            && exec.command.as_deref().is_some_and(|name| name.contains(std::path::MAIN_SEPARATOR))
        {
            resolve(&mut exec.command);
        }
    }
}

/// A kubeconfig error without what stands in the file: it holds tokens and keys.
pub(super) fn words(error: &KubeconfigError) -> String {
    match error {
        KubeconfigError::ReadConfig(error, _) => format!("can't be read: {error}"),
        KubeconfigError::Parse(error) => match error.location() {
            Some(at) => format!("is not a kubeconfig: line {}, column {}", at.line(), at.column()),
            None => "is not a kubeconfig: invalid YAML".to_owned(),
        },
        KubeconfigError::LoadCertificateAuthority(error) => {
            format!("certificate authority: {}", data_words(error))
        }
        KubeconfigError::LoadClientCertificate(error) => {
            format!("client certificate: {}", data_words(error))
        }
        KubeconfigError::LoadClientKey(error) => format!("client key: {}", data_words(error)),
        KubeconfigError::ParseCertificates(_) => "a certificate is not valid PEM".to_owned(),
        _ => "it can't be used; see `kubectl config view`".to_owned(),
    }
}

fn data_words(error: &LoadDataError) -> String {
    match error {
        LoadDataError::DecodeBase64(_) => "its data is not valid base64".to_owned(),
        LoadDataError::ReadFile(error, path) => format!("{}: {error}", path.display()),
        LoadDataError::NoBase64DataOrFile => "the other half of the pair is missing".to_owned(),
    }
}

fn target(config: &Kubeconfig, wishes: &ClusterOptions) -> Result<Target, ClusterError> {
    let name = wishes.context.clone().or_else(|| config.current_context.clone());
    let context = context(config, name.as_deref(), wishes)?;
    let cluster = cluster(config, &context, name.as_deref(), wishes)?;
    let user = user(config, &context, wishes, &cluster)?;
    let named = |text: &Option<String>| text.clone().filter(|name| !name.is_empty());
    Ok(Target {
        namespace: named(&wishes.namespace)
            .or_else(|| named(&context.namespace))
            .unwrap_or_else(|| "default".to_owned()),
        context: name,
        cluster,
        user,
    })
}

fn context(
    config: &Kubeconfig,
    name: Option<&str>,
    wishes: &ClusterOptions,
) -> Result<Context, ClusterError> {
    let known = || config.contexts.iter().map(|context| context.name.clone()).collect::<Vec<_>>();
    let Some(name) = name else {
        // `--server` or `--cluster` alone say enough.
        if wishes.server.is_some() || wishes.cluster.is_some() {
            return Ok(Context::default());
        }
        let text = match known().as_slice() {
            [] => "the kubeconfig has no context; see `kubectl config set-context`".to_owned(),
            known => format!(
                "the kubeconfig has no current context; choose one of {} with --context, or permanently with \
                 `kubectl config use-context`",
                known.join(", ")
            ),
        };
        return Err(ClusterError::Kubeconfig(text));
    };
    let found = config.contexts.iter().find(|context| context.name == name);
    found.map(|found| found.context.clone().unwrap_or_default()).ok_or_else(|| {
        ClusterError::Unknown {
            what: "context",
            name: name.to_owned(),
            known: known(),
            of_context: None,
        }
    })
}

fn cluster(
    config: &Kubeconfig,
    context: &Context,
    of_context: Option<&str>,
    wishes: &ClusterOptions,
) -> Result<Cluster, ClusterError> {
    let name = wishes.cluster.as_deref().unwrap_or(&context.cluster);
    let found = config.clusters.iter().find(|cluster| cluster.name == name);
    let mut cluster = match found {
        Some(found) => found.cluster.clone().unwrap_or_default(),
        None if wishes.server.is_some() && wishes.cluster.is_none() => Cluster::default(),
        None => {
            return Err(ClusterError::Unknown {
                what: "cluster",
                name: name.to_owned(),
                known: config.clusters.iter().map(|cluster| cluster.name.clone()).collect(),
                of_context: of_context.filter(|_| wishes.cluster.is_none()).map(str::to_owned),
            });
        }
    };
    if let Some(server) = &wishes.server {
        cluster.server = Some(server.clone());
        // As in kubectl: a certificate name belongs to the server it was written for.
        cluster.tls_server_name = None;
    }
    if let Some(name) = &wishes.tls_server_name {
        cluster.tls_server_name = Some(name.clone());
    }
    if let Some(path) = &wishes.certificate_authority {
        cluster.certificate_authority = Some(path.display().to_string());
        cluster.certificate_authority_data = None;
        cluster.insecure_skip_tls_verify = None;
    }
    if wishes.insecure_skip_tls_verify {
        cluster.insecure_skip_tls_verify = Some(true);
        cluster.certificate_authority = None;
        cluster.certificate_authority_data = None;
    }
    Ok(cluster)
}

fn user(
    config: &Kubeconfig,
    context: &Context,
    wishes: &ClusterOptions,
    cluster: &Cluster,
) -> Result<AuthInfo, ClusterError> {
    let name = wishes.user.as_ref().or(context.user.as_ref());
    let found = name.and_then(|name| config.auth_infos.iter().find(|user| &user.name == name));
    // kubectl connects without credentials when the context's user is gone; only a typed name must exist.
    if let (None, Some(name)) = (found, &wishes.user) {
        return Err(ClusterError::Unknown {
            what: "user",
            name: name.clone(),
            known: config.auth_infos.iter().map(|user| user.name.clone()).collect(),
            of_context: None,
        });
    }
    let mut user = found.and_then(|user| user.auth_info.clone()).unwrap_or_default();
    impersonate(&mut user, wishes);
    if let Some(exec) = user.exec.as_mut().filter(|exec| exec.provide_cluster_info) {
        let info = ExecAuthCluster::try_from(cluster);
        exec.cluster = Some(info.map_err(|error| ClusterError::Kubeconfig(words(&error)))?);
    }
    Ok(user)
}

/// `--as` replaces whom the kubeconfig acts as, groups and all.
pub(super) fn impersonate(user: &mut AuthInfo, wishes: &ClusterOptions) {
    if let Some(name) = &wishes.impersonate {
        user.impersonate = Some(name.clone());
        user.impersonate_uid = wishes.impersonate_uid.clone();
        user.impersonate_groups =
            (!wishes.impersonate_groups.is_empty()).then(|| wishes.impersonate_groups.clone());
        user.impersonate_user_extra = None;
    }
}

#[cfg(test)]
mod tests;
