//! Fixture folders, and what the generator makes of them. The only place that calls the generator.
//!
//! Comes in: the name of a folder in `fixtures/`. Goes out: its cases, and for a case the files
//! and the reports of a run. `fixtures/README.md` describes the folders.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use clientforge::{files::Files, source::Project, source::Sources};

use crate::expectation::read_folder;

/// One case: a folder with a description in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixture {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
}

/// What the generator made of a case.
#[derive(Clone, Debug)]
pub struct Run {
    /// The crate; `None` when an error was reported.
    pub files: Option<Files>,
    /// Everything that was reported, as the command line prints it without colours, paths relative
    /// to the case's folder. Empty when there was nothing to report.
    pub printed: String,
}

/// The cases of one kind (`emit`, `diagnostics`), by name.
///
/// # Errors
///
/// The folder cannot be read.
pub fn cases(kind: &str) -> io::Result<Vec<Fixture>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder().join(kind))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            found.push(Fixture {
                name,
                folder: entry.path(),
            });
        }
    }
    found.sort();
    Ok(found)
}

/// The crates of all `emit` cases, by the case's name, each with its own test where it has one, and
/// with what tests share.
///
/// # Errors
///
/// The folder cannot be read.
pub fn emitted_crates() -> io::Result<BTreeMap<String, Files>> {
    let common = read_folder(&folder().join("common"))?;
    let mut crates = BTreeMap::new();
    for case in cases("emit")? {
        let Some(mut files) = case.run().files else {
            continue;
        };
        let wire = case.folder.join("wire.rs");
        if wire.is_file() {
            files.insert("tests/wire.rs", fs::read(wire)?);
            for (path, bytes) in &common {
                files.insert(format!("tests/common/{path}"), bytes.clone());
            }
        }
        crates.insert(case.name, files);
    }
    Ok(crates)
}

/// `tests/fixtures`.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The top of the repository.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

impl Fixture {
    /// Reads the case from the disk and generates its crate.
    pub fn run(&self) -> Run {
        self.generate(self.read())
    }

    /// Generates the crate of another text in place of the case's own description.
    ///
    /// # Errors
    ///
    /// A file that the description refers to cannot be read.
    pub fn run_with_text(&self, text: &str) -> io::Result<Run> {
        let mut project = self.read();
        let name = |file: &Path| file.to_string_lossy().into_owned();
        let spec = self.folder.join("spec.yaml");
        let mut sources = Sources::from_texts([(name(&spec), text)]);
        for entry in fs::read_dir(&self.folder)? {
            let file = entry?.path();
            if file != spec
                && file
                    .extension()
                    .is_some_and(|extension| extension == "yaml")
            {
                let text = fs::read_to_string(&file)?;
                sources = match project.overlays.contains(&file) {
                    true => sources.with_overlay(name(&file), text),
                    false => sources.with_text(name(&file), text),
                };
            }
        }
        project.sources = sources;
        Ok(self.generate(project))
    }

    /// The case's description, where it is `spec.yaml`.
    ///
    /// # Errors
    ///
    /// There is no such file.
    pub fn text(&self) -> io::Result<String> {
        fs::read_to_string(self.folder.join("spec.yaml"))
    }

    /// Files in an `emit` case that no test reads: they would only look like expectations.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn unknown_entries(&self) -> io::Result<Vec<String>> {
        let known = |name: &str| {
            matches!(
                name,
                "codegen.toml" | "expected" | "warnings.txt" | "wire.rs"
            ) || name.ends_with(".yaml")
                || name.ends_with(".md")
        };
        let mut unknown = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !known(&name) {
                unknown.push(format!("{name}: not part of a fixture"));
            }
        }
        Ok(unknown)
    }

    /// `codegen.toml` and the inputs that it names, else `spec.yaml`.
    fn read(&self) -> Project {
        let config = self.folder.join("codegen.toml");
        let mut project = if config.is_file() {
            Project::configured(&config)
        } else {
            Project::default()
        };
        if project.diagnostics.has_errors() {
            return project;
        }
        if project.config.package.name.is_none() {
            project.config.package.name = Some(self.crate_name());
        }
        // What each crate has for callers in JSON is shown by the cases that ask for it.
        let command_line = &mut project.config.package.command_line;
        *command_line = command_line.or(Some(false));
        let named = project.config.input.clone();
        let inputs = if named.is_empty() {
            vec!["spec.yaml".to_owned()]
        } else {
            named
        };
        let inputs: Vec<PathBuf> = inputs.iter().map(|input| self.folder.join(input)).collect();
        project.read_inputs(&inputs, &self.folder);
        project
    }

    /// The crate's name where the case does not choose one.
    fn crate_name(&self) -> String {
        format!("fixture_{}", self.name.replace('-', "_"))
    }

    fn generate(&self, project: Project) -> Run {
        let Project {
            config,
            sources,
            overlays: _,
            output: _,
            mut diagnostics,
        } = project;
        let mut files = None;
        if !diagnostics.has_errors() {
            let outcome = clientforge::generate(&sources, &config);
            diagnostics.append(outcome.diagnostics);
            files = outcome.files;
        }
        let mut printed = diagnostics.render(&sources);
        if !diagnostics.is_empty() {
            printed.push_str(&format!("{}\n", diagnostics.summary()));
        }
        Run {
            files,
            printed: self.relative(&printed),
        }
    }
}

impl Fixture {
    /// The text with paths relative to the case's folder.
    fn relative(&self, text: &str) -> String {
        let own = format!("{}/", self.folder.display());
        let around = format!(
            "{}/",
            self.folder.parent().unwrap_or(&self.folder).display()
        );
        text.replace(&own, "").replace(&around, "../")
    }
}

/// What a crate's file may be a copy of: ordinary Rust files of the generator, for every base or one.
pub fn originals(path: &str) -> Vec<PathBuf> {
    let Some(path) = path.strip_prefix("src/").map(Path::new) else {
        return Vec::new();
    };
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Vec::new();
    };
    let folder = folder.strip_prefix("support").unwrap_or(folder);
    let folder = repository().join("generator/src/support").join(folder);
    let folders = ["", "azure", "neutral", "none"].map(|base| folder.join(base));
    let files = folders.into_iter().map(|folder| folder.join(name));
    files.filter(|file| file.is_file()).collect()
}

/// The files of a crate that its case keeps: those that depend on the description.
pub fn own_files(files: &Files) -> BTreeMap<String, Vec<u8>> {
    let copied = |path: &str| {
        let is_extra = path.starts_with("src/dispatch/") || path.starts_with("src/cli/");
        is_extra && !originals(path).is_empty()
    };
    let runtime = |path: &str| path.starts_with("src/support/") || !path.starts_with("src/");
    let shared = |path: &str| runtime(path) || copied(path);
    let own = files.iter().filter(|(path, _)| !shared(path));
    own.map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}
