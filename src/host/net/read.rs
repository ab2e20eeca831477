//! What an answer's bytes mean.

use crate::value::Value;

/// JSON as its value, other text as text, nothing as `none`.
pub(super) fn value(content_type: Option<&str>, bytes: &[u8]) -> Result<Value, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::None);
    }
    let kind = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = kind == "application/json" || kind == "text/json" || kind.ends_with("+json");
    let value = match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(json) if is_json || kind.is_empty() => Value::from_json(&json),
        Err(error) if is_json => return Err(format!("the answer is no JSON: {error}")),
        _ => Value::Text(std::str::from_utf8(bytes).map_err(|_| "the answer is no text".to_owned())?.to_owned()),
    };
    match value.clone().bounded() {
        Value::None if !value.is_none() => Err("the answer has more in it than a session can keep".to_owned()),
        kept => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_by_their_kind() {
        assert_eq!(value(Some("application/json; charset=utf-8"), b"{\"a\":1}").unwrap().field("a"), Value::from(1));
        assert_eq!(value(Some("application/problem+json"), b"true").unwrap(), Value::Bool(true));
        assert_eq!(value(None, b"[1]").unwrap(), Value::List(vec![Value::from(1)]));
        assert_eq!(value(Some("text/plain"), b"12").unwrap(), "12".into());
        assert_eq!(value(None, b"hello").unwrap(), "hello".into());
        assert_eq!(value(Some("application/json"), b" ").unwrap(), Value::None);
        assert!(value(Some("application/json"), b"<html>").is_err());
        assert!(value(Some("text/plain"), b"\xff").is_err());
    }

    #[test]
    fn bombs_are_refused() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(value(Some("application/json"), deep.as_bytes()).is_err());
        let wide = format!("[{}0]", "0,".repeat(20_000));
        assert!(value(Some("application/json"), wide.as_bytes()).unwrap_err().contains("more in it"));
    }
}
