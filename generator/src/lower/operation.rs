//! Operations: a method on a path, in a group.

use indexmap::IndexMap;
use openapiv3::{Operation as Described, PathItem, ReferenceOr};

use super::{
    Lowering, azure, body, guidelines, lro, own_header, paging, parameter, path,
    path::Address,
    response::{self, Answers},
    security,
    selection::Choice,
    server,
    server::BasePath,
    shorter::Shorter,
};
use crate::{
    diagnostic::{Origin, Pointer},
    import::Lost,
    model::{
        AnswerHeaders, Docs, Group, LeftOut, Method, Name, Operation, Parameter, PathPart, Place,
    },
};

/// Lowers every operation of the document, grouped.
pub(super) fn lower_all(lowering: &mut Lowering<'_>) -> Vec<Group> {
    let mut groups: IndexMap<Option<String>, Group> = IndexMap::new();
    let mut ids: IndexMap<String, Origin> = IndexMap::new();
    let mut shorter = Shorter::default();
    note_lost(lowering);
    for (key, item) in &lowering.document.api.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let at = Pointer::root().child("paths").child(key);
        for (method, described) in item.iter() {
            let at = at.child(method);
            let Some(found) = wanted(lowering, &mut ids, (at, key, item), method, described) else {
                continue;
            };
            let (group, name) = place_in_group(lowering, &found);
            shorter.note(&found.id, group.as_deref(), key, found.method);
            let operations = in_all_forms(lowering, &found, &name);
            let entry = groups
                .entry(group.clone())
                .or_insert_with(|| new_group(lowering, group, described));
            entry.operations.extend(operations);
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    shorter.apply(&mut groups);
    groups
}

/// The operation where it stands, if it is to be generated; else it is noted why it is left out.
fn wanted<'d>(
    lowering: &mut Lowering<'d>,
    ids: &mut IndexMap<String, Origin>,
    (at, key, item): (Pointer, &'d str, &'d PathItem),
    method: &str,
    described: &'d Described,
) -> Option<Found<'d>> {
    let id = described.operation_id.clone();
    let id = id.unwrap_or_else(|| format!("{method} {key}"));
    lowering.within = format!("operation `{id}`");
    let origin = lowering.origin(&at);
    let method = match kept(lowering, &at, method, (&id, &origin)) {
        Ok(method) => method,
        Err(why) => {
            lowering.left_out.extend(why.map(|why| LeftOut {
                id,
                request: Some(format!("{} {key}", method.to_uppercase())),
                why,
            }));
            return None;
        }
    };
    if let Some(first) = ids.get(&id) {
        lowering
            .diagnostics
            .duplicate_operation_id(first, &origin, &id);
    } else {
        ids.insert(id.clone(), origin.clone());
    }
    Some(Found {
        id,
        at,
        origin,
        item,
        key,
        method,
        described,
    })
}

/// The operation with its first body, and for each other form of that; what it has that is reported
/// is noted as its own.
fn in_all_forms<'d>(lowering: &mut Lowering<'d>, found: &Found<'d>, name: &str) -> Vec<Operation> {
    let mark = lowering.diagnostics.mark();
    lowering.faults_of_operation(&found.at);
    let mut operation = lower(lowering, found, name);
    own_header::settle(lowering, &mut operation);
    let others = in_other_forms(lowering, found, name, &operation);
    let costly = lowering.diagnostics.costly_since(mark);
    lowering.needs.of_operation(&operation.origin, costly);
    let mut all = vec![operation];
    all.extend(others);
    all
}

/// Notes the operations that are so wrong that the document does not have them.
fn note_lost(lowering: &mut Lowering<'_>) {
    let faults = lowering.document.faults();
    for Lost {
        at,
        origin,
        id,
        request,
    } in faults.lost()
    {
        let reports = faults.of(at);
        let first = reports.first().and_then(|first| faults.report(*first));
        let why = match (lowering.selection.choice(id, origin), first) {
            (Choice::Kept, None) => continue,
            (Choice::Unwanted, _) => {
                lowering.unasked_operation(at);
                continue;
            }
            (Choice::Skipped, _) => {
                lowering.unasked_operation(at);
                SKIPPED.to_owned()
            }
            (Choice::Kept, Some(first)) => first.message.clone(),
        };
        lowering.left_out.push(LeftOut {
            id: id.clone(),
            request: Some(request.clone().unwrap_or_else(|| "the path".to_owned())),
            why,
        });
    }
}

/// The method of an operation that is to be generated; else why it is left out, unless nobody asked
/// for it.
fn kept(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    method: &str,
    (id, origin): (&str, &Origin),
) -> Result<Method, Option<String>> {
    match lowering.selection.choice(id, origin) {
        Choice::Unwanted => {
            lowering.unasked_operation(at);
            Err(None)
        }
        Choice::Skipped => {
            lowering.unasked_operation(at);
            Err(Some(SKIPPED.to_owned()))
        }
        Choice::Kept => match lowering.leaving.why(origin) {
            Some(why) => Err(Some(why.to_owned())),
            None => sendable(lowering, at, method),
        },
    }
}

