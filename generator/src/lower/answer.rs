//! One response of an operation: when it comes, and what comes with it.

use openapiv3::{Example, MediaType, ReferenceOr, Response};

use super::{
    Lowering,
    component::{self, Section},
    header,
    media_type::{self, Taken},
    response::Answers,
    row,
    schema::Spot,
    xml,
};
use crate::{
    diagnostic::Pointer,
    model::{self, Arm, Coding, Docs, Examples, Name, Others, StatusPattern, Xml},
};

/// When a response comes.
pub(super) struct Case {
    pub status: StatusPattern,
    /// It is what a caller asked for.
    pub success: bool,
    /// Nothing comes after its headers, whatever is described.
    pub bodiless: bool,
    /// What is a row is taken item by item.
    pub rows: bool,
}

/// Lowers the response of one case; what it says of the operation as a whole goes to its answers.
pub(super) fn arm<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    case: &Case,
    response: &'d ReferenceOr<Response>,
    answers: &mut Answers,
) -> Arm {
    let mut arm = Arm {
        status: case.status,
        name: Name::new(key(case.status)),
        docs: Docs::default(),
        body: None,
        coding: Coding::default(),
        root: Xml::default(),
        xml: None,
    };
    let Some((at, described)) = target(lowering, &spot.at, response) else {
        return arm;
    };
    arm.docs.description = Some(described.description.clone()).filter(|text| !text.is_empty());
    header::collect(lowering, &at, described, &mut answers.headers);
    if has_no_content(case.status) && !described.content.is_empty() {
        let site = lowering.site(&at.child("content"));
        lowering
            .diagnostics
            .content_without_body(site, &key(case.status));
    }
    if !case.bodiless {
        content(lowering, spot, case, (&at, described), answers, &mut arm);
    }
    arm
}

/// Lowers what comes after the headers of a response, which stands at a place of its own where it is a
/// component.
fn content<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    case: &Case,
    (at, described): (&Pointer, &'d Response),
    answers: &mut Answers,
    arm: &mut Arm,
) {
    let shared = component::type_name(lowering, at, component::RESPONSE);
    let within = |spot: &Spot, at: Pointer, part: &str| match &shared {
        Some(name) => Spot::named(at, name),
        None => spot.inner(at, part),
    };
    let spot = within(spot, at.child("content"), &key(case.status));
    let rows = case.success && case.rows;
    let taken = if rows {
        let row = &mut answers.row;
        row::collect(lowering, &spot, case.status, &described.content, row);
        media_type::take_whole(lowering, &described.content)
    } else {
        media_type::take(lowering, &described.content)
    };
    let Some(taken) = taken else { return };
    note(&taken, case, answers);
    if rows && !taken.others.is_empty() {
        add_others(&taken, case.status, answers.others.get_or_insert_default());
    }
    let spot = within(&spot, spot.at.child(taken.key).child("schema"), "body");
    arm.coding = coding(lowering, case, &taken);
    arm.root = xml::root(lowering, taken.media);
    arm.body = Some(media_type::body(lowering, &spot, taken.media, arm.coding));
}

/// How a body is read. A failure is read as JSON whatever it is said to be in, but for XML: a service
/// that answers in XML alone says in XML, too, what went wrong.
fn coding(lowering: &Lowering<'_>, case: &Case, taken: &Taken<'_>) -> Coding {
    match taken.coding {
        Coding::Json if case.success && media_type::is_any_text(lowering, taken) => Coding::Text,
        coding if case.success => coding,
        Coding::Xml => Coding::Xml,
        Coding::Json
        | Coding::Lines
        | Coding::Text
        | Coding::Bytes
        | Coding::Form
        | Coding::Multipart => Coding::Json,
    }
}

fn add_others(taken: &Taken<'_>, status: StatusPattern, others: &mut Others) {
    others.statuses.push(status);
    for name in &taken.others {
        if !others.media_types.contains(name) {
            others.media_types.push(name.clone());
        }
    }
}

/// Keeps what the operation as a whole needs to know of a body.
///
/// Descriptions tend to name the media types of an operation's success for its failures too, whose
/// bodies are JSON all the same: such a failure is read as JSON and not asked for.
fn note(taken: &Taken<'_>, case: &Case, answers: &mut Answers) {
    if case.success || matches!(taken.coding, Coding::Json | Coding::Xml) {
        for name in &taken.names {
            if !answers.accept.contains(name) {
                answers.accept.push(name.clone());
            }
        }
    }
    let shown = is_of(case.status, 2) && taken.coding == Coding::Json;
    if shown && answers.examples.is_empty() {
        answers.examples = examples(taken.media);
    }
}

fn examples(media: &MediaType) -> Examples {
    let alone = media
        .example
        .clone()
        .map(|value| ("Example".to_owned(), value));
    let named = media
        .examples
        .iter()
        .filter_map(|(name, example)| match example {
            ReferenceOr::Item(Example {
                value: Some(value), ..
            }) => Some((name.clone(), value.clone())),
            ReferenceOr::Item(_) | ReferenceOr::Reference { .. } => None,
        });
    let all = alone.into_iter().chain(named);
    all.map(|(name, value)| (name, model::Example::new(value)))
        .collect()
}

/// The response, through references, and where it stands.
pub(super) fn target<'d>(
    lowering: &Lowering<'d>,
    at: &Pointer,
    response: &'d ReferenceOr<Response>,
) -> Option<(Pointer, &'d Response)> {
    let components = lowering.document.api.components.as_ref();
    let section = Section {
        key: "responses",
        parts: components.map(|all| &all.responses),
    };
    section.resolve(at, response)
}

/// Whether an answer of that status never has content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
pub(super) fn has_no_content(status: StatusPattern) -> bool {
    matches!(status, StatusPattern::Code(204 | 205 | 304))
}

/// Whether a status is one of a hundred, such as 2 for those from 200 to 299.
pub(super) fn is_of(status: StatusPattern, hundreds: u16) -> bool {
    match status {
        StatusPattern::Code(code) => code / 100 == hundreds,
        StatusPattern::Range(range) => range == hundreds,
        StatusPattern::Default => false,
    }
}

/// The key of a response, under which it stands in the description.
pub(super) fn key(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundreds) => format!("{hundreds}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}
