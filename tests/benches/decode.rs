//! Decoding the union `ComputeSecrets`, against what serde's derive does with the same texts.

mod figure;

use std::hint::black_box;

use azure_ml_compute::models::ComputeSecrets;
use divan::Bencher;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn main() {
    divan::main();
    if figure::wanted() {
        figures();
    }
}

/// The properties of a member without its tag, as a text to put between braces.
struct Sample {
    name: &'static str,
    tag: &'static str,
    properties: fn() -> String,
}

const AKS: Sample = Sample {
    name: "AKS, as in the description's example",
    tag: "AKS",
    properties: short_aks,
};
const AKS_WHOLE: Sample = Sample {
    name: "AKS, kubeconfigs of 9 KB",
    tag: "AKS",
    properties: whole_aks,
};
const MACHINE: Sample = Sample {
    name: "VirtualMachine",
    tag: "VirtualMachine",
    properties: machine,
};

impl Sample {
    fn tag_first(&self) -> String {
        format!(
            r#"{{"computeType":"{}",{}}}"#,
            self.tag,
            (self.properties)()
        )
    }

    fn tag_last(&self) -> String {
        format!(
            r#"{{{},"computeType":"{}"}}"#,
            (self.properties)(),
            self.tag
        )
    }
}

fn short_aks() -> String {
    aks("user kube config...", "admin kube config...")
}

/// As the service sends them: some certificates in base64 and a line break every now and then.
fn whole_aks() -> String {
    let line = format!(
        r"    client-certificate-data: {}\n",
        "TFMwdExTMUNSVWRKVGlC".repeat(90)
    );
    aks(&line.repeat(5), &line.repeat(5))
}

fn aks(user: &str, admin: &str) -> String {
    format!(
        r#""userKubeConfig":"{user}","adminKubeConfig":"{admin}","imagePullSecretName":"the image pull secret name""#
    )
}

fn machine() -> String {
    let account = r#"{"username":"azureuser","password":"correct horse battery staple","publicKeyData":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5","privateKeyData":null}"#;
    format!(r#""administratorAccount":{account}"#)
}

/// The member by itself, as one would write it by hand.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct PlainAks {
    user_kube_config: Option<SecretString>,
    admin_kube_config: Option<SecretString>,
    image_pull_secret_name: Option<SecretString>,
}

/// The same for a virtual machine.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct PlainMachine {
    administrator_account: Option<PlainAccount>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct PlainAccount {
    username: Option<String>,
    password: Option<SecretString>,
    public_key_data: Option<SecretString>,
    private_key_data: Option<SecretString>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct PlainDatabricks {
    databricks_access_token: Option<SecretString>,
}

/// The union, as serde's derive has it.
#[derive(Deserialize)]
#[serde(tag = "computeType")]
#[allow(dead_code)]
enum PlainUnion {
    #[serde(rename = "AKS")]
    Aks(PlainAks),
    VirtualMachine(PlainMachine),
    Databricks(PlainDatabricks),
}

#[divan::bench(types = [ComputeSecrets, PlainAks, PlainUnion])]
fn aks_tag_first<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &AKS.tag_first());
}

#[divan::bench(types = [ComputeSecrets, PlainAks, PlainUnion])]
fn aks_tag_last<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &AKS.tag_last());
}

#[divan::bench(types = [ComputeSecrets, PlainMachine, PlainUnion])]
fn machine_tag_first<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &MACHINE.tag_first());
}

#[divan::bench(types = [ComputeSecrets, PlainMachine, PlainUnion])]
fn machine_tag_last<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &MACHINE.tag_last());
}

fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| read::<T>(text));
}

fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_slice(black_box(text.as_bytes()))
}

fn figures() {
    println!("Decoding, tag first, against a plain struct:");
    compare::<PlainAks>(&AKS, 1.15, Sample::tag_first);
    compare::<PlainAks>(&AKS_WHOLE, 1.15, Sample::tag_first);
    compare::<PlainMachine>(&MACHINE, 1.15, Sample::tag_first);
    println!("Decoding, tag last, against #[serde(tag)]:");
    compare::<PlainUnion>(&AKS, 1.25, Sample::tag_last);
    compare::<PlainUnion>(&AKS_WHOLE, 1.25, Sample::tag_last);
    compare::<PlainUnion>(&MACHINE, 1.25, Sample::tag_last);
}

fn compare<T: DeserializeOwned>(sample: &Sample, limit: f64, spell: fn(&Sample) -> String) {
    let text = spell(sample);
    let (ours, theirs) = (read::<ComputeSecrets>(&text), read::<T>(&text));
    if let Some(error) = ours.err().or(theirs.err()) {
        println!("  {}: {error}", sample.name);
        return;
    }
    let name = format!("  {}", sample.name);
    figure::ratio(
        &name,
        limit,
        || read::<ComputeSecrets>(&text),
        || read::<T>(&text),
    );
}
