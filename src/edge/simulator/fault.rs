//! The faults a request can ask for, so that people can try how their programs take them.

use super::bad_request::BadRequest;

use std::time::Duration;

use http::StatusCode;

/// Longest delay that can be asked for: a forgotten one must not hold a connection for a day.
const MAX_DELAY: Duration = Duration::from_secs(600);

/// What the simulator does to itself.
#[derive(Debug, thiserror::Error)]
pub(super) enum SimulatedError {
    #[error("simulated: the transfer was cut off, as requested")]
    Cut,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Faults {
    /// Answer with this error.
    pub(super) status: Option<StatusCode>,
    /// Seconds, said with the error.
    pub(super) retry_after: Option<u64>,
    /// Wait before answering.
    pub(super) delay: Option<Duration>,
    /// Break the transfer after so many events; a reply that is no stream breaks in the middle.
    pub(super) cut: Option<usize>,
}

impl Faults {
    /// Reads `word=value` pairs between commas or semicolons; spaces and the case of letters do not matter.
    pub(super) fn parse(text: &str) -> Result<Faults, BadRequest> {
        let mut faults = Faults::default();
        let words = text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
        for word in words {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            let is_understood = match name.as_str() {
                "status" => set(&mut faults.status, status(value)),
                "retry-after" => set(&mut faults.retry_after, value.parse().ok()),
                "delay" => set(&mut faults.delay, delay(value)),
                "cut" => set(&mut faults.cut, value.parse().ok()),
                _ => false,
            };
            if !is_understood {
                return Err(BadRequest::Fault(word.to_owned()));
            }
        }
        Ok(faults)
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

fn status(value: &str) -> Option<StatusCode> {
    let code: u16 = value.parse().ok()?;
    (400..600).contains(&code).then(|| StatusCode::from_u16(code).ok())?
}

/// `200ms`, `2s`, or milliseconds without a unit.
fn delay(value: &str) -> Option<Duration> {
    let value = value.to_ascii_lowercase();
    let time = if let Some(number) = value.strip_suffix("ms") {
        Duration::from_millis(number.trim().parse().ok()?)
    } else if let Some(number) = value.strip_suffix('s') {
        Duration::try_from_secs_f64(number.trim().parse().ok()?).ok()?
    } else {
        Duration::from_millis(value.parse().ok()?)
    };
    (time <= MAX_DELAY).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_leniently() {
        let expected = Faults {
            status: Some(StatusCode::TOO_MANY_REQUESTS),
            retry_after: Some(2),
            delay: Some(Duration::from_millis(1500)),
            cut: Some(3),
        };
        let text = " Status = 429; retry-after=2,, DELAY=1.5s ,cut=3,";
        assert_eq!(Faults::parse(text), Ok(expected));
        assert_eq!(Faults::parse("").ok(), Some(Faults::default()));
        assert_eq!(delay("200ms"), delay("200"));
    }

    #[test]
    fn a_wrong_word_is_answered_with_the_right_ones() {
        for text in ["stauts=429", "status=200", "status", "delay=soon", "delay=601s", "cut=-1"] {
            let words = Faults::parse(text).expect_err(text).to_string();
            assert!(words.contains(text) && words.contains("retry-after=SECONDS"), "{words}");
        }
    }
}
