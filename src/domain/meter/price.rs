//! A price: US dollars for a million tokens, exact. No float comes near it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Digits after the point that a price may have.
const SCALE: usize = 6;
const UNIT: u64 = 1_000_000;

/// US dollars for a million tokens, in millionths of a dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Price(u64);

/// A text that is no price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "invalid price `{0}`: use a decimal like \"2.5\", not negative, with at most 6 digits after the point"
)]
pub struct NotAPrice(String);

impl Price {
    /// So many millionths of a dollar for a million tokens.
    #[must_use]
    pub fn of_micro_dollars(micro: u64) -> Self {
        Price(micro)
    }

    /// Millionths of a dollar for a million tokens, which is the same as picodollars for one token.
    #[must_use]
    pub fn micro_dollars(self) -> u64 {
        self.0
    }
}

impl FromStr for Price {
    type Err = NotAPrice;

    fn from_str(text: &str) -> Result<Self, NotAPrice> {
        let wrong = || NotAPrice(text.chars().take(40).collect());
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > SCALE {
            return Err(wrong());
        }
        let whole: u64 = whole.parse().map_err(|_| wrong())?;
        let part: u64 = format!("{part:0<SCALE$}").parse().map_err(|_| wrong())?;
        let micro = whole.checked_mul(UNIT).and_then(|micro| micro.checked_add(part));
        micro.map(Price).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Price {
    type Error = NotAPrice;

    fn try_from(text: String) -> Result<Self, NotAPrice> {
        text.parse()
    }
}

impl From<Price> for String {
    fn from(price: Price) -> String {
        price.to_string()
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = format!("{:06}", self.0 % UNIT);
        match part.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / UNIT),
            part => write!(f, "{}.{part}", self.0 / UNIT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_price_is_a_decimal_without_sign_and_exponent() {
        for (text, shown) in
            [("2.5", "2.5"), ("10", "10"), ("0.150", "0.15"), ("0.000001", "0.000001")]
        {
            assert_eq!(text.parse::<Price>().map(|price| price.to_string()), Ok(shown.to_owned()));
        }
        for wrong in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "0.0000001",
            "1,5",
            " 1",
            "99999999999999999999",
        ] {
            assert!(wrong.parse::<Price>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_what_was_read(micro in 0..u64::MAX) {
            let price = Price(micro);
            prop_assert_eq!(price.to_string().parse::<Price>(), Ok(price));
        }
    }
}
