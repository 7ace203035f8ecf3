//! List items: which line begins one, and which goes on with it.
//!
//! A line that goes on with an item may stand at the margin and is still the item's (CommonMark,
//! section 5.2, "laziness"); `clippy` asks that it be indented as far as the item's text.

/// Where the lines of a text stand.
#[derive(Debug, Default)]
pub(super) struct Margin {
    /// The item that the last line is part of.
    item: Option<Item>,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    marker: Marker,
    /// How far its text is indented.
    width: usize,
}

/// What an item begins with (CommonMark, section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    Bullet,
    /// Numbered, with the sign behind the number; whether it is the number 1.
    Number(char, bool),
}

/// Whether a line begins an item.
pub(super) fn begins_item(line: &str) -> bool {
    Marker::of(line).is_some()
}

impl Margin {
    /// A line without blanks at its ends, in two parts: what it begins with, and its text.
    pub fn parts<'l>(&mut self, line: &'l str) -> (String, &'l str) {
        if line.is_empty() || ends_item(line) {
            self.item = None;
            return (String::new(), line);
        }
        match (self.item, Marker::of(line)) {
            (Some(item), found) if !found.is_some_and(|(marker, _)| marker.may_follow(item)) => {
                (" ".repeat(item.width), line)
            }
            (_, Some((marker, _))) => {
                let (start, text) = split(line);
                let width = start.chars().count();
                self.item = Some(Item { marker, width });
                (start, text)
            }
            (_, None) => (String::new(), line),
        }
    }

    /// Something else than a line of text comes, such as a block of code.
    pub fn reset(&mut self) {
        self.item = None;
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
        (rest.is_empty() || rest.starts_with(' ')).then_some((marker, count + 1))
    }

    /// Whether it begins an item right below the text of another. Only the number 1 begins a list
    /// there (CommonMark, section 5.3).
    fn may_follow(self, item: Item) -> bool {
        match (self, item.marker) {
            (Self::Bullet | Self::Number(_, true), _) => true,
            (Self::Number(sign, false), Marker::Number(other, _)) => sign == other,
            (Self::Number(_, false), Marker::Bullet) => false,
        }
    }
}

/// The markers that a line begins with, one blank behind each, and the text. More blanks could
/// begin a block of code.
fn split(line: &str) -> (String, &str) {
    let mut start = String::new();
    let mut text = line;
    while let Some((_, length)) = Marker::of(text) {
        start.push_str(text.get(..length).unwrap_or_default());
        start.push(' ');
        text = text.get(length..).unwrap_or_default().trim_start();
    }
    (start, text)
}

/// Whether a line at the margin is never an item's: a heading, or a line across (CommonMark,
/// sections 4.1 and 4.2).
fn ends_item(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    let is_heading =
        (1..=6).contains(&(line.len() - rest.len())) && (rest.is_empty() || rest.starts_with(' '));
    let across =
        |mark: char| line.matches(mark).count() >= 3 && line.chars().all(|c| c == mark || c == ' ');
    is_heading || ['-', '*', '_'].into_iter().any(across)
}
