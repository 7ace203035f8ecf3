use super::{Cloud, Config, Features, KeepUnknown, Runtime, Workspace};
use crate::source::Sources;

fn parsed(text: &str) -> Config {
    Config::parse("codegen.toml", text)
        .unwrap_or_else(|reports| panic!("{}", reports.render(&Sources::default())))
}

fn reported(text: &str) -> String {
    Config::parse("codegen.toml", text)
        .expect_err("there is a mistake")
        .render(&Sources::default())
}

#[test]
fn an_empty_file_is_the_default() {
    let config = parsed("");
    let file = config.file.clone();
    assert!(file.is_some());
    assert_eq!(
        config,
        Config {
            file,
            ..Config::default()
        }
    );
    assert_eq!(config.package.version.value, "0.1.0");
}

#[test]
fn every_key_is_read() {
    let config = parsed(
        r##"
        input = ["openapi.yaml"]
        output = "../../generated"
        root = ".."
        runtime = "typespec_client_core"

        [crate]
        name = "pets"
        version = "1.2.3"
        description = "d"
        license = "MIT"
        repository = "r"
        homepage = "h"
        documentation = "doc"
        keywords = ["k"]
        categories = ["c"]
        authors = ["a"]
        publish = false
        workspace = "member"
        features = "groups"
        files = "crate"

        [crate.dev-dependencies]
        tokio = { version = "1", features = ["macros"] }

        [client]
        scopes = ["s"]
        clouds.public = { endpoint = "e", audience = "a" }
        clouds.us-government = { endpoint = "e2", audience = "a2" }

        [operations]
        skip = ["#/paths/~1pets/get"]
        repeatable = ["listPets"]

        [types]
        secret = ["#/components/schemas/Key/properties/value"]
        closed = ["#/components/schemas/Kind"]
        keep_unknown = ["#/components/schemas/Pet"]
        "##,
    );
    let runtime = config.runtime.as_ref().map(|chosen| chosen.value);
    assert_eq!(runtime, Some(Runtime::TypespecClientCore));
    assert_eq!(config.input, ["openapi.yaml"]);
    assert_eq!(config.package.workspace, Workspace::Member);
    assert_eq!(config.package.features, Some(Features::Groups));
    assert!(!config.package.publish);
    let files = config.package.files.as_ref();
    assert_eq!(files.map(|files| files.value.as_str()), Some("crate"));
    assert!(config.package.dev_dependencies.contains_key("tokio"));
    let public = Cloud {
        endpoint: "e".into(),
        audience: "a".into(),
    };
    assert_eq!(config.client.clouds.public, Some(public));
    assert_eq!(config.client.clouds.china, None);
    assert_eq!(config.operations.repeatable[0].text, "listPets");
    let KeepUnknown::In(kept) = &config.types.keep_unknown else {
        panic!("a list stands there");
    };
    assert_eq!(kept[0].text, "#/components/schemas/Pet");
}

#[test]
fn keep_unknown_is_true_or_a_list() {
    let read = |value: &str| Config::parse("c", &format!("[types]\nkeep_unknown = {value}"));
    let everywhere = read("true").expect("true is allowed");
    assert_eq!(everywhere.types.keep_unknown, KeepUnknown::Everywhere);
    let nowhere = read("false").expect("false is allowed");
    assert_eq!(nowhere.types.keep_unknown, KeepUnknown::default());
    assert!(read("3").is_err());
}

#[test]
fn an_entry_knows_where_it_stands() {
    let text = "[operations]\nskip = [\"a\", \"b\"]\n";
    let config = parsed(text);
    let entry = &config.operations.skip[1];
    assert_eq!(text.get(entry.span.clone()), Some("\"b\""));
    assert!(config.place(entry).is_some());
}

#[test]
fn every_mistake_is_reported_where_it_stands() {
    let text = reported(
        "inptu = [\"a\"]\noutput = 5\n[crate]\nnmae = \"x\"\nkeywords = \"k\"\nworkspace = \"none\"\n\
         [client.clouds]\npublic = { endpoint = \"e\" }\n[elsewhere]\na = 1\n",
    );
    for expected in [
        "codegen.toml:1:1",
        "did you mean `input`?",
        "codegen.toml:2:10",
        "this must be a string, but is integer `5`",
        "codegen.toml:4:1",
        "did you mean `name`?",
        "codegen.toml:5:12",
        "this must be a list",
        "codegen.toml:6:13",
        "`own`, `member`",
        "codegen.toml:8:10",
        "`audience` is missing here",
        "codegen.toml:9:2",
    ] {
        assert!(text.contains(expected), "{expected} is not in:\n{text}");
    }
}

#[test]
fn broken_toml_is_reported_with_its_place() {
    let text = reported("[crate\nname = \"x\"\n");
    assert!(text.contains("codegen.toml:1:7"), "{text}");
    assert!(!text.contains("unknown-config-key"), "{text}");
    let text = reported("[crate]\nversion = \n");
    assert!(text.contains("codegen.toml:2:11"), "{text}");
}

#[test]
fn a_runtime_that_is_none_is_told_which_there_are() {
    let printed = reported("runtime = \"azure\"");
    assert!(printed.contains("there is no `azure` here"), "{printed}");
    assert!(
        printed.contains("`azure_core`, `typespec_client_core`"),
        "{printed}"
    );
    assert!(printed.contains("codegen.toml:1:11"), "{printed}");
}
