//! What a value looks like: a value goes in, and out comes how well it fits an alternative that
//! nothing names.
//!
//! A look is cheap: it sees the kind of a value, the names of an object's properties and the values
//! that mark an alternative, and decodes nothing. Inside of an object it sees only where several fit
//! alike, and only what the alternatives have other objects for.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::iter::Sum;

use super::{AnyTag, Buffered, Record, TextEnum, Union, is_known};

/// What the values of one alternative look like.
#[derive(Clone, Copy)]
pub enum Look {
    /// Any value.
    Anything,
    /// A truth value.
    Bool,
    /// An integer between two others, both of them included.
    Integer {
        /// The least one.
        least: i128,
        /// The greatest one.
        greatest: i128,
    },
    /// Any number.
    Number,
    /// A number of that look, or a text that spells one.
    Numeral(&'static Look),
    /// Any text.
    Text,
    /// Text of a form that only decoding tells.
    Formatted,
    /// A date, and no point in time.
    Date,
    /// A point in time, and no date alone.
    DateTime,
    /// One of some texts, or where the enumeration is open any text.
    Listed {
        /// Whether a text is one of them.
        known: fn(&str) -> bool,
        /// Whether other texts may come.
        open: bool,
    },
    /// One text and no other.
    OneText(&'static str),
    /// One number or truth value and no other, as JSON spells it.
    OneLiteral(&'static str),
    /// Values in order; what the first of them looks like, where that is known.
    List(Option<&'static Look>),
    /// Named values of one type; what the first of them looks like, where that is known.
    Map(Option<&'static Look>),
    /// An object with known properties.
    Object(ObjectLook),
    /// Any of these.
    OneOf(&'static [Look]),
}

/// Where only a date may come, a point in time is read as its date, and the other way round: by its
/// length alone is a text one of the two.
const A_DATE: &str = "2025-09-01";

/// What an object with known properties looks like.
#[derive(Clone, Copy)]
pub struct ObjectLook {
    fields: &'static [&'static str],
    /// It has a place for any other property.
    keeps: bool,
    required: &'static [usize],
    tag: Option<(&'static str, &'static str)>,
    /// Another tag is no other alternative.
    loose_tag: bool,
    texts: Marks,
    literals: Marks,
    /// Properties with the texts that it lists, of which others may list some, too.
    lists: Marks,
    /// Properties that hold other objects than those of other alternatives.
    holds: Holds,
}

/// Properties, and what stands in them looks like.
pub type Holds = &'static [(&'static str, Look)];

/// Properties whose values are one alternative's and no other's: texts, or how JSON spells them.
pub type Marks = &'static [(&'static str, &'static [&'static str])];

/// How well a value fits, compared with others; more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// A text in the value names the alternative.
    pub named: bool,
    /// How much of what the value is belongs to the alternative.
    weight: usize,
    /// How many properties the alternative has no place for.
    pub lost: Reverse<usize>,
    /// There are properties, and the alternative has a place for none of them.
    pub blind: bool,
    /// How many properties the alternative demands, all of which are there.
    demanded: usize,
}

impl Score {
    const fn of(weight: usize) -> Self {
        Self {
            named: false,
            weight,
            lost: Reverse(0),
            blind: false,
            demanded: 0,
        }
    }

    /// Whether as much of a value is known as with another score, whatever had to be there.
    pub fn is_like(&self, other: &Self) -> bool {
        let demanded = other.demanded;
        Self { demanded, ..*self } == *other
    }
}

/// The weight of a value that is the only one of its alternative: more than of any other scalar.
const ONE: usize = 5;

/// The weight of an object of which an alternative knows no property.
const BARE: usize = 1;

impl Look {
    /// The look of a record.
    pub const fn record<R: Record>() -> Self {
        Self::Object(ObjectLook {
            fields: R::SHAPE.keys,
            keeps: R::SHAPE.fields.len() > R::SHAPE.keys.len(),
            required: R::SHAPE.required,
            tag: R::SHAPE.tag,
            loose_tag: R::SHAPE.loose_tag,
            texts: &[],
            literals: &[],
            lists: &[],
            holds: &[],
        })
    }

