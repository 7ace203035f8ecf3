//! Lists that come page by page, as streams.
//!
//! In: a [`Walk`] and how an answer is read. Out: [`Pages`], or [`Items`] of all pages, on the
//! base's [`Turns`].

use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::vec;

use futures_core::Stream;
use secrecy::{ExposeSecret, SecretString};

use super::runtime::http::headers::Headers;
use super::runtime::http::{Context, RawResponse, Request};
use super::turns::{Turn, Turns};
use super::{CallOptions, Coming, Core, Error, Follow, Page, Raw, Repeat, Response, Walk};

/// A list before its first page has been asked for.
pub struct Paged<P, E> {
    walk: Walk,
    context: Context<'static>,
    read: Arc<Read<P, E>>,
}

/// Reads a page.
type Read<P, E> = dyn Fn(RawResponse) -> Result<Response<P>, Error<E>> + Send + Sync;

impl<P, E> Paged<P, E> {
    /// A list whose first page is the answer to `request`; `read` reads the answers.
    pub fn new(
        core: &Core,
        request: Request,
        options: CallOptions<'_>,
        repeat: Repeat,
        follow: Follow,
        read: impl Fn(RawResponse) -> Result<Response<P>, Error<E>> + Send + Sync + 'static,
    ) -> Self {
        let mut options = options.into_owned();
        let context = options.take_context();
        Self {
            walk: Walk::new(core.clone(), request, options, repeat, follow),
            context,
            read: Arc::new(read),
        }
    }

    /// The same list, whose first page is had in another way than by its request.
    #[must_use]
    pub fn after(self, coming: Coming) -> Self {
        Self {
            walk: self.walk.after(coming),
            ..self
        }
    }

    /// The same list from where another stream of it stood.
    ///
    /// Fails when the token does not belong to it.
    pub fn continue_from(self, token: Option<SecretString>) -> Result<Self, Error<E>> {
        let walk = match token {
            Some(token) => self.walk.continue_from(token.expose_secret())?,
            None => self.walk,
        };
        Ok(Self { walk, ..self })
    }
}

impl<P, E> Paged<P, E>
where
    P: Page<Item: Send> + Send + 'static,
    P::Item: 'static,
    E: Debug + Send + Sync + 'static,
{
    /// The pages, one after the other. `H` is what reads their headers.
    pub fn pages<H: From<Headers> + Send + 'static>(self) -> Pages<P, E, H> {
        let (walk, pages) = self.turns(Response::with_headers);
        Pages {
            walk,
            pages,
            error: PhantomData,
        }
    }

    /// The items of all pages.
    pub fn items(self) -> Items<P::Item, E> {
        let (walk, pages) = self.turns(|response| response.into_value().into_items().into_iter());
        Items {
            walk,
            pages,
            current: Vec::new().into_iter(),
            error: PhantomData,
        }
    }

    fn turns<X: Send + 'static>(self, give: fn(Response<P>) -> X) -> (Arc<Walk>, Turns<X>) {
        let Self {
            walk,
            context,
            read,
        } = self;
        let begun = walk.next().is_some();
        let walk = Arc::new(walk);
        let shared = Arc::clone(&walk);
        let turn = move |context: Context<'static>| -> Turn<X> {
            let (walk, read) = (Arc::clone(&shared), Arc::clone(&read));
            Box::pin(async move {
                let (raw, from) = walk.fetch(context).await?;
                let page = read(raw)?;
                let more = walk.advance(page.value().next_link(), &from);
                Ok((give(page), more))
            })
        };
        (walk, Turns::new(context, begun, turn))
    }
}

/// The pages of a list, one after the other: a stream of whole responses.
///
/// It ends after the last page, and after a page that failed.
#[must_use = "a stream asks for nothing until it is polled"]
pub struct Pages<P, E = Raw, H = Headers>
where
    P: Send,
    H: Send,
{
    walk: Arc<Walk>,
    pages: Turns<Response<P, H>>,
    error: PhantomData<fn() -> E>,
}

impl<P, E, H> Pages<P, E, H>
where
    P: Send,
    H: Send,
    E: Debug + Send + Sync + 'static,
{
    /// The next page; nothing after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<Response<P, H>, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The token of the page that comes next, for `continue_from` of another request: after a
    /// failure, of the page that failed. Nothing where that is the first page, and at the end.
    ///
    /// It is a link of the service's, which may hold a signature: keep it as such.
    pub fn continuation(&self) -> Option<String> {
        self.walk.next()
    }
}

impl<P, E, H> Stream for Pages<P, E, H>
where
    P: Send,
    H: Send,
    E: Debug + Send + Sync + 'static,
{
    type Item = Result<Response<P, H>, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(Pin::new(&mut self.get_mut().pages).poll_next(cx));
        Poll::Ready(page.map(|page| page.map_err(Error::from)))
    }
}

impl<P: Send, E, H: Send> Debug for Pages<P, E, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of a list, page after page: a stream of them.
///
/// It ends after the last item, and after a page that failed.
#[must_use = "a stream asks for nothing until it is polled"]
pub struct Items<T, E = Raw>
where
    T: Send,
{
    walk: Arc<Walk>,
    pages: Turns<vec::IntoIter<T>>,
    current: vec::IntoIter<T>,
    error: PhantomData<fn() -> E>,
}

/// No item is ever pinned.
impl<T: Send, E> Unpin for Items<T, E> {}

impl<T, E> Items<T, E>
where
    T: Send,
    E: Debug + Send + Sync + 'static,
{
    /// The next item; nothing after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The token of the page whose items are being given, for `continue_from` of another request,
    /// which begins with the first of them; between two pages, of the one that comes next. Nothing
    /// where that is the first page, and at the end.
    ///
    /// It is a link of the service's, which may hold a signature: keep it as such.
    pub fn continuation(&self) -> Option<String> {
        if self.current.len() == 0 {
            self.walk.next()
        } else {
            self.walk.here()
        }
    }
}

impl<T, E> Stream for Items<T, E>
where
    T: Send,
    E: Debug + Send + Sync + 'static,
{
    type Item = Result<T, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.current.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                Some(Ok(items)) => this.current = items,
                Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Send, E> Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
