//! `docs/upgrade.md`: what changes from release to release, written from the changes themselves.

use std::fmt::Write as _;

use super::checks_page::{anchor, entry};
use crate::domain::crd::release::Release;
use crate::domain::upgrade::rule::CHANGES;

/// The page.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(
        "<!-- written by `kubectl-agw generate`; do not edit -->\n\n# What `kubectl agw upgrade` finds\n\n",
    );
    page += "`kubectl agw upgrade --to RELEASE` reads the objects of a cluster, or of files, and names those that a newer \
             release of agentgateway breaks, changes or deprecates, with the line, the reason and the fix. Changes of the \
             gateway that no object can tell (defaults of its chart, its logs on standard output) are not among them: read \
             [the release notes](https://github.com/agentgateway/agentgateway/releases) too.\n\n\
             Objects are validated for the release that the upgrade starts from: that of `--from`, or else the one that \
             the cluster runs. With `-f` and without `--from`, it is the oldest release that accepts all objects. The \
             first line of the output names it. Objects that it doesn't accept are \
             reported, and the exit code is 1. If no release before `--to` accepts all of them, every change since 1.4 is \
             looked for.\n";
    for release in Release::ALL {
        let changes: Vec<_> = CHANGES.iter().filter(|one| one.release == *release).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = write!(
            page,
            "\n## {release}\n\n| code | effect | what | source |\n|---|---|---|---|\n"
        );
        for change in &changes {
            let (rule, effect) = (&change.rule, change.effect.word());
            let (code, title, source) = (rule.code, rule.title, change.source);
            let link = source.rsplit('/').next().unwrap_or_default();
            let anchor = anchor(rule);
            let _ =
                writeln!(page, "| [{code}](#{anchor}) | {effect} | {title} | [{link}]({source}) |");
        }
        changes.iter().for_each(|change| entry(&mut page, &change.rule));
    }
    page
}
