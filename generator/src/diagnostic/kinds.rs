//! The kinds of report about schemas and operations: one constructor each, so that every text stands once.
//! Those of one subject stand in files of their own. All are put together here.

use super::{Cause, Diagnostic, Diagnostics, Place, Severity, Site};

impl Diagnostics {
    // References

    /// `unresolved-reference`: a `$ref` names something that does not exist.
    pub fn unresolved_reference(&mut self, at: impl Into<Site>, target: &str) {
        self.report(
            error(
                "unresolved-reference",
                format!("nothing stands at `{target}`"),
            )
            .at(at)
            .help("correct the `$ref`, or add what it names"),
        );
    }

    /// `reference-cycle`: references lead back to where they began without an object in between.
    /// `chain` names the parts on the way, the first not repeated at the end.
    pub fn reference_cycle(&mut self, at: impl Into<Site>, chain: &[String]) {
        let mut steps: Vec<String> = chain.iter().map(|step| format!("`{step}`")).collect();
        steps.extend(steps.first().cloned());
        self.report(
            error(
                "reference-cycle",
                format!(
                    "references run in a circle with no object in it: {}",
                    steps.join(" → ")
                ),
            )
            .at(at)
            .help("let one of them describe a type by itself"),
        );
    }

    // What the generator does not support

    /// `unsupported-schema`: a schema says something that is not supported; `help` tells what to
    /// write instead.
    pub fn unsupported_schema(&mut self, at: impl Into<Site>, what: &str, help: &str) {
        self.report_costly(
            unsupported("unsupported-schema", format!("{what} is not supported yet"))
                .at(at)
                .help(help),
        );
    }

    /// `unsupported-method`: an operation uses a method that no crate can send. It is
    /// left out.
    pub fn unsupported_method(&mut self, at: impl Into<Site>, method: &str) {
        self.report(
            method_left_out(at.into(), method)
                .help("list it under `skip` in codegen.toml, and this is no longer said"),
        );
    }

    /// The same of a method that OpenAPI 3.2 alone has: `QUERY`, or one with a name of its own.
    pub fn unsupported_newer_method(&mut self, at: impl Into<Site>, method: &str) {
        self.report(method_left_out(at.into(), method).help(
            "describe it with another method, too, where the service takes one that clients send",
        ));
    }

    // Types

    /// `endless-type`: a value of a type would need another value of it, without end. The
    /// property is taken as optional.
    pub fn endless_type(&mut self, at: impl Into<Site>, type_name: &str, property: &str) {
        self.report(
            warning(
                "endless-type",
                format!(
                    "`{type_name}` requires itself through `{property}`: no value can have it, so \
                     it is taken as optional"
                ),
            )
            .at(at)
            .help(format!("remove `{property}` from `required`")),
        );
    }

    /// `example-not-as-described`: an example that its own schema does not allow. It is not shown
    /// in the docs. `why` says where in it what is expected.
    pub fn example_not_as_described(
        &mut self,
        at: impl Into<Site>,
        (example, type_name): (&str, &str),
        why: &str,
        help: &str,
    ) {
        self.report(
            warning(
                "example-not-as-described",
                format!("example `{example}` is not what `{type_name}` describes: it is left out"),
            )
            .at(at)
            .note(why)
            .help(help),
        );
    }

    /// `format-contradicted`: a schema says a format, and an example or a default that has another. It
    /// is read without the format.
    pub fn format_contradicted(&mut self, at: impl Into<Site>, format: &str, expected: &str) {
        self.report(
            warning(
                "format-contradicted",
                format!(
                    "`{format}` is not what the example or the default beside it has: it is not relied on"
                ),
            )
            .at(at)
            .note(format!("expected {expected}"))
            .help("correct the value if all values have the format; else remove the `format`"),
        );
    }

    /// `recursive-alias`: a list or a map of itself, without an object in between. It is taken as
    /// any JSON value.
    pub fn recursive_alias(&mut self, at: impl Into<Site>, name: &str) {
        self.report(
            warning(
                "recursive-alias",
                format!("`{name}` is a list or a map of itself: it is taken as any JSON value"),
            )
            .at(at)
            .help("let an object hold the list"),
        );
    }

