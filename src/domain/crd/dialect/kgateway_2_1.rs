//! kgateway 2.1's `Backend`: `spec.ai.llm.<name>` or `spec.ai.priorityGroups`, with `host`, `port`, `path`,
//! `authHeader` and `routes` beside the provider. Gone in 2.2; never written.

use serde_json::Value;

use super::Unconvertible;
use super::kgateway::{self, Fields, LegacyProvider};
use super::{Changes, Dialect};

/// The row.
pub const DIALECT: Dialect =
    Dialect { name: "kgateway-2.1", speaks: kgateway::is_backend, has_own_places: true, canonical };

fn canonical(mut object: Value, changes: &mut Changes) -> Result<Value, Unconvertible> {
    let mut ai = kgateway::take_ai(&mut object)?;
    if let Some(llm) = ai.remove("llm") {
        let at = "/spec/ai/llm";
        let wild = wild(kgateway::mapping(llm, at)?, at)?;
        changes.rewritten(at, "moved to `spec.ai.provider`");
        let (ai, policies) = kgateway::single(wild, changes)?;
        return Ok(kgateway::finish(object, ai, policies, changes));
    }
    let at = "/spec/ai/priorityGroups";
    let mut groups = Vec::new();
    for (index, mut group) in
        kgateway::items(ai.remove("priorityGroups"), at)?.into_iter().enumerate()
    {
        let at = format!("{at}/{index}/providers");
        let providers = kgateway::items(group.get_mut("providers").map(Value::take), &at)?;
        let entry = |(number, entry): (usize, Value)| {
            let at = format!("{at}/{number}");
            let mut fields = kgateway::mapping(entry, &at)?;
            let name = fields.remove("name").and_then(|name| name.as_str().map(str::to_owned));
            Ok((name, wild(fields, &at)?))
        };
        groups.push(
            providers.into_iter().enumerate().map(entry).collect::<Result<_, Unconvertible>>()?,
        );
    }
    changes.rewritten(at, "moved to `spec.ai.groups`");
    let ai = kgateway::groups(groups, at, changes)?;
    Ok(kgateway::finish(object, ai, Value::Object(Fields::new()), changes))
}

fn wild(mut llm: Fields, at: &str) -> Result<LegacyProvider, Unconvertible> {
    let (name, config) = kgateway::take_provider(&mut llm, at)?;
    Ok(LegacyProvider::of(name, config, llm, at))
}
