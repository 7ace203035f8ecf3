//! Long-running operations, from the first request to the value. The clock stands still and jumps
//! from wait to wait, so that no test sleeps.

use std::time::Duration;

use azure_core::http::{Method, Request};
use serde::Deserialize;
use tokio::time::Instant;

use crate::support::shared::tests::fake::{Answer, ENDPOINT, Fake, Sent};
use crate::support::shared::tests::service_error::Conflict;
use crate::support::{
    CallOptions, Error, FinalState, FinalValue, Operation, Plan, Repeat, Rules, Target, decode,
    no_content, service_error,
};

#[derive(Debug, Deserialize, PartialEq)]
pub struct Thing {
    pub name: String,
}

pub const RULES: Rules = Rules {
    operation: "Things_Create",
    repeat: Repeat::Safe,
    accept: "application/json, text/json",
    final_state: FinalState::Usual,
    value: FinalValue::Body,
    secret_address: false,
};

pub fn plan(rules: Rules) -> Plan<Thing, Conflict> {
    Plan {
        rules,
        decode,
        fail: service_error,
    }
}

/// The request that begins an operation on the thing.
pub fn first(method: Method) -> Request {
    let mut target = Target::new(&ENDPOINT.parse().unwrap());
    target.literal("/things/1");
    target.query("api-version", "2025-09-01");
    target.into_request(method).unwrap()
}

/// An operation with those answers.
pub fn begun(fake: &Fake, method: Method, final_state: FinalState) -> Operation<Thing, Conflict> {
    let rules = Rules {
        final_state,
        ..RULES
    };
    let options = CallOptions::default();
    Operation::begin(&fake.core(), first(method), options, plan(rules))
}

