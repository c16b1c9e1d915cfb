//! The curl line that does the same, to paste into a shell.

use crate::domain::value::shell::word;

/// One request, as a shell would send it.
pub(in crate::cli::command) struct CurlLine<'a> {
    pub(in crate::cli::command) url: &'a str,
    pub(in crate::cli::command) headers: &'a [(String, String)],
    /// What a shell makes the client's key of within double quotes, as `$KEY`; the key itself never goes into the line.
    pub(in crate::cli::command) key: Option<&'a str>,
    pub(in crate::cli::command) body: &'a str,
    pub(in crate::cli::command) stream: bool,
}

impl std::fmt::Display for CurlLine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "curl -sS{} {}", if self.stream { "N" } else { "" }, word(self.url))?;
        for (name, value) in self.headers {
            write!(f, " \\\n  -H {}", word(&format!("{name}: {value}")))?;
        }
        if let Some(key) = self.key {
            write!(f, " \\\n  -H \"Authorization: Bearer {key}\"")?;
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
            key: Some("$GATEWAY_KEY"),
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
