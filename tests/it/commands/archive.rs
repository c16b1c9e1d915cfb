//! The archive of a release: made as `release/build` makes it, and installed by the real krew, for the real kubectl, into a
//! home that nobody has used.
//!
//! It is packed from the program that AGW_TEST_RELEASE names, which `.ci/run` has built. AGW_TEST_ARCHIVES names a folder that
//! `release/build` has written instead.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{programs, skip, test_name};

const EPOCH: u64 = 1_700_000_000;

/// This machine's platform, in krew's words.
fn platform() -> String {
    let system = if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}-{processor}")
}

fn script(name: &str) -> Command {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("release").join(name))
}

/// Packs this program into `dir`; the archive.
fn pack(program: &Path, dir: &Path, zone: &str) -> PathBuf {
    let mut command = script("pack");
    command.arg(program).arg(platform()).arg(dir);
    command.env("SOURCE_DATE_EPOCH", EPOCH.to_string()).env("TZ", zone);
    dir.join(run(command, "").expect_success().trim_end())
}

/// A folder as `release/build` leaves it, and the archive in it.
struct Release {
    dir: PathBuf,
    archive: PathBuf,
}

/// Packed once for all tests.
fn release(test: &str) -> Option<&'static Release> {
    static ONE: OnceLock<Release> = OnceLock::new();
    let name = format!("kubectl-agw-v{}-{}.tar.gz", env!("CARGO_PKG_VERSION"), platform());
    if let Some(dir) = std::env::var_os("AGW_TEST_ARCHIVES").map(PathBuf::from) {
        return Some(ONE.get_or_init(|| Release { archive: dir.join(name), dir }));
    }
    let program = optimised(test)?;
    Some(ONE.get_or_init(|| {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive");
        let archive = pack(&program, &dir, "UTC");
        assert_eq!(archive, dir.join(name));
        let mut publish = script("publish");
        publish.arg(&dir).arg(program);
        run(publish, "").expect_success();
        Release { dir, archive }
    }))
}

fn optimised(test: &str) -> Option<PathBuf> {
    let program = std::env::var_os("AGW_TEST_RELEASE").map(PathBuf::from);
    if program.is_none() {
        skip(test, "AGW_TEST_RELEASE names no release build of kubectl-agw");
    }
    program
}

/// A home that nobody has used, with krew and kubectl; on its PATH are kubectl and what krew installs, and nothing else.
struct Home {
    folder: tempfile::TempDir,
    krew: PathBuf,
}

impl Home {
    fn new(test: &str) -> Option<Home> {
        let Some(krew) = std::env::var_os("AGW_TEST_KREW").map(PathBuf::from) else {
            skip(test, "krew is not built: AGW_TEST_KREW=$(tests/krew/build)");
            return None;
        };
        let kubectl = match programs::kubectl() {
            Ok(kubectl) => kubectl,
            Err(error) => {
                skip(test, &error.to_string());
                return None;
            }
        };
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("bin")).expect("a folder");
        std::os::unix::fs::symlink(kubectl, folder.path().join("bin/kubectl")).expect("a link");
        Some(Home { folder, krew })
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> Outcome {
        let home = self.folder.path();
        let path = format!("{0}/bin:{0}/krew/bin", home.display());
        let mut command = Command::new(program);
        command.args(arguments).current_dir(home).env_clear();
        command.env("HOME", home).env("PATH", path).env("KREW_ROOT", home.join("krew"));
        run(command, "")
    }

    fn kubectl(&self, arguments: &[&str]) -> Outcome {
        self.run(&self.folder.path().join("bin/kubectl"), arguments)
    }

    fn install(&self, manifest: &Path, archive: &Path) -> Outcome {
        let manifest = format!("--manifest={}", manifest.display());
        let archive = format!("--archive={}", archive.display());
        self.run(&self.krew.join("krew"), &["install", &manifest, &archive])
    }
}

#[test]
fn krew_installs_it_and_it_runs_completes_and_shows_its_demo() {
    let Some(home) = Home::new(test_name!()) else { return };
    let Some(release) = release(test_name!()) else { return };
    let manifest = release.dir.join("agw.yaml");
    home.install(&manifest, &release.archive).expect_success();
    let plugins = home.kubectl(&["plugin", "list"]);
    assert!(plugins.stdout.contains("/krew/bin/kubectl-agw"), "{plugins:?}");
    assert_eq!(plugins.stderr, "", "kubectl warns of nothing");

    let version = home.kubectl(&["agw", "version"]).expect_success();
    assert!(version.starts_with(concat!("kubectl-agw ", env!("CARGO_PKG_VERSION"))), "{version}");
    let linked = home.kubectl(&["agw", "completion", "install"]).expect_success();
    assert!(linked.ends_with("/krew/bin/kubectl_complete-agw linked\n"), "{linked}");
    let completed = home.kubectl(&["__complete", "agw", "lis"]).expect_success();
    assert!(completed.starts_with("list\tList models"), "{completed}");

    let _alone = super::demo::alone();
    let began = Instant::now();
    let demo = home.kubectl(&["agw", "demo", "--fast"]).expect_success();
    let took = began.elapsed();
    assert!(demo.contains("killed: Killed"), "{demo}");
    assert!(took < Duration::from_secs(20), "the demo took {took:?}");
}

