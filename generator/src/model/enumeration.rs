//! Sets of values.

use serde_json::{Number, Value};

use super::{Docs, Name, Width};

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