    /// `recursive-tuple`: a tuple has a value in it that may be the same tuple again, without an object
    /// in between. It is taken as a list of any JSON.
    pub fn recursive_tuple(&mut self, at: impl Into<Site>, name: &str) {
        self.report(
            warning(
                "recursive-tuple",
                format!("`{name}` is a tuple with itself in it: the tuple is taken as a list of any JSON"),
            )
            .at(at)
            .help("let an object hold the inner one"),
        );
    }

    // Long-running operations

    /// `unknown-final-state`: a long-running operation's value is said to be somewhere unheard of.
    /// It is looked for where it usually is.
    pub fn unknown_final_state(&mut self, at: impl Into<Site>, via: &str) {
        self.report(
            warning(
                "unknown-final-state",
                format!("`{via}` is no place for a final state: the value is taken from where it usually is"),
            )
            .at(at)
            .help(
                "write `azure-async-operation`, `location`, `operation-location` or \
                 `original-uri`, or remove it",
            ),
        );
    }

    /// `unknown-final-schema`: a long-running operation's value is said to be of a schema that does
    /// not exist. The value is what the responses describe.
    pub fn unknown_final_schema(&mut self, at: impl Into<Site>, reference: &str) {
        self.report(
            warning(
                "unknown-final-schema",
                format!(
                    "nothing stands at `{reference}`: the value is what the responses describe"
                ),
            )
            .at(at)
            .help("correct the reference, or remove it"),
        );
    }

    // Operations

    /// `duplicate-operation-id`: two operations of one name. The later one's name gets a suffix.
    pub fn duplicate_operation_id(
        &mut self,
        first: impl Into<Site>,
        second: impl Into<Site>,
        id: &str,
    ) {
        self.report(
            warning(
                "duplicate-operation-id",
                format!("two operations are called `{id}`: the later one's name gets a suffix"),
            )
            .at(second)
            .also(first, "the first is here")
            .help("give each operation an `operationId` of its own"),
        );
    }
}

impl Diagnostics {
    pub(super) fn report(&mut self, draft: Draft) {
        self.push(draft.0);
    }

    /// Reports what the operation or the type that it stands in cannot do without.
    pub(super) fn report_costly(&mut self, draft: Draft) {
        self.costs(draft.0.with_advice());
    }
}

/// A report while it is put together.
pub(super) struct Draft(pub(super) Diagnostic);

pub(super) fn error(code: &'static str, message: impl Into<String>) -> Draft {
    draft(Severity::Error, code, message.into())
}

/// What is not wrong, but not supported.
pub(super) fn unsupported(code: &'static str, message: impl Into<String>) -> Draft {
    let Draft(report) = draft(Severity::Error, code, message.into());
    let cause = Cause::Generator;
    Draft(Diagnostic { cause, ..report })
}

pub(super) fn warning(code: &'static str, message: impl Into<String>) -> Draft {
    draft(Severity::Warning, code, message.into())
}

fn draft(severity: Severity, code: &'static str, message: String) -> Draft {
    Draft(Diagnostic {
        severity,
        cause: Cause::Input,
        code,
        message,
        at: None,
        label: None,
        also: Vec::new(),
        notes: Vec::new(),
        help: None,
    })
}

impl Draft {
    pub(super) fn at(mut self, site: impl Into<Site>) -> Self {
        let Site {
            origin,
            within,
            aim,
        } = site.into();
        self.0.at = Some(Place::Part(origin, aim));
        self.0.label = within.map(|what| format!("in {what}"));
        self
    }

    pub(super) fn at_place(mut self, place: Place) -> Self {
        self.0.at = Some(place);
        self
    }

    pub(super) fn also(self, site: impl Into<Site>, what: impl Into<String>) -> Self {
        let Site {
            origin,
            aim,
            within: _,
        } = site.into();
        self.also_at(Place::Part(origin, aim), what)
    }

    pub(super) fn also_at(mut self, place: Place, what: impl Into<String>) -> Self {
        self.0.also.push((place, what.into()));
        self
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.0.label = Some(label.into());
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.0.notes.push(note.into());
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }
}

fn method_left_out(at: Site, method: &str) -> Draft {
    let message = format!("no client sends {method} requests: the operation is left out");
    warning("unsupported-method", message).at(at.at_key())
}
