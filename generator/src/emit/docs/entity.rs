//! Characters that HTML has names or numbers for (CommonMark, section 2.5).

/// The character that a reference at the start of a text stands for, and how many bytes it takes.
pub(super) fn entity_at(text: &str) -> Option<(usize, char)> {
    let inner = text.strip_prefix('&')?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let end = inner.find(|c| !is_part(c))?;
    let (name, rest) = inner.split_at_checked(end)?;
    let sign = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    rest.starts_with(';').then_some((name.len() + 2, sign))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let sign = char::from_u32(code.ok()?)?;
    match sign {
        '\u{a0}' | '\t' | '\n' | '\r' => Some(' '),
        _ => (!sign.is_control()).then_some(sign),
    }
}

/// Those that descriptions have; of others, the reference stays, and rustdoc knows them all.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "deg" => '°',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "rarr" => '→',
        "larr" => '←',
        "le" => '≤',
        "ge" => '≥',
        _ => return None,
    })
}

/// The character in Markdown, where it is no mark; `next` is what stands behind it.
pub(super) fn escaped(sign: char, next: &str) -> String {
    match sign {
        '&' if next.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#') => {
            "&amp;".to_owned()
        }
        '<' | '>' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' | '|' | '~' => format!("\\{sign}"),
        other => other.to_string(),
    }
}
