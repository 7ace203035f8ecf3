//! Versions of crates.

/// Whether cargo takes a text as a version: three numbers, then what goes before a release and what
/// it was built from (SemVer 2.0.0, items 2, 9 and 10).
pub(super) fn is_version(text: &str) -> bool {
    let (rest, build) = divided(text, '+');
    let (core, before) = divided(rest, '-');
    let mut numbers = core.split('.');
    let is_core = numbers
        .by_ref()
        .take(3)
        .filter(|part| is_number(part))
        .count()
        == 3;
    is_core
        && numbers.next().is_none()
        && build.is_none_or(|build| build.split('.').all(is_identifier))
        && before.is_none_or(|before| before.split('.').all(is_before_release))
}

fn divided(text: &str, sign: char) -> (&str, Option<&str>) {
    match text.split_once(sign) {
        Some((first, rest)) => (first, Some(rest)),
        None => (text, None),
    }
}

/// A number without zeros before it, which cargo holds in 64 bits.
fn is_number(text: &str) -> bool {
    let has_zeros = text.len() > 1 && text.starts_with('0');
    !has_zeros && is_digits(text) && text.parse::<u64>().is_ok()
}

fn is_before_release(text: &str) -> bool {
    let has_zeros = text.len() > 1 && text.starts_with('0') && is_digits(text);
    is_identifier(text) && !has_zeros
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_identifier(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_told_from_what_is_none() {
        for text in ["0.1.0", "1.22.333", "1.0.0-beta.1", "1.0.0-x-y+2025.01.z"] {
            assert!(is_version(text), "{text}");
        }
        for text in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "v1.0.0",
            "1.0.x",
            "01.0.0",
            "1.0.0-",
            "1.0.0-a..b",
            "1.0.0-01",
            "1.0.0+",
            "1.-1.0",
            " 1.0.0",
            "99999999999999999999.0.0",
        ] {
            assert!(!is_version(text), "{text}");
        }
    }
}
