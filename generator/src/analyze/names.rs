//! Identifiers: one scope after the other, nothing twice.
//!
//! Comes in: names as the description has them. Goes out: identifiers in Rust's cases, unique in
//! their scope. Of several that would be the same, the one that is an identifier as it stands
//! keeps its name, else the first by its text; the others get a number. So the order of a
//! document's keys does not matter.

mod crowded;
mod ident;
mod scope;

use std::collections::BTreeSet;

use crate::{
    config::{Config, Pairs},
    diagnostic::{Diagnostics, Origin},
    model::{
        AnswerHeaders, Api, Choice, Enumeration, Extra, Group, Name, Operation, Outcomes,
        Parameter, PartHeader, Payload, Record, RowKind, SchemeKind, Shape, StatusPattern, Union,
    },
};

use ident::{Case, rank};
pub(super) use ident::{is_keyword, plain};
pub(super) use scope::Scope;

/// What a request builder has beside the setters of its parameters.
const BUILDER_METHODS: [&str; 7] = [
    "header",
    "context",
    "timeout",
    "request",
    "send",
    "into_future",
    "clone",
];

/// What the request builder of a long-running operation has beside those.
const LONG_RUNNING_METHODS: [&str; 4] = ["operation", "poll_interval", "resume", "start"];
/// What the request builder of a list that comes page by page has beside those.
const LIST_METHODS: [&str; 4] = ["items", "pages", "continue_from", "paged"];

/// What a client has beside its groups and ungrouped operations.
const CLIENT_METHODS: [&str; 4] = ["new", "builder", "endpoint", "core"];

/// What everything has that is lent out: a method that takes the value itself comes before one of its
/// own that borrows it.
const VALUE_METHODS: [&str; 3] = ["clone", "into", "try_into"];

/// What a union and a reader of headers have beside those and their accessors.
const READER_METHODS: [&str; 1] = ["fmt"];

/// What a client builder has beside the setters of client-wide parameters.
const CLIENT_BUILDER_METHODS: [&str; 9] = [
    "options",
    "endpoint",
    "transport",
    "retry",
    "timeout",
    "max_response_bytes",
    "core_options",
    "build",
    "clone",
];

/// What a client and its builder keep beside client-wide parameters.
const CLIENT_FIELDS: [&str; 3] = ["core", "credentials", "options"];

/// What the setter of a user's name and password takes, and what makes a client too.
const BASIC_ARGUMENTS: [&str; 2] = ["user", "password"];

/// Decides every identifier.
pub(super) fn decide(api: &mut Api) {
    crowded::settle(api);
    name_types(api);
    name_client_builder(api);
    let mut client = Scope::reserving(&CLIENT_METHODS);
    client.reserve(&VALUE_METHODS);
    name_groups(&mut api.groups, &mut client);
}

fn name_types(api: &mut Api) {
    let mut types = Scope::default();
    let mut modules = Scope::reserving(&["mod"]);
    let mut definitions: Vec<_> = api.types.iter_mut().map(|(_, found)| found).collect();
    definitions.sort_by_cached_key(|found| rank(found.name.wanted(), Case::Type));
    for definition in definitions {
        definition.name.ident = types.take(definition.name.wanted(), Case::Type);
        definition.module = modules.take_file(&definition.name.ident);
        match &mut definition.shape {
            Shape::Record(record) => name_fields(record),
            Shape::Union(union) => name_variants(union),
            Shape::Choice(choice) => name_alternatives(choice),
            Shape::Enumeration(enumeration) => name_values(enumeration),
            Shape::Alias(_) => {}
        }
    }
}

/// Reports each name in the configuration that would be that of two types.
pub(super) fn check_renamed(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    let Pairs(renamed) = &config.types.rename;
    for (_, value) in renamed {
        let name = ident::cased(&value.text, Case::Type);
        let types = api.types.iter().map(|(_, found)| found);
        let so_called = types.filter(|found| ident::cased(found.name.wanted(), Case::Type) == name);
        let origins: BTreeSet<&Origin> = so_called.map(|found| &found.origin).collect();
        if origins.len() > 1 {
            diagnostics.name_taken(config.place(value), &name);
        }
    }
}

