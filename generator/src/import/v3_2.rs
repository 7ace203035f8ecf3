//! OpenAPI 3.2 in the words of 3.1.
//!
//! Comes in: the tree of a description. Goes out: the same without what 3.1 has no word for, and with
//! the origin of what moved. Sequential media types become arrays, a query string as a whole becomes
//! parameters. Methods that no client sends are left out.

use serde_json::{Map, Value, json};

use super::inclusion::kinds::{self, Kind};
use super::origins::Origins;
use crate::diagnostic::{Diagnostics, Pointer};

type Object = Map<String, Value>;

/// What is done with the objects of one kind.
type Change = fn(&mut Object, &Pointer, &mut Conversion<'_>);

/// What 3.1 lacks, by where it stands.
static CHANGES: [(&Kind, Change); 11] = [
    (&kinds::DOCUMENT, |it, _, _| forget(it, &["$self"])),
    (&kinds::COMPONENTS, |it, _, _| forget(it, &["mediaTypes"])),
    (&kinds::SERVER, |it, _, _| forget(it, &["name"])),
    (&kinds::TAG, |it, _, _| forget(it, &TAG_TEXTS)),
    (&kinds::RESPONSE, response),
    (&kinds::PATH_ITEM, path_item),
    (&kinds::PARAMETER, parameter),
    (&kinds::MEDIA_TYPE, media_type),
    (&kinds::EXAMPLE, example),
    (&kinds::SECURITY_SCHEME, security_scheme),
    (&kinds::SCHEMA, schema),
];

/// What only people read of a tag.
const TAG_TEXTS: [&str; 3] = ["summary", "parent", "kind"];

/// What goes along with a conversion.
struct Conversion<'c> {
    origins: &'c mut Origins,
    diagnostics: &'c mut Diagnostics,
}

impl Conversion<'_> {
    /// What stood under one key of an object stands under another one now.
    fn moved(&mut self, at: &Pointer, from: &str, to: &[&str]) {
        let origin = self.origins.of(&at.child(from));
        let to = to.iter().fold(at.clone(), |at, key| at.child(key));
        self.origins.moved(to, origin);
    }
}

