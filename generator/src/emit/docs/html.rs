//! The HTML in a description, as Markdown.
//!
//! Comes in: text as the description has it, in whose Markdown HTML may stand (CommonMark, sections
//! 4.6 and 6.6). Goes out: the same text in Markdown alone. Code in Markdown stays as it is, and so does
//! what only looks like a tag (`<name>`), or has no partner: those are words.

use std::borrow::Cow;
use std::collections::HashMap;

use super::code;
use super::entity::{entity_at, escaped};
use super::markdown::{code_block_at, is_address, span_end};
use super::prose::{Gap, Prose};

/// The text in Markdown.
pub(super) fn as_markdown(text: &str) -> Cow<'_, str> {
    let pieces = pieces(text);
    let is_plain = |piece: &Piece<'_>| matches!(piece, Piece::Text(_) | Piece::Code(_));
    if pieces.iter().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let partners = partners(&pieces);
    let mut writing = Writing {
        pieces: &pieces,
        partners: &partners,
        prose: Prose::default(),
    };
    let mut next = 0;
    while next < pieces.len() {
        next = writing.piece(next);
    }
    Cow::Owned(writing.prose.finished())
}

/// What a text is made of.
#[derive(Clone, Copy, Debug)]
enum Piece<'t> {
    Text(&'t str),
    /// Code in Markdown: a span or a block.
    Code(&'t str),
    Entity(char),
    Comment,
    Tag(Tag<'t>),
}

#[derive(Clone, Copy, Debug)]
struct Tag<'t> {
    /// All of it.
    written: &'t str,
    kind: Kind,
    name: &'t str,
    closes: bool,
}

/// What an element does to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Break,
    Image,
    Item,
    List {
        numbered: bool,
    },
    Heading(usize),
    Marked(&'static str),
    Code,
    Preformatted,
    Link,
    /// A paragraph of its own, or several.
    Block,
    Row,
    Cell,
    /// An exponent, as a rule.
    Raised,
    /// What Markdown has no marks for.
    Plain,
}

impl Kind {
    /// The kind of an element; `None` of one that is not HTML, nor one that services document with.
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "p" | "hr" => Self::Paragraph,
            "br" => Self::Break,
            "img" => Self::Image,
            "li" => Self::Item,
            "ul" => Self::List { numbered: false },
            "ol" => Self::List { numbered: true },
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "b" | "strong" => Self::Marked("**"),
            "i" | "em" | "var" | "cite" => Self::Marked("*"),
            "code" | "tt" | "kbd" | "samp" => Self::Code,
            "pre" => Self::Preformatted,
            "a" => Self::Link,
            "sup" => Self::Raised,
            "tr" | "dt" | "dd" => Self::Row,
            "td" | "th" => Self::Cell,
            "div" | "blockquote" | "section" | "center" | "details" | "summary" | "table"
            | "thead" | "tbody" | "tfoot" | "caption" | "dl" | "note" | "important" | "caution"
            | "warning" | "tip" | "fullname" | "seealso" => Self::Block,
            "span" | "font" | "u" | "s" | "strike" | "del" | "ins" | "small" | "big" | "sub"
            | "abbr" | "mark" | "q" => Self::Plain,
            _ => return None,
        })
    }

    /// Whether it means something without a partner.
    fn stands_alone(self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::Break | Self::Image | Self::Item
        )
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    // Up to here no backtick is a mark of Markdown.
    let mut preformatted = 0;
    let last_end = text.rfind("</pre").unwrap_or_default();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let begins_line = at == 0 || text.get(..at).is_some_and(|it| it.ends_with('\n'));
        let found = match at < preformatted && rest.starts_with('`') {
            true => Found::Text(1),
            false => piece_at(rest, begins_line && at >= preformatted),
        };
        if let Found::Piece(_, Piece::Tag(tag)) = found
            && tag.kind == Kind::Preformatted
            && (preformatted..last_end).contains(&at)
        {
            preformatted = at + rest.find("</pre").unwrap_or_default();
        }
        match found {
            Found::Piece(length, piece) => {
                pieces.extend(
                    text.get(start..at)
                        .filter(|it| !it.is_empty())
                        .map(Piece::Text),
                );
                pieces.push(piece);
                at += length;
                start = at;
            }
            Found::Text(length) => at += length,
        }
    }
    pieces.extend(
        text.get(start..)
            .filter(|it| !it.is_empty())
            .map(Piece::Text),
    );
    pieces
}

