//! Every place in the bodies of an API, found in the generator's own model, so that no test has to
//! know them.
//!
//! In: a folder of `spec/`. Out: the places of an operation's answers, and documents that are as
//! described but for the value at one place.

use std::io;
use std::path::Path;

use clientforge::model::{
    Api, Arm, Constant, Field, Outcomes, Presence, Record, Shape, Type, TypeId,
};
use clientforge::source::Project;
use serde_json::{Map, Value, json};

/// A value somewhere in a body.
#[derive(Clone, Debug)]
pub struct Place {
    steps: Vec<Step>,
    ty: Type,
}

/// One step from a value to one inside it.
#[derive(Clone, Debug)]
enum Step {
    /// From a union to one of its members.
    Member { tag: String, value: String },
    /// From a record to one of its fields.
    Field { record: TypeId, field: String },
    /// From a list to its only item.
    Item,
    /// From a map to its only value.
    Entry,
}

impl Place {
    /// Whether the description marks the value as secret.
    pub fn is_secret(&self) -> bool {
        matches!(self.ty, Type::Secret(_))
    }

    /// The record and the field that it is, by their numbers and names in the model.
    pub fn field(&self) -> Option<(usize, &str)> {
        match self.steps.last()? {
            Step::Field { record, field } => Some((record.0, field)),
            Step::Member { .. } | Step::Item | Step::Entry => None,
        }
    }
}

/// Reads the API that a folder of `spec/` describes.
///
/// # Errors
///
/// There is no such folder, or no model of what is in it.
pub fn api(folder: &str) -> io::Result<Api> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let project = Project::read(&spec.join(folder).join("codegen.toml"));
    let (api, diagnostics) = clientforge::model(&project.sources, &project.config);
    match api {
        Some(api) if !project.diagnostics.has_errors() && !diagnostics.has_errors() => Ok(api),
        _ => Err(io::Error::other("the description has errors")),
    }
}

/// The places in all bodies of some answers, outer ones first.
pub fn places(api: &Api, answers: &Outcomes) -> Vec<Place> {
    let mut walk = Walk {
        api,
        steps: Vec::new(),
        open: Vec::new(),
        found: Vec::new(),
    };
    for Arm { body, .. } in &answers.arms {
        body.iter().for_each(|body| walk.visit(body));
    }
    walk.found
}

/// The body that has this value at this place, and beside it only what must be there.
pub fn document(api: &Api, place: &Place, value: Value) -> Value {
    place.steps.iter().rev().fold(value, |value, step| {
        let mut object = Map::new();
        match step {
            Step::Item => return json!([value]),
            Step::Entry => return json!({ "key": value }),
            Step::Member { tag, value: text } => {
                object.insert(tag.clone(), json!(text));
                object.extend(value.as_object().cloned().unwrap_or_default());
            }
            Step::Field { record, field } => {
                let blank = minimal(api, &Type::Named(*record));
                object.extend(blank.as_object().cloned().unwrap_or_default());
                object.insert(field.clone(), value);
            }
        }
        Value::Object(object)
    })
}

/// A value of this place's type with a text of the caller's in it; `None` where no text goes.
pub fn holding(place: &Place, text: &str) -> Option<Value> {
    fn of(ty: &Type, text: &str) -> Option<Value> {
        match ty {
            Type::Text | Type::Any => Some(json!(text)),
            Type::AnyObject => Some(json!({ "key": text })),
            Type::List(item) => Some(json!([of(item, text)?])),
            Type::Map(entry) => Some(json!({ "key": of(entry, text)? })),
            Type::Nullable(inner) | Type::Secret(inner) => of(inner, text),
            Type::Bool
            | Type::Integer(_)
            | Type::Float32
            | Type::Float64
            | Type::Numeral(_)
            | Type::Bytes(_)
            | Type::Raw
            | Type::File
            | Type::DateTime(_)
            | Type::Date
            | Type::Duration
            | Type::Uuid
            | Type::Tuple(_)
            | Type::Foreign(_)
            | Type::Named(_) => None,
        }
    }
    of(&place.ty, text)
}

