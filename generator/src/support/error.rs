//! What can go wrong with a call, and the way to the base's errors and back.
//!
//! In: an answer that is not a success, a body that does not decode, a parameter that breaks a
//! rule, or a failure of the base. Out: one type, [`Error`], that always knows the status if
//! there was one, and that prints no part of a body.

use std::borrow::Cow;
use std::fmt::{self, Debug};

use super::runtime;
use super::runtime::error::ErrorKind;
use super::runtime::http::StatusCode;
use super::{BrokenBody, DecodeError, InvalidParameter, Raw, ServiceError, TimedOut, TooLarge};

/// Why a call failed; `E` is what the description says that the service answers with.
///
/// `?` turns it into the error of the library that the crate stands on, [`runtime::Error`], and back
/// without loss, as long as `E` is the same.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = Raw> {
    /// The service answered, with a status that the description does not call a success.
    Service(Box<ServiceError<E>>),
    /// A parameter breaks a rule of the description; nothing was sent.
    InvalidParameter {
        /// The parameter's name on the wire.
        name: &'static str,
        /// The rule that it breaks.
        reason: Cow<'static, str>,
    },
    /// The service answered with success, and a body that is not what the description says.
    Decode(Box<DecodeError>),
    /// No answer came in whole: no connection, no token, out of time, too large.
    Core(Box<runtime::Error>),
}

impl<E> Error<E> {
    /// The status of the response, if one began to come in, whatever became of its body.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Service(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::InvalidParameter { .. } => None,
            Self::Core(error) => causes(error).find_map(status_of),
        }
    }

    /// The service's own code for what went wrong, such as `ResourceNotFound`.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.code(),
            Self::Decode(_) | Self::InvalidParameter { .. } => None,
            Self::Core(error) => match error.kind() {
                ErrorKind::HttpResponse { error_code, .. } => error_code.as_deref(),
                _ => None,
            },
        }
    }

    /// Whether the call was given up because its time was up.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Core(error) => causes(error).any(|cause| cause.is::<TimedOut>()),
            Self::Service(_) | Self::Decode(_) | Self::InvalidParameter { .. } => false,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(error) => fmt::Display::fmt(error, f),
            Self::InvalidParameter { name, reason } => write!(f, "parameter `{name}` {reason}"),
            Self::Decode(error) => fmt::Display::fmt(error, f),
            Self::Core(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl<E: Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // What is printed here is the inner error's own text, so its source comes next.
        match self {
            Self::Service(_) | Self::InvalidParameter { .. } => None,
            Self::Decode(error) => std::error::Error::source(error),
            Self::Core(error) => std::error::Error::source(error),
        }
    }
}

impl<E> From<InvalidParameter> for Error<E> {
    fn from(InvalidParameter { name, reason }: InvalidParameter) -> Self {
        Self::InvalidParameter { name, reason }
    }
}

impl From<InvalidParameter> for runtime::Error {
    fn from(invalid: InvalidParameter) -> Self {
        Self::new(ErrorKind::Other, invalid)
    }
}

impl<E> From<DecodeError> for Error<E> {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

impl<E> From<ServiceError<E>> for Error<E> {
    fn from(error: ServiceError<E>) -> Self {
        Self::Service(Box::new(error))
    }
}

impl<E: Debug + Send + Sync + 'static> From<runtime::Error> for Error<E> {
    /// What once was an `Error<E>` becomes it again; all else is [`Error::Core`].
    fn from(error: runtime::Error) -> Self {
        error
            .into_downcast::<ServiceError<E>>()
            .map(Self::from)
            .or_else(|error| error.into_downcast::<DecodeError>().map(Self::from))
            .or_else(|error| error.into_downcast::<InvalidParameter>().map(Self::from))
            .unwrap_or_else(|error| Self::Core(Box::new(error)))
    }
}

impl<E: Debug + Send + Sync + 'static> From<Error<E>> for runtime::Error {
    /// Keeps the status and the code in the kind, and the error itself inside.
    fn from(error: Error<E>) -> Self {
        match error {
            Error::Service(error) => {
                let kind = ErrorKind::HttpResponse {
                    status: error.status(),
                    error_code: error.code().map(str::to_owned),
                    raw_response: None,
                };
                Self::new(kind, *error)
            }
            Error::Decode(error) => Self::new(ErrorKind::DataConversion, *error),
            Error::InvalidParameter { name, reason } => InvalidParameter { name, reason }.into(),
            Error::Core(error) => *error,
        }
    }
}

/// An error and what caused it, outermost first. What caused a credential to fail is left out: its
/// status is another service's.
fn causes(error: &runtime::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error as &(dyn std::error::Error + 'static)), |cause| {
        let core = cause.downcast_ref::<runtime::Error>();
        if core.is_some_and(|core| *core.kind() == ErrorKind::Credential) {
            return None;
        }
        cause.source()
    })
}

/// The status that one error in a chain knows of.
fn status_of(cause: &(dyn std::error::Error + 'static)) -> Option<StatusCode> {
    let http = cause.downcast_ref().and_then(runtime::Error::http_status);
    let broken = || Some(cause.downcast_ref::<BrokenBody>()?.status);
    let large = || Some(cause.downcast_ref::<TooLarge>()?.status);
    let decode = || Some(cause.downcast_ref::<DecodeError>()?.status());
    let late = || cause.downcast_ref::<TimedOut>()?.status;
    http.or_else(broken)
        .or_else(large)
        .or_else(decode)
        .or_else(late)
}
