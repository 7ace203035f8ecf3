//! How the bodies that are XML stand there: names and shapes, from what schemas say of them.
//!
//! Comes in: the model with an [`Xml`] at each property, type and body. Goes out: an [`XmlRoot`] at
//! each such body, and an [`XmlRecord`] for each record in one.

use std::collections::BTreeMap;

use crate::model::{
    Api, Coding, Extra, Field, Operation, Presence, Shape, Type, TypeId, Types, Xml, XmlField,
    XmlName, XmlPlace, XmlRecord, XmlRoot, XmlShape,
};

/// Decides the shapes of all bodies in XML.
pub(super) fn decide(api: &mut Api) {
    let Api { groups, types, .. } = api;
    let mut shapes = Shapes {
        types,
        records: BTreeMap::new(),
    };
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let Operation {
            body,
            success,
            failure,
            ..
        } = operation;
        if let Some(body) = body.as_mut().filter(|body| body.coding == Coding::Xml) {
            body.xml = Some(shapes.root(&body.ty, &body.root));
        }
        for arm in success.arms.iter_mut().chain(&mut failure.arms) {
            if let Some(ty) = arm.body.as_ref().filter(|_| arm.coding == Coding::Xml) {
                arm.xml = Some(shapes.root(ty, &arm.root));
            }
        }
    }
    api.xml = shapes.records.into_values().flatten().collect();
}

struct Shapes<'t> {
    types: &'t Types,
    /// `None` for a record whose shape is being made.
    records: BTreeMap<TypeId, Option<XmlRecord>>,
}

impl Shapes<'_> {
    fn root(&mut self, ty: &Type, xml: &Xml) -> XmlRoot {
        XmlRoot {
            name: name(xml, "root"),
            shape: self.shape(ty, xml, "item"),
        }
    }

    /// The shape of a value; `own` is what its place is called.
    fn shape(&mut self, ty: &Type, xml: &Xml, own: &str) -> XmlShape {
        match ty {
            Type::Bool => XmlShape::Bool,
            Type::Integer(_)
            | Type::Float32
            | Type::Float64
            | Type::Numeral(_)
            | Type::DateTime(crate::model::DateTimeFormat::Unix) => XmlShape::Number,
            Type::Text | Type::Bytes(_) | Type::Raw | Type::File => XmlShape::Text,
            Type::DateTime(_) | Type::Date | Type::Duration | Type::Uuid => XmlShape::Word,
            // `lower` leaves bodies with tuples as bytes.
            Type::Any | Type::AnyObject | Type::Tuple(_) | Type::Foreign(_) => XmlShape::Any,
            Type::List(item) => self.list(item, xml, own),
            Type::Map(value) => {
                let value = self.shape(value, &Xml::default(), own);
                XmlShape::Map(Box::new(value))
            }
            Type::Nullable(inner) | Type::Secret(inner) => self.shape(inner, xml, own),
            Type::Named(id) => self.named(*id, xml, own),
        }
    }

    fn list(&mut self, item: &Type, xml: &Xml, own: &str) -> XmlShape {
        let said = xml.item.as_deref().cloned().unwrap_or_default();
        let wrapper = xml.name.as_deref().filter(|_| xml.wrapped);
        let name = name(&said, wrapper.unwrap_or(own));
        let shape = self.shape(item, &said, own);
        XmlShape::List(name, xml.wrapped, Box::new(shape))
    }

    fn named(&mut self, id: TypeId, xml: &Xml, own: &str) -> XmlShape {
        let Some(definition) = self.types.get(id) else {
            return XmlShape::Any;
        };
        match &definition.shape {
            // `lower` leaves bodies as bytes that have any other choice in them.
            Shape::Enumeration(enumeration) if enumeration.number.is_some() => XmlShape::Number,
            Shape::Enumeration(_) | Shape::Choice(_) => XmlShape::Text,
            Shape::Union(_) => XmlShape::Any,
            Shape::Alias(target) => {
                let mut xml = xml.clone();
                xml.wrapped |= definition.xml.wrapped;
                xml.item = xml.item.or_else(|| definition.xml.item.clone());
                self.shape(target, &xml, own)
            }
            Shape::Record(record) => {
                if !self.records.contains_key(&id) {
                    self.records.insert(id, None);
                    let fields = record.fields.iter();
                    let fields = fields.map(|field| self.field(field)).collect();
                    let rest = match &record.extra {
                        Extra::Kept { ty, .. } => Some(self.shape(ty, &Xml::default(), "item")),
                        Extra::Ignored => None,
                    };
                    self.records
                        .insert(id, Some(XmlRecord { id, fields, rest }));
                }
                XmlShape::Record(id)
            }
        }
    }

    fn field(&mut self, field: &Field) -> XmlField {
        let key = &field.name.source;
        let xml = &field.xml;
        XmlField {
            key: key.clone(),
            name: name(xml, key),
            place: match (xml.attribute, xml.text) {
                (true, _) => XmlPlace::Attribute,
                (false, true) => XmlPlace::Text,
                (false, false) => XmlPlace::Element,
            },
            shape: self.shape(&field.ty, xml, key),
            required: matches!(field.presence, Presence::Required | Presence::Nullable),
        }
    }
}

fn name(xml: &Xml, own: &str) -> XmlName {
    XmlName {
        local: xml.name.clone().unwrap_or_else(|| own.to_owned()),
        prefix: xml.prefix.clone().unwrap_or_default(),
        namespace: xml.namespace.clone().unwrap_or_default(),
    }
}
