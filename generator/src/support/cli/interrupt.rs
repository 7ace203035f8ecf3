//! Somebody who does not want to wait any longer.

use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

/// Makes what is done once somebody interrupts.
pub type Interrupt = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>;

/// By Ctrl-C.
pub(super) fn keyboard() -> Interrupt {
    Arc::new(|| {
        Box::pin(async {
            // Where there are no signals nobody interrupts.
            if tokio::signal::ctrl_c().await.is_err() {
                pending().await
            }
        })
    })
}

/// What some work comes to; nothing where it is interrupted.
pub(super) async fn unless_interrupted<T>(
    interrupt: &Interrupt,
    work: impl Future<Output = T>,
) -> Option<T> {
    let (mut work, mut interrupted) = (pin!(work), interrupt());
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => interrupted.as_mut().poll(cx).map(|()| None),
    })
    .await
}
