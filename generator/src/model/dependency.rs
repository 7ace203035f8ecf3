//! What a generated crate depends on.

/// A crate that a generated crate depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// What Cargo calls it.
    pub name: &'static str,
    /// Which versions will do.
    pub version: &'static str,
    /// The features of it that are needed; of an optional one, those that its feature turns on.
    pub features: &'static [&'static str],
    /// Whether its default features are on.
    pub default_features: bool,
    /// Whether it is there for the feature `cli` alone.
    pub optional: bool,
}

impl Dependency {
    /// The name by which Rust code knows it.
    pub fn library(&self) -> String {
        self.name.replace('-', "_")
    }
}
