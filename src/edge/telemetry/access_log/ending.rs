//! How replies end.

/// The error of an exchange that its client did not wait for.
const LEFT: &str = "client disconnected";

/// How the reply ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ending<'a> {
    /// The client has all of it.
    Whole,
    ClientLeft,
    /// It broke off, and why.
    Broken(&'a str),
}

impl<'a> Ending<'a> {
    /// What is logged; none of a reply that is whole.
    pub(super) fn error(self) -> Option<&'a str> {
        match self {
            Ending::Whole => None,
            Ending::ClientLeft => Some(LEFT),
            Ending::Broken(why) => Some(why),
        }
    }
}
