//! Where an error body keeps its code and its message.
//!
//! Several conventions are recognised: OData's (an object `error` with `code` and `message`, which
//! Azure's guidelines ask for, or the two at the top, in capitals or not), OAuth's (texts `error` and
//! `error_description`, RFC 6749, section 5.2; many services have the first alone), problem details
//! (`type`, `title` and `detail`, RFC 9457), Hydra's (`hydra:title` and `hydra:description`), Google's
//! (`status` in the object `error`, whose `code` is a number), other spellings of the two, and a list of
//! errors (`errors` as in JSON:API, `detail` as web frameworks have it for input that they refuse). Where
//! one of them has no place for the code or for the message, the next one is asked. A message is a text,
//! a list of texts, or a choice among such.
//!
//! What is wrong with input may stand under its name: in a map or an object `errors` (Rails, ASP.NET Core,
//! Laravel), or, where the body says nothing else, in lists in the body itself (Django REST framework).

use crate::model::{ErrorShape, Field, Record, Type, Types};

/// Where code and message are by one convention.
type Convention = fn(&Types, &Record) -> ErrorShape;

/// Where they are in a record.
pub(super) fn of(types: &Types, record: &Record) -> ErrorShape {
    let conventions = [
        at_the_top,
        under_error,
        of_oauth,
        of_a_problem,
        of_hydra,
        spelled_otherwise,
        of_a_list,
        of_values,
    ];
    let found = by_one_of(&conventions, types, record);
    let says_nothing = found.message.is_empty() && found.invalid.is_empty();
    if says_nothing && is_by_name(types, record) {
        return ErrorShape {
            named: (0..record.fields.len()).collect(),
            ..found
        };
    }
    found
}

/// Where they are by the first convention that knows.
fn by_one_of(conventions: &[Convention], types: &Types, record: &Record) -> ErrorShape {
    let mut found = ErrorShape::default();
    for convention in conventions {
        let ErrorShape {
            code,
            message,
            title,
            invalid,
            named: _,
        } = convention(types, record);
        if found.invalid.is_empty() {
            found.invalid = invalid;
        }
        if found.code.is_empty() {
            found.code = code;
        }
        if found.message.is_empty() {
            (found.message, found.title) = (message, title);
        }
    }
    found
}

fn at_the_top(types: &Types, record: &Record) -> ErrorShape {
    ErrorShape {
        code: text_field(types, record, "code"),
        message: message_field(types, record, "message"),
        ..ErrorShape::default()
    }
}

fn under_error(types: &Types, record: &Record) -> ErrorShape {
    let at = position(record, "error", |field| types.record(&field.ty).is_some());
    let inner = at.and_then(|at| Some((at, types.record(&record.fields.get(at)?.ty)?)));
    let conventions = [at_the_top, spelled_otherwise, of_google, of_values];
    inner.map_or_else(ErrorShape::default, |(at, inner)| {
        below(at, by_one_of(&conventions, types, inner))
    })
}

fn of_oauth(types: &Types, record: &Record) -> ErrorShape {
    let error = text_field(types, record, "error");
    let described = text_field(types, record, "error_description");
    let (code, message) = match described.is_empty() {
        true => (described, error),
        false => (error, described),
    };
    ErrorShape {
        code,
        message,
        ..ErrorShape::default()
    }
}

fn of_a_problem(types: &Types, record: &Record) -> ErrorShape {
    let shape = with_title(types, record, ["detail", "title"]);
    match shape.message.is_empty() {
        true => shape,
        false => ErrorShape {
            code: text_field(types, record, "type"),
            ..shape
        },
    }
}

fn of_hydra(types: &Types, record: &Record) -> ErrorShape {
    with_title(types, record, ["hydra:description", "hydra:title"])
}

/// A longer text, and a shorter one that stands for it.
fn with_title(types: &Types, record: &Record, names: [&str; 2]) -> ErrorShape {
    let [detail, title] = names.map(|name| message_field(types, record, name));
    let (message, title) = match detail.is_empty() {
        true => (title, detail),
        false => (detail, title),
    };
    ErrorShape {
        message,
        title,
        ..ErrorShape::default()
    }
}

fn of_google(types: &Types, record: &Record) -> ErrorShape {
    ErrorShape {
        code: text_field(types, record, "status"),
        ..ErrorShape::default()
    }
}

/// What is nobody's standard, and widespread.
fn spelled_otherwise(types: &Types, record: &Record) -> ErrorShape {
    let any_of = |names: &[&str]| {
        let mut paths = names.iter().map(|name| text_field(types, record, name));
        paths.find(|path| !path.is_empty()).unwrap_or_default()
    };
    ErrorShape {
        code: any_of(&["errorCode", "error_code", "reason"]),
        message: any_of(&["errorMessage", "error_message", "msg"]),
        ..ErrorShape::default()
    }
}

