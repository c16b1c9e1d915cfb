//! What the value of a flag or argument may be: a row each. What clap knows by itself, the words of an enum, has no row.

use clap::Arg;
use clap::builder::PossibleValue;

use super::line::Line;
use super::live::{self, Live};
use super::{Answer, Candidate, Directive, starting};
use crate::cli::output::wish;
use crate::domain::check::rule::RULES;
use crate::domain::crd::release::Release;
use crate::domain::llm::preset::{self, PRESETS};
use crate::domain::llm::provider::PROVIDERS;
use crate::domain::manifest::{provider_set, upstream};
use crate::domain::upgrade::rule::CHANGES;
use crate::domain::value::object_ref::Kind;

/// Where candidates come from.
#[derive(Clone, Copy)]
enum Source {
    /// A kubeconfig, a cluster, or the files of `-f`.
    Live(Live),
    /// What this program knows.
    Known(fn(&Line<'_>) -> Vec<Candidate>),
    /// The same, any number of them between commas.
    Several(fn(&Line<'_>) -> Vec<Candidate>),
    Files,
    Directories,
    /// Only the user knows.
    Free,
}

/// A flag or argument.
struct Row {
    /// The command that it is of, with those above it; empty for any.
    command: &'static str,
    id: &'static str,
    source: Source,
}

const fn any(id: &'static str, source: Source) -> Row {
    Row { command: "", id, source }
}

const fn of_command(command: &'static str, id: &'static str, source: Source) -> Row {
    Row { command, id, source }
}

const MODELS: &[Kind] = &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel];
const BACKENDS: Source = Source::Live(Live::Names(&[Kind::AgentgatewayBackend]));
const ROUTES: Source = Source::Live(Live::Names(&[Kind::HttpRoute]));
const SECRETS: Source = Source::Live(Live::Names(&[Kind::Secret]));
const GATEWAYS: Source = Source::Live(Live::Names(&[Kind::Gateway]));

/// The first row that fits counts.
const ROWS: &[Row] = &[
    any("namespace", Source::Live(Live::Namespaces)),
    any("context", Source::Live(Live::Contexts)),
    any("cluster", Source::Live(Live::Clusters)),
    any("user", Source::Live(Live::Users)),
    any("kubeconfig", Source::Files),
    any("token_file", Source::Files),
    any("certificate_authority", Source::Files),
    any("filenames", Source::Files),
    any("catalog", Source::Files),
    any("from_file", Source::Files),
    any("client_key_file", Source::Files),
    any("audit_sign_with", Source::Files),
    any("audit", Source::Directories),
    any("folder", Source::Directories),
    any("to", Source::Known(releases)),
    of_command("export", "to", Source::Directories),
    any("dir", Source::Directories),
    any("from", Source::Known(releases)),
    any("gateway_version", Source::Known(releases)),
    any("only", Source::Several(codes)),
    any("skip", Source::Several(codes)),
    any("topic", Source::Known(topics)),
    of_command("serve", "provider", Source::Known(served_providers)),
    of_command("init", "provider", Source::Known(init_providers)),
    any("provider", Source::Known(providers)),
    any("formats", Source::Known(formats)),
    any("method", Source::Known(methods)),
    any("output", Source::Known(outputs)),
    any("secret", SECRETS),
    of_command("key", "name", SECRETS),
    any("verify", BACKENDS),
    any("backend", BACKENDS),
    any("route", ROUTES),
    any("gateway", GATEWAYS),
    of_command("serve", "gateway", Source::Live(Live::GatewayReferences)),
    of_command("add-route", "backends", BACKENDS),
    of_command("add-backend", "fallbacks", BACKENDS),
    of_command("set weight", "weights", Source::Live(Live::Weights)),
    of_command("describe", "name", Source::Live(Live::NamesOf("what"))),
    of_command("remove", "name", Source::Live(Live::NamesOf("kind"))),
    of_command("export", "names", Source::Live(Live::NamesOf("what"))),
    of_command("tree", "name", Source::Live(Live::Names(live::DESCRIBED))),
    of_command("graph", "name", Source::Live(Live::Names(live::DESCRIBED))),
    of_command("test curl", "name", BACKENDS),
    of_command("kill", "gateway", Source::Live(Live::GatewayReferences)),
    of_command("resume", "gateway", Source::Live(Live::GatewayReferences)),
    of_command("kill backend", "name", BACKENDS),
    of_command("resume backend", "name", BACKENDS),
    of_command("kill route", "name", ROUTES),
    of_command("resume route", "name", ROUTES),
    of_command("kill gateway", "name", GATEWAYS),
    of_command("resume gateway", "name", GATEWAYS),
    of_command("kill provider", "name", Source::Known(provider_keys)),
    of_command("resume provider", "name", Source::Known(provider_keys)),
    of_command("test model", "names", Source::Live(Live::Names(MODELS))),
    of_command("test failover", "name", Source::Live(Live::Names(MODELS))),
    of_command("test guard", "name", Source::Live(Live::Names(MODELS))),
    of_command("test load", "name", Source::Live(Live::Names(MODELS))),
    any("tls", Source::Known(booleans)),
    any("wait", Source::Known(booleans)),
    any("retry", Source::Known(booleans)),
];

/// The candidates for a value of which `typed` is there.
pub(super) fn of(line: &Line<'_>, arg: &Arg, typed: &str) -> Answer {
    let known: Vec<Candidate> =
        arg.get_possible_values().iter().filter(|value| !value.is_hide_set()).map(word).collect();
    if !known.is_empty() {
        return Answer::only(starting(known, typed));
    }
    match source(&line.path.join(" "), arg) {
        Source::Live(live) => Answer::only(starting(live::find(line, live), typed)),
        Source::Known(all) => Answer::only(starting(all(line), typed)),
        Source::Several(all) => Answer::only(starting(behind_commas(all(line), typed), typed)),
        Source::Files => Answer::none(Directive::Files),
        Source::Directories => Answer::none(Directive::Directories),
        Source::Free => Answer::none(Directive::Only),
    }
}

fn source(command: &str, arg: &Arg) -> Source {
    let fits = |row: &&Row| {
        let is_of = row.command.is_empty()
            || command
                .strip_prefix(row.command)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        is_of && arg.get_id() == row.id
    };
    // What is said of one command counts more than what is said of all.
    let own = ROWS.iter().filter(|row| !row.command.is_empty()).find(fits);
    own.or_else(|| ROWS.iter().find(fits)).map_or(Source::Free, |row| row.source)
}

fn word(value: &PossibleValue) -> Candidate {
    let help = value.get_help().map(ToString::to_string).unwrap_or_default();
    Candidate::new(value.get_name(), help)
}

/// Each candidate behind the ones that were typed before the last comma; those are not offered again.
fn behind_commas(all: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    let Some((before, _)) = typed.rsplit_once(',') else { return all };
    let is_new = |one: &Candidate| before.split(',').all(|given| given != one.value);
    let behind = |one: Candidate| Candidate { value: format!("{before},{}", one.value), ..one };
    all.into_iter().filter(is_new).map(behind).collect()
}

fn codes(line: &Line<'_>) -> Vec<Candidate> {
    let checks = RULES.iter().filter(|_| line.path != ["upgrade"]);
    let changes = CHANGES.iter().map(|change| &change.rule).filter(|_| line.path != ["check"]);
    checks.chain(changes).map(|rule| Candidate::new(rule.code, rule.title)).collect()
}

fn topics(line: &Line<'_>) -> Vec<Candidate> {
    match line.words.as_slice() {
        [] => {
            let mut topics = vec![Candidate::new("provider", "What a provider needs")];
            topics.extend(codes(line));
            topics
        }
        [first] if first == "provider" => providers(line),
        _ => Vec::new(),
    }
}

fn provider_keys(_: &Line<'_>) -> Vec<Candidate> {
    PROVIDERS.iter().map(|one| Candidate::new(one.key, String::new())).collect()
}

/// Those that a key alone is enough for.
fn served_providers(_: &Line<'_>) -> Vec<Candidate> {
    with_keys(provider_set::known())
}

/// Those that a name and a key are enough for.
fn init_providers(_: &Line<'_>) -> Vec<Candidate> {
    with_keys(upstream::known_by_name_alone())
}

fn providers(_: &Line<'_>) -> Vec<Candidate> {
    let own = PROVIDERS.iter().map(|one| one.key);
    with_keys(own.chain(PRESETS.iter().map(|one| one.name)))
}

fn with_keys(names: impl Iterator<Item = &'static str>) -> Vec<Candidate> {
    let help = |name| preset::env_key(name).map(|variable| format!("key in {variable}"));
    names.map(|name| Candidate::new(name, help(name).unwrap_or_default())).collect()
}

fn releases(_: &Line<'_>) -> Vec<Candidate> {
    plain(Release::ALL.iter().map(|release| release.name()))
}

fn formats(_: &Line<'_>) -> Vec<Candidate> {
    plain(["Completions", "Messages", "Responses", "Embeddings", "Rerank"])
}

fn methods(_: &Line<'_>) -> Vec<Candidate> {
    plain(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
}

/// Of the commands whose `-o` may carry an expression.
fn outputs(_: &Line<'_>) -> Vec<Candidate> {
    let word = |format: &&str| match wish::requires_expression(format) {
        true => Candidate::new(format!("{format}="), ""),
        false => Candidate::new(*format, ""),
    };
    wish::FORMATS.iter().map(word).collect()
}

fn booleans(_: &Line<'_>) -> Vec<Candidate> {
    plain(["true", "false"])
}

fn plain<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<Candidate> {
    words.into_iter().map(|word| Candidate::new(word, "")).collect()
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    /// Every flag and argument with a value, by command.
    fn all(command: &Command, path: &str, found: &mut Vec<(String, String)>) {
        for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
            found.push((path.to_owned(), arg.get_id().to_string()));
        }
        for below in command.get_subcommands() {
            all(below, format!("{path} {}", below.get_name()).trim(), found);
        }
    }

    #[test]
    fn each_row_is_of_a_flag_that_exists() {
        let mut root = crate::cli::definition();
        root.build();
        let mut found = Vec::new();
        all(&root, "", &mut found);
        for row in ROWS {
            let is_there =
                found.iter().any(|(command, id)| command.starts_with(row.command) && id == row.id);
            assert!(is_there, "{} {}", row.command, row.id);
        }
    }
}
