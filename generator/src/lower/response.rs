//! Responses: what an operation answers when all went well, and otherwise.

use openapiv3::{ReferenceOr, Response, Responses, StatusCode};

use super::{
    Lowering,
    answer::{self, Case, has_no_content, is_of},
    azure, row,
    schema::Spot,
};
use crate::{
    diagnostic::Pointer,
    model::{
        AnswerHeader, Api, Arm, Examples, Method, Name, Others, Outcomes, Payload, Row,
        StatusPattern, Type,
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

/// Lowers an operation's responses; `rows` says whether one can be taken item by item.
pub(super) fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    operation: &str,
    method: Method,
    rows: bool,
    responses: &'d Responses,
) -> Answers {
    let mut answers = Answers::default();
    let wanted = Wanted::of(responses);
    for (status, response) in by_status(responses) {
        let spot = Spot::named(at.child(&answer::key(status)), operation);
        let is_success = succeeds(lowering, (status, wanted.hundreds), response);
        let by_default = wanted.by_default && status == StatusPattern::Default;
        let case = Case {
            status,
            success: is_success || by_default,
            bodiless: method == Method::Head || has_no_content(status),
            rows: rows && status != StatusPattern::Default,
        };
        let arm = answer::arm(lowering, &spot, &case, response, &mut answers);
        let outcomes = match is_success {
            true => &mut answers.success,
            false => &mut answers.failure,
        };
        outcomes.arms.push(arm);
    }
    succeed_by_default(&mut answers);
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

/// Every response with its status, the default last.
fn by_status(
    responses: &Responses,
) -> impl Iterator<Item = (StatusPattern, &ReferenceOr<Response>)> {
    let coded = responses.responses.iter();
    let coded = coded.map(|(code, response)| (pattern(code), response));
    let default = responses.default.iter();
    coded.chain(default.map(|response| (StatusPattern::Default, response)))
}

/// What a caller asks for.
struct Wanted {
    /// The hundred of the statuses that mean success: without any success that is described, to be sent
    /// elsewhere is the answer, since nothing is followed.
    hundreds: u16,
    /// No status of that hundred is described, so that the default is of success too.
    by_default: bool,
}

impl Wanted {
    fn of(responses: &Responses) -> Self {
        let has = |hundreds| {
            let mut codes = responses.responses.keys().map(pattern);
            codes.any(|code| is_of(code, hundreds))
        };
        let hundreds = if has(2) || !has(3) { 2 } else { 3 };
        Self {
            hundreds,
            by_default: !has(hundreds),
        }
    }
}

/// Without a success that is described, the default describes it.
fn succeed_by_default(answers: &mut Answers) {
    if !answers.success.arms.is_empty() {
        return;
    }
    let mut failures = answers.failure.arms.iter();
    let default = failures.find(|arm| arm.status == StatusPattern::Default);
    answers
        .success
        .arms
        .extend(default.cloned().map(|default| Arm {
            status: StatusPattern::Range(2),
            name: Name::new("success"),
            ..default
        }));
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
    let described = answer::target(lowering, &Pointer::root(), response);
    let is_error = described.and_then(|(_, found)| azure::is_error_response(&found.extensions));
    match (status, is_error) {
        (StatusPattern::Default, _) => false,
        (_, Some(is_error)) => !is_error,
        (_, None) => is_of(status, wanted),
    }
}

fn pattern(code: &StatusCode) -> StatusPattern {
    match code {
        StatusCode::Code(code) => StatusPattern::Code(*code),
        StatusCode::Range(hundreds) => StatusPattern::Range(*hundreds),
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
