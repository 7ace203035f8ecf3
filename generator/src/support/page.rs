//! What an answer must tell to be one page of a list. Generated code says it of its models.

/// One page of a list.
pub trait Page {
    /// What the list is of.
    type Item;

    /// The link to the next page, as it came.
    fn next_link(&self) -> Option<&str>;

    /// The items of the page; none where the answer has no list.
    fn into_items(self) -> Vec<Self::Item>;
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
