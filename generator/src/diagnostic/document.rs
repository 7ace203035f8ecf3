//! Reports about the form of a description: its version, and parts that are not what the
//! specification says they are.

use super::kinds::{error, warning};
use super::{Diagnostics, Origin, Site};

impl Diagnostics {
    /// `no-input`: no description was given.
    pub fn no_input(&mut self) {
        self.report(
            error("no-input", "there is no description to read")
                .help("name one with `--input`, or under `input` in codegen.toml"),
        );
    }

    /// `repeated-path`: two descriptions of one client have the same operation, or something else
    /// of a path. The later one is left out.
    pub fn repeated_path(&mut self, first: &Origin, second: &Origin, key: &str) {
        self.report(
            error(
                "repeated-path",
                format!("another description has `{key}` at this path already"),
            )
            .at(second.at_key())
            .also(first.at_key(), "it is here")
            .help("give only one of the two descriptions, or remove it from one of them"),
        );
    }

    /// `different-servers`: a description of a client of several is served elsewhere than the
    /// first one.
    pub fn different_servers(&mut self, at: impl Into<Site>) {
        self.report(
            warning(
                "different-servers",
                "another address than that of the first description: the client has one, the first",
            )
            .at(at)
            .help("make a crate of its own of it, or name the same `host` in both"),
        );
    }

    /// `more-than-endpoint`: a server's address has parts that no endpoint has, which are left out.
    pub fn more_than_endpoint(&mut self, at: impl Into<Site>, parts: &[&str]) {
        self.report(
            warning(
                "more-than-endpoint",
                format!(
                    "the address of a server is used without its {}, which no endpoint has",
                    parts.join(" and ")
                ),
            )
            .at(at)
            .help(
                "describe what every request has as parameters or by a security scheme, and let the \
                 address end with its path",
            ),
        );
    }

    /// `other-scheme`: a service offers no scheme that is HTTP. It is asked by `https`.
    pub fn other_scheme(&mut self, at: impl Into<Site>, scheme: &str) {
        self.report(
            warning(
                "other-scheme",
                format!("`{scheme}` is no scheme of HTTP: requests go by `https`"),
            )
            .at(at)
            .help("add `https` or `http`, whichever the service answers"),
        );
    }

    /// `not-a-description`: a document of another kind; `found` says of which.
    pub fn not_a_description(&mut self, at: impl Into<Site>, found: &str) {
        self.report(
            error(
                "not-a-description",
                format!("this is not an OpenAPI description but {found}"),
            )
            .at(at)
            .help("a description says `openapi: 3.0.3` or `swagger: \"2.0\"` at its top"),
        );
    }

    /// `unsupported-version`: a version that nobody knows.
    pub fn unknown_version(&mut self, at: impl Into<Site>, version: &str) {
        self.report(
            error(
                "unsupported-version",
                format!("{version} is not a version that anybody knows"),
            )
            .at(at)
            .help("correct the version; `openapi: 3.0.3` is read"),
        );
    }

    /// `unsupported-version`: a description in a version that is not read yet.
    pub fn unsupported_version(&mut self, at: impl Into<Site>, version: &str, help: &str) {
        self.report(
            error("unsupported-version", format!("{version} is not read yet"))
                .at(at)
                .help(help),
        );
    }

    /// `wrong-type`: a part is a value of the wrong JSON type. All arguments are phrases:
    /// ``"`required` of a schema"``, `"a list"`, ``"`true`"``.
    pub fn wrong_type(
        &mut self,
        at: impl Into<Site>,
        what: &str,
        expected: &str,
        found: &str,
        help: Option<&str>,
    ) {
        let help = match help {
            Some(help) => help.to_owned(),
            None => format!("write {expected} here"),
        };
        self.report(
            error(
                "wrong-type",
                format!("{what} must be {expected}, but is {found}"),
            )
            .at(at)
            .help(help),
        );
    }

