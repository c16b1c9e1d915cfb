//! The flags that say which cluster, as whom and in which namespace: kubectl's names, kubectl's meaning.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;

use crate::edge::cluster::ClusterOptions;

const HEADING: &str = "Cluster";

/// kubectl's connection flags. Accepted before and after the subcommand.
///
/// `--token` is missing on purpose: what stands on a command line is in the shell's history and in every process
/// list. `--token-file` takes its place.
#[derive(Clone, Debug, clap::Args)]
pub struct KubeArgs {
    /// Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]
    #[arg(long, global = true, value_name = "FILE", hide = true, help_heading = HEADING)]
    pub kubeconfig: Option<PathBuf>,
    /// Name of the kubeconfig context to use
    #[arg(long, global = true, value_name = "NAME", hide = true, help_heading = HEADING)]
    pub context: Option<String>,
    /// Name of the kubeconfig cluster to use
    #[arg(long, global = true, value_name = "NAME", hide = true, help_heading = HEADING)]
    pub cluster: Option<String>,
    /// Name of the kubeconfig user to use
    #[arg(long, global = true, value_name = "NAME", hide = true, help_heading = HEADING)]
    pub user: Option<String>,
    /// Namespace to use [default: the context's namespace]
    #[arg(long, short, global = true, value_name = "NAME", hide = true, help_heading = HEADING)]
    pub namespace: Option<String>,
    /// Username to impersonate
    #[arg(long = "as", global = true, value_name = "USER", hide = true, help_heading = HEADING)]
    pub impersonate: Option<String>,
    /// Group to impersonate (repeatable)
    #[arg(long = "as-group", global = true, value_name = "GROUP", hide = true, help_heading = HEADING)]
    pub impersonate_groups: Vec<String>,
    /// UID to impersonate
    #[arg(long = "as-uid", global = true, value_name = "UID", hide = true, help_heading = HEADING)]
    pub impersonate_uid: Option<String>,
    // The API server itself gives up on a request after 60 s; waiting a little longer lets its own words arrive.
    /// Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt
    #[arg(long, global = true, value_name = "DURATION", default_value = "65s",
          value_parser = duration, hide = true, help_heading = HEADING)]
    pub request_timeout: Duration,
    /// Address of the Kubernetes API server [default: the kubeconfig's]
    #[arg(long, short, global = true, value_name = "URL", hide = true, help_heading = HEADING)]
    pub server: Option<String>,
    /// Path to a file containing the bearer token
    #[arg(long, global = true, value_name = "FILE", hide = true, help_heading = HEADING)]
    pub token_file: Option<PathBuf>,
    /// Path to a PEM file of certificate authorities to trust
    #[arg(long, global = true, value_name = "FILE", hide = true, help_heading = HEADING)]
    pub certificate_authority: Option<PathBuf>,
    /// Don't verify the API server's certificate
    #[arg(long, global = true, hide = true, help_heading = HEADING)]
    pub insecure_skip_tls_verify: bool,
    /// Server name to verify in the API server's certificate
    #[arg(long, global = true, value_name = "NAME", hide = true, help_heading = HEADING)]
    pub tls_server_name: Option<String>,
}

impl KubeArgs {
    /// What the flags ask for. `stdin_is_input` says that the command reads standard input, which then no
    /// credential plugin may touch.
    #[must_use]
    pub fn wishes(&self, stdin_is_input: bool) -> ClusterOptions {
        ClusterOptions {
            kubeconfig: self.kubeconfig.clone(),
            context: self.context.clone(),
            cluster: self.cluster.clone(),
            user: self.user.clone(),
            namespace: self.namespace.clone(),
            impersonate: self.impersonate.clone(),
            impersonate_groups: self.impersonate_groups.clone(),
            impersonate_uid: self.impersonate_uid.clone(),
            request_timeout: (!self.request_timeout.is_zero()).then_some(self.request_timeout),
            server: self.server.clone(),
            token_file: self.token_file.clone(),
            certificate_authority: self.certificate_authority.clone(),
            insecure_skip_tls_verify: self.insecure_skip_tls_verify,
            tls_server_name: self.tls_server_name.clone(),
            stdin_is_input,
        }
    }
}

/// Reads a duration as kubectl does: Go's notation (`1m30s`, `500ms`, `1.5h`) or bare seconds.
///
/// # Errors
/// What is accepted, in one sentence.
pub fn duration(text: &str) -> anyhow::Result<Duration> {
    if let Ok(seconds) = text.parse() {
        return Ok(Duration::from_secs(seconds));
    }
    go_seconds(text).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).with_context(
        || format!("invalid duration `{text}`; use e.g. 500ms, 30s, 1m30s or a number of seconds"),
    )
}

/// The seconds in a sequence of numbers with units.
fn go_seconds(mut rest: &str) -> Option<f64> {
    if rest.is_empty() {
        return None;
    }
    let mut total = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(digits);
        let unit_end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let seconds = match unit {
            "ns" => 1e-9,
            "us" | "µs" | "μs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * seconds;
        rest = after;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        kube: KubeArgs,
        #[command(subcommand)]
        command: Command,
    }

    #[derive(clap::Subcommand)]
    enum Command {
        List,
    }

    fn wishes(args: &[&str]) -> ClusterOptions {
        let program = Program::try_parse_from(args).expect("parses");
        let Command::List = program.command;
        program.kube.wishes(false)
    }

    #[test]
    fn go_durations_and_bare_seconds_are_understood() {
        let read = |text| duration(text).map(|d| d.as_millis()).ok();
        assert_eq!(read("500ms"), Some(500));
        assert_eq!(read("1m30s"), Some(90_000));
        assert_eq!(read("1.5h"), Some(5_400_000));
        assert_eq!(read("30"), Some(30_000));
        assert_eq!(read("0"), Some(0));
        for wrong in ["", "s", "-1s", "1d", "1m30", "1..5s", "99999999999999999999h"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn flags_are_accepted_on_both_sides_of_the_subcommand() {
        let before = wishes(&["agw", "-n", "prod", "--context", "c", "list"]);
        let after = wishes(&["agw", "list", "-n", "prod", "--context", "c"]);
        assert_eq!(before.namespace.as_deref(), Some("prod"));
        assert_eq!(format!("{before:?}"), format!("{after:?}"));
    }

    #[test]
    fn groups_add_up_and_a_timeout_of_zero_is_none() {
        let args = ["agw", "list", "--as", "u", "--as-group", "a", "--as-group", "b"];
        let given = wishes(&args);
        assert_eq!(given.impersonate_groups, ["a", "b"]);
        assert_eq!(given.request_timeout, Some(Duration::from_secs(65)));
        assert_eq!(wishes(&["agw", "list", "--request-timeout=0"]).request_timeout, None);
    }

    #[test]
    fn a_token_is_not_taken_from_the_command_line() {
        assert!(Program::try_parse_from(["agw", "list", "--token", "t"]).is_err());
    }
}
