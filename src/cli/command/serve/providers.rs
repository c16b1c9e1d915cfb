//! `serve --provider`: what the keys in the environment can call, without a cluster and without files. It is served as
//! the manifests are that `--export` prints.

use super::Args;
use crate::cli::command::version::COMPATIBILITY;
use crate::cli::error::Failure;
use crate::cli::output::{self, table};
use crate::domain::llm::preset;
use crate::domain::manifest::provider_set::{self, ProviderSet, SetProvider, provider_set};
use crate::domain::manifest::secret::key_set;
use crate::domain::manifest::{self};
use crate::domain::snapshot::resolves::Resolves;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::secret::shape;
use crate::edge::proxy::Served;

/// The Gateway that other commands assume, too.
const GATEWAY: &str = "agentgateway-proxy";
/// Offers that are made at once.
const OFFERED: usize = 3;

/// The providers that were named; none where none was.
///
/// # Errors
/// A provider that one key is not enough for, or whose key is missing.
pub(super) fn set(args: &Args) -> Result<Option<ProviderSet>, Failure> {
    if args.providers.is_empty() {
        return Ok(None);
    }
    let namespace = args.namespace.first().map_or("default", String::as_str);
    manifest::names::namespace(namespace).map_err(Failure::usage)?;
    let needs_no_key = args.simulate || args.export;
    let is_set = |variable: &str| needs_no_key || is_set(variable);
    let wishes = args.providers.wishes().map_err(Failure::usage)?;
    let set = provider_set(&wishes, &ObjectName::new(namespace, GATEWAY), &is_set);
    let set = set.map_err(Failure::usage)?;
    if !needs_no_key {
        set.providers.iter().try_for_each(has_key)?;
    }
    Ok(Some(set))
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.to_string_lossy().trim().is_empty())
}

/// That the key of a provider is in its variable, and is one.
fn has_key(provider: &SetProvider) -> Result<(), Failure> {
    let Some((_, variable)) = &provider.key else { return Ok(()) };
    if !is_set(variable) {
        return Err(Failure::usage(format!(
            "provider {} requires an API key, and ${variable} is not set\nhint: export {variable}=…, or add \
             --simulate to try it without a key",
            provider.name
        )));
    }
    let value = std::env::var_os(variable).unwrap_or_default();
    match shape::parse_pasted(value.as_encoded_bytes()) {
        Ok(_) => Ok(()),
        Err(flaw) => Err(Failure::usage(format!("the value of ${variable} {flaw}"))),
    }
}

/// Prints the manifests, and says how their Secrets are made.
///
/// # Errors
/// No provider was named, or standard output cannot be written.
pub(super) fn export(set: Option<&ProviderSet>) -> Result<(), Failure> {
    let set = set.ok_or_else(|| {
        let words = "--export prints what --provider serves\nhint: add --provider NAME; to export a cluster's \
                     objects, use `kubectl agw export`";
        Failure::usage(words)
    })?;
    output::result(&manifest::documents(&set.objects).map_err(std::io::Error::other)?)?;
    for provider in &set.providers {
        if let Some((secret, variable)) = &provider.key {
            let command = key_set(secret, DEFAULT_DATA_KEY, Some(variable));
            output::say(&format!("write the key of {} to its Secret: {command}", provider.name));
        }
        if let Some((service, here)) = provider.resolve.as_ref().and_then(|way| way.split_once('='))
        {
            output::say(&format!(
                "the manifests call {} at Service {service}; here it is {here} (serve -f with --resolve \
                 {service}={here})",
                provider.name
            ));
        }
    }
    output::say(super::super::add_model::BEFORE_1_6);
    Ok(())
}

/// The ways to this machine, with those that the user gave taking precedence.
///
/// # Errors
/// A host that is none.
pub(super) fn resolves(set: &ProviderSet, given: Resolves) -> Result<Resolves, Failure> {
    let mut all = Resolves::default();
    for way in set.providers.iter().filter_map(|provider| provider.resolve.as_deref()) {
        all.add(way).map_err(Failure::usage)?;
    }
    Ok(all.overridden(given))
}

/// `openai, ollama`.
pub(super) fn names(providers: &[SetProvider]) -> String {
    providers.iter().map(|provider| provider.name).collect::<Vec<_>>().join(", ")
}

/// Says what is served, with what keys, and where.
pub(super) fn say(providers: &[SetProvider], served: &[Served], simulates: bool) {
    let urls: Vec<_> = served.iter().map(|one| format!("{}/v1", one.url())).collect();
    let simulated = match simulates {
        true => "; simulated: no request leaves this machine",
        false => "",
    };
    let urls = urls.join(", ");
    output::say(&format!("serving {} at {urls} as {COMPATIBILITY}{simulated}\n", names(providers)));
    let cells = |provider: &SetProvider| {
        let any = |asked: &String| if asked == "*" { "<any>".to_owned() } else { asked.clone() };
        let models: Vec<_> = provider.models.iter().map(any).collect();
        let key = match &provider.key {
            _ if simulates => "<none>".to_owned(),
            Some((_, variable)) => format!("${variable}"),
            None => "<none>".to_owned(),
        };
        let at = provider.resolve.as_deref().and_then(|way| way.split_once('='));
        let at = provider.base_url.clone().or(at.map(|(_, here)| format!("http://{here}")));
        let at = at.or_else(|| preset::host(provider.name));
        vec![provider.name.to_owned(), models.join(", "), key, at.unwrap_or_default()]
    };
    let cells: Vec<_> = providers.iter().map(cells).collect();
    output::say(&table::draw(Some(&["PROVIDER", "MODELS", "KEY", "HOST"]), &cells));
}

/// What can be served where there is no cluster and nothing was named.
pub(super) fn offered(failure: Failure) -> Failure {
    if !failure.is_no_cluster() {
        return failure;
    }
    let mut hints: Vec<_> = provider_set::variables()
        .filter(|(_, variable)| is_set(variable))
        .take(OFFERED)
        .map(|(name, variable)| format!("${variable} is set: kubectl agw serve --provider {name}"))
        .collect();
    if hints.is_empty() {
        hints.push(
            "with an API key: OPENAI_API_KEY=… kubectl agw serve --provider openai".to_owned(),
        );
    }
    hints.push("without an API key: kubectl agw serve --provider openai --simulate".to_owned());
    hints.push("with manifests: kubectl agw serve -f FILE".to_owned());
    hints.push("to see it all first: kubectl agw demo".to_owned());
    hints.into_iter().fold(failure, |failure, hint| failure.and(format!("hint: {hint}")))
}