/// What stands at the start of a text, and how many bytes it takes.
enum Found<'t> {
    Text(usize),
    Piece(usize, Piece<'t>),
}

fn piece_at(text: &str, begins_line: bool) -> Found<'_> {
    let block = begins_line.then(|| code_block_at(text)).flatten();
    if let Some(block) = block.and_then(|length| text.get(..length)) {
        return Found::Piece(block.len(), Piece::Code(block));
    }
    let found = match text.as_bytes().first() {
        Some(b'`') => {
            let line = text.lines().next().unwrap_or_default();
            let span = span_end(line).and_then(|end| text.get(..end));
            let marks = text.len() - text.trim_start_matches('`').len();
            return match span {
                Some(span) => Found::Piece(span.len(), Piece::Code(span)),
                None => Found::Text(marks),
            };
        }
        Some(b'\\') => {
            let mut next = text.chars().skip(1);
            let sign = next.next().filter(char::is_ascii_punctuation);
            return Found::Text(1 + sign.map_or(0, char::len_utf8));
        }
        Some(b'<') => comment_at(text).or_else(|| tag_at(text)),
        Some(b'&') => entity_at(text).map(|(length, sign)| (length, Piece::Entity(sign))),
        _ => None,
    };
    match found {
        Some((length, piece)) => Found::Piece(length, piece),
        None => Found::Text(text.chars().next().map_or(1, char::len_utf8)),
    }
}

/// A comment, up to the first `-->`; none where another one begins before.
fn comment_at(text: &str) -> Option<(usize, Piece<'_>)> {
    let inner = text.strip_prefix("<!--")?;
    let mut marks = inner.match_indices("--");
    let end = marks.find_map(|(at, _)| {
        let begins = inner.get(..at).is_some_and(|before| before.ends_with("<!"));
        let ends = inner
            .get(at + 2..)
            .is_some_and(|after| after.starts_with('>'));
        (begins || ends).then_some((at, ends))
    });
    let (end, ends) = end?;
    ends.then_some((end + 7, Piece::Comment))
}

/// A tag of a kind that is known (CommonMark, section 6.6).
fn tag_at(text: &str) -> Option<(usize, Piece<'_>)> {
    let inner = text.strip_prefix('<')?;
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, attributes) = inner.split_at_checked(end)?;
    let kind = Kind::of(name)?;
    if !attributes.starts_with(['>', '/', ' ', '\t', '\r', '\n']) {
        return None;
    }
    let length = text.len() - attributes.len() + attributes_end(attributes)?;
    let tag = Tag {
        written: text.get(..length)?,
        kind,
        name,
        closes,
    };
    Some((length, Piece::Tag(tag)))
}

/// How many bytes there are up to the end of the tag, with it. A `>` in quotes ends none.
fn attributes_end(attributes: &str) -> Option<usize> {
    let mut quote = None;
    let mut is_value = false;
    for (at, c) in attributes.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if is_value => quote = Some(c),
            (None, '>') => return Some(at + 1),
            (None, '<') => return None,
            (None, _) => {}
        }
        is_value = c == '=' || (is_value && c.is_ascii_whitespace());
    }
    None
}

/// The value of an attribute, in quotes or without.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let lower = tag.to_ascii_lowercase();
    let found = lower.match_indices(name).find_map(|(at, _)| {
        let is_begun = lower
            .get(..at)?
            .ends_with(|c: char| c.is_ascii_whitespace());
        let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?;
        is_begun.then(|| value.trim_start())
    })?;
    match found.chars().next()? {
        quote @ ('"' | '\'') => found.get(1..)?.split(quote).next(),
        _ => found
            .split(|c: char| c.is_ascii_whitespace() || c == '>')
            .next(),
    }
}

/// The position of each tag's partner, by its own.
type Partners = HashMap<usize, usize>;

