//! Several crates as modules of one, so that the runtime that each of them carries is compiled once.
//!
//! Comes in: generated crates on the disk. Goes out: a crate with a module for each of them. What a
//! crate calls `crate` is its module then, and its runtime is a window on the common one that shows
//! what the crate has itself: a file that is missing there is missing here too.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Error, Result},
    path::{Path, PathBuf},
};

use toml::{Table, Value};

/// How much generated text one batch takes, in bytes: enough that the runtime does not count, and
/// little enough that the compiler's memory does not.
const FULL: usize = 1_500_000;

/// Some crates to be compiled together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The crates' names.
    pub members: Vec<String>,
}

/// A batch that is not full yet.
#[derive(Debug, Default)]
struct Open {
    batch: Batch,
    size: usize,
    runtime: BTreeMap<PathBuf, String>,
}

/// The crates in batches of about the same size, those with different files of the same name in
/// their runtime apart.
///
/// # Errors
/// A folder that cannot be read.
pub fn batches(crates: &Path, names: &[String]) -> Result<Vec<Batch>> {
    let mut full = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for name in names {
        let folder = crates.join(name);
        let (mut size, mut runtime) = (0, BTreeMap::new());
        for file in sources(&folder)? {
            let text = fs::read_to_string(folder.join(&file))?;
            match runtime_file(&file) {
                Some("mod.rs") => {}
                Some(_) => {
                    runtime.insert(file, without_header(&text));
                }
                None if file.starts_with("src/dispatch") => {}
                None => size += text.len(),
            }
        }
        let at = open.iter().position(|it| it.fits(&runtime));
        let mut into = at.map(|at| open.remove(at)).unwrap_or_default();
        into.batch.members.push(name.clone());
        into.size += size;
        into.runtime.extend(runtime);
        if into.size >= FULL {
            full.push(into.batch);
        } else {
            open.push(into);
        }
    }
    full.extend(open.into_iter().map(|it| it.batch));
    Ok(full)
}

impl Open {
    fn fits(&self, runtime: &BTreeMap<PathBuf, String>) -> bool {
        let mut known = runtime
            .iter()
            .filter_map(|(file, text)| Some((self.runtime.get(file)?, text)));
        known.all(|(known, text)| known == text)
    }
}

/// A generated file without the lines that say of what it is generated.
fn without_header(text: &str) -> String {
    text.split_once("\n\n")
        .map_or(text, |(_, text)| text)
        .to_owned()
}

impl Batch {
    /// Writes the batch as a crate of its own, with these attributes at its top. The members keep
    /// theirs; the runtime is nobody's here, and so nobody is to hear of it.
    ///
    /// # Errors
    /// Whatever the disk refuses; a crate that is not laid out as the generator does it.
    pub fn write(&self, crates: &Path, out: &Path, name: &str, attributes: &str) -> Result<()> {
        let mut manifest = Manifest::default();
        let mut runtime = BTreeSet::new();
        let mut limit = None;
        for member in &self.members {
            let from = crates.join(member);
            let root = fs::read_to_string(from.join("src/lib.rs"))?;
            limit = limit.max(recursion_limit(&root));
            manifest.add(&fs::read_to_string(from.join("Cargo.toml"))?)?;
            for file in sources(&from)? {
                let text = fs::read_to_string(from.join(&file))?;
                match runtime_file(&file) {
                    Some("mod.rs") => {
                        runtime.extend(text.lines().map(in_common));
                        let window = window(&inside(&text, member));
                        write(&out.join(place(member, &file)), &window)?;
                    }
                    Some(_) => write(&out.join(&file), &text)?,
                    None if file == Path::new("src/lib.rs") => {
                        let root = inside(&of_a_module(&text), member);
                        write(&out.join(place(member, &file)), &root)?;
                    }
                    None => write(&out.join(place(member, &file)), &inside(&text, member))?,
                }
            }
        }
        let runtime: String = runtime.into_iter().collect();
        write(&out.join("src/support/mod.rs"), &runtime)?;
        write(&out.join("src/lib.rs"), &self.root(attributes, limit))?;
        write(&out.join("Cargo.toml"), &manifest.text(name))
    }

    fn root(&self, attributes: &str, limit: Option<usize>) -> String {
        let limit = limit.map(|limit| format!("#![recursion_limit = \"{limit}\"]\n"));
        let limit = limit.unwrap_or_default();
        let modules = self.members.iter().map(|name| format!("pub mod {name};\n"));
        let modules: String = modules.collect();
        let allowed = OF_A_CRATE.join(", ");
        format!(
            "{limit}{attributes}#![allow({allowed})]\n{modules}#[allow(warnings)]\nmod support;\n"
        )
    }

