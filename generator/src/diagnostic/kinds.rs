//! The kinds of report that there are: one constructor each, so that every text stands here once.

use super::document::nearest;
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

    // Lists that come page by page

    /// `paging-without-page`: an answer that is to be one page of a list is no object and no
    /// list. The operation gives its answer as it is.
    pub fn paging_without_page(&mut self, at: impl Into<Site>) {
        self.report(
            warning(
                "paging-without-page",
                format!("the answer is not one page of a list: {AS_IT_IS}"),
            )
            .at(at)
            .help("describe one object with the list in it, or remove the extension"),
        );
    }

    /// `paging-without-property`: a page does not have the property that is named, or it is not
    /// `what` it should be. The operation gives its answer as it is.
    pub fn paging_without_property(&mut self, at: impl Into<Site>, property: &str, what: &str) {
        self.report(
            warning(
                "paging-without-property",
                format!("the answer has no property `{property}` that is {what}: {AS_IT_IS}"),
            )
            .at(at)
            .help("name the property as the answer's schema does"),
        );
    }

    /// `paging-two-ways`: another operation finds the items or the link of the same page under
    /// other names. The operation gives its answer as it is.
    pub fn paging_two_ways(&mut self, at: impl Into<Site>, page: &str) {
        self.report(
            warning(
                "paging-two-ways",
                format!("another operation reads `{page}` by other names: {AS_IT_IS}"),
            )
            .at(at)
            .help("let both name the same properties, or give them schemas of their own"),
        );
    }

    /// `paging-without-operation`: the operation that is named for the next page does not exist,
    /// or is not called in a way that is supported. The operation gives its answer as it is.
    pub fn paging_without_operation(&mut self, at: impl Into<Site>, name: &str, why: &str) {
        self.report(
            warning(
                "paging-without-operation",
                format!("the next page cannot be had by `{name}`, which {why}: {AS_IT_IS}"),
            )
            .at(at)
            .help("let its path take the link as it is, and nothing else that is new; or remove the name"),
        );
    }

    /// `paging-by-link`: the operation that is to get the next page is none of the client. Its link is
    /// followed, as where no operation is named.
    pub fn paging_by_link(&mut self, at: impl Into<Site>, name: &str) {
        self.report(
            warning(
                "paging-by-link",
                format!(
                    "`{name}` is not generated: the link to the next page is followed as it is"
                ),
            )
            .at(at)
            .note("only the first such place is shown")
            .help("name an operation that the crate has, or remove the name"),
        );
    }

    // Unions

    /// `discriminator-without-target`: a value of a discriminator's mapping names nothing.
    pub fn discriminator_without_target(
        &mut self,
        at: impl Into<Site>,
        value: &str,
        target: &str,
        property: &str,
    ) {
        let help = format!(
            "correct the mapping; without the entry a member is known by the values that it lists \
             for `{property}` itself, else by its name"
        );
        self.report(
            warning(
                "discriminator-without-target",
                format!("the discriminator maps `{value}` to `{target}`, which does not exist"),
            )
            .at(at)
            .help(help),
        );
    }

    /// `discriminator-member-not-object`: a member of a union with a discriminator is not an
    /// object, so that the union is told apart by what its values look like.
    pub fn discriminator_member_not_object(&mut self, at: impl Into<Site>, member: &str) {
        self.report(
            warning(
                "discriminator-member-not-object",
                format!("`{member}` is not an object, so no property can tell it apart"),
            )
            .at(at)
            .help("make it an object, or remove the `discriminator`"),
        );
    }

    /// `discriminator-member-not-named`: a member of a union with a discriminator is written in
    /// place, so that no value of the discriminator can name it.
    pub fn discriminator_member_not_named(&mut self, at: impl Into<Site>, property: &str) {
        self.report(
            warning(
                "discriminator-member-not-named",
                format!("a schema written in place cannot be named by `{property}`"),
            )
            .at(at)
            .help("move it to `components/schemas` and refer to it"),
        );
    }

    /// `discriminator-conflict`: two unions have the same member and tell it by different
    /// properties; this one is told apart by what its values look like.
    pub fn discriminator_conflict(&mut self, at: impl Into<Site>, member: &str, property: &str) {
        self.report(
            warning(
                "discriminator-conflict",
                format!("another union tells `{member}` by another property than `{property}`"),
            )
            .at(at)
            .help("let both unions use the same discriminator"),
        );
    }

    /// `discriminator-repetition`: two members of a union have the same value of its discriminator;
    /// this one is told apart by what its values look like.
    pub fn discriminator_repetition(
        &mut self,
        at: impl Into<Site>,
        [first, second]: [&str; 2],
        property: &str,
        value: &str,
    ) {
        self.report(
            warning(
                "discriminator-repetition",
                format!("`{property}` is `{value}` in both `{first}` and `{second}`"),
            )
            .at(at)
            .help("give each of them a value of its own, or let only one be a member"),
        );
    }

    /// `ambiguous-alternatives`: two alternatives have the same properties, and no text tells one
    /// from the other.
    pub fn ambiguous_alternatives(&mut self, at: impl Into<Site>, one: &str, other: &str) {
        self.report(
            warning(
                "ambiguous-alternatives",
                format!(
                    "nothing tells `{one}` from `{other}`; a value of both is read as the first"
                ),
            )
            .at(at)
            .help("add a `discriminator`, or a property with one value of its own to each"),
        );
    }

    /// `too-many-combinations`: the parts of a schema have so many alternatives that it is read
    /// as any object.
    pub fn too_many_combinations(&mut self, at: impl Into<Site>) {
        self.report(
            warning(
                "too-many-combinations",
                "the parts of this schema have too many combinations of alternatives".to_owned(),
            )
            .at(at)
            .help("any object is taken; describe the combined type as one schema to have a type of it"),
        );
    }

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

    // Operations and configuration

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

    /// `invalid-crate-name`: the configured name is none that Cargo takes.
    pub fn invalid_crate_name(&mut self, name: &str, why: &str) {
        self.report(
            error(
                "invalid-crate-name",
                format!("a crate cannot be called `{name}`: {why}"),
            )
            .help("give it another name: `crate.name` in codegen.toml, or `--name`"),
        );
    }

    /// `foreign-secret`: a secret is to be of a type of the caller's, which may print it.
    pub fn foreign_secret(&mut self, at: impl Into<Site>, path: &str) {
        let path = path.trim_start_matches("::");
        self.report(
            error(
                "foreign-secret",
                format!("a secret cannot be a `{path}`: nobody knows what that prints"),
            )
            .at(at)
            .help("replace it by nothing or by `text`, or list it under `types.not_secret`"),
        );
    }

    /// `missing-dependency`: a type of the caller's stands in a crate that the generated one does not
    /// depend on.
    pub fn missing_dependency(&mut self, place: Option<Place>, path: &str, name: &str) {
        let mut draft = error(
            "missing-dependency",
            format!("`{path}` needs the crate `{name}`, which is no dependency"),
        );
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(draft.help(format!(
            "add `{name}` to `[crate.dependencies]`, or correct the path"
        )));
    }

    /// `replaced-files`: files that are to be copied into the crate have the names of generated ones.
    pub fn replaced_files(&mut self, place: Option<Place>, paths: &[&str]) {
        let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
        let message = match names.as_slice() {
            [one] => format!("{one} among the files of the crate is a generated one"),
            all => format!(
                "{} among the files of the crate are generated ones",
                all.join(", ")
            ),
        };
        let mut draft = error("replaced-files", message);
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(draft.help("give the file in this folder another name"));
    }

    /// `name-taken`: what codegen.toml calls a type is what another one is called.
    pub fn name_taken(&mut self, place: Option<Place>, name: &str) {
        let mut draft = error(
            "name-taken",
            format!("another type is called `{name}`, too"),
        );
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(draft.help("choose another name, or rename the other type, too"));
    }

    /// `stale-config-entry`: an entry of codegen.toml that changes nothing. `list` is the key it
    /// stands under, such as `operations.skip`; `place` comes from `Config::place`; `meets` says what
    /// the entry names, where it names something; `known` are the names that there are.
    pub fn stale_config_entry(
        &mut self,
        place: Option<Place>,
        (list, entry): (&str, &str),
        meets: Option<&str>,
        known: &[&str],
    ) {
        let mut draft = error(
            "stale-config-entry",
            format!("`{entry}` under `{list}` changes nothing"),
        );
        let near = nearest(entry, known).filter(|near| meets.is_none() && *near != entry);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the entry, or remove it".to_owned(),
        };
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(
            draft
                .label(meets.unwrap_or("matches nothing that is generated"))
                .help(help),
        );
    }
}

const AS_IT_IS: &str = "the operation gives its answer as it is";

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
