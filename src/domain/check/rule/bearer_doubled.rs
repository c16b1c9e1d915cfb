//! AGW2002 bearer-doubled: key is sent with `Bearer` twice.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, KeyOf};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::secret::bytes::SecretBytes;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2002",
    slug: "bearer-doubled",
    severity: Severity::Error,
    title: "key is sent with `Bearer` twice",
    what: "agentgateway removes one leading `Bearer `, in exactly this spelling and only from the data key `Authorization`, and adds its own. This value still starts with another one.",
    why: "The provider receives `Authorization: Bearer Bearer …` and answers 401.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
        key: token
---
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  token: Bearer sk-key-of-openai
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
        key: token
---
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  token: sk-key-of-openai
"#,
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let doubled = |(key, bytes): (KeyOf<'_>, &SecretBytes)| {
        let left = bytes.shape().bearers_sent(key.data_key() == DEFAULT_DATA_KEY);
        (left > 0)
            .then(|| key.finding(format!("its key {} is sent with `Bearer` twice", key.data_key())))
    };
    input.read_keys().into_iter().filter_map(doubled).collect()
}
