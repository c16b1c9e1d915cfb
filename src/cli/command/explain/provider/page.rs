//! `docs/providers.md`: what `explain provider` says of each provider, and the vendors that are presets.

use std::fmt::Write as _;

use super::{Shape, shape_of, table_of, text};
use crate::cli::error::Failure;
use crate::domain::llm::preset::{PRESETS, Preset};
use crate::domain::llm::provider::PROVIDERS;

/// The page.
///
/// # Errors
/// A sample cannot be written as YAML.
pub fn page() -> Result<String, Failure> {
    let shapes: Vec<Shape> = PROVIDERS.iter().filter_map(shape_of).collect::<Result<_, _>>()?;
    let mut page = String::from(
        "<!-- written by `kubectl-agw generate`; do not edit -->\n\n# Providers\n\n\
         `kubectl agw explain provider` lists agentgateway's providers, and with a name shows what one of them needs:\n\n",
    );
    let _ = write!(page, "```text\n{}```\n\n## Vendors\n\n", table_of(&shapes));
    page += "These speak OpenAI's formats at a host of their own. `--provider NAME` writes them as agentgateway's `custom` \
             provider, with\ntheir host, port and path prefix.\n\n\
             | vendor | called at | key variable | formats |\n|---|---|---|---|\n";
    PRESETS.iter().for_each(|preset| page += &row(preset));
    for shape in &shapes {
        let _ = write!(page, "\n## {}\n\n```text\n{}```\n", shape.name, text(shape)?);
    }
    Ok(page)
}

fn row(preset: &Preset) -> String {
    let Preset { name, host, port, path_prefix, tls, .. } = preset;
    let scheme = if *tls { "https" } else { "http" };
    let host = host.unwrap_or("HOST");
    let port = if *tls && *port == 443 { String::new() } else { format!(":{port}") };
    let variable = preset.env_key.map_or("none".to_owned(), |name| format!("`{name}`"));
    let formats: Vec<_> = preset.formats.iter().map(|(format, _)| format.name()).collect();
    let formats = formats.join(", ");
    format!("| `{name}` | `{scheme}://{host}{port}{path_prefix}` | {variable} | {formats} |\n")
}
