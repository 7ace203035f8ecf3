//! A value stays one segment, encoded once, and nothing is rewritten behind our back.

use crate::support::runtime::http::headers::HeaderName;
use crate::support::runtime::http::{Method, Url};
use crate::support::{CallOptions, InvalidParameter, ListStyle, Target};

fn target(endpoint: &str) -> Target {
    Target::new(&endpoint.parse::<Url>().unwrap())
}

fn url(target: Target) -> String {
    target.into_request(Method::Get).unwrap().url().to_string()
}

fn with_segment(value: &str) -> Result<String, InvalidParameter> {
    let mut target = target("https://service.test");
    target.literal("/computes/");
    target.segment("computeName", value);
    target.literal("/listKeys");
    let request = target.into_request(Method::Post)?;
    Ok(request.url().to_string())
}

fn with_raw(value: &str) -> Result<String, InvalidParameter> {
    let mut target = target("https://service.test");
    target.literal("/");
    target.raw("scope", value);
    target.literal("/locks");
    let request = target.into_request(Method::Get)?;
    Ok(request.url().to_string())
}

#[test]
fn a_value_is_one_segment_encoded_once() {
    let cases = [
        ("cluster", "cluster"),
        ("a b;#%", "a%20b%3B%23%25"),
        ("a/../b?x", "a%2F..%2Fb%3Fx"),
        ("a%2Fb", "a%252Fb"),
        ("计算", "%E8%AE%A1%E7%AE%97"),
        ("-._~", "-._~"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("\\..\\", "%5C..%5C"),
        ("\t\n\0", "%09%0A%00"),
        ("a|b^c`{d}", "a%7Cb%5Ec%60%7Bd%7D"),
    ];
    for (value, segment) in cases {
        assert_eq!(
            with_segment(value).unwrap(),
            format!("https://service.test/computes/{segment}/listKeys"),
        );
    }
}

#[test]
fn segments_that_would_be_dropped_are_refused() {
    for value in ["", ".", ".."] {
        let error = with_segment(value).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter `computeName` must not be empty, `.` or `..` in a path"
        );
    }
}

#[test]
fn a_part_of_a_segment_may_be_empty_and_no_whole_segment() {
    let with_parts = |prefix, id| {
        let mut target = target("https://service.test");
        target.literal("/things/");
        target.segment_or_empty("prefix", prefix);
        target.segment_or_empty("id", id);
        target.literal("/all");
        target.into_request(Method::Get)
    };
    for (prefix, id, path) in [
        ("5", "", "/things/5/all"),
        ("", "5", "/things/5/all"),
        ("5", ".json", "/things/5.json/all"),
        ("..", "5", "/things/..5/all"),
    ] {
        assert_eq!(with_parts(prefix, id).unwrap().url().path(), path);
    }
    for (prefix, id) in [("", ""), (".", "."), ("", "..")] {
        assert_eq!(
            with_parts(prefix, id).unwrap_err().to_string(),
            "parameter `prefix` must not be empty, `.` or `..` in a path"
        );
    }
    let mut root = target("https://service.test");
    root.segment_or_empty("id", "");
    assert!(root.into_request(Method::Get).is_err());
}

#[test]
fn a_literal_is_a_part_of_a_segment_too() {
    let mut target = target("https://service.test");
    target.literal("/files/");
    target.segment("name", ".");
    target.literal(".");
    target.segment("extension", ".");
    assert_eq!(url(target), "https://service.test/files/...");
}

#[test]
fn the_first_refusal_is_given_in_place_of_the_request() {
    let mut target = target("https://service.test");
    target.segment("first", "..");
    target.literal("/");
    target.check(Ok(()));
    target.header("second", "\n");
    target.check(Err(InvalidParameter::new("third", "is wrong")));
    target.segment("fourth", "right");
    let refused = target.into_request(Method::Get).unwrap_err();
    assert_eq!(refused.name, "first");
}

#[test]
fn headers_and_a_body_go_with_the_request() {
    let mut target = target("https://service.test");
    target.accept("application/json");
    target.header("If-Match", "1");
    target.json("text");
    let mut options = CallOptions::default();
    options.header("If-Match", "2");
    let mut request = target.into_request(Method::Put).unwrap();
    options.apply(&mut request).unwrap();
    let header = |name| {
        request
            .headers()
            .get_optional_string(&HeaderName::from_static(name))
    };
    assert_eq!(request.method(), Method::Put);
    assert_eq!(header("accept").as_deref(), Some("application/json"));
    assert_eq!(header("if-match").as_deref(), Some("2"));
    assert_eq!(header("content-type").as_deref(), Some("application/json"));
}