    /// The look of a union's members.
    pub const fn union<U: Union>() -> Self {
        Self::Object(ObjectLook {
            fields: Tagged::<U>::FIELDS,
            keeps: true,
            required: &[0],
            tag: None,
            loose_tag: false,
            texts: &[],
            literals: &[],
            lists: &[],
            holds: &[],
        })
    }

    /// The look of an enumeration's texts.
    pub const fn text_enum<T: TextEnum>(open: bool) -> Self {
        Self::Listed {
            known: is_known::<T>,
            open,
        }
    }

    /// The same with the properties whose texts tell the alternative from the others.
    pub const fn marked(self, texts: Marks) -> Self {
        match self {
            Self::Object(look) => Self::Object(ObjectLook { texts, ..look }),
            other => other,
        }
    }

    /// The same with the properties whose numbers or truth values tell it.
    pub const fn marked_by_literals(self, literals: Marks) -> Self {
        match self {
            Self::Object(look) => Self::Object(ObjectLook { literals, ..look }),
            other => other,
        }
    }

    /// The same with the properties of which it lists the texts, where others list others.
    pub const fn listing(self, lists: Marks) -> Self {
        match self {
            Self::Object(look) => Self::Object(ObjectLook { lists, ..look }),
            other => other,
        }
    }

    /// The same with the properties that hold other objects than those of other alternatives.
    pub const fn holding(self, holds: Holds) -> Self {
        match self {
            Self::Object(look) => Self::Object(ObjectLook { holds, ..look }),
            other => other,
        }
    }

    /// The properties whose texts in a value the alternative lists, or those that it does not.
    pub(super) fn listed(
        &self,
        value: &Buffered<'_>,
        is_listed: bool,
    ) -> impl Iterator<Item = &'static str> {
        let (lists, entries) = match (self, value) {
            (Self::Object(look), Buffered::Object(entries)) => (look.lists, entries.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let found = lists.iter().filter(move |(property, texts)| {
            let mut values = entries.iter().filter(|(name, _)| name == property);
            values.any(|(_, value)| match value {
                Buffered::Text(text) => texts.contains(&text.as_ref()) == is_listed,
                _ => false,
            })
        });
        found.map(|(property, _)| *property)
    }

    /// How well a value fits; `None` where it cannot be of this alternative.
    pub(super) fn score(&self, value: &Buffered<'_>) -> Option<Score> {
        let weight = match (self, value) {
            (Self::OneOf(looks), value) => {
                return looks.iter().filter_map(|look| look.score(value)).max();
            }
            (Self::Object(look), Buffered::Object(entries)) => return look.score(entries),
            (Self::Anything, _) => 0,
            (Self::Bool, Buffered::Bool(_)) => 1,
            (Self::Integer { least, greatest }, value) => {
                let number = integer(value)?;
                if !(*least..=*greatest).contains(&number) {
                    return None;
                }
                // A number that looks like another one is rather that.
                if matches!(value, Buffered::Float(_)) {
                    return Some(Score::of(0));
                }
                // What takes fewer numbers says more of them.
                let span = greatest.checked_sub(*least);
                2 + usize::from(span.is_some_and(|span| span <= i128::from(u32::MAX)))
            }
            (Self::Number, Buffered::Signed(_) | Buffered::Unsigned(_) | Buffered::Float(_)) => 1,
            (Self::Numeral(look), Buffered::Text(text)) => {
                look.score(&number(text)?)?;
                3
            }
            // A number by itself is rather of an alternative that has no other form for it.
            (Self::Numeral(look), value) => {
                look.score(value)?;
                0
            }
            (Self::Formatted, Buffered::Text(_)) => 3,
            (Self::Date, Buffered::Text(text)) if text.len() == A_DATE.len() => 3,
            (Self::DateTime, Buffered::Text(text)) if text.len() > A_DATE.len() => 3,
            (Self::Text, Buffered::Text(_)) => 2,
            (Self::Listed { known, open }, Buffered::Text(text)) => match (known(text), open) {
                (true, _) => 4,
                (false, true) => 1,
                (false, false) => return None,
            },
            (Self::OneText(one), Buffered::Text(text)) if text == one => ONE,
            (Self::OneLiteral(one), value) if is_literal(value, &[*one]) => ONE,
            (Self::List(item), Buffered::List(items)) => {
                let first = items.iter().find(|item| !matches!(item, Buffered::Null));
                return inside(*item, first);
            }
            (Self::Map(value), Buffered::Object(entries)) => {
                let mut values = entries.iter().map(|(_, value)| value);
                let first = values.find(|value| !matches!(value, Buffered::Null));
                return inside(*value, first).map(|inner| Score { weight: 1, ..inner });
            }
            _ => return None,
        };
        Some(Score::of(weight))
    }
}

/// How much of the objects inside of a value an alternative knows, compared with others; more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Inside {
    /// How many properties it has no place for.
    pub lost: Reverse<usize>,
    /// How many it has a place for, or lists the value of.
    known: usize,
    /// In how many of the value's properties it was seen: where another kind of value stands than it has
    /// there, it loses nothing for the reason that it takes none of it.
    pub seen: usize,
}

