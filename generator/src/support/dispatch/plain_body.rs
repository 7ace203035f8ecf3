//! Bodies without a codec: texts, and bytes as they are.

use super::{Failure, Given};
use crate::support::{REDACTED, RequestBody};

/// A body of a text.
pub(crate) fn text_body(given: Given<'_>) -> Result<Option<RequestBody<'_>>, Failure> {
    Ok(given.call.text_body()?.map(RequestBody::text))
}

/// A body of a text that is never shown.
pub(crate) fn secret_body(given: Given<'_>) -> Result<Option<RequestBody<'_>>, Failure> {
    let body = given.call.text_body()?;
    if body.is_some() {
        given.held.show(REDACTED.into());
    }
    Ok(body.map(RequestBody::secret))
}

/// A body of bytes.
pub(crate) fn bytes_body(given: Given<'_>) -> Result<Option<RequestBody<'_>>, Failure> {
    Ok(given.call.bytes_body().map(RequestBody::bytes))
}

/// A body of bytes that are never shown.
pub(crate) fn secret_bytes_body(given: Given<'_>) -> Result<Option<RequestBody<'_>>, Failure> {
    let body = given.call.bytes_body();
    if body.is_some() {
        given.held.show(REDACTED.into());
    }
    Ok(body.map(RequestBody::bytes))
}
