//! The HTML in a description, as Markdown.
//!
//! Comes in: text as the description has it, in whose Markdown HTML may stand (CommonMark, sections
//! 4.6 and 6.6). Goes out: the same text in Markdown alone. Code in Markdown stays as it is, and so does
//! what only looks like a tag (`<name>`), or is never closed: those are words.

mod partners;
mod piece;
mod tag;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::code;
use super::entity::escaped;
use super::link::is_address;
use super::prose::{Gap, Prose};
use partners::{Partners, partners};
use piece::{Piece, pieces};
use tag::{Kind, Tag, attribute};

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
                    // Nothing but an element is closed so.
                    if !tag.closes {
                        self.prose.text(tag.written);
                    }
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
