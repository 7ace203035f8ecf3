//! How deep types stand inside each other, and what the compiler is told of it.
//!
//! Whether a value can be sent to another thread, or how it is dropped, the compiler asks of a type
//! and of all that it holds, one inside the other. It gives up at a depth of its own, which a chain
//! of a hundred lists reaches, unless the crate says that it may go on.

use std::collections::BTreeMap;

use crate::model::graph::edges;
use crate::model::{Api, TypeId, Types};

/// A chain of so many types passes with the compiler's own limit, whatever is between them.
const FINE: usize = 40;

/// The compiler's own limit.
const OWN_LIMIT: usize = 128;

/// How many steps it takes from one type to one that is in an optional list of it, at most.
const STEPS: usize = 8;

/// Decides what the compiler is told.
pub(super) fn decide(api: &mut Api) {
    let deepest = deepest(&api.types);
    api.recursion_limit = (deepest > FINE).then(|| OWN_LIMIT + STEPS * deepest);
}

/// The length of the longest chain. Walks in depth without recursion; of a circle, the way round
/// from where it is first met.
fn deepest(types: &Types) -> usize {
    let mut heights: BTreeMap<TypeId, usize> = BTreeMap::new();
    let mut longest = 0;
    for (start, _) in types.iter() {
        let mut way: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
        let mut entered = Some(start);
        loop {
            if let Some(id) = entered.take()
                && !heights.contains_key(&id)
            {
                // Until it is known, it is on the way, and met again it adds nothing.
                heights.insert(id, 0);
                way.push((id, inner(types, id)));
            }
            let Some((id, open)) = way.last_mut() else {
                break;
            };
            if let Some(next) = open.pop() {
                entered = Some(next);
                continue;
            }
            let below = inner(types, *id).into_iter();
            let below = below.filter_map(|next| heights.get(&next).copied()).max();
            let height = 1 + below.unwrap_or(0);
            heights.insert(*id, height);
            longest = longest.max(height).max(way.len());
            way.pop();
        }
    }
    longest
}

fn inner(types: &Types, id: TypeId) -> Vec<TypeId> {
    let definition = types.get(id).into_iter();
    let edges = definition.flat_map(edges);
    edges.map(|edge| edge.target).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::config::Config;
    use crate::source::Sources;

    /// The limit of a crate with a chain of so many lists, one inside the other.
    fn limit(count: usize) -> Option<usize> {
        let mut text = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\n\
                        components:\n  schemas:\n"
            .to_owned();
        for at in 0..count {
            let next = (at + 1) % count;
            let kind = format!("$ref: '#/components/schemas/A{next}'");
            let list = format!("{{type: array, items: {{{kind}}}}}");
            let _ = writeln!(text, "    A{at}: {{properties: {{next: {list}}}}}");
        }
        let sources = Sources::from_texts([("a.yaml", text)]);
        let (api, diagnostics) = crate::model(&sources, &Config::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        api.and_then(|api| api.recursion_limit)
    }

    #[test]
    fn long_chains_and_circles_need_more_than_the_compilers_own_limit() {
        assert_eq!(limit(FINE), None);
        assert_eq!(limit(100), Some(OWN_LIMIT + STEPS * 100));
    }
}
