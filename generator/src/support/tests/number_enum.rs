//! Enumerations of numbers: what is known, what is kept, and what is refused.

use serde_json::json;

use crate::support::{Blank, ToText, number_enum};

#[derive(Clone, Debug, PartialEq)]
enum Level {
    Low,
    High,
    Other(i32),
}

impl Level {
    fn value(&self) -> i32 {
        match self {
            Self::Low => 1,
            Self::High => 3,
            Self::Other(number) => *number,
        }
    }
}

impl From<i32> for Level {
    fn from(number: i32) -> Self {
        match number {
            1 => Self::Low,
            3 => Self::High,
            other => Self::Other(other),
        }
    }
}

impl Blank for Level {
    fn blank() -> Self {
        Self::Other(0)
    }
}

number_enum!(Level, i32);

#[test]
fn numbers_that_are_not_known_are_kept() {
    let read: Vec<Level> = serde_json::from_value(json!([1, 3, -7])).unwrap();
    assert_eq!(read, [Level::Low, Level::High, Level::Other(-7)]);
    assert_eq!(serde_json::to_value(&read).unwrap(), json!([1, 3, -7]));
}

#[test]
fn texts_are_those_of_the_number() {
    assert_eq!(Level::High.to_text(), "3");
    assert_eq!(Level::Other(4).to_string(), "4");
    assert_eq!("1".parse(), Ok(Level::Low));
    assert_eq!(i32::from(Level::High), 3);
    assert!("Low".parse::<Level>().is_err());
}

#[test]
fn what_is_no_such_number_is_refused() {
    for wrong in [json!("1"), json!(1.5), json!(i64::MAX), json!(null)] {
        assert!(serde_json::from_value::<Level>(wrong).is_err());
    }
}
