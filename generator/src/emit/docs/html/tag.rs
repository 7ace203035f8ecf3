//! Tags of HTML: which elements there are, and what they do to their text.

#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'t> {
    /// All of it.
    pub written: &'t str,
    pub kind: Kind,
    pub name: &'t str,
    pub closes: bool,
}

/// What an element does to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
            "div" | "aside" | "article" | "header" | "footer" | "main" | "nav" | "figure"
            | "figcaption" | "address" | "blockquote" | "section" | "center" | "details"
            | "summary" | "table" | "thead" | "tbody" | "tfoot" | "caption" | "dl" | "note"
            | "important" | "caution" | "warning" | "tip" | "fullname" | "seealso" => Self::Block,
            "span" | "font" | "u" | "s" | "strike" | "del" | "ins" | "small" | "big" | "sub"
            | "abbr" | "acronym" | "mark" | "q" | "nobr" | "wbr" | "dfn" | "bdi" | "bdo"
            | "label" => Self::Plain,
            _ => return None,
        })
    }

    /// Whether it means something without a partner.
    pub fn stands_alone(self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::Break | Self::Image | Self::Item
        )
    }
}

/// A tag of a kind that is known (CommonMark, section 6.6).
pub(super) fn tag_at(text: &str) -> Option<(usize, Tag<'_>)> {
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
    Some((length, tag))
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
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
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
