//! Enumerations of texts, and of whole numbers that have names.
//!
//! Those of texts are open unless `x-ms-enum.modelAsString` or the configuration closes them: a value
//! that is newer than the client must not break a whole response. Those of numbers are open. Numbers
//! without names stay numbers; their values are listed in the docs.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{ReferenceOr, Schema};
use serde_json::{Number, Value};

use super::{
    Lowering,
    azure::MsEnum,
    called::titled,
    choice::{Member, is_untyped},
    component::schema_name,
    facets::{Facets, code_span},
    keywords::{Keywords, Kind},
    labels::Labels,
    primitive,
    reference::Used,
    schema::{Spot, define, schemas_pointer},
};
use crate::{
    diagnostic::Origin,
    model::{Docs, EnumValue, Enumeration, Examples, Name, Shape, Type, Width},
};

/// An enumeration, where a schema lists texts, or whole numbers with a name for each.
pub(super) fn try_enumeration<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Option<Enumeration> {
    let Listed { values, number } = listed(schema, keywords)?;
    let origin = lowering.origin(&spot.at);
    if number.is_some() {
        let enumeration = enumeration(lowering, &origin, values, false);
        return Some(Enumeration {
            number,
            ..enumeration
        });
    }
    let closed = MsEnum::of(&schema.schema_data.extensions).open == Some(false)
        || lowering.selection.is_closed(&origin);
    Some(enumeration(lowering, &origin, values, closed))
}

/// An enumeration out of several alternatives that are texts, by a `type` of their own or the one beside
/// them. One of them that takes any text says that the others are only the known ones.
pub(super) fn try_alternatives<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    around: &Keywords<'d>,
    members: &[Member<'d>],
) -> Option<Enumeration> {
    let mut values = Values::new();
    let mut any_text = false;
    let mut named = 0;
    for (_, member) in members {
        let schema = member.followed(lowering)?;
        let mut keywords = Keywords::of(schema);
        if Facets::of(schema, &keywords).secret {
            return None;
        }
        if around.kind == Some(Kind::String) && is_untyped(&keywords) {
            keywords.kind = around.kind;
        }
        named += usize::from(member.here().is_none());
        match listed_texts(schema, &keywords) {
            Some(mut own) => {
                if let (1, Some((_, value))) = (own.len(), own.first_mut()) {
                    *value = said_of(schema, &keywords, value.clone());
                }
                for (text, value) in own {
                    values.entry(text).or_insert(value);
                }
            }
            None if is_any_text(&keywords) => any_text = true,
            None => return None,
        }
    }
    // Two enumerations with names of their own are two types, unless any text will do.
    if members.len() < 2 || values.is_empty() || named > 1 && !any_text {
        return None;
    }
    let origin = lowering.origin(&spot.at);
    let closed = !any_text && lowering.selection.is_closed(&origin);
    Some(enumeration(lowering, &origin, values, closed))
}

/// What is said of a schema with one value is said of the value.
fn said_of(schema: &Schema, keywords: &Keywords<'_>, value: EnumValue) -> EnumValue {
    if value.docs != Docs::default() {
        return value;
    }
    let text = &value.name.source;
    let is_sign = !text.contains(char::is_alphabetic) && value.suggested.is_none();
    let titled = titled_value(text, schema).filter(|_| is_sign);
    titled.unwrap_or_else(|| EnumValue {
        docs: Facets::of(schema, keywords).docs,
        ..value
    })
}

/// The value of a schema that has no other, spelled like this.
pub(super) fn only_value(schema: &Schema, keywords: &Keywords<'_>, text: &str) -> EnumValue {
    let values = listed_texts(schema, keywords).or_else(|| listed_numbers(schema, keywords));
    let listed = values.and_then(|mut values| values.swap_remove(text));
    let extension = MsEnum::of(&schema.schema_data.extensions);
    let listed = listed.unwrap_or_else(|| value(text, &extension));
    said_of(schema, keywords, listed)
}

/// An enumeration out of alternatives that are a whole number each, with a title that is its name
/// (JSON Schema's annotated enumerations). One of them that takes any whole number says that the others
/// are only the known ones.
pub(super) fn try_numbers<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
    members: &[Member<'d>],
) -> Option<Enumeration> {
    let mut values = Values::new();
    let mut format = keywords.format.clone();
    for (_, member) in members {
        let schema = member.here()?;
        let own = Keywords::of(schema);
        let is_whole = |kind| matches!(kind, Some(Kind::Integer) | None);
        if !is_whole(own.kind) || !is_whole(keywords.kind) || Facets::of(schema, &own).secret {
            return None;
        }
        format = format.or_else(|| own.format.clone());
        match own.enumeration.as_slice() {
            [value] => {
                let text = value.as_number().and_then(Number::as_i128)?.to_string();
                let value = titled_value(&text, schema)?;
                values.entry(text).or_insert(value);
            }
            [] if own.kind.is_some() => {}
            [] if keywords.kind.is_some() && is_untyped(&own) => {}
            _ => return None,
        }
    }
    if members.len() < 2 || values.is_empty() {
        return None;
    }
    let typed = Keywords {
        kind: Some(Kind::Integer),
        format,
        ..Keywords::default()
    };
    let Type::Integer(width) = primitive::scalar(&typed, &mut Docs::default()) else {
        return None;
    };
    let origin = lowering.origin(&spot.at);
    let enumeration = enumeration(lowering, &origin, values, false);
    Some(Enumeration {
        number: Some(width),
        ..enumeration
    })
}

