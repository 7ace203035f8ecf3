//! What an answer must tell to be one page of a list. Generated code says it of its models.

use super::runtime::http::RawResponse;
use super::{Blank, Response, with_value};

/// One page of a list.
pub trait Page {
    /// What the list is of.
    type Item;

    /// The link to the next page, as it came.
    fn next_link(&self) -> Option<&str>;

    /// The items of the page; none where the answer has no list.
    fn into_items(self) -> Vec<Self::Item>;
}

/// An answer without a body is a page without items, and the last one.
pub fn empty_page<P: Page + Blank>(raw: RawResponse) -> Response<P> {
    with_value(raw, P::blank())
}

/// A list on its own is its only page.
impl<T> Page for Vec<T> {
    type Item = T;

    fn next_link(&self) -> Option<&str> {
        None
    }

    fn into_items(self) -> Self {
        self
    }
}
