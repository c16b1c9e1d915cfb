//! Findings for people and for pipelines. What is shown depends on the format, what it means does not.

use serde::Serialize;
use serde_json::{Value, json};

use super::super::coverage::Coverage;
use super::CheckFormat;
use crate::cli::error::Failure;
use crate::cli::output::paint::{self, Paint, paint};
use crate::cli::output::{self, shape::One, table};
use crate::domain::check::finding::Severity;
use crate::domain::check::{Report, Rule, RuleFinding};
use crate::domain::snapshot::Origin;
use crate::domain::snapshot::coverage::NotRead;
use crate::domain::upgrade;

const DOCS: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs");

/// Whose findings are shown, and how.
pub(in crate::cli::command) struct ReportOptions<'s> {
    /// The kind of the JSON report.
    pub kind: &'static str,
    /// The words after `kubectl`, for JUnit.
    pub command: &'static str,
    /// The page of the rules, in `docs/`.
    pub page: &'static str,
    /// Every rule that could have been asked.
    pub rules: &'s [&'static Rule],
    pub format: CheckFormat,
    /// What is shown, from this severity on.
    pub level: Severity,
}

/// Writes the report, with what could not be read.
pub(in crate::cli::command) fn show(
    report: &Report,
    coverage: &Coverage,
    how: &ReportOptions<'_>,
) -> Result<(), Failure> {
    let shown: Vec<&RuleFinding> =
        report.findings.iter().filter(|found| found.rule.severity >= how.level).collect();
    match how.format {
        CheckFormat::Table => {
            output::painted(&long(&shown))?;
            say_rest(report, coverage, shown.len());
        }
        CheckFormat::Short => {
            let lines: String = shown.iter().map(|found| line(found) + "\n").collect();
            output::data(&lines)?;
            say_rest(report, coverage, shown.len());
        }
        CheckFormat::Json | CheckFormat::Yaml => {
            let report = One::new(how.kind, shape(report, &shown)).without(&coverage.rows);
            output::structured(&report, how.format == CheckFormat::Yaml)?;
        }
        CheckFormat::Sarif => output::json(&sarif(report, &shown, &coverage.rows, how))?,
        CheckFormat::Junit => output::data(&junit(report, &shown, &coverage.rows, how))?,
    }
    Ok(())
}

fn place(found: &RuleFinding) -> Option<(&str, usize)> {
    match found.finding.origin.as_ref()? {
        Origin::Cluster => None,
        Origin::File { path, line } => Some((path, *line)),
    }
}

/// The object, or where there is none the file, or the surroundings.
fn subject(found: &RuleFinding) -> String {
    match (&found.finding.object, place(found)) {
        (Some(object), _) => object.to_string(),
        (None, Some(_)) => "document".to_owned(),
        (None, None) => "surroundings".to_owned(),
    }
}

/// One finding in one line, the place first, as compilers write it.
fn line(found: &RuleFinding) -> String {
    let place = place(found).map(|(path, line)| format!("{path}:{line}: ")).unwrap_or_default();
    table::visible(&format!(
        "{place}{} {} {}: {}",
        found.rule.severity.word(),
        found.rule.code,
        subject(found),
        found.finding.message
    ))
}

/// Findings for reading: each with its place and the next step.
fn long(shown: &[&RuleFinding]) -> String {
    let colour = paint::wanted();
    let mut text = String::new();
    for found in shown {
        let kind = match found.rule.severity {
            Severity::Error => Paint::Bad,
            Severity::Warning => Paint::Doubtful,
            Severity::Info => Paint::Quiet,
        };
        let mark = match found.rule.severity {
            Severity::Error if colour => "✗ ",
            Severity::Warning if colour => "! ",
            Severity::Info if colour => "  ",
            _ => "",
        };
        let word = paint(&format!("{mark}{:<7}", found.rule.severity.word()), kind, colour);
        let head = format!("{}: {}", subject(found), found.finding.message);
        text += &format!("{word}  {}  {}\n", found.rule.code, table::visible(&head));
        if let Some((path, line)) = place(found) {
            text += &format!("         at {}:{line}\n", table::visible(path));
        }
        if let Some(next) = &found.finding.next {
            text += &format!("         try: {}\n", table::visible(next));
        }
    }
    text
}

