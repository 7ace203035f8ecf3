//! Where a value is not what its schema says.
//!
//! Comes in: a schema and a JSON value. Goes out: the faults by pointer, and the value as a request
//! carries it: without what is read-only. This is the reason for which an example can differ from
//! what the generated code makes of it; nothing of the generator's is asked.

use std::fmt;

use serde_json::{Map, Value};

use super::{
    Documents, Part,
    object::{Object, Others, Tag},
};

/// Where a value is not what its schema says, and in what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The JSON pointer in the value.
    pub pointer: String,
    /// What is wrong there.
    pub text: String,
    /// Whether the value cannot be read because of it; otherwise a part of it is not kept.
    pub breaks: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.text),
            pointer => write!(f, "{pointer}: {}", self.text),
        }
    }
}

/// What a value is carried by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A request, which leaves out what is read-only.
    Request,
    /// A response.
    Response,
}

impl Documents {
    /// The faults of a value, and the value as it travels in that direction.
    pub fn check(
        &self,
        schema: Part<'_>,
        value: &Value,
        direction: Direction,
    ) -> (Value, Vec<Fault>) {
        let mut check = Check {
            documents: self,
            direction,
            faults: Vec::new(),
        };
        let carried = check.value(schema, value, "");
        (carried, check.faults)
    }
}

