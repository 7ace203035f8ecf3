//! What a text holds: `contentEncoding`, `contentMediaType`.

use serde_json::{Map, Value, json};

use super::note;

type Schema = Map<String, Value>;

/// Bytes in a text are told by their encoding, bytes as such by their media type. What has a media
/// type and is of no type is no JSON, but what the media type says (OpenAPI 3.1.1, section 4.4.1.2).
pub(super) fn content(entries: &mut Schema) {
    entries.shift_remove("contentSchema");
    let mut word = |key: &str| match entries.shift_remove(key) {
        Some(Value::String(word)) => Some(word),
        _ => None,
    };
    let (encoding, media_type) = (word("contentEncoding"), word("contentMediaType"));
    let is_typed = ["type", "$ref", "enum", "const"]
        .iter()
        .any(|key| entries.contains_key(*key));
    let lower = |word: &Option<String>| word.as_deref().map(str::to_ascii_lowercase);
    let format = match (lower(&encoding).as_deref(), lower(&media_type).as_deref()) {
        (Some("base64"), _) => Some("byte"),
        (Some("base64url"), _) => Some("base64url"),
        (None | Some("binary"), Some(media_type)) if is_binary(media_type) => Some("binary"),
        (None, Some(media_type)) if !is_typed && !is_text(media_type) => Some("binary"),
        _ => None,
    };
    if let Some(format) = format {
        entries.entry("type").or_insert_with(|| json!("string"));
        entries.entry("format").or_insert_with(|| json!(format));
    } else if let Some(encoding) = &encoding {
        note(entries, "Encoding:", Some(encoding));
    }
    if let Some(media_type) = media_type.filter(|found| found != "application/octet-stream") {
        note(entries, "Content:", Some(&media_type));
    }
}

/// Whether a media type is of text, JSON included.
fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("text", _)) => true,
        Some((_, kind)) => {
            matches!(kind, "json" | "xml") || kind.ends_with("+json") || kind.ends_with("+xml")
        }
        None => false,
    }
}

/// Whether a media type is of bytes that are no text.
fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("image", kind)) => !kind.ends_with("+xml"),
        Some(("audio" | "video" | "font", _)) => true,
        Some(("application", kind)) => {
            matches!(kind, "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar")
        }
        Some(_) | None => false,
    }
}
