//! What people write outside of schemas that no version has, and whose meaning is not in doubt.
//!
//! Comes in: the files of a run. Goes out: the same files with the keys that were meant, and where each
//! part is written; a remark on each. A method may stand in capitals, a media type without its first
//! half, a schema right under its media type or its response, and a reference may be in the words of
//! another version (those to schemas are followed later). What is referred to is gone through as well, and
//! references lead to where a part has come to stand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::METHODS;
use super::inclusion::kinds::{self, CONTENT, Kind, MEDIA_TYPE, Part, RESPONSE, SCHEMA, WORDS};
use super::origins::Origins;
use super::resolve::{Lost, in_other_words, resolve};
use super::written::Written;
use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId};
use crate::source::Sources;

/// What a schema is of whose media type nobody says.
const JSON: &str = "application/json";

/// Media types by what they are called for short.
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("octet-stream", "application/octet-stream"),
    ("x-www-form-urlencoded", "application/x-www-form-urlencoded"),
    ("form-data", "multipart/form-data"),
    ("text", "text/plain"),
    ("plain", "text/plain"),
    ("html", "text/html"),
    ("csv", "text/csv"),
];

/// Keys of a media type that may stand beside a schema in its place.
const BESIDE: [&str; 4] = ["schema", "example", "examples", "encoding"];

/// Keys that say of what stands under a media type that it is a schema.
const OF_SCHEMAS: [&str; 8] = [
    "type",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
    "additionalProperties",
];

/// What is meant by one part.
#[derive(Default)]
struct Meant {
    /// The key that it stands under.
    key: Option<String>,
    /// The text that it is.
    text: Option<String>,
    /// It is the schema of a media type, and stands in the place of that.
    is_schema: bool,
    /// It is a response with a schema of its own, as in Swagger 2.0.
    has_schema: bool,
    /// The reference that it is, once what it leads to stands elsewhere.
    led: Option<String>,
}

impl Meant {
    /// Whether parts stand elsewhere for it.
    fn moves(&self) -> bool {
        self.key.is_some() || self.is_schema || self.has_schema
    }
}

/// The files with what was meant; `None` where that is what is written.
pub(super) fn apply(
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Sources, Written)> {
    let mut found = Search::of(sources);
    if found.is_empty() {
        return None;
    }
    for (at, text) in led(sources, &found) {
        found.entry(at).or_default().led = Some(text);
    }
    let mut changed = sources.clone();
    let mut written = BTreeMap::new();
    let files: BTreeSet<SourceId> = found.keys().map(|at| at.file).collect();
    for file in files {
        let mut tree = sources.value(file)?.clone();
        let mut origins = Origins::new(file);
        let here: Vec<_> = found.iter().filter(|(at, _)| at.file == file).collect();
        // From the inside to the outside, so that what is around a part stands where it stood.
        for (at, meant) in here.iter().rev() {
            put(&mut tree, &at.pointer, meant);
        }
        for (at, meant) in here {
            let text = sources
                .value(file)
                .and_then(|tree| tree.pointer(at.pointer.as_str()));
            let text = text.and_then(Value::as_str).unwrap_or_default();
            report(diagnostics, at, text, meant);
            let now = after(&found, at);
            if meant.key.is_some() {
                origins.moved(now.clone(), at.clone());
            }
            if meant.is_schema {
                origins.moved(now.child("schema"), at.clone());
            }
            if meant.has_schema {
                origins.moved(in_content(&now).child("schema"), at.child("schema"));
            }
        }
        changed.replace(file, tree);
        written.insert(file, origins);
    }
    Some((changed, Written::by(written)))
}

