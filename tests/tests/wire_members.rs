//! What the service may answer with success: each member of the union, what is newer than the
//! crate, and what is not as described.

use std::error::Error;

use azure_core::Bytes;
use azure_ml_compute::Response;
use azure_ml_compute::models::{ComputeSecrets, ComputeType};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tests::Outcome;
use tests::stub::{Answer, Stub, list_keys};

/// The answer to one request whose response has this body.
async fn receive(body: impl Into<Bytes>) -> Result<Response<ComputeSecrets>, Box<dyn Error>> {
    let stub = Stub::start([Answer::ok(body)]).await?;
    let client = stub.client()?;
    Ok(list_keys(&client).send().await?)
}

/// The text of the error that a body leads to.
async fn refusal(body: impl Into<Bytes>) -> Result<String, Box<dyn Error>> {
    let stub = Stub::start([Answer::ok(body)]).await?;
    let client = stub.client()?;
    let error = match list_keys(&client).await {
        Err(azure_ml_compute::Error::Decode(error)) => error,
        other => return Err(format!("{other:?}").into()),
    };
    assert_eq!(u16::from(error.status()), 200);
    Ok(format!("{}: expected {}", error.path(), error.expected()))
}

fn text(secret: &Option<SecretString>) -> Option<&str> {
    secret.as_ref().map(ExposeSecret::expose_secret)
}

#[tokio::test]
async fn an_aks_compute_gives_its_kube_configs() -> Outcome {
    let body = r#"{"computeType":"AKS","userKubeConfig":"user","adminKubeConfig":"admin",
        "imagePullSecretName":"pull"}"#;
    let value = receive(body).await?.into_value();
    assert_eq!(value.compute_type(), ComputeType::Aks);
    let ComputeSecrets::Aks(keys) = value else {
        return Err("another member".into());
    };
    assert_eq!(text(&keys.user_kube_config), Some("user"));
    assert_eq!(text(&keys.admin_kube_config), Some("admin"));
    assert_eq!(text(&keys.image_pull_secret_name), Some("pull"));
    Ok(())
}

#[tokio::test]
async fn the_descriptions_own_example_is_read_as_it_stands() -> Outcome {
    let example = include_str!("../../spec/azure-ml-compute/examples/list-aks-compute-keys.json");
    let ComputeSecrets::Aks(keys) = receive(example).await?.into_value() else {
        return Err("another member".into());
    };
    let example: Value = serde_json::from_str(example)?;
    assert_eq!(serde_json::to_value(ComputeSecrets::Aks(keys))?, example);
    Ok(())
}

#[tokio::test]
async fn a_virtual_machine_gives_its_administrators_credentials() -> Outcome {
    let body = r#"{"computeType":"VirtualMachine","administratorAccount":{"username":"root",
        "password":"open sesame","publicKeyData":"public","privateKeyData":"private"}}"#;
    let value = receive(body).await?.into_value();
    assert_eq!(value.compute_type(), ComputeType::VirtualMachine);
    let ComputeSecrets::VirtualMachine(keys) = value else {
        return Err("another member".into());
    };
    let account = keys.administrator_account.ok_or("no account")?;
    assert_eq!(account.username.as_deref(), Some("root"));
    assert_eq!(text(&account.password), Some("open sesame"));
    assert_eq!(text(&account.public_key_data), Some("public"));
    assert_eq!(text(&account.private_key_data), Some("private"));
    Ok(())
}

#[tokio::test]
async fn a_databricks_compute_gives_its_token() -> Outcome {
    let body = r#"{"computeType":"Databricks","databricksAccessToken":"dapi-1"}"#;
    let value = receive(body).await?.into_value();
    assert_eq!(value.compute_type(), ComputeType::Databricks);
    let ComputeSecrets::Databricks(keys) = value else {
        return Err("another member".into());
    };
    assert_eq!(text(&keys.databricks_access_token), Some("dapi-1"));
    Ok(())
}

#[tokio::test]
async fn an_unknown_compute_type_is_kept_whole_and_written_back_equal() -> Outcome {
    let body = r#"{"z":[1,2.5,{"y":null}],"computeType":"Quantum","a":{"qubits":9007199254740993,
        "computeType":"inner"},"":"","ключ":"\u0000\ud83d\ude00"}"#;
    let response = receive(body).await?;
    let ComputeSecrets::Unknown(unknown) = response.value() else {
        return Err("taken for a known member".into());
    };
    assert_eq!(unknown.tag(), "Quantum");
    assert_eq!(
        response.value().compute_type(),
        ComputeType::Other("Quantum".to_owned())
    );
    let sent: Value = serde_json::from_str(body)?;
    assert_eq!(Value::Object(unknown.expose().clone()), sent);
    assert_eq!(serde_json::to_value(response.value())?, sent);
    Ok(())
}

