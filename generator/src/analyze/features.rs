//! What the generated crate depends on beside its core, and which patterns it can check.

use crate::{
    diagnostic::Diagnostics,
    model::{Api, Definition, Extra, Needs, Outcomes, Parameter, Shape, Type},
};

/// Decides the crate's needs; a pattern that cannot be compiled is reported and dropped.
pub(super) fn decide(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut needs = Needs::default();
    for operation in api
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations)
    {
        for parameter in &mut operation.parameters {
            needs.pattern |= has_pattern(parameter, &operation.id, diagnostics);
        }
    }
    needs.date = uses_dates(api);
    api.needs = needs;
}

/// Whether a parameter has a pattern that can be checked. `regress` reads what ECMA-262 writes.
fn has_pattern(parameter: &mut Parameter, operation: &str, diagnostics: &mut Diagnostics) -> bool {
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
            let site = at.within(format!("operation `{operation}`"));
            diagnostics.pattern_not_compilable(site, pattern, &error.to_string());
            parameter.constraints.pattern = None;
            false
        }
    }
}

fn uses_dates(api: &Api) -> bool {
    let of_outcomes = |outcomes: &Outcomes| {
        outcomes
            .arms
            .iter()
            .filter_map(|arm| arm.body.as_ref())
            .any(is_date)
    };
    let in_operations = api.operations().any(|operation| {
        operation
            .parameters
            .iter()
            .any(|parameter| is_date(&parameter.ty))
            || operation
                .body
                .as_ref()
                .is_some_and(|body| is_date(&body.ty))
            || of_outcomes(&operation.success)
            || of_outcomes(&operation.failure)
    });
    in_operations
        || api
            .types
            .iter()
            .any(|(_, definition)| mentions_date(definition))
}

fn mentions_date(definition: &Definition) -> bool {
    match &definition.shape {
        Shape::Record(record) => {
            record.fields.iter().any(|field| is_date(&field.ty))
                || matches!(&record.extra, Extra::Kept { ty, .. } if is_date(ty))
        }
        Shape::Alias(ty) => is_date(ty),
        Shape::Union(_) | Shape::Enumeration(_) => false,
    }
}

fn is_date(ty: &Type) -> bool {
    ty.layers().any(|layer| *layer == Type::Date)
}
