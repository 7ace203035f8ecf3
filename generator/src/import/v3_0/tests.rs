use openapiv3::{
    Components, IntegerType, OpenAPI, ReferenceOr, Schema, SchemaKind, StringType, Type,
};
use serde_json::{Value, json};

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Pointer, Texts};
use crate::import::{Document, import};
use crate::source::Sources;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.10}\n";

/// The document, and what was reported or is wrong with parts of it.
fn imported(sources: &Sources) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = import(sources, &Config::default(), &mut diagnostics);
    let faults = document.iter().flat_map(|document| document.faults().all());
    for (_, report, _) in faults {
        diagnostics.costs(report.clone());
    }
    (document, diagnostics)
}

/// The document and what was reported, of a text that begins with the usual lines.
fn read(rest: &str) -> (Document, String) {
    let sources = Sources::from_texts([("a.yaml", format!("{HEAD}{rest}"))]);
    let (document, diagnostics) = imported(&sources);
    let text = diagnostics.render(&sources);
    (document.unwrap_or_else(|| panic!("{text}")), text)
}

fn sound(rest: &str) -> Document {
    let (document, text) = read(rest);
    assert_eq!(text, "");
    document
}

fn components(api: &OpenAPI) -> &Components {
    api.components.as_ref().unwrap()
}

/// The only schema of a description with one schema.
fn schema(text: &str) -> Schema {
    let document = sound(&format!(
        "paths: {{}}\ncomponents: {{schemas: {{A: {text}}}}}\n"
    ));
    let schema = components(&document.api).schemas["A"].clone();
    schema.into_item().unwrap()
}

fn schema_json(document: &Document, name: &str) -> Value {
    serde_json::to_value(&components(&document.api).schemas[name]).unwrap()
}

#[test]
fn text_is_taken_as_it_is_written() {
    let document = sound("paths: {}\n");
    assert_eq!(document.api.info.version, "1.10");
    let text = r#"{"openapi":"3.0.0","info":{"title":"a","version":1.0},"paths":{}}"#;
    let (document, _) = imported(&Sources::from_texts([("a.json", text)]));
    assert_eq!(document.unwrap().api.info.version, "1.0");
}

#[test]
fn numbers_take_the_form_that_the_model_reads() {
    let schema =
        schema("{type: integer, minimum: 0.0, maximum: 18446744073709551615, multipleOf: 2.0}");
    let SchemaKind::Type(Type::Integer(integer)) = &schema.schema_kind else {
        panic!("{schema:?}")
    };
    let expected = IntegerType {
        minimum: Some(0),
        multiple_of: Some(2),
        ..IntegerType::default()
    };
    assert_eq!(integer, &expected);
    let kept = schema.schema_data.extensions.get("x-clientforge-maximum");
    assert_eq!(kept, Some(&json!(u64::MAX)));
}

#[test]
fn bounds_between_whole_numbers_move_inwards() {
    let schema = schema("{type: integer, minimum: 0.5, exclusiveMinimum: true, maximum: 9.5}");
    let SchemaKind::Type(Type::Integer(integer)) = schema.schema_kind else {
        panic!("not an integer")
    };
    assert_eq!((integer.minimum, integer.maximum), (Some(1), Some(9)));
    assert!(!integer.exclusive_minimum);
}

#[test]
fn lengths_may_be_written_as_floats() {
    let schema =
        schema("{type: string, minLength: 1.0, maxLength: 1e40, enum: [1, true, 1.50, x]}");
    let SchemaKind::Type(Type::String(string)) = schema.schema_kind else {
        panic!("not a string")
    };
    let StringType {
        min_length,
        max_length,
        enumeration,
        ..
    } = string;
    assert_eq!((min_length, max_length), (Some(1), None));
    let values: Vec<String> = enumeration.into_iter().flatten().collect();
    assert_eq!(values, ["1", "true", "1.50", "x"]);
}

