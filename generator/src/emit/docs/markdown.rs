//! A description's Markdown, made safe for rustdoc.
//!
//! Comes in: text as the description has it. Goes out: lines in which nothing is taken for a link
//! to an item, an HTML tag, a bare address or a Rust example. Links to the web stay links, and HTML that
//! says how the text looks becomes Markdown.

use super::html::as_markdown;
use super::item::Margin;

/// The lines of a comment, of text that may have HTML in it.
pub(super) fn safe(text: &str) -> Vec<String> {
    without_html(as_markdown(text).trim())
}

/// The lines of a comment, of text in which nothing is HTML.
pub(super) fn without_html(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut margin = Margin::default();
    let mut open: Option<Fence> = None;
    for line in text.lines() {
        let line = printable(line.trim_end());
        match (&open, Fence::of(&line)) {
            (Some(fence), Some(found)) if fence.is_closed_by(&found) => {
                lines.push(fence.line(""));
                open = None;
            }
            (Some(_), _) => lines.push(line),
            (None, Some(fence)) => {
                lines.push(fence.line("text"));
                open = Some(fence);
                margin.reset();
            }
            // Four blanks would begin a code block, and rustdoc would compile it.
            (None, None) => {
                let (start, text) = margin.parts(line.trim_start());
                lines.push(format!("{start}{}", escaped(text)).trim_end().to_owned());
            }
        }
    }
    lines.extend(open.map(|fence| fence.line("")));
    lines
}

/// An address as a link, or as code where it is none.
pub(super) fn link(address: &str) -> String {
    let address = address.trim();
    match split_address(address) {
        Some((whole, "")) => format!("<{whole}>"),
        Some(_) | None => super::code(address),
    }
}

/// Whether a text is an address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    matches!(split_address(text), Some((_, "")))
}

/// How many bytes the block of code takes that begins with a text's first line; one that nothing closes
/// goes on to the end.
pub(super) fn code_block_at(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let fence = Fence::of(first.trim_end())?;
    let mut length = first.len();
    for line in lines {
        length += line.len();
        let closing = Fence::of(line.trim_end());
        if closing.is_some_and(|closing| fence.is_closed_by(&closing)) {
            break;
        }
    }
    Some(length)
}

/// Whether a text is one code span without brackets.
pub(super) fn is_code_span(text: &str) -> bool {
    let inner = text.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['`', '[', ']', '|']))
}

/// Text without characters that no comment may have: control characters, and those that turn the
/// direction of writing around, which `rustc` refuses.
pub(super) fn printable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    kept.filter(|c| !c.is_control() && !turns(*c)).collect()
}

/// The line that opens or closes a block of code (CommonMark, section 4.5).
struct Fence {
    mark: char,
    length: usize,
    /// Nothing stands behind the marks.
    bare: bool,
}

impl Fence {
    fn of(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let mark = line
            .chars()
            .next()
            .filter(|first| matches!(first, '`' | '~'))?;
        let rest = line.trim_start_matches(mark);
        let length = line.chars().count() - rest.chars().count();
        let opens = length >= 3 && !(mark == '`' && rest.contains('`'));
        opens.then(|| Self {
            mark,
            length,
            bare: rest.trim().is_empty(),
        })
    }

    fn is_closed_by(&self, other: &Self) -> bool {
        other.bare && other.mark == self.mark && other.length >= self.length
    }

    fn line(&self, language: &str) -> String {
        let marks: String = std::iter::repeat_n(self.mark, self.length).collect();
        format!("{marks}{language}")
    }
}

