//! From a schema to a type: what is recognised, in which order.
//!
//! Each `try_…` function looks for one construct and leaves everything else alone. The order is
//! the order of [`value`]: references first, then what combines schemas, then what has a shape
//! of its own, and any JSON value last.

use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering, all_of, array, choice, compose, contradiction, enums,
    facets::Facets,
    int_or_string,
    keywords::{Keywords, Kind},
    map, object,
    object::Object,
    pointed, primitive,
    reference::{Used, referred},
    table::Side,
    union, xml,
};
use crate::{
    diagnostic::{Mark, Origin, Pointer},
    model::{Decisions, Definition, Docs, Example, Examples, Name, Shape, Type, TypeId, Xml},
};

/// A schema in the document: where it stands, and what its type is called if it needs a name.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// Its place in the imported document.
    pub at: Pointer,
    /// The names that lead to it, outermost first.
    pub trail: Vec<String>,
}

impl Spot {
    /// The spot of a named part.
    pub fn named(at: Pointer, name: &str) -> Self {
        Self {
            at,
            trail: vec![name.to_owned()],
        }
    }

    /// The spot of a part of this one. A name of nothing, as of the alternative of an empty text, is
    /// a word in the names of types all the same.
    #[must_use]
    pub fn inner(&self, at: Pointer, name: &str) -> Self {
        let mut trail = self.trail.clone();
        trail.push(if name.is_empty() { "empty" } else { name }.to_owned());
        Self { at, trail }
    }

    /// The spot of a part that stands elsewhere: below a named schema that this one inherits from
    /// it is called after that schema, whoever inherits it.
    #[must_use]
    pub fn inherited(&self, at: Pointer, name: &str) -> Self {
        match compose::owner(&at) {
            Some(owner) if at.below(&self.at).is_none() => Self {
                at,
                trail: vec![owner, name.to_owned()],
            },
            Some(_) | None => self.inner(at, name),
        }
    }

    /// The spot of one of several descriptions of what stands here. What is said of a property of another
    /// named schema is called after that property.
    #[must_use]
    pub fn apart(&self, at: Pointer, label: &str) -> Self {
        match (compose::owner(&at), self.trail.last()) {
            (Some(owner), Some(name)) if self.trail.first() != Some(&owner) => Self {
                at,
                trail: vec![owner, name.clone()],
            },
            _ => self.inner(at, label),
        }
    }

    /// A name for the type that stands here.
    pub fn name(&self) -> Name {
        Name::new(self.trail.join(" "))
    }
}

/// A type together with what was said around it.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// The type, secret or not.
    pub ty: Type,
    /// Annotations.
    pub facets: Facets,
}

impl Typed {
    /// The type of a value inside a list or a map, where only its type can say that it may be null.
    pub fn into_element(self) -> Type {
        if self.facets.nullable {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}

/// Where the named schemas stand.
pub(super) fn schemas_pointer() -> Pointer {
    Pointer::root().child("components").child("schemas")
}

/// Notes what a type needs that was reported since `mark`.
pub(super) fn note_needs(lowering: &mut Lowering<'_>, id: TypeId, mark: Mark) {
    let costly = lowering.diagnostics.costly_since(mark);
    lowering.needs.of_type(id, costly);
}

/// The type of a schema, wherever it stands.
pub(super) fn value<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d ReferenceOr<Schema>,
) -> Typed {
    used(lowering, spot, schema.into())
}

/// The same for the boxed schemas of properties and items.
pub(super) fn boxed_value<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d ReferenceOr<Box<Schema>>,
) -> Typed {
    used(lowering, spot, schema.into())
}

/// The type of a schema where it is used.
pub(super) fn used<'d>(lowering: &mut Lowering<'d>, spot: &Spot, schema: Used<'d>) -> Typed {
    match schema {
        Used::Named(reference) => referred(lowering, spot, reference),
        Used::Here(schema) => inline(lowering, spot, schema),
    }
}

