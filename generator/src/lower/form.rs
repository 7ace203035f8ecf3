//! Forms: objects whose properties travel as fields, and the files among them.
//!
//! Comes in: a request body of a form's media type. Goes out: how its fields are written. A text
//! of format `binary` is a file in a form with parts, and a text everywhere else; a value of no type
//! is a file there, too, and any JSON everywhere else.

use openapiv3::{MediaType, Schema};

use super::{
    Lowering,
    compose::{Composition, compose},
    encoding, form_types,
    keywords::{Keywords, Kind},
    media_type,
    media_type::{Content, Taken, essence},
    reference::{followed, followed_box},
    schema::Spot,
};
use crate::diagnostic::Pointer;
use crate::model::{
    Api, Body, Coding, Extra, Field, FormField, Presence, Shape, Type, TypeId, Types,
};

/// A form, where one is among the choices, JSON is none, and its fields are described, or nothing is at
/// all. One with parts comes first: it takes all that the other one takes, and files.
pub(super) fn try_form<'d>(lowering: &Lowering<'d>, content: &'d Content) -> Option<Taken<'d>> {
    if content.keys().any(|key| media_type::is_json(&essence(key))) {
        return None;
    }
    let forms = content.iter();
    let forms = forms.filter_map(|(key, media)| own(lowering, key, media));
    let is_fields = |form: &Taken<'_>| form.coding == Coding::Form;
    let first = forms.min_by_key(|form| (is_fields(form), by_length(form.key)));
    first.or_else(|| free(content))
}

/// An order of media types that does not depend on where they stand: the short ones first, but of two
/// forms with parts the one whose parts have names.
pub(super) fn by_length(name: &str) -> (usize, &str) {
    let (length, name) = media_type::by_length(name);
    match has_no_names(&essence(name)) {
        true => (FORM_DATA.len() + length, name),
        false => (length, name),
    }
}

/// Whether it is a form whose parts have no names (RFC 2046, section 5.1.3; RFC 2387).
pub(super) fn has_no_names(essence: &str) -> bool {
    matches!(essence, "multipart/related" | "multipart/mixed")
}

/// A form whose parts have names (RFC 7578).
const FORM_DATA: &str = "multipart/form-data";

/// A media type without what is said of the boundary between its parts, which is each body's own.
pub(super) fn without_boundary(name: &str) -> String {
    let is_boundary = |word: &str| word.trim().to_ascii_lowercase().starts_with("boundary=");
    let words: Vec<&str> = name.split(';').filter(|word| !is_boundary(word)).collect();
    words.join(";").trim_end().to_owned()
}

/// A form with parts where no choice is described: what is in it is up to the caller.
fn free(content: &Content) -> Option<Taken<'_>> {
    let mut all = content.iter();
    let (key, media) = all.find(|(key, _)| essence(key) == FORM_DATA)?;
    let nothing = content.values().all(|media| media.schema.is_none());
    nothing.then(|| Taken {
        key,
        media,
        coding: Coding::Multipart,
        names: vec![key.clone()],
        others: Vec::new(),
    })
}

/// A form by its media type, where its fields are described.
pub(super) fn own<'d>(
    lowering: &Lowering<'d>,
    key: &'d str,
    media: &'d MediaType,
) -> Option<Taken<'d>> {
    let coding = match essence(key).as_str() {
        FORM_DATA => Coding::Multipart,
        name if has_no_names(name) => Coding::Multipart,
        "application/x-www-form-urlencoded" => Coding::Form,
        _ => return None,
    };
    let schema = media_type::schema(lowering, media)?;
    let is_one_of_some = || {
        let is_sent = coding == Coding::Form || !has_file(lowering, media);
        is_one_of_objects(lowering, schema) && (is_sent || are_plain(lowering, schema))
    };
    (is_object(schema) || is_one_of_some()).then(|| Taken {
        key,
        media,
        coding,
        names: vec![key.to_owned()],
        others: Vec::new(),
    })
}

