//! Reports about what a service answers or sends by itself.

use super::kinds::warning;
use super::{Diagnostics, Site};

impl Diagnostics {
    /// `header-left-raw`: a header of a response is of a type that no accessor reads.
    pub fn header_left_raw(&mut self, at: impl Into<Site>, header: &str) {
        self.report(
            warning(
                "header-left-raw",
                format!("header `{header}` is an object or a list of lists: it has no accessor"),
            )
            .at(at)
            .help("read it from the response's `headers()` by its name"),
        );
    }
}
