//! Values of parameters as trees of texts, and how a tree is spelled (RFC 6570; OpenAPI, Style
//! Values).
//!
//! In: any value that can be written as JSON. Out: a [`Spelled`], and from it the text for a path,
//! a query, a header or a cookie in one of the [`Style`]s. What has only one text, and a list of
//! such, takes the shorter way through [`ToText`](super::ToText).
//!
//! OpenAPI leaves open how a list or an object inside of another one is spelled. Here it is JSON,
//! with two exceptions that servers agree on: `deepObject` goes on in brackets, and a list in an
//! object whose entries stand by themselves repeats the entry.

use std::borrow::Cow;

use secrecy::zeroize::Zeroize;
use serde::Serialize;
use serde_json::Value;

use super::{Buffered, Codec, Encode, Encoded, EncodedAs, InvalidParameter, Mode};

/// A parameter's value, each leaf as its text, before any encoding.
#[derive(Clone, PartialEq)]
pub enum Spelled {
    /// No value: nothing is sent.
    Absent,
    /// One text.
    Text(String),
    /// A number or a truth value, which JSON writes without quotes.
    Literal(String),
    /// Values in order.
    List(Vec<Spelled>),
    /// Named values, in the order in which they are written.
    Object(Vec<(String, Spelled)>),
}

/// How a parameter's value is spread. *Exploded* has each item, or each entry, by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b` and `x,1,y,2`
    Simple,
    /// `a,b` and `x=1,y=2`
    SimpleExploded,
    /// `.a,b` and `.x,1,y,2`
    Label,
    /// `.a.b` and `.x=1.y=2`
    LabelExploded,
    /// `;name=a,b` and `;name=x,1,y,2`
    Matrix,
    /// `;name=a;name=b` and `;x=1;y=2`
    MatrixExploded,
    /// `name=a,b` and `name=x,1,y,2`
    Form,
    /// `name=a&name=b` and `x=1&y=2`
    FormExploded,
    /// `name=a b`
    Space,
    /// `name=a`, a tab, `b`
    Tab,
    /// `name=a|b`
    Pipe,
    /// `name[x]=1&name[y]=2`, and `name[x][0]=a` for the items of a list
    Deep,
    /// `name=a; name=b` and `x=1; y=2`
    Cookies,
}

impl Spelled {
    /// The tree of a value.
    ///
    /// Fails where JSON has no way to write the value.
    pub fn of<T: Encode + ?Sized>(name: &'static str, value: &T) -> Result<Self, InvalidParameter> {
        let mode = Mode::Request;
        Self::parse(name, &json(name, &Encoded { value, mode })?)
    }

    /// The tree of a value in a codec's form.
    ///
    /// Fails where the form or JSON has no way to write the value.
    pub fn of_as<C: Codec>(name: &'static str, value: &C::Value) -> Result<Self, InvalidParameter> {
        let mode = Mode::Request;
        Self::parse(name, &json(name, &EncodedAs::<C> { value, mode })?)
    }

    /// The tree of a list whose items are in a codec's form.
    ///
    /// Fails where the form or JSON has no way to write an item.
    pub fn items_as<C: Codec>(
        name: &'static str,
        items: &[C::Value],
    ) -> Result<Self, InvalidParameter> {
        let items = items.iter().map(|item| Self::of_as::<C>(name, item));
        Ok(Self::List(items.collect::<Result<_, _>>()?))
    }

