//! The offline check against agentgateway's own CRDs, field by field: manifests are made from the CRDs' schemas, each
//! with one field right and one with it wrong, and an API server and the check are asked about all of them.

use std::collections::BTreeSet;

use kubectl_agw::domain::manifest::validate;
use kubectl_agw::domain::value::object_ref::Kind;
use serde_json::{Value, json};

use crate::support::control_plane::{test_name, without};
use crate::support::definitions;
use crate::support::schema::{Step, at, beside, least, leaves, of_spec};
use crate::support::worlds::{World, vendors};

/// Of the thousands of fields, how many are asked of each kind.
const ASKED: usize = 400;

/// Something that the schema does not take.
fn wrong(schema: &Value, turn: usize) -> Value {
    let most = schema["maxLength"].as_u64().filter(|most| *most <= 4096);
    match (schema["type"].as_str(), turn % 4) {
        (Some("string"), 0) => json!("% %"),
        (Some("string"), 1) => json!(""),
        (Some("string"), 2) if most.is_some() => {
            json!("a".repeat(most.unwrap_or_default() as usize + 1))
        }
        (Some("integer" | "number"), 0) => json!(-1),
        (Some("integer" | "number"), 1) => json!(schema["maximum"].as_i64().unwrap_or(70_000) + 1),
        (Some("boolean"), _) => json!("yes"),
        _ => json!([5]),
    }
}

/// What a spec of the kind has in any case.
fn base(kind: Kind, way: &[Step]) -> Value {
    match kind {
        Kind::AgentgatewayPolicy => {
            json!({"targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"}]})
        }
        Kind::AgentgatewayModel => json!({"parentRefs": [{"name": "g"}], "provider": "OpenAI"}),
        _ => match way.first() {
            Some(Step::Field(first)) if first == "policies" => {
                json!({"ai": {"provider": {"openai": {}}}})
            }
            _ => json!({}),
        },
    }
}

/// The specs of a kind: of fields spread over the whole schema, one right and one wrong.
fn specs(kind: Kind, schema: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    leaves(schema, &mut Vec::new(), &mut found);
    let stride = (found.len() / (ASKED / 2)).max(1);
    let mut specs = Vec::new();
    for (turn, way) in found.iter().step_by(stride).enumerate() {
        let leaf = at(schema, way);
        for value in [least(leaf), wrong(leaf, turn)] {
            specs.push(beside(base(kind, way), schema, way, &value));
        }
    }
    specs
}

#[test]
fn the_offline_check_and_the_crds_agree_on_every_part_of_every_kind() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    if definitions::vendors().is_none() {
        without(
            test_name!(),
            "agentgateway's own CRDs: AGW_TEST_CRDS=FOLDER tests/run compares with them",
        );
    }
    let namespace = control_plane.namespace();
    for kind in [Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::AgentgatewayPolicy] {
        let names = kind.names();
        let schema = of_spec(kind).expect("vendors found them");
        let objects: Vec<Value> = specs(kind, &schema)
            .into_iter()
            .enumerate()
            .map(|(number, spec)| {
                json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": names.kind, "spec": spec,
                    "metadata": {"name": format!("s-{number}"), "namespace": namespace}})
            })
            .collect();
        let list = json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string();
        let apply = [
            "apply",
            "--server-side",
            "--validate=ignore",
            "--dry-run=server",
            "-o",
            "name",
            "-f",
            "-",
        ];
        let online = control_plane.kubectl_as(control_plane.admin_kubeconfig(), &apply, &list, &[]);
        let taken: BTreeSet<&str> = online
            .stdout
            .lines()
            .filter_map(|line| line.split_once('/'))
            .map(|(_, name)| name)
            .collect();
        let mut differ = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            // Of a field that it does not know, kubectl lets nothing of the whole list through.
            let faults = validate::faults(kind, object);
            let faults: Vec<_> = faults.iter().filter(|fault| !fault.is_unknown()).collect();
            let name = format!("s-{number}");
            if taken.contains(name.as_str()) != faults.is_empty() {
                let said: Vec<_> = online
                    .stderr
                    .lines()
                    .filter(|line| line.contains(&format!("\"{name}\"")))
                    .collect();
                differ.push(format!("{}\n  offline {faults:?}\n  online {said:?}", object["spec"]));
            }
        }
        println!("{kind}: {} specs, {} taken, {} differ", objects.len(), taken.len(), differ.len());
        assert!(taken.len() > objects.len() / 8, "{kind}: hardly any is taken: {}", online.stderr);
        assert!(differ.is_empty(), "{kind}: {} differ\n{}", differ.len(), differ.join("\n"));
    }
}
