//! `kubectl agw key rotate`: a new key in the place of the old one, which stays beside it until it is told to go.

use super::given::KeySourceArgs;
use super::vault::{self, Repeat};
use super::verify;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::args::write::ObjectFormat;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::{interrupt, output};
use crate::domain::manifest::names;
use crate::domain::manifest::secret::{key_command, shown};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::secret::{DEFAULT_DATA_KEY, Secret};
use crate::domain::value::shell::CommandLine;
use crate::edge::cluster::secret::{Entry, SecretChange, StoredSecret, WriteOutcome, write};
use crate::edge::cluster::{self, Connection};

/// Arguments of `key rotate`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Verify the new key with the provider, then write it
  kubectl agw key rotate openai-api-key --from-env NEW_OPENAI_KEY --verify openai-smart

  # Roll back to the previous key
  kubectl agw key rotate openai-api-key --back

  # Remove the previous key
  kubectl agw key rotate openai-api-key --forget-previous

Concurrent rotations can't lose a key: the second one fails and writes nothing.

Values are masked in all output. --timeout limits the request of --verify, and then how long --wait
waits for the backends and models that read their key from the Secret.")]
pub struct Args {
    /// Name of the Secret
    name: String,
    /// Data key to replace
    #[arg(long, value_name = "NAME", default_value = DEFAULT_DATA_KEY)]
    data_key: String,
    #[command(flatten)]
    from: KeySourceArgs,
    /// Verify the new key first with a tiny request to this backend's provider, and write nothing if the key is rejected;
    /// may cost a fraction of a cent
    #[arg(long, value_name = "BACKEND")]
    verify: Option<String>,
    /// Data key to keep the previous value under [default: the data key with the suffix .previous]
    #[arg(long, value_name = "NAME")]
    keep_as: Option<String>,
    /// Swap the previous value and the current one
    #[arg(long, conflicts_with_all = ["from_env", "from_file", "forget_previous", "verify"])]
    back: bool,
    /// Remove the previous value
    #[arg(long, conflicts_with_all = ["from_env", "from_file", "verify"])]
    forget_previous: bool,
    #[command(flatten)]
    submit: SubmitArgs,
    // Caught, because clap would repeat it.
    #[arg(hide = true, num_args = 0.., value_name = "NOTHING")]
    more: Vec<String>,
}

/// Rotates.
///
/// # Errors
/// No key, or one that the provider refuses; a Secret that has nothing to rotate, or cannot be written.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    vault::only_a_name(&args.name, &args.more).map_err(Failure::usage)?;
    names::secret::data_key("--data-key", &args.data_key).map_err(Failure::usage)?;
    let previous = args.previous();
    names::secret::data_key("--keep-as", &previous).map_err(Failure::usage)?;
    if previous == args.data_key {
        let text = "--keep-as is the data key being replaced; the previous value needs another";
        return Err(Failure::usage(text));
    }
    super::super::block_on(async {
        let needs_none = args.submit.is_export() && !args.from.is_named();
        let key = match args.back || args.forget_previous || needs_none {
            true => None,
            false => Some(args.from.read(&format!("Secret {}", args.name)).await?),
        };
        match args.submit.is_offline() {
            true => args.show(kube, &previous)?,
            false => args.rotate(key, &previous, kube).await?,
        }
        Ok(Exit::Done)
    })
}

impl Args {
    fn previous(&self) -> String {
        self.keep_as.clone().unwrap_or_else(|| format!("{}.previous", self.data_key))
    }

    /// What would be written, without a cluster.
    fn show(&self, kube: &KubeArgs, previous: &str) -> Result<(), Failure> {
        let name = ObjectName::new(vault::offline_namespace(kube), &self.name);
        let object = match self.forget_previous {
            true => shown(&name, &[&self.data_key]),
            false => shown(&name, &[&self.data_key, previous]),
        };
        let format = self.submit.format().unwrap_or(ObjectFormat::Yaml);
        self.submit.write().print(&[object], Some(format))?;
        if self.submit.is_export() {
            vault::say_masked(&name);
        }
        Ok(())
    }

    async fn rotate(
        &self,
        key: Option<Secret>,
        previous: &str,
        kube: &KubeArgs,
    ) -> Result<(), Failure> {
        let connection = cluster::connect(&kube.wishes(true)).await?;
        let name = ObjectName::new(&connection.namespace, &self.name);
        let before = async {
            let held = vault::look(&connection, &name).await?.ok_or_else(|| self.nothing(&name))?;
            let change = self.change(key.as_ref(), &held, previous)?;
            if let (Some(backend), Some(key)) = (&self.verify, &key) {
                let check = verify::KeyCheck { backend, data_key: &self.data_key, key };
                verify::verify(&connection, &name, &check, self.submit.timeout).await?;
            }
            Ok((held, change))
        };
        let (held, change) = interrupt::until(before, || "nothing was written".to_owned()).await?;
        let Some(change) = change else {
            output::say(&format!(
                "Secret {name} has no previous key `{previous}`; nothing to remove"
            ));
            return Ok(());
        };
        let work = async {
            let written =
                write(&connection, &name, Some(&held), change, self.submit.write().options()).await;
            output::warn(&connection.warnings());
            let again = if self.back { Repeat::Undoes } else { Repeat::Repeats };
            written.map_err(|error| vault::failed(error, &name, &self.submit.write(), again))
        };
        let written = interrupt::until(work, || vault::unsure(&name)).await?;
        vault::say_taken(&name, &written.taken);
        self.tell(&connection, &name, previous, written)?;
        match self.forget_previous {
            true => Ok(()),
            false => vault::wait(&connection, &name, &self.submit).await,
        }
    }