    /// The tree of a text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn parse(name: &'static str, json: &str) -> Result<Self, InvalidParameter> {
        serde_json::from_str::<Buffered<'_>>(json)
            .map(Self::from)
            .map_err(|_| unwritable(name))
    }

    /// Overwrites all texts.
    pub(super) fn wipe(&mut self) {
        match self {
            Self::Absent => {}
            Self::Text(text) | Self::Literal(text) => text.zeroize(),
            Self::List(items) => items.iter_mut().for_each(Self::wipe),
            Self::Object(entries) => {
                for (name, value) in entries {
                    name.zeroize();
                    value.wipe();
                }
            }
        }
    }

    /// Whether there is nothing to be sent.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Text(_) | Self::Literal(_) => false,
            Self::List(items) => items.iter().all(Self::is_absent),
            Self::Object(entries) => entries.iter().all(|(_, value)| value.is_absent()),
        }
    }

    /// The same with each list inside of a list as one text, whose items `separators` stand between:
    /// the first between those of the lists in the outermost one (`collectionFormat` of Swagger's
    /// `items`).
    pub fn joined(self, separators: &[&str]) -> Self {
        match self {
            Self::List(items) => {
                let items = items.into_iter();
                Self::List(items.map(|item| item.into_joined(separators)).collect())
            }
            other => other,
        }
    }

    fn into_joined(self, separators: &[&str]) -> Self {
        match (self, separators) {
            (Self::List(items), [separator, inner @ ..]) => {
                let items = items.into_iter().map(|item| item.into_joined(inner));
                let texts: Vec<String> = items.map(|item| item.flat().into_owned()).collect();
                Self::Text(texts.join(separator))
            }
            (other, _) => other,
        }
    }

    /// Appends the value to `out`; each text goes through `put`, what stands between them does
    /// not. A value that is absent appends nothing.
    pub fn expand(&self, name: &str, style: Style, out: &mut String, put: fn(&mut String, &str)) {
        if self.is_absent() {
            return;
        }
        if style == Style::Deep {
            let mut key = String::new();
            put(&mut key, name);
            self.expand_deep(&key, put, &mut |key, text| {
                if !out.is_empty() {
                    out.push('&');
                }
                out.push_str(key);
                out.push('=');
                put(out, text);
            });
            return;
        }
        let rule = Rule::of(style);
        out.push_str(rule.first);
        for (index, part) in self.parts(name, &rule).iter().enumerate() {
            if index > 0 {
                out.push_str(rule.separator);
            }
            rule.write(part, out, put);
        }
    }

    /// The same as names and their texts, for a form whose parts need no encoding; the style is one of
    /// those that write names.
    pub fn pairs(&self, name: &str, style: Style) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if self.is_absent() {
            return pairs;
        }
        if style == Style::Deep {
            self.expand_deep(name, String::push_str, &mut |key, text| {
                pairs.push((key.to_owned(), text.to_owned()));
            });
            return pairs;
        }
        let rule = Rule::of(style);
        let parts = self.parts(name, &rule).into_iter();
        pairs.extend(parts.map(|Part { key, texts }| {
            let (Key::Parameter(key) | Key::Entry(key)) = key;
            (key.to_owned(), texts.join(rule.plain_delimiter()))
        }));
        pairs
    }

    /// What stands between separators: a name, if it has one of its own, and texts.
    fn parts<'s>(&'s self, name: &'s str, rule: &Rule) -> Vec<Part<'s>> {
        let part = |texts| Part {
            key: Key::Parameter(name),
            texts,
        };
        match self {
            Self::Absent => Vec::new(),
            Self::Text(text) | Self::Literal(text) => vec![part(vec![text.into()])],
            Self::List(items) => {
                let texts = items.iter().filter(|item| !item.is_absent());
                let texts: Vec<_> = texts.map(Self::flat).collect();
                if rule.exploded {
                    texts.into_iter().map(|text| part(vec![text])).collect()
                } else {
                    vec![part(texts)]
                }
            }
            Self::Object(entries) => {
                let entries = entries.iter().filter(|(_, value)| !value.is_absent());
                if rule.exploded {
                    let parts = entries.flat_map(|(key, value)| value.entry(key, rule));
                    parts.collect()
                } else {
                    let texts = entries.flat_map(|(key, value)| [key.into(), value.flat()]);
                    vec![part(texts.collect())]
                }
            }
        }
    }

    /// An entry that stands by itself: several, where it is a list and the style writes names.
    fn entry<'s>(&'s self, key: &'s str, rule: &Rule) -> Vec<Part<'s>> {
        let part = |value: &'s Self| Part {
            key: Key::Entry(key),
            texts: vec![value.flat()],
        };
        match self {
            Self::List(items) if rule.named.is_some() => {
                let items = items.iter().filter(|item| !item.is_absent());
                items.map(part).collect()
            }
            value => vec![part(value)],
        }
    }

    /// The value as one text: its own, or JSON.
    pub(super) fn flat(&self) -> Cow<'_, str> {
        match self {
            Self::Absent => "".into(),
            Self::Text(text) | Self::Literal(text) => text.into(),
            Self::List(_) | Self::Object(_) => {
                let mut json = String::new();
                self.write_json(&mut json);
                json.into()
            }
        }
    }

    fn write_json(&self, out: &mut String) {
        let quoted = |text: &str| Value::from(text).to_string();
        match self {
            Self::Absent => out.push_str("null"),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Literal(text) => out.push_str(text),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }

    /// `key[x][y]=1`, and the items of a list by their numbers.
    fn expand_deep(&self, key: &str, put: fn(&mut String, &str), pair: &mut dyn FnMut(&str, &str)) {
        match self {
            Self::Absent => {}
            Self::Text(text) | Self::Literal(text) => pair(key, text),
            Self::List(items) => {
                let items = items.iter().filter(|item| !item.is_absent());
                for (index, item) in items.enumerate() {
                    item.expand_deep(&within(key, &index.to_string(), put), put, pair);
                }
            }
            Self::Object(entries) => {
                for (inner, value) in entries {
                    value.expand_deep(&within(key, inner, put), put, pair);
                }
            }
        }
    }
}

/// `key[inner]`. A query cannot hold the brackets as they are (RFC 3986, section 3.4; OpenAPI 3.1.1, Style
/// Examples).
fn within(key: &str, inner: &str, put: fn(&mut String, &str)) -> String {
    let mut key = key.to_owned();
    put(&mut key, &format!("[{inner}]"));
    key
}

