//! The way from one page of a list to the next: all of it that does not depend on what is listed.
//!
//! In: the request for the first page, and the link that came with each. Out: the answers, one
//! after the other, and where the walk stands.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::runtime;
use super::runtime::http::headers::{CONTENT_LENGTH, CONTENT_TYPE};
use super::runtime::http::{Context, Method, RawResponse, Request, Url};
use super::{CallOptions, Core, InvalidParameter, RefusedLink, Repeat, resolve_link};

/// Stands in a request where a link belongs: a noncharacter, which no value has in it.
pub const LINK: &str = "\u{FDD0}";

/// The same as it stands in a URL.
const LINK_ENCODED: &str = "%EF%B7%90";

/// How the page that a link leads to is asked for.
pub enum Follow {
    /// Not at all: the list has one page.
    Never,
    /// With `GET`, whatever the first page was asked for with.
    Get,
    /// As the first page was: with its method and its body.
    Alike,
    /// By another operation, whose request this is with [`LINK`] where the link belongs.
    Through(Box<Request>),
}

/// A page on its way.
pub type Coming = Pin<Box<dyn Future<Output = runtime::Result<RawResponse>> + Send>>;

/// A walk through the pages of one list.
pub struct Walk {
    core: Core,
    first: Request,
    /// The first page, where sending its request is not enough to have it.
    coming: Mutex<Option<Coming>>,
    options: CallOptions<'static>,
    repeat: Repeat,
    follow: Follow,
    place: Mutex<Place>,
}

/// Where a walk stands.
#[derive(Default)]
struct Place {
    /// The page that came last.
    here: Step,
    /// The page that comes next.
    next: Step,
    /// The pages that came, by a hash of where from: a link back to one of them leads in a circle.
    seen: HashSet<u64>,
}

/// The way to one page.
#[derive(Clone, Default)]
enum Step {
    /// The first one, by the request itself.
    #[default]
    First,
    /// Another one, by its link.
    Link(Url),
    /// The link to it is not followed.
    Refused(RefusedLink),
    /// There is none.
    End,
}

impl Step {
    fn token(&self) -> Option<String> {
        match self {
            Self::Link(url) => Some(url.as_str().to_owned()),
            Self::First | Self::Refused(_) | Self::End => None,
        }
    }
}

