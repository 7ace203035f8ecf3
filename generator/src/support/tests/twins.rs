//! The same types by serde's derive, with the same names, so that `Debug` and error texts of the
//! two can be compared as they are.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::{Deserialize, Deserializer};

#[derive(Debug, Deserialize)]
pub struct Pet {
    #[serde(rename = "petName")]
    name: String,
    age: Option<i64>,
    tags: Vec<String>,
    #[serde(default, deserialize_with = "nullable")]
    note: Option<Option<String>>,
    score: f64,
    parent: Option<Box<Pet>>,
    colour: Option<Colour>,
    limits: BTreeMap<String, u32>,
    #[serde(deserialize_with = "present")]
    owner: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    Red,
    Green,
    #[serde(untagged)]
    Other(String),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    Small,
    Large,
}

#[derive(Debug, Deserialize)]
pub struct Circle {
    radius: f64,
    label: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Group {
    parts: Vec<Shape>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Shape {
    Circle(Circle),
    Group(Box<Group>),
}

fn nullable<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Without `default`, a property with its own function must be there.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(from)
}

/// A value as `Debug` shows it, or the error's text, without the value where that stands in an
/// object's place.
pub fn outcome<T: Debug, E: ToString>(result: Result<T, E>) -> Result<String, String> {
    result.map(|value| format!("{value:?}")).map_err(|error| {
        let text = error.to_string();
        let Some((value, rest)) = text.rsplit_once(", expected struct") else {
            return text;
        };
        let kind = value.split(['`', '"']).next().unwrap_or_default();
        format!("{}, expected struct{rest}", kind.trim_end())
    })
}
