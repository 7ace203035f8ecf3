//! Long-running operations whose value is a list: the way from the operation to the pages.
//!
//! In: an operation, whose value is the first page. Out: the list that leads on from there.

use std::fmt::Debug;

use azure_core::http::RawResponse;

use super::operation::typed;
use super::{Error, Follow, Items, Operation, Page, Paged, Pages, Plan, Repeat};

impl<P, E> Operation<P, E>
where
    P: Page<Item: Send> + Send + 'static,
    P::Item: 'static,
    E: Debug + Send + Sync + 'static,
{
    /// The items of the list that is the operation's value: those of the value, which is the first
    /// page, and of the pages that it leads to.
    ///
    /// The stream runs the operation to its end, and gives a bad end as its error.
    pub fn items(self) -> Items<P::Item, E> {
        self.paged().items()
    }

    /// The pages of the list that is the operation's value, which is the first of them.
    ///
    /// The stream runs the operation to its end, and gives a bad end as its error.
    pub fn pages(self) -> Pages<P, E> {
        self.paged().pages()
    }

    /// The list that is the operation's value.
    pub(crate) fn paged(self) -> Paged<P, E> {
        let Self { driver, plan } = self;
        let Plan { decode, fail, .. } = plan;
        let read = move |answer: RawResponse| match answer.status().is_success() {
            true => decode(answer),
            false => Err(fail(answer)),
        };
        let (core, options) = (driver.core().clone(), driver.options().clone());
        let first = driver.request();
        let end = driver.finish();
        let value = async move { end.await.map_err(|error| typed(error, fail).into()) };
        Paged::new(&core, first, options, Repeat::Safe, Follow::Get, read).after(Box::pin(value))
    }
}
