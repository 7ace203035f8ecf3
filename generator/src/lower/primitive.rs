//! Booleans, numbers and texts, and what a `format` makes of them.
//!
//! A format that is not known here leaves a text a text and a number a number, with a note in
//! the docs of whatever has it.

use serde_json::{Number, Value};

use super::{
    facets::{Facets, code_span},
    keywords::{Keywords, Kind},
};
use crate::model::{BytesFormat, Constraints, DateTimeFormat, Docs, Numeral, Type, Width};

/// The type of a schema that is neither an object nor an array; any JSON value where it has no
/// `type`.
pub(super) fn scalar(keywords: &Keywords<'_>, docs: &mut Docs) -> Type {
    let format = keywords.format.as_deref();
    let (ty, known) = match keywords.kind {
        Some(Kind::Boolean) => (Type::Bool, format.is_none()),
        Some(Kind::Integer) => integer(format, Span::of(keywords)),
        Some(Kind::Number) => number(format),
        Some(Kind::String) => text(format),
        Some(Kind::Array | Kind::Object) | None => (Type::Any, format.is_none()),
    };
    let ty = if keywords.numeral {
        numeral(ty, false)
    } else {
        ty
    };
    if let (false, Some(format)) = (known, format) {
        docs.notes.push(format!("Format: {}.", code_span(format)));
    }
    if keywords.not {
        docs.notes.push("No value is valid here.".to_owned());
    }
    ty
}

/// The type of a number or a text whose own values have not the format that it says. An integer has room
/// for them.
pub(super) fn without_format(keywords: &Keywords<'_>, facets: &mut Facets) -> Type {
    let format = keywords.format.as_deref().map(code_span);
    let note = format.map(|format| format!("Format: {format}."));
    let values = facets.example.iter().chain(&facets.default);
    let plain = Keywords {
        format: None,
        enumeration: values.chain(&keywords.enumeration).cloned().collect(),
        ..keywords.clone()
    };
    let ty = scalar(&plain, &mut facets.docs);
    facets.docs.notes.extend(note);
    ty
}

fn integer(format: Option<&str>, span: Span) -> (Type, bool) {
    if let Some(width) = format.and_then(width) {
        let holds = span.is_within(width);
        let width = if holds {
            width
        } else {
            span.beside(width).room()
        };
        return (Type::Integer(width), holds);
    }
    match format {
        Some("unixtime") => (Type::DateTime(DateTimeFormat::Unix), true),
        other => (Type::Integer(span.room()), other.is_none()),
    }
}

/// How many bits an integer of a format has.
pub(super) fn width(format: &str) -> Option<Width> {
    Some(match format {
        "int8" => Width::I8,
        "int16" => Width::I16,
        "int32" => Width::I32,
        "int64" => Width::I64,
        "uint8" => Width::U8,
        "uint16" => Width::U16,
        "uint32" => Width::U32,
        "uint64" => Width::U64,
        _ => return None,
    })
}

/// Whether an integer has room for a number. What is beyond 53 bits is as near as a float comes.
pub(super) fn is_within(width: Width, number: f64) -> bool {
    let (least, greatest) = width.bounds();
    (least as f64..=greatest as f64).contains(&number)
}

/// The least and the greatest number that a schema speaks of, by its bounds or its list of values;
/// zero where it speaks of none.
#[derive(Clone, Copy)]
struct Span {
    least: f64,
    greatest: f64,
}

impl Span {
    fn of(keywords: &Keywords<'_>) -> Self {
        let Constraints {
            minimum, maximum, ..
        } = &keywords.constraints;
        let listed = keywords.enumeration.iter().filter_map(Value::as_f64);
        let bounds = minimum.iter().chain(maximum).filter_map(Number::as_f64);
        let all = listed.chain(bounds);
        let zero = Self {
            least: 0.0,
            greatest: 0.0,
        };
        all.fold(zero, |known, number| Self {
            least: known.least.min(number),
            greatest: known.greatest.max(number),
        })
    }

    /// Whether all of it fits.
    fn is_within(self, width: Width) -> bool {
        is_within(width, self.least) && is_within(width, self.greatest)
    }

    /// With the negative numbers of a format that has some.
    fn beside(self, width: Width) -> Self {
        let (least, _) = width.bounds();
        let least = if least < 0 { -1.0 } else { 0.0 };
        Self {
            least: self.least.min(least),
            ..self
        }
    }

    /// The width of an integer without a format: 64 bits, unless this is more.
    fn room(self) -> Width {
        let widths = [Width::I64, Width::U64];
        let fits = widths.into_iter().find(|width| self.is_within(*width));
        fits.unwrap_or(Width::I128)
    }
}

fn number(format: Option<&str>) -> (Type, bool) {
    match format {
        Some("float") => (Type::Float32, true),
        None | Some("double") => (Type::Float64, true),
        Some(format) => match width(format) {
            Some(width) => (Type::Integer(width), true),
            None => (Type::Float64, false),
        },
    }
}

fn numeral(number: Type, quoted: bool) -> Type {
    let number = Box::new(number);
    Type::Numeral(Numeral { number, quoted })
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
        // Of these alone the registry of formats says that a text may have them.
        Some("int64") => (numeral(Type::Integer(Width::I64), true), true),
        Some("uint64") => (numeral(Type::Integer(Width::U64), true), true),
        Some("byte") => (Type::Bytes(BytesFormat::Base64), true),
        Some("base64url") => (Type::Bytes(BytesFormat::Base64Url), true),
        Some(_) => (Type::Text, false),
    }
}
