//! What goes over the wire: method, path, query and headers, and when nothing goes at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use azure_core::error::ErrorKind;
use azure_core::http::headers::{HeaderName, HeaderValue};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Method, Request};
use azure_ml_compute::operations::compute::ListKeys;
use azure_ml_compute::{Client, Error};
use tests::Outcome;
use tests::stub::{Answer, SUBSCRIPTION, Seen, Stub, list_keys};

const DATABRICKS: &str = r#"{"computeType":"Databricks"}"#;

/// The one request that arrives when this one is sent.
async fn arrival(
    set: impl for<'c> FnOnce(&'c Client) -> ListKeys<'c>,
) -> Result<Seen, Box<dyn std::error::Error>> {
    let stub = Stub::start([Answer::ok(DATABRICKS)]).await?;
    let client = stub.client()?;
    set(&client).await?;
    only(&stub)
}

fn only(stub: &Stub) -> Result<Seen, Box<dyn std::error::Error>> {
    match <[Seen; 1]>::try_from(stub.requests()) {
        Ok([seen]) => Ok(seen),
        Err(all) => Err(format!("{} requests arrived", all.len()).into()),
    }
}

fn path_of(compute: &str) -> String {
    format!(
        "/subscriptions/{SUBSCRIPTION}/resourceGroups/group/providers\
         /Microsoft.MachineLearningServices/workspaces/workspace/computes/{compute}/listKeys"
    )
}

