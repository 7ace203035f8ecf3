use super::import;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::source::Sources;

fn report(text: &str) -> String {
    let sources = Sources::from_texts([("a.yaml", text)]);
    let mut diagnostics = Diagnostics::new();
    let document = import(&sources, &Config::default(), &mut diagnostics);
    assert!(document.is_none(), "{text}");
    diagnostics.render(&sources)
}

#[test]
fn versions_that_are_not_read_are_named() {
    for (text, expected) in [
        ("openapi: 3.3.0", "OpenAPI 3.3.0 is not a version"),
        ("swagger: '1.2'", "Swagger 1.2 is not read yet"),
        ("swagger: 3.0", "Swagger 3.0 is not a version"),
        ("openapi: 9", "OpenAPI 9 is not a version"),
        ("openapi: [3]", "OpenAPI [3] is not a version"),
    ] {
        let text = report(text);
        assert!(text.contains("error[unsupported-version]"), "{text}");
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("a.yaml:1:"), "{text}");
    }
}

#[test]
fn a_version_may_have_a_patch_too_many() {
    for version in ["2.0", "'2.0.0'", "2"] {
        let text = format!("swagger: {version}\ninfo: {{title: a, version: b}}\npaths: {{}}\n");
        let sources = Sources::from_texts([("a.yaml", text)]);
        let mut diagnostics = Diagnostics::new();
        assert!(import(&sources, &Config::default(), &mut diagnostics).is_some());
        assert_eq!(diagnostics.render(&sources), "");
    }
}

#[test]
fn documents_of_another_kind_are_told_apart() {
    for (text, expected) in [
        ("[1]", "a list"),
        ("some words", "plain text"),
        ("5", "a number"),
        ("a: 1", "an object without `openapi`"),
        ("paths: {}", "an object with `paths` but without `openapi`"),
        (
            "kind: Pod\napiVersion: v1",
            "a Kubernetes object of kind `Pod`",
        ),
        ("asyncapi: 2.0.0", "an AsyncAPI description"),
        ("$schema: x", "a JSON Schema"),
        ("overlay: 1.0.0", "an OpenAPI overlay"),
    ] {
        let text = report(text);
        assert!(text.contains("error[not-a-description]"), "{text}");
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn one_description_is_needed_and_enough() {
    let text = "openapi: 3.0.3\ninfo: {title: a, version: b}\npaths: {}\n";
    let run = |sources: &Sources| {
        let mut diagnostics = Diagnostics::new();
        import(sources, &Config::default(), &mut diagnostics);
        diagnostics.render(sources)
    };
    assert_eq!(run(&Sources::from_texts([("a.yaml", text)])), "");
    assert!(run(&Sources::default()).contains("error[no-input]"));
    let two = Sources::from_texts([("a.yaml", text), ("b.yaml", text)]);
    assert_eq!(run(&two), "");
}
