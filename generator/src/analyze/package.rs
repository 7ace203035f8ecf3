//! What the crate is called: its package, and the name by which Rust code knows it. And whether it
//! depends on the crates of the caller's types.

use std::collections::BTreeSet;

use crate::{
    config::{Config, Pairs, Replacement},
    diagnostic::Diagnostics,
    model::{Api, Dependency, Package},
};

use super::{dependencies, names::is_keyword};

/// What Rust itself has under names of its own.
const OF_RUST: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

/// Decides both names: the configured one, else one made from the description's title.
pub(super) fn decide(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    let name = match &config.package.name {
        Some(name) => {
            if let Some(why) = objection(name) {
                diagnostics.invalid_crate_name(name, why);
            }
            name.clone()
        }
        None => from_title(&api.title),
    };
    api.package = Package {
        library: name.replace('-', "_"),
        name,
    };
}

/// Reports each type of the caller's whose crate is none that the crate depends on.
pub(super) fn check_foreign(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    let own = api.dependencies.iter().filter(|own| !own.optional);
    let own = own.map(Dependency::library);
    let given = config.package.dependencies.keys();
    let given = given.map(|name| name.replace('-', "_"));
    let rust = ["alloc", "core", "std"].map(str::to_owned);
    let known: BTreeSet<String> = own.chain(given).chain(rust).collect();
    let (Pairs(replaced), Pairs(formats)) = (&config.types.replace, &config.types.formats);
    for (_, value) in replaced.iter().chain(formats) {
        let Some(Replacement::Path(path)) = Replacement::parse(&value.text) else {
            continue;
        };
        for name in crates_of(&path).filter(|name| !known.contains(*name)) {
            diagnostics.missing_dependency(config.place(value), &value.text, name);
        }
    }
}

/// The crates that an absolute path names, its arguments' included.
fn crates_of(path: &str) -> impl Iterator<Item = &str> {
    let paths = path.split(['<', '>', ',']).map(str::trim);
    paths.filter_map(|path| path.strip_prefix("::")?.split("::").next())
}

/// Why Cargo would refuse a name.
fn objection(name: &str) -> Option<&'static str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let library = name.replace('-', "_");
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Some("it does not begin with a letter")
    } else if !name.chars().all(allowed) {
        Some("only ASCII letters, digits, `-` and `_` may be in it")
    } else if is_keyword(&library) {
        Some("it is a keyword of Rust")
    } else if OF_RUST.contains(&library.as_str()) || dependencies::is_one(&library) {
        Some("another crate that it needs is called so")
    } else {
        None
    }
}

fn from_title(title: &str) -> String {
    let words: String = title
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    let name = words.split_whitespace().collect::<Vec<_>>().join("_");
    match (name.is_empty(), objection(&name)) {
        (true, _) => "client".to_owned(),
        (false, None) => name,
        (false, Some(_)) if name.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("client_{name}")
        }
        (false, Some(_)) => format!("{name}_client"),
    }
}

#[cfg(test)]
mod tests {
    use super::{crates_of, from_title, objection};

    #[test]
    fn a_title_makes_a_name_that_cargo_takes() {
        for (title, name) in [
            ("Pet Store (v2)", "pet_store_v2"),
            ("9 Lives", "client_9_lives"),
            ("Serde", "serde_client"),
            ("Match", "match_client"),
            ("计算", "client"),
        ] {
            assert_eq!(from_title(title), name);
            assert_eq!(objection(name), None);
        }
    }

    #[test]
    fn a_path_names_its_crate_and_those_of_its_arguments() {
        let crates: Vec<_> = crates_of("::a::B<::c::D<u8, ::e::F>>").collect();
        assert_eq!(crates, ["a", "c", "e"]);
    }

    #[test]
    fn names_that_cargo_refuses_are_refused() {
        for name in [
            "",
            "9lives",
            "my crate",
            "match",
            "async-trait",
            "quick_xml",
            "größe",
        ] {
            assert!(objection(name).is_some(), "{name}");
        }
        assert_eq!(objection("my-client"), None);
    }
}
