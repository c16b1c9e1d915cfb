//! Users and the hashes of their passwords, as Apache's htpasswd writes them: bcrypt, its own MD5, SHA-1.
//!
//! Source: Apache's "Password Formats" (<https://httpd.apache.org/docs/2.4/misc/password_encryptions.html>);
//! `crates/agentgateway/src/http/basicauth.rs` of agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::digest::sha256;

/// Users by name. Of one who stands there twice the last line counts.
#[derive(Default)]
pub struct Htpasswd(BTreeMap<String, Hash>);

/// What is kept of a password.
enum Hash {
    Bcrypt(String),
    Apr1 { salt: String, hash: String },
    Sha1(String),
}

/// A line that lets nobody in, and why. The line itself may be a password and is not shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum BadLine {
    #[error("line {0} isn't in the format `user:hash`")]
    NoUser(usize),
    #[error(
        "the password of user {0:?} isn't in a known hash format: bcrypt (`$2y$`), MD5 (`$apr1$`) or SHA-1 \
         (`{{SHA}}`)"
    )]
    NoHash(String),
}

/// The hash of a user is crypt's, which is not supported here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error(
    "the password of user {0:?} is hashed with crypt, which is not supported by serve; create a better hash \
     with `htpasswd -B`"
)]
pub struct ByCrypt(pub String);

impl Htpasswd {
    /// Reads a file, and says which of its lines are none.
    ///
    /// # Errors
    /// A password that crypt hashed: whether it fits cannot be told here.
    pub fn read(text: &str) -> Result<(Self, Vec<BadLine>), ByCrypt> {
        let mut users = BTreeMap::new();
        let mut bad = Vec::new();
        for (index, line) in text.split('\n').enumerate().filter(|(_, line)| !line.is_empty()) {
            let Some((user, written)) = line.split_once(':') else {
                bad.push(BadLine::NoUser(index + 1));
                continue;
            };
            match Hash::read(written) {
                Some(hash) => drop(users.insert(user.to_owned(), hash)),
                None if is_crypt(written) => return Err(ByCrypt(user.to_owned())),
                None => {
                    users.remove(user);
                    bad.push(BadLine::NoHash(user.to_owned()));
                }
            }
        }
        Ok((Htpasswd(users), bad))
    }

    /// Whether the password is this user's. Takes as long as the slowest hash of all wants it to, which of bcrypt is a
    /// fraction of a second, whoever is asked for: time tells nothing of who exists, nor how their password is kept.
    #[must_use]
    pub fn fits(&self, user: &str, password: &str) -> bool {
        let known = self.0.get(user);
        let slowest = self.0.values().max_by_key(|hash| hash.work());
        let is_slowest =
            |hash: &&Hash| slowest.is_some_and(|slowest| slowest.work() == hash.work());
        if known.filter(is_slowest).is_none()
            && let Some(slowest) = slowest
        {
            std::hint::black_box(slowest.fits(password));
        }
        known.is_some_and(|hash| hash.fits(password))
    }

    /// What stands for the hash of a user where it is remembered which passwords fitted.
    #[must_use]
    pub fn mark(&self, user: &str) -> Option<[u8; 32]> {
        let hash = self.0.get(user)?;
        Some(sha256(match hash {
            Hash::Bcrypt(hash) | Hash::Sha1(hash) | Hash::Apr1 { hash, .. } => hash.as_bytes(),
        }))
    }
}

impl fmt::Debug for Htpasswd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Hash {
    fn read(written: &str) -> Option<Self> {
        if let Some(rest) = written.strip_prefix("$apr1$") {
            let (salt, hash) = rest.split_once('$')?;
            return Some(Hash::Apr1 { salt: salt.to_owned(), hash: hash.to_owned() });
        }
        if let Some(hash) = written.strip_prefix("{SHA}") {
            return Some(Hash::Sha1(hash.to_owned()));
        }
        let is_bcrypt = written.starts_with("$2y$") && written.len() == 60;
        is_bcrypt.then(|| Hash::Bcrypt(written.to_owned()))
    }

    /// How long it takes, in no unit: SHA-1, the thousand rounds of MD5, the cost of bcrypt.
    fn work(&self) -> u8 {
        match self {
            Hash::Sha1(_) => 0,
            Hash::Apr1 { .. } => 1,
            Hash::Bcrypt(hash) => {
                let cost = hash.get(4..6).and_then(|cost| cost.parse::<u8>().ok());
                cost.unwrap_or_default().saturating_add(2)
            }
        }
    }