/// A value that is called by the title beside it.
fn titled_value(text: &str, schema: &Schema) -> Option<EnumValue> {
    let title = titled(schema).filter(|title| title.contains(char::is_alphabetic))?;
    Some(EnumValue {
        name: Name::new(text),
        suggested: Some(title.to_owned()),
        docs: Docs {
            description: schema.schema_data.description.clone(),
            ..Docs::default()
        },
    })
}

/// Takes the empty text away from alternatives that are otherwise one enumeration with a name, which keeps
/// texts that it does not list. Says whether there was one.
pub(super) fn without_blank<'d>(
    lowering: &mut Lowering<'d>,
    members: &mut Vec<Member<'d>>,
) -> bool {
    let is_blank = |member: Used<'d>| {
        let texts = member
            .followed(lowering)
            .and_then(|schema| texts(&Keywords::of(schema)));
        texts.is_some_and(|texts| texts.iter().all(String::is_empty))
    };
    let mut others = members.iter().filter(|(_, member)| !is_blank(*member));
    let only = match (others.next(), others.next()) {
        (Some(only), None) if members.len() > 1 => only.clone(),
        _ => return false,
    };
    let is_taken = keeps_others(lowering, only.1);
    if is_taken {
        *members = vec![only];
    }
    is_taken
}

/// Whether an alternative is an enumeration with a name that is open.
fn keeps_others<'d>(lowering: &mut Lowering<'d>, member: Used<'d>) -> bool {
    let Used::Named(reference) = member else {
        return false;
    };
    let (Some(name), Some(schema)) = (schema_name(reference), member.followed(lowering)) else {
        return false;
    };
    let origin = lowering.document.origin(&schemas_pointer().child(name));
    let keywords = Keywords::of(schema);
    texts(&keywords).is_some()
        && MsEnum::of(&schema.schema_data.extensions).open != Some(false)
        && !lowering.selection.is_closed(&origin)
        && !Facets::of(schema, &keywords).secret
}

/// The values of an enumeration, by their texts.
type Values = IndexMap<String, EnumValue>;

/// An enumeration of these values, called as the configuration has it.
fn enumeration(
    lowering: &mut Lowering<'_>,
    origin: &Origin,
    values: Values,
    closed: bool,
) -> Enumeration {
    let renamed = |mut value: EnumValue| {
        let name = lowering.selection.value_name(origin, &value.name.source);
        value.suggested = name.or(value.suggested);
        value
    };
    Enumeration {
        values: values.into_values().map(renamed).collect(),
        number: None,
        fallback: (!closed).then(|| Name::new("other")),
    }
}

/// What a schema lists.
struct Listed {
    values: Values,
    /// Which numbers the values are; `None` where they are texts.
    number: Option<Width>,
}

/// The values that a schema lists, where they become an enumeration.
fn listed(schema: &Schema, keywords: &Keywords<'_>) -> Option<Listed> {
    if let Some(values) = listed_texts(schema, keywords) {
        let number = None;
        return Some(Listed { values, number });
    }
    let values = listed_numbers(schema, keywords)?;
    let typed = Keywords {
        kind: Some(Kind::Integer),
        ..keywords.clone()
    };
    match primitive::scalar(&typed, &mut Docs::default()) {
        Type::Integer(width) => Some(Listed {
            values,
            number: Some(width),
        }),
        _ => None,
    }
}

/// What a schema says of each whole number that it lists, where each has a name.
fn listed_numbers(schema: &Schema, keywords: &Keywords<'_>) -> Option<Values> {
    if !matches!(keywords.kind, Some(Kind::Integer) | None) {
        return None;
    }
    let extensions = &schema.schema_data.extensions;
    let extension = MsEnum::of(extensions);
    let labels = Labels::of(extensions, keywords.enumeration.len());
    let mut values = Values::new();
    let listed = keywords.enumeration.iter().enumerate();
    for (position, value) in listed.filter(|(_, value)| !value.is_null()) {
        let text = value.as_number().and_then(Number::as_i128)?.to_string();
        let name = extension.value_name(&text).or(labels.name(position))?;
        let said = extension.value_description(&text);
        let description = said.or(labels.description(position)).map(str::to_owned);
        let docs = Docs {
            description,
            ..Docs::default()
        };
        values.entry(text.clone()).or_insert_with(|| EnumValue {
            name: Name::new(text),
            suggested: Some(name.to_owned()),
            docs,
        });
    }
    (!values.is_empty()).then_some(values)
}

