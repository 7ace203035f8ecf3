//! Answers that are rows: events or JSON values that are of use one by one, before all have come.
//!
//! Comes in: the media types of a success. Goes out: a [`Row`], beside whatever else the operation
//! answers with. What a schema of such a media type is of: OpenAPI 3.2 says that an array is of
//! the whole row; every other schema is taken for that of one item.

use openapiv3::{MediaType, ReferenceOr, Schema};

use super::{
    Lowering,
    component::schema_name,
    keywords::{Keywords, Kind},
    media_type::{Content, essence},
    reference::{named, referred},
    schema::{Spot, inline, schemas_pointer},
};
use crate::{
    diagnostic::Pointer,
    model::{Arm, Coding, Outcomes, Row, RowKind, StatusPattern, Type, Types},
};

/// What a media type is a row of; `None` where it is none.
pub(super) fn kind(media_type: &str) -> Option<RowKind> {
    match essence(media_type).as_str() {
        "text/event-stream" => Some(RowKind::Events),
        "application/jsonl"
        | "application/jsonlines"
        | "application/json-lines"
        | "application/x-jsonl"
        | "application/x-jsonlines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/x-json-stream"
        | "application/stream+json"
        | "application/json-seq"
        | "text/jsonl" => Some(RowKind::Values),
        _ => None,
    }
}

/// Adds what a success has of a row. Of several kinds in one operation the first is taken.
pub(super) fn collect<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    status: StatusPattern,
    content: &'d Content,
    found: &mut Option<Row>,
) {
    for (name, media) in content {
        let Some(kind) = kind(name) else {
            continue;
        };
        let spot = spot.inner(spot.at.child(name).child("schema"), "item");
        match found {
            None => {
                *found = Some(Row {
                    kind,
                    item: item(lowering, &spot, kind, media),
                    media_types: vec![name.clone()],
                    statuses: vec![status],
                    alone: false,
                });
            }
            Some(row) if row.kind == kind => {
                if !row.media_types.contains(name) {
                    row.media_types.push(name.clone());
                }
                if !row.statuses.contains(&status) {
                    row.statuses.push(status);
                }
            }
            Some(_) => {}
        }
    }
}

/// Where every success is a row or has no body, the row is what a caller gets. Elsewhere a success
/// that is but a row is bytes to those who want its other kind.
pub(super) fn settle(row: &mut Row, success: &mut Outcomes) {
    row.alone = success.arms.iter().all(|arm| arm.body.is_none());
    if row.alone {
        row.statuses = success.arms.iter().map(|arm| arm.status).collect();
        return;
    }
    let bare = |arm: &&mut Arm| arm.body.is_none() && row.statuses.contains(&arm.status);
    for arm in success.arms.iter_mut().filter(bare) {
        arm.body = Some(Type::Raw);
        arm.coding = Coding::Bytes;
    }
}

/// Once every type is known: items that only a codec reads are any JSON.
pub(super) fn settle_item(row: &mut Row, types: &Types) {
    if row
        .item
        .as_ref()
        .is_some_and(|item| !reads_itself(types, item))
    {
        row.item = Some(Type::Any);
    }
}

fn reads_itself(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::Bool
        | Type::Integer(_)
        | Type::Float32
        | Type::Float64
        | Type::Text
        | Type::Any
        | Type::AnyObject
        | Type::Named(_) => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => reads_itself(types, inner),
        Type::Numeral(_)
        | Type::Bytes(_)
        | Type::Raw
        | Type::File
        | Type::DateTime(_)
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Tuple(_)
        | Type::Foreign(_)
        | Type::Secret(_) => false,
    }
}

/// The type of the values of a row that a request is.
pub(super) fn value<'d>(lowering: &mut Lowering<'d>, spot: &Spot, media: &'d MediaType) -> Type {
    let spot = spot.inner(spot.at.clone(), "item");
    let schema = media.schema.as_ref();
    schema.map_or(Type::Any, |schema| {
        let place = Place::of(&spot.at, schema);
        let place = place.items(lowering).unwrap_or(place);
        place.ty(lowering, &spot)
    })
}

