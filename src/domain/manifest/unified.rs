//! Two texts as a unified diff, as `diff -u` writes it.

/// Lines of context around a change.
const CONTEXT: usize = 3;
/// Beyond this many comparisons the middle is shown as replaced.
const MOST: usize = 4_000_000;

/// One line of the comparison.
#[derive(Clone, Copy)]
enum Line<'t> {
    Both(&'t str),
    Before(&'t str),
    After(&'t str),
}

/// A text and the name of its file.
#[derive(Clone, Copy, Debug)]
pub struct NamedText<'t> {
    pub name: &'t str,
    pub text: &'t str,
}

/// The difference; empty where the texts are equal.
#[must_use]
pub fn diff(before: NamedText<'_>, after: NamedText<'_>) -> String {
    if before.text == after.text {
        return String::new();
    }
    let (old, new): (Vec<_>, Vec<_>) =
        (before.text.lines().collect(), after.text.lines().collect());
    let lines = compare(&old, &new);
    let mut text = format!("--- {}\n+++ {}\n", before.name, after.name);
    for (from, to) in hunks(&lines) {
        hunk(&lines, from, to, &mut text);
    }
    text
}

/// Common lines at both ends, and the longest common subsequence between them.
fn compare<'t>(before: &[&'t str], after: &[&'t str]) -> Vec<Line<'t>> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (rest_before, rest_after) = (&before[start..], &after[start..]);
    let end =
        rest_before.iter().rev().zip(rest_after.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut lines: Vec<_> = before[..start].iter().copied().map(Line::Both).collect();
    let (a, b) = (&rest_before[..rest_before.len() - end], &rest_after[..rest_after.len() - end]);
    middle(a, b, &mut lines);
    lines.extend(before[before.len() - end..].iter().copied().map(Line::Both));
    lines
}

fn middle<'t>(before: &[&'t str], after: &[&'t str], lines: &mut Vec<Line<'t>>) {
    if before.len().saturating_mul(after.len()) > MOST {
        lines.extend(before.iter().copied().map(Line::Before));
        lines.extend(after.iter().copied().map(Line::After));
        return;
    }
    let width = after.len() + 1;
    // `common[i][j]`: how many lines `before[i..]` and `after[j..]` have in common.
    let mut common = vec![0_u32; (before.len() + 1) * width];
    for i in (0..before.len()).rev() {
        for j in (0..after.len()).rev() {
            common[i * width + j] = match before[i] == after[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < before.len() || j < after.len() {
        if i < before.len() && j < after.len() && before[i] == after[j] {
            lines.push(Line::Both(before[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == after.len()
            || (i < before.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            lines.push(Line::Before(before[i]));
            i += 1;
        } else {
            lines.push(Line::After(after[j]));
            j += 1;
        }
    }
}

/// Ranges of lines that hold changes and their context; ranges that touch are one.
fn hunks(lines: &[Line<'_>]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if matches!(line, Line::Both(_)) {
            continue;
        }
        let (from, to) = (index.saturating_sub(CONTEXT), (index + CONTEXT + 1).min(lines.len()));
        match ranges.last_mut() {
            Some(last) if from <= last.1 => last.1 = to,
            _ => ranges.push((from, to)),
        }
    }
    ranges
}

fn hunk(lines: &[Line<'_>], from: usize, to: usize, text: &mut String) {
    let count = |lines: &[Line<'_>]| {
        let before = lines.iter().filter(|line| !matches!(line, Line::After(_))).count();
        let after = lines.iter().filter(|line| !matches!(line, Line::Before(_))).count();
        (before, after)
    };
    let (skipped_before, skipped_after) = count(&lines[..from]);
    let (before, after) = count(&lines[from..to]);
    // A side without lines is said to begin before its first.
    let range = |skipped: usize, count: usize| match count {
        0 => format!("{skipped},0"),
        1 => format!("{}", skipped + 1),
        count => format!("{},{count}", skipped + 1),
    };
    text.push_str(&format!(
        "@@ -{} +{} @@\n",
        range(skipped_before, before),
        range(skipped_after, after)
    ));
    for line in &lines[from..to] {
        let (sign, line) = match line {
            Line::Both(line) => (' ', line),
            Line::Before(line) => ('-', line),
            Line::After(line) => ('+', line),
        };
        text.push(sign);
        text.push_str(line);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_texts(before: &str, after: &str) -> String {
        diff(NamedText { name: "x", text: before }, NamedText { name: "y", text: after })
    }

    #[test]
    fn it_reads_as_diff_u_writes_it() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
        let after = "a\nB\nc\nd\ne\nf\ng\nh\ni\nk\nl\n";
        let expected = "--- x\n+++ y\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n\
            @@ -7,5 +7,5 @@\n g\n h\n i\n-j\n k\n+l\n";
        assert_eq!(of_texts(before, after), expected);
        assert_eq!(of_texts("", "a\nb\n"), "--- x\n+++ y\n@@ -0,0 +1,2 @@\n+a\n+b\n");
        assert_eq!(of_texts("a\n", "a\n"), "");
    }
}
