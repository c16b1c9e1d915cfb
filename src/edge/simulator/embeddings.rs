//! OpenAI's embeddings: unit vectors that depend on model and text only, so that equal texts are equally near.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::bad_request::BadRequest;
use super::prompt::{fingerprint, tokens};
use super::{ParsedRequest, ProviderReply};

/// Numbers in a vector while the request does not say; those of OpenAI's small model.
const DIMENSIONS: u64 = 1536;

/// The largest vector that is made.
const MAX_DIMENSIONS: u64 = 4096;

/// The most texts in one request; OpenAI's limit.
const MAX_INPUTS: usize = 2048;

/// The vectors of the texts in `input`.
pub(super) fn answer(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    let body = &question.body;
    let dimensions = match body.get("dimensions") {
        None | Some(Value::Null) => DIMENSIONS,
        Some(number) => number
            .as_u64()
            .filter(|number| (1..=MAX_DIMENSIONS).contains(number))
            .ok_or(BadRequest::Dimensions { most: MAX_DIMENSIONS })?,
    };
    let is_base64 = body.get("encoding_format").and_then(Value::as_str) == Some("base64");
    let inputs = inputs(body.get("input").unwrap_or(&Value::Null))?;
    let used: u64 = inputs.iter().map(|input| input.tokens).sum();
    let data: Vec<_> = inputs
        .iter()
        .enumerate()
        .map(|(index, input)| {
            let seed = fingerprint(&[question.model.as_bytes(), input.text.as_bytes()]);
            let vector = unit_vector(seed, dimensions);
            let embedding = if is_base64 { json!(packed(&vector)) } else { json!(vector) };
            json!({"object": "embedding", "index": index, "embedding": embedding})
        })
        .collect();
    Ok(ProviderReply::Whole(json!({
        "object": "list",
        "data": data,
        "model": question.model,
        "usage": {"prompt_tokens": used, "total_tokens": used},
    })))
}

struct Input {
    text: String,
    tokens: u64,
}

/// One text, a list of texts, one text in tokens, or a list of those.
fn inputs(input: &Value) -> Result<Vec<Input>, BadRequest> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(Input { text: text.clone(), tokens: tokens(text) }),
        Value::Array(numbers) if numbers.iter().all(Value::is_u64) => {
            Some(Input { text: value.to_string(), tokens: numbers.len() as u64 })
        }
        _ => None,
    };
    let read = match input {
        Value::Array(items) if items.len() > MAX_INPUTS && !items.iter().all(Value::is_u64) => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) if !items.iter().all(Value::is_u64) => items.iter().map(one).collect(),
        value => one(value).map(|input| vec![input]),
    };
    read.ok_or(BadRequest::NoEmbeddingInput { most: MAX_INPUTS })
}

fn unit_vector(seed: u64, dimensions: u64) -> Vec<f32> {
    let numbers: Vec<f64> = (1..=dimensions).map(|index| scattered(seed, index)).collect();
    let length = numbers.iter().map(|number| number * number).sum::<f64>().sqrt();
    numbers.into_iter().map(|number| (number / length) as f32).collect()
}

/// A number between -1 and 1, never 0, by SplitMix64's mixing.
fn scattered(seed: u64, index: u64) -> f64 {
    let mut bits = seed.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    let fraction = ((bits >> 11) | 1) as f64 / (1_u64 << 53) as f64;
    if bits & 1 == 0 { fraction } else { -fraction }
}

/// Little-endian floats in base64: what OpenAI's own clients ask for.
fn packed(vector: &[f32]) -> String {
    let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
    STANDARD.encode(bytes)
}
