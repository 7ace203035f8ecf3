//! Types of the API: records, unions, enumerations, aliases, and what they are made of.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::{Choice, Docs, Examples, Name, Numeral, Xml};
use crate::diagnostic::Origin;

/// Index of a definition in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// Every definition of an API, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Types {
    definitions: IndexMap<TypeId, Definition>,
}

impl Types {
    /// Puts a definition at its place; an earlier one there is replaced.
    pub fn insert(&mut self, id: TypeId, definition: Definition) {
        self.definitions.insert(id, definition);
    }

    /// Adds a definition; gives its id.
    pub fn add(&mut self, definition: Definition) -> TypeId {
        let last = self.definitions.keys().max();
        let id = TypeId(last.map_or(0, |last| last.0.saturating_add(1)));
        self.insert(id, definition);
        id
    }

    /// The definition behind an id.
    pub fn get(&self, id: TypeId) -> Option<&Definition> {
        self.definitions.get(&id)
    }

    /// The definition behind an id, to decide something about it.
    pub fn get_mut(&mut self, id: TypeId) -> Option<&mut Definition> {
        self.definitions.get_mut(&id)
    }

    /// Keeps the definitions that `keep` names, in their order.
    pub fn retain(&mut self, mut keep: impl FnMut(TypeId) -> bool) {
        self.definitions.retain(|id, _| keep(*id));
    }

    /// All definitions, in order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Definition)> {
        self.definitions
            .iter()
            .map(|(id, definition)| (*id, definition))
    }

    /// All definitions, in order, to decide something about each.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (TypeId, &mut Definition)> {
        self.definitions
            .iter_mut()
            .map(|(id, definition)| (*id, definition))
    }

    /// Sorts by a key, so that the order of a document's keys does not reach the output.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&Definition) -> K) {
        self.definitions
            .sort_by_cached_key(|_, definition| key(definition));
    }

    /// Follows aliases until something else stands there.
    pub fn resolve<'t>(&'t self, mut ty: &'t Type) -> &'t Type {
        // Lowering leaves no cycle of aliases; the bound keeps this total without relying on it.
        for _ in 0..=self.definitions.len() {
            match ty {
                Type::Named(id) => match self.get(*id).map(|definition| &definition.shape) {
                    Some(Shape::Alias(target)) => ty = target,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }

    /// The same, and a number's own type where JSON may carry it as text.
    pub fn number<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match self.resolve(ty) {
            Type::Numeral(numeral) => &numeral.number,
            other => other,
        }
    }

    /// Whether a value of the type is one text wherever it is no JSON.
    pub fn is_one_text(&self, ty: &Type) -> bool {
        match self.resolve(ty) {
            Type::Bool
            | Type::Integer(_)
            | Type::Float32
            | Type::Float64
            | Type::Numeral(_)
            | Type::Text
            | Type::Bytes(_)
            | Type::DateTime(_)
            | Type::Date
            | Type::Duration
            | Type::Uuid => true,
            Type::Secret(inner) => matches!(self.resolve(inner), Type::Text),
            Type::Named(id) => self
                .get(*id)
                .is_some_and(|definition| matches!(definition.shape, Shape::Enumeration(_))),
            Type::Raw
            | Type::File
            | Type::Any
            | Type::Foreign(_)
            | Type::AnyObject
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_) => false,
        }
    }

    /// Whether code can write a value of the type down.
    pub fn writes(&self, ty: &Type, value: &Value) -> bool {
        match self.number(ty) {
            Type::Text => value.is_string(),
            Type::Bool => value.is_boolean(),
            Type::Integer(width) => width.allows(value),
            Type::Float32 | Type::Float64 => value.is_number(),
            ty @ Type::Named(_) => self
                .enumeration(ty)
                .is_some_and(|enumeration| enumeration.known(value).is_some()),
            Type::Numeral(_)
            | Type::Bytes(_)
            | Type::Raw
            | Type::File
            | Type::DateTime(_)
            | Type::Date
            | Type::Duration
            | Type::Uuid
            | Type::Any
            | Type::Foreign(_)
            | Type::AnyObject
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Secret(_) => false,
        }
    }

    /// Whether a secret can be reached from the type, once `analyze::derives` has found which
    /// definitions have one.
    pub fn holds_secret(&self, ty: &Type) -> bool {
        ty.layers().any(|layer| match layer {
            Type::Named(id) => self
                .get(*id)
                .is_some_and(|definition| definition.decisions.secret),
            Type::Secret(_) => true,
            _ => false,
        })
    }

    /// The record behind a type, through aliases.
    pub fn record<'t>(&'t self, ty: &'t Type) -> Option<&'t Record> {
        match self.resolve(ty) {
            Type::Named(id) => self.record_of(*id),
            _ => None,
        }
    }

    /// A type without aliases anywhere in it.
    pub fn seen_through(&self, ty: &Type) -> Type {
        let inside = |inner: &Type| Box::new(self.seen_through(inner));
        match self.resolve(ty) {
            Type::List(inner) => Type::List(inside(inner)),
            Type::Map(inner) => Type::Map(inside(inner)),
            Type::Nullable(inner) => Type::Nullable(inside(inner)),
            Type::Secret(inner) => Type::Secret(inside(inner)),
            ty => ty.clone(),
        }
    }

    /// The enumeration behind a type, through aliases.
    pub fn enumeration<'t>(&'t self, ty: &'t Type) -> Option<&'t Enumeration> {
        let Type::Named(id) = self.resolve(ty) else {
            return None;
        };
        match &self.get(*id)?.shape {
            Shape::Enumeration(enumeration) => Some(enumeration),
            Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Alias(_) => None,
        }
    }

    /// The enumeration of texts behind a type, through aliases.
    pub fn text_enumeration<'t>(&'t self, ty: &'t Type) -> Option<&'t Enumeration> {
        self.enumeration(ty).filter(|found| found.number.is_none())
    }

    /// The choice behind a type, through aliases.
    pub fn choice<'t>(&'t self, ty: &'t Type) -> Option<&'t Choice> {
        let Type::Named(id) = self.resolve(ty) else {
            return None;
        };
        match &self.get(*id)?.shape {
            Shape::Choice(choice) => Some(choice),
            Shape::Record(_) | Shape::Union(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
        }
    }

    /// The record of that id.
    pub fn record_of(&self, id: TypeId) -> Option<&Record> {
        match &self.get(id)?.shape {
            Shape::Record(record) => Some(record),
            Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
        }
    }
}

/// One named type.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The schema's key, or a name made from where an inline schema stands.
    pub name: Name,
    /// The file of its own in `models/`, decided by `analyze::names`.
    pub module: String,
    /// What the description says of it.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// Example values that the description gives for it.
    pub examples: Examples,
    /// Where it stands in the description.
    pub origin: Origin,
    /// What the description says of its place in XML.
    pub xml: Xml,
    /// What `analyze` decided about it.
    pub decisions: Decisions,
}

