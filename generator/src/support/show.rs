//! `Debug` of records: a record goes in, and what `derive(Debug)` would print comes out.
//!
//! The derive makes a function per type with all the fields in it; this one asks the function that
//! hands the fields over to be written. Secrets are redacted by their own `Debug`.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, DebugStruct, Formatter};

use serde_json::{Map, Value};

use super::{Codec, Encode, Fields, Record};

/// Shows a record with its fields as Rust calls them.
///
/// # Errors
/// Those of what it is shown to.
pub fn show_record<R: Record>(record: &R, out: &mut Formatter<'_>) -> fmt::Result {
    let shape = R::SHAPE;
    let mut shown = Shown {
        out: out.debug_struct(shape.name),
        fields: shape.fields,
    };
    record.write(&mut shown);
    shown.out.finish()
}

/// A record that is being shown.
struct Shown<'o, 'f> {
    out: DebugStruct<'o, 'f>,
    /// The names of the fields that are still to come, where they are not the keys.
    fields: &'static [&'static str],
}

impl Shown<'_, '_> {
    fn field(&mut self, key: &str, value: &dyn Debug) {
        let name = match self.fields {
            [name, rest @ ..] => {
                self.fields = rest;
                name
            }
            [] => key,
        };
        self.out.field(name, value);
    }
}

impl Fields for Shown<'_, '_> {
    fn has_read_only(&self) -> bool {
        true
    }

    fn required<T: Encode>(&mut self, key: &'static str, value: &T) {
        self.field(key, value);
    }

    fn required_as<C: Codec>(&mut self, key: &'static str, value: &C::Value) {
        self.field(key, value);
    }

    fn optional<T: Encode>(&mut self, key: &'static str, value: &Option<T>) {
        self.field(key, value);
    }

    fn optional_as<C: Codec>(&mut self, key: &'static str, value: &Option<C::Value>) {
        self.field(key, value);
    }

    fn nullable<T: Encode>(&mut self, key: &'static str, value: &Option<Option<T>>) {
        self.field(key, value);
    }

    fn nullable_as<C: Codec>(&mut self, key: &'static str, value: &Option<Option<C::Value>>) {
        self.field(key, value);
    }

    fn extra(&mut self, extra: &Map<String, Value>) {
        self.field("", extra);
    }

    fn extra_as<C: Codec>(&mut self, extra: &BTreeMap<String, C::Value>) {
        self.field("", extra);
    }
}
