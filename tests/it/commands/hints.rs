//! Hints are pasted into shells: whatever name stands in a manifest, pasting one runs the command that it says.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use kubectl_agw::domain::check;
use kubectl_agw::domain::check::facts::{Environment, Shadow};
use kubectl_agw::domain::check::rule::RULES;
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::registry::{self, gateway, http_route, key, policy, vault};
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{Snapshot, World, manifests};
use kubectl_agw::domain::value::yaml;
use serde_json::Value;

/// What a shell, or a program's own reading of flags, would obey. `touch` by redirection: it needs no program.
const HOSTILE: [&str; 8] = [
    "a; : > canary",
    "$(: > canary)",
    "`: > canary`",
    "a' ; : > canary #",
    "a\" ; : > canary #",
    "a & : > canary",
    "--kubeconfig=canary",
    "-n canary",
];

/// Every name of a manifest, and every other word that reaches a hint, as a hostile one.
fn poisoned(value: &mut Value, hostile: &str) {
    const POISONED: [&str; 9] = [
        "name",
        "namespace",
        "host",
        "hostname",
        "key",
        "baseURL",
        "sectionName",
        "model",
        "hostnames",
    ];
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let poison = |text: &mut String| *text = format!("{hostile}{text}");
                match value {
                    Value::String(text) if POISONED.contains(&field.as_str()) => poison(text),
                    Value::Array(all) if POISONED.contains(&field.as_str()) => {
                        for one in all {
                            if let Value::String(text) = one {
                                poison(text);
                            }
                        }
                    }
                    other => poisoned(other, hostile),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| poisoned(one, hostile)),
        _ => {}
    }
}

fn snapshot(manifest: &str, hostile: &str, world: World) -> Snapshot {
    let mut objects = Objects::new(world);
    for document in yaml::documents(manifest).flatten() {
        let mut object = document.value;
        let kind = object["kind"].clone();
        poisoned(&mut object, hostile);
        object["kind"] = kind;
        manifests::add(&mut objects, &Arc::from("it.yaml"), &object.to_string(), "default");
    }
    objects.snapshot()
}

/// Every hint that is given of a snapshot.
fn hints(snapshot: &Snapshot, hostile: &str) -> Vec<String> {
    let compiled = Compiled::of(snapshot.clone());
    let mut facts = Environment::default();
    let path = format!("/{hostile}/kubectl-agw");
    facts.shadows.push(Shadow { path: path.clone(), takes: "agw".to_owned() });
    facts.kubeconfig.readable_by_others.push(path);
    let report = check::run(&compiled, &facts, None, |_| true);
    let mut hints: Vec<_> =
        report.findings.into_iter().filter_map(|found| found.finding.next).collect();
    hints.extend(compiled.rejections.iter().filter_map(|rejection| rejection.next.clone()));
    hints.extend(registry::models(&compiled).into_iter().filter_map(|row| row.status.next));
    hints.extend(http_route::rows(&compiled).into_iter().filter_map(|row| row.status.next));
    hints.extend(gateway::rows(&compiled).into_iter().filter_map(|row| row.status.next));
    hints.extend(key::rows(&compiled).into_iter().filter_map(|row| row.status.next));
    hints.extend(policy::rows(snapshot).into_iter().filter_map(|row| row.status.next));
    let keys = vault::rows(snapshot, &BTreeSet::new()).into_iter().flat_map(|row| row.findings);
    hints.extend(keys.map(|finding| finding.next));
    hints
}

/// Pastes lines into a shell whose only program is a kubectl that writes down its arguments, a line each.
fn pasted(folder: &Path, lines: &str) -> String {
    let script = Command::new("/bin/sh")
        .args(["-c", lines])
        .current_dir(folder)
        .env("PATH", folder)
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    assert!(!folder.join("canary").exists(), "this ran what a name says:\n{lines}\n{script:?}");
    std::fs::read_to_string(folder.join("arguments")).unwrap_or_default()
}

fn stub(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("kubectl");
    let script = "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\" >> arguments; done\n";
    std::fs::write(&path, script).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
}

#[test]
fn no_name_in_a_hint_is_obeyed_by_a_shell() {
    let mut commands = 0;
    for hostile in HOSTILE {
        let folder = tempfile::tempdir().expect("a folder");
        stub(folder.path());
        let mut all = BTreeSet::new();
        for rule in RULES {
            for world in [World::Files, World::Cluster] {
                all.extend(hints(&snapshot(rule.wrong, hostile, world), hostile));
            }
        }
        let with_name = all.iter().filter(|hint| hint.contains("canary")).count();
        assert!(with_name >= 10, "{hostile}: the names reach {with_name} hints only: {all:#?}");
        commands += with_name;
        for hint in &all {
            let _ = std::fs::remove_file(folder.path().join("arguments"));
            let arguments = pasted(folder.path(), hint);
            let before = arguments.lines().take_while(|word| *word != "--");
            for word in before {
                assert!(!word.starts_with("--kubeconfig"), "a name became a flag: {hint}");
            }
        }
        // And all of them at once, as somebody copies a screen.
        pasted(folder.path(), &all.into_iter().collect::<Vec<_>>().join("\n"));
    }
    assert!(commands > 100, "{commands}");
}
