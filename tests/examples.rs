//! The example manifests are understood, and both dialects say the same.

#![cfg(test)]

use std::path::Path;
use std::sync::Arc;

use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{Origin, Snapshot, World};
use kubectl_agw::domain::value::object_ref::Kind;
use kubectl_agw::domain::value::yaml;
use serde_json::Value;

fn read(folder: &str) -> Snapshot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder);
    let mut objects = Objects::new(World::Files);
    for entry in std::fs::read_dir(&folder).expect("the folder of examples") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("the file is read");
        for document in yaml::documents(&text) {
            let document = document.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = |path| document.value.pointer(path).and_then(Value::as_str).unwrap_or("");
            let group = name("/apiVersion").split_once('/').map_or("", |(group, _)| group);
            let kind = Kind::of(group, name("/kind")).expect("a kind we read");
            let path: Arc<str> = path.display().to_string().into();
            objects.apply(kind, document.value, Origin::File { path, line: document.line });
        }
    }
    objects.snapshot()
}

#[test]
fn every_example_is_understood() {
    for folder in ["workshop", "canonical"] {
        let read = read(folder);
        assert!(read.broken.is_empty(), "{folder}: {:?}", read.broken);
        assert_eq!((read.backends.len(), read.routes.len()), (2, 2), "{folder}");
        assert!(read.secrets.is_empty(), "{folder} carries a Secret");
    }
}

#[test]
fn both_dialects_say_the_same() {
    let (workshop, canonical) = (read("workshop"), read("canonical"));
    assert!(workshop.backends.values().all(|backend| backend.dialect == Some("workshop")));
    assert!(canonical.backends.values().all(|backend| backend.dialect.is_none()));
    assert_eq!(workshop.wanted_secrets(), canonical.wanted_secrets());
    for (name, backend) in workshop.backends.iter() {
        assert_eq!(
            backend.spec.ai,
            canonical.backends.get(name).expect("a backend").spec.ai,
            "{name}"
        );
    }
    for (name, route) in workshop.routes.iter() {
        assert_eq!(route.spec, canonical.routes.get(name).expect("a route").spec, "{name}");
    }
}
