//! The encodings of a form: how each of its fields is written (OpenAPI 3.0.3, Encoding Object).

use openapiv3::{MediaType, Schema};

use super::{
    Lowering,
    compose::{Composition, compose},
    facets::code_span,
    keywords::{Keywords, Kind},
    media_type,
    schema::Spot,
    style,
};
use crate::{diagnostic::Pointer, model::FormField};

/// What the description says of how fields are written; `at` is the media type's place.
pub(super) fn fields<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    media: &'d MediaType,
) -> Vec<FormField> {
    let mut fields = Vec::with_capacity(media.encoding.len());
    for (name, encoding) in &media.encoding {
        let style = encoding.style.as_ref();
        let spread = style.map(|style| style::query(style, Some(encoding.explode)));
        let listed = encoding.content_type.as_deref().unwrap_or_default();
        let media_types = listed.split(',').map(str::trim);
        let media_types = media_types.filter(|listed| !listed.is_empty());
        let mut field = FormField {
            name: name.clone(),
            spread: style::delimited(&encoding.extensions).or(spread),
            reserved: encoding.allow_reserved,
            media_types: media_types.map(str::to_owned).collect(),
        };
        let is_xml = field.media_type().is_some_and(media_type::is_xml);
        if is_xml && is_structured(lowering, media, name) {
            let place = at.child("encoding").child(name).child("contentType");
            let at = lowering.site(&place);
            lowering.diagnostics.part_not_in_xml(at, name);
            field.media_types.clear();
        }
        fields.push(field);
    }
    fields
}

/// Whether a property of a form is an object or a list.
fn is_structured<'d>(lowering: &Lowering<'d>, media: &'d MediaType, name: &str) -> bool {
    let spot = Spot::named(Pointer::root(), "");
    let schema = media_type::schema(lowering, media);
    let composition = schema.map(|schema| compose(lowering, &spot, schema));
    let Some(Composition::Objects(objects)) = composition else {
        return false;
    };
    let mut properties = objects
        .iter()
        .filter_map(|object| object.properties.get(name))
        .filter_map(|property| property.schema.followed(lowering));
    properties.any(is_no_text)
}

fn is_no_text(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    keywords.describes_object()
        || keywords.kind == Some(Kind::Array)
        || !keywords.all_of.is_empty()
        || !keywords.one_of.is_empty()
        || !keywords.any_of.is_empty()
}

/// What the docs of a file say of its media type, where there is a choice.
pub(super) fn note_of_file(field: &FormField) -> Option<String> {
    let usual = field.media_type();
    let all = field.media_types.iter().map(|name| code_span(name));
    let all = all.collect::<Vec<_>>().join(", ");
    match (usual, field.media_types.len()) {
        (_, 0) | (Some(_), 1) => None,
        (Some(usual), _) => Some(format!(
            "Its media type is one of {all}; {} where the file does not say.",
            code_span(usual)
        )),
        (None, 1) => Some(format!("Its media type is {all}: the file says which.")),
        (None, _) => Some(format!(
            "Its media type is one of {all}: the file says which."
        )),
    }
}
