//! How values stand in XML: the keyword `xml` (OpenAPI 3.0.3, XML Object), and which bodies it is
//! read for.
//!
//! Comes in: what schemas say. Goes out: an [`Xml`] at each property, type and body. What a schema
//! with a name of its own is called is said of it as a root and as an item; a property that refers
//! to it has its own name.

use openapiv3::{MediaType, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    Lowering,
    azure::Extensions,
    component::schema_name,
    keywords::{Keywords, Kind},
    media_type,
    reference::named,
};
use crate::{
    diagnostic::{Diagnostics, Origin},
    model::{Api, Coding, Definition, Operation, Outcomes, Shape, Type, TypeId, Types, Xml, graph},
};

/// The key under which `import` hands the keyword on.
const KEY: &str = "x-clientforge-xml";

/// What a schema says, its items aside.
pub(super) fn of(extensions: &Extensions) -> Xml {
    let Some(Value::Object(xml)) = extensions.get(KEY) else {
        return Xml::default();
    };
    let text = |key: &str| xml.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str| xml.get(key).and_then(Value::as_bool) == Some(true);
    Xml {
        name: text("name"),
        prefix: text("prefix"),
        namespace: text("namespace"),
        attribute: flag("attribute"),
        wrapped: flag("wrapped"),
        text: flag("x-ms-text"),
        item: None,
    }
}

/// What a schema says, with what one that adds to it says.
pub(super) fn refined(base: Xml, other: Xml) -> Xml {
    Xml {
        name: other.name.or(base.name),
        prefix: other.prefix.or(base.prefix),
        namespace: other.namespace.or(base.namespace),
        attribute: other.attribute || base.attribute,
        wrapped: other.wrapped || base.wrapped,
        text: other.text || base.text,
        item: other.item.or(base.item),
    }
}

/// What the items of a list say. Items in an element of their own that refer to a named schema are
/// called after it.
pub(super) fn item(
    lowering: &Lowering<'_>,
    keywords: &Keywords<'_>,
    wrapped: bool,
) -> Option<Box<Xml>> {
    let found = match keywords.items? {
        ReferenceOr::Item(schema) => inline(lowering, schema),
        ReferenceOr::Reference { reference } => {
            let name = schema_name(reference)?;
            // What its own items are is said at its type.
            let mut found = own(lowering, name);
            if wrapped {
                found.name.get_or_insert_with(|| name.to_owned());
            }
            found
        }
    };
    Some(Box::new(found))
}

/// What a schema without a name says, with its items.
fn inline(lowering: &Lowering<'_>, schema: &Schema) -> Xml {
    let mut found = of(&schema.schema_data.extensions);
    found.item = item(lowering, &Keywords::of(schema), found.wrapped);
    found
}

/// What a named schema says of itself, its items aside.
fn own(lowering: &Lowering<'_>, name: &str) -> Xml {
    match named(lowering, name) {
        Some(ReferenceOr::Item(schema)) => of(&schema.schema_data.extensions),
        Some(ReferenceOr::Reference { .. }) | None => Xml::default(),
    }
}

/// What a named schema says of itself.
pub(super) fn component(lowering: &Lowering<'_>, name: &str) -> Xml {
    match named(lowering, name) {
        Some(ReferenceOr::Item(schema)) => inline(lowering, schema),
        Some(ReferenceOr::Reference { .. }) | None => Xml::default(),
    }
}

/// What is said of the root of a body: its name is that of its schema, unless that says otherwise.
pub(super) fn root(lowering: &Lowering<'_>, media: &MediaType) -> Xml {
    match &media.schema {
        Some(ReferenceOr::Reference { reference }) => {
            let name = schema_name(reference).unwrap_or_default();
            let mut found = component(lowering, name);
            found.name.get_or_insert_with(|| name.to_owned());
            found
        }
        Some(ReferenceOr::Item(schema)) => inline(lowering, schema),
        None => Xml::default(),
    }
}

