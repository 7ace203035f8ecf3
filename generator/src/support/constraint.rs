//! Constraints of parameters as data.
//!
//! In: a parameter's value and a bound of the description. Out: nothing, or [`InvalidParameter`].

use super::{InvalidParameter, Spelled, Value, check, listed};

/// What a description demands of a parameter's value.
#[derive(Clone, Copy, Debug)]
pub enum Constraint {
    /// At least so many characters.
    MinLength(usize),
    /// At most so many characters.
    MaxLength(usize),
    /// A rule for texts, and what it goes by: a pattern.
    Text(TextRule, &'static str),
    /// One of these texts.
    Listed(&'static [&'static str]),
    /// A bound of a whole number.
    Whole(Bound, i128),
    /// A bound of any number.
    Float(Bound, f64),
    /// What a whole number is a multiple of.
    MultipleOf(i128),
    /// What a number is a multiple of, give or take its rounding.
    MultipleOfFloat(f64),
    /// At least so many items.
    MinItems(usize),
    /// At most so many items.
    MaxItems(usize),
    /// No item stands twice.
    UniqueItems,
}

/// A rule for texts: the parameter's name, its text, and what the rule goes by.
pub type TextRule = fn(&'static str, &str, &'static str) -> Result<(), InvalidParameter>;

/// On which side of a bound a number lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Not below it.
    Minimum,
    /// Not above it.
    Maximum,
    /// Above it.
    ExclusiveMinimum,
    /// Below it.
    ExclusiveMaximum,
}

impl Constraint {
    /// Refuses a value that breaks it.
    pub fn check(self, name: &'static str, value: &Value<'_>) -> Result<(), InvalidParameter> {
        match self {
            Self::MinLength(_) | Self::MaxLength(_) | Self::Text(..) | Self::Listed(_) => {
                self.check_text(name, &value.plain())
            }
            Self::Whole(bound, limit) => match value.plain().parse() {
                Ok(number) => bound.check::<i128>(name, number, limit),
                Err(_) => Ok(()),
            },
            // JSON has no way to write what is no number.
            Self::Float(bound, limit) => {
                let number = value.plain().parse().unwrap_or(f64::NAN);
                bound.check::<f64>(name, number, limit)
            }
            Self::MultipleOf(divisor) => match value.plain().parse::<i128>() {
                Ok(number) => check::multiple_of(name, number, divisor),
                Err(_) => Ok(()),
            },
            Self::MultipleOfFloat(divisor) => {
                check::multiple_of_float(name, value.plain(), divisor)
            }
            Self::MinItems(_) | Self::MaxItems(_) | Self::UniqueItems => match value {
                Value::Items(items) => self.check_items(name, items),
                Value::Tree(Spelled::List(items)) => self.check_items(name, items),
                Value::Json(json) => {
                    let items: Vec<serde_json::Value> =
                        serde_json::from_str(json).unwrap_or_default();
                    self.check_items(name, &items)
                }
                Value::Text(_) | Value::Secret(_) | Value::Tree(_) | Value::Refused(_) => Ok(()),
            },
        }
    }

    fn check_items<T: PartialEq>(
        self,
        name: &'static str,
        items: &[T],
    ) -> Result<(), InvalidParameter> {
        match self {
            Self::MinItems(bound) => check::min_items(name, items, bound),
            Self::MaxItems(bound) => check::max_items(name, items, bound),
            Self::UniqueItems => check::unique_items(name, items),
            Self::MinLength(_)
            | Self::MaxLength(_)
            | Self::Text(..)
            | Self::Listed(_)
            | Self::Whole(..)
            | Self::Float(..)
            | Self::MultipleOf(_)
            | Self::MultipleOfFloat(_) => Ok(()),
        }
    }

    /// The same of a text.
    pub fn check_text(self, name: &'static str, text: &str) -> Result<(), InvalidParameter> {
        match self {
            Self::MinLength(bound) => check::min_length(name, text, bound),
            Self::MaxLength(bound) => check::max_length(name, text, bound),
            Self::Text(rule, by) => rule(name, text, by),
            Self::Listed(all) => listed(name, text, all),
            Self::Whole(..)
            | Self::Float(..)
            | Self::MultipleOf(_)
            | Self::MultipleOfFloat(_)
            | Self::MinItems(_)
            | Self::MaxItems(_)
            | Self::UniqueItems => Ok(()),
        }
    }
}

/// Refuses a text that breaks one of some constraints.
pub fn check_text(
    name: &'static str,
    text: &str,
    constraints: &[Constraint],
) -> Result<(), InvalidParameter> {
    let mut all = constraints.iter();
    all.try_for_each(|constraint| constraint.check_text(name, text))
}

impl Bound {
    fn check<T: PartialOrd + std::fmt::Display>(
        self,
        name: &'static str,
        value: T,
        limit: T,
    ) -> Result<(), InvalidParameter> {
        match self {
            Self::Minimum => check::minimum(name, value, limit),
            Self::Maximum => check::maximum(name, value, limit),
            Self::ExclusiveMinimum => check::exclusive_minimum(name, value, limit),
            Self::ExclusiveMaximum => check::exclusive_maximum(name, value, limit),
        }
    }
}
