//! The command line of the generated crate, run as its users run it: what is printed, where, and
//! the code that it ends with.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use azure_core::http::Method;
use serde_json::{Value, json};
use tests::Outcome;
use tests::expectation::{check_text, updating};
use tests::stub::{Answer, Stub};

/// The operation with all that it needs.
const LIST_KEYS: [&str; 10] = [
    "compute",
    "list-keys",
    "--subscription-id",
    "sub-1",
    "--resource-group-name",
    "group",
    "--workspace-name",
    "workspace",
    "--compute-name",
    "cluster",
];

const SECRET: &str = "kubeconfig-of-a-user";

/// What came of these words in an environment with nothing else in it.
fn ran(words: &[&str], environment: &[(&str, &str)]) -> std::io::Result<Ran> {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_command_line"))
        .args(words)
        .env_clear()
        .envs(environment.iter().copied())
        .output()?;
    Ok(Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Calls the operation at this server, unsigned, with these words more.
async fn called(stub: &Stub, more: &[&str]) -> std::io::Result<Ran> {
    let own = ["--anonymous", "--endpoint", stub.endpoint()];
    let words = LIST_KEYS.iter().chain(&own).chain(more);
    let words: Vec<String> = words.map(|&word| word.to_owned()).collect();
    let running = tokio::task::spawn_blocking(move || {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        ran(&words, &[])
    });
    running.await?
}

fn keys() -> Answer {
    let keys =
        json!({"computeType": "AKS", "userKubeConfig": SECRET, "newer": {"kept": [1, "two"]}});
    Answer::value(&keys)
}

#[tokio::test]
async fn an_answer_is_printed_without_its_secrets() -> Outcome {
    let stub = Stub::start([keys(), keys()]).await?;
    let printed = called(&stub, &[]).await?;
    assert_eq!(
        (printed.code, printed.err.as_str()),
        (Some(0), ""),
        "{printed:?}"
    );
    let value: Value = serde_json::from_str(&printed.out)?;
    assert_eq!(value.pointer("/userKubeConfig"), Some(&json!("[REDACTED]")));
    assert!(!printed.out.contains(SECRET), "{printed:?}");
    let open = called(&stub, &["--show-secrets"]).await?;
    assert!(open.out.contains(SECRET), "{open:?}");
    let requests = stub.requests();
    let first = requests.first().ok_or("nothing was sent")?;
    assert_eq!(first.method, Method::Post.as_str());
    let path = "/subscriptions/sub-1/resourceGroups/group/providers/\
                Microsoft.MachineLearningServices/workspaces/workspace/computes/cluster/listKeys";
    assert_eq!(first.path(), path);
    Ok(())
}

#[tokio::test]
async fn values_are_printed_as_yaml_and_as_tables() -> Outcome {
    let stub = Stub::start([keys(), keys()]).await?;
    let yaml = called(&stub, &["--output", "yaml"]).await?;
    assert_eq!(yaml.code, Some(0), "{yaml:?}");
    assert!(
        yaml.out
            .starts_with("computeType: AKS\nuserKubeConfig: '[REDACTED]'\n"),
        "{yaml:?}"
    );
    let table = called(&stub, &["-o", "table"]).await?;
    let expected = "computeType     AKS\nuserKubeConfig  [REDACTED]\n";
    assert!(table.out.starts_with(expected), "{table:?}");
    Ok(())
}

#[tokio::test]
async fn a_refusal_ends_with_1_and_the_error() -> Outcome {
    let body = json!({"error": {"code": "ComputeNotReady", "message": "it is resizing"}});
    let stub = Stub::start([Answer::json(409, body.to_string())]).await?;
    let refused = called(&stub, &["--header", "x-ms-client-request-id=r-1"]).await?;
    assert_eq!(
        (refused.code, refused.out.as_str()),
        (Some(1), ""),
        "{refused:?}"
    );
    let (line, error) = refused.err.split_once('\n').ok_or("one line")?;
    assert_eq!(line, "error: 409 Conflict: ComputeNotReady: it is resizing");
    assert_eq!(serde_json::from_str::<Value>(error)?, body);
    let requests = stub.requests();
    let first = requests.first().ok_or("nothing was sent")?;
    assert_eq!(first.header("x-ms-client-request-id"), Some("r-1"));
    assert_eq!(first.header("authorization"), None);
    Ok(())
}

#[tokio::test]
async fn no_answer_ends_with_3() -> Outcome {
    let stub = Stub::start([Answer::silence(), Answer::ok("{\"computeType\": 1}")]).await?;
    let late = called(&stub, &["--timeout", "300ms"]).await?;
    assert_eq!((late.code, late.out.as_str()), (Some(3), ""), "{late:?}");
    let wrong = called(&stub, &[]).await?;
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(3), ""), "{wrong:?}");
    let nobody = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let endpoint = format!("http://{nobody}");
    let words: Vec<&str> = [&LIST_KEYS[..], &["--anonymous", "--endpoint", &endpoint]].concat();
    let nobody = ran(&words, &[])?;
    assert_eq!(nobody.code, Some(3), "{nobody:?}");
    assert!(nobody.err.contains("refused"), "{nobody:?}");
    Ok(())
}

