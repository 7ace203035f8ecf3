//! Markdown as it is written from HTML: blank lines between blocks, items, and words with marks.

use super::item::{DEEPEST, begins_item};

/// What comes between what is written and what is to be written, the widest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    Line,
    /// The next line, although nothing else begins there.
    Break,
    Paragraph,
}

/// Text that grows at its end.
#[derive(Debug, Default)]
pub(super) struct Prose {
    written: String,
    /// What comes before the next word.
    gap: Gap,
    /// What the next word's line begins with.
    start: String,
    /// The lists that are open, each with the number of its last item where those are numbered.
    lists: Vec<Option<u32>>,
    in_heading: bool,
    row: Row,
    /// The beginnings of words with marks, by position of the tag; `None` where nothing is written
    /// since then.
    begun: Vec<(usize, Option<usize>)>,
}

/// Where in the row of a table it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Row {
    #[default]
    Outside,
    First,
    Further,
}

impl Prose {
    /// All of it.
    pub fn finished(self) -> String {
        self.written.trim_end().to_owned()
    }

    /// At least so much comes before what follows.
    pub fn gap(&mut self, gap: Gap) {
        let gap = match (self.gap, gap) {
            (Gap::Break, Gap::Break) => Gap::Paragraph,
            _ => gap,
        };
        // Neither a cell nor an item goes on behind a blank line.
        let gap = match (self.row, self.lists.is_empty()) {
            (Row::First | Row::Further, _) => gap.min(Gap::Line),
            (Row::Outside, false) => gap.min(Gap::Break),
            (Row::Outside, true) => gap,
        };
        self.gap = self.gap.max(gap);
    }

    pub fn text(&mut self, text: &str) {
        let text = match self.in_heading {
            true => text.replace(['\r', '\n'], " "),
            false => text.to_owned(),
        };
        if self.gap == Gap::None && self.start.is_empty() {
            self.written.push_str(&text);
            return;
        }
        let words = text.trim_start();
        let blanks = text.get(..text.len() - words.len()).unwrap_or_default();
        if blanks.matches('\n').count() > 1 && self.start.is_empty() {
            self.gap(Gap::Paragraph);
        }
        if !words.is_empty() {
            self.bridge(words, blanks.contains('\n'));
            self.written.push_str(words);
        }
    }

    /// Adds code in Markdown.
    pub fn code(&mut self, code: &str) {
        if self.written.ends_with('`') && self.gap == Gap::None {
            self.written.push(' ');
        }
        match self.gap == Gap::None && self.start.is_empty() {
            true => self.written.push_str(code),
            false => self.text(code),
        }
    }

    /// Adds lines as a block of code, which begins no item: its marks would be none there.
    pub fn block(&mut self, text: &str) {
        let text = text.trim_end().trim_start_matches(['\r', '\n']);
        if text.is_empty() {
            return;
        }
        let runs = text.split(|c| c != '`').map(str::len);
        let fence = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
        self.start.clear();
        self.gap = Gap::Paragraph;
        self.bridge(&fence, true);
        self.written.push_str(&format!("{fence}\n{text}\n{fence}"));
        self.gap = Gap::Paragraph;
    }

    pub fn list(&mut self, numbered: bool) {
        self.gap(Gap::Paragraph);
        self.lists.push(numbered.then_some(0));
    }

    pub fn end_list(&mut self) {
        self.lists.pop();
        // What follows in the item around the list stands below its text.
        self.start = self.indented(self.lists.len());
        self.gap(Gap::Paragraph);
    }

    pub fn item(&mut self) {
        self.gap(Gap::Line);
        if let Some(Some(number)) = self.lists.last_mut() {
            *number += 1;
        }
        let marker = self.lists.last().map_or_else(bullet, marker);
        self.start = self.indented(self.lists.len().saturating_sub(1)) + &marker;
    }

    /// How far the text of an item is indented that stands in so many lists.
    fn indented(&self, depth: usize) -> String {
        let around = self.lists.iter().take(depth.min(DEEPEST));
        " ".repeat(around.map(|list| marker(list).len()).sum())
    }

    pub fn end_item(&mut self) {
        self.start.clear();
        self.gap(Gap::Paragraph);
    }

    /// Begins the row of a table, which is an item with its cells side by side.
    pub fn row(&mut self) {
        self.gap(Gap::Line);
        self.start = "- ".to_owned();
        self.row = Row::First;
    }

    pub fn cell(&mut self) {
        match self.row {
            Row::First => self.row = Row::Further,
            Row::Further => {
                self.gap = Gap::None;
                self.text(" | ");
                self.gap = Gap::None;
            }
            Row::Outside => self.gap(Gap::Line),
        }
    }

    pub fn end_row(&mut self) {
        self.start.clear();
        self.gap(Gap::Line);
        self.row = Row::Outside;
    }