impl Sum for Inside {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            lost: Reverse(sum.lost.0 + one.lost.0),
            known: sum.known + one.known,
            seen: sum.seen + one.seen,
        })
    }
}

impl Look {
    /// What the alternative knows inside of those properties of a value that hold other objects than
    /// those of other alternatives, or of all the objects in a list or a map.
    pub(super) fn inside(&self, value: &Buffered<'_>) -> Inside {
        let seen = |inside| Inside { seen: 1, ..inside };
        match (self, value) {
            (Self::Object(look), Buffered::Object(entries)) => {
                look.held(entries).flatten().map(seen).sum()
            }
            (Self::List(_) | Self::Map(_), _) if self.holds_objects() => {
                self.known(value).map(seen).unwrap_or_default()
            }
            _ => Inside::default(),
        }
    }

    /// Whether it is an object, or lists and maps of such.
    fn holds_objects(&self) -> bool {
        match self {
            Self::List(Some(inner)) | Self::Map(Some(inner)) => inner.holds_objects(),
            Self::Object(_) => true,
            _ => false,
        }
    }

    /// What it knows of all the objects of a value, and inside of those; `None` where the value is of another
    /// kind.
    fn known(&self, value: &Buffered<'_>) -> Option<Inside> {
        match (self, value) {
            (_, Buffered::Null) => Some(Inside::default()),
            (Self::List(Some(item)), Buffered::List(items)) => {
                items.iter().map(|value| item.known(value)).sum()
            }
            (Self::Map(Some(item)), Buffered::Object(entries)) => {
                entries.iter().map(|(_, value)| item.known(value)).sum()
            }
            (Self::Object(look), Buffered::Object(entries)) => {
                let listed = self.listed(value, true).count();
                let own = Some(look.known(entries, listed));
                std::iter::once(own).chain(look.held(entries)).sum()
            }
            _ => None,
        }
    }
}

/// What a list or a map is worth: what the first value in it is, which does not name the whole.
fn inside(look: Option<&Look>, first: Option<&Buffered<'_>>) -> Option<Score> {
    let inner = match (look, first) {
        (Some(look), Some(value)) => look.score(value)?,
        _ => Score::of(0),
    };
    Some(Score {
        named: false,
        weight: 1 + inner.weight,
        ..inner
    })
}

impl ObjectLook {
    fn score(&self, entries: &[(Cow<'_, str>, Buffered<'_>)]) -> Option<Score> {
        let has = |name: &str| entries.iter().any(|(key, _)| key == name);
        let mut required = self.required.iter().map(|bit| self.fields.get(*bit));
        if required.any(|field| field.is_some_and(|name| !has(name))) {
            return None;
        }
        let mut named = false;
        for (name, value) in entries {
            match self.is_marked(name, value) {
                Some(true) => named = true,
                Some(false) => return None,
                None => {}
            }
            if let Some((key, text)) = self.tag
                && !self.loose_tag
                && name == key
                && AnyTag::of(value).is_some_and(|found| found.text != text)
            {
                return None;
            }
        }
        let (count, others) = self.count(entries);
        Some(Score {
            named,
            weight: BARE + 2 * count,
            lost: Reverse(others),
            blind: count == 0 && others > 0,
            demanded: self.required.len(),
        })
    }

