//! Bounds hold at their edges, and no reason shows the value.

use crate::support::InvalidParameter;
use crate::support::check::{
    exclusive_maximum, exclusive_minimum, max_items, max_length, maximum, min_items, min_length,
    minimum, multiple_of, multiple_of_float, unique_items,
};

fn reason(outcome: Result<(), InvalidParameter>) -> String {
    outcome.unwrap_err().reason.into_owned()
}

#[test]
fn lengths_are_counted_in_characters() {
    assert_eq!(min_length("n", "计算", 2), Ok(()));
    assert_eq!(max_length("n", "计算", 2), Ok(()));
    assert_eq!(min_length("n", "", 0), Ok(()));
    assert_eq!(max_length("n", "", 0), Ok(()));
    assert_eq!(reason(min_length("n", "", 1)), "needs at least 1 character");
    assert_eq!(
        reason(min_length("n", "计算", 3)),
        "needs at least 3 characters"
    );
    assert_eq!(
        reason(max_length("n", "计算", 1)),
        "takes at most 1 character"
    );
    assert_eq!(
        reason(max_length("n", &"r".repeat(91), 90)),
        "takes at most 90 characters"
    );
}

#[test]
fn numbers_are_held_to_their_bounds() {
    assert_eq!(minimum("n", 3, 3), Ok(()));
    assert_eq!(reason(minimum("n", 2, 3)), "must be at least 3");
    assert_eq!(maximum("n", 3, 3), Ok(()));
    assert_eq!(reason(maximum("n", 4, 3)), "must be at most 3");
    assert_eq!(exclusive_minimum("n", 3.5, 3.0), Ok(()));
    assert_eq!(
        reason(exclusive_minimum("n", 3, 3)),
        "must be greater than 3"
    );
    assert_eq!(exclusive_maximum("n", 2.5, 3.0), Ok(()));
    assert_eq!(reason(exclusive_maximum("n", 3, 3)), "must be less than 3");
}

#[test]
fn what_is_not_a_number_keeps_no_bound() {
    assert!(minimum("n", f64::NAN, 0.0).is_err());
    assert!(maximum("n", f64::NAN, 0.0).is_err());
    assert!(exclusive_minimum("n", f64::NAN, 0.0).is_err());
    assert!(exclusive_maximum("n", f64::NAN, 0.0).is_err());
    assert!(multiple_of_float("n", f64::NAN, 2.0).is_err());
    assert!(multiple_of_float("n", f64::INFINITY, 2.0).is_err());
}

#[test]
fn multiples_are_told_apart() {
    assert_eq!(multiple_of("n", 6_i32, 3_i32), Ok(()));
    assert_eq!(multiple_of("n", -6_i64, 3_i64), Ok(()));
    assert_eq!(multiple_of("n", u64::MAX, 5_u64), Ok(()));
    assert_eq!(
        reason(multiple_of("n", 7_i64, 3_i64)),
        "must be a multiple of 3"
    );
    assert_eq!(multiple_of("n", 7_i64, 0_i64), Ok(()));
    assert_eq!(multiple_of_float("n", 0.3, 0.1), Ok(()));
    assert_eq!(multiple_of_float("n", 0.3_f32, 0.1), Ok(()));
    assert_eq!(multiple_of_float("n", 3_i64, 1.5), Ok(()));
    assert_eq!(multiple_of_float("n", 1e15, 0.1), Ok(()));
    assert_eq!(multiple_of_float("n", 7.0, 0.0), Ok(()));
    assert_eq!(
        reason(multiple_of_float("n", 0.35, 0.1)),
        "must be a multiple of 0.1"
    );
}

#[test]
fn lists_are_counted_and_told_apart() {
    assert_eq!(min_items("n", &[1], 1), Ok(()));
    assert_eq!(reason(min_items("n", &[1], 2)), "needs at least 2 items");
    assert_eq!(max_items("n", &[1], 1), Ok(()));
    assert_eq!(reason(max_items("n", &[1, 2], 1)), "takes at most 1 item");
    assert_eq!(unique_items("n", &["a", "b", "c"]), Ok(()));
    assert_eq!(unique_items::<i32>("n", &[]), Ok(()));
    assert_eq!(
        reason(unique_items("n", &["a", "b", "a"])),
        "takes no item twice"
    );
}

#[test]
fn the_message_names_the_parameter_and_the_rule() {
    let error = min_length("subscriptionId", "", 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `subscriptionId` needs at least 1 character"
    );
}

#[test]
fn no_reason_shows_the_value() {
    let marker = "MARKER-IN-THE-VALUE";
    let refusals = [
        min_length("n", marker, 99).unwrap_err(),
        max_length("n", marker, 1).unwrap_err(),
        unique_items("n", &[marker, marker]).unwrap_err(),
        minimum("n", 31_337, 99_999).unwrap_err(),
        multiple_of("n", 31_337, 2).unwrap_err(),
    ];
    for refusal in refusals {
        let printed = format!("{refusal} {refusal:?}");
        assert!(
            !printed.contains(marker) && !printed.contains("31337"),
            "{printed}"
        );
    }
}
