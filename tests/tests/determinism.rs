//! The same description gives the same crate: byte for byte, and the same public API whatever the
//! order of its keys.

use std::fs;

use clientforge::{config::Config, source::Sources};
use tests::{
    fixture::{cases, repository},
    public_api,
    shuffle::shuffled,
};

const SEEDS: u64 = 4;

#[test]
fn two_runs_give_the_same_bytes() {
    for fixture in cases("emit").unwrap() {
        let (first, second) = (fixture.run(), fixture.run());
        assert!(first.files == second.files, "{}", fixture.name);
        assert_eq!(first.printed, second.printed, "{}", fixture.name);
    }
    for fixture in cases("diagnostics").unwrap() {
        assert_eq!(
            fixture.run().printed,
            fixture.run().printed,
            "{}",
            fixture.name
        );
    }
}

#[test]
fn the_order_of_keys_does_not_reach_the_public_api() {
    let mut compared = 0;
    for fixture in cases("emit").unwrap() {
        let expected = public_api::of(&fixture.run().files.unwrap()).unwrap();
        for seed in 0..SEEDS {
            let text = shuffled(&fixture.text().unwrap(), seed).unwrap();
            let run = fixture.run_with_text(&text).unwrap();
            let actual = public_api::of(&run.files.unwrap()).unwrap();
            let gone: Vec<_> = expected.difference(&actual).collect();
            let new: Vec<_> = actual.difference(&expected).collect();
            let name = &fixture.name;
            assert!(
                gone.is_empty() && new.is_empty(),
                "{name}: {gone:#?}\n{new:#?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 0);
}

#[test]
fn the_order_of_keys_does_not_reach_our_own_crates() {
    let spec = repository().join("spec/azure-ml-compute");
    let text = fs::read_to_string(spec.join("openapi.yaml")).unwrap();
    let config = fs::read_to_string(spec.join("codegen.toml")).unwrap();
    let config = Config::parse("codegen.toml", &config).unwrap();
    let example = "examples/list-aks-compute-keys.json";
    let example_text = fs::read_to_string(spec.join(example)).unwrap();
    let generate = |text: &str| {
        let sources = Sources::from_texts([("openapi.yaml", text)]);
        let sources = sources.with_text(example, example_text.as_str());
        public_api::of(&clientforge::generate(&sources, &config).files.unwrap()).unwrap()
    };
    let expected = generate(&text);
    assert!(!expected.is_empty());
    for seed in 0..SEEDS {
        assert_eq!(
            generate(&shuffled(&text, seed).unwrap()),
            expected,
            "seed {seed}"
        );
    }
}
