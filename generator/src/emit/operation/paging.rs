//! Lists that come page by page: the streams that a request builder gives.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::{
    Emitter,
    docs::Comment,
    paths::{self, ident},
};
use super::{plan::exchange_of, server};
use crate::model::{NextPage, Operation, Paging, Place};

/// How a caller sends the request, for the builder's docs.
pub(super) fn ways_to_send(operation: &Operation) -> &'static str {
    if operation.long_running.is_some() {
        "The value is a list that comes page by page once the operation is done: call \
         `items` or `pages` for all of it, or `operation` to follow the operation on its way."
    } else if operation.list().is_some() {
        "The answer is a list that comes page by page: call `items` or `pages` for all of it, or \
         [`send`](crate::RequestBuilder::send) for the first page alone."
    } else {
        "Await it for the value, or call [`send`](crate::RequestBuilder::send) for the whole response."
    }
}

/// The end of an example of a call.
pub(super) fn call(operation: &Operation) -> &'static str {
    if operation.list().is_some() {
        "    .items()?;"
    } else {
        "    .await?;"
    }
}

impl Emitter<'_> {
    /// What a request builder has for its list; `None` where there is none.
    pub(super) fn list(&self, operation: &Operation) -> Option<TokenStream> {
        let paging = operation.paging.as_ref()?;
        let builder = ident(&operation.builder);
        let continue_from = operation.list().map(|_| continue_from());
        let streams = self.streams(operation, paging);
        let paged = self.paged(operation, paging);
        Some(quote! {
            impl #builder<'_> {
                #continue_from
                #streams
                #paged
            }
        })
    }

    fn streams(&self, operation: &Operation, paging: &Paging) -> TokenStream {
        let error = self.error_type(operation);
        let body = self.failure_model(operation).into_iter();
        let body: Vec<TokenStream> = body.collect();
        let (items, pages) = (self.paths.support("Items"), self.paths.support("Pages"));
        let item = self.rust(&paging.item);
        let page = self.success_type(operation);
        let items = paths::result(&quote!(#items<#item #(, #body)*>), &error);
        let pages = match self.headers_type(operation) {
            Some(headers) => {
                let body = self.failure_body(operation);
                quote!(#pages<#page, #body, #headers>)
            }
            None => quote!(#pages<#page #(, #body)*>),
        };
        let pages = paths::result(&pages, &error);
        let item_docs = self.items_docs(operation);
        quote! {
            #item_docs
            pub fn items(self) -> #items {
                Ok(self.paged()?.items())
            }
            #[doc = " Gives the pages of the list as a stream of whole responses."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " As for [`items`](Self::items)."]
            pub fn pages(self) -> #pages {
                Ok(self.paged()?.pages())
            }
        }
    }

    fn items_docs(&self, operation: &Operation) -> TokenStream {
        let builder = format!(
            "{}::operations::{}{}",
            self.api.package.library,
            operation
                .module
                .iter()
                .map(|module| format!("{module}::"))
                .collect::<String>(),
            operation.builder
        );
        let base = self.api.base.library();
        let lines = [
            format!("# async fn example(request: {builder}<'_>) -> Result<(), {base}::Error> {{"),
            "let mut items = request.items()?;".to_owned(),
            "while let Some(item) = items.next().await {".to_owned(),
            "    println!(\"{:?}\", item?);".to_owned(),
            "}".to_owned(),
            "# Ok(())".to_owned(),
            "# }".to_owned(),
        ];
        Comment::default()
            .paragraph(
                "Gives the items of the list as a stream; each page is asked for when it is due.",
            )
            .example("no_run", &lines)
            .paragraph("# Errors")
            .paragraph(
                "A parameter that breaks a rule; nothing is sent yet. The stream gives what goes \
                 wrong later, and ends with it.",
            )
            .attributes()
    }

    /// The list before its first page has been asked for.
    fn paged(&self, operation: &Operation, paging: &Paging) -> TokenStream {
        let ty = self.paths.support("Paged");
        let page = self.success_type(operation);
        let body = self.failure_body(operation);
        let returned = paths::result(&quote!(#ty<#page, #body>), &self.error_type(operation));
        let (this, body) = match operation.long_running {
            // `lower` lets these go on by their links alone.
            Some(_) => (
                quote!(mut self),
                quote! {
                    let continue_from = self.continue_from.take();
                    self.operation()?.paged().continue_from(continue_from)
                },
            ),
            None => (quote!(self), self.asked_pages(operation, paging)),
        };
        quote! {
            fn paged(#this) -> #returned {
                #body
            }
        }
    }

    /// The list whose first page is the answer to the request.
    fn asked_pages(&self, operation: &Operation, paging: &Paging) -> TokenStream {
        let (ty, follow) = (self.paths.support("Paged"), self.paths.support("Follow"));
        let next = self.next_request(operation, paging);
        let follow = match paging.next {
            NextPage::Never => quote!(#follow::Never),
            NextPage::Get => quote!(#follow::Get),
            NextPage::Alike => quote!(#follow::Alike),
            NextPage::Through { .. } => quote!(#follow::Through(::std::boxed::Box::new(next))),
        };
        let repeat = self.repeat(operation);
        let (of, answered) = (exchange_of(operation), self.paths.support("Answered"));
        let answer = quote!(<#of as #answered>::answer);
        let list = quote! {
            #ty::new(
                self.client.core(),
                request,
                self.options,
                #repeat,
                #follow,
                #answer,
            )
        };
        let list = if operation.list().is_some() {
            quote!(#list.continue_from(self.continue_from))
        } else {
            quote!(Ok(#list))
        };
        quote! {
            let request = self.request()?;
            #next
            #list
        }
    }

    /// The request of the operation that gets the next page, with a stand-in for the link.
    fn next_request(&self, operation: &Operation, paging: &Paging) -> Option<TokenStream> {
        let NextPage::Through {
            operation: at,
            link,
        } = &paging.next
        else {
            return None;
        };
        let next = self.api.operations().find(|other| other.origin == *at)?;
        let builder = self.paths.operation(next, &next.builder);
        let (begin, link_text) = (self.paths.support("begin"), self.paths.support("LINK"));
        let own = |index| Literal::usize_unsuffixed(index);
        let mut shared = Vec::new();
        let mut place_of_link = None;
        for (index, parameter) in server::kept_parameters(next).enumerate() {
            if parameter.place == Place::Path && parameter.name.source == *link {
                place_of_link = Some(own(index));
                continue;
            }
            let mut all = server::kept_parameters(operation);
            if let Some(place) = all.position(|own| own.is_shared_with(parameter)) {
                let (place, index) = (own(place), own(index));
                shared.push(quote!((#place, #index)));
            }
        }
        let link = place_of_link.map(|index| quote!(next.values.text(#index, #link_text);));
        let shared =
            (!shared.is_empty()).then(|| quote!(next.values.share(&self.values, &[#(#shared),*]);));
        let mut bodies = operation.body.iter().zip(&next.body);
        let is_same = bodies.any(|(own, next)| {
            let is_written_alike = own.coding == next.coding && own.xml == next.xml;
            own.required == next.required && own.ty == next.ty && is_written_alike
        });
        let body = is_same.then(|| quote!(next.values.share_body(&self.values);));
        let error = self.paths.base("Error");
        Some(quote! {
            let mut next: #builder<'_> = #begin(self.client);
            #link
            #shared
            #body
            next.options = self.options.clone();
            let next = next.request().map_err(#error::from)?;
        })
    }

    /// The body of a failure, be it as it came.
    pub(super) fn failure_body(&self, operation: &Operation) -> TokenStream {
        let model = self.failure_model(operation);
        model.unwrap_or_else(|| self.paths.support("Raw"))
    }
}

fn continue_from() -> TokenStream {
    let accepted = paths::into(&paths::secret_string());
    quote! {
        #[doc = " Lets `items` and `pages` begin where another stream of the same list stood: `token` is"]
        #[doc = " what its `continuation` gave."]
        pub fn continue_from(mut self, token: #accepted) -> Self {
            self.continue_from = ::core::option::Option::Some(token.into());
            self
        }
    }
}