struct Check<'d> {
    documents: &'d Documents,
    direction: Direction,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn value(&mut self, schema: Part<'_>, value: &Value, at: &str) -> Value {
        let nullable = schema.says("x-nullable");
        let schema = self.documents.follow(schema);
        if value.is_null() && (nullable || schema.says("x-nullable")) {
            return Value::Null;
        }
        match schema.text("type") {
            Some("array") => self.list(schema, value, at),
            Some("string") => self.text(schema, value, at),
            Some("boolean") => self.expect(value.is_boolean(), "a boolean", value, at),
            Some("integer") => self.integer(schema, value, at),
            Some("number") => self.expect(value.is_number(), "a number", value, at),
            _ if is_object(schema) => self.record(schema, value, at),
            _ => value.clone(),
        }
    }

    fn expect(&mut self, holds: bool, expected: &str, value: &Value, at: &str) -> Value {
        if !holds {
            self.breaks(at, format!("{} where {expected} is described", kind(value)));
        }
        value.clone()
    }

    fn integer(&mut self, schema: Part<'_>, value: &Value, at: &str) -> Value {
        let small = value
            .as_i64()
            .is_some_and(|number| i32::try_from(number).is_ok());
        if is_whole(value) && schema.text("format") == Some("int32") && !small {
            self.breaks(at, format!("{value} is beyond 32 bits"));
        }
        if !is_whole(value) && value.is_number() {
            self.breaks(
                at,
                format!("{value} is written with a fraction, not as an integer"),
            );
            return value.clone();
        }
        self.expect(is_whole(value), "an integer", value, at)
    }

    fn list(&mut self, schema: Part<'_>, value: &Value, at: &str) -> Value {
        let Value::Array(items) = value else {
            return self.expect(false, "a list", value, at);
        };
        let item = schema.at("items");
        let items = items.iter().enumerate().map(|(index, value)| match item {
            Some(item) => self.value(item, value, &format!("{at}/{index}")),
            None => value.clone(),
        });
        Value::Array(items.collect())
    }

    fn text(&mut self, schema: Part<'_>, value: &Value, at: &str) -> Value {
        let Value::String(text) = value else {
            return self.expect(false, "a text", value, at);
        };
        let described = schema.items("enum");
        let open = schema
            .at("x-ms-enum")
            .is_none_or(|own| own.says("modelAsString"));
        if !open && !described.iter().any(|part| part.value == value) {
            self.breaks(
                at,
                format!("`{text}` is none of the values that are described"),
            );
        }
        match schema.text("format") {
            Some("date-time") if !is_date_time(text) => {
                self.breaks(at, format!("`{text}` is no date and time of RFC 3339"));
            }
            Some("duration") if !is_duration(text) => {
                self.breaks(at, format!("`{text}` is no duration of ISO 8601"));
            }
            Some("uuid") if !is_uuid(text) => {
                self.breaks(at, format!("`{text}` is no UUID"));
            }
            _ => {}
        }
        value.clone()
    }

    fn record(&mut self, schema: Part<'_>, value: &Value, at: &str) -> Value {
        let Value::Object(entries) = value else {
            return self.expect(false, "an object", value, at);
        };
        let documents = self.documents;
        let member = match documents.member(schema, value) {
            Ok(member) => member,
            Err(Tag::Missing(property)) => {
                self.breaks(
                    at,
                    format!("`{property}`, which says what it is, is missing"),
                );
                return value.clone();
            }
            // What is newer than the description is kept as it is.
            Err(Tag::Unknown) => return value.clone(),
        };
        let object = documents.object(member);
        self.required(&object, entries, at);
        let mut carried = Map::new();
        for (name, value) in entries {
            let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            if let Some(value) = self.property(&object, name, value, &pointer) {
                carried.insert(name.clone(), value);
            }
        }
        Value::Object(carried)
    }

    fn required(&mut self, object: &Object<'_>, entries: &Map<String, Value>, at: &str) {
        for name in &object.required {
            let property = object.properties.get(name);
            let read_only = property.is_some_and(|part| self.is_read_only(*part));
            let nullable = property.is_some_and(|part| {
                part.says("x-nullable") || self.documents.follow(*part).says("x-nullable")
            });
            let missing = match entries.get(*name) {
                Some(value) => value.is_null() && !nullable,
                None => true,
            };
            if missing && !(read_only && self.direction == Direction::Request) {
                self.breaks(at, format!("`{name}`, which is required, is missing"));
            }
        }
    }

    /// A property as it is carried; `None` where it is not.
    fn property(
        &mut self,
        object: &Object<'_>,
        name: &str,
        value: &Value,
        at: &str,
    ) -> Option<Value> {
        match (object.properties.get(name), object.others) {
            (Some(property), _) => {
                let sent = self.direction == Direction::Response || !self.is_read_only(*property);
                let missing = value.is_null();
                let carried = if missing {
                    Value::Null
                } else {
                    self.value(*property, value, at)
                };
                sent.then_some(carried)
            }
            (None, Some(Others::Anything)) => Some(value.clone()),
            (None, Some(Others::Like(schema))) => Some(self.value(schema, value, at)),
            (None, None) => {
                let text = "the description has no such property".to_owned();
                self.faults.push(Fault {
                    pointer: at.to_owned(),
                    text,
                    breaks: false,
                });
                Some(value.clone())
            }
        }
    }

    fn is_read_only(&self, property: Part<'_>) -> bool {
        property.says("readOnly") || self.documents.follow(property).says("readOnly")
    }

    fn breaks(&mut self, at: &str, text: String) {
        self.faults.push(Fault {
            pointer: at.to_owned(),
            text,
            breaks: true,
        });
    }
}

fn is_object(schema: Part<'_>) -> bool {
    let keys = [
        "properties",
        "allOf",
        "additionalProperties",
        "discriminator",
    ];
    schema.text("type") == Some("object") || keys.iter().any(|key| schema.at(key).is_some())
}

/// JSON Schema, draft 4, section 3.5: without a fraction.
fn is_whole(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Whether a text is a point in time.
///
/// RFC 3339, section 5.6, read sign by sign: digits where digits stand in a model.
pub fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't']) else {
        return false;
    };
    let (time, zone) = match rest.find(['Z', 'z', '+', '-']) {
        Some(place) => rest.split_at(place),
        None => return false,
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let digits = !fraction.is_empty() && fraction.bytes().all(|sign| sign.is_ascii_digit());
    let zone = matches!(zone, "Z" | "z") || is_like(zone, "+00:00") || is_like(zone, "-00:00");
    is_like(date, "0000-00-00") && is_like(clock, "00:00:00") && digits && zone
}