/// The first of several errors.
fn of_a_list(types: &Types, record: &Record) -> ErrorShape {
    let lists = ["errors", "errorMessages", "detail", "details"];
    let shapes = lists.map(|list| of_the_first(types, record, list));
    shapes.into_iter().flatten().next().unwrap_or_default()
}

/// What the first element of a list says, if that is known to be a message.
fn of_the_first(types: &Types, record: &Record, list: &str) -> Option<ErrorShape> {
    let is_list = |field: &Field| matches!(types.resolve(&field.ty), Type::List(_));
    let at = position(record, list, is_list)?;
    let Type::List(item) = types.resolve(&record.fields.get(at)?.ty) else {
        return None;
    };
    if is_text(types, item) {
        return Some(ErrorShape {
            message: vec![at],
            ..ErrorShape::default()
        });
    }
    let conventions = [at_the_top, of_a_problem, spelled_otherwise];
    let inner = by_one_of(&conventions, types, types.record(item)?);
    (!inner.message.is_empty()).then(|| below(at, inner))
}

/// What is wrong with each value, by its name.
fn of_values(types: &Types, record: &Record) -> ErrorShape {
    let is_by_name = |field: &Field| match types.resolve(&field.ty) {
        Type::Map(value) => tells(types, value),
        ty => types.record(ty).is_some_and(|it| is_by_name(types, it)),
    };
    let names = [
        "errors",
        "fieldErrors",
        "field_errors",
        "validationErrors",
        "validation_errors",
    ];
    let at = names
        .iter()
        .find_map(|name| position(record, name, is_by_name));
    ErrorShape {
        invalid: at.into_iter().collect(),
        ..ErrorShape::default()
    }
}

/// Whether a value says by itself what is wrong. The texts of an enumeration are codes, and no model of an
/// error.
fn tells(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::Text => true,
        Type::List(item) => matches!(types.resolve(item), Type::Text),
        ty => types.choice(ty).is_some() && is_message(types, ty),
    }
}

/// Whether each property is called after a value, and lists what is wrong with it.
fn is_by_name(types: &Types, record: &Record) -> bool {
    let lists = |field: &Field| match types.resolve(&field.ty) {
        Type::List(item) => matches!(types.resolve(item), Type::Text),
        _ => false,
    };
    !record.fields.is_empty() && record.fields.iter().all(lists)
}

/// The path to a field that holds a text, listed or not; empty where there is none.
fn text_field(types: &Types, record: &Record, name: &str) -> Vec<usize> {
    let text = position(record, name, |field| is_text(types, &field.ty));
    text.into_iter().collect()
}

/// The path to a field that holds a message; empty where there is none.
fn message_field(types: &Types, record: &Record, name: &str) -> Vec<usize> {
    let message = position(record, name, |field| is_message(types, &field.ty));
    message.into_iter().collect()
}

/// Whether a value of the type is a text, a list of texts or one of several of which one is such.
fn is_message(types: &Types, ty: &Type) -> bool {
    let says = |ty: &Type| match types.resolve(ty) {
        Type::List(item) => is_text(types, item),
        ty => is_text(types, ty),
    };
    match types.choice(ty) {
        Some(choice) => choice.alternatives.iter().any(|it| says(&it.ty)),
        None => says(ty),
    }
}

/// The type of the field at the end of a path.
pub(super) fn type_at<'t>(
    types: &'t Types,
    record: &'t Record,
    path: &[usize],
) -> Option<&'t Type> {
    let (last, outer) = path.split_last()?;
    let mut record = record;
    for position in outer {
        record = match types.resolve(&record.fields.get(*position)?.ty) {
            Type::List(item) => types.record(item)?,
            ty => types.record(ty)?,
        };
    }
    Some(&record.fields.get(*last)?.ty)
}

/// The field of that name, in capitals or not, that fits.
fn position(record: &Record, name: &str, fits: impl Fn(&Field) -> bool) -> Option<usize> {
    let mut fields = record.fields.iter();
    fields.position(|field| field.name.source.eq_ignore_ascii_case(name) && fits(field))
}

fn is_text(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::Text => true,
        ty => types.text_enumeration(ty).is_some(),
    }
}

/// The places in what stands in a field.
fn below(outer: usize, inner: ErrorShape) -> ErrorShape {
    let path = |inner: Vec<usize>| match inner.is_empty() {
        true => inner,
        false => [vec![outer], inner].concat(),
    };
    ErrorShape {
        code: path(inner.code),
        message: path(inner.message),
        title: path(inner.title),
        invalid: path(inner.invalid),
        named: Vec::new(),
    }
}
