//! What a caller gives, on its way into a request builder.
//!
//! In: a call. Out: the arguments of a builder, and the builder with what is optional set.

use std::borrow::Borrow;

use super::{Call, Failure, Held, value};
use crate::support::{Codec, Own};

/// A call whose values are being read.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub(crate) call: &'a Call,
    held: &'a Held<'a>,
}

/// A request builder on its way.
pub(crate) struct Building<'a, B> {
    given: Given<'a>,
    builder: B,
    /// What was wrong first with what was to be set.
    wrong: Option<Failure>,
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
    pub(crate) fn held_body<T: Send + Sync + 'static>(
        self,
        read: Result<Option<T>, Failure>,
    ) -> Result<Option<&'a T>, Failure> {
        Ok(read?.and_then(|body| self.held.value(body)))
    }

    /// What the caller says that the body is.
    pub(crate) fn needed_content_type(self) -> Result<String, Failure> {
        let given = self.call.content_type.clone();
        given.ok_or_else(|| missing("content-type"))
    }

    /// Begins with the builder that has its arguments.
    pub(crate) fn build<B>(self, builder: B) -> Building<'a, B> {
        Building {
            given: self,
            builder,
            wrong: None,
        }
    }
}

impl<'a, B> Building<'a, B> {
    /// Sets a parameter, if it is given.
    pub(crate) fn set<C: Codec>(
        mut self,
        name: &'static str,
        set: impl FnOnce(B, C::Value) -> B,
    ) -> Self {
        let value = self.read::<C>(name);
        self.with(value, set)
    }

    /// Sets a parameter that the builder borrows, if it is given.
    pub(crate) fn lend<C, X>(mut self, name: &'static str, set: impl FnOnce(B, &'a X) -> B) -> Self
    where
        C: Codec,
        C::Value: Borrow<X> + Send + Sync + 'static,
        X: ?Sized + 'a,
    {
        let value = self.read::<C>(name);
        let value = value.and_then(|value| self.given.held.value(value));
        self.with_lent(value, set)
    }

    /// Sets a list of texts, if it is given.
    pub(crate) fn lend_texts(
        mut self,
        name: &'static str,
        set: impl FnOnce(B, &'a [&'a str]) -> B,
    ) -> Self {
        let texts = self.read::<Own<Vec<String>>>(name);
        let texts = texts.map(|texts| self.given.held.texts(texts));
        self.with(texts, set)
    }

    /// Sets what there is.
    pub(crate) fn with<T>(mut self, value: Option<T>, set: impl FnOnce(B, T) -> B) -> Self {
        if let Some(value) = value {
            self.builder = set(self.builder, value);
        }
        self
    }

    /// Sets what there is, and the builder borrows.
    pub(crate) fn with_lent<T, X>(
        self,
        value: Option<&'a T>,
        set: impl FnOnce(B, &'a X) -> B,
    ) -> Self
    where
        T: Borrow<X>,
        X: ?Sized + 'a,
    {
        self.with(value.map(Borrow::borrow), set)
    }

    /// Sets the headers that the description does not have. The builder is ready then, unless
    /// something was wrong with what was set.
    pub(crate) fn headed(self, set: impl Fn(B, &'a str, String) -> B) -> Result<B, Failure> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        let headers = self.given.call.headers.iter();
        Ok(headers.fold(self.builder, |builder, (name, value)| {
            set(builder, name, value.clone())
        }))
    }

    fn read<C: Codec>(&mut self, name: &'static str) -> Option<C::Value> {
        match value::<C>(&self.given.call.parameters, name) {
            Ok(value) => value,
            Err(wrong) => {
                self.wrong.get_or_insert(wrong);
                None
            }
        }
    }
}

fn missing(name: &'static str) -> Failure {
    Failure::input(name, "is missing")
}
