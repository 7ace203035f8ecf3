//! From any text to a Rust identifier. The only place that knows Rust's keywords.

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization;

/// Rust's two cases for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `UpperCamelCase`: types and variants.
    Type,
    /// `snake_case`: fields, arguments, methods and modules.
    Value,
}

/// Keywords that can be written as `r#keyword` (The Rust Reference, Keywords; edition 2024).
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot.
const PATH_KEYWORDS: [&str; 4] = ["self", "Self", "super", "crate"];

/// The words of a text in a case: letters and digits alone, never empty, never beginning with a
/// digit. It may still be a keyword.
///
/// Letters are those of NFKC: Rust holds two spellings of `é` for one, and warns of `ﬁ` and `ª`.
pub(super) fn cased(source: &str, case: Case) -> String {
    let spelled = match source.is_ascii() {
        true => spell_out(&with_whole_words(source, case)),
        false => spell_out(&with_whole_words(&source.nfkc().collect::<String>(), case)),
    };
    let cased = match case {
        Case::Type => spelled.to_upper_camel_case(),
        Case::Value => spelled.to_snake_case(),
    };
    let mut ident: String = cased.chars().filter(|c| is_continue(*c)).collect();
    if ident.is_empty() {
        ident = match case {
            Case::Type => "Empty".to_owned(),
            Case::Value => "empty".to_owned(),
        };
    }
    if ident.chars().next().is_some_and(|first| !is_start(first)) {
        let prefix = match case {
            Case::Type => "Value",
            Case::Value => "value_",
        };
        ident.insert_str(0, prefix);
    }
    ident
}

/// Who comes first where several names become the same: the one that need not change, then the one with
/// the fewest signs, so that `created` is called so beside `-created`, and `10` beside `1.0`.
pub(super) fn rank(source: &str, case: Case) -> (bool, usize, String) {
    let signs = source.chars().filter(|c| !c.is_alphanumeric()).count();
    (cased(source, case) != source, signs, source.to_owned())
}

/// The words of a text with its signs among them, for one whose words alone are taken: `-created`
/// is `minus created`, `1.0` is `1 dot 0`. `None` where no sign has a name.
pub(super) fn with_signs(source: &str) -> Option<String> {
    let mut words = String::with_capacity(source.len());
    let mut named = false;
    let mut before = None;
    let mut characters = source.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        let is_between =
            |fits: fn(char) -> bool| before.is_some_and(fits) && after.is_some_and(fits);
        // What usually stands between words tells nothing there.
        let divides = match character {
            '-' | '/' | ':' => is_between(char::is_alphanumeric),
            '.' => is_between(char::is_alphanumeric) && !is_between(|c| c.is_ascii_digit()),
            '_' | ' ' | ',' | ';' | '"' | '`' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' => true,
            _ => false,
        };
        match sign_name(character).filter(|_| !divides) {
            Some(name) => {
                named = true;
                words.push_str(&format!(" {name} "));
            }
            None => words.push(character),
        }
        before = Some(character);
    }
    named.then_some(words)
}

/// The text with the number in Unicode of each character that is not ASCII.
pub(super) fn ascii(ident: &str) -> String {
    let mut ascii = String::with_capacity(ident.len());
    for character in ident.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            ascii.push_str(&format!("_u{:04x}_", u32::from(character)));
        }
    }
    ascii
}

/// Whether a word is a keyword of Rust.
pub(in super::super) fn is_keyword(word: &str) -> bool {
    PATH_KEYWORDS.contains(&word) || KEYWORDS.contains(&word)
}

/// What an identifier names: without the mark of a raw one.
pub(in super::super) fn plain(identifier: &str) -> &str {
    identifier.trim_start_matches("r#")
}

/// An identifier as it is written: keywords raw, or with an underscore where raw is not allowed.
pub(super) fn written(ident: String) -> String {
    if PATH_KEYWORDS.contains(&ident.as_str()) {
        format!("{ident}_")
    } else if KEYWORDS.contains(&ident.as_str()) {
        format!("r#{ident}")
    } else {
        ident
    }
}

/// Acronyms with what belongs to them as one word each: `userIDs` has `Ids`, `IPv4` is `Ipv4`, and `vCPU` is
/// `vcpu`. By themselves capitals end before the last one, as in `HTTPServer`.
fn with_whole_words(source: &str, case: Case) -> String {
    let letters: Vec<char> = source.chars().collect();
    let mut words = String::with_capacity(source.len());
    let mut rest = letters.as_slice();
    while let Some(first) = rest.first() {
        let before = words.chars().next_back();
        let prefixed = prefixed(before, rest, case);
        let capitals = rest.iter().take_while(|it| it.is_uppercase()).count();
        let (run, after) = rest.split_at(prefixed.unwrap_or(capitals.max(1)));
        words.push(*first);
        let others = run.iter().skip(1);
        match prefixed.is_some() || capitals > 1 && is_whole(after) {
            true => words.extend(others.flat_map(|it| it.to_lowercase())),
            false => words.extend(others),
        }
        rest = after;
    }
    words
}