/// What `analyze` decides about a definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// A secret can be reached from it.
    pub secret: bool,
    /// `PartialEq` can be derived.
    pub comparable: bool,
    /// `Default` can be derived: nothing in it is required.
    pub defaultable: bool,
    /// A request can carry it.
    pub sent: bool,
    /// A response can carry it.
    pub received: bool,
    /// It is the body of an error response: how its code and message are found.
    pub error: Option<ErrorShape>,
    /// It is one page of a list: how its items and the link to the next page are found.
    pub page: Option<PageShape>,
    /// Where in the crate it lives.
    pub home: Home,
}

/// Where in the crate a definition lives, decided by `analyze::gates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Home {
    /// The module of `models/` that its own one stands in; `None` where it stands in `models/`
    /// itself.
    pub folder: Option<String>,
    /// The cargo features that each bring it; none: it is always there.
    pub features: Vec<String>,
}

impl Home {
    /// A module of `models/`, for what is always there.
    pub fn in_folder(folder: &str) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            features: Vec::new(),
        }
    }
}

impl Decisions {
    /// What a response brings, a request can send back.
    pub fn is_round_trip(&self) -> bool {
        self.sent && self.received
    }
}

/// Where an error body keeps its code and its message: field positions from the record inwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorShape {
    /// Path to the code, as positions of fields; empty where there is none.
    pub code: Vec<usize>,
    /// Path to the message.
    pub message: Vec<usize>,
    /// Path to a shorter one, for errors that do not have the message.
    pub title: Vec<usize>,
    /// Path to what is wrong with each value, by the name of the value.
    pub invalid: Vec<usize>,
    /// The fields that are called after values, and say what is wrong with them.
    pub named: Vec<usize>,
}