#[test]
fn krew_rejects_another_archive_than_the_one_that_was_hashed() {
    let Some(home) = Home::new(test_name!()) else { return };
    let Some(release) = release(test_name!()) else { return };
    let mut bytes = std::fs::read(&release.archive).expect("the archive");
    // Whatever comes behind the end is ignored by gzip, not by the hash.
    bytes.push(0);
    let other = home.folder.path().join("other.tar.gz");
    std::fs::write(&other, bytes).expect("written");
    let refused = home.install(&release.dir.join("agw.yaml"), &other);
    assert!(!refused.success() && refused.stderr.contains("checksum"), "{refused:?}");
    assert!(!home.folder.path().join("krew/bin/kubectl-agw").exists());
}

#[test]
fn the_validator_of_krews_index_passes_both_manifests() {
    let Some(home) = Home::new(test_name!()) else { return };
    let Some(release) = release(test_name!()) else { return };
    // The index names a file after its plugin.
    let committed = home.folder.path().join("agw.yaml");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("krew-manifest.yaml"), &committed)
        .expect("copied");
    let validate = |manifest: &Path| {
        let manifest = manifest.display().to_string();
        let validator = home.krew.join("validate-krew-manifest");
        home.run(&validator, &["-manifest", &manifest, "-skip-install"])
    };
    for manifest in [&committed, &release.dir.join("agw.yaml")] {
        validate(manifest).expect_success();
    }
    let text = std::fs::read_to_string(&committed).expect("text");
    std::fs::write(&committed, text.replace("os: darwin", "os: linux")).expect("written");
    assert!(!validate(&committed).success(), "two archives for one platform");
}

/// What a tar says of a file in it.
struct Entry {
    name: String,
    mode: u64,
    owners: [u64; 2],
    time: u64,
    kind: u8,
}

/// The entries of a tar.gz, by the headers of POSIX ustar.
fn entries(archive: &Path) -> Vec<Entry> {
    let packed = std::fs::read(archive).expect("the archive");
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&*packed).read_to_end(&mut bytes).expect("gzip");
    let text = |field: &[u8]| {
        String::from_utf8_lossy(field).trim_end_matches(['\0', ' ']).trim().to_owned()
    };
    let number = |field: &[u8]| u64::from_str_radix(&text(field), 8).expect("octal");
    let mut found = Vec::new();
    let mut rest = &bytes[..];
    while rest.len() >= 512 && rest[0] != 0 {
        let size = usize::try_from(number(&rest[124..136])).expect("a size");
        found.push(Entry {
            name: text(&rest[..100]),
            mode: number(&rest[100..108]),
            owners: [number(&rest[108..116]), number(&rest[116..124])],
            time: number(&rest[136..148]),
            kind: rest[156],
        });
        rest = &rest[512 + size.next_multiple_of(512)..];
    }
    found
}

/// The names of the man pages: one for each command that help lists.
fn pages(command: &clap::Command, name: &str, found: &mut BTreeSet<String>) {
    found.insert(format!("man/man1/{name}.1"));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages(below, &format!("{name}-{}", below.get_name()), found);
    }
}

#[test]
fn it_is_the_same_bytes_each_time_and_holds_plain_files_of_nobody() {
    let Some(program) = optimised(test_name!()) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let archive = pack(&program, &folder.path().join("a"), "UTC");
    let again = pack(&program, &folder.path().join("b"), "Asia/Tokyo");
    let same = std::fs::read(&archive).expect("bytes") == std::fs::read(again).expect("bytes");
    assert!(same, "two archives of one program differ");
    let entries = entries(&archive);
    assert!(entries.is_sorted_by_key(|entry| entry.name.clone()));
    for entry in &entries {
        let mode = if entry.name == "kubectl-agw" { 0o755 } else { 0o644 };
        assert_eq!((entry.mode, entry.kind), (mode, b'0'), "{}", entry.name);
        assert_eq!((entry.owners, entry.time), ([0, 0], EPOCH), "{}", entry.name);
    }
    let mut expected = BTreeSet::new();
    pages(&kubectl_agw::cli::definition(), "kubectl-agw", &mut expected);
    assert!(expected.len() > 30, "{expected:?}");
    let files = ["CHANGELOG.md", "LICENSE", "README.md", "kubectl-agw"];
    expected.extend(files.map(str::to_owned));
    for script in ["_kubectl-agw", "_kubectl-agw.ps1", "kubectl-agw.bash", "kubectl-agw.fish"] {
        expected.insert(format!("completions/{script}"));
    }
    assert_eq!(entries.into_iter().map(|entry| entry.name).collect::<BTreeSet<_>>(), expected);
}
