//! Names that a description gives the values of an enumeration, in lists beside them.
//!
//! `x-enum-varnames` and `x-enum-descriptions` are what many generators agreed on; NSwag writes
//! `x-enumNames` and `x-enumDescriptions`, and some write `x-enum-names`.

use indexmap::IndexMap;
use serde_json::Value;

/// The lists, in the order of `enum`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Labels<'a> {
    names: &'a [Value],
    descriptions: &'a [Value],
}

impl<'a> Labels<'a> {
    /// The lists of an enumeration of so many values; one of another length labels nothing.
    pub fn of(extensions: &'a IndexMap<String, Value>, count: usize) -> Self {
        let list = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| extensions.get(*key));
            let list = found.and_then(Value::as_array).map(Vec::as_slice);
            list.filter(|list| list.len() == count).unwrap_or_default()
        };
        Self {
            names: list(&["x-enum-varnames", "x-enumNames", "x-enum-names"]),
            descriptions: list(&["x-enum-descriptions", "x-enumDescriptions"]),
        }
    }

    /// The name of the value at a position.
    pub fn name(&self, position: usize) -> Option<&'a str> {
        text(self.names, position)
    }

    /// What is said of the value at a position.
    pub fn description(&self, position: usize) -> Option<&'a str> {
        text(self.descriptions, position)
    }
}

fn text(list: &[Value], position: usize) -> Option<&str> {
    let text = list.get(position)?.as_str()?;
    (!text.trim().is_empty()).then_some(text)
}
