//! Links and images (CommonMark, sections 6.3 to 6.5).
//!
//! What leads to the web stays a link. Other addresses have no base in a crate's documentation: of
//! `[guide](/docs/guide)` the words stand alone.

use super::inline::{span_end, words};
use super::reference::Targets;

/// A link in brackets at the start of a text: how many bytes it takes, and how it is written. In a word
/// only a link to the web is one: `list[0](first)` is none.
pub(super) fn link_at(text: &str, targets: &Targets, in_word: bool) -> Option<(usize, String)> {
    let found = Bracketed::at(text, targets)?;
    // No link has a link in it, and the inner one counts.
    if has_link(found.words) {
        return None;
    }
    let written = words(found.words);
    let written = match Destination::of(found.address)? {
        Destination::Web(address) if written.trim().is_empty() => format!("<{address}>"),
        Destination::Web(address) => format!("[{written}](<{address}>)"),
        Destination::Elsewhere if in_word => return None,
        Destination::Elsewhere => written,
    };
    Some((found.length, written))
}

/// An image at the start of a text, as a link is found: one of the web, or else the words for it.
pub(super) fn image_at(text: &str, targets: &Targets) -> Option<(usize, String)> {
    let found = Bracketed::at(text.strip_prefix('!')?, targets)?;
    let written = words(found.words);
    let written = match Destination::of(found.address)? {
        Destination::Web(address) => format!("![{written}](<{address}>)"),
        Destination::Elsewhere => written,
    };
    Some((found.length + 1, written))
}

/// The words for an image at the start of a text, and how many bytes the image takes.
pub(super) fn image_words(text: &str) -> Option<(usize, &str)> {
    let (words, rest) = split_words(text.strip_prefix("![")?)?;
    let rest = split_target(rest)?.1;
    Some((text.len() - rest.len(), words))
}

/// An address between `<` and `>` at the start of a text, or alone: how many bytes it takes, and how it is
/// written.
pub(super) fn address_at(text: &str) -> Option<(usize, String)> {
    let Some(inner) = text.strip_prefix('<') else {
        let (address, _) = split_address(text)?;
        return Some((address.len(), format!("<{address}>")));
    };
    let (address, rest) = split_address(inner).or_else(|| split_mail(inner))?;
    rest.starts_with('>')
        .then(|| (address.len() + 2, format!("<{address}>")))
}

/// Whether a text is an address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    matches!(split_address(text), Some((_, "")))
}

/// The target of a link at the start of a text, with a title or without, and what follows it.
pub(super) fn target(text: &str) -> Option<(&str, &str)> {
    let (address, rest) = match text.strip_prefix('<') {
        Some(inner) => inner.split_once('>')?,
        None => text.split_at_checked(bare_end(text))?,
    };
    let behind = rest.trim_start();
    let quote = behind.chars().next().filter(|_| behind.len() < rest.len());
    let title = match quote {
        Some(quote @ ('"' | '\'')) => behind.get(1..).and_then(|it| it.split_once(quote)),
        Some('(') => behind.get(1..).and_then(|it| it.split_once(')')),
        _ => None,
    };
    Some((address, title.map_or(behind, |(_, rest)| rest.trim_start())))
}

/// The address of a target in parentheses at the start of a text, and what follows it.
fn split_target(text: &str) -> Option<(&str, &str)> {
    let (address, rest) = target(text.strip_prefix('(')?.trim_start())?;
    Some((address, rest.strip_prefix(')')?))
}

/// Where an address ends that stands in no brackets: at a blank, or a parenthesis that it does not open.
fn bare_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
        if c.is_whitespace() || at > LONGEST {
            return at;
        }
    }
    text.len()
}

/// What a link is written of.
struct Bracketed<'t> {
    words: &'t str,
    address: &'t str,
    /// How many bytes it takes.
    length: usize,
}

impl<'t> Bracketed<'t> {
    /// `[words](address)`, `[words][label]`, `[label][]` or `[label]` at the start of a text.
    fn at(text: &'t str, targets: &'t Targets) -> Option<Self> {
        let inner = text.strip_prefix('[')?;
        let (words, rest) = split_words(inner)?;
        let behind = |rest: &str| text.len() - rest.len();
        if rest.starts_with('(') {
            let (address, rest) = split_target(rest)?;
            let length = behind(rest);
            return Some(Self {
                words,
                address,
                length,
            });
        }
        let label = rest.strip_prefix('[').and_then(|it| it.split_once(']'));
        let (label, rest) = match label {
            Some(("", rest)) => (words, rest),
            Some((label, rest)) => (label, rest),
            None => (words, rest),
        };
        let address = targets.of(label)?;
        let length = behind(rest);
        Some(Self {
            words,
            address,
            length,
        })
    }
}

/// The most bytes between the brackets of a link, or in its address.
const LONGEST: usize = 1_000;

/// What stands before the bracket that closes the one before a text, and what follows it.
pub(super) fn split_words(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|_| at < LONGEST) {
        let first = rest.chars().next()?;
        let length = match first {
            '`' => span_end(rest),
            '\\' => rest.chars().nth(1).map(|next| 1 + next.len_utf8()),
            _ => None,
        };
        match first {
            ']' if depth == 0 => return Some((text.get(..at)?, rest.get(1..)?)),
            ']' => depth -= 1,
            '[' => depth += 1,
            _ => {}
        }
        at += length.unwrap_or(first.len_utf8());
    }
    None
}

/// Whether words have a link in them that leads somewhere. Images are none.
fn has_link(words: &str) -> bool {
    words.match_indices("](").any(|(at, _)| {
        let before = words.get(..at).unwrap_or_default();
        let opened = before.rfind('[').and_then(|at| before.get(..at));
        opened.is_some_and(|before| !before.ends_with('!'))
    })
}

/// Where a link leads.
enum Destination<'t> {
    Web(&'t str),
    Elsewhere,
}

impl<'t> Destination<'t> {
    /// `None` where an address of the web has signs that none has.
    fn of(address: &'t str) -> Option<Self> {
        let is_mail = |it: &str| matches!(split_mail(it), Some((_, "")));
        let mail = address.strip_prefix("mailto:").filter(|it| is_mail(it));
        match split_address(address) {
            Some(_) if address.chars().all(is_part) => Some(Self::Web(address)),
            Some(_) => None,
            None if mail.is_some() => Some(Self::Web(address)),
            None => Some(Self::Elsewhere),
        }
    }
}

/// The address at the start of a text, and what follows it.
pub(super) fn split_address(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let address = text
        .get(..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
    let has_host = address
        .split_once("://")
        .is_some_and(|(_, rest)| !rest.is_empty());
    has_host.then(|| (address, text.get(address.len()..).unwrap_or_default()))
}

/// Whether an address of the web may have a character.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c)
}

/// The address of a mailbox at the start of a text, and what follows it.
fn split_mail(text: &str) -> Option<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._+@".contains(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (address, rest) = text.split_at_checked(end)?;
    let (name, host) = address.split_once('@')?;
    let is_host = host.contains('.') && !host.contains('@') && !host.ends_with('.');
    (is_host && !name.is_empty()).then_some((address, rest))
}