/// What is not a finding: what could not be looked at, what is hidden, how it came out.
fn say_rest(report: &Report, coverage: &Coverage, shown: usize) {
    coverage.say();
    let mut skipped: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in &report.skipped {
        match skipped.iter_mut().find(|(why, _)| *why == one.why) {
            Some((_, codes)) => codes.push(one.rule.code),
            None => skipped.push((&one.why, vec![one.rule.code])),
        }
    }
    for (why, codes) in skipped {
        output::say(&format!("skipped, no permission ({why}): {}", codes.join(", ")));
    }
    let count = |severity| report.findings.iter().filter(|f| f.rule.severity == severity).count();
    let mut parts = vec![
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        plural(count(Severity::Info), "info"),
    ];
    if !report.suppressed.is_empty() {
        parts.push(format!("{} suppressed", report.suppressed.len()));
    }
    if coverage.is_blind() {
        return;
    }
    let rules = plural(report.asked.len(), "rule");
    output::say(&format!("{rules}: {}", parts.join(", ")));
    if shown < report.findings.len() {
        output::say("`--level info` shows all of them");
    }
    if shown > 0 {
        output::say("run `kubectl agw explain CODE` for details on a code");
    }
}

fn plural(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        count => format!("{count} {thing}s"),
    }
}

/// The JSON report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shape<'a> {
    findings: Vec<FindingShape<'a>>,
    suppressed: Vec<FindingShape<'a>>,
    skipped: Vec<SkippedShape<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingShape<'a> {
    code: &'a str,
    rule: &'a str,
    severity: &'a str,
    /// Of a change: the release that brings it, and what becomes of the object.
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<ObjectShape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'a str>,
}

#[derive(Serialize)]
struct ObjectShape<'a> {
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct SkippedShape<'a> {
    code: &'a str,
    reason: &'a str,
    message: &'a str,
}

/// Counts of everything that was found, shown or not.
#[derive(Serialize)]
struct Summary {
    rules: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

fn shape<'a>(report: &'a Report, shown: &[&'a RuleFinding]) -> Shape<'a> {
    let count = |severity| report.findings.iter().filter(|f| f.rule.severity == severity).count();
    let skipped = report.skipped.iter().map(|skipped| SkippedShape {
        code: skipped.rule.code,
        reason: "NotPermitted",
        message: &skipped.why,
    });
    Shape {
        findings: shown.iter().map(|found| finding_shape(found)).collect(),
        suppressed: report.suppressed.iter().map(finding_shape).collect(),
        skipped: skipped.collect(),
        summary: Summary {
            rules: report.asked.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
        },
    }
}

fn finding_shape(found: &RuleFinding) -> FindingShape<'_> {
    let (place, change) = (place(found), upgrade::named(found.rule.code));
    FindingShape {
        code: found.rule.code,
        rule: found.rule.slug,
        severity: found.rule.severity.word(),
        release: change.map(|change| change.release.name()),
        effect: change.map(|change| change.effect.word()),
        object: found.finding.object.as_ref().map(|object| ObjectShape {
            kind: object.kind.names().kind,
            namespace: &object.name.namespace,
            name: &object.name.name,
        }),
        file: place.map(|(path, _)| path),
        line: place.map(|(_, line)| line),
        message: &found.finding.message,
        next: found.finding.next.as_deref(),
    }
}

fn sarif_level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule_index(rules: &[&Rule], rule: &Rule) -> Option<usize> {
    rules.iter().position(|known| known.code == rule.code)
}

/// SARIF 2.1.0, as code reviews read it: what was found, what an object's owner took back, and what could not be asked.
fn sarif(
    report: &Report,
    shown: &[&RuleFinding],
    unread: &[NotRead],
    how: &ReportOptions<'_>,
) -> Value {
    let page = how.page;
    let uri = |rule: &Rule| format!("{DOCS}/{page}#{}-{}", rule.code.to_lowercase(), rule.slug);
    let rules: Vec<_> = how
        .rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code,
                "name": rule.slug,
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": format!("{} {}", rule.what, rule.why)},
                "helpUri": uri(rule),
                "defaultConfiguration": {"level": sarif_level(rule.severity)},
            })
        })
        .collect();
    let taken_back = report.suppressed.iter().map(|found| {
        let mut result = sarif_result(how.rules, found);
        result["suppressions"] = json!([{"kind": "inSource"}]);
        result
    });
    let results: Vec<_> =
        shown.iter().map(|found| sarif_result(how.rules, found)).chain(taken_back).collect();
    let skipped = report.skipped.iter().map(|skipped| {
        json!({
            "level": "warning",
            "message": {"text": format!("skipped, no permission ({})", skipped.why)},
            "associatedRule": {"id": skipped.rule.code, "index": rule_index(how.rules, skipped.rule)},
        })
    });
    let told =
        unread.iter().map(|row| json!({"level": "error", "message": {"text": row.to_string()}}));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "kubectl-agw",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": unread.is_empty(),
                "toolExecutionNotifications": skipped.chain(told).collect::<Vec<_>>(),
            }],
            "results": results,
        }],
    })
}

