//! What may be built in: `.cargo/deny.toml`, held wherever tests run. cargo-deny reads the same file and knows more
//! (advisories), but it takes minutes to install and a network to ask; this needs neither.

#![cfg(test)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

// === what deny.toml says ===

/// A version that is tolerated beside another.
#[derive(Debug, PartialEq)]
struct Skip {
    name: String,
    /// The leading numbers of the version.
    version: String,
    reason: String,
}

/// The quoted texts of a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// The lines of `key = [ … ]`, one entry each, without comments.
fn list<'a>(toml: &'a str, key: &str) -> Vec<&'a str> {
    let opening = format!("{key} = [");
    let lines = toml.lines().skip_while(move |line| line.trim() != opening).skip(1);
    let lines = lines.take_while(|line| line.trim() != "]").map(str::trim);
    lines.filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
}

fn allowed(toml: &str) -> Vec<&str> {
    list(toml, "allow").into_iter().flat_map(quoted).collect()
}

fn skips(toml: &str) -> Vec<Skip> {
    let skip = |line: &str| match quoted(line)[..] {
        [spec, reason] => {
            let (name, version) = spec.split_once('@').unwrap_or((spec, ""));
            Skip { name: name.into(), version: version.into(), reason: reason.into() }
        }
        _ => panic!("an entry of skip is {{ crate = \"name@version\", reason = \"…\" }}: {line}"),
    };
    list(toml, "skip").into_iter().map(skip).collect()
}

