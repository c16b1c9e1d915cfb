//! SHA-256, by which keys are known without being kept.

use std::fmt::Write as _;

/// The SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    let made = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.copy_from_slice(made.as_ref());
    digest
}

/// The same in hexadecimal, in lower case.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    sha256(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A digest that is written as `sha256:` and 64 hexadecimal digits.
#[must_use]
pub fn parse(text: &str) -> Option<[u8; 32]> {
    let hex = text.strip_prefix("sha256:").filter(|hex| hex.len() == 64 && hex.is_ascii())?;
    let mut digest = [0; 32];
    for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&hex[at..at + 2], 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_back_and_nothing_else_is() {
        let text = format!("sha256:{}", sha256_hex(b"sk-1"));
        assert_eq!(parse(&text), Some(sha256(b"sk-1")));
        assert_eq!(parse(&text.to_uppercase().replace("SHA256", "sha256")), Some(sha256(b"sk-1")));
        for text in ["", "sha256:", "sha256:zz", &text[7..], &text[..70]] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
