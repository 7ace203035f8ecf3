//! Where a part of the input stands.
//!
//! Comes in: the file and the JSON pointer of a part, as they were when the part was read.
//! Goes out: the same, extended step by step while a room walks down; line and column are
//! looked up in the text only when a diagnostic is rendered.

use std::borrow::Borrow;
use std::fmt;

/// A file that takes part in a run, by the order in which it was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub(crate) usize);

/// A JSON pointer (RFC 6901): `""` is the whole document, `/paths/~1pets/get` a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer as RFC 6901 writes it; `None` unless it is empty or begins with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Reads a pointer written as a URI fragment (`#/paths/~1pets`), percent-encoding undone;
    /// `None` when it is anything else.
    pub fn parse_fragment(text: &str) -> Option<Self> {
        Self::parse(&percent_decoded(text.strip_prefix('#')?)?)
    }

    /// The pointer to the entry `key` of the object that this one points to.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in key.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The pointer to the element `index` of the array that this one points to.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer to what holds this part; `None` for the whole document.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// The key or index of this part in what holds it, unescaped; `None` for the whole document.
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.0.rsplit_once('/')?;
        Some(unescaped(last))
    }

    /// The keys and indices on the way from the document to the part, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// What follows `prefix` in this pointer; `None` when it does not lie at or under `prefix`.
    pub fn below(&self, prefix: &Pointer) -> Option<Self> {
        Self::parse(self.0.strip_prefix(prefix.as_str())?)
    }

    /// This pointer followed by `rest`.
    #[must_use]
    pub fn join(&self, rest: &Pointer) -> Self {
        Self(format!("{}{}", self.0, rest.0))
    }

    /// The pointer as a URI fragment that [`parse_fragment`](Self::parse_fragment) reads back.
    pub fn fragment(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// The pointer's text as RFC 6901 writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A pointer can be looked up by its text.
impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    /// Writes the pointer as a URI fragment: `#/paths/~1pets/get`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Where a part of the imported document came from, before any conversion.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub file: SourceId,
    /// The place in it.
    pub pointer: Pointer,
}

impl Origin {
    /// The part at `pointer` of `file`.
    pub fn new(file: SourceId, pointer: Pointer) -> Self {
        Self { file, pointer }
    }

    /// The entry `key` of the object that stands here.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        Self::new(self.file, self.pointer.child(key))
    }

    /// The element `index` of the array that stands here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self::new(self.file, self.pointer.index(index))
    }

    /// This place as part of something that the reader knows by name; a diagnostic's label says
    /// "in" and then `what`, such as ``operation `listPets` ``.
    pub fn within(&self, what: impl Into<String>) -> Site {
        Site {
            origin: self.clone(),
            within: Some(what.into()),
            aim: Aim::Value,
        }
    }

    /// This place, shown at its key rather than at its value.
    pub fn at_key(&self) -> Site {
        Site {
            origin: self.clone(),
            within: None,
            aim: Aim::Key,
        }
    }
}

/// What of an entry a diagnostic points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aim {
    /// The value.
    Value,
    /// The key.
    Key,
    /// The key where it stands for the second time.
    RepeatedKey,
}

/// An origin and how to show it: what it is part of, and whether its key or its value is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// The place.
    pub origin: Origin,
    /// The operation or type that it is part of.
    pub within: Option<String>,
    /// What of it is meant.
    pub aim: Aim,
}

impl Site {
    /// The same place, shown at its key.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        self.aim = Aim::Key;
        self
    }
}

impl From<Origin> for Site {
    fn from(origin: Origin) -> Self {
        Self {
            origin,
            within: None,
            aim: Aim::Value,
        }
    }
}

impl From<&Origin> for Site {
    fn from(origin: &Origin) -> Self {
        origin.clone().into()
    }
}

impl From<&Site> for Site {
    fn from(site: &Site) -> Self {
        site.clone()
    }
}

fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Undoes percent-encoding; `None` when a `%` is not followed by two hexadecimal digits or the outcome is
/// not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let high = char::from(bytes.next()?).to_digit(16)?;
        let low = char::from(bytes.next()?).to_digit(16)?;
        decoded.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_undo_what_child_escapes() {
        let pointer = Pointer::root().child("paths").child("/a~b/{c}").index(3);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{c}/3");
        assert_eq!(
            pointer.segments().collect::<Vec<_>>(),
            ["paths", "/a~b/{c}", "3"]
        );
        assert_eq!(pointer.last().as_deref(), Some("3"));
    }

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(Pointer::root().child("~1").last().as_deref(), Some("~1"));
    }

    #[test]
    fn fragments_are_percent_decoded() {
        let pointer = Pointer::parse_fragment("#/components/schemas/a%20b%7E1c");
        assert_eq!(
            pointer.as_ref().map(Pointer::as_str),
            Some("/components/schemas/a b~1c")
        );
        assert_eq!(Pointer::parse_fragment("#/a%2"), None);
        assert_eq!(Pointer::parse_fragment("/a"), None);
        assert_eq!(Pointer::parse_fragment("#a"), None);
    }

    #[test]
    fn the_root_has_no_parent() {
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(Pointer::root().child("a").parent(), Some(Pointer::root()));
        assert_eq!(Pointer::root().segments().count(), 0);
    }

    #[test]
    fn below_respects_segment_borders() {
        let a = Pointer::root().child("a");
        let ab = Pointer::root().child("ab");
        assert_eq!(ab.below(&a), None);
        assert_eq!(a.child("b").below(&a), Some(Pointer::root().child("b")));
        assert_eq!(a.below(&a), Some(Pointer::root()));
    }
}