/// Whether one of the properties is a file, or several; its own, or those of a part of it.
pub(super) fn has_file(lowering: &Lowering<'_>, media: &MediaType) -> bool {
    let Some(schema) = media_type::schema(lowering, media) else {
        return false;
    };
    let spot = Spot::named(Pointer::root(), "");
    let Composition::Objects(objects) = compose(lowering, &spot, schema) else {
        return false;
    };
    let properties = objects.iter().flat_map(|object| object.properties.values());
    let mut properties = properties.filter_map(|property| property.schema.followed(lowering));
    properties.any(|schema| {
        let keywords = Keywords::of(schema);
        let mut alternatives = keywords.one_of.iter().chain(keywords.any_of);
        is_files(lowering, schema)
            || alternatives
                .any(|it| followed(lowering, it).is_some_and(|it| is_files(lowering, it)))
    })
}

/// Whether a value is a file, or several.
fn is_files(lowering: &Lowering<'_>, schema: &Schema) -> bool {
    let items = Keywords::of(schema).items;
    let items = items.and_then(|items| followed_box(lowering, items));
    media_type::is_file(schema) || items.is_some_and(media_type::is_file)
}

fn is_object(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    keywords.kind == Some(Kind::Object)
        || keywords.properties.is_some()
        || !keywords.all_of.is_empty()
}

/// Whether each alternative is an object: what is sent are the fields of the one that is chosen.
fn is_one_of_objects(lowering: &Lowering<'_>, schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    let mut alternatives = keywords.one_of.iter().chain(keywords.any_of).peekable();
    alternatives.peek().is_some()
        && alternatives.all(|it| followed(lowering, it).is_some_and(is_object))
}

/// Whether no alternative has alternatives itself: a file is looked for in those of the body alone.
fn are_plain(lowering: &Lowering<'_>, schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    let mut alternatives = keywords.one_of.iter().chain(keywords.any_of);
    alternatives.all(|it| {
        let spot = Spot::named(Pointer::root(), "");
        let composed = followed(lowering, it).map(|it| compose(lowering, &spot, it));
        matches!(composed, Some(Composition::Objects(objects)) if objects.len() == 1)
    })
}

/// Leaves files in forms alone, and makes texts of them everywhere else.
pub(super) fn settle_files(api: &mut Api) {
    let with_files = files(api).into_iter();
    let with_files = with_files.filter(|(_, files)| !files.is_empty());
    form_types::separate(api, &with_files.map(|(id, _)| id).collect());
    let files = files(api);
    name_files(api);
    for (_, definition) in api.types.iter_mut() {
        match &mut definition.shape {
            Shape::Record(record) => {
                let fields = record.fields.iter_mut();
                fields.for_each(|field| make_text(&mut field.ty));
                if let Extra::Kept { ty, .. } = &mut record.extra {
                    make_text(ty);
                }
            }
            Shape::Choice(choice) => {
                let alternatives = choice.alternatives.iter_mut();
                alternatives.for_each(|it| make_text(&mut it.ty));
            }
            Shape::Alias(ty) => make_text(ty),
            Shape::Union(_) | Shape::Enumeration(_) => {}
        }
    }
    let groups = api.groups.iter_mut();
    for operation in groups.flat_map(|group| &mut group.operations) {
        let parameters = operation.parameters.iter_mut();
        parameters.for_each(|parameter| make_text(&mut parameter.ty));
        let body = operation.body.iter_mut();
        let body = body.filter(|body| !is_files_by_name(body));
        body.for_each(|body| make_text(&mut body.ty));
        let headers = operation.headers.all.iter_mut();
        headers.for_each(|header| make_text(&mut header.ty));
        let arms = operation.success.arms.iter_mut();
        let arms = arms.chain(&mut operation.failure.arms);
        arms.for_each(|arm| arm.body.iter_mut().for_each(make_text));
    }
    for (id, files) in files {
        if let Some(Shape::Record(record)) = api.types.get_mut(id).map(|found| &mut found.shape) {
            let fields = record.fields.iter_mut().zip(files.fields);
            fields.for_each(|(field, file)| make_file(field, file));
            if let (Extra::Kept { ty, .. }, Some(file)) = (&mut record.extra, files.extra) {
                *ty = file;
            }
        }
    }
}

/// Which properties of a record are files.
struct Files {
    /// What each field is then.
    fields: Vec<Option<File>>,
    /// The same of properties that are not described.
    extra: Option<Type>,
}

/// What a property is as a file.
struct File {
    ty: Type,
    /// What its docs say of it.
    note: Option<String>,
}

impl Files {
    fn is_empty(&self) -> bool {
        self.extra.is_none() && self.fields.iter().all(Option::is_none)
    }
}