impl fmt::Debug for Walk {
    /// Shows no link: it may hold a signature.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walk")
            .field("core", &self.core)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Walk {
    /// A walk from the first page on.
    pub fn new(
        core: Core,
        first: Request,
        options: CallOptions<'static>,
        repeat: Repeat,
        follow: Follow,
    ) -> Self {
        Self {
            core,
            first,
            coming: Mutex::default(),
            options,
            repeat,
            follow,
            place: Mutex::default(),
        }
    }

    /// The same walk, whose first page is had in another way than by its request.
    pub fn after(self, coming: Coming) -> Self {
        Self {
            coming: Mutex::new(Some(coming)),
            ..self
        }
    }

    /// The same walk from where another one stood: the text is a token of [`Walk::next`].
    ///
    /// Fails when it leads to another scheme, host or port than the first page.
    pub fn continue_from(self, token: &str) -> Result<Self, InvalidParameter> {
        let url = resolve_link(token, self.first.url())
            .map_err(|_| InvalidParameter::new("continuation", "does not belong to this list"))?;
        self.place().next = Step::Link(url);
        Ok(self)
    }

    /// Asks for the next page. Gives the answer, and the URL that it came from.
    pub async fn fetch(&self, context: Context<'static>) -> runtime::Result<(RawResponse, Url)> {
        let (request, repeat) = self.request()?;
        let from = request.url().clone();
        let raw = match self.coming() {
            Some(coming) => coming.await?,
            None => {
                let mut options = self.options.clone();
                options.context(context);
                self.core.send(request, options, repeat).await?
            }
        };
        Ok((raw, from))
    }

    /// The first page on its way, if it is that page's turn.
    fn coming(&self) -> Option<Coming> {
        let is_first = matches!(self.place().next, Step::First);
        let mut coming = self.coming.lock().unwrap_or_else(PoisonError::into_inner);
        coming.take().filter(|_| is_first)
    }

    /// Goes to the page that came from that URL; `link` leads on from it. Whether it does.
    pub fn advance(&self, link: Option<&str>, from: &Url) -> bool {
        let link = link.filter(|link| !link.is_empty());
        let resolved = match (&self.follow, link) {
            (Follow::Never, _) | (_, None) => None,
            (Follow::Get | Follow::Alike, Some(link)) => Some(resolve_link(link, from)),
            (Follow::Through(request), Some(link)) => Some(fill(request.url(), link, from)),
        };
        let mut place = self.place();
        place.seen.insert(hash(from));
        let next = match resolved {
            None => Step::End,
            Some(Ok(url)) if place.seen.contains(&hash(&url)) => {
                Step::Refused(RefusedLink::Repeated)
            }
            Some(Ok(url)) => Step::Link(url),
            Some(Err(refused)) => Step::Refused(refused),
        };
        let more = !matches!(next, Step::End);
        place.here = mem::replace(&mut place.next, next);
        more
    }

    /// How to come back to the page that came last; nothing for the first one.
    pub fn here(&self) -> Option<String> {
        self.place().here.token()
    }

    /// How to come to the next page; nothing for the first one, and after the last.
    pub fn next(&self) -> Option<String> {
        self.place().next.token()
    }

    fn request(&self) -> Result<(Request, Repeat), RefusedLink> {
        match &self.place().next {
            // Nobody asks after the end.
            Step::First | Step::End => Ok((self.first.clone(), self.repeat)),
            Step::Link(url) => Ok(self.following(url)),
            Step::Refused(refused) => Err(refused.clone()),
        }
    }

    /// The request for the page behind a link.
    fn following(&self, url: &Url) -> (Request, Repeat) {
        let (mut request, repeat) = match &self.follow {
            Follow::Alike => (self.first.clone(), self.repeat),
            Follow::Through(request) if request.method() == Method::Get => {
                (Request::clone(request), Repeat::Safe)
            }
            Follow::Through(request) => (Request::clone(request), self.repeat),
            Follow::Get | Follow::Never => (self.bare(), Repeat::Safe),
        };
        *request.url_mut() = url.clone();
        (request, repeat)
    }

    /// The first request as a `GET`, without its body and what tells of it.
    fn bare(&self) -> Request {
        let mut request = Request::new(self.first.url().clone(), Method::Get);
        for (name, value) in self.first.headers().iter() {
            if *name != CONTENT_TYPE && *name != CONTENT_LENGTH {
                request.insert_header(name.clone(), value.clone());
            }
        }
        request
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Eight bytes for a page, however long its link is: lists of a million pages are walked, too.
fn hash(url: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.hash(&mut hasher);
    hasher.finish()
}

/// The URL of a request with a link put into its place: path to path, query before query. A link
/// that is a URL of its own is one.
fn fill(template: &Url, link: &str, from: &Url) -> Result<Url, RefusedLink> {
    if Url::parse(link).is_ok_and(|url| url.has_host()) {
        return resolve_link(link, from);
    }
    let template = template.as_str();
    let (before, after) = template
        .split_once(LINK_ENCODED)
        .filter(|(_, after)| !after.contains(LINK_ENCODED))
        .ok_or(RefusedLink::Unreadable)?;
    let link = link.strip_prefix('/').unwrap_or(link);
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let (rest, own) = after.split_once('?').unwrap_or((after, ""));
    let mut filled = [before, path, rest].concat();
    let mut sign = '?';
    for part in [query, own].into_iter().filter(|part| !part.is_empty()) {
        filled.push(sign);
        filled.push_str(part);
        sign = '&';
    }
    resolve_link(&filled, from)
}
