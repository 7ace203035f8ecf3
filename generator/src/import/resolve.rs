//! What a reference leads to.
//!
//! Comes in: the text of a `$ref` and the file in which it stands. Goes out: the value as it was
//! read and where it stands, or why there is none.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Origin, Pointer, Site, SourceId};
use crate::source::{Referred, Sources};

/// Why a reference leads to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// The file cannot be read, or its text is broken; what is said of that.
    Unreadable(Diagnostics),
    /// There is no such file, by its name.
    NoFile(String),
    /// It names something on a network.
    Remote,
    /// The file has no such part.
    NoPart,
}

impl Lost {
    /// Reports it at the place of the reference.
    pub(super) fn report(self, at: impl Into<Site>, target: &str, diagnostics: &mut Diagnostics) {
        match self {
            Self::Unreadable(why) => diagnostics.unreadable_reference(at, why),
            Self::NoFile(name) => diagnostics.missing_file(at, &name),
            Self::Remote => diagnostics.remote_reference(at, target),
            Self::NoPart => diagnostics.unresolved_reference(at, target),
        }
    }
}

/// The part that a reference names.
pub(super) fn resolve<'s>(
    sources: &'s Sources,
    from: SourceId,
    target: &str,
) -> Result<(Origin, &'s Value), Lost> {
    let (address, fragment) = target.split_once('#').unwrap_or((target, ""));
    let file = match (address, sources.referred(from, address)) {
        ("", _) => from,
        (_, Referred::File(file)) => file,
        (_, Referred::Unreadable(name)) => {
            let why = sources.why_unreadable(&name).cloned();
            return Err(Lost::Unreadable(why.unwrap_or_default()));
        }
        (_, Referred::Missing(name)) => return Err(Lost::NoFile(name)),
        (_, Referred::Remote) => return Err(Lost::Remote),
    };
    let broken = || {
        let mut why = Diagnostics::new();
        sources.report(file, &mut why);
        Lost::Unreadable(why)
    };
    let document = sources.value(file).ok_or_else(broken)?;
    let pointer = Pointer::parse_fragment(&format!("#{fragment}")).ok_or(Lost::NoPart)?;
    match document.pointer(pointer.as_str()) {
        Some(value) => Ok((Origin::new(file, pointer), value)),
        // By RFC 6901 that is the key "". Where there is none, everybody means the whole file.
        None if pointer.as_str() == "/" => Ok((Origin::new(file, Pointer::root()), document)),
        None => Err(Lost::NoPart),
    }
}

/// What a reference that leads to nothing means in the words of another version, if something stands
/// there: what stands under `components` has other places in Swagger 2.0.
pub(super) fn in_other_words(sources: &Sources, from: SourceId, target: &str) -> Option<String> {
    const SECTIONS: [(&str, &str); 3] = [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
    ];
    let both = SECTIONS
        .iter()
        .flat_map(|(old, new)| [(*old, *new), (*new, *old)]);
    let mut meant = both.filter_map(|(one, other)| {
        let (file, name) = target.split_once(one)?;
        Some(format!("{file}{other}{name}"))
    });
    meant.find(|meant| resolve(sources, from, meant).is_ok())
}
