//! Two control planes: one with agentgateway's own CRDs, one with ours. The same tests run in both.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::control_plane::{ControlPlane, skip};
use super::definitions::crds;

/// A control plane with CRDs.
pub struct World {
    pub name: &'static str,
    pub control_plane: &'static ControlPlane,
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

/// A cluster with agentgateway's own CRDs, or with definitions as strict.
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
            "there are no CRDs of the Gateway API: run tests/conformance/build, or name a folder with AGW_TEST_CRDS",
        );
    }
    crds
}

fn without(test: &str) -> Option<&'static ControlPlane> {
    let reason = super::control_plane::why_absent();
    skip(test, reason.as_deref().unwrap_or("the control plane did not start"));
    None
}
