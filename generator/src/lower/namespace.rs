//! Names of the members of a union without the namespace that all of their tags begin with.
//!
//! Comes in: variants that are called by their tags (`#x.admin`, `#x.user`). Goes out: the same, called
//! `admin` and `user`, unless some name would be none then. The tags stay.

use crate::model::Variant;

/// What a namespace ends in.
const ENDS: [char; 4] = ['.', '#', '/', ':'];

/// Calls variants that have no other name by what is their own in their tags. `fallback` is what the
/// variant for anything else is called.
pub(super) fn shorten(variants: &mut [Variant], fallback: &str) {
    let tags: Vec<&str> = variants.iter().map(|it| it.name.source.as_str()).collect();
    let Some(length) = shared(&tags) else {
        return;
    };
    let own = |tag: &str| tag.get(length..).unwrap_or_default().to_owned();
    let is_name = |tag: &&str| {
        let own = own(tag);
        own.starts_with(char::is_alphabetic) && !own.eq_ignore_ascii_case(fallback)
    };
    if !tags.iter().all(is_name) {
        return;
    }
    for variant in variants {
        let short = own(&variant.name.source);
        variant.name.suggested.get_or_insert(short);
    }
}

/// How long the namespace of several tags is.
fn shared(tags: &[&str]) -> Option<usize> {
    let (first, others) = tags.split_first()?;
    if others.iter().all(|tag| tag == first) {
        return None;
    }
    let common = |one: &str, other: &str| {
        let both = one.char_indices().zip(other.chars());
        let mut same = both.take_while(|((_, one), other)| one == other);
        let last = same.by_ref().last();
        last.map_or(0, |((at, it), _)| at.saturating_add(it.len_utf8()))
    };
    let length = others.iter().map(|other| common(first, other)).min()?;
    let prefix = first.get(..length)?;
    let end = prefix.rfind(ENDS)?;
    Some(end.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::shorten;
    use crate::model::{Name, TypeId, Variant};

    fn called(tags: &[&str]) -> Vec<String> {
        let variant = |tag: &&str| Variant {
            name: Name::new(*tag),
            ty: TypeId(0),
            literal: false,
        };
        let mut variants: Vec<Variant> = tags.iter().map(variant).collect();
        shorten(&mut variants, "unknown");
        variants
            .iter()
            .map(|it| it.name.wanted().to_owned())
            .collect()
    }

    #[test]
    fn a_shared_namespace_is_left_out() {
        assert_eq!(called(&["#x.admin", "#x.user"]), ["admin", "user"]);
        assert_eq!(called(&["a/b:c", "a/b:d.e", "a/f"]), ["b:c", "b:d.e", "f"]);
        assert_eq!(called(&["é.über", "é.ähnlich"]), ["über", "ähnlich"]);
    }

    #[test]
    fn a_name_is_whole_where_it_would_be_none() {
        for tags in [
            &["#x.admin"][..],
            &["#x.admin", "#x.admin"],
            &["#x.admin", "user"],
            &["x.admin", "x."],
            &["1.0", "1.1"],
            &["x.admin", "x.Unknown"],
            &["xa", "xb"],
        ] {
            assert_eq!(called(tags), tags);
        }
    }
}