/// A definition with nothing decided about it yet.
pub(super) fn define(
    lowering: &Lowering<'_>,
    spot: &Spot,
    name: Name,
    docs: Docs,
    shape: Shape,
    examples: Examples,
) -> Definition {
    Definition {
        name,
        module: String::new(),
        docs,
        shape,
        examples,
        origin: lowering.origin(&spot.at),
        xml: Xml::default(),
        decisions: Decisions::default(),
    }
}

/// Adds a definition for a schema that has no name of its own.
pub(super) fn add(lowering: &mut Lowering<'_>, spot: &Spot, docs: Docs, shape: Shape) -> TypeId {
    let name = inline_name(lowering, spot);
    let definition = define(lowering, spot, name, docs, shape, Examples::new());
    lowering.table.define_inline(&spot.at, definition)
}

/// What the type of a schema without a name of its own is called.
fn inline_name(lowering: &mut Lowering<'_>, spot: &Spot) -> Name {
    let renamed = lowering
        .selection
        .type_name(&lowering.document.origin(&spot.at));
    spot.name().suggest(renamed)
}

/// What stands in place of a schema, as the configuration has it.
pub(super) fn replaced(lowering: &mut Lowering<'_>, origin: &Origin) -> Option<Type> {
    let selection = &mut lowering.selection;
    let skipped = selection.skips_type(origin).then_some(Type::Any);
    selection.replacement(origin).or(skipped)
}

/// The type of a schema that stands where it is used.
pub(super) fn inline<'d>(lowering: &mut Lowering<'d>, spot: &Spot, schema: &'d Schema) -> Typed {
    inline_as(lowering, spot, schema, &Keywords::of(schema))
}

/// The same, of what is said of its values there.
pub(super) fn inline_as<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Typed {
    let mut facets = Facets::of(schema, keywords);
    let origin = lowering.origin(&spot.at);
    facets.secret = lowering.selection.is_secret(&origin, facets.secret);
    if let Some(ty) = replaced(lowering, &origin) {
        return Typed {
            ty: hidden(lowering, spot, ty, facets.secret),
            facets,
        };
    }
    if let Some(inner) = all_of::try_wrapped(lowering, spot, keywords) {
        return annotated(lowering, spot, inner, facets);
    }
    if !facets.secret
        && let Some(ty) = pointed::try_pointed(lowering, spot, &origin, keywords)
    {
        return Typed { ty, facets };
    }
    let mark = lowering.diagnostics.mark();
    let ty = unnamed(lowering, spot, schema, keywords, &mut facets);
    // Whoever refers to it later gets the same type, and no report.
    if let Type::Named(id) = ty {
        note_needs(lowering, id, mark);
    }
    Typed {
        ty: hidden(lowering, spot, ty, facets.secret),
        facets,
    }
}

/// A schema with what is said around it, and what the configuration says of its secrecy.
pub(super) fn annotated(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    inner: Typed,
    around: Facets,
) -> Typed {
    let mut facets = inner.facets.refined_by(around);
    let origin = lowering.origin(&spot.at);
    facets.secret = lowering.selection.is_secret(&origin, facets.secret);
    let ty = match inner.ty {
        Type::Secret(open) if !facets.secret => *open,
        ty => hidden(lowering, spot, ty, facets.secret),
    };
    Typed { ty, facets }
}

/// The type of a schema without a name, in the order of recognition.
fn unnamed<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
    facets: &mut Facets,
) -> Type {
    if let Some(id) = lowering.table.inline(&spot.at) {
        return Type::Named(id);
    }
    if let Some(id) = inline_union(lowering, spot, schema, keywords, &facets.docs) {
        return Type::Named(id);
    }
    if let Some(shape) = choice::try_choice(lowering, spot, schema, keywords, facets) {
        return shaped(lowering, spot, &facets.docs, shape);
    }
    if let Some(ty) = enums::try_inline(lowering, spot, schema, keywords, facets) {
        return ty;
    }
    if let Some(shape) = int_or_string::try_int_or_string(lowering, keywords) {
        return shaped(lowering, spot, &facets.docs, shape);
    }
    match inline_object(lowering, spot, schema, keywords, &facets.docs) {
        Some(Inline::Type(id)) => return Type::Named(id),
        Some(Inline::Other) => return strongest(lowering, spot, schema, facets),
        None => {}
    }
    valued(lowering, spot, keywords, facets)
}

