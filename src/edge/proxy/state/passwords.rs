//! Passwords of clients, judged beside the threads that serve: what bcrypt makes of one takes a fraction of a second.
//! What fitted once is remembered by a digest that nobody else can make.
//!
//! Source: `crates/agentgateway/src/http/basicauth.rs` of agentgateway at 75b4e6ce6.

use std::collections::HashSet;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use ring::hmac;
use ring::rand::SystemRandom;
use tokio::sync::Semaphore;

use crate::domain::route::policy::basic::Login;
use crate::domain::value::htpasswd::Htpasswd;

/// So many logins are remembered; with one more all are forgotten, which costs each of them one judgement.
const REMEMBERED: usize = 1024;

/// The logins that fitted, and the turns of those that are judged.
pub(in crate::edge::proxy) struct Passwords {
    /// None where the system has no randomness to give: then nothing is remembered.
    key: Option<hmac::Key>,
    fitted: Mutex<HashSet<[u8; 32]>>,
    /// Whoever guesses passwords gets no more of the machine than this.
    turns: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        let threads = available_parallelism().map_or(1, NonZero::get);
        Passwords {
            key: hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new()).ok(),
            fitted: Mutex::default(),
            turns: Semaphore::new(threads.div_ceil(2)),
        }
    }
}

impl Passwords {
    /// Whether the password is the user's.
    pub(in crate::edge::proxy) async fn fits(&self, users: &Arc<Htpasswd>, login: &Login) -> bool {
        let mark = self.mark(users, login);
        if mark.is_some_and(|mark| self.fitted().contains(&mark)) {
            return true;
        }
        let Ok(_turn) = self.turns.acquire().await else { return false };
        let (users, login) = (Arc::clone(users), login.clone());
        let judged = tokio::task::spawn_blocking(move || login.fits(&users)).await;
        let good = judged.unwrap_or(false);
        if let Some(mark) = mark.filter(|_| good) {
            let mut fitted = self.fitted();
            if fitted.len() >= REMEMBERED {
                fitted.clear();
            }
            fitted.insert(mark);
        }
        good
    }

    fn fitted(&self) -> std::sync::MutexGuard<'_, HashSet<[u8; 32]>> {
        self.fitted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stands for a user with this password and this hash: where the hash becomes another one, so does the mark. None
    /// for a user who does not exist.
    fn mark(&self, users: &Htpasswd, login: &Login) -> Option<[u8; 32]> {
        let hash = users.mark(&login.user)?;
        let mut context = hmac::Context::with_key(self.key.as_ref()?);
        context.update(&hash);
        context.update(&login.user.len().to_le_bytes());
        context.update(login.user.as_bytes());
        context.update(login.password.expose().as_bytes());
        context.sign().as_ref().try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::secret::Secret;

    fn users(hash: &str) -> Arc<Htpasswd> {
        Arc::new(Htpasswd::read(&format!("ann:{hash}")).expect("no crypt").0)
    }

    #[tokio::test]
    async fn what_fitted_is_remembered_until_the_hash_is_another() {
        let passwords = Passwords::default();
        let before = users("$2y$05$nC6nErr9XZJuMJ57WyCob.EuZEjylDt2KaHfbfOtyb.EgL1I2jCVa");
        let login = |user: &str, password: &str| Login {
            user: user.into(),
            password: Secret::new(password),
        };
        let good = login("ann", "password");
        assert!(passwords.fits(&before, &good).await);
        for other in [login("ann", "Password"), login("ann", ""), login("bob", "password")] {
            assert!(!passwords.fits(&before, &other).await);
        }
        assert_eq!(passwords.fitted().len(), 1, "what does not fit is not remembered");
        // Nobody's turn comes any more, so that what passes is remembered.
        passwords.turns.close();
        assert!(passwords.fits(&before, &good).await);
        assert!(!passwords.fits(&users("{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="), &good).await);
    }
}
