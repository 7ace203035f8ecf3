//! The runtime's files, taken in as text and copied as they are.

use crate::model::Needs;

/// One file of `support/`.
struct RuntimeFile {
    name: &'static str,
    text: &'static str,
    when: fn(Needs) -> bool,
}

macro_rules! runtime_files {
    ($($($base:ident :)? $name:literal $(if $need:ident)?),* $(,)?) => {
        [$(RuntimeFile {
            name: $name,
            text: include_str!(concat!("../support/", $(stringify!($base), "/",)? $name, ".rs")),
            when: |needs| { let _ = needs; true $(&& needs.$need)? },
        }),*]
    };
}

static FILES: &[RuntimeFile] = &runtime_files![
    "answer_headers" if headers,
    "blank",
    "buffer",
    "bytes",
    "call",
    "check",
    "choice" if choices,
    "client",
    azure: "cloud" if clouds,
    "codec",
    azure: "course" if long_running,
    "date" if date,
    "date_time",
    "describe",
    azure: "driver" if long_running,
    "duration",
    "encode",
    "error",
    "events" if events,
    "fault",
    "form" if forms,
    "headers",
    "host" if host,
    "json_lines" if values,
    "key",
    "limit",
    "lines" if rows,
    "link" if links,
    "locate",
    "look" if choices,
    azure: "monitor" if long_running,
    "multipart" if multipart,
    azure: "operation" if long_running,
    "page" if paging,
    "paging" if paging,
    "pattern" if pattern,
    "pipeline",
    "plain" if plain,
    azure: "progress" if long_running,
    "quiet",
    "record",
    "response",
    "retry",
    azure: "runtime",
    "scalar" if headers,
    "secret",
    "security",
    "sending",
    "service",
    "service_error",
    "signing",
    "spelled" if trees,
    "spread" if trees,
    "stream" if streams,
    "target",
    "text",
    "text_enum",
    "theirs" if foreign,
    "timeout",
    azure: "token" if long_running,
    "tuple" if tuples,
    azure: "turns" if paging,
    "unbuffer",
    "union",
    "unknown",
    "upload" if uploads,
    "uuid",
    "walk" if paging,
    "writer",
];

/// The files that a crate needs: name and text.
pub(super) fn files(needs: Needs) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES
        .iter()
        .filter(move |file| (file.when)(needs))
        .map(|file| (file.name, file.text))
}
