//! A waker that is deaf to what its own task does. A connection and its user are two halves that tell each other of every
//! piece; driven by one task, each such word would wake the task that is running, and make it look again in vain.

use std::cell::Cell;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};

use futures::task::AtomicWaker;

thread_local! {
    /// Whose connection this thread drives, by address, and whether that one was woken meanwhile.
    static DRIVEN: Cell<(usize, bool)> = const { Cell::new((0, false)) };
}

/// Wakes the task that drove a connection last, except while that task drives it.
#[derive(Debug, Default)]
pub(super) struct Quiet {
    task: AtomicWaker,
}

impl Quiet {
    /// Runs `poll`, which is to use a waker of this. What wakes it while it runs counts only where nothing came of it:
    /// then somebody wants it to be run again.
    pub(super) fn during<T>(
        self: &Arc<Self>,
        context: &Context<'_>,
        poll: impl FnOnce() -> Poll<T>,
    ) -> Poll<T> {
        self.task.register(context.waker());
        let outer = DRIVEN.replace((self.address(), false));
        let polled = poll();
        let (_, is_woken) = DRIVEN.replace(outer);
        if is_woken && polled.is_pending() {
            context.waker().wake_by_ref();
        }
        polled
    }

    fn address(self: &Arc<Self>) -> usize {
        Arc::as_ptr(self).addr()
    }
}

impl Wake for Quiet {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Another thread has a place of its own: what happens there, such as bytes that arrive, wakes.
        let (driven, _) = DRIVEN.get();
        if driven == self.address() {
            DRIVEN.set((driven, true));
        } else {
            self.task.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Waker;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn only_what_was_left_undone_wakes_its_own_task() {
        let count = Arc::<Count>::default();
        let woken = || count.0.swap(0, Ordering::Relaxed);
        let task = Waker::from(Arc::clone(&count));
        let context = Context::from_waker(&task);
        let (own, other) = (Arc::<Quiet>::default(), Arc::<Quiet>::default());
        let waker = Waker::from(Arc::clone(&own));
        let _ = other.during(&context, || Poll::Ready(()));

        let _ = own.during(&context, || {
            waker.wake_by_ref();
            Poll::Ready(())
        });
        assert_eq!(woken(), 0, "something came of it");
        let pending = own.during(&context, || {
            waker.wake_by_ref();
            Poll::<()>::Pending
        });
        assert_eq!((pending, woken()), (Poll::Pending, 1), "nothing came of it");
        let _ = own.during(&context, || Poll::<()>::Pending);
        assert_eq!(woken(), 0, "nobody asked");

        waker.wake_by_ref();
        assert_eq!(woken(), 1, "from outside");
        let _ = own.during(&context, || {
            Waker::from(Arc::clone(&other)).wake_by_ref();
            std::thread::scope(|scope| scope.spawn(|| waker.wake_by_ref()).join())
                .expect("a thread");
            Poll::Ready(())
        });
        assert_eq!(woken(), 2, "another connection, and another thread");
    }
}
