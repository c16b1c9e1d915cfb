//! `kubectl agw key set`: a key into a Secret.

use std::io::{IsTerminal as _, stdout};

use super::given::KeySourceArgs;
use super::vault;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::args::write::ObjectFormat;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::manifest::names;
use crate::domain::manifest::secret::shown;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::{DEFAULT_DATA_KEY, Secret};
use crate::edge::cluster;
use crate::edge::cluster::secret::{Entry, SecretChange, manifest, write};

/// Arguments of `key set`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Read the key from an environment variable
  kubectl agw key set openai-api-key --from-env OPENAI_API_KEY

  # Read it from a password manager
  pass show openai | kubectl agw key set openai-api-key

  # Type or paste it at a hidden prompt
  kubectl agw key set openai-api-key

  # Write it under another data key, for backends with --secret-key
  kubectl agw key set azure-key --data-key api-key --from-file key.txt

  # Seal it for git: the key itself is in the output, which must not be a terminal
  kubectl agw key set openai-api-key --from-env OPENAI_API_KEY --export --with-value | kubeseal -o yaml

Values are masked in all output, except with --with-value. --wait waits for the backends and models
that read their key from the Secret, since a Secret has no status.")]
pub struct Args {
    /// Name of the Secret, created if it doesn't exist
    name: String,
    /// Data key to write
    #[arg(long, value_name = "NAME", default_value = DEFAULT_DATA_KEY)]
    data_key: String,
    #[command(flatten)]
    from: KeySourceArgs,
    /// With --export, print the key itself, for a program that seals it; not allowed on a terminal
    #[arg(long, requires = "export")]
    with_value: bool,
    #[command(flatten)]
    submit: SubmitArgs,
    // Caught, because clap would repeat it.
    #[arg(hide = true, num_args = 0.., value_name = "NOTHING")]
    more: Vec<String>,
}

/// Writes the key.
///
/// # Errors
/// No key, or one that is none; a Secret that cannot be written.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    vault::only_a_name(&args.name, &args.more).map_err(Failure::usage)?;
    names::secret::data_key("--data-key", &args.data_key).map_err(Failure::usage)?;
    if args.with_value && stdout().is_terminal() {
        return Err(Failure::usage(
            "--with-value prints the key itself, and standard output is a terminal; pipe it to a program \
             that seals it, such as kubeseal or sops, or redirect it to a file",
        ));
    }
    super::super::block_on(async {
        let subject = format!("Secret {}", args.name);
        let read = args.from.read(&subject);
        match args.submit.is_offline() {
            true if args.submit.is_export() && !args.with_value && !args.from.is_named() => {
                args.show(None, kube)?;
            }
            true => args.show(Some(&read.await?), kube)?,
            false => args.put(read.await?, kube).await?,
        }
        Ok(Exit::Done)
    })
}

impl Args {
    /// What would be written, without a cluster.
    fn show(&self, key: Option<&Secret>, kube: &KubeArgs) -> Result<(), Failure> {
        let name = ObjectName::new(vault::offline_namespace(kube), &self.name);
        let object = match key.filter(|_| self.with_value) {
            Some(key) => manifest(&name, &self.data_key, key),
            None => shown(&name, &[&self.data_key]),
        };
        let format = self.submit.format().unwrap_or(ObjectFormat::Yaml);
        self.submit.write().print(&[object], Some(format))?;
        if self.submit.is_export() && !self.with_value {
            vault::say_masked(&name);
        }
        Ok(())
    }

    async fn put(&self, key: Secret, kube: &KubeArgs) -> Result<(), Failure> {
        let connection = cluster::connect(&kube.wishes(true)).await?;
        let name = ObjectName::new(&connection.namespace, &self.name);
        let how = self.submit.write();
        let work = async {
            let held = vault::look(&connection, &name).await?;
            let change = SecretChange {
                put: [(self.data_key.clone(), Entry::New(key))].into(),
                ..SecretChange::default()
            };
            let written = write(&connection, &name, held.as_ref(), change, how.options()).await;
            output::warn(&connection.warnings());
            written.map_err(|error| vault::failed(error, &name, &how, vault::Repeat::Repeats))
        };
        let unsure = || vault::unsure(&name);
        let written = interrupt::until(work, unsure).await?;
        vault::say_taken(&name, &written.taken);
        how.print(&[vault::kept(written.object)], self.submit.format())?;
        vault::say_where(&connection, &how);
        vault::wait(&connection, &name, &self.submit).await
    }
}
