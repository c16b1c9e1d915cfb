//! Two control planes: one with agentgateway's own CRDs, one with ours. The same tests run in both.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::control_plane::{ControlPlane, skip};

/// A control plane with CRDs.
pub struct World {
    pub name: &'static str,
    pub control_plane: &'static ControlPlane,
}

/// The folder of the real systems' CRDs; none where this checkout stands alone.
pub fn crds() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/crds");
    let folder = std::env::var_os("AGW_TEST_CRDS").map_or(beside, PathBuf::from);
    folder.join("gateway-api/standard").is_dir().then_some(folder)
}

/// The worlds that can be had here. What cannot is skipped, and said in the name of `test`.
pub fn worlds(test: &str) -> Vec<World> {
    [ours(test), vendors(test)].into_iter().flatten().collect()
}

/// A cluster without agentgateway, with the CRDs that this program installs.
pub fn ours(test: &str) -> Option<World> {
    static OURS: OnceLock<Option<ControlPlane>> = OnceLock::new();
    let crds = needed(test)?;
    let control_plane = OURS.get_or_init(|| ControlPlane::start().ok()).as_ref();
    let control_plane = control_plane.or_else(|| without(test))?;
    control_plane.apply_crds(&crds.join("gateway-api/standard"));
    control_plane.apply_crds(&Path::new(env!("CARGO_MANIFEST_DIR")).join("crds"));
    Some(World { name: "our CRDs", control_plane })
}

/// A cluster with agentgateway's own CRDs.
pub fn vendors(test: &str) -> Option<World> {
    let crds = needed(test)?;
    let control_plane = ControlPlane::shared().or_else(|| without(test))?;
    control_plane.apply_crds(&crds.join("gateway-api/standard"));
    control_plane.apply_crds(&crds.join("agentgateway"));
    Some(World { name: "agentgateway's CRDs", control_plane })
}

/// agentgateway's CRDs in a control plane that only this test uses: for what would be in the way of the others.
pub fn alone(test: &str) -> Option<ControlPlane> {
    let crds = needed(test)?;
    let Ok(control_plane) = ControlPlane::start() else {
        without(test);
        return None;
    };
    control_plane.apply_crds(&crds.join("gateway-api/standard"));
    control_plane.apply_crds(&crds.join("agentgateway"));
    Some(control_plane)
}

fn needed(test: &str) -> Option<PathBuf> {
    let crds = crds();
    if crds.is_none() {
        skip(
            test,
            "the Gateway API's CRDs are not beside this checkout; AGW_TEST_CRDS names a folder of them",
        );
    }
    crds
}

fn without(test: &str) -> Option<&'static ControlPlane> {
    let reason = super::control_plane::why_absent();
    skip(test, reason.as_deref().unwrap_or("the control plane did not start"));
    None
}
