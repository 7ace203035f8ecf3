use std::net::Ipv4Addr;

use super::super::{Decoded, EncodedAs, List, Maybe, Mode, Theirs};

type Codec = Maybe<List<Theirs<Ipv4Addr>>>;

#[test]
fn a_type_of_the_callers_is_read_and_written_by_its_own_code() {
    let Decoded(value): Decoded<Codec> = serde_json::from_str("[\"127.0.0.1\"]").unwrap();
    assert_eq!(value, Some(vec![Ipv4Addr::LOCALHOST]));
    let written = EncodedAs::<Codec> {
        value: &value,
        mode: Mode::Full,
    };
    assert_eq!(serde_json::to_string(&written).unwrap(), "[\"127.0.0.1\"]");
}

#[test]
fn what_it_refuses_is_not_quoted() {
    let read = serde_json::from_str::<Decoded<Codec>>("[\"hunter2\"]");
    let error = read.err().unwrap().to_string();
    assert!(error.contains("expected a `core::net::"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}
