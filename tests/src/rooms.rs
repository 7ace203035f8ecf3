//! The rooms of the generator, and what each may know: the invariants of `ARCHITECTURE.md`.
//!
//! Comes in: a source file of the generator, by its path below `generator/src`. Goes out: what in
//! it breaks an invariant. Code that is compiled in tests alone is left out, and so is what
//! `quote!` writes, which is not code of the generator.

mod walk;

use std::{fs, io, path::Path};

use walk::{Found, walk};

/// The rooms in the order of the street: each may import those before it.
const STREET: [&str; 6] = ["source", "import", "lower", "analyze", "emit", "files"];

/// What every room may import.
const COMMON: [&str; 3] = ["config", "diagnostic", "model"];

/// Crates that only some rooms may know.
const KNOWN_BY: [(&str, &[&str]); 10] = [
    ("annotate_snippets", &["diagnostic"]),
    ("heck", &["analyze"]),
    ("openapiv3", &["import", "lower"]),
    ("prettyplease", &["emit"]),
    ("proc_macro2", &["emit"]),
    ("quote", &["emit"]),
    ("saphyr_parser", &["source"]),
    ("serde_json_path", &["import"]),
    ("serde_yaml", &["source"]),
    ("syn", &["emit"]),
];

/// Files that stand in no room of ours: what they import is the generated crate's, and what it
/// depends on.
const OF_GENERATED_CRATES: [&str; 2] = ["support/cli/", "support/dispatch/"];

/// What breaks an invariant in one file; `path` is relative to `generator/src`, with `/`.
///
/// # Errors
///
/// The text is no Rust.
pub fn check(path: &str, text: &str) -> Result<Vec<String>, String> {
    let file = syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
    if is_test_file(path) {
        return Ok(Vec::new());
    }
    let modules = modules(path);
    let room = modules.first().map_or("", String::as_str);
    let found = walk(&file, &modules);
    let is_ours = !OF_GENERATED_CRATES
        .iter()
        .any(|folder| path.starts_with(folder));
    let mut broken = Vec::new();
    for item in found {
        let problem = match item {
            Found::Import(_) | Found::Crate(_) if !is_ours => None,
            Found::Import(target) => import_problem(room, &target),
            Found::Crate(name) => crate_problem(room, &name),
            Found::Version(what) => (room != "import" && room != "support")
                .then(|| format!("asks which version a description is: {what}")),
            Found::Panic(what) => Some(format!("may panic: {what}")),
            Found::Allowed(lint) => Some(format!("allows what may panic: {lint}")),
        };
        broken.extend(problem.map(|problem| format!("{path}: {problem}")));
    }
    Ok(broken)
}

/// The same for every file of a folder.
///
/// # Errors
///
/// The folder cannot be read, or a file is no Rust.
pub fn check_all(root: &Path) -> io::Result<Vec<String>> {
    let mut broken = Vec::new();
    for (path, bytes) in crate::expectation::read_folder(root)? {
        let text = String::from_utf8_lossy(&bytes);
        broken.extend(check(&path, &text).map_err(io::Error::other)?);
    }
    Ok(broken)
}

/// The widest that a comment may be, in characters.
const COMMENT_WIDTH: usize = 110;

/// The comments in a folder that are wider than one may be.
///
/// # Errors
///
/// The folder cannot be read.
pub fn wide_comments(root: &Path) -> io::Result<Vec<String>> {
    let mut wide = Vec::new();
    for (path, bytes) in crate::expectation::read_folder(root)? {
        let text = String::from_utf8_lossy(&bytes);
        let is_wide = |line: &str| {
            line.trim_start().starts_with("//") && line.chars().count() > COMMENT_WIDTH
        };
        let lines = (1..).zip(text.lines()).filter(|(_, line)| is_wide(line));
        wide.extend(lines.map(|(number, _)| {
            format!("{path}:{number}: a comment of more than {COMMENT_WIDTH} columns")
        }));
    }
    Ok(wide)
}

