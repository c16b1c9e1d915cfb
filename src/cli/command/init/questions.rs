//! The questions of `init`, a row each, and the command line that their answers make.

use anyhow::{Context as _, bail, ensure};

use crate::domain::llm::{family, preset};
use crate::domain::manifest::names;
use crate::domain::manifest::secret::key_set;
use crate::domain::manifest::upstream::{self, UpstreamOptions};
use crate::domain::value::near;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::shell::CommandLine;

/// Answers so far, in the order of the questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers(Vec<String>);

impl Answers {
    pub(super) fn push(&mut self, answer: String) {
        self.0.push(answer);
    }

    fn at(&self, index: usize) -> &str {
        self.0.get(index).map_or("", String::as_str)
    }

    fn provider(&self) -> &str {
        self.at(0)
    }
}

/// A question.
pub(super) struct Question {
    pub(super) flag: &'static str,
    pub(super) text: &'static str,
    /// The answer where none is typed; empty where there is no usual one.
    pub(super) usual: fn(&Answers) -> String,
    /// The answer as it is used.
    pub(super) check: fn(&str, &Answers) -> anyhow::Result<String>,
}

/// No Secret: the client's own key is forwarded.
const NONE: &str = "none";
const DEFAULT: &str = "default";
/// What can be done with the manifests.
pub(super) const THEN: [&str; 2] = ["export", "apply"];

/// Every question, in the order in which it is asked.
pub(super) const QUESTIONS: [Question; 7] = [
    Question {
        flag: "--provider",
        text: "Provider (openai, anthropic, gemini, groq, …)",
        usual: |_| usual_provider().to_owned(),
        check: |answer, _| known_provider(answer),
    },
    Question {
        flag: "--model",
        text: "Model to send to it",
        usual: |before| family::small(before.provider()).unwrap_or_default().to_owned(),
        check: |answer, _| names::model(answer).map(|()| answer.to_owned()).map_err(Into::into),
    },
    Question {
        flag: "--name",
        text: "Name of its backend and route",
        usual: |before| before.provider().to_owned(),
        check: |answer, _| {
            names::object("backend", answer).map(|()| answer.to_owned()).map_err(Into::into)
        },
    },
    Question {
        flag: "--secret",
        text: "Secret with its API key, or none",
        usual: |before| match preset::env_key(before.provider()) {
            Some(_) => format!("{}-api-key", before.provider()),
            None => NONE.to_owned(),
        },
        check: |answer, _| match answer {
            NONE => Ok(NONE.to_owned()),
            name => names::secret(name).map(|()| name.to_owned()).map_err(Into::into),
        },
    },
    Question {
        flag: "--gateway",
        text: "Gateway that offers it",
        usual: |_| "agentgateway-proxy".to_owned(),
        check: |answer, _| {
            let name = answer.split_once('/').map_or(answer, |(_, name)| name);
            names::object("gateway", name).map(|()| answer.to_owned()).map_err(Into::into)
        },
    },
    Question {
        flag: "--route",
        text: "Route to it: a path (/gpt), a header (X-Tier=smart), or default",
        usual: |_| DEFAULT.to_owned(),
        check: |answer, _| match answer {
            DEFAULT => Ok(DEFAULT.to_owned()),
            path if path.starts_with('/') => {
                names::path(path).map(|()| path.to_owned()).map_err(Into::into)
            }
            header if header.contains('=') => {
                names::header(header).map(|_| header.to_owned()).map_err(Into::into)
            }
            other => bail!("`{other}` is neither a path, nor a header as NAME=VALUE, nor default"),
        },
    },
    Question {
        flag: "--then",
        text: "Print manifests (export) or write to the cluster (apply)",
        usual: |_| "export".to_owned(),
        check: |answer, _| {
            ensure!(THEN.contains(&answer), "answer export or apply");
            Ok(answer.to_owned())
        },
    },
];

/// The first provider whose key is in the environment; else OpenAI.
fn usual_provider() -> &'static str {
    let is_set =
        |name: &&str| preset::env_key(name).is_some_and(|key| std::env::var_os(key).is_some());
    upstream::known().find(is_set).unwrap_or("openai")
}

/// A provider that a name and a key are enough for; others have fields of their own.
fn known_provider(answer: &str) -> anyhow::Result<String> {
    let known =
        upstream::known().find(|name| *name == answer).with_context(|| {
            match near::nearest(upstream::known(), answer) {
                Some(near) => format!("unknown provider `{answer}`; did you mean {near}?"),
                None => format!("unknown provider `{answer}`; see `kubectl agw explain provider`"),
            }
        })?;
    let options = UpstreamOptions { provider: known.to_owned(), ..UpstreamOptions::default() };
    options.upstream().map_err(|why| {
        anyhow::anyhow!(
            "{why}\nhint: `kubectl agw add-backend --provider {known}` has flags for that"
        )
    })?;
    Ok(known.to_owned())
}

