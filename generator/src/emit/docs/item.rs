//! List items: which line begins one, and which goes on with it.
//!
//! A line that goes on with an item may stand at the margin and is still the item's (CommonMark,
//! section 5.2, "laziness"); `clippy` asks that it be indented as far as the item's text.

/// Where the lines of a text stand.
#[derive(Debug, Default)]
pub(super) struct Margin {
    /// The items that the last line is part of, the innermost last.
    items: Vec<Item>,
    /// Whether the last line is one of a paragraph, which the next one may go on with.
    in_paragraph: bool,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    marker: Marker,
    /// How far what it holds is indented in the description, at least.
    from: usize,
    /// How far its text is indented, in what it is part of.
    width: usize,
    /// Nothing stands in it so far. Behind a blank line nothing will.
    bare: bool,
}

/// What an item begins with (CommonMark, section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    Bullet,
    /// Numbered, with the sign behind the number; whether it is the number 1.
    Number(char, bool),
}

/// How many items, quotes or marks stand in one another at most.
pub(super) const DEEPEST: usize = 8;

/// Whether a line begins an item.
pub(super) fn begins_item(line: &str) -> bool {
    Marker::of(line).is_some()
}

/// An item whose text begins on the next line, with that behind its marker.
pub(super) fn begun_below(line: &str, next: &str) -> Option<String> {
    let item = line.trim();
    let (start, text) = split(item);
    let is_bare = begins_item(item) && text.is_empty() && !next.trim().is_empty();
    let is_held = indentation(next) >= indentation(line) + start.len();
    let blanks = " ".repeat(indentation(line));
    (is_bare && is_held).then(|| format!("{blanks}{start}{}", next.trim()))
}

/// Whether a line at the margin is never an item's: a heading, or a line across (CommonMark,
/// sections 4.1 and 4.2).
pub(super) fn ends_item(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    let is_heading =
        (1..=6).contains(&(line.len() - rest.len())) && (rest.is_empty() || rest.starts_with(' '));
    let across =
        |mark: char| line.matches(mark).count() >= 3 && line.chars().all(|c| c == mark || c == ' ');
    is_heading || ['-', '*', '_'].into_iter().any(across)
}

/// How far a line is indented.
pub(super) fn indentation(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    blanks.fold(0, |width, c| match c {
        '\t' => width / 4 * 4 + 4,
        _ => width + 1,
    })
}

impl Margin {
    /// A line in two parts: what it begins with, and its text.
    pub fn parts<'l>(&mut self, line: &'l str) -> (String, &'l str) {
        let text = line.trim();
        if text.is_empty() {
            self.in_paragraph = false;
            self.items.pop_if(|item| item.bare);
            return (String::new(), text);
        }
        if ends_item(text) {
            return (self.block(line), text);
        }
        let held = self.held(line);
        match Marker::of(text) {
            Some((marker, length)) if self.may_begin(marker, text.len() == length, held) => {
                self.hold(held);
                let before = self.indented();
                let (start, text) = split(text);
                let width = start.chars().count();
                self.items.push(Item {
                    marker,
                    from: indentation(line) + width,
                    width,
                    bare: text.is_empty(),
                });
                self.in_paragraph = !text.is_empty();
                (before + &start, text)
            }
            Some(_) | None => {
                if !self.in_paragraph {
                    self.hold(held);
                }
                self.in_paragraph = true;
                // Blanks behind what only looks like a marker would make it one of code.
                let (start, text) = split(text);
                (self.indented() + &start, text)
            }
        }
    }

    /// What the lines of something else than text begin with, such as a block of code.
    pub fn block(&mut self, line: &str) -> String {
        self.hold(self.held(line));
        self.in_paragraph = false;
        self.indented()
    }

    /// Whether the last line is one of a paragraph, which text goes on with.
    pub fn is_in_paragraph(&self) -> bool {
        self.in_paragraph
    }

    /// How many of the items hold a line by how far it is indented.
    fn held(&self, line: &str) -> usize {
        let indented = indentation(line);
        let items = self.items.iter();
        items.take_while(|item| indented >= item.from).count()
    }

    /// Something stands in so many of the items, and no more in the others.
    fn hold(&mut self, held: usize) {
        self.items.truncate(held);
        if let Some(last) = self.items.last_mut() {
            last.bare = false;
        }
    }

    /// Whether a marker begins an item there. Right below a paragraph only the number 1 begins a list, and
    /// no item without text (CommonMark, section 5.3).
    fn may_begin(&self, marker: Marker, is_bare: bool, held: usize) -> bool {
        let is_first = !matches!(marker, Marker::Number(_, false));
        let is_next = match (marker, self.items.get(held).map(|item| item.marker)) {
            (Marker::Number(sign, _), Some(Marker::Number(other, _))) => sign == other,
            _ => false,
        };
        let is_bare = is_bare && self.items.get(held).is_none();
        held < DEEPEST && (!self.in_paragraph || is_next || is_first && !is_bare)
    }

    fn indented(&self) -> String {
        " ".repeat(self.items.iter().map(|item| item.width).sum())
    }
}

impl Marker {
    /// The marker that a line begins with, and how long it is.
    fn of(line: &str) -> Option<(Self, usize)> {
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let count = line.len() - digits.len();
        let sign = digits.chars().next()?;
        let marker = match (count, sign) {
            (0, '-' | '*' | '+') => Self::Bullet,
            (1..=9, '.' | ')') => Self::Number(sign, line.starts_with("1") && count == 1),
            _ => return None,
        };
        let rest = digits.get(1..)?;
        (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((marker, count + 1))
    }
}

/// The markers that a line begins with, one blank behind each, and the text. More blanks could
/// begin a block of code.
fn split(line: &str) -> (String, &str) {
    let mut start = String::new();
    let mut text = line;
    while let Some((_, length)) = Marker::of(text).filter(|_| start.len() < 4 * DEEPEST) {
        start.push_str(text.get(..length).unwrap_or_default());
        start.push(' ');
        text = text.get(length..).unwrap_or_default().trim_start();
    }
    (start, text)
}
