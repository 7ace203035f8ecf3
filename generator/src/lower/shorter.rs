//! Names of operations without what is said elsewhere.
//!
//! Comes in: an operation's id, the tag that is its group, its path and its method. Goes out: the id
//! without them, where the names of a group stay different. Types keep the whole id in their names,
//! since they have neither group nor path.

use std::collections::BTreeMap;

use crate::model::{Group, Method, Operation};

/// Shorter names by operation ids.
#[derive(Debug, Default)]
pub(super) struct Shorter(BTreeMap<String, String>);

impl Shorter {
    /// Notes what an operation may be called.
    pub fn note(&mut self, id: &str, tag: Option<&str>, path: &str, method: Method) {
        let own = without_route(id, path, method).unwrap_or(id);
        let own = tag.and_then(|tag| within_group(tag, own)).unwrap_or(own);
        if own != id {
            self.0.insert(id.to_owned(), own.to_owned());
        }
    }

    /// Calls operations so where no other one of their group would be called alike.
    pub fn apply(&self, groups: &mut [Group]) {
        for group in groups.iter_mut().filter(|group| group.name.is_some()) {
            // How many operations each name is, or would be, of.
            let mut known: BTreeMap<String, usize> = BTreeMap::new();
            for operation in &group.operations {
                let whole = letters(operation.name.wanted());
                let own = self.name(operation).map(|name| letters(&name));
                for name in own
                    .into_iter()
                    .filter(|own| *own != whole)
                    .chain([whole.clone()])
                {
                    *known.entry(name).or_default() += 1;
                }
            }
            for operation in &mut group.operations {
                let own = self.name(operation);
                let own = own.filter(|own| known.get(&letters(own)) == Some(&1));
                if own.is_some() {
                    operation.name = operation.name.clone().suggest(own);
                }
            }
        }
    }

    /// What an operation would be called, which is called by nothing but its id.
    fn name(&self, operation: &Operation) -> Option<String> {
        let own = self.0.get(&operation.id)?;
        if operation.name.suggested.is_some() {
            return None;
        }
        // Another form of the same operation says so at the end.
        let form = operation.name.source.strip_prefix(&operation.id)?;
        Some(format!("{own}{form}"))
    }
}

/// What an id says before its path and its method, as FastAPI writes ids:
/// `read_item` of `read_item_items__item_id__get`.
fn without_route<'i>(id: &'i str, path: &str, method: Method) -> Option<&'i str> {
    let in_word = |letter: char| match letter {
        letter if letter.is_alphanumeric() => letter,
        _ => '_',
    };
    let path: String = path.chars().map(in_word).collect();
    let route = format!("{path}_{}", method.as_str().to_lowercase());
    id.strip_suffix(&route).filter(|own| !own.is_empty())
}

/// What an id says after the name of its group: `delete` of `repos/delete` in `repos`.
fn within_group<'i>(group: &str, id: &'i str) -> Option<&'i str> {
    let group = letters(group);
    let separators = id.match_indices(['/', '.', ':', '-', '_', ' ']);
    let mut halves = separators.filter_map(|(at, _)| id.split_at_checked(at));
    let (_, rest) = halves.find(|(before, _)| letters(before) == group)?;
    let rest = rest.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    (!rest.is_empty()).then_some(rest)
}

/// What two names have in common that would be one identifier.
fn letters(text: &str) -> String {
    let plain = text.chars().filter(|letter| letter.is_alphanumeric());
    plain.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_elsewhere_is_found_at_either_end() {
        let route = |id, path| without_route(id, path, Method::Get);
        let id = "read_item_items__item_id__get";
        assert_eq!(route(id, "/items/{item_id}"), Some("read_item"));
        assert_eq!(route("root__get", "/"), Some("root"));
        assert_eq!(route(id, "/items"), None);
        assert_eq!(route("_items_get", "/items"), None);
        assert_eq!(
            within_group("User Accounts", "user-accounts/list"),
            Some("list")
        );
        assert_eq!(within_group("repos", "repos"), None);
        assert_eq!(within_group("repos", "reposList"), None);
    }
}
