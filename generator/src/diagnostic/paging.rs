//! Reports about answers that are pages of a list.

use super::kinds::warning;
use super::{Diagnostics, Site};

impl Diagnostics {
    /// `paging-without-page`: an answer that is to be one page of a list is no object and no
    /// list. The operation gives its answer as it is.
    pub fn paging_without_page(&mut self, at: impl Into<Site>) {
        self.report(
            warning(
                "paging-without-page",
                format!("the answer is not one page of a list: {AS_IT_IS}"),
            )
            .at(at)
            .help("describe one object with the list in it, or remove the extension"),
        );
    }

    /// `paging-without-property`: a page does not have the property that is named, or it is not
    /// `what` it should be. The operation gives its answer as it is.
    pub fn paging_without_property(&mut self, at: impl Into<Site>, property: &str, what: &str) {
        self.report(
            warning(
                "paging-without-property",
                format!("the answer has no property `{property}` that is {what}: {AS_IT_IS}"),
            )
            .at(at)
            .help("name the property as the answer's schema does"),
        );
    }

    /// `paging-two-ways`: another operation finds the items or the link of the same page under
    /// other names. The operation gives its answer as it is.
    pub fn paging_two_ways(&mut self, at: impl Into<Site>, page: &str) {
        self.report(
            warning(
                "paging-two-ways",
                format!("another operation reads `{page}` by other names: {AS_IT_IS}"),
            )
            .at(at)
            .help("let both name the same properties, or give them schemas of their own"),
        );
    }

    /// `paging-without-operation`: the operation that is named for the next page does not exist,
    /// or is not called in a way that is supported. The operation gives its answer as it is.
    pub fn paging_without_operation(&mut self, at: impl Into<Site>, name: &str, why: &str) {
        self.report(
            warning(
                "paging-without-operation",
                format!("the next page cannot be had by `{name}`, which {why}: {AS_IT_IS}"),
            )
            .at(at)
            .help("let its path take the link as it is, and nothing else that is new; or remove the name"),
        );
    }

    /// `paging-by-link`: the operation that is to get the next page is none of the client. Its link is
    /// followed, as where no operation is named.
    pub fn paging_by_link(&mut self, at: impl Into<Site>, name: &str) {
        self.report(
            warning(
                "paging-by-link",
                format!(
                    "`{name}` is not generated: the link to the next page is followed as it is"
                ),
            )
            .at(at)
            .note("only the first such place is shown")
            .help("name an operation that the crate has, or remove the name"),
        );
    }
}

const AS_IT_IS: &str = "the operation gives its answer as it is";
