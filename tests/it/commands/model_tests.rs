//! `test model` and `test all` against `serve`, with replies of the simulator.

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::serving::{Serving, program};

const WORKSHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");

fn test(url: &str, arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.env("OPENAI_API_KEY", "sk-canary-of-tests").arg("test").args(arguments);
    command.args(["-f", WORKSHOP, "--url", url]);
    run(command, "")
}

#[test]
fn models_are_tested_and_what_is_not_expected_is_said() {
    let serving = Serving::start(program(), &["--simulate", "-f", WORKSHOP]);
    // Without a scheme, as curl takes it.
    let url = serving.address().to_string();
    let good = test(&url, &["model", "openai-smart", "--expect", "status=200,model=gpt-4o"]);
    assert_eq!(good.code, Some(0), "{good:?}");
    assert!(
        good.stdout.contains("agentgateway-system/openai-smart   passed   200      gpt-4o"),
        "{good:?}"
    );
    assert_eq!(good.stderr, "1 passed, 0 failed, 0 skipped\n");
    let wrong = test(&url, &["model", "openai-smart", "--expect", "model=gpt-5,contains=nonsense"]);
    assert_eq!(wrong.code, Some(1), "{wrong:?}");
    assert!(
        wrong.stdout.contains("model gpt-4o, expected gpt-5; the reply doesn't contain"),
        "{wrong:?}"
    );
    let unknown = test(&url, &["model", "opnai-smart"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(
        unknown.stderr.contains("did you mean agentgateway-system/openai-smart?"),
        "{unknown:?}"
    );
}

#[test]
fn all_models_are_tested_for_ci() {
    let serving = Serving::start(program(), &["--simulate", "-f", WORKSHOP]);
    let url = format!("http://{}", serving.address());
    let all = test(&url, &["all", "-o", "junit"]);
    assert_eq!(all.code, Some(0), "{all:?}");
    assert!(
        all.stdout.contains("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\""),
        "{all:?}"
    );
    let failed = test(&url, &["all", "-o", "junit", "--expect", "status=201"]);
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(
        failed.stdout.contains("<failure message=\"status 200, expected 201\"/>"),
        "{failed:?}"
    );
    for format in ["messages", "responses", "embeddings"] {
        let said = test(&url, &["all", "-o", "json", "--format", format, "--expect", "ms=60000"]);
        assert_eq!(said.code, Some(0), "{format}: {said:?}");
    }
}

#[test]
fn a_proxy_that_is_not_there_is_no_failed_expectation() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = closed.local_addr().expect("an address").to_string();
    drop(closed);
    let said = test(&url, &["all"]);
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(said.stdout.contains("unreachable") && said.stdout.contains("can't reach"), "{said:?}");
    assert!(!format!("{said:?}").contains("canary"));
}
