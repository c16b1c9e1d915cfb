//! Durations as the Gateway API writes them (GEP-2257): `1h2m3s4ms`.

use std::time::Duration;

/// Reads a duration. None for 0, which means no bound, and for what is no duration.
#[must_use]
pub fn read(text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = rest[..digits].parse().ok()?;
        let unit_len = rest[digits..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let unit = match &rest[digits..digits + unit_len] {
            "h" => Duration::from_secs(3600),
            "m" => Duration::from_secs(60),
            "s" => Duration::from_secs(1),
            "ms" => Duration::from_millis(1),
            _ => return None,
        };
        total = total.checked_add(unit.checked_mul(number)?)?;
        rest = &rest[digits + unit_len..];
    }
    (!total.is_zero()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_the_gateway_api_writes_them() {
        assert_eq!(read("1h2m3s4ms"), Some(Duration::from_millis(3_723_004)));
        assert_eq!(read("500ms"), Some(Duration::from_millis(500)));
        for nothing in ["0s", "", "1", "s", "1d", "-1s", "99999999999h"] {
            assert_eq!(read(nothing), None, "{nothing:?}");
        }
    }
}
