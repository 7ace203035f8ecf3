//! Untagged unions: any value goes in, the alternative that fits it best comes out, and back.
//!
//! The value is held back, and every alternative looks at it. Those that it can be of are tried,
//! the best fit first, but none that would lose more of it than that one. Where a text in the value
//! names one of them, that one is it, and what is wrong inside is an error; a value that is none of
//! them is kept as it came.

use std::cell::Cell;
use std::cmp::Reverse;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, VariantAccess, Visitor,
};
use serde::ser::Serializer;
use serde_json::Value;

use super::{Buffered, Buffering, CHOICE, Encode, Fault, Look, Mode, Score, Secret};

/// An enum whose alternatives are told apart by what a value looks like.
pub trait Choice: Sized {
    /// The type's name in error texts.
    const NAME: &'static str;
    /// What the alternatives look like, in the order of their positions.
    const LOOKS: &'static [Look];
    /// Whether any alternative holds a secret; if so, a value that is none of them is secret.
    const SECRET: bool = false;

    /// Reads the alternative at this position.
    ///
    /// # Errors
    /// Those of the alternative.
    fn read<'de, D: Deserializer<'de>>(position: usize, value: D) -> Result<Self, D::Error>;

    /// Writes the alternative that it is.
    ///
    /// # Errors
    /// Those of the serializer and of values that their format cannot express.
    fn write<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error>;

    /// The variant for a value that is none of the alternatives.
    fn unknown(value: UnknownValue) -> Self;
}

/// Reads a choice.
///
/// # Errors
/// Those of the format, and of the alternative that a text in the value names.
pub fn read_choice<'de, C: Choice, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    deserializer.deserialize_newtype_struct(CHOICE, Choosing(PhantomData))
}

/// Writes a choice as the alternative that it is.
///
/// # Errors
/// Those of the serializer and of values that their format cannot express.
pub fn write_choice<C: Choice, S: Serializer>(
    choice: &C,
    mode: Mode,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    choice.write(mode, serializer)
}

/// A value that is none of the alternatives that the crate knows, kept as it came.
///
/// In a choice with a secret in any alternative it is secret: `Debug` shows nothing of it, and its
/// memory is zeroed on drop. It is boxed, so that it does not set the size of every choice.
#[derive(Clone)]
pub struct UnknownValue(Box<Kept>);

#[derive(Clone)]
struct Kept {
    value: Secret<Value>,
    secret: bool,
}

impl UnknownValue {
    /// A value of the caller's making. It counts as secret.
    pub fn new(value: impl Into<Value>) -> Self {
        Self::read(value.into(), true)
    }

    /// The value. It may hold secrets.
    pub fn expose(&self) -> &Value {
        self.0.value.expose()
    }

    /// Whether the choice has a secret in any of the alternatives that the crate knows.
    pub fn is_secret(&self) -> bool {
        self.0.secret
    }

    fn read(value: Value, secret: bool) -> Self {
        let value = Secret::new(value);
        Self(Box::new(Kept { value, secret }))
    }

    /// No value, to read into.
    pub(crate) fn placeholder() -> Self {
        Self::read(Value::Null, true)
    }
}

impl PartialEq for UnknownValue {
    /// Equal are two equal values, wherever they were read.
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = out.debug_tuple("UnknownValue");
        match self.0.secret {
            true => tuple.finish_non_exhaustive(),
            false => tuple.field(self.expose()).finish(),
        }
    }
}

impl Encode for UnknownValue {
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.secret {
            true => self.0.value.encode(mode, serializer),
            false => self.expose().encode(mode, serializer),
        }
    }
}

/// Reads a choice from a format, which gives it any value, or from a tree, which lets it choose
/// first and hands the value over afterwards, so that a failure keeps its path.
struct Choosing<C>(PhantomData<C>);

impl<'de, C: Choice> Visitor<'de> for Choosing<C> {
    type Value = C;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(C::NAME)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<C, D::Error> {
        let value = Buffered::deserialize(deserializer)?;
        choose(value).map_err(|refusal| D::Error::custom(refusal.fault))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tree: A) -> Result<C, A::Error> {
        let (value, whole) = tree.variant_seed(Buffering::new())?;
        choose(value)
            .or_else(|refusal| whole.newtype_variant_seed(Reading(refusal.position, PhantomData)))
    }
}

/// Reads the alternative at a position.
struct Reading<C>(usize, PhantomData<C>);

impl<'de, C: Choice> DeserializeSeed<'de> for Reading<C> {
    type Value = C;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<C, D::Error> {
        C::read(self.0, deserializer)
    }
}