/// Takes the names of one scope, those first that are identifiers as they stand.
fn take_all<'n>(scope: &mut Scope, names: impl Iterator<Item = &'n mut Name>, case: Case) {
    let mut names: Vec<&mut Name> = names.collect();
    names.sort_by_cached_key(|name| rank(name.wanted(), case));
    for name in names {
        name.ident = scope.take(name.wanted(), case);
    }
}

fn name_fields(record: &mut Record) {
    let mut scope = Scope::default();
    let fields = record.fields.iter_mut();
    take_all(&mut scope, fields.map(|field| &mut field.name), Case::Value);
    if let Extra::Kept { name, .. } = &mut record.extra {
        name.ident = scope.take(&name.source, Case::Value);
    }
}

fn name_variants(union: &mut Union) {
    let mut scope = Scope::default();
    if let Some(fallback) = &mut union.fallback {
        fallback.ident = scope.take(&fallback.source, Case::Type);
    }
    let variants = union.variants.iter_mut();
    take_all(
        &mut scope,
        variants.map(|variant| &mut variant.name),
        Case::Type,
    );
    let reader = &mut union.tag_reader.name;
    let mut readers = Scope::reserving(&VALUE_METHODS);
    readers.reserve(&READER_METHODS);
    reader.ident = readers.take(&reader.source, Case::Value);
}

fn name_alternatives(choice: &mut Choice) {
    let mut scope = Scope::default();
    choice.fallback.ident = scope.take(&choice.fallback.source, Case::Type);
    let constants = choice.constants.iter_mut().map(|it| &mut it.name);
    let alternatives = choice.alternatives.iter_mut().map(|it| &mut it.name);
    take_all(&mut scope, constants.chain(alternatives), Case::Type);
}

fn name_values(enumeration: &mut Enumeration) {
    let mut scope = Scope::default();
    if let Some(fallback) = &mut enumeration.fallback {
        fallback.ident = scope.take(&fallback.source, Case::Type);
    }
    let mut values: Vec<_> = enumeration.values.iter_mut().collect();
    values.sort_by_cached_key(|value| rank(&value.name.source, Case::Type));
    for value in values {
        let source = value.suggested.as_ref().unwrap_or(&value.name.source);
        value.name.ident = scope.take(source, Case::Type);
    }
}

fn name_client_builder(api: &mut Api) {
    let mut scope = Scope::reserving(&CLIENT_BUILDER_METHODS);
    scope.reserve(&CLIENT_METHODS);
    for scheme in &mut api.security.schemes {
        if scheme.kind == SchemeKind::Basic {
            scope.reserve(&BASIC_ARGUMENTS);
        }
        scheme.name.ident = scope.take(&scheme.name.source, Case::Value);
    }
    // What has no setter may be called as one.
    let mut arguments = Scope::reserving(&CLIENT_FIELDS);
    for scheme in &api.security.schemes {
        arguments.reserve(&[&scheme.name.ident]);
        if scheme.kind == SchemeKind::Basic {
            arguments.reserve(&BASIC_ARGUMENTS);
        }
    }
    let is_argument = |parameter: &Parameter| parameter.required && parameter.default.is_none();
    let parameters = &mut api.client_parameters;
    for parameter in parameters.iter_mut().filter(|it| is_argument(it)) {
        parameter.name.ident = arguments.take(parameter.name.wanted(), Case::Value);
        scope.reserve(&[&parameter.name.ident]);
    }
    for parameter in parameters.iter_mut().filter(|it| !is_argument(it)) {
        parameter.name.ident = scope.take(parameter.name.wanted(), Case::Value);
    }
}

fn name_groups(groups: &mut [Group], client: &mut Scope) {
    let mut modules = Scope::reserving(&["mod"]);
    // Handles stand side by side with the builders of operations on the client itself.
    let mut types = Scope::default();
    for group in groups.iter_mut() {
        let source = group
            .name
            .as_ref()
            .map_or("ungrouped", |name| name.source.as_str());
        group.module = modules.take_file(source);
        if let Some(name) = &mut group.name {
            group.handle = types.take(&name.source, Case::Type);
            name.ident = client.take(&name.source, Case::Value);
        }
    }
    for group in groups {
        // What one group's operations are called has nothing to do with those of another.
        let mut own_methods = Scope::reserving(&VALUE_METHODS);
        let mut own_types = Scope::reserving(&[group.handle.as_str()]);
        let module = group.name.as_ref().map(|_| group.module.clone());
        for operation in &mut group.operations {
            operation.module.clone_from(&module);
            match module {
                Some(_) => name_operation(operation, &mut own_methods, &mut own_types),
                None => name_operation(operation, client, &mut types),
            }
        }
    }
}

