//! When a request is sent again, and after how long.
//!
//! In: what came of a try, the call's [`Repeat`] and the time it has left. Out: a wait, or the
//! outcome as it is. The base's own policy sees neither of the two, so this one stands in its
//! place.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::runtime::WAITS;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::headers::{HeaderName, Headers, RETRY_AFTER};
use super::runtime::http::policies::{Policy, PolicyResult};
use super::runtime::http::{Context, Request, RetryOptions, StatusCode};
use super::runtime::sleep::sleep;
use super::runtime::time::{OffsetDateTime, parse_rfc7231};
use super::{BrokenBody, Call, Repeat, core_duration, pass_on};

/// How a client retries: by default 3 times within 30 seconds, waiting 0.5, 1 and 2 seconds (and
/// less, by chance), or as long as the service asks for.
///
/// A request that must not be repeated is sent again only where the service cannot have acted on
/// it: no connection came about, or the answer was 429 or 503.
#[derive(Clone, Debug, Default)]
pub struct Retry {
    mode: Mode,
}

#[derive(Clone, Debug, Default)]
enum Mode {
    /// Nothing was said: `core.retry` if the caller changed that, else the default rules.
    #[default]
    Unset,
    Rules(Rules),
    Core(RetryOptions),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rules {
    max_retries: u32,
    max_elapsed: Duration,
    initial_delay: Duration,
    max_delay: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            max_retries: 3,
            max_elapsed: Duration::from_secs(30),
            initial_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(10),
        }
    }
}

impl Retry {
    /// Sends every request once.
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// Leaves retrying to the library that the crate stands on: it repeats every method alike, and
    /// knows no time limit.
    pub fn core(options: RetryOptions) -> Self {
        let mode = Mode::Core(options);
        Self { mode }
    }

    /// Sends a request again this many times at most.
    pub fn max_retries(self, retries: u32) -> Self {
        self.with(|rules| rules.max_retries = retries)
    }

    /// Begins no retry later than this after the call began.
    pub fn max_elapsed(self, elapsed: Duration) -> Self {
        self.with(|rules| rules.max_elapsed = elapsed)
    }

    /// Waits this long before the first retry, twice as long before the next, and so on.
    pub fn initial_delay(self, delay: Duration) -> Self {
        self.with(|rules| rules.initial_delay = delay)
    }

    /// Never waits longer than this by itself; the service may ask for longer.
    pub fn max_delay(self, delay: Duration) -> Self {
        self.with(|rules| rules.max_delay = delay)
    }

    /// What to put into the pipeline: a policy of ours, or the base's options.
    ///
    /// `core` is what the caller's options of the base say; it counts when they were changed and
    /// nothing was said here.
    pub(super) fn install(self, core: RetryOptions) -> (Option<Arc<dyn Policy>>, RetryOptions) {
        let rules = match self.mode {
            Mode::Core(options) => return (None, options),
            Mode::Unset if was_changed(&core) => return (None, core),
            Mode::Unset => Rules::default(),
            Mode::Rules(rules) => rules,
        };
        (Some(Arc::new(RetryPolicy { rules })), RetryOptions::none())
    }

    /// Changes one of our rules; what was handed over to the base is taken back.
    fn with(self, change: impl FnOnce(&mut Rules)) -> Self {
        let mut rules = match self.mode {
            Mode::Rules(rules) => rules,
            Mode::Unset | Mode::Core(_) => Rules::default(),
        };
        change(&mut rules);
        let mode = Mode::Rules(rules);
        Self { mode }
    }
}

/// `RetryOptions` can be compared by what they print alone.
fn was_changed(options: &RetryOptions) -> bool {
    format!("{options:?}") != format!("{:?}", RetryOptions::default())
}

#[derive(Debug)]
struct RetryPolicy {
    rules: Rules,
}

#[async_trait]
impl Policy for RetryPolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let call = ctx.value::<Call>();
        let begun = Instant::now();
        let mut retries = 0;
        loop {
            let outcome = pass_on(ctx, request, next).await;
            let Some(asked) = wish(&outcome, call.map_or(Repeat::Once, Call::repeat)) else {
                return outcome;
            };
            let wait = asked.max(self.rules.backoff(retries));
            if retries >= self.rules.max_retries || wait >= self.rules.left(begun, call) {
                return outcome;
            }
            drop(outcome);
            sleep(core_duration(wait)).await;
            request.body_mut().reset().await?;
            retries += 1;
        }
    }
}

impl Rules {
    /// The wait before the retry after `retries` others: doubled each time, capped, and by chance
    /// up to half shorter, so that many clients do not come back at once.
    fn backoff(&self, retries: u32) -> Duration {
        let doubled = self
            .initial_delay
            .saturating_mul(2_u32.saturating_pow(retries));
        let delay = doubled.min(self.max_delay);
        // In whole parts: the floating-point methods of `Duration` can overflow.
        let half = delay / 2;
        half + (half / 255) * u32::from(chance())
    }

    /// The longest wait that still leaves time for a try.
    fn left(&self, begun: Instant, call: Option<&Call>) -> Duration {
        let ours = self.max_elapsed.saturating_sub(begun.elapsed());
        call.and_then(Call::left)
            .map_or(ours, |left| left.min(ours))
    }
}

/// Whether to try again, and how long the service wants us to wait at least.
fn wish(outcome: &PolicyResult, repeat: Repeat) -> Option<Duration> {
    match outcome {
        Ok(response) if is_retried(response.status(), repeat) => {
            Some(asked_for(response.headers()).unwrap_or_default())
        }
        Ok(_) => None,
        Err(error) => may_repeat(error, repeat).then_some(Duration::ZERO),
    }
}

fn is_retried(status: StatusCode, repeat: Repeat) -> bool {
    match u16::from(status) {
        429 | 503 => true,
        408 | 500 | 502 | 504 => repeat == Repeat::Safe,
        _ => false,
    }
}

fn may_repeat(error: &Error, repeat: Repeat) -> bool {
    match error.kind() {
        ErrorKind::Connection => true,
        ErrorKind::Io => match error.downcast_ref::<BrokenBody>() {
            Some(broken) => repeat == Repeat::Safe || is_retried(broken.status, repeat),
            None => repeat == Repeat::Safe,
        },
        _ => false,
    }
}

/// The wait that a response asks for, in milliseconds by the base's headers or by RFC 9110's own.
pub fn asked_for(headers: &Headers) -> Option<Duration> {
    let mut precise = WAITS.iter();
    precise
        .find_map(|name| milliseconds(headers, name))
        .or_else(|| retry_after(headers.get_optional_str(&RETRY_AFTER)?.trim()))
}

fn milliseconds(headers: &Headers, name: &HeaderName) -> Option<Duration> {
    let text = headers.get_optional_str(name)?;
    text.trim().parse().ok().map(Duration::from_millis)
}

/// RFC 9110, section 10.2.3: seconds, or a date.
fn retry_after(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = parse_rfc7231(text).ok()? - OffsetDateTime::now_utc();
    // A date that has passed is a wait of nothing.
    Some(Duration::try_from(until).unwrap_or_default())
}

/// A byte by chance: the standard library's hasher is seeded at random, which is all the
/// randomness that this needs.
fn chance() -> u8 {
    let [byte, ..] = RandomState::new().build_hasher().finish().to_le_bytes();
    byte
}
