//! What the requests of a log come to, by what they have in common.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entry::Entry;

/// What requests are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKey {
    Model,
    Key,
    Backend,
    Route,
    Provider,
    Hour,
    Decision,
}

impl GroupKey {
    /// The group of a request; empty where it has none.
    #[must_use]
    pub fn group(self, of: &Entry) -> String {
        match self {
            GroupKey::Model => of.text("gen_ai.request.model").to_owned(),
            GroupKey::Key => {
                [of.text("api_key.name"), of.text("jwt.sub"), of.text("basic_auth.user")]
                    .into_iter()
                    .find(|name| !name.is_empty())
                    .unwrap_or_default()
                    .to_owned()
            }
            GroupKey::Backend => of.text("backend").to_owned(),
            GroupKey::Route => of.text("route").to_owned(),
            GroupKey::Provider => of.text("gen_ai.provider.name").to_owned(),
            // `2026-11-30T09`, and what makes it a time.
            GroupKey::Hour => format!("{}:00Z", of.time.get(..13).unwrap_or_default()),
            GroupKey::Decision => of.text("decision").to_owned(),
        }
    }
}

/// One group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    pub group: String,
    pub requests: u64,
    /// Those that were refused or failed, or whose status says so.
    pub errors: u64,
    pub input_tokens: u64,
    pub output_tokens: u64,
    /// Requests that used tokens of a model which no catalogue prices.
    pub unpriced: u64,
    /// Millionths of a dollar; none where no request has a price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_micro_usd: Option<u64>,
    /// The time that half of the requests took at the most. Microseconds.
    pub p50_us: u64,
    /// The same of 95 in a hundred.
    pub p95_us: u64,
}

/// Which groups come first: those with most of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Requests,
    Errors,
    /// Input and output.
    Tokens,
    /// Those without a price last, by their requests.
    Cost,
}

impl Order {
    fn of(self, row: &Row) -> u64 {
        match self {
            Order::Requests => row.requests,
            Order::Errors => row.errors,
            Order::Tokens => row.input_tokens.saturating_add(row.output_tokens),
            Order::Cost => row.cost_micro_usd.unwrap_or_default(),
        }
    }
}

/// Adds up requests.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    groups: BTreeMap<String, Group>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    row: Row,
    took: Vec<u64>,
}

impl Stats {
    /// Adds a request to its group.
    pub fn add(&mut self, group: String, of: &Entry) {
        let Group { row, took } = self.groups.entry(group).or_default();
        row.requests += 1;
        let status = of.number("http.status").unwrap_or_default();
        row.errors += u64::from(status >= 400 || of.text("decision") != "allowed");
        let tokens = |name| of.number(name).unwrap_or_default();
        row.input_tokens = row.input_tokens.saturating_add(tokens("gen_ai.usage.input_tokens"));
        row.output_tokens = row.output_tokens.saturating_add(tokens("gen_ai.usage.output_tokens"));
        match of.number("agw.ai.usage.cost.micro_usd") {
            Some(cost) => {
                row.cost_micro_usd =
                    Some(row.cost_micro_usd.unwrap_or_default().saturating_add(cost));
            }
            None => row.unpriced += u64::from(of.number("gen_ai.usage.input_tokens").is_some()),
        }
        took.extend(of.number("duration_us"));
    }

    /// The groups in this order.
    #[must_use]
    pub fn rows(self, order: Order) -> Vec<Row> {
        let rows = self.groups.into_iter().map(|(group, Group { row, mut took })| {
            took.sort_unstable();
            let [p50_us, p95_us] = [50, 95].map(|percent| percentile(&took, percent));
            Row { group, p50_us, p95_us, ..row }
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse((order.of(row), row.requests)));
        rows
    }
}

/// The value that so many in a hundred of sorted ones do not exceed (nearest rank).
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_add_up_by_what_they_have_in_common() {
        let mut stats = Stats::default();
        for (number, model) in [(1, "a"), (2, "b"), (3, "b")] {
            let line = format!(
                "{{\"ordinal\":{number},\"time\":\"2026-11-30T09:44:11.000000Z\",\"type\":\"request\",\
                 \"decision\":\"allowed\",\"gen_ai.request.model\":\"{model}\",\"http.status\":{},\
                 \"gen_ai.usage.input_tokens\":3,\"duration_us\":{}}}\n",
                200 * number,
                1000 * number
            );
            let entry = Entry::read(line.as_bytes()).expect("a line");
            assert_eq!(GroupKey::Hour.group(&entry), "2026-11-30T09:00Z");
            stats.add(GroupKey::Model.group(&entry), &entry);
        }
        let by_errors = stats.clone().rows(Order::Errors);
        let by_tokens = stats.clone().rows(Order::Tokens);
        assert!([by_errors, by_tokens].iter().all(|rows| rows[0].group == "b"));
        let rows = stats.rows(Order::Cost);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.group.as_str(),
                    row.requests,
                    row.errors,
                    row.input_tokens,
                    row.p50_us,
                    row.p95_us,
                )
            })
            .collect();
        assert_eq!(shown, [("b", 2, 2, 6, 2000, 3000), ("a", 1, 0, 3, 1000, 1000)]);
        let unpriced: Vec<_> = rows.iter().map(|row| (row.unpriced, row.cost_micro_usd)).collect();
        assert_eq!(unpriced, [(2, None), (1, None)], "a model without a price is not free");
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        assert_eq!(percentile(&[], 50), 0);
        let all: Vec<u64> = (1..=100).collect();
        assert_eq!((percentile(&all, 50), percentile(&all, 95)), (50, 95));
    }
}