    /// What to write; none where there is nothing to do.
    fn change(
        &self,
        key: Option<&Secret>,
        held: &StoredSecret,
        previous: &str,
    ) -> Result<Option<SecretChange>, Failure> {
        let old = held.data.get(&self.data_key);
        let kept = held.data.get(previous);
        let Some(key) = key else {
            return match (self.back, kept) {
                (true, Some(kept)) => Ok(Some(self.swap(kept, old, previous))),
                (true, None) => Err(self.no_previous(held, previous)),
                (false, Some(_)) => Ok(Some(SecretChange {
                    drop: [previous.to_owned()].into(),
                    ..SecretChange::default()
                })),
                (false, None) => Ok(None),
            };
        };
        let old = old.ok_or_else(|| self.wrong_data_key(held))?;
        if old.credential(&self.data_key).is_ok_and(|old| old == *key) {
            return Err(Failure::usage(format!(
                "Secret {} already has this key; nothing was written",
                held.name
            )));
        }
        if kept.is_some_and(|kept| kept != old) {
            return Err(self.kept_already(held, previous));
        }
        let new = (self.data_key.clone(), Entry::New(key.clone()));
        let kept = (previous.to_owned(), Entry::Existing(old.clone()));
        Ok(Some(SecretChange { put: [new, kept].into(), ..SecretChange::default() }))
    }

    /// The replaced value is kept in its turn: no way leads to a key being lost unasked.
    fn swap(&self, kept: &SecretBytes, old: Option<&SecretBytes>, previous: &str) -> SecretChange {
        let mut change = SecretChange::default();
        change.put.insert(self.data_key.clone(), Entry::Existing(kept.clone()));
        match old {
            Some(old) => change.put.insert(previous.to_owned(), Entry::Existing(old.clone())),
            None => {
                change.drop.insert(previous.to_owned());
                None
            }
        };
        change
    }

    fn nothing(&self, name: &ObjectName) -> Failure {
        Failure::unreachable(format!(
            "Secret {name} not found, so there is nothing to rotate; write it with `{}`, or see `kubectl agw \
             key list -A`",
            key_command("set", name, &self.data_key)
        ))
    }

    fn wrong_data_key(&self, held: &StoredSecret) -> Failure {
        let there: Vec<_> = held.data.keys().map(String::as_str).collect();
        let there = match there.as_slice() {
            [] => "none".to_owned(),
            keys => keys.join(", "),
        };
        Failure::usage(format!(
            "Secret {} has no data key `{}` to rotate (available: {there}); choose another with --data-key",
            held.name, self.data_key
        ))
    }

    fn no_previous(&self, held: &StoredSecret, previous: &str) -> Failure {
        Failure::usage(format!(
            "Secret {} has no previous key `{previous}` to roll back to; nothing was written",
            held.name
        ))
    }

    fn kept_already(&self, held: &StoredSecret, previous: &str) -> Failure {
        Failure::usage(format!(
            "Secret {} already has a previous key under `{previous}`, which would be lost; nothing was \
             written\nremove it with `{} --forget-previous`, roll back to it with --back, or keep this one \
             elsewhere with --keep-as",
            held.name,
            self.command(&held.name)
        ))
    }

    /// The command without what it does.
    fn command(&self, name: &ObjectName) -> String {
        let command = key_command("rotate", name, &self.data_key);
        match &self.keep_as {
            Some(keep_as) => command.flag("--keep-as", keep_as).to_string(),
            None => command.to_string(),
        }
    }

    fn tell(
        &self,
        connection: &Connection,
        name: &ObjectName,
        previous: &str,
        written: WriteOutcome,
    ) -> Result<(), Failure> {
        let stays = written.object.pointer("/data").and_then(|data| data.get(previous)).is_some();
        let how = self.submit.write();
        how.print(&[vault::kept(written.object)], self.submit.format())?;
        vault::say_where(connection, &how);
        if self.forget_previous && stays {
            return Err(Failure::finding(format!(
                "`{previous}` of Secret {name} still exists, since another field manager owns it too; see \
                 `{} --show-managed-fields -o yaml`",
                CommandLine::new("kubectl get secret").arg(&name.name).namespace(&name.namespace)
            )));
        }
        if !self.forget_previous && stays && self.submit.keeps() {
            let command = self.command(name);
            output::say(&format!(
                "the previous key is kept under `{previous}`\nroll back: {command} --back\nremove it: \
                 {command} --forget-previous"
            ));
        }
        Ok(())
    }
}