/// What the answers come to.
pub(super) struct Outcome {
    /// The words after `add-backend`, but for the namespace.
    pub(super) words: Vec<String>,
    /// The same as a line for a shell.
    pub(super) shown: String,
    /// The line that writes the key.
    pub(super) key: Option<String>,
}

/// The command line of all answers.
pub(super) fn command_line(answers: &Answers, namespace: Option<&str>) -> Outcome {
    let (name, secret, route) = (answers.at(2), answers.at(3), answers.at(5));
    let secret_flag = (secret != NONE).then_some(("--secret", secret));
    let route_flag = match route {
        DEFAULT => None,
        path if path.starts_with('/') => Some(("--path", path)),
        header => Some(("--header", header)),
    };
    let flags = [("--provider", answers.provider()), ("--model", answers.at(1))].into_iter();
    let flags = flags.chain(secret_flag).chain([("--gateway", answers.at(4))]).chain(route_flag);
    let start = CommandLine::new("kubectl agw add-backend").arg(name);
    let start = namespace.into_iter().fold(start, CommandLine::namespace);
    let start = (vec![name.to_owned()], start);
    let (mut words, mut line) = flags.fold(start, |(mut words, line), (flag, value)| {
        words.push(format!("{flag}={value}"));
        (words, line.flag(flag, value))
    });
    if answers.at(6) == "export" {
        words.push("--export".to_owned());
        line = line.plain("--export");
    }
    let key = (secret != NONE).then(|| {
        let secret = ObjectName::new(namespace.unwrap_or_default(), secret);
        key_set(&secret, DEFAULT_DATA_KEY, preset::env_key(answers.provider()))
    });
    Outcome { shown: line.into(), words, key }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(all: [&str; 7]) -> Answers {
        Answers(all.map(str::to_owned).to_vec())
    }

    #[test]
    fn answers_make_the_command_line() {
        let of = |route, then| {
            let all = answers(["openai", "gpt-4o", "smart", "k", "gw", route, then]);
            command_line(&all, Some("n")).shown
        };
        let start = "kubectl agw add-backend smart -n n --provider openai --model gpt-4o --secret k --gateway gw";
        assert_eq!(
            of("X-Model-Tier=smart", "export"),
            format!("{start} --header X-Model-Tier=smart --export")
        );
        assert_eq!(of("/gpt", "apply"), format!("{start} --path /gpt"));
        assert_eq!(of("default", "apply"), start);
        let keyless =
            command_line(&answers(["openai", "m", "a", "none", "g", "default", "apply"]), None);
        assert_eq!((keyless.key, keyless.shown.contains("--secret")), (None, false));
    }

    #[test]
    fn an_answer_that_begins_with_a_dash_is_no_flag() {
        let all = answers(["openai", "-m", "a", "none", "g", "--export=x", "apply"]);
        let line = command_line(&all, Some("-n"));
        assert_eq!(
            line.shown,
            "kubectl agw add-backend a -n=-n --provider openai --model=-m --gateway g --header=--export=x"
        );
        #[derive(clap::Parser)]
        #[command(no_binary_name = true)]
        struct Parsed {
            #[command(flatten)]
            args: crate::cli::command::add_backend::Args,
        }
        let read = <Parsed as clap::Parser>::try_parse_from(&line.words).expect("flags");
        let read = format!("{:?}", read.args);
        for value in ["\"-m\"", "\"--export=x\"", "export: false"] {
            assert!(read.contains(value), "{value}: {read}");
        }
    }

    #[test]
    fn a_usual_answer_is_a_valid_one() {
        for name in ["openai", "anthropic", "groq"] {
            let mut so_far = answers(["", "", "", "", "", "", ""]);
            so_far.0.clear();
            so_far.push(name.to_owned());
            for question in &QUESTIONS[1..] {
                let usual = (question.usual)(&so_far);
                let checked = (question.check)(&usual, &so_far);
                assert!(checked.is_ok(), "{}: {usual}: {checked:?}", question.flag);
                so_far.push(usual);
            }
        }
    }

    #[test]
    fn wrong_answers_are_rejected_with_what_to_answer() {
        let check = |index: usize, answer: &str| {
            let checked = (QUESTIONS[index].check)(answer, &Answers::default());
            checked.expect_err("rejected").to_string()
        };
        assert!(check(0, "opnai").contains("did you mean openai?"));
        assert!(check(0, "azure").contains("kubectl agw add-backend --provider azure"));
        assert!(check(0, "ollama").contains("add-backend"));
        assert!(check(2, "My Model").contains("backend name"));
        assert!(check(3, "sk-not a name").contains("key set"));
        assert!(check(5, "gpt").contains("neither a path"));
        assert!(check(6, "maybe").contains("export or apply"));
    }
}
