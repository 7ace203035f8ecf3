//! Where the parts of the imported document came from.
//!
//! Comes in: which part was taken from where, whenever import moves something. Goes out: the
//! origin of any part: its own place in the description unless it, or something around it, moved.

use std::collections::BTreeMap;

use super::written::Written;
use crate::diagnostic::{Origin, Pointer, SourceId};

/// The origins of all parts.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    file: SourceId,
    moved: BTreeMap<Pointer, Origin>,
    twins: Vec<(Origin, Pointer)>,
    written: Written,
}

impl Origins {
    /// Every part stands where it stood in `file`.
    pub(super) fn new(file: SourceId) -> Self {
        Self {
            file,
            moved: BTreeMap::new(),
            twins: Vec::new(),
            written: Written::default(),
        }
    }

    /// The files were changed before anything else.
    pub(super) fn changed(&mut self, written: Written) {
        self.written = written;
    }

    /// Where the part that an origin means is written: there, or elsewhere.
    pub(super) fn written(&self, origin: &Origin) -> Origin {
        self.written.of(origin)
    }

    /// The part at `from` of other origins now stands at `to`, too.
    pub(super) fn graft(&mut self, to: &Pointer, others: &Origins, from: &Pointer) {
        let inner = others.below(from);
        let inner = inner.filter_map(|(at, origin)| Some((at.below(from)?, origin.clone())));
        let inner: Vec<(Pointer, Origin)> = inner.collect();
        self.forget(to);
        self.moved(to.clone(), others.of(from));
        for (rest, origin) in inner {
            self.moved(to.join(&rest), origin);
        }
    }

    /// An element of a list is gone, and those after it moved up; `left` are still there.
    pub(super) fn removed(&mut self, list: &Pointer, index: usize, left: usize) {
        let before = self.clone();
        self.forget(&list.index(index));
        for at in index..left {
            self.graft(&list.index(at), &before, &list.index(at + 1));
        }
        self.forget(&list.index(left));
    }

    /// The part that now stands at `pointer`, with all that is in it, came from `origin`.
    pub(super) fn moved(&mut self, pointer: Pointer, origin: Origin) {
        self.moved.insert(pointer, origin);
    }

    /// The same, unless that is where it would be looked for anyway.
    pub(super) fn moved_unless_same(&mut self, pointer: &Pointer, origin: Origin) {
        if self.of(pointer) != origin {
            self.moved(pointer.clone(), origin);
        }
    }

    /// The part at `pointer` stands at `origin` too, letter for letter.
    pub(super) fn also(&mut self, pointer: &Pointer, origin: Origin) {
        self.twins.push((origin, pointer.clone()));
    }

    /// The parts that stand elsewhere too.
    pub(super) fn twins(&self) -> &[(Origin, Pointer)] {
        &self.twins
    }

    /// What was moved to somewhere below `pointer`, with where it came from.
    pub(super) fn below(&self, pointer: &Pointer) -> impl Iterator<Item = (&Pointer, &Origin)> {
        let at = pointer.clone();
        self.moved
            .range(pointer.clone()..)
            .take_while(move |(found, _)| found.as_str().starts_with(at.as_str()))
    }

    /// The part at `pointer` was left out, so that another may stand there.
    pub(super) fn forget(&mut self, pointer: &Pointer) {
        self.moved.retain(|at, _| at.below(pointer).is_none());
    }

    /// Where the part at `pointer` came from.
    pub(super) fn of(&self, pointer: &Pointer) -> Origin {
        match self.around(pointer) {
            Some((origin, rest)) => Origin::new(origin.file, origin.pointer.join(&rest)),
            None => Origin::new(self.file, pointer.clone()),
        }
    }

    /// The file that the part at `pointer` came from.
    pub(super) fn file(&self, pointer: &Pointer) -> SourceId {
        self.around(pointer)
            .map_or(self.file, |(origin, _)| origin.file)
    }

    /// The nearest move of the part at `pointer` or of something around it, and the way from there.
    fn around(&self, pointer: &Pointer) -> Option<(&Origin, Pointer)> {
        let mut prefix = Some(pointer.as_str());
        while let Some(at) = prefix.filter(|_| !self.moved.is_empty()) {
            if let Some(origin) = self.moved.get(at) {
                let rest = pointer.as_str().strip_prefix(at)?;
                return Some((origin, Pointer::parse(rest)?));
            }
            prefix = at.rsplit_once('/').map(|(around, _)| around);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_move_counts() {
        let (main, other) = (SourceId(0), SourceId(1));
        let at = |text: &str| Pointer::parse(text).unwrap();
        let mut origins = Origins::new(main);
        origins.moved(at("/a"), Origin::new(other, at("/x")));
        origins.moved(at("/a/b"), Origin::new(main, at("/y")));
        assert_eq!(origins.of(&at("/a/c")), Origin::new(other, at("/x/c")));
        assert_eq!(origins.of(&at("/a/b/c")), Origin::new(main, at("/y/c")));
        assert_eq!(origins.of(&at("/ab")), Origin::new(main, at("/ab")));
        origins.forget(&at("/a/b"));
        assert_eq!(origins.of(&at("/a/b/c")), Origin::new(other, at("/x/b/c")));
    }
}
