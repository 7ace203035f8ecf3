//! What a run is told beside the description: `codegen.toml`, as plain data.
//!
//! Comes in: the text of the file. Goes out: [`Config`]; an unknown key or a value of the wrong
//! type is an error at its line and column. Paths in it are relative to the file and are not
//! looked at here.
//!
#![doc = include_str!("../CODEGEN.md")]

mod dependencies;
mod entry;
mod parse;
mod replacement;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;

use crate::diagnostic::{Diagnostics, Place};
pub use entry::{Entry, KeepUnknown, Pairs, PairsBy};
pub use replacement::{Replacement, WORDS};

/// Everything that can be said about a run.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The descriptions to read, relative to the file; none: the caller names them.
    pub input: Vec<String>,
    /// Overlays to apply to them, in order, relative to the file.
    pub overlays: Vec<String>,
    /// The folder to write the crate to, relative to the file.
    pub output: Option<String>,
    /// The folder that reading may not leave, relative to the file; without it the file's own.
    pub root: Option<String>,
    /// What the crate makes requests with; without it what the description is made for.
    pub runtime: Option<Chosen<Runtime>>,
    /// The crate's manifest.
    #[serde(rename = "crate")]
    pub package: Package,
    /// How the client reaches the service.
    pub client: ClientConfig,
    /// Which operations to generate, and what to know of them.
    pub operations: OperationsConfig,
    /// What to know of types.
    pub types: TypesConfig,
    /// Operations to keep, by `operationId`; with none, all are kept. Said by a command line.
    #[serde(skip)]
    pub only: Vec<String>,
    /// Files to copy into the crate as they are, by their path in the crate. Read by the caller
    /// from the folder that [`Package::files`] names.
    #[serde(skip)]
    pub verbatim: BTreeMap<String, Vec<u8>>,
    /// The file that this was read from.
    #[serde(skip)]
    pub file: Option<ConfigFile>,
}

impl Config {
    /// Reads the text of a `codegen.toml`; `name` is the file's name as it is shown.
    ///
    /// # Errors
    ///
    /// Every syntax error, unknown key and value of the wrong type, each with line and column.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostics> {
        parse::parse(name, text)
    }

    /// Where an entry of a list stands, for a report; `None` when no file was read.
    pub fn place(&self, entry: &Entry) -> Option<Place> {
        self.excerpt(&entry.span)
    }

    /// Where the folder of the files to copy is named, for a report; `None` when no file was read.
    pub fn copied_from(&self) -> Option<Place> {
        self.excerpt(&self.package.files.as_ref()?.span)
    }

    /// Where some bytes of the file stand, for a report; `None` when no file was read.
    pub fn excerpt(&self, range: &Range<usize>) -> Option<Place> {
        let file = self.file.as_ref()?;
        Some(Place::Excerpt {
            name: file.name.clone(),
            text: Arc::clone(&file.text),
            range: range.clone(),
        })
    }
}

/// A configuration file's name and text, for reports about its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// The name as it is shown.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
}

/// `runtime`: what the generated crate makes requests with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[cfg_attr(feature = "cli", value(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Runtime {
    /// `azure_core`: what Azure's services and their tools expect.
    AzureCore,
    /// `typespec_client_core`, its neutral base: nothing in the crate is Azure's.
    TypespecClientCore,
}

/// A value in the configuration, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "toml::Spanned<T>", bound = "T: Deserialize<'de>")]
pub struct Chosen<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the configuration file; empty when it came from elsewhere.
    pub span: Range<usize>,
}

impl<T> From<toml::Spanned<T>> for Chosen<T> {
    fn from(spanned: toml::Spanned<T>) -> Self {
        Self {
            span: spanned.span(),
            value: spanned.into_inner(),
        }
    }
}

impl<T> From<T> for Chosen<T> {
    fn from(value: T) -> Self {
        Self { value, span: 0..0 }
    }
}

