//! How many files and sockets this process may have open: `RLIMIT_NOFILE`, in a shell `ulimit -n`.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_soft_limit_becomes_the_hard_one() {
        raise();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
        let hard = limit.maximum.unwrap_or(u64::MAX).min(1 << 20);
        assert!(limit.current.is_none_or(|soft| soft >= hard), "{limit:?}");
    }
}
