//! Values are spelled as RFC 6570 and OpenAPI's table of style examples have it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fake::{ENDPOINT, request};
use crate::support::runtime::http::Method;
use crate::support::runtime::http::headers::HeaderName;
use crate::support::runtime::time::OffsetDateTime;
use crate::support::{
    Rfc3339, Spelled, Style, Target, add_cookie_spelled, add_header_spelled, add_headers_spelled,
    json_items_as, json_value,
};

const EMPTY: fn() -> Spelled = || Spelled::text("");
const TEXT: fn() -> Spelled = || Spelled::text("blue");

fn array() -> Spelled {
    Spelled::of("color", &["blue", "black", "brown"][..]).unwrap()
}

fn object() -> Spelled {
    let entries = [("R", "100"), ("G", "200"), ("B", "150")];
    let entries = entries.map(|(key, value)| (key.to_owned(), Spelled::text(value)));
    Spelled::Object(entries.into())
}

fn any(value: &Value) -> Spelled {
    Spelled::of("color", value).unwrap()
}

fn target() -> Target {
    Target::new(&ENDPOINT.parse().unwrap())
}

fn path(value: &Spelled, style: Style) -> String {
    let mut target = target();
    target.literal("/");
    target.segment_spelled("color", value, style);
    let request = target.into_request(Method::Get).unwrap();
    request.url().path().replacen("/", "", 1)
}

fn query(value: &Spelled, style: Style) -> String {
    let mut target = target();
    target.query_spelled("color", value, style);
    let request = target.into_request(Method::Get).unwrap();
    request.url().query().unwrap_or_default().to_owned()
}

