//! What compiling said of objects that no rule with words of its own reports. `serve` reports it at startup; by this no
//! rejection is silent in `check`.

use super::finding::Finding;
use super::input::Input;
use crate::domain::compile::rejection::{Effect, Rejection, RejectionSubject};
use crate::domain::route::reason::{ConditionFault, KeyFault, Reason, Unattached};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unworded {
    /// It is not served, in a cluster either.
    Broken,
    /// A part of it does nothing, in a cluster either.
    Faulty,
    /// A cluster may serve it, but `serve` does not: it does not support it, or files do not have what it needs.
    OnlyHere,
}

/// The findings about rejections of this kind.
pub(super) fn findings(input: &Input<'_>, which: Unworded) -> Vec<Finding> {
    input.found(|rejection| of_reason(input, rejection, &rejection.reason) == Some(which))
}

/// What a rejection is by its reason; none where another rule reports it.
fn of_reason(input: &Input<'_>, rejection: &Rejection, reason: &Reason) -> Option<Unworded> {
    let Rejection { object, about, effect, .. } = rejection;
    let is_of_route = object.kind == Kind::HttpRoute;
    let is_listener = *about == RejectionSubject::Listener;
    let is_field = is_of_route && *about == RejectionSubject::Field;
    let unless = |has_rule: bool, what| (!has_rule).then_some(what);
    match reason {
        Reason::Unattached(Unattached::Delegated) => Some(Unworded::OnlyHere),
        Reason::OutOfReach { .. } => unless(is_of_route, Unworded::OnlyHere),
        Reason::Key(fault) => of_key(input, fault),
        Reason::PolicyNotSupported(_) => unless(!is_listener, Unworded::OnlyHere),
        Reason::Policy { .. } if reason.is_unsupported_policy() => None,
        Reason::Policy { why, .. } => match **why {
            Reason::Invalid(_) => Some(Unworded::Broken),
            _ => of_reason(input, rejection, why),
        },
        Reason::Listener { .. } if is_listener => {
            unless(object.kind == Kind::Gateway, Unworded::OnlyHere)
        }
        Reason::Listener { fault, .. } => Some(of_condition(input, fault)),
        Reason::Condition(fault) | Reason::ClientCertificate(fault) => {
            unless(object.kind == Kind::BackendTlsPolicy, of_condition(input, fault))
        }
        Reason::NotSupported(_) => {
            unless(*about == RejectionSubject::Filter || is_field, Unworded::OnlyHere)
        }
        _ if object.kind != Kind::BackendTlsPolicy && input.is_kept_elsewhere(reason) => {
            Some(Unworded::OnlyHere)
        }
        Reason::Invalid(_) => {
            let is_broken = input.snapshot.broken.contains_key(object);
            unless(*about == RejectionSubject::Match || is_broken, Unworded::Broken)
        }
        Reason::Faulty(fault) if fault.lacks_secret() => {
            unless(input.knows_secrets(), Unworded::OnlyHere)
        }
        Reason::Faulty(_) => Some(Unworded::Faulty),
        Reason::OfProvider { why, .. } | Reason::EmptyKey(why) => of_reason(input, rejection, why),
        Reason::NotMirrored { .. } => unless(is_field && *effect == Effect::Note, Unworded::Broken),
        // Broken references of routes have rules of their own.
        _ if reason.is_of_reference() => unless(is_of_route, Unworded::Broken),
        _ => of_others(reason),
    }
}

/// What is said of another object, by another rule, or by the rules that are skipped for want of a right.
fn of_others(reason: &Reason) -> Option<Unworded> {
    match reason {
        Reason::BackendBroken { .. }
        | Reason::Broken { .. }
        | Reason::BackendUnread(_)
        | Reason::GrantsUnread { .. }
        | Reason::NotPermitted(_)
        | Reason::PolicyInvalid(_)
        | Reason::PolicyMisread { .. }
        | Reason::PolicyUnknown(_)
        | Reason::PolicySkipped(_)
        | Reason::TargetNotFound { .. }
        | Reason::Unattached(_)
        | Reason::NoneServed(_)
        | Reason::NoValidAuthority(_)
        | Reason::Note(_) => None,
        // A reason that is new is said twice rather than never.
        _ => Some(Unworded::Broken),
    }
}

/// Rules look at the keys of backends; those of models and policies are looked for here.
fn of_key(input: &Input<'_>, fault: &KeyFault) -> Option<Unworded> {
    let is_looked_at = |secret: &ObjectName, key: &str| {
        input.keys().any(|own| own.secret() == *secret && own.data_key() == key)
    };
    match fault {
        KeyFault::SecretNotFound { .. } => (!input.knows_secrets()).then_some(Unworded::OnlyHere),
        KeyFault::KeyNotFound { secret, key, .. } | KeyFault::Invalid { secret, key, .. } => {
            (!is_looked_at(secret, key)).then_some(Unworded::Broken)
        }
        KeyFault::Forbidden(_) => None,
    }
}

/// Manifests often leave all Secrets out: a certificate that is missing among them is in the cluster.
fn of_condition(input: &Input<'_>, fault: &ConditionFault) -> Unworded {
    match fault.is_of_certificate() && !input.knows_secrets() {
        true => Unworded::OnlyHere,
        false => Unworded::Broken,
    }
}
