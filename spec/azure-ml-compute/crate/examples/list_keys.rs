//! Lists the keys of a compute.
//!
//! Without arguments it starts a small stand-in for the service on this machine, asks it, prints
//! what came back (secrets are never printed), and ends:
//!
//! ```text
//! cargo run --example list_keys
//! ```
//!
//! With four arguments it signs in with the developer tools of this machine (`az login`) and
//! calls Azure:
//!
//! ```text
//! cargo run --example list_keys -- SUBSCRIPTION RESOURCE_GROUP WORKSPACE COMPUTE
//! ```

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use azure_identity::DeveloperToolsCredential;
use azure_ml_compute::{Client, models::ComputeSecrets};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => {
            let client = Client::builder("a-subscription").endpoint(start_stub()?).build()?;
            list_keys(&client, "a-group", "a-workspace", "a-cluster").await
        }
        [subscription, group, workspace, compute] => {
            let credential = DeveloperToolsCredential::new(None)?;
            let client = Client::new(subscription, credential, None)?;
            list_keys(&client, group, workspace, compute).await
        }
        _ => Err("give no arguments, or: SUBSCRIPTION RESOURCE_GROUP WORKSPACE COMPUTE".into()),
    }
}

async fn list_keys(client: &Client, group: &str, workspace: &str, compute: &str) -> Outcome {
    let secrets = client.compute().list_keys(group, workspace, compute).await?;
    println!("{compute} is of type {}", secrets.compute_type());
    match &secrets {
        ComputeSecrets::Aks(keys) => println!("{keys:#?}"),
        ComputeSecrets::VirtualMachine(keys) => println!("{keys:#?}"),
        ComputeSecrets::Databricks(keys) => println!("{keys:#?}"),
        other => println!("newer than this crate: {other:?}"),
    }
    Ok(())
}

/// Answers one request with the secrets of a cluster; gives the URL to ask.
fn start_stub() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let endpoint = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || listener.accept().and_then(|(stream, _)| answer(stream)));
    Ok(endpoint)
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut request = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    while request.read_line(&mut line)? > 2 {
        line.clear();
    }
    let body = r#"{
        "computeType": "AKS",
        "userKubeConfig": "user kube config...",
        "adminKubeConfig": "admin kube config...",
        "imagePullSecretName": "the image pull secret name"
    }"#;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len(),
    )
}