const SKIPPED: &str = "it is skipped";

fn sendable(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    method: &str,
) -> Result<Method, Option<String>> {
    Ok(match method {
        "get" => Method::Get,
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "head" => Method::Head,
        "patch" => Method::Patch,
        other => {
            let site = lowering.site(at);
            let method = other.to_uppercase();
            lowering.diagnostics.unsupported_method(site, &method);
            return Err(Some(format!("no client sends {method} requests")));
        }
    })
}

/// The group of an operation, and its name, which [`Shorter`] makes shorter there. Of Azure's
/// descriptions the id says the group: `Group_Name`. Of others the first tag is it, and what the id says
/// where there is none; the method is no group.
fn place_in_group(lowering: &Lowering<'_>, found: &Found<'_>) -> (Option<String>, String) {
    let Found {
        key,
        method,
        described,
        ..
    } = found;
    let tag = described.tags.first().cloned();
    let Some(id) = &described.operation_id else {
        return (tag, format!("{} {key}", method.as_str().to_lowercase()));
    };
    let said = azure::grouped_id(id).map(|(group, _)| group.to_owned());
    let group = if lowering.document.is_azure() {
        said.or(tag)
    } else {
        let is_method = |group: &String| group.eq_ignore_ascii_case(method.as_str());
        tag.or(said.filter(|group| !is_method(group)))
    };
    (group, id.clone())
}

fn new_group<'d>(lowering: &Lowering<'d>, name: Option<String>, described: &'d Described) -> Group {
    let tags = &lowering.document.api.tags;
    let wanted = name.as_ref().or(described.tags.first());
    let tag = tags.iter().find(|tag| Some(&tag.name) == wanted);
    let docs = Docs {
        description: tag.and_then(|tag| tag.description.clone()),
        link: tag
            .and_then(|tag| tag.external_docs.as_ref())
            .map(|docs| docs.url.clone()),
        ..Docs::default()
    };
    let name = name.map(Name::new);
    Group {
        name,
        feature: None,
        handle: String::new(),
        module: String::new(),
        docs,
        operations: Vec::new(),
    }
}

/// An operation where it stands in the document.
struct Found<'d> {
    /// Its id, made of its method and path where it has none.
    id: String,
    at: Pointer,
    origin: Origin,
    item: &'d PathItem,
    key: &'d str,
    method: Method,
    described: &'d Described,
}

fn lower<'d>(lowering: &mut Lowering<'d>, found: &Found<'d>, name: &str) -> Operation {
    let Found {
        id,
        at,
        origin,
        item,
        method,
        described,
        ..
    } = found;
    let located = server::of_operation(lowering, at, item, described);
    let (mut parameters, address) = parameters(lowering, found, located.base);
    parameters.extend(located.parameters);
    let server = located.server;
    let body = described.request_body.as_ref();
    let body = body.and_then(|body| body::lower(lowering, &at.child("requestBody"), name, body));
    let mut answers = answers(lowering, found, name);
    let long_running = lro::lower(lowering, at, *method, described, &parameters, &mut answers);
    let security = security::asked(lowering, at, described.security.as_ref());
    paging::note(lowering, origin, described);
    let mut docs = docs(described);
    docs.notes
        .extend(server.as_ref().map(server::where_it_goes));
    Operation {
        id: id.clone(),
        name: Name::new(name).suggest(suggested_name(lowering, found)),
        builder: String::new(),
        module: None,
        docs,
        method: *method,
        server,
        path: address.path,
        fixed_query: address.fixed_query,
        parameters,
        body,
        success: answers.success,
        failure: answers.failure,
        accept: accept(lowering, item, described).unwrap_or(answers.accept),
        row: answers.row,
        others: answers.others,
        headers: AnswerHeaders {
            reader: String::new(),
            all: answers.headers,
        },
        repeatable: lowering.selection.is_repeatable(id, origin, *method),
        security: Some(security),
        long_running,
        paging: None,
        examples: answers.examples,
        origin: origin.clone(),
    }
}

/// What the operation answers. What goes on after its first answer, or comes page by page, has a way
/// of its own, and is not taken row by row.
fn answers<'d>(lowering: &mut Lowering<'d>, found: &Found<'d>, name: &str) -> Answers {
    let described = found.described;
    let rows = guidelines::long_running(lowering, described).is_none()
        && guidelines::pageable(lowering, described).is_none();
    let at = found.at.child("responses");
    response::lower(
        lowering,
        &at,
        name,
        found.method,
        rows,
        &described.responses,
    )
}