#[tokio::test]
async fn an_unknown_compute_type_keeps_the_order_of_its_properties() -> Outcome {
    for body in [
        r#"{"computeType":"Quantum","b":1,"a":2}"#,
        r#"{"b":1,"computeType":"Quantum","a":2}"#,
        r#"{"b":1,"a":2,"computeType":"Quantum"}"#,
    ] {
        assert_eq!(serde_json::to_string(receive(body).await?.value())?, body);
    }
    Ok(())
}

#[tokio::test]
async fn a_listed_type_without_secrets_of_its_own_is_unknown_too() -> Outcome {
    let value = receive(r#"{"computeType":"AmlCompute","later":true}"#)
        .await?
        .into_value();
    assert_eq!(value.compute_type(), ComputeType::AmlCompute);
    assert!(matches!(value, ComputeSecrets::Unknown(_)));
    Ok(())
}

#[tokio::test]
async fn a_tag_in_another_case_is_another_tag() -> Outcome {
    let value = receive(r#"{"computeType":"aks","userKubeConfig":"user"}"#)
        .await?
        .into_value();
    assert!(matches!(&value, ComputeSecrets::Unknown(other) if other.tag() == "aks"));
    Ok(())
}

#[tokio::test]
async fn the_tag_may_come_last_or_in_the_middle() -> Outcome {
    for body in [
        r#"{"userKubeConfig":"us\"er","adminKubeConfig":"admin","computeType":"AKS"}"#,
        r#"{"userKubeConfig":"us\"er","computeType":"AKS","adminKubeConfig":"admin"}"#,
        r#"{"userKubeConfig":"us\"er","adminKubeConfig":"admin","compute\u0054ype":"\u0041KS"}"#,
    ] {
        let ComputeSecrets::Aks(keys) = receive(body).await?.into_value() else {
            return Err("another member".into());
        };
        assert_eq!(text(&keys.user_kube_config), Some("us\"er"));
        assert_eq!(text(&keys.admin_kube_config), Some("admin"));
    }
    Ok(())
}

#[tokio::test]
async fn absent_null_and_extra_fields_are_no_errors() -> Outcome {
    let body = r#"{"computeType":"AKS","userKubeConfig":null,"imagePullSecretName":null,
        "extra":{"deep":[1,2,{"x":"y"}]},"adminKubeConfig":""}"#;
    let ComputeSecrets::Aks(keys) = receive(body).await?.into_value() else {
        return Err("another member".into());
    };
    assert_eq!(text(&keys.user_kube_config), None);
    assert_eq!(text(&keys.image_pull_secret_name), None);
    assert_eq!(text(&keys.admin_kube_config), Some(""));

    let bare = receive(r#"{"computeType":"VirtualMachine"}"#)
        .await?
        .into_value();
    assert!(
        matches!(bare, ComputeSecrets::VirtualMachine(keys) if keys.administrator_account.is_none())
    );
    let null = receive(r#"{"computeType":"VirtualMachine","administratorAccount":null}"#).await?;
    let ComputeSecrets::VirtualMachine(keys) = null.value() else {
        return Err("another member".into());
    };
    assert!(keys.administrator_account.is_none());
    Ok(())
}

#[tokio::test]
async fn what_was_read_is_written_back_equal() -> Outcome {
    for sent in [
        json!({"computeType": "AKS", "adminKubeConfig": "admin"}),
        json!({"computeType": "VirtualMachine", "administratorAccount": {"username": "root", "password": "p"}}),
        json!({"computeType": "Databricks", "databricksAccessToken": "dapi-1"}),
        json!({"computeType": "Databricks"}),
    ] {
        let value = receive(sent.to_string()).await?.into_value();
        assert_eq!(serde_json::to_value(value)?, sent);
    }
    Ok(())
}

#[tokio::test]
async fn a_known_tag_with_a_malformed_body_names_the_tag_and_the_path() -> Outcome {
    let stub = Stub::start([Answer::ok(
        r#"{"computeType":"VirtualMachine","administratorAccount":{"username":["root"]}}"#,
    )])
    .await?;
    let client = stub.client()?;
    let error = list_keys(&client).await.unwrap_err();
    let text = error.to_string();
    let beginning = "200 OK: /administratorAccount/username: expected a string \
                     (in computeType VirtualMachine)";
    assert!(text.starts_with(beginning), "{text}");
    assert_eq!(error.status().map(u16::from), Some(200));
    Ok(())
}

#[tokio::test]
async fn a_malformed_member_never_falls_through_to_unknown() -> Outcome {
    for (body, expected) in [
        (
            r#"{"computeType":"AKS","userKubeConfig":7}"#,
            "/userKubeConfig: expected a string",
        ),
        (
            r#"{"userKubeConfig":[],"computeType":"AKS"}"#,
            "/userKubeConfig: expected a string",
        ),
        (
            r#"{"computeType":"VirtualMachine","administratorAccount":"root"}"#,
            "/administratorAccount: expected struct VirtualMachineSshCredentials",
        ),
        (
            r#"{"computeType":"VirtualMachine","administratorAccount":{"password":{}}}"#,
            "/administratorAccount/password: expected a string",
        ),
        (
            r#"{"computeType":"Databricks","databricksAccessToken":false}"#,
            "/databricksAccessToken: expected a string",
        ),
    ] {
        assert_eq!(refusal(body).await?, expected, "{body}");
    }
    Ok(())
}

#[tokio::test]
async fn an_object_with_an_unusable_tag_is_refused() -> Outcome {
    for (body, expected) in [
        (r#"{"computeType":null}"#, "/computeType: expected a string"),
        (
            r#"{"computeType":7,"userKubeConfig":"user"}"#,
            "/computeType: expected a string",
        ),
        ("[]", ": expected union ComputeSecrets"),
        ("null", ": expected union ComputeSecrets"),
        ("\"AKS\"", ": expected union ComputeSecrets"),
    ] {
        assert_eq!(refusal(body).await?, expected, "{body}");
    }
    Ok(())
}

#[tokio::test]
async fn a_property_that_comes_twice_is_refused() -> Outcome {
    for (body, name) in [
        (
            r#"{"computeType":"AKS","userKubeConfig":"a","userKubeConfig":"b"}"#,
            "userKubeConfig",
        ),
        (
            r#"{"userKubeConfig":"a","userKubeConfig":"b","computeType":"AKS"}"#,
            "userKubeConfig",
        ),
        (
            r#"{"computeType":"AKS","computeType":"Databricks"}"#,
            "computeType",
        ),
        (
            r#"{"computeType":"AKS","x":1,"computeType":"AKS"}"#,
            "computeType",
        ),
    ] {
        let text = refusal(body).await?;
        assert_eq!(
            text,
            format!(": expected the field `{name}` only once"),
            "{body}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_byte_order_mark_and_white_space_are_passed_over() -> Outcome {
    let value = receive("\u{feff}\r\n\t {\"computeType\" : \"Databricks\"}\n")
        .await?
        .into_value();
    assert!(matches!(value, ComputeSecrets::Databricks(_)));
    Ok(())
}

#[tokio::test]
async fn a_body_that_goes_on_after_its_value_is_refused() -> Outcome {
    let text = refusal(r#"{"computeType":"AKS"} {"computeType":"AKS"}"#).await?;
    assert_eq!(text, ": expected JSON");
    Ok(())
}

#[tokio::test]
async fn a_response_gives_status_headers_body_and_value() -> Outcome {
    let body = r#"{"computeType":"Databricks","databricksAccessToken":"dapi-1"}"#;
    let answer = Answer::ok(body)
        .header("x-ms-request-id", "r-1")
        .header("x-other", "7");
    let stub = Stub::start([answer]).await?;
    let client = stub.client()?;
    let response = list_keys(&client).send().await?;
    assert_eq!(u16::from(response.status()), 200);
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(
        response.headers().get_optional_str(&"x-other".into()),
        Some("7")
    );
    assert_eq!(response.body().as_ref(), body.as_bytes());

    let core: azure_core::http::Response<ComputeSecrets> = response.clone().into();
    assert_eq!(u16::from(core.status()), 200);
    assert_eq!(core.into_body().as_ref(), body.as_bytes());

    let (status, headers, bytes, value) = response.into_parts();
    assert_eq!(u16::from(status), 200);
    assert_eq!(
        headers.get_optional_str(&"x-ms-request-id".into()),
        Some("r-1")
    );
    assert_eq!(bytes.as_ref(), body.as_bytes());
    assert_eq!(value.compute_type(), ComputeType::Databricks);
    Ok(())
}
