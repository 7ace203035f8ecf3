//! Constraints that a description puts on a parameter, checked before anything is sent.
//!
//! In: the parameter's wire name, its value and the bound. Out: nothing, or [`InvalidParameter`],
//! whose reason states the rule and never the value, which may be a secret.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Display};

/// A parameter that breaks a rule of the description. Nothing has been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidParameter {
    /// The parameter's name on the wire.
    pub name: &'static str,
    /// The rule that it breaks, in words that go on from "the parameter …".
    pub reason: Cow<'static, str>,
}

impl InvalidParameter {
    /// Says that the parameter `name` breaks the rule `reason`.
    pub fn new(name: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        let reason = reason.into();
        Self { name, reason }
    }
}

impl Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parameter `{}` {}", self.name, self.reason)
    }
}

impl Error for InvalidParameter {}

/// Refuses a text of fewer than `bound` characters (Unicode scalar values).
pub fn min_length(name: &'static str, value: &str, bound: usize) -> Result<(), InvalidParameter> {
    // Only as many characters are counted as the bound needs.
    let enough = bound == 0 || value.chars().nth(bound - 1).is_some();
    demand(enough, name, || {
        format!("needs at least {}", count(bound, "character"))
    })
}

/// Refuses a text of more than `bound` characters (Unicode scalar values).
pub fn max_length(name: &'static str, value: &str, bound: usize) -> Result<(), InvalidParameter> {
    demand(value.chars().nth(bound).is_none(), name, || {
        format!("takes at most {}", count(bound, "character"))
    })
}

/// Refuses a number below `bound`, and one that cannot be compared with it.
pub fn minimum<T: PartialOrd + Display>(
    name: &'static str,
    value: T,
    bound: T,
) -> Result<(), InvalidParameter> {
    demand(value >= bound, name, || format!("must be at least {bound}"))
}

/// Refuses a number above `bound`, and one that cannot be compared with it.
pub fn maximum<T: PartialOrd + Display>(
    name: &'static str,
    value: T,
    bound: T,
) -> Result<(), InvalidParameter> {
    demand(value <= bound, name, || format!("must be at most {bound}"))
}

/// Refuses a number that is not above `bound`.
pub fn exclusive_minimum<T: PartialOrd + Display>(
    name: &'static str,
    value: T,
    bound: T,
) -> Result<(), InvalidParameter> {
    demand(value > bound, name, || {
        format!("must be greater than {bound}")
    })
}

/// Refuses a number that is not below `bound`.
pub fn exclusive_maximum<T: PartialOrd + Display>(
    name: &'static str,
    value: T,
    bound: T,
) -> Result<(), InvalidParameter> {
    demand(value < bound, name, || format!("must be less than {bound}"))
}

/// Refuses a whole number that is not a multiple of `bound`; a bound of zero refuses nothing.
pub fn multiple_of(
    name: &'static str,
    value: impl Into<i128>,
    bound: impl Into<i128>,
) -> Result<(), InvalidParameter> {
    let bound = bound.into();
    let fits = value.into().checked_rem(bound).unwrap_or(0) == 0;
    demand(fits, name, || format!("must be a multiple of {bound}"))
}

/// Refuses a number that is not a multiple of `bound`, give or take its rounding.
pub fn multiple_of_float(
    name: &'static str,
    value: impl Display,
    bound: f64,
) -> Result<(), InvalidParameter> {
    // The shortest text that means the value: an `f32` of 0.3 is not 0.3 as an `f64`.
    let times = value.to_string().parse().unwrap_or(f64::NAN) / bound;
    // 0.3 / 0.1 is 2.9999999999999996: what matters is how far the quotient is from a whole one.
    let fits = bound == 0.0 || (times - times.round()).abs() <= times.abs().max(1.0) * 1e-12;
    demand(fits, name, || format!("must be a multiple of {bound}"))
}

/// Refuses a list of fewer than `bound` items.
pub fn min_items<T>(name: &'static str, items: &[T], bound: usize) -> Result<(), InvalidParameter> {
    demand(items.len() >= bound, name, || {
        format!("needs at least {}", count(bound, "item"))
    })
}

/// Refuses a list of more than `bound` items.
pub fn max_items<T>(name: &'static str, items: &[T], bound: usize) -> Result<(), InvalidParameter> {
    demand(items.len() <= bound, name, || {
        format!("takes at most {}", count(bound, "item"))
    })
}

/// Refuses a list in which an item stands twice.
pub fn unique_items<T: PartialEq>(name: &'static str, items: &[T]) -> Result<(), InvalidParameter> {
    let mut rest = items;
    while let [first, after @ ..] = rest {
        demand(!after.contains(first), name, || {
            "takes no item twice".to_owned()
        })?;
        rest = after;
    }
    Ok(())
}

fn demand(
    holds: bool,
    name: &'static str,
    rule: impl FnOnce() -> String,
) -> Result<(), InvalidParameter> {
    if holds {
        return Ok(());
    }
    Err(InvalidParameter::new(name, rule()))
}

fn count(number: usize, of: &str) -> String {
    match number {
        1 => format!("1 {of}"),
        _ => format!("{number} {of}s"),
    }
}