#[test]
fn an_obvious_type_is_named() {
    let kind = |text| schema(text).schema_kind;
    assert!(matches!(
        kind("{properties: {a: {}}}"),
        SchemaKind::Type(Type::Object(_))
    ));
    assert!(matches!(
        kind("{additionalProperties: true}"),
        SchemaKind::Type(Type::Object(_))
    ));
    assert!(matches!(
        kind("{items: {}}"),
        SchemaKind::Type(Type::Array(_))
    ));
    assert!(matches!(
        kind("{enum: [a, b]}"),
        SchemaKind::Type(Type::String(_))
    ));
    assert!(matches!(kind("{required: [a]}"), SchemaKind::Any(_)));
    assert!(matches!(
        kind("{type: array, format: x, required: []}"),
        SchemaKind::Type(_)
    ));
}

#[test]
fn what_stands_beside_a_reference_holds_as_well() {
    let document = sound(
        "paths: {}\ncomponents:\n  schemas:\n    A:\n      properties:\n        b:\n          \
         $ref: '#/components/schemas/B'\n          description: d\n          x-ms-secret: true\n\
         \x20       c: {$ref: '#/components/schemas/B'}\n    B: {type: object}\n",
    );
    let a = schema_json(&document, "A");
    let reference = json!({"$ref": "#/components/schemas/B"});
    assert_eq!(
        a["properties"]["b"],
        json!({"allOf": [reference, {"description": "d", "x-ms-secret": true}]})
    );
    assert_eq!(a["properties"]["c"], reference);
    let at = |text: &str| document.origin(&Pointer::parse(text).unwrap()).pointer;
    let b = "/components/schemas/A/properties/b";
    assert_eq!(
        at(&format!("{b}/allOf/1/description")).as_str(),
        format!("{b}/description")
    );
    assert_eq!(
        at(&format!("{b}/allOf/0/$ref")).as_str(),
        format!("{b}/$ref")
    );
}

#[test]
fn data_is_never_changed() {
    let data = "{$ref: '#/nowhere', description: 5, list: []}";
    let schema = schema(&format!(
        "{{type: object, example: {data}, default: {data}, x-more: {data}, enum: [{data}]}}"
    ));
    let expected = json!({"$ref": "#/nowhere", "description": 5, "list": []});
    assert_eq!(schema.schema_data.example, Some(expected.clone()));
    assert_eq!(schema.schema_data.default, Some(expected.clone()));
    assert_eq!(schema.schema_data.extensions["x-more"], expected);
}

#[test]
fn names_that_an_author_chose_are_no_keys() {
    let document = sound(
        "paths: {}\ncomponents: {schemas: {default: {properties: {$ref: {type: string}, \
         type: {type: integer}, x-a: {type: boolean}}}}}\n",
    );
    let properties = schema_json(&document, "default")["properties"].clone();
    assert_eq!(properties["type"], json!({"type": "integer"}));
    assert_eq!(properties["$ref"], json!({"type": "string"}));
    assert_eq!(properties["x-a"], json!({"type": "boolean"}));
}

#[test]
fn a_malformed_part_takes_along_only_what_cannot_do_without_it() {
    let (document, text) = read(
        "paths:\n  /a:\n    get:\n      operationId: getA\n      parameters:\n        - {in: query}\n\
         \x20       - {name: b, in: query, schema: {type: strnig}}\n      responses: {200: {}}\n    \
         post: 5\n    put: {operationId: putA, requestBody: {}, responses: []}\n",
    );
    let item = document.api.paths.paths["/a"].as_item().unwrap();
    let get = item.get.as_ref().unwrap();
    let [ReferenceOr::Item(parameter)] = get.parameters.as_slice() else {
        panic!("{get:?}")
    };
    assert_eq!(parameter.parameter_data_ref().name, "b");
    assert!(item.post.is_none());
    assert!(item.put.as_ref().unwrap().request_body.is_none());
    let left = Pointer::parse("/paths/~1a/get/parameters/0/name").unwrap();
    let origin = document.origin(&left).pointer;
    assert_eq!(origin.as_str(), "/paths/~1a/get/parameters/1/name");
    for expected in [
        "a parameter must have `name`",
        "a parameter must have `schema` or `content`",
        "did you mean `string`?",
        "a.yaml:9:47",
        "in operation `getA`",
        "#/paths/~1a/get/parameters/1/schema/type",
        "`post` of a path must be an operation (an object), but is `5`",
        "a request body must have `content`",
        "`responses` of an operation must be an object",
        "in operation `putA`",
        "warning[missing-text]: a response should have `description`",
    ] {
        assert!(text.contains(expected), "{expected} is not in:\n{text}");
    }
}

