//! Building the request of `listKeys`, against what `azure_core` itself needs for it.

mod figure;

use std::hint::black_box;
use std::time::Duration;

use azure_core::http::{Method, Request, Url, headers::ACCEPT};
use azure_ml_compute::{Client, Error, models::ErrorResponse};

const SUBSCRIPTION: &str = "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";

const ADDRESS: &str = "https://management.azure.com/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/testrg123/providers/Microsoft.MachineLearningServices/workspaces/workspaces123/computes/compute123/listKeys?api-version=2025-09-01";

fn main() -> azure_core::Result<()> {
    divan::main();
    let client = Client::builder(SUBSCRIPTION).build()?;
    let (ours, theirs) = (by_builder(&client)?, by_hand()?);
    let equal = ours.url() == theirs.url() && ours.method() == theirs.method();
    if !equal {
        println!("not the same request: {} and {}", ours.url(), theirs.url());
    } else if figure::wanted() {
        let name = "Building a request, beyond azure_core's own part";
        let limit = Duration::from_micros(1);
        figure::beyond(name, limit, || by_builder(&client), by_hand);
    }
    Ok(())
}

#[divan::bench]
fn builder(bencher: divan::Bencher<'_, '_>) {
    match Client::builder(SUBSCRIPTION).build() {
        Ok(client) => bencher.bench(|| by_builder(&client)),
        Err(error) => println!("{error}"),
    }
}

#[divan::bench]
fn azure_core_alone() -> azure_core::Result<Request> {
    by_hand()
}

fn by_builder(client: &Client) -> Result<Request, Error<ErrorResponse>> {
    let (group, workspace, compute) = black_box(("testrg123", "workspaces123", "compute123"));
    client
        .compute()
        .list_keys(group, workspace, compute)
        .request()
}

fn by_hand() -> azure_core::Result<Request> {
    let mut request = Request::new(Url::parse(black_box(ADDRESS))?, Method::Post);
    request.insert_header(ACCEPT, "application/json");
    Ok(request)
}