    /// `unknown-value`: a word that the specification does not have at this place.
    pub fn unknown_value(
        &mut self,
        at: impl Into<Site>,
        what: &str,
        found: &str,
        allowed: &[&str],
        help: Option<&str>,
    ) {
        let quoted: Vec<String> = allowed.iter().map(|word| format!("`{word}`")).collect();
        let mut draft = error(
            "unknown-value",
            format!(
                "{what} cannot be `{found}`; it is one of {}",
                quoted.join(", ")
            ),
        )
        .at(at);
        if let Some(near) = nearest(found, allowed) {
            draft = draft.help(format!("did you mean `{near}`?"));
        } else if let Some(help) = help {
            draft = draft.help(help);
        } else {
            draft = draft.help("write one of these");
        }
        self.report(draft);
    }

    /// `missing-key`: a part lacks what it must have. `part` is a phrase such as `"a parameter"`,
    /// `keys` are the choices, of which one is enough.
    pub fn missing_key(&mut self, at: impl Into<Site>, part: &str, keys: &[&str]) {
        let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let choice = quoted.join(" or ");
        self.report(
            error("missing-key", format!("{part} must have {choice}"))
                .at(at.into().at_key())
                .help(format!("add {choice}")),
        );
    }

    /// `missing-text`: the specification asks for a text that nothing depends on.
    pub fn missing_text(&mut self, at: impl Into<Site>, part: &str, key: &str) {
        self.report(
            warning("missing-text", format!("{part} should have `{key}`"))
                .at(at.into().at_key())
                .note("only the first such place is shown")
                .help(format!("add `{key}`")),
        );
    }

    /// `unknown-key`: a key that the specification does not have at this place. It is ignored.
    /// `place` is the part and the version, `known` are the keys that it has there.
    pub fn unknown_key(
        &mut self,
        at: impl Into<Site>,
        (part, version): (&str, &str),
        key: &str,
        known: &[&str],
    ) {
        let help = match nearest(key, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None if IN_3_1.contains(&key) => {
                "OpenAPI 3.1 has it, 3.0 does not: say the same in the words of 3.0".to_owned()
            }
            None => "remove it, or let it begin with `x-` if it is not for OpenAPI".to_owned(),
        };
        self.report(
            warning(
                "unknown-key",
                format!("{part} has no `{key}` in {version}: it is ignored"),
            )
            .at(at.into().at_key())
            .note("only the first such place is shown")
            .help(help),
        );
    }

    /// `unknown-extension`: a key of Azure's (`x-ms-…`) that nobody here has heard of.
    pub fn unknown_extension(&mut self, at: impl Into<Site>, key: &str, known: &[&str]) {
        let help = match nearest(key, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it, or let it begin with `x-` and a name of your own".to_owned(),
        };
        self.report(
            warning(
                "unknown-extension",
                format!("`{key}` is not known: it has no effect"),
            )
            .at(at.into().at_key())
            .note("only the first such place is shown")
            .help(help),
        );
    }

    /// `misnamed-key`: a key whose form the specification fixes, and which does not have it.
    pub fn misnamed_key(&mut self, at: impl Into<Site>, key: &str, form: &str) {
        self.report(
            error("misnamed-key", format!("`{key}` cannot stand here: {form}"))
                .at(at.into().at_key())
                .help("correct the key, or let it begin with `x-` if it is not for OpenAPI"),
        );
    }

    /// `wrong-reference`: a reference to a part of another kind than is expected; `section` is
    /// where parts of the right kind stand, such as `schemas`.
    pub fn wrong_reference(&mut self, at: impl Into<Site>, target: &str, section: &str) {
        self.report(
            error(
                "wrong-reference",
                format!(
                    "a reference here leads to `components/{section}`, but `{target}` does not"
                ),
            )
            .at(at)
            .help(format!("refer to a part of `components/{section}`")),
        );
    }

