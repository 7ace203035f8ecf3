//! `Debug` of records: a record goes in, and what `derive(Debug)` would print comes out.
//!
//! The derive makes a function per type with all the fields in it; this one asks the function that
//! hands the properties over to be written. Secrets are redacted by their own `Debug`.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, DebugStruct, Formatter};

use serde_json::{Map, Value};

use super::{Codec, Encode, Fields, OnParts, Part, RecordShape};

/// Shows a record with its fields as Rust calls them.
///
/// # Errors
/// Those of what it is shown to.
pub fn show_record<R: Encode>(record: &R, out: &mut Formatter<'_>) -> fmt::Result {
    record.parts(Shown {
        shape: R::SHAPE,
        out: out.debug_struct(R::SHAPE.name),
    })
}

/// A record that is being shown.
struct Shown<'o, 'f> {
    shape: RecordShape,
    out: DebugStruct<'o, 'f>,
}

impl OnParts for Shown<'_, '_> {
    type Out = fmt::Result;

    fn parts<P: Part>(mut self, parts: P) -> fmt::Result {
        parts.write(0, &mut self);
        self.out.finish()
    }
}

impl Shown<'_, '_> {
    fn shown(&mut self, at: usize, value: &dyn Debug) {
        let names = match self.shape.fields {
            [] => self.shape.keys,
            fields => fields,
        };
        self.out.field(names.get(at).unwrap_or(&""), value);
    }
}

impl Fields for Shown<'_, '_> {
    fn field<T: Encode>(&mut self, at: usize, value: &T) {
        self.shown(at, value);
    }

    fn coded<C: Codec>(&mut self, at: usize, value: &C::Value) {
        self.shown(at, value);
    }

    fn extra(&mut self, at: usize, extra: &Map<String, Value>) {
        self.shown(at, extra);
    }

    fn coded_extra<C: Codec>(&mut self, at: usize, extra: &BTreeMap<String, C::Value>) {
        self.shown(at, extra);
    }
}
