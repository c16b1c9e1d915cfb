//! `--provider`, `--model` and `--base-url` of `serve`: providers by the keys in the environment, instead of objects. A
//! model, and a URL, belong to the provider before them.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};

use crate::domain::manifest::invalid::Invalid;
use crate::domain::manifest::provider_set::{ProviderOptions, makers};

const HEADING: &str = "Providers";
const PROVIDER: &str = "provider";
const MODEL: &str = "model";
const BASE_URL: &str = "base_url";

/// The providers, in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub struct ProvidersArgs {
    wishes: Vec<ProviderOptions>,
    /// Models before the first provider: their names tell whose they are.
    models: Vec<String>,
}

impl ProvidersArgs {
    /// Whether providers are served instead of a cluster's objects or files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wishes.is_empty() && self.models.is_empty()
    }

    /// Every provider, those included that only a model names.
    ///
    /// # Errors
    /// A model whose name does not tell its provider.
    pub fn wishes(&self) -> Result<Vec<ProviderOptions>, Invalid> {
        let mut made = makers(&self.models)?;
        let mut given = self.wishes.clone();
        for wish in &mut given {
            // One that is given twice is left to be refused.
            let maker = made.iter().position(|maker| maker.provider == wish.provider);
            if let Some(at) = maker.filter(|_| !wish.models.is_empty()) {
                wish.models.splice(0..0, made.remove(at).models);
            }
        }
        made.extend(given);
        Ok(made)
    }
}

impl clap::Args for ProvidersArgs {
    fn augment_args(command: Command) -> Command {
        let repeated = |name: &'static str, flag: &'static str, value: &'static str| {
            Arg::new(name)
                .long(flag)
                .value_name(value)
                .action(ArgAction::Append)
                .help_heading(HEADING)
                .conflicts_with("filenames")
        };
        let provider = repeated(PROVIDER, "provider", "NAME").help(
            "Serve this provider with the key in its usual environment variable, without a cluster or manifests: openai, \
             anthropic, gemini, ollama, groq, mistral, … (repeatable)",
        );
        let model = repeated(MODEL, "model", "MODEL").help(
            "Model of the --provider before it, e.g. gpt-4o or 'gpt-*'; alone, of the provider that makes it (repeatable) \
             [default: any model]",
        );
        let base_url = repeated(BASE_URL, "base-url", "URL").requires(PROVIDER).help(
            "Where the --provider before it is, e.g. http://localhost:8000/v1 [default: its own host]",
        );
        command.arg(provider).arg(model).arg(base_url)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ProvidersArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut words: BTreeMap<usize, (&str, &String)> = BTreeMap::new();
        for name in [PROVIDER, MODEL, BASE_URL] {
            let values = matches.get_many::<String>(name).into_iter().flatten();
            let places = matches.indices_of(name).into_iter().flatten();
            words.extend(places.zip(values).map(|(place, value)| (place, (name, value))));
        }
        let mut found = ProvidersArgs::default();
        for (name, value) in words.into_values() {
            let last = found.wishes.last_mut();
            match (name, last) {
                (PROVIDER, _) => found.wishes.push(ProviderOptions {
                    provider: value.clone(),
                    ..ProviderOptions::default()
                }),
                (MODEL, Some(wish)) => wish.models.push(value.clone()),
                (MODEL, None) => found.models.push(value.clone()),
                (_, Some(wish)) if wish.base_url.is_none() => wish.base_url = Some(value.clone()),
                (_, other) => return Err(misplaced(other.is_some())),
            }
        }
        Ok(found)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn misplaced(is_second: bool) -> clap::Error {
    let message = match is_second {
        true => "a --provider has one --base-url",
        false => "--base-url must be after its --provider",
    };
    clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, format!("{message}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<ProvidersArgs, clap::Error> {
        let command = Command::new("test").arg(Arg::new("filenames").short('f'));
        let command = <ProvidersArgs as clap::Args>::augment_args(command);
        let words = std::iter::once("test").chain(words.split_whitespace());
        ProvidersArgs::from_arg_matches(&command.try_get_matches_from(words)?)
    }

    fn wish(provider: &str, models: &[&str], base_url: Option<&str>) -> ProviderOptions {
        let models = models.iter().map(ToString::to_string).collect();
        let base_url = base_url.map(str::to_owned);
        ProviderOptions { provider: provider.to_owned(), models, base_url }
    }

    #[test]
    fn a_model_and_a_url_belong_to_the_provider_before_them() {
        let words =
            "--provider openai --model a --model b --provider custom --base-url u --model c";
        let found = read(words).expect("read").wishes().expect("known");
        assert_eq!(found, [wish("openai", &["a", "b"], None), wish("custom", &["c"], Some("u"))]);
    }

    #[test]
    fn a_model_alone_names_its_provider() {
        let found = read("--model claude-sonnet-4-5").expect("read").wishes().expect("known");
        assert_eq!(found, [wish("anthropic", &["claude-sonnet-4-5"], None)]);
        let both = "--model gpt-4o --provider openai --model gpt-4o-mini";
        let both = read(both).expect("read").wishes().expect("known");
        assert_eq!(both, [wish("openai", &["gpt-4o", "gpt-4o-mini"], None)]);
        let twice = "--provider custom --base-url http://a/v1 --model a --provider custom --base-url http://b/v1 --model b";
        let twice = read(twice).expect("read").wishes().expect("known");
        let urls: Vec<_> = twice.iter().map(|one| one.base_url.as_deref()).collect();
        assert_eq!(urls, [Some("http://a/v1"), Some("http://b/v1")], "left to be refused");
        assert!(read("--model llama3").expect("read").wishes().is_err());
    }

    #[test]
    fn a_url_without_its_provider_and_a_second_one_are_rejected() {
        for wrong in [
            "--base-url u",
            "--base-url u --provider custom",
            "--provider custom --base-url u --base-url v",
            "--provider openai -f x",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