fn partners(pieces: &[Piece<'_>]) -> Partners {
    let mut partners = Partners::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut count: HashMap<String, usize> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Tag(tag) = piece else { continue };
        let name = tag.name.to_ascii_lowercase();
        if !tag.closes {
            *count.entry(name.clone()).or_default() += 1;
            open.push((name, at));
            continue;
        }
        // Without this, many tags that nothing closes would be gone through for each that opens none.
        if count.get(&name).is_none_or(|count| *count == 0) {
            continue;
        }
        while let Some((other, opened)) = open.pop() {
            if let Some(count) = count.get_mut(&other) {
                *count = count.saturating_sub(1);
            }
            if other == name {
                partners.insert(opened, at);
                partners.insert(at, opened);
                break;
            }
        }
    }
    partners
}

/// Pieces on their way to being Markdown.
struct Writing<'p, 't> {
    pieces: &'p [Piece<'t>],
    partners: &'p Partners,
    prose: Prose,
}

impl Writing<'_, '_> {
    /// Writes the piece at a position, and says which one is next.
    fn piece(&mut self, at: usize) -> usize {
        match self.pieces.get(at) {
            Some(Piece::Text(text)) => self.prose.text(text),
            Some(Piece::Code(code)) => self.prose.code(code),
            Some(Piece::Entity(sign)) => {
                let next = match self.pieces.get(at + 1) {
                    Some(Piece::Text(next)) => next,
                    _ => "",
                };
                self.prose.text(&escaped(*sign, next));
            }
            Some(Piece::Comment) | None => {}
            Some(Piece::Tag(tag)) => {
                let partner = self.partners.get(&at).copied();
                let is_list = matches!(tag.kind, Kind::List { .. });
                if partner.is_none() && is_list {
                    // Half a list: its items stand by themselves.
                    self.prose.gap(Gap::Paragraph);
                } else if partner.is_none() && !tag.kind.stands_alone() {
                    self.prose.text(tag.written);
                } else if tag.closes {
                    self.close(tag, at);
                } else {
                    return self.open(tag, at, partner) + 1;
                }
            }
        }
        at + 1
    }

    /// Writes what an element begins with. Gives the position of the last piece that is written by it.
    fn open(&mut self, tag: &Tag<'_>, at: usize, partner: Option<usize>) -> usize {
        match tag.kind {
            Kind::Paragraph | Kind::Block => self.prose.gap(Gap::Paragraph),
            Kind::Break => self.prose.gap(Gap::Break),
            Kind::Image => self
                .prose
                .text(attribute(tag.written, "alt").unwrap_or_default()),
            Kind::Item => self.prose.item(),
            Kind::List { numbered } => self.prose.list(numbered),
            Kind::Heading(level) => self.prose.heading(level),
            Kind::Marked(_) | Kind::Link => self.prose.begin(at),
            Kind::Row => self.prose.row(),
            Kind::Cell => self.prose.cell(),
            Kind::Raised if self.is_number(at + 1) => self.prose.text("^"),
            Kind::Raised | Kind::Plain => {}
            Kind::Code | Kind::Preformatted => {
                let end = partner.unwrap_or(at);
                let text = self.raw(at + 1, end);
                match tag.kind {
                    Kind::Preformatted => self.prose.block(&text),
                    _ => self.span(&text),
                }
                return end;
            }
        }
        at
    }

    fn close(&mut self, tag: &Tag<'_>, at: usize) {
        let opened = self.partners.get(&at).copied().unwrap_or(at);
        let next = match self.pieces.get(at + 1) {
            Some(Piece::Text(next) | Piece::Code(next)) => next.chars().next(),
            _ => None,
        };
        match tag.kind {
            Kind::Paragraph | Kind::Block => self.prose.gap(Gap::Paragraph),
            Kind::Break => self.prose.gap(Gap::Break),
            Kind::Item => self.prose.end_item(),
            Kind::Row => self.prose.end_row(),
            Kind::List { .. } => self.prose.end_list(),
            Kind::Heading(_) => self.prose.end_heading(),
            Kind::Marked(mark) => self.prose.end_mark(opened, mark, next),
            Kind::Link => {
                let address = match self.pieces.get(opened) {
                    Some(Piece::Tag(tag)) => attribute(tag.written, "href"),
                    _ => None,
                };
                let address = address.map(|it| it.trim().replace("&amp;", "&"));
                let address = address.filter(|address| is_address(address));
                self.prose.end_link(opened, address.as_deref());
            }
            Kind::Cell
            | Kind::Raised
            | Kind::Plain
            | Kind::Image
            | Kind::Code
            | Kind::Preformatted => {}
        }
    }

