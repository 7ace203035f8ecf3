//! A walk over schemas that lead to one another, which may come back to where it was.

use openapiv3::Schema;

/// The schemas that are still to be looked at, each once; the last one first.
pub(super) struct Once<'d> {
    seen: Vec<&'d Schema>,
    open: Vec<&'d Schema>,
}

impl<'d> Once<'d> {
    /// A walk that begins at a schema.
    pub fn from(schema: &'d Schema) -> Self {
        Self {
            seen: Vec::new(),
            open: vec![schema],
        }
    }

    /// A walk that nothing leads on so far.
    pub fn none() -> Self {
        Self {
            seen: Vec::new(),
            open: Vec::new(),
        }
    }

    /// The next one.
    pub fn next(&mut self) -> Option<&'d Schema> {
        loop {
            let schema = self.open.pop()?;
            if !self.seen.iter().any(|known| std::ptr::eq(*known, schema)) {
                self.seen.push(schema);
                return Some(schema);
            }
        }
    }

    /// Leads on to others.
    pub fn lead(&mut self, others: impl IntoIterator<Item = &'d Schema>) {
        self.open.extend(others);
    }
}
