//! Rows of JSON values as bodies of requests (`application/jsonl`, `application/x-ndjson`, and RFC 7464's
//! `application/json-seq`): values go in, a body with a value in each line comes out.

use super::runtime::http::Request;
use super::runtime::http::headers::CONTENT_TYPE;
use super::{Codec, EncodedAs, InvalidParameter, Mode, RequestBody, text};

/// What begins a value of a sequence (RFC 7464, section 2.2).
const SEPARATOR: u8 = 0x1E;

impl<'a> RequestBody<'a> {
    /// Values, each in a line and without read-only properties.
    pub fn lines<C: Codec>(values: &'a [C::Value]) -> Self
    where
        C::Value: Sync,
    {
        Self::new(move |target, writing| {
            put_lines::<C>(target.request(), values, writing.media_type)
        })
    }
}

fn put_lines<C: Codec>(
    request: &mut Request,
    values: &[C::Value],
    media_type: &str,
) -> Result<(), InvalidParameter> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let is_sequence = essence.eq_ignore_ascii_case("application/json-seq");
    let mut body = Vec::new();
    for value in values {
        if is_sequence {
            body.push(SEPARATOR);
        }
        let mode = Mode::Request;
        // The writer's own words may quote the value, so they are dropped.
        serde_json::to_writer(&mut body, &EncodedAs::<C> { value, mode })
            .map_err(|_| InvalidParameter::new("body", "cannot be written as JSON"))?;
        body.push(b'\n');
    }
    request.insert_header(CONTENT_TYPE, text::header("content-type", media_type)?);
    request.set_body(body);
    Ok(())
}