/// Which of the lints that keep panics out are not in force for a package of the workspace.
///
/// # Errors
///
/// A manifest cannot be read.
pub fn missing_lints(workspace: &Path, package: &str) -> io::Result<Vec<String>> {
    let top = manifest(&workspace.join("Cargo.toml"))?;
    let own = manifest(&workspace.join(package).join("Cargo.toml"))?;
    let inherits = own.get("lints").and_then(|lints| lints.get("workspace"));
    let mut missing = Vec::new();
    if inherits.and_then(toml::Value::as_bool) != Some(true) {
        missing.push(format!("{package} does not take the workspace's lints"));
    }
    let clippy = top
        .get("workspace")
        .and_then(|all| all.get("lints")?.get("clippy"));
    for lint in walk::LINTS {
        let level = clippy
            .and_then(|lints| lints.get(lint))
            .and_then(toml::Value::as_str);
        if !matches!(level, Some("warn" | "deny" | "forbid")) {
            missing.push(format!("clippy::{lint} is not in force"));
        }
    }
    Ok(missing)
}

fn manifest(file: &Path) -> io::Result<toml::Table> {
    fs::read_to_string(file)?.parse().map_err(io::Error::other)
}

/// The modules that lead to a file: `lower/all_of.rs` is `lower`, `all_of`.
fn modules(path: &str) -> Vec<String> {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let mut modules: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if modules
        .last()
        .is_some_and(|last| last == "mod" || last == "lib" || last == "main")
    {
        modules.pop();
    }
    // Each base's folder takes the whole list in as a module of its own.
    if path == "support/mod.rs" {
        modules.push("shared".to_owned());
    }
    modules
}

fn is_test_file(path: &str) -> bool {
    path.split('/')
        .any(|part| part == "tests" || part == "tests.rs")
}

/// A room imports rooms before it, and what is common; the top of the crate imports all of them.
fn import_problem(room: &str, target: &str) -> Option<String> {
    let place = |name: &str| STREET.iter().position(|known| *known == name);
    let outside = room.is_empty() || room == "cli" || room == target;
    if outside || COMMON.contains(&target) && !COMMON.contains(&room) {
        return None;
    }
    let allowed = match (place(room), place(target)) {
        (Some(room), Some(target)) => target < room,
        // What every room may import imports no room; a report needs places, a model their form.
        (None, None) => matches!((room, target), ("config" | "model", "diagnostic")),
        (Some(_), None) | (None, Some(_)) => false,
    };
    (!allowed).then(|| format!("`{room}` imports `{target}`"))
}

