//! Durations as the Gateway API writes them (<https://gateway-api.sigs.k8s.io/geps/gep-2257/>): `1h2m3s4ms`.

use std::time::Duration;

/// What a duration has of numbers with a unit, and each number of digits.
const PARTS: usize = 4;
const DIGITS: usize = 5;

/// Reads a duration. None for 0, which means no bound, and for what is no duration.
#[must_use]
pub fn parse(text: &str) -> Option<Duration> {
    let (mut total, mut rest, mut parts) = (Duration::ZERO, text, 0);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        let end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, next) = behind.split_at(end);
        let unit = match unit {
            "h" => Duration::from_secs(3600),
            "m" => Duration::from_secs(60),
            "s" => Duration::from_secs(1),
            "ms" => Duration::from_millis(1),
            _ => return None,
        };
        parts += 1;
        if digits > DIGITS || parts > PARTS {
            return None;
        }
        total += unit * number.parse().ok()?;
        rest = next;
    }
    (!total.is_zero()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_the_gateway_api_writes_them() {
        assert_eq!(parse("1h2m3s4ms"), Some(Duration::from_millis(3_723_004)));
        assert_eq!(parse("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse("99999h59m59s999ms"), Some(Duration::from_millis(359_999_999_999)));
        assert_eq!(parse("1s1s"), Some(Duration::from_secs(2)));
        for nothing in [
            "0s",
            "0h0m",
            "",
            "1",
            "s",
            "1d",
            "-1s",
            "+1s",
            "1.5s",
            "1us",
            "100000s",
            "1s1s1s1s1s",
            " 1s",
        ] {
            assert_eq!(parse(nothing), None, "{nothing:?}");
        }
    }
}