/// Where a page of a list keeps its items and its link: field positions from the record inwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageShape {
    /// Path to the list of items.
    pub items: Vec<usize>,
    /// Path to the link to the next page; empty where there is none.
    pub next_link: Vec<usize>,
}

/// What a definition is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with named properties.
    Record(Record),
    /// One of several records, told apart by a property.
    Union(Union),
    /// One of several types, told apart by what a value looks like.
    Choice(Choice),
    /// A set of texts.
    Enumeration(Enumeration),
    /// Another name for a type.
    Alias(Type),
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `boolean`.
    Bool,
    /// `integer`.
    Integer(Width),
    /// `number` with format `float`.
    Float32,
    /// Any other `number`.
    Float64,
    /// A number that JSON may carry as text.
    Numeral(Numeral),
    /// `string` without a format of its own.
    Text,
    /// Bytes in a text.
    Bytes(BytesFormat),
    /// A whole body as it is.
    Raw,
    /// A file in a form.
    File,
    /// A point in time.
    DateTime(DateTimeFormat),
    /// A calendar date (RFC 3339 `full-date`).
    Date,
    /// An ISO 8601 duration.
    Duration,
    /// A UUID (RFC 9562).
    Uuid,
    /// Any JSON value.
    Any,
    /// Any JSON object.
    AnyObject,
    /// `array`.
    List(Box<Type>),
    /// An array whose elements are told apart by their position.
    Tuple(Tuple),
    /// An object of arbitrary keys.
    Map(Box<Type>),
    /// A value or `null`, where it stands in a list or a map.
    Nullable(Box<Type>),
    /// A value that is never printed.
    Secret(Box<Type>),
    /// A definition.
    Named(TypeId),
    /// A type of the caller's, by its absolute path.
    Foreign(String),
}

impl Type {
    /// This type, then what it is a list, a map, a tuple or another wrapping of, inwards.
    pub fn layers(&self) -> impl Iterator<Item = &Type> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let ty = open.pop()?;
            open.extend(ty.parts().rev());
            Some(ty)
        })
    }

    /// What it is made of, where it is not a definition.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &Type> {
        let (first, others, last): (Option<&Type>, &[Type], Option<&Type>) = match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Secret(inner) => {
                (Some(inner), &[], None)
            }
            Self::Tuple(tuple) => (None, &tuple.elements, tuple.rest.as_deref()),
            Self::Bool
            | Self::Integer(_)
            | Self::Float32
            | Self::Float64
            | Self::Numeral(_)
            | Self::Text
            | Self::Bytes(_)
            | Self::Raw
            | Self::File
            | Self::DateTime(_)
            | Self::Date
            | Self::Duration
            | Self::Uuid
            | Self::Any
            | Self::AnyObject
            | Self::Named(_)
            | Self::Foreign(_) => (None, &[], None),
        };
        first.into_iter().chain(others).chain(last)
    }

    /// Whether a secret stands in it, its own definitions aside.
    pub fn is_secret(&self) -> bool {
        self.layers().any(|layer| matches!(layer, Self::Secret(_)))
    }
}

/// An array whose elements are told apart by their position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tuple {
    /// The types of the elements that have a position of their own.
    pub elements: Vec<Type>,
    /// How many of them are always there.
    pub required: usize,
    /// The type of the elements after them, where there may be some.
    pub rest: Option<Box<Type>>,
}

/// Which whole numbers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// `int8`.
    I8,
    /// `int16`.
    I16,
    /// `int32`.
    I32,
    /// `int64`, and whatever says nothing.
    I64,
    /// What is described as beyond 64 bits.
    I128,
    /// `uint8`.
    U8,
    /// `uint16`.
    U16,
    /// `uint32`.
    U32,
    /// `uint64`.
    U64,
}

