//! What the generated crate depends on beside its core, and which patterns it can check.

use crate::{
    config::{Clouds, Config},
    diagnostic::Diagnostics,
    model::{
        Api, Base, Coding, Extra, Needs, Operation, Parameter, Place, RowKind, SchemeKind, Shape,
        Type,
    },
};

/// Decides the crate's needs; a pattern that cannot be compiled is reported and dropped.
pub(super) fn decide(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    let mut needs = Needs {
        pattern: has_patterns(api, diagnostics),
        dispatch: config.package.command_line != Some(false) && !api.groups.is_empty(),
        tokens: takes_tokens(api),
        ..Needs::default()
    };
    needs.clouds = match api.base {
        Base::AzureCore => needs.tokens || config.client.clouds != Clouds::default(),
        Base::TypespecClientCore => false,
    };
    of_calls(&mut needs, api);
    of_bodies(&mut needs, api);
    of_mentioned_types(&mut needs, api);
    of_definitions(&mut needs, api);
    api.needs = needs;
}

/// What calls need beyond a request and its answer.
fn of_calls(needs: &mut Needs, api: &Api) {
    needs.operations = api.operations().next().is_some();
    for operation in api.operations() {
        let (paged, long) = (operation.paging.is_some(), operation.long_running.is_some());
        needs.paging |= paged;
        needs.long_running |= long;
        needs.long_lists |= paged && long;
        needs.headers |= !operation.headers.all.is_empty();
    }
    // A page's link is followed by the same code whether there is one or not.
    needs.links = needs.paging || needs.long_running;
}

/// What bodies are written and read in, and whether they are streams.
fn of_bodies(needs: &mut Needs, api: &Api) {
    let sends = |wanted: &[Coding]| {
        let mut sent = api.operations().filter_map(|found| found.body.as_ref());
        sent.any(|body| wanted.contains(&body.coding))
    };
    needs.plain = api.operations().any(has_plain_body);
    needs.multipart = sends(&[Coding::Multipart]);
    needs.forms = needs.multipart || sends(&[Coding::Form]);
    needs.uploads = needs.multipart || sends(&[Coding::Bytes]);
    needs.sent_values = sends(&[Coding::Lines]);
    needs.xml = !api.xml.is_empty() || api.operations().any(has_xml);
    let rows = || api.operations().filter_map(|found| found.row.as_ref());
    needs.rows = rows().next().is_some();
    needs.events = rows().any(|row| row.kind == RowKind::Events);
    needs.values = rows().any(|row| row.kind == RowKind::Values);
    needs.others = api.operations().any(|found| found.others.is_some());
    needs.streams = needs.rows || api.operations().any(Operation::is_streamable);
}

/// What types that stand anywhere have code for.
fn of_mentioned_types(needs: &mut Needs, api: &Api) {
    let types = mentioned(api);
    let mentions = |wanted: &dyn Fn(&Type) -> bool| types.iter().any(|ty| ty.layers().any(wanted));
    needs.tuples = mentions(&|layer| matches!(layer, Type::Tuple(_)));
    needs.date = mentions(&|layer| *layer == Type::Date);
    needs.numerals = mentions(&|layer| matches!(layer, Type::Numeral(_)));
    needs.foreign = mentions(&|layer| matches!(layer, Type::Foreign(_)));
    needs.duration = mentions(&|layer| *layer == Type::Duration);
    needs.secret = mentions(&|layer| match layer {
        Type::Secret(inner) => !matches!(api.types.resolve(inner), Type::Text | Type::Secret(_)),
        _ => false,
    });
}

/// What types of a name of their own have code for.
fn of_definitions(needs: &mut Needs, api: &Api) {
    for (_, definition) in api.types.iter() {
        needs.unions |= matches!(definition.shape, Shape::Union(_));
        needs.choices |= matches!(definition.shape, Shape::Choice(_));
        if let Shape::Enumeration(enumeration) = &definition.shape {
            needs.enumerations |= enumeration.number.is_none();
            needs.numbers |= enumeration.number.is_some();
        }
    }
}

