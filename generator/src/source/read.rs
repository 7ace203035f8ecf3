//! Reading from the disk.
//!
//! Comes in: the paths of the descriptions, and a folder that reading may not leave. Goes out:
//! these files and, step by step, every file that one of them names in a `$ref` or an
//! `externalValue`. Nothing is ever fetched from a network.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexSet;
use serde_json::Value;

use super::{Sources, names};
use crate::diagnostic::{Diagnostics, Place, SourceId, Texts};

impl Sources {
    /// Reads the descriptions at `paths` and every file that they refer to, directly or through
    /// each other. A file that they refer to must lie below the folder `root`, symbolic links
    /// followed. The names that are shown are the paths as they were given.
    ///
    /// A description that cannot be read is reported, and the rest is read all the same; what a
    /// reference does not find is for whoever follows it to tell ([`Sources::why_unreadable`]).
    pub fn read<P: AsRef<Path>>(
        paths: impl IntoIterator<Item = P>,
        root: &Path,
    ) -> (Self, Diagnostics) {
        Self::read_with(paths, std::iter::empty::<P>(), root)
    }

    /// The same, with the files at `overlays`, which change the descriptions. What they refer to is
    /// found from where the descriptions are.
    pub fn read_with<P: AsRef<Path>, O: AsRef<Path>>(
        paths: impl IntoIterator<Item = P>,
        overlays: impl IntoIterator<Item = O>,
        root: &Path,
    ) -> (Self, Diagnostics) {
        let mut reader = Reader {
            root: folder(root).canonicalize().ok(),
            sources: Self::default(),
            paths: Vec::new(),
            diagnostics: Diagnostics::new(),
        };
        for path in paths {
            if let Some(id) = reader.given(path.as_ref()) {
                reader.sources.inputs.push(id);
            }
        }
        for path in overlays {
            if let Some(id) = reader.given(path.as_ref()) {
                reader.sources.overlays.push(id);
            }
        }
        let mut next = 0;
        while let Some(id) = reader.sources.files.get(next).map(|_| SourceId(next)) {
            reader.follow(id);
            next += 1;
        }
        (reader.sources, reader.diagnostics)
    }
}

/// A folder by a path that may be empty, as the one around a bare file name is.
fn folder(path: &Path) -> &Path {
    match path.as_os_str().is_empty() {
        true => Path::new("."),
        false => path,
    }
}

impl Sources {
    /// Notes why a file cannot be read, in words that call it by `shown`.
    fn lacks(&mut self, name: String, shown: &str, trouble: Trouble) -> Diagnostics {
        let mut found = Diagnostics::new();
        trouble.report(Place::File(name.clone()), shown, &mut found);
        self.unreadable.insert(name, found.clone());
        found
    }
}

struct Reader {
    /// The folder that reading may not leave; `None` when there is no such folder.
    root: Option<PathBuf>,
    sources: Sources,
    /// The path of each file, by its id.
    paths: Vec<PathBuf>,
    diagnostics: Diagnostics,
}

impl Reader {
    /// Takes in a file that was named outright; `None` where it cannot be read, or was named
    /// before.
    fn given(&mut self, path: &Path) -> Option<SourceId> {
        let name = names::normal(&path.to_string_lossy());
        match text_of(path) {
            Ok(text) => {
                let id = self.sources.add(&name, text.into());
                if self.paths.len() == id.0 {
                    self.paths.push(path.to_owned());
                }
                let mut known = self.sources.inputs.iter().chain(&self.sources.overlays);
                (!known.any(|known| *known == id)).then_some(id)
            }
            Err(trouble) => {
                // The folder that one is in has no name.
                let name = Some(name).filter(|name| !name.is_empty());
                let name = name.unwrap_or_else(|| ".".to_owned());
                let found = self.sources.lacks(name.clone(), &name, trouble);
                self.diagnostics.append(found);
                None
            }
        }
    }

    /// Reads the files that one file refers to. What an overlay brings refers to others from where
    /// it is brought to.
    fn follow(&mut self, file: SourceId) {
        let Some(value) = self.sources.value(file) else {
            return;
        };
        let mut found = IndexSet::new();
        references(value, Holder::Part, &mut found);
        let bases = match self.sources.overlays.contains(&file) {
            true => self.sources.inputs.clone(),
            false => vec![file],
        };
        for from in bases {
            for reference in &found {
                let Some(name) = names::resolve(self.sources.name(from), reference) else {
                    continue;
                };
                let is_known = self.sources.by_name.contains_key(&name);
                if !is_known && !self.sources.unreadable.contains_key(&name) {
                    self.referred(from, &name, reference);
                }
            }
        }
    }

    fn referred(&mut self, from: SourceId, name: &str, reference: &str) {
        let folder = self.paths.get(from.0).and_then(|path| path.parent());
        let relative = crate::diagnostic::percent_decoded(reference).unwrap_or_default();
        let path = folder.unwrap_or(Path::new("")).join(&relative);
        match self.text_below_root(&path) {
            Ok(text) => {
                self.sources.add(name, text.into());
                self.paths.push(path);
            }
            // As the reference has it: what a crate's docs say of it is the same on every machine.
            Err(trouble) => {
                let shown = names::normal(&relative);
                drop(self.sources.lacks(name.to_owned(), &shown, trouble));
            }
        }
    }

    fn text_below_root(&self, path: &Path) -> Result<String, Trouble> {
        let real = path.canonicalize().map_err(Trouble::Disk)?;
        match &self.root {
            Some(root) if real.starts_with(root) => text_of(&real),
            Some(_) | None => Err(Trouble::Outside),
        }
    }
}

