//! One page after the other.
//!
//! In: what asks for a page and says whether there is another one. Out: a stream of what it gives.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use futures_core::Stream;

use super::runtime;
use super::runtime::http::Context;

/// A page under way: what comes of it, and whether there is another one.
pub type Turn<X> = Pin<Box<dyn Future<Output = runtime::Result<(X, bool)>> + Send>>;

/// What comes of each page, until one has no other after it or fails.
pub struct Turns<X> {
    context: Context<'static>,
    turn: Box<dyn Fn(Context<'static>) -> Turn<X> + Send + Sync>,
    state: State<X>,
}

enum State<X> {
    /// Nothing is asked for before somebody polls.
    Between,
    Asked(Turn<X>),
    Ended,
}

impl<X> Turns<X> {
    /// Pages that `turn` asks for, in this context. Whether they have begun before makes no
    /// difference here.
    pub fn new(
        context: Context<'static>,
        _begun: bool,
        turn: impl Fn(Context<'static>) -> Turn<X> + Send + Sync + 'static,
    ) -> Self {
        Self {
            context,
            turn: Box::new(turn),
            state: State::Between,
        }
    }
}

impl<X> Stream for Turns<X> {
    type Item = runtime::Result<X>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match &mut this.state {
                State::Between => this.state = State::Asked((this.turn)(this.context.clone())),
                State::Asked(turn) => {
                    let outcome = ready!(turn.as_mut().poll(cx));
                    this.state = match outcome {
                        Ok((_, true)) => State::Between,
                        Ok((_, false)) | Err(_) => State::Ended,
                    };
                    return Poll::Ready(Some(outcome.map(|(page, _)| page)));
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}
