//! What cargo would say of `[crate.dependencies]` and `[crate.dev-dependencies]`.
//!
//! Comes in: the tables, each value with its place. Goes out: a report on each entry that cargo
//! refuses, since nobody would look for it in a generated `Cargo.toml`.

use std::ops::Range;

use semver::VersionReq;
use toml::de::{DeTable, DeValue};

/// Something that cargo refuses: where, what is wrong, and what to do.
pub(super) struct Refused {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What a value is to be.
const WHOLE: &str = "write a version (`\"1.2\"`), or a table with `version`, `path` or `git`";
const VERSION: &str = "write what cargo takes: `\"1.2\"`, `\"=1.2.3\"`, `\">=1, <3\"`";

/// Goes through both tables.
pub(super) fn refused(config: &DeTable<'_>) -> Vec<Refused> {
    let package = config.get("crate").map(|value| value.get_ref());
    let Some(DeValue::Table(package)) = package else {
        return Vec::new();
    };
    let mut refused = Vec::new();
    for key in ["dependencies", "dev-dependencies"] {
        if let Some(DeValue::Table(entries)) = package.get(key).map(|value| value.get_ref()) {
            for (name, value) in entries {
                check_name(name.get_ref(), name.span(), &mut refused);
                check(value.get_ref(), value.span(), &mut refused);
            }
        }
    }
    refused
}

fn check_name(name: &str, span: Range<usize>, refused: &mut Vec<Refused>) {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.starts_with(is_letter) || !name.chars().all(is_part) {
        refused.push(Refused {
            span,
            message: format!("a crate cannot be called `{name}`"),
            help: "only ASCII letters, digits, `-` and `_` may be in it, a letter first",
        });
    }
}

fn check(value: &DeValue<'_>, span: Range<usize>, refused: &mut Vec<Refused>) {
    match value {
        DeValue::String(version) => check_version(version, span, refused),
        DeValue::Table(entries) => {
            const SOURCES: [&str; 4] = ["version", "path", "git", "workspace"];
            if !SOURCES.iter().any(|source| entries.contains_key(*source)) {
                refused.push(Refused {
                    span,
                    message: "nothing says which version this is, or where it is".to_owned(),
                    help: WHOLE,
                });
            }
            for (key, value) in entries {
                check_key(key.get_ref(), value.get_ref(), value.span(), refused);
            }
        }
        _ => refused.push(Refused {
            span,
            message: "this is no dependency".to_owned(),
            help: WHOLE,
        }),
    }
}

/// What one key of a dependency has; keys that nobody knows are cargo's matter.
fn check_key(key: &str, value: &DeValue<'_>, span: Range<usize>, refused: &mut Vec<Refused>) {
    let is_text = |value: &DeValue<'_>| matches!(value, DeValue::String(_));
    let (is_right, help) = match (key, value) {
        ("version", DeValue::String(version)) => return check_version(version, span, refused),
        ("version" | "path" | "git" | "branch" | "tag" | "rev" | "package" | "registry", _) => {
            (is_text(value), "write a text")
        }
        ("features", DeValue::Array(list)) => (
            list.iter().all(|feature| is_text(feature.get_ref())),
            "write a list of texts",
        ),
        ("features", _) => (false, "write a list of texts"),
        ("default-features" | "optional" | "workspace", _) => (
            matches!(value, DeValue::Boolean(_)),
            "write `true` or `false`",
        ),
        _ => return,
    };
    if !is_right {
        refused.push(Refused {
            span,
            message: format!("this is no `{key}` of a dependency"),
            help,
        });
    }
}

fn check_version(version: &str, span: Range<usize>, refused: &mut Vec<Refused>) {
    if VersionReq::parse(version).is_err() {
        refused.push(Refused {
            span,
            message: format!("`{version}` is no requirement of a version"),
            help: VERSION,
        });
    }
}