    /// The two halves of a batch.
    pub fn halves(&self) -> [Self; 2] {
        let (first, second) = self.members.split_at(self.members.len() / 2);
        [first, second].map(|members| Self {
            members: members.to_vec(),
        })
    }
}

/// The lints that hold for a crate as a whole: what a member has them at means nothing in a module.
const OF_A_CRATE: [&str; 3] = [
    "confusable_idents",
    "mixed_script_confusables",
    "uncommon_codepoints",
];

/// The text of a crate's root without the lints that a module cannot have, each in a line of its own.
fn of_a_module(root: &str) -> String {
    let is_of_a_crate = |line: &str| OF_A_CRATE.contains(&line.trim().trim_end_matches(','));
    let lines = root.split_inclusive('\n');
    lines.filter(|line| !is_of_a_crate(line)).collect()
}

/// The text of a crate's file as one of a module called so: `$crate`, which stands in the runtime
/// alone, is nobody's own. A name may end in the same letters.
fn inside(text: &str, module: &str) -> String {
    const ROOT: &str = "crate::";
    let mut inside = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(ROOT) {
        inside.push_str(before);
        inside.push_str(ROOT);
        if !before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
            inside.push_str(module);
            inside.push_str("::");
        }
        rest = after;
    }
    inside + rest
}

/// The list of a crate's runtime files, each of them in the common runtime. It is ours as it stands
/// here, and no lint's business.
fn window(list: &str) -> String {
    let line = |line: &str| match module_of(line) {
        Some(module) => format!("pub(crate) use crate::support::{module};\n"),
        None => format!("{line}\n"),
    };
    let lines: String = list.lines().map(line).collect();
    format!("#![allow(warnings)]\n{lines}")
}

/// What a line `mod name;` or `pub mod name;` names.
fn module_of(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.strip_prefix("mod ")?.strip_suffix(';')
}

/// A line of a crate's list of runtime files, in the list of the common ones.
fn in_common(line: &str) -> String {
    match module_of(line) {
        Some(module) => format!("pub(crate) mod {module};\n"),
        None if line.starts_with("//") => String::new(),
        None => format!("{line}\n"),
    }
}

/// The features that members speak of and no batch turns on: what callers in JSON have.
const OFF: [&str; 2] = ["cli", "dispatch"];

/// The folders of a crate that are its program's.
const OF_THE_PROGRAM: [Option<&str>; 2] = [Some("src/bin"), Some("src/cli")];

/// What the crates depend on, and the features that their groups stand behind: all of them on.
#[derive(Clone, Debug, Default)]
struct Manifest {
    dependencies: Table,
    features: BTreeSet<String>,
}

impl Manifest {
    fn add(&mut self, text: &str) -> Result<()> {
        let table: Table = text.parse().map_err(Error::other)?;
        let section = |name| table.get(name).and_then(Value::as_table);
        let needed = section("dependencies").into_iter().flatten();
        for (name, wanted) in needed.filter(|(_, wanted)| !is_optional(wanted)) {
            let known = self.dependencies.entry(name).or_insert(wanted.clone());
            unite(known, wanted);
        }
        let features = section("features").into_iter().flat_map(Table::keys);
        let is_other = |name: &str| OFF.contains(&name) || ["default", "transport"].contains(&name);
        let groups = features.filter(|name| !is_other(name));
        self.features.extend(groups.cloned());
        Ok(())
    }

    fn text(self, name: &str) -> String {
        let mut package = Table::new();
        package.insert("name".to_owned(), name.into());
        package.insert("version".to_owned(), "0.0.0".into());
        package.insert("edition".to_owned(), "2024".into());
        let off = OFF.into_iter().map(str::to_owned);
        let all = self.features.iter().cloned().chain(off);
        let mut features: Table = all.map(|it| (it, nothing())).collect();
        let all: Vec<Value> = self.features.into_iter().map(Value::String).collect();
        features.insert("default".to_owned(), Value::Array(all));
        let sections = BTreeMap::from([
            ("package", package),
            ("dependencies", self.dependencies),
            ("features", features),
        ]);
        let sections = sections.into_iter();
        let table: Table = sections
            .map(|(name, section)| (name.to_owned(), Value::Table(section)))
            .collect();
        table.to_string()
    }
}

