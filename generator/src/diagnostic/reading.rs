//! Reports of the rooms that read: files that cannot be read, texts that cannot be parsed, and
//! what is wrong in codegen.toml.

use super::document::nearest;
use super::kinds::{Draft, error};
use super::{Diagnostics, Place, Site};

impl Diagnostics {
    /// `unreadable-source`: a file that cannot be read. `why` completes "cannot read the file:",
    /// and `place` is what refers to the file, or the file itself.
    pub fn unreadable_source(&mut self, place: Place, name: &str, why: &str, help: &str) {
        self.report(
            error("unreadable-source", format!("cannot read `{name}`: {why}"))
                .at_place(place)
                .help(help),
        );
    }

    /// `unreadable-source`, `broken-yaml` and the like: what a reference leads to cannot be read. `why`
    /// says so of the file: of one that is there at the place in it, else at the reference.
    pub(crate) fn unreadable_reference(&mut self, at: impl Into<Site>, why: Diagnostics) {
        let site = at.into();
        for report in why.reports {
            let is_nowhere = matches!(report.at, None | Some(Place::File(_)));
            self.report(match is_nowhere {
                true => Draft(report).at(site.clone()),
                false => Draft(report),
            });
        }
    }

    /// `outside-root`: a reference to a file outside the folder that reading may not leave.
    pub fn outside_root(&mut self, place: Place, name: &str) {
        self.report(
            error(
                "outside-root",
                format!("`{name}` lies outside the folder that may be read"),
            )
            .at_place(place)
            .help("let `--root`, or `root` in codegen.toml, name a folder that holds both"),
        );
    }

    /// `empty-source`: a file with nothing in it.
    pub fn empty_source(&mut self, place: Place) {
        self.report(
            error("empty-source", "the file is empty")
                .at_place(place)
                .help("a description begins with `openapi: 3.0.3`"),
        );
    }

    /// `broken-json` or `broken-yaml`: a text that breaks the rules of its format.
    pub fn broken_text(
        &mut self,
        place: Place,
        format: &str,
        message: &str,
        context: Option<&str>,
    ) {
        let code = match format {
            "JSON" => "broken-json",
            _ => "broken-yaml",
        };
        let mut draft = error(code, format!("this is not {format}: {message}")).at_place(place);
        if let Some(context) = context {
            draft = draft.note(context);
        }
        self.report(draft.help(format!(
            "mend the {format}; nothing after this place was read"
        )));
    }

    /// `huge-number`: a number that JSON allows, and that is larger than any that can be held.
    pub fn huge_number(&mut self, place: Place, number: &str) {
        let message = format!("`{number}` is larger than any number of 64 bits");
        self.report(
            error("huge-number", message)
                .at_place(place)
                .help("write a number below 1.8e308; nothing after this place was read"),
        );
    }

    /// `too-deep`: more objects and arrays inside each other than `limit`.
    pub fn too_deep(&mut self, place: Place, limit: usize) {
        self.report(
            error(
                "too-deep",
                format!("more than {limit} objects and arrays stand inside each other here"),
            )
            .at_place(place)
            .help("name the inner parts and refer to them with `$ref`"),
        );
    }

    /// `too-large`: aliases that unfold to far more than the text itself.
    pub fn too_large(&mut self, place: Place) {
        self.report(
            error(
                "too-large",
                "the aliases (`*name`) in this file unfold to far more than its own size",
            )
            .at_place(place)
            .help("refer to shared parts with `$ref` instead"),
        );
    }

    /// `too-large`: parts that are put into each other by references come to far more than a
    /// description has.
    pub fn too_much_put_in(&mut self, place: Place) {
        self.report(
            error(
                "too-large",
                "what `$ref`s put in here, where the specification has none, has no end in sight",
            )
            .at_place(place)
            .help("name the parts that are repeated, and refer to those"),
        );
    }

    /// `several-documents`: a second YAML document in one file.
    pub fn several_documents(&mut self, place: Place) {
        self.report(
            error("several-documents", "a second YAML document begins here")
                .at_place(place)
                .help("put each document into a file of its own"),
        );
    }

    /// `repeated-key`: a key that stands twice in one object.
    pub fn repeated_key(&mut self, place: Place, first: Place, key: &str) {
        self.report(
            error("repeated-key", format!("the key `{key}` stands here twice"))
                .at_place(place)
                .also_at(first, "it stands here first")
                .help("remove one of them, or merge the two"),
        );
    }

    /// `bad-config`: codegen.toml is broken, has a key that does not exist, or a value of the
    /// wrong type.
    pub fn bad_config(&mut self, place: Place, message: &str, help: &str) {
        self.report(error("bad-config", message).at_place(place).help(help));
    }

    /// `bad-config`: what is to stand in place of a type is neither one of `words` nor a path.
    pub fn bad_replacement(&mut self, place: Place, text: &str, words: &[&str]) {
        let help = match nearest(text, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "write a path such as `some_crate::Type`, or one of {}",
                words.join(", ")
            ),
        };
        let message = format!("`{text}` is neither the path of a type nor a word for one");
        self.bad_config(place, &message, &help);
    }

    /// `unknown-config-key`: a key or a word that codegen.toml does not have at this place; `known`
    /// are those that it has.
    pub fn unknown_config_key(&mut self, place: Place, key: &str, known: &[&str]) {
        let quoted: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
        let mut draft = error("unknown-config-key", format!("there is no `{key}` here"))
            .at_place(place)
            .note(format!("there are {}", quoted.join(", ")));
        draft = match nearest(key, known) {
            Some(near) => draft.help(format!("did you mean `{near}`?")),
            None => draft.help("remove it, or write one of these"),
        };
        self.report(draft);
    }
}