/// Says how a part is read. Where it is a text, that is `written`.
fn report(diagnostics: &mut Diagnostics, at: &Origin, written: &str, meant: &Meant) {
    let key = at.pointer.last().unwrap_or_default();
    if let Some(meant) = &meant.key {
        let what = match meant.contains('/') {
            true => "media type",
            false => "method",
        };
        let wrong = format!("`{key}` is no {what}");
        diagnostics.slip(at.at_key(), &wrong, &format!("`{meant}`"));
    }
    match &meant.text {
        Some(text) if key == "$ref" => diagnostics.other_section(at.clone(), written, text),
        Some(text) => {
            let wrong = format!("`{written}` is no media type");
            diagnostics.slip(at.clone(), &wrong, &format!("`{text}`"));
        }
        None => {}
    }
    if meant.is_schema {
        let wrong = format!("a schema stands right under `{key}`");
        diagnostics.slip(at.at_key(), &wrong, "what `schema` there says");
    }
    if meant.has_schema {
        let wrong = "a response has its schema in `content`";
        let read = format!("that of `{JSON}` there");
        diagnostics.slip(at.child("schema").at_key(), wrong, &read);
    }
}

/// Where a part stands once all is as it is meant.
fn after(found: &BTreeMap<Origin, Meant>, at: &Origin) -> Pointer {
    let mut before = Origin::new(at.file, Pointer::root());
    let mut now = Pointer::root();
    for key in at.pointer.segments() {
        let meant = found.get(&before);
        if meant.is_some_and(|meant| meant.is_schema) {
            now = now.child("schema");
        }
        if key == "schema" && meant.is_some_and(|meant| meant.has_schema) {
            now = in_content(&now);
        }
        before = before.child(&key);
        let meant = found.get(&before).and_then(|meant| meant.key.as_ref());
        now = now.child(meant.unwrap_or(&key));
    }
    now
}

