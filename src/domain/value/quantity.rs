//! Quantities as Kubernetes writes them, of bytes: `1048576`, `1Mi`, `1.5Gi`, `1e3`, `2T`.
//!
//! Source: <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.

/// The bytes that a quantity means: a part of a byte counts as a whole one, and less than none is none. As much as there is
/// a number for where it is more. None for what is no quantity.
#[must_use]
pub fn bytes(text: &str) -> Option<u64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && part.is_empty()) || part.contains('.') {
        return None;
    }
    let (two, ten) = factor(suffix)?;
    if text.starts_with('-') {
        return Some(0);
    }
    let digits = format!("{whole}{part}");
    let places = i32::try_from(part.len()).ok()?;
    Some(scaled(digits.trim_start_matches('0'), two, ten.checked_sub(places)?))
}

/// The powers of two and of ten that a suffix stands for.
fn factor(suffix: &str) -> Option<(u32, i32)> {
    Some(match suffix {
        "Ki" => (10, 0),
        "Mi" => (20, 0),
        "Gi" => (30, 0),
        "Ti" => (40, 0),
        "Pi" => (50, 0),
        "Ei" => (60, 0),
        "n" => (0, -9),
        "u" => (0, -6),
        "m" => (0, -3),
        "" => (0, 0),
        "k" => (0, 3),
        "M" => (0, 6),
        "G" => (0, 9),
        "T" => (0, 12),
        "P" => (0, 15),
        "E" => (0, 18),
        _ => (0, exponent(suffix.strip_prefix(['e', 'E'])?)?),
    })
}

/// A signed number.
fn exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// `digits` times a power of two and one of ten, rounded up.
fn scaled(digits: &str, two: u32, ten: i32) -> u64 {
    if digits.is_empty() {
        return 0;
    }
    let number: Option<u128> = digits.parse().ok();
    let number = number.and_then(|number| number.checked_mul(1 << two));
    let power = 10_u128.checked_pow(ten.unsigned_abs());
    let scaled = match (number, power) {
        // More than the largest number, however small a part of it is meant.
        (None, _) => None,
        (Some(number), Some(power)) if ten >= 0 => number.checked_mul(power),
        (Some(number), Some(power)) => Some(number.div_ceil(power)),
        (Some(_), None) => (ten < 0).then_some(1),
    };
    scaled.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suffix_is_read() {
        for (text, expected) in [
            ("0", 0),
            ("5", 5),
            ("+5", 5),
            ("-5", 0),
            ("-0.5Gi", 0),
            ("4Ki", 4096),
            ("1.5Gi", 1_610_612_736),
            ("2Ti", 2 << 40),
            ("1Pi", 1 << 50),
            ("7Ei", 7 << 60),
            ("1k", 1000),
            ("1M", 1_000_000),
            ("0.25G", 250_000_000),
            ("2T", 2_000_000_000_000),
            ("3P", 3_000_000_000_000_000),
            ("1E", 1_000_000_000_000_000_000),
            ("1e3", 1000),
            ("1E+3", 1000),
            ("25e-1", 3),
            ("1.", 1),
            (".5k", 500),
            ("00012", 12),
            ("1500m", 2),
            ("1n", 1),
            ("1000001u", 2),
        ] {
            assert_eq!(bytes(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_too_large_is_the_largest_and_what_is_tiny_a_byte() {
        for text in ["16Ei", "1e40", "99999999999999999999", "123456789012345678901234567890Ei"] {
            assert_eq!(bytes(text), Some(u64::MAX), "{text}");
        }
        assert_eq!((bytes("1e-400"), bytes("0e400")), (Some(1), Some(0)));
    }

    #[test]
    fn what_is_no_quantity_is_none() {
        for text in [
            "", ".", "+", "many", "1ki", "1KI", "1 Ki", "1B", "1e", "1e+", "1e1.5", "1..5",
            "1.2.3", "--1", "e3", "1Kii", "0x10", "1_000", "Ki",
        ] {
            assert_eq!(bytes(text), None, "{text}");
        }
    }
}