impl Skip {
    fn covers(&self, package: &Package) -> bool {
        let rest = package.version.strip_prefix(&self.version);
        self.name == package.name
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

// === what is locked ===

#[derive(Debug, Default)]
struct Package {
    name: String,
    version: String,
    source: Option<String>,
}

fn locked(lock: &str) -> Vec<Package> {
    let mut packages = Vec::new();
    for block in lock.split("[[package]]").skip(1) {
        let mut package = Package::default();
        for line in block.lines() {
            match (line.split_once(" = "), quoted(line).first()) {
                (Some(("name", _)), Some(text)) => package.name = (*text).to_owned(),
                (Some(("version", _)), Some(text)) => package.version = (*text).to_owned(),
                (Some(("source", _)), Some(text)) => package.source = Some((*text).to_owned()),
                _ => {}
            }
        }
        packages.push(package);
    }
    packages
}

fn foreign(packages: &[Package]) -> Vec<String> {
    let foreign = |source: &String| source != CRATES_IO;
    let told = |p: &Package| Some(format!("{} from {}", p.name, p.source.clone().filter(foreign)?));
    packages.iter().filter_map(told).collect()
}

/// Packages with a second version that no skip excuses, and skips that excuse nothing.
fn version_faults(packages: &[Package], skips: &[Skip]) -> Vec<String> {
    let mut faults = Vec::new();
    for package in packages {
        let same = |other: &&Package| {
            other.name == package.name && !skips.iter().any(|skip| skip.covers(other))
        };
        let versions: Vec<_> = packages.iter().filter(same).map(|p| &*p.version).collect();
        if versions.len() > 1 {
            faults.push(format!("{} in versions {}", package.name, versions.join(" and ")));
        }
    }
    faults.dedup();
    for skip in skips {
        let versions = packages.iter().filter(|package| package.name == skip.name).count();
        if versions < 2 || !packages.iter().any(|package| skip.covers(package)) {
            faults
                .push(format!("skip of {}@{} excuses nothing; delete it", skip.name, skip.version));
        }
        if skip.reason.split_whitespace().count() < 4 {
            faults.push(format!("skip of {}@{} has no reason", skip.name, skip.version));
        }
    }
    faults
}

// === licences ===

/// Whether a licence expression (`A OR (B AND C)`, the old `A/B`) can be met by what is allowed.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<_> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&tokens, &mut at, allowed) && at == tokens.len()
}

fn either(tokens: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut holds = both(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        holds |= both(tokens, at, allowed);
    }
    holds
}

fn both(tokens: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut holds = licence(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        holds &= licence(tokens, at, allowed);
    }
    holds
}

fn licence(tokens: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let Some(first) = tokens.get(*at) else { return false };
    *at += 1;
    if *first == "(" {
        let holds = either(tokens, at, allowed);
        let closed = tokens.get(*at) == Some(&")");
        *at += 1;
        return holds && closed;
    }
    let mut name = (*first).to_owned();
    if tokens.get(*at) == Some(&"WITH") {
        name += &format!(" WITH {}", tokens.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    allowed.contains(&&*name)
}

/// Every package with its licence, as cargo tells it without a network. Where only the packages of this system were
/// fetched, only those can be told.
fn packages() -> Vec<Value> {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let rustc = String::from_utf8_lossy(&rustc.stdout).into_owned();
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let mut complaint = String::new();
    for filter in [&[][..], &["--filter-platform", host]] {
        let told = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--locked", "--offline"])
            .args(filter)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        if told.status.success() {
            let metadata: Value = serde_json::from_slice(&told.stdout).expect("JSON");
            return metadata["packages"].as_array().expect("packages").clone();
        }
        complaint = String::from_utf8_lossy(&told.stderr).into_owned();
    }
    panic!("cargo metadata: {complaint}");
}

// === the rules ===

#[test]
fn everything_comes_from_crates_io() {
    let packages = locked(&read("Cargo.lock"));
    assert!(packages.len() > 100, "Cargo.lock was not understood");
    assert_eq!(foreign(&packages), Vec::<String>::new());
}

#[test]
fn a_second_version_has_a_reason() {
    let (packages, skips) = (locked(&read("Cargo.lock")), skips(&read(".cargo/deny.toml")));
    assert_eq!(
        version_faults(&packages, &skips),
        Vec::<String>::new(),
        "see `cargo tree -d`; a second version that cannot be helped gets an entry under skip in .cargo/deny.toml"
    );
}

#[test]
fn every_licence_is_allowed() {
    let toml = read(".cargo/deny.toml");
    let allowed = allowed(&toml);
    assert!(allowed.contains(&"MIT"), "deny.toml was not understood");
    let packages = packages();
    assert!(packages.len() > 50, "cargo metadata was not understood");
    let refused: Vec<_> = packages
        .iter()
        .filter(|package| !is_allowed(package["license"].as_str().unwrap_or_default(), &allowed))
        .map(|package| {
            format!("{} {}: {}", package["name"], package["version"], package["license"])
        })
        .collect();
    assert_eq!(refused, Vec::<String>::new(), "not in `allow` of .cargo/deny.toml");
}

#[test]
fn what_breaks_a_rule_is_found() {
    let lock = format!(
        "[[package]]\nname = \"a\"\nversion = \"1.2.0\"\nsource = \"{CRATES_IO}\"\n\n\
         [[package]]\nname = \"a\"\nversion = \"2.0.0\"\nsource = \"git+https://example.org/a\"\n"
    );
    let packages = locked(&lock);
    assert_eq!(foreign(&packages), ["a from git+https://example.org/a"]);
    assert_eq!(version_faults(&packages, &[]), ["a in versions 1.2.0 and 2.0.0"]);
    let skip = |version: &str| {
        let line = format!("{{ crate = \"a@{version}\", reason = \"nobody has moved yet\" }}");
        skips(&format!("skip = [\n  # why\n  {line},\n]\n"))
    };
    assert_eq!(version_faults(&packages, &skip("1")), Vec::<String>::new());
    assert_eq!(version_faults(&packages, &skip("1.2")), Vec::<String>::new());
    assert_eq!(version_faults(&packages, &skip("1.20")).len(), 2, "not a whole number");
    assert_eq!(version_faults(&packages[..1], &skip("1")).len(), 1, "nothing to excuse");
}

#[test]
fn licence_expressions_are_read_as_spdx_means_them() {
    let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"];
    for good in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "MIT AND ISC", "(GPL-3.0 OR MIT) AND ISC"]
    {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    assert!(is_allowed("Apache-2.0 WITH LLVM-exception", &allowed));
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT ISC", "Apache-2.0"] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}
