//! Servers that speak HTTP in ways of their own, or do not speak it at all: answers byte for byte.

use std::io;
use std::time::Duration;

use azure_ml_compute::models::{ComputeSecrets, ErrorResponse};
use azure_ml_compute::{Client, Error, Response, Retry};
use tests::Outcome;
use tests::stub::{SUBSCRIPTION, list_keys};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The secrets of a Databricks compute, in the format of RFC 1952.
const GZIP: &[u8] =
    b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xAB\x56\x4A\xCE\xCF\x2D\x28\x2D\x49\x0D\
    \xA9\x2C\x48\x55\xB2\x52\x72\x49\x2C\x49\x4C\x2A\xCA\x4C\xCE\x2E\x56\xAA\x05\x00\
    \x70\xC5\x25\x92\x1C\x00\x00\x00";

/// What a client gets from a server that answers its one request with these bytes and hangs up.
async fn answered(
    bytes: impl Into<Vec<u8>>,
) -> io::Result<Result<Response<ComputeSecrets>, Error<ErrorResponse>>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let client = Client::builder(SUBSCRIPTION)
        .endpoint(format!("http://{}", listener.local_addr()?))
        .retry(Retry::none())
        .timeout(Duration::from_secs(5))
        .build()
        .map_err(io::Error::other)?;
    let bytes = bytes.into();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await?;
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await?;
        stream.write_all(&bytes).await?;
        stream.shutdown().await
    });
    let answer = list_keys(&client).send().await;
    serving.await.map_err(io::Error::other)??;
    Ok(answer)
}

fn head(headers: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{headers}\r\n")
}

#[tokio::test]
async fn what_is_not_http_is_an_error_without_a_status() -> Outcome {
    for bytes in [
        "SSH-2.0-OpenSSH_9.6\r\n",
        "",
        "HTTP/1.1 ",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
    ] {
        let error = answered(bytes).await?.err().ok_or(bytes)?;
        assert!(matches!(error, Error::Core(_)), "{error:?}");
        assert_eq!(error.status(), None, "{bytes}");
        assert!(!error.is_timeout());
    }
    Ok(())
}

#[tokio::test]
async fn a_body_may_end_with_its_connection() -> Outcome {
    let text = head("content-type: application/json\r\n") + r#"{"computeType":"Databricks"}"#;
    let value = answered(text).await??.into_value();
    assert!(matches!(value, ComputeSecrets::Databricks(_)));
    Ok(())
}

#[tokio::test]
async fn hints_before_the_answer_are_passed_over() -> Outcome {
    let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"
        .to_owned()
        + &head("content-length: 28\r\n")
        + r#"{"computeType":"Databricks"}"#;
    let value = answered(text).await??.into_value();
    assert!(matches!(value, ComputeSecrets::Databricks(_)));
    Ok(())
}

#[tokio::test]
async fn chunks_of_any_size_make_one_body() -> Outcome {
    let mut text = head("transfer-encoding: chunked\r\n");
    for character in r#"{"computeType":"Databricks"}"#.chars() {
        text += &format!("1;extension=x\r\n{character}\r\n");
    }
    let whole = format!("{text}0\r\ntrailer: 1\r\n\r\n");
    let value = answered(whole).await??.into_value();
    assert!(matches!(value, ComputeSecrets::Databricks(_)));

    let error = answered(text).await?.err().ok_or("taken without its end")?;
    assert_eq!(error.status().map(u16::from), Some(200));
    assert!(matches!(error, Error::Core(_)), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn a_header_that_is_no_text_costs_nothing_but_itself() -> Outcome {
    let mut bytes = head("content-length: 28\r\nx-latin: \u{7f}\r\nx-other: 1\r\n").into_bytes();
    for byte in &mut bytes {
        if *byte == 0x7F {
            *byte = 0xE9;
        }
    }
    bytes.extend(br#"{"computeType":"Databricks"}"#);
    let response = answered(bytes).await??;
    assert_eq!(
        response.headers().get_optional_str(&"x-other".into()),
        Some("1")
    );
    assert_eq!(response.headers().get_optional_str(&"x-latin".into()), None);
    Ok(())
}

#[tokio::test]
async fn a_compressed_body_is_read() -> Outcome {
    let head = head(&format!(
        "content-encoding: gzip\r\ncontent-length: {}\r\n",
        GZIP.len()
    ));
    let response = answered([head.as_bytes(), GZIP].concat()).await??;
    assert!(matches!(response.value(), ComputeSecrets::Databricks(_)));
    assert_eq!(response.body().as_ref(), br#"{"computeType":"Databricks"}"#);
    Ok(())
}

#[tokio::test]
async fn a_compressed_body_that_is_broken_keeps_its_status() -> Outcome {
    let (begin, _) = GZIP.split_at(20);
    for body in [begin, b"not gzip", b""] {
        let head = head(&format!(
            "content-encoding: gzip\r\ncontent-length: {}\r\n",
            body.len()
        ));
        let error = answered([head.as_bytes(), body].concat())
            .await?
            .err()
            .ok_or("taken")?;
        assert_eq!(error.status().map(u16::from), Some(200), "{error:?}");
    }
    Ok(())
}