/// Converts the top of a description, with all that stands in it.
pub(super) fn document(
    entries: Object,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> Object {
    let mut tree = Value::Object(entries);
    let mut conversion = Conversion {
        origins,
        diagnostics,
    };
    // From the inside to the outside, so that what is around a part stands where it stood.
    for (at, kind) in places(&tree).iter().rev() {
        let mut changes = CHANGES.iter();
        let change = changes.find(|(changed, _)| std::ptr::eq(*changed, *kind));
        let object = tree.pointer_mut(at.as_str());
        if let (Some((_, change)), Some(object)) = (change, object.and_then(Value::as_object_mut)) {
            change(object, at, &mut conversion);
        }
    }
    match tree {
        Value::Object(entries) => entries,
        _ => Object::new(),
    }
}

/// Every object and what it is, what is around it before it.
fn places(tree: &Value) -> Vec<(Pointer, &'static Kind)> {
    let mut found = Vec::new();
    let mut open: Vec<(Pointer, &Value, &'static Kind)> =
        vec![(Pointer::root(), tree, &kinds::DOCUMENT)];
    while let Some((at, value, kind)) = open.pop() {
        match value {
            Value::Object(entries) if !matches!(kind, Kind::Data) => {
                let inner = entries.iter();
                open.extend(inner.map(|(key, value)| (at.child(key), value, kind.under(key))));
                found.push((at, kind));
            }
            Value::Array(elements) => {
                let inner = elements.iter().enumerate();
                open.extend(inner.map(|(index, it)| (at.index(index), it, kind.element())));
            }
            _ => {}
        }
    }
    found
}

fn forget(object: &mut Object, keys: &[&str]) {
    for key in keys {
        object.shift_remove(*key);
    }
}

/// `QUERY`, and methods with names of their own.
fn path_item(item: &mut Object, at: &Pointer, conversion: &mut Conversion<'_>) {
    let query = item.shift_remove("query").map(|_| "QUERY".to_owned());
    let others = item.shift_remove("additionalOperations");
    let others = others.iter().filter_map(Value::as_object);
    let own = at.child("additionalOperations");
    let others = others.flat_map(|it| it.keys().map(|method| (own.child(method), method.clone())));
    let query = query.map(|method| (at.child("query"), method));
    for (at, method) in query.into_iter().chain(others) {
        let site = conversion.origins.of(&at);
        conversion
            .diagnostics
            .unsupported_newer_method(site, &method);
    }
}

/// A query string as a whole is, where it is a form, what its properties are as parameters.
fn parameter(parameter: &mut Object, at: &Pointer, conversion: &mut Conversion<'_>) {
    const FORM: &str = "application/x-www-form-urlencoded";
    let says = |key: &str, word: &str| parameter.get(key).and_then(Value::as_str) == Some(word);
    if says("in", "cookie") && says("style", "cookie") {
        parameter.shift_remove("style");
        return;
    }
    if !says("in", "querystring") {
        return;
    }
    let content = parameter.get_mut("content").and_then(Value::as_object_mut);
    let form = content.and_then(|content| content.get_mut(FORM));
    let Some(schema) = form
        .and_then(|form| form.get_mut("schema"))
        .map(Value::take)
    else {
        return;
    };
    let origin = conversion
        .origins
        .of(&at.child("content").child(FORM).child("schema"));
    forget(parameter, &["content"]);
    for (key, value) in [
        ("in", json!("query")),
        ("style", json!("form")),
        ("explode", json!(true)),
        ("schema", schema),
    ] {
        parameter.insert(key.to_owned(), value);
    }
    conversion.origins.moved(at.child("schema"), origin);
}

/// What the items of a sequence are is what the elements of an array are (OpenAPI 3.2.0, section
/// "Sequential Media Types").
fn media_type(media_type: &mut Object, at: &Pointer, conversion: &mut Conversion<'_>) {
    forget(media_type, &["prefixEncoding", "itemEncoding"]);
    let encodings = media_type
        .get_mut("encoding")
        .and_then(Value::as_object_mut);
    let encodings = encodings.into_iter().flat_map(Map::values_mut);
    for encoding in encodings.filter_map(Value::as_object_mut) {
        forget(encoding, &["encoding", "prefixEncoding", "itemEncoding"]);
    }
    if let Some(mut item) = media_type.shift_remove("itemSchema") {
        conversion.moved(at, "itemSchema", &["schema"]);
        conversion.moved(at, "itemSchema", &["schema", "items"]);
        if at.last().as_deref() == Some("text/event-stream") {
            event(&mut item, at, conversion);
        }
        let sequence = json!({"type": "array", "items": item});
        media_type.insert("schema".to_owned(), sequence);
    }
}

/// The data of an event is a text; what that holds is what a caller wants. An event that is written in
/// place is one, whether it says all that events have or not.
fn event(item: &mut Value, at: &Pointer, conversion: &mut Conversion<'_>) {
    let properties = item.get_mut("properties").and_then(Value::as_object_mut);
    let Some((properties, data)) = properties.and_then(|all| {
        let data = all.get("data")?.get("contentSchema")?.clone();
        Some((all, data))
    }) else {
        return;
    };
    let way = ["properties", "data"];
    let data_at = |top: &[&str]| {
        let keys = top.iter().chain(&way);
        keys.fold(at.clone(), |at, key| at.child(key))
    };
    let origin = conversion
        .origins
        .of(&data_at(&["itemSchema"]).child("contentSchema"));
    conversion
        .origins
        .moved(data_at(&["schema", "items"]), origin);
    properties.insert("data".to_owned(), data);
    properties
        .entry("event")
        .or_insert_with(|| json!({"type": "string"}));
}

/// An example as data is what it was before; one in its written form is for people.
fn example(example: &mut Object, at: &Pointer, conversion: &mut Conversion<'_>) {
    forget(example, &["serializedValue"]);
    if let Some(value) = example.shift_remove("dataValue") {
        conversion.moved(at, "dataValue", &["value"]);
        example.insert("value".to_owned(), value);
    }
}

/// A response need not be described, and may have a shorter text.
fn response(response: &mut Object, _: &Pointer, _: &mut Conversion<'_>) {
    let summary = response.shift_remove("summary");
    if !response.contains_key("$ref") {
        let text = summary.unwrap_or_else(|| json!(""));
        response.entry("description").or_insert(text);
    }
}

fn security_scheme(scheme: &mut Object, _: &Pointer, _: &mut Conversion<'_>) {
    forget(scheme, &["deprecated", "oauth2MetadataUrl"]);
    if let Some(Value::Object(flows)) = scheme.get_mut("flows") {
        forget(flows, &["deviceAuthorization"]);
    }
}

/// What tells no member is kept as it comes in any version, and a node of XML has had a word of its own
/// for an attribute and for the element around a list.
fn schema(schema: &mut Object, _: &Pointer, _: &mut Conversion<'_>) {
    if let Some(Value::Object(discriminator)) = schema.get_mut("discriminator") {
        forget(discriminator, &["defaultMapping"]);
    }
    let is_array = schema.get("type").and_then(Value::as_str) == Some("array");
    if let Some(Value::Object(xml)) = schema.get_mut("xml")
        && let Some(node) = xml.shift_remove("nodeType")
    {
        let word = match node.as_str() {
            Some("attribute") => "attribute",
            Some("element") if is_array => "wrapped",
            _ => return,
        };
        xml.insert(word.to_owned(), json!(true));
    }
}
