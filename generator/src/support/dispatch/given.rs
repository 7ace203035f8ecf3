//! What a caller gives, on its way into a request builder.
//!
//! In: a call of an operation. Out: what its request builder keeps.

use super::{Body, Call, Failure, Held, Operation};
use crate::support::{CallOptions, Codec, RequestBody, Values};

/// A call whose values are being read.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub(crate) call: &'a Call,
    pub(crate) held: &'a Held,
}

impl<'a> Given<'a> {
    pub(crate) fn new(call: &'a Call, held: &'a Held) -> Self {
        Self { call, held }
    }

    /// Sets everything that a request of the operation says.
    ///
    /// Fails where something that was given is not what it should be, or is missing.
    pub(super) fn fill(
        self,
        operation: &Operation,
        values: &mut Values<'a>,
        options: &mut CallOptions<'a>,
    ) -> Result<(), Failure> {
        // The variables of a server apart, they stand in the order of the request's own list.
        let mut index = 0;
        for parameter in operation.parameters {
            let value = (parameter.read)(self, parameter.key)?;
            if value.is_none() && parameter.required {
                return Err(missing(parameter.key));
            }
            match (parameter.variable, value) {
                ("", value) => {
                    if let Some(value) = value {
                        values.set(index, value);
                    }
                    index += 1;
                }
                (variable, Some(value)) => {
                    options.server_variable(variable, value.text().into_owned());
                }
                (_, None) => {}
            }
        }
        if let Some(body) = &operation.body {
            self.fill_body(body, values)?;
        }
        for (name, value) in &self.call.headers {
            options.header(name.as_str(), value.clone());
        }
        Ok(())
    }

    fn fill_body(self, body: &Body, values: &mut Values<'a>) -> Result<(), Failure> {
        match (body.read)(self)? {
            Some(body) => values.body(body),
            None if body.required => return Err(missing("body")),
            None => {}
        }
        match &self.call.content_type {
            Some(media_type) if body.choice => values.media_type(media_type),
            None if body.needs_choice => return Err(missing("content-type")),
            Some(_) | None => {}
        }
        Ok(())
    }

    /// The body as a value.
    pub(crate) fn body<C: Codec>(self) -> Result<Option<C::Value>, Failure> {
        self.noted::<C>(self.call.body::<C>())
    }

    /// What was read of the body, kept for a request that is to be shown.
    pub(crate) fn noted<C: Codec>(
        self,
        read: Result<Option<C::Value>, Failure>,
    ) -> Result<Option<C::Value>, Failure> {
        let body = read?;
        if let Some(body) = body.as_ref().filter(|_| self.call.is_request()) {
            self.held.show(self.call.written::<C>(body)?);
        }
        Ok(body)
    }

    /// A body that was read, made of what the call holds.
    pub(crate) fn made<T: Send + Sync + 'static>(
        self,
        read: Result<Option<T>, Failure>,
        make: fn(&'a T) -> RequestBody<'a>,
    ) -> Result<Option<RequestBody<'a>>, Failure> {
        let body = read?.and_then(|body| self.held.body(body));
        Ok(body.map(make))
    }
}

fn missing(name: &'static str) -> Failure {
    Failure::input(name, "is missing")
}
