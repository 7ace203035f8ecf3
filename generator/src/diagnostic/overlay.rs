//! Reports about overlays: changes to a description that stand in a file of their own.

use super::kinds::{error, warning};
use super::{Diagnostics, Origin, Site};

impl Diagnostics {
    /// `unsupported-version`: an overlay in a version that is not read.
    pub fn unsupported_overlay(&mut self, at: impl Into<Site>, version: &str) {
        self.report(
            error(
                "unsupported-version",
                format!("Overlay {version} is not read"),
            )
            .at(at)
            .help("write it in the words of Overlay 1.1 or 1.0"),
        );
    }

    /// `overlay-of-another`: an overlay says that it is for a description that is none of the
    /// inputs. It is applied to the inputs.
    pub fn overlay_of_another(&mut self, at: impl Into<Site>, address: &str, inputs: &str) {
        self.report(
            warning(
                "overlay-of-another",
                format!("the overlay is for `{address}`: it is applied to {inputs} all the same"),
            )
            .at(at)
            .help("let `extends` name the description by a path from the overlay, or remove it"),
        );
    }

    /// `bad-json-path`: a text that is no JSONPath of RFC 9535.
    pub fn bad_json_path(&mut self, at: impl Into<Site>, text: &str, position: usize) {
        self.report(
            error(
                "bad-json-path",
                format!("`{text}` is no JSONPath (RFC 9535)"),
            )
            .at(at)
            .note(format!(
                "it cannot be read from character {} on",
                position + 1
            ))
            .help("write for example `$.paths['/pets'].get`"),
        );
    }

    /// `overlay-matches-nothing`: an action changes nothing, since nothing is what it selects.
    pub fn overlay_matches_nothing(&mut self, at: impl Into<Site>, path: &str) {
        self.report(
            error(
                "overlay-matches-nothing",
                format!("`{path}` selects nothing: the action changes nothing"),
            )
            .at(at)
            .help("correct the path, or remove the action"),
        );
    }

    /// `overlay-without-change`: an action that does not say one thing to do.
    pub fn overlay_without_change(&mut self, at: impl Into<Site>) {
        self.report(
            error(
                "overlay-without-change",
                "an action has one of `update`, `copy` and `remove: true`",
            )
            .at(at)
            .help("say what is to be done"),
        );
    }

    /// `overlay-removes-all`: an action removes the whole description.
    pub fn overlay_removes_all(&mut self, at: impl Into<Site>) {
        self.report(
            error(
                "overlay-removes-all",
                "the whole description cannot be removed",
            )
            .at(at)
            .help("select a part of it"),
        );
    }

    /// `overlay-copy`: what is to be copied is not one part.
    pub fn overlay_copy(&mut self, at: impl Into<Site>, found: usize) {
        self.report(
            error(
                "overlay-copy",
                format!("one part can be copied, but the path selects {found}"),
            )
            .at(at)
            .help("let the path select exactly one"),
        );
    }

    /// `overlay-mixed-targets`: an action selects objects, arrays and single values at once.
    pub fn overlay_mixed_targets(&mut self, at: impl Into<Site>, path: &str) {
        self.report(
            error(
                "overlay-mixed-targets",
                format!("`{path}` selects parts of several kinds"),
            )
            .at(at)
            .help("write an action for the objects, one for the arrays and one for single values"),
        );
    }

    /// `overlay-clash`: a value cannot be merged into one of another kind. Both kinds are phrases:
    /// `"an object"`.
    pub fn overlay_clash(&mut self, ours: Origin, theirs: Origin, (new, old): (&str, &str)) {
        self.report(
            error(
                "overlay-clash",
                format!("{new} cannot be merged into {old}"),
            )
            .at(ours)
            .also(theirs, "it stands here")
            .help("remove what is there with an action before this one"),
        );
    }
}
