use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{Referred, Sources};
use crate::diagnostic::{Aim, Diagnostics, Origin, Pointer, SourceId, Texts};

fn tree(name: &str, text: &str) -> Value {
    let sources = Sources::from_texts([(name, text)]);
    let mut diagnostics = Diagnostics::new();
    sources.report(SourceId(0), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    sources.value(SourceId(0)).unwrap().clone()
}

/// What is reported about a text.
fn report(name: &str, text: &str) -> String {
    let sources = Sources::from_texts([(name, text)]);
    let mut diagnostics = Diagnostics::new();
    sources.report(SourceId(0), &mut diagnostics);
    assert!(diagnostics.has_errors(), "{text:.200}");
    diagnostics.render(&sources)
}

/// The part of a text that a pointer leads to.
fn located<'a>(name: &str, text: &'a str, pointer: &str, aim: Aim) -> &'a str {
    let sources = Sources::from_texts([(name, text)]);
    let origin = Origin::new(SourceId(0), Pointer::parse(pointer).unwrap());
    let range = sources.locate(&origin, aim).unwrap();
    text.get(range).unwrap()
}

#[test]
fn keys_are_the_raw_text_of_the_keys() {
    let value = tree("a.yaml", "200: a\ntrue: b\n~: c\n0x10: d\n1.0: e\n");
    let expected = json!({"200": "a", "true": "b", "~": "c", "0x10": "d", "1.0": "e"});
    assert_eq!(value, expected);
}

#[test]
fn integers_beyond_64_bits_are_floats() {
    let text = "a: 18446744073709551616\nb: -9223372036854775809\nc: 18446744073709551615\n\
                d: 1000000000000000000000000000000000000000000\n";
    let value = tree("a.yaml", text);
    let expected = json!({
        "a": 18446744073709551616f64, "b": -9223372036854775809f64,
        "c": u64::MAX, "d": 1e42
    });
    assert_eq!(value, expected);
    let value = tree("a.json", "[18446744073709551616]");
    assert_eq!(value, json!([18446744073709551616f64]));
}

#[test]
fn what_is_no_json_number_is_text() {
    assert_eq!(tree("a.yaml", "a: .inf\n"), json!({"a": "inf"}));
}