/// Whether all capitals before a text are an acronym's, since what follows is no further letter of a word.
fn is_whole(after: &[char]) -> bool {
    match after {
        ['s'] => true,
        ['s', next, ..] => !next.is_lowercase(),
        ['v', next, ..] => next.is_ascii_digit(),
        _ => false,
    }
}

/// How many letters the word has that begins with a letter which is no word itself: one before an acronym,
/// as in `gRPC` and `iOS` (but `xMSDate` has the `x` of a header), and in names of values also the `e` and
/// the `o` of `ETag` and `OAuth`.
fn prefixed(before: Option<char>, letters: &[char], case: Case) -> Option<usize> {
    let (first, inner) = letters.split_first()?;
    let capitals = inner.iter().take_while(|it| it.is_uppercase()).count();
    let after = inner.get(capitals..).unwrap_or_default();
    let ends_early = after.first().is_some_and(|it| it.is_lowercase()) && !is_whole(after);
    let begins = match first.is_lowercase() {
        true => !before.is_some_and(char::is_alphanumeric),
        false => first.is_uppercase() && !before.is_some_and(char::is_uppercase),
    };
    let acronym = capitals - usize::from(ends_early && capitals > 0);
    let is_acronym = first.is_lowercase() && *first != 'x' && acronym > 1;
    let is_prefix = matches!(first, 'e' | 'E' | 'o' | 'O') && ends_early && capitals == 1;
    match begins {
        true if is_acronym => Some(1 + acronym),
        true if is_prefix && case == Case::Value => Some(2),
        _ => None,
    }
}

/// Signs that change what a word or a number means become words: `-1`, `-created` and `!is` are the
/// opposite of the same without, `A+` is not `A-`, `C++` and `C#` are not `C`, and `<=1` is not `1`.
fn spell_out(source: &str) -> String {
    if let Some((name, rest)) = comparison(source) {
        return format!("{name} {}", spell_out(rest));
    }
    let mut words = String::with_capacity(source.len());
    let stem = source.trim_end_matches('+');
    let ends_word = stem.ends_with(char::is_alphanumeric);
    let mut characters = source.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, after)| *after);
        let before_word = after.is_some_and(char::is_alphanumeric);
        let before_digit = after.is_some_and(|after| after.is_ascii_digit());
        let is_first = words.is_empty() && before_word;
        let is_last = after.is_none() && words.ends_with(char::is_alphanumeric);
        match character {
            '+' if before_digit || at >= stem.len() && ends_word => words.push_str(" plus "),
            '#' if is_last && ends_in_letter(&words) => words.push_str(" sharp"),
            '-' if is_first => words.push_str("minus "),
            '-' if is_last => words.push_str(" minus"),
            '!' if is_first => words.push_str("not "),
            '\'' => {}
            other => words.push(other),
        }
    }
    if words.chars().any(char::is_alphanumeric) {
        words
    } else {
        sign_names(source)
    }
}

/// Whether the last word is one letter: `C#` has a name of its own, and `Order#` means a number.
fn ends_in_letter(words: &str) -> bool {
    let mut last = words.chars().rev();
    last.next().is_some_and(char::is_alphabetic) && !last.next().is_some_and(char::is_alphanumeric)
}

/// What a text begins with that compares with the rest: `<=1`. Before a word `<` is a bracket: `<none>`.
fn comparison(source: &str) -> Option<(&'static str, &str)> {
    let signs = [
        ("<=", "less or equal"),
        (">=", "greater or equal"),
        ("!=", "not equal"),
        ("<", "less"),
        (">", "greater"),
    ];
    let found = signs.into_iter().find_map(|(sign, name)| {
        let rest = source.strip_prefix(sign)?;
        Some((sign, name, rest.trim_start()))
    });
    let (sign, name, rest) = found?;
    let value = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let is_number = value.starts_with(|c: char| c.is_ascii_digit());
    let is_word = sign.len() > 1 && value.starts_with(char::is_alphanumeric);
    let is_bracket = source.ends_with('>');
    ((is_number || is_word) && !is_bracket).then_some((name, rest))
}

/// The names of signs, for a text that has nothing else; a sign without a name has its number in
/// Unicode.
fn sign_names(source: &str) -> String {
    let name = |sign| match sign_name(sign) {
        Some(name) => name.to_owned(),
        None => format!("u{:04x}", u32::from(sign)),
    };
    let names: Vec<String> = source.chars().map(name).collect();
    names.join(" ")
}

fn sign_name(sign: char) -> Option<&'static str> {
    Some(match sign {
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '~' => "tilde",
        '^' => "caret",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '_' => "underscore",
        ' ' => "space",
        '"' => "quote",
        '`' => "backtick",
        '\\' => "backslash",
        '\n' => "newline",
        '\t' => "tab",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        _ => return None,
    })
}

fn is_start(character: char) -> bool {
    unicode_ident::is_xid_start(character)
}

fn is_continue(character: char) -> bool {
    unicode_ident::is_xid_continue(character)
}
