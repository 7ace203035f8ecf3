//! The same description with the keys of its mappings in another order.
//!
//! Comes in: YAML and a seed. Goes out: JSON (which is YAML too) that says the same.

use std::io;

use clientforge::source::Sources;
use serde_json::{Map, Value};

/// The description with every mapping's keys shuffled; the same seed gives the same order.
///
/// # Errors
///
/// The text is no YAML.
pub fn shuffled(yaml: &str, seed: u64) -> io::Result<String> {
    let json = in_other_order(tree(yaml)?, &mut Random(seed));
    Ok(json.to_string())
}

/// A text of YAML or JSON as a tree of values, as the generator reads it: keys such as `200` are
/// text.
///
/// # Errors
///
/// The text is neither.
pub fn tree(text: &str) -> io::Result<Value> {
    let sources = Sources::from_texts([("description.yaml", text)]);
    let read = sources.inputs().iter().find_map(|id| sources.value(*id));
    read.cloned()
        .ok_or_else(|| io::Error::other("this is no YAML"))
}

fn in_other_order(value: Value, random: &mut Random) -> Value {
    match value {
        Value::Object(object) => {
            let mut left: Vec<(String, Value)> = object.into_iter().collect();
            let mut shuffled = Map::new();
            while !left.is_empty() {
                let (key, value) = left.swap_remove(random.below(left.len()));
                shuffled.insert(key, in_other_order(value, random));
            }
            Value::Object(shuffled)
        }
        Value::Array(items) => Value::Array(
            items
                .into_iter()
                .map(|item| in_other_order(item, random))
                .collect(),
        ),
        scalar => scalar,
    }
}

/// SplitMix64: small, and the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number that is less than this one.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(mixed % bound).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::shuffled;

    #[test]
    fn says_the_same_in_another_order() {
        let yaml = "a: 1\nb: {c: [x, y], d: null, 200: 3}\ne: true\n";
        let texts: Vec<String> = (0..8).map(|seed| shuffled(yaml, seed).unwrap()).collect();
        assert!(texts.iter().any(|text| *text != texts[0]));
        let value: serde_json::Value = serde_json::from_str(&texts[0]).unwrap();
        assert_eq!(value["b"]["200"], 3);
        for text in &texts {
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(text).unwrap(),
                value
            );
        }
    }
}
