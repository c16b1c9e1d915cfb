//! Who may pass: API keys, tokens, rules. A credential that was good for the gateway goes to nobody else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Reply, chat, policy as policy_of, with};
use crate::support::upstream::Upstream;

const MISSING: &str = "api key authentication failure: no API Key found";
const WRONG: &str = "api key authentication failure: invalid credentials";

fn keys(entries: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret",
        "metadata": {"name": "clients", "labels": {"for": "clients"}}, "stringData": entries})
}

/// A set of one key, and tokens that are signed with it, as clients show them.
pub(super) fn signer() -> (Value, impl Fn(Value) -> String) {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key");
    let jwks = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k",
        "x": URL_SAFE_NO_PAD.encode(pair.public_key())}]});
    let sign = move |claims: Value| {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(json!({"alg": "EdDSA", "kid": "k"})), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()));
        format!("Bearer {signed}.{signature}")
    };
    (jwks, sign)
}

pub(super) async fn asked(gateway: &Gateway, headers: &[(&str, &str)]) -> Reply {
    gateway.ask(with(Method::POST, "/v1/chat/completions", headers, chat("m"))).await
}

#[tokio::test]
async fn only_a_known_key_passes_and_it_goes_no_further() {
    let upstream = Upstream::start().await;
    let policy = json!({"apiKeyAuthentication": {"secretRef": {"name": "clients"}}});
    let digest = "sha256:f4ce2b9a2de0b1a5da9bb8b18a6c7f9e1bb2ea2bb3a5b2f62ecb5e1a1cd7d9d4";
    let entries = json!({"ann": "sk-ann", "bob": json!({"key": "sk-bob"}).to_string(),
        "cid": json!({"keyHash": digest}).to_string()});
    let gateway = Gateway::guarded(&upstream, policy, &[keys(entries)]).await;
    asked(&gateway, &[]).await.expect_plain(401, MISSING);
    asked(&gateway, &[("authorization", "Basic sk-ann")]).await.expect_plain(401, MISSING);
    asked(&gateway, &[("authorization", "Bearer sk-an")]).await.expect_plain(401, WRONG);
    asked(&gateway, &[("authorization", &format!("Bearer {digest}"))])
        .await
        .expect_plain(401, WRONG);
    assert_eq!(upstream.count(), 0);
    for key in ["Bearer sk-ann", "bearer sk-bob"] {
        asked(&gateway, &[("authorization", key)]).await.expect_ok();
    }
    assert!(upstream.seen().iter().all(|seen| seen.header("authorization").is_none()));
    gateway.logged(&["http.status=401", "reason=APIKeyAuth"]).await;
}

#[tokio::test]
async fn a_key_may_stand_elsewhere_and_be_optional() {
    let upstream = Upstream::start().await;
    let policy = json!({"apiKeyAuthentication": {"mode": "Optional",
        "secretSelector": {"matchLabels": {"for": "clients"}},
        "location": {"queryParameter": {"name": "key"}}}});
    let gateway = Gateway::guarded(&upstream, policy, &[keys(json!({"ann": "sk-ann"}))]).await;
    let ask = |target: &'static str| gateway.ask(with(Method::POST, target, &[], chat("m")));
    ask("/v1/chat/completions?a=1").await.expect_ok();
    ask("/v1/chat/completions?a=1&key=sk-ann&b=2").await.expect_ok();
    ask("/v1/chat/completions?key=sk-bob").await.expect_plain(401, WRONG);
    let targets: Vec<_> = upstream.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, ["/v1/chat/completions?a=1", "/v1/chat/completions?a=1&b=2"]);
}

