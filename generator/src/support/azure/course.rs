//! The course of a long-running operation: one question after the other, in the terms of
//! `azure_core`'s poller.
//!
//! In: the request that begins the operation, or where another process has left off. Out: a poller
//! that runs it, and what is known of it at any moment. What an answer means is [`Progress`]'s to
//! say; the sending and the waiting is here.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::{ACCEPT, HeaderValue, Headers};
use azure_core::http::poller::{
    Poller, PollerContinuation, PollerOptions, PollerResult, PollerStatus, StatusMonitor,
};
use azure_core::http::{
    Context, Method, NoFormat, RawResponse, Request, Response, StatusCode, Url,
};
use azure_core::sleep::sleep;

use super::progress::{Progress, Question, Step};
use super::{
    CallOptions, Core, FinalState, FinalValue, HeaderKey, OperationStatus, OperationToken, Repeat,
    asked_for, core_duration, token,
};

/// The time between two questions when nothing else is said, by `azure_core`'s default.
const INTERVAL: Duration = Duration::from_secs(30);

/// The shortest wait before a question; `azure_core` panics below it.
const SHORTEST: Duration = Duration::from_secs(1);

/// What the description says of a long-running operation.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The operation's id in the description.
    pub operation: &'static str,
    /// Whether the first request may be sent again.
    pub repeat: Repeat,
    /// The media types of the value, for `Accept`.
    pub accept: &'static str,
    /// Where the value is once the operation has succeeded.
    pub final_state: FinalState,
    /// What it is there.
    pub value: FinalValue,
    /// The address of the first request holds a secret, which must not get into a token.
    pub secret_address: bool,
}

/// `azure_core`'s poller, which reads nothing by itself.
pub(super) type Engine = Poller<Unread, NoFormat>;

/// What the poller would read from an answer; there is never one.
pub(super) enum Unread {}

impl StatusMonitor for Unread {
    type Output = ();
    type Format = NoFormat;

    fn status(&self) -> PollerStatus {
        match *self {}
    }
}

/// Where an operation is.
pub(super) enum Position {
    /// The request that begins it is still to be sent.
    First(Request),
    /// It has begun.
    Begun(Progress),
}

/// What the driver and the poller's callback share.
pub(super) struct Course {
    core: Core,
    options: CallOptions<'static>,
    rules: Rules,
    state: Mutex<State>,
}

struct State {
    position: Position,
    /// The last state that the service told.
    status: Option<OperationStatus>,
    /// The status of the last answer.
    seen: Option<StatusCode>,
    /// The time between two questions where the service does not say.
    interval: Duration,
    /// How long to wait before the next question.
    wait: Duration,
}

impl Course {
    pub fn new(
        core: Core,
        options: CallOptions<'static>,
        rules: Rules,
        position: Position,
    ) -> Self {
        let state = State {
            position,
            status: None,
            seen: None,
            interval: options.chosen_interval().unwrap_or(INTERVAL),
            wait: Duration::ZERO,
        };
        Self {
            core,
            options,
            rules,
            state: Mutex::new(state),
        }
    }

    pub fn set_interval(&self, interval: Duration) {
        self.state().interval = interval;
    }

    pub fn set_header(&mut self, name: impl HeaderKey, value: HeaderValue) {
        self.options.header(name, value);
    }

    pub fn core(&self) -> &Core {
        &self.core
    }

