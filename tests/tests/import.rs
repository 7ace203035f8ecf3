//! One API written in several versions of the description language gives one model.

use clientforge::{
    config::{Config, Runtime},
    model,
    source::Sources,
};
use tests::{
    expectation::{check_text, updating},
    fixture::{Fixture, cases},
    outline::{Called, outline},
};

/// The spellings that a case has, the leading one first.
const SPELLINGS: [&str; 3] = ["v2.yaml", "v3_0.yaml", "v3_1.yaml"];

#[test]
fn all_spellings_give_the_same_model() {
    let mut differences = Vec::new();
    let cases = cases("import").unwrap();
    assert!(cases.len() >= 12, "only {} cases", cases.len());
    for fixture in cases {
        for spelling in SPELLINGS {
            let outline = spelled(&fixture, spelling);
            let expected = fixture.folder.join("expected.model");
            let found = check_text(&expected, &outline, updating()).unwrap();
            let name = &fixture.name;
            differences.extend(
                found
                    .iter()
                    .map(|text| format!("import/{name}/{spelling}: {text}")),
            );
        }
    }
    assert!(
        differences.is_empty(),
        "{}\n\nto rewrite: UPDATE_EXPECT=1 cargo test -p tests --test import",
        differences.join("\n\n")
    );
}

/// The outline of the model of one spelling; of what is reported, where there is no model.
fn spelled(fixture: &Fixture, spelling: &str) -> String {
    let file = fixture.folder.join(spelling);
    let (sources, mut diagnostics) = Sources::read([&file], &fixture.folder);
    let (api, found) = clientforge::model(&sources, &config());
    diagnostics.append(found);
    assert!(
        diagnostics.is_empty(),
        "{}: {}",
        file.display(),
        diagnostics.render(&sources)
    );
    let lines = api
        .as_ref()
        .map(|api| outline(api, Called::ById))
        .unwrap_or_default();
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn an_outline_tells_models_apart() {
    let of = |kind: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: a, version: b}}\npaths: {{}}\ncomponents: \
             {{schemas: {{A: {{type: object, properties: {{b: {{type: {kind}}}}}}}}}}}\n"
        );
        let sources = Sources::from_texts([("a.yaml", text)]);
        let (api, _): (Option<model::Api>, _) = clientforge::model(&sources, &Config::default());
        outline(&api.unwrap(), Called::ById)
    };
    assert_eq!(of("string"), of("string"));
    assert_ne!(of("string"), of("boolean"));
}

/// What a crate stands on is not a matter of versions, though only one may have keys that tell.
fn config() -> Config {
    Config {
        runtime: Some(Runtime::AzureCore.into()),
        ..Config::default()
    }
}
