//! The result of each test, and how they are printed.

use std::time::Duration;

use serde::Serialize;

use super::super::check::report::escape_xml;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::columns::{Cell, Column, ColumnVisibility, Page};
use crate::cli::output::{self, shape::List};
use crate::domain::registry::State;

/// `-o`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum TestFormat {
    Table,
    Json,
    Yaml,
    Junit,
}

/// One test, and how it ended.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TestCase {
    pub(super) name: String,
    pub(super) result: TestResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) model: Option<String>,
    pub(super) milliseconds: u64,
    /// The providers that were called, first to last, where that is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) calls: Vec<CallRow>,
    /// What became of a text that a guard should not let through, and which guard it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) guard: Option<String>,
    /// Why it failed or was skipped.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) message: String,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Verdict {
    Rejected,
    Masked,
    Passed,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Verdict::Rejected => "rejected",
            Verdict::Masked => "masked",
            Verdict::Passed => "passed",
        }
    }
}

/// One call of a provider.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CallRow {
    pub(super) provider: String,
    pub(super) failed: bool,
}

impl TestCase {
    /// One that ended without a reply.
    pub(super) fn ended(name: impl Into<String>, result: TestResult, message: String) -> Self {
        TestCase {
            name: name.into(),
            result,
            status: None,
            model: None,
            milliseconds: 0,
            calls: Vec::new(),
            verdict: None,
            guard: None,
            message,
        }
    }

    /// The providers that were called, in words.
    fn called(&self) -> String {
        let word = |call: &CallRow| {
            format!("{} {}", call.provider, if call.failed { "failed" } else { "answered" })
        };
        self.calls.iter().map(word).collect::<Vec<_>>().join(", ")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum TestResult {
    Passed,
    Failed,
    /// Nobody answered.
    Unreachable,
    Skipped,
}

/// Prints the cases of a kind of test, and says how the command ends.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn finish(format: TestFormat, kind: &str, cases: &[TestCase]) -> Result<Exit, Failure> {
    match format {
        TestFormat::Json | TestFormat::Yaml => {
            let list = List::new("TestResultList", cases);
            output::structured(&list, format == TestFormat::Yaml)?;
        }
        TestFormat::Junit => output::data(&junit(kind, cases))?,
        TestFormat::Table => {
            output::painted(&table(cases))?;
            let count = |result| cases.iter().filter(|case| case.result == result).count();
            let failed = count(TestResult::Failed) + count(TestResult::Unreachable);
            let (passed, skipped) = (count(TestResult::Passed), count(TestResult::Skipped));
            output::say(&format!("{passed} passed, {failed} failed, {skipped} skipped"));
        }
    }
    let has = |result| cases.iter().any(|case| case.result == result);
    Ok(match (has(TestResult::Failed), has(TestResult::Unreachable)) {
        (true, _) => Exit::Findings,
        (false, true) => Exit::Unreachable,
        _ => Exit::Done,
    })
}

const COLUMNS: &[Column] = &[
    ("NAME", ColumnVisibility::Always),
    ("RESULT", ColumnVisibility::Always),
    ("STATUS", ColumnVisibility::Always),
    ("MODEL", ColumnVisibility::Present),
    ("MS", ColumnVisibility::Always),
    ("PROVIDERS", ColumnVisibility::Present),
    ("VERDICT", ColumnVisibility::Present),
    ("GUARD", ColumnVisibility::Present),
    ("MESSAGE", ColumnVisibility::Present),
];

fn table(cases: &[TestCase]) -> String {
    let row = |case: &TestCase| {
        let (word, state) = match case.result {
            TestResult::Passed => ("passed", State::Ready),
            TestResult::Failed => ("failed", State::NotReady),
            TestResult::Unreachable => ("unreachable", State::NotReady),
            TestResult::Skipped => ("skipped", State::Warning),
        };
        vec![
            Cell::from(&case.name),
            Cell { state: Some(state), ..Cell::from(word) },
            Cell::from(case.status.map(|status| status.to_string()).unwrap_or_default()),
            Cell::from(case.model.clone().unwrap_or_default()),
            Cell::from(case.milliseconds.to_string()),
            Cell::from(case.called()),
            Cell::from(case.verdict.map(Verdict::word).unwrap_or_default()),
            Cell::from(case.guard.clone().unwrap_or_default()),
            Cell::from(&case.message),
        ]
    };
    let rows = cases.iter().map(row).collect();
    let page =
        Page { columns: COLUMNS, rows, headers: true, wide: false, prices: false, goes_on: false };
    page.draw()
}

/// A test case for each, in the class of its kind.
fn junit(kind: &str, cases: &[TestCase]) -> String {
    let case = |case: &TestCase| {
        let (name, message) = (escape_xml(&case.name), escape_xml(&case.message));
        let seconds = Duration::from_millis(case.milliseconds).as_secs_f64();
        let inside = match case.result {
            TestResult::Passed => String::new(),
            TestResult::Failed => format!("<failure message=\"{message}\"/>"),
            TestResult::Unreachable => format!("<error message=\"{message}\"/>"),
            TestResult::Skipped => format!("<skipped message=\"{message}\"/>"),
        };
        format!(
            "    <testcase classname=\"{kind}\" name=\"{name}\" time=\"{seconds}\">{inside}</testcase>\n"
        )
    };
    let count = |result| cases.iter().filter(|case| case.result == result).count();
    let (failures, errors) = (count(TestResult::Failed), count(TestResult::Unreachable));
    let (tests, skipped) = (cases.len(), count(TestResult::Skipped));
    let cases: String = cases.iter().map(case).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"kubectl agw test\" \
         tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n{cases}  </testsuite>\n</testsuites>\n"
    )
}
