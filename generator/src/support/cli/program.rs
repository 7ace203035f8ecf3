//! What the command line says of itself.

/// The program: its name, and its texts for people.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// What it is called.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The groups of operations, each with what it is for.
    pub groups: &'static [(&'static str, &'static str)],
}

impl Program {
    /// The name of an environment variable: the program's name, and words joined by `-` or `_`.
    pub(super) fn variable(&self, words: &str) -> String {
        let upper = |c: char| match c {
            '-' => '_',
            _ => c.to_ascii_uppercase(),
        };
        format!("{}_{words}", self.name).chars().map(upper).collect()
    }
}
