//! The name that somebody meant who wrote another.

/// The one of `names` that is most like `wanted`; none where none is like it.
pub fn nearest<'n>(names: impl IntoIterator<Item = &'n str>, wanted: &str) -> Option<&'n str> {
    let length = wanted.chars().count();
    if length > LONGEST {
        return None;
    }
    // More than half of the longer one: `name` is not meant by `namespace`.
    let begins = |name: &str| {
        let (short, long) = if name.len() < wanted.len() { (name, wanted) } else { (wanted, name) };
        long.starts_with(short) && short.len() > 2 && short.len() * 2 > long.len()
    };
    let far = |name: &str| match name.eq_ignore_ascii_case(wanted) {
        true => 0,
        false if begins(name) => 1,
        false => distance(name, wanted),
    };
    let all = names.into_iter().map(|name| (far(name), distance(name, wanted), name));
    let (far, _, name) = all.min()?;
    (far <= (length / 3).max(1) && far < length).then_some(name)
}

/// The words that lead there: `; did you mean `name`?`, or none.
#[must_use]
pub fn hint<'n>(names: impl IntoIterator<Item = &'n str>, wanted: &str) -> String {
    nearest(names, wanted).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// What exists, for the sentence that something does not: the name that was meant, then the nearest ones first. Names with a
/// namespace are compared by what follows it, unless `wanted` has one too.
#[must_use]
pub fn available(mut there: Vec<String>, wanted: &str) -> String {
    /// So many names are of use; more than these are only counted.
    const SHOWN: usize = 8;
    let bare = |name: &str| match wanted.contains('/') {
        true => name.to_owned(),
        false => name.rsplit('/').next().unwrap_or(name).to_owned(),
    };
    if there.is_empty() {
        return " (available: none)".to_owned();
    }
    there.sort_by_cached_key(|name| (distance(&bare(name), wanted), name.clone()));
    there.dedup();
    let words: Vec<String> = there.iter().map(|name| bare(name)).collect();
    let meant = nearest(words.iter().map(String::as_str), wanted);
    let meant = meant.and_then(|near| there.iter().find(|name| bare(name) == near));
    let hint = meant.map(|name| format!("; did you mean {name}?")).unwrap_or_default();
    let more = there.len().saturating_sub(SHOWN);
    there.truncate(SHOWN);
    there.extend((more > 0).then(|| format!("and {more} more")));
    format!("{hint} (available: {})", there.join(", "))
}

/// No name of a field is longer. Letters.
const LONGEST: usize = 64;

/// How many letters are to be put in, taken out, changed, or to trade places with their neighbor.
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut earlier: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = above[j] + usize::from(a != b);
            let mut least = changed.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(earlier[j - 1] + 1);
            }
            row.push(least);
        }
        earlier = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_available_begins_with_what_was_meant() {
        let there = || ["shop/chat", "shop/openai-smart", "a/b"].map(str::to_owned).to_vec();
        assert_eq!(
            available(there(), "opnai-smart"),
            "; did you mean shop/openai-smart? (available: shop/openai-smart, shop/chat, a/b)"
        );
        assert_eq!(available(there(), "zzz"), " (available: a/b, shop/chat, shop/openai-smart)");
        assert_eq!(available(Vec::new(), "zzz"), " (available: none)");
        let many = (0..20).map(|n| format!("n{n}")).collect();
        assert!(available(many, "x").ends_with("and 12 more)"));
    }

    #[test]
    fn a_slip_finds_its_name_and_another_word_finds_none() {
        let names = ["matches", "filters", "backendRefs", "name"];
        for (wanted, meant) in [
            ("match", Some("matches")),
            ("filter", Some("filters")),
            ("backendrefs", Some("backendRefs")),
            ("retryBudget", None),
            ("", None),
            ("x", None),
            ("namespce", None),
            ("names", Some("name")),
            ("naem", Some("name")),
            ("flitres", Some("filters")),
        ] {
            assert_eq!(nearest(names, wanted), meant, "{wanted}");
        }
    }
}
