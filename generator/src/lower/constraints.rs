//! What a value has to meet that two schemas constrain.
//!
//! Comes in: the constraints of either. Goes out: those of both, of which the tighter bound counts.

use std::cmp::Ordering;

use serde_json::Number;

use crate::model::Constraints;

/// The constraints of both. What cannot be joined is the other's.
pub(super) fn both(base: Constraints, other: Constraints) -> Constraints {
    let (minimum, exclusive_minimum) = tighter(
        (base.minimum, base.exclusive_minimum),
        (other.minimum, other.exclusive_minimum),
        Ordering::Greater,
    );
    let (maximum, exclusive_maximum) = tighter(
        (base.maximum, base.exclusive_maximum),
        (other.maximum, other.exclusive_maximum),
        Ordering::Less,
    );
    Constraints {
        min_length: base.min_length.max(other.min_length),
        max_length: least(base.max_length, other.max_length),
        pattern: other.pattern.or(base.pattern),
        minimum,
        exclusive_minimum,
        maximum,
        exclusive_maximum,
        multiple_of: other.multiple_of.or(base.multiple_of),
        min_items: base.min_items.max(other.min_items),
        max_items: least(base.max_items, other.max_items),
        unique_items: base.unique_items || other.unique_items,
        listed: match other.listed.is_empty() {
            true => base.listed,
            false => other.listed,
        },
    }
}

/// A bound, and whether it is out itself.
type Bound = (Option<Number>, bool);

/// The bound that is in this order to the other one.
fn tighter(one: Bound, other: Bound, order: Ordering) -> Bound {
    let (Some(first), Some(second)) = (&one.0, &other.0) else {
        return if one.0.is_some() { one } else { other };
    };
    match compare(first, second) {
        Ordering::Equal => (one.0, one.1 || other.1),
        found if found == order => one,
        Ordering::Less | Ordering::Greater => other,
    }
}

fn compare(one: &Number, other: &Number) -> Ordering {
    let float = |number: &Number| number.as_f64().unwrap_or_default();
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one.cmp(&other),
        (Some(_), None) | (None, _) => float(one).total_cmp(&float(other)),
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, None) => one,
        (None, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(least: i64, greatest: f64, exclusive: bool) -> Constraints {
        Constraints {
            minimum: Some(least.into()),
            exclusive_minimum: exclusive,
            maximum: Number::from_f64(greatest),
            exclusive_maximum: exclusive,
            ..Constraints::default()
        }
    }

    #[test]
    fn the_tighter_bound_counts() {
        let narrow = between(5, 9.5, false);
        let wide = between(0, 10.0, true);
        for found in [
            both(narrow.clone(), wide.clone()),
            both(wide.clone(), narrow.clone()),
        ] {
            assert_eq!(found, narrow);
        }
        // Of equal ones the one that is out itself.
        assert_eq!(both(between(0, 10.0, false), wide.clone()), wide);
        assert_eq!(both(Constraints::default(), wide.clone()), wide);
        assert_eq!(both(wide.clone(), Constraints::default()), wide);
    }
}