#[test]
fn a_path_is_spelled_by_the_table() {
    // In `label` without explode OpenAPI 3.0.3 printed dots; RFC 6570 and OpenAPI 3.0.4 have commas.
    let rows = [
        (
            Style::Simple,
            "blue",
            "blue,black,brown",
            "R,100,G,200,B,150",
        ),
        (
            Style::SimpleExploded,
            "blue",
            "blue,black,brown",
            "R=100,G=200,B=150",
        ),
        (
            Style::Label,
            ".blue",
            ".blue,black,brown",
            ".R,100,G,200,B,150",
        ),
        (
            Style::LabelExploded,
            ".blue",
            ".blue.black.brown",
            ".R=100.G=200.B=150",
        ),
        (
            Style::Matrix,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            Style::MatrixExploded,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
    ];
    for (style, text, list, entries) in rows {
        assert_eq!(path(&TEXT(), style), text, "{style:?}");
        assert_eq!(path(&array(), style), list, "{style:?}");
        assert_eq!(path(&object(), style), entries, "{style:?}");
    }
    assert_eq!(path(&EMPTY(), Style::Matrix), ";color");
    assert_eq!(path(&EMPTY(), Style::MatrixExploded), ";color");
}

#[test]
fn a_query_is_spelled_by_the_table() {
    let rows = [
        (
            Style::Form,
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            Style::FormExploded,
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ),
        (
            Style::Space,
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Style::Tab,
            "color=blue%09black%09brown",
            "color=R%09100%09G%09200%09B%09150",
        ),
        (
            Style::Pipe,
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
    ];
    for (style, list, entries) in rows {
        assert_eq!(query(&TEXT(), style), "color=blue");
        assert_eq!(query(&EMPTY(), style), "color=");
        assert_eq!(query(&array(), style), list);
        assert_eq!(query(&object(), style), entries);
    }
    let deep = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    assert_eq!(query(&object(), Style::Deep), deep);
}

#[test]
fn a_deep_object_goes_as_deep_as_its_value() {
    let value = any(&json!({"a": {"b c": 1, "none": null}, "list": [true, null, "&"]}));
    let expected =
        "color%5Ba%5D%5Bb%20c%5D=1&color%5Blist%5D%5B0%5D=true&color%5Blist%5D%5B1%5D=%26";
    assert_eq!(query(&value, Style::Deep), expected);
    let list = any(&json!([{"a": 1, "b": [2]}, 3]));
    let expected = "color%5B0%5D%5Ba%5D=1&color%5B0%5D%5Bb%5D%5B0%5D=2&color%5B1%5D=3";
    assert_eq!(query(&list, Style::Deep), expected);
}

#[test]
fn texts_are_encoded_and_what_stands_between_them_is_not() {
    let value = any(&json!({"a,b": "c=d", "e/f": "ü;."}));
    assert_eq!(path(&value, Style::Simple), "a%2Cb,c%3Dd,e%2Ff,%C3%BC%3B.");
    assert_eq!(
        query(&value, Style::FormExploded),
        "a%2Cb=c%3Dd&e%2Ff=%C3%BC%3B."
    );
    let mut target = target();
    let value = any(&json!(["a/b", "c&d"]));
    target.query_spelled_raw("color", &value, Style::Form);
    let request = target.into_request(Method::Get).unwrap();
    assert_eq!(request.url().query(), Some("color=a/b,c%26d"));
}

#[test]
fn nothing_is_sent_for_nothing() {
    for nothing in [
        json!(null),
        json!([]),
        json!({}),
        json!([null]),
        json!({"a": null}),
    ] {
        assert_eq!(query(&any(&nothing), Style::Form), "");
        assert_eq!(query(&any(&nothing), Style::Deep), "");
        let mut request = request(Method::Get);
        add_header_spelled(&mut request, "X-A", &any(&nothing), Style::Simple).unwrap();
        add_cookie_spelled(&mut request, "a", &any(&nothing), Style::Form);
        assert_eq!(request.headers().iter().count(), 0);
    }
}

#[test]
fn what_would_be_no_segment_is_refused() {
    for (value, style) in [
        (json!(""), Style::Simple),
        (json!([]), Style::Simple),
        (json!(".."), Style::Simple),
        (json!(""), Style::Label),
        (json!("."), Style::Label),
        (json!(["", ""]), Style::LabelExploded),
    ] {
        let mut target = target();
        target.segment_spelled("color", &any(&value), style);
        let refused = target.into_request(Method::Get);
        assert_eq!(refused.unwrap_err().name, "color", "{value}");
    }
}

#[test]
fn what_lies_inside_is_json() {
    let lists = any(&json!([[1, "a"], {"b": null, "c": true}, 2]));
    for (style, expected) in [
        (
            Style::Form,
            "color=%5B1%2C%22a%22%5D,%7B%22b%22%3Anull%2C%22c%22%3Atrue%7D,2",
        ),
        (
            Style::FormExploded,
            "color=%5B1%2C%22a%22%5D&color=%7B%22b%22%3Anull%2C%22c%22%3Atrue%7D&color=2",
        ),
    ] {
        assert_eq!(query(&lists, style), expected);
    }
    let object = any(&json!({"a": {"b": 0.5}, "c": 1}));
    let inner = "%7B%22b%22%3A0.5%7D";
    assert_eq!(
        query(&object, Style::FormExploded),
        format!("a={inner}&c=1")
    );
    assert_eq!(path(&object, Style::Simple), format!("a,{inner},c,1"));
    let mut request = request(Method::Get);
    add_header_spelled(&mut request, "X-A", &object, Style::SimpleExploded).unwrap();
    let name = HeaderName::from_static("x-a");
    let header = request.headers().get_optional_str(&name);
    assert_eq!(header, Some(r#"a={"b":0.5},c=1"#));
}

#[test]
fn a_list_in_an_object_repeats_its_name_where_names_are_written() {
    let object = any(&json!({"sort": ["a", null, "b"], "none": [], "page": 1}));
    for (style, expected) in [
        (Style::FormExploded, "sort=a&sort=b&page=1"),
        (
            Style::Form,
            "color=sort,%5B%22a%22%2Cnull%2C%22b%22%5D,page,1",
        ),
    ] {
        assert_eq!(query(&object, style), expected);
    }
    assert_eq!(
        path(&object, Style::MatrixExploded),
        ";sort=a;sort=b;page=1"
    );
    let list = "sort=%5B%22a%22%2Cnull%2C%22b%22%5D,page=1";
    assert_eq!(path(&object, Style::SimpleExploded), list);
}

#[test]
fn lists_of_lists_are_joined_as_described() {
    let points = || any(&json!([[-122, 47.5], [-121, 46]]));
    let pairs = points().joined(&[","]);
    assert_eq!(query(&pairs, Style::Pipe), "color=-122%2C47.5%7C-121%2C46");
    let deeper = any(&json!([[["a", "b"], ["c"]], [["d"]]])).joined(&[";", ","]);
    assert_eq!(
        query(&deeper, Style::FormExploded),
        "color=a%2Cb%3Bc&color=d"
    );
    let less = any(&json!([[["a"]]])).joined(&["|"]);
    assert_eq!(query(&less, Style::Form), "color=%5B%22a%22%5D");
}

#[test]
fn headers_and_cookies_are_spelled_as_they_can_carry_it() {
    let mut request = request(Method::Get);
    add_header_spelled(&mut request, "X-A", &object(), Style::SimpleExploded).unwrap();
    add_cookie_spelled(&mut request, "color", &array(), Style::Cookies);
    add_cookie_spelled(&mut request, "joined", &array(), Style::Form);
    let object = any(&json!({"a&b": 1, "c": "d;\"e 5%"}));
    add_cookie_spelled(&mut request, "color", &object, Style::Cookies);
    let header = |name| {
        request
            .headers()
            .get_optional_str(&HeaderName::from_static(name))
    };
    assert_eq!(header("x-a"), Some("R=100,G=200,B=150"));
    assert_eq!(
        header("cookie"),
        Some(
            "color=blue; color=black; color=brown; joined=blue,black,brown; a&b=1; c=d%3B%22e%205%25"
        )
    );
    let bad = any(&json!(["a\nb"]));
    assert!(add_header_spelled(&mut request, "X-A", &bad, Style::Simple).is_err());
}

#[test]
fn entries_become_headers_with_a_prefix() {
    let mut request = request(Method::Get);
    let entries = BTreeMap::from([("Kind".to_owned(), "a b".to_owned())]);
    let entries = Spelled::of("meta", &entries).unwrap();
    add_headers_spelled(&mut request, "x-ms-meta-", &entries).unwrap();
    let name = HeaderName::from_static("x-ms-meta-kind");
    assert_eq!(request.headers().get_optional_str(&name), Some("a b"));

    let bad = any(&json!({"not a name": "1"}));
    assert!(add_headers_spelled(&mut request, "x-ms-meta-", &bad).is_err());
}

#[test]
fn leaves_are_spelled_in_their_own_form() {
    let times = [OffsetDateTime::UNIX_EPOCH];
    let spelled = Spelled::items_as::<Rfc3339>("at", &times).unwrap();
    assert_eq!(
        query(&spelled, Style::Form),
        "color=1970-01-01T00%3A00%3A00Z"
    );
    let numbers = any(&json!([1, -2, 0.5, 18_446_744_073_709_551_615_u64, true]));
    assert_eq!(
        query(&numbers, Style::Form),
        "color=1,-2,0.5,18446744073709551615,true"
    );
    let single = Spelled::of("color", &[0.1_f32][..]).unwrap();
    assert_eq!(query(&single, Style::Form), "color=0.1");
}

#[test]
fn a_value_can_travel_as_json() {
    assert_eq!(json_value("a", "b\"c").unwrap(), r#""b\"c""#);
    let times = [OffsetDateTime::UNIX_EPOCH; 2];
    assert_eq!(
        json_items_as::<Rfc3339>("a", &times).unwrap(),
        r#"["1970-01-01T00:00:00Z","1970-01-01T00:00:00Z"]"#
    );
}