#[tokio::test]
async fn keys_in_config_maps_are_hashed_and_an_entry_that_is_no_key_lets_nobody_in() {
    let upstream = Upstream::start().await;
    let policy = json!({"apiKeyAuthentication":
        {"configMapSelector": {"matchLabels": {"for": "clients"}}}});
    let hashed = |key: &str| {
        let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
        let hex: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        json!({"keyHash": format!("sha256:{hex}")}).to_string()
    };
    let map = |name: &str, label: &str, data: Value| {
        json!({"apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": name, "labels": {"for": label}}, "data": data})
    };
    let more = [
        map(
            "a",
            "clients",
            json!({"ann": hashed("sk-ann"), "raw": "sk-raw", "short": "{}",
            "open": json!({"key": "sk-open"}).to_string()}),
        ),
        map("b", "clients", json!({"bob": hashed("sk-bob")})),
        map("c", "others", json!({"cid": hashed("sk-cid")})),
    ];
    let gateway = Gateway::guarded(&upstream, policy, &more).await;
    for (key, passes) in [
        ("sk-ann", true),
        ("sk-bob", true),
        ("sk-cid", false),
        ("sk-raw", false),
        ("sk-open", false),
    ] {
        let key = format!("Bearer {key}");
        let reply = asked(&gateway, &[("authorization", &key)]).await;
        match passes {
            true => drop(reply.expect_ok()),
            false => reply.expect_plain(401, WRONG),
        }
    }
    let said = gateway.said();
    for entry in ["raw", "short", "open"] {
        assert!(said.contains(&format!("key {entry} of ConfigMap default/a is skipped")), "{said}");
    }
    assert!(!said.contains("sk-"), "{said}");
}

#[tokio::test]
async fn without_its_secret_a_policy_knows_no_key() {
    let upstream = Upstream::start().await;
    let policy = json!({"apiKeyAuthentication": {"secretRef": {"name": "clients"}}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    asked(&gateway, &[]).await.expect_plain(401, MISSING);
    asked(&gateway, &[("authorization", "Bearer sk-ann")]).await.expect_plain(401, WRONG);
    let said = gateway.said();
    assert!(said.contains("Secret default/clients not found"), "{said}");
}

const NO_LOGIN: &str = "basic authentication failure: no basic authentication credentials found";
const WRONG_LOGIN: &str = "basic authentication failure: invalid credentials";

fn basic(login: &str) -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(login))
}

#[tokio::test]
async fn a_name_and_password_let_in_go_no_further_and_are_seen_by_rules() {
    let upstream = Upstream::start().await;
    let users = [
        "ann:$2y$05$nC6nErr9XZJuMJ57WyCob.EuZEjylDt2KaHfbfOtyb.EgL1I2jCVa",
        "bob:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "plain:canary-password",
    ];
    let policy = json!({"basicAuthentication": {"users": users},
        "authorization": {"policy": {"matchExpressions": ["basicAuth.username == 'ann'"]}}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    let refused = |reply: Reply, body: &str| {
        reply.expect_plain(401, body);
        assert_eq!(reply.header("www-authenticate"), Some("Basic realm=\"Restricted\""));
    };
    refused(asked(&gateway, &[]).await, NO_LOGIN);
    refused(asked(&gateway, &[("authorization", "Bearer sk-ann")]).await, NO_LOGIN);
    for wrong in [
        basic("ann:Password"),
        basic("ann"),
        basic("nobody:password"),
        basic("plain:canary-password"),
        "Basic ?".to_owned(),
    ] {
        refused(asked(&gateway, &[("authorization", &wrong)]).await, WRONG_LOGIN);
    }
    let bob = basic("bob:password");
    asked(&gateway, &[("authorization", &bob)]).await.expect_plain(403, "authorization failed");
    assert_eq!(upstream.count(), 0);
    let ann = basic("ann:password");
    for _ in 0..2 {
        asked(&gateway, &[("authorization", &ann)]).await.expect_ok();
    }
    assert!(upstream.seen().iter().all(|seen| seen.header("authorization").is_none()));
    gateway.logged(&["http.status=401", "reason=BasicAuth"]).await;
    let said = format!("{} {}", gateway.said(), gateway.log());
    assert!(said.contains("user \"plain\" isn't in a known hash format"), "{said}");
    assert!(!said.contains("canary"), "{said}");
}

#[tokio::test]
async fn users_may_stand_in_a_secret_and_the_login_elsewhere() {
    let upstream = Upstream::start().await;
    let line = "ann:$apr1$3zSE0Abt$EmsVLql8SA/6b44SAo4I91\n";
    let secret = |key: &str| {
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "users"},
            "stringData": {key: line}})
    };
    let policy = |reference: Value| {
        json!({"basicAuthentication": {"mode": "Optional", "realm": "models", "secretRef": reference,
            "location": {"header": {"name": "x-login"}}}})
    };
    let named = policy(json!({"name": "users", "key": "of-models"}));
    let gateway = Gateway::guarded(&upstream, named.clone(), &[secret("of-models")]).await;
    let login = |login: &str| base64::engine::general_purpose::STANDARD.encode(login);
    asked(&gateway, &[]).await.expect_ok();
    asked(&gateway, &[("x-login", &login("ann:password"))]).await.expect_ok();
    assert_eq!(upstream.seen()[1].header("x-login"), None);
    let reply = asked(&gateway, &[("x-login", &login("ann:passwort"))]).await;
    reply.expect_plain(401, WRONG_LOGIN);
    assert_eq!(reply.header("www-authenticate"), Some("Basic realm=\"models\""));
    let usual = policy(json!({"name": "users"}));
    let gateway = Gateway::guarded(&upstream, usual, &[secret(".htaccess")]).await;
    asked(&gateway, &[("x-login", &login("ann:password"))]).await.expect_ok();
    for (secrets, said) in [
        (vec![], "Secret default/users not found, so no client is accepted"),
        (
            vec![secret("other")],
            "Secret default/users has no key of-models, so no client is accepted",
        ),
    ] {
        let gateway = Gateway::guarded(&upstream, named.clone(), &secrets).await;
        let reply = asked(&gateway, &[("x-login", &login("ann:password"))]).await;
        reply.expect_plain(401, WRONG_LOGIN);
        assert!(gateway.said().contains(said), "{}", gateway.said());
    }
}

