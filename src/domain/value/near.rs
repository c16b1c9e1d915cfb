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

/// No name of a field is longer. Letters.
const LONGEST: usize = 64;

/// How many letters are to be put in, taken out or changed.
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (above, a) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], above + 1);
        for (at, b) in other.chars().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(nearest(names, wanted), meant, "{wanted}");
        }
    }
}
