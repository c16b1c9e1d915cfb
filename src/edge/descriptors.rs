//! How many files and sockets this process may have open: `RLIMIT_NOFILE`, in a shell `ulimit -n`.

/// What Linux, macOS and the BSDs call "too many open files": of this process, of the whole machine.
#[cfg(unix)]
const NONE_LEFT: [i32; 2] = [24, 23];
/// WSAEMFILE and ERROR_TOO_MANY_OPEN_FILES.
#[cfg(not(unix))]
const NONE_LEFT: [i32; 2] = [10024, 4];

/// Raises the soft limit to the hard one. The soft one is there for programs that use `select`, which this one does not:
/// 256 on macOS and 1,024 on Linux, where a gateway wants two for each of its streams.
pub fn raise() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        /// More than anybody needs; children that look through all of them would be slow.
        const MOST: u64 = 1 << 20;
        /// What macOS accepts where the hard limit says infinite (`OPEN_MAX`).
        const MACOS: u64 = 10_240;
        let limit = getrlimit(Resource::Nofile);
        let hard = limit.maximum.unwrap_or(u64::MAX);
        for wanted in [hard.min(MOST), hard.min(MACOS)] {
            if limit.current.is_none_or(|soft| soft >= wanted) {
                return;
            }
            let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
            if setrlimit(Resource::Nofile, raised).is_ok() {
                return;
            }
        }
    }
}

/// The words for an error of the operating system (its code, as in `std::io::Error::raw_os_error`) that came of the
/// limit; none for any other.
#[must_use]
pub fn explain(code: i32) -> Option<String> {
    NONE_LEFT.contains(&code).then(|| {
        let most = soft().map(|limit| format!(" of {limit}")).unwrap_or_default();
        format!("the limit{most} open files and sockets is reached (`ulimit -n`)")
    })
}

#[cfg(unix)]
fn soft() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn soft() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_soft_limit_becomes_the_hard_one_and_errors_of_it_name_it() {
        raise();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
        let hard = limit.maximum.unwrap_or(u64::MAX).min(1 << 20);
        assert!(limit.current.is_none_or(|soft| soft >= hard), "{limit:?}");
        assert!(explain(24).is_some_and(|words| words.contains("`ulimit -n`")));
        assert_eq!(explain(111), None);
    }
}
