//! One verdict on each manifest of `docs/checks.md`: what check, list, status, apply, plan, convert and serve say of it is
//! what an API server says.

use std::path::Path;

use kubectl_agw::cli::command::checks_page::verdicts::{VERDICTS, Verdict, WORLD};
use kubectl_agw::domain::value::yaml;
use serde_json::Value;

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{ControlPlane, test_name};
use crate::support::plain_http::chat;
use crate::support::serving::{Serving, program, program_for};
use crate::support::worlds::{World, vendors};

fn object(text: &str) -> Value {
    yaml::documents(text).next().expect("a document").expect("YAML").value
}

/// The manifest amid the others, in a file, and the line that it begins on.
fn written(verdict: &Verdict, folder: &Path) -> (String, usize) {
    let manifest = verdict.manifest();
    let own = object(&manifest);
    let is_other = |text: &&str| {
        let other = object(text);
        let kind = |object: &Value| object["kind"].as_str().map(str::to_lowercase);
        kind(&other) != kind(&own) || other["metadata"]["name"] != own["metadata"]["name"]
    };
    let others: Vec<&str> = WORLD.split("---\n").filter(is_other).collect();
    let before = others.join("---\n") + "---\n";
    let path = folder.join("all.yaml");
    std::fs::write(&path, format!("{before}{manifest}")).expect("written");
    (path.display().to_string(), before.lines().count() + 1)
}

fn agw(arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.args(arguments);
    run(command, "")
}

#[test]
fn every_command_without_a_cluster_says_the_same_of_each_manifest() {
    let folder = tempfile::tempdir().expect("a folder");
    for verdict in VERDICTS {
        let (path, line) = written(verdict, folder.path());
        let of = |arguments: &[&str]| agw(&[arguments, &["-f", &path]].concat());
        let is_good = verdict.code.is_none();
        let check = of(&["check", "-o", "short", "--fail-on", "error"]);
        let at = |line: &str| format!("{path}:{line}: error");
        match verdict.code {
            None => assert_eq!(check.code, Some(0), "{verdict:?}\n{}", check.stdout),
            Some(code) => {
                // The head is three lines long, and the body is one.
                let lines = [line, line + 1, line + 3].map(|line| at(&line.to_string()));
                let said = check.stdout.lines().any(|said| {
                    said.contains(code) && lines.iter().any(|at| said.starts_with(at.as_str()))
                });
                assert!(said && check.code == Some(1), "{verdict:?}\n{}", check.stdout);
            }
        }
        for (arguments, bad) in [
            (&["list"][..], 1),
            (&["list", "routes"], 1),
            (&["status"], 1),
            (&["apply", "--dry-run=client"], 2),
        ] {
            let said = of(arguments);
            let expected = if is_good { 0 } else { bad };
            assert_eq!(said.code, Some(expected), "{arguments:?} {verdict:?}\n{said:?}");
        }
        let converted = of(&["convert"]);
        assert_eq!(converted.success(), is_good, "{verdict:?}\n{converted:?}");
    }
}

#[test]
fn serve_says_the_same_of_each_manifest() {
    let folder = tempfile::tempdir().expect("a folder");
    for verdict in VERDICTS {
        let (path, _) = written(verdict, folder.path());
        let serving = Serving::start(program(), &["--simulate", "--no-audit", "-f", &path]);
        let reply = chat(serving.address(), &[]).expect("a reply");
        let said = serving.stderr();
        assert_eq!(reply.status, verdict.status, "{verdict:?}\n{reply:?}\n{said}");
        let is_named = serving.said["leftOut"].as_array().is_some_and(|all| !all.is_empty());
        assert!(is_named || verdict.code.is_none(), "{verdict:?}\n{said}");
    }
}

#[test]
fn an_api_server_and_plan_say_the_same_of_each_manifest() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    control_plane.kubectl(&["create", "namespace", "shop"]);
    for verdict in VERDICTS {
        let online = accepts(control_plane, &verdict.manifest());
        assert_eq!(online.success(), verdict.code.is_none(), "{verdict:?}\n{}", online.stderr);
        let (path, _) = written(verdict, folder.path());
        let mut plan = program_for(control_plane.admin_kubeconfig());
        plan.args(["plan", "-f", &path]);
        let plan = run(plan, "");
        assert_eq!(plan.code == Some(2), verdict.code.is_some(), "{verdict:?}\n{plan:?}");
    }
}

fn accepts(control_plane: &ControlPlane, manifest: &str) -> Outcome {
    let apply = ["apply", "--server-side", "--validate=strict", "--dry-run=server", "-f", "-"];
    control_plane.kubectl_as(control_plane.admin_kubeconfig(), &apply, manifest, &[])
}
