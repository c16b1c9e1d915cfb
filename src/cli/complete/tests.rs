//! What is completed, on lines of every shape.

use super::*;

fn ask(words: &[&str]) -> Answer {
    answer(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

fn values(words: &[&str]) -> Vec<String> {
    ask(words).candidates.into_iter().map(|one| one.value).collect()
}

#[test]
fn commands_are_completed_without_hidden_ones_and_aliases() {
    assert_eq!(values(&["li"]), ["list"]);
    assert_eq!(values(&["key", "ro"]), ["rotate"]);
    let all = values(&[""]);
    assert!(all.contains(&"add-backend".to_owned()) && all.contains(&"help".to_owned()));
    for hidden in ["generate", "create", "ls", "doctor"] {
        assert!(!all.iter().any(|name| name == hidden), "{hidden}");
    }
    assert_eq!(
        ask(&["li"]).candidates[0].help,
        "List models, backends, routes, gateways, keys or policies"
    );
}

#[test]
fn flags_are_completed_once_unless_they_may_be_repeated() {
    assert_eq!(values(&["list", "--no-h"]), ["--no-headers"]);
    assert!(values(&["list", "--no-headers", "--no-h"]).is_empty());
    assert_eq!(values(&["list", "-f", "a", "--filen"]), ["--filename"]);
    assert!(values(&["list", "--nam"]).contains(&"--namespace".to_owned()), "of all commands");
    assert!(values(&["-n", "x", "list", "--names"]).is_empty(), "given before the command");
}

#[test]
fn values_are_completed_behind_a_space_and_behind_an_equals_sign() {
    assert_eq!(values(&["serve", "--output", "j"]), ["json"]);
    assert_eq!(values(&["serve", "--output=j"]), ["json"]);
    assert_eq!(values(&["serve", "-o", "j"]), ["json"]);
    assert_eq!(values(&["add-backend", "x", "--provider", "anth"]), ["anthropic"]);
    assert_eq!(values(&["list", "mod"]), ["models"]);
    // Only what `init` accepts: azure has fields that it doesn't ask for.
    assert_eq!(values(&["init", "--provider", "a"]), ["anthropic"]);
    assert!(values(&["add-backend", "x", "--provider", "a"]).contains(&"azure".to_owned()));
    assert_eq!(ask(&["list", "-o", "json"]).directive, Directive::Only);
    assert_eq!(ask(&["list", "-o", "jsonp"]).directive, Directive::OnlyWithoutSpace);
    assert_eq!(values(&["upgrade", "--to", "1."]), ["1.4", "1.5", "1.6"]);
}

#[test]
fn codes_are_completed_behind_commas_and_not_twice() {
    let two = values(&["check", "--only", "AGW1001,AGW100"]);
    assert!(two.contains(&"AGW1001,AGW1002".to_owned()), "{two:?}");
    assert!(!two.contains(&"AGW1001,AGW1001".to_owned()));
    assert_eq!(values(&["explain", "prov"]), ["provider"]);
    assert_eq!(values(&["explain", "provider", "gem"]), ["gemini"]);
}

#[test]
fn files_and_folders_are_left_to_the_shell() {
    assert_eq!(ask(&["apply", "-f", ""]).directive, Directive::Files);
    assert_eq!(ask(&["audit", "verify", ""]).directive, Directive::Directories);
    assert_eq!(ask(&["serve", "--", "py"]).directive, Directive::Files);
    assert_eq!(ask(&["export", "--to", ""]).directive, Directive::Directories);
}

#[test]
fn names_come_from_the_files_that_the_line_names() {
    let workshop = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");
    let backends = values(&["describe", "backend", "-f", workshop, "openai-"]);
    assert!(backends.contains(&"openai-smart".to_owned()), "{backends:?}");
    assert!(values(&["describe", "gateway", "-f", workshop, "openai-"]).is_empty());
    let of_test = values(&["test", "curl", &format!("-f={workshop}"), "openai-s"]);
    assert_eq!(of_test, ["openai-smart"]);
    assert!(values(&["describe", "backend", "-f", "/no/such/file", ""]).is_empty());
}

#[test]
fn what_is_required_is_offered_where_nothing_else_fits() {
    assert!(values(&["convert", ""]).contains(&"--filename".to_owned()));
    assert!(values(&["version", ""]).is_empty());
}

#[test]
fn odd_lines_have_an_answer() {
    for words in [
        &[][..],
        &["no-such-command", ""],
        &["list", "--no-such-flag", ""],
        &["list", "--no-such-flag=x", "--nope="],
        &["-"],
        &["--"],
        &["list", "-zzz", "-"],
        &["set", "weight", "r", "b=1", "c=2", ""],
        &["\u{0}", "\u{1b}[31m"],
    ] {
        assert!(ask(words).text().lines().last().is_some_and(|last| last.starts_with(':')));
    }
}

#[test]
fn it_answers_to_both_names_and_to_no_other() {
    let asked = |words: &[&str]| asked(&words.iter().map(OsString::from).collect::<Vec<_>>());
    let one = Some(vec!["li".to_owned()]);
    assert_eq!(asked(&["/usr/bin/kubectl_complete-agw", "li"]), one);
    assert_eq!(asked(&["kubectl_complete-agw.exe", "li"]), one);
    assert_eq!(asked(&["kubectl-agw", "__complete", "li"]), one);
    assert_eq!(asked(&["kubectl-agw", "__complete", "\"\""]), Some(vec![String::new()]));
    assert_eq!(asked(&["kubectl-agw", "li"]), None);
}
