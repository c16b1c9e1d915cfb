//! What a command says of objects that it could not read, and how it exits then: nothing that was refused is shown as
//! absent.

use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::cli::output::plural::plural;
use crate::domain::snapshot::Snapshot;
use crate::domain::snapshot::coverage::NotRead;
use crate::domain::value::object_ref::Kind;

/// What was not read of what a command needs.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    pub rows: Vec<NotRead>,
    /// What may not be read and is not needed: said, and without an effect on the exit code.
    pub also: Option<NotRead>,
    /// Nothing at all could be read.
    is_blind: bool,
}

impl Coverage {
    /// Of a command that is of no use without any of `kinds`.
    pub(super) fn of(snapshot: &Snapshot, kinds: &[Kind]) -> Self {
        Coverage { rows: snapshot.not_read(), also: None, is_blind: snapshot.is_blind(kinds) }
    }

    /// The same for a view of one namespace, where that was read with what its objects name elsewhere: that other
    /// namespaces may not be read takes nothing away from it, unless its Gateways take routes of others.
    pub(super) fn within(mut self, snapshot: &Snapshot, namespace: Option<&str>) -> Self {
        let Some(namespace) = namespace else { return self };
        let open = snapshot.takes_from_elsewhere(namespace);
        let routes = [Kind::HttpRoute, Kind::AgentgatewayModel].map(|kind| kind.names().kind);
        let read = |row: &NotRead| row.read.iter().any(|read| read == namespace);
        self.rows.retain(|row| !read(row) || (open && routes.contains(&row.kind)));
        self
    }

    /// Whether everything that is needed was read.
    pub(super) fn is_whole(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether nothing was read, so that there is nothing to show.
    pub(super) fn is_blind(&self) -> bool {
        self.is_blind
    }

    /// Everything that could not be read, needed or not.
    pub(super) fn all(&self) -> Vec<NotRead> {
        self.rows.iter().chain(&self.also).cloned().collect()
    }

    /// A line for each kind and scope, and one for what follows of them.
    pub(super) fn say(&self) {
        if let Some(also) = &self.also {
            output::say(&format!("Secrets that no backend references are not shown: {also}"));
        }
        if self.is_whole() {
            return;
        }
        self.rows.iter().for_each(|row| output::say(&row.to_string()));
        output::say(&match self.is_blind {
            true => format!("error: nothing could be read; {ADVICE}"),
            false => {
                let kinds = plural(self.rows.len(), "kind of object", "kinds of objects");
                format!("Warning: incomplete, since {kinds} could not be read; {ADVICE}")
            }
        });
    }

    /// The exit code of a command that would have ended with `exit`.
    pub(super) fn exit(&self, exit: Exit) -> Exit {
        match (self.is_blind, self.is_whole()) {
            (true, _) => Exit::Unreachable,
            (false, false) if exit == Exit::Done => Exit::Findings,
            _ => exit,
        }
    }

    /// The failure of a name that was not found: where it may exist and not be seen, that is said instead.
    pub(super) fn not_found(&self, usage: Failure, is_seen: bool) -> Failure {
        match is_seen {
            true => usage,
            false => Failure::unreachable(format!(
                "could not check whether it exists: {}; {ADVICE}",
                self.rows.first().map(ToString::to_string).unwrap_or_default()
            )),
        }
    }
}

const ADVICE: &str = "ask for permission, or choose a namespace that you can read with -n (see `kubectl auth \
                      can-i --list`)";
