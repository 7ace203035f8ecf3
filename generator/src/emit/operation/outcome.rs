//! What comes back: which status means which body, and the enums for several of them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    super::{
        Emitter,
        docs::{Comment, code},
        paths::ident,
    },
    status,
};
use crate::model::{Arm, Coding, Operation, Outcomes, Payload, StatusPattern, Type};

/// The names of an operation's own enums.
pub(super) fn enum_names(operation: &Operation) -> impl Iterator<Item = String> {
    [&operation.success, &operation.failure]
        .into_iter()
        .filter_map(|side| match &side.payload {
            Payload::Many(name) => Some(name.clone()),
            Payload::Nothing | Payload::One(_) => None,
        })
}

impl Emitter<'_> {
    /// The type of the value that a caller gets.
    pub(super) fn success_type(&self, operation: &Operation) -> TokenStream {
        if let Some(row) = self.only_row(operation) {
            return self.row_type(row);
        }
        match &operation.success.payload {
            Payload::Nothing => quote!(()),
            Payload::One(ty) => self.rust(ty),
            Payload::Many(name) => self.paths.operation(operation, name),
        }
    }

    /// The type of the error that a caller gets.
    pub(super) fn error_type(&self, operation: &Operation) -> TokenStream {
        let error = self.paths.support("Error");
        match self.failure_model(operation) {
            Some(model) => quote!(#error<#model>),
            None => error,
        }
    }

    /// What the error is of; `None` where the description does not say.
    pub(super) fn failure_model(&self, operation: &Operation) -> Option<TokenStream> {
        match &operation.failure.payload {
            Payload::Nothing => None,
            Payload::One(ty) => Some(self.rust(ty)),
            Payload::Many(name) => Some(self.paths.operation(operation, name)),
        }
    }

    /// The enums for several bodies.
    pub(super) fn outcomes(&self, operation: &Operation) -> Vec<TokenStream> {
        let success = self.success_enum(operation);
        let failure = self.failure_enum(operation);
        success.into_iter().chain(failure).collect()
    }

    fn success_enum(&self, operation: &Operation) -> Option<TokenStream> {
        let mut docs = format!(" What {} answers, by status.", code(&operation.id));
        let Outcomes {
            arms,
            payload: Payload::Many(name),
            open,
        } = &operation.success
        else {
            return None;
        };
        if *open {
            docs.push_str(" A success that is not described is taken for the first.");
        }
        Some(self.outcome_enum(&docs, name, arms.iter()))
    }

    fn failure_enum(&self, operation: &Operation) -> Option<TokenStream> {
        let docs = format!(
            " How {} answers that it failed, by status.",
            code(&operation.id)
        );
        let Outcomes {
            arms,
            payload: Payload::Many(name),
            ..
        } = &operation.failure
        else {
            return None;
        };
        // A failure without a described body has nothing to hold.
        Some(self.outcome_enum(&docs, name, arms.iter().filter(|arm| arm.body.is_some())))
    }

    fn outcome_enum<'m>(
        &self,
        docs: &str,
        name: &str,
        arms: impl Iterator<Item = &'m Arm>,
    ) -> TokenStream {
        let name = ident(name);
        let mut secret = false;
        let variants: Vec<TokenStream> = arms
            .map(|arm| {
                secret |= arm
                    .body
                    .as_ref()
                    .is_some_and(|body| self.holds_secret(body));
                let variant = ident(&arm.name.ident);
                let docs = Comment::of(&arm.docs, &format!("{}.", status::in_words(arm.status)));
                let docs = docs.attributes();
                match &arm.body {
                    Some(body) => {
                        let body = self.rust(body);
                        quote!(#docs #variant(#body),)
                    }
                    None => quote!(#docs #variant,),
                }
            })
            .collect();
        let comparable = (!secret).then(|| quote!(, PartialEq));
        quote! {
            #[doc = #docs]
            #[derive(Clone, Debug #comparable)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
            }
        }
    }

    /// Whether a secret can be reached from the type.
    pub(in crate::emit) fn holds_secret(&self, ty: &Type) -> bool {
        self.api.types.holds_secret(ty)
    }

    /// The statuses of successes, where all of them are one kind of JSON, and all failures one kind of
    /// error; `None` where it takes more to tell answers apart.
    pub(super) fn one_answer(&self, operation: &Operation) -> Option<Vec<(u16, u16)>> {
        let Operation {
            success, failure, ..
        } = operation;
        let Payload::One(ty) = &success.payload else {
            return None;
        };
        let is_json = |arm: &Arm| arm.body.is_some() && arm.coding == Coding::Json;
        let is_usual = |arm: &Arm| arm.xml.is_none() && !is_hidden(arm, success);
        let is_one = self.codec(ty).is_none()
            && success.arms.iter().all(is_json)
            && failure.arms.iter().all(is_usual)
            && !matches!(failure.payload, Payload::Many(_));
        let spans = status::spans(success.all_statuses()).filter(|_| is_one)?;
        (!spans.is_empty()).then_some(spans)
    }

    /// The arms of the match on the status.
    pub(super) fn arms(&self, operation: &Operation) -> TokenStream {
        let Operation {
            success, failure, ..
        } = operation;
        // An error among the successes of a range comes before them.
        let hidden = |arm: &&Arm| is_hidden(arm, success);
        let early = failure.arms.iter().filter(hidden);
        let early = early.map(|arm| {
            let (status, error) = self.failure_case(operation, arm);
            quote!(#status => Err(#error),)
        });
        let success = self.success_arms(operation);
        let failure = self.failure_arms(operation, hidden);
        quote!(#(#early)* #success #failure)
    }

    fn success_arms(&self, operation: &Operation) -> TokenStream {
        let outcomes = &operation.success;
        let named = status::named(operation);
        match &outcomes.payload {
            Payload::Nothing => {
                let no_content = self.paths.support("no_content");
                let statuses = status::any_of(outcomes.all_statuses(), &named)
                    .unwrap_or_else(|| status::one(StatusPattern::Range(2), &named));
                quote!(#statuses => Ok(#no_content(raw)),)
            }
            Payload::One(ty) => self.arms_of_one_type(ty, outcomes, &named),
            Payload::Many(name) => {
                let name = self.paths.operation(operation, name);
                self.arms_of_variants(&name, outcomes, &named)
            }
        }
    }

    /// An arm for all statuses whose bodies are read in the same way.
    fn arms_of_one_type(
        &self,
        ty: &Type,
        outcomes: &Outcomes,
        named: &BTreeSet<u16>,
    ) -> TokenStream {
        let mut groups: Vec<(&Arm, Vec<StatusPattern>)> = Vec::new();
        for arm in &outcomes.arms {
            let mut known = groups.iter_mut();
            let same = known.find(|(it, _)| is_read_alike(it, arm));
            let own = outcomes.statuses(arm);
            match same {
                Some((_, statuses)) => statuses.extend(own),
                None => groups.push((arm, own)),
            }
        }
        // A range leaves what others name to them.
        groups.sort_by_key(|(_, statuses)| statuses.iter().max().copied());
        let arms = groups.into_iter().filter_map(|(arm, statuses)| {
            let response = match &arm.body {
                Some(_) => self.decoded(ty, arm),
                None => {
                    let empty_page = self.paths.support("empty_page");
                    quote!(Ok(#empty_page(raw)))
                }
            };
            let statuses = status::any_of(statuses, named)?;
            Some(quote!(#statuses => #response,))
        });
        quote!(#(#arms)*)
    }

    /// An arm for each variant of the enum of this name.
    fn arms_of_variants(
        &self,
        name: &TokenStream,
        outcomes: &Outcomes,
        named: &BTreeSet<u16>,
    ) -> TokenStream {
        let mut arms: Vec<_> = outcomes.arms.iter().collect();
        arms.sort_by_key(|arm| outcomes.statuses(arm).into_iter().max());
        let arms = arms.into_iter().filter_map(|arm| {
            let status = status::any_of(outcomes.statuses(arm), named)?;
            let variant = ident(&arm.name.ident);
            let variant = quote!(#name::#variant);
            Some(match &arm.body {
                Some(body) if arm.coding == Coding::Json && self.codec(body).is_none() => {
                    let decode_with = self.paths.support("decode_with");
                    quote!(#status => #decode_with(raw, #variant),)
                }
                Some(body) => {
                    let response = self.decoded(body, arm);
                    quote!(#status => #response.map(|response| response.map(#variant)),)
                }
                None => {
                    let no_content = self.paths.support("no_content");
                    quote!(#status => Ok(#no_content(raw).map(|()| #variant)),)
                }
            })
        });
        quote!(#(#arms)*)
    }

    /// The response with its body decoded, or why it is not.
    pub(super) fn decoded(&self, ty: &Type, arm: &Arm) -> TokenStream {
        let root = arm.xml.as_ref().map(|root| self.xml_root(root));
        match (arm.coding, self.codec(ty)) {
            (Coding::Json, Some(codec)) => {
                let decode = self.paths.support("decode_as");
                quote!(#decode::<#codec, _>(raw))
            }
            (Coding::Json, None) => {
                let decode = self.paths.support("decode");
                quote!(#decode(raw))
            }
            (Coding::Xml, Some(codec)) => {
                let decode = self.paths.support("decode_xml_as");
                quote!(#decode::<#codec, _>(raw, #root))
            }
            (Coding::Xml, None) => {
                let decode = self.paths.support("decode_xml");
                quote!(#decode(raw, #root))
            }
            (Coding::Text, _) => {
                let decode = self.paths.support("take_text");
                quote!(#decode(raw))
            }
            // No answer is taken for a form or for lines: `lower` has it as bytes, or as a row.
            (Coding::Bytes | Coding::Lines | Coding::Form | Coding::Multipart, _) => {
                let whole = self.paths.support("whole_body");
                quote!(Ok(#whole(raw)))
            }
        }
    }

    /// The arms of failures other than those that are `done`.
    pub(super) fn failure_arms(
        &self,
        operation: &Operation,
        done: impl Fn(&&Arm) -> bool,
    ) -> TokenStream {
        let arms = self.failure_cases(operation, done).into_iter();
        let arms = arms.map(|(status, error)| quote!(#status => Err(#error),));
        quote!(#(#arms)*)
    }

    /// The error that the answer `raw` is, by status; the last case is for all that are left.
    pub(super) fn failure_cases(
        &self,
        operation: &Operation,
        done: impl Fn(&&Arm) -> bool,
    ) -> Vec<(TokenStream, TokenStream)> {
        let outcomes = &operation.failure;
        let Payload::Many(_) = &outcomes.payload else {
            return vec![(quote!(_), self.only_failure(operation))];
        };
        let mut all = outcomes.arms.iter();
        let exhaustive = all.any(|arm| arm.status == StatusPattern::Default);
        let arms = outcomes.arms.iter().filter(|arm| !done(arm));
        let mut cases: Vec<_> = arms.map(|arm| self.failure_case(operation, arm)).collect();
        if !exhaustive {
            let undescribed = self.paths.support("undescribed_error");
            cases.push((quote!(_), quote!(#undescribed(raw))));
        }
        cases
    }

    fn failure_case(&self, operation: &Operation, arm: &Arm) -> (TokenStream, TokenStream) {
        let status = status::one(arm.status, &status::named(operation));
        let error = match &operation.failure.payload {
            Payload::Many(name) if arm.body.is_some() => {
                let name = self.paths.operation(operation, name);
                let variant = ident(&arm.name.ident);
                match &arm.xml {
                    Some(root) => {
                        let with = self.paths.support("xml_service_error");
                        let root = self.xml_root(root);
                        quote!(#with(raw, #root, #name::#variant))
                    }
                    None => {
                        let with = self.paths.support("service_error_with");
                        quote!(#with(raw, #name::#variant))
                    }
                }
            }
            Payload::Many(_) => {
                let undescribed = self.paths.support("undescribed_error");
                quote!(#undescribed(raw))
            }
            Payload::Nothing | Payload::One(_) => self.only_failure(operation),
        };
        (status, error)
    }

    /// The error where all failures are alike.
    pub(super) fn only_failure(&self, operation: &Operation) -> TokenStream {
        let mut roots = operation
            .failure
            .arms
            .iter()
            .filter_map(|arm| arm.xml.as_ref());
        match roots.next() {
            Some(root) => {
                let service_error = self.paths.support("xml_service_error");
                let root = self.xml_root(root);
                quote!(#service_error(raw, #root, |model| model))
            }
            None => {
                let service_error = self.paths.support("service_error");
                quote!(#service_error(raw))
            }
        }
    }
}

/// Whether one function reads the bodies of two answers that are of one type.
fn is_read_alike(one: &Arm, other: &Arm) -> bool {
    let has_body = |arm: &Arm| arm.body.is_some();
    has_body(one) == has_body(other) && one.coding == other.coding && one.xml == other.xml
}

/// Whether a failure has a status that a range of successes has too.
fn is_hidden(failure: &Arm, success: &Outcomes) -> bool {
    let StatusPattern::Code(code) = failure.status else {
        return false;
    };
    let hundreds = code / 100;
    let ranges = success
        .arms
        .iter()
        .any(|arm| arm.status == StatusPattern::Range(hundreds));
    // Where no success is described, all of them are.
    ranges || (success.arms.is_empty() && hundreds == 2)
}
