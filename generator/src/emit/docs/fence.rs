//! Blocks of code between fences (CommonMark, section 4.5).

/// The line that opens or closes a block of code.
pub(super) struct Fence {
    mark: char,
    length: usize,
    /// Nothing stands behind the marks.
    bare: bool,
}

impl Fence {
    pub fn of(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let mark = line
            .chars()
            .next()
            .filter(|first| matches!(first, '`' | '~'))?;
        let rest = line.trim_start_matches(mark);
        let length = line.chars().count() - rest.chars().count();
        let opens = length >= 3 && !(mark == '`' && rest.contains('`'));
        opens.then(|| Self {
            mark,
            length,
            bare: rest.trim().is_empty(),
        })
    }

    fn is_closed_by(&self, other: &Self) -> bool {
        other.bare && other.mark == self.mark && other.length >= self.length
    }

    /// Whether a line closes the block that this one opens.
    pub fn ends_at(&self, line: &str) -> bool {
        Self::of(line.trim_end()).is_some_and(|found| self.is_closed_by(&found))
    }

    /// The fence, with a language behind it.
    pub fn line(&self, language: &str) -> String {
        let marks: String = std::iter::repeat_n(self.mark, self.length).collect();
        format!("{marks}{language}")
    }
}

/// How many bytes the block of code takes that begins with a text's first line; one that nothing closes
/// goes on to the end.
pub(super) fn code_block_at(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let fence = Fence::of(first.trim_end())?;
    let mut length = first.len();
    for line in lines {
        length += line.len();
        if fence.ends_at(line) {
            break;
        }
    }
    Some(length)
}
