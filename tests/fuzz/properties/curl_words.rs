//! What must hold of any text as a curl line: it is read or refused with a reason, and what was read is read again from
//! the line that a shell would be given for it.

use kubectl_agw::cli::command::explain::curl;

/// Quotes of every kind, options with their value inside, a line that goes on, one that does not end.
pub const SEEDS: &[&str] = &[
    "curl -sS http://127.0.0.1:8080/v1/chat/completions -H 'Content-Type: application/json' -d '{\"model\":\"m\"}'",
    "curl localhost:8080 \\\n  -HX-A:b --data=x -XPUT -u me:it",
    "curl \"a\\\"b$c`d`\" $'\\x41' 'it'\\''s' --url x",
    "curl 'http://a",
    "curl a -A'b '",
    "curl http://a -d @file --json '{}' -G -I --oauth2-bearer t",
];

/// Fails where it does not hold.
pub fn holds(bytes: &[u8]) {
    let line = String::from_utf8_lossy(bytes);
    let no_files = |name: &str| anyhow::bail!("no {name} here");
    let sent = match curl::parse(&line, &no_files) {
        Ok(sent) => sent,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let mut again = format!(
        "curl --globoff --path-as-is --url {} -X {}",
        quoted(&sent.url),
        quoted(&sent.method)
    );
    // None of curl's own.
    for own in ["User-Agent", "Accept", "Content-Type"] {
        again += &format!(" -H '{own}:'");
    }
    for (name, value) in &sent.headers {
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        again += &format!(" -H {}", quoted(&header));
    }
    if let Some(body) = &sent.body {
        again += &format!(" --data-raw {}", quoted(std::str::from_utf8(body).expect("text")));
    }
    assert_eq!(curl::parse(&again, &no_files).as_ref().ok(), Some(&sent), "{again}");
}
