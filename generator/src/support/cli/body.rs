//! The body of a request, from the command line, a file or the standard input.

use std::fs;
use std::io::{Read, stdin};

use crate::dispatch::{Body, Content, Failure};

/// Reads what `--body` names: `@FILE`, `-`, or the body itself.
pub(super) fn body(given: &str, described: &Body) -> Result<Content, Failure> {
    let bytes = bytes(given).map_err(|error| Failure::input("body", error))?;
    if !described.json {
        return Ok(Content::Bytes(bytes.into()));
    }
    match serde_json::from_slice(&bytes) {
        Ok(value) => Ok(Content::Json(value)),
        Err(_) if described.media_type.contains("xml") => Ok(Content::Bytes(bytes.into())),
        Err(error) => Err(Failure::input("body", format!("is not JSON: {error}"))),
    }
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
        Some(file) => {
            fs::read(file).map_err(|error| format!("cannot be read from {file}: {error}"))
        }
        None => Ok(given.as_bytes().to_vec()),
    }
}
