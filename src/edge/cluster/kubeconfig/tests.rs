//! Kubeconfigs as people have them, and broken ones.

use std::fs;

use super::*;

const FULL: &str = r#"
apiVersion: v1
kind: Config
current-context: dev
clusters:
- {name: one, cluster: {server: "https://one:6443", certificate-authority: ca.pem, tls-server-name: n}}
- {name: two, cluster: {server: "https://two:6443"}}
contexts:
- {name: dev, context: {cluster: one, user: ann, namespace: apps}}
- {name: prod, context: {cluster: two, user: gone}}
- {name: lost, context: {cluster: three, user: ann}}
users:
- {name: ann, user: {token: canary}}
"#;

struct Case {
    dir: tempfile::TempDir,
    places: KubeconfigPaths,
}

fn case(files: &[(&str, &str)], listed: &[&str]) -> Case {
    let dir = tempfile::tempdir().expect("directory");
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("directory");
        fs::write(path, text).expect("file");
    }
    let listed = listed.iter().map(|name| dir.path().join(name)).collect();
    let places = KubeconfigPaths { listed, usual: Some(dir.path().join("usual")) };
    Case { dir, places }
}

impl Case {
    fn choose(
        &self,
        change: impl FnOnce(&mut ClusterOptions),
    ) -> Result<Option<Target>, ClusterError> {
        let mut wishes = ClusterOptions::default();
        change(&mut wishes);
        choose(&wishes, &self.places)
    }

    fn target(&self, change: impl FnOnce(&mut ClusterOptions)) -> Target {
        self.choose(change).expect("chosen").expect("a target")
    }

    fn refusal(&self, change: impl FnOnce(&mut ClusterOptions)) -> String {
        self.choose(change).expect_err("refused").to_string()
    }
}

#[test]
fn a_missing_member_of_the_list_is_skipped() {
    let case = case(&[("b", FULL)], &["a", "b"]);
    assert_eq!(case.target(|_| ()).context.as_deref(), Some("dev"));
}

#[test]
fn an_empty_current_context_does_not_hide_the_next_one() {
    let case = case(&[("a", "current-context: \"\"\n"), ("b", FULL)], &["a", "b"]);
    assert_eq!(case.target(|_| ()).context.as_deref(), Some("dev"));
}

#[test]
fn relative_paths_are_relative_to_their_own_file() {
    let case = case(&[("sub/b", FULL)], &["sub/b"]);
    let ca = case.target(|_| ()).cluster.certificate_authority.expect("a path");
    assert_eq!(PathBuf::from(ca), case.dir.path().join("sub/ca.pem"));
}

#[test]
fn the_explicit_file_must_exist_and_stands_alone() {
    let case = case(&[("usual", FULL)], &[]);
    let missing = case.dir.path().join("nowhere");
    assert!(case.refusal(|w| w.kubeconfig = Some(missing)).contains("file not found"));
    assert_eq!(case.target(|_| ()).context.as_deref(), Some("dev"));
}

#[test]
fn a_wrong_context_lists_what_exists() {
    let case = case(&[("usual", FULL)], &[]);
    let refusal = case.refusal(|w| w.context = Some("prdo".into()));
    assert!(refusal.contains("`prdo`") && refusal.contains("dev, prod, lost"), "{refusal}");
    let refusal = case.refusal(|w| w.cluster = Some("x".into()));
    assert!(refusal.contains("one, two"), "{refusal}");
    assert!(case.refusal(|w| w.user = Some("x".into())).contains("ann"));
    let refusal = case.refusal(|w| w.context = Some("lost".into()));
    assert!(refusal.contains("which context `lost` refers to"), "{refusal}");
}

#[test]
fn only_where_nothing_is_found_and_nothing_asked_a_pod_may_serve() {
    let none = case(&[], &[]);
    assert!(none.choose(|_| ()).expect("fine").is_none());
    assert!(none.choose(|w| w.namespace = Some("n".into())).expect("fine").is_none());
    assert!(none.refusal(|w| w.context = Some("c".into())).contains("`c`"));
    let broken = case(&[("usual", "clusters: [\n  token: canary")], &[]);
    let refusal = broken.refusal(|_| ());
    assert!(refusal.contains("is not a kubeconfig: line"), "{refusal}");
    assert!(!refusal.contains("canary"), "{refusal}");
}

#[test]
fn the_namespace_is_the_flags_then_the_contexts_then_default() {
    let case = case(&[("usual", FULL)], &[]);
    assert_eq!(case.target(|w| w.namespace = Some("n".into())).namespace, "n");
    assert_eq!(case.target(|_| ()).namespace, "apps");
    assert_eq!(case.target(|w| w.context = Some("prod".into())).namespace, "default");
}

#[test]
fn a_server_flag_needs_no_kubeconfig_and_drops_the_certificate_name() {
    let server = |w: &mut ClusterOptions| w.server = Some("http://localhost:8001".into());
    let target = case(&[], &[]).target(server);
    assert_eq!(target.cluster.server.as_deref(), Some("http://localhost:8001"));
    assert_eq!(target.context, None);
    assert_eq!(case(&[("usual", FULL)], &[]).target(server).cluster.tls_server_name, None);
}

#[test]
fn flags_that_exclude_each_other_are_refused() {
    let case = case(&[("usual", FULL)], &[]);
    assert!(case.refusal(|w| w.impersonate_uid = Some("u".into())).contains("--as"));
    let refusal = case.refusal(|w| {
        w.insecure_skip_tls_verify = true;
        w.certificate_authority = Some("ca".into());
    });
    assert!(refusal.contains("are mutually exclusive"));
}

#[test]
fn without_a_current_context_the_choice_is_listed() {
    let case = case(&[("usual", &FULL.replace("current-context: dev", ""))], &[]);
    assert!(case.refusal(|_| ()).contains("dev, prod, lost"));
}
