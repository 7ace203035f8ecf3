//! Values of parameters as trees of texts, and how a tree is spelled (RFC 6570; OpenAPI, Style
//! Values).
//!
//! In: any value that can be written as JSON. Out: a [`Spelled`], and from it the text for a path,
//! a query, a header or a cookie in one of the [`Style`]s. What has only one text, and a list of
//! such, takes the shorter way through [`ToText`](super::ToText).

use serde::Serialize;

use super::{Buffered, Codec, Encode, Encoded, EncodedAs, InvalidParameter, Mode};

/// A parameter's value, each leaf as its text, before any encoding.
pub enum Spelled {
    /// No value: nothing is sent.
    Absent,
    /// One text.
    Text(String),
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
    /// `name[x]=1&name[y]=2`
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

    /// Whether there is nothing to be sent.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Text(_) => false,
            Self::List(items) => items.iter().all(Self::is_absent),
            Self::Object(entries) => entries.iter().all(|(_, value)| value.is_absent()),
        }
    }

    /// Every text in the tree.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Absent => Vec::new(),
            Self::Text(text) => vec![text],
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            Self::Object(entries) => {
                let keys = entries.iter().map(|(key, _)| key.as_str());
                let values = entries.iter().flat_map(|(_, value)| value.texts());
                keys.chain(values).collect()
            }
        }
    }

    /// Appends the value to `out`; each text goes through `put`, what stands between them does
    /// not. A value that is absent appends nothing.
    ///
    /// Fails where the style has no way to spell what lies inside of a list or an object.
    pub fn expand(
        &self,
        name: &str,
        style: Style,
        out: &mut String,
        put: fn(&mut String, &str),
    ) -> Result<(), Nested> {
        if self.is_absent() {
            return Ok(());
        }
        if style == Style::Deep {
            let mut key = String::new();
            put(&mut key, name);
            self.expand_deep(&key, out, put);
            return Ok(());
        }
        let rule = Rule::of(style);
        out.push_str(rule.first);
        let parts = self.parts(name, rule.exploded)?;
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                out.push_str(rule.separator);
            }
            rule.write(part, out, put);
        }
        Ok(())
    }

    /// What stands between separators: a name, if it has one of its own, and texts.
    fn parts<'s>(&'s self, name: &'s str, exploded: bool) -> Result<Vec<Part<'s>>, Nested> {
        let part = |texts| Part {
            key: Key::Parameter(name),
            texts,
        };
        Ok(match self {
            Self::Absent => Vec::new(),
            Self::Text(text) => vec![part(vec![text])],
            Self::List(items) => {
                let texts = items.iter().filter(|item| !item.is_absent());
                let texts: Vec<&str> = texts.map(Self::flat).collect::<Result<_, _>>()?;
                if exploded {
                    texts.into_iter().map(|text| part(vec![text])).collect()
                } else {
                    vec![part(texts)]
                }
            }
            Self::Object(entries) => {
                let entries = entries.iter().filter(|(_, value)| !value.is_absent());
                let pairs = entries.map(|(key, value)| Ok((key.as_str(), value.flat()?)));
                let pairs: Vec<(&str, &str)> = pairs.collect::<Result<_, _>>()?;
                if exploded {
                    let part = |(key, text)| Part {
                        key: Key::Entry(key),
                        texts: vec![text],
                    };
                    pairs.into_iter().map(part).collect()
                } else {
                    let texts = pairs.into_iter().flat_map(|(key, text)| [key, text]);
                    vec![part(texts.collect())]
                }
            }
        })
    }

    fn flat(&self) -> Result<&str, Nested> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Absent | Self::List(_) | Self::Object(_) => Err(Nested),
        }
    }

    /// `key[x][y]=1`, with the items of a list under the same key.
    fn expand_deep(&self, key: &str, out: &mut String, put: fn(&mut String, &str)) {
        match self {
            Self::Absent => {}
            Self::Text(text) => {
                if !out.is_empty() {
                    out.push('&');
                }
                out.push_str(key);
                out.push('=');
                put(out, text);
            }
            Self::List(items) => {
                for item in items {
                    item.expand_deep(key, out, put);
                }
            }
            Self::Object(entries) => {
                for (inner, value) in entries {
                    let mut key = format!("{key}[");
                    put(&mut key, inner);
                    key.push(']');
                    value.expand_deep(&key, out, put);
                }
            }
        }
    }
}

/// A list or an object inside of another one, where the style has no way to spell that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nested;

impl Nested {
    /// What is wrong with the parameter that it was found in.
    pub fn in_parameter(self, name: &'static str) -> InvalidParameter {
        let reason = "has a list or an object inside, which cannot be spelled";
        InvalidParameter::new(name, reason)
    }
}

impl From<Buffered<'_>> for Spelled {
    fn from(value: Buffered<'_>) -> Self {
        match value {
            Buffered::Null => Self::Absent,
            Buffered::Bool(value) => Self::Text(value.to_string()),
            Buffered::Signed(value) => Self::Text(value.to_string()),
            Buffered::Unsigned(value) => Self::Text(value.to_string()),
            Buffered::Float(value) => Self::Text(value.to_string()),
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
    texts: Vec<&'s str>,
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
