//! The curl line that does the same, to paste into a shell.

use crate::domain::value::shell::word;

/// One request, as a shell would send it.
pub(in crate::cli::command) struct CurlLine<'a> {
    pub(in crate::cli::command) url: &'a str,
    pub(in crate::cli::command) headers: &'a [(String, String)],
    /// The environment variable whose value is the client's key; its name goes into the line, its value never.
    pub(in crate::cli::command) key_variable: Option<&'a str>,
    pub(in crate::cli::command) body: &'a str,
    pub(in crate::cli::command) stream: bool,
}

impl std::fmt::Display for CurlLine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "curl -sS{} {}", if self.stream { "N" } else { "" }, word(self.url))?;
        for (name, value) in self.headers {
            write!(f, " \\\n  -H {}", word(&format!("{name}: {value}")))?;
        }
        if let Some(variable) = self.key_variable {
            write!(f, " \\\n  -H \"Authorization: Bearer ${variable}\"")?;
        }
        write!(f, " \\\n  -d {}", word(self.body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_stays_in_its_variable() {
        let line = CurlLine {
            url: "http://127.0.0.1:8080/v1/chat/completions",
            headers: &[("X-Model-Tier".into(), "smart".into())],
            key_variable: Some("GATEWAY_KEY"),
            body: "{}",
            stream: true,
        };
        assert_eq!(
            line.to_string(),
            "curl -sSN http://127.0.0.1:8080/v1/chat/completions \\\n  -H 'X-Model-Tier: smart' \\\n  \
             -H \"Authorization: Bearer $GATEWAY_KEY\" \\\n  -d '{}'"
        );
    }
}
