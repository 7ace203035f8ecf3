//! The visitor that builds a value tree, whatever the text's format.
//!
//! Comes in: a `serde` deserializer over JSON or YAML. Goes out: a `serde_json::Value` whose keys
//! are the raw text of the keys (`200:` is `"200"`), with integers beyond 64 bits as floats; and
//! the keys that stand twice in one object. Depth and size are limited, so that neither nesting
//! nor YAML aliases can exhaust the machine.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use crate::diagnostic::Pointer;

/// How many objects and arrays may stand inside each other.
pub(crate) const MAX_DEPTH: usize = 100;

/// What `<<` means as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MergeKeys {
    /// The entries of another object are taken in, as in YAML.
    Apply,
    /// Nothing special.
    Keep,
}

/// Why building stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// More than [`MAX_DEPTH`] objects and arrays inside each other.
    Depth,
    /// Aliases unfold to far more than the text itself.
    Size,
}

/// Builds the tree that one deserializer gives, and remembers what it met on the way.
pub(super) struct Builder {
    merge_keys: MergeKeys,
    /// How many bytes, and one for each value, may still be taken in.
    left: Cell<usize>,
    repeated: RefCell<Vec<Pointer>>,
    hit: Cell<Option<Limit>>,
}

impl Builder {
    /// For a text of `length` bytes. Without aliases a tree is never larger than its text, and
    /// with them it may be eight times as large.
    pub(super) fn new(length: usize, merge_keys: MergeKeys) -> Self {
        Self {
            merge_keys,
            left: Cell::new(length.saturating_mul(8).saturating_add(64 * 1024)),
            repeated: RefCell::default(),
            hit: Cell::default(),
        }
    }

    /// The tree.
    pub(super) fn build<'de, D: Deserializer<'de>>(&self, from: D) -> Result<Value, D::Error> {
        let node = Node {
            builder: self,
            path: &Path::Root,
            depth: 0,
        };
        node.deserialize(from)
    }

    /// The limit that was hit, if that is why there is no tree.
    pub(super) fn hit(&self) -> Option<Limit> {
        self.hit.get()
    }

    /// The keys that stand more than once in their object.
    pub(super) fn repeated(self) -> Vec<Pointer> {
        self.repeated.into_inner()
    }

    fn stop<E: Error>(&self, limit: Limit) -> E {
        self.hit.set(Some(limit));
        E::custom("limit")
    }

    fn take<E: Error>(&self, bytes: usize) -> Result<(), E> {
        match self.left.get().checked_sub(bytes.saturating_add(1)) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(self.stop(Limit::Size)),
        }
    }
}

/// The way from the document to a value, without a copy of the keys.
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(parent, key) => parent.pointer().child(key),
            Self::Index(parent, index) => parent.pointer().index(*index),
        }
    }
}

/// One value that is about to be read.
#[derive(Clone, Copy)]
struct Node<'a> {
    builder: &'a Builder,
    path: &'a Path<'a>,
    depth: usize,
}

impl<'a> Node<'a> {
    fn below<'b>(&self, path: &'b Path<'b>) -> Node<'b>
    where
        'a: 'b,
    {
        Node {
            builder: self.builder,
            path,
            depth: self.depth + 1,
        }
    }

    fn enter<E: Error>(&self) -> Result<(), E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.builder.stop(Limit::Depth));
        }
        self.builder.take(0)
    }

    fn number<E: Error>(&self, float: f64, text: impl FnOnce() -> String) -> Result<Value, E> {
        self.builder.take(0)?;
        // JSON has neither infinities nor NaN; as text they are reported wherever a number is
        // expected.
        Ok(Number::from_f64(float).map_or_else(|| Value::String(text()), Value::Number))
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.builder.take(0)?;
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.builder.take(0)?;
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.builder.take(0)?;
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.number(value as f64, || value.to_string())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.number(value as f64, || value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.number(value, || value.to_string())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.builder.take(value.len())?;
        Ok(value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.builder.take(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut array = Vec::new();
        loop {
            let path = Path::Index(self.path, array.len());
            match elements.next_element_seed(self.below(&path))? {
                Some(element) => array.push(element),
                None => return Ok(Value::Array(array)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut object = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.builder.take(key.len())?;
            let path = Path::Key(self.path, &key);
            let value = entries.next_value_seed(self.below(&path))?;
            if key == "<<" && self.builder.merge_keys == MergeKeys::Apply {
                merged.push(value);
            } else if object.contains_key(&key) {
                self.builder.repeated.borrow_mut().push(path.pointer());
            } else {
                object.insert(key, value);
            }
        }
        for value in merged {
            merge(&mut object, value);
        }
        Ok(Value::Object(object))
    }

    /// A YAML value with a tag of its own (`!secret x`): the tag means nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (IgnoredAny, value) = tagged.variant()?;
        value.newtype_variant_seed(self)
    }
}

/// Takes in the entries that a merge key brings: the object's own win, and earlier ones win over
/// later ones. What is neither an object nor a list of objects stays as an entry `<<`, where it
/// is an unknown key.
fn merge(object: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(more) => {
            for (key, value) in more {
                object.entry(key).or_insert(value);
            }
        }
        Value::Array(list) if list.iter().all(Value::is_object) => {
            for value in list {
                merge(object, value);
            }
        }
        other => {
            object.insert("<<".to_owned(), other);
        }
    }
}