impl From<Buffered<'_>> for Spelled {
    fn from(value: Buffered<'_>) -> Self {
        match value {
            Buffered::Null => Self::Absent,
            Buffered::Bool(value) => Self::Literal(value.to_string()),
            Buffered::Signed(value) => Self::Literal(value.to_string()),
            Buffered::Unsigned(value) => Self::Literal(value.to_string()),
            Buffered::Float(value) => Self::Literal(value.to_string()),
            Buffered::Text(value) => Self::Text(value.into_owned()),
            Buffered::Bytes(value) => Self::Text(super::text::base64(&value)),
            Buffered::List(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Buffered::Object(entries) => {
                let entries = entries.into_iter();
                let own = |(key, value): (std::borrow::Cow<'_, str>, _)| {
                    (key.into_owned(), Self::from(value))
                };
                Self::Object(entries.map(own).collect())
            }
        }
    }
}

/// A value as JSON, for a parameter that travels so.
///
/// Fails where JSON has no way to write the value.
pub fn json_value<T: Encode + ?Sized>(
    name: &'static str,
    value: &T,
) -> Result<String, InvalidParameter> {
    let mode = Mode::Request;
    json(name, &Encoded { value, mode })
}

/// The same in a codec's form.
pub fn json_value_as<C: Codec>(
    name: &'static str,
    value: &C::Value,
) -> Result<String, InvalidParameter> {
    let mode = Mode::Request;
    json(name, &EncodedAs::<C> { value, mode })
}

/// The same for a list whose items are in a codec's form.
pub fn json_items_as<C: Codec>(
    name: &'static str,
    items: &[C::Value],
) -> Result<String, InvalidParameter> {
    let items = items.iter().map(|item| json_value_as::<C>(name, item));
    let items: Vec<String> = items.collect::<Result<_, _>>()?;
    Ok(format!("[{}]", items.join(",")))
}

pub(super) fn json(name: &'static str, value: &impl Serialize) -> Result<String, InvalidParameter> {
    // The writer's own words may quote the value, so they are dropped.
    serde_json::to_string(value).map_err(|_| unwritable(name))
}

fn unwritable(name: &'static str) -> InvalidParameter {
    InvalidParameter::new(name, "cannot be written")
}

/// A name and what it is the name of.
struct Part<'s> {
    key: Key<'s>,
    texts: Vec<Cow<'s, str>>,
}

enum Key<'s> {
    /// The parameter's own name, which some styles write.
    Parameter(&'s str),
    /// An entry's name, which is always written.
    Entry(&'s str),
}

/// One row of RFC 6570's table of operators (appendix A), and what OpenAPI adds.
struct Rule {
    first: &'static str,
    separator: &'static str,
    /// What stands between texts that share a name.
    delimiter: &'static str,
    /// What stands after the parameter's own name before an empty text; `None` where that name is
    /// not written.
    named: Option<&'static str>,
    exploded: bool,
}

impl Rule {
    fn of(style: Style) -> Self {
        let rule = |first, separator, named, exploded| Self {
            first,
            separator,
            delimiter: ",",
            named,
            exploded,
        };
        let query = |delimiter| Self {
            delimiter,
            ..rule("", "&", Some("="), false)
        };
        match style {
            Style::Simple => rule("", ",", None, false),
            Style::SimpleExploded => rule("", ",", None, true),
            Style::Label => rule(".", ".", None, false),
            Style::LabelExploded => rule(".", ".", None, true),
            Style::Matrix => rule(";", ";", Some(""), false),
            Style::MatrixExploded => rule(";", ";", Some(""), true),
            Style::Form => query(","),
            Style::FormExploded | Style::Deep => rule("", "&", Some("="), true),
            Style::Cookies => rule("", "; ", Some("="), true),
            Style::Space => query("%20"),
            Style::Tab => query("%09"),
            Style::Pipe => query("%7C"),
        }
    }

    /// What stands between texts that share a name, where nothing is encoded.
    fn plain_delimiter(&self) -> &'static str {
        match self.delimiter {
            "%20" => " ",
            "%09" => "\t",
            "%7C" => "|",
            other => other,
        }
    }

    fn write(&self, part: &Part<'_>, out: &mut String, put: fn(&mut String, &str)) {
        let empty = part.texts.iter().all(|text| text.is_empty());
        match (&part.key, self.named) {
            (Key::Entry(key), _) => {
                put(out, key);
                out.push('=');
            }
            (Key::Parameter(name), Some(before_nothing)) => {
                put(out, name);
                out.push_str(if empty { before_nothing } else { "=" });
            }
            (Key::Parameter(_), None) => {}
        }
        for (index, text) in part.texts.iter().enumerate() {
            if index > 0 {
                out.push_str(self.delimiter);
            }
            put(out, text);
        }
    }
}
