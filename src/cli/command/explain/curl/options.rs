//! Which options of curl have a value. A line is misread where one is missing: its value would be taken for a URL.
//!
//! Source: <https://curl.se/docs/manpage.html>, curl 8.11.

use anyhow::{bail, ensure};

/// Letters that have a value.
const LETTERS: &str = "AbcCdDeEFHhKmoPQrTtuUwxXyYz";

/// Names that have a value, without their dashes.
const NAMES: &str = "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout \
    connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw \
    data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file \
    engine etag-compare etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method \
    ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header help hostpubmd5 hostpubsha256 hsts \
    interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port \
    login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output \
    output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath \
    proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass \
    proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser \
    proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry retry-delay \
    retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit \
    speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace \
    trace-ascii trace-config unix-socket upload-file url url-query user user-agent variable vlan-priority write-out";

/// Names without a value, without their dashes.
const SWITCHES: &str = "anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable \
    disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure dump-ca-embed eprt epsv fail fail-early \
    fail-with-body false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control \
    get globoff haproxy-protocol head http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only \
    ignore-content-length include insecure ipv4 ipv6 junk-session-cookies list-only location location-trusted \
    mail-rcpt-allowfails manual metalink mptcp negotiate netrc netrc-optional next no-alpn no-buffer no-clobber \
    no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb parallel parallel-immediate path-as-is post301 post302 \
    post303 progress-bar proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate \
    proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name \
    remote-name remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir show-error \
    show-headers silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast \
    ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers \
    tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids \
    trace-time use-ascii verbose version xattr";

/// Letters without a value.
const SWITCH_LETTERS: &str = ":#012346aBfGgIijJklLMNnOpqRsSvVZ";

/// The option by the name that is read here, for those that have a letter as well.
fn name_of(letter: char) -> Option<&'static str> {
    Some(match letter {
        'A' => "user-agent",
        'b' => "cookie",
        'd' => "data",
        'e' => "referer",
        'F' => "form",
        'G' => "get",
        'H' => "header",
        'I' => "head",
        'r' => "range",
        'T' => "upload-file",
        'u' => "user",
        'g' => "globoff",
        'K' => "config",
        'X' => "request",
        'z' => "time-cond",
        ':' => "next",
        _ => return None,
    })
}

/// One option of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CurlOption<'w> {
    /// Its long name, or the letter of one that says nothing of a request.
    pub(super) name: &'w str,
    /// As it is written.
    pub(super) written: String,
    /// What of the same word is its value; none where the value is the next word.
    pub(super) joined: Option<&'w str>,
    pub(super) has_value: bool,
}

/// The options of one word: a long one, which may be cut short where it stays the only one, or letters, of which the last may
/// have its value behind it. None where the word is no option.
///
/// # Errors
/// What curl has no option for.
pub(super) fn options(word: &str) -> anyhow::Result<Option<Vec<CurlOption<'_>>>> {
    if let Some(long) = word.strip_prefix("--") {
        // curl wants the value in the next word; people write it like this too.
        let (name, joined) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (long, None),
        };
        let (name, has_value) = if name.is_empty() { ("", false) } else { resolved(name)? };
        let written = format!("--{name}");
        return Ok(Some(vec![CurlOption { name, written, joined, has_value }]));
    }
    let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
        return Ok(None);
    };
    by_letters(letters).map(Some)
}

/// The whole name of a long option, and whether it has a value. A switch that is turned off says nothing of a request.
fn resolved(name: &str) -> anyhow::Result<(&'static str, bool)> {
    let values = NAMES.split_whitespace().map(|one| (one, true));
    let all = || values.clone().chain(SWITCHES.split_whitespace().map(|one| (one, false)));
    if let Some(whole) = all().find(|(one, _)| *one == name) {
        return Ok(whole);
    }
    if let Some(on) = name.strip_prefix("no-")
        && SWITCHES.split_whitespace().any(|one| one == on)
    {
        return Ok(("off", false));
    }
    let begun: Vec<_> = all().filter(|(one, _)| one.starts_with(name)).collect();
    match begun.as_slice() {
        [only] => Ok(*only),
        [] => bail!("curl has no option `--{name}`"),
        several => {
            let names: Vec<_> = several.iter().map(|(one, _)| format!("--{one}")).collect();
            bail!("`--{name}` in the curl command is ambiguous: {}", names.join(", "))
        }
    }
}

fn by_letters(letters: &str) -> anyhow::Result<Vec<CurlOption<'_>>> {
    let mut options = Vec::new();
    for (at, letter) in letters.char_indices() {
        let (own, rest) = (at + letter.len_utf8(), letters.get(at + letter.len_utf8()..));
        let has_value = LETTERS.contains(letter);
        ensure!(has_value || SWITCH_LETTERS.contains(letter), "curl has no option `-{letter}`");
        let name = name_of(letter).or(letters.get(at..own)).unwrap_or_default();
        let joined = rest.filter(|rest| has_value && !rest.is_empty());
        options.push(CurlOption { name, written: format!("-{letter}"), joined, has_value });
        if has_value {
            break;
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_with_a_value_is_known_as_curl_knows_it() {
        let help = std::process::Command::new("curl").args(["--help", "all"]).output();
        let Ok(help) = help else { return eprintln!("skipped: there is no curl") };
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        let mut seen = 0;
        for line in help.lines().filter(|line| line.trim_start().starts_with('-')) {
            let (letter, rest) = match line.trim_start().split_once(", --") {
                Some((letter, rest)) => (letter.strip_prefix('-'), rest),
                None => (None, line.trim_start().trim_start_matches("--")),
            };
            let mut words = rest.split(' ');
            let name = words.next().expect("a name");
            let has_value = words.next().is_some_and(|word| word.starts_with(['<', '[']));
            let known = NAMES.split_whitespace().any(|one| one == name);
            assert_eq!(known, has_value, "{name}");
            let is_switch = SWITCHES.split_whitespace().any(|one| one == name);
            assert_eq!(is_switch, !has_value, "{name}");
            if let Some(letter) = letter {
                assert_eq!(LETTERS.contains(letter), has_value, "-{letter}");
                let is_switch = letter.chars().all(|one| SWITCH_LETTERS.contains(one));
                assert_eq!(is_switch, !has_value, "-{letter}");
            }
            seen += 1;
        }
        assert!(seen > 200, "{help}");
    }
}
