//! Text for a terminal.
//!
//! Comes in: the lines of a comment, in which nothing is HTML. Goes out: one line of the words, with
//! addresses as they are, and backticks around code.

use super::inline::span_end;
use super::link::split_words;
use super::markdown::printable;

/// The words of a comment's lines.
pub(super) fn text(lines: &[String]) -> String {
    // A span may begin with as many marks, and has more of them.
    let is_fence = |line: &str| {
        let behind = line.trim_start_matches('`');
        line.starts_with("~~~") || line.len() - behind.len() >= 3 && !behind.contains('`')
    };
    let lines = lines.iter().map(|line| unquoted(line));
    let lines = lines.filter(|line| !line.is_empty() && !is_fence(line));
    let lines: Vec<String> = lines.map(words).collect();
    lines.join(" ")
}

/// A line without the marks of the quotes that it stands in.
fn unquoted(line: &str) -> &str {
    let line = line.trim();
    let inner = line.trim_start_matches("> ").trim_start();
    if inner == ">" { "" } else { inner }
}

fn words(line: &str) -> String {
    let heading = line.trim_start_matches('#');
    let line = match heading.strip_prefix(' ') {
        Some(text) if heading.len() < line.len() => text.trim_start(),
        _ => line,
    };
    let line = line.strip_suffix('\\').unwrap_or(line);
    let mut text = String::new();
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let (length, written) = taken(rest, character);
        let after = rest.get(length..).unwrap_or_default();
        let is_open = |c: char| !c.is_whitespace() && c != '*';
        let opens = after.starts_with(is_open) && !text.ends_with(char::is_alphanumeric);
        match (character, marks.last()) {
            // Two runs of as many, the first before a word and the second behind one.
            ('*', Some((start, open))) if *open == length && text.ends_with(is_open) => {
                let end = start + length;
                text.replace_range(*start..end, "");
                marks.pop();
            }
            ('*', _) => {
                if opens {
                    marks.push((text.len(), length));
                }
                text.push_str(&written);
            }
            _ => text.push_str(&written),
        }
        rest = after;
    }
    printable(&text)
}

/// What stands at the start of a text, by its first character: how many bytes it takes, and what it says.
fn taken(text: &str, first: char) -> (usize, String) {
    let found = match first {
        '`' => span_end(text).map(|end| (end, text.get(..end).unwrap_or_default().to_owned())),
        '*' => {
            let length = text.len() - text.trim_start_matches('*').len();
            Some((length, "*".repeat(length)))
        }
        '\\' => escape(text),
        '[' => link(text),
        '!' => link(text.get(1..).unwrap_or_default()).map(|(length, words)| (length + 1, words)),
        '<' => address(text).map(|(length, address)| (length, address.to_owned())),
        '&' => text
            .starts_with("&amp;")
            .then(|| ("&amp;".len(), "&".to_owned())),
        _ => None,
    };
    found.unwrap_or_else(|| (first.len_utf8(), first.to_string()))
}

fn escape(text: &str) -> Option<(usize, String)> {
    let sign = text.chars().nth(1).filter(char::is_ascii_punctuation)?;
    Some((2, sign.to_string()))
}

/// `[words](<address>)`, as all links to the web are written.
fn link(text: &str) -> Option<(usize, String)> {
    let (label, behind) = split_words(text.strip_prefix('[')?)?;
    let (address, rest) = behind.strip_prefix("(<")?.split_once(">)")?;
    let length = text.len() - rest.len();
    Some((length, format!("{} ({address})", words(label))))
}

/// An address between `<` and `>`.
fn address(text: &str) -> Option<(usize, &str)> {
    let (address, _) = text.strip_prefix('<')?.split_once('>')?;
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web.then_some((address.len() + 2, address))
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::emit::docs::markdown::safe;

    fn one(markdown: &str) -> String {
        text(&safe(markdown))
    }

    #[test]
    fn words_stand_alone() {
        assert_eq!(
            one("<p>A &lt;b&gt; <i>is</i> <b>it</b>.</p>c"),
            "A <b> is it. c"
        );
        assert_eq!(one("# A\n\n**b** `<c>`\\\nd"), "A b `<c>` d");
        assert_eq!(one("Vec<T> \\[x\\] [y] &amp;lt;"), "Vec<T> [x] [y] &lt;");
        assert_eq!(one("2*3 * 4 *x y* **z*"), "2*3 * 4 x y **z*");
        assert_eq!(one("a\n```\nlet b;\n```\n``` c ```"), "a let b; ``` c ```");
    }

    #[test]
    fn addresses_are_as_they_are() {
        assert_eq!(one("at https://a.example."), "at https://a.example.");
        assert_eq!(one("[a](https://a.example) b"), "a (https://a.example) b");
        assert_eq!(
            one("![a](https://a.example/b) [`c` \\[d\\]](mailto:a@b.example)"),
            "a (https://a.example/b) `c` [d] (mailto:a@b.example)"
        );
        assert_eq!(one("> a\nb\n> > c"), "a b c");
        assert_eq!(one("xhttps://a.example"), "xhttps://a.example");
    }
}
