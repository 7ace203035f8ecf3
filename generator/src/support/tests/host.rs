//! Endpoints made of values, and values that would lead elsewhere.

use crate::support::{Host, InvalidParameter, listed, parse_endpoint};

fn regional(region: &str, version: &str) -> Result<String, InvalidParameter> {
    let mut host = Host::default();
    host.literal("https://");
    host.text("region", region)?;
    host.literal(".example.com/");
    host.text("version", version)?;
    Ok(host.into_endpoint())
}

#[test]
fn values_stand_between_the_literal_parts() {
    let endpoint = regional("eu-1", "v 1").unwrap();
    assert_eq!(endpoint, "https://eu-1.example.com/v%201");
}

#[test]
fn a_value_leads_to_no_other_host() {
    for region in [
        "",
        "evil.test/",
        "evil.test#",
        "evil.test?",
        "a@evil.test:",
        "a\\b",
        "a%2f",
        "é",
        "a b",
        ":1",
        "a:",
        "a:b",
        "a:1:2",
    ] {
        let error = regional(region, "v1").unwrap_err();
        assert_eq!(error.name, "region", "{region}");
    }
    for version in ["", ".", ".."] {
        assert_eq!(regional("eu", version).unwrap_err().name, "version");
    }
    assert_eq!(
        regional("eu", "../a").unwrap(),
        "https://eu.example.com/..%2Fa"
    );
}

#[test]
fn a_value_that_is_encoded_may_be_several_segments_and_leads_up_to_none() {
    let scoped = |scope: &str| {
        let mut host = Host::default();
        host.literal("https://a.test/");
        host.raw("scope", scope)?;
        Ok::<_, InvalidParameter>(host.into_endpoint())
    };
    assert_eq!(scoped("a%20b/c?d").unwrap(), "https://a.test/a%20b/c%3Fd");
    for scope in ["", "..", "a/../b", "a/%2e%2E/b", "."] {
        assert_eq!(scoped(scope).unwrap_err().name, "scope", "{scope}");
    }
}

#[test]
fn a_host_may_have_a_port() {
    let mut host = Host::default();
    host.literal("http://");
    host.text("host", "localhost:8080").unwrap();
    host.literal("/v1");
    assert_eq!(host.into_endpoint(), "http://localhost:8080/v1");
}

#[test]
fn a_whole_address_keeps_its_own_form() {
    for (value, endpoint) in [
        ("https://a.test", "https://a.test/base/v1"),
        ("https://a.test/", "https://a.test/base/v1"),
        ("http://[::1]:80/x", "http://[::1]:80/x/base/v1"),
    ] {
        let mut host = Host::default();
        host.raw("Endpoint", value).unwrap();
        host.literal("/base/v1");
        let made = host.into_endpoint();
        assert_eq!(made, endpoint);
        parse_endpoint(&made).unwrap();
    }
    let mut host = Host::default();
    assert!(host.raw("Endpoint", "").is_err());
    host.raw("Endpoint", "https://a.test?x").unwrap();
    host.literal("/base");
    assert!(parse_endpoint(&host.into_endpoint()).is_err());
}

#[test]
fn a_list_of_values_is_closed() {
    assert_eq!(listed("region", "eu", &["eu", "us"]), Ok(()));
    let error = listed("region", "MARKER", &["eu", "us"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `region` must be one of eu, us"
    );
}