    /// Whether the piece at a position begins with a number, which would go on with one before.
    fn is_number(&self, at: usize) -> bool {
        let is_digit = |c: char| c.is_ascii_digit() || c == '-';
        matches!(self.pieces.get(at), Some(Piece::Text(text)) if text.starts_with(is_digit))
    }

    fn span(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        if !words.is_empty() {
            self.prose.code(&code(&words.join(" ")));
        }
    }

    /// The text of an element that is code, without the tags in it.
    fn raw(&self, first: usize, end: usize) -> String {
        let mut text = String::new();
        let pieces = self.pieces.iter().enumerate();
        for (at, piece) in pieces.take(end).skip(first) {
            match piece {
                Piece::Text(piece) | Piece::Code(piece) => text.push_str(piece),
                Piece::Entity(sign) => text.push(*sign),
                Piece::Tag(tag) if tag.kind == Kind::Break => text.push('\n'),
                Piece::Tag(tag) if !self.partners.contains_key(&at) => text.push_str(tag.written),
                Piece::Tag(_) | Piece::Comment => {}
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    fn one(text: &str) -> String {
        as_markdown(text).replace('\n', "|")
    }

    #[test]
    fn paragraphs_and_lines_are_apart() {
        assert_eq!(one("<p>One.</p> <p>Two</p>"), "One.||Two");
        assert_eq!(one("One.<p>Two<P/>three"), "One.||Two||three");
        assert_eq!(one("one<br>two<br/>\nthree</br>"), "one\\|two\\|three");
        assert_eq!(one("one<br><br>two<br>\n\nthree"), "one||two||three");
        assert_eq!(one("of:<br>- a<br>- b"), "of:|- a|- b");
        assert_eq!(one("| a<br>b | c |\n| d<p>e |"), "| a b | c ||| d e |");
        assert_eq!(one("<note><p>Take care.</p></note>on"), "Take care.||on");
        assert_eq!(one("a<hr>b<h2>\n C\nd </h2>e"), "a||b||## C d||e");
    }

    #[test]
    fn words_are_marked() {
        assert_eq!(one("a <b>b</b> <em>c</em>"), "a **b** *c*");
        assert_eq!(one("a<strong> b </strong>c"), "a **b** c");
        assert_eq!(one("<b>Note:</b>that"), "Note:that");
        assert_eq!(one("<b></b>a<i> </i>b"), "a b");
        assert_eq!(one("<b>a<p>b</b>"), "a||b");
        assert_eq!(one("<p><b>a</b></p>"), "**a**");
        assert_eq!(one("<b>2*3</b>"), "2*3");
        assert_eq!(one("<b>a <i>b</i></b>"), "a *b*");
        assert_eq!(
            one("x<sup>2</sup><sup>a</sup> <span class=\"a>b\">y</span>"),
            "x^2a y"
        );
    }

    #[test]
    fn code_is_code() {
        assert_eq!(one("<code>a</code>, <tt>b\n  c</tt>"), "`a`, `b c`");
        assert_eq!(one("<code>Vec&lt;T></code>"), "`Vec<T>`");
        assert_eq!(one("<code>Vec<T></code>"), "`Vec<T>`");
        assert_eq!(one("<code>`</code>"), "`` ` ``");
        assert_eq!(one("<code>a</code><code>b</code>"), "`a` `b`");
        assert_eq!(one("<code><a href='x'>a</a></code>"), "`a`");
        assert_eq!(one("<code> </code>a"), "a");
        assert_eq!(
            one("a<pre><code>\n {\n  1 }\n```\n</code></pre>b"),
            "a||````| {|  1 }|```|````||b"
        );
        assert_eq!(one("<li><pre>a</pre>b</li>"), "```|a|```||b");
        assert_eq!(one("`<b>a</b>` <b>c</b>"), "`<b>a</b>` **c**");
        assert_eq!(one("```\n<p>a\n```\n<p>b"), "```|<p>a|```||b");
    }

    #[test]
    fn links_to_the_web_are_links() {
        let https = "<a href=\"https://a.example?a=1&amp;b\">it</a>";
        assert_eq!(one(https), "[it](https://a.example?a=1&b)");
        assert_eq!(one("<a>List</a> <a href=\"#x\">of</a>"), "List of");
        assert_eq!(
            one("<A target=_blank HREF='https://a.example'><code>X</code></A>"),
            "[`X`](https://a.example)"
        );
        assert_eq!(
            one("a<a href=https://a.example>[b]</a>"),
            "a[b] (https://a.example)"
        );
        assert_eq!(
            one("<a href=https://a.example>https://a.example</a>"),
            "https://a.example"
        );
    }

    #[test]
    fn lists_are_lists() {
        assert_eq!(
            one("Of<ul> <li>a</li> <li> <p>b</p> <p>c</p> </li></ul>d"),
            "Of||- a|- b\\|c||d"
        );
        assert_eq!(one("<ol><li>a<li>b</ol>"), "1. a|2. b");
        assert_eq!(one("<ul><li>a<ol><li>b</ol><li>c</ul>"), "- a|1. b|- c");
        assert_eq!(one("<ul><li></li><li>a</li></ul>"), "- a");
        assert_eq!(one("a<ul><li>b</li><p>c"), "a||- b||c");
        assert_eq!(
            one("<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p></td><td>d</td></tr></table>"),
            "- a | b|- c | d"
        );
    }

    #[test]
    fn entities_are_the_characters() {
        assert_eq!(one("a &lt;b&gt; &amp; c"), "a \\<b\\> & c");
        assert_eq!(one("&amp;lt; &nbsp;&#39;&#x2a;&quot;"), "&amp;lt;  '\\*\"");
        assert_eq!(one("&lt;b&gt;a&lt;/b&gt;"), "\\<b\\>a\\</b\\>");
        assert_eq!(
            one("&what; &#0; &#x110000; & &;"),
            "&what; &#0; &#x110000; & &;"
        );
    }

    #[test]
    fn what_is_no_tag_stays() {
        for text in [
            "a <name>/<b>",
            "Vec<T> <b c",
            "<b> never closed",
            "</b> never opened",
            "<a href=\"x>never ends",
            "<p<p<p<",
            "<pre>`a`",
            "<script>x</script>",
            "<https://a.example>",
            "<!-- open",
            "\\<p>",
            "a &",
            "<",
        ] {
            assert_eq!(one(text), text);
        }
        assert_eq!(one("<b><i>a</b></i>"), "**<i>a**</i>");
        assert_eq!(one("a<!-- b --> c"), "a c");
    }

    #[test]
    fn many_tags_that_nothing_closes_take_no_time() {
        for tag in [
            "<b>",
            "</b>",
            "<b><i></i>",
            "<p a=\"<p a='",
            "<!--",
            "`",
            "<ul>",
            "&",
        ] {
            let text = tag.repeat(50_000);
            assert!(as_markdown(&text).len() <= 4 * text.len());
        }
    }

    #[test]
    fn many_tags_in_one_another_take_no_time() {
        for (opens, closes) in [
            ("<b>", "</b>"),
            ("<b>a<br>", "</b>"),
            ("<a href=https://a.example>", "</a>"),
            ("<pre>`", "</pre>"),
            ("<ul><li>", "</ul>"),
        ] {
            let text = format!("{}a{}", opens.repeat(50_000), closes.repeat(50_000));
            assert!(as_markdown(&text).len() <= 4 * text.len());
            let text = format!("{}a{closes}", opens.repeat(50_000));
            assert!(as_markdown(&text).len() <= 4 * text.len());
        }
    }
}
