//! Long-running operations: `x-ms-long-running-operation` and its options, or what the guidelines say.
//!
//! Comes in: an operation with everything that it can answer. Goes out: the same with one success,
//! the value that the operation comes to in the end, and where that value is.

use openapiv3::Operation as Described;

use super::{
    Lowering, azure, guidelines,
    reference::{self, referred},
    response::Answers,
    schema::Spot,
};
use crate::{
    diagnostic::Pointer,
    model::{
        Api, Arm, Base, Coding, Docs, FinalState, FinalValue, LongRunning, Method, Name, Operation,
        Outcomes, Parameter, Payload, Place, StatusPattern, Type, Types, Xml,
    },
};

/// Recognises a long-running operation, and settles what it answers.
pub(super) fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    method: Method,
    described: &'d Described,
    parameters: &[Parameter],
    answers: &mut Answers,
) -> Option<LongRunning> {
    let options = guidelines::long_running(lowering, described)?;
    if lowering.base == Base::TypespecClientCore {
        let site = lowering.site(&at.child(azure::LONG_RUNNING));
        lowering.diagnostics.long_running_needs_azure_core(site);
    }
    let found = final_type(lowering, at, &options, &answers.success);
    let via = final_state(lowering, at, &options);
    let version = parameters
        .iter()
        .find(|parameter| azure::is_api_version(parameter.place, &parameter.name.source));
    let long_running = LongRunning {
        final_state: settled(via, method, found.as_ref()),
        value: FinalValue::Nothing,
        secret_address: false,
        version: version.map(|parameter| parameter.name.source.clone()),
    };
    let value = found.map(|found| (found.ty, found.coding));
    let ty = value.as_ref().map(|(ty, _)| ty);
    let bodies = answers.success.arms.iter().map(|arm| &arm.body);
    if bodies.flatten().any(|body| Some(body) != ty) {
        // They may be of a body that is not the value.
        answers.examples.clear();
    }
    answers.success = only(value);
    Some(long_running)
}

/// Decides what needs the types: what the value is in the answer that has it, and whether the
/// address holds a secret.
pub(super) fn settle(api: &mut Api) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let value = final_value(types, &operation.success);
        let secret = has_secret_address(types, operation);
        if let Some(long_running) = &mut operation.long_running {
            long_running.value = value;
            long_running.secret_address = secret;
        }
    }
}

/// The type of the value, and where the description says so.
struct Final {
    ty: Type,
    /// How it is written in the answer that has it.
    coding: Coding,
    /// It is what the first answer has while the operation goes on, or what `final-state-schema`
    /// alone says: not the resource that a request writes.
    of_operation: bool,
}

/// `final-state-schema`, else the body of a success, the one of 202 last: that one need not be the
/// value. A schema that is the body of a success too says nothing new of where the value is.
fn final_type(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    options: &azure::LongRunningOptions<'_>,
    success: &Outcomes,
) -> Option<Final> {
    let named = options.schema.and_then(|name| named(lowering, at, name));
    let fits = |ty: &Type| named.as_ref().is_none_or(|named| named == ty);
    let accepted = |arm: &&Arm| arm.status == StatusPattern::Code(202);
    let with_body = || {
        success
            .arms
            .iter()
            .filter(|arm| arm.body.as_ref().is_some_and(fits))
    };
    let arm = with_body().find(|arm| !accepted(arm));
    let Some(arm) = arm.or_else(|| with_body().find(accepted)) else {
        return named.map(|ty| Final {
            ty,
            coding: Coding::Json,
            of_operation: true,
        });
    };
    Some(Final {
        ty: arm.body.clone()?,
        coding: arm.coding,
        of_operation: accepted(&arm),
    })
}

fn named(lowering: &mut Lowering<'_>, at: &Pointer, reference: &str) -> Option<Type> {
    let at = options_at(at).child("final-state-schema");
    let name = reference.rsplit('/').next().unwrap_or_default();
    if reference::named(lowering, name).is_none() {
        let site = lowering.site(&at);
        lowering.diagnostics.unknown_final_schema(site, reference);
        return None;
    }
    let reference = format!("#/components/schemas/{name}");
    Some(referred(lowering, &Spot::named(at, name), &reference).into_element())
}

/// `final-state-via`; what is unknown is reported and passed over.
fn final_state(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    options: &azure::LongRunningOptions<'_>,
) -> FinalState {
    match options.via {
        None => FinalState::Usual,
        Some("azure-async-operation" | "operation-location") => FinalState::Monitor,
        Some("location") => FinalState::Location,
        Some("original-uri") => FinalState::OriginalUri,
        Some(other) => {
            let site = lowering.site(&options_at(at).child("final-state-via"));
            lowering.diagnostics.unknown_final_state(site, other);
            FinalState::Usual
        }
    }
}

fn options_at(at: &Pointer) -> Pointer {
    at.child("x-ms-long-running-operation-options")
}

/// A monitor does not hold the resource that a `PUT` or `PATCH` has written, whatever the
/// description says: it is where it was written to.
fn settled(via: FinalState, method: Method, found: Option<&Final>) -> FinalState {
    let writes = matches!(method, Method::Put | Method::Patch);
    let resource = found.is_some_and(|found| !found.of_operation);
    match via {
        FinalState::Monitor if writes && resource => FinalState::Usual,
        via => via,
    }
}

/// Every status of success, with the value or without one.
fn only(value: Option<(Type, Coding)>) -> Outcomes {
    let coding = value.as_ref().map(|(_, coding)| *coding);
    let body = value.map(|(ty, _)| ty);
    let payload = body.clone().map_or(Payload::Nothing, Payload::One);
    let arm = Arm {
        coding: coding.unwrap_or(Coding::Json),
        status: StatusPattern::Range(2),
        name: Name::new("success"),
        docs: Docs::default(),
        body,
        root: Xml::default(),
        xml: None,
    };
    Outcomes {
        arms: vec![arm],
        payload,
        open: false,
    }
}

/// A type that has a monitor's own properties is the monitor, or a resource that a service gives in
/// its place; any other stands in it.
fn final_value(types: &Types, success: &Outcomes) -> FinalValue {
    let Payload::One(ty) = &success.payload else {
        return FinalValue::Nothing;
    };
    // What is not JSON does not stand in JSON either.
    if success.arms.iter().any(|arm| arm.coding != Coding::Json) {
        return FinalValue::Body;
    }
    let fields = types.record(ty).map(|record| &record.fields);
    let mut names = fields
        .into_iter()
        .flatten()
        .map(|field| &*field.name.source);
    if names.any(|name| matches!(name, "status" | "result" | "properties")) {
        FinalValue::Body
    } else {
        FinalValue::Result
    }
}

fn has_secret_address(types: &Types, operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| {
        matches!(parameter.place, Place::Path | Place::Query)
            && types.resolve(&parameter.ty).is_secret()
    })
}