fn is_uuid(text: &str) -> bool {
    let groups = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == groups.len()
        && parts.iter().zip(groups).all(|(part, length)| {
            part.len() == length && part.bytes().all(|sign| sign.is_ascii_hexdigit())
        })
}

/// `P`, then numbers each with a letter, with a `T` before those of the time.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    let fits = |part: &str, units: &str| {
        let mut number = 0;
        part.chars().all(|sign| {
            let unit = units.contains(sign) && number > 0;
            number = if unit { 0 } else { number + 1 };
            unit || sign.is_ascii_digit() || sign == '.'
        }) && number == 0
    };
    match rest.split_once('T') {
        Some((date, time)) => fits(date, "YMWD") && !time.is_empty() && fits(time, "HMS"),
        None => !rest.is_empty() && fits(rest, "YMWD"),
    }
}

/// Whether a text has digits where a model has `0`, and the same signs elsewhere.
fn is_like(text: &str, model: &str) -> bool {
    text.len() == model.len()
        && text
            .bytes()
            .zip(model.bytes())
            .all(|(sign, model)| match model {
                b'0' => sign.is_ascii_digit(),
                model => sign == model,
            })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::{Value, json};

    use super::{Direction, is_date_time, is_duration, is_uuid};
    use crate::swagger::Documents;

    const DOCUMENT: &str = r##"{"definitions": {
        "Animal": {
            "type": "object", "discriminator": "kind", "required": ["kind", "id"],
            "properties": {
                "kind": {"type": "string"}, "id": {"type": "string", "readOnly": true},
                "born": {"type": "string", "format": "date-time"}
            }
        },
        "Cat": {
            "x-ms-discriminator-value": "cat", "allOf": [{"$ref": "#/definitions/Animal"}],
            "properties": {
                "lives": {"type": "integer"},
                "coat": {"type": "string", "enum": ["long"], "x-ms-enum": {"name": "Coat"}},
                "tags": {"type": "object", "additionalProperties": {"type": "string"}}
            }
        }
    }}"##;

    /// The faults' places, and what is carried.
    fn checked(value: Value, direction: Direction) -> (Vec<String>, Value) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        fs::write(&file, DOCUMENT).unwrap();
        let documents = Documents::read(&[file]).unwrap();
        let (_, animal) = documents.definitions().next().unwrap();
        let (carried, faults) = documents.check(animal, &value, direction);
        (faults.iter().map(ToString::to_string).collect(), carried)
    }

    #[test]
    fn a_value_as_described_has_no_fault() {
        let cat =
            json!({ "kind": "cat", "id": "1", "lives": 9, "coat": "long", "tags": {"a": "b"} });
        let (faults, carried) = checked(cat.clone(), Direction::Response);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(carried, cat);
    }

    #[test]
    fn a_request_carries_nothing_that_is_read_only() {
        let cat = json!({ "kind": "cat", "id": "1" });
        assert_eq!(
            checked(cat, Direction::Request),
            (vec![], json!({ "kind": "cat" }))
        );
    }

    #[test]
    fn each_fault_is_found_where_it_stands() {
        let cat = json!({
            "kind": "cat", "lives": 9.5, "coat": "short", "born": "today", "tags": {"a": null},
            "wings": 2
        });
        let (faults, _) = checked(cat, Direction::Response);
        assert_eq!(
            faults,
            [
                "`id`, which is required, is missing",
                "/lives: 9.5 is written with a fraction, not as an integer",
                "/coat: `short` is none of the values that are described",
                "/born: `today` is no date and time of RFC 3339",
                "/tags/a: null where a text is described",
                "/wings: the description has no such property",
            ]
        );
    }

    #[test]
    fn formats_are_told() {
        assert!(is_date_time("2020-01-01T00:00:00.5+01:00") && !is_date_time("2020-01-01"));
        assert!(is_duration("P1DT2.5H") && !is_duration("P") && !is_duration("PT"));
        assert!(is_uuid("00000000-1111-2222-3333-444444444444") && !is_uuid("0000"));
    }
}