    pub fn options(&self) -> &CallOptions<'static> {
        &self.options
    }

    /// The first request; once it is sent, without its headers and its body.
    pub fn request(&self) -> Request {
        match &self.state().position {
            Position::First(request) => request.clone(),
            Position::Begun(Progress {
                original,
                link,
                method,
                ..
            }) => Request::new(original.as_ref().unwrap_or(link).clone(), *method),
        }
    }

    /// The last state that the service told.
    pub fn status(&self) -> Option<OperationStatus> {
        self.state().status.clone()
    }

    /// The status of the last answer.
    pub fn seen(&self) -> Option<StatusCode> {
        self.state().seen
    }

    /// What another process needs to go on, once the operation has begun.
    pub fn token(&self) -> Option<OperationToken> {
        match &self.state().position {
            Position::First(_) => None,
            Position::Begun(progress) => {
                token::write(progress, self.rules.operation, self.rules.secret_address)
            }
        }
    }

    /// Writes what `Debug` shows.
    pub fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let link = match &state.position {
            Position::First(_) => None,
            Position::Begun(progress) => Some(without_query(&progress.link)),
        };
        f.debug_struct("Operation")
            .field("id", &self.rules.operation)
            .field("status", &state.status)
            .field("link", &link.as_ref().map(Url::as_str))
            .finish_non_exhaustive()
    }

    /// The poller that runs the operation. It does not wait by itself: a state is told as soon as
    /// it is known, and the wait comes before the next question.
    pub fn engine(self: &Arc<Self>) -> Engine {
        let options = PollerOptions {
            context: self.options.caller_context().to_owned(),
            frequency: core_duration(SHORTEST),
        };
        let course = Arc::clone(self);
        let turn = move |_, options: PollerOptions<'static>| {
            Box::pin(Arc::clone(&course).turn(options.context)) as Turn
        };
        Poller::new(turn, Some(options))
    }

    /// One question and its answer, in the poller's terms.
    async fn turn(
        self: Arc<Self>,
        context: Context<'static>,
    ) -> azure_core::Result<PollerResult<Unread, NoFormat>> {
        let (link, step) = self.ask(context.clone()).await?;
        let answer = match step {
            Step::Wait(_) => {
                return Ok(PollerResult::InProgress {
                    response: nothing(),
                    retry_after: core_duration(Duration::ZERO),
                    // The poller does nothing with the link but log it.
                    continuation: PollerContinuation::Links {
                        next_link: without_query(&link),
                        final_link: None,
                    },
                });
            }
            Step::Fetch(_) => None,
            Step::Done(_, answer) => Some(answer),
        };
        Ok(PollerResult::Succeeded {
            response: nothing(),
            target: Box::new(move || Box::pin(self.value(answer, context))),
        })
    }

    /// The answer that has the value: the known one, or what is fetched.
    async fn value(
        self: Arc<Self>,
        known: Option<RawResponse>,
        context: Context<'static>,
    ) -> azure_core::Result<Response<(), NoFormat>> {
        let mut answer = known;
        loop {
            match answer {
                Some(answer) => return Ok(answer.into()),
                None => answer = self.fetched(context.clone()).await?,
            }
        }
    }

    /// The value, or nothing where it is not there yet.
    async fn fetched(&self, context: Context<'static>) -> azure_core::Result<Option<RawResponse>> {
        let (_, step) = self.ask(context).await?;
        Ok(match step {
            Step::Done(_, answer) => Some(answer),
            Step::Wait(_) | Step::Fetch(_) => None,
        })
    }

    /// Waits, asks and notes the answer. Gives the link that is asked next, too.
    async fn ask(&self, context: Context<'static>) -> azure_core::Result<(Url, Step)> {
        let wait = self.state().wait;
        if !wait.is_zero() {
            sleep(core_duration(wait)).await;
        }
        let mut options = self.options.for_one_of_many(context);
        let (request, repeat) = match &self.state().position {
            Position::First(request) => (request.clone(), self.rules.repeat),
            Position::Begun(progress) => {
                options.drop_content_headers();
                let accept = match progress.question {
                    Question::Monitor => "application/json",
                    Question::Location | Question::Resource | Question::Value => self.rules.accept,
                };
                (question(&progress.link, accept, &options)?, Repeat::Safe)
            }
        };
        let answer = self.core.send(request, options, repeat).await?;
        self.note(answer)
    }

    fn note(&self, answer: RawResponse) -> azure_core::Result<(Url, Step)> {
        let mut state = self.state();
        let state = &mut *state;
        state.seen = Some(answer.status());
        let asked = asked_for(answer.headers());
        let (link, step, usual) = match &mut state.position {
            Position::First(request) => {
                let (method, url) = (request.method(), request.url().clone());
                let value = (self.rules.final_state, self.rules.value);
                let (progress, step) = Progress::begin(method, url, value, answer)?;
                let link = progress.link.clone();
                state.position = Position::Begun(progress);
                // Many an operation is done at once.
                (link, step, SHORTEST)
            }
            Position::Begun(progress) => {
                let step = progress.advance(answer)?;
                (progress.link.clone(), step, state.interval)
            }
        };
        let (status, wait) = match &step {
            Step::Wait(status) => (status, asked.unwrap_or(usual).max(SHORTEST)),
            Step::Fetch(status) | Step::Done(status, _) => (status, Duration::ZERO),
        };
        (state.status, state.wait) = (Some(status.clone()), wait);
        Ok((link, step))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the poller awaits.
type Turn = Pin<
    Box<dyn Future<Output = azure_core::Result<PollerResult<Unread, NoFormat>>> + Send + 'static>,
>;

/// The request that asks for a state or for the value.
fn question(
    link: &Url,
    accept: &'static str,
    options: &CallOptions<'_>,
) -> azure_core::Result<Request> {
    let mut request = Request::new(link.clone(), Method::Get);
    request.insert_header(ACCEPT, accept);
    let refused = |refused| Error::new(ErrorKind::Other, refused);
    options.apply(&mut request).map_err(refused)?;
    Ok(request)
}

/// What the poller gets to see of an answer.
fn nothing<T>() -> Response<T, NoFormat> {
    RawResponse::from_bytes(StatusCode::Ok, Headers::new(), Vec::new()).into()
}

/// A link as it may be printed: its query may be signed.
fn without_query(link: &Url) -> Url {
    let mut link = link.clone();
    link.set_query(None);
    link.set_fragment(None);
    link
}
