//! Tables for a terminal: aligned, and no wider than a hundred columns.

/// How wide a table may be.
const WIDTH: usize = 100;

/// What stands between two columns.
const GAP: usize = 2;

/// Rows under a heading.
pub(super) struct Table<const N: usize> {
    heading: [&'static str; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// A table without rows.
    pub fn new(heading: [&'static str; N]) -> Self {
        Self {
            heading,
            rows: Vec::new(),
        }
    }

    /// The same with rows, whose cells are brought onto one line each.
    #[must_use]
    pub fn with(mut self, rows: impl Iterator<Item = [String; N]>) -> Self {
        self.rows
            .extend(rows.map(|row| row.map(|cell| one_line(&cell))));
        self
    }

    /// The text, after an empty line; nothing where there are no rows.
    pub fn text(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let widths = self.widths();
        let heading = self.heading.map(str::to_uppercase);
        // Whoever prints this takes the colour out where there is no terminal.
        let mut text = format!("\n\u{1b}[1m{}\u{1b}[0m\n", line(&heading, &widths));
        for row in &self.rows {
            text.push_str(&line(row, &widths));
            text.push('\n');
        }
        text
    }

    /// As wide as the cells, until that is too wide: then the widest columns give way.
    fn widths(&self) -> [usize; N] {
        let mut widths = self.heading.map(length);
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = length(cell).max(*width);
            }
        }
        let room = WIDTH.saturating_sub(GAP * N.saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let Some(widest) = widths.iter_mut().max() else {
                break;
            };
            *widest -= 1;
        }
        widths
    }
}

fn line<const N: usize>(cells: &[String; N], widths: &[usize; N]) -> String {
    let mut text = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let cell = fitted(cell, *width);
        let blank = (width + GAP).saturating_sub(length(&cell));
        text.push_str(&cell);
        text.extend(std::iter::repeat_n(' ', blank));
    }
    text.trim_end().to_owned()
}

/// A text of that many characters at most.
fn fitted(text: &str, width: usize) -> String {
    if length(text) <= width {
        return text.to_owned();
    }
    let kept = text.chars().take(width.saturating_sub(1));
    kept.chain(['…']).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Text from a description, without what a terminal would take for a command.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "")
    }

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let rows = [["a", "bcd"], ["efghi", ""]].map(|row| row.map(str::to_owned));
        let table = Table::new(["x", "y"]).with(rows.into_iter());
        assert_eq!(plain(&table.text()), "\nX      Y\na      bcd\nefghi\n");
    }

    #[test]
    fn the_widest_column_gives_way() {
        let rows = [["ä".repeat(200), "short\u{1b}[31m".to_owned()]];
        let text = plain(&Table::new(["x", "y"]).with(rows.into_iter()).text());
        let row = text.lines().last().unwrap_or_default();
        assert!(row.ends_with("…  short [31m"), "{row}");
        assert_eq!(row.chars().count(), WIDTH);
    }

    #[test]
    fn without_rows_there_is_no_heading() {
        assert_eq!(Table::new(["x"]).text(), "");
    }
}
