//! Numbers that JSON carries as text, and what in a description says so.

use super::Type;

/// A number that JSON carries as text, or may. Anywhere else the two are spelled alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// The number's own type.
    pub number: Box<Type>,
    /// It is written as text.
    pub quoted: bool,
}

impl Numeral {
    /// Whether a pattern takes nothing but numbers as JSON spells them: ASP.NET Core has
    /// `^-?(?:0|[1-9]\d*)$`, for instance.
    pub fn is_pattern(pattern: &str) -> bool {
        let inner = pattern.strip_prefix('^');
        let inner = inner.and_then(|rest| rest.strip_suffix('$'));
        let Some(inner) = inner else {
            return false;
        };
        // What is left after the digits' own class and an escaped point is made of signs alone.
        let rest = inner
            .replace("\\d", "")
            .replace("\\.", "")
            .replace("[eE]", "");
        let takes_digits = inner.contains("\\d") || inner.contains("0-9");
        let is_sign = |sign: char| sign.is_ascii_digit() || "-+?*:|()[]{},".contains(sign);
        takes_digits && rest.chars().all(is_sign)
    }

    /// Whether a format says that a value is a number.
    pub fn is_format(format: &str) -> bool {
        let digits = format.trim_start_matches('u').strip_prefix("int");
        matches!(format, "float" | "double") || matches!(digits, Some("8" | "16" | "32" | "64"))
    }
}

#[cfg(test)]
mod tests {
    use super::Numeral;

    #[test]
    fn a_pattern_of_numbers_takes_nothing_else() {
        for pattern in [
            r"^-?(?:0|[1-9]\d*)$",
            r"^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$",
            r"^[0-9]+$",
            r"^\d{1,19}$",
        ] {
            assert!(Numeral::is_pattern(pattern), "{pattern}");
        }
        for pattern in [
            r"\d+",
            r"^\d+",
            r"^[0-9a-f]+$",
            r"^\w+$",
            r"^\d+.\d+$",
            "^-$",
            "^auto|\\d+$",
        ] {
            assert!(!Numeral::is_pattern(pattern), "{pattern}");
        }
    }
}
