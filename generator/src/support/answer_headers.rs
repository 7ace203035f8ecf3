//! What an answer says in headers: the headers go in, the value of one of them comes out in the type
//! that the description gives it, or [`HeaderError`], which does not quote what was there.

use std::borrow::{Borrow, Cow};
use std::collections::BTreeMap;
use std::fmt;

use super::runtime;
use super::runtime::error::ErrorKind;
use super::runtime::http::headers::Headers;
use super::{Codec, Decoded, Error, Fault, OneLine, Response, Scalar, Sending, from_json};

/// A header of an answer is not what the description says.
///
/// It names the header and what was expected in it, never what was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    name: String,
    expected: String,
}

impl HeaderError {
    fn new(name: &str, expected: &str) -> Self {
        Self {
            name: name.to_owned(),
            expected: expected.to_owned(),
        }
    }

    /// The header's name on the wire, in lower case.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What was expected in it, such as `an RFC 7231 date-time`.
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = OneLine(&self.name);
        write!(f, "header `{name}`: expected {}", self.expected)
    }
}

impl std::error::Error for HeaderError {}

impl From<HeaderError> for runtime::Error {
    fn from(error: HeaderError) -> Self {
        Self::new(ErrorKind::DataConversion, error)
    }
}

impl<E> From<HeaderError> for Error<E> {
    fn from(error: HeaderError) -> Self {
        Self::Core(Box::new(error.into()))
    }
}

/// The text of a header that can be there. The name is in lower case.
pub fn header_text<'h>(headers: &'h Headers, name: &'static str) -> Option<&'h str> {
    // The base's own lookup panics on a name that is not in lower case.
    let mut all = headers.iter();
    let found = all.find(|(found, _)| found.as_str() == name);
    found.map(|(_, value)| value.as_str())
}

/// The value of a header that can be there.
pub fn header_value<C: Codec>(
    headers: &Headers,
    name: &'static str,
) -> Result<Option<C::Value>, HeaderError> {
    let text = header_text(headers, name);
    text.map(|text| decoded::<C>(name, text)).transpose()
}

/// The same of a header whose value is JSON.
pub fn header_json<C: Codec>(
    headers: &Headers,
    name: &'static str,
) -> Result<Option<C::Value>, HeaderError> {
    let text = header_text(headers, name);
    text.map(|text| match from_json::<Decoded<C>>(text.as_bytes()) {
        Ok(value) => Ok(value.0),
        Err(failure) => Err(HeaderError::new(name, failure.expected())),
    })
    .transpose()
}

/// The values of all headers whose names begin alike, by the rest of their names.
pub fn header_collection<C: Codec>(
    headers: &Headers,
    prefix: &'static str,
) -> Result<BTreeMap<String, C::Value>, HeaderError> {
    let mut found = BTreeMap::new();
    for (name, value) in headers.iter() {
        if let Some(key) = name
            .as_str()
            .strip_prefix(prefix)
            .filter(|key| !key.is_empty())
        {
            found.insert(key.to_owned(), decoded::<C>(name.as_str(), value.as_str())?);
        }
    }
    Ok(found)
}

fn decoded<C: Codec>(name: &str, text: &str) -> Result<C::Value, HeaderError> {
    let wrong = |fault: Fault| HeaderError::new(name, fault.expected());
    C::decode(Scalar(Cow::Borrowed(text))).map_err(wrong)
}

/// The answer under way, with its headers in the type that reads them.
pub fn with_headers<'a, T, H, E>(
    sending: Sending<'a, Response<T>, Error<E>>,
) -> Sending<'a, Response<T, H>, Error<E>>
where
    T: 'a,
    H: From<Headers> + 'a,
    E: 'a,
{
    Box::pin(async move { sending.await.map(Response::with_headers) })
}

/// The names of an answer's headers: their values may be secret.
pub fn header_list(headers: &impl Borrow<Headers>) -> impl fmt::Debug + '_ {
    super::header_names(headers.borrow())
}

/// Implements what a reader of headers has beside its accessors: all headers as they came.
macro_rules! answer_headers {
    ($name:ident) => {
        impl ::core::convert::From<$crate::support::runtime::http::headers::Headers> for $name {
            fn from(headers: $crate::support::runtime::http::headers::Headers) -> Self {
                Self(headers)
            }
        }

        impl ::core::convert::From<$name> for $crate::support::runtime::http::headers::Headers {
            fn from(headers: $name) -> Self {
                headers.0
            }
        }

        impl ::core::borrow::Borrow<$crate::support::runtime::http::headers::Headers> for $name {
            fn borrow(&self) -> &$crate::support::runtime::http::headers::Headers {
                &self.0
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $crate::support::runtime::http::headers::Headers;

            fn deref(&self) -> &$crate::support::runtime::http::headers::Headers {
                &self.0
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let names = $crate::support::header_list(self);
                out.debug_tuple(::core::stringify!($name))
                    .field(&names)
                    .finish()
            }
        }
    };
}
pub(crate) use answer_headers;
