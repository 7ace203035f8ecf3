//! Responses: what an operation answers when all went well, and otherwise.

use openapiv3::{Example, MediaType, ReferenceOr, Response, Responses, StatusCode};

use super::{
    Lowering, azure,
    component::{self, Section},
    header,
    media_type::{self, Taken},
    row,
    schema::Spot,
    xml,
};
use crate::{
    diagnostic::Pointer,
    model::{
        self, AnswerHeader, Api, Arm, Coding, Docs, Examples, Method, Name, Others, Outcomes,
        Payload, Row, StatusPattern, Type, Xml,
    },
};

/// Everything that an operation can answer.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Statuses of success.
    pub success: Outcomes,
    /// All other statuses.
    pub failure: Outcomes,
    /// The media types of all bodies, for `Accept`.
    pub accept: Vec<String>,
    /// What the answers are that are rows.
    pub row: Option<Row>,
    /// What the answers are in other media types.
    pub others: Option<Others>,
    /// What all answers say in headers.
    pub headers: Vec<AnswerHeader>,
    /// Examples of the first success body.
    pub examples: Examples,
}

/// Lowers an operation's responses; `rows` says whether one can be taken item by item. Without any
/// described success, a described redirection is it, and else the default describes it too.
pub(super) fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    operation: &str,
    method: Method,
    rows: bool,
    responses: &'d Responses,
) -> Answers {
    let mut answers = Answers::default();
    let coded = responses
        .responses
        .iter()
        .map(|(code, response)| (pattern(code), response));
    let default = responses
        .default
        .iter()
        .map(|response| (StatusPattern::Default, response));
    let has = |hundreds| {
        let mut codes = responses.responses.keys().map(pattern);
        codes.any(|code| is_of(code, hundreds))
    };
    // Nothing is followed: where that is all that is described, to be sent elsewhere is the answer.
    let wanted = if has(2) || !has(3) { 2 } else { 3 };
    let only_default = !has(wanted);
    for (status, response) in coded.chain(default) {
        let spot = Spot::named(at.child(&key(status)), operation);
        let is_success = succeeds(lowering, (status, wanted), response);
        let case = Case {
            status,
            success: is_success || (only_default && status == StatusPattern::Default),
            bodiless: method == Method::Head || has_no_content(status),
            rows: rows && status != StatusPattern::Default,
        };
        let arm = arm(lowering, &spot, &case, response, &mut answers);
        if is_success {
            answers.success.arms.push(arm);
        } else {
            answers.failure.arms.push(arm);
        }
    }
    if answers.success.arms.is_empty() {
        let by_default = answers
            .failure
            .arms
            .iter()
            .find(|arm| arm.status == StatusPattern::Default);
        answers
            .success
            .arms
            .extend(by_default.cloned().map(|arm| Arm {
                status: StatusPattern::Range(2),
                name: Name::new("success"),
                ..arm
            }));
    }
    if let Some(row) = &mut answers.row {
        row::settle(row, &mut answers.success);
        if row.alone {
            answers.accept.splice(..0, row.media_types.iter().cloned());
        }
    }
    settle_success(&mut answers.success);
    settle_failure(&mut answers.failure);
    open(&mut answers);
    answers
}

/// A success that is not described means what the first one that is means: a client knows a status by
/// its hundred where it does not know it (RFC 9110, section 15). A description leaves nothing open that
/// has a `default`, which is of every status it does not name (OpenAPI 3.0.3, Responses Object), or says
/// of a status of that hundred that it is an error.
fn open(answers: &mut Answers) {
    let first = answers.success.arms.first().map(|arm| arm.status);
    let Some(first @ StatusPattern::Code(200..=299)) = first else {
        return;
    };
    let all = StatusPattern::Range(2);
    let mut failures = answers.failure.arms.iter();
    let all_described = answers.success.arms.iter().any(|arm| arm.status == all);
    if all_described
        || failures.any(|arm| arm.status == StatusPattern::Default || is_of(arm.status, 2))
    {
        return;
    }
    answers.success.open = true;
    let row = answers.row.as_mut().map(|row| &mut row.statuses);
    let others = answers.others.as_mut().map(|others| &mut others.statuses);
    for statuses in row.into_iter().chain(others) {
        if statuses.contains(&first) {
            statuses.push(all);
        }
    }
}

/// Whether a response is a success: as its own extension says, else by its status, of which a hundred
/// is wanted.
fn succeeds<'d>(
    lowering: &Lowering<'d>,
    (status, wanted): (StatusPattern, u16),
    response: &'d ReferenceOr<Response>,
) -> bool {
    let described = target(lowering, &Pointer::root(), response);
    let is_error = described.and_then(|(_, found)| azure::is_error_response(&found.extensions));
    match (status, is_error) {
        (StatusPattern::Default, _) => false,
        (_, Some(is_error)) => !is_error,
        (_, None) => is_of(status, wanted),
    }
}