    /// `description-as-schema`: a reference to a description as a whole, where a schema is wanted; `meant`
    /// is the named schema that it stands in.
    pub fn description_as_schema(
        &mut self,
        at: impl Into<Site>,
        target: &str,
        meant: Option<&str>,
    ) {
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "refer to a schema of it".to_owned(),
        };
        self.report(
            error(
                "description-as-schema",
                format!("`{target}` is the whole document, and a schema is wanted here"),
            )
            .at(at)
            .help(help),
        );
    }

    /// `required-and-no-property`: an object must have what no part of it describes. Values without
    /// it are taken, and none is sent.
    pub fn required_and_no_property(&mut self, at: impl Into<Site>, name: &str, known: &[&str]) {
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("describe `{name}` under `properties`, or remove it from `required`"),
        };
        self.report(
            warning(
                "required-and-no-property",
                format!(
                    "`{name}` is required, and is no property: it is neither asked for nor sent"
                ),
            )
            .at(at)
            .help(help),
        );
    }

    /// `meaningless-key`: a constraint that does not apply to values of the schema's type. It is
    /// ignored. One place stands for all of the same key and type.
    pub fn meaningless_key(&mut self, at: impl Into<Site>, key: &str, type_name: &str) {
        self.report(
            warning(
                "meaningless-key",
                format!("`{key}` means nothing beside `type: {type_name}`: it is ignored"),
            )
            .at(at.into().at_key())
            .note("only the first such place is shown")
            .help("remove it, or correct the `type`"),
        );
    }

    /// `newer-words`: something of a schema that OpenAPI 3.1 has and the description's version does
    /// not. It is read as in 3.1. `what` is a phrase.
    pub fn newer_words(&mut self, at: impl Into<Site>, what: &str, version: &str) {
        self.report(
            warning(
                "newer-words",
                format!("{what} is not in {version}: it is read as in OpenAPI 3.1"),
            )
            .at(at)
            .note("only the first such place is shown")
            .help(format!(
                "say the same in the words of {version}, or write `openapi: 3.1.0` at the top"
            )),
        );
    }

    /// `slip`: something that no version has, and whose meaning is not in doubt. `read` is what it
    /// is read as.
    pub fn slip(&mut self, at: impl Into<Site>, wrong: &str, read: &str) {
        self.report(
            warning("slip", format!("{wrong}: it is read as {read}"))
                .at(at)
                .help("write it so, and this is no longer said"),
        );
    }

    /// `slip`: a reference that leads to nothing as it stands, and to something in the words of another
    /// version, which is what it is read as.
    pub(crate) fn other_section(&mut self, at: impl Into<Site>, target: &str, meant: &str) {
        let wrong = format!("nothing stands at `{target}`");
        self.slip(at, &wrong, &format!("`{meant}`"));
    }

    /// `unchecked-key`: a key of a schema that narrows its values by more than a type can say.
    pub fn unchecked_key(&mut self, at: impl Into<Site>, key: &str) {
        self.report(
            warning(
                "unchecked-key",
                format!("`{key}` is not checked: values that it rules out are taken"),
            )
            .at(at)
            .note("only the first such place is shown")
            .help("say it in the `description` too, which callers read"),
        );
    }

    /// `dynamic-reference`: a reference that others may redirect. It is followed as it stands.
    pub fn dynamic_reference(&mut self, at: impl Into<Site>, key: &str) {
        self.report(
            warning(
                "dynamic-reference",
                format!("`{key}` is followed as a `$ref` to where its anchor stands"),
            )
            .at(at)
            .note("only the first such place is shown")
            .help("write `$ref`, where that is meant"),
        );
    }

    /// `ignored-beside-reference`: what stands beside a `$ref` where the specification gives it no
    /// meaning. It is ignored.
    pub fn ignored_beside_reference(&mut self, at: impl Into<Site>, key: &str) {
        self.report(
            warning(
                "ignored-beside-reference",
                format!("`{key}` beside a `$ref` means nothing here: it is ignored"),
            )
            .at(at.into().at_key())
            .help("move it to the part that the `$ref` names, or remove it"),
        );
    }

    /// `repeated-beside-reference`: a field that stands beside a `$ref` and in what that leads to,
    /// which the specification leaves open. The one beside the `$ref` counts.
    pub fn repeated_beside_reference(&mut self, at: impl Into<Site>, key: &str) {
        self.report(
            warning(
                "repeated-beside-reference",
                format!(
                    "`{key}` stands beside a `$ref` and in what it leads to: the one here counts"
                ),
            )
            .at(at)
            .help("remove one of them: the specification leaves open which one counts"),
        );
    }

    /// `unforeseen-reference`: a `$ref` where the specification has no reference. What it leads to
    /// is put in its place. `key` is what it stands under, `others` how many more there are.
    pub fn unforeseen_reference(&mut self, at: impl Into<Site>, key: Option<&str>, others: usize) {
        let key = key.map_or("the description".to_owned(), |key| format!("`{key}`"));
        let others = match others {
            0 => String::new(),
            1 => ", nor in one more place".to_owned(),
            others => format!(", nor in {others} more places"),
        };
        self.report(
            warning(
                "unforeseen-reference",
                format!(
                    "the specification has no `$ref` in the place of {key}{others}: it is read as \
                     what it leads to"
                ),
            )
            .at(at)
            .help("nothing is missing here; other tools may want a bundled description"),
        );
    }

    /// `endless-reference`: what a `$ref` is to be replaced by has that `$ref` in it, so that there is
    /// no end of it.
    pub fn endless_reference(&mut self, at: impl Into<Site>, target: &str) {
        self.report(
            error(
                "endless-reference",
                format!("`{target}` leads to something that has this very reference in it"),
            )
            .at(at)
            .help(
                "give what is repeated a schema of its own, and refer to that: the specification \
                 has no reference here",
            ),
        );
    }

    /// `remote-reference`: a reference to something on a network, which is never fetched.
    pub fn remote_reference(&mut self, at: impl Into<Site>, address: &str) {
        self.report(
            error(
                "remote-reference",
                format!("`{address}` is not a file here, and nothing is ever fetched"),
            )
            .at(at)
            .help("download it, and refer to the file by a relative path"),
        );
    }

    /// `missing-file`: a reference to a file that is not part of the run.
    pub fn missing_file(&mut self, at: impl Into<Site>, name: &str) {
        self.report(
            error("missing-file", format!("there is no file `{name}`"))
                .at(at)
                .help("correct the path, or add the file"),
        );
    }

    /// `unreadable-part`: a part passed every check and still is not what the document model
    /// accepts. It is left out.
    pub fn unreadable_part(&mut self, at: impl Into<Site>, why: &str) {
        self.report(
            error("unreadable-part", "this part cannot be read")
                .at(at)
                .note(why)
                .help("please report this, with the part, as a shortcoming of clientforge"),
        );
    }
}

