//! Which end tag is which start tag's.

use std::collections::HashMap;

use super::piece::Piece;

/// The position of each tag's partner, by its own.
pub(super) type Partners = HashMap<usize, usize>;

/// The partners of all tags that have one.
pub(super) fn partners(pieces: &[Piece<'_>]) -> Partners {
    let mut partners = Partners::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut count: HashMap<String, usize> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Tag(tag) = piece else { continue };
        let name = tag.name.to_ascii_lowercase();
        if !tag.closes {
            *count.entry(name.clone()).or_default() += 1;
            open.push((name, at));
            continue;
        }
        // Without this, many tags that nothing closes would be gone through for each that opens none.
        if count.get(&name).is_none_or(|count| *count == 0) {
            continue;
        }
        while let Some((other, opened)) = open.pop() {
            if let Some(count) = count.get_mut(&other) {
                *count = count.saturating_sub(1);
            }
            if other == name {
                partners.insert(opened, at);
                partners.insert(at, opened);
                break;
            }
        }
    }
    partners
}
