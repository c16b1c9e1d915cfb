//! One fuzz target for every property; `AGW_FUZZ` names the one to run.

#![no_main]

#[path = "properties.rs"]
mod properties;

use std::sync::LazyLock;

use properties::{PROPERTIES, Property};

static CHOSEN: LazyLock<&'static Property> = LazyLock::new(|| {
    let name = std::env::var("AGW_FUZZ").unwrap_or_default();
    let row = PROPERTIES.iter().find(|property| property.name == name);
    row.unwrap_or_else(|| {
        let names: Vec<_> = PROPERTIES.iter().map(|property| property.name).collect();
        panic!("AGW_FUZZ={name:?} names no property; there are {}", names.join(", "))
    })
});

libfuzzer_sys::fuzz_target!(
    init: {
        // The corpus is read after this.
        if let Some(folder) = std::env::var_os("AGW_FUZZ_CORPUS") {
            let folder = std::path::PathBuf::from(folder);
            std::fs::create_dir_all(&folder).expect("a folder for the corpus");
            for (index, seed) in CHOSEN.seeds.iter().enumerate() {
                std::fs::write(folder.join(format!("seed-{index}")), seed).expect("a seed");
            }
        }
    },
    |bytes: &[u8]| (CHOSEN.holds)(bytes)
);
