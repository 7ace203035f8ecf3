//! A model as lines of text, each of which says one thing and can be read by itself.
//!
//! Comes in: a model. Goes out: its lines, sorted, without texts and places. Two descriptions that
//! say the same thing have the same outline; where they differ, the lines say in what.

use clientforge::model::{
    Access, Alternative, Api, Arm, Choice, Constraints, Definition, Enumeration, Extra, Field,
    Name, Operation, Outcomes, Parameter, PathPart, Payload, Presence, Record, Shape, Type, Types,
    Union,
};
use serde_json::Number;

/// What operations are called in an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// By their ids, and with the names that they get.
    ById,
    /// By their methods and paths, where ids are spelled differently.
    ByPath,
}

/// The outline of a model.
pub fn outline(api: &Api, called: Called) -> Vec<String> {
    let mut lines = vec![
        format!("endpoint: {:?}", api.endpoint),
        format!("signed by {:?}", api.security.usual),
    ];
    for scheme in &api.security.schemes {
        lines.push(format!("scheme {}: {:?}", scheme.name.ident, scheme.kind));
    }
    if let Some(host) = &api.host {
        lines.push(format!("host: {:?}", host.parts));
    }
    for parameter in &api.client_parameters {
        lines.push(format!("client{}", parameter_line(&api.types, parameter)));
    }
    for group in &api.groups {
        for operation in &group.operations {
            let group = group.name.as_ref().map_or("", |name| &name.source);
            if called == Called::ById {
                let (id, name) = (&operation.id, &operation.name.ident);
                lines.push(format!("{id}: {group}.{name} {}", address(operation)));
            }
            let id = match called {
                Called::ById => operation.id.clone(),
                Called::ByPath => address(operation),
            };
            operation_lines(&api.types, &id, operation, &mut lines);
        }
    }
    for (_, definition) in api.types.iter() {
        definition_lines(&api.types, definition, &mut lines);
    }
    lines.sort();
    lines
}

/// The method and the path of an operation, with its fixed query.
fn address(operation: &Operation) -> String {
    let path: String = operation.path.iter().map(path_part).collect();
    let method = operation.method.as_str();
    let query = operation.fixed_query.iter();
    let query: String = query.map(|query| format!("?{query}")).collect();
    format!("{method} {path}{query}")
}

fn operation_lines(types: &Types, id: &str, operation: &Operation, lines: &mut Vec<String>) {
    for parameter in &operation.parameters {
        lines.push(format!("{id}{}", parameter_line(types, parameter)));
    }
    if let Some(body) = &operation.body {
        let presence = if body.required {
            "required"
        } else {
            "optional"
        };
        let (media_type, ty) = (&body.media_type, type_text(types, &body.ty));
        lines.push(format!("{id} body: {presence} {media_type} {ty}"));
    }
    outcome_lines(types, id, "success", &operation.success, lines);
    outcome_lines(types, id, "failure", &operation.failure, lines);
    lines.push(format!("{id} accepts: {}", operation.accept.join(", ")));
    if let Some(security) = &operation.security {
        lines.push(format!("{id}: signed by {security:?}"));
    }
    if let Some(long_running) = &operation.long_running {
        lines.push(format!("{id}: {long_running:?}"));
    }
    if operation.repeatable {
        lines.push(format!("{id}: repeatable"));
    }
}

fn path_part(part: &PathPart) -> String {
    match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(name) => format!("{{{name}}}"),
    }
}

fn parameter_line(types: &Types, parameter: &Parameter) -> String {
    let mut words = vec![type_text(types, &parameter.ty)];
    words.extend(parameter.required.then(|| "required".to_owned()));
    words.extend(parameter.client_wide.then(|| "client-wide".to_owned()));
    words.extend(parameter.verbatim.then(|| "verbatim".to_owned()));
    words.extend(
        parameter
            .default
            .iter()
            .map(|value| format!("default {value}")),
    );
    if parameter
        .ty
        .layers()
        .any(|layer| matches!(layer, Type::List(_)))
    {
        words.push(format!("{:?}", parameter.spread));
    }
    words.extend(constraint_words(&parameter.constraints));
    let (place, name) = (parameter.place, &parameter.name.source);
    format!(" {place:?} {name}: {}", words.join(", "))
}

fn outcome_lines(types: &Types, id: &str, side: &str, all: &Outcomes, lines: &mut Vec<String>) {
    for Arm { status, body, .. } in &all.arms {
        let body = body.as_ref().map(|body| type_text(types, body));
        let body = body.unwrap_or_else(|| "nothing".to_owned());
        lines.push(format!("{id} {side} {status:?}: {body}"));
    }
    let payload = match &all.payload {
        Payload::Nothing => "nothing".to_owned(),
        Payload::One(ty) => type_text(types, ty),
        Payload::Many(name) => format!("enum {name}"),
    };
    lines.push(format!("{id} {side}: {payload}"));
}

fn definition_lines(types: &Types, definition: &Definition, lines: &mut Vec<String>) {
    let name = &definition.name.ident;
    let decisions = &definition.decisions;
    let mut words = Vec::new();
    words.extend(decisions.sent.then_some("sent"));
    words.extend(decisions.received.then_some("received"));
    words.extend(decisions.secret.then_some("secret"));
    words.extend(decisions.error.is_some().then_some("error"));
    let words = words.join(", ");
    match &definition.shape {
        Shape::Record(record) => {
            lines.push(format!("{name}: record, {words}"));
            record_lines(types, name, record, lines);
        }
        Shape::Union(union) => {
            lines.push(format!("{name}: union by {}, {words}", union.tag));
            union_lines(types, name, union, lines);
        }
        Shape::Choice(choice) => {
            lines.push(format!("{name}: choice, {words}"));
            choice_lines(types, name, choice, lines);
        }
        Shape::Enumeration(enumeration) => {
            lines.push(format!("{name}: enumeration {}", values_text(enumeration)));
        }
        Shape::Alias(ty) => {
            lines.push(format!("{name}: alias of {}", type_text(types, ty)));
        }
    }
}

