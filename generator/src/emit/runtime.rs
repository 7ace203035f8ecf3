//! The runtime's files, taken in as text and copied as they are.

use crate::model::Needs;

/// One file of `support/`.
struct RuntimeFile {
    name: &'static str,
    text: &'static str,
    when: fn(Needs) -> bool,
}

macro_rules! runtime_files {
    ($($name:literal $(if $need:ident)?),* $(,)?) => {
        [$(RuntimeFile {
            name: $name,
            text: include_str!(concat!("../support/", $name, ".rs")),
            when: |needs| { let _ = needs; true $(&& needs.$need)? },
        }),*]
    };
}

static FILES: &[RuntimeFile] = &runtime_files![
    "blank",
    "buffer",
    "bytes",
    "call",
    "check",
    "client",
    "codec",
    "date" if date,
    "date_time",
    "describe",
    "duration",
    "encode",
    "error",
    "fault",
    "form" if forms,
    "headers",
    "key",
    "limit",
    "locate",
    "multipart" if forms,
    "pattern" if pattern,
    "pipeline",
    "plain" if plain,
    "quiet",
    "record",
    "response",
    "retry",
    "secret",
    "service",
    "service_error",
    "spelled" if trees,
    "spread" if trees,
    "stream" if streams,
    "target",
    "text",
    "text_enum",
    "timeout",
    "unbuffer",
    "union",
    "unknown",
    "uuid",
    "writer",
];

/// The files that a crate needs: name and text.
pub(super) fn files(needs: Needs) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES
        .iter()
        .filter(move |file| (file.when)(needs))
        .map(|file| (file.name, file.text))
}