fn thing() -> Answer {
    Answer::json(200, r#"{"name": "one"}"#)
}

pub fn accepted(header: &'static str, link: &'static str) -> Answer {
    Answer::reply(202, "").header(header, link)
}

fn state(state: &str) -> Answer {
    Answer::json(200, format!(r#"{{"status": "{state}"}}"#))
}

/// What was asked: method and path of each request. The version of the API goes with all of them.
fn asked(fake: &Fake) -> Vec<String> {
    let request = |sent: &Sent| {
        let path = sent.url.strip_prefix(ENDPOINT).unwrap();
        let path = path.strip_suffix("?api-version=2025-09-01").unwrap();
        format!("{} {path}", sent.method)
    };
    fake.sent().iter().map(request).collect()
}

const ORIGINAL: &str = "/things/1";

async fn value_of(method: Method, via: FinalState, answers: Vec<Answer>) -> Vec<String> {
    let fake = Fake::new(answers);
    let value = begun(&fake, method, via).await.unwrap();
    assert_eq!(value.name, "one");
    let mut asked = asked(&fake);
    assert_eq!(asked.remove(0), format!("{method} {ORIGINAL}"));
    asked
}

#[tokio::test(start_paused = true)]
async fn what_is_done_at_once_is_not_asked_for() {
    let answers = || {
        [
            thing(),
            Answer::json(201, r#"{"name": "one"}"#),
            Answer::json(
                201,
                r#"{"name": "one", "properties": {"provisioningState": "Succeeded"}}"#,
            )
            .header("azure-asyncoperation", "/operations/1"),
            // A 200 has the value, wherever else it is.
            thing().header("location", "/elsewhere"),
        ]
    };
    for method in [Method::Put, Method::Patch, Method::Post, Method::Delete] {
        for answer in answers() {
            let asked = value_of(method, FinalState::Usual, vec![answer]).await;
            assert_eq!(asked, <[&str; 0]>::default());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_put_has_its_value_at_its_own_address() {
    for header in ["azure-asyncoperation", "operation-location"] {
        for via in [FinalState::Usual, FinalState::OriginalUri] {
            let answers = vec![
                Answer::json(201, r#"{"name": "not yet"}"#)
                    .header(header, "/operations/1")
                    .header("location", "/results/1"),
                state("Creating"),
                state("succeeded"),
                thing(),
            ];
            let asked = value_of(Method::Put, via, answers).await;
            let monitor = "GET /operations/1";
            assert_eq!(asked, [monitor, monitor, &format!("GET {ORIGINAL}")]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_has_its_value_behind_location() {
    for via in [FinalState::Usual, FinalState::Location] {
        let answers = vec![
            accepted("azure-asyncoperation", "/operations/1").header("location", "/results/1"),
            state("Succeeded"),
            thing(),
        ];
        let asked = value_of(Method::Post, via, answers).await;
        assert_eq!(asked, ["GET /operations/1", "GET /results/1"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_patch_has_its_value_behind_location_or_at_its_own_address() {
    let there = vec![
        accepted("azure-asyncoperation", "/operations/1").header("location", "/results/1"),
        state("Succeeded"),
        thing(),
    ];
    let asked = value_of(Method::Patch, FinalState::Usual, there).await;
    assert_eq!(asked, ["GET /operations/1", "GET /results/1"]);
    let nowhere = vec![
        accepted("azure-asyncoperation", "/operations/1"),
        state("Succeeded"),
        thing(),
    ];
    let asked = value_of(Method::Patch, FinalState::Location, nowhere).await;
    assert_eq!(asked, ["GET /operations/1", &format!("GET {ORIGINAL}")]);
}

#[tokio::test(start_paused = true)]
async fn a_monitor_can_be_the_value_or_hold_it() {
    let body = [
        (
            FinalValue::Body,
            r#"{"status": "Succeeded", "name": "one"}"#,
        ),
        (
            FinalValue::Result,
            r#"{"status": "Succeeded", "result": {"name": "one"}}"#,
        ),
        (
            FinalValue::Result,
            r#"{"status": "Succeeded", "properties": {"name": "one"}}"#,
        ),
        (
            FinalValue::Result,
            r#"{"status": "Succeeded", "result": null, "name": "one"}"#,
        ),
    ];
    for (value, body) in body {
        let fake = Fake::new([
            accepted("operation-location", "/operations/1").header("location", "/results/1"),
            Answer::json(200, body),
        ]);
        let rules = Rules {
            final_state: FinalState::Monitor,
            value,
            ..RULES
        };
        let request = first(Method::Post);
        let operation =
            Operation::begin(&fake.core(), request, CallOptions::default(), plan(rules));
        assert_eq!(operation.await.unwrap().name, "one", "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_monitor_can_name_the_resource() {
    let answers = vec![
        accepted("operation-location", "/operations/1"),
        Answer::json(
            200,
            r#"{"status": "Succeeded", "resourceLocation": "https://service.test/made/1"}"#,
        ),
        thing(),
    ];
    let asked = value_of(Method::Post, FinalState::Usual, answers).await;
    assert_eq!(asked, ["GET /operations/1", "GET /made/1"]);
}

#[tokio::test(start_paused = true)]
async fn a_monitor_may_answer_without_a_body() {
    for last in [200, 204] {
        let answers = vec![
            Answer::reply(201, "").header("azure-asyncoperation", "/operations/1"),
            Answer::reply(202, ""),
            Answer::reply(202, "not JSON"),
            // It moves on.
            accepted("azure-asyncoperation", "/operations/2"),
            Answer::reply(last, ""),
            thing(),
        ];
        let asked = value_of(Method::Put, FinalState::Usual, answers).await;
        let first = "GET /operations/1";
        let second = "GET /operations/2";
        assert_eq!(
            asked,
            [first, first, first, second, &format!("GET {ORIGINAL}")]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn location_is_asked_until_it_has_the_value() {
    let answers = vec![
        accepted("location", "/results/1"),
        Answer::reply(202, ""),
        accepted("location", "/results/2"),
        Answer::json(200, r#"{"properties": {"provisioningState": "Updating"}}"#),
        thing(),
    ];
    let asked = value_of(Method::Post, FinalState::Usual, answers).await;
    let (first, second) = ("GET /results/1", "GET /results/2");
    assert_eq!(asked, [first, first, second, second]);
}

#[tokio::test(start_paused = true)]
async fn after_location_the_value_can_be_at_the_own_address() {
    let answers = |last| vec![accepted("location", "/results/1"), last, thing()];
    let both = ["GET /results/1", &format!("GET {ORIGINAL}")];
    let via = FinalState::OriginalUri;
    assert_eq!(value_of(Method::Post, via, answers(thing())).await, both);
    let empty = Answer::reply(204, "");
    let via = FinalState::Usual;
    assert_eq!(value_of(Method::Put, via, answers(empty)).await, both);
}

#[tokio::test(start_paused = true)]
async fn a_value_may_come_later_than_the_monitor_says() {
    let answers = vec![
        accepted("azure-asyncoperation", "/operations/1").header("location", "/results/1"),
        state("Succeeded"),
        Answer::reply(202, ""),
        thing(),
    ];
    let asked = value_of(Method::Post, FinalState::Location, answers).await;
    let result = "GET /results/1";
    assert_eq!(asked, ["GET /operations/1", result, result]);
}

#[tokio::test(start_paused = true)]
async fn without_a_link_the_resource_tells_its_state() {
    let updating = || {
        Answer::json(
            200,
            r#"{"name": "x", "properties": {"provisioningState": "Updating"}}"#,
        )
    };
    for begin in [updating(), Answer::reply(202, "")] {
        let answers = vec![begin, updating(), thing()];
        let asked = value_of(Method::Patch, FinalState::Usual, answers).await;
        let own = format!("GET {ORIGINAL}");
        assert_eq!(asked, [own.clone(), own]);
    }
}

/// An operation without a value.
async fn ends(method: Method, answers: Vec<Answer>) -> Result<Vec<String>, Error<Conflict>> {
    let fake = Fake::new(answers);
    let plan: Plan<(), Conflict> = Plan {
        rules: Rules {
            value: FinalValue::Nothing,
            ..RULES
        },
        decode: |answer| Ok(no_content(answer)),
        fail: service_error,
    };
    Operation::begin(&fake.core(), first(method), CallOptions::default(), plan).await?;
    Ok(asked(&fake).split_off(1))
}

#[tokio::test(start_paused = true)]
async fn what_has_no_value_is_not_fetched() {
    let done = Answer::reply(204, "");
    assert_eq!(
        ends(Method::Delete, vec![done]).await.unwrap(),
        <[&str; 0]>::default()
    );
    let monitored = vec![
        accepted("azure-asyncoperation", "/operations/1").header("location", "/results/1"),
        state("Succeeded"),
    ];
    let asked = ends(Method::Delete, monitored).await.unwrap();
    assert_eq!(asked, ["GET /operations/1"]);
    let located = vec![accepted("location", "/results/1"), Answer::reply(204, "")];
    let asked = ends(Method::Post, located).await.unwrap();
    assert_eq!(asked, ["GET /results/1"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_deleted_is_gone_in_the_end() {
    let deleting = || Answer::json(200, r#"{"properties": {"provisioningState": "Deleting"}}"#);
    let gone = Answer::json(404, r#"{"code": "NotFound", "message": "no such thing"}"#);
    let answers = vec![deleting(), deleting(), gone];
    let own = format!("GET {ORIGINAL}");
    let asked = ends(Method::Delete, answers).await.unwrap();
    assert_eq!(asked, [own.clone(), own]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_without_a_monitor_cannot_be_followed() {
    for method in [Method::Post, Method::Delete] {
        let error = ends(method, vec![Answer::reply(202, "")])
            .await
            .unwrap_err();
        assert_eq!(error.status().map(u16::from), Some(202));
        assert_eq!(
            error.to_string(),
            "the service has begun the operation, but does not say where to ask for its state"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_says_how_long_to_wait() {
    let cases = [
        // By default the first wait is short and the others are not.
        (None, None, 1, 30),
        (None, Some(7), 1, 7),
        (None, Some(0), 1, 1),
        (Some("5"), Some(7), 5, 5),
        (Some("0"), None, 1, 1),
        (Some("120"), Some(7), 120, 120),
    ];
    for (retry_after, interval, first_wait, other_wait) in cases {
        let asking = |answer: Answer| match retry_after {
            Some(wait) => answer.header("retry-after", wait.to_owned()),
            None => answer,
        };
        let fake = Fake::new([
            asking(accepted("azure-asyncoperation", "/operations/1")),
            asking(state("Running")),
            state("Succeeded"),
            thing(),
        ]);
        let mut operation = begun(&fake, Method::Put, FinalState::Usual);
        if let Some(interval) = interval {
            operation = operation.poll_interval(Duration::from_secs(interval));
        }
        let begin = Instant::now();
        let mut waits = Vec::new();
        while operation.poll().await.unwrap().is_some() {
            waits.push(begin.elapsed().as_secs_f64().round());
        }
        let (first_wait, other_wait) = (f64::from(first_wait), f64::from(other_wait));
        assert_eq!(
            waits,
            [0.0, first_wait, first_wait + other_wait],
            "{retry_after:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_may_name_the_time_to_come_back() {
    let date = azure_core::time::OffsetDateTime::now_utc() + azure_core::time::Duration::hours(1);
    let date = azure_core::time::to_rfc7231(&date);
    let fake = Fake::new([
        accepted("location", "/results/1").header("retry-after", date),
        thing(),
    ]);
    let begin = Instant::now();
    begun(&fake, Method::Post, FinalState::Usual).await.unwrap();
    let waited = begin.elapsed().as_secs();
    assert!((3590..=3600).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn each_state_is_told_and_then_the_value() {
    let fake = Fake::new([
        accepted("azure-asyncoperation", "/operations/1"),
        Answer::json(
            200,
            r#"{"status": "Running\n", "percentComplete": 40, "properties": {"key": "MARKER"}}"#,
        ),
        state("Succeeded"),
        thing(),
    ]);
    let mut operation = begun(&fake, Method::Put, FinalState::Usual);
    assert_eq!(operation.status(), None);
    let mut told = Vec::new();
    while let Some(status) = operation.poll().await.unwrap() {
        assert!(!format!("{status:?}{operation:?}").contains("MARKER"));
        told.push((status.to_string(), status.percent(), status.is_succeeded()));
    }
    let expected = [
        ("InProgress".to_owned(), None, false),
        ("Running\\n (40 %)".to_owned(), Some(40.0), false),
        ("Succeeded".to_owned(), None, true),
    ];
    assert_eq!(told, expected);
    assert_eq!(fake.count(), 3);
    assert!(operation.poll().await.unwrap().is_none());
    assert!(operation.status().unwrap().is_succeeded());
    assert_eq!(operation.await.unwrap().name, "one");
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_is_of_the_whole_operation() {
    let begin = Instant::now();
    let running = (0..99).map(|_| state("Running"));
    let begun_with = accepted("azure-asyncoperation", "/operations/1");
    let fake = Fake::new([begun_with].into_iter().chain(running));
    let limit = Duration::from_secs(100);
    let operation = begun(&fake, Method::Put, FinalState::Usual).timeout(limit);
    let error = operation.await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "the call did not end within 100s (last status 200)"
    );
    assert_eq!(begin.elapsed().as_secs(), 100);
    // At 0, 1, 31, 61 and 91 seconds.
    assert_eq!(fake.count(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_covers_the_value_too() {
    let fake = Fake::new([
        accepted("azure-asyncoperation", "/operations/1"),
        state("Succeeded"),
        Answer::Silence,
    ]);
    let mut options = CallOptions::default();
    options.timeout(Duration::from_secs(60));
    let operation = Operation::begin(&fake.core(), first(Method::Put), options, plan(RULES));
    assert!(operation.await.unwrap_err().is_timeout());
}

#[tokio::test(start_paused = true)]
async fn every_request_is_retried_by_itself() {
    let busy = || Answer::reply(503, "");
    let fake = Fake::new([
        busy(),
        accepted("azure-asyncoperation", "/operations/1"),
        busy(),
        busy(),
        state("Succeeded"),
        busy(),
        thing(),
    ]);
    let value = begun(&fake, Method::Put, FinalState::Usual).await;
    assert_eq!(value.unwrap().name, "one");
    assert_eq!(fake.count(), 7);
}

#[tokio::test(start_paused = true)]
async fn the_callers_headers_go_along_where_they_belong() {
    let fake = Fake::new([
        accepted("azure-asyncoperation", "/operations/1"),
        state("Succeeded"),
        thing(),
    ]);
    let mut options = CallOptions::default();
    options.header("Authorization", "mine");
    options.header("If-Match", "tag");
    let mut request = first(Method::Put);
    options.apply(&mut request).unwrap();
    let operation = Operation::begin(&fake.core(), request, options, plan(RULES));
    operation.await.unwrap();
    let sent = fake.sent();
    for (index, sent) in sent.iter().enumerate() {
        assert_eq!(sent.header("authorization"), Some("mine"));
        assert_eq!(sent.header("if-match").is_some(), index == 0);
    }
    assert_eq!(sent[1].header("accept"), Some("application/json"));
    assert_eq!(sent[2].header("accept"), Some(RULES.accept));
}

#[tokio::test(start_paused = true)]
async fn a_link_keeps_its_own_version_of_the_api() {
    let cases = [
        ("/r/1", "/r/1?api-version=2025-09-01"),
        ("/r/1?a=%20b", "/r/1?a=%20b&api-version=2025-09-01"),
        ("/r/1?api-version=2020-01-01", "/r/1?api-version=2020-01-01"),
        ("/r/1?Api-Version=2020-01-01", "/r/1?Api-Version=2020-01-01"),
    ];
    for (link, asked) in cases {
        let fake = Fake::new([accepted("location", link), thing()]);
        begun(&fake, Method::Post, FinalState::Usual).await.unwrap();
        assert_eq!(fake.sent()[1].url, format!("{ENDPOINT}{asked}"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_link_to_another_service_is_not_followed() {
    for header in ["azure-asyncoperation", "operation-location", "location"] {
        let fake = Fake::new([accepted(
            header,
            "https://evil.test/operations/1?sig=MARKER",
        )]);
        let error = begun(&fake, Method::Put, FinalState::Usual)
            .await
            .unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("leads to https://evil.test"), "{text}");
        assert!(!text.contains("MARKER"), "{text}");
        assert_eq!(fake.count(), 1);
    }
    let fake = Fake::new([
        accepted("operation-location", "/operations/1"),
        Answer::json(
            200,
            r#"{"status": "Succeeded", "resourceLocation": "https://evil.test/1"}"#,
        ),
    ]);
    let error = begun(&fake, Method::Post, FinalState::Usual).await;
    assert!(error.unwrap_err().to_string().contains("evil.test"));
    assert_eq!(fake.count(), 2);
}