    fn fits(&self, password: &str) -> bool {
        // Digests are compared, so that time tells nothing of how much of a hash is right.
        let same = |made: &str, hash: &str| sha256(made.as_bytes()) == sha256(hash.as_bytes());
        match self {
            Hash::Bcrypt(hash) => bcrypt::verify(password, hash).unwrap_or(false),
            Hash::Apr1 { salt, hash } => same(&apr1(password.as_bytes(), salt.as_bytes()), hash),
            Hash::Sha1(hash) => {
                let algorithm = &ring::digest::SHA1_FOR_LEGACY_USE_ONLY;
                let digest = ring::digest::digest(algorithm, password.as_bytes());
                same(&STANDARD.encode(digest.as_ref()), hash)
            }
        }
    }
}

/// Whether it looks like the hash of crypt(3): two characters of salt, eleven of hash.
fn is_crypt(written: &str) -> bool {
    written.len() == 13 && written.bytes().all(|byte| DIGITS.contains(&byte))
}

/// crypt's digits of base 64.
const DIGITS: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Apache's variant of the MD5 scheme of FreeBSD's crypt: a thousand rounds over password, salt and what the last
/// round made.
fn apr1(password: &[u8], salt: &[u8]) -> String {
    let inner = Md5::new().chain_update(password).chain_update(salt).chain_update(password);
    let inner = inner.finalize();
    let mut first = Md5::new().chain_update(password).chain_update(b"$apr1$").chain_update(salt);
    for from in (0..password.len()).step_by(inner.len()) {
        first.update(&inner[..inner.len().min(password.len() - from)]);
    }
    let mut bits = password.len();
    while bits > 0 {
        first.update(if bits & 1 == 1 { &[0][..] } else { &password[..1] });
        bits >>= 1;
    }
    let mut last: [u8; 16] = first.finalize().into();
    for round in 0..1000 {
        let mut next = Md5::new();
        next.update(if round % 2 == 1 { password } else { &last });
        if round % 3 != 0 {
            next.update(salt);
        }
        if round % 7 != 0 {
            next.update(password);
        }
        next.update(if round % 2 == 1 { &last } else { password });
        last = next.finalize().into();
    }
    let mut text = String::with_capacity(22);
    for [a, b, c] in [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]] {
        let word = u32::from_be_bytes([0, last[a], last[b], last[c]]);
        digits(word, 4, &mut text);
    }
    digits(u32::from(last[11]), 2, &mut text);
    text
}

/// The lowest digits of a number, the lowest first.
fn digits(mut number: u32, count: usize, into: &mut String) {
    for _ in 0..count {
        into.push(DIGITS[(number & 63) as usize].into());
        number >>= 6;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `htpasswd` and `openssl passwd -apr1` write.
    const FILE: &str = "md5:$apr1$3zSE0Abt$EmsVLql8SA/6b44SAo4I91\nshort:$apr1$ab$vv77ghmKwCAoaGfFCKWSr/\nlong:$apr1$12345678$zHs.DS7.zu8MLhE25J5b//\n\
        sha:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n\
        bcrypt:$2y$05$nC6nErr9XZJuMJ57WyCob.EuZEjylDt2KaHfbfOtyb.EgL1I2jCVa\n";

    #[test]
    fn each_hash_takes_its_password_and_no_other() {
        let (users, bad) = Htpasswd::read(FILE).expect("no crypt");
        assert_eq!(bad, []);
        let long = "a password that is longer than one block of sixteen";
        for (user, password) in [
            ("md5", "password"),
            ("short", "p"),
            ("long", long),
            ("sha", "password"),
            ("bcrypt", "password"),
        ] {
            assert!(users.fits(user, password), "{user}");
            for wrong in ["", "Password", "password ", "pas\0word"] {
                assert!(!users.fits(user, wrong), "{user} {wrong:?}");
            }
        }
        assert!(!users.fits("nobody", "password"));
        assert!(!Htpasswd::default().fits("nobody", ""));
        let shown = format!("{users:?}");
        assert!(shown.contains("bcrypt") && !shown.contains('$'), "{shown}");
    }

    #[test]
    fn a_line_that_is_no_hash_lets_nobody_in_and_is_not_shown() {
        let text = "ann\nbob:canary-plain\ncid:$2b$05$nC6nErr9XZJuMJ57WyCob.EuZEjylDt2KaHfbfOtyb.EgL1I2jCVa\n\nsha:{SHA}x\nsha:gone";
        let (users, bad) = Htpasswd::read(text).expect("no crypt");
        assert!(users.0.is_empty());
        let said: Vec<_> = bad.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 4, "{said:?}");
        assert_eq!(said[0], "line 1 isn't in the format `user:hash`");
        assert!(!said.concat().contains("canary") && !said.concat().contains("nC6n"), "{said:?}");
        assert!(!users.fits("bob", "canary-plain"));
        let crypt = Htpasswd::read("old:bGVh02xkuGli2").expect_err("crypt");
        assert!(crypt.to_string().contains("\"old\" is hashed with crypt"), "{crypt}");
    }
}
