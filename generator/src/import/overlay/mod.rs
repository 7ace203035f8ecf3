//! Overlays: changes to a description that stand in a file of their own.
//!
//! Comes in: the files of a run, overlays among them (OpenAPI Overlay 1.0 and 1.1). Goes out: the
//! same files with the descriptions changed, and where each changed part is written. An action that
//! cannot be applied is reported at its place in the overlay, and the others go on.

mod action;
mod tree;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::written::Written;
use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId, Texts};
use crate::source::{Referred, Sources};
use action::{Action, Change};
use tree::{Graft, Tree};

/// Applies every overlay, in order; `None` where there is none.
pub(super) fn apply(
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Sources, Written)> {
    if sources.overlays().is_empty() {
        return None;
    }
    let inputs = sources.inputs().iter();
    let mut trees: BTreeMap<SourceId, Tree> = inputs
        .filter_map(|file| Some((*file, Tree::new(sources.value(*file)?.clone(), *file))))
        .collect();
    for overlay in sources.overlays() {
        sources.report(*overlay, diagnostics);
        if let Some(document) = sources.value(*overlay) {
            let mut applying = Applying {
                overlay: Origin::new(*overlay, Pointer::root()),
                sources,
                diagnostics,
            };
            applying.overlay(document, &mut trees);
        }
    }
    let mut changed = sources.clone();
    let mut written = BTreeMap::new();
    for (file, tree) in trees {
        changed.replace(file, tree.value);
        written.insert(file, tree.origins);
    }
    Some((changed, Written::by(written)))
}

/// One overlay while it is applied.
struct Applying<'a> {
    /// The whole of it.
    overlay: Origin,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Applying<'_> {
    fn overlay(&mut self, document: &Value, trees: &mut BTreeMap<SourceId, Tree>) {
        let Some(entries) = action::object(document, &self.overlay, "an overlay", self.diagnostics)
        else {
            return;
        };
        let Some(version) = self.version(entries) else {
            return;
        };
        let files = self.extended(entries);
        let at = self.overlay.child("actions");
        let Some(actions) = entries.get("actions").and_then(Value::as_array) else {
            self.diagnostics
                .missing_key(&self.overlay, "an overlay", &["actions"]);
            return;
        };
        for (index, described) in actions.iter().enumerate() {
            let at = at.index(index);
            if let Some(action) = Action::read(described, &at, version, self.diagnostics) {
                let chosen = trees.iter_mut().filter(|(file, _)| files.contains(file));
                let chosen: Vec<&mut Tree> = chosen.map(|(_, tree)| tree).collect();
                self.action(&action, chosen);
            }
        }
    }

    /// The overlay's version in words, where it is one that is read.
    fn version(&mut self, entries: &Map<String, Value>) -> Option<&'static str> {
        let version = match entries.get("overlay") {
            Some(Value::String(version)) => version.clone(),
            // YAML takes an unquoted `1.0` for a number.
            Some(other) => other.to_string(),
            None => {
                self.diagnostics
                    .missing_key(&self.overlay, "an overlay", &["overlay"]);
                return None;
            }
        };
        let mut numbers = version.split('.');
        match (numbers.next(), numbers.next()) {
            (Some("1"), Some("0")) => Some("Overlay 1.0"),
            (Some("1"), Some("1")) => Some("Overlay 1.1"),
            _ => {
                let at = self.overlay.child("overlay");
                self.diagnostics.unsupported_overlay(at, &version);
                None
            }
        }
    }

    /// The descriptions that the overlay is for: the one that it extends, else all.
    fn extended(&mut self, entries: &Map<String, Value>) -> Vec<SourceId> {
        let inputs = self.sources.inputs();
        let Some(address) = entries.get("extends").and_then(Value::as_str) else {
            return inputs.to_vec();
        };
        let path = address.split('#').next().unwrap_or_default();
        match self.sources.referred(self.overlay.file, path) {
            Referred::File(file) if inputs.contains(&file) => vec![file],
            Referred::File(_)
            | Referred::Unreadable(_)
            | Referred::Missing(_)
            | Referred::Remote => {
                let at = self.overlay.child("extends");
                let names = inputs.iter().map(|file| self.sources.name(*file));
                let names: Vec<&str> = names.collect();
                self.diagnostics
                    .overlay_of_another(at, address, &names.join(", "));
                inputs.to_vec()
            }
        }
    }

    fn action(&mut self, action: &Action<'_>, trees: Vec<&mut Tree>) {
        let mut is_matched = false;
        for tree in trees {
            let targets = tree.select(&action.target);
            is_matched |= !targets.is_empty();
            match &action.change {
                Change::Remove => self.remove(action, tree, targets),
                Change::Update(value) => {
                    let graft = Graft::of_overlay(value, action.at.child("update"));
                    self.graft(action, tree, &targets, &graft);
                }
                Change::Copy(_) if targets.is_empty() => {}
                Change::Copy(source) => {
                    let sources = tree.select(source);
                    if let [source] = sources.as_slice() {
                        let graft = tree.copy(source);
                        self.graft(action, tree, &targets, &graft);
                    } else {
                        let at = action.at.child("copy");
                        self.diagnostics.overlay_copy(at, sources.len());
                    }
                }
            }
        }
        if !is_matched {
            let at = action.at.child("target");
            self.diagnostics.overlay_matches_nothing(at, action.text);
        }
    }

    fn remove(&mut self, action: &Action<'_>, tree: &mut Tree, mut targets: Vec<Pointer>) {
        // From the end, so that the places of those that are still to go stay what they are.
        targets.reverse();
        for target in targets {
            if !tree.remove(&target) {
                let at = action.at.child("remove");
                self.diagnostics.overlay_removes_all(at);
            }
        }
    }

    fn graft(&mut self, action: &Action<'_>, tree: &mut Tree, targets: &[Pointer], graft: &Graft) {
        if !tree.are_alike(targets) {
            let at = action.at.child("target");
            self.diagnostics.overlay_mixed_targets(at, action.text);
            return;
        }
        for target in targets {
            for clash in tree.graft(target, graft) {
                self.diagnostics
                    .overlay_clash(clash.ours, clash.theirs, clash.kinds);
            }
        }
    }
}
