use openapiv3::{OpenAPI, PathItem};
use serde_json::{Value, json};

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Pointer, Texts};
use crate::import::{Document, import};
use crate::source::Sources;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: a}\n";

/// What comes of files, of which the first one is the description.
fn imported(files: &[(&str, &str)]) -> (Sources, Document, String) {
    let (sources, document, text) = tried(files);
    (sources, document.unwrap_or_else(|| panic!("{text}")), text)
}

fn tried(files: &[(&str, &str)]) -> (Sources, Option<Document>, String) {
    let ((name, text), others) = files.split_first().unwrap();
    let sources = Sources::from_texts([(*name, *text)]);
    let sources = others
        .iter()
        .fold(sources, |all, (name, text)| all.with_text(*name, *text));
    let mut diagnostics = Diagnostics::new();
    let document = import(&sources, &Config::default(), &mut diagnostics);
    if let Some(document) = &document {
        let mut faults = Diagnostics::new();
        for (_, report, _) in document.faults().all() {
            faults.costs(report.clone());
        }
        diagnostics.append(faults.relocated(|origin| document.written(origin)));
    }
    let text = diagnostics.render(&sources);
    (sources, document, text)
}

fn schema(document: &Document, name: &str) -> Value {
    let components = document.api.components.as_ref().unwrap();
    serde_json::to_value(&components.schemas[name]).unwrap()
}

fn path<'a>(api: &'a OpenAPI, path: &str) -> &'a PathItem {
    api.paths.paths[path].as_item().unwrap()
}

/// Where a part of the document is written.
fn written(sources: &Sources, document: &Document, pointer: &str) -> String {
    let origin = document.origin(&Pointer::parse(pointer).unwrap());
    let origin = document.written(&origin);
    format!("{}{}", sources.name(origin.file), origin.pointer)
}

#[test]
fn maps_lists_and_operations_may_stand_in_other_files() {
    let root = format!(
        "{HEAD}paths: {{$ref: a/paths.yaml}}\ncomponents: {{schemas: {{$ref: a/b/schemas.yaml}}}}\n"
    );
    let paths = "/x:\n  get: {$ref: 'b/get.yaml#/get'}\n  parameters: {$ref: '#/~1x/x-list'}\n  \
                 x-list: [{name: q, in: query, schema: {$ref: 'b/schemas.yaml#/Id'}}]\n";
    let get = "get: {operationId: getX, responses: {$ref: '#/all'}}\n\
               all: {default: {$ref: '#/one'}}\none: {description: Fine.}\n";
    let schemas = "Id: {type: string}\nPet: {properties: {id: {$ref: '#/Id'}}}\n";
    let (sources, document, text) = imported(&[
        ("root.yaml", &root),
        ("a/paths.yaml", paths),
        ("a/b/get.yaml", get),
        ("a/b/schemas.yaml", schemas),
    ]);
    assert_eq!(text.matches("warning[").count(), 1, "{text}");
    assert!(text.contains("unforeseen-reference"), "{text}");
    assert!(text.contains("`schemas`, nor in 4 more places"), "{text}");
    let operation = path(&document.api, "/x").get.as_ref().unwrap();
    assert!(operation.responses.default.is_some());
    // One type, whichever way it is referred to.
    let id = json!({"$ref": "#/components/schemas/Id"});
    assert_eq!(schema(&document, "Pet")["properties"]["id"], id);
    assert_eq!(document.api.components.as_ref().unwrap().schemas.len(), 2);
    for (pointer, expected) in [
        (
            "/paths/~1x/get/operationId",
            "a/b/get.yaml#/get/operationId",
        ),
        (
            "/paths/~1x/get/responses/default",
            "a/b/get.yaml#/all/default",
        ),
        (
            "/paths/~1x/parameters/0/name",
            "a/paths.yaml#/~1x/x-list/0/name",
        ),
        ("/components/schemas/Pet", "a/b/schemas.yaml#/Pet"),
    ] {
        assert_eq!(written(&sources, &document, pointer), expected);
    }
}