fn record_lines(types: &Types, name: &str, record: &Record, lines: &mut Vec<String>) {
    for field in &record.fields {
        lines.push(format!(
            "{name}.{}: {}",
            field.name.source,
            field_text(types, field)
        ));
    }
    lines.push(format!("{name}::new({})", record.constructor.join(", ")));
    if let Extra::Kept { ty, .. } = &record.extra {
        lines.push(format!("{name}.*: {}", type_text(types, ty)));
    }
    if let Some(tag) = &record.tag {
        let value = tag.value.as_deref().unwrap_or("several");
        lines.push(format!("{name}: tagged {} = {value}", tag.property));
    }
}

fn field_text(types: &Types, field: &Field) -> String {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Nullable => "nullable",
        Presence::Optional => "optional",
        Presence::OptionalNullable => "optional and nullable",
    };
    let mut words = vec![format!("{presence} {}", type_text(types, &field.ty))];
    words.extend(match field.access {
        Access::ReadWrite => None,
        Access::ReadOnly => Some("read-only".to_owned()),
        Access::WriteOnly => Some("write-only".to_owned()),
    });
    words.extend(field.default.iter().map(|value| format!("default {value}")));
    words.extend(constraint_words(&field.constraints));
    words.join(", ")
}

fn union_lines(types: &Types, name: &str, union: &Union, lines: &mut Vec<String>) {
    for variant in &union.variants {
        let (tag, ident) = (&variant.name.source, &variant.name.ident);
        let member = type_text(types, &Type::Named(variant.ty));
        lines.push(format!("{name}::{ident}({member}): {tag}"));
    }
    let openness = if union.fallback.is_some() {
        "open"
    } else {
        "closed"
    };
    lines.push(format!("{name}: {openness}"));
}

fn choice_lines(types: &Types, name: &str, choice: &Choice, lines: &mut Vec<String>) {
    for constant in &choice.constants {
        let variant = &constant.name.ident;
        lines.push(format!("{name}::{variant}={}", constant.value()));
    }
    for Alternative {
        name: Name { ident, .. },
        ty,
        marks,
        ..
    } in &choice.alternatives
    {
        let marks = marks
            .iter()
            .map(|mark| format!(", {} is {}", mark.property, mark.values.join(" or ")));
        let marks: String = marks.collect();
        lines.push(format!("{name}::{ident}({}){marks}", type_text(types, ty)));
    }
}

fn values_text(enumeration: &Enumeration) -> String {
    let values = enumeration.values.iter();
    let values = values.map(|value| format!("{}={:?}", value.name.ident, value.name.source));
    let openness = if enumeration.fallback.is_some() {
        "open"
    } else {
        "closed"
    };
    format!("{openness} {}", values.collect::<Vec<_>>().join(" "))
}

fn type_text(types: &Types, ty: &Type) -> String {
    let inner = |inner: &Type| type_text(types, inner);
    match ty {
        Type::List(item) => format!("list of {}", inner(item)),
        Type::Tuple(tuple) => {
            let elements: Vec<String> = tuple.elements.iter().map(inner).collect();
            let (elements, required) = (elements.join(", "), tuple.required);
            let rest = tuple
                .rest
                .iter()
                .map(|rest| format!(", then {}", inner(rest)));
            format!(
                "tuple of {elements}{}, {required} required",
                rest.collect::<String>()
            )
        }
        Type::Map(value) => format!("map of {}", inner(value)),
        Type::Nullable(value) => format!("nullable {}", inner(value)),
        Type::Secret(value) => format!("secret {}", inner(value)),
        Type::Foreign(path) => path.clone(),
        Type::Named(id) => types
            .get(*id)
            .map_or("?", |definition| &definition.name.ident)
            .to_owned(),
        Type::Integer(width) => format!("{width:?}"),
        scalar => format!("{scalar:?}"),
    }
}

fn constraint_words(constraints: &Constraints) -> Vec<String> {
    let shown = |name: &str, bound: Option<String>| bound.map(|bound| format!("{name} {bound}"));
    let text = |bound: Option<u64>| bound.map(|bound| bound.to_string());
    let number = |bound: &Option<Number>| bound.as_ref().map(Number::to_string);
    [
        shown("min length", text(constraints.min_length)),
        shown("max length", text(constraints.max_length)),
        shown("pattern", constraints.pattern.clone()),
        shown("minimum", number(&constraints.minimum)),
        shown("maximum", number(&constraints.maximum)),
        shown("multiple of", number(&constraints.multiple_of)),
        shown("min items", text(constraints.min_items)),
        shown("max items", text(constraints.max_items)),
        constraints
            .exclusive_minimum
            .then(|| "exclusive minimum".to_owned()),
        constraints
            .exclusive_maximum
            .then(|| "exclusive maximum".to_owned()),
        constraints.unique_items.then(|| "unique items".to_owned()),
        (!constraints.listed.is_empty())
            .then(|| format!("one of {}", constraints.listed.join(" "))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
