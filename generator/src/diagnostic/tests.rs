use super::{Diagnostics, Origin, Place, Pointer, SourceId};
use crate::source::Sources;

const TEXT: &str = "paths:\n  /pets:\n    get:\n      parameters:\n        - name: filter\n          \
                    style: deepObject\n";

fn sources() -> Sources {
    Sources::from_texts([("spec/pets.yaml", TEXT), ("spec/b.yaml", "a: 1\n")])
}

fn origin(pointer: &str) -> Origin {
    Origin::new(SourceId(0), Pointer::parse(pointer).unwrap())
}

#[test]
fn a_report_shows_place_line_and_what_to_do() {
    let mut diagnostics = Diagnostics::new();
    let at = origin("/paths/~1pets/get/parameters/0/style");
    let site = at.within("operation `listPets`");
    diagnostics.open_spelling(site, "filter", "a list of lists or objects");
    let expected = "\
warning[open-spelling]: parameter `filter` is a list of lists or objects: what is inside is sent as JSON
 --> spec/pets.yaml:6:18
  |
6 |           style: deepObject
  |                  ^^^^^^^^^^ in operation `listPets`
  |
  = at: #/paths/~1pets/get/parameters/0/style
  = help: describe it in `content`, or with `style: deepObject`, if the service expects that

";
    assert_eq!(diagnostics.render(&sources()), expected);
    let styled = diagnostics.render_styled(&sources());
    assert!(styled.contains('\u{1b}') && styled.contains("deepObject"));
}

#[test]
fn reports_come_file_by_file_and_from_top_to_bottom() {
    let mut diagnostics = Diagnostics::new();
    diagnostics.unresolved_reference(origin("/paths/~1pets/get/parameters"), "#/late");
    diagnostics.duplicate_operation_id(origin("/paths"), origin("/paths/~1pets"), "x");
    let other = Origin::new(SourceId(1), Pointer::root().child("a"));
    diagnostics.unresolved_reference(other, "#/other-file");
    let text = diagnostics.render(&sources());
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what}: {text}"));
    assert!(at("#/other-file") < at("duplicate-operation-id"));
    assert!(at("duplicate-operation-id") < at("#/late"));
    assert!(
        at("spec/pets.yaml:2:3") < at("spec/pets.yaml:1:1"),
        "both places are shown"
    );
    assert_eq!(diagnostics.summary(), "2 errors and 1 warning");
}

#[test]
fn the_same_report_is_made_once() {
    let mut diagnostics = Diagnostics::new();
    for _ in 0..2 {
        diagnostics.unresolved_reference(origin("/paths"), "#/x");
    }
    let mut more = Diagnostics::new();
    more.append(diagnostics.clone());
    more.append(diagnostics);
    assert_eq!(more.len(), 1);
    assert!(more.has_errors());
}

#[test]
fn places_at_the_edge_of_a_text_are_shown() {
    for (text, range) in [
        ("", 0..0),
        ("a", 1..1),
        ("a\n", 2..2),
        ("a\r\nb", 0..4),
        ("ä", 0..2),
        ("ä", 0..99),
        ("a", 99..100),
    ] {
        let mut diagnostics = Diagnostics::new();
        let place = Place::Excerpt {
            name: "codegen.toml".to_owned(),
            text: text.into(),
            range: range.clone(),
        };
        diagnostics.bad_config(place, "m", "h");
        let shown = diagnostics.render(&Sources::default());
        assert!(
            shown.contains("codegen.toml"),
            "{text:?} {range:?}: {shown}"
        );
    }
}

#[test]
fn what_a_terminal_takes_for_a_command_is_not_printed() {
    let mut diagnostics = Diagnostics::new();
    diagnostics.unresolved_reference(
        origin("/paths").within("operation `\u{1b}[2J`"),
        "\u{1b}[31m",
    );
    assert!(!diagnostics.render(&sources()).contains('\u{1b}'));
}

#[test]
fn a_text_of_one_long_line_is_shown_in_part() {
    let text = format!("{}计here{}", "x".repeat(2_000_000), "y".repeat(2_000_000));
    let start = 2_000_000 + '计'.len_utf8();
    let mut diagnostics = Diagnostics::new();
    let place = Place::Excerpt {
        name: "a.json".to_owned(),
        text: text.into(),
        range: start..start + 4,
    };
    diagnostics.bad_config(place, "m", "h");
    let shown = diagnostics.render(&Sources::default());
    assert!(shown.contains("a.json:1:2000002"), "{shown}");
    assert!(shown.contains("计here"), "{shown}");
    assert!(shown.len() < 2_000, "{}", shown.len());
}
