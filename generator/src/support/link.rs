//! A link that the service sent: the address of a next page, or of an operation's state.
//!
//! In: the link, and the URL of the request that it answers. Out: a URL on the same scheme, host
//! and port, or [`RefusedLink`].

use std::fmt;

use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::Url;

/// A link that is not followed: nothing was sent there, no token above all.
///
/// It names where the link leads and never its path or query, which may hold a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusedLink {
    /// It cannot be read as the address of anything.
    Unreadable,
    /// It leads to another scheme, host or port than the request that it answers.
    Elsewhere {
        /// Where the link leads, such as `https://other.example`; `null` where that is no place
        /// on the web.
        to: String,
        /// Where the request was sent.
        from: String,
    },
    /// It holds a user name or a password, which would be sent in place of the client's own.
    WithUser,
    /// It leads back to a page that came before: following it would never end.
    Repeated,
}

impl fmt::Display for RefusedLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service sent a link that is not followed: ")?;
        match self {
            Self::Unreadable => f.write_str("it is not a URL"),
            Self::Elsewhere { to, from } => write!(f, "it leads to {to}, the client is at {from}"),
            Self::WithUser => f.write_str("it holds a user name or a password"),
            Self::Repeated => f.write_str("it leads back to a page that came before"),
        }
    }
}

impl std::error::Error for RefusedLink {}

impl From<RefusedLink> for Error {
    fn from(refused: RefusedLink) -> Self {
        Self::new(ErrorKind::Other, refused)
    }
}

/// The URL that a link means, absolute or relative to the request that it answers.
///
/// Fails when it leaves that request's scheme, host or port: the client's token and the caller's
/// headers would go to whom they are not meant for.
pub fn resolve_link(link: &str, answered: &Url) -> Result<Url, RefusedLink> {
    let mut url = answered.join(link).map_err(|_| RefusedLink::Unreadable)?;
    // An origin that is none equals nothing, itself included.
    let (to, from) = (url.origin(), answered.origin());
    if to != from {
        return Err(RefusedLink::Elsewhere {
            to: to.ascii_serialization(),
            from: from.ascii_serialization(),
        });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(RefusedLink::WithUser);
    }
    url.set_fragment(None);
    Ok(url)
}
