//! The body of a request, from the command line, a file or the standard input.

use std::fs;
use std::io::{Read, stdin};
use std::path::Path;

use serde::de::IgnoredAny;
use serde_json::{Deserializer, Value, json};

use crate::dispatch::{Body, Content, Failure};
use crate::support::runtime::base64;

/// Reads what `--body` names: `@FILE`, `-`, or the body itself.
pub(super) fn body(given: &str, described: &Body) -> Result<Content, Failure> {
    let bytes = bytes(given).map_err(|error| Failure::input("body", error))?;
    if !described.json {
        return Ok(Content::Bytes(bytes.into()));
    }
    let is_xml = described.media_type.contains("xml");
    if described.lines {
        let list = list(bytes).map_err(|error| Failure::input("body", format!("is not JSON: {error}")))?;
        return Ok(Content::Bytes(list.into()));
    }
    match serde_json::from_slice(&bytes) {
        Ok(mut value) if !described.files.is_empty() => {
            with_files(&mut value, described.files)?;
            Ok(Content::Json(value))
        }
        Ok(value) if is_xml => Ok(Content::Json(value)),
        Err(_) if is_xml => Ok(Content::Bytes(bytes.into())),
        // The text has every digit of its numbers.
        Ok(_) => Ok(Content::Bytes(bytes.into())),
        Err(error) => Err(Failure::input("body", format!("is not JSON: {error}"))),
    }
}

/// A row of values as a list, which it may be already. The text has every digit of their numbers.
fn list(mut bytes: Vec<u8>) -> Result<Vec<u8>, serde_json::Error> {
    if serde_json::from_slice::<Vec<IgnoredAny>>(&bytes).is_ok() {
        return Ok(bytes);
    }
    // What begins a value of a sequence (RFC 7464, section 2.2) is in no value.
    bytes.iter_mut().filter(|byte| **byte == 0x1E).for_each(|byte| *byte = b' ');
    let mut values = Deserializer::from_slice(&bytes).into_iter::<IgnoredAny>();
    let (mut list, mut start) = (vec![b'['], 0);
    while let Some(value) = values.next() {
        value?;
        let end = values.byte_offset();
        if start > 0 {
            list.push(b',');
        }
        list.extend(bytes.get(start..end).into_iter().flatten());
        start = end;
    }
    list.push(b']');
    Ok(list)
}

fn bytes(given: &str) -> Result<Vec<u8>, String> {
    if given == "-" {
        let mut bytes = Vec::new();
        let read = stdin().lock().read_to_end(&mut bytes);
        return match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(format!("cannot be read from the standard input: {error}")),
        };
    }
    match given.strip_prefix('@') {
        Some(file) => contents(file),
        None => Ok(given.as_bytes().to_vec()),
    }
}

fn contents(file: &str) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("cannot be read from {file}: {error}"))
}

/// Puts files in the place of `@FILE`, in the properties of a form that are files.
fn with_files(form: &mut Value, files: &[&str]) -> Result<(), Failure> {
    for (name, value) in form.as_object_mut().into_iter().flatten() {
        if !files.contains(&name.as_str()) && !files.contains(&"*") {
            continue;
        }
        let several = match value {
            Value::Array(several) => several.as_mut_slice(),
            one => std::slice::from_mut(one),
        };
        for value in several {
            if let Some(path) = value.as_str().and_then(|text| text.strip_prefix('@')) {
                *value = file(path).map_err(|error| Failure::input("body", error))?;
            }
        }
    }
    Ok(())
}

/// A file with its name, as a form takes it from JSON.
fn file(path: &str) -> Result<Value, String> {
    let content = base64::encode(contents(path)?);
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy());
    Ok(json!({ "content": content, "file_name": name }))
}
