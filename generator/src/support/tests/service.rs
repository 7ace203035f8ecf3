//! Where a client goes.

use super::fake::{Fake, SERVICE, client};
use crate::support::{ClientOptions, Credentials, Service};

#[test]
fn a_client_needs_an_endpoint() {
    let nowhere = Service {
        endpoint: None,
        ..SERVICE
    };
    let error = client(&nowhere, Credentials::default(), ClientOptions::default());
    let error = error.unwrap_err();
    assert_eq!(error.to_string(), "the client needs an endpoint");
}

#[test]
fn what_is_no_endpoint_is_refused_and_not_quoted() {
    for (endpoint, message) in [
        ("MARKER", "the endpoint is not a URL"),
        (
            "ftp://MARKER.test",
            "the endpoint must be an http or https URL",
        ),
        ("data:MARKER", "the endpoint must be an http or https URL"),
        (
            "https://a.test?MARKER",
            "the endpoint must have no query and no fragment",
        ),
        (
            "https://a.test#MARKER",
            "the endpoint must have no query and no fragment",
        ),
        (
            "https://user:MARKER@a.test",
            "the endpoint must have no user name and no password",
        ),
        (
            "https://MARKER@a.test",
            "the endpoint must have no user name and no password",
        ),
    ] {
        let mut options = Fake::default().options();
        options.endpoint = Some(endpoint.to_owned());
        let error = client(&SERVICE, Credentials::default(), options).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}