/// What a schema says of each text that it lists; `None` where it lists something else, or nothing.
fn listed_texts(schema: &Schema, keywords: &Keywords<'_>) -> Option<Values> {
    texts(keywords)?;
    let extension = MsEnum::of(&schema.schema_data.extensions);
    let labels = Labels::of(&schema.schema_data.extensions, keywords.enumeration.len());
    let mut values = Values::new();
    for (position, text) in keywords.enumeration.iter().enumerate() {
        let Some(text) = text.as_str() else {
            continue;
        };
        values.entry(text.to_owned()).or_insert_with(|| {
            let (name, docs) = (labels.name(position), labels.description(position));
            let mut value = value(text, &extension);
            value.suggested = value.suggested.or_else(|| name.map(str::to_owned));
            value.docs.description = value.docs.description.or_else(|| docs.map(str::to_owned));
            value
        });
    }
    Some(values)
}

fn is_any_text(keywords: &Keywords<'_>) -> bool {
    keywords.kind == Some(Kind::String) && keywords.format.is_none()
}

/// The type of an enumeration without a name of its own. A secret one stays a text.
pub(super) fn try_inline<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
    facets: &mut Facets,
) -> Option<Type> {
    if facets.secret {
        return None;
    }
    let Some(enumeration) = try_enumeration(lowering, spot, schema, keywords) else {
        note_values(schema, keywords, &mut facets.docs);
        return None;
    };
    let texts: Vec<String> = enumeration
        .values
        .iter()
        .map(|value| value.name.source.clone())
        .collect();
    let extension = MsEnum::of(&schema.schema_data.extensions);
    if let Some(name) = extension
        .name
        .and_then(|name| component(lowering, name, &texts, enumeration.number))
    {
        return Some(Type::Named(lowering.table.component(name)));
    }
    let number = enumeration.number;
    let shape = Shape::Enumeration(enumeration);
    let docs = facets.docs.clone();
    let id = match extension.name {
        // The same name with the same values is the same type, wherever it is written down.
        Some(name) => {
            let name = Name::new(name);
            // Numbers are other values than the texts that spell them.
            let key = match number {
                Some(width) => (format!("{} {width:?}", name.source), texts),
                None => (name.source.clone(), texts),
            };
            let definition = define(lowering, spot, name, docs, shape, Examples::new());
            lowering.table.add_shared(key, definition)
        }
        None => super::schema::add(lowering, spot, docs, shape),
    };
    Some(Type::Named(id))
}

/// The named schema that is the same enumeration, written down once more in place.
fn component<'d>(
    lowering: &Lowering<'d>,
    name: &str,
    texts: &[String],
    number: Option<Width>,
) -> Option<&'d str> {
    let schemas = &lowering.document.api.components.as_ref()?.schemas;
    let (known, schema) = schemas.get_key_value(name)?;
    let ReferenceOr::Item(schema) = schema else {
        return None;
    };
    let listed = listed(schema, &Keywords::of(schema))?;
    let is_same = listed.number == number && listed.values.keys().eq(texts);
    is_same.then_some(known.as_str())
}

/// The listed texts; `None` where something else is listed, or nothing.
fn texts(keywords: &Keywords<'_>) -> Option<Vec<String>> {
    if !matches!(keywords.kind, Some(Kind::String) | None) {
        return None;
    }
    let values = keywords.enumeration.iter().filter(|value| !value.is_null());
    let texts: IndexSet<&str> = values.map(Value::as_str).collect::<Option<_>>()?;
    (!texts.is_empty()).then(|| texts.into_iter().map(str::to_owned).collect())
}

fn value(text: &str, extension: &MsEnum<'_>) -> EnumValue {
    EnumValue {
        name: Name::new(text),
        suggested: extension.value_name(text).map(str::to_owned),
        docs: Docs {
            description: extension.value_description(text).map(str::to_owned),
            ..Docs::default()
        },
    }
}

/// Values that are listed and become no enumeration.
fn note_values(schema: &Schema, keywords: &Keywords<'_>, docs: &mut Docs) {
    if keywords.enumeration.is_empty() || texts(keywords).is_some() {
        return;
    }
    let extensions = &schema.schema_data.extensions;
    let extension = MsEnum::of(extensions);
    let labels = Labels::of(extensions, keywords.enumeration.len());
    let labelled = |(position, value): (usize, &Value)| {
        let text = value.to_string();
        let name = extension.value_name(&text).or(labels.name(position));
        match name {
            Some(name) => format!("{} ({})", code_span(&text), code_span(name)),
            None => code_span(&text),
        }
    };
    let values = keywords.enumeration.iter().enumerate();
    let values: Vec<String> = values.map(labelled).collect();
    docs.notes.push(match values.as_slice() {
        [only] => format!("Always {only}."),
        several => format!("One of {}.", several.join(", ")),
    });
}