#[test]
fn swagger_2_0_may_be_split_as_well() {
    let root = "swagger: '2.0'\ninfo: {title: a, version: b}\ndefinitions: {$ref: 'd.yaml#/all'}\n\
                parameters: {$ref: p.yaml}\npaths:\n  /a:\n    post: {$ref: post.yaml}\n";
    let definitions = "all:\n  A: {properties: {$ref: '#/properties'}}\n\
                       properties: {b: {type: integer}}\n";
    let post = "operationId: addA\nconsumes: [application/json]\nparameters: \
                [{name: b, in: body, schema: {$ref: 'd.yaml#/all/A'}}, {$ref: 'p.yaml#/Q'}]\n\
                responses: {'204': {description: Fine.}}\n";
    let (sources, document, text) = imported(&[
        ("root.yaml", root),
        ("d.yaml", definitions),
        ("p.yaml", "Q: {name: q, in: query, type: string}\n"),
        ("post.yaml", post),
    ]);
    assert_eq!(text.matches("warning[").count(), 1, "{text}");
    let operation = path(&document.api, "/a").post.as_ref().unwrap();
    assert!(operation.request_body.is_some());
    assert_eq!(operation.parameters.len(), 1);
    assert_eq!(document.api.components.as_ref().unwrap().schemas.len(), 1);
    let b = "/components/schemas/A/properties/b";
    assert_eq!(written(&sources, &document, b), "d.yaml#/properties/b");
}

#[test]
fn data_and_names_are_no_references() {
    let root = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A:\n      properties: {{$ref: {{type: string}}}}\n      \
         default: {{$ref: b.yaml}}\n      example: {{$ref: b.yaml}}\n      x-list: {{$ref: b.yaml}}\n"
    );
    let (_, document, text) = imported(&[("root.yaml", &root), ("b.yaml", "c: d\n")]);
    assert_eq!(text, "");
    let schema = schema(&document, "A");
    assert_eq!(schema["default"], json!({"$ref": "b.yaml"}));
    assert_eq!(schema["example"], json!({"$ref": "b.yaml"}));
    assert_eq!(schema["x-list"], json!({"$ref": "b.yaml"}));
    assert_eq!(schema["properties"]["$ref"], json!({"type": "string"}));
}

#[test]
fn what_stands_beside_a_reference_to_a_path_counts() {
    let root = format!(
        "{HEAD}paths:\n  /a/{{id}}:\n    $ref: 'b.yaml#/item'\n    parameters: \
         [{{name: n, in: query, schema: {{type: string}}}}, \
         {{name: id, in: path, required: true, schema: {{type: integer}}}}]\n    \
         post: {{operationId: addA, responses: {{}}}}\n    get: {{operationId: mine, responses: {{}}}}\n"
    );
    let other = "item:\n  parameters: [{$ref: '#/id'}, {name: n, in: header, schema: {type: string}}]\n  \
                 get: {operationId: theirs, responses: {}}\n  put: {operationId: putA, responses: {}}\n\
                 id: {name: id, in: path, required: true, schema: {type: string}}\n";
    let (sources, document, text) = imported(&[("root.yaml", &root), ("b.yaml", other)]);
    assert_eq!(text.matches("warning[").count(), 1, "{text}");
    assert!(text.contains("repeated-beside-reference"), "{text}");
    assert!(text.contains("`get` stands beside"), "{text}");
    let item = path(&document.api, "/a/{id}");
    assert!(item.post.is_some() && item.put.is_some());
    let get = item.get.as_ref().unwrap();
    assert_eq!(get.operation_id.as_deref(), Some("mine"));
    let parameters = serde_json::to_value(&item.parameters).unwrap();
    let names = [("id", "path"), ("n", "header"), ("n", "query")];
    for (index, (name, place)) in names.into_iter().enumerate() {
        assert_eq!(parameters[index]["name"], name);
        assert_eq!(parameters[index]["in"], place);
    }
    assert_eq!(parameters[0]["schema"]["type"], "integer");
    for (rest, expected) in [
        ("post", "root.yaml#/paths/~1a~1{id}/post"),
        ("put", "b.yaml#/item/put"),
        ("parameters/0", "root.yaml#/paths/~1a~1{id}/parameters/1"),
        ("parameters/1", "b.yaml#/item/parameters/1"),
        ("parameters/2", "root.yaml#/paths/~1a~1{id}/parameters/0"),
    ] {
        let pointer = format!("/paths/~1a~1{{id}}/{rest}");
        assert_eq!(written(&sources, &document, &pointer), expected);
    }
}

