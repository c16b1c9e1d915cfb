//! The kill switch of a running proxy: what is stopped now, and who waits or streams and must hear of it. Where nothing is
//! stopped, a request pays for one flag. A mechanism of this program.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use arc_swap::ArcSwap;

use crate::domain::kill::{InForce, Passage};
use crate::domain::route::refusal::Refusal;

/// The sleepers are spread over so many locks, so that threads rarely meet at one.
const SHARDS: usize = 16;

/// What is stopped. Clones are the same switch; a new one stops nothing.
#[derive(Clone, Default)]
pub struct KillSwitch(Arc<Switch>);

#[derive(Default)]
struct Switch {
    /// Whether anything is stopped.
    armed: AtomicBool,
    now: ArcSwap<InForce>,
    /// Counts the changes.
    version: AtomicU64,
    /// Numbers the sleepers.
    next: AtomicU64,
    sleepers: [Mutex<HashMap<u64, Waker>>; SHARDS],
}

impl fmt::Debug for KillSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KillSwitch").field(&self.0.now.load()).finish()
    }
}

impl KillSwitch {
    /// Stops this from now on, and nothing else. Whoever waits or streams hears of it.
    pub fn set(&self, now: InForce) {
        let switch = &*self.0;
        if **switch.now.load() == now {
            return;
        }
        let armed = !now.is_empty();
        switch.now.store(Arc::new(now));
        switch.armed.store(armed, Ordering::Release);
        switch.version.fetch_add(1, Ordering::Release);
        for shard in &switch.sleepers {
            // Taken out first: a waker may run what locks this again.
            let woken: Vec<_> = lock(shard).values().cloned().collect();
            woken.into_iter().for_each(Waker::wake);
        }
    }

    /// What is stopped; none where nothing is.
    #[must_use]
    pub fn now(&self) -> Option<Arc<InForce>> {
        self.0.armed.load(Ordering::Acquire).then(|| self.0.now.load_full())
    }

    /// Lets a request through that nothing on its way stops.
    ///
    /// # Errors
    /// 503, and why.
    pub(super) fn check(&self, passage: &Passage) -> Result<(), Refusal> {
        let now = self.now();
        let stopped = now.as_ref().and_then(|now| now.stops(passage));
        stopped.map_or(Ok(()), |stop| Err(Refusal::killed(stop.words())))
    }

    /// Begins to watch for changes from now on.
    pub(super) fn watch(&self) -> KillWatch {
        let seen = self.0.version.load(Ordering::Acquire);
        KillWatch { switch: self.clone(), seen, asleep: None }
    }

    /// Waits for an answer until something stops the request that it is for.
    ///
    /// # Errors
    /// The answer's own, or 503, and why.
    pub(super) async fn guard<T>(
        &self,
        passage: &Passage,
        mut answer: Pin<&mut impl Future<Output = Result<T, Refusal>>>,
    ) -> Result<T, Refusal> {
        let mut watch = self.watch();
        self.check(passage)?;
        std::future::poll_fn(move |context| match watch.poll_killed(passage, context) {
            Poll::Ready(killed) => Poll::Ready(Err(killed)),
            Poll::Pending => answer.as_mut().poll(context),
        })
        .await
    }
}

/// One who waits or streams, and hears of changes.
pub(super) struct KillWatch {
    switch: KillSwitch,
    /// The last change that was looked at.
    seen: u64,
    /// Its number among the sleepers, and what wakes it.
    asleep: Option<(u64, Waker)>,
}

impl KillWatch {
    /// Why a request is stopped, where something has changed since this was asked last and now stops it.
    pub(super) fn killed(&mut self, passage: &Passage) -> Option<Refusal> {
        let version = self.switch.0.version.load(Ordering::Acquire);
        if version == self.seen {
            return None;
        }
        self.seen = version;
        self.switch.check(passage).err()
    }

    /// Waits until the request is stopped.
    pub(super) async fn told(mut self, passage: &Passage) -> Refusal {
        std::future::poll_fn(|context| self.poll_killed(passage, context)).await
    }

    /// The same; who is not stopped is woken at the next change.
    pub(super) fn poll_killed(
        &mut self,
        passage: &Passage,
        context: &Context<'_>,
    ) -> Poll<Refusal> {
        loop {
            if let Some(refusal) = self.killed(passage) {
                return Poll::Ready(refusal);
            }
            if !self.sleep(context) {
                return Poll::Pending;
            }
        }
    }

    /// Is woken at the next change. Returns whether there was one meanwhile.
    fn sleep(&mut self, context: &Context<'_>) -> bool {
        let switch = &*self.switch.0;
        let is_known =
            self.asleep.as_ref().is_some_and(|(_, waker)| waker.will_wake(context.waker()));
        if !is_known {
            let number = match &self.asleep {
                Some((number, _)) => *number,
                None => switch.next.fetch_add(1, Ordering::Relaxed),
            };
            let waker = context.waker().clone();
            lock(switch.shard(number)).insert(number, waker.clone());
            self.asleep = Some((number, waker));
        }
        switch.version.load(Ordering::Acquire) != self.seen
    }
}

impl Drop for KillWatch {
    fn drop(&mut self) {
        if let Some((number, _)) = self.asleep.take() {
            let gone = lock(self.switch.0.shard(number)).remove(&number);
            drop(gone);
        }
    }
}

impl Switch {
    fn shard(&self, number: u64) -> &Mutex<HashMap<u64, Waker>> {
        // Below 16, so that it fits.
        &self.sleepers[(number % SHARDS as u64) as usize]
    }
}

/// What a panic left is still who sleeps.
fn lock(shard: &Mutex<HashMap<u64, Waker>>) -> MutexGuard<'_, HashMap<u64, Waker>> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::time::Duration;

    use super::*;

    fn stops_all() -> InForce {
        InForce::unreadable("closed".to_owned())
    }

    #[tokio::test]
    async fn who_waits_is_told_and_nobody_is_left_behind() {
        let switch = KillSwitch::default();
        let passage = Passage::default();
        let waiting = switch.clone();
        let waits = tokio::spawn(async move {
            let passage = Passage::default();
            waiting.guard(&passage, pin!(std::future::pending::<Result<(), Refusal>>())).await
        });
        let is_asleep = || switch.0.sleepers.iter().any(|shard| !lock(shard).is_empty());
        while !is_asleep() {
            tokio::task::yield_now().await;
        }
        switch.set(stops_all());
        let told = tokio::time::timeout(Duration::from_secs(20), waits).await;
        let told = told.expect("soon").expect("no panic");
        assert_eq!(told, Err(Refusal::killed("closed")));
        assert!(!is_asleep());
        let answered = switch.guard(&passage, pin!(std::future::ready(Ok(())))).await;
        assert_eq!(answered, Err(Refusal::killed("closed")));
        switch.set(InForce::default());
        let answered = switch.guard(&passage, pin!(std::future::ready(Ok(())))).await;
        assert_eq!(answered, Ok(()));
    }

    #[test]
    fn a_change_between_a_look_and_sleep_is_not_missed() {
        let switch = KillSwitch::default();
        let mut watch = switch.watch();
        assert_eq!(watch.killed(&Passage::default()), None);
        switch.set(stops_all());
        let context = Context::from_waker(Waker::noop());
        assert!(watch.sleep(&context));
        assert!(watch.killed(&Passage::default()).is_some());
        assert!(!watch.sleep(&context));
    }
}