/// Whether a status is one of a hundred, such as 2 for those from 200 to 299.
fn is_of(status: StatusPattern, hundreds: u16) -> bool {
    match status {
        StatusPattern::Code(code) => code / 100 == hundreds,
        StatusPattern::Range(range) => range == hundreds,
        StatusPattern::Default => false,
    }
}

fn pattern(code: &StatusCode) -> StatusPattern {
    match code {
        StatusCode::Code(code) => StatusPattern::Code(*code),
        StatusCode::Range(hundreds) => StatusPattern::Range(*hundreds),
    }
}

fn key(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundreds) => format!("{hundreds}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// Exact statuses before ranges before the default, and what a caller gets from them.
pub(super) fn settle_success(outcomes: &mut Outcomes) {
    outcomes.arms.sort_by_key(|arm| arm.status);
    outcomes.payload = payload(outcomes.arms.iter().map(|arm| arm.body.as_ref()));
}

/// The same for failures. One without a body has nothing to tell beyond its status, so that it
/// makes no difference to what a caller gets.
pub(super) fn settle_failure(outcomes: &mut Outcomes) {
    outcomes.arms.sort_by_key(|arm| arm.status);
    outcomes.payload = payload(
        outcomes
            .arms
            .iter()
            .map(|arm| arm.body.as_ref())
            .filter(Option::is_some),
    );
}

fn payload<'a>(bodies: impl Iterator<Item = Option<&'a Type>>) -> Payload {
    let mut distinct: Vec<Option<&Type>> = Vec::new();
    for body in bodies {
        if !distinct.contains(&body) {
            distinct.push(body);
        }
    }
    match distinct.as_slice() {
        [] | [None] => Payload::Nothing,
        [Some(ty)] => Payload::One((*ty).clone()),
        _ => Payload::Many(String::new()),
    }
}

/// When a response comes.
struct Case {
    status: StatusPattern,
    /// It is what a caller asked for.
    success: bool,
    /// Nothing comes after its headers, whatever is described.
    bodiless: bool,
    /// What is a row is taken item by item.
    rows: bool,
}

/// Whether an answer of that status never has content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
fn has_no_content(status: StatusPattern) -> bool {
    matches!(status, StatusPattern::Code(204 | 205 | 304))
}

fn arm<'d>(
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
        let content = at.child("content");
        let shared = component::type_name(lowering, &at, component::RESPONSE);
        let spot = match &shared {
            Some(name) => Spot::named(content, name),
            None => spot.inner(content, &key(case.status)),
        };
        let rows = case.success && case.rows;
        if rows {
            row::collect(
                lowering,
                &spot,
                case.status,
                &described.content,
                &mut answers.row,
            );
        }
        let taken = match rows {
            true => media_type::take_whole(lowering, &described.content),
            false => media_type::take(lowering, &described.content),
        };
        if let Some(taken) = taken {
            let at = spot.at.child(taken.key).child("schema");
            let spot = match shared {
                Some(name) => Spot::named(at, &name),
                None => spot.inner(at, "body"),
            };
            let coding = match taken.coding {
                Coding::Json if case.success && media_type::is_any_text(lowering, &taken) => {
                    Coding::Text
                }
                coding if case.success => coding,
                // A service that answers in XML alone says in XML, too, what went wrong.
                Coding::Xml => Coding::Xml,
                Coding::Json
                | Coding::Lines
                | Coding::Text
                | Coding::Bytes
                | Coding::Form
                | Coding::Multipart => Coding::Json,
            };
            note(&taken, case, answers);
            if rows && !taken.others.is_empty() {
                add_others(&taken, case.status, answers.others.get_or_insert_default());
            }
            arm.coding = coding;
            arm.root = xml::root(lowering, taken.media);
            arm.body = Some(media_type::body(lowering, &spot, taken.media, coding));
        }
    }
    arm
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

/// Settles what the rows of all operations are of, once every type is known.
pub(super) fn settle_rows(api: &mut Api) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        if let Some(row) = &mut operation.row {
            row::settle_item(row, types);
        }
    }
}

/// Gives the examples of an operation's only success body to the body's type, whose docs show
/// them.
pub(super) fn hand_on_examples(api: &mut Api) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter().flat_map(|group| &group.operations) {
        let Payload::One(Type::Named(id)) = operation.success.payload else {
            continue;
        };
        if let Some(definition) = types.get_mut(id) {
            definition.examples.extend(operation.examples.clone());
        }
    }
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