fn crate_problem(room: &str, name: &str) -> Option<String> {
    let (_, rooms) = KNOWN_BY.iter().find(|(known, _)| *known == name)?;
    (!rooms.contains(&room)).then(|| format!("`{room}` knows `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::check;

    fn problems(path: &str, text: &str) -> usize {
        check(path, text).unwrap().len()
    }

    #[test]
    fn imports_to_the_right_are_found() {
        assert_eq!(problems("lower/map.rs", "use crate::emit::Emitter;"), 1);
        assert_eq!(
            problems(
                "lower/map.rs",
                "use crate::{emit::{self, Emitter}, model::Api};"
            ),
            2
        );
        assert_eq!(
            problems("lower/map.rs", "use super::super::analyze::names;"),
            1
        );
        assert_eq!(
            problems("lower/mod.rs", "fn f() { super::emit::emit() }"),
            1
        );
        assert_eq!(
            problems("source/mod.rs", "mod a { use super::super::import::X; }"),
            1
        );
        assert_eq!(
            problems("import/mod.rs", "fn f() -> crate::lower::T { g() }"),
            1
        );
        assert_eq!(
            problems(
                "import/mod.rs",
                "fn f() { println!(\"{}\", crate::lower::T) }"
            ),
            1
        );
        assert_eq!(problems("model/mod.rs", "use crate::source::Sources;"), 1);
        assert_eq!(problems("diagnostic/mod.rs", "use crate::model::Api;"), 1);
        assert_eq!(problems("emit/mod.rs", "use crate::files::Files;"), 1);
    }

    #[test]
    fn imports_to_the_left_are_none_of_its_business() {
        assert_eq!(problems("lower/map.rs", "use crate::import::Document;"), 0);
        assert_eq!(
            problems("lower/map.rs", "use super::{schema::Spot, all_of};"),
            0
        );
        assert_eq!(
            problems("emit/mod.rs", "use crate::{config::Config, model::Api};"),
            0
        );
        assert_eq!(problems("lib.rs", "use emit::X; use crate::lower::Y;"), 0);
        assert_eq!(
            problems("model/mod.rs", "use crate::diagnostic::Origin;"),
            0
        );
        assert_eq!(
            problems("emit/mod.rs", "fn f() { quote!(crate::files::x.unwrap()) }"),
            0
        );
        assert_eq!(
            problems(
                "lower/map.rs",
                "#[cfg(test)] mod tests { use crate::emit::X; }"
            ),
            0
        );
        assert_eq!(problems("lower/tests.rs", "use crate::emit::X;"), 0);
    }

    #[test]
    fn crates_in_the_wrong_room_are_found() {
        assert_eq!(problems("model/mod.rs", "use openapiv3::Schema;"), 1);
        assert_eq!(problems("model/types.rs", "fn f(x: &syn::Type) {}"), 1);
        assert_eq!(
            problems(
                "analyze/mod.rs",
                "fn f() { ::openapiv3::OpenAPI::default(); }"
            ),
            1
        );
        assert_eq!(problems("lower/mod.rs", "fn f() { quote::quote!() }"), 1);
        assert_eq!(problems("lower/mod.rs", "use openapiv3::Schema;"), 0);
    }

    #[test]
    fn questions_about_versions_are_found() {
        assert_eq!(
            problems("lower/mod.rs", "fn f(d: &D) -> bool { d.is_swagger() }"),
            1
        );
        assert_eq!(
            problems("lower/mod.rs", "fn f(d: &D) { d.get(\"swagger\"); }"),
            1
        );
        assert_eq!(
            problems("emit/mod.rs", "fn f(d: &D) -> &str { &d.openapi }"),
            1
        );
        assert_eq!(problems("analyze/mod.rs", "use crate::import::v3_0;"), 1);
        assert_eq!(
            problems("import/mod.rs", "fn f(d: &D) { d.get(\"swagger\"); }"),
            0
        );
    }

    #[test]
    fn panics_are_found() {
        assert_eq!(problems("emit/mod.rs", "fn f() { todo!() }"), 1);
        assert_eq!(
            problems("emit/mod.rs", "fn f() { g(|| unimplemented!()) }"),
            1
        );
        assert_eq!(
            problems(
                "emit/mod.rs",
                "fn f(x: Option<u8>) { x.unwrap(); x.expect(\"x\"); }"
            ),
            2
        );
        assert_eq!(problems("emit/mod.rs", "fn f(x: &[u8]) -> u8 { x[0] }"), 1);
        assert_eq!(
            problems("emit/mod.rs", "fn f(x: &str) { println!(\"{}\", &x[1..]) }"),
            1
        );
        assert_eq!(
            problems("emit/mod.rs", "#[allow(clippy::unwrap_used)] fn f() {}"),
            1
        );
        assert_eq!(
            problems("emit/mod.rs", "#![expect(clippy::indexing_slicing)]"),
            1
        );
        assert_eq!(
            problems("emit/mod.rs", "fn f(x: &[u8; 2]) -> &[u8] { &x[..] }"),
            0
        );
        assert_eq!(problems("emit/mod.rs", "#[test] fn f() { panic!() }"), 0);
        assert_eq!(
            problems(
                "emit/mod.rs",
                "fn f(x: Option<u8>) -> u8 { x.unwrap_or(1) }"
            ),
            0
        );
    }
}
