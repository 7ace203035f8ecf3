//! Lines of white space alone.
//!
//! Comes in: the text of a file. Goes out: the same text, line by line, for a parser that takes a tab
//! in a blank line for a wrong indent. YAML has it stand there (1.2.2, 6.6 and 8.1.1.1), and editors leave
//! it.

use std::sync::Arc;

/// The text with nothing in those blank lines that have a tab.
pub(super) fn without_tabs(text: Arc<str>) -> Arc<str> {
    if !text.split('\n').any(has_tab_alone) {
        return text;
    }
    let lines = text.split('\n').map(|line| match has_tab_alone(line) {
        true => line.trim_matches([' ', '\t']),
        false => line,
    });
    lines.collect::<Vec<_>>().join("\n").into()
}

fn has_tab_alone(line: &str) -> bool {
    line.contains('\t') && line.trim_end().is_empty()
}
