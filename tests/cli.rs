//! What the program says, word for word: transcripts of commands that need no cluster, in `tests/cmd`.
//! `TRYCMD=overwrite cargo test --test cli` writes them anew; read the difference before it is committed.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        // Neither the machine's clusters nor its terminal may show.
        .env("KUBECONFIG", "no-such-kubeconfig")
        .env("HOME", "no-such-home")
        .env("KUBERNETES_SERVICE_HOST", "")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .case("tests/cmd/*/*.md")
        .case("tests/cmd/*/*.toml");
}
