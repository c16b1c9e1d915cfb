//! An outage to rehearse: which providers of a backend fail, how they fail, and which ones were called.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::Pace;
use super::fault::Faults;
use super::script::Script;
use crate::domain::value::object_ref::ObjectName;

/// Calls that are noted at the most; a rehearsal needs few.
const MOST: usize = 1024;

/// How the simulator answers instead of providers.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    pub pace: Pace,
    /// None where every provider answers.
    pub outage: Option<Arc<Outage>>,
    /// None where models say what the simulator says anyway.
    pub script: Option<Arc<Script>>,
}

impl From<Pace> for Simulation {
    fn from(pace: Pace) -> Self {
        Simulation { pace, ..Simulation::default() }
    }
}

impl Simulation {
    /// Notes that a provider is called; how it fails, in the words of [`super::SIMULATE`], where it does.
    pub(in crate::edge) fn fault_of(&self, backend: &ObjectName, provider: &str) -> Option<&str> {
        self.outage.as_ref()?.call(backend, provider)
    }
}

/// How a provider fails, in the words of [`super::SIMULATE`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    /// Reads e.g. `status=429,retry-after=2`.
    ///
    /// # Errors
    /// What is accepted, in one sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let faults = Faults::parse(text).map_err(|wrong| wrong.words_of_fault())?;
        match faults.status.is_some() || faults.delay.is_some() || faults.cut.is_some() {
            true => Ok(Fault(text.to_owned())),
            false => Err("set status=CODE, delay=DURATION or cut=EVENTS".to_owned()),
        }
    }
}

/// One call of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderCall {
    /// The provider's name in its backend.
    pub provider: String,
    pub failed: bool,
}

/// Providers of one backend that fail.
#[derive(Debug)]
pub struct Outage {
    backend: ObjectName,
    failing: BTreeSet<String>,
    fault: Fault,
    calls: Mutex<Vec<ProviderCall>>,
}

impl Outage {
    /// An outage of the providers with these names.
    #[must_use]
    pub fn new(backend: ObjectName, failing: BTreeSet<String>, fault: Fault) -> Self {
        Outage { backend, failing, fault, calls: Mutex::default() }
    }

    /// The calls since the last time, first to last.
    #[must_use]
    pub fn take_calls(&self) -> Vec<ProviderCall> {
        std::mem::take(&mut *self.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn call(&self, backend: &ObjectName, provider: &str) -> Option<&str> {
        if *backend != self.backend {
            return None;
        }
        let failed = self.failing.contains(provider);
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if calls.len() < MOST {
            calls.push(ProviderCall { provider: provider.to_owned(), failed });
        }
        failed.then_some(self.fault.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_providers_of_the_outage_fail_and_all_calls_of_the_backend_are_noted() {
        let (own, other) = (ObjectName::new("llm", "smart"), ObjectName::new("llm", "other"));
        let fault = Fault::read("status=503").expect("a fault");
        let outage = Outage::new(own.clone(), ["openai".to_owned()].into(), fault);
        let simulation = Simulation { outage: Some(Arc::new(outage)), ..Simulation::default() };
        assert_eq!(simulation.fault_of(&own, "openai"), Some("status=503"));
        assert_eq!(simulation.fault_of(&own, "anthropic"), None);
        assert_eq!(simulation.fault_of(&other, "openai"), None);
        let calls = simulation.outage.as_ref().expect("an outage").take_calls();
        let calls: Vec<_> =
            calls.iter().map(|call| (call.provider.as_str(), call.failed)).collect();
        assert_eq!(calls, [("openai", true), ("anthropic", false)]);
        assert_eq!(simulation.outage.expect("an outage").take_calls(), []);
    }

    #[test]
    fn a_fault_has_to_be_one() {
        assert!(Fault::read("status=429,retry-after=2").is_ok() && Fault::read("delay=2s").is_ok());
        for text in ["", "retry-after=2", "status=200", "down"] {
            let why = Fault::read(text).expect_err(text);
            assert!(why.contains("status=") && !why.contains("x-agw-simulate"), "{why}");
        }
    }
}