/// `[crate]`: the generated crate's manifest.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Package {
    /// The crate's name; without it made from the description's title.
    pub name: Option<String>,
    /// The crate's version (SemVer 2.0.0).
    pub version: Chosen<String>,
    /// One line about the crate; without it made from the description's title.
    pub description: Option<String>,
    /// A licence expression of SPDX.
    pub license: Option<String>,
    /// The address of the source repository.
    pub repository: Option<String>,
    /// The address of the project.
    pub homepage: Option<String>,
    /// The address of the documentation.
    pub documentation: Option<String>,
    /// Search words on crates.io, at most five.
    pub keywords: Vec<String>,
    /// Categories on crates.io.
    pub categories: Vec<String>,
    /// Authors, as `Name <address>`.
    pub authors: Vec<String>,
    /// Whether the crate may be published.
    pub publish: bool,
    /// Whether its operations can be called by their ids in JSON, by the feature `dispatch`, and
    /// from a shell, by the feature `cli`; they can unless told otherwise.
    pub command_line: Option<bool>,
    /// Whether the crate belongs to a workspace around it.
    pub workspace: Workspace,
    /// Whether each group of operations is a cargo feature; without it as large as an API has to
    /// be for that to pay.
    pub features: Option<Features>,
    /// A folder whose files are copied into the crate as they are, relative to the file.
    pub files: Option<Chosen<String>>,
    /// `[crate.dependencies]`, word for word: where the types of `types.replace` and
    /// `types.formats` come from.
    pub dependencies: toml::Table,
    /// `[crate.dev-dependencies]`, word for word.
    #[serde(rename = "dev-dependencies")]
    pub dev_dependencies: toml::Table,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            name: None,
            version: "0.1.0".to_owned().into(),
            description: None,
            license: None,
            repository: None,
            homepage: None,
            documentation: None,
            keywords: Vec::new(),
            categories: Vec::new(),
            authors: Vec::new(),
            publish: true,
            command_line: None,
            workspace: Workspace::Own,
            features: None,
            files: None,
            dependencies: toml::Table::new(),
            dev_dependencies: toml::Table::new(),
        }
    }
}

/// Whether the generated crate belongs to a workspace around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Workspace {
    /// It is a workspace by itself, so that it builds wherever it is put.
    #[default]
    Own,
    /// It is a member of the workspace around it.
    Member,
}

/// Which cargo features the generated crate has beside its transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Features {
    /// One for each group of operations, with the types that it alone reaches.
    Groups,
    /// None.
    None,
}

/// `[client]`: how the client reaches the service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClientConfig {
    /// The scopes to ask a credential for, in place of what the cloud or the endpoint says.
    pub scopes: Vec<Entry>,
    /// Endpoint and audience in each cloud.
    pub clouds: Clouds,
}

/// `[client.clouds]`: where the service is in each of Azure's clouds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clouds {
    /// The public cloud.
    pub public: Option<Cloud>,
    /// The cloud of the US government.
    pub us_government: Option<Cloud>,
    /// The cloud in China.
    pub china: Option<Cloud>,
}

/// One cloud: where the service is and what a token for it names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cloud {
    /// The service's address.
    pub endpoint: String,
    /// The audience of tokens, without `/.default`.
    pub audience: String,
}

/// `[operations]`: which operations to generate, and what to know of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OperationsConfig {
    /// What becomes of operations that need something which is not supported, or have something
    /// wrong.
    pub leave_out: LeaveOut,
    /// Operations to leave out, by `operationId` or by pointer (`#/paths/~1pets/get`).
    pub skip: Vec<Entry>,
    /// Operations that are safe to send again although their method does not say so.
    pub repeatable: Vec<Entry>,
    /// What operations are called within their group, by `operationId` or by pointer.
    pub rename: Pairs,
}

/// `operations.leave_out`: which operations are left out, with a warning, so that the rest can be
/// generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LeaveOut {
    /// None but those under `skip`: what is wrong or not supported is an error.
    #[default]
    Nothing,
    /// Those that need something which is not supported. Of a description without operations, the
    /// schemas that do.
    Unsupported,
    /// Those too that have something wrong, themselves or through what they refer to.
    Wrong,
}

/// `[types]`: what to know of types, by the name of a schema (`Pet`), or by pointer
/// (`#/components/schemas/X/properties/y`), after the end of a file's path where several files have
/// the same (`v3/types.json#/definitions/X`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TypesConfig {
    /// Schemas that are not generated: what refers to one takes any JSON, and a union does without
    /// the member.
    pub skip: Vec<Entry>,
    /// Properties and schemas whose values are secret.
    pub secret: Vec<Entry>,
    /// Properties and schemas whose values are not, whatever the description says.
    pub not_secret: Vec<Entry>,
    /// Enums that have no values but the listed ones.
    pub closed: Vec<Entry>,
    /// Objects that keep properties which the description does not name.
    pub keep_unknown: KeepUnknown,
    /// What types are called.
    pub rename: Pairs,
    /// What fields are called, by their property, in the schema that has or inherits them.
    pub fields: PairsBy,
    /// What the values of enums are called, by the text on the wire.
    pub values: PairsBy,
    /// What stands in place of a schema or a property: a word such as `text`, or the path of a type
    /// of the caller's, such as `rust_decimal::Decimal`.
    pub replace: Pairs,
    /// The same by `format`.
    pub formats: Pairs,
}

#[cfg(test)]
mod tests;
