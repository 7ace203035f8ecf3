//! The kinds of report about what is sent: parameters, paths and signatures.

use super::kinds::{error, warning};
use super::{Diagnostics, Site};

impl Diagnostics {
    /// `content-as-text`: a parameter travels in a media type without a codec. It is taken as a
    /// text, which the caller writes.
    pub fn content_as_text(&mut self, at: impl Into<Site>, parameter: &str, media_type: &str) {
        self.report(
            warning(
                "content-as-text",
                format!("parameter `{parameter}` is `{media_type}`: it is taken as a text"),
            )
            .at(at)
            .help("describe it as JSON, or by a schema of its own, if it is that"),
        );
    }

    /// `part-not-in-xml`: an object or a list is to be a part of a form in XML. It is sent in JSON.
    pub fn part_not_in_xml(&mut self, at: impl Into<Site>, property: &str) {
        self.report(
            warning(
                "part-not-in-xml",
                format!("no part of a form is written in XML: `{property}` is sent in JSON"),
            )
            .at(at)
            .help("describe it as JSON if the service reads that, else as a text or a file that the caller writes"),
        );
    }

    /// `own-header`: a parameter is a header that the client sends by itself. It is left out. `says`
    /// tells what the client says in it.
    pub fn own_header(&mut self, at: impl Into<Site>, parameter: &str, says: &str) {
        self.report(
            warning(
                "own-header",
                format!("parameter `{parameter}` is left out: {says}"),
            )
            .at(at)
            .note("only the first such place is shown")
            .help("where a call needs another one, set it by `header` on that call"),
        );
    }

    /// `malformed-path`: a brace in a path has no partner, or there is nothing between the two.
    pub fn malformed_path(&mut self, at: impl Into<Site>) {
        self.report_costly(
            error(
                "malformed-path",
                "a brace in the path has no partner, or encloses nothing",
            )
            .at(at.into().at_key())
            .help("write each parameter's name between `{` and `}`"),
        );
    }

    /// `open-spelling`: a parameter's value has lists or objects inside, of which OpenAPI does not
    /// say how they are spelled. They are sent as JSON. `what` tells what the parameter is.
    pub fn open_spelling(&mut self, at: impl Into<Site>, parameter: &str, what: &str) {
        self.report(
            warning(
                "open-spelling",
                format!("parameter `{parameter}` is {what}: what is inside is sent as JSON"),
            )
            .at(at)
            .help("describe it in `content`, or with `style: deepObject`, if the service expects that"),
        );
    }

    /// `header-collection-of-no-object`: several headers are to be made of a value that has no
    /// names. It is sent as one header.
    pub fn header_collection_of_no_object(&mut self, at: impl Into<Site>, parameter: &str) {
        self.report(
            warning(
                "header-collection-of-no-object",
                format!("parameter `{parameter}` is no object: it is sent as one header"),
            )
            .at(at)
            .help("make it an object, or remove `x-ms-header-collection-prefix`"),
        );
    }

    /// `undeclared-path-parameter`: a path has a `{name}` that no parameter describes. It is taken
    /// as a text.
    pub fn undeclared_path_parameter(&mut self, at: impl Into<Site>, name: &str) {
        self.report(
            warning(
                "undeclared-path-parameter",
                format!("no parameter describes `{{{name}}}` of the path: it is taken as a text"),
            )
            .at(at.into().at_key())
            .help(format!(
                "add a parameter `{name}` with `in: path`, or correct the path"
            )),
        );
    }

    /// `misspelled-path-parameter`: the path's `{name}` and the parameter that describes it differ
    /// in case or punctuation. They are taken as the same.
    pub fn misspelled_path_parameter(&mut self, at: impl Into<Site>, name: &str, meant: &str) {
        self.report(
            warning(
                "misspelled-path-parameter",
                format!("the path's `{{{name}}}` is taken as the parameter `{meant}`"),
            )
            .at(at.into().at_key())
            .help("write both names alike"),
        );
    }

    /// `unused-path-parameter`: a path parameter that does not occur in what is sent of the path.
    /// It is left out.
    pub fn unused_path_parameter(&mut self, at: impl Into<Site>, name: &str, path: &str) {
        self.report(
            warning(
                "unused-path-parameter",
                format!(
                    "path parameter `{name}` is in nothing that is sent of `{path}`: it is left out"
                ),
            )
            .at(at)
            .help(format!(
                "add `{{{name}}}` to the path, before any `#`, or remove the parameter"
            )),
        );
    }

    /// `repeated-parameter`: a parameter of the same name in the same place as another one of the
    /// operation. It is left out.
    pub fn repeated_parameter(&mut self, at: impl Into<Site>, name: &str) {
        self.report(
            warning(
                "repeated-parameter",
                format!("parameter `{name}` is there already, in the same place: it is left out"),
            )
            .at(at)
            .help("remove one of them"),
        );
    }

    /// `pattern-not-compilable`: a pattern that is no regular expression of ECMA-262. Values are
    /// not checked against it.
    pub fn pattern_not_compilable(&mut self, at: impl Into<Site>, pattern: &str, why: &str) {
        self.report(
            warning(
                "pattern-not-compilable",
                format!("`{pattern}` is not a regular expression, so values are not checked"),
            )
            .at(at)
            .note(why)
            .help("correct the pattern, or remove it"),
        );
    }

    /// `unsupported-security`: requests are to be signed in a way that is not supported. `is_lost`
    /// where there is no other one: then they go out unsigned.
    pub fn unsupported_security(
        &mut self,
        at: impl Into<Site>,
        scheme: &str,
        what: &str,
        is_lost: bool,
    ) {
        self.report(
            warning(
                "unsupported-security",
                format!(
                    "security scheme `{scheme}` asks for {what}, which is not supported yet: {}",
                    signed_then(is_lost)
                ),
            )
            .at(at)
            .help(sign_yourself(is_lost)),
        );
    }

    /// `undeclared-security`: a requirement names a scheme that does not exist. `is_lost` where
    /// there is no other way to sign: then requests go out unsigned.
    pub fn undeclared_security(&mut self, at: impl Into<Site>, scheme: &str, is_lost: bool) {
        self.report(
            warning(
                "undeclared-security",
                format!(
                    "no security scheme is called `{scheme}`: {}",
                    signed_then(is_lost)
                ),
            )
            .at(at.into().at_key())
            .help("correct the name, or add the scheme to `components/securitySchemes`"),
        );
    }
}

fn signed_then(is_lost: bool) -> &'static str {
    if is_lost {
        "requests go out unsigned"
    } else {
        "requests are signed in another way that the description allows"
    }
}

fn sign_yourself(is_lost: bool) -> &'static str {
    if is_lost {
        "sign them by a policy in the client's `core_options`, or by a header on each call"
    } else {
        "nothing need be done, unless this one is meant"
    }
}
