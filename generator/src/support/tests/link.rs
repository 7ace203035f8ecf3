//! A link is followed on the scheme, host and port that it came from, and nowhere else.

use crate::support::runtime;
use crate::support::runtime::http::Url;
use crate::support::{Error, RefusedLink, resolve_link};

const FROM: &str = "https://service.test/v1/things?api-version=1";

fn resolved(link: &str) -> Result<String, RefusedLink> {
    let from: Url = FROM.parse().unwrap();
    resolve_link(link, &from).map(String::from)
}

#[test]
fn a_link_is_absolute_or_relative_to_what_it_answers() {
    let cases = [
        ("https://service.test/next?page=2", "/next?page=2"),
        ("HTTPS://SERVICE.test:443/next", "/next"),
        ("//service.test/next", "/next"),
        ("/next?page=2", "/next?page=2"),
        ("more?page=2", "/v1/more?page=2"),
        ("?page=2", "/v1/things?page=2"),
        ("../next", "/next"),
        ("/next#part", "/next"),
        ("/a b?$skiptoken=\u{e9}", "/a%20b?$skiptoken=%C3%A9"),
    ];
    for (link, expected) in cases {
        let expected = format!("https://service.test{expected}");
        assert_eq!(resolved(link).unwrap(), expected, "{link}");
    }
}

#[test]
fn a_port_is_kept() {
    let from: Url = "http://127.0.0.1:8080/things".parse().unwrap();
    assert!(resolve_link("http://127.0.0.1:8080/next", &from).is_ok());
    assert!(resolve_link("http://127.0.0.1/next", &from).is_err());
    assert!(resolve_link("http://127.0.0.1:8081/next", &from).is_err());
}

#[test]
fn a_link_to_another_place_is_refused() {
    let cases = [
        ("http://service.test/next", "http://service.test"),
        ("https://service.test:444/next", "https://service.test:444"),
        ("https://other.test/next", "https://other.test"),
        (
            "https://service.test.other/next",
            "https://service.test.other",
        ),
        ("https://service.test@other.test/", "https://other.test"),
        ("//other.test/next", "https://other.test"),
        ("/\\other.test/next", "https://other.test"),
        ("\thttps://other.test", "https://other.test"),
        ("file:///etc/passwd", "null"),
        ("data:text/plain,x", "null"),
    ];
    for (link, to) in cases {
        let expected = RefusedLink::Elsewhere {
            to: to.to_owned(),
            from: "https://service.test".to_owned(),
        };
        assert_eq!(resolved(link).unwrap_err(), expected, "{link}");
    }
}

#[test]
fn a_link_holds_no_user_of_its_own() {
    for link in ["https://me@service.test/next", "//:pw@service.test/next"] {
        assert_eq!(resolved(link).unwrap_err(), RefusedLink::WithUser, "{link}");
    }
    assert_eq!(resolved("https://:x").unwrap_err(), RefusedLink::Unreadable);
}

#[test]
fn what_is_refused_is_told_without_path_and_query() {
    let refused = resolved("https://other.test/SECRET?sig=SECRET").unwrap_err();
    let error = Error::<()>::from(runtime::Error::from(refused));
    assert_eq!(
        error.to_string(),
        "the service sent a link that is not followed: it leads to https://other.test, the client \
         is at https://service.test"
    );
    assert!(!format!("{error:?}").contains("SECRET"));
}
