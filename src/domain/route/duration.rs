//! Durations as the Gateway API writes them (<https://gateway-api.sigs.k8s.io/geps/gep-2257/>): `1h2m3s4ms`.

use std::time::Duration;

use crate::domain::crd::gateway_api::Duration as Written;

/// Reads a duration. None for 0, which means no bound, and for what is no duration.
#[must_use]
pub fn read(text: &str) -> Option<Duration> {
    let read: Written = text.parse().ok()?;
    (!read.is_zero()).then(|| Duration::new(read.as_secs(), read.subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_millisecond_is_lost() {
        for millis in 1..=99_999 {
            assert_eq!(read(&format!("{millis}ms")), Some(Duration::from_millis(millis)));
        }
    }

    #[test]
    fn durations_are_read_as_the_gateway_api_writes_them() {
        assert_eq!(read("1h2m3s4ms"), Some(Duration::from_millis(3_723_004)));
        assert_eq!(read("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(read("99999h99999m"), None, "more than GEP-2257 has room for");
        assert_eq!(read("99999h59m59s999ms"), Some(Duration::from_millis(359_999_999_999)));
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
            assert_eq!(read(nothing), None, "{nothing:?}");
        }
    }
}
