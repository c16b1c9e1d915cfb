//! The errors of a process that may have no more files and sockets open: `RLIMIT_NOFILE`, in a shell `ulimit -n`.

use std::io::Error;

/// What Linux, macOS and the BSDs call "too many open files": of this process, of the whole machine.
#[cfg(unix)]
const NONE_LEFT: [i32; 2] = [24, 23];
/// WSAEMFILE and ERROR_TOO_MANY_OPEN_FILES.
#[cfg(not(unix))]
const NONE_LEFT: [i32; 2] = [10024, 4];

/// The words for an error of the operating system (its code, as in [`Error::raw_os_error`]) that came of the limit; none
/// for any other.
#[must_use]
pub fn explain(code: i32) -> Option<&'static str> {
    let words = "too many open files and sockets (see `ulimit -n` for the limit)";
    NONE_LEFT.contains(&code).then_some(words)
}

/// An error's words, which name the limit where it is the reason.
#[must_use]
pub fn words(error: &Error) -> String {
    let limit = error.raw_os_error().and_then(explain);
    limit.map_or_else(|| error.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_of_the_limit_name_it() {
        #[cfg(unix)]
        assert!(words(&Error::from_raw_os_error(24)).contains("`ulimit -n`"));
        assert_eq!(explain(111), None);
        assert_eq!(words(&Error::other("x")), "x");
    }
}
