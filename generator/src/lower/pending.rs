//! Named schemas, each lowered once where something refers to it.
//!
//! Comes in: the list of those that were referred to, which grows while it is gone through. Goes out: their
//! definitions.

use openapiv3::ReferenceOr;

use super::{
    Lowering, azure, incoming, joined,
    reference::named,
    schema::{Spot, component, define, note_needs, replaced, schemas_pointer, value},
    table::{Pending, Side},
    xml,
};
use crate::model::{Docs, Examples, LeftOut, Name, Shape, Type};

/// Puts every named schema on the list: for a document without operations.
pub(super) fn reserve_all(lowering: &mut Lowering<'_>) {
    let components = lowering.document.api.components.iter();
    let schemas = components.flat_map(|components| &components.schemas);
    for (name, _) in schemas.filter(|(_, schema)| incoming::sender(schema).is_none()) {
        let origin = lowering.origin(&schemas_pointer().child(name));
        match lowering.leaving.why(&origin) {
            None if replaced(lowering, &origin).is_some() => {}
            None => drop(lowering.table.component(name)),
            Some(why) => lowering.left_out.push(LeftOut {
                id: name.clone(),
                request: None,
                why: why.to_owned(),
            }),
        }
    }
}

/// Lowers the components that were referred to, and the objects that several parts describe, until none
/// is left.
pub(super) fn lower_all(lowering: &mut Lowering<'_>) {
    lower_components(lowering);
    while joined::lower_next(lowering) {
        lower_components(lowering);
    }
}

fn lower_components(lowering: &mut Lowering<'_>) {
    while let Some(Pending { name, side, id }) = lowering.table.next_pending() {
        let at = schemas_pointer().child(&name);
        lowering.within = format!("type `{name}`");
        let spot = Spot::named(at, &name);
        let origin = lowering.origin(&spot.at);
        // What is wrong with what is left out has been told of.
        let told = lowering
            .leaving
            .why(&origin)
            .map(|_| lowering.diagnostics.clone());
        let mark = lowering.diagnostics.mark();
        lowering.faults_of_component(&spot.at);
        let (shape, docs, examples) = match named(lowering, &name) {
            Some(ReferenceOr::Item(schema)) => component(lowering, &spot, (&name, side), schema),
            Some(reference @ ReferenceOr::Reference { .. }) => {
                let typed = value(lowering, &spot, reference);
                (Shape::Alias(typed.ty), Docs::default(), Examples::new())
            }
            None => (Shape::Alias(Type::Any), Docs::default(), Examples::new()),
        };
        let renamed = lowering
            .selection
            .type_name(&lowering.document.origin(&spot.at));
        let type_name = match side {
            Side::Whole => spot
                .name()
                .suggest(renamed.or(client_name(lowering, &name))),
            Side::Own => Name::new(format!("{name} base"))
                .suggest(renamed.map(|renamed| format!("{renamed} base"))),
        };
        let mut definition = define(lowering, &spot, type_name, docs, shape, examples);
        definition.xml = xml::component(lowering, &name);
        lowering.table.define(id, definition);
        if let Some(told) = told {
            *lowering.diagnostics = told;
        }
        note_needs(lowering, id, mark);
    }
}

/// What a named schema is called in code, where the description says so.
fn client_name(lowering: &Lowering<'_>, name: &str) -> Option<String> {
    match named(lowering, name)? {
        ReferenceOr::Item(schema) => {
            azure::client_name(&schema.schema_data.extensions).map(str::to_owned)
        }
        ReferenceOr::Reference { .. } => None,
    }
}