/// The type of a schema that names no properties and is composed of nothing.
pub(super) fn valued<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
    facets: &mut Facets,
) -> Type {
    if let Some(ty) = map::try_map(lowering, spot, keywords) {
        return ty;
    }
    if let Some(ty) = array::try_tuple(lowering, spot, keywords, facets) {
        return ty;
    }
    if let Some(ty) = array::try_list(lowering, spot, keywords) {
        facets.xml.item = xml::item(lowering, keywords, facets.xml.wrapped);
        return ty;
    }
    let format = keywords.format.as_deref();
    if let Some(mapped) = format.and_then(|format| lowering.selection.format(format)) {
        return mapped;
    }
    match (format, contradiction::found(keywords, facets)) {
        (Some(format), Some(expected)) => {
            let site = lowering.site(&spot.at);
            lowering
                .diagnostics
                .format_contradicted(site, format, expected);
            primitive::without_format(keywords, facets)
        }
        _ => primitive::scalar(keywords, &mut facets.docs),
    }
}

/// The type of a schema, with a definition of its own where its shape is more than a name.
fn shaped(lowering: &mut Lowering<'_>, spot: &Spot, docs: &Docs, shape: Shape) -> Type {
    match shape {
        Shape::Alias(ty) => ty,
        shape => Type::Named(add(lowering, spot, docs.clone(), shape)),
    }
}

/// A union that is written in place. It is begun first, since what its members share may lead back
/// to it.
fn inline_union<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
    docs: &Docs,
) -> Option<TypeId> {
    schema.schema_data.discriminator.as_ref()?;
    lowering.table.begin_inline(&spot.at);
    let Some(union) = union::try_one_of(lowering, spot, schema, keywords) else {
        lowering.table.forget_inline(&spot.at);
        return None;
    };
    Some(add(lowering, spot, docs.clone(), Shape::Union(union)))
}

/// What an object that is written in place is.
enum Inline {
    /// A type of its own.
    Type(TypeId),
    /// Composed of something that is no object.
    Other,
}

fn inline_object<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
    docs: &Docs,
) -> Option<Inline> {
    lowering.table.begin_inline(&spot.at);
    let shape = match object::try_object(lowering, spot, schema, keywords) {
        Some(Object::Shape(shape)) => *shape,
        Some(Object::Other) => {
            lowering.table.forget_inline(&spot.at);
            return Some(Inline::Other);
        }
        Some(Object::Unnamed) | None => {
            lowering.table.forget_inline(&spot.at);
            return None;
        }
    };
    let name = inline_name(lowering, spot);
    let definition = define(lowering, spot, name, docs.clone(), shape, Examples::new());
    let id = lowering.table.define_inline(&spot.at, definition);
    Some(Inline::Type(id))
}

/// The type of a schema whose parts are no objects.
fn strongest<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    facets: &mut Facets,
) -> Type {
    let (strongest, all) = all_of::strongest(lowering, spot, facets, schema);
    *facets = all;
    let origin = lowering.origin(&spot.at);
    facets.secret = lowering.selection.is_secret(&origin, facets.secret);
    match strongest {
        Some(Type::Secret(open)) if !facets.secret => *open,
        Some(ty) => ty,
        None => {
            let alone = Keywords {
                all_of: &[],
                ..Keywords::of(schema)
            };
            valued(lowering, spot, &alone, facets)
        }
    }
}

