//! Parameters that are set once on the client.
//!
//! Comes in: the operations, each with its own parameters. Goes out: one parameter of the client for
//! all that are the same. Where the operations of several descriptions disagree on its type, the
//! client takes a text; where they disagree on its default, the client has none, and each operation
//! keeps its own.

use crate::model::{Api, Parameter, Type};

/// The client-wide parameters of all operations, each once.
pub(super) fn settle(api: &mut Api) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for parameter in api.operations().flat_map(|operation| &operation.parameters) {
        if !parameter.client_wide {
            continue;
        }
        match found
            .iter_mut()
            .find(|known| known.is_called_like(parameter))
        {
            Some(known) => agree(known, parameter),
            None => found.push(parameter.clone()),
        }
    }
    for parameter in parameters_mut(api) {
        let shared = found.iter().find(|known| known.is_called_like(parameter));
        if let (true, Some(shared)) = (parameter.client_wide, shared) {
            parameter.ty = shared.ty.clone();
        }
    }
    found
}

/// Takes another operation's word on a parameter into account.
fn agree(known: &mut Parameter, other: &Parameter) {
    if known.ty != other.ty {
        known.ty = Type::Text;
    }
    if known.default != other.default {
        known.default = None;
        known.required = false;
    }
    known.required |= other.required && other.default.is_none();
}

fn parameters_mut(api: &mut Api) -> impl Iterator<Item = &mut Parameter> {
    let operations = api
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations);
    operations.flat_map(|operation| &mut operation.parameters)
}