fn nothing() -> Value {
    Value::Array(Vec::new())
}

/// Whether a dependency is there for a feature alone, which no group is.
fn is_optional(wanted: &Value) -> bool {
    wanted.get("optional") == Some(&Value::Boolean(true))
}

/// Adds the features that another crate wants of the same dependency.
fn unite(known: &mut Value, wanted: &Value) {
    let Value::Table(wanted) = wanted else {
        return;
    };
    match known {
        Value::Table(known) => {
            let Some(Value::Array(more)) = wanted.get("features") else {
                return;
            };
            let features = known.entry("features").or_insert_with(nothing);
            if let Value::Array(features) = features {
                let new: Vec<Value> = more
                    .iter()
                    .filter(|it| !features.contains(it))
                    .cloned()
                    .collect();
                features.extend(new);
            }
        }
        other => *other = Value::Table(wanted.clone()),
    }
}

/// The source files of a crate, relative to it, but for its program.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut left = vec![PathBuf::from("src")];
    while let Some(path) = left.pop() {
        for entry in fs::read_dir(folder.join(&path))? {
            let entry = entry?;
            let path = path.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                left.extend((!OF_THE_PROGRAM.contains(&path.to_str())).then_some(path));
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// How deep a crate tells the compiler to go.
fn recursion_limit(root: &str) -> Option<usize> {
    let mut lines = root.lines();
    lines.find_map(|line| {
        let limit = line.strip_prefix("#![recursion_limit = \"")?;
        limit.strip_suffix("\"]")?.parse().ok()
    })
}

/// The name of a file of the runtime, which has no folders.
fn runtime_file(file: &Path) -> Option<&str> {
    file.strip_prefix("src/support").ok()?.to_str()
}

/// Where a crate's file stands in the batch.
fn place(member: &str, file: &Path) -> PathBuf {
    let folder = Path::new("src").join(member);
    match file.strip_prefix("src") {
        Ok(file) if file == Path::new("lib.rs") => folder.join("mod.rs"),
        Ok(file) => folder.join(file),
        Err(_) => folder.join(file),
    }
}

/// Leaves a file that says the same alone, so that nothing is compiled again for it.
pub fn write(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|known| known == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_is_a_window_on_the_common_one() {
        let list = "//! Text.\nmod blank;\npub use blank::*;\npub mod check;\n";
        let expected = "#![allow(warnings)]\n//! Text.\npub(crate) use crate::support::blank;\npub use blank::*;\n\
            pub(crate) use crate::support::check;\n";
        assert_eq!(window(list), expected);
    }

    #[test]
    fn a_path_begins_in_the_module_and_a_name_like_it_does_not() {
        let text = "pub use self::a_crate::ACrate;\nuse crate::models::A;";
        let expected = "pub use self::a_crate::ACrate;\nuse crate::d1::models::A;";
        assert_eq!(inside(text, "d1"), expected);
    }

    #[test]
    fn a_module_has_no_lints_of_a_crate() {
        let root = "#![allow(\n    clippy::type_complexity,\n    confusable_idents,\n    uncommon_codepoints\n)]\n";
        let expected = "#![allow(\n    clippy::type_complexity,\n)]\n";
        assert_eq!(of_a_module(root), expected);
    }

    #[test]
    fn what_any_crate_depends_on_is_there_with_every_feature_but_the_transport() {
        let mut manifest = Manifest::default();
        let first = "[dependencies]\nserde = \"1\"\nserde_json = \"1\"\n\
            clap = { version = \"4\", optional = true }\n\
            [features]\ndefault = [\"transport\"]\ntransport = [\"azure_core/default\"]\n\
            dispatch = []\ncli = [\"dispatch\", \"dep:clap\"]\n";
        let second = "[dependencies.serde_json]\nversion = \"1\"\nfeatures = [\"raw_value\"]\n\
            [features]\ndefault = [\"pets\"]\npets = []\n";
        manifest.add(first).expect("a manifest");
        manifest.add(second).expect("a manifest");
        manifest.add(first).expect("a manifest");
        let table: Table = manifest.text("batch").parse().expect("a manifest");
        let expected: Table =
            "[package]\nname = \"batch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
            [dependencies]\nserde = \"1\"\n\
            serde_json = { version = \"1\", features = [\"raw_value\"] }\n\
            [features]\ndefault = [\"pets\"]\npets = []\ncli = []\ndispatch = []\n"
                .parse()
                .expect("a manifest");
        assert_eq!(table, expected);
    }
}
