//! Reports about what a service answers or sends by itself.

use super::kinds::warning;
use super::{Diagnostics, Origin, Site};

impl Diagnostics {
    /// `incoming-left-out`: the service calls webhooks by itself.
    pub fn webhooks_left_out(&mut self, at: impl Into<Site>, count: usize) {
        self.incoming_left_out(at, (count, "webhook"));
    }

    /// The same of callbacks.
    pub fn callbacks_left_out(&mut self, at: impl Into<Site>, count: usize) {
        self.incoming_left_out(at, (count, "callback"));
    }

    fn incoming_left_out(&mut self, at: impl Into<Site>, (count, what): (usize, &str)) {
        let many = match count {
            1 => format!("1 {what} is"),
            count => format!("{count} {what}s are"),
        };
        self.report(
            warning("incoming-left-out", format!("{many} left out"))
                .at(at.into().at_key())
                .help(
                    "a client sends requests and receives none: take them in with a server; the \
                     crate has the types of what they carry in JSON",
                ),
        );
    }

    /// `content-without-body`: an answer is described whose status says that nothing comes.
    pub fn content_without_body(&mut self, at: impl Into<Site>, status: &str) {
        self.report(
            warning(
                "content-without-body",
                format!(
                    "an answer of status {status} has no content: what is described is ignored"
                ),
            )
            .at(at.into().at_key())
            .help("describe it under the status that comes with it, or remove `content`"),
        );
    }

    /// `xml-left-raw`: a body in XML has a union in it; `reason` is the property or the type that is
    /// one, and where it stands.
    pub fn xml_left_raw(&mut self, at: impl Into<Site>, reason: Option<(String, Origin)>) {
        let what = match &reason {
            Some((name, _)) => format!("`{name}`, which is"),
            None => "what is".to_owned(),
        };
        let draft = warning(
            "xml-left-raw",
            format!("a body in XML has {what} one of several types: it is left as bytes"),
        )
        .at(at.into().at_key())
        .help("describe it by one type, or read and write it by hand");
        self.report(match reason {
            Some((_, origin)) => draft.also(origin, "this is the reason"),
            None => draft,
        });
    }

    /// `header-left-raw`: a header of a response is of a type that no accessor reads.
    pub fn header_left_raw(&mut self, at: impl Into<Site>, header: &str) {
        self.report(
            warning(
                "header-left-raw",
                format!("header `{header}` is an object or a list of lists: it has no accessor"),
            )
            .at(at)
            .help("read it from the response's `headers()` by its name"),
        );
    }
}
