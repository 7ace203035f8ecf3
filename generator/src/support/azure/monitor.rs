//! What an answer says of a long-running operation.
//!
//! In: an answer of the operation's status monitor, or of the resource that it changes. Out: how
//! far the operation is, where the monitor says that the value stands, and why it failed. Of the
//! answer's body nothing else is kept.

use std::collections::BTreeMap;
use std::fmt;

use azure_core::http::RawResponse;
use azure_core::http::poller::PollerStatus;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Failure, OneLine, from_json, json_text};

/// How far a long-running operation is, in the service's words.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OperationStatus {
    state: String,
    percent: Option<f64>,
}

impl OperationStatus {
    /// The state, such as `InProgress`, `Provisioning` or `Succeeded`.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// How much is done, from 0 to 100, where the service says so.
    pub fn percent(&self) -> Option<f64> {
        self.percent
    }

    /// Whether the operation has come to a good end. A bad one is an error.
    pub fn is_succeeded(&self) -> bool {
        self.verdict() == Verdict::Succeeded
    }

    /// A state that is not the service's own word: it said nothing, or by the status alone.
    pub(super) fn implied(verdict: Verdict) -> Self {
        let state = match verdict {
            Verdict::Running => "InProgress",
            Verdict::Succeeded => "Succeeded",
            Verdict::Failed => "Failed",
        };
        Self {
            state: state.to_owned(),
            percent: None,
        }
    }

    /// What the state means. Services spell it in any case, and have more words for "not yet" than
    /// anyone could list.
    pub(super) fn verdict(&self) -> Verdict {
        match PollerStatus::from(self.state.as_str()) {
            PollerStatus::InProgress | PollerStatus::UnknownValue(_) => Verdict::Running,
            PollerStatus::Succeeded => Verdict::Succeeded,
            PollerStatus::Failed | PollerStatus::Canceled => Verdict::Failed,
        }
    }
}

impl fmt::Display for OperationStatus {
    /// `Provisioning (40 %)`, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", OneLine(&self.state))?;
        match self.percent {
            Some(percent) => write!(f, " ({percent} %)"),
            None => Ok(()),
        }
    }
}

/// What a state means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not yet at an end.
    Running,
    /// At a good end.
    Succeeded,
    /// Failed, or canceled.
    Failed,
}

/// What a status monitor's body says.
pub(super) struct Report {
    /// How far the operation is; `None` where the body does not say.
    pub status: Option<OperationStatus>,
    /// The link to what came of it (`resourceLocation`).
    pub resource: Option<String>,
}

/// Reads a status monitor's body.
///
/// Fails where it is not JSON.
pub(super) fn report(answer: &RawResponse) -> Result<Report, Failure> {
    let body: Value = from_json(json_text(answer.body()))?;
    let state = text(&body, "/status").or_else(|| provisioning_state(&body));
    Ok(Report {
        status: state.map(|state| OperationStatus {
            state,
            percent: body.get("percentComplete").and_then(Value::as_f64),
        }),
        resource: text(&body, "/resourceLocation"),
    })
}

/// The state of the resource in an answer's body, if the body is one that has a state.
pub(super) fn resource_status(answer: &RawResponse) -> Option<OperationStatus> {
    let body = serde_json::from_slice(json_text(answer.body())).ok()?;
    Some(OperationStatus {
        state: provisioning_state(&body)?,
        percent: None,
    })
}

/// The error in the body of an operation that has failed: `error`, as the guidelines have it, or
/// the same in a resource's properties.
pub(super) fn error_object(body: &[u8]) -> Option<Value> {
    let body: Value = serde_json::from_slice(json_text(body)).ok()?;
    let at = |pointer| body.pointer(pointer).filter(|error| error.is_object());
    at("/error").or_else(|| at("/properties/error")).cloned()
}

/// The same answer with the forms that an error's model may take: the error object as a service
/// sends it by itself, in `error`, and without that.
pub(super) fn error_bodies(answer: &RawResponse, details: Option<&Value>) -> Vec<RawResponse> {
    let with_body =
        |body: String| RawResponse::from_bytes(answer.status(), answer.headers().clone(), body);
    let alone = details.map(|error| json!({ "error": error }).to_string());
    let bare = details.map(Value::to_string);
    alone.into_iter().chain(bare).map(with_body).collect()
}

/// The same answer with only the operation's result as its body: `result` (the guidelines for data
/// planes) or `properties` (Resource Manager's) of the monitor; the whole where it has neither.
pub(super) fn result_alone(answer: RawResponse) -> RawResponse {
    // As it is written, so that no number is spelled anew.
    type Parts<'b> = BTreeMap<String, &'b RawValue>;
    let parts = serde_json::from_slice::<Parts<'_>>(json_text(answer.body())).ok();
    let result = parts.and_then(|parts| {
        let at = |key| parts.get(key).filter(|value| value.get() != "null");
        Some(at("result").or_else(|| at("properties"))?.get().to_owned())
    });
    match result {
        Some(result) => {
            let (status, headers, _) = answer.deconstruct();
            RawResponse::from_bytes(status, headers, result)
        }
        None => answer,
    }
}

fn provisioning_state(body: &Value) -> Option<String> {
    text(body, "/properties/provisioningState").or_else(|| text(body, "/provisioningState"))
}

fn text(body: &Value, pointer: &str) -> Option<String> {
    Some(body.pointer(pointer)?.as_str()?.to_owned())
}