/// Why a file has no text.
pub(super) enum Trouble {
    Disk(io::Error),
    Folder,
    NotAFile,
    NotText {
        encoding: &'static str,
        shown: Arc<str>,
        range: Range<usize>,
    },
    Outside,
}

impl Trouble {
    /// Not what the file is read as; `shown` has a replacement character where it first is not.
    fn not_text(encoding: &'static str, shown: Arc<str>, at: usize) -> Self {
        let range = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
        Self::NotText {
            encoding,
            shown,
            range,
        }
    }

    /// Reports it at a place, or where the file itself is wrong.
    pub(super) fn report(self, place: Place, name: &str, diagnostics: &mut Diagnostics) {
        match self {
            Self::Disk(error) if error.kind() == io::ErrorKind::NotFound => diagnostics
                .unreadable_source(place, name, "there is no such file", "check the path"),
            Self::Disk(error) => diagnostics.unreadable_source(
                place,
                name,
                &error.to_string(),
                "check the file's permissions",
            ),
            Self::Folder => diagnostics.unreadable_source(
                place,
                name,
                "it is a folder, not a file",
                "name a file in it",
            ),
            Self::NotAFile => diagnostics.unreadable_source(
                place,
                name,
                "it is a device, not a file",
                "name a file",
            ),
            Self::NotText {
                encoding,
                shown,
                range,
            } => {
                let place = Place::Excerpt {
                    name: name.to_owned(),
                    text: shown,
                    range,
                };
                diagnostics.unreadable_source(
                    place,
                    name,
                    &format!("it is not {encoding} from this place on"),
                    "save the file as UTF-8",
                );
            }
            Self::Outside => diagnostics.outside_root(place, name),
        }
    }
}

/// The text of a file.
pub(super) fn text_of(path: &Path) -> Result<String, Trouble> {
    let kind = fs::metadata(path).map_err(Trouble::Disk)?;
    if kind.is_dir() {
        return Err(Trouble::Folder);
    }
    if !kind.is_file() {
        return Err(Trouble::NotAFile);
    }
    let bytes = fs::read(path).map_err(Trouble::Disk)?;
    match bytes.as_slice() {
        [0xff, 0xfe, units @ ..] => utf_16(units, u16::from_le_bytes),
        [0xfe, 0xff, units @ ..] => utf_16(units, u16::from_be_bytes),
        // A description begins with two characters of ASCII (RFC 4627, section 3).
        units @ [1..=0x7f, 0, 1..=0x7f, 0, ..] => utf_16(units, u16::from_le_bytes),
        units @ [0, 1..=0x7f, 0, 1..=0x7f, ..] => utf_16(units, u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let shown = String::from_utf8_lossy(error.as_bytes());
            Trouble::not_text("UTF-8", shown.into(), at)
        }),
    }
}

/// The text of a file in UTF-16, as some editors of Windows write it, without the mark of its byte order.
fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Trouble> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let (mut text, mut wrong) = (String::new(), None);
    for character in char::decode_utf16(units) {
        if character.is_err() {
            wrong = wrong.or(Some(text.len()));
        }
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        wrong = wrong.or(Some(text.len()));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    match wrong {
        None => Ok(text),
        Some(at) => Err(Trouble::not_text("UTF-16", text.into(), at)),
    }
}

/// What the keys of an object are.
#[derive(Clone, Copy)]
enum Holder {
    /// Words of the description's language, such as `default`.
    Part,
    /// Names that its author chose; a property may well be called `default`.
    Names,
}

/// Collects the addresses of other files, without their fragments. Examples, defaults and the like
/// are data: a `$ref` in them refers to nothing.
fn references(value: &Value, holder: Holder, found: &mut IndexSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (holder, key.as_str(), value) {
                    // A map may stand in a file of its own; a property called `$ref` is no text.
                    (_, "$ref", Value::String(address))
                    | (Holder::Part, "externalValue", Value::String(address)) => {
                        found.extend(file(address));
                    }
                    (Holder::Names, ..) => references(value, Holder::Part, found),
                    // Of a discriminator: references, or names.
                    (Holder::Part, "mapping", Value::Object(targets)) => {
                        let texts = targets.values().filter_map(Value::as_str);
                        found.extend(texts.filter_map(file).filter(|name| is_path(name)));
                    }
                    (Holder::Part, key, _) if is_data(key) => {}
                    (Holder::Part, key, _) => references(value, held_by(key), found),
                }
            }
        }
        Value::Array(elements) => {
            for value in elements {
                references(value, Holder::Part, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The address of the file that a reference leads to; none where that is its own.
fn file(reference: &str) -> Option<String> {
    let file = reference.split('#').next()?;
    (!file.is_empty()).then(|| file.to_owned())
}

/// Whether a text that may be a name is rather a path, or a reference.
pub(crate) fn is_path(text: &str) -> bool {
    let extension = Path::new(text).extension().and_then(OsStr::to_str);
    text.contains('/') || matches!(extension, Some("json" | "yaml" | "yml"))
}

fn is_data(key: &str) -> bool {
    match key {
        "example" | "default" | "enum" | "value" | "const" => true,
        // Of what is Azure's, these have parts of a description in them.
        "x-ms-paths" | "x-ms-parameterized-host" => false,
        other => other.starts_with("x-"),
    }
}

fn held_by(key: &str) -> Holder {
    match key {
        "properties" | "patternProperties" | "definitions" | "schemas" | "responses"
        | "parameters" | "examples" | "requestBodies" | "headers" | "securitySchemes" | "links"
        | "callbacks" | "paths" | "x-ms-paths" | "content" | "encoding" | "variables" => {
            Holder::Names
        }
        _ => Holder::Part,
    }
}