#[test]
fn schemas_of_the_wrong_type_are_reported_where_they_stand() {
    for (text, expected) in [
        ("5", "must be a schema (an object), but is `5`"),
        (
            "{properties: []}",
            "must be an object, but is an empty list",
        ),
        ("{required: a}", "must be a list, but is the text `a`"),
        (
            "{items: text}",
            "must be a schema (an object), but is the text",
        ),
        ("{enum: a}", "must be a list, but is the text `a`"),
        (
            "{minLength: -1}",
            "must be a whole number that is not negative, but is `-1`",
        ),
        ("{pattern: [5]}", "must be text, but is a list"),
        (
            "{additionalProperties: 'yes'}",
            "must be `true`, `false` or an object",
        ),
        ("{type: [string, 5]}", "`nullable: true`"),
        ("{exclusiveMinimum: x}", "the bound stands under `minimum`"),
        (
            "{discriminator: [kind]}",
            "`discriminator: { propertyName: … }`",
        ),
        (
            "{discriminator: {}}",
            "a discriminator must have `propertyName`",
        ),
        ("{minimum: .inf}", "must be a number, but is the text `inf`"),
        ("{$ref: 5}", "`$ref` of a reference must be text"),
        ("{allOf: {}}", "must be a list, but is an object"),
    ] {
        let (document, report) = read(&format!(
            "paths: {{}}\ncomponents: {{schemas: {{A: {text}}}}}\n"
        ));
        assert!(report.contains("error["), "{text}\n{report}");
        assert!(report.contains(expected), "{text}\n{report}");
        assert!(report.contains("a.yaml:4:"), "{text}\n{report}");
        assert!(
            report.contains("= at: #/components/schemas/A"),
            "{text}\n{report}"
        );
        assert!(
            components(&document.api).schemas.contains_key("A"),
            "{text}"
        );
    }
}

#[test]
fn unknown_keys_are_mentioned_once() {
    let (_, text) = read(
        "paths: {}\ncomponents: {schemas: {A: {konst: 1}, B: {konst: 2}, C: {propertees: {}}}}\n",
    );
    assert_eq!(text.matches("has no `konst`").count(), 1, "{text}");
    assert!(text.contains("did you mean `properties`?"), "{text}");
    assert!(!text.contains("error["), "{text}");
}

#[test]
fn words_of_3_1_are_understood_and_mentioned_once() {
    let (document, text) = read(
        "paths: {}\ncomponents: {schemas: {A: {type: [string, 'null']}, B: {type: [integer]}, \
         C: {exclusiveMinimum: 5}, D: true, E: {const: a}}}\n",
    );
    assert_eq!(
        text.matches("a list of types is not in").count(),
        1,
        "{text}"
    );
    assert!(!text.contains("error["), "{text}");
    for (name, expected) in [
        ("A", json!({"nullable": true, "type": "string"})),
        ("B", json!({"type": "integer"})),
        ("C", json!({"minimum": 5.0, "exclusiveMinimum": true})),
        ("D", json!({})),
        ("E", json!({"type": "string", "enum": ["a"]})),
    ] {
        assert_eq!(schema_json(&document, name), expected, "{name}");
    }
}

