//! What is committed is what the program writes, and what it writes obeys the rules of those who read it.

#![cfg(test)]

use std::collections::BTreeSet;
use std::path::Path;

use kubectl_agw::cli::command::generate::{COMMAND, File, files, is_current};
use kubectl_agw::domain::value::yaml;
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn written(path: &str) -> Value {
    let files = files().expect("the files are written");
    let file = files.iter().find(|file| file.path == path).expect("the file is generated");
    let mut documents: Vec<_> = yaml::documents(&file.content).collect();
    assert_eq!(documents.len(), 1, "{path}");
    documents.remove(0).expect("YAML").value
}

#[test]
fn what_is_committed_is_what_the_program_writes() {
    let files = files().expect("the files are written");
    let old: Vec<_> =
        files.iter().filter(|file| !is_current(root(), file)).map(|file| &file.path).collect();
    assert!(old.is_empty(), "not as the program writes them: {old:?}; run `{COMMAND}`");
}

#[test]
fn the_folder_of_definitions_holds_nothing_else() {
    let files: BTreeSet<_> =
        files().expect("the files are written").into_iter().map(|file| file.path).collect();
    for entry in std::fs::read_dir(root().join("crds")).expect("crds/ is there") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let path = format!("crds/{name}");
        assert!(files.contains(&path), "{path} is not written by `{COMMAND}`; delete it");
    }
}

#[test]
fn a_file_that_is_not_current_is_told_from_one_that_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = File { path: "a.yaml".to_owned(), content: "a: 1\n".to_owned() };
    assert!(!is_current(folder.path(), &file), "absent");
    std::fs::write(folder.path().join("a.yaml"), "a: 2\n").expect("written");
    assert!(!is_current(folder.path(), &file), "different");
    std::fs::write(folder.path().join("a.yaml"), "a: 1\n").expect("written");
    assert!(is_current(folder.path(), &file), "equal");
}

/// Every fault of a krew manifest, by the rules of its index: its decoder ignores unknown fields, so a misspelt one
/// is found here or nowhere.
fn faults(manifest: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
    };
    let text = |path: &str| manifest.pointer(path).and_then(Value::as_str).unwrap_or_default();
    check(keys(manifest) == ["apiVersion", "kind", "metadata", "spec"], "fields of the manifest");
    check(text("/apiVersion") == "krew.googlecontainertools.github.com/v1alpha2", "apiVersion");
    check(text("/kind") == "Plugin", "kind");
    check(manifest["metadata"] == json!({"name": "agw"}), "metadata is the name alone");
    let allowed =
        ["caveats", "description", "homepage", "platforms", "shortDescription", "version"];
    check(keys(&manifest["spec"]).iter().all(|key| allowed.contains(&&**key)), "fields of spec");
    let version = text("/spec/version").strip_prefix('v').unwrap_or_default();
    let numbers: Vec<_> = version.split('.').map(str::parse::<u64>).collect();
    check(numbers.len() == 3 && numbers.iter().all(Result::is_ok), "version is v and a semver");
    check(version == env!("CARGO_PKG_VERSION"), "version is the crate's");
    check(text("/spec/homepage").starts_with("https://"), "homepage");
    let short = text("/spec/shortDescription");
    check(
        !short.is_empty() && short.chars().count() <= 50,
        "shortDescription is 1 to 50 characters",
    );
    check(
        !short.contains('\n') && !short.ends_with('.'),
        "shortDescription is a line, no full stop",
    );
    let filler = ["kubectl", "plugin"].iter().any(|word| short.to_lowercase().contains(word));
    check(!filler, "shortDescription says neither kubectl nor plugin");
    let description = text("/spec/description");
    check(!description.is_empty(), "description is there");
    check(
        description.lines().all(|line| line.chars().count() <= 80),
        "description is wrapped at 80",
    );
    let platforms = manifest.pointer("/spec/platforms").and_then(Value::as_array);
    let platforms: Vec<_> = platforms.into_iter().flatten().collect();
    let mut pairs = BTreeSet::new();
    for platform in &platforms {
        faults.extend(platform_faults(platform, version));
        let labels = &platform["selector"]["matchLabels"];
        if !pairs.insert(labels.to_string()) {
            faults.push(format!("two platforms for {labels}"));
        }
    }
    if platforms.len() != 6 {
        faults.push(format!("{} platforms instead of 6", platforms.len()));
    }
    faults
}

