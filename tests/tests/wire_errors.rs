//! What the service may answer with failure, and answers that are neither: the status is never
//! lost, whatever the body is.

use azure_core::error::ErrorKind;
use azure_ml_compute::models::ErrorResponse;
use azure_ml_compute::{DecodeError, Error, Retry, ServiceError};
use serde_json::json;
use tests::Outcome;
use tests::stub::{Answer, Stub, list_keys};

type Failure = Error<ErrorResponse>;

/// The error of one request that gets this answer and is not sent again.
async fn failure(answer: Answer) -> Result<Failure, Box<dyn std::error::Error>> {
    let stub = Stub::start([answer]).await?;
    let client = stub.builder()?.retry(Retry::none()).build()?;
    let error = list_keys(&client).send().await.err();
    error.ok_or_else(|| "the answer was taken for a success".into())
}

fn service(error: Failure) -> Result<ServiceError<ErrorResponse>, Box<dyn std::error::Error>> {
    match error {
        Error::Service(error) => Ok(*error),
        other => Err(other.into()),
    }
}

fn decode(error: Failure) -> Result<DecodeError, Box<dyn std::error::Error>> {
    match error {
        Error::Decode(error) => Ok(*error),
        other => Err(other.into()),
    }
}

fn conflict() -> String {
    json!({"error": {
        "code": "ComputeNotReady",
        "message": "the cluster\nis resizing",
        "target": "cluster",
        "later": 1,
        "details": [
            {"code": "Inner", "message": "m", "details": [
                {"code": "Innermost", "details": [], "additionalInfo": [{"type": "t", "info": {"n": [1]}}]},
            ]},
            {},
        ],
        "additionalInfo": [
            {"type": "PolicyViolation", "info": {"policy": {"id": 7, "tags": ["a", null]}}},
            {"type": null},
        ],
    }})
    .to_string()
}

