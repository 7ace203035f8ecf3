//! How the values of parameters become text, once every type is known.
//!
//! Comes in: the model with its parameters' types and styles. Goes out: the same with each
//! parameter's [`Spelling`]; where OpenAPI leaves it open, that is reported.

use crate::{
    diagnostic::Diagnostics,
    model::{Api, Parameter, Place, Shape, Spelling, Spread, Type, Types},
};

/// Decides the spelling of every parameter, and says where OpenAPI leaves it open.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    let Api {
        groups,
        types,
        client_parameters,
        ..
    } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        for parameter in &mut operation.parameters {
            let site = parameter
                .origin
                .within(format!("operation `{}`", operation.id));
            if matches!(parameter.spread, Spread::Headers(_)) && !is_object(types, &parameter.ty) {
                diagnostics.header_collection_of_no_object(site.clone(), &parameter.name.source);
                parameter.spread = Spread::Simple;
            }
            if let Some(what) = inside(types, parameter) {
                diagnostics.open_spelling(site, &parameter.name.source, what);
                parameter.docs.notes.push(AS_JSON.to_owned());
            }
            parameter.spelling = spelling(types, parameter);
        }
    }
    for parameter in client_parameters {
        parameter.spelling = spelling(types, parameter);
    }
}

const AS_JSON: &str = "Lists and objects inside of it are sent as JSON.";

fn spelling(types: &Types, parameter: &Parameter) -> Spelling {
    let text = types.is_one_text(&parameter.ty);
    let items = match types.resolve(&parameter.ty) {
        Type::List(item) => is_plain(types, item) && !parameter.verbatim,
        _ => false,
    };
    let joins = match parameter.place {
        Place::Query | Place::Header => true,
        Place::Path | Place::Cookie | Place::Host => false,
    };
    match parameter.spread {
        Spread::Json => Spelling::Json,
        Spread::Label | Spread::LabelExploded | Spread::Matrix | Spread::MatrixExploded => {
            Spelling::Tree
        }
        Spread::Headers(_) => Spelling::Tree,
        _ if text => Spelling::Text,
        Spread::Deep => Spelling::Tree,
        _ if items && joins => Spelling::Items,
        _ => Spelling::Tree,
    }
}

/// What a parameter is where something inside of it has no spelling but JSON; `None` where all has.
/// Styles that write names repeat them for a list inside of an object.
fn inside(types: &Types, parameter: &Parameter) -> Option<&'static str> {
    let ty = types.resolve(&parameter.ty);
    let repeats = match &parameter.spread {
        Spread::Json | Spread::Deep => return None,
        Spread::FormExploded | Spread::MatrixExploded => true,
        Spread::Headers(_)
        | Spread::Simple
        | Spread::SimpleExploded
        | Spread::Label
        | Spread::LabelExploded
        | Spread::Matrix
        | Spread::Form
        | Spread::Space
        | Spread::Tab
        | Spread::Pipe => false,
    };
    let levels = parameter.inner.len();
    match ty {
        Type::List(item) => {
            is_deep(types, items(types, item, levels)).then_some("a list of lists or objects")
        }
        Type::Tuple(_) => ty
            .parts()
            .any(|item| is_deep(types, item))
            .then_some("a list of lists or objects"),
        _ => {
            let mut parts = parts(types, ty).into_iter();
            let inner = |part| if repeats { items(types, part, 1) } else { part };
            parts
                .any(|part| is_deep(types, inner(part)))
                .then_some("an object with lists or objects inside")
        }
    }
}

/// What lists of lists are of, so many levels down.
fn items<'t>(types: &'t Types, ty: &'t Type, levels: usize) -> &'t Type {
    match (types.resolve(ty), levels.checked_sub(1)) {
        (Type::List(item), Some(levels)) => items(types, item, levels),
        (Type::Nullable(inner), Some(_)) => items(types, inner, levels),
        (other, _) => other,
    }
}

/// The types of an object's values, as far as the description says them.
fn parts<'t>(types: &'t Types, ty: &'t Type) -> Vec<&'t Type> {
    match types.resolve(ty) {
        Type::Map(value) => vec![value],
        Type::Secret(inner) | Type::Nullable(inner) => parts(types, inner),
        ty => {
            let fields = types.record(ty).map(|record| &record.fields);
            fields
                .into_iter()
                .flatten()
                .map(|field| &field.ty)
                .collect()
        }
    }
}

/// Whether a value is a list or an object for sure. What may be anything is looked at when it is
/// sent.
fn is_deep(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::List(_) | Type::Tuple(_) => true,
        Type::Secret(inner) | Type::Nullable(inner) => is_deep(types, inner),
        ty => is_object(types, ty),
    }
}

/// Whether a value is an object, secret or not.
pub(super) fn is_object(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::AnyObject | Type::Map(_) => true,
        Type::Secret(inner) | Type::Nullable(inner) => is_object(types, inner),
        Type::Named(id) => types
            .get(*id)
            .is_some_and(|definition| match definition.shape {
                Shape::Record(_) | Shape::Union(_) => true,
                // What a choice is, is looked at when it is sent.
                Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => false,
            }),
        _ => false,
    }
}

/// What may stand in a list without a codec.
fn is_plain(types: &Types, item: &Type) -> bool {
    match types.resolve(item) {
        Type::Bytes(_) | Type::DateTime(_) | Type::Date | Type::Duration | Type::Secret(_) => false,
        _ => types.is_one_text(item),
    }
}