/// Whether a body is read as XML: by its name, and where its schema has a structure.
pub(super) fn is_structured(lowering: &Lowering<'_>, name: &str, media: &MediaType) -> bool {
    let schema = || {
        let keywords = Keywords::of(media_type::schema(lowering, media)?);
        let structured = keywords.describes_object()
            || keywords.kind == Some(Kind::Array)
            || !keywords.all_of.is_empty();
        Some(structured)
    };
    media_type::is_xml(name) && schema() == Some(true)
}

/// Once every type is known: leaves a body as bytes where XML cannot say which member of a union it
/// is.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let mut reason = None;
        if let Some(body) = &mut operation.body
            && body.coding == Coding::Xml
            && let Some(question) = question(types, &body.ty)
        {
            body.coding = Coding::Bytes;
            body.ty = Type::Raw;
            reason = Some(question);
        }
        let Operation { success, .. } = operation;
        reason = reason.or(leave(types, success));
        if let Some(question) = reason {
            super::response::settle_success(success);
            let site = operation
                .origin
                .within(format!("operation `{}`", operation.id));
            diagnostics.xml_left_raw(site, question.named);
        }
    }
}

/// Leaves the answers that cannot be told from one another, and gives the first reason.
fn leave(types: &Types, outcomes: &mut Outcomes) -> Option<Question> {
    let mut reason = None;
    for arm in &mut outcomes.arms {
        if arm.coding != Coding::Xml {
            continue;
        }
        if let Some(question) = arm.body.as_ref().and_then(|body| question(types, body)) {
            arm.coding = Coding::Bytes;
            arm.body = Some(Type::Raw);
            reason = reason.or(Some(question));
        }
    }
    reason
}

/// What XML does not say of a body.
struct Question {
    /// The property or the type that it is about, and where that stands; `None` where it is the body.
    named: Option<(String, Origin)>,
}

fn question(types: &Types, ty: &Type) -> Option<Question> {
    if has_tuple(ty) {
        return Some(Question { named: None });
    }
    let mut seen: Vec<TypeId> = Vec::new();
    let mut found = None;
    graph::walk(types, graph::named(ty), |id| {
        let new = !seen.contains(&id);
        if new {
            seen.push(id);
            let definition = types.get(id);
            found = found.take().or_else(|| asked(types, definition?));
        }
        new
    });
    found.map(|named| Question { named: Some(named) })
}

/// The first property of an object that is the question; or else the type itself, where it is.
fn asked(types: &Types, definition: &Definition) -> Option<(String, Origin)> {
    let name = &definition.name.source;
    let is_open = |id: TypeId| {
        let shape = types.get(id).map(|definition| &definition.shape);
        shape.is_some_and(|shape| is_open_question(types, shape))
    };
    let Shape::Record(record) = &definition.shape else {
        let is_open = is_open_question(types, &definition.shape);
        return is_open.then(|| (name.clone(), definition.origin.clone()));
    };
    let of_one_type =
        |id: TypeId| matches!(types.get(id).map(|it| &it.shape), Some(Shape::Record(_)));
    let mut fields = record.fields.iter();
    let field = fields.find(|field| {
        let mut mentioned = graph::named(&field.ty);
        has_tuple(&field.ty) || mentioned.any(|id| is_open(id) && !of_one_type(id))
    })?;
    let property = &field.name.source;
    let origin = definition.origin.child("properties").child(property);
    Some((format!("{name}.{property}"), origin))
}

/// Whether XML does not say what a value is: all is text there, and elements have no type.
fn is_open_question(types: &Types, shape: &Shape) -> bool {
    match shape {
        Shape::Union(_) => true,
        Shape::Choice(choice) => {
            let mut alternatives = choice.alternatives.iter();
            let has_literal = choice.constants.iter().any(|it| it.literal);
            has_literal
                || alternatives.any(|one| match types.resolve(&one.ty) {
                    Type::Text => false,
                    ty => types.text_enumeration(ty).is_none(),
                })
        }
        Shape::Record(record) => record.fields.iter().any(|field| has_tuple(&field.ty)),
        Shape::Alias(ty) => has_tuple(ty),
        Shape::Enumeration(_) => false,
    }
}

/// Whether elements are told apart by their position.
fn has_tuple(ty: &Type) -> bool {
    ty.layers().any(|layer| matches!(layer, Type::Tuple(_)))
}
