//! How a long-running operation goes on: which request comes next, and what its answer means.
//!
//! In: the answers, one after the other. Out: a [`Step`]: wait and ask again, fetch the value, or
//! done. The rules are Resource Manager's and those of Azure's guidelines for data planes: a status
//! monitor (`Azure-AsyncOperation`, `Operation-Location`) comes before `Location`, which comes
//! before the state of the resource itself. Nothing here sends or sleeps.

use std::fmt;

use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::HeaderName;
use azure_core::http::{Method, RawResponse, Url};

use super::monitor::{self, OperationStatus, Verdict};
use super::{Failure, malformed, resolve_link};

const STATUS_MONITORS: [HeaderName; 2] = [
    HeaderName::from_static("azure-asyncoperation"),
    HeaderName::from_static("operation-location"),
];
const LOCATION: HeaderName = HeaderName::from_static("location");

/// The query parameter by which Azure's services take the version of the API.
const API_VERSION: &str = "api-version";

/// Where the value of an operation is once it has succeeded (`final-state-via`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalState {
    /// Where it usually is: the monitor's `resourceLocation`; else, for a `PUT`, the address of the
    /// request; else `Location`; else the monitor itself.
    Usual,
    /// In the last answer of the status monitor.
    Monitor,
    /// Behind `Location`.
    Location,
    /// At the address of the request.
    OriginalUri,
}

impl FinalState {
    /// The name by which a token has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Monitor => "monitor",
            Self::Location => "location",
            Self::OriginalUri => "original-uri",
        }
    }

    /// What a token means by a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        [
            Self::Usual,
            Self::Monitor,
            Self::Location,
            Self::OriginalUri,
        ]
        .into_iter()
        .find(|state| state.name() == name)
    }
}

/// What the value is in the answer that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalValue {
    /// There is none: the operation's end is all that matters.
    Nothing,
    /// The body.
    Body,
    /// The body, or where that is a status monitor's, the result in it.
    Result,
}

/// What the answer to the next request will tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The operation's state, from a status monitor.
    Monitor,
    /// Whether the operation is at its end, and then its value, from `Location`.
    Location,
    /// The state of the resource, and then its value, from the resource.
    Resource,
    /// The value; the operation has succeeded.
    Value,
}

/// Everything that has to be known to go on.
#[derive(Clone)]
pub(super) struct Progress {
    /// The method of the first request.
    pub method: Method,
    /// The address of the first request; unknown after a resumption that does not need it.
    pub original: Option<Url>,
    /// The version of the API that the first request asked for.
    pub api_version: Option<String>,
    /// What is asked next.
    pub question: Question,
    /// Whom it is asked.
    pub link: Url,
    /// The last `Location` that was named.
    pub location: Option<Url>,
    /// Where the value will be.
    pub final_state: FinalState,
    /// What it is there.
    pub value: FinalValue,
}

/// What an answer leads to.
pub(super) enum Step {
    /// The operation goes on: the same question again, later.
    Wait(OperationStatus),
    /// The operation has succeeded: the next answer has the value.
    Fetch(OperationStatus),
    /// The operation has succeeded, and this answer has the value.
    Done(OperationStatus, RawResponse),
}

impl Progress {
    /// What follows from the answer to the first request.
    ///
    /// Fails with [`Ended`] where the answer is a failure, or tells of one.
    pub fn begin(
        method: Method,
        original: Url,
        (final_state, value): (FinalState, FinalValue),
        answer: RawResponse,
    ) -> azure_core::Result<(Self, Step)> {
        let answer = successful(answer)?;
        let mut this = Self {
            method,
            question: Question::Resource,
            link: original.clone(),
            api_version: api_version(&original),
            original: Some(original),
            location: None,
            final_state,
            value,
        };
        let step = this.first(answer)?;
        Ok((this, step))
    }

    fn first(&mut self, answer: RawResponse) -> azure_core::Result<Step> {
        let code = u16::from(answer.status());
        let told = monitor::resource_status(&answer);
        // A 202 says nothing about the resource yet, whatever state its body shows.
        if let Some(status) = told.clone().filter(|_| code != 202)
            && status.verdict() != Verdict::Running
        {
            return self.settle(status, answer);
        }
        self.note_location(&answer)?;
        match self.first_question(&answer, told.is_some())? {
            Some((question, link)) => {
                (self.question, self.link) = (question, link);
                let unsaid = || OperationStatus::implied(Verdict::Running);
                Ok(Step::Wait(told.unwrap_or_else(unsaid)))
            }
            None if code == 202 => Err(no_monitor(&answer)),
            None => self.finish(OperationStatus::implied(Verdict::Succeeded), answer),
        }
    }