/// Makes a form of nothing but files that its sender names a map of files, whatever its type is
/// elsewhere.
fn name_files(api: &mut Api) {
    let Api { groups, types, .. } = api;
    let operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    let bodies = operations.filter_map(|operation| operation.body.as_mut());
    for body in bodies.filter(|body| body.coding == Coding::Multipart) {
        if let Type::Map(value) = types.resolve(&body.ty)
            && let Some(file) = named_file(types, value)
        {
            body.ty = Type::Map(Box::new(file));
        }
    }
}

fn is_files_by_name(body: &Body) -> bool {
    let is_map = || body.ty.layers().skip(1).any(|layer| *layer == Type::File);
    body.coding == Coding::Multipart && matches!(body.ty, Type::Map(_)) && is_map()
}

/// The records that travel as forms with parts, and which of their properties are files.
fn files(api: &Api) -> Vec<(TypeId, Files)> {
    let found = form_types::bodies(api).flat_map(|body| {
        let records = form_types::records(&api.types, &body.ty).into_iter();
        records.filter_map(|id| Some((id, files_of(api, body, id)?)))
    });
    found.collect()
}

fn files_of(api: &Api, body: &Body, id: TypeId) -> Option<Files> {
    let record = api.types.record_of(id)?;
    let fields = record.fields.iter().map(|field| {
        let mut described = body.fields.iter();
        let described = described.find(|it| it.name == field.name.source);
        let media_type = described.and_then(FormField::media_type);
        let ty = file(&api.types, &field.ty, media_type)?;
        let note = described.and_then(encoding::note_of_file);
        Some(File { ty, note })
    });
    let fields = fields.collect();
    let extra = match &record.extra {
        Extra::Kept { ty, .. } => named_file(&api.types, ty),
        Extra::Ignored => None,
    };
    Some(Files { fields, extra })
}

/// A file is there or not: JSON's null means nothing among parts.
fn make_file(field: &mut Field, file: Option<File>) {
    let Some(File { ty, note }) = file else {
        return;
    };
    field.ty = ty;
    let notes = &mut field.docs.notes;
    notes.retain(|note| !note.starts_with("Format:"));
    notes.extend(note.filter(|note| !notes.contains(note)));
    field.presence = match field.presence {
        Presence::Required | Presence::Nullable => Presence::Required,
        Presence::Optional | Presence::OptionalNullable => Presence::Optional,
    };
}

/// A file or several, where the type is that, through aliases. What is of no type is bytes, unless
/// its media type is JSON or text (OpenAPI 3.1.0, Encoding Object, `contentType`).
fn file(types: &Types, ty: &Type, media_type: Option<&str>) -> Option<Type> {
    let is_bytes = media_type
        .map(essence)
        .is_none_or(|essence| !media_type::is_json(&essence) && !essence.starts_with("text/"));
    let ty = types.resolve(ty);
    let is_any = |ty: &Type| is_bytes && *types.resolve(ty) == Type::Any;
    match ty {
        Type::Any if is_bytes => Some(Type::File),
        Type::List(item) if is_any(item) => Some(several()),
        Type::Named(id) => file_or_several(types, *id),
        ty => named_file(types, ty),
    }
}

/// The same of what only its text's format tells.
fn named_file(types: &Types, ty: &Type) -> Option<Type> {
    match types.resolve(ty) {
        Type::File => Some(Type::File),
        Type::List(item) => (*types.resolve(item) == Type::File).then(several),
        _ => None,
    }
}

/// Where a file or a list of them may be sent, one file is a list of one.
fn file_or_several(types: &Types, id: TypeId) -> Option<Type> {
    let Shape::Choice(choice) = &types.get(id)?.shape else {
        return None;
    };
    let mut alternatives = choice.alternatives.iter();
    let are_files = alternatives.all(|it| named_file(types, &it.ty).is_some());
    (are_files && choice.constants.is_empty()).then(several)
}

fn several() -> Type {
    Type::List(Box::new(Type::File))
}

fn make_text(ty: &mut Type) {
    match ty {
        Type::File => *ty = Type::Text,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Secret(inner) => {
            make_text(inner);
        }
        Type::Tuple(tuple) => {
            tuple.elements.iter_mut().for_each(make_text);
            tuple.rest.iter_mut().for_each(|rest| make_text(rest));
        }
        _ => {}
    }
}
