//! What a text in Markdown with HTML is made of.

use super::tag::{Kind, Tag, tag_at};
use crate::emit::docs::entity::entity_at;
use crate::emit::docs::fence::code_block_at;
use crate::emit::docs::inline::span_end;

/// What a text is made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// Code in Markdown: a span or a block.
    Code(&'t str),
    Entity(char),
    Comment,
    Tag(Tag<'t>),
}

/// The pieces of a text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
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
        Some(b'<') => comment_at(text).or_else(|| {
            let (length, tag) = tag_at(text)?;
            Some((length, Piece::Tag(tag)))
        }),
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