#[test]
fn words_that_make_no_call_end_with_2() -> Outcome {
    let without: Vec<&str> = LIST_KEYS.iter().copied().take(8).collect();
    let outside: Vec<&str> = [&without[..], &["--compute-name", ".."]].concat();
    let no_url: Vec<&str> = [&LIST_KEYS[..], &["--anonymous", "--endpoint", "nowhere"]].concat();
    let cases: [(&[&str], &str); 5] = [
        (&[], "Usage: azure-ml-compute"),
        (&["computes"], "unrecognized subcommand 'computes'"),
        (&without, "--compute-name <TEXT>"),
        (&outside, "error: `--compute-name` must not be"),
        (&no_url, "error: the endpoint is not a URL"),
    ];
    for (words, expected) in cases {
        let wrong = ran(words, &[])?;
        assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""), "{wrong:?}");
        assert!(wrong.err.contains(expected), "{wrong:?}");
    }
    Ok(())
}

#[test]
fn a_dry_run_prints_the_request() -> Outcome {
    let more = [
        "--dry-run",
        "--header",
        "Authorization=Bearer t-1",
        "--api-version",
        "v9",
    ];
    let words: Vec<&str> = [&LIST_KEYS[..], &more].concat();
    let shown = ran(&words, &[("AZURE_ML_COMPUTE_TOKEN", "t-2")])?;
    assert_eq!((shown.code, shown.err.as_str()), (Some(0), ""), "{shown:?}");
    let request: Value = serde_json::from_str(&shown.out)?;
    assert_eq!(request.pointer("/method"), Some(&json!("POST")));
    let url = request
        .pointer("/url")
        .and_then(Value::as_str)
        .unwrap_or_default();
    assert!(
        url.starts_with("https://management.azure.com/subscriptions/sub-1/"),
        "{url}"
    );
    assert!(url.ends_with("/listKeys?api-version=v9"), "{url}");
    assert!(
        !shown.out.contains("t-1") && !shown.out.contains("t-2"),
        "{shown:?}"
    );
    Ok(())
}

#[test]
fn what_the_client_needs_may_stand_in_the_environment() -> Outcome {
    let own = LIST_KEYS
        .iter()
        .filter(|word| !["--subscription-id", "sub-1"].contains(word));
    let words: Vec<&str> = own.copied().chain(["--dry-run"]).collect();
    let shown = ran(&words, &[("AZURE_ML_COMPUTE_SUBSCRIPTION_ID", "sub-9")])?;
    assert!(shown.out.contains("/subscriptions/sub-9/"), "{shown:?}");
    Ok(())
}

#[test]
fn a_token_goes_to_no_server_without_tls() -> Outcome {
    let words: Vec<&str> = [&LIST_KEYS[..], &["--endpoint", "http://127.0.0.1:9"]].concat();
    let refused = ran(&words, &[("AZURE_ML_COMPUTE_TOKEN", "t-2")])?;
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(
        refused.err.contains("non-TLS") && !refused.err.contains("t-2"),
        "{refused:?}"
    );
    Ok(())
}

#[test]
fn help_is_as_expected_and_shells_have_completions() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("command_line");
    let cases: [(&str, &[&str]); 3] = [
        ("help.txt", &["--help"]),
        ("compute.txt", &["compute", "--help"]),
        ("list-keys.txt", &["compute", "list-keys", "--help"]),
    ];
    let mut differences = Vec::new();
    for (file, words) in cases {
        let printed = ran(words, &[])?;
        assert_eq!(
            (printed.code, printed.err.as_str()),
            (Some(0), ""),
            "{printed:?}"
        );
        differences.extend(check_text(&folder.join(file), &printed.out, updating())?);
    }
    assert!(
        differences.is_empty(),
        "{}\n\nto rewrite: UPDATE_EXPECT=1 cargo test -p tests --test command_line",
        differences.join("\n\n")
    );
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = ran(&["completions", shell], &[])?;
        assert_eq!(script.code, Some(0), "{script:?}");
        assert!(script.out.contains("list-keys"), "{shell}");
    }
    Ok(())
}
