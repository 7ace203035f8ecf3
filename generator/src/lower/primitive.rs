//! Booleans, numbers and texts, and what a `format` makes of them.
//!
//! A format that is not known here leaves a text a text and a number a number, with a note in
//! the docs of whatever has it.

use super::keywords::{Keywords, Kind};
use crate::model::{BytesFormat, DateTimeFormat, Docs, Type};

/// The type of a schema that is neither an object nor an array; any JSON value where it has no
/// `type`.
pub(super) fn scalar(keywords: &Keywords<'_>, docs: &mut Docs) -> Type {
    let format = keywords.format.as_deref();
    let (ty, known) = match keywords.kind {
        Some(Kind::Boolean) => (Type::Bool, format.is_none()),
        Some(Kind::Integer) => integer(format),
        Some(Kind::Number) => number(format),
        Some(Kind::String) => text(format),
        Some(Kind::Array | Kind::Object) | None => (Type::Any, format.is_none()),
    };
    if let (false, Some(format)) = (known, format) {
        docs.notes.push(format!("Format: `{format}`."));
    }
    ty
}

fn integer(format: Option<&str>) -> (Type, bool) {
    match format {
        Some("int8" | "int16" | "int32" | "uint8" | "uint16") => (Type::Int32, true),
        Some("unixtime") => (Type::DateTime(DateTimeFormat::Unix), true),
        None | Some("int64" | "uint32") => (Type::Int64, true),
        Some(_) => (Type::Int64, false),
    }
}

fn number(format: Option<&str>) -> (Type, bool) {
    match format {
        Some("float") => (Type::Float32, true),
        Some("int32") => (Type::Int32, true),
        Some("int64") => (Type::Int64, true),
        None | Some("double") => (Type::Float64, true),
        Some(_) => (Type::Float64, false),
    }
}

fn text(format: Option<&str>) -> (Type, bool) {
    match format {
        None | Some("password") => (Type::Text, true),
        Some("date-time") => (Type::DateTime(DateTimeFormat::Rfc3339), true),
        Some("date-time-rfc1123" | "date-time-rfc7231" | "http-date") => {
            (Type::DateTime(DateTimeFormat::Rfc7231), true)
        }
        Some("date") => (Type::Date, true),
        Some("duration") => (Type::Duration, true),
        Some("uuid") => (Type::Uuid, true),
        Some("binary") => (Type::File, false),
        Some("byte") => (Type::Bytes(BytesFormat::Base64), true),
        Some("base64url") => (Type::Bytes(BytesFormat::Base64Url), true),
        Some(_) => (Type::Text, false),
    }
}
