//! Environment variables that AgentgatewayParameters give to a proxy.

use crate::domain::check::finding::Finding;
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// A variable that is set.
pub(super) struct Variable<'s> {
    parameters: &'s ObjectName,
    index: usize,
}

impl Variable<'_> {
    /// A finding about it.
    pub(super) fn finding(&self, message: &str) -> Finding {
        let at = format!("spec.env[{}]", self.index);
        Finding::on(Kind::AgentgatewayParameters, self.parameters, message).at(at)
    }
}

/// Where a variable of this name is set.
pub(super) fn variables<'s, 'n>(
    input: &Input<'s>,
    name: &'n str,
) -> impl Iterator<Item = Variable<'s>> + use<'s, 'n> {
    let snapshot = input.snapshot;
    snapshot.parameters.iter().flat_map(move |(parameters, object)| {
        let set = object.spec.env.iter().enumerate().filter(move |(_, one)| one.name == name);
        set.map(move |(index, _)| Variable { parameters, index })
    })
}
