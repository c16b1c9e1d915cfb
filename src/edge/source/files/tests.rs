//! Properties of reading files, once and again.

use super::*;

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n\
    metadata: {name: NAME}\nspec: {gatewayClassName: c, listeners: [{name: h, port: 80, protocol: HTTP}]}\n";

fn files(path: &Path) -> Files {
    Files { paths: vec![path.to_owned()], namespace: "n".into(), ..Files::default() }
}

fn write(path: &Path, name: &str) {
    std::fs::write(path, GATEWAY.replace("NAME", name)).expect("written");
}

#[test]
fn a_folder_is_read_in_order_and_deeper_only_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("sub")).expect("a folder");
    write(&folder.path().join("a.yaml"), "a");
    write(&folder.path().join("sub/b.yml"), "b");
    std::fs::write(folder.path().join("README.md"), "not: [yaml").expect("written");
    let flat = FileSource::new(files(folder.path())).read().expect("read");
    assert_eq!(flat.gateways.len(), 1);
    let deep = Files { recursive: true, ..files(folder.path()) };
    assert_eq!(FileSource::new(deep).read().expect("read").gateways.len(), 2);
}

#[test]
fn a_file_that_breaks_goes_on_as_it_was_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.yaml");
    write(&path, "a");
    let mut source = FileSource::new(files(&path));
    assert_eq!(source.read().expect("read").problems, []);
    std::fs::write(&path, "kind: [").expect("written");
    let broken = source.read().expect("read");
    assert_eq!(broken.gateways.len(), 1);
    assert!(
        broken.problems[0].reason.to_string().contains("keeping the last good version"),
        "{:?}",
        broken.problems
    );
}

#[test]
fn a_file_that_holds_less_goes_on_as_it_was_until_that_has_settled() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.yaml");
    let two = format!("{}---\n{}", GATEWAY.replace("NAME", "a"), GATEWAY.replace("NAME", "b"));
    write(&folder.path().join("other.yaml"), "other");
    let first = GATEWAY.replace("NAME", "a");
    for less in [Some(""), Some("# nothing\n"), Some("---\n"), Some(first.as_str()), None] {
        std::fs::write(&path, &two).expect("written");
        let mut source = FileSource::new(files(folder.path()));
        assert_eq!(source.read().expect("read").gateways.len(), 3);
        match less {
            Some(less) => std::fs::write(&path, less).expect("written"),
            None => std::fs::remove_file(&path).expect("removed"),
        }
        assert_eq!(source.read().expect("read").gateways.len(), 3, "{less:?}");
        let wait = source.settles_in().expect("a wait");
        assert!(wait <= SETTLED);
        // What comes next, whatever it is, finds the objects that were there.
        std::fs::write(&path, "kind: [").expect("written");
        assert_eq!(source.read().expect("read").gateways.len(), 3, "{less:?}");
        std::fs::write(&path, less.unwrap_or_default()).expect("written");
        source.read().expect("read");
        source.fewer.values_mut().for_each(|(_, since)| {
            *since = since.checked_sub(SETTLED).expect("an earlier time");
        });
        assert!(source.read().expect("read").gateways.len() < 3, "{less:?}");
        assert_eq!(source.settles_in(), None);
    }
}

#[test]
fn a_file_that_is_moved_is_no_duplicate() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("a.yaml"), "a");
    write(&folder.path().join("other.yaml"), "other");
    let mut source = FileSource::new(files(folder.path()));
    source.read().expect("read");
    std::fs::rename(folder.path().join("a.yaml"), folder.path().join("b.yaml")).expect("moved");
    let moved = source.read().expect("read");
    assert_eq!((moved.gateways.len(), moved.problems.len()), (2, 0));
    assert_eq!(source.settles_in(), None);
}

#[test]
fn what_is_written_beside_the_manifests_is_no_news() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("a.yaml"), "a");
    let mut source = FileSource::new(files(folder.path()));
    let mut digest = || {
        source.read().expect("read");
        source.digest
    };
    let first = digest();
    std::fs::write(folder.path().join("serve.log"), "routes changed").expect("written");
    assert_eq!(digest(), first);
    write(&folder.path().join("b.yaml"), "b");
    let second = digest();
    assert_ne!(second, first);
    write(&folder.path().join("a.yaml"), "c");
    assert_ne!(digest(), second);
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let error = FileSource::new(files(Path::new("no/such.yaml"))).read().expect_err("absent");
    assert!(error.to_string().starts_with("can't read no/such.yaml: No such file"), "{error}");
}
