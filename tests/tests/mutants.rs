//! Descriptions that are wrong somewhere: each gives a crate, or says where it is wrong. Nothing
//! panics, and nothing takes long.
//!
//! `MUTANTS=1000 cargo test -p tests --test mutants` tries more of each description.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use clientforge::{config::Config, source::Sources};
use tests::{
    corpus::of_each_source,
    fixture::cases,
    mutant::mutate,
    shuffle::{Random, tree},
};

/// How many mutants of a description are tried, without a word to the contrary.
const USUAL: u64 = 2;

/// How long one may take: far more than it does, on a machine that does other things too.
const LONG: Duration = Duration::from_secs(20);

#[test]
fn mutants_of_our_own_descriptions_end_well() {
    let mut found = Vec::new();
    for kind in ["emit", "diagnostics"] {
        for case in cases(kind).unwrap() {
            if let Ok(text) = case.text() {
                found.extend(wrong_ends(&case.name, &text));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn mutants_of_real_descriptions_end_well() {
    let mut found = Vec::new();
    for real in of_each_source(&(1_000..=40_000)).unwrap() {
        found.extend(wrong_ends(&real.name, &real.text));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What went wrong with the mutants of one description.
fn wrong_ends(name: &str, text: &str) -> Vec<String> {
    let Ok(tree) = tree(text) else {
        return Vec::new();
    };
    let count = std::env::var("MUTANTS")
        .ok()
        .and_then(|count| count.parse().ok());
    let mut found = Vec::new();
    for seed in 0..count.unwrap_or(USUAL) {
        let mut mutant = tree.clone();
        let mut random = Random(seed);
        for _ in 0..=random.below(3) {
            mutate(&mut mutant, &mut random);
        }
        if let Some(wrong) = wrong_end(&mutant.to_string()) {
            found.push(format!("{name}, mutant {seed}: {wrong}"));
        }
    }
    found
}

/// What went wrong with one description, if anything.
fn wrong_end(text: &str) -> Option<String> {
    let begin = Instant::now();
    let sources = Sources::from_texts([("mutant.json", text)]);
    let mut config = Config::default();
    config.package.name = Some("mutant".to_owned());
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        clientforge::generate(&sources, &config)
    }));
    let Ok(outcome) = outcome else {
        return Some("it panics".to_owned());
    };
    if begin.elapsed() > LONG {
        return Some(format!("it takes {:?}", begin.elapsed()));
    }
    let diagnostics = &outcome.diagnostics;
    if outcome.files.is_some() == diagnostics.has_errors() {
        return Some("errors and a crate, or neither".to_owned());
    }
    // Rendering finds the line and the column of each.
    let rendered = catch_unwind(AssertUnwindSafe(|| diagnostics.render(&sources)));
    if rendered.is_err() {
        return Some("rendering panics".to_owned());
    }
    let lost = diagnostics.iter().find(|report| report.at.is_none())?;
    Some(format!("no place: {lost:?}"))
}
