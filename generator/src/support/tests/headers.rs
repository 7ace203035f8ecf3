//! A caller's headers are taken in any case, refused where they are none, and win.

use super::fake::{Answer, Fake, request};
use crate::support::runtime::http::Method;
use crate::support::runtime::http::headers::HeaderName;
use crate::support::{CallOptions, HeaderKey, Repeat, add_cookie, add_header};

fn with_header(name: &'static str, value: &'static str) -> CallOptions<'static> {
    let mut options = CallOptions::default();
    options.header(name, value);
    options
}

#[tokio::test]
async fn a_callers_header_wins_over_the_pipelines() {
    for name in ["authorization", "user-agent"] {
        let fake = Fake::new([Answer::reply(503, ""), Answer::json(200, "{}")]);
        let options = with_header(name, "mine");
        let mut request = request(Method::Get);
        options.apply(&mut request).unwrap();
        fake.core()
            .send(request, options, Repeat::Safe)
            .await
            .unwrap();
        for sent in fake.sent() {
            assert_eq!(sent.header(name), Some("mine"));
        }
        assert_eq!(fake.count(), 2);
    }
}

#[test]
fn a_header_is_named_in_any_case() {
    let named = |key: &str| key.into_header_name().unwrap();
    assert_eq!(named("X-Custom").as_str(), "x-custom");
    assert_eq!(
        "If-Match".to_owned().into_header_name().unwrap().as_str(),
        "if-match"
    );
    let constant = HeaderName::from_static("x-constant");
    assert_eq!(constant.clone().into_header_name().unwrap(), constant);
    assert!(
        HeaderName::from_static("not a name")
            .into_header_name()
            .is_err()
    );
}

#[test]
fn what_is_no_header_is_refused_when_the_request_is_made() {
    for name in ["", "a b", "a:", "é", "计算", "a\n"] {
        let error = with_header(name, "v")
            .apply(&mut request(Method::Get))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter `header` has a name that no header can have"
        );
    }
    let injected = with_header("x-name", "MARKER\r\nx-other: 1");
    let error = injected.apply(&mut request(Method::Get)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `header` `x-name` has a character that a header cannot carry"
    );
}

#[test]
fn a_later_header_replaces_an_earlier_one() {
    let mut options = with_header("x-name", "one");
    options.header("X-Name", "two".to_owned());
    let mut request = request(Method::Get);
    options.apply(&mut request).unwrap();
    let name = HeaderName::from_static("x-name");
    assert_eq!(request.headers().get_optional_str(&name), Some("two"));
}

#[test]
fn a_header_parameter_goes_by_its_name_in_any_case() {
    let mut request = request(Method::Get);
    add_header(&mut request, "If-Match", "\"etag\"").unwrap();
    let name = HeaderName::from_static("if-match");
    assert_eq!(request.headers().get_optional_str(&name), Some("\"etag\""));
    let error = add_header(&mut request, "If-Match", "MARKER\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `If-Match` has a character that a header cannot carry"
    );
}

#[test]
fn cookies_share_one_header() {
    let mut request = request(Method::Get);
    add_cookie(&mut request, "a", "1");
    add_cookie(&mut request, "b", "3;c=4");
    let name = HeaderName::from_static("cookie");
    let cookies = request.headers().get_optional_str(&name);
    assert_eq!(cookies, Some("a=1; b=3%3Bc=4"));
}