#[tokio::test]
async fn who_reads_proxy_authorization_answers_407_and_asks_as_a_proxy() {
    let upstream = Upstream::start().await;
    let users = ["ann:$apr1$3zSE0Abt$EmsVLql8SA/6b44SAo4I91"];
    let at = json!({"header": {"name": "proxy-authorization", "prefix": "Basic "}});
    let policy = json!({"basicAuthentication": {"users": users, "location": at}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    for (sent, words) in [(None, NO_LOGIN), (Some(basic("ann:passwort")), WRONG_LOGIN)] {
        let headers: Vec<_> = sent.iter().map(|sent| ("proxy-authorization", &**sent)).collect();
        let reply = asked(&gateway, &headers).await;
        reply.expect_plain(407, words);
        assert!(reply.header("proxy-authenticate").is_some_and(|it| it.starts_with("Basic ")));
        assert_eq!(reply.header("www-authenticate"), None);
    }
    assert_eq!(upstream.count(), 0);
    asked(&gateway, &[("proxy-authorization", &basic("ann:password"))]).await.expect_ok();
    assert_eq!(upstream.only().header("proxy-authorization"), None);
}

#[tokio::test]
async fn with_keys_that_are_none_no_token_is_good() {
    for inline in [
        "no JSON",
        r#"{"keys":[]}"#,
        r#"{"keys":[{"kty":"RSB","kid":"k"}]}"#,
        r#"{"keys":[{"kty":"RSA"}]}"#,
    ] {
        let upstream = Upstream::start().await;
        let provider = json!({"issuer": "me", "jwks": {"inline": inline}});
        let policy = json!({"jwtAuthentication": {"providers": [provider]}});
        let gateway = Gateway::guarded(&upstream, policy, &[]).await;
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let token = format!("Bearer {}.{}.x", part(r#"{"alg":"RS256","kid":"k"}"#), part("{}"));
        let reply = asked(&gateway, &[("authorization", &token)]).await;
        reply.expect_plain(401, "authentication failure: token uses the unknown key \"k\"");
        assert_eq!(upstream.count(), 0);
        let said = gateway.said();
        assert!(said.contains("no token is accepted") && !said.contains("Some(\\\""), "{said}");
    }
}

#[tokio::test]
async fn a_hash_of_crypt_refuses_its_route() {
    let upstream = Upstream::start().await;
    let policy = json!({"basicAuthentication": {"users": ["old:bGVh02xkuGli2"]}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    let reply = asked(&gateway, &[("authorization", &basic("old:password"))]).await;
    assert_eq!(reply.status.as_u16(), 501);
    assert!(reply.text().contains("hashed with crypt, which is not supported"), "{reply:?}");
}

#[tokio::test]
async fn an_expression_may_tell_the_key() {
    let upstream = Upstream::start().await;
    let policy = |expression: &str| {
        json!({"apiKeyAuthentication": {"secretRef": {"name": "clients"},
            "location": {"expression": expression}}})
    };
    let entries = keys(json!({"ann": "sk-ann"}));
    let of_path = policy("request.headers['x-key'].split('.')[1]");
    let gateway = Gateway::guarded(&upstream, of_path, std::slice::from_ref(&entries)).await;
    asked(&gateway, &[("x-key", "v1.sk-ann")]).await.expect_ok();
    assert_eq!(upstream.only().header("x-key"), Some("v1.sk-ann"), "nothing is taken out");
    asked(&gateway, &[("x-key", "v1.sk-bob")]).await.expect_plain(401, WRONG);
    asked(&gateway, &[]).await.expect_plain(401, MISSING);
    let of_body = policy("json(request.body).key");
    let gateway = Gateway::guarded(&upstream, of_body, &[entries]).await;
    assert_eq!(asked(&gateway, &[("x-key", "v1.sk-ann")]).await.status, 501);
}

#[tokio::test]
async fn rules_see_who_asks_and_what() {
    let upstream = Upstream::start().await;
    let policy = json!({
        "apiKeyAuthentication": {"secretRef": {"name": "clients"}},
        "authorization": {"policy": {"matchExpressions": [
            "apiKey.team == 'red' && json(request.body).model.startsWith('gpt-')"]}}});
    let entry = |team: &str| json!({"key": team, "metadata": {"team": team}}).to_string();
    let entries = keys(json!({"a": entry("red"), "b": entry("blue"), "c": "bare"}));
    let gateway = Gateway::guarded(&upstream, policy, &[entries]).await;
    for (key, model, status) in [
        ("red", "gpt-4o", 200),
        ("red", "o3", 403),
        ("blue", "gpt-4o", 403),
        ("bare", "gpt-4o", 403),
    ] {
        let key = format!("Bearer {key}");
        let sent = [("authorization", key.as_str())];
        let request = with(Method::POST, "/v1/chat/completions", &sent, chat(model));
        let reply = gateway.ask(request).await;
        match status {
            200 => drop(reply.expect_ok()),
            status => reply.expect_plain(status, "authorization failed"),
        }
    }
    // The body that a rule looked into arrives whole.
    assert_eq!(upstream.only().text(), chat("gpt-4o"));
}

#[tokio::test]
async fn a_deny_rule_that_fails_lets_pass_and_a_require_rule_does_not() {
    for (action, status) in [("Deny", 200), ("Require", 403), ("Allow", 403)] {
        let upstream = Upstream::start().await;
        let rule = json!({"authorization": {"action": action,
            "policy": {"matchExpressions": ["request.headers['x-absent'] == 'x'"]}}});
        let gateway = Gateway::guarded(&upstream, rule, &[]).await;
        assert_eq!(asked(&gateway, &[]).await.status.as_u16(), status, "{action}");
    }
}

#[tokio::test]
async fn a_rule_that_does_not_compile_allows_nothing_and_its_neighbors_stay() {
    for action in ["Allow", "Deny", "Require"] {
        let upstream = Upstream::start().await;
        let rule = json!({"authorization": {"action": action,
            "policy": {"matchExpressions": ["request.path =="]}}});
        let gateway = Gateway::guarded(&upstream, rule, &[]).await;
        asked(&gateway, &[]).await.expect_plain(403, "authorization failed");
        assert_eq!(upstream.count(), 0, "{action}");
    }
    let upstream = Upstream::start().await;
    let rule = json!({"authorization": {"policy": {"matchExpressions": ["request.path ==", "true"]}},
        "transformation": {"request": {"set": [{"name": "x-broken", "value": "1 +"},
            {"name": "x-valid", "value": "'yes'"}]}}});
    let gateway = Gateway::guarded(&upstream, rule, &[]).await;
    asked(&gateway, &[("x-broken", "mine")]).await.expect_ok();
    let sent = upstream.only();
    assert_eq!((sent.header("x-valid"), sent.header("x-broken")), (Some("yes"), None));
}

#[tokio::test]
async fn an_expression_that_is_too_deep_or_too_costly_refuses_and_serve_lives() {
    let deep = format!("{}true{}", "(".repeat(5000), ")".repeat(5000));
    let list = format!("[{}1]", "1,".repeat(2000));
    let costly = format!("{list}.all(a, {list}.all(b, a == b))");
    for (source, status, words) in [(deep, 501, "nested more than"), (costly, 500, "cost limit")] {
        let upstream = Upstream::start().await;
        let rule = json!({"authorization": {"action": "Deny",
            "policy": {"matchExpressions": [source]}}});
        let gateway = Gateway::guarded(&upstream, rule, &[]).await;
        let reply = asked(&gateway, &[]).await;
        assert_eq!(reply.status.as_u16(), status, "{reply:?}");
        assert!(reply.text().contains(words), "{reply:?}");
        assert_eq!(upstream.count(), 0);
    }
}

#[tokio::test]
async fn a_token_is_verified_taken_out_and_its_claims_are_seen() {
    let (jwks, sign) = signer();
    let token =
        |subject: &str| sign(json!({"iss": "me", "sub": subject, "exp": 4_000_000_000_u64}));
    let upstream = Upstream::start().await;
    let policy = json!({
        "jwtAuthentication": {"providers": [{"issuer": "me", "jwks": {"inline": jwks.to_string()}}]},
        "authorization": {"policy": {"matchExpressions": ["jwt.sub == 'ann'"]}}});
    let gateway = Gateway::guarded(&upstream, policy.clone(), &[]).await;
    let missing = "authentication failure: no bearer token found";
    asked(&gateway, &[]).await.expect_plain(401, missing);
    let (ann, bob) = (token("ann"), token("bob"));
    asked(&gateway, &[("authorization", &bob)]).await.expect_plain(403, "authorization failed");
    let forged = format!("{}x", &ann[..ann.len() - 1]);
    let broken =
        "authentication failure: the token is invalid or malformed: Error(InvalidSignature)";
    asked(&gateway, &[("authorization", &forged)]).await.expect_plain(401, broken);
    asked(&gateway, &[("authorization", &ann)]).await.expect_ok();
    assert_eq!(upstream.only().header("authorization"), None);
    let on = [policy_of("passes", json!({"backend": {"auth": {"passthrough": {}}}}))];
    let gateway = Gateway::guarded(&upstream, policy, &on).await;
    asked(&gateway, &[("authorization", &ann)]).await.expect_ok();
    let passed = upstream.seen().pop().expect("a request");
    assert_eq!(passed.header("authorization"), Some(ann.as_str()), "where it may go on, it does");
}

/// However a user's password is kept, and whether there is such a user, time does not tell.
#[test]
fn a_wrong_password_takes_as_long_for_every_user_and_for_none() {
    use kubectl_agw::domain::value::htpasswd::Htpasswd;
    let users = "ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n\
        bob:$2y$05$nC6nErr9XZJuMJ57WyCob.EuZEjylDt2KaHfbfOtyb.EgL1I2jCVa\n";
    let (users, _) = Htpasswd::read(users).expect("no crypt");
    let fastest = |user: &str| {
        let once = |_| {
            let began = std::time::Instant::now();
            assert!(!users.fits(user, "wrong"));
            began.elapsed()
        };
        (0..20).map(once).min().expect("a time")
    };
    // SHA-1 alone is hundreds of times faster than bcrypt; a busy machine makes less of a difference.
    let bob = fastest("bob");
    for user in ["ann", "nobody"] {
        let took = fastest(user);
        assert!(took * 10 > bob, "{user}: {took:?}, bob: {bob:?}");
    }
    assert!(users.fits("ann", "password") && users.fits("bob", "password"));
}

#[tokio::test]
async fn the_realm_is_one_quoted_string() {
    let upstream = Upstream::start().await;
    let users = ["ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="];
    let policy =
        json!({"basicAuthentication": {"realm": r#"a "b" \ c", charset="x"#, "users": users}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    let reply = asked(&gateway, &[]).await;
    let challenge = r#"Basic realm="a \"b\" \\ c\", charset=\"x""#;
    assert_eq!(reply.header("www-authenticate"), Some(challenge));
}
