//! A number or a text, as Kubernetes has it for ports and amounts (`format: int-or-string`).

use super::{
    Lowering,
    keywords::{Keywords, Kind},
};
use crate::model::{Alternative, Choice, Docs, Name, Shape, Type, Width};

/// The choice between both, unless the configuration has a type for the format.
pub(super) fn try_int_or_string(
    lowering: &mut Lowering<'_>,
    keywords: &Keywords<'_>,
) -> Option<Shape> {
    let format = keywords.format.as_deref()?;
    let is_either = matches!(keywords.kind, None | Some(Kind::String | Kind::Integer));
    let is_meant = format == "int-or-string" && is_either;
    if !is_meant || lowering.selection.format(format).is_some() {
        return None;
    }
    let either = [
        ("integer", Type::Integer(Width::I64)),
        ("string", Type::Text),
    ];
    let alternatives = either.map(|(name, ty)| Alternative {
        name: Name::new(name),
        docs: Docs::default(),
        ty,
        marks: Vec::new(),
        listed: Vec::new(),
        inside: Vec::new(),
        joint: false,
        converts: false,
    });
    Some(Shape::Choice(Choice {
        constants: Vec::new(),
        alternatives: alternatives.into(),
        fallback: Name::new("unknown"),
    }))
}
