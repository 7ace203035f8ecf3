//! The text of a line, in which nothing is a link to an item or a tag: code spans, links to the web, and
//! words.

use super::link::{address_at, image_at, image_words, link_at};
use super::reference::Targets;

/// A line's text, made safe.
pub(super) fn escaped(line: &str, targets: &Targets) -> String {
    let link = |text: &str, in_word: bool| match text.as_bytes().first() {
        Some(b'[') => link_at(text, targets, in_word),
        Some(b'!') => image_at(text, targets),
        _ if in_word => scheme_at(text),
        _ => address_at(text),
    };
    // Behind an item's marker it would begin a block of code, whose end nobody looks for.
    match line.starts_with("~~~") {
        true => format!("\\{}", rewritten(line, link)),
        false => rewritten(line, link),
    }
}

/// The words of a link, made safe: no link is in them, and of an image the words for it.
pub(super) fn words(text: &str) -> String {
    rewritten(text, |rest, _| {
        let (length, words) = image_words(rest)?;
        Some((length, rewritten(words, |_, _| None)))
    })
}

/// A text with its signs escaped, and with what `found` says of what stands at a place: how many bytes
/// it takes, and how it is written. It is told whether a word goes on there.
fn rewritten(text: &str, found: impl Fn(&str, bool) -> Option<(usize, String)>) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_word = false;
    while let Some(character) = rest.chars().next() {
        let piece = match character {
            '`' => span_at(rest),
            _ => found(rest, in_word),
        };
        if let Some((taken, written)) = piece {
            safe.push_str(&written);
            rest = rest.get(taken..).unwrap_or_default();
            in_word = false;
            continue;
        }
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                let sign: String = after.chars().take(1).collect();
                safe.push('\\');
                safe.push_str(&sign);
                rest = after.get(sign.len()..).unwrap_or_default();
                continue;
            }
            '[' | ']' | '<' | '>' | '`' => {
                safe.push('\\');
                safe.push(character);
            }
            other => safe.push(other),
        }
        in_word = character.is_alphanumeric();
        rest = after;
    }
    safe
}

/// Whether a code span or the words of a link go on behind a line.
pub(super) fn goes_on(line: &str) -> bool {
    let mut open = 0_usize;
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '`' => match span_end(rest) {
                Some(end) => end,
                None => return true,
            },
            '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            other => other.len_utf8(),
        };
        match character {
            '[' => open += 1,
            ']' => open = open.saturating_sub(1),
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    open > 0
}

/// What begins with backticks at the start of a text: how many bytes it takes, and how it is
/// written. That is a code span, which ends at as many marks as it begins with (CommonMark,
/// section 6.1), or else the marks as they are.
fn span_at(text: &str) -> Option<(usize, String)> {
    let Some(end) = span_end(text) else {
        let length = marks(text);
        return Some((length, "\\`".repeat(length)));
    };
    let span = text.get(..end)?;
    // A table's columns would cut it, and what is in it would be no code any more.
    let is_cut = span.contains('|') && (span.contains(['<', '[']) || span.contains("://"));
    Some(match is_cut {
        true => (marks(text), "\\`".repeat(marks(text))),
        false => (end, span.to_owned()),
    })
}

/// Where the code span ends that begins with a text's backticks, if it does.
pub(super) fn span_end(text: &str) -> Option<usize> {
    let length = marks(text);
    let mut end = length;
    loop {
        let rest = text.get(end..)?;
        let next = rest.find('`')?;
        let found = marks(rest.get(next..)?);
        end += next + found;
        if found == length {
            return Some(end);
        }
    }
}

/// How many backticks a text begins with.
fn marks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// The scheme of an address that is part of a word and no link, so that `rustdoc` asks for none.
fn scheme_at(text: &str) -> Option<(usize, String)> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))?;
    Some((scheme.len(), scheme.replace("://", "\\://")))
}
