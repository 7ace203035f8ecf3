//! Bodies of JSON lines.

use super::{Failure, Given};
use crate::support::{Codec, RequestBody};

/// A body of values, each in a line: `L` reads the list of them, `C` writes each.
pub(crate) fn lines_body<L, C>(given: Given<'_>) -> Result<Option<RequestBody<'_>>, Failure>
where
    L: Codec<Value = Vec<C::Value>>,
    C: Codec,
    C::Value: Send + Sync + 'static,
{
    given.made(given.body::<L>(), |values| RequestBody::lines::<C>(values))
}