fn escaped(line: &str) -> String {
    let mut safe = String::with_capacity(line.len());
    let mut rest = line;
    let mut in_word = false;
    // Behind an item's marker it would begin a block of code, whose end nobody looks for.
    if rest.starts_with("~~~") {
        safe.push('\\');
    }
    while let Some(character) = rest.chars().next() {
        let found = match (character, in_word) {
            ('`', _) => span_at(rest),
            (_, false) => link_at(rest),
            (_, true) => scheme_at(rest),
        };
        if let Some((taken, written)) = found {
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

/// A link to the web at the start of a text: how many bytes it takes, and how it is written.
fn link_at(text: &str) -> Option<(usize, String)> {
    if let Some(inner) = text.strip_prefix('<') {
        let (address, rest) = split_address(inner)?;
        return rest
            .starts_with('>')
            .then(|| (address.len() + 2, format!("<{address}>")));
    }
    if let Some(inner) = text.strip_prefix('[') {
        let (words, target) = inner.split_once("](")?;
        let (address, rest) = split_address(target)?;
        let plain = !words.is_empty() && !words.contains(['[', ']', '<', '>', '`', '\\']);
        let plain = plain || is_code_span(words);
        let taken = words.len() + address.len() + 4;
        return (plain && rest.starts_with(')'))
            .then(|| (taken, format!("[{words}](<{address}>)")));
    }
    let (address, _) = split_address(text)?;
    Some((address.len(), format!("<{address}>")))
}

/// The address at the start of a text, and what follows it.
fn split_address(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let address = text
        .get(..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
    let has_host = address
        .split_once("://")
        .is_some_and(|(_, rest)| !rest.is_empty());
    has_host.then(|| (address, text.get(address.len()..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{link, safe};

    fn one(text: &str) -> String {
        safe(text).join("|")
    }

    #[test]
    fn links_to_the_web_stay() {
        assert_eq!(
            one("at https://a.example/b_c."),
            "at <https://a.example/b_c>."
        );
        assert_eq!(one("(http://a.example)"), "(<http://a.example>)");
        assert_eq!(one("\"http://a.example\""), "\"<http://a.example>\"");
        assert_eq!(one("<https://a.example/x>"), "<https://a.example/x>");
        assert_eq!(
            one("[a b](https://a.example)"),
            "[a b](<https://a.example>)"
        );
        assert_eq!(one("`https://a.example`"), "`https://a.example`");
        assert_eq!(link(" https://a.example/x "), "<https://a.example/x>");
        assert_eq!(link("https://a.example/a b"), "`https://a.example/a b`");
        assert_eq!(link("ftp://a.example"), "`ftp://a.example`");
    }

    #[test]
    fn nothing_else_is_a_link_or_a_tag() {
        assert_eq!(one("[Self] <b> Vec<T>"), "\\[Self\\] \\<b\\> Vec\\<T\\>");
        assert_eq!(one("[x](javascript:y)"), "\\[x\\](javascript:y)");
        assert_eq!(one("\\[kept\\] \\"), "\\[kept\\] \\");
        assert_eq!(one("`a<b>` and `[x"), "`a<b>` and \\`\\[x");
        assert_eq!(one("`a<b>` [x"), "`a<b>` \\[x");
        assert_eq!(one("``a` <b>`` <c>"), "``a` <b>`` \\<c\\>");
        assert_eq!(one("x ``` <b> `y"), "x \\`\\`\\` \\<b\\> \\`y");
        assert_eq!(one("| `a|<b>` |"), "| \\`a|\\<b\\>\\` |");
        assert_eq!(one("xhttps://a.example"), "xhttps\\://a.example");
    }

    #[test]
    fn blocks_of_code_are_no_rust() {
        assert_eq!(one("```rust\nlet x;\n```"), "```text|let x;|```");
        assert_eq!(one("~~~\n```\n~~~"), "~~~text|```|~~~");
        assert_eq!(one("````\n```\n````"), "````text|```|````");
        assert_eq!(one("```\nopen"), "```text|open|```");
        assert_eq!(one("    indented"), "indented");
        assert_eq!(one("``` not ``` a fence"), "``` not ``` a fence");
    }

    #[test]
    fn what_goes_on_with_an_item_is_indented_as_its_text() {
        assert_eq!(one("- a\nb\n\nc"), "- a|  b||c");
        assert_eq!(one("1. a\n   b\n2. c\nd"), "1. a|   b|2. c|   d");
        assert_eq!(one("- a\n2. b"), "- a|  2. b");
        assert_eq!(one("* - a\nb"), "* - a|    b");
        assert_eq!(one("- a\n# b\nc"), "- a|# b|c");
        assert_eq!(one("- a\n* * *\nb"), "- a|* * *|b");
        assert_eq!(one("- a\n```\nb\n```\nc"), "- a|```text|b|```|c");
        assert_eq!(one("-"), "-");
        assert_eq!(one("**a** b\n-c\n1.5 d"), "**a** b|-c|1.5 d");
    }

    #[test]
    fn an_item_begins_no_block_of_code() {
        assert_eq!(one("-      let x;"), "- let x;");
        assert_eq!(one("- ~~~\nlet x;"), "- \\~~~|  let x;");
        assert_eq!(one("1. ```rust"), "1. \\`\\`\\`rust");
    }

    #[test]
    fn characters_that_no_comment_may_have_are_dropped() {
        assert_eq!(one("a\rb\u{0}c\u{202e}d\te"), "abcd e");
    }
}