fn platform_faults(platform: &Value, version: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let label = |name: &str| {
        platform["selector"]["matchLabels"][name].as_str().unwrap_or_default().to_owned()
    };
    let (os, arch) = (label("os"), label("arch"));
    let mut check = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("{os}/{arch}: {what}"));
        }
    };
    let keys: Vec<_> = platform.as_object().into_iter().flatten().map(|(key, _)| &**key).collect();
    check(keys == ["bin", "files", "selector", "sha256", "uri"], "fields");
    let selector = json!({"matchLabels": {"os": os, "arch": arch}});
    check(platform["selector"] == selector, "the selector is os and arch alone");
    check(["linux", "darwin", "windows"].contains(&&*os), "a system krew knows");
    check(["amd64", "arm64"].contains(&&*arch), "an architecture krew knows");
    let (suffix, binary) = match &*os {
        "windows" => ("zip", "kubectl-agw.exe"),
        _ => ("tar.gz", "kubectl-agw"),
    };
    let archive = format!("/v{version}/kubectl-agw-v{version}-{os}-{arch}.{suffix}");
    let uri = platform["uri"].as_str().unwrap_or_default();
    check(uri.starts_with("https://") && uri.ends_with(&archive), "uri of the archive");
    let sha = platform["sha256"].as_str().unwrap_or_default();
    let digits = sha.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    check(sha.len() == 64 && digits, "sha256 is 64 lower-case hex digits");
    check(platform["bin"] == binary, "bin");
    let from: Vec<_> =
        platform["files"].as_array().into_iter().flatten().map(|file| &file["from"]).collect();
    check(from.contains(&&json!(binary)) && from.contains(&&json!("LICENSE")), "files");
    faults
}

#[test]
fn the_krew_manifest_obeys_the_index() {
    assert_eq!(faults(&written("krew-manifest.yaml")), Vec::<String>::new());
    assert!(root().join("LICENSE").is_file(), "krew wants a LICENSE in the archive");
}

#[test]
fn each_rule_of_the_index_can_be_broken() {
    let good = written("krew-manifest.yaml");
    let breaks: &[(&str, Value)] = &[
        ("/apiVersion", json!("krew/v1")),
        ("/kind", json!("plugin")),
        ("/metadata/name", json!("agw2")),
        ("/spec/version", json!("0.1.0")),
        ("/spec/homepage", json!("example.org")),
        ("/spec/shortDescription", json!("x".repeat(51))),
        ("/spec/shortDescription", json!("A plugin")),
        ("/spec/shortDescription", json!("Ends with a stop.")),
        ("/spec/description", json!("x".repeat(81))),
        ("/spec/platforms", json!([])),
        ("/spec/platforms/0/sha256", json!("A".repeat(64))),
        ("/spec/platforms/0/bin", json!("agw")),
        ("/spec/platforms/0/uri", json!("https://example.org/agw.tar.gz")),
        ("/spec/platforms/0/files", json!([])),
        ("/spec/platforms/0/selector/matchLabels/arch", json!("arm64")),
        ("/spec/platforms/0/selector/matchLabels/os", json!("plan9")),
    ];
    for (path, value) in breaks {
        let mut broken = good.clone();
        *broken.pointer_mut(path).expect("the field is there") = value.clone();
        assert!(!faults(&broken).is_empty(), "{path} = {value} is accepted");
    }
    let mut misspelt = good.clone();
    misspelt["spec"]["homePage"] = json!("https://example.org");
    assert!(!faults(&misspelt).is_empty(), "a misspelt field is accepted");
}
