//! kgateway 2.0's `Backend`: `spec.ai.llm.provider.<name>` or `spec.ai.multipool`, with `hostOverride`, `pathOverride`
//! and `authHeaderOverride` beside the provider. Gone in 2.2; never written.

use serde_json::Value;

use super::Unconvertible;
use super::kgateway::{self, Fields, LegacyProvider};
use super::{Changes, Dialect};

/// The row.
pub const DIALECT: Dialect =
    Dialect { name: "kgateway-2.0", speaks, has_own_places: true, canonical };

fn speaks(object: &Value) -> bool {
    let ai = object.pointer("/spec/ai");
    let has = |path| ai.is_some_and(|ai| ai.pointer(path).is_some());
    kgateway::is_backend(object) && (has("/llm/provider") || has("/multipool"))
}

fn canonical(mut object: Value, changes: &mut Changes) -> Result<Value, Unconvertible> {
    let mut ai = kgateway::take_ai(&mut object)?;
    if let Some(llm) = ai.remove("llm") {
        let at = "/spec/ai/llm";
        let wild = wild(kgateway::mapping(llm, at)?, at)?;
        changes.rewritten(at, "moved to `spec.ai.provider`");
        let (ai, policies) = kgateway::single(wild, changes)?;
        return Ok(kgateway::finish(object, ai, policies, changes));
    }
    let at = "/spec/ai/multipool/priorities";
    let pool = ai.get_mut("multipool").and_then(|pool| pool.get_mut("priorities")).map(Value::take);
    let mut groups = Vec::new();
    for (index, mut priority) in kgateway::items(pool, at)?.into_iter().enumerate() {
        let at = format!("{at}/{index}/pool");
        let pool = kgateway::items(priority.get_mut("pool").map(Value::take), &at)?;
        let entry = |(number, entry): (usize, Value)| {
            let at = format!("{at}/{number}");
            Ok((None, wild(kgateway::mapping(entry, &at)?, &at)?))
        };
        groups.push(pool.into_iter().enumerate().map(entry).collect::<Result<_, Unconvertible>>()?);
    }
    changes.rewritten("/spec/ai/multipool", "moved to `spec.ai.groups`");
    let ai = kgateway::groups(groups, at, changes)?;
    Ok(kgateway::finish(object, ai, Value::Object(Fields::new()), changes))
}

fn wild(mut llm: Fields, at: &str) -> Result<LegacyProvider, Unconvertible> {
    let at = format!("{at}/provider");
    let mut provider = kgateway::mapping(llm.remove("provider").unwrap_or_default(), &at)?;
    let (name, config) = kgateway::take_provider(&mut provider, &at)?;
    Ok(LegacyProvider::of(name, config, llm, &at))
}
