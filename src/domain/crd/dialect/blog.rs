//! The dialect of a blog post of agentgateway's: `spec.type: llm` and `spec.llm.provider.<name>.authToken`. No release
//! ever took it; people copied it. Never written.

use serde_json::Value;

use super::Unconvertible;
use super::kgateway::{self, LegacyProvider};
use super::{Changes, Dialect};

/// The row.
pub const DIALECT: Dialect = Dialect {
    name: "blog",
    speaks: |object| object.pointer("/spec/llm/provider").is_some(),
    has_own_places: true,
    canonical,
};

fn canonical(mut object: Value, changes: &mut Changes) -> Result<Value, Unconvertible> {
    if object.pointer("/spec/ai").is_some() {
        return Err(Unconvertible::Both { at: "spec", one: "llm", other: "ai" });
    }
    let spec =
        object.get_mut("spec").and_then(Value::as_object_mut).ok_or(Unconvertible::NoSpec)?;
    let mut llm = kgateway::mapping(spec.remove("llm").unwrap_or_default(), "/spec/llm")?;
    if spec.contains_key("type") {
        changes.dropped("/spec/type", "the block under `spec` determines the kind of backend");
    }
    let at = "/spec/llm/provider";
    let mut provider = kgateway::mapping(llm.remove("provider").unwrap_or_default(), at)?;
    let (name, config) = kgateway::take_provider(&mut provider, at)?;
    let wild = LegacyProvider {
        at: format!("{at}/{name}"),
        name,
        config,
        host: provider.remove("host").or_else(|| llm.remove("host")),
        port: provider.remove("port").or_else(|| llm.remove("port")),
        path: provider.remove("path").or_else(|| llm.remove("path")),
        auth_header: None,
        routes: llm.remove("routes"),
        others: llm,
    };
    changes.rewritten("/spec/llm", "moved to `spec.ai`");
    let (ai, policies) = kgateway::single(wild, changes)?;
    kgateway::with_spec(&mut object, ai, policies);
    Ok(object)
}
