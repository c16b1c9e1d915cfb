//! Suppression by annotation: an object's owner says that a finding about it is meant to be so.

use super::RuleFinding;
use crate::domain::snapshot::Snapshot;

/// The annotation: codes with commas between.
pub const ANNOTATION: &str = "kubectl-agw.dev/suppress";

/// Whether the object of a finding takes it back.
pub(super) fn is_suppressed(snapshot: &Snapshot, found: &RuleFinding) -> bool {
    let object = found.finding.object.as_ref();
    let codes = object
        .and_then(|object| snapshot.meta(object))
        .and_then(|meta| meta.annotations.get(ANNOTATION));
    codes.is_some_and(|codes| names(codes, found.rule.code))
}

fn names(codes: &str, code: &str) -> bool {
    codes.split([',', ' ']).any(|one| one.trim().eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_between_commas_and_in_any_case() {
        assert!(names("AGW3001, agw4002", "AGW4002"));
        assert!(!names("AGW30010,AGW300", "AGW3001"));
        assert!(!names("", "AGW3001"));
    }
}
