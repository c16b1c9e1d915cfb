//! What a plain scalar is to kubectl: its parser follows YAML 1.1, in which `yes`, `0777` and `1_000` are no texts, and what
//! is one here would be a boolean or a number in a cluster.
//!
//! Source: `resolve` of <https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go>, which kubectl reads
//! manifests with.

use serde_json::{Number, Value};

/// What kubectl takes a text for that stands bare, where that is not a text; null is left to the parser.
pub(super) fn resolved(text: &str) -> Option<Value> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "true" | "True" | "TRUE" => {
            Some(true.into())
        }
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "false" | "False" | "FALSE" => {
            Some(false.into())
        }
        _ => number(text),
    }
}

fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        return None;
    }
    let plain = text.replace('_', "");
    if let Some(number) = integer(&plain) {
        return Some(number);
    }
    is_float(&plain).then(|| plain.parse().ok().and_then(whole_or_not)).flatten()
}

/// With the base that its beginning says, as Go's `ParseInt(…, 0, 64)`: a leading 0 is octal.
fn integer(plain: &str) -> Option<Value> {
    let digits = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let lower = digits.to_ascii_lowercase();
    let based = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?.to_owned(), radix)));
    let (digits, radix) = based.unwrap_or_else(|| match lower.strip_prefix('0') {
        Some(octal) if !octal.is_empty() => (octal.to_owned(), 8),
        _ => (lower, 10),
    });
    // A second sign would be taken for one by Rust.
    if !digits.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    match plain.starts_with('-') {
        true => i64::from_str_radix(&format!("-{digits}"), radix).ok().map(Value::from),
        false => u64::from_str_radix(&digits, radix).ok().map(Value::from),
    }
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_float(plain: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(before)
        && digits(after)
        && !(before.is_empty() && after.is_empty())
        && exponent.is_none_or(|text| !text.is_empty() && digits(text))
}

/// A number as JSON has it: Go writes a whole one without a point, and an API server then takes it for an integer. None of
/// what is no number in JSON.
pub(super) fn whole_or_not(number: f64) -> Option<Value> {
    /// Up to here Go writes whole numbers without an exponent, and they are exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        // Exact, by the line above.
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
        return Some((number as i64).into());
    }
    Number::from_f64(number).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What `kubectl annotate --local -o json` makes of them.
    #[test]
    fn a_plain_scalar_is_what_kubectl_takes_it_for() {
        for (text, value) in [
            ("y", json!(true)),
            ("On", json!(true)),
            ("NO", json!(false)),
            ("off", json!(false)),
            ("0777", json!(511)),
            ("010", json!(8)),
            ("08", json!(8)),
            ("0o17", json!(15)),
            ("0b11", json!(3)),
            ("0x1F", json!(31)),
            ("1_000", json!(1000)),
            ("1__0", json!(10)),
            ("+1", json!(1)),
            ("-0x10", json!(-16)),
            ("1e3", json!(1000)),
            ("12e03", json!(12000)),
            ("1.0", json!(1)),
            ("5.", json!(5)),
            (".5", json!(0.5)),
            ("-.5", json!(-0.5)),
            ("12345678901234567890", json!(12_345_678_901_234_567_890_u64)),
            ("1e-7", json!(1e-7)),
        ] {
            assert_eq!(resolved(text), Some(value), "{text}");
        }
        for text in [
            "",
            "x",
            "yEs",
            "1:20",
            "190:20:30",
            "2026-01-01",
            "1.2.3",
            "10.0.0.1",
            "0b12",
            "0o8",
            "0x",
            "_1",
            "+",
            "-",
            "--1",
            "0-1",
            "1e",
            "e3",
            ".",
            "1e400",
            "gpt-4",
            "4o",
            "=",
            "<<",
        ] {
            assert_eq!(resolved(text), None, "{text}");
        }
    }
}
