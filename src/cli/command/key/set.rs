//! `kubectl agw key set`: a key into a Secret.

use super::given::KeySourceArgs;
use super::vault;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::{DryRun, ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::manifest::secret::shown;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::{DEFAULT_DATA_KEY, Secret};
use crate::edge::cluster;
use crate::edge::cluster::secret::{Change, Entry, write};

/// Arguments of `key set`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # From a variable of this shell
  kubectl agw key set openai-api-key --from-env OPENAI_API_KEY

  # From a password manager
  pass show openai | kubectl agw key set openai-api-key

  # Typed or pasted, without being shown
  kubectl agw key set openai-api-key

  # Under another data key, which backends name with --secret-key
  kubectl agw key set azure-key --data-key api-key --from-file key.txt")]
pub struct Args {
    /// Name of the Secret; it is made if it does not exist
    name: String,
    /// The data key to write
    #[arg(long, value_name = "NAME", default_value = DEFAULT_DATA_KEY)]
    data_key: String,
    #[command(flatten)]
    from: KeySourceArgs,
    #[command(flatten, next_help_heading = "Output and writing")]
    write: WriteArgs,
    /// Print the Secret, its values masked, instead of a line: yaml, json or name
    #[arg(long, short, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    output: Option<ObjectFormat>,
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
    vault::data_key("--data-key", &args.data_key).map_err(Failure::usage)?;
    super::super::block_on(async {
        let key = args.from.read(&format!("Secret {}", args.name)).await?;
        match args.write.dry_run {
            DryRun::Client => args.show(kube)?,
            _ => args.put(key, kube).await?,
        }
        Ok(Exit::Done)
    })
}

impl Args {
    /// What would be written, without a cluster.
    fn show(&self, kube: &KubeArgs) -> Result<(), Failure> {
        let name = ObjectName::new(vault::offline_namespace(kube), &self.name);
        let object = shown(&name, &[&self.data_key]);
        self.write.print(&[object], Some(self.output.unwrap_or(ObjectFormat::Yaml)))
    }

    async fn put(&self, key: Secret, kube: &KubeArgs) -> Result<(), Failure> {
        let connection = cluster::connect(&kube.wishes(true)).await?;
        let name = ObjectName::new(&connection.namespace, &self.name);
        let work = async {
            let held = vault::look(&connection, &name).await?;
            let change = Change {
                put: [(self.data_key.clone(), Entry::New(key))].into(),
                ..Change::default()
            };
            let written =
                write(&connection, &name, held.as_ref(), change, self.write.options()).await;
            output::warn(&connection.warnings());
            Ok(written?)
        };
        let unsure = || vault::unsure(&name);
        let written = interrupt::until(work, unsure).await?;
        self.write.print(&[vault::kept(written.object)], self.output)?;
        vault::say_where(&connection, &self.write);
        Ok(())
    }
}