/// A walk through the types of a body.
struct Walk<'a> {
    api: &'a Api,
    steps: Vec<Step>,
    /// The definitions that the walk is inside of: it goes into none of them twice.
    open: Vec<TypeId>,
    found: Vec<Place>,
}

impl Walk<'_> {
    fn visit(&mut self, ty: &Type) {
        let api = self.api;
        let ty = api.types.resolve(ty);
        if !self.steps.is_empty() {
            self.found.push(Place {
                steps: self.steps.clone(),
                ty: ty.clone(),
            });
        }
        match ty {
            Type::List(item) => self.step(Step::Item, item),
            Type::Map(entry) => self.step(Step::Entry, entry),
            Type::Nullable(inner) => self.visit(inner),
            Type::Named(id) if !self.open.contains(id) => {
                self.open.push(*id);
                self.definition(*id);
                self.open.pop();
            }
            _ => {}
        }
    }

    fn definition(&mut self, id: TypeId) {
        let api = self.api;
        match api.types.get(id).map(|definition| &definition.shape) {
            Some(Shape::Record(record)) => {
                for field in &record.fields {
                    let name = field.name.source.clone();
                    let step = Step::Field {
                        record: id,
                        field: name,
                    };
                    self.step(step, &field.ty);
                }
            }
            Some(Shape::Union(union)) => {
                for member in &union.variants {
                    let step = Step::Member {
                        tag: union.tag.clone(),
                        value: member.name.source.clone(),
                    };
                    self.step(step, &Type::Named(member.ty));
                }
            }
            // Another value at a place inside may make another alternative of the whole.
            Some(Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_)) | None => {}
        }
    }

    fn step(&mut self, step: Step, ty: &Type) {
        self.steps.push(step);
        self.visit(ty);
        self.steps.pop();
    }
}

/// The least that a type takes.
fn minimal(api: &Api, ty: &Type) -> Value {
    match api.types.resolve(ty) {
        Type::Bool => json!(false),
        Type::Integer(_) | Type::Float32 | Type::Float64 | Type::Numeral(_) => json!(0),
        Type::Text | Type::Bytes(_) | Type::Raw | Type::File => json!(""),
        Type::DateTime(_) => json!("2020-01-01T00:00:00Z"),
        Type::Date => json!("2020-01-01"),
        Type::Duration => json!("PT0S"),
        Type::Uuid => json!("00000000-0000-0000-0000-000000000000"),
        Type::List(_) => json!([]),
        Type::Tuple(tuple) => {
            let required = tuple.elements.iter().take(tuple.required);
            required.map(|element| minimal(api, element)).collect()
        }
        Type::Any | Type::Foreign(_) | Type::AnyObject | Type::Map(_) => json!({}),
        Type::Nullable(_) => Value::Null,
        Type::Secret(inner) => minimal(api, inner),
        Type::Named(id) => match api.types.get(*id).map(|definition| &definition.shape) {
            Some(Shape::Record(record)) => Value::Object(required(api, record)),
            Some(Shape::Enumeration(enumeration)) => {
                let first = enumeration.values.first();
                json!(first.map_or("", |value| value.name.source.as_str()))
            }
            Some(Shape::Union(union)) => match union.variants.first() {
                Some(member) => {
                    let mut object = Map::new();
                    object.insert(union.tag.clone(), json!(member.name.source));
                    let rest = minimal(api, &Type::Named(member.ty));
                    object.extend(rest.as_object().cloned().unwrap_or_default());
                    Value::Object(object)
                }
                None => json!({}),
            },
            Some(Shape::Choice(choice)) => match choice.alternatives.first() {
                Some(first) => minimal(api, &first.ty),
                None => choice
                    .constants
                    .first()
                    .map_or(Value::Null, Constant::value),
            },
            Some(Shape::Alias(_)) | None => Value::Null,
        },
    }
}

/// The required fields of a record, each with the least that it takes.
fn required(api: &Api, record: &Record) -> Map<String, Value> {
    let entry = |field: &Field| (field.name.source.clone(), minimal(api, &field.ty));
    let must = |field: &&Field| match field.presence {
        Presence::Required | Presence::Nullable => true,
        Presence::Optional | Presence::OptionalNullable => false,
    };
    record.fields.iter().filter(must).map(entry).collect()
}