/// Whether a parameter has a pattern that can be checked; of those of the client, operations carry
/// all but those of its endpoint.
fn has_patterns(api: &mut Api, diagnostics: &mut Diagnostics) -> bool {
    let mut found = false;
    for operation in api
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations)
    {
        let within = format!("operation `{}`", operation.id);
        for parameter in &mut operation.parameters {
            found |= has_pattern(parameter, &within, diagnostics);
        }
    }
    let hosts = api.client_parameters.iter_mut();
    for parameter in hosts.filter(|parameter| parameter.place == Place::Host) {
        found |= has_pattern(parameter, "the client", diagnostics);
    }
    found
}

/// Whether a token credential can be given.
fn takes_tokens(api: &Api) -> bool {
    let mut schemes = api.security.schemes.iter();
    schemes.any(|scheme| matches!(scheme.kind, SchemeKind::Token { .. }))
}

/// Whether text or bytes go either way.
fn has_plain_body(operation: &Operation) -> bool {
    let sent = operation.body.iter().map(|body| body.coding);
    let arms = operation.success.arms.iter();
    let received = arms.filter(|arm| arm.body.is_some()).map(|arm| arm.coding);
    sent.chain(received).any(|coding| match coding {
        Coding::Text | Coding::Bytes => true,
        Coding::Json | Coding::Lines | Coding::Xml | Coding::Form | Coding::Multipart => false,
    })
}

/// Whether XML goes either way.
fn has_xml(operation: &Operation) -> bool {
    let Operation {
        body,
        success,
        failure,
        ..
    } = operation;
    let mut arms = success.arms.iter().chain(&failure.arms);
    body.as_ref().is_some_and(|body| body.xml.is_some()) || arms.any(|arm| arm.xml.is_some())
}

/// Whether a parameter has a pattern that can be checked. `regress` reads what ECMA-262 writes.
fn has_pattern(parameter: &mut Parameter, within: &str, diagnostics: &mut Diagnostics) -> bool {
    let Some(pattern) = &parameter.constraints.pattern else {
        return false;
    };
    // The runtime reads a pattern the same way: with the `u` flag, and without it where a
    // description escapes more than that allows.
    let strict = regress::Regex::with_flags(pattern, "u");
    match strict.or_else(|_| regress::Regex::new(pattern)) {
        Ok(_) => true,
        Err(error) => {
            let at = parameter.origin.child("schema").child("pattern");
            let site = at.within(within.to_owned());
            diagnostics.pattern_not_compilable(site, pattern, &error.to_string());
            parameter.constraints.pattern = None;
            false
        }
    }
}

/// Every type that stands somewhere in the API.
pub(super) fn mentioned(api: &Api) -> Vec<&Type> {
    let mut types: Vec<_> = api.client_parameters.iter().map(|it| &it.ty).collect();
    for operation in api.operations() {
        types.extend(operation.parameters.iter().map(|parameter| &parameter.ty));
        types.extend(operation.body.iter().map(|body| &body.ty));
        let arms = operation.success.arms.iter().chain(&operation.failure.arms);
        types.extend(arms.filter_map(|arm| arm.body.as_ref()));
        types.extend(operation.headers.all.iter().map(|header| &header.ty));
        types.extend(operation.row.iter().filter_map(|row| row.item.as_ref()));
    }
    for (_, definition) in api.types.iter() {
        match &definition.shape {
            Shape::Record(record) => {
                types.extend(record.fields.iter().map(|field| &field.ty));
                if let Extra::Kept { ty, .. } = &record.extra {
                    types.push(ty);
                }
            }
            Shape::Choice(choice) => types.extend(choice.alternatives.iter().map(|it| &it.ty)),
            Shape::Alias(ty) => types.push(ty),
            Shape::Union(_) | Shape::Enumeration(_) => {}
        }
    }
    types
}
