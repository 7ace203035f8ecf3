//! The names of files: relative paths with `/` between the parts.
//!
//! Comes in: a name, and a relative address found in the file of that name. Goes out: the name of
//! the file that is meant. Looks at text alone, never at the disk.

use crate::diagnostic::percent_decoded;

/// A name without `.` parts and without `..` parts that follow another part.
pub(super) fn normal(name: &str) -> String {
    let slashes = if cfg!(windows) {
        name.replace('\\', "/")
    } else {
        name.to_owned()
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in slashes.split('/') {
        match (part, parts.last()) {
            ("." | "", Some(_)) | (".", None) => {}
            ("..", Some(&last)) if last != ".." && !last.is_empty() => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The name of the file that `reference` means in the file `from`; `None` when it names a scheme
/// or a host, or is not well formed.
pub(super) fn resolve(from: &str, reference: &str) -> Option<String> {
    let reference = percent_decoded(reference)?;
    if reference.starts_with("//") || has_scheme(&reference) {
        return None;
    }
    if reference.starts_with('/') {
        return Some(normal(&reference));
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(if folder.is_empty() && !from.starts_with('/') {
        normal(&reference)
    } else {
        normal(&format!("{folder}/{reference}"))
    })
}

/// Whether an address begins with a scheme such as `https:`. One letter is a drive of Windows.
fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::{normal, resolve};

    #[test]
    fn names_lose_dots() {
        assert_eq!(normal("./a/./b/../c.yaml"), "a/c.yaml");
        assert_eq!(normal("../../a.yaml"), "../../a.yaml");
        assert_eq!(normal("/a//b"), "/a/b");
        assert_eq!(normal("/../a"), "/../a");
    }

    #[test]
    fn references_are_relative_to_their_file() {
        let resolved = |from, to| resolve(from, to).unwrap_or_default();
        assert_eq!(resolved("spec/a.yaml", "./x/b%20c.json"), "spec/x/b c.json");
        assert_eq!(resolved("a.yaml", "b.yaml"), "b.yaml");
        assert_eq!(resolved("/spec/a.yaml", "../b.yaml"), "/b.yaml");
        assert_eq!(resolved("/a.yaml", "b.yaml"), "/b.yaml");
        assert_eq!(resolved("spec/a.yaml", "../../b.yaml"), "../b.yaml");
    }

    #[test]
    fn addresses_with_a_scheme_or_host_are_no_files() {
        assert_eq!(resolve("a", "https://example.com/b.yaml"), None);
        assert_eq!(resolve("a", "//example.com/b.yaml"), None);
        assert_eq!(resolve("a", "file:///etc/passwd"), None);
        assert_eq!(resolve("a", "b%zz"), None);
    }
}