fn sarif_result(rules: &[&Rule], found: &RuleFinding) -> Value {
    let mut text = format!("{}: {}", subject(found), found.finding.message);
    if let Some(next) = &found.finding.next {
        text += &format!("\ntry: {next}");
    }
    let mut location = json!({"logicalLocations": [{"fullyQualifiedName": subject(found)}]});
    if let Some((path, line)) = place(found) {
        let path = path.trim_start_matches("./").replace('\\', "/");
        location["physicalLocation"] = json!({
            "artifactLocation": {"uri": path}, "region": {"startLine": line}});
    }
    json!({
        "ruleId": found.rule.code,
        "ruleIndex": rule_index(rules, found.rule),
        "level": sarif_level(found.rule.severity),
        "message": {"text": text},
        "locations": [location],
    })
}

/// JUnit: a test case for each finding, for each rule that found nothing, and for each that was skipped.
fn junit(
    report: &Report,
    shown: &[&RuleFinding],
    unread: &[NotRead],
    how: &ReportOptions<'_>,
) -> String {
    let mut cases = String::new();
    let is_passed = |rule: &&&Rule| {
        let found = shown.iter().any(|found| found.rule.code == rule.code);
        !found && report.skipped.iter().all(|skipped| skipped.rule.code != rule.code)
    };
    let passed: Vec<_> = report.asked.iter().filter(is_passed).collect();
    for rule in &passed {
        let (code, slug) = (rule.code, rule.slug);
        cases += &format!("    <testcase classname=\"{code}\" name=\"{slug}\"/>\n");
    }
    for found in shown {
        let text = escape_xml(&format!("{}: {}", subject(found), found.finding.message));
        let class = found.rule.code;
        let file = place(found)
            .map(|(path, line)| format!(" file=\"{}\" line=\"{line}\"", escape_xml(path)))
            .unwrap_or_default();
        let name = escape_xml(&format!("{} {}", found.rule.slug, subject(found)));
        cases += &format!("    <testcase classname=\"{class}\" name=\"{name}\"{file}>\n");
        let next = escape_xml(found.finding.next.as_deref().unwrap_or_default());
        let word = found.rule.severity.word();
        cases += &match found.rule.severity {
            Severity::Info => format!("      <system-out>{text}</system-out>\n"),
            _ => format!("      <failure type=\"{word}\" message=\"{text}\">{next}</failure>\n"),
        };
        cases += "    </testcase>\n";
    }
    for skipped in &report.skipped {
        let (code, slug) = (skipped.rule.code, skipped.rule.slug);
        let why = escape_xml(&format!("no permission: {}", skipped.why));
        cases += &format!(
            "    <testcase classname=\"{code}\" name=\"{slug}\">\n      <skipped message=\"{why}\"/>\n    </testcase>\n"
        );
    }
    for row in unread {
        let (class, why) = (escape_xml(&row.resource), escape_xml(&row.to_string()));
        cases += &format!(
            "    <testcase classname=\"{class}\" name=\"not-read\">\n      <error message=\"{why}\"/>\n    </testcase>\n"
        );
    }
    let failures = shown.iter().filter(|found| found.rule.severity > Severity::Info).count();
    let (errors, skipped) = (unread.len(), report.skipped.len());
    let tests = passed.len() + shown.len() + skipped + errors;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"kubectl {}\" \
         tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n{cases}  </testsuite>\n</testsuites>\n",
        how.command
    )
}

/// Text of an attribute or an element. Control characters have no form in XML 1.0 and go as a question mark.
pub(in crate::cli::command) fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' => out += "&#10;",
            c if c.is_control() => out.push('?'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_well_formed_whatever_stands_in_a_name() {
        assert_eq!(escape_xml("a<b>&\"c\"\n\u{1b}"), "a&lt;b&gt;&amp;&quot;c&quot;&#10;?");
    }
}
