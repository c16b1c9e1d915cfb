//! Properties of reasons: their words, and the answers that requests get for them.

use super::*;

fn secret() -> Reason {
    let secret = ObjectName::new("n", "k");
    Reason::Key(KeyFault::SecretNotFound { secret, among_files: false })
}

#[test]
fn what_is_around_a_reason_changes_neither_its_word_nor_its_answer() {
    let (provider, why) = ("own".to_owned(), Box::new(Reason::EmptyKey(Box::new(secret()))));
    let of_provider = Reason::OfProvider { provider, why };
    assert_eq!(
        of_provider.with_word(),
        "SecretNotFound: provider own: Secret n/k not found; an empty key is sent, as agentgateway does"
    );
    assert!(of_provider.is_of_secret() && !of_provider.is_of_reference());
    assert_eq!(of_provider.refusal(), Refusal::SERVICE_NOT_FOUND);
    let plain =
        Reason::OfProvider { provider: "p".into(), why: Box::new(BackendFault::NoHost.into()) };
    assert_eq!(
        (plain.word(), &*plain.with_word()),
        ("Invalid", "provider p: the provider has no default host, and none is set")
    );
}

#[test]
fn a_policy_is_unsupported_as_a_whole_or_in_a_field_and_not_where_it_is_invalid() {
    let policy =
        |why: Reason| Reason::Policy { policy: PolicyField::OfAny("x"), why: Box::new(why) };
    let whole = Reason::PolicyNotSupported(PolicyField::OfAny("x"));
    let field = policy(Reason::not_supported("y"));
    assert_eq!(field.to_string(), "policy `x`: `y` is not supported by serve");
    assert!(whole.is_unsupported_policy() && field.is_unsupported_policy());
    assert!(!policy(PolicyFault::DirectStatus.into()).is_unsupported_policy());
    assert!(!Reason::from(Unsupported::ExternalAuth).is_unsupported_policy());
    assert_eq!((field.refusal().status, whole.refusal().status), (501, 501));
}

#[test]
fn of_several_listeners_the_one_that_came_furthest_tells() {
    let not_taken = |listeners: &[ListenerRefusal]| Unattached::ListenerRefusal {
        kind: "Gateway".to_owned(),
        name: ObjectName::new("n", "g"),
        listeners: listeners.iter().map(|why| ("l".to_owned(), why.clone())).collect(),
    };
    let (section, kind) = (ListenerRefusal::OtherSection, ListenerRefusal::Kind(Kind::HttpRoute));
    let host = ListenerRefusal::Hostname("a.test".to_owned());
    assert_eq!(not_taken(&[]).word(), "NoMatchingParent");
    assert_eq!(not_taken(&[section.clone(), kind.clone()]).word(), "NotAllowedByListeners");
    assert_eq!(not_taken(&[kind, host, section]).word(), "NoMatchingListenerHostname");
    assert_eq!(
        Reason::from(not_taken(&[])).to_string(),
        "no listener of Gateway n/g accepts it (it has no listeners)"
    );
}
