//! Errors are small, know their status, and go to the base and back without loss.

use std::error::Error as _;

use super::service_error::{Conflict, conflict};
use crate::support::runtime;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::headers::Headers;
use crate::support::runtime::http::{RawResponse, StatusCode};
use crate::support::{DecodeError, Error, InvalidParameter, Raw, ServiceError, decode};

/// The error of an operation with another error model.
#[derive(Debug)]
struct Other;

fn undecodable() -> Error<Conflict> {
    let raw = RawResponse::from_bytes(StatusCode::Ok, Headers::new(), "{}");
    decode::<String, Conflict>(raw).unwrap_err()
}

fn invalid() -> Error<Conflict> {
    InvalidParameter::new("name", "takes at most 3 characters").into()
}

fn core() -> Error<Conflict> {
    runtime::Error::with_message(ErrorKind::Credential, "no token").into()
}

/// To the base's error and back, by way of `?`.
fn there_and_back(error: Error<Conflict>) -> Error<Conflict> {
    fn there(error: Error<Conflict>) -> runtime::Result<()> {
        Err(error)?
    }
    fn back(error: Error<Conflict>) -> Result<(), Error<Conflict>> {
        Ok(there(error)?)
    }
    back(error).unwrap_err()
}

#[test]
fn errors_are_small() {
    assert!(size_of::<Error<Conflict>>() <= 40);
    assert!(size_of::<Error<[u64; 99]>>() <= 40);
    assert!(size_of::<Result<(), Error>>() <= 40);
}

#[test]
fn errors_cross_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Error<Conflict>>();
}

#[test]
fn the_way_there_and_back_loses_nothing() {
    for error in [conflict(), undecodable(), invalid(), core()] {
        let before = (format!("{error}"), format!("{error:?}"), error.status());
        let error = there_and_back(error);
        let after = (format!("{error}"), format!("{error:?}"), error.status());
        assert_eq!(before, after);
    }
    let Error::Service(error) = there_and_back(conflict()) else {
        panic!("not what went in");
    };
    assert_eq!(error.parsed().unwrap().code, "ComputeNotReady");
}

#[test]
fn the_bases_error_keeps_status_and_code() {
    let error = runtime::Error::from(conflict());
    assert_eq!(
        error.kind(),
        &ErrorKind::HttpResponse {
            status: StatusCode::Conflict,
            error_code: Some("ComputeNotReady".to_owned()),
            raw_response: None,
        }
    );
    assert_eq!(error.to_string(), conflict().to_string());
    assert!(error.downcast_ref::<ServiceError<Conflict>>().is_some());

    let error = runtime::Error::from(undecodable());
    assert_eq!(error.kind(), &ErrorKind::DataConversion);
    assert!(error.downcast_ref::<DecodeError>().is_some());

    let error = runtime::Error::from(invalid());
    assert_eq!(error.kind(), &ErrorKind::Other);
    assert!(error.downcast_ref::<InvalidParameter>().is_some());

    let error = runtime::Error::from(core());
    assert_eq!(error.kind(), &ErrorKind::Credential);
}

#[test]
fn another_operations_error_keeps_status_and_code() {
    let other = |error| Error::<Other>::from(runtime::Error::from(error));
    let error = other(conflict());
    assert!(matches!(error, Error::Core(_)));
    assert_eq!(error.status(), Some(StatusCode::Conflict));
    assert_eq!(error.code(), Some("ComputeNotReady"));
    assert_eq!(error.to_string(), conflict().to_string());

    // These do not depend on the operation.
    assert!(matches!(other(undecodable()), Error::Decode(_)));
    assert!(matches!(other(invalid()), Error::InvalidParameter { .. }));
}

#[test]
fn a_status_is_found_under_context() {
    let wrap = |error: Error<Conflict>| {
        let wrapped = runtime::Error::from(error).with_context("while we were at it");
        Error::<Conflict>::from(runtime::Error::new(ErrorKind::Other, wrapped))
    };
    assert_eq!(wrap(conflict()).status(), Some(StatusCode::Conflict));
    assert_eq!(wrap(undecodable()).status(), Some(StatusCode::Ok));
    assert_eq!(wrap(invalid()).status(), None);
    assert!(!wrap(invalid()).is_timeout());
}

#[test]
fn an_error_says_what_it_knows() {
    assert_eq!(conflict().status(), Some(StatusCode::Conflict));
    assert_eq!(conflict().code(), Some("ComputeNotReady"));
    assert_eq!(undecodable().status(), Some(StatusCode::Ok));
    assert_eq!(undecodable().code(), None);
    assert_eq!(invalid().status(), None);
    assert_eq!(invalid().code(), None);
    assert_eq!(core().status(), None);
    assert_eq!(core().code(), None);
    for error in [conflict(), undecodable(), invalid(), core()] {
        assert!(!error.is_timeout());
        assert!(!error.to_string().contains('\n'));
    }
    assert_eq!(
        invalid().to_string(),
        "parameter `name` takes at most 3 characters"
    );
}

#[test]
fn the_source_is_what_is_not_printed_yet() {
    let inner = runtime::Error::with_message(ErrorKind::Io, "inner");
    let error: Error<Raw> = runtime::Error::with_error(ErrorKind::Io, inner, "outer").into();
    assert_eq!(error.to_string(), "outer");
    assert_eq!(error.source().unwrap().to_string(), "inner");
    assert!(conflict().source().is_none());
    assert!(invalid().source().is_none());
}

#[test]
fn the_status_that_a_credential_met_is_not_the_services() {
    let refused = runtime::Error::from(ErrorKind::HttpResponse {
        status: StatusCode::Unauthorized,
        error_code: None,
        raw_response: None,
    });
    let failed = runtime::Error::with_error(ErrorKind::Credential, refused, "no token");
    let outer = failed.with_context("non-transport error");
    assert_eq!(Error::<Raw>::from(outer).status(), None);
}
