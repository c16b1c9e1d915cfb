//! Every change between releases of agentgateway is found where it should be and nowhere else, and has its page.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use kubectl_agw::domain::check::Report;
use kubectl_agw::domain::check::finding::Severity;
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::crd::release::Release;
use kubectl_agw::domain::snapshot::lines::{Lines, Text};
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{World, manifests};
use kubectl_agw::domain::upgrade::{self, Impact, ReleaseChange, rule::CHANGES};

const NEWEST: Release = Release::ALL[Release::ALL.len() - 1];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder of `tests/upgrade`, by their names.
fn folder(name: &str) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(root().join("tests/upgrade").join(name)).expect("the folder");
    let text = |path: &Path| std::fs::read_to_string(path).expect("the file");
    entries
        .map(|entry| entry.expect("an entry"))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), text(&entry.path())))
        .collect()
}

fn run(files: &BTreeMap<String, String>, from: Release, to: Release) -> Report {
    let mut objects = Objects::new(World::Files);
    for (name, text) in files {
        manifests::add(&mut objects, &Arc::from(name.as_str()), text, "default");
    }
    upgrade::run(&Compiled::of(objects.snapshot()), from, to, None)
}

fn one(text: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("f.yaml".to_owned(), text.to_owned())])
}

/// What is found, as `file:line CODE`.
fn places(files: &BTreeMap<String, String>, from: Release, to: Release) -> BTreeSet<String> {
    let texts = files.iter().map(|(path, text)| Text { path: path.clone(), text });
    let lines = Lines::new(texts);
    let report = run(files, from, to);
    assert!(report.skipped.is_empty());
    let place = |finding: &kubectl_agw::domain::check::finding::Finding| {
        let (object, origin) = (finding.object.as_ref(), finding.origin.as_ref());
        let field = finding.field.as_deref().expect("a field");
        lines.of(origin.expect("an origin"), object.expect("an object"), field).to_string()
    };
    let found = report.findings.iter();
    found.map(|found| format!("{} {}", place(&found.finding), found.rule.code)).collect()
}

#[test]
fn a_change_is_found_in_its_wrong_example_and_not_in_its_right_one() {
    for ReleaseChange { rule, .. } in CHANGES {
        let codes = |text: &str| -> BTreeSet<&str> {
            let report = run(&one(text), Release::OLDEST, NEWEST);
            report.findings.iter().map(|found| found.rule.code).collect()
        };
        assert!(codes(rule.wrong).contains(rule.code), "{}: `wrong` is not found", rule.code);
        assert!(!codes(rule.right).contains(rule.code), "{}: `right` is found", rule.code);
    }
}

/// An example that no cluster would take shows nothing.
#[test]
fn examples_are_objects_that_a_cluster_takes() {
    for ReleaseChange { rule, .. } in CHANGES {
        // What is wrong from 1.6 on is taken before.
        for (text, release) in [(rule.wrong, Release::V1_5), (rule.right, NEWEST)] {
            let mut objects = Objects::new(World::Files).for_release(release);
            manifests::add(&mut objects, &Arc::from("f.yaml"), text, "default");
            let snapshot = objects.snapshot();
            assert!(snapshot.problems.is_empty(), "{}: {:?}", rule.code, snapshot.problems);
            let faults: Vec<_> = kubectl_agw::domain::check::shape::faults(&snapshot)
                .map(|fault| fault.finding().message)
                .collect();
            assert!(faults.is_empty(), "{}: {faults:?}", rule.code);
        }
    }
}

#[test]
fn every_change_is_found_in_the_affected_folder_at_its_line_and_none_in_the_other() {
    let affected = folder("affected");
    let found = places(&affected, Release::OLDEST, NEWEST);
    let expected: BTreeSet<_> = EXPECTED.iter().map(|one| (*one).to_owned()).collect();
    assert_eq!(found, expected);
    for ReleaseChange { rule, .. } in CHANGES {
        assert!(found.iter().any(|one| one.ends_with(rule.code)), "{} is not found", rule.code);
    }
    assert_eq!(places(&folder("unaffected"), Release::OLDEST, NEWEST), BTreeSet::new());
}