#[test]
fn a_reference_may_lead_through_another_one() {
    let root = format!(
        "{HEAD}paths:\n  /a:\n    get: {{operationId: getA, responses: {{$ref: 'x/b.yaml#/held/all'}}}}\n"
    );
    let (sources, document, text) = imported(&[
        ("root.yaml", &root),
        ("x/b.yaml", "held: {$ref: 'y/c.yaml'}\n"),
        ("x/y/c.yaml", "all: {default: {$ref: 'd.yaml#/one'}}\n"),
        ("x/y/d.yaml", "one: {description: Fine.}\n"),
    ]);
    assert!(text.contains("unforeseen-reference"), "{text}");
    assert!(!text.contains("error["), "{text}");
    let responses = "/paths/~1a/get/responses";
    assert_eq!(written(&sources, &document, responses), "x/y/c.yaml#/all");
}

#[test]
fn circles_end() {
    let root = format!(
        "{HEAD}paths: {{/a: {{get: {{$ref: b.yaml}}}}}}\ncomponents:\n  schemas:\n    \
         A: {{properties: {{$ref: '#/components/schemas/A/properties/b/properties'}}}}\n    \
         N: {{properties: {{$ref: n.yaml}}}}\n"
    );
    let (_, _, text) = imported(&[
        ("root.yaml", &root),
        ("b.yaml", "$ref: c.yaml\n"),
        ("c.yaml", "$ref: b.yaml\n"),
        ("n.yaml", "child: {properties: {$ref: n.yaml}}\n"),
    ]);
    // The way of the first one has no end, so that it leads nowhere.
    assert!(text.contains("error[unresolved-reference]"), "{text}");
    let count = text.matches("error[endless-reference]").count();
    assert_eq!(count, 2, "{text}");
    assert!(text.contains("n.yaml:1:28"), "{text}");
}

/// Files of maps, each of which is put into every entry of the one before.
fn nested(depth: usize, entries: usize) -> String {
    let name = |n: usize| format!("f{n}.yaml");
    let text = |n: usize| {
        let entry = |key| format!("p{key}: {{properties: {{$ref: f{}.yaml}}}}\n", n + 1);
        (0..entries).map(entry).collect::<String>()
    };
    let mut files: Vec<(String, String)> = (0..depth).map(|n| (name(n), text(n))).collect();
    files.push((name(depth), "q: {type: string}\n".to_owned()));
    let root = "paths: {}\ncomponents: {schemas: {A: {properties: {$ref: f0.yaml}}}}\n";
    files.insert(0, ("root.yaml".to_owned(), format!("{HEAD}{root}")));
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let (_, document, text) = tried(&files);
    assert!(document.is_none(), "{text}");
    text
}

#[test]
fn what_multiplies_or_nests_without_end_is_stopped() {
    let text = nested(9, 10);
    assert_eq!(text.matches("error[too-large]").count(), 1, "{text}");
    let text = nested(60, 1);
    assert_eq!(text.matches("error[too-deep]").count(), 1, "{text}");
}

#[test]
fn an_empty_pointer_with_a_slash_is_the_whole_file() {
    let root = format!(
        "{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: 'b.yaml#/'}}, C: {{$ref: 'c.yaml#/'}}}}}}\n"
    );
    let (sources, document, text) = imported(&[
        ("root.yaml", &root),
        ("b.yaml", "type: string\n"),
        ("c.yaml", "'': {type: integer}\n"),
    ]);
    assert_eq!(text, "");
    let place = |name| written(&sources, &document, &format!("/components/schemas/{name}"));
    assert_eq!(place("A"), "b.yaml#");
    assert_eq!(place("C"), "c.yaml#/");
}

#[test]
fn a_mapping_that_is_put_in_leads_where_it_led() {
    let root = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{$ref: 's/index.yaml'}}}}\n");
    let index = "Pet:\n  oneOf: [{$ref: Cat.yaml}, {$ref: '#/Dog'}]\n  discriminator: {propertyName: k, \
                 mapping: {c: ./Cat.yaml, d: '#/Dog', e: Dog}}\nDog: {type: object}\n";
    let (_, document, text) = imported(&[
        ("root.yaml", &root),
        ("s/index.yaml", index),
        ("s/Cat.yaml", "type: object\n"),
    ]);
    assert_eq!(text.matches("warning[").count(), 1, "{text}");
    let to = |name: &str| format!("#/components/schemas/{name}");
    let mapping = json!({"c": to("Cat"), "d": to("Dog"), "e": to("Dog")});
    let discriminator = &schema(&document, "Pet")["discriminator"];
    assert_eq!(discriminator["mapping"], mapping);
}