    /// What to ask after the first answer, and whom; `None` where there is nothing to ask.
    fn first_question(
        &self,
        answer: &RawResponse,
        has_state: bool,
    ) -> azure_core::Result<Option<(Question, Url)>> {
        let code = u16::from(answer.status());
        if code == 204 {
            return Ok(None);
        }
        if let Some(link) = self.status_monitor(answer)? {
            return Ok(Some((Question::Monitor, link)));
        }
        if let Some(link) = self.location.clone().filter(|_| code != 200) {
            return Ok(Some((Question::Location, link)));
        }
        // An action's address cannot be read.
        let readable = self.method != Method::Post;
        let unfinished = has_state || (code == 202 && self.writes_resource());
        Ok((readable && unfinished).then(|| (Question::Resource, self.link.clone())))
    }

    /// What follows from the answer to the question.
    ///
    /// Fails with [`Ended`] where the answer is a failure, or tells of one.
    pub fn advance(&mut self, answer: RawResponse) -> azure_core::Result<Step> {
        let code = u16::from(answer.status());
        if code == 404 && self.question == Question::Resource && self.method == Method::Delete {
            let status = OperationStatus::implied(Verdict::Succeeded);
            return Ok(Step::Done(status, answer));
        }
        let answer = successful(answer)?;
        match self.question {
            Question::Monitor => self.monitored(answer),
            Question::Location | Question::Value => {
                self.note_location(&answer)?;
                if let Some(location) = &self.location
                    && self.question == Question::Location
                {
                    self.link = location.clone();
                }
                self.located(answer)
            }
            Question::Resource => self.located(answer),
        }
    }

    /// An answer of the status monitor.
    fn monitored(&mut self, answer: RawResponse) -> azure_core::Result<Step> {
        self.note_location(&answer)?;
        if let Some(link) = self.status_monitor(&answer)? {
            self.link = link;
        }
        let by_code = OperationStatus::implied(match u16::from(answer.status()) {
            202 => Verdict::Running,
            _ => Verdict::Succeeded,
        });
        if answer.body().is_empty() {
            return self.settle(by_code, answer);
        }
        let told = match monitor::report(&answer) {
            Ok(report) => report.status,
            // What comes with a 202 need not be the monitor.
            Err(_) if by_code.verdict() == Verdict::Running => None,
            Err(failure) => return Err(malformed(answer, failure)),
        };
        match told {
            Some(status) => self.settle(status, answer),
            None if by_code.verdict() == Verdict::Running => self.settle(by_code, answer),
            None => {
                let failure = Failure::expected_at("/status", "the state of the operation");
                Err(malformed(answer, failure))
            }
        }
    }

    /// An answer from `Location`, from the resource, or from where the value is.
    fn located(&mut self, answer: RawResponse) -> azure_core::Result<Step> {
        let (going_on, by_code) = match u16::from(answer.status()) {
            202 => (true, OperationStatus::implied(Verdict::Running)),
            _ => (false, OperationStatus::implied(Verdict::Succeeded)),
        };
        let told = match self.question {
            // The operation has succeeded: what is fetched is its value, in whatever state.
            Question::Value => None,
            Question::Monitor | Question::Location | Question::Resource => {
                monitor::resource_status(&answer)
            }
        };
        let told = told.filter(|told| !going_on || told.verdict() == Verdict::Running);
        self.settle(told.unwrap_or(by_code), answer)
    }

    fn settle(&mut self, status: OperationStatus, answer: RawResponse) -> azure_core::Result<Step> {
        match status.verdict() {
            Verdict::Running => Ok(Step::Wait(status)),
            Verdict::Succeeded => self.finish(status, answer),
            Verdict::Failed => Err(Ended::with_state(answer, status.state())),
        }
    }

    /// The operation has succeeded: the value is in the answer, or behind a link.
    fn finish(&mut self, status: OperationStatus, answer: RawResponse) -> azure_core::Result<Step> {
        if let Some(link) = self.value_link(&answer)? {
            (self.question, self.link) = (Question::Value, link);
            return Ok(Step::Fetch(status));
        }
        let in_monitor = self.question == Question::Monitor && self.value == FinalValue::Result;
        let answer = if in_monitor {
            monitor::result_alone(answer)
        } else {
            answer
        };
        Ok(Step::Done(status, answer))
    }

