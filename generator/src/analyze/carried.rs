//! How requests carry what is set once on the client.
//!
//! Operations may spell one parameter in several ways (a list joined by commas, and as JSON): the client
//! writes its value once for each.

use std::collections::BTreeSet;

use crate::model::{Api, Parameter};

/// Decides it, in the order of the client's parameters.
pub(super) fn decide(api: &mut Api) {
    let own = &api.client_parameters;
    let parameters = api.operations().flat_map(|operation| &operation.parameters);
    let carried = parameters.filter(|parameter| parameter.client_wide);
    let carried = carried.filter_map(|parameter| {
        let place = own.iter().position(|own| own.is_called_like(parameter))?;
        Some((place, parameter.spelling))
    });
    let carried: BTreeSet<_> = carried.collect();
    let carried = carried.into_iter().filter_map(|(place, spelling)| {
        let own = own.get(place)?.clone();
        Some(Parameter { spelling, ..own })
    });
    api.carried = carried.collect();
}
