//! What stands in place of a described type: a word, or the path of a type of the caller's.

/// What a value of `types.replace` or `types.formats` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// One of [`WORDS`].
    Word(&'static str),
    /// The absolute path of a type, such as `::chrono::DateTime<::chrono::Utc>`.
    Path(String),
}

/// The types that have a word.
pub const WORDS: [&str; 14] = [
    "boolean",
    "bytes",
    "date",
    "date-time",
    "duration",
    "float32",
    "float64",
    "int32",
    "int64",
    "json",
    "text",
    "uint32",
    "uint64",
    "uuid",
];

/// What may stand between `<` and `>` without a path.
const PRIMITIVES: [&str; 14] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64",
    "u128",
];

/// Words of Rust that begin a path, or stand in it, which another crate's does not have.
const NO_SEGMENT: [&str; 4] = ["Self", "crate", "self", "super"];

impl Replacement {
    /// Reads a value; `None` where it is neither a word nor a path.
    pub fn parse(text: &str) -> Option<Self> {
        let word = WORDS.into_iter().find(|word| *word == text);
        match word {
            Some(word) => Some(Self::Word(word)),
            None => absolute(text).map(Self::Path),
        }
    }
}

/// The path, and those of its arguments, with `::` before each.
fn absolute(text: &str) -> Option<String> {
    let (path, arguments) = match text.split_once('<') {
        Some((path, rest)) => (path, Some(rest.trim_end().strip_suffix('>')?)),
        None => (text, None),
    };
    let path = path.trim();
    let path = path.strip_prefix("::").unwrap_or(path);
    if !path.contains("::") || !path.split("::").all(is_segment) {
        return None;
    }
    let Some(arguments) = arguments else {
        return Some(format!("::{path}"));
    };
    let arguments: Option<Vec<String>> = split(arguments)?.into_iter().map(argument).collect();
    Some(format!("::{path}<{}>", arguments?.join(", ")))
}

fn argument(text: &str) -> Option<String> {
    let text = text.trim();
    match PRIMITIVES.contains(&text) {
        true => Some(text.to_owned()),
        false => absolute(text),
    }
}

/// The arguments of a list; `None` where its brackets do not match.
fn split(arguments: &str) -> Option<Vec<&str>> {
    let mut depth = 0_usize;
    let mut from = 0;
    let mut found = Vec::new();
    for (at, character) in arguments.char_indices() {
        match character {
            '<' => depth += 1,
            '>' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                found.push(arguments.get(from..at)?);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(arguments.get(from..)?);
    (depth == 0).then_some(found)
}

fn is_segment(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next();
    first.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !NO_SEGMENT.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_paths_are_read() {
        let path = |text: &str| Some(Replacement::Path(text.to_owned()));
        let parse = Replacement::parse;
        assert_eq!(parse("text"), Some(Replacement::Word("text")));
        assert_eq!(parse("a::B"), path("::a::B"));
        assert_eq!(parse("::a::b::C"), path("::a::b::C"));
        assert_eq!(
            parse("a::B<c::D<u8, e::F>, G::h>"),
            path("::a::B<::c::D<u8, ::e::F>, ::G::h>")
        );
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "",
            "B",
            "a::",
            "a::b c",
            "crate::B",
            "a::B<",
            "a::B<C>",
            "a::B<c::D>>",
            "a::B<>",
            "a::B>",
            "a::B; fn main() {}",
        ] {
            assert_eq!(Replacement::parse(text), None, "{text}");
        }
    }
}
