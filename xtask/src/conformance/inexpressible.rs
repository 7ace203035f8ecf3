//! What a document cannot say: the information that its version, or the tool that wrote it, lost.

use super::{
    document::{Document, Version},
    route,
    scenario::Scenario,
};

/// Why no client of the documents can play the scenario.
pub fn reason(_: Version, scenario: &Scenario, documents: &[&Document]) -> Option<String> {
    if documents.is_empty() {
        return Some("there is no document".to_owned());
    }
    let lost = scenario
        .requests
        .first()
        .filter(|it| route::find(documents, it).is_none())?;
    Some(format!("no operation {} {}", lost.method, lost.path()))
}