#[test]
fn references_to_nothing_are_reported_and_stand_for_any_value() {
    let (document, text) = read(
        "paths: {}\ncomponents: {schemas: {A: {items: {$ref: '#/components/schemas/Z'}}, \
         B: {$ref: 'https://example.com/a.yaml#/B'}, C: {$ref: 'c.yaml'}, \
         D: {$ref: '#/components/parameters/P'}, E: {$ref: '#nonsense'}}, \
         parameters: {P: {name: p, in: query, schema: {}}}}\n",
    );
    for expected in [
        "nothing stands at `#/components/schemas/Z`",
        "nothing is ever fetched",
        "there is no file `c.yaml`",
        "leads to `components/schemas`, but `#/components/parameters/P` does not",
        "nothing stands at `#nonsense`",
    ] {
        assert!(text.contains(expected), "{expected} is not in:\n{text}");
    }
    assert_eq!(
        schema_json(&document, "A"),
        json!({"type": "array", "items": {}})
    );
}

#[test]
fn parts_from_elsewhere_are_brought_into_components() {
    let text = format!(
        "{HEAD}paths:\n  /a: {{$ref: 'b.yaml#/paths/~1a'}}\ncomponents:\n  schemas:\n    Pet: \
         {{type: object, properties: {{kind: {{type: string}}}}}}\n    \
         Kind: {{$ref: '#/components/schemas/Pet/properties/kind'}}\n    \
         Cat: {{$ref: 'b.yaml#/definitions/Pet'}}\n    Cat2: {{$ref: 'b.yaml#/definitions/Pet'}}\n"
    );
    let other = "paths:\n  /a:\n    get:\n      operationId: getA\n      responses:\n        200:\n          \
                 $ref: '#/ok'\nok: {description: fine}\ndefinitions:\n  Pet: {items: {$ref: '#/definitions/Tail'}}\n  \
                 Tail: {type: boolean}\n";
    let sources = Sources::from_texts([("a.yaml", text)]).with_text("b.yaml", other);
    let (document, diagnostics) = imported(&sources);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    let document = document.unwrap();
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(schema_json(&document, "Kind"), json!({"type": "string"}));
    assert_eq!(schema_json(&document, "Cat2"), to("Cat"));
    assert_eq!(
        schema_json(&document, "Cat"),
        json!({"type": "array", "items": to("Tail")})
    );
    let item = document.api.paths.paths["/a"].as_item().unwrap();
    assert!(item.get.is_some());
    let origin = document.origin(&Pointer::parse("/components/schemas/Cat/items").unwrap());
    assert_eq!(sources.name(origin.file), "b.yaml");
    assert_eq!(origin.pointer.as_str(), "/definitions/Pet/items");
}

#[test]
fn names_of_what_is_brought_in_do_not_depend_on_the_order_of_keys() {
    let a = "A: {$ref: 'b.yaml#/x/Pet'}";
    let b = "B: {$ref: 'b.yaml#/Pet'}";
    let targets = |first: &str, second: &str| {
        let text = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{{first}, {second}}}}}\n");
        let sources = Sources::from_texts([("a.yaml", text)])
            .with_text("b.yaml", "Pet: {type: object}\nx: {Pet: {type: string}}\n");
        let document = imported(&sources).0.unwrap();
        (schema_json(&document, "A"), schema_json(&document, "B"))
    };
    assert_eq!(targets(a, b), targets(b, a));
}

