//! Where a new key comes from: a variable, a file, standard input or a hidden prompt; never an argument.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::cli::error::Failure;
use crate::cli::hidden_input;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::manifest::names;
use crate::domain::value::secret::Secret;
use crate::domain::value::secret::shape::{self, KeyFlaw};
use crate::edge::disk;

/// The source of a key.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct KeySourceArgs {
    /// Name of the environment variable to read the key from, without the $
    #[arg(long, value_name = "VARIABLE", conflicts_with = "from_file")]
    pub from_env: Option<String>,
    /// File to read the key from, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub from_file: Option<PathBuf>,
    /// Don't prompt for the key
    #[arg(long)]
    pub no_prompt: bool,
}

/// Where a key is read from.
enum KeyInput<'a> {
    Variable(&'a str),
    File(&'a Path),
    Stdin,
    Terminal,
}

impl KeySourceArgs {
    /// Whether flags say where it comes from.
    pub(super) fn is_named(&self) -> bool {
        self.from_env.is_some() || self.from_file.is_some()
    }

    fn input(&self) -> Result<KeyInput<'_>, Failure> {
        match (&self.from_env, &self.from_file) {
            (Some(name), _) => {
                names::secret::variable(name).map_err(Failure::usage)?;
                Ok(KeyInput::Variable(name))
            }
            (None, Some(file)) if file == Path::new("-") => Ok(KeyInput::Stdin),
            (None, Some(file)) => Ok(KeyInput::File(file)),
            (None, None) if !hidden_input::is_possible() => Ok(KeyInput::Stdin),
            (None, None) if self.no_prompt => Err(Failure::usage(
                "no key was given, and --no-prompt prevents prompting; use --from-env, --from-file or \
                 standard input",
            )),
            (None, None) => Ok(KeyInput::Terminal),
        }
    }

    /// Reads the key for `subject`, before anything is known of a cluster.
    ///
    /// # Errors
    /// A source that cannot be read, or what it holds is no key; Ctrl-C at the prompt.
    pub(super) async fn read(&self, subject: &str) -> Result<Secret, Failure> {
        let input = self.input()?;
        let bytes = match &input {
            KeyInput::Variable(name) => variable(name)?,
            KeyInput::File(path) => file(path)?,
            KeyInput::Stdin => stdin()?,
            KeyInput::Terminal => {
                let question = format!("key for {subject} (hidden): ");
                let asked = async { Ok(hidden_input::line(&question).await?) };
                interrupt::until(asked, || "nothing was written".to_owned()).await?
            }
        };
        let given = shape::parse_pasted(&bytes).map_err(|flaw| refused(&input, flaw))?;
        if given.had_bearer {
            output::say("note: removed a leading `Bearer `, which agentgateway adds itself");
        }
        Ok(given.key)
    }
}

fn variable(name: &str) -> Result<Vec<u8>, Failure> {
    match std::env::var_os(name) {
        Some(value) => Ok(value.into_encoded_bytes()),
        None => Err(Failure::usage(format!(
            "environment variable {name} is not set; is it exported? nothing was written"
        ))),
    }
}

fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    disk::bytes(path, shape::MOST as u64 + 1).map_err(|error| {
        Failure::usage(format!("can't read {}: {error}; nothing was written", path.display()))
    })
}

fn stdin() -> Result<Vec<u8>, Failure> {
    limited(std::io::stdin().lock())
        .map_err(|error| Failure::usage(format!("can't read standard input: {error}")))
}

/// Reads no more than is needed to see that it is too long.
fn limited(from: impl std::io::Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(shape::MOST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn refused(input: &KeyInput<'_>, flaw: KeyFlaw) -> Failure {
    let what = match input {
        KeyInput::Variable(name) => format!("the value of {name}"),
        KeyInput::File(path) => format!("the content of {}", path.display()),
        KeyInput::Stdin => "standard input".to_owned(),
        KeyInput::Terminal => "the input".to_owned(),
    };
    let next = match (input, flaw) {
        (KeyInput::Stdin, KeyFlaw::Empty) => {
            "; pipe a key in, or use --from-env, --from-file or a terminal"
        }
        _ => "",
    };
    Failure::usage(format!("{what} {flaw}; nothing was written{next}"))
}