/// The references to what stands elsewhere once all is as it is meant, and what they are then.
fn led(sources: &Sources, found: &BTreeMap<Origin, Meant>) -> Vec<(Origin, String)> {
    let mut led = Vec::new();
    if !found.values().any(Meant::moves) {
        return led;
    }
    for file in sources.files() {
        let top = sources.value(file).map(|tree| (Pointer::root(), tree));
        let mut open: Vec<(Pointer, &Value)> = top.into_iter().collect();
        while let Some((at, value)) = open.pop() {
            match value {
                Value::Object(entries) => {
                    let here = Origin::new(file, at.child("$ref"));
                    let own = entries.get("$ref").and_then(Value::as_str);
                    let text = own.and_then(|text| leading(sources, found, &here, text));
                    led.extend(text.map(|text| (here, text)));
                    open.extend(entries.iter().map(|(key, value)| (at.child(key), value)));
                }
                Value::Array(elements) => {
                    let elements = elements.iter().enumerate();
                    open.extend(elements.map(|(index, value)| (at.index(index), value)));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
    led
}

/// What a reference is that leads to where a part has come to stand, if that is elsewhere.
fn leading(
    sources: &Sources,
    found: &BTreeMap<Origin, Meant>,
    at: &Origin,
    text: &str,
) -> Option<String> {
    let meant = found.get(at).and_then(|meant| meant.text.as_deref());
    let text = meant.unwrap_or(text);
    let (target, _) = resolve(sources, at.file, text).ok()?;
    let now = match found.get(&target) {
        Some(meant) if meant.is_schema => after(found, &target).child("schema"),
        Some(_) | None => after(found, &target),
    };
    let (address, _) = text.split_once('#')?;
    (now != target.pointer).then(|| format!("{address}{}", now.fragment()))
}

/// The media type of a response whose schema stands right under it.
fn in_content(response: &Pointer) -> Pointer {
    response.child("content").child(JSON)
}

/// Changes one part of a tree to what is meant.
fn put(tree: &mut Value, at: &Pointer, meant: &Meant) {
    let Some(part) = tree.pointer_mut(at.as_str()) else {
        return;
    };
    if let Some(text) = meant.led.as_ref().or(meant.text.as_ref()) {
        *part = text.as_str().into();
    }
    if let (true, Value::Object(entries)) = (meant.is_schema, &mut *part) {
        let (mut media, schema): (Map<String, Value>, _) = std::mem::take(entries)
            .into_iter()
            .partition(|(key, _)| BESIDE.contains(&key.as_str()));
        media.insert("schema".to_owned(), Value::Object(schema));
        *entries = media;
    }
    if let (true, Value::Object(entries)) = (meant.has_schema, &mut *part)
        && let Some(schema) = entries.shift_remove("schema")
    {
        entries.insert("content".to_owned(), json!({JSON: {"schema": schema}}));
    }
    let holder = at.parent();
    let holder = holder.and_then(|holder| tree.pointer_mut(holder.as_str()));
    if let (Some(meant), Some(key), Some(Value::Object(entries))) = (&meant.key, at.last(), holder)
    {
        let others = std::mem::take(entries).into_iter();
        *entries = others
            .map(|(found, value)| match found == key {
                true => (meant.clone(), value),
                false => (found, value),
            })
            .collect();
    }
}

/// The way through the files.
struct Search<'s> {
    sources: &'s Sources,
    /// What is still to be looked at.
    open: Vec<Part<'s>>,
    /// What was referred to, and as what.
    seen: BTreeSet<(Origin, *const Kind)>,
    found: BTreeMap<Origin, Meant>,
}

impl<'s> Search<'s> {
    /// Every part that is written otherwise than it is meant.
    fn of(sources: &'s Sources) -> BTreeMap<Origin, Meant> {
        let mut search = Search {
            sources,
            open: kinds::inputs(sources),
            seen: BTreeSet::new(),
            found: BTreeMap::new(),
        };
        while let Some((at, value, kind)) = search.open.pop() {
            search.look(&at, value, kind);
        }
        search.found
    }

    fn look(&mut self, at: &Origin, value: &'s Value, kind: &'static Kind) {
        // Whatever stands in a schema is looked at where schemas are.
        if matches!(kind, Kind::Data) || std::ptr::eq(kind, &SCHEMA) {
            return;
        }
        match value {
            Value::Object(entries) if std::ptr::eq(kind, &MEDIA_TYPE) => {
                if self.is_schema(at, entries) {
                    self.found.entry(at.clone()).or_default().is_schema = true;
                }
            }
            Value::Object(entries) => {
                self.follow(at, entries, kind);
                if std::ptr::eq(kind, &RESPONSE) && self.has_own_schema(at, entries) {
                    self.found.entry(at.clone()).or_default().has_schema = true;
                }
                for (key, value) in entries {
                    let here = at.child(key);
                    let meant = meant_key(key, entries, kind);
                    let inner = kind.under(meant.as_ref().unwrap_or(key));
                    if meant.is_some() {
                        self.found.entry(here.clone()).or_default().key = meant;
                    }
                    self.open.push((here, value, inner));
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.open.push((at.index(index), element, kind.element()));
                    if let (true, Some(text)) = (is_media_types(at, kind), element.as_str()) {
                        self.word(&at.index(index), text);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// One of the media types that Swagger 2.0 has in lists.
    fn word(&mut self, at: &Origin, text: &str) {
        if let Some(meant) = media_type(text) {
            self.found.entry(at.clone()).or_default().text = Some(meant.to_owned());
        }
    }

    /// Goes on where a reference leads to.
    fn follow(&mut self, at: &Origin, entries: &Map<String, Value>, kind: &'static Kind) {
        let Some(text) = entries.get("$ref").and_then(Value::as_str) else {
            return;
        };
        let (sources, file) = (self.sources, at.file);
        let mut text = text.to_owned();
        if resolve(sources, file, &text) == Err(Lost::NoPart)
            && let Some(meant) = in_other_words(sources, file, &text)
        {
            text.clone_from(&meant);
            self.found.entry(at.child("$ref")).or_default().text = Some(meant);
        }
        if let Ok((target, value)) = resolve(sources, file, &text)
            && self.seen.insert((target.clone(), std::ptr::from_ref(kind)))
        {
            self.open.push((target, value, kind));
        }
    }

    /// Whether a response has a schema as in Swagger 2.0, in a description of another version.
    fn has_own_schema(&self, at: &Origin, entries: &Map<String, Value>) -> bool {
        let is_2_0 = |file: SourceId| {
            let tree = self.sources.value(file);
            tree.is_some_and(|tree| tree.get("swagger").is_some())
        };
        let inputs = self.sources.inputs();
        let is_of_2_0 = match inputs.contains(&at.file) {
            true => is_2_0(at.file),
            false => inputs.iter().any(|input| is_2_0(*input)),
        };
        let has = |key: &str| entries.contains_key(key);
        has("schema") && !has("content") && !has("$ref") && !is_of_2_0
    }

    /// Whether what stands in the place of a media type is its schema.
    fn is_schema(&self, at: &Origin, entries: &Map<String, Value>) -> bool {
        if entries.contains_key("schema") {
            return false;
        }
        let Some(text) = entries.get("$ref").and_then(Value::as_str) else {
            return OF_SCHEMAS.iter().any(|key| entries.contains_key(*key));
        };
        let Ok((target, value)) = resolve(self.sources, at.file, text) else {
            return false;
        };
        let section = target.pointer.parent();
        let section = section.as_ref().map_or("", Pointer::as_str);
        let has = |key: &&str| value.get(*key).is_some();
        matches!(section, "/components/schemas" | "/definitions")
            || (OF_SCHEMAS.iter().any(has) && !BESIDE.iter().any(has))
    }
}

/// Whether a list is one of media types.
fn is_media_types(at: &Origin, kind: &'static Kind) -> bool {
    let key = at.pointer.last();
    std::ptr::eq(kind, &WORDS) && matches!(key.as_deref(), Some("consumes" | "produces"))
}

/// The key that is meant by one, where that is another one, which does not stand beside it, nor does a
/// third one that means the same.
fn meant_key(key: &str, entries: &Map<String, Value>, kind: &'static Kind) -> Option<String> {
    let meant = meaning(key, kind)?;
    let mut others = entries.keys().filter(|other| *other != key);
    let is_taken =
        others.any(|other| *other == meant || meaning(other, kind).as_ref() == Some(&meant));
    (!is_taken).then_some(meant)
}

fn meaning(key: &str, kind: &'static Kind) -> Option<String> {
    match kind {
        Kind::PathItem(_) => Some(key.to_ascii_lowercase())
            .filter(|lower| lower != key && METHODS.contains(&lower.as_str())),
        kind if std::ptr::eq(kind, &CONTENT) => media_type(key).map(str::to_owned),
        _ => None,
    }
}

/// The media type that is called so for short.
fn media_type(name: &str) -> Option<&'static str> {
    let mut known = MEDIA_TYPES.iter();
    let found = known.find(|(short, _)| short.eq_ignore_ascii_case(name.trim()));
    found.map(|(_, whole)| *whole)
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::diagnostic::{Diagnostics, Pointer, Texts};
    use crate::import::{Document, import};
    use crate::source::Sources;

    const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: a}\n";

    fn imported(sources: &Sources) -> (Document, String) {
        let mut diagnostics = Diagnostics::new();
        let document = import(sources, &Config::default(), &mut diagnostics);
        let text = diagnostics.render(sources);
        (document.unwrap_or_else(|| panic!("{text}")), text)
    }

    #[test]
    fn what_is_referred_to_is_put_as_it_is_meant_and_keeps_its_place() {
        let root = format!("{HEAD}paths: {{/a: {{$ref: a.yaml}}}}\n");
        let item = "PUT:\n  requestBody: {$ref: 'b.yaml#/body'}\n  responses: {}\n";
        let body =
            "body: {content: {XML: {type: object, example: {}, properties: {a: {type: text}}}}}\n";
        let sources = Sources::from_texts([("root.yaml", &*root)]);
        let sources = sources.with_text("a.yaml", item).with_text("b.yaml", body);
        let (document, text) = imported(&sources);
        assert_eq!(text.matches("warning[slip]").count(), 4, "{text}");
        let item = document.api.paths.paths["/a"].as_item().unwrap();
        assert!(item.put.is_some(), "{text}");
        let bodies = &document.api.components.as_ref().unwrap().request_bodies;
        let (name, body) = bodies.first().unwrap();
        let media = &body.as_item().unwrap().content["application/xml"];
        assert!(media.schema.is_some() && media.example.is_some());
        let at = format!(
            "/components/requestBodies/{name}/content/application~1xml/schema/properties/a"
        );
        let origin = document.written(&document.origin(&Pointer::parse(&at).unwrap()));
        assert_eq!(sources.name(origin.file), "b.yaml");
        assert_eq!(origin.pointer.as_str(), "/body/content/XML/properties/a");
    }

    #[test]
    fn a_schema_of_a_response_is_that_of_json_and_keeps_its_place() {
        let responses = "{'200': {description: A., schema: {type: object, properties: {b: {type: text}}}}, \
                         '202': {$ref: 'b.yaml#/r'}}";
        let root = format!("{HEAD}paths: {{/a: {{get: {{responses: {responses}}}}}}}\n");
        let sources = Sources::from_texts([("root.yaml", &*root)]);
        let sources = sources.with_text("b.yaml", "r: {description: B., schema: {type: string}}\n");
        let (document, text) = imported(&sources);
        assert_eq!(text.matches("warning[slip]").count(), 3, "{text}");
        assert!(text.contains("root.yaml:3:"), "{text}");
        let get = document.api.paths.paths["/a"]
            .as_item()
            .unwrap()
            .get
            .as_ref();
        let (_, first) = get.unwrap().responses.responses.first().unwrap();
        assert!(
            first.as_item().unwrap().content["application/json"]
                .schema
                .is_some()
        );
        let at = "/paths/~1a/get/responses/200/content/application~1json/schema/properties/b";
        let origin = document.written(&document.origin(&Pointer::parse(at).unwrap()));
        let written = "/paths/~1a/get/responses/200/schema/properties/b";
        assert_eq!(origin.pointer.as_str(), written);
        let shared = &document.api.components.as_ref().unwrap().responses;
        let (_, shared) = shared.first().unwrap();
        assert!(
            shared
                .as_item()
                .unwrap()
                .content
                .contains_key("application/json")
        );
    }

    #[test]
    fn references_lead_to_where_parts_have_come_to_stand() {
        let first = "{description: A., schema: {type: object, properties: {b: {type: string}}}}";
        let second =
            "{description: B., content: {json: {type: object, properties: {c: {type: integer}}}}}";
        let at = "#/paths/~1a/GET/responses";
        let root = format!(
            "{HEAD}paths:\n  /a:\n    GET:\n      responses:\n        '200': {first}\n        '202': {second}\n        \
             '204': {{$ref: 'b.yaml#/r'}}\ncomponents:\n  schemas:\n    A: {{$ref: '{at}/200/schema'}}\n    \
             B: {{$ref: '{at}/200/schema/properties/b'}}\n    C: {{$ref: '{at}/202/content/json'}}\n    \
             D: {{$ref: 'b.yaml#/r/schema'}}\n"
        );
        let sources = Sources::from_texts([("root.yaml", &*root)]);
        let sources = sources.with_text("b.yaml", "r: {description: B., schema: {type: string}}\n");
        let (document, _) = imported(&sources);
        let errors = document.faults().clone().into_errors();
        assert_eq!(errors.render(&sources), "");
    }

    #[test]
    fn of_several_that_mean_one_thing_none_is_taken_for_it() {
        let paths = "paths:\n  /a:\n    get: {responses: {}}\n    GET: {responses: {}}\n    Put: {responses: {}}\n    PUT: {responses: {}}\n";
        let text = format!("{HEAD}{paths}");
        let (document, text) = imported(&Sources::from_texts([("root.yaml", &*text)]));
        let item = document.api.paths.paths["/a"].as_item().unwrap();
        assert!(item.get.is_some() && item.put.is_none());
        assert!(!text.contains("warning[slip]"), "{text}");
    }
}
