//! What a client can be signed with.

/// One way to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name, as the client's builder has it.
    pub name: &'static str,
    /// What has to be given.
    pub kind: SchemeKind,
}

/// What has to be given to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// What gives tokens.
    Token,
    /// A user's name and a password.
    Basic,
    /// A key.
    Key,
}
