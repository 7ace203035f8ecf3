//! Forms with files: the parts by their names.

use serde_json::Value;

use super::{
    super::scenario::{Body, text},
    json,
};

/// A part that was sent.
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Vec<u8>,
}

/// How a form differs from what was expected.
pub fn differences(expected: &Body, content_type: &str, body: &[u8]) -> Vec<String> {
    let Some(parts) = parts(content_type, body) else {
        return vec!["a form that cannot be read".to_owned()];
    };
    let mut wrong = Vec::new();
    for (name, value) in &expected.parts {
        let found = parts
            .iter()
            .filter(|part| part.name == *name && part.file_name.is_none());
        let same = |part: &Part| same_value(value, &part.content);
        if !found.clone().any(same) {
            wrong.push(format!("part {name}: not {}", text(value)));
        }
    }
    let mut left: Vec<&Part> = parts
        .iter()
        .filter(|part| part.file_name.is_some())
        .collect();
    for file in &expected.files {
        let at = left.iter().position(|part| {
            part.name == file.field
                && base64_of(&part.content) == file.content()
                && part.file_name.as_deref() == Some(&file.name)
                && part.media_type.as_deref() == Some(&file.media_type)
        });
        match at {
            Some(at) => drop(left.remove(at)),
            None => {
                let found: Vec<String> = left
                    .iter()
                    .map(|part| {
                        format!(
                            "{} {:?} {:?} {} bytes",
                            part.name,
                            part.file_name,
                            part.media_type,
                            part.content.len()
                        )
                    })
                    .collect();
                let (field, name, kind) = (&file.field, &file.name, &file.media_type);
                wrong.push(format!("file {field}: no {name} of {kind} among {found:?}"));
            }
        }
    }
    wrong
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

fn same_value(wanted: &Value, found: &[u8]) -> bool {
    let found = String::from_utf8_lossy(found);
    if text(wanted) == found {
        return true;
    }
    let parse = |text: &str| serde_json::from_str::<Value>(text);
    let wanted = match wanted {
        Value::String(text) => parse(text).unwrap_or(wanted.clone()),
        other => other.clone(),
    };
    parse(&found).is_ok_and(|found| json::same(&wanted, &found))
}

/// The parts of a body (RFC 2046, section 5.1.1).
fn parts(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = content_type.split("boundary=").nth(1)?.split(';').next()?;
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let pieces = split(body, boundary.as_bytes());
    // Before the first boundary and after the last there is nothing.
    let inner = pieces.get(1..pieces.len().checked_sub(1)?)?;
    inner.iter().map(|piece| part(piece)).collect()
}

fn part(piece: &[u8]) -> Option<Part> {
    let piece = piece.strip_prefix(b"\r\n")?.strip_suffix(b"\r\n")?;
    let at = piece.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, content) = piece.split_at(at);
    let head = String::from_utf8_lossy(head).into_owned();
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted)
                .then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    let parameter = |name: &str| {
        let rest = disposition.split_once(&format!("; {name}=\""))?.1;
        rest.split('"').next().map(str::to_owned)
    };
    Some(Part {
        name: parameter("name")?,
        file_name: parameter("filename"),
        media_type: header("content-type"),
        content: content.get(4..)?.to_owned(),
    })
}

fn split<'b>(body: &'b [u8], boundary: &[u8]) -> Vec<&'b [u8]> {
    let mut pieces = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.windows(boundary.len()).position(|it| it == boundary) {
        let (before, after) = rest.split_at(at);
        pieces.push(before);
        rest = after.get(boundary.len()..).unwrap_or_default();
    }
    pieces.push(rest);
    pieces
}
