//! What a text holds: `contentEncoding`, `contentMediaType`.

use serde_json::{Map, Value, json};

use super::note;

type Schema = Map<String, Value>;

/// Bytes in a text are told by their encoding, bytes as such by their media type.
pub(super) fn content(entries: &mut Schema) {
    entries.shift_remove("contentSchema");
    let mut word = |key: &str| match entries.shift_remove(key) {
        Some(Value::String(word)) => Some(word),
        _ => None,
    };
    let (encoding, media_type) = (word("contentEncoding"), word("contentMediaType"));
    let lower = |word: &Option<String>| word.as_deref().map(str::to_ascii_lowercase);
    let format = match (lower(&encoding).as_deref(), lower(&media_type).as_deref()) {
        (Some("base64"), _) => Some("byte"),
        (Some("base64url"), _) => Some("base64url"),
        (None | Some("binary"), Some(media_type)) if is_binary(media_type) => Some("binary"),
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