/// The type of an item; `None` for events whose data the description says nothing of.
fn item<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    kind: RowKind,
    media: &'d MediaType,
) -> Option<Type> {
    let described = media
        .schema
        .as_ref()
        .map(|schema| Place::of(&spot.at, schema));
    let listed = described.as_ref().and_then(|place| place.items(lowering));
    match kind {
        // A text is how many descriptions put it that the body is text; no line of it is one, unless a list
        // says so.
        RowKind::Values => Some(match (listed, described) {
            (Some(place), _) => place.ty(lowering, spot),
            (None, Some(place)) if !place.is_text(lowering) => place.ty(lowering, spot),
            (None, Some(_) | None) => Type::Any,
        }),
        RowKind::Events => {
            let place = listed.or(described)?;
            let place = place.data(lowering).unwrap_or(place);
            let opaque = place.is_event(lowering, DEPTH) || place.is_text(lowering);
            (!opaque).then(|| place.ty(lowering, spot))
        }
    }
}

/// How many references and choices are followed in search of what a schema is of.
const DEPTH: u8 = 8;

/// What an event has beside its data (WHATWG HTML, section 9.2.6).
const EVENT_FIELDS: [&str; 5] = ["event", "id", "retry", "data", "comment"];

/// A schema, and where it stands.
struct Place<'d> {
    at: Pointer,
    schema: Found<'d>,
}

#[derive(Clone, Copy)]
enum Found<'d> {
    Here(&'d Schema),
    There(&'d str),
}

impl<'d> Place<'d> {
    fn of(at: &Pointer, schema: &'d ReferenceOr<Schema>) -> Self {
        Self {
            at: at.clone(),
            schema: match schema {
                ReferenceOr::Item(schema) => Found::Here(schema),
                ReferenceOr::Reference { reference } => Found::There(reference),
            },
        }
    }

    fn boxed(at: Pointer, schema: &'d ReferenceOr<Box<Schema>>) -> Self {
        Self {
            at,
            schema: match schema {
                ReferenceOr::Item(schema) => Found::Here(schema),
                ReferenceOr::Reference { reference } => Found::There(reference),
            },
        }
    }

    fn ty(&self, lowering: &mut Lowering<'d>, spot: &Spot) -> Type {
        let spot = Spot {
            at: self.at.clone(),
            trail: spot.trail.clone(),
        };
        let typed = match self.schema {
            Found::Here(schema) => inline(lowering, &spot, schema),
            Found::There(reference) => referred(lowering, &spot, reference),
        };
        typed.into_element()
    }

    /// The schema itself, through references.
    fn resolve(&self, lowering: &Lowering<'d>) -> Option<(Pointer, &'d Schema)> {
        let mut at = self.at.clone();
        let mut schema = self.schema;
        for _ in 0..DEPTH {
            match schema {
                Found::Here(found) => return Some((at, found)),
                Found::There(reference) => {
                    let name = schema_name(reference)?;
                    let next = Self::of(&schemas_pointer().child(name), named(lowering, name)?);
                    (at, schema) = (next.at, next.schema);
                }
            }
        }
        None
    }

    /// What it is a list of.
    fn items(&self, lowering: &Lowering<'d>) -> Option<Self> {
        let (at, schema) = self.resolve(lowering)?;
        let items = Keywords::of(schema).items?;
        Some(Self::boxed(at.child("items"), items))
    }

    /// The data of an event, where the schema is of the whole event.
    fn data(&self, lowering: &Lowering<'d>) -> Option<Self> {
        let (at, schema) = self.resolve(lowering)?;
        let properties = Keywords::of(schema).properties?;
        let known = |name: &String| EVENT_FIELDS.contains(&name.as_str());
        if !properties.keys().all(known) || !properties.contains_key("event") {
            return None;
        }
        let at = at.child("properties").child("data");
        Some(Self::boxed(at, properties.get("data")?))
    }

    /// Whether it is a choice of whole events, each with data of its own.
    fn is_event(&self, lowering: &Lowering<'d>, depth: u8) -> bool {
        let (Some((at, schema)), Some(depth)) = (self.resolve(lowering), depth.checked_sub(1))
        else {
            return false;
        };
        let keywords = Keywords::of(schema);
        let mut members = keywords.one_of.iter().chain(keywords.any_of.iter());
        members.any(|member| {
            let member = Self::of(&at, member);
            member.data(lowering).is_some() || member.is_event(lowering, depth)
        })
    }

    fn is_text(&self, lowering: &Lowering<'d>) -> bool {
        let schema = self.resolve(lowering);
        schema.is_some_and(|(_, schema)| Keywords::of(schema).kind == Some(Kind::String))
    }
}
