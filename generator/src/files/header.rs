//! What the first lines of a generated file say: what made it, and from what.
//!
//! Comes in: a crate's texts and the files that are copied into it. Goes out: its files, each with
//! a header in the comments of its language. A file without comments of its own has none.

use std::collections::BTreeMap;

use super::{Files, MARKER};

/// The files of a crate. `source` names the description in one line.
pub(super) fn headed(
    generated: BTreeMap<String, String>,
    copied: &BTreeMap<String, Vec<u8>>,
    source: &str,
) -> Files {
    let source = source.replace(['\n', '\r'], " ");
    let mut files = Files::new();
    for (path, mut text) in generated {
        let header = header(&path, &source);
        // In place: a copy of each text would be as much memory again.
        text.reserve_exact(header.len());
        text.insert_str(0, &header);
        files.insert(path, text);
    }
    for (path, bytes) in copied {
        // A text of somebody's own says itself what it is; code looks like what is generated.
        let header = if path.ends_with(".rs") {
            header(path, &source)
        } else {
            String::new()
        };
        files.insert(path.clone(), [header.as_bytes(), bytes].concat());
    }
    files
}

fn header(path: &str, source: &str) -> String {
    let lines = |comment: &str, source: &str| {
        format!(
            "{comment}{MARKER} from {source}.\n\
             {comment}Change the description or its codegen.toml, not this file.\n"
        )
    };
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("rs") => format!("{}\n", lines("// ", source)),
        Some("toml") => format!("{}\n", lines("# ", source)),
        Some("md") => format!("<!--\n{}-->\n\n", lines("", &source.replace("-->", "→"))),
        Some(_) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::headed;
    use crate::files::MARKER;

    #[test]
    fn each_language_has_its_comments() {
        let generated = ["a.rs", "b.toml", "c.md", "LICENSE"]
            .map(|path| (path.to_owned(), "text\n".to_owned()));
        let copied = [
            ("d.rs".to_owned(), b"own\n".to_vec()),
            ("e.md".to_owned(), b"own\n".to_vec()),
        ];
        let source = "api.yaml: Title\n-->, 1";
        let files = headed(BTreeMap::from(generated), &BTreeMap::from(copied), source);
        let text = |path| String::from_utf8_lossy(files.get(path).unwrap()).into_owned();
        assert!(
            text("a.rs").starts_with(&format!("// {MARKER} from api.yaml: Title -->, 1.\n// "))
        );
        assert!(
            text("b.toml").starts_with(&format!("# {MARKER} from api.yaml: Title -->, 1.\n# "))
        );
        assert!(text("c.md").starts_with(&format!("<!--\n{MARKER} from api.yaml: Title →, 1.\n")));
        assert!(text("d.rs").starts_with("// ") && text("d.rs").ends_with("\n\nown\n"));
        assert_eq!(text("LICENSE"), "text\n");
        assert_eq!(text("e.md"), "own\n");
    }
}