#[test]
fn the_base_path_is_kept() {
    for endpoint in [
        "https://host.test:8443/base/v1",
        "https://host.test:8443/base/v1/",
    ] {
        let mut target = target(endpoint);
        target.literal("/things");
        assert_eq!(url(target), "https://host.test:8443/base/v1/things");
    }
    assert_eq!(url(target("https://host.test")), "https://host.test/");
}

#[test]
fn a_literal_keeps_what_a_path_can_hold() {
    let mut target = target("https://host.test");
    target.literal("/a:b@c!$&'()*+,;=/é d%20e/[f]");
    assert_eq!(
        url(target),
        "https://host.test/a:b@c!$&'()*+,;=/%C3%A9%20d%20e/%5Bf%5D"
    );
}

#[test]
fn a_literal_that_would_be_rewritten_is_refused() {
    for literal in ["/a/../b", "/a/./b", "/a/%2e%2E/b", "/.."] {
        let mut target = target("https://host.test");
        target.literal(literal);
        assert!(target.into_request(Method::Get).is_err(), "{literal}");
    }
}

#[test]
fn a_raw_value_spans_segments() {
    let locks = |scope| format!("https://service.test/{scope}/locks");
    assert_eq!(
        with_raw("subscriptions/1").unwrap(),
        locks("subscriptions/1")
    );
    assert_eq!(
        with_raw("/subscriptions/1").unwrap(),
        locks("subscriptions/1")
    );
    assert_eq!(
        with_raw("subscriptions/1/").unwrap(),
        locks("subscriptions/1")
    );
    assert_eq!(with_raw("/").unwrap(), "https://service.test/locks");
    assert_eq!(with_raw("a%20b").unwrap(), locks("a%20b"));
    assert_eq!(with_raw("a?b#c\\d").unwrap(), locks("a%3Fb%23c%5Cd"));
}

#[test]
fn a_raw_value_leaves_its_place_no_more_than_another() {
    for value in [
        "", ".", "..", "a/../b", "a//b", "../a", "a/%2e%2e", "a/.%2E/b",
    ] {
        let error = with_raw(value).unwrap_err();
        assert_eq!(error.name, "scope", "{value}");
    }
}

#[test]
fn a_query_is_encoded_by_rfc_3986() {
    let mut target = target("https://host.test");
    target.literal("/things");
    target.query("api-version", "2025-09-01");
    target.query("$filter", "name eq 'a&b=c+d~e' 计");
    target.query("na me", "");
    assert_eq!(
        url(target),
        "https://host.test/things?api-version=2025-09-01\
         &$filter=name%20eq%20%27a%26b%3Dc%2Bd~e%27%20%E8%AE%A1&na%20me="
    );
}

#[test]
fn a_raw_query_keeps_reserved_characters() {
    let mut target = target("https://host.test");
    target.query_raw("to", "https://a.test/?b=c&d#e%20'f'");
    assert_eq!(
        url(target),
        "https://host.test/?to=https://a.test/?b=c%26d%23e%20%27f%27"
    );
}

#[test]
fn lists_are_joined_as_the_description_says() {
    let joined = |style| {
        let mut target = target("https://host.test");
        target.literal("/x");
        target.query("first", "1");
        target.query_list("tags", &["a,b", "c d"], style);
        url(target).replace("https://host.test/x?first=1&", "")
    };
    assert_eq!(joined(ListStyle::Comma), "tags=a%2Cb,c%20d");
    assert_eq!(joined(ListStyle::Space), "tags=a%2Cb%20c%20d");
    assert_eq!(joined(ListStyle::Tab), "tags=a%2Cb%09c%20d");
    assert_eq!(joined(ListStyle::Pipe), "tags=a%2Cb%7Cc%20d");
    assert_eq!(joined(ListStyle::Repeat), "tags=a%2Cb&tags=c%20d");
}

#[test]
fn an_empty_list_is_left_out() {
    let mut target = target("https://host.test");
    target.literal("/x");
    target.query_list::<i64>("tags", &[], ListStyle::Comma);
    assert_eq!(url(target), "https://host.test/x");
}

#[test]
fn a_fixed_query_goes_as_it_is_written() {
    let mut target = target("https://host.test");
    target.literal("/x");
    target.fixed_query("comp=list&restype=container");
    target.query("n", "1");
    assert_eq!(
        url(target),
        "https://host.test/x?comp=list&restype=container&n=1"
    );
}

#[test]
fn the_method_is_the_requests() {
    let request = target("https://host.test")
        .into_request(Method::Put)
        .unwrap();
    assert_eq!(request.method(), Method::Put);
}
