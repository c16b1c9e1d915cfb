//! What must hold of any text as a curl line: it is read or refused with a reason, and what was read is read again from
//! the line that a shell would be given for it.

use kubectl_agw::cli::command::explain::curl_words;

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
    let curl = match curl_words::read(&line) {
        Ok(curl) => curl,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let mut again = format!("curl --url {}", quoted(&curl.url));
    for (name, value) in &curl.headers {
        again += &format!(" -H {}", quoted(&format!("{name}: {value}")));
    }
    for (option, value) in [("-X", &curl.method), ("--data-raw", &curl.body)] {
        if let Some(value) = value {
            again += &format!(" {option} {}", quoted(value));
        }
    }
    assert_eq!(curl_words::read(&again).as_ref().ok(), Some(&curl), "{again}");
}