/// Why the alternative that a value names does not take it.
struct Refusal {
    position: usize,
    fault: Fault,
}

fn choose<'de, C: Choice>(value: Buffered<'de>) -> Result<C, Refusal> {
    // A text that one alternative lists is of none that lists others. One that none lists may be new.
    let listed = C::LOOKS.iter().flat_map(|look| look.listed(&value, true));
    let listed: Vec<&str> = listed.collect();
    let is_of_others = |look: &Look| {
        let mut unlisted = look.listed(&value, false);
        unlisted.any(|property| listed.contains(&property))
    };
    let looks = C::LOOKS.iter().enumerate();
    let mut fitting: Vec<_> = looks
        .filter(|(_, look)| listed.is_empty() || !is_of_others(look))
        .filter_map(|(position, look)| Some((look.score(&value)?, position)))
        .collect();
    fitting.sort_by_key(|(score, _)| Reverse(*score));
    let named = fitting.first().is_some_and(|(score, _)| score.named);
    keep_lossless(&mut fitting);
    look_inside::<C>(&mut fitting, &value);
    let doubt = Doubt::enter(!named && fitting.len() > 1);
    if named || doubt.is_deep() {
        fitting.truncate(1);
    }
    for (_, position) in fitting {
        match C::read(position, value.clone()) {
            Ok(found) => return Ok(found),
            Err(fault) if named => return Err(Refusal { position, fault }),
            Err(_) => {}
        }
    }
    let unknown = UnknownValue::read(value.into_value(), C::SECRET);
    Ok(C::unknown(unknown))
}

/// What is not of the alternative that knows most of its properties is not of one that knows fewer,
/// and would lose them; and of several that know none it is none.
fn keep_lossless(fitting: &mut Vec<(Score, usize)>) {
    if let Some((best, _)) = fitting.first().copied() {
        let is_lone = fitting.len() == 1;
        // Fewer lost ones are more.
        fitting.retain(|(score, _)| score.lost >= best.lost && (is_lone || !score.blind));
    }
}

/// Of those that fit alike, the one that knows most of what is inside comes first, and none stays that
/// would lose more of it than one that was seen in as much of it as any.
fn look_inside<C: Choice>(fitting: &mut Vec<(Score, usize)>, value: &Buffered<'_>) {
    let best = fitting.first().map(|(score, _)| *score);
    let is_alike = |score: &Score| best.is_some_and(|best| score.is_like(&best));
    let alike = fitting.iter().take_while(|(score, _)| is_alike(score));
    let alike = alike.count();
    if alike < 2 {
        return;
    }
    let inside = |position: usize| C::LOOKS.get(position).map(|look| look.inside(value));
    let seen = fitting.drain(..alike);
    let mut seen: Vec<_> = seen
        .map(|it| (inside(it.1).unwrap_or_default(), it))
        .collect();
    seen.sort_by_key(|(inside, _)| Reverse(*inside));
    let most = seen.iter().map(|(inside, _)| inside.seen).max();
    let mut all = seen.iter().map(|(inside, _)| inside);
    // Fewer lost ones are more.
    let least = all.find(|inside| Some(inside.seen) == most);
    let least = least.map(|inside| inside.lost);
    let kept = seen
        .into_iter()
        .filter(|(inside, _)| Some(inside.lost) >= least);
    fitting.splice(..0, kept.map(|(_, it)| it));
}

thread_local! {
    /// How many choices around the one that is read may yet turn out otherwise.
    static DOUBTS: Cell<u8> = const { Cell::new(0) };
}

/// A choice between several alternatives that all look alike. Every one inside another may be read
/// once for each alternative of the other one, and so on: below so many of them only the best fit
/// is tried, so that no body takes more than its share of time.
struct Doubt {
    counts: bool,
}

impl Doubt {
    const MOST: u8 = 6;

    fn enter(counts: bool) -> Self {
        DOUBTS.set(DOUBTS.get().saturating_add(u8::from(counts)));
        Self { counts }
    }

    fn is_deep(&self) -> bool {
        DOUBTS.get() > Self::MOST
    }
}

impl Drop for Doubt {
    fn drop(&mut self) {
        DOUBTS.set(DOUBTS.get().saturating_sub(u8::from(self.counts)));
    }
}

/// Implements serde's traits and the runtime's for a [`Choice`].
macro_rules! choice {
    ($name:ty) => {
        $crate::support::object!($name, read_choice, write_choice);

        impl $crate::support::Blank for $name {
            fn blank() -> Self {
                let placeholder = $crate::support::UnknownValue::placeholder();
                <Self as $crate::support::Choice>::unknown(placeholder)
            }
        }
    };
}
pub(crate) use choice;
