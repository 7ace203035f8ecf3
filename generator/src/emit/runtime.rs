//! The runtime's files, taken in as text and copied as they are.

use crate::model::{Base, Needs};

/// One file of `support/`.
struct RuntimeFile {
    name: &'static str,
    /// The folder of the base that it belongs to; none for what stands on any.
    folder: &'static str,
    text: &'static str,
    when: fn(Needs) -> bool,
}

macro_rules! runtime_files {
    ($($($base:ident :)? $name:literal $(if $need:ident)?),* $(,)?) => {
        [$(RuntimeFile {
            name: $name,
            folder: concat!($(stringify!($base))?),
            text: include_str!(concat!("../support/", $(stringify!($base), "/",)? $name, ".rs")),
            when: |needs| { let _ = needs; true $(&& needs.$need)? },
        }),*]
    };
}

static FILES: &[RuntimeFile] = &runtime_files![
    "answer_headers" if headers,
    azure: "bearer" if tokens,
    neutral: "bearer" if tokens,
    "blank",
    "buffer",
    "bytes",
    "call",
    "charset",
    "check",
    "choice" if choices,
    "client",
    azure: "cloud" if clouds,
    "codec",
    "constraint",
    azure: "course" if long_running,
    neutral: "credential" if tokens,
    "date" if date,
    "date_time",
    "describe",
    azure: "driver" if long_running,
    "duration",
    "encode",
    "error",
    "error_model",
    "events" if events,
    "fault",
    "form" if forms,
    "headers",
    "host",
    "json_lines" if values,
    "json_rows" if sent_values,
    "key",
    "limit",
    "lines" if rows,
    "link" if links,
    "literal",
    "locate",
    "look" if choices,
    azure: "monitor" if long_running,
    "multipart" if multipart,
    "numeral" if numerals,
    azure: "operation" if long_running,
    azure: "operation_list" if long_lists,
    "number_enum" if numbers,
    "page" if paging,
    "paging" if paging,
    "parameter",
    "parts",
    "pattern" if pattern,
    "pipeline",
    "plain" if plain,
    azure: "progress" if long_running,
    "quiet",
    "record",
    "request_body",
    "request_builder" if operations,
    "request_plan",
    "response",
    "retry",
    azure: "runtime",
    neutral: "runtime",
    "scalar" if headers,
    "secret",
    "security",
    "sending",
    "server",
    "service",
    "service_error",
    "show",
    "signing",
    "spelled",
    "spread",
    "stream" if streams,
    "target",
    "text",
    "text_enum",
    "theirs" if foreign,
    "timeout",
    "to_send",
    azure: "token" if long_running,
    "tuple" if tuples,
    azure: "turns" if paging,
    neutral: "turns" if paging,
    "unbuffer",
    "union",
    "unknown",
    "upload" if uploads,
    "uuid",
    "values",
    "walk" if paging,
    "writer",
    "xml" if xml,
    "xml_tree" if xml,
];

/// The files that a crate needs: name and text.
pub(super) fn files(
    base: Base,
    needs: Needs,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = match base {
        Base::AzureCore => "azure",
        Base::TypespecClientCore => "neutral",
    };
    FILES
        .iter()
        .filter(move |file| file.folder.is_empty() || file.folder == own)
        .filter(move |file| (file.when)(needs))
        .map(|file| (file.name, file.text))
}
