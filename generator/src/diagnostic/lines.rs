//! Lines and columns of a text.
//!
//! Comes in: a text. Goes out: the line and the column of any byte of it, without reading the text
//! again for each: there may be thousands of reports on a text of millions of bytes, all of it in
//! one line.

use std::ops::Range;

/// How many bytes are counted at once.
const BLOCK: usize = 1024;

/// Where the lines of a text begin, and how many characters stand before each block of it.
pub(super) struct Lines {
    starts: Vec<usize>,
    characters: Vec<usize>,
    length: usize,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut before = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let here = before;
            before += characters(block);
            here
        });
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
            characters: blocks.collect(),
            length: text.len(),
        }
    }

    /// The number of the line that a byte stands in, from 1.
    pub(super) fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// The bytes of a line without its end.
    pub(super) fn range(&self, number: usize) -> Range<usize> {
        let start = self.starts.get(number.saturating_sub(1));
        let end = self.starts.get(number).map(|next| next - 1);
        start.copied().unwrap_or(self.length)..end.unwrap_or(self.length)
    }

    /// How many characters of `text`, which this was made of, stand before a byte.
    pub(super) fn characters_before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        let counted = self.characters.get(block).copied().unwrap_or_default();
        let rest = text.as_bytes().get(block * BLOCK..at).unwrap_or_default();
        counted + characters(rest)
    }
}

/// How many characters begin in a part of a text.
fn characters(bytes: &[u8]) -> usize {
    let continues = |byte: &u8| byte & 0b1100_0000 == 0b1000_0000;
    bytes.iter().filter(|byte| !continues(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_those_that_counting_gives() {
        let text = format!("eins\nzwölf\n\n{}x\n", "ä".repeat(BLOCK));
        let lines = Lines::new(&text);
        for (at, _) in text.char_indices() {
            let before = text.get(..at).unwrap_or_default();
            let number = before.matches('\n').count() + 1;
            assert_eq!(lines.number(at), number);
            let line = text.lines().nth(number - 1);
            assert_eq!(text.get(lines.range(number)), line);
            assert_eq!(lines.characters_before(&text, at), before.chars().count());
        }
    }

    #[test]
    fn an_empty_text_has_one_line() {
        let lines = Lines::new("");
        assert_eq!((lines.number(0), lines.range(1)), (1, 0..0));
        assert_eq!(lines.characters_before("", 0), 0);
    }
}
