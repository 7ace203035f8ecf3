//! What stands below one another: text, list items, quotes and blocks of code (CommonMark, sections 4
//! and 5).

use std::borrow::Cow;

use super::fence::Fence;
use super::inline::{escaped, goes_on};
use super::item::{DEEPEST, Margin, begins_item, begun_below, ends_item, indentation};
use super::markdown::printable;
use super::reference::Targets;

/// The lines of a comment, of a text's lines; `depth` is how many quotes they stand in.
pub(super) fn safe(lines: &[&str], targets: &Targets, depth: usize) -> Vec<String> {
    let mut blocks = Blocks {
        targets,
        depth,
        margin: Margin::default(),
        written: Vec::new(),
    };
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let taken = if let Some(fence) = Fence::of(first.trim_end()) {
            blocks.code(&fence, rest)
        } else if depth < DEEPEST && begins_quote(first) {
            blocks.quote(rest)
        } else {
            blocks.text(rest)
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    blocks.written
}

/// How many further lines the words of a link go on in at most.
const LONGEST: usize = 2;

/// Blocks on their way to being lines. Each way to add one says how many lines it takes.
struct Blocks<'t> {
    targets: &'t Targets,
    depth: usize,
    margin: Margin,
    written: Vec<String>,
}

impl Blocks<'_> {
    fn text(&mut self, lines: &[&str]) -> usize {
        let [line, after @ ..] = lines else {
            return 0;
        };
        let next = after.first().filter(|next| !is_block(next));
        match next.and_then(|next| begun_below(line, next)) {
            Some(line) => 2 + self.line(&line, after.get(1..).unwrap_or_default()),
            None => 1 + self.line(line, after),
        }
    }

    /// Adds a line of text. Gives how many of those behind it belong to it.
    fn line(&mut self, line: &str, after: &[&str]) -> usize {
        // Four blanks would begin a code block, and rustdoc would compile it.
        let (start, text) = self.margin.parts(line);
        let (taken, text) = self.whole(text, after);
        let lines = std::iter::once(line).chain(after.iter().copied());
        let last = lines.take(taken + 1).last().unwrap_or_default();
        let next = after.get(taken).copied().unwrap_or_default();
        let breaks = last.ends_with("  ") && !text.is_empty() && self.goes_on(&text, next);
        let escaped = escaped(&printable(&text), self.targets);
        let end = if breaks { "\\" } else { "" };
        let line = format!("{start}{}{end}", escaped.trim_end());
        self.written.push(line.trim_end().to_owned());
        taken
    }

    /// A line, with those behind it that its last words go on in; and how many those are.
    fn whole<'l>(&self, text: &'l str, after: &[&str]) -> (usize, Cow<'l, str>) {
        let mut joined = Cow::Borrowed(text);
        let mut taken = 0;
        while goes_on(&joined) {
            let next = after.get(taken).copied().unwrap_or_default();
            if taken >= LONGEST || !self.goes_on(text, next) {
                return (0, Cow::Borrowed(text));
            }
            joined = Cow::Owned(format!("{joined} {}", next.trim()));
            taken += 1;
        }
        let has_link = joined.contains("](") || joined.contains("][");
        match has_link || text.contains('`') {
            true => (taken, joined),
            false => (0, Cow::Borrowed(text)),
        }
    }

    /// Whether a line goes on with the paragraph of the text before it.
    fn goes_on(&self, text: &str, line: &str) -> bool {
        !text.starts_with('|') && self.margin.is_in_paragraph() && is_text(line)
    }

    fn code(&mut self, fence: &Fence, lines: &[&str]) -> usize {
        let first = lines.first().copied().unwrap_or_default();
        let start = self.margin.block(first);
        let indented = indentation(first);
        self.written.push(format!("{start}{}", fence.line("text")));
        let inner = lines.get(1..).unwrap_or_default();
        let end = inner.iter().position(|line| fence.ends_at(line));
        for line in inner.iter().take(end.unwrap_or(inner.len())) {
            let blanks = " ".repeat(indentation(line).saturating_sub(indented));
            let line = format!("{start}{blanks}{}", printable(line.trim()));
            self.written.push(line.trim_end().to_owned());
        }
        self.written.push(format!("{start}{}", fence.line("")));
        end.map_or(lines.len(), |end| end + 2)
    }

    fn quote(&mut self, lines: &[&str]) -> usize {
        let first = lines.first().copied().unwrap_or_default();
        let start = self.margin.block(first);
        let mut quoted: Vec<&str> = Vec::new();
        let mut open: Option<Fence> = None;
        for line in lines {
            let inner = line.trim_start().strip_prefix('>');
            let goes_on = open.is_none() && quoted.last().is_some_and(|last| is_text(last));
            let inner = match inner {
                Some(inner) if quoted.is_empty() => alert(inner).unwrap_or(outdented(inner)),
                Some(inner) => outdented(inner),
                None if goes_on && is_text(line) => line.trim(),
                None => break,
            };
            open = match (open, Fence::of(inner.trim_end())) {
                (Some(fence), _) if fence.ends_at(inner) => None,
                (Some(fence), _) => Some(fence),
                (None, found) => found,
            };
            quoted.push(inner);
        }
        let written = safe(&quoted, self.targets, self.depth + 1);
        let lines_of_it = written.iter().map(|line| format!("{start}> {line}"));
        self.written
            .extend(lines_of_it.map(|line| line.trim_end().to_owned()));
        let next = lines.get(quoted.len()).copied().unwrap_or_default();
        if !next.trim().is_empty() {
            self.written.push(String::new());
        }
        quoted.len()
    }
}

/// The text of a quote's line, behind its mark.
fn outdented(inner: &str) -> &str {
    inner.strip_prefix(' ').unwrap_or(inner)
}

/// What GitHub shows for a quote's first line that says how much it matters.
fn alert(inner: &str) -> Option<&'static str> {
    Some(match inner.trim() {
        "[!NOTE]" => "**Note:**",
        "[!TIP]" => "**Tip:**",
        "[!IMPORTANT]" => "**Important:**",
        "[!WARNING]" => "**Warning:**",
        "[!CAUTION]" => "**Caution:**",
        _ => return None,
    })
}

/// Whether a line begins a quote (CommonMark, section 5.1). What is greater than a number, or equal to
/// something, is none.
fn begins_quote(line: &str) -> bool {
    let Some(inner) = line.trim_start().strip_prefix('>') else {
        return false;
    };
    let begins = |c: char| c.is_alphabetic() || ">*_`[!".contains(c);
    match inner.strip_prefix([' ', '\t']) {
        Some(text) => !text.trim_start().starts_with(|c: char| c.is_ascii_digit()),
        None => inner.is_empty() || inner.starts_with(begins),
    }
}

/// Whether a block of code or a quote begins with a line.
fn is_block(line: &str) -> bool {
    Fence::of(line.trim_end()).is_some() || begins_quote(line)
}

/// Whether a line is one of a paragraph.
fn is_text(line: &str) -> bool {
    let text = line.trim();
    let begins = text.is_empty() || ends_item(text) || begins_item(text) || text.starts_with('|');
    !begins && !is_block(line)
}