    /// Where the value is, if it is not in the last answer.
    fn value_link(&self, answer: &RawResponse) -> azure_core::Result<Option<Url>> {
        if self.value == FinalValue::Nothing {
            return Ok(None);
        }
        let original = self.original.clone();
        let in_answer = !answer.body().is_empty();
        Ok(match (self.question, self.final_state) {
            (Question::Value, _) | (Question::Monitor, FinalState::Monitor) => None,
            (Question::Location | Question::Monitor, FinalState::OriginalUri) => original,
            (Question::Location | Question::Resource, _) if in_answer => None,
            (Question::Location | Question::Resource, _) => {
                original.filter(|_| self.writes_resource())
            }
            (Question::Monitor, FinalState::Location) if self.location.is_some() => {
                self.location.clone()
            }
            (Question::Monitor, FinalState::Location | FinalState::Usual) => {
                self.usual_link(answer)?
            }
        })
    }

    fn usual_link(&self, answer: &RawResponse) -> azure_core::Result<Option<Url>> {
        let report = monitor::report(answer).ok();
        if let Some(resource) = report.and_then(|report| report.resource) {
            return self.resolved(&resource).map(Some);
        }
        let original = self.original.clone();
        Ok(match self.method {
            Method::Put => original,
            Method::Patch => self.location.clone().or(original),
            _ => self.location.clone(),
        })
    }

    /// Whether the value may turn out to be at the address of the first request.
    pub fn may_return(&self) -> bool {
        let wanted = self.value != FinalValue::Nothing && self.question != Question::Value;
        let there = self.final_state == FinalState::OriginalUri || self.writes_resource();
        wanted && there && self.final_state != FinalState::Monitor
    }

    /// Whether the address of the first request is the resource's.
    fn writes_resource(&self) -> bool {
        matches!(self.method, Method::Put | Method::Patch)
    }

    fn note_location(&mut self, answer: &RawResponse) -> azure_core::Result<()> {
        if let Some(link) = self.linked(answer, &LOCATION)? {
            self.location = Some(link);
        }
        Ok(())
    }

    fn status_monitor(&self, answer: &RawResponse) -> azure_core::Result<Option<Url>> {
        for name in &STATUS_MONITORS {
            if let Some(link) = self.linked(answer, name)? {
                return Ok(Some(link));
            }
        }
        Ok(None)
    }

    fn linked(&self, answer: &RawResponse, name: &HeaderName) -> azure_core::Result<Option<Url>> {
        let link = answer.headers().get_optional_str(name);
        let link = link.map(str::trim).filter(|link| !link.is_empty());
        link.map(|link| self.resolved(link)).transpose()
    }

    /// The URL that a link means. One that names no version of the API means that of the first
    /// request: services on data planes leave it to their clients.
    fn resolved(&self, link: &str) -> azure_core::Result<Url> {
        let mut url = resolve_link(link, &self.link)?;
        if let Some(version) = &self.api_version
            && api_version(&url).is_none()
        {
            url.query_pairs_mut().append_pair(API_VERSION, version);
        }
        Ok(url)
    }
}

/// The operation failed or was canceled, or a request on its way did.
///
/// On its way through `azure_core`'s poller the answer travels in an error; outside, it becomes the
/// operation's own.
pub(super) struct Ended {
    /// The answer that said so.
    pub answer: RawResponse,
    /// The state in which the operation ended; `None` where the answer's status is the failure.
    pub state: Option<String>,
}

impl Ended {
    fn with_state(answer: RawResponse, state: &str) -> Error {
        let state = Some(state.to_owned());
        Error::new(ErrorKind::Other, Self { answer, state })
    }
}

impl fmt::Debug for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ended")
            .field("status", &u16::from(self.answer.status()))
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the operation has not succeeded")
    }
}

impl std::error::Error for Ended {}

/// The version of the API that an address asks for.
fn api_version(url: &Url) -> Option<String> {
    let mut query = url.query_pairs();
    let (_, version) = query.find(|(name, _)| name.eq_ignore_ascii_case(API_VERSION))?;
    Some(version.into_owned())
}

fn successful(answer: RawResponse) -> azure_core::Result<RawResponse> {
    if answer.status().is_success() {
        return Ok(answer);
    }
    let state = None;
    Err(Error::new(ErrorKind::Other, Ended { answer, state }))
}

fn no_monitor(answer: &RawResponse) -> Error {
    let kind = ErrorKind::HttpResponse {
        status: answer.status(),
        error_code: None,
        raw_response: None,
    };
    Error::with_message(
        kind,
        "the service has begun the operation, but does not say where to ask for its state",
    )
}
