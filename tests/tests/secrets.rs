//! No secret in anything that can be printed: a marker goes into every place that can hold one,
//! and must come out of no `Debug`, no `Display` and no log line.

use std::error::Error as _;
use std::time::Duration;

use azure_core::http::Context;
use azure_ml_compute::models::{ComputeSecrets, ErrorResponse};
use azure_ml_compute::{Client, Error, Retry, redacted};
use clientforge::model::Api;
use serde_json::{Map, Value, json};
use tests::marker::{MARKER, NUMBER, assert_logs_silent, assert_silent, is_marked, misplaced};
use tests::places::{Place, api, document, holding, places};
use tests::stub::{Answer, FakeCredential, SUBSCRIPTION, Stub, list_keys};
use tests::{Outcome, logged, printed};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The API, and the places in what its one operation answers with success.
fn answers() -> Fallible<(Api, Vec<Place>)> {
    let api = api("azure-ml-compute")?;
    let ids: Vec<_> = api
        .operations()
        .map(|operation| operation.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["Compute_ListKeys"],
        "these tests call one operation alone"
    );
    let success = api
        .operations()
        .map(|operation| places(&api, &operation.success));
    let places = success.flatten().collect();
    Ok((api, places))
}

/// Bodies with the marker in every secret place, one place each.
fn bodies() -> Fallible<Vec<Value>> {
    let (api, places) = answers()?;
    let secrets = places.iter().filter(|place| place.is_secret());
    let bodies = secrets.map(|place| {
        let value =
            holding(place, MARKER).ok_or("a secret that takes no text: mark it otherwise")?;
        Ok(document(&api, place, value))
    });
    bodies.collect()
}

/// The same object with its first property last: the tag, in a union's member.
fn tag_last(body: &Value) -> Value {
    let mut entries: Vec<_> = body
        .as_object()
        .cloned()
        .unwrap_or_default()
        .into_iter()
        .collect();
    if !entries.is_empty() {
        entries.rotate_left(1);
    }
    Value::Object(Map::from_iter(entries))
}

/// All that an error can print, as itself, as `azure_core`'s, and on the way back.
fn printed_error(error: Error<ErrorResponse>) -> Vec<String> {
    let mut forms = printed::error(&error);
    let core = azure_core::Error::from(error);
    forms.extend(printed::error(&core));
    forms.extend(printed::error(&Error::<ErrorResponse>::from(core)));
    forms
}

/// A stub that gives these answers, and a client of it that asks once and is logged in full.
async fn stub(answers: impl IntoIterator<Item = Answer>) -> Fallible<(Stub, Client)> {
    assert!(logged::listen());
    let stub = Stub::start(answers).await?;
    let client = stub.builder()?.retry(Retry::none()).build()?;
    Ok((stub, client))
}

#[test]
fn the_test_knows_every_field_that_the_description_marks() -> Outcome {
    let text = include_str!("../../spec/azure-ml-compute/openapi.yaml");
    let marks = text.matches("x-ms-secret: true").count();
    let (_, places) = answers()?;
    let secrets = places.iter().filter(|place| place.is_secret());
    let mut fields: Vec<_> = secrets.filter_map(Place::field).collect();
    fields.sort_unstable();
    fields.dedup();
    assert!(marks > 0);
    assert_eq!(fields.len(), marks, "{fields:?}");
    Ok(())
}

