//! The body of a request that is not sent yet: a value of the caller's, and how it is written.

use std::borrow::Cow;
use std::sync::Arc;

use super::runtime::http::headers::CONTENT_TYPE;
use super::{Codec, Encode, InvalidParameter, Location, RequestPlan, Target, Values, text};

/// A body that is not written yet.
#[derive(Clone)]
pub struct RequestBody<'a>(Arc<Write<'a>>);

type Write<'a> =
    dyn Fn(&mut Target, &Writing<'_>) -> Result<(), InvalidParameter> + Send + Sync + 'a;

/// What a body is written with.
pub struct Writing<'w> {
    /// What the body is called: the caller's choice, else the description's own.
    pub media_type: &'w str,
    /// The headers of its parts: property, name and value.
    pub heads: Vec<(&'static str, &'static str, Cow<'w, str>)>,
}

impl<'w> Writing<'w> {
    /// What the values say of the body.
    pub fn new(plan: &RequestPlan, values: &'w Values<'_>) -> Self {
        let heads = plan.given(values).filter_map(|(parameter, value)| {
            let Location::Part(property) = parameter.location else {
                return None;
            };
            Some((property, parameter.name, value.text()))
        });
        Self {
            media_type: values.said_type().unwrap_or(plan.media_type),
            heads: heads.collect(),
        }
    }

    /// Says what JSON is, where that is not as usual.
    fn name_json(&self, target: &mut Target) -> Result<(), InvalidParameter> {
        if self.media_type != "application/json" {
            let media_type = text::header("content-type", self.media_type)?;
            target.request().insert_header(CONTENT_TYPE, media_type);
        }
        Ok(())
    }
}

impl<'a> RequestBody<'a> {
    /// A body that a function writes.
    pub fn new(
        write: impl Fn(&mut Target, &Writing<'_>) -> Result<(), InvalidParameter> + Send + Sync + 'a,
    ) -> Self {
        Self(Arc::new(write))
    }

    /// A value as JSON, without read-only properties.
    pub fn json<T: Encode + Sync + ?Sized>(body: &'a T) -> Self {
        Self::new(move |target, writing| {
            target.json(body);
            writing.name_json(target)
        })
    }

    /// The same by a codec.
    pub fn json_as<C: Codec>(body: &'a C::Value) -> Self
    where
        C::Value: Sync,
    {
        Self::new(move |target, writing| {
            target.json_as::<C>(body);
            writing.name_json(target)
        })
    }

    /// The same of a list, each item by a codec.
    pub fn json_list_as<C: Codec>(body: &'a [C::Value]) -> Self
    where
        C::Value: Sync,
    {
        Self::new(move |target, writing| {
            target.json_list_as::<C>(body);
            writing.name_json(target)
        })
    }

    /// Puts it on a request.
    pub fn put(&self, target: &mut Target, writing: &Writing<'_>) -> Result<(), InvalidParameter> {
        (self.0)(target, writing)
    }
}