#[test]
fn circles_with_no_object_in_them_are_cut() {
    for (text, expected) in [
        ("A: {$ref: '#/components/schemas/A'}", "`A` → `A`"),
        (
            "A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}",
            "`A` → `B` → `A`",
        ),
        (
            "A: {allOf: [{$ref: '#/components/schemas/B'}]}, \
             B: {$ref: '#/components/schemas/A', description: d}",
            "`A` → `B` → `A`",
        ),
        (
            "Z: {$ref: '#/components/schemas/A'}, A: {oneOf: [{type: string}, {$ref: '#/components/schemas/A'}]}",
            "`A` → `A`",
        ),
    ] {
        let (_, report) = read(&format!(
            "paths: {{}}\ncomponents: {{schemas: {{{text}}}}}\n"
        ));
        assert_eq!(
            report.matches("error[reference-cycle]").count(),
            1,
            "{report}"
        );
        assert!(report.contains(expected), "{report}");
    }
}

#[test]
fn a_circle_of_anything_but_schemas_goes() {
    let (document, report) = read(
        "paths: {}\ncomponents: {headers: {A: {$ref: '#/components/headers/B'}, \
         B: {$ref: '#/components/headers/A'}}}\n",
    );
    assert!(report.contains("`A` → `B` → `A`"), "{report}");
    assert!(!report.contains("unreadable-part"), "{report}");
    assert!(!components(&document.api).headers.contains_key("A"));
}

#[test]
fn recursion_through_an_object_is_no_circle() {
    sound(
        "paths: {}\ncomponents: {schemas: {Node: {properties: {next: {$ref: '#/components/schemas/Node'}}}, \
         Tree: {items: {$ref: '#/components/schemas/Tree'}}, \
         Base: {oneOf: [{$ref: '#/components/schemas/Leaf'}], discriminator: {propertyName: k}}, \
         Leaf: {allOf: [{$ref: '#/components/schemas/Base'}]}}}\n",
    );
}

#[test]
fn examples_in_files_of_their_own_are_taken_in() {
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  examples:\n    here: {{externalValue: './e/x.json'}}\n    \
         there: {{externalValue: 'https://example.com/x.json'}}\n    gone: {{externalValue: y.json}}\n"
    );
    let sources =
        Sources::from_texts([("spec/a.yaml", text)]).with_text("spec/e/x.json", "{\"$ref\": 1}");
    let (document, diagnostics) = imported(&sources);
    let report = diagnostics.render(&sources);
    assert!(
        report.contains("there is no file `spec/y.json`"),
        "{report}"
    );
    assert_eq!(diagnostics.len(), 1, "{report}");
    let document = document.unwrap();
    let example = |name: &str| components(&document.api).examples[name].as_item().unwrap();
    assert_eq!(example("here").value, Some(json!({"$ref": 1})));
    assert_eq!(example("there").value, None);
    let at = Pointer::parse("/components/examples/here/value/$ref").unwrap();
    assert_eq!(sources.name(document.origin(&at).file), "spec/e/x.json");
}

#[test]
fn keys_with_nothing_after_them_say_nothing() {
    let document = sound(
        "paths:\ntags:\ncomponents: {schemas: {A: {type: string, description: }}}\n"
            .replace("paths:\n", "paths: {}\n")
            .as_str(),
    );
    assert_eq!(schema_json(&document, "A"), json!({"type": "string"}));
}

/// As deep as a text may be, on the small stack of a test's thread.
#[test]
fn the_deepest_schema_is_read() {
    let depth = 90;
    let deep = format!("{}{{}}{}", "{items: ".repeat(depth), "}".repeat(depth));
    sound(&format!(
        "paths: {{}}\ncomponents: {{schemas: {{A: {deep}}}}}\n"
    ));
    let deep = format!("{}{{}}{}", "{properties: {p: ".repeat(45), "}}".repeat(45));
    sound(&format!(
        "paths: {{}}\ncomponents: {{schemas: {{A: {deep}}}}}\n"
    ));
    let deep = format!("{}{{}}{}", "{allOf: [".repeat(45), "]}".repeat(45));
    sound(&format!(
        "paths: {{}}\ncomponents: {{schemas: {{A: {deep}}}}}\n"
    ));
}
