//! README's first block is true: its commands start, and its curl lines reach the models that it names.

use std::process::Command;

use crate::support::serving::{Serving, program};

fn first_block() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(path).expect("README.md");
    let block = text.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("a block").to_owned()
}

#[test]
fn its_first_block_serves_the_examples_and_its_curl_lines_find_both_models() {
    let block = first_block();
    let serve = block.lines().find_map(|line| line.strip_prefix("cargo run --release -- serve "));
    let arguments: Vec<_> = serve.expect("a serve line").split(' ').collect();
    let mut program = program();
    program.current_dir(env!("CARGO_MANIFEST_DIR"));
    let serving = Serving::start(program, &arguments);
    let curls: Vec<_> = block.lines().filter_map(|line| line.strip_prefix("#   curl ")).collect();
    assert_eq!(curls.len(), 2, "{block}");
    for (line, model) in curls.iter().zip(["gpt-4o", "gpt-4o-mini"]) {
        let line =
            format!("curl {}", line.replace("localhost:8080", &serving.address().to_string()));
        let said = Command::new("sh").args(["-c", &line]).output().expect("a shell");
        let reply: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap_or_default();
        assert_eq!(reply["model"], model, "{line}: {said:?}");
    }
}