#[tokio::test]
async fn the_ear_hears_what_is_logged() -> Outcome {
    let (_stub, client) = stub([Answer::ok(r#"{"computeType":"Databricks"}"#)]).await?;
    tracing::trace!(target: "anything", said = "by tracing");
    log::trace!(target: "anything", "said by log");
    list_keys(&client).await?;
    let text = logged::text();
    for part in [
        "by tracing",
        "said by log",
        "performing request POST",
        "<== Response",
        "2025-09-01",
    ] {
        assert!(text.contains(part), "{part}");
    }
    Ok(())
}

#[tokio::test]
async fn no_value_and_no_response_shows_its_secret() -> Outcome {
    let bodies = bodies()?;
    let bodies: Vec<_> = bodies
        .iter()
        .chain(&bodies.iter().map(tag_last).collect::<Vec<_>>())
        .cloned()
        .collect();
    let (_stub, client) = stub(
        bodies
            .iter()
            .map(|body| Answer::value(body).header("x-secret", MARKER)),
    )
    .await?;
    for body in &bodies {
        let response = list_keys(&client).send().await?;
        let whole = serde_json::to_string(response.value())?;
        assert!(is_marked(&whole), "the marker got lost: {body}");
        assert_eq!(&serde_json::from_str::<Value>(&whole)?, body);

        assert_silent(printed::value(&response));
        assert_silent(printed::value(response.value()));
        let safe = serde_json::to_string(&redacted(response.value()))?;
        assert!(safe.contains("[REDACTED]"), "{safe}");
        assert_silent([safe]);
        let core = azure_core::http::Response::<ComputeSecrets>::from(response.clone());
        assert_silent(printed::value(&core));
        assert_silent(printed::value(&response.map(Box::new)));
    }
    assert_logs_silent();
    Ok(())
}

#[tokio::test]
async fn no_decoding_error_shows_what_stood_in_a_field_of_the_wrong_type() -> Outcome {
    let (api, places) = answers()?;
    let mut held = 0;
    for place in &places {
        let bodies: Vec<_> = misplaced()
            .iter()
            .map(|value| document(&api, place, value.clone()))
            .collect();
        let bodies: Vec<_> = bodies
            .iter()
            .flat_map(|body| [body.clone(), tag_last(body)])
            .collect();
        let (_stub, client) = stub(bodies.iter().map(Answer::value)).await?;
        let mut refused = 0;
        for body in &bodies {
            // A caller who reads a model by other means than a client gets the format's own texts:
            // those of plain text that is no secret are serde's, and quote what stands there.
            let plain = [
                serde_json::from_value::<ComputeSecrets>(body.clone()),
                serde_json::from_str(&body.to_string()),
            ];
            let errors = plain.iter().filter_map(|read| read.as_ref().err());
            if place.is_secret() || holding(place, MARKER).is_none() {
                assert_silent(errors.flat_map(|error| printed::error(error)));
                held += 1;
            }
            match list_keys(&client).send().await {
                Err(error) => {
                    assert!(matches!(error, Error::Decode(_)), "{body}");
                    assert_silent(printed_error(error));
                    refused += 1;
                }
                Ok(response) if place.is_secret() => assert_silent(printed::value(&response)),
                // Text in a field that is text and no secret may be shown.
                Ok(_) => {}
            }
        }
        assert!(
            refused > 0 || place.field().is_none(),
            "nothing is wrong for {place:?}"
        );
    }
    assert!(held > 0);
    assert_logs_silent();
    Ok(())
}

#[tokio::test]
async fn an_answer_without_a_tag_is_kept_and_shown_by_nobody() -> Outcome {
    let body = json!({ "userKubeConfig": MARKER }).to_string();
    let (_stub, client) = stub([Answer::ok(body)]).await?;
    let answer = list_keys(&client).send().await?;
    let redacted = azure_ml_compute::redacted(answer.value());
    let redacted = serde_json::to_string(&redacted)?;
    assert_silent([format!("{answer:?}"), format!("{answer:#?}"), redacted]);
    assert_logs_silent();
    Ok(())
}

#[tokio::test]
async fn no_error_of_a_malformed_tag_or_body_shows_it() -> Outcome {
    let mut bodies: Vec<String> = misplaced()
        .iter()
        .map(|tag| json!({ "userKubeConfig": MARKER, "computeType": tag }).to_string())
        .filter(|body| !body.contains(&format!("\"computeType\":\"{MARKER}\"")))
        .collect();
    bodies.extend([
        json!(MARKER).to_string(),
        json!([MARKER]).to_string(),
        json!(NUMBER).to_string(),
        MARKER.to_owned(),
        format!("<html>{MARKER}</html>"),
        format!(r#"{{"computeType":"AKS","userKubeConfig":"{MARKER}"#),
        format!(r#"{{"computeType":"AKS","userKubeConfig":"{MARKER}"}} {MARKER}"#),
        format!(r#"{{"computeType":"AKS","userKubeConfig":"{MARKER}\q"}}"#),
        format!(
            r#"{{"computeType":"AKS","userKubeConfig":"{MARKER}","userKubeConfig":"{MARKER}"}}"#
        ),
        format!(r#"{{"computeType":"AKS","x":"{MARKER}","computeType":"{MARKER}"}}"#),
        format!(r#"{{"computeType":"AKS","userKubeConfig":{NUMBER}.5e5000}}"#),
    ]);
    let (_stub, client) = stub(bodies.iter().map(|body| Answer::ok(body.clone()))).await?;
    for body in &bodies {
        let error = list_keys(&client)
            .send()
            .await
            .err()
            .ok_or_else(|| body.clone())?;
        assert!(matches!(error, Error::Decode(_)), "{body}");
        assert_silent(printed_error(error));
    }
    assert_logs_silent();
    Ok(())
}

#[tokio::test]
async fn no_error_of_the_service_shows_a_secret_that_came_with_it() -> Outcome {
    let mut bodies: Vec<String> = bodies()?.iter().map(Value::to_string).collect();
    let api = api("azure-ml-compute")?;
    let failures = api
        .operations()
        .flat_map(|operation| places(&api, &operation.failure));
    for place in failures {
        let wrong = misplaced()
            .into_iter()
            .map(|value| document(&api, &place, value).to_string());
        bodies.extend(wrong);
    }
    bodies.extend([
        MARKER.to_owned(),
        format!("<html>{MARKER}</html>"),
        format!("{{\"{MARKER}\":"),
    ]);
    let answers = |status| {
        bodies
            .iter()
            .map(move |body| Answer::json(status, body.clone()).header("x-secret", MARKER))
    };
    let (_stub, client) = stub(answers(202).chain(answers(404)).chain(answers(500))).await?;
    let mut unparsed = 0;
    for body in bodies.iter().cycle().take(3 * bodies.len()) {
        let error = list_keys(&client)
            .send()
            .await
            .err()
            .ok_or_else(|| body.clone())?;
        let Error::Service(service) = &error else {
            return Err(error.into());
        };
        // What the description models, and does not mark as secret, may be shown.
        let shown = format!("{:?}", service.parsed());
        if !is_marked(&shown) {
            assert_silent(printed_error(error));
            unparsed += 1;
        }
    }
    assert!(unparsed > bodies.len(), "{unparsed}");
    assert_logs_silent();
    Ok(())
}

#[tokio::test]
async fn no_error_of_a_call_without_a_whole_answer_shows_what_had_come() -> Outcome {
    let begun = r#"{"computeType":"AKS","userKubeConfig":"hunter2-MARKER-5f3759df"#;
    assert!(is_marked(begun));
    let answers = [
        Answer::cut(200, begun, None),
        Answer::cut(500, begun, Some(5000)),
        Answer::ok(begun.repeat(20)),
        Answer::silence(),
    ];
    assert!(logged::listen());
    let stub = Stub::start(answers).await?;
    let builder = stub
        .builder()?
        .retry(Retry::none())
        .max_response_bytes(1000);
    let client = builder.timeout(Duration::from_millis(200)).build()?;
    for _ in 0..4 {
        let request = list_keys(&client).header("x-secret", MARKER);
        let error = request.send().await.unwrap_err();
        assert!(matches!(error, Error::Core(_)), "{error:?}");
        assert_silent(printed_error(error));
    }
    drop(stub);
    let error = list_keys(&client)
        .header("x-secret", MARKER)
        .await
        .unwrap_err();
    assert_silent(printed_error(error));
    assert_logs_silent();
    Ok(())
}

#[tokio::test]
async fn an_unknown_variant_shows_its_tag_alone() -> Outcome {
    let mut object = Map::new();
    for body in bodies()? {
        object.extend(body.as_object().cloned().unwrap_or_default());
    }
    object.insert("computeType".to_owned(), json!("Quantum"));
    object.insert("new".to_owned(), Value::from_iter(misplaced()));
    object.insert(MARKER.to_owned(), json!(NUMBER));
    let first = Value::Object(object);
    let bodies = [first.clone(), tag_last(&first)];
    let (_stub, client) = stub(bodies.iter().map(Answer::value)).await?;
    for body in &bodies {
        let response = list_keys(&client).send().await?;
        assert!(matches!(response.value(), ComputeSecrets::Unknown(_)));
        assert_eq!(&serde_json::to_value(response.value())?, body);
        let forms = printed::value(&response);
        assert!(forms.iter().all(|form| form.contains("Quantum")));
        assert_silent(forms);
        assert_silent(printed::value(response.value()));
        let safe = serde_json::to_value(redacted(response.value()))?;
        assert_eq!(safe.get("computeType"), Some(&json!("Quantum")));
        let values = safe
            .as_object()
            .map(|object| object.values().cloned().collect::<Vec<_>>());
        assert_silent(values.unwrap_or_default().iter().map(Value::to_string));
    }
    assert_logs_silent();
    Ok(())
}

#[tokio::test]
async fn no_client_no_builder_and_no_request_shows_what_it_was_given() -> Outcome {
    assert!(logged::listen());
    let stub = Stub::start_tls([
        Answer::ok(r#"{"computeType":"Databricks"}"#),
        Answer::new(401),
    ])
    .await?;
    let core = azure_core::http::ClientOptions {
        transport: stub.transport()?,
        ..azure_core::http::ClientOptions::default()
    };
    let builder = stub
        .builder()?
        .core_options(core)
        .credential(FakeCredential::with_token(MARKER));
    assert_silent(printed::value(&builder));
    let client = builder.build()?;
    let request = || {
        list_keys(&client)
            .header("x-secret", MARKER)
            .context(Context::new().with_value(MARKER))
    };
    assert_silent(printed::value(&client));
    assert_silent(printed::value(&request()));
    request().await?;
    assert_silent(printed::value(&client));
    assert_silent(printed_error(request().await.unwrap_err()));
    let tokens = stub.requests();
    let token = tokens.first().and_then(|seen| seen.header("authorization"));
    assert!(token.is_some_and(is_marked), "the marker was not sent");
    assert_logs_silent();
    Ok(())
}

#[test]
fn no_error_of_an_endpoint_or_a_parameter_quotes_it() -> Outcome {
    for endpoint in [
        format!("https://user:{MARKER}@management.azure.com"),
        format!("https://management.azure.com/?sig={MARKER}"),
        format!("https://management.azure.com/#{MARKER}"),
        format!("{MARKER}://management.azure.com"),
        format!("https://[{MARKER}]/"),
    ] {
        let builder = Client::builder(SUBSCRIPTION).endpoint(endpoint);
        let error = builder.clone().build().unwrap_err();
        assert_silent(printed::error(&error));
        assert!(error.source().is_none());
        assert_silent(printed::value(&builder));
    }
    let client = Client::builder(SUBSCRIPTION).build()?;
    for request in [
        client
            .compute()
            .list_keys(MARKER.repeat(9), "workspace", "cluster"),
        client
            .compute()
            .list_keys("group", format!("{MARKER}!"), "cluster"),
        list_keys(&client).header("x-secret", format!("{MARKER}\n")),
    ] {
        let error = request.request().unwrap_err();
        assert!(matches!(error, Error::InvalidParameter { .. }));
        assert_silent(printed_error(error));
    }
    Ok(())
}
