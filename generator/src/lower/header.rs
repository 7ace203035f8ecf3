//! Headers of answers: what an operation says beside its bodies.
//!
//! Comes in: the headers of each of an operation's responses. Goes out: every header once, since
//! the same reader serves all answers; one that two responses type differently is a text.

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Response};

use super::{
    Lowering, azure,
    component::{self, Section},
    facets::Facets,
    media_type,
    schema::{Spot, Typed, value},
    spelling::is_object,
};
use crate::{
    diagnostic::{Diagnostics, Pointer},
    model::{AnswerHeader, Api, DateTimeFormat, HeaderForm, Name, Type, Types},
};

/// The header that OpenAPI leaves to the media types of the response (OpenAPI 3.0.3, Response
/// Object, fixed field `headers`).
const IGNORED: &str = "content-type";

/// Adds the headers of one response to those of its operation.
pub(super) fn collect<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    response: &'d Response,
    found: &mut Vec<AnswerHeader>,
) {
    for (name, header) in &response.headers {
        if name.eq_ignore_ascii_case(IGNORED) {
            continue;
        }
        let at = at.child("headers").child(name);
        let Some(header) = lower(lowering, &at, name, header) else {
            continue;
        };
        let same = |known: &&mut AnswerHeader| {
            known.form == header.form && known.name.source.eq_ignore_ascii_case(name)
        };
        let Some(known) = found.iter_mut().find(same) else {
            found.push(header);
            continue;
        };
        if known.ty != header.ty {
            known.ty = either(&known.ty, &header.ty);
        }
        // Of two spellings always the same one, whichever response comes first.
        if header.name.source < known.name.source {
            known.name = header.name;
        }
    }
}

/// What two descriptions of one header have in common: a text, secret if either is.
fn either(one: &Type, other: &Type) -> Type {
    if one.is_secret() || other.is_secret() {
        Type::Secret(Box::new(Type::Text))
    } else {
        Type::Text
    }
}

fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    name: &str,
    header: &'d ReferenceOr<Header>,
) -> Option<AnswerHeader> {
    let (at, described) = target(lowering, at, header)?;
    let (mut typed, form) = typed(lowering, &at, name, described);
    date(name, &mut typed.ty);
    let form = match azure::header_prefix(&described.extensions) {
        Some(prefix) => HeaderForm::Collection(prefix.to_owned()),
        None => form,
    };
    let mut docs = typed.facets.docs;
    docs.description = described.description.clone().or(docs.description);
    docs.deprecated |= described.deprecated == Some(true);
    let client_name = azure::client_name(&described.extensions).map(str::to_owned);
    Some(AnswerHeader {
        name: Name::new(name).suggest(client_name.or(typed.facets.client_name)),
        docs,
        ty: typed.ty,
        form,
        origin: lowering.origin(&at),
    })
}

/// The header itself, through references.
pub(super) fn target<'d>(
    lowering: &Lowering<'d>,
    at: &Pointer,
    header: &'d ReferenceOr<Header>,
) -> Option<(Pointer, &'d Header)> {
    let components = lowering.document.api.components.as_ref();
    let section = Section {
        key: "headers",
        parts: components.map(|all| &all.headers),
    };
    section.resolve(at, header)
}

/// The type of the value, and how it is written. What is said of nothing more is a text.
pub(super) fn typed<'d>(
    lowering: &mut Lowering<'d>,
    holder: &Pointer,
    name: &str,
    header: &'d Header,
) -> (Typed, HeaderForm) {
    let (at, schema, form) = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => {
            (holder.child("schema"), Some(schema), HeaderForm::Text)
        }
        ParameterSchemaOrContent::Content(content) => match content.first() {
            Some((media_type, media)) if media_type::is_json(&media_type::essence(media_type)) => {
                let at = holder.child("content").child(media_type).child("schema");
                (at, media.schema.as_ref(), HeaderForm::Json)
            }
            Some(_) | None => (holder.child("content"), None, HeaderForm::Text),
        },
    };
    let typed = match schema {
        Some(schema) => {
            let shared = component::type_name(lowering, holder, "header");
            let spot = Spot::named(at, shared.as_deref().unwrap_or(name));
            value(lowering, &spot, schema)
        }
        None => Typed {
            ty: Type::Any,
            facets: Facets::default(),
        },
    };
    (typed, form)
}

/// Once every type is known: gives a header of any kind its text, a collection the type of its
/// entries, and leaves out what no accessor can read.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let within = format!("operation `{}`", operation.id);
        operation.headers.all.retain_mut(|header| {
            header.ty = readable(types, header);
            let reads = match &header.form {
                HeaderForm::Json | HeaderForm::Collection(_) => true,
                HeaderForm::Text => is_plain(types, &header.ty),
            };
            if !reads {
                let site = header.origin.within(within.clone());
                diagnostics.header_left_raw(site, &header.name.source);
            }
            reads
        });
    }
}

/// The type that an accessor gives.
fn readable(types: &Types, header: &AnswerHeader) -> Type {
    match (&header.form, types.resolve(&header.ty)) {
        (HeaderForm::Json, _) => header.ty.clone(),
        (HeaderForm::Text, Type::Any) => Type::Text,
        (HeaderForm::Text, _) => or_its_text(types, &header.ty),
        (HeaderForm::Collection(_), Type::Map(value)) if types.is_one_text(value) => {
            (**value).clone()
        }
        (HeaderForm::Collection(_), ty) if is_object(types, ty) => Type::Text,
        (HeaderForm::Collection(_), ty) if types.is_one_text(ty) => header.ty.clone(),
        (HeaderForm::Collection(_), _) => Type::Text,
    }
}

/// One of several types is the text that each of them is: nothing in a header tells a number from a text
/// of digits.
fn or_its_text(types: &Types, ty: &Type) -> Type {
    let alternatives = types.choice(ty).map(|choice| &choice.alternatives);
    match alternatives {
        Some(all) if all.iter().all(|it| is_plain(types, &it.ty)) => {
            let texts = all.iter().map(|it| it.ty.clone());
            texts.fold(Type::Text, |one, other| either(&one, &other))
        }
        Some(_) | None => ty.clone(),
    }
}

/// Whether the value is one text, or a list of texts.
fn is_plain(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::List(item) => types.is_one_text(item),
        ty => types.is_one_text(ty),
    }
}

/// The headers whose value is a date in the form of HTTP by their own definition: RFC 9110, sections
/// 6.6.1, 8.8.2, 13.1.3 and 13.1.4; RFC 9111, section 5.3; RFC 8594, section 3; and
/// OASIS Repeatable Requests 1.0, section 5.1.2.
const DATES: [&str; 7] = [
    "date",
    "expires",
    "if-modified-since",
    "if-unmodified-since",
    "last-modified",
    "repeatability-first-sent",
    "sunset",
];

/// Takes a header for what it is: descriptions say `date-time` of any date.
pub(super) fn date(name: &str, ty: &mut Type) {
    let known = DATES.iter().any(|known| known.eq_ignore_ascii_case(name));
    if known && *ty == Type::DateTime(DateTimeFormat::Rfc3339) {
        *ty = Type::DateTime(DateTimeFormat::Rfc7231);
    }
}
