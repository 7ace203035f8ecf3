//! What a caller gives, on its way into a request builder.
//!
//! In: a call. Out: the arguments of a builder.

use std::borrow::Borrow;

use super::{Building, Call, Failure, Held, value};
use crate::support::{Codec, Own, REDACTED};

/// A call whose values are being read.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub(crate) call: &'a Call,
    pub(crate) held: &'a Held<'a>,
}

impl<'a> Given<'a> {
    pub(crate) fn new(call: &'a Call, held: &'a Held<'a>) -> Self {
        Self { call, held }
    }

    /// A parameter that has to be given.
    pub(crate) fn needed<C: Codec>(self, name: &'static str) -> Result<C::Value, Failure> {
        value::<C>(&self.call.parameters, name)?.ok_or_else(|| missing(name))
    }

    /// A parameter that has to be given, and that a builder borrows.
    pub(crate) fn lent<C>(self, name: &'static str) -> Result<&'a C::Value, Failure>
    where
        C: Codec,
        C::Value: Send + Sync + 'static,
    {
        let value = self.needed::<C>(name)?;
        self.held.value(value).ok_or_else(|| missing(name))
    }

    /// A list of texts that has to be given, and that a builder borrows.
    pub(crate) fn lent_texts(self, name: &'static str) -> Result<&'a [&'a str], Failure> {
        Ok(self.held.texts(self.needed::<Own<Vec<String>>>(name)?))
    }

    /// The body that was read, where there has to be one.
    pub(crate) fn needed_body<T>(self, read: Result<Option<T>, Failure>) -> Result<T, Failure> {
        read?.ok_or_else(|| missing("body"))
    }

    /// The same of one that a builder borrows.
    pub(crate) fn lent_body<T: Send + Sync + 'static>(
        self,
        read: Result<Option<T>, Failure>,
    ) -> Result<&'a T, Failure> {
        let body = self.needed_body(read)?;
        self.held.value(body).ok_or_else(|| missing("body"))
    }

    /// The same of one that need not be there.
    pub(crate) fn held_body<T, X>(
        self,
        read: Result<Option<T>, Failure>,
    ) -> Result<Option<&'a X>, Failure>
    where
        T: Borrow<X> + Send + Sync + 'static,
        X: ?Sized,
    {
        let held = read?.and_then(|body| self.held.value(body));
        Ok(held.map(Borrow::borrow))
    }

    /// What the caller says that the body is.
    pub(crate) fn needed_content_type(self) -> Result<String, Failure> {
        let given = self.call.content_type.clone();
        given.ok_or_else(|| missing("content-type"))
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

    /// The same of a body that is never shown.
    pub(crate) fn secret_body<T>(self, read: Result<Option<T>, Failure>) -> Result<Option<T>, Failure> {
        let body = read?;
        if body.is_some() {
            self.held.show(REDACTED.into());
        }
        Ok(body)
    }

    /// Begins with the builder that has its arguments.
    pub(crate) fn build<B>(self, builder: B) -> Building<'a, B> {
        Building::new(self, builder)
    }
}

fn missing(name: &'static str) -> Failure {
    Failure::input(name, "is missing")
}
