//! What a caller may do with the client's types: share them, move them to another thread, spawn.

use std::sync::Arc;

use azure_ml_compute::models::{ComputeSecrets, ErrorResponse};
use azure_ml_compute::operations::{Compute, compute::ListKeys};
use azure_ml_compute::{Client, ClientBuilder, Error, Response};
use tests::Outcome;
use tests::stub::{Answer, Stub, list_keys};

const DATABRICKS: &str = r#"{"computeType":"Databricks"}"#;

fn can_be_shared<T: Send + Sync>() {}

fn can_be_sent<T: Send>(value: T) -> T {
    value
}

#[test]
fn everything_can_be_shared_between_threads() {
    can_be_shared::<Client>();
    can_be_shared::<ClientBuilder>();
    can_be_shared::<Compute<'_>>();
    can_be_shared::<ListKeys<'_>>();
    can_be_shared::<ComputeSecrets>();
    can_be_shared::<Response<ComputeSecrets>>();
    can_be_shared::<Error<ErrorResponse>>();
}

#[test]
fn an_error_takes_no_more_room_than_a_parameters_name_and_reason() {
    assert!(size_of::<Error<ErrorResponse>>() <= 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_run_on_other_threads_from_clones_of_one_client() -> Outcome {
    let stub = Stub::start([DATABRICKS; 16].map(Answer::ok)).await?;
    let client = stub.client()?;
    let tasks: Vec<_> = (0..16)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let compute = format!("cluster-{number}");
                client
                    .compute()
                    .list_keys("group", "workspace", compute)
                    .await
            })
        })
        .collect();
    for task in tasks {
        assert!(matches!(task.await??, ComputeSecrets::Databricks(_)));
    }
    let mut targets: Vec<_> = stub
        .requests()
        .into_iter()
        .map(|seen| seen.target)
        .collect();
    targets.sort();
    targets.dedup();
    assert_eq!(targets.len(), 16);
    Ok(())
}

#[tokio::test]
async fn both_ways_of_sending_give_futures_that_can_be_moved() -> Outcome {
    let stub = Stub::start([DATABRICKS; 3].map(Answer::ok)).await?;
    let client = Arc::new(stub.client()?);
    can_be_sent(list_keys(&client).into_future()).await?;
    can_be_sent(list_keys(&client).send()).await?;
    // Text that the caller has need not be copied, nor live longer than the request.
    let (group, workspace) = (String::from("group"), Box::<str>::from("workspace"));
    can_be_sent(
        client
            .compute()
            .list_keys(&group, &*workspace, "cluster")
            .send(),
    )
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_group_and_a_builder_outlive_the_expression_that_made_them() -> Outcome {
    let stub = Stub::start([Answer::ok(DATABRICKS)]).await?;
    let client = stub.client()?;
    let request = {
        let compute = client.compute();
        compute.list_keys("group", "workspace", "cluster")
    };
    request.await?;
    Ok(())
}