/// The shape of a named schema, in the same order.
pub(super) fn component<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    (name, side): (&str, Side),
    schema: &'d Schema,
) -> (Shape, Docs, Examples) {
    let keywords = Keywords::of(schema);
    let mut facets = Facets::of(schema, &keywords);
    let origin = lowering.document.origin(&spot.at);
    facets.secret = lowering.selection.is_secret(&origin, facets.secret);
    let example = facets.example.clone().filter(|_| !facets.secret);
    let examples = example.map(|value| ("example".to_owned(), Example::new(value)));
    let union = match side {
        Side::Whole => union::try_hierarchy(lowering, spot, name),
        Side::Own => None,
    };
    let shape = match union {
        Some(union) => Shape::Union(union),
        None => {
            let inherits = side == Side::Own || lowering.hierarchy.inherits(name);
            named_shape(lowering, spot, schema, inherits, &mut facets)
        }
    };
    (shape, facets.docs, examples.into_iter().collect())
}

/// A schema that inherits from the head of a hierarchy is a record of its own even where it adds
/// nothing: its tag tells it apart.
fn named_shape<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    inherits: bool,
    facets: &mut Facets,
) -> Shape {
    let keywords = &Keywords::of(schema);
    if !inherits
        && !facets.secret
        && let Some((at, inner, around)) = in_place(lowering, spot, schema, keywords)
    {
        let spot = Spot { at, ..spot.clone() };
        let own = Facets::of(inner, &Keywords::of(inner));
        let mut own = own.refined_by(around);
        let shape = named_shape(lowering, &spot, inner, false, &mut own);
        if facets.docs == Docs::default() {
            facets.docs = own.docs;
        }
        return shape;
    }
    if let Some(union) = union::try_one_of(lowering, spot, schema, keywords) {
        return Shape::Union(union);
    }
    if let Some(shape) = choice::try_choice(lowering, spot, schema, keywords, facets) {
        return shape;
    }
    if !facets.secret
        && let Some(enumeration) = enums::try_enumeration(lowering, spot, schema, keywords)
    {
        return Shape::Enumeration(enumeration);
    }
    if let Some(shape) = int_or_string::try_int_or_string(lowering, keywords) {
        return shape;
    }
    // An object that is composed of one other is a type of its own: it may yet get properties.
    let is_object = keywords.kind == Some(Kind::Object);
    if !inherits
        && !is_object
        && let Some(inner) = all_of::try_wrapped(lowering, spot, keywords)
    {
        // What stands beside a `$ref` describes this name, not the one that it refers to.
        if facets.docs == Docs::default() {
            facets.docs = inner.facets.docs;
        }
        return Shape::Alias(inner.ty);
    }
    if let Some(Object::Shape(shape)) = object::try_object(lowering, spot, schema, keywords) {
        return *shape;
    }
    Shape::Alias(unnamed(lowering, spot, schema, keywords, facets))
}

/// What a named schema only wraps, where that is written in place and nothing else stands for it, and what
/// is said around it.
fn in_place<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Option<(Pointer, &'d Schema, Facets)> {
    let (at, inner, around) = match all_of::wrapped(keywords) {
        Some(wrapped) if keywords.kind != Some(Kind::Object) => {
            let at = spot.at.child("allOf").index(wrapped.index);
            (at, wrapped.substance.as_item()?, wrapped.around)
        }
        Some(_) => return None,
        None => {
            let (at, inner) = choice::only_member(&spot.at, schema)?;
            (at, inner, Facets::default())
        }
    };
    let origin = lowering.origin(&at);
    let is_secret = Facets::of(inner, &Keywords::of(inner)).secret || around.secret;
    let stands_alone = !lowering.selection.is_secret(&origin, is_secret)
        && !lowering.pointed.is_at(&origin)
        && replaced(lowering, &origin).is_none();
    stands_alone.then_some((at, inner, around))
}

/// The type, marked as secret where it is one. Of a type of the caller's nobody knows what it
/// prints.
pub(super) fn hidden(lowering: &mut Lowering<'_>, spot: &Spot, ty: Type, secret: bool) -> Type {
    match ty {
        Type::Secret(_) => ty,
        Type::Foreign(path) if secret => {
            let site = lowering.site(&spot.at);
            lowering.diagnostics.foreign_secret(site, &path);
            Type::Foreign(path)
        }
        ty if secret => Type::Secret(Box::new(ty)),
        ty => ty,
    }
}