#[test]
fn merge_keys_are_applied() {
    let text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\n\
                one: {<<: *b, x: 0}\nboth: {<<: [*b, *m]}\n";
    let value = tree("a.yaml", text);
    assert_eq!(value["one"], json!({"x": 0, "y": 2}));
    assert_eq!(value["both"], json!({"x": 1, "y": 2, "z": 4}));
    assert_eq!(
        tree("a.json", r#"{"<<": {"a": 1}}"#),
        json!({"<<": {"a": 1}})
    );
}

#[test]
fn tags_mean_nothing() {
    let value = tree("a.yaml", "a: !secret x\nb: !list [1]\nc: !!str 5\n");
    assert_eq!(value, json!({"a": "x", "b": [1], "c": "5"}));
}

#[test]
fn yaml_may_begin_with_a_brace() {
    assert_eq!(
        tree("a.yaml", "{a: b, c: [d]}"),
        json!({"a": "b", "c": ["d"]})
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    assert_eq!(tree("a.json", "\u{feff}{\"a\": 1}"), json!({"a": 1}));
}

#[test]
fn the_format_is_that_of_the_text() {
    let expected = json!({"a": {"b": 1}});
    assert_eq!(tree("a.json", "a:\n  b: 1\n"), expected);
    assert_eq!(tree("a.yaml", "{\"a\": {\"b\": 1}}"), expected);
    assert_eq!(located("a.json", "a:\n  b: 1\n", "/a/b", Aim::Key), "b");
    assert_eq!(located("a.yaml", "{a: {b: 1}}", "/a/b", Aim::Key), "b");
    assert_eq!(tree("a.json", "\"\\ud83d\\ude00\""), json!("😀"));
    let text = report("a.json", "{a: {b: 1}}");
    assert!(text.contains("error[broken-json]"), "{text}");
}

#[test]
fn an_empty_second_document_is_none() {
    for end in ["---\n", "---\n# end\n", "...\n", "...\n---\n...\n"] {
        assert_eq!(tree("a.yaml", &format!("a: 1\n{end}")), json!({"a": 1}));
    }
    let text = report("a.yaml", "a: 1\n---\nb: [\n");
    assert!(text.contains("error[several-documents]"), "{text}");
}

#[test]
fn a_number_without_end_is_called_so() {
    let text = report("a.json", "{\"a\": 1,\n\"b\": -12.5e+400, \"c\": 2}");
    assert!(
        text.contains("error[huge-number]: `-12.5e+400` is larger"),
        "{text}"
    );
    assert!(text.contains("a.json:2:6"), "{text}");
}

/// The letters of the scalar at a pointer.
fn letters(text: &str, pointer: &str) -> Option<String> {
    let sources = Sources::from_texts([("a.yaml", text)]);
    let origin = Origin::new(SourceId(0), Pointer::parse(pointer).unwrap());
    sources.scalar(&origin).map(str::to_owned)
}

#[test]
fn scalars_have_their_letters_behind_aliases_and_merge_keys() {
    let text = "one: &one 1.10\nsame: *one\nlist: &list [2.20, *one]\nmore: *list\n\
                base: &base {x: 3.30, in: &in {y: 4.40}}\nover: {in: {y: 5.50}, <<: *base}\n\
                both: {<<: [{z: 6.60}, *base]}\ndeep: {<<: {<<: *base}}\n\
                last: &last {<<: *in}\nend: *last\n";
    let at = |pointer| letters(text, pointer).unwrap_or_default();
    assert_eq!(at("/same"), "1.10");
    assert_eq!(at("/more/0"), "2.20");
    assert_eq!(at("/more/1"), "1.10");
    assert_eq!(at("/over/x"), "3.30");
    assert_eq!(at("/over/in/y"), "5.50");
    assert_eq!(at("/both/in/y"), "4.40");
    assert_eq!(at("/both/z"), "6.60");
    assert_eq!(at("/deep/x"), "3.30");
    assert_eq!(at("/end/y"), "4.40");
    assert_eq!(letters(text, "/over/y"), None);
    assert_eq!(letters(text, "/over"), None);
    // Keys that stand twice, so that each is in the other by its pointer.
    let circle = "p: &p1 {}\nq: &q {<<: *p1}\np: {<<: *q}\n";
    assert_eq!(letters(circle, "/p/k"), None);
}

#[test]
fn a_repeated_key_is_shown_in_both_places() {
    let text = report("a.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n");
    assert!(
        text.contains("error[repeated-key]: the key `b` stands here twice"),
        "{text}"
    );
    assert!(text.contains("a.yaml:4:3"), "{text}");
    assert!(text.contains("a.yaml:2:3"), "{text}");
    let text = report("a.json", r#"{"a": 1, "b": 2, "a": 3}"#);
    assert!(text.contains("a.json:1:18"), "{text}");
}

#[test]
fn broken_text_is_reported_with_line_and_column() {
    let text = report("a.yaml", "a: 1\nb: [c, d\ne: f\n");
    assert!(text.contains("error[broken-yaml]"), "{text}");
    assert!(text.contains("a.yaml:3:2"), "{text}");
    let text = report("a.json", "{\n  \"ä\": 1\n  \"b\": 2\n}");
    assert!(text.contains("error[broken-json]"), "{text}");
    assert!(text.contains("a.json:3:3"), "{text}");
    let text = report("a.yaml", "a:\n\tb: 1\n");
    assert!(text.contains("a tab cannot stand here"), "{text}");
    let text = report("a.yaml", "a: 1\n? [b]\n: 2\n");
    assert!(text.contains("a key must be text"), "{text}");
    assert!(text.contains("a.yaml:2:3"), "{text}");
    let text = report("a.json", "{\"a\": ");
    assert!(text.contains("ends in the middle of a value"), "{text}");
    let text = report("a.yaml", "a: 1\n---\nb: 2\n");
    assert!(text.contains("a.yaml:2:1"), "{text}");
    for empty in ["", " \n", "# a comment\n", "---\n"] {
        assert!(
            report("a.yaml", empty).contains("error[empty-source]"),
            "{empty}"
        );
    }
}

#[test]
fn nesting_has_a_limit() {
    let spaced: String = (0..200)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    for (name, text) in [
        ("a.json", "[".repeat(100_000)),
        ("a.yaml", "[".repeat(100_000)),
        ("a.yaml", format!("a: {}", "[".repeat(100_000))),
        ("a.yaml", format!("a: {}", "{a: ".repeat(100_000))),
        ("a.yaml", format!("a:\n  {}", "- ".repeat(100_000))),
        ("a.yaml", format!("# root\n{}", "[\n".repeat(100_000))),
        ("a.yaml", "a: &a [*a]\n".to_owned()),
        ("a.yaml", spaced),
    ] {
        let text = report(name, &text);
        assert!(text.contains("error[too-deep]"), "{text}");
    }
}

#[test]
fn brackets_in_texts_for_people_are_no_nesting() {
    let text: String = (0..5000)
        .map(|n| format!("a{n}:\n  from [0, {n})\n"))
        .collect();
    let sources = Sources::from_texts([("a.yaml", text)]);
    assert!(sources.value(SourceId(0)).is_some());
}

#[test]
fn aliases_have_a_limit() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
    }
    assert!(report("a.yaml", &bomb).contains("error[too-large]"));
    let long = "x".repeat(100_000);
    let many = vec!["*a"; 10_000].join(", ");
    let text = format!("a: &a \"{long}\"\nb: [{many}]\n");
    assert!(report("a.yaml", &text).contains("error[too-large]"));
}

#[test]
fn parts_are_located_in_yaml() {
    let text = "a:\n  b c: \"x\\ny\"\n  list:\n    - one\n    - k: v\n    - [p, q]\n  empty:\n\
                'ä/~': {z: 计算, n: 1} # end\nlong: |\n  first\n  second\n";
    let at = |pointer, aim| located("a.yaml", text, pointer, aim);
    assert_eq!(at("/a/b c", Aim::Value), "\"x\\ny\"");
    assert_eq!(at("/a/b c", Aim::Key), "b c");
    assert_eq!(at("/a", Aim::Value), "a");
    assert_eq!(at("/a/list/0", Aim::Value), "one");
    assert_eq!(at("/a/list/1", Aim::Value), "k");
    assert_eq!(at("/a/list/2/1", Aim::Value), "q");
    assert_eq!(at("/a/empty", Aim::Value), "empty");
    assert_eq!(at("/ä~1~0/z", Aim::Value), "计算");
    assert_eq!(at("/ä~1~0/n", Aim::Value), "1");
    assert_eq!(at("/ä~1~0", Aim::Key), "'ä/~'");
    assert_eq!(at("/long", Aim::Value), "first");
    assert_eq!(at("/a/nothing/here", Aim::Value), "a");
}

#[test]
fn no_line_break_of_any_kind_moves_a_place() {
    for line_break in ["\n", "\r\n", "\r"] {
        let text = [
            "a: '计\u{2028}\u{85}算'",
            "b:",
            "  - {c: \"😀\", d: 1}",
            "e: x",
            "",
        ];
        let text = text.join(line_break);
        let at = |pointer, aim| located("a.yaml", &text, pointer, aim);
        assert_eq!(at("/b/0/c", Aim::Value), "\"😀\"", "{line_break:?}");
        assert_eq!(at("/b/0/d", Aim::Key), "d", "{line_break:?}");
        assert_eq!(at("/e", Aim::Value), "x", "{line_break:?}");
    }
    let broken = report("a.yaml", "a: '\u{2028}计'\r\nb: [c, d\r\ne: f\r\n");
    assert!(broken.contains("a.yaml:3:2"), "{broken}");
}

#[test]
fn parts_are_located_in_json() {
    let text = "{\t\"a\\u00e4\\ud83d\\ude00\": [1, {\"b\": \"x\\\"y\"}, true],\r\n\"c\": null}";
    let at = |pointer, aim| located("a.json", text, pointer, aim);
    assert_eq!(at("/aä😀/0", Aim::Value), "1");
    assert_eq!(at("/aä😀/1/b", Aim::Value), "\"x\\\"y\"");
    assert_eq!(at("/aä😀/2", Aim::Value), "true");
    assert_eq!(at("/c", Aim::Value), "null");
    assert_eq!(at("/c", Aim::Key), "\"c\"");
    assert_eq!(at("/aä😀/1", Aim::Value), "{");
    assert_eq!(at("/c/d", Aim::Key), "null");
}

#[test]
fn every_part_of_a_tree_is_located() {
    let text = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n  /a:\n    get:\n      \
                parameters: [{name: b, in: query}, {name: c}]\n      responses:\n        200: {}\n";
    let yaml = tree("a.yaml", text);
    let json = serde_json::to_string_pretty(&yaml).unwrap();
    for (name, text) in [("a.yaml", text), ("a.json", json.as_str())] {
        let sources = Sources::from_texts([(name, text)]);
        let mut open = vec![(Pointer::root(), &yaml)];
        while let Some((at, value)) = open.pop() {
            let origin = Origin::new(SourceId(0), at.clone());
            let key = sources.locate(&origin, Aim::Key).unwrap();
            let shown = text.get(key).unwrap().trim_matches(['"', '\'']);
            if let Some(name) = at.last().filter(|name| name.parse::<u8>().is_err()) {
                assert_eq!(shown, name);
            }
            match value {
                Value::Object(entries) => {
                    open.extend(entries.iter().map(|(key, value)| (at.child(key), value)));
                }
                Value::Array(elements) => {
                    let elements = elements.iter().enumerate();
                    open.extend(elements.map(|(index, value)| (at.index(index), value)));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn files_that_are_referred_to_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("examples")).unwrap();
    fs::write(path("examples/a b.json"), "{\"x\": 1}").unwrap();
    fs::write(path("shared.yaml"), "Pet: {$ref: 'cat.yaml#/Cat'}").unwrap();
    fs::write(path("cat.yaml"), "Cat: {$ref: 'shared.yaml#/Pet'}").unwrap();
    let text = "properties:\n  example: {$ref: 'shared.yaml#/Pet'}\nexamples:\n  one:\n    \
                externalValue: examples/a%20b.json\nexample: {$ref: nowhere.yaml}\n\
                x-other: {$ref: nowhere.yaml}\nsite: {$ref: 'https://example.com/a.yaml'}\n";
    fs::write(path("main.yaml"), text).unwrap();
    let (sources, diagnostics) = Sources::read([path("main.yaml")], folder.path());
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    assert_eq!(sources.inputs(), [SourceId(0)]);
    assert_eq!(sources.files.len(), 4);
    let example = sources.referred(SourceId(0), "./examples/a%20b.json");
    let Referred::File(example) = example else {
        panic!("{example:?}")
    };
    assert_eq!(sources.value(example), Some(&json!({"x": 1})));
    assert_eq!(
        sources.referred(SourceId(0), "https://a/b"),
        Referred::Remote
    );
}

#[test]
fn files_in_utf_16_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("main.yaml");
    let text = "a: 计😀\n";
    for (mark, bytes) in [
        (&[0xff, 0xfe][..], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (&[0xfe, 0xff], u16::to_be_bytes),
        (&[], u16::to_le_bytes),
        (&[], u16::to_be_bytes),
    ] {
        let mut whole = mark.to_vec();
        whole.extend(text.encode_utf16().flat_map(bytes));
        fs::write(&path, &whole).unwrap();
        let (sources, diagnostics) = Sources::read([&path], folder.path());
        assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
        assert_eq!(sources.value(SourceId(0)), Some(&json!({"a": "计😀"})));
        whole.pop();
        fs::write(&path, &whole).unwrap();
        let (sources, diagnostics) = Sources::read([&path], folder.path());
        let text = diagnostics.render(&sources);
        assert!(
            text.contains("it is not UTF-16 from this place on"),
            "{text}"
        );
        assert!(text.contains("main.yaml:1:6"), "{text}");
    }
}

#[test]
fn an_empty_root_is_the_present_folder() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let path = folder.path().join("main.yaml");
    fs::write(&path, "a: {$ref: other.yaml}").unwrap();
    fs::write(folder.path().join("other.yaml"), "b: 1").unwrap();
    let relative = Path::new(folder.path().file_name().unwrap()).join("main.yaml");
    let (sources, diagnostics) = Sources::read([relative], Path::new(""));
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    assert_eq!(sources.files.len(), 2);
}

#[test]
fn what_cannot_be_read_is_reported_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let root = path("root");
    fs::create_dir(&root).unwrap();
    fs::write(path("outside.yaml"), "a: 1").unwrap();
    fs::write(root.join("latin1.yaml"), b"a: caf\xe9\n").unwrap();
    let text = "a: {$ref: '../outside.yaml#/a'}\nb: {$ref: nowhere.yaml}\n\
                c: {$ref: latin1.yaml}\n";
    fs::write(root.join("main.yaml"), text).unwrap();
    let inputs = [root.join("main.yaml"), path("missing.yaml"), root.clone()];
    let (sources, diagnostics) = Sources::read(inputs, &root);
    let text = diagnostics.render(&sources);
    for expected in ["there is no such file", "it is a folder"] {
        assert!(text.contains(expected), "{expected} is not in:\n{text}");
    }
    assert_eq!(diagnostics.len(), 2);
    for (reference, expected) in [
        ("../outside.yaml", "error[outside-root]"),
        ("nowhere.yaml", "there is no such file"),
        ("latin1.yaml", "latin1.yaml:1:7"),
    ] {
        let text = why_unreadable(&sources, reference);
        assert!(text.contains(expected), "{expected} is not in:\n{text}");
    }
}

/// What is said of a file that the first one refers to.
fn why_unreadable(sources: &Sources, reference: &str) -> String {
    match sources.referred(SourceId(0), reference) {
        Referred::Unreadable(name) => sources.why_unreadable(&name).unwrap().render(sources),
        other => panic!("{other:?}"),
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_root_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(folder.path().join("secret.yaml"), "a: 1").unwrap();
    std::os::unix::fs::symlink("../secret.yaml", root.join("link.yaml")).unwrap();
    fs::write(root.join("main.yaml"), "a: {$ref: link.yaml}").unwrap();
    let (sources, _) = Sources::read([root.join("main.yaml")], &root);
    assert!(why_unreadable(&sources, "link.yaml").contains("error[outside-root]"));
}

#[test]
fn names_are_shown_as_they_were_given() {
    let (_, diagnostics) = Sources::read(["./no/../such.yaml"], Path::new("."));
    assert!(
        diagnostics
            .render(&Sources::default())
            .contains("--> such.yaml")
    );
    let (_, diagnostics) = Sources::read(["."], Path::new("."));
    let text = diagnostics.render(&Sources::default());
    assert!(text.contains("cannot read `.`: it is a folder"), "{text}");
}

#[test]
fn a_tab_in_a_blank_line_is_no_indent() {
    let text = "a: |-\n  \t\r\n  one\n \t \nb: \"x\n\t\n  y\"\n";
    let sources = Sources::from_texts([("a.yaml", text)]);
    let id = sources.inputs()[0];
    assert_eq!(
        sources.value(id),
        Some(&serde_json::json!({"a": "\none", "b": "x\ny"}))
    );
}
