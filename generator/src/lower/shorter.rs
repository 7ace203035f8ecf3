//! Names of operations without what is said elsewhere.
//!
//! Comes in: an operation's id, its group, its path and its method. Goes out: the id without them, where
//! the names of a group stay different. Types keep the whole id in their names, since they have neither
//! group nor path.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Group, Method, Operation};

/// Shorter names by operation ids.
#[derive(Debug, Default)]
pub(super) struct Shorter(BTreeMap<String, String>);

impl Shorter {
    /// Notes what an operation may be called.
    pub fn note(&mut self, id: &str, group: Option<&str>, path: &str, method: Method) {
        let own = without_route(id, path, method).unwrap_or(id);
        let within = |group| within_group(group, own).or_else(|| without_class(group, own));
        let own = group.and_then(within).unwrap_or(own);
        if own != id {
            self.0.insert(id.to_owned(), own.to_owned());
        }
    }

    /// Calls operations so where no other one of their group would be called alike.
    pub fn apply(&self, groups: &mut [Group]) {
        for group in groups.iter_mut().filter(|group| group.name.is_some()) {
            // The operations that each name is, or would be, of: those of one id are called alike anyway.
            let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for operation in &group.operations {
                let whole = operation.name.wanted();
                let own = self.name(operation);
                for name in own.as_deref().into_iter().chain([whole]) {
                    let of = known.entry(letters(name)).or_default();
                    of.insert(whole.to_owned());
                }
            }
            for operation in &mut group.operations {
                let own = self.name(operation);
                let own =
                    own.filter(|own| known.get(&letters(own)).is_some_and(|of| of.len() == 1));
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

/// What an id says after the class that the operation is a method of, where that says the group again:
/// `findAll` of NestJS's `UserController_findAll`, and `GetDialog` of `V1UserDialogs_GetDialog` in
/// `UserDialogs`.
fn without_class<'i>(group: &str, id: &'i str) -> Option<&'i str> {
    let (class, rest) = id.split_once('_')?;
    let begins_upper = |text: &str| text.starts_with(char::is_uppercase);
    let group = letters(group);
    let group = group.strip_suffix('s').unwrap_or(&group);
    let says_group = !group.is_empty() && letters(class).contains(group);
    let is_class = class.ends_with("Controller") || says_group && begins_upper(rest);
    let tells = rest.starts_with(char::is_alphabetic);
    (begins_upper(class) && is_class && tells).then_some(rest)
}

/// What two names have in common that would be one identifier.
pub(super) fn letters(text: &str) -> String {
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
        assert_eq!(without_class("auth", "UserController_logIn"), Some("logIn"));
        assert_eq!(
            without_class("Dialogs", "V1DialogsGet_GetDialog"),
            Some("GetDialog")
        );
        assert_eq!(without_class("Users", "UserApi_List"), Some("List"));
        assert_eq!(without_class("Users", "Create_User"), None);
        assert_eq!(without_class("Channels", "GetChannel_type_1"), None);
    }
}