/// What `codegen.toml` calls the operation, else its extension. Its group is the one that its id says.
fn suggested_name(lowering: &mut Lowering<'_>, found: &Found<'_>) -> Option<String> {
    let renamed = lowering.selection.operation_name(&found.id, &found.origin);
    renamed.or_else(|| {
        let name = azure::client_name(&found.described.extensions)?;
        Some(
            azure::grouped_id(name)
                .map_or(name, |(_, own)| own)
                .to_owned(),
        )
    })
}

/// The same operation for each other form of its body, under a name of its own.
fn in_other_forms<'d>(
    lowering: &mut Lowering<'d>,
    found: &Found<'d>,
    name: &str,
    operation: &Operation,
) -> Vec<Operation> {
    let Some(described) = &found.described.request_body else {
        return Vec::new();
    };
    let bodies = body::others(lowering, &found.at.child("requestBody"), name, described);
    let in_form = bodies.into_iter().map(|(suffix, body)| {
        let own = |name: &String| format!("{name} {suffix}");
        let mut other = operation.clone();
        other.name =
            Name::new(own(&other.name.source)).suggest(other.name.suggested.as_ref().map(own));
        other
            .docs
            .notes
            .push(format!("The body is `{}`.", body.media_type));
        other.examples.clear();
        other.body = Some(body);
        other
    });
    in_form.collect()
}

fn docs(described: &Described) -> Docs {
    Docs {
        summary: described.summary.clone(),
        description: described.description.clone(),
        notes: Vec::new(),
        link: described
            .external_docs
            .as_ref()
            .map(|docs| docs.url.clone()),
        deprecated: described.deprecated,
    }
}

/// What the description has clients send as `Accept`, whatever media types the answers have.
fn accept(lowering: &Lowering<'_>, item: &PathItem, described: &Described) -> Option<Vec<String>> {
    let mut all = described.parameters.iter().chain(&item.parameters);
    let accept = all.find_map(|parameter| parameter::accept(lowering, parameter))?;
    Some(vec![accept])
}

/// The operation's parameters and those of its path that it does not override: in path order,
/// then the required ones, then the others. And where they go.
fn parameters<'d>(
    lowering: &mut Lowering<'d>,
    operation: &Found<'d>,
    mut base: BasePath,
) -> (Vec<Parameter>, Address) {
    let Found {
        at,
        item,
        key,
        described,
        ..
    } = operation;
    let own: Vec<_> = described
        .parameters
        .iter()
        .filter_map(|parameter| parameter::identity(lowering, parameter))
        .collect();
    let mut declared = own.clone();
    declared.extend(
        item.parameters
            .iter()
            .filter_map(|parameter| parameter::identity(lowering, parameter)),
    );
    let mut found = Vec::new();
    let shared_at = at.parent().unwrap_or_default().child("parameters");
    for (index, parameter) in item.parameters.iter().enumerate() {
        let overridden = parameter::identity(lowering, parameter)
            .is_some_and(|identity| own.contains(&identity));
        if !overridden {
            found.extend(parameter::lower(
                lowering,
                &shared_at.index(index),
                parameter,
            ));
        }
    }
    for (index, parameter) in described.parameters.iter().enumerate() {
        let at = at.child("parameters").index(index);
        found.extend(parameter::lower(lowering, &at, parameter));
    }
    drop_repeated(lowering, &mut found);
    // A parameter of the operation's own goes before a variable of that name.
    declared.iter().for_each(|(_, name)| base.settle(name));
    for parameter in base.parameters {
        declared.push((Place::Path, parameter.name.source.clone()));
        found.push(parameter);
    }
    let address = path::settle(lowering, at, (&base.text, key), &mut found, &declared);
    let parts = &address.path;
    let rank = |parameter: &Parameter| {
        let position = parts.iter().position(|part| is_parameter(part, parameter));
        (position.unwrap_or(parts.len()), !parameter.required)
    };
    found.sort_by_key(rank);
    (found, address)
}

fn is_parameter(part: &PathPart, parameter: &Parameter) -> bool {
    let PathPart::Parameter(name) = part else {
        return false;
    };
    parameter.place == Place::Path && *name == parameter.name.source
}

/// A parameter is its name and its place: one that comes twice is taken once.
fn drop_repeated(lowering: &mut Lowering<'_>, found: &mut Vec<Parameter>) {
    let mut seen = Vec::new();
    found.retain(|parameter| {
        let identity = (parameter.place, parameter.name.source.clone());
        let first = !seen.contains(&identity);
        if first {
            seen.push(identity);
        } else {
            let site = parameter.origin.within(lowering.within.clone());
            lowering
                .diagnostics
                .repeated_parameter(site, &parameter.name.source);
        }
        first
    });
}
