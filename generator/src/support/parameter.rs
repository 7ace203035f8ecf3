//! Parameters as data: where each goes, how it is spelled, and what is checked before.
//!
//! In: a parameter's value. Out: its part of a request under construction.

use std::borrow::Cow;

use super::{
    Caller, Constraint, InvalidParameter, ListStyle, Spelled, Style, Target, Value, Values,
    add_cookie, add_cookie_spelled, add_header_spelled, add_headers_spelled, text,
};

/// A parameter of an operation, as the description has it.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    spelling: Spelling,
    /// It is not percent-encoded (`allowReserved`, `x-ms-skip-url-encoding`).
    is_raw: bool,
    /// An empty list is sent as an empty text; in a path, an empty text is a value.
    may_be_empty: bool,
    /// What stands between the items of lists inside of lists, the outermost first.
    inner: &'static [&'static str],
    constraints: &'static [Constraint],
    /// Its value is never printed.
    pub is_secret: bool,
    /// It is of a caller's own type, which alone knows what `Debug` may show.
    pub is_foreign: bool,
    /// It travels as JSON.
    is_json: bool,
    /// Its text unless a caller or the client says otherwise.
    usual: Option<&'static str>,
    /// Its place among the client's own parameters.
    shared: Option<usize>,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
    /// In a header of the parts of a form that this property has.
    Part(&'static str),
}

/// How a parameter's value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    /// It is one text.
    Text,
    /// Its items stand so.
    Items(ListStyle),
    /// It is a tree, spread so.
    Tree(Style),
    /// Each entry is a header of its own, whose name begins with the parameter's
    /// (`x-ms-header-collection-prefix`).
    Headers,
}

impl Parameter {
    /// A parameter in the path that is one text.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path)
    }

    /// A parameter in the query that is one text.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query)
    }

    /// A parameter in a header that is one text.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header)
    }

    /// A parameter in a cookie that is one text.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie)
    }

    /// A header of the parts of a form.
    pub const fn part(property: &'static str, name: &'static str) -> Self {
        Self::new(name, Location::Part(property))
    }

    const fn new(name: &'static str, location: Location) -> Self {
        Self {
            name,
            location,
            spelling: Spelling::Text,
            is_raw: false,
            may_be_empty: false,
            inner: &[],
            constraints: &[],
            is_secret: false,
            is_foreign: false,
            is_json: false,
            usual: None,
            shared: None,
        }
    }

    /// A list of items that have one text each.
    pub const fn items(mut self, style: ListStyle) -> Self {
        self.spelling = Spelling::Items(style);
        self
    }

    /// A value that is spread in a style.
    pub const fn style(mut self, style: Style) -> Self {
        self.spelling = Spelling::Tree(style);
        self
    }

    /// A header for each entry.
    pub const fn collection(mut self) -> Self {
        self.spelling = Spelling::Headers;
        self
    }

    /// Keeps `%XX` and reserved characters.
    pub const fn raw(mut self) -> Self {
        self.is_raw = true;
        self
    }

    /// May be empty, and is sent then.
    pub const fn or_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Joins lists inside of lists.
    pub const fn joined(mut self, separators: &'static [&'static str]) -> Self {
        self.inner = separators;
        self
    }

    /// Keeps to constraints.
    pub const fn checked(mut self, constraints: &'static [Constraint]) -> Self {
        self.constraints = constraints;
        self
    }

    /// Is never printed.
    pub const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// Is of a caller's own type.
    pub const fn foreign(mut self) -> Self {
        self.is_foreign = true;
        self
    }

    /// Travels as JSON.
    pub const fn json(mut self) -> Self {
        self.is_json = true;
        self
    }

    /// Has a text unless somebody says otherwise.
    pub const fn usual(mut self, text: &'static str) -> Self {
        self.usual = Some(text);
        self
    }

    /// Has the client's value unless a caller says otherwise.
    pub const fn shared(mut self, place: usize) -> Self {
        self.shared = Some(place);
        self
    }

    /// Whether its value stands under its own name alone.
    pub fn is_one_text(&self) -> bool {
        self.spelling == Spelling::Text
    }

    /// Whether its name is the beginning of several headers'.
    pub fn is_collection(&self) -> bool {
        self.spelling == Spelling::Headers
    }

    /// Sets what the client says of it, else the description.
    pub(super) fn set_usual<'a>(
        &self,
        index: usize,
        values: &mut Values<'a>,
        client: &'a dyn Caller,
    ) {
        match self.usual {
            Some(json) if self.is_json => values.json(index, Ok(json.to_owned())),
            Some(text) => values.text(index, text),
            None => {}
        }
        if let Some(place) = self.shared {
            client.share(place, index, values);
        }
    }

    /// Whether its value can be sent, by its constraints.
    pub fn check(&self, value: &Value<'_>) -> Result<(), InvalidParameter> {
        if let Value::Refused(why) = value {
            return Err(why.clone());
        }
        let mut constraints = self.constraints.iter();
        constraints.try_for_each(|constraint| constraint.check(self.name, value))
    }

    fn tree<'v>(&self, value: &'v Value<'_>) -> Cow<'v, Spelled> {
        let tree = value.tree();
        match self.inner {
            [] => tree,
            inner => Cow::Owned(tree.into_owned().joined(inner)),
        }
    }
}