/// Keys that OpenAPI 3.1 added, those of schemas aside.
const IN_3_1: &[&str] = &["identifier", "jsonSchemaDialect", "pathItems", "webhooks"];

/// The allowed word that differs from `found` in case or in up to two letters.
pub(super) fn nearest<'a>(found: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let lower = found.to_lowercase();
    allowed
        .iter()
        .map(|word| (distance(&lower, &word.to_lowercase()), *word))
        .filter(|(distance, word)| *distance <= 2 && *distance * 2 <= word.len())
        .min()
        .map(|(_, word)| word)
}

/// How many letters must be added, removed or replaced to make one word of the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (taken, letter) in from.chars().take(64).enumerate() {
        let mut next = vec![taken + 1];
        for ((pair, other), left) in row.windows(2).zip(&to).zip(0..) {
            let [above_left, above] = pair else { continue };
            let replaced = above_left + usize::from(letter != *other);
            let beside = next.get(left).map_or(usize::MAX, |cost| cost + 1);
            next.push(replaced.min(above + 1).min(beside));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised() {
        let words = ["string", "number", "integer", "boolean", "object", "array"];
        assert_eq!(nearest("strnig", &words), Some("string"));
        assert_eq!(nearest("String", &words), Some("string"));
        assert_eq!(nearest("int", &words), None);
        assert_eq!(nearest("file", &words), None);
    }
}
