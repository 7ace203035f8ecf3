//! The same description gives the same crate: byte for byte, and the same public API whatever the
//! order of its keys.

use std::fs;

use clientforge::{config::Config, source::Sources};
use serde_json::{Map, Value, json};
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

/// Two objects with properties of one name, and in these again, until each of the 97 schemas has met each
/// other one.
fn objects_that_meet() -> Value {
    const SCHEMAS: usize = 97;
    let schema = |at: usize| json!({"$ref": format!("#/components/schemas/S{}", at % SCHEMAS)});
    let mut schemas: Map<String, Value> = Map::new();
    for at in 0..SCHEMAS {
        let properties = Map::from_iter([
            ("next".to_owned(), schema(at + 1)),
            ("double".to_owned(), schema(at * 2)),
            ("fivefold".to_owned(), schema(at * 5)),
            (format!("own{at}"), json!({"type": "string"})),
        ]);
        let object = json!({"type": "object", "properties": properties});
        schemas.insert(format!("S{at}"), object);
    }
    let part = |at: usize| json!({"type": "object", "properties": {"met": schema(at)}});
    schemas.insert("Whole".to_owned(), json!({"allOf": [part(0), part(1)]}));
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Meeting", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    })
}

#[test]
fn which_of_too_many_objects_are_joined_hangs_on_no_order() {
    let text = objects_that_meet().to_string();
    let generate = |text: &str| {
        let outcome = clientforge::generate(
            &Sources::from_texts([("openapi.json", text)]),
            &Config::default(),
        );
        let codes: Vec<&str> = outcome.diagnostics.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["too-many-joined-objects"]);
        public_api::of(&outcome.files.unwrap()).unwrap()
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
