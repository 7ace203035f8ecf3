//! Examples without the secrets in them: a text in the place of each, so that the rest can be shown.

use serde_json::Value;

use crate::model::{Extra, Record, Shape, Type, Types};

/// Stands for a secret.
pub(super) const MASK: &str = "[REDACTED]";

/// Masks the secret texts in a value of a type. A secret of another type stays, and so does what
/// stands in a choice: which alternative a value is read as is decided when it is read.
pub(super) fn mask(types: &Types, ty: &Type, value: &mut Value) {
    match (ty, value) {
        (Type::Secret(_), Value::String(text)) => MASK.clone_into(text),
        (Type::Nullable(inner), value) => mask(types, inner, value),
        (Type::List(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| mask(types, inner, item));
        }
        (Type::Map(inner), Value::Object(entries)) => {
            entries
                .values_mut()
                .for_each(|entry| mask(types, inner, entry));
        }
        (Type::Named(id), value) => match types.get(*id).map(|definition| &definition.shape) {
            Some(Shape::Alias(target)) => mask(types, target, value),
            Some(Shape::Record(record)) => mask_record(types, record, value),
            Some(Shape::Union(union)) => {
                let tag = value.get(&union.tag).and_then(Value::as_str);
                let mut variants = union.variants.iter();
                let member = variants.find(|variant| Some(&*variant.name.source) == tag);
                if let Some(member) = member {
                    mask(types, &Type::Named(member.ty), value);
                }
            }
            Some(Shape::Choice(_) | Shape::Enumeration(_)) | None => {}
        },
        _ => {}
    }
}

fn mask_record(types: &Types, record: &Record, value: &mut Value) {
    for (name, value) in value.as_object_mut().into_iter().flatten() {
        let mut fields = record.fields.iter();
        match (
            fields.find(|field| field.name.source == *name),
            &record.extra,
        ) {
            (Some(field), _) => mask(types, &field.ty, value),
            (None, Extra::Kept { ty, .. }) => mask(types, ty, value),
            (None, Extra::Ignored) => {}
        }
    }
}
