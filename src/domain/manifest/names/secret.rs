//! The names around a key: of a Secret, of its data key, of a variable. Where a name is asked for, people paste the key
//! itself; what may be one is not repeated.

use super::{is_subdomain, object};
use crate::domain::manifest::invalid::Invalid;

/// How the keys of well-known providers begin.
const KEYS_BEGIN: &[&str] = &["sk-", "AIza", "gsk_", "xai-", "hf_", "Bearer "];
/// No name that people give a Secret is as long and begins like a key.
const KEYS_LENGTH: usize = 20;
/// Nor is a text of this length, which is no name, likely to be a slip of the pen.
const SLIPS_LENGTH: usize = 40;

/// Checks the name of a Secret.
///
/// # Errors
/// The rule and a name that obeys it; of what may be a key, only that it is no name.
pub fn name(name: &str) -> Result<(), Invalid> {
    let may_be_key = is_like_key(name) || (!is_subdomain(name) && name.len() >= SLIPS_LENGTH);
    match may_be_key {
        true => Err(Invalid::SecretName),
        false => object("secret", name),
    }
}

/// Checks the data key of a Secret that `flag` names.
///
/// # Errors
/// The rule, without what was given.
pub fn data_key(flag: &'static str, key: &str) -> Result<(), Invalid> {
    match super::data_key(key).is_ok() && !is_like_key(key) {
        true => Ok(()),
        false => Err(Invalid::DataKey(flag)),
    }
}

/// Checks the name of an environment variable. `--from-env $NAME` gives its value instead, which is not repeated.
///
/// # Errors
/// The rule.
pub fn variable(name: &str) -> Result<(), Invalid> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let begins = name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    match begins && name.bytes().all(fits) && !is_like_key(name) {
        true => Ok(()),
        false => Err(Invalid::Variable),
    }
}

fn is_like_key(text: &str) -> bool {
    text.len() >= KEYS_LENGTH && KEYS_BEGIN.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[&str] =
        &["sk-proj-AbCdEf_0123456789", "AIzaSyA0123456789abcdef", "gsk_0123456789abcdefgh"];

    #[test]
    fn a_key_in_the_place_of_a_name_is_not_repeated() {
        for key in KEYS {
            for said in [name(key), data_key("--data-key", key), variable(key)] {
                let said = said.expect_err("a key").to_string();
                assert!(!said.contains(key), "{said}");
            }
        }
        let long = "A_b9".repeat(12);
        assert!(!name(&long).expect_err("no name").to_string().contains(&long));
    }

    #[test]
    fn a_slip_of_the_pen_comes_back_corrected() {
        let said = name("Openai_API_Key").expect_err("no name").to_string();
        assert!(said.ends_with("try `openai-api-key`"), "{said}");
        assert_eq!(name("openai-api-key"), Ok(()));
        assert_eq!(name("sk-team"), Ok(()));
        assert_eq!(variable("OPENAI_API_KEY"), Ok(()));
        assert!(variable("OPENAI-KEY").is_err() && variable("").is_err());
        assert_eq!(data_key("--data-key", "api-key"), Ok(()));
        assert!(data_key("--data-key", "a/b").is_err());
    }
}