impl Width {
    /// The least and the greatest number.
    pub fn bounds(self) -> (i128, i128) {
        fn wide<T: Into<i128>>(least: T, greatest: T) -> (i128, i128) {
            (least.into(), greatest.into())
        }
        match self {
            Self::I8 => wide(i8::MIN, i8::MAX),
            Self::I16 => wide(i16::MIN, i16::MAX),
            Self::I32 => wide(i32::MIN, i32::MAX),
            Self::I64 => wide(i64::MIN, i64::MAX),
            Self::I128 => (i128::MIN, i128::MAX),
            Self::U8 => wide(u8::MIN, u8::MAX),
            Self::U16 => wide(u16::MIN, u16::MAX),
            Self::U32 => wide(u32::MIN, u32::MAX),
            Self::U64 => wide(u64::MIN, u64::MAX),
        }
    }

    /// Whether a value is such a number.
    pub fn allows(self, value: &Value) -> bool {
        let number = value.as_number().and_then(Number::as_i128);
        let (least, greatest) = self.bounds();
        number.is_some_and(|number| (least..=greatest).contains(&number))
    }
}

/// How bytes are spelled in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesFormat {
    /// RFC 4648, section 4: `format: byte`.
    Base64,
    /// RFC 4648, section 5: `format: base64url`.
    Base64Url,
}

/// How a point in time is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTimeFormat {
    /// `format: date-time`.
    Rfc3339,
    /// `format: date-time-rfc1123`, the form of RFC 9110, section 5.6.7.
    Rfc7231,
    /// `format: unixtime`: seconds since 1970.
    Unix,
}

/// An object with named properties.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its properties; inherited ones first.
    pub fields: Vec<Field>,
    /// Wire names of the required ones, in the order in which a constructor takes them.
    pub constructor: Vec<String>,
    /// What happens to properties that are not described.
    pub extra: Extra,
    /// It is one of Azure's resources.
    pub resource: bool,
    /// The property whose value the type itself stands for, as a member of a union.
    pub tag: Option<Tag>,
}

impl Record {
    /// The fields that a caller has to give, in the order of the description's `required`. One that
    /// requests alone have is among them, be it absent in what the service answers.
    pub fn constructor_arguments(&self) -> impl Iterator<Item = &Field> {
        self.required_fields().filter(|field| {
            let sent = match field.presence {
                Presence::Required => field.access != Access::ReadOnly,
                Presence::Optional => field.access == Access::WriteOnly && field.only.is_none(),
                Presence::Nullable | Presence::OptionalNullable => false,
            };
            sent && field.constant.is_none()
        })
    }

    /// The fields that have one value alone, in the same order.
    pub fn constants(&self) -> impl Iterator<Item = &Field> {
        self.required_fields()
            .filter(|field| field.constant.is_some())
    }

    fn required_fields(&self) -> impl Iterator<Item = &Field> {
        let field = |name: &String| self.fields.iter().find(|it| it.name.source == *name);
        self.constructor.iter().filter_map(field)
    }
}

/// A discriminator's property and the value that means this record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The property's wire name.
    pub property: String,
    /// Its value; `None` where several values mean this record, so that only the union knows.
    pub value: Option<String>,
    /// The value is a number or a truth value on the wire, spelled here as in JSON.
    pub literal: bool,
    /// The record has no other value by itself either. Else only the union says what it is.
    pub fixed: bool,
}

impl Tag {
    /// The text of a discriminator's value: a number or a truth value as JSON spells it, a whole number
    /// without a fraction.
    pub fn spelled(value: &Value) -> Option<Cow<'_, str>> {
        match value {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Bool(truth) => Some(Cow::Owned(truth.to_string())),
            Value::Number(number) => {
                let text = number.to_string();
                let whole = text.strip_suffix(".0").map(str::to_owned);
                Some(Cow::Owned(whole.unwrap_or(text)))
            }
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// What happens to properties that are not described.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Extra {
    /// They are skipped.
    #[default]
    Ignored,
    /// They are kept and written back.
    Kept {
        /// The field that holds them.
        name: Name,
        /// The type of their values.
        ty: Type,
    },
}

/// One property of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// Wire name and identifier.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// The type of its value, without what `presence` says.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether requests or responses carry it.
    pub access: Access,
    /// The one kind of request that carries it, where the description says so.
    pub only: Option<Only>,
    /// Bounds of its value, for the docs.
    pub constraints: Constraints,
    /// The documented default.
    pub default: Option<Value>,
    /// The numbers or truth values that are all it may be, as JSON spells them.
    pub literals: Vec<String>,
    /// The one value that it has in whatever a caller makes, decided by `analyze::constants`.
    pub constant: Option<Value>,
    /// What the description says of its place in XML.
    pub xml: Xml,
    /// Behind a pointer, because the type would contain itself otherwise.
    pub boxed: bool,
}