const EXPECTED: &[&str] = &[
    "backends.yaml:10 AGW7104",
    "backends.yaml:11 AGW7101",
    "backends.yaml:22 AGW7112",
    "backends.yaml:23 AGW7004",
    "backends.yaml:30 AGW7105",
    "gateway.yaml:34 AGW7005",
    "gateway.yaml:36 AGW7007",
    "gateway.yaml:38 AGW7113",
    "gateway.yaml:55 AGW7002",
    "models.yaml:10 AGW7106",
    "models.yaml:11 AGW7104",
    "models.yaml:12 AGW7102",
    "models.yaml:8 AGW7103",
    "policies.yaml:15 AGW7108",
    "policies.yaml:31 AGW7111",
    "policies.yaml:33 AGW7001",
    "policies.yaml:41 AGW7006",
    "policies.yaml:44 AGW7003",
    "policies.yaml:46 AGW7110",
    "policies.yaml:69 AGW7107",
    "policies.yaml:71 AGW7109",
];

#[test]
fn an_upgrade_meets_the_changes_of_its_releases_only() {
    let affected = folder("affected");
    let codes = |from, to| -> BTreeSet<String> {
        let found = places(&affected, from, to);
        found.iter().map(|one| one[one.len() - 7..].to_owned()).collect()
    };
    let of = |release| -> BTreeSet<String> {
        let changes = CHANGES.iter().filter(|change| change.release == release);
        changes.map(|change| change.rule.code.to_owned()).collect()
    };
    assert_eq!(codes(Release::V1_4, Release::V1_5), of(Release::V1_5));
    assert_eq!(codes(Release::V1_5, Release::V1_6), of(Release::V1_6));
    assert_eq!(codes(Release::V1_6, Release::V1_6), BTreeSet::new());
}

#[test]
fn rows_are_in_order_and_have_file_page_words_and_source() {
    let codes: Vec<_> = CHANGES.iter().map(|change| change.rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let page = std::fs::read_to_string(root().join("docs/upgrade.md")).expect("docs/upgrade.md");
    for ReleaseChange { release, effect, source, rule } in CHANGES {
        let code = rule.code;
        let family = match release {
            Release::V1_5 => "AGW70",
            Release::V1_6 => "AGW71",
            Release::V1_4 => panic!("{code}: nothing is known of what 1.4 changed"),
        };
        assert!(code.starts_with(family) && code.len() == 7, "{code} {release}");
        let file = format!("src/domain/upgrade/rule/{}.rs", rule.slug.replace('-', "_"));
        assert!(root().join(&file).is_file(), "{file} is not there");
        assert!(page.contains(&format!("### {code} ")), "{code} has no page");
        let words = [rule.what, rule.why].iter().all(|text| text.ends_with('.'));
        assert!(words && !rule.title.ends_with('.'), "{code}");
        assert!(source.starts_with("https://github.com/agentgateway/agentgateway/"), "{code}");
        let is_loud = *effect == Impact::Breaks || rule.severity == Severity::Warning;
        assert!(is_loud && rule.severity >= Severity::Warning, "{code}");
        assert!(!rule.reads.is_empty(), "{code} reads nothing");
    }
}

#[test]
fn what_an_owner_takes_back_is_not_found() {
    let text = &folder("affected")["models.yaml"];
    let count = |text: &str| {
        let report = run(&one(text), Release::V1_5, Release::V1_6);
        (report.findings.len(), report.suppressed.len())
    };
    let (found, _) = count(text);
    let annotated = text.replace(
        "  namespace: infra\n",
        "  namespace: infra\n  annotations: {kubectl-agw.dev/suppress: AGW7102}\n",
    );
    assert_eq!(count(&annotated), (found - 1, 1));
}
