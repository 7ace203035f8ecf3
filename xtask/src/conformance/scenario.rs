//! The scenarios: what a client has to send, and what it gets.
//!
//! Comes in: `scenarios.json`. Goes out: the same as data, with the server's address put in.

use std::{fs, io::Result, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Where clients think the server is: tokens go nowhere without TLS.
pub const BASE_URL: &str = "https://localhost:3000";

/// The value of a segment that a scenario leaves open.
pub const ANY: &str = "sample";

/// Whether a path is the one that was expected, whatever stands where the scenario leaves it open. A
/// slash at the end makes no difference to a server.
pub fn same_path(found: &str, expected: &str) -> bool {
    let found = found.trim_end_matches('/').split('/');
    let mut expected = expected.trim_end_matches('/').split('/');
    let same = found.map(Some).all(|found| match expected.next() {
        Some(ANY) => true,
        segment => segment == found,
    });
    same && expected.next().is_none()
}

/// What a service is asked, and how it answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario {
    pub name: String,
    pub set: String,
    pub spec: String,
    pub pass_condition: Condition,
    /// The status with which the call has to fail.
    pub code: Option<u16>,
    pub requests: Vec<Exchange>,
}

/// What a scenario asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Every request is answered well.
    ResponseSuccess,
    /// Every request is a call of its own.
    ByKey,
    /// The call fails.
    StatusCode,
}

/// One request and its answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Exchange {
    /// An Express pattern.
    pub uri: String,
    pub method: String,
    pub request: Expected,
    pub response: Answer,
}

/// What has to be sent. What is not here is unconstrained.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Expected {
    pub query: Map<String, Value>,
    pub headers: Map<String, Value>,
    pub path_params: Map<String, Value>,
    pub body: Option<Body>,
    /// The status of a request that has to fail.
    pub status: Option<u16>,
}

/// What comes back.
#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    pub status: u16,
    #[serde(default)]
    pub headers: Map<String, Value>,
    pub body: Option<Body>,
}

/// A body.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    pub content_type: String,
    /// A text, or bytes as `{"base64": …}`.
    #[serde(default)]
    pub raw: Value,
    /// The fields of a form that are no files.
    #[serde(default)]
    pub parts: Map<String, Value>,
    /// The files of a form.
    #[serde(default)]
    pub files: Vec<File>,
    /// It is a form with files.
    pub kind: Option<String>,
}

/// A file of a form.
#[derive(Clone, Debug, Deserialize)]
pub struct File {
    #[serde(rename = "fieldname")]
    pub field: String,
    #[serde(rename = "originalname")]
    pub name: String,
    #[serde(rename = "mimetype")]
    pub media_type: String,
    buffer: Buffer,
}

#[derive(Clone, Debug, Deserialize)]
struct Buffer {
    data: Vec<u8>,
}

impl Scenario {
    /// The folder of its documents, below that of a version.
    pub fn folder(&self) -> String {
        format!("{}/{}", self.set, self.spec)
    }

    /// It expects nothing in particular of a request that writes.
    pub fn is_vacuous(&self) -> bool {
        let nothing = |exchange: &Exchange| {
            let Expected {
                query,
                headers,
                path_params,
                body,
                status: _,
            } = &exchange.request;
            let writes = matches!(exchange.method.as_str(), "put" | "post" | "patch");
            let free = query.is_empty() && headers.is_empty() && path_params.is_empty();
            writes && free && body.is_none() && exchange.response.body.is_none()
        };
        self.pass_condition != Condition::StatusCode && self.requests.iter().all(nothing)
    }
}

impl Exchange {
    /// The path with its values put in, as a client sends it.
    pub fn path(&self) -> String {
        let mut path = String::new();
        let mut rest = self.uri.as_str();
        while let Some(at) = rest.find([':', '\\']) {
            let (before, from) = rest.split_at(at);
            path.push_str(before);
            if let Some(after) = from.strip_prefix("\\:") {
                path.push(':');
                rest = after;
                continue;
            }
            // A value is a whole segment.
            if !path.ends_with('/') {
                path.push(':');
                rest = from.get(1..).unwrap_or_default();
                continue;
            }
            let name = from.get(1..).unwrap_or_default();
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let (name, after) = name.split_at(end.unwrap_or(name.len()));
            match self.request.path_params.get(name) {
                Some(value) => path.push_str(&text(value)),
                // The scenario leaves it to the client.
                None => path.push_str(ANY),
            }
            rest = after;
        }
        path + rest
    }
}

impl Body {
    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        self.raw.as_str()
    }

    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        match &self.raw {
            Value::String(text) => text.clone().into_bytes(),
            other => {
                let encoded = other.get("base64").and_then(Value::as_str);
                STANDARD
                    .decode(encoded.unwrap_or_default())
                    .unwrap_or_default()
            }
        }
    }

    /// The media type without its parameters.
    pub fn media_type(&self) -> &str {
        let kind = self.content_type.split(';').next();
        kind.unwrap_or_default().trim()
    }

    pub fn is_json(&self) -> bool {
        let kind = self.media_type();
        kind == "application/json" || kind.ends_with("+json")
    }
}

impl File {
    /// The content in base64.
    pub fn content(&self) -> String {
        STANDARD.encode(&self.buffer.data)
    }
}

/// A value as it stands in an address or a header.
pub fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// All scenarios in the folder, for a server at `base_url`.
///
/// # Errors
/// A file that cannot be read or is something else.
pub fn read(folder: &Path, base_url: &str) -> Result<Vec<Scenario>> {
    let text = fs::read_to_string(folder.join("scenarios.json"))?;
    let text = text.replace("{baseUrl}", base_url);
    Ok(serde_json::from_str(&text)?)
}
