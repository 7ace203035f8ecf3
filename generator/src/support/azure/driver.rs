//! Drives a long-running operation from its first request to its value.
//!
//! In: the first request, or a token of another process. Out: the states on the way, and the answer
//! that has the value. `azure_core`'s poller runs the operation, as its [`Course`] tells it to; the
//! time limit and the end are looked after here. Nothing here knows the operation's types.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::HeaderValue;
use azure_core::http::{RawResponse, Request};
use azure_core::sleep::sleep;
use futures_core::Stream;

use super::core_duration;
use super::course::{Course, Engine, Position};
use super::token::{self, Expectation};
use super::{
    CallOptions, Core, HeaderKey, InvalidParameter, OperationStatus, OperationToken, Rules,
    TimedOut,
};

/// A long-running operation on its way.
pub(super) struct Driver {
    course: Arc<Course>,
    stage: Stage,
    limit: Option<Limit>,
}

enum Stage {
    /// Nothing was sent yet.
    Ready,
    Running(Engine),
    /// At a good end; the poller has the value, or how to get it.
    Succeeded(Engine),
    /// Failed, or given up.
    Over,
}

impl Driver {
    /// An operation that the request begins.
    pub fn begin(core: &Core, request: Request, options: CallOptions<'_>, rules: Rules) -> Self {
        Self::new(core, options, rules, Position::First(request))
    }

    /// An operation that another process has begun.
    ///
    /// Fails where the token is not of this operation, or of another service or version.
    pub fn resume(
        core: &Core,
        text: &str,
        options: CallOptions<'_>,
        api_version: Option<&str>,
        rules: Rules,
    ) -> Result<Self, InvalidParameter> {
        let expected = Expectation {
            operation: rules.operation,
            endpoint: core.endpoint(),
            api_version,
        };
        let progress = token::read(text, rules.value, &expected)?;
        let position = Position::Begun(progress);
        Ok(Self::new(core, options, rules, position))
    }

    fn new(core: &Core, options: CallOptions<'_>, rules: Rules, position: Position) -> Self {
        let limit = options.time_limit().map(Limit::new);
        let options = options.into_owned();
        let course = Course::new(core.clone(), options, rules, position);
        Self {
            course: Arc::new(course),
            stage: Stage::Ready,
            limit,
        }
    }

    pub fn set_interval(&mut self, interval: Duration) {
        self.course.set_interval(interval);
    }

    pub fn set_limit(&mut self, limit: Duration) {
        self.limit = Some(Limit::new(limit));
    }

    /// Nobody else has the course before the first question.
    pub fn set_header(&mut self, name: impl HeaderKey, value: HeaderValue) {
        if let Some(course) = Arc::get_mut(&mut self.course) {
            course.set_header(name, value);
        }
    }

    pub fn core(&self) -> &Core {
        self.course.core()
    }

    pub fn options(&self) -> &CallOptions<'static> {
        self.course.options()
    }

    /// The first request; once it is sent, without its headers and its body.
    pub fn request(&self) -> Request {
        self.course.request()
    }

    /// The last state that the service told.
    pub fn status(&self) -> Option<OperationStatus> {
        self.course.status()
    }

    pub fn token(&self) -> Option<OperationToken> {
        self.course.token()
    }

    /// The next state; `None` after the last one.
    pub fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<azure_core::Result<OperationStatus>>> {
        if let Stage::Ready = self.stage {
            self.stage = Stage::Running(self.course.engine());
        }
        let Stage::Running(poller) = &mut self.stage else {
            return Poll::Ready(None);
        };
        let news = match Pin::new(poller).poll_next(cx) {
            Poll::Ready(news) => news.map(|news| news.and_then(|_| told(&self.course))),
            Poll::Pending => match self.time_is_up(cx) {
                Some(late) => Some(Err(late)),
                None => return Poll::Pending,
            },
        };
        // The poller must not be asked again after its last news.
        self.stage = match (&news, mem::replace(&mut self.stage, Stage::Over)) {
            (Some(Ok(status)), Stage::Running(poller)) if status.is_succeeded() => {
                Stage::Succeeded(poller)
            }
            (Some(Ok(_)), stage) => stage,
            (Some(Err(_)) | None, _) => Stage::Over,
        };
        Poll::Ready(news)
    }

    /// Runs the operation to its end and gives the answer that has the value.
    pub fn finish(self) -> Pin<Box<dyn Future<Output = azure_core::Result<RawResponse>> + Send>> {
        Box::pin(self.run())
    }

    async fn run(mut self) -> azure_core::Result<RawResponse> {
        while let Some(news) = poll_fn(|cx| self.poll_next(cx)).await {
            news?;
        }
        let Stage::Succeeded(poller) = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(over());
        };
        let mut value = poller.into_future();
        let answer = poll_fn(|cx| match value.as_mut().poll(cx) {
            Poll::Ready(answer) => Poll::Ready(answer),
            Poll::Pending => self
                .time_is_up(cx)
                .map_or(Poll::Pending, |late| Poll::Ready(Err(late))),
        });
        answer.await.map(RawResponse::from)
    }

    fn time_is_up(&mut self, cx: &mut Context<'_>) -> Option<Error> {
        let limit = self.limit.as_mut()?;
        let late = TimedOut {
            after: limit.after,
            status: self.course.seen(),
        };
        let up = limit.clock.as_mut().poll(cx).is_ready();
        up.then(|| Error::new(ErrorKind::Other, late))
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.course.describe(f)
    }
}

/// The state that came with the poller's last news.
fn told(course: &Course) -> azure_core::Result<OperationStatus> {
    course.status().ok_or_else(over)
}

fn over() -> Error {
    let text = "the operation is over: it has failed, or was given up";
    Error::with_message(ErrorKind::Other, text)
}

/// The time that the whole operation has, from the first time that it is polled.
struct Limit {
    after: Duration,
    clock: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Limit {
    fn new(after: Duration) -> Self {
        Self {
            after,
            clock: Box::pin(sleep(core_duration(after))),
        }
    }
}
