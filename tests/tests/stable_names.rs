//! Names stay when something unrelated is added to a description.

use std::collections::BTreeSet;

use clientforge::{config::Config, source::Sources};
use serde_json::{Map, Value, json};
use tests::{Outcome, corpus::of_each_source, fixture::cases, public_api, shuffle::tree};

#[test]
fn our_own_descriptions_keep_their_names() -> Outcome {
    let mut compared = 0;
    for case in cases("emit")? {
        let text = case.text()?;
        let public = |text: &str| -> Result<_, Box<dyn std::error::Error>> {
            let run = case.run_with_text(text)?;
            let refused = || format!("{}: {}", case.name, run.printed);
            Ok(public_api::of(&run.files.ok_or_else(refused)?)?)
        };
        let before = names(public(&tree(&text)?.to_string())?);
        for end in [End::First, End::Last] {
            let after = names(public(&grown(tree(&text)?, end).to_string())?);
            assert_kept(&case.name, &before, &after);
            compared += 1;
        }
    }
    assert!(compared > 0);
    Ok(())
}

#[test]
fn real_descriptions_keep_their_names() -> Outcome {
    let mut compared = 0;
    for real in of_each_source(&(4_000..=150_000))? {
        if compared == 10 {
            break;
        }
        let Some(before) = public(&tree(&real.text)?)? else {
            continue;
        };
        for end in [End::First, End::Last] {
            let after = public(&grown(tree(&real.text)?, end))?.ok_or("no crate")?;
            assert_kept(&real.name, &names(before.clone()), &names(after));
        }
        compared += 1;
    }
    assert!(compared == 0 || compared == 10, "{compared}");
    Ok(())
}

/// The public API of a description by itself; `None` where it is refused.
fn public(description: &Value) -> Result<Option<BTreeSet<String>>, String> {
    let sources = Sources::from_texts([("openapi.json", description.to_string())]);
    let mut config = Config::default();
    config.package.name = Some("grown".to_owned());
    let outcome = clientforge::generate(&sources, &config);
    outcome.files.as_ref().map(public_api::of).transpose()
}

/// Where something new stands among its like.
#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

/// A description with a path, an operation without a tag and the schema of its answer added. What goes
/// wrong is a shared answer, where there are such.
fn grown(mut description: Value, end: End) -> Value {
    let old = description.get("swagger").is_some();
    let (schemas, responses) = match old {
        true => ("/definitions", "/responses"),
        false => ("/components/schemas", "/components/responses"),
    };
    let reference = json!({"$ref": format!("#{schemas}/UnrelatedThing")});
    let answer = match old {
        true => json!({"description": "New.", "schema": reference}),
        false => {
            json!({"description": "New.", "content": {"application/json": {"schema": reference}}})
        }
    };
    let shared = description.pointer(responses).and_then(Value::as_object);
    let has_body = |response: &Value| ["content", "schema"].map(|it| response.get(it)) != [None; 2];
    let mut shared = shared.into_iter().flatten();
    let shared = shared.find(|(name, response)| !name.contains(['/', '~']) && has_body(response));
    let answers = match shared {
        Some((name, _)) => {
            json!({"200": answer, "400": {"$ref": format!("#{responses}/{name}")}})
        }
        None => json!({"200": answer}),
    };
    let operation = json!({"operationId": "new", "responses": answers});
    let kind = json!({"type": "string", "enum": ["odd"]});
    let schema = json!({"type": "object", "properties": {"kind": kind}});
    let paths = description.get("paths").and_then(Value::as_object);
    // Without operations every schema is a type, and an operation would be nothing unrelated.
    if !paths.is_none_or(Map::is_empty) {
        let item = json!({"get": operation});
        add(&mut description, "/paths", "/unrelated/thing", item, end);
    }
    add(&mut description, schemas, "UnrelatedThing", schema, end);
    description
}

fn add(description: &mut Value, at: &str, key: &str, value: Value, end: End) {
    let mut place = description;
    for part in at.split('/').skip(1) {
        let Value::Object(object) = place else {
            return;
        };
        place = object.entry(part).or_insert_with(|| json!({}));
    }
    if let Value::Object(object) = place {
        let old = std::mem::take(object);
        let new = Map::from_iter([(key.to_owned(), value)]);
        *object = match end {
            End::First => new.into_iter().chain(old).collect(),
            End::Last => old.into_iter().chain(new).collect(),
        };
    }
}

/// What callers write: whether a type's file lies in the folder of a group is not theirs to know,
/// nor what else an export names, nor which features bring some of a folder.
fn names(public: BTreeSet<String>) -> BTreeSet<String> {
    let lines = public.into_iter().flat_map(|line| {
        let (path, item) = line.split_once(": ").unwrap_or_default();
        let path = match path.strip_prefix("src/models/") {
            Some(_) => "models",
            None => path,
        };
        let of_folder = item
            .split_once("pub use ")
            .filter(|_| item.ends_with(":: * ;"));
        let exports = match of_folder {
            Some((_, exports)) => Some(exports),
            None => item.strip_prefix("pub use "),
        };
        let words: Vec<&str> = match exports {
            Some(exports) => exports.split([' ', ',']).collect(),
            None => vec![item],
        };
        let words = words.into_iter();
        words
            .map(|word| format!("{path}: {word}"))
            .collect::<Vec<_>>()
    });
    lines.collect()
}

fn assert_kept(name: &str, before: &BTreeSet<String>, after: &BTreeSet<String>) {
    let gone: Vec<&String> = before.difference(after).collect();
    assert!(gone.is_empty(), "{name}: {gone:#?}");
    assert!(after.len() > before.len(), "{name}: nothing is new");
}
