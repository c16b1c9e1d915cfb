//! `kubectl agw convert`: manifests in other dialects become agentgateway's own, and every change is said.

use anyhow::anyhow;
use serde_json::Value;

use super::write_set::FileArgs;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::{ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::crd::dialect::{self, reference};
use crate::domain::manifest::validate::{self, FaultKind, SchemaFault};
use crate::domain::snapshot::documents::{self, ManifestItem, ParsedObject};
use crate::domain::snapshot::json::name_of;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::domain::value::{redaction, yaml};

/// Arguments of `convert`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Converts the workshop's spec.ai.openAI, the Backend of kgateway 2.0 and 2.1, the blog's spec.llm,
misplaced hosts and ports, and misspelled route types. Manifests are written to standard output,
everything else in them unchanged (comments are lost); each change is reported on standard error
with its file and line.

Examples:
  # Convert kgateway's manifests to agentgateway's
  kubectl agw convert -f old/ > models.yaml

  # Show what would be changed
  kubectl agw convert -f old/ > /dev/null

  # Convert and apply
  kubectl agw convert -f old/ | kubectl agw apply -f -")]
pub struct Args {
    #[command(flatten)]
    files: FileArgs,
    /// Output format. One of: (yaml, json)
    #[arg(
        long,
        short,
        value_enum,
        default_value = "yaml",
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    output: ObjectFormat,
}

/// Converts manifests.
///
/// # Errors
/// Files that cannot be read, documents that are no objects, a dialect that says what has no canonical form.
pub fn run(args: &Args, _: &KubeArgs) -> Result<Exit, Failure> {
    let mut objects = Vec::new();
    let mut wrong = Vec::new();
    let (mut changed, mut faulty) = (0, false);
    for (path, text) in args.files.texts()? {
        for found in documents::parse(&path, &text) {
            match found {
                ManifestItem::Problem { line, reason, .. } => {
                    wrong.push(format!("{path}:{line}: {reason}"))
                }
                ManifestItem::Nameless(written) => {
                    wrong.push(format!("{path}:{}: {}", written.line, written.nameless()))
                }
                ManifestItem::Foreign(foreign) => objects.push(foreign.object),
                ManifestItem::Object(written) if !written.faults.is_empty() => {
                    wrong.extend(written.wrong(&path, &text));
                }
                ManifestItem::Object(written) => match convert(args, &path, &text, written) {
                    Ok(converted) => {
                        changed += converted.changes;
                        faulty |= converted.is_faulty;
                        objects.push(converted.object);
                    }
                    Err(error) => wrong.push(error.to_string()),
                },
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::usage(wrong.join("\n")));
    }
    WriteArgs::default().print(&objects, Some(args.output))?;
    if changed == 0 {
        output::say("nothing to convert: everything is already in agentgateway's own format");
    }
    Ok(if faulty { Exit::Findings } else { Exit::Done })
}

/// What is written as it was stays as it was, keys and all: it is to be applied. What no cluster would take is not, and a
/// key there is one in the wrong place.
fn hide(object: &mut Value, fault: &SchemaFault) -> bool {
    // A field's name that is a key.
    let mut hidden = redaction::holds_key(&fault.at) && redaction::mask(object);
    hidden |= match object.pointer_mut(&fault.pointer()) {
        // Whatever it looks like: a structure belongs there.
        Some(Value::String(text)) if fault.lacks_structure => {
            redaction::MASK.clone_into(text);
            true
        }
        Some(Value::Object(_)) | None => redaction::mask(object),
        Some(value) => redaction::mask(value),
    };
    hidden
}

struct Converted {
    object: Value,
    changes: usize,
    /// It could still not be applied.
    is_faulty: bool,
}

/// Converts one document of the file at `path`, and reports each change.
///
/// # Errors
/// What has no canonical form, with its place.
fn convert(
    args: &Args,
    path: &str,
    text: &str,
    written: ParsedObject,
) -> anyhow::Result<Converted> {
    let named = ObjectRef::new(written.kind, name_of(&written.object));
    let line = |at: &str| yaml::line_of(text, written.line, &format!("{}{at}", written.at));
    let place = format!("{path}:{}", line(""));
    let converted = match written.kind {
        Kind::AgentgatewayBackend => dialect::canonical(written.object)
            .map_err(|reason| anyhow!("{place}: {named}: {reason}"))?,
        _ => reference::canonical(written.object),
    };
    let mut changes: Vec<_> =
        converted.changes.iter().map(|change| (line(&change.at), change)).collect();
    changes.sort_by_key(|(line, _)| *line);
    for (line, change) in changes {
        output::say(&format!("{path}:{line}: {change}"));
    }
    let mut is_faulty = false;
    let mut object = converted.object;
    let mut is_masked = false;
    for fault in validate::faults_for(args.files.version.release(), written.kind, &object) {
        is_faulty = true;
        let said = if fault.is_unknown() {
            "kept, although it is unknown here"
        } else {
            "invalid manifest"
        };
        output::say(&format!("{place}: {named}: {said}: {fault}"));
        // What is newer is written where it belongs.
        is_masked |= fault.kind != FaultKind::Newer && hide(&mut object, &fault);
    }
    if is_masked {
        output::say(&format!("{place}: {named}: masked keys in unexpected fields"));
    }
    Ok(Converted { object, changes: converted.changes.len(), is_faulty })
}
