//! Who may reach the proxy: this machine's own programs, or whoever shows the key that the user sets.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::ensure;

use super::endpoint::ServeEndpoint;
use crate::cli::error::Failure;
use crate::domain::value::secret::Secret;
use crate::domain::value::secret::shape;
use crate::edge::disk;

/// `--address` and the clients' key. The key is never an argument: those are everybody's to read.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Access {
    /// Address to listen on; a non-loopback address requires a client key
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(super) address: IpAddr,
    /// Accept only clients that send the key in this environment variable, in place of a provider's API key
    #[arg(long, value_name = "VARIABLE", value_parser = variable, conflicts_with = "client_key_file")]
    client_key_from_env: Option<String>,
    /// Like --client-key-from-env, with the key in this file
    #[arg(long, value_name = "FILE")]
    client_key_file: Option<PathBuf>,
}

/// The name of an environment variable, as a shell has them (POSIX, XBD 3.231): it is printed into lines for a shell.
fn variable(name: &str) -> anyhow::Result<String> {
    let is_first = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_name =
        name.starts_with(is_first) && name.chars().all(|c| is_first(c) || c.is_ascii_digit());
    ensure!(
        is_name,
        "a variable name consists of letters, digits and _, and doesn't start with a digit"
    );
    Ok(name.to_owned())
}

impl Access {
    /// The key that clients must show.
    ///
    /// # Errors
    /// There is none where one is needed, it cannot be read, or it is no key.
    pub(super) fn key(&self) -> Result<Option<Secret>, Failure> {
        let Some((bytes, whence)) = self.read()? else { return Ok(None) };
        let given = shape::parse_pasted(&bytes);
        let given = given.map_err(|flaw| Failure::usage(format!("{whence} {flaw}")))?;
        Ok(Some(given.key))
    }

    /// Where a serve with this port will be.
    ///
    /// # Errors
    /// It cannot be there: at another machine's address, or at one that needs a key without it.
    pub(super) fn will_run(&self, port: u16) -> Result<ServeEndpoint, Failure> {
        let endpoint = ServeEndpoint::to_be(SocketAddr::new(self.address, port))?;
        if self.expression().is_none() {
            self.key()?;
        }
        Ok(endpoint)
    }

    /// The key for the environment of a program that is to show it; nothing else gets it in the clear.
    ///
    /// # Errors
    /// As [`Access::key`].
    pub(super) fn shown(&self) -> Result<Option<String>, Failure> {
        let Some((bytes, whence)) = self.read()? else { return Ok(None) };
        let key = shape::in_the_clear(&bytes);
        let key = key.map_err(|flaw| Failure::usage(format!("{whence} {flaw}")))?;
        Ok(Some(key.to_owned()))
    }

    /// How a shell says it, without its being said here.
    pub(super) fn expression(&self) -> Option<String> {
        self.within_quotes().map(|within| format!("\"{within}\""))
    }

    /// The same, to stand within double quotes.
    pub(super) fn within_quotes(&self) -> Option<String> {
        match (&self.client_key_from_env, &self.client_key_file) {
            (Some(name), _) => Some(format!("${name}")),
            (None, Some(path)) => {
                let path = path.display().to_string().replace('\'', r"'\''");
                Some(format!("$(cat '{path}')"))
            }
            (None, None) => None,
        }
    }

    /// The bytes of the key, and whose they are.
    fn read(&self) -> Result<Option<(Vec<u8>, String)>, Failure> {
        Ok(Some(match (&self.client_key_from_env, &self.client_key_file) {
            (Some(name), _) => {
                let value = std::env::var_os(name).ok_or_else(|| {
                    Failure::usage(format!(
                        "environment variable {name} is not set; is it exported?"
                    ))
                })?;
                (value.into_encoded_bytes(), format!("the value of {name}"))
            }
            (None, Some(path)) => {
                let bytes = disk::bytes(path, shape::MOST as u64 + 1).map_err(|error| {
                    Failure::usage(format!("can't read {}: {error}", path.display()))
                })?;
                (bytes, format!("the content of {}", path.display()))
            }
            (None, None) if self.address.is_loopback() => return Ok(None),
            (None, None) => {
                return Err(Failure::usage(format!(
                    "{} is reachable from other machines, and serve holds live keys: require a client key \
                     with --client-key-from-env VARIABLE or --client-key-file FILE",
                    self.address
                )));
            }
        }))
    }
}
