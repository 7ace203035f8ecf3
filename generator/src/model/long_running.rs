//! Long-running operations: how they come to their value.

/// What sets a long-running operation apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongRunning {
    /// Where the value is once the operation has succeeded.
    pub final_state: FinalState,
    /// What it is there.
    pub value: FinalValue,
    /// The address holds a secret, which must not get into a token.
    pub secret_address: bool,
    /// The wire name of the parameter that says which version of the API is spoken: a token is
    /// bound to its value.
    pub version: Option<String>,
}

/// Where the value of an operation is once it has succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalState {
    /// Where it usually is, by the operation's method.
    Usual,
    /// In the last answer of the status monitor.
    Monitor,
    /// Behind `Location`.
    Location,
    /// At the address of the request.
    OriginalUri,
}

/// What the value is in the answer that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalValue {
    /// There is none.
    Nothing,
    /// The body.
    Body,
    /// The body, or where that is a status monitor's, the result in it.
    Result,
}