fn name_operation(operation: &mut Operation, methods: &mut Scope, types: &mut Scope) {
    let source = operation.name.wanted().to_owned();
    operation.name.ident = methods.take(&method_name(operation), Case::Value);
    operation.builder = types.take(&source, Case::Type);
    name_outcomes(&mut operation.success, &format!("{source} outcome"), types);
    name_outcomes(&mut operation.failure, &format!("{source} error"), types);
    name_headers(&mut operation.headers, &format!("{source} headers"), types);
    let mut setters = Scope::reserving(&BUILDER_METHODS);
    setters.reserve(&["client", "options"]);
    if operation.is_streamable() {
        setters.reserve(&["stream"]);
    }
    match operation.row.as_ref().map(|row| row.kind) {
        Some(RowKind::Events) => setters.reserve(&["events"]),
        Some(RowKind::Values) => setters.reserve(&["lines"]),
        None => {}
    }
    if operation.long_running.is_some() {
        setters.reserve(&LONG_RUNNING_METHODS);
    }
    if operation.paging.is_some() {
        setters.reserve(&LIST_METHODS);
    }
    let parameters = operation.parameters.iter_mut();
    take_all(&mut setters, parameters.map(|it| &mut it.name), Case::Value);
    if let Some(body) = &mut operation.body {
        body.name.ident = setters.take(body.name.wanted(), Case::Value);
        for PartHeader { parameter, .. } in &mut body.part_headers {
            parameter.name.ident = setters.take(parameter.name.wanted(), Case::Value);
        }
        if let Some(content_types) = &mut body.content_types {
            let name = &mut content_types.name;
            name.ident = setters.take(&name.source, Case::Value);
        }
    }
}

/// What an operation's method is called, not yet cased: one that only begins something says so.
fn method_name(operation: &Operation) -> String {
    let source = operation.name.wanted();
    let after = source
        .strip_prefix("Begin")
        .or_else(|| source.strip_prefix("begin"));
    let says_so = after.is_some_and(|rest| rest.starts_with(|c: char| !c.is_lowercase()));
    if operation.long_running.is_none() || says_so {
        source.to_owned()
    } else {
        format!("begin {source}")
    }
}

fn name_headers(headers: &mut AnswerHeaders, name: &str, types: &mut Scope) {
    if headers.all.is_empty() {
        return;
    }
    headers.reader = types.take(name, Case::Type);
    let mut accessors = Scope::reserving(&VALUE_METHODS);
    accessors.reserve(&READER_METHODS);
    let headers = headers.all.iter_mut();
    take_all(
        &mut accessors,
        headers.map(|found| &mut found.name),
        Case::Value,
    );
}

fn name_outcomes(outcomes: &mut Outcomes, name: &str, types: &mut Scope) {
    let Payload::Many(ident) = &mut outcomes.payload else {
        return;
    };
    *ident = types.take(name, Case::Type);
    let mut variants = Scope::default();
    for arm in &mut outcomes.arms {
        arm.name.ident = variants.take(&status_name(arm.status), Case::Type);
    }
}

/// The reason phrase of a status (RFC 9110, section 15), so that a variant says what it means.
fn status_name(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => match reason(code) {
            Some(reason) => reason.to_owned(),
            None => format!("status {code}"),
        },
        StatusPattern::Range(1) => "informational".to_owned(),
        StatusPattern::Range(2) => "success".to_owned(),
        StatusPattern::Range(3) => "redirection".to_owned(),
        StatusPattern::Range(4) => "client error".to_owned(),
        StatusPattern::Range(5) => "server error".to_owned(),
        StatusPattern::Range(hundreds) => format!("status {hundreds}xx"),
        StatusPattern::Default => "default".to_owned(),
    }
}

fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative information",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        304 => "not modified",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        412 => "precondition failed",
        413 => "content too large",
        415 => "unsupported media type",
        422 => "unprocessable content",
        423 => "locked",
        424 => "failed dependency",
        428 => "precondition required",
        429 => "too many requests",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        _ => return None,
    })
}
