//! Where the control plane's programs are: in KUBEBUILDER_ASSETS, or where tests/control-plane/build puts them.

use std::path::{Path, PathBuf};

use anyhow::bail;

pub struct Programs {
    pub etcd: PathBuf,
    pub kube_apiserver: PathBuf,
    pub kubectl: PathBuf,
}

/// kwok, which plays a node; apart, because only the tests of port-forwarding want it.
pub fn kwok() -> anyhow::Result<PathBuf> {
    let folders = folders();
    let found = folders.iter().map(|folder| folder.join("kwok")).find(|path| path.is_file());
    match found {
        Some(program) => Ok(program),
        None => bail!("no kwok beside the control plane: run tests/control-plane/build"),
    }
}

/// kubectl alone, for those who run it without a control plane.
pub fn kubectl() -> anyhow::Result<PathBuf> {
    Programs::find().map(|programs| programs.kubectl)
}

impl Programs {
    pub fn find() -> anyhow::Result<Programs> {
        let folders = folders();
        match folders.iter().find_map(|folder| Programs::in_folder(folder)) {
            Some(programs) => Ok(programs),
            None => bail!(
                "no etcd, kube-apiserver and kubectl in {}: run tests/control-plane/build, or set KUBEBUILDER_ASSETS to their folder",
                folders
                    .iter()
                    .map(|folder| folder.display().to_string())
                    .collect::<Vec<_>>()
                    .join(" or ")
            ),
        }
    }

    fn in_folder(folder: &Path) -> Option<Programs> {
        let program = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
        Some(Programs {
            etcd: program("etcd")?,
            kube_apiserver: program("kube-apiserver")?,
            kubectl: program("kubectl")?,
        })
    }
}

fn folders() -> Vec<PathBuf> {
    let assets =
        std::env::var_os("KUBEBUILDER_ASSETS").filter(|value| !value.is_empty()).map(PathBuf::from);
    // Cargo knows best where the target folder is; its folder for tests' own files lies directly in it.
    let target =
        Path::new(env!("CARGO_TARGET_TMPDIR")).parent().map(|target| target.join("control-plane"));
    assets.into_iter().chain(target).collect()
}