    pub fn heading(&mut self, level: usize) {
        self.gap = Gap::Paragraph;
        self.start = format!("{} ", "#".repeat(level));
        self.in_heading = true;
    }

    pub fn end_heading(&mut self) {
        self.start.clear();
        self.gap = Gap::Paragraph;
        self.in_heading = false;
    }

    /// Begins words with marks; `tag` says which they are. Those too deep in others have none.
    pub fn begin(&mut self, tag: usize) {
        // Words are taken back for each mark around them, so that without an end to it a text would take
        // more time than its length.
        if self.begun.len() >= DEEPEST {
            return;
        }
        let is_here = self.gap == Gap::None && self.start.is_empty();
        self.begun
            .push((tag, is_here.then_some(self.written.len())));
    }

    /// Ends words that stand between marks; `next` is the character behind them.
    pub fn end_mark(&mut self, tag: usize, mark: &str, next: Option<char>) {
        let Some((before, words, after)) = self.ended(tag) else {
            return;
        };
        let previous = self
            .written
            .chars()
            .next_back()
            .filter(|_| before.is_empty());
        let next = next.filter(|_| after.is_empty());
        let marked = match can_be_marked(previous, &words, next) {
            true => format!("{before}{mark}{words}{mark}{after}"),
            false => format!("{before}{words}{after}"),
        };
        self.written.push_str(&marked);
    }

    /// Ends the words of a link.
    pub fn end_link(&mut self, tag: usize, address: Option<&str>) {
        let Some((before, words, after)) = self.ended(tag) else {
            return;
        };
        let is_balanced = words.matches('[').count() == words.matches(']').count();
        let linked = match address {
            Some(address) if words != address && is_balanced => {
                let words = words.replace("\\\n", " ").replace('\n', " ");
                format!("{before}[{words}]({address}){after}")
            }
            Some(address) if words != address => format!("{before}{words} ({address}){after}"),
            _ => format!("{before}{words}{after}"),
        };
        self.written.push_str(&linked);
    }

    /// Takes back the words since a tag, with the blanks around them; `None` where there are none.
    fn ended(&mut self, tag: usize) -> Option<(String, String, String)> {
        let at = self.begun.iter().rposition(|(begun, _)| *begun == tag)?;
        let (_, start) = self.begun.drain(at..).next()?;
        let taken = self.written.get(start?..)?.to_owned();
        let words = taken.trim();
        let (before, after) = taken.split_once(words).filter(|_| !words.is_empty())?;
        self.written.truncate(start?);
        Some((before.to_owned(), words.to_owned(), after.to_owned()))
    }

    /// Writes what comes before the next words; `apart` where they stand on a line of their own in the
    /// description.
    fn bridge(&mut self, words: &str, apart: bool) {
        let kept = self.written.trim_end().len();
        let blanks = self.written.get(kept..).unwrap_or_default();
        let (lines, is_line) = (blanks.matches('\n').count(), blanks.contains('\n'));
        self.written.truncate(kept);
        let line = self.written.lines().next_back().unwrap_or_default();
        let in_table = line.trim_start().starts_with('|') && !is_line && !apart;
        let begins = !self.start.is_empty() || begins_block(words);
        let resumes = !self.start.is_empty() && self.start.trim().is_empty();
        self.written.push_str(match self.gap {
            _ if kept == 0 => "",
            _ if in_table => " ",
            _ if resumes => "\n\n",
            _ if lines > 1 && self.lists.is_empty() => "\n\n",
            Gap::Paragraph => "\n\n",
            Gap::Break if begins => "\n",
            Gap::Break if is_line && self.lists.is_empty() => "\n\n",
            Gap::Break => "\\\n",
            Gap::Line => "\n",
            Gap::None if is_line => "\n",
            Gap::None => " ",
        });
        self.written.push_str(&std::mem::take(&mut self.start));
        self.gap = Gap::None;
        for (_, start) in &mut self.begun {
            start.get_or_insert(self.written.len());
        }
    }
}

/// What the last item of a list begins with, by its number.
fn marker(number: &Option<u32>) -> String {
    number.map_or_else(bullet, |number| format!("{number}. "))
}

fn bullet() -> String {
    "- ".to_owned()
}

/// Whether something begins with a line, so that it is no further line of a paragraph.
fn begins_block(line: &str) -> bool {
    begins_item(line) || line.starts_with(['|', '#']) || line.starts_with("```")
}

/// Whether marks around words are taken for marks (CommonMark, section 6.2), and do not run into others.
fn can_be_marked(previous: Option<char>, words: &str, next: Option<char>) -> bool {
    let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (words.chars().next(), words.chars().next_back());
    let runs_on = previous == Some('*') || next == Some('*') || words.contains('*');
    let is_torn = words.contains("\n\n") || words.contains("\n- ") || words.ends_with('\\');
    let is_stuck = (is_word(previous) && is_sign(first)) || (is_sign(last) && is_word(next));
    !runs_on && !is_torn && !is_stuck
}
