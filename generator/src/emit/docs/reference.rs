//! Where references lead: `[guide]: https://a.example "title"` (CommonMark, section 4.7).

use std::collections::BTreeMap;

use super::fence::Fence;
use super::link::target;

/// The definitions of a text.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// What is written there, by label.
    addresses: BTreeMap<String, String>,
}

impl Targets {
    /// The definitions of a text, and its lines without them.
    pub fn taken(text: &str) -> (Self, Vec<&str>) {
        let mut targets = Self::default();
        let mut lines = Vec::new();
        let mut open: Option<Fence> = None;
        let mut in_paragraph = false;
        for line in text.lines() {
            match (&open, Fence::of(line.trim_end())) {
                (Some(fence), _) if fence.ends_at(line) => open = None,
                (Some(_), _) => {}
                (None, Some(fence)) => open = Some(fence),
                (None, None) if !in_paragraph => {
                    if let Some((label, address)) = definition(line) {
                        targets.addresses.entry(label).or_insert(address);
                        continue;
                    }
                    in_paragraph = !line.trim().is_empty();
                }
                (None, None) => in_paragraph = !line.trim().is_empty(),
            }
            lines.push(line);
        }
        (targets, lines)
    }

    /// What is written where a label is defined.
    pub fn of(&self, label: &str) -> Option<&str> {
        // Most texts have none.
        if self.addresses.is_empty() {
            return None;
        }
        self.addresses.get(&folded(label)).map(String::as_str)
    }
}

/// The label and the address of a line that defines one; that of a footnote does not.
fn definition(line: &str) -> Option<(String, String)> {
    let inner = line.trim().strip_prefix('[')?;
    let (label, rest) = inner.split_once("]:")?;
    let is_label = !label.trim().is_empty() && !label.starts_with('^');
    let (address, rest) = target(rest.trim_start())?;
    // `[default]: 5` and `[unit]: n/a` are remarks.
    let leads = address.starts_with(['/', '#', '.']) || address.contains("://");
    let known = is_label && leads && !label.contains(['[', ']', '\\']) && rest.trim().is_empty();
    known.then(|| (folded(label), address.to_owned()))
}

/// A label as it is compared with others.
fn folded(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