    /// What it knows of an object that may be of another alternative. It lists the texts of so many.
    fn known(&self, entries: &[(Cow<'_, str>, Buffered<'_>)], listed: usize) -> Inside {
        let (count, others) = self.count(entries);
        let is_marked =
            |(name, value): &&(Cow<'_, str>, _)| self.is_marked(name, value) == Some(true);
        Inside {
            lost: Reverse(others),
            known: count + listed + entries.iter().filter(is_marked).count(),
            seen: 0,
        }
    }

    /// What it knows of each value that stands in a property which holds objects.
    fn held(
        &self,
        entries: &[(Cow<'_, str>, Buffered<'_>)],
    ) -> impl Iterator<Item = Option<Inside>> {
        self.holds.iter().flat_map(move |(property, held)| {
            let values = entries.iter().filter(move |(name, _)| name == property);
            values.map(|(_, value)| held.known(value))
        })
    }

    /// How many of an object's properties it knows, and how many of them it has no place for.
    fn count(&self, entries: &[(Cow<'_, str>, Buffered<'_>)]) -> (usize, usize) {
        let tag = self.tag.map(|(key, _)| key);
        let known = |(name, _): &&(Cow<'_, str>, _)| {
            tag == Some(name.as_ref()) || self.fields.contains(&name.as_ref())
        };
        let count = entries.iter().filter(known).count();
        let others = if self.keeps { 0 } else { entries.len() - count };
        (count, others)
    }

    /// Whether a property's value is one that marks the alternative; `None` where no value does.
    fn is_marked(&self, name: &str, value: &Buffered<'_>) -> Option<bool> {
        let of = |marks: Marks| {
            let mut marks = marks.iter();
            Some(marks.find(|(property, _)| *property == name)?.1)
        };
        let marks = of(self.texts);
        Some(match (marks, value) {
            (Some(texts), Buffered::Text(text)) => texts.contains(&text.as_ref()),
            (Some(_), _) => false,
            (None, _) => is_literal(value, of(self.literals)?),
        })
    }
}

/// Whether a value is one of some numbers and truth values.
fn is_literal(value: &Buffered<'_>, literals: &[&str]) -> bool {
    let tag = AnyTag::of(value);
    tag.is_some_and(|tag| tag.is_literal && literals.contains(&tag.text.as_ref()))
}

/// The number that a text spells.
fn number(text: &str) -> Option<Buffered<'_>> {
    let signed = text.parse().map(Buffered::Signed);
    let unsigned = |_| text.parse().map(Buffered::Unsigned);
    let float = |_| text.parse().map(Buffered::Float);
    signed.or_else(unsigned).or_else(float).ok()
}

/// A number without a fraction, however it is written.
fn integer(value: &Buffered<'_>) -> Option<i128> {
    match value {
        Buffered::Signed(value) => Some(i128::from(*value)),
        Buffered::Unsigned(value) => Some(i128::from(*value)),
        Buffered::Float(_) => match value.clone().with_integer() {
            Buffered::Signed(value) => Some(i128::from(value)),
            _ => None,
        },
        _ => None,
    }
}

/// A look for every type of integers, called like the type.
macro_rules! integers {
    ($($name:ident is $type:ty),+) => {
        impl Look {
            $(
                #[doc = concat!("A number that is an `", stringify!($type), "`.")]
                pub const $name: Self = Self::Integer {
                    least: <$type>::MIN as i128,
                    greatest: <$type>::MAX as i128,
                };
            )+
        }
    };
}

integers!(I8 is i8, I16 is i16, I32 is i32, I64 is i64);
integers!(U8 is u8, U16 is u16, U32 is u32, U64 is u64);

impl Look {
    /// Any integer that can be read.
    pub const I128: Self = Self::Integer {
        least: i128::MIN,
        greatest: i128::MAX,
    };
}

/// A union's tag as the name of a property.
struct Tagged<U>(std::marker::PhantomData<U>);

impl<U: Union> Tagged<U> {
    const FIELDS: &'static [&'static str] = &[U::TAG];
}
