//! A curl line is explained as the request that the real curl sends for it, through a live `serve`'s proxy.

use std::process::Command;

use kubectl_agw::cli::command::explain::curl;
use serde_json::{Value, json};

use super::foreseen::OF_THE_CONNECTION;
use crate::support::gateway::{Gateway, route, to};
use crate::support::serving::program;
use crate::support::upstream::{Seen, Upstream};

const LINES: &[&str] = &[
    "curl http://gw/x",
    "curl gw/x -d a=b",
    "curl http://gw/x -d a=b --data c=d --data-raw @e",
    "curl http://gw/x -d @FILE",
    "curl http://gw/x --data-binary @FILE -H 'content-type: text/plain'",
    "curl http://gw/x --json '{\"a\":1}'",
    "curl http://gw/x --json '{\"a\"' --json ':1}' -H 'Accept: text/event-stream'",
    "curl -G http://gw/x -d a=b --data-urlencode 'q=a b&c'",
    "curl --get 'http://gw/x?y=1#z' -d a=b -I",
    "curl --data-urlencode 'q=ä b' --data-urlencode '=c/d' --data-urlencode 'e@FILE' http://gw/x",
    "curl --url-query 'a=b c' 'http://gw/x?y=1'",
    "curl -I http://gw/x",
    "curl -u a:b http://gw/x",
    "curl -u a:b http://c:d@gw/x",
    "curl http://c:d%20e@gw/x -A ''",
    "curl -b 'a=b' -b 'c=d' http://gw/x",
    "curl -A me -e 'http://ref/;auto' http://localhost/x",
    "curl --compressed http://gw/x",
    "curl --oauth2-bearer tok http://gw/x -r 1-2",
    "curl http://gw/a/../b/./c",
    "curl http://gw/a/.. --path-as-is",
    "curl http://gw/../a//b/.",
    "curl 'http://gw/a?b=c/../d#e'",
    "curl http://gw/a%20b%2F",
    "curl -X PUT -d @/dev/null http://gw/x",
    "curl -XDELETE http://gw/x -ski",
    "curl -T FILE http://gw/x",
    "curl -H 'Accept:' -H 'X-A;' -H 'X-B: 1' -H 'X-B:2' -H 'X-C:' -H nothing http://gw/x",
    "curl -H 'User-Agent: u' -H 'Authorization: Bearer t' -u a:b -H 'Cookie: x=y' -b a=b http://gw/x",
    "curl -H 'Host: other.test:81' http://gw/x -d '' -H 'Content-Type:'",
    "curl http://gw:80/x http://gw/second",
    "curl http://gw | cat",
    "curl http://gw/x -H 'X-A: 1' > /dev/null 2>&1 -H 'X-B: 2'",
    "curl http://gw/x?a=b & curl -V >/dev/null; wait",
    "A=b curl http://gw/x --max-time 5 --retry 0 -w '%{http_code}' --limit-rate 1M",
    "curl -sSN http://gw/x \\\n  -H 'a: b' \\\n --next http://gw/y",
    "curl --heade 'X-A: 1' --user-a me --oauth2 tok http://gw/x",
    "curl --no-compressed --no-progress-meter http://gw/x",
    "curl --digest -u a:b http://gw/x",
    "curl -u a:b --digest -d a=b http://gw/x",
    "curl --digest -d a=b http://gw/x",
    "curl -T FILE http://gw/up/",
    "curl -T FILE http://gw",
    "curl -T FILE 'http://gw/?a=b'",
    "curl 'http://gw/{a,b}/c' -o /dev/null",
    "curl 'http://gw/[1-2]' -o /dev/null",
    "curl -g 'http://gw/x?a={b}&c=[1]'",
    "curl -0 http://gw/x -d a=b",
    "curl $'http://gw/x' --data-raw $'it\\'s\\n' # and so on",
];

/// Runs the line, over a connection to this proxy whatever host it names.
fn run(line: &str, to: std::net::SocketAddr) {
    let real = format!("curl --connect-to ::{to} -sS -o /dev/null");
    let script = line.replacen("curl", &real, 1).replace("--next http", "-o /dev/null http");
    let output = Command::new("bash").args(["-c", &script]).output().expect("bash");
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
}

fn explained(manifests: &str, line: &str) -> Value {
    let arguments = ["explain", "-f", manifests, "-o", "json", "--curl", line];
    let output = program().args(arguments).output().expect("the program");
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!("{error}: {line}: {text} {}", String::from_utf8_lossy(&output.stderr))
    })
}

/// The headers of either side that say something of the request. Where a key goes is printed, and no key.
fn headers(all: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let told = all.filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.as_str()));
    let told = told.filter(|(name, value)| {
        // A body that is large, or comes of a file, is announced.
        name != "expect" || value != "100-continue"
    });
    let shown = told.map(|(name, value)| match name.as_str() {
        "authorization" | "cookie" => (name, "[redacted]".to_owned()),
        "user-agent" if value.starts_with("curl/") => (name, "curl".to_owned()),
        _ => (name, value),
    });
    let mut shown: Vec<_> = shown.collect();
    shown.sort();
    shown
}

fn of_upstream(seen: &Seen) -> Vec<(String, String)> {
    headers(seen.headers.iter().map(|(name, value)| {
        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_curl_line_is_the_request_that_curl_sends() {
    if Command::new("curl").arg("-V").output().is_err() {
        return eprintln!("skipped: there is no curl");
    }
    let upstream = Upstream::start().await;
    let at = upstream.address;
    let plain = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"},
        "spec": {"static": {"host": at.ip().to_string(), "port": at.port()}}});
    let manifests = [plain, route("r", json!([to("b")]))];
    let gateway = Gateway::start(&manifests).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("data"), "one\r\ntwo &\n").expect("written");
    let texts: Vec<_> = manifests.iter().map(Value::to_string).collect();
    std::fs::write(path("world.yaml"), texts.join("\n---\n")).expect("written");
    for line in LINES {
        let line = line.replace("FILE", &path("data"));
        let before = upstream.count();
        run(&line, gateway.address());
        let seen = upstream.seen().split_off(before);
        let Some(seen) = seen.first() else { panic!("{line}: nothing came") };
        let files = |name: &str| Ok(std::fs::read(name)?);
        let read = curl::parse(&line, &files).expect("read");
        assert_eq!(read.method, seen.method.as_str(), "{line}");
        let body = read.body.unwrap_or_default();
        assert_eq!(String::from_utf8_lossy(&body), String::from_utf8_lossy(&seen.body), "{line}");
        let explained = explained(&path("world.yaml"), &line);
        let item = &explained["items"][0];
        if line.contains("other.test") {
            let answer = item["answer"]["body"].as_str().expect("an answer");
            assert!(answer.contains("--allow-host other.test"), "{answer}");
            continue;
        }
        let call = &item["winner"]["targets"][0];
        let url = call["url"].as_str().unwrap_or_else(|| panic!("{line}: {item}"));
        assert_eq!(url.strip_prefix(&format!("http://{at}")), Some(&*seen.target), "{line}");
        let printed = call["headers"].as_array().cloned().unwrap_or_default();
        let text =
            |header: &Value, field: &str| header[field].as_str().unwrap_or_default().to_owned();
        let printed = printed.iter().map(|header| (text(header, "name"), text(header, "value")));
        assert_eq!(headers(printed), of_upstream(seen), "{line}");
    }
}
