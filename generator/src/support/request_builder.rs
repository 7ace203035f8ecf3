//! Request builders: one type for all operations, so that what they have in common is compiled once.
//!
//! In: what an operation is ([`Exchange`]), and what a caller sets. Out: the request, or a future of the
//! answer.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use secrecy::SecretString;
use serde::de::DeserializeOwned;

use super::runtime::http::headers::{HeaderValue, Headers};
use super::runtime::http::{Context, RawResponse, Request};
use super::{
    CallOptions, Caller, Error, ErrorModel, HeaderKey, REDACTED, RequestPlan, Response, Sending,
    Value, Values, decode, service_error, value,
};

/// A request that is not sent yet.
///
/// Each operation has its own: a name for this type, in its group's module, with setters for what the
/// operation takes beside its arguments.
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct RequestBuilder<'a, X> {
    pub(crate) client: &'a dyn Caller,
    pub(crate) values: Values<'a>,
    pub(crate) options: CallOptions<'a>,
    /// Where a list begins that comes page by page. Its text may hold a signature.
    pub(crate) continue_from: Option<SecretString>,
    exchange: PhantomData<fn() -> X>,
}

/// An operation: what its requests are made by, and what it answers when it fails.
pub trait Exchange: Sized {
    /// The body of a failure.
    type Problem: fmt::Debug + Send + Sync + 'static;
    /// How its requests are made.
    const PLAN: RequestPlan;
}

/// An operation whose answer is taken whole.
pub trait Answered: Exchange {
    /// What it answers.
    type Value;
    /// What reads the answer's headers.
    type Headers: From<Headers>;
    /// What an answer means, by its status.
    fn answer(raw: RawResponse) -> Result<Response<Self::Value>, Error<Self::Problem>>;
}

/// The whole response of an operation.
pub type Answer<X> = Response<<X as Answered>::Value, <X as Answered>::Headers>;

/// An operation whose successes are one kind of JSON, and whose failures are one kind of error.
pub trait OneAnswer: Exchange<Problem: ErrorModel + DeserializeOwned> {
    /// What it answers.
    type Value: DeserializeOwned;
    /// What reads the answer's headers.
    type Headers: From<Headers>;
}

impl<X: OneAnswer> Answered for X {
    type Value = <X as OneAnswer>::Value;
    type Headers = <X as OneAnswer>::Headers;

    fn answer(raw: RawResponse) -> Result<Response<Self::Value>, Error<Self::Problem>> {
        match Self::PLAN.is_success(raw.status()) {
            true => decode(raw),
            false => Err(service_error(raw)),
        }
    }
}

/// An operation with all of its value in its answer, so that a request can be awaited for it.
pub trait Whole: Answered {}

/// Begins a request.
pub fn begin<X: Exchange>(client: &dyn Caller) -> RequestBuilder<'_, X> {
    RequestBuilder {
        client,
        values: X::PLAN.usual_values(client),
        options: X::PLAN.options(),
        continue_from: None,
        exchange: PhantomData,
    }
}

impl<'a, X: Exchange> RequestBuilder<'a, X> {
    /// Adds a header, in place of any other of that name.
    pub fn header(mut self, name: impl HeaderKey, value: impl Into<HeaderValue>) -> Self {
        self.options.header(name, value);
        self
    }

    /// Hands a context to the pipeline's policies.
    pub fn context(mut self, context: Context<'a>) -> Self {
        self.options.context(context);
        self
    }

    /// Limits the time of the whole call, retries included. Of a long-running operation it is the time
    /// from the first request to the value; the client's own limit is of each request.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout(limit);
        self
    }

    /// Makes the request without sending it.
    ///
    /// # Errors
    ///
    /// A parameter breaks a rule of the description, or would change the address.
    pub fn request(&self) -> Result<Request, Error<X::Problem>> {
        let core = self.client.core();
        let request = X::PLAN.request(core, &self.values, &self.options);
        request.map_err(Error::from)
    }
}

impl<'a, X: Answered> RequestBuilder<'a, X> {
    /// Sends the request and gives the whole response: value, status, headers, body. Of a list that comes
    /// page by page it is the first page alone.
    ///
    /// # Errors
    ///
    /// A parameter that breaks a rule (nothing is sent then), a status that means failure, an answer that
    /// is not as described, or no answer.
    pub fn send(self) -> Sending<'a, Answer<X>, Error<X::Problem>>
    where
        X: 'a,
    {
        let request = self.request();
        let core = self.client.core();
        let sending = core.call(request, self.options, X::PLAN.repeat, X::answer);
        Box::pin(async move { sending.await.map(Response::with_headers) })
    }
}

impl<'a, X: Whole + 'a> IntoFuture for RequestBuilder<'a, X> {
    type Output = Result<X::Value, Error<X::Problem>>;
    type IntoFuture = Sending<'a, X::Value, Error<X::Problem>>;

    fn into_future(self) -> Self::IntoFuture {
        value(self.send())
    }
}

impl<X> Clone for RequestBuilder<'_, X> {
    fn clone(&self) -> Self {
        Self {
            client: self.client,
            values: self.values.clone(),
            options: self.options.clone(),
            continue_from: self.continue_from.clone(),
            exchange: PhantomData,
        }
    }
}

impl<X: Exchange> fmt::Debug for RequestBuilder<'_, X> {
    /// Leaves out the body, and what is secret of the parameters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = X::PLAN;
        let mut shown = f.debug_struct("RequestBuilder");
        shown.field("operation", &plan.operation);
        for (parameter, value) in plan.given(&self.values) {
            match value {
                Value::Refused(why) => shown.field(parameter.name, &why.reason),
                Value::Secret(_) => shown.field(parameter.name, &REDACTED),
                _ if parameter.is_secret => shown.field(parameter.name, &REDACTED),
                _ if parameter.is_foreign => shown.field(parameter.name, &format_args!("..")),
                value => shown.field(parameter.name, &value.text()),
            };
        }
        shown
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
