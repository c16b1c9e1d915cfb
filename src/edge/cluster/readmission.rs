//! Word that the API server accepts again what it refused: whoever waits to try again may do so now.

use std::sync::Arc;

use tokio::sync::watch;

/// Where it is told. Cloning shares it.
#[derive(Clone)]
pub(super) struct Readmission(Arc<watch::Sender<()>>);

/// Where it is heard.
pub(super) struct Listening(watch::Receiver<()>);

impl Default for Readmission {
    fn default() -> Self {
        Readmission(Arc::new(watch::channel(()).0))
    }
}

impl Readmission {
    pub(super) fn listen(&self) -> Listening {
        Listening(self.0.subscribe())
    }

    pub(super) fn tell(&self) {
        self.0.send_replace(());
    }
}

impl Listening {
    /// Waits until it was told since the last time that this returned.
    pub(super) async fn told(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// What was told until now is no news.
    pub(super) fn forget(&mut self) {
        self.0.mark_unchanged();
    }
}