/// Whether a property may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, maybe null.
    Nullable,
    /// There or not; null means not.
    Optional,
    /// There, null or absent, and the three are told apart.
    OptionalNullable,
}

/// Which direction a property travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Both.
    ReadWrite,
    /// `readOnly`: responses alone.
    ReadOnly,
    /// `writeOnly`: requests alone.
    WriteOnly,
}

/// The one kind of request that carries a property: `x-ms-mutability` without the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Those that create something.
    Creation,
    /// Those that change something.
    Change,
}

/// Bounds of a value (JSON Schema Validation, Wright draft 00, section 5).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
    /// An ECMA-262 expression to be found in the text.
    pub pattern: Option<String>,
    /// Least value.
    pub minimum: Option<Number>,
    /// The least value itself is out.
    pub exclusive_minimum: bool,
    /// Greatest value.
    pub maximum: Option<Number>,
    /// The greatest value itself is out.
    pub exclusive_maximum: bool,
    /// A divisor of the value.
    pub multiple_of: Option<Number>,
    /// Fewest items.
    pub min_items: Option<u64>,
    /// Most items.
    pub max_items: Option<u64>,
    /// No two items are equal.
    pub unique_items: bool,
    /// The texts that a variable of a server can have; none: any (OpenAPI 3.0.3, Server Variable Object).
    pub listed: Vec<String>,
}

/// One of several records, told apart by the value of a property.
#[derive(Clone, Debug)]
pub struct Union {
    /// The discriminator's property.
    pub tag: String,
    /// The members inherit the discriminator's property, whether it is among their properties or not.
    pub inherited: bool,
    /// How a caller reads the tag of a value.
    pub tag_reader: TagReader,
    /// The members, in document order.
    pub variants: Vec<Variant>,
    /// The fields that all members have alike, decided by `analyze::shared`.
    pub shared: Vec<Field>,
    /// The variant that keeps what is not described; `None` where the union is closed.
    pub fallback: Option<Name>,
    /// The position of the member that a closed union's blank value is of, decided by
    /// `analyze::blanks`.
    pub blank: usize,
}

/// The accessor for a union's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagReader {
    /// The accessor's name.
    pub name: Name,
    /// The enumeration that lists the tags, where the description has one.
    pub ty: Option<TypeId>,
}

/// One member of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The tag's value, and the variant's identifier.
    pub name: Name,
    /// The member.
    pub ty: TypeId,
    /// The tag is a number or a truth value on the wire, spelled here as in JSON.
    pub literal: bool,
}

/// A set of texts, open to new ones or closed, or of whole numbers with names, which is open.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// The values known to the description.
    pub values: Vec<EnumValue>,
    /// Which numbers the values are; `None` where they are texts.
    pub number: Option<Width>,
    /// The variant that keeps a new value; `None` where the enumeration is closed.
    pub fallback: Option<Name>,
}

impl Enumeration {
    /// Its value as JSON, where it has one alone.
    pub fn only(&self) -> Option<Value> {
        let [only] = self.values.as_slice() else {
            return None;
        };
        match self.number {
            Some(_) => serde_json::from_str(&only.name.source).ok(),
            None => Some(Value::from(only.name.source.as_str())),
        }
    }

    /// The known value that JSON spells so.
    pub fn known(&self, value: &Value) -> Option<&EnumValue> {
        let mut values = self.values.iter();
        match self.number {
            Some(_) => {
                let number = value.as_number().and_then(Number::as_i128)?.to_string();
                values.find(|known| known.name.source == number)
            }
            None => values.find(|known| value.as_str() == Some(&known.name.source)),
        }
    }
}

/// One value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The text or the number on the wire, and the variant's identifier.
    pub name: Name,
    /// A name that the description suggests for the variant.
    pub suggested: Option<String>,
    /// What the description says of it.
    pub docs: Docs,
}
