//! What a caller has set on a request builder: the body, and a value for each parameter, by the
//! parameter's place in the operation's list.
//!
//! In: values of any of the types that parameters have. Out: their texts, before any encoding. They are
//! overwritten when the builder goes, those of plain texts apart.

use std::borrow::Cow;

use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use super::{InvalidParameter, RequestBody, Spelled, ToText};

/// The values of an operation's parameters, and its body.
#[derive(Clone, Default)]
pub struct Values<'a> {
    parameters: Vec<Option<Set<'a>>>,
    body: Option<RequestBody<'a>>,
    media_type: Option<Cow<'a, str>>,
}

/// A value, and who has set it.
#[derive(Clone)]
struct Set<'a> {
    value: Value<'a>,
    /// It was a caller, not the client or the description.
    is_said: bool,
}

/// A parameter's value.
#[derive(Clone)]
pub enum Value<'a> {
    /// One text.
    Text(Cow<'a, str>),
    /// A text that is never printed.
    Secret(SecretString),
    /// JSON, which is one text on the wire.
    Json(String),
    /// The items of a list, each with one text.
    Items(Vec<String>),
    /// Anything else that is spelled by a style.
    Tree(Spelled),
    /// What cannot be sent, and why.
    Refused(InvalidParameter),
}

impl<'a> Values<'a> {
    /// The value of the parameter that stands there, if it has one.
    pub fn get(&self, index: usize) -> Option<&Value<'a>> {
        self.place(index).map(|set| &set.value)
    }

    fn place(&self, index: usize) -> Option<&Set<'a>> {
        self.parameters.get(index)?.as_ref()
    }

    /// No values, with room for so many.
    pub fn with_room(count: usize) -> Self {
        Self {
            parameters: Vec::with_capacity(count),
            ..Self::default()
        }
    }

    /// The body, if there is one.
    pub fn given_body(&self) -> Option<&RequestBody<'a>> {
        self.body.as_ref()
    }

    /// What the caller says that the body is.
    pub fn said_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Sets the body.
    pub fn body(&mut self, body: RequestBody<'a>) {
        self.body = Some(body);
    }

    /// Says what the body is.
    pub fn media_type(&mut self, media_type: impl Into<Cow<'a, str>>) {
        self.media_type = Some(media_type.into());
    }

    /// Sets a text.
    pub fn text(&mut self, index: usize, text: impl Into<Cow<'a, str>>) {
        self.set(index, Value::Text(text.into()));
    }

    /// Sets a secret text.
    pub fn secret(&mut self, index: usize, text: impl Into<SecretString>) {
        self.set(index, Value::Secret(text.into()));
    }

    /// Sets what has one text.
    pub fn plain<T: ToText + ?Sized>(&mut self, index: usize, value: &T) {
        self.set(index, Value::Text(value.to_text().into_owned().into()));
    }

    /// Sets a list whose items have one text each.
    pub fn items<T: ToText>(&mut self, index: usize, items: &[T]) {
        let items = items.iter().map(|item| item.to_text().into_owned());
        self.set(index, Value::Items(items.collect()));
    }

    /// Sets what may have no text.
    pub fn tried(&mut self, index: usize, text: Result<String, InvalidParameter>) {
        let value = text.map(|text| Value::Text(text.into()));
        self.set(index, value.unwrap_or_else(Value::Refused));
    }

    /// Sets JSON.
    pub fn json(&mut self, index: usize, json: Result<String, InvalidParameter>) {
        self.set(index, json.map(Value::Json).unwrap_or_else(Value::Refused));
    }

    /// Sets a tree of texts.
    pub fn tree(&mut self, index: usize, tree: Result<Spelled, InvalidParameter>) {
        self.set(index, tree.map(Value::Tree).unwrap_or_else(Value::Refused));
    }

    /// The same values, of which no caller has said any.
    #[must_use]
    pub fn unsaid(mut self) -> Self {
        for set in self.parameters.iter_mut().flatten() {
            set.is_said = false;
        }
        self
    }

    /// Takes over what a caller has said of the parameters that others have, too: each by its place there
    /// and its place here.
    pub fn share(&mut self, others: &Self, places: &[(usize, usize)]) {
        for (there, here) in places {
            if let Some(set) = others.place(*there).filter(|set| set.is_said) {
                self.set(*here, set.value.clone());
            }
        }
    }

    /// Takes over the body.
    pub fn share_body(&mut self, others: &Self) {
        self.body.clone_from(&others.body);
    }

    /// Sets a value as it is.
    pub fn set(&mut self, index: usize, value: Value<'a>) {
        if self.parameters.len() <= index {
            self.parameters.resize(index.saturating_add(1), None);
        }
        if let Some(place) = self.parameters.get_mut(index) {
            let is_said = true;
            *place = Some(Set { value, is_said });
        }
    }
}

impl Value<'_> {
    /// The value's one text on the wire: items with commas between them, of any other list or object JSON.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Secret(text) => text.expose_secret().into(),
            Self::Json(json) => json.into(),
            Self::Items(items) => items.join(",").into(),
            Self::Tree(tree) => tree.flat(),
            Self::Refused(_) => "".into(),
        }
    }

    /// The text that constraints speak of: of a text in JSON, what the JSON says.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Json(json) => match serde_json::from_str::<String>(json) {
                Ok(text) => text.into(),
                Err(_) => json.into(),
            },
            other => other.text(),
        }
    }

    /// Whether it is a list without items.
    pub fn is_empty_list(&self) -> bool {
        match self {
            Self::Items(items) => items.is_empty(),
            Self::Tree(Spelled::List(items)) => items.is_empty(),
            Self::Text(_) | Self::Secret(_) | Self::Json(_) | Self::Tree(_) | Self::Refused(_) => {
                false
            }
        }
    }

    /// The value as a tree.
    pub fn tree(&self) -> Cow<'_, Spelled> {
        match self {
            Self::Tree(tree) => Cow::Borrowed(tree),
            Self::Items(items) => {
                let items = items.iter().map(|item| Spelled::text(item));
                Cow::Owned(Spelled::List(items.collect()))
            }
            Self::Refused(_) => Cow::Owned(Spelled::Absent),
            Self::Text(_) | Self::Secret(_) | Self::Json(_) => {
                Cow::Owned(Spelled::text(&self.text()))
            }
        }
    }
}

impl Drop for Value<'_> {
    /// Overwrites what may be a secret of another type than text.
    fn drop(&mut self) {
        match self {
            Self::Json(json) => json.zeroize(),
            Self::Items(items) => items.zeroize(),
            Self::Tree(tree) => tree.wipe(),
            // A secret text does so itself.
            Self::Text(_) | Self::Secret(_) | Self::Refused(_) => {}
        }
    }
}
