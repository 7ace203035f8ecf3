//! `cargo xtask inspect` tells what a description comes to, and writes nothing.

use std::{fs, process::Output};

use serde_json::{Value, json};
use tests::{Outcome, command::Copy};

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: \"a\\e[31m\", in: query, schema: {type: string}}
      responses: {'200': {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    trace:
      operationId: tracePet
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'204': {description: Done.}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}, NAMES: {type: array, items: {type: string}}}}
";

fn run(arguments: &[&str], spec: &str) -> Result<Output, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let copy = Copy::new(folder.path())?;
    fs::write(folder.path().join("pets.yaml"), spec)?;
    Ok(copy.run(&[&["inspect", "--input", "pets.yaml"], arguments].concat())?)
}

#[test]
fn tables_fit_a_terminal_and_have_no_colour_elsewhere() -> Outcome {
    let names: Vec<String> = (0..60).map(|number| format!("property{number}")).collect();
    let properties = names.join(": {type: string}, ");
    let spec = SPEC.replace("NAMES", &properties);
    let output = run(&[], &spec)?;
    let text = String::from_utf8(output.stdout)?;
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    let expected = "\
Pets, version 1
1 operation, 1 type, 1 left out, 0 errors, 1 warning

OPERATION  REQUEST         TAKES        GIVES
getPet     GET /pets/{id}  id, a [31m?  Pet
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\ntracePet  TRACE /pets/{id}  "), "{text}");
    Ok(())
}

#[test]
fn json_says_the_same() -> Outcome {
    let output = run(&["--json"], SPEC)?;
    let value: Value = serde_json::from_slice(&output.stdout)?;
    let parameter = |name: &str, place: &str, ty: &str, required: bool| json!({"name": name, "place": place, "type": ty, "required": required});
    let operation = json!({
        "id": "getPet",
        "call": "get_pet",
        "method": "GET",
        "path": "/pets/{id}",
        "parameters": [
            parameter("id", "path", "i64", true),
            parameter("a\u{1b}[31m", "query", "text", false),
        ],
        "body": null,
        "gives": "Pet",
        "paged": false,
        "longRunning": false,
    });
    let expected = json!({
        "title": "Pets",
        "version": "1",
        "operations": [operation],
        "types": [{"name": "Pet", "kind": "record", "of": "name, NAMES"}],
        "leftOut": [{
            "id": "tracePet",
            "request": "TRACE /pets/{id}",
            "why": "no client sends TRACE requests",
        }],
        "diagnostics": {"errors": 0, "warnings": 1},
    });
    assert_eq!(value, expected);
    Ok(())
}

#[test]
fn what_cannot_be_read_is_told() -> Outcome {
    let output = run(&[], "openapi: 9")?;
    let text = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(output.stdout.is_empty());
    assert!(text.contains("error[unsupported-version]"), "{text}");
    Ok(())
}