#[tokio::test]
async fn the_request_is_the_one_that_the_description_says() -> Outcome {
    let seen = arrival(list_keys).await?;
    assert_eq!(seen.method.as_str(), "POST");
    assert_eq!(seen.target, path_of("cluster") + "?api-version=2025-09-01");
    assert_eq!(seen.header("content-length"), Some("0"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.body.len(), 0);
    Ok(())
}

#[tokio::test]
async fn no_header_goes_but_those_that_are_needed() -> Outcome {
    let stub = Stub::start([Answer::ok(DATABRICKS)]).await?;
    list_keys(&stub.client()?).await?;
    let seen = only(&stub)?;
    let mut names: Vec<_> = seen.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    let expected = [
        "accept",
        "accept-encoding",
        "content-length",
        "host",
        "user-agent",
        "x-ms-client-request-id",
    ];
    assert_eq!(names, expected);
    assert_eq!(seen.header("host"), stub.endpoint().strip_prefix("http://"));
    let agent = seen.header("user-agent").unwrap_or_default();
    // `azure_core` leaves out `azure_` at the beginning of a crate's name.
    assert!(agent.starts_with("azsdk-rust-ml_compute/0.1.0 "), "{agent}");
    Ok(())
}

#[tokio::test]
async fn a_compute_of_any_name_is_one_segment_encoded_once() -> Outcome {
    for (name, segment) in [
        ("a b;#%", "a%20b%3B%23%25"),
        ("a/../b?x", "a%2F..%2Fb%3Fx"),
        ("a%2Fb", "a%252Fb"),
        ("计算", "%E8%AE%A1%E7%AE%97"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("..\\..", "..%5C.."),
        ("a\r\nx-evil: 1", "a%0D%0Ax-evil%3A%201"),
        ("-._~", "-._~"),
        ("\u{feff}\0", "%EF%BB%BF%00"),
    ] {
        let seen = arrival(|client| client.compute().list_keys("group", "workspace", name)).await?;
        assert_eq!(seen.target, path_of(segment) + "?api-version=2025-09-01");
        assert_eq!(seen.header("x-evil"), None);
    }
    Ok(())
}

#[tokio::test]
async fn a_group_is_taken_up_to_ninety_characters_of_any_script() -> Outcome {
    let group = "计".repeat(90);
    let seen =
        arrival(|client| client.compute().list_keys(group.clone(), "workspace", "c")).await?;
    let segment = "%E8%AE%A1".repeat(90);
    assert!(
        seen.target
            .contains(&format!("/resourceGroups/{segment}/providers/"))
    );
    Ok(())
}

#[tokio::test]
async fn nothing_is_sent_where_a_parameter_breaks_a_rule() -> Outcome {
    let stub = Stub::start([]).await?;
    let client = stub.client()?;
    let compute = client.compute();
    let long = "g".repeat(91);
    let cases = [
        ("computeName", compute.list_keys("group", "workspace", "..")),
        ("computeName", compute.list_keys("group", "workspace", ".")),
        ("computeName", compute.list_keys("group", "workspace", "")),
        ("workspaceName", compute.list_keys("group", "..", "cluster")),
        ("workspaceName", compute.list_keys("group", "", "cluster")),
        ("workspaceName", compute.list_keys("group", "ab", "cluster")),
        (
            "workspaceName",
            compute.list_keys("group", "-workspace", "cluster"),
        ),
        (
            "workspaceName",
            compute.list_keys("group", "work space", "cluster"),
        ),
        (
            "workspaceName",
            compute.list_keys("group", "workspace\n", "cluster"),
        ),
        (
            "workspaceName",
            compute.list_keys("group", "w".repeat(34), "cluster"),
        ),
        (
            "resourceGroupName",
            compute.list_keys(long, "workspace", "cluster"),
        ),
        (
            "resourceGroupName",
            compute.list_keys("", "workspace", "cluster"),
        ),
        (
            "resourceGroupName",
            compute.list_keys("..", "workspace", "cluster"),
        ),
        ("subscriptionId", list_keys(&client).subscription_id("")),
        ("subscriptionId", list_keys(&client).subscription_id("..")),
        ("api-version", list_keys(&client).api_version("")),
        ("header", list_keys(&client).header("no name", "1")),
        (
            "header",
            list_keys(&client).header("x-evil", "1\r\nx-other: 2"),
        ),
    ];
    for (parameter, request) in cases {
        let shown = format!("{request:?}");
        match request.send().await {
            Err(Error::InvalidParameter { name, .. }) => assert_eq!(name, parameter, "{shown}"),
            other => return Err(format!("{parameter} gave {other:?}").into()),
        }
    }
    assert_eq!(stub.requests().len(), 0);
    assert_eq!(stub.connections(), 0);
    Ok(())
}

#[tokio::test]
async fn the_api_version_is_set_for_all_requests_or_for_one() -> Outcome {
    let stub = Stub::start([DATABRICKS; 2].map(Answer::ok)).await?;
    let client = stub.builder()?.api_version("2030-01-01-preview").build()?;
    list_keys(&client).await?;
    list_keys(&client).api_version("a b&c=d#~").await?;
    let queries: Vec<_> = stub
        .requests()
        .into_iter()
        .map(|seen| seen.target)
        .collect();
    let path = path_of("cluster");
    let expected = [
        format!("{path}?api-version=2030-01-01-preview"),
        format!("{path}?api-version=a%20b%26c%3Dd%23~"),
    ];
    assert_eq!(queries, expected);
    Ok(())
}

#[tokio::test]
async fn the_subscription_is_set_for_all_requests_or_for_one() -> Outcome {
    let seen = arrival(|client| list_keys(client).subscription_id("other/one")).await?;
    assert!(
        seen.target
            .starts_with("/subscriptions/other%2Fone/resourceGroups/")
    );
    Ok(())
}

#[tokio::test]
async fn an_endpoint_may_have_a_path_of_its_own() -> Outcome {
    for base in ["/proxy/azure", "/proxy/azure/"] {
        let stub = Stub::start([Answer::ok(DATABRICKS)]).await?;
        let endpoint = format!("{}{base}", stub.endpoint());
        list_keys(&stub.builder()?.endpoint(endpoint).build()?).await?;
        assert_eq!(
            only(&stub)?.path(),
            format!("/proxy/azure{}", path_of("cluster"))
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_callers_headers_win_over_the_pipelines() -> Outcome {
    let seen = arrival(|client| {
        list_keys(client)
            .header("x-ms-client-request-id", "id-of-mine")
            .header("Accept", "application/json;odata=none")
            .header("X-Mixed-Case", "1")
            .header("x-mixed-case", "2")
            .header(
                HeaderName::from_static("user-agent"),
                HeaderValue::from_static("mine/1"),
            )
    })
    .await?;
    assert_eq!(seen.header("x-ms-client-request-id"), Some("id-of-mine"));
    assert_eq!(seen.header("accept"), Some("application/json;odata=none"));
    assert_eq!(seen.header("x-mixed-case"), Some("2"));
    assert_eq!(seen.header("user-agent"), Some("mine/1"));
    assert_eq!(
        seen.headers
            .get_all("x-ms-client-request-id")
            .iter()
            .count(),
        1
    );
    Ok(())
}

/// Counts what passes, and puts what the context says on each request.
#[derive(Debug, Default)]
struct Passing(AtomicUsize);

/// A value that a caller hands to a policy through the context.
struct Note(&'static str);

#[async_trait]
impl Policy for Passing {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        self.0.fetch_add(1, Ordering::Relaxed);
        if let Some(Note(text)) = ctx.value() {
            request.insert_header("x-note", *text);
        }
        match next.split_first() {
            Some((policy, rest)) => policy.send(ctx, request, rest).await,
            None => Err(ErrorKind::Other.into()),
        }
    }
}

#[tokio::test]
async fn the_callers_context_and_policies_are_honoured() -> Outcome {
    let stub = Stub::start([Answer::new(503), Answer::ok(DATABRICKS)]).await?;
    let (per_call, per_try) = (Arc::new(Passing::default()), Arc::new(Passing::default()));
    let mut options = azure_core::http::ClientOptions::default();
    options.per_call_policies.push(per_call.clone());
    options.per_try_policies.push(per_try.clone());
    let client = stub.builder()?.core_options(options).build()?;
    let context = Context::new().with_value(Note("from the caller"));
    list_keys(&client).context(context).await?;
    assert_eq!(per_call.0.load(Ordering::Relaxed), 1);
    assert_eq!(per_try.0.load(Ordering::Relaxed), 2);
    let notes: Vec<_> = stub.requests();
    assert!(
        notes
            .iter()
            .all(|seen| seen.header("x-note") == Some("from the caller"))
    );
    Ok(())
}

#[tokio::test]
async fn a_request_can_be_made_without_being_sent() -> Outcome {
    let stub = Stub::start([Answer::ok(DATABRICKS)]).await?;
    let client = stub.client()?;
    let builder = list_keys(&client).header("x-mine", "1");
    let made = builder.request()?;
    assert_eq!(stub.connections(), 0);
    assert_eq!(made.method(), Method::Post);
    assert_eq!(made.headers().get_optional_str(&"x-mine".into()), Some("1"));
    assert_eq!(
        made.headers().get_optional_str(&"accept".into()),
        Some("application/json")
    );

    builder.send().await?;
    let sent = format!("{}{}", stub.endpoint(), only(&stub)?.target);
    assert_eq!(made.url().as_str(), sent);
    Ok(())
}

#[tokio::test]
async fn a_request_that_breaks_a_rule_is_not_made_either() -> Outcome {
    let stub = Stub::start([]).await?;
    let client = stub.client()?;
    let error = client
        .compute()
        .list_keys("group", "workspace", "..")
        .request()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `computeName` must not be empty, `.` or `..` in a path"
    );
    assert_eq!(error.status(), None);
    Ok(())
}

#[tokio::test]
async fn a_builder_can_be_cloned_and_sent_twice() -> Outcome {
    let stub = Stub::start([DATABRICKS; 2].map(Answer::ok)).await?;
    let client = stub.client()?;
    let builder = list_keys(&client);
    builder.clone().await?;
    builder.await?;
    assert_eq!(stub.requests().len(), 2);
    Ok(())
}
