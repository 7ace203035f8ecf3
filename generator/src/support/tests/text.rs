//! Values become the text that the wire formats ask for.

use std::borrow::Cow;

use crate::support::runtime::Uuid;
use crate::support::runtime::time::{Duration, OffsetDateTime, parse_rfc3339};
use crate::support::text::{base64, cookie, header, joined, rfc3339, rfc7231, unix_time};
use crate::support::{Blank, ListStyle, TextEnum, ToText, text_enum};

#[test]
fn plain_values_are_written_as_json_would_write_them() {
    assert_eq!("a b".to_text(), "a b");
    assert_eq!("a b".to_owned().to_text(), "a b");
    assert_eq!(Cow::Borrowed("a b").to_text(), "a b");
    assert_eq!(true.to_text(), "true");
    assert_eq!(false.to_text(), "false");
    assert_eq!((-7_i32).to_text(), "-7");
    assert_eq!(i64::MIN.to_text(), "-9223372036854775808");
    assert_eq!(u32::MAX.to_text(), "4294967295");
    assert_eq!(u64::MAX.to_text(), "18446744073709551615");
    assert_eq!(0.1_f32.to_text(), "0.1");
    assert_eq!(2.5_f64.to_text(), "2.5");
    let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(id.parse::<Uuid>().unwrap().to_text(), id);
}

#[test]
fn text_is_not_copied() {
    assert!(matches!("a".to_text(), Cow::Borrowed("a")));
    assert!(matches!((&&"a").to_text(), Cow::Borrowed("a")));
}

#[test]
fn lists_are_joined() {
    let items = ["a", "b c"];
    assert_eq!(joined(&items, ListStyle::Comma), "a,b c");
    assert_eq!(joined(&items, ListStyle::Space), "a b c");
    assert_eq!(joined(&items, ListStyle::Tab), "a\tb c");
    assert_eq!(joined(&items, ListStyle::Pipe), "a|b c");
    assert_eq!(joined(&[1, 2], ListStyle::Repeat), "1,2");
    assert_eq!(joined::<bool>(&[], ListStyle::Comma), "");
}

#[test]
fn moments_are_written_in_utc() {
    let moment = parse_rfc3339("1994-11-06T10:49:37.5+02:00").unwrap();
    assert_eq!(rfc3339("n", &moment).unwrap(), "1994-11-06T08:49:37.5Z");
    assert_eq!(
        rfc7231("n", &moment).unwrap(),
        "Sun, 06 Nov 1994 08:49:37 GMT"
    );
    assert_eq!(unix_time(&moment), "784111777");
}

#[test]
fn a_year_that_the_format_cannot_write_is_refused() {
    let before = OffsetDateTime::UNIX_EPOCH - Duration::days(365 * 3000);
    let error = rfc3339("since", &before).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `since` must lie in the years 0 to 9999"
    );
    assert!(rfc7231("since", &before).is_err());
}

#[test]
fn an_offset_with_seconds_is_no_trouble() {
    let odd = time::UtcOffset::from_hms(0, 19, 32).unwrap();
    let moment = OffsetDateTime::UNIX_EPOCH.to_offset(odd);
    assert_eq!(rfc3339("n", &moment).unwrap(), "1970-01-01T00:00:00Z");
}

#[test]
fn bytes_are_base64() {
    assert_eq!(base64(&[0xFB, 0xFF, 0x00]), "+/8A");
    assert_eq!(base64(&[0xFB]), "+w==");
}

#[test]
fn a_header_carries_visible_ascii() {
    assert_eq!(
        header("n", "a b\tc; \"d\"").unwrap().as_str(),
        "a b\tc; \"d\""
    );
    for refused in ["a\r\nx: y", "a\0", "é", "a\u{7f}"] {
        let error = header("x-name", refused).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter `x-name` has a character that a header cannot carry"
        );
    }
}

#[test]
fn a_cookie_carries_no_separator() {
    assert_eq!(cookie("session", "a+/=%20").unwrap(), "session=a+/=%20");
    for refused in ["a;b", "a b", "a,b", "a\"b", "a\\b", "é", "a\n"] {
        assert!(cookie("session", refused).is_err(), "{refused:?}");
    }
}

/// A closed enumeration, as the generator writes it.
#[derive(Clone, Debug)]
enum Order {
    Ascending,
    Descending,
}

impl Order {
    fn as_str(&self) -> &str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }
}

impl TextEnum for Order {
    const NAME: &'static str = "Order";
    const KNOWN: &'static [Self] = &[Self::Ascending, Self::Descending];
    const ALLOWED: &'static [&'static str] = &["asc", "desc"];
}

impl Blank for Order {
    fn blank() -> Self {
        Self::Ascending
    }
}

text_enum!(Order);

#[test]
fn an_enumeration_is_its_text() {
    assert_eq!(Order::Descending.to_text(), "desc");
    let all = [Order::Ascending, Order::Descending];
    assert_eq!(joined(&all, ListStyle::Comma), "asc,desc");
}