#[tokio::test]
async fn a_409_gives_nested_details_and_additional_info() -> Outcome {
    let body = conflict();
    let answer = Answer::json(409, body.clone()).header("x-ms-request-id", "r-9");
    let error = service(failure(answer).await?)?;
    assert_eq!(u16::from(error.status()), 409);
    assert_eq!(error.code(), Some("ComputeNotReady"));
    assert_eq!(error.message(), Some("the cluster\nis resizing"));
    assert_eq!(error.request_id(), Some("r-9"));
    assert_eq!(error.body().as_ref(), body.as_bytes());
    assert_eq!(
        error.to_string(),
        "409 Conflict: ComputeNotReady: the cluster is resizing (request id r-9)"
    );
    let detail = error
        .into_parsed()
        .and_then(|body| body.error)
        .ok_or("not parsed")?;
    assert_eq!(detail.target.as_deref(), Some("cluster"));
    let details = detail.details.ok_or("no details")?;
    let inner = details.first().ok_or("no inner detail")?;
    assert_eq!(inner.code.as_deref(), Some("Inner"));
    let innermost = inner.details.as_ref().and_then(|details| details.first());
    let info = innermost.and_then(|detail| detail.additional_info.as_ref()?.first());
    let info = info
        .and_then(|info| info.info.clone())
        .ok_or("no innermost info")?;
    assert_eq!(serde_json::Value::Object(info), json!({"n": [1]}));
    let infos = detail.additional_info.ok_or("no additional info")?;
    let [violation, empty] = infos.as_slice() else {
        return Err("not two pieces of information".into());
    };
    assert_eq!(violation.r#type.as_deref(), Some("PolicyViolation"));
    let policy = violation.info.as_ref().and_then(|info| info.get("policy"));
    assert_eq!(policy, Some(&json!({"id": 7, "tags": ["a", null]})));
    assert_eq!(empty.r#type, None);
    Ok(())
}

#[tokio::test]
async fn a_500_with_html_keeps_its_status_headers_and_body() -> Outcome {
    let html = "<html><body>Our apologies</body></html>";
    let answer =
        Answer::text(500, "text/html; charset=utf-8", html).header("x-ms-request-id", "r-5");
    let error = service(failure(answer).await?)?;
    assert_eq!(u16::from(error.status()), 500);
    assert_eq!(error.code(), None);
    assert!(error.parsed().is_none());
    assert_eq!(error.body().as_ref(), html.as_bytes());
    assert_eq!(
        error.to_string(),
        "500 Internal Server Error (text/html, 39 bytes, request id r-5)"
    );
    Ok(())
}

#[tokio::test]
async fn a_200_with_html_is_no_success_and_keeps_its_status() -> Outcome {
    let answer = Answer::text(200, "text/html", "<html>log in</html>");
    let error = failure(answer).await?;
    assert_eq!(error.status().map(u16::from), Some(200));
    assert_eq!(
        error.to_string(),
        "200 OK: not JSON: line 1 column 1 (text/html, 19 bytes)"
    );
    let error = decode(error)?;
    assert_eq!((error.path(), error.expected()), ("", "JSON"));
    assert_eq!(error.body().as_ref(), b"<html>log in</html>");
    Ok(())
}

#[tokio::test]
async fn an_undescribed_success_is_told_by_its_status() -> Outcome {
    for (status, name) in [
        (202, "202 Accepted"),
        (201, "201 Created"),
        (204, "204 No Content"),
        (299, "299"),
    ] {
        let error = failure(Answer::new(status)).await?;
        assert_eq!(error.status().map(u16::from), Some(status));
        let text = service(error)?.to_string();
        let told = format!("{name}: no success by the description");
        assert!(text.starts_with(&told), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_body_is_told_apart_from_one_that_is_wrong() -> Outcome {
    let error = failure(Answer::new(200)).await?;
    assert_eq!(error.status().map(u16::from), Some(200));
    assert_eq!(error.to_string(), "200 OK: expected a body (empty body)");
    assert_eq!(decode(error)?.body().len(), 0);
    Ok(())
}

#[tokio::test]
async fn the_status_is_never_lost_whatever_the_body_is() -> Outcome {
    let bodies = [
        "",
        " ",
        "null",
        "0",
        "\"text\"",
        "[]",
        "{}",
        "{",
        "{\"error\":",
        "<xml/>",
        "\u{feff}{}",
        "\0",
        "{\"error\":null}",
        "{\"error\":7}",
        "{\"error\":{\"code\":7}}",
        "{\"error\":{\"details\":{}}}",
        "{\"error\":{\"code\":\"a\",\"code\":\"b\"}}",
        "{\"computeType\":\"Databricks\"}",
    ];
    let statuses = [202, 302, 400, 401, 404, 409, 418, 429, 500, 503, 599, 999];
    let cases = statuses.map(|status| bodies.map(|body| (status, body)));
    let cases = cases.as_flattened();
    let answers = cases
        .iter()
        .map(|(status, body)| Answer::json(*status, *body));
    let stub = Stub::start(answers).await?;
    let client = stub.builder()?.retry(Retry::none()).build()?;
    for (status, body) in cases {
        let error = list_keys(&client).await.unwrap_err();
        assert_eq!(error.status().map(u16::from), Some(*status), "{body}");
        let error = service(error)?;
        assert_eq!(error.body().as_ref(), body.as_bytes());
    }
    Ok(())
}

#[tokio::test]
async fn no_body_of_a_success_makes_its_status_vanish() -> Outcome {
    for body in [
        "",
        "null",
        "[]",
        "{\"computeType\":1}",
        "{",
        "\0",
        "{\"computeType\":\"AKS\",\"userKubeConfig\":1}",
    ] {
        let error = failure(Answer::ok(body)).await?;
        assert_eq!(error.status().map(u16::from), Some(200), "{body}");
        let core = azure_core::Error::from(error);
        assert!(matches!(core.kind(), ErrorKind::DataConversion));
        assert_eq!(
            Failure::from(core).status().map(u16::from),
            Some(200),
            "{body}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_body_that_no_parser_survives_is_an_error_like_others() -> Outcome {
    let deep = "[".repeat(100_000).into_bytes();
    let tagged = [br#"{"computeType":"Quantum","x":"#.as_slice(), &deep].concat();
    let latin = b"{\"computeType\":\"AKS\",\"userKubeConfig\":\"\xE9\"}".to_vec();
    for body in [deep, tagged, latin] {
        for status in [200, 500] {
            let error = failure(Answer::json(status, body.clone())).await?;
            assert_eq!(error.status().map(u16::from), Some(status));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_code_is_found_in_a_header_where_the_body_has_none() -> Outcome {
    for body in ["", "<html/>", "{\"error\":{\"message\":\"m\"}}"] {
        let answer = Answer::json(404, body).header("x-ms-error-code", "ResourceNotFound");
        let error = failure(answer).await?;
        assert_eq!(error.code(), Some("ResourceNotFound"), "{body}");
    }
    Ok(())
}

#[tokio::test]
async fn the_question_mark_leads_to_azure_cores_error_and_back() -> Outcome {
    async fn outer(answer: Answer) -> Result<(), Failure> {
        async fn inner(answer: Answer) -> azure_core::Result<()> {
            let stub = Stub::start([answer]).await?;
            let client = stub.builder()?.retry(Retry::none()).build()?;
            list_keys(&client).await?;
            Ok(())
        }
        inner(answer).await?;
        Ok(())
    }
    let error = outer(Answer::json(409, conflict())).await.unwrap_err();
    let error = service(error)?;
    assert_eq!(error.code(), Some("ComputeNotReady"));
    assert!(error.parsed().is_some());
    assert_eq!(error.body().as_ref(), conflict().as_bytes());

    let error = decode(outer(Answer::ok(r#"{"computeType":1}"#)).await.unwrap_err())?;
    assert_eq!(error.expected(), "a string");
    Ok(())
}

#[tokio::test]
async fn azure_cores_error_has_the_status_the_code_and_the_text() -> Outcome {
    let error = failure(Answer::json(409, conflict())).await?;
    let text = error.to_string();
    let core = azure_core::Error::from(error);
    assert_eq!(core.http_status().map(u16::from), Some(409));
    assert!(matches!(
        core.kind(),
        ErrorKind::HttpResponse { error_code: Some(code), raw_response: None, .. }
            if code == "ComputeNotReady"
    ));
    assert_eq!(core.to_string(), text);
    Ok(())
}

#[tokio::test]
async fn a_parameters_error_survives_the_way_there_and_back() -> Outcome {
    let stub = Stub::start([]).await?;
    let client = stub.client()?;
    let request = client.compute().list_keys("group", "workspace", "..");
    let error = request.await.unwrap_err();
    let text = error.to_string();
    let back = Failure::from(azure_core::Error::from(error));
    assert!(matches!(
        back,
        Error::InvalidParameter {
            name: "computeName",
            ..
        }
    ));
    assert_eq!(back.to_string(), text);
    Ok(())
}