impl Target {
    /// Checks a parameter's value, and puts it where it belongs.
    pub fn put(&mut self, parameter: &Parameter, value: &Value<'_>) {
        let outcome = match (parameter.check(value), parameter.location) {
            (Err(refused), _) => Err(refused),
            (Ok(()), Location::Path) => {
                self.put_in_path(parameter, value);
                Ok(())
            }
            (Ok(()), Location::Query) => {
                self.put_in_query(parameter, value);
                Ok(())
            }
            (Ok(()), Location::Header) => self.put_in_header(parameter, value),
            (Ok(()), Location::Cookie) => {
                self.put_in_cookie(parameter, value);
                Ok(())
            }
            // The body puts it there.
            (Ok(()), Location::Part(_)) => Ok(()),
        };
        self.check(outcome);
    }

    fn put_in_path(&mut self, parameter: &Parameter, value: &Value<'_>) {
        let name = parameter.name;
        match parameter.spelling {
            Spelling::Tree(style) => self.segment_spelled(name, &parameter.tree(value), style),
            Spelling::Text | Spelling::Items(_) | Spelling::Headers => {
                let text = value.text();
                match (parameter.is_raw, parameter.may_be_empty) {
                    (true, _) => self.raw(name, &text),
                    (false, true) => self.segment_or_empty(name, &text),
                    (false, false) => self.segment(name, &text),
                }
            }
        }
    }

    fn put_in_query(&mut self, parameter: &Parameter, value: &Value<'_>) {
        let name = parameter.name;
        if parameter.may_be_empty && value.is_empty_list() {
            return self.query(name, "");
        }
        match (parameter.spelling, value) {
            (Spelling::Items(style), Value::Items(items)) => self.query_list(name, items, style),
            (Spelling::Tree(style), value) => {
                let tree = parameter.tree(value);
                match parameter.is_raw {
                    true => self.query_spelled_raw(name, &tree, style),
                    false => self.query_spelled(name, &tree, style),
                }
            }
            (_, value) if parameter.is_raw => self.query_raw(name, &value.text()),
            (_, value) => self.query(name, &value.text()),
        }
    }

    fn put_in_header(
        &mut self,
        parameter: &Parameter,
        value: &Value<'_>,
    ) -> Result<(), InvalidParameter> {
        let name = parameter.name;
        match (parameter.spelling, value) {
            (Spelling::Headers, value) => {
                add_headers_spelled(self.request(), name, &parameter.tree(value))
            }
            (Spelling::Tree(style), value) => {
                add_header_spelled(self.request(), name, &parameter.tree(value), style)
            }
            (Spelling::Items(style), Value::Items(items)) => {
                self.header(name, &text::joined(items, style));
                Ok(())
            }
            (Spelling::Text | Spelling::Items(_), value) => {
                self.header(name, &value.text());
                Ok(())
            }
        }
    }

    fn put_in_cookie(&mut self, parameter: &Parameter, value: &Value<'_>) {
        let name = parameter.name;
        match parameter.spelling {
            Spelling::Tree(style) => {
                add_cookie_spelled(self.request(), name, &parameter.tree(value), style);
            }
            Spelling::Text | Spelling::Items(_) | Spelling::Headers => {
                add_cookie(self.request(), name, &value.text());
            }
        }
    }
}
