//! One page after the other, by `azure_core`'s `PageIterator`.
//!
//! In: what asks for a page and says whether there is another one. Out: a stream of what it gives.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use azure_core::http::Context;
use azure_core::http::pager::{PageIterator, PagerContinuation, PagerOptions, PagerResult};
use futures_core::Stream;

/// A page under way: what comes of it, and whether there is another one.
pub type Turn<X> = Pin<Box<dyn Future<Output = azure_core::Result<(X, bool)>> + Send>>;

/// What comes of each page, until one has no other after it or fails.
pub struct Turns<X: Send>(PageIterator<X>);

impl<X: Send + 'static> Turns<X> {
    /// Pages that `turn` asks for, in this context; they have `begun` where the first one to be
    /// asked for is not the list's first.
    pub fn new(
        context: Context<'static>,
        begun: bool,
        turn: impl Fn(Context<'static>) -> Turn<X> + Send + Sync + 'static,
    ) -> Self {
        let options = PagerOptions {
            context,
            continuation: begun.then(elsewhere),
        };
        let pages = PageIterator::new(
            move |_, options: PagerOptions<'static>| {
                let turn = turn(options.context);
                Box::pin(async move {
                    let (response, more) = turn.await?;
                    Ok(if more {
                        let continuation = elsewhere();
                        PagerResult::More {
                            response,
                            continuation,
                        }
                    } else {
                        PagerResult::Done { response }
                    })
                })
            },
            Some(options),
        );
        Self(pages)
    }
}

impl<X: Send> Stream for Turns<X> {
    type Item = azure_core::Result<X>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.get_mut().0).poll_next(cx)
    }
}

/// Tells the iterator that there is another page, and not where: it logs what it is told, and a
/// link may hold a signature.
fn elsewhere() -> PagerContinuation {
    PagerContinuation::Token("kept by the walk".to_owned())
}
