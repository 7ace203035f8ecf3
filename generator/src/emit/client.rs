//! The client: what is set once, and the way to the operations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code, deprecation},
    feature::gate,
    operation::Given,
    paths::{self, ident},
};
use crate::{
    config::Cloud,
    model::{Base, Parameter, Place, Type},
};

/// Whether there is always a value, and the expression for it.
pub(super) enum Presence {
    /// There is one.
    Always(TokenStream),
    /// It is an `Option`.
    Perhaps(TokenStream),
}

impl Emitter<'_> {
    /// The items of the client's module.
    pub(super) fn client(&self) -> Vec<TokenStream> {
        let mut items = vec![self.client_struct(), self.client_methods()];
        items.extend(self.caller());
        items.push(self.inner_struct());
        items.push(self.client_builder_struct());
        items.push(self.client_builder_debug());
        items.push(self.client_builder_methods());
        items.extend(self.audience());
        items.extend(self.clouds());
        items.push(self.service());
        items
    }

    /// A reference to the own value of a parameter that `client` has.
    pub(super) fn client_value(&self, parameter: &Parameter, client: &TokenStream) -> Presence {
        let mut all = self.api.client_parameters.iter();
        let shared = all.find(|other| other.is_called_like(parameter));
        // `lower` collects every client-wide parameter.
        let shared = shared.unwrap_or(parameter);
        let name = ident(&shared.name.ident);
        let value = quote!(#client.inner.#name);
        if shared.required {
            return Presence::Always(quote!(&#value));
        }
        Presence::Perhaps(match self.api.types.resolve(&parameter.ty) {
            Type::Text | Type::Bytes(_) | Type::List(_) => quote!(#value.as_deref()),
            _ => quote!(#value.as_ref()),
        })
    }

    /// The place of a client-wide parameter among those that requests carry.
    pub(super) fn place_on_client(&self, parameter: &Parameter) -> Option<usize> {
        let is_it = |other: &Parameter| {
            other.is_called_like(parameter) && other.spelling == parameter.spelling
        };
        self.api.carried.iter().position(is_it)
    }

    /// What request builders see of the client; `None` where there are none.
    fn caller(&self) -> Option<TokenStream> {
        let [caller, core] = ["Caller", "Core"].map(|name| self.paths.support(name));
        let share = self.share_method();
        (!self.api.groups.is_empty()).then(|| {
            quote! {
                impl #caller for Client {
                    fn core(&self) -> &#core {
                        &self.inner.core
                    }
                    #share
                }
            }
        })
    }

    /// Gives a request the client's own values.
    fn share_method(&self) -> Option<TokenStream> {
        let client = quote!(self);
        let steps = self.api.carried.iter().enumerate();
        let steps: Vec<_> = steps
            .map(|(place, parameter)| {
                let place = Literal::usize_unsuffixed(place);
                let set = |value| {
                    let given = Given::lent(value);
                    self.set(&quote!(values), &quote!(index), parameter, &given)
                };
                match self.client_value(parameter, &client) {
                    Presence::Always(value) => {
                        let set = set(value);
                        quote!(if parameter == #place { #set })
                    }
                    Presence::Perhaps(value) => {
                        let (set, some) = (set(quote!(value)), paths::some());
                        quote!(if parameter == #place && let #some(value) = #value { #set })
                    }
                }
            })
            .collect();
        let values = self.paths.support("Values");
        (!steps.is_empty()).then(|| {
            quote! {
                fn share<'a>(
                    &'a self,
                    parameter: usize,
                    index: usize,
                    values: &mut #values<'a>,
                ) {
                    #(#steps)*
                }
            }
        })
    }

    fn client_struct(&self) -> TokenStream {
        let docs = Comment::of(&self.api.docs, &self.api.title)
            .paragraph("Cheap to clone: all clones share one connection pool and one token.")
            .attributes();
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Client {
                pub(crate) inner: ::std::sync::Arc<Inner>,
            }
        }
    }

    fn inner_struct(&self) -> TokenStream {
        let core = self.paths.support("Core");
        let fields = self.kept_parameters().map(|parameter| {
            let name = ident(&parameter.name.ident);
            let ty = self.stored_on_client(parameter);
            quote!(pub(crate) #name: #ty,)
        });
        let unused = self.may_be_unused();
        quote! {
            #[doc = " What the clones of a client share."]
            #[derive(Debug)]
            #unused
            pub(crate) struct Inner {
                core: #core,
                #(#fields)*
            }
        }
    }

    /// The client-wide parameters that requests carry.
    fn kept_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let parameters = self.api.client_parameters.iter();
        parameters.filter(|parameter| parameter.place != Place::Host)
    }

    /// Required values and those with a default are always there.
    fn stored_on_client(&self, parameter: &Parameter) -> TokenStream {
        let ty = self.rust(&parameter.ty);
        if parameter.required {
            ty
        } else {
            paths::option(&ty)
        }
    }

    fn client_methods(&self) -> TokenStream {
        let url = self.paths.base("http::Url");
        let new = self.new_method();
        let builder = self.builder_method();
        let groups = self.api.groups.iter().filter_map(|group| {
            let accessor = ident(&group.name.as_ref()?.ident);
            let handle = self.paths.handle(&group.handle);
            let docs = Comment::of(
                &group.docs,
                &format!("The operations of {}.", code(&group.handle)),
            );
            let docs = docs.attributes();
            let gate = gate(&group.feature);
            Some(quote! {
                #docs
                #gate
                #[must_use]
                pub fn #accessor(&self) -> #handle<'_> {
                    #handle { client: self }
                }
            })
        });
        quote! {
            impl Client {
                #new
                #builder
                #(#groups)*
                #[doc = " The URL that paths are appended to."]
                #[must_use]
                pub fn endpoint(&self) -> &#url {
                    self.inner.core.endpoint()
                }
            }
        }
    }

    fn client_arguments(&self) -> Vec<&Parameter> {
        let needed = |parameter: &&Parameter| parameter.required && parameter.default.is_none();
        self.api.client_parameters.iter().filter(needed).collect()
    }

    fn argument_tokens(&self) -> (Vec<TokenStream>, Vec<proc_macro2::Ident>) {
        let arguments = self.client_arguments();
        let names: Vec<_> = arguments
            .iter()
            .map(|parameter| ident(&parameter.name.ident))
            .collect();
        let tokens = arguments.iter().zip(&names).map(|(parameter, name)| {
            let accepted = self.accepted(&parameter.ty);
            quote!(#name: #accepted)
        });
        (tokens.collect(), names)
    }

    fn new_method(&self) -> TokenStream {
        let options = self.paths.support("ClientOptions");
        let (arguments, names) = self.argument_tokens();
        let (credentials, signed) = self.conventional();
        let result = self.paths.base("Result");
        let docs = Comment::default()
            .paragraph("Makes a client with the usual settings, or with the given ones.")
            .paragraph("# Errors")
            .paragraph(if self.api.needs.clouds {
                "The options name no usable endpoint, or do not fit the chosen cloud."
            } else {
                "The options name no usable endpoint."
            })
            .attributes();
        quote! {
            #docs
            pub fn new(
                #(#arguments,)*
                #(#credentials,)*
                options: ::core::option::Option<#options>,
            ) -> #result<Self> {
                Self::builder(#(#names),*)
                    #(#signed)*
                    .options(options.unwrap_or_default())
                    .build()
            }
        }
    }

    fn builder_method(&self) -> TokenStream {
        let (arguments, _) = self.argument_tokens();
        let fields = self.api.client_parameters.iter().map(|parameter| {
            let name = ident(&parameter.name.ident);
            match (&parameter.default, parameter.required) {
                (None, true) if self.is_converted(&parameter.ty) => quote!(#name: #name.into(),),
                (None, true) => quote!(#name,),
                (Some(default), true) => {
                    let value = self.owned_default(&parameter.ty, default);
                    quote!(#name: #value,)
                }
                (_, false) => quote!(#name: ::core::option::Option::None,),
            }
        });
        quote! {
            #[doc = " Begins a client; without a credential its requests go out unsigned."]
            pub fn builder(#(#arguments),*) -> ClientBuilder {
                ClientBuilder {
                    #(#fields)*
                    credentials: ::core::default::Default::default(),
                    options: ::core::default::Default::default(),
                }
            }
        }
    }

    fn owned_default(&self, ty: &Type, default: &serde_json::Value) -> TokenStream {
        if let Some(value) = self.enumerated(ty, default) {
            return value;
        }
        let value = self.default_value(ty, default);
        if default.is_string() {
            quote!(::std::string::String::from(#value))
        } else {
            quote!(*#value)
        }
    }

    fn client_builder_struct(&self) -> TokenStream {
        let options = self.paths.support("ClientOptions");
        let credentials = self.paths.support("Credentials");
        let fields = self.api.client_parameters.iter().map(|parameter| {
            let name = ident(&parameter.name.ident);
            let ty = self.stored_on_client(parameter);
            quote!(#name: #ty,)
        });
        quote! {
            #[doc = " Settings of a client on their way to being one."]
            #[must_use = "a builder does nothing until it builds a client"]
            #[derive(Clone)]
            pub struct ClientBuilder {
                #(#fields)*
                credentials: #credentials,
                options: #options,
            }
        }
    }

    /// Leaves out a whole address, which may hold a password or a signature.
    fn client_builder_debug(&self) -> TokenStream {
        let is_shown =
            |parameter: &&Parameter| parameter.place != Place::Host || !parameter.verbatim;
        let parameters = self.api.client_parameters.iter().filter(is_shown);
        let fields = parameters.map(|parameter| {
            let name = ident(&parameter.name.ident);
            let label = parameter.name.ident.trim_start_matches("r#");
            quote!(.field(#label, &self.#name))
        });
        quote! {
            impl ::core::fmt::Debug for ClientBuilder {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct("ClientBuilder")
                        #(#fields)*
                        .field("options", &self.options)
                        .finish_non_exhaustive()
                }
            }
        }
    }

    fn client_builder_methods(&self) -> TokenStream {
        let options = self.paths.support("ClientOptions");
        let retry = self.paths.support("Retry");
        let transport = self.paths.base("http::Transport");
        let core_options = self.paths.base("http::ClientOptions");
        let parameters = self.api.client_parameters.iter();
        let setters = parameters
            .filter(|parameter| !parameter.required || parameter.default.is_some())
            .map(|parameter| self.client_setter(parameter));
        let credentials = self.credential_setters();
        let build = self.build_method();
        let (endpoint, own) = self.setter_docs();
        let described = self.described_endpoint().map(|(method, _)| method);
        quote! {
            impl ClientBuilder {
                #(#setters)*
                #(#credentials)*
                #[doc = " Takes all options at once, in place of those set so far."]
                pub fn options(mut self, options: #options) -> Self {
                    self.options = options;
                    self
                }
                #(#[doc = #endpoint])*
                pub fn endpoint(mut self, endpoint: impl ::core::convert::Into<::std::string::String>) -> Self {
                    self.options.endpoint = ::core::option::Option::Some(endpoint.into());
                    self
                }
                #[doc = " Limits the time of every call, retries included."]
                pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                    self.options.timeout = ::core::option::Option::Some(limit);
                    self
                }
                #[doc = " Sets how requests are sent again."]
                pub fn retry(mut self, retry: #retry) -> Self {
                    self.options.retry = retry;
                    self
                }
                #[doc = " Limits the size of a response's body, in bytes."]
                pub fn max_response_bytes(mut self, limit: u64) -> Self {
                    self.options.max_response_bytes = limit;
                    self
                }
                #[doc = " Sends requests through this transport."]
                pub fn transport(mut self, transport: #transport) -> Self {
                    self.options.core.transport = ::core::option::Option::Some(transport);
                    self
                }
                #[doc = #own]
                #[doc = " transport that was set before stays, where these have none."]
                pub fn core_options(mut self, options: #core_options) -> Self {
                    let transport = self.options.core.transport.take();
                    self.options.core = options;
                    if self.options.core.transport.is_none() {
                        self.options.core.transport = transport;
                    }
                    self
                }
                #build
                #described
            }
        }
    }

    /// What the setters of the endpoint and of the base's options do.
    fn setter_docs(&self) -> (Vec<String>, &'static str) {
        let mut endpoint = vec![if self.api.needs.clouds {
            " Sets the URL that paths are appended to, whatever the cloud.".to_owned()
        } else {
            " Sets the URL that paths are appended to.".to_owned()
        }];
        if !self.api.base_path.is_empty() {
            let base = code(&self.api.base_path);
            endpoint.push(String::new());
            endpoint.push(format!(
                " Paths begin with {base}: it is the same with that at its end and without."
            ));
        }
        let own = match self.api.base {
            Base::AzureCore => {
                " Sets `azure_core`'s own options: cloud, policies, user agent, tracing, logging. A"
            }
            Base::TypespecClientCore => {
                " Sets `typespec_client_core`'s own options: policies, logging. A"
            }
        };
        (endpoint, own)
    }

    fn client_setter(&self, parameter: &Parameter) -> TokenStream {
        let name = ident(&parameter.name.ident);
        let accepted = self.accepted(&parameter.ty);
        let value = match self.is_converted(&parameter.ty) {
            true => quote!(value.into()),
            false => quote!(value),
        };
        let value = if parameter.required {
            value
        } else {
            quote!(::core::option::Option::Some(#value))
        };
        let fallback = format!("The parameter {}.", code(&parameter.name.source));
        let docs = Comment::of(&parameter.docs, &fallback)
            .bounds(&parameter.constraints, parameter.default.as_ref())
            .wire_name(&parameter.name.ident, &parameter.name.source)
            .attributes();
        let deprecated = deprecation(&parameter.docs);
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, value: #accepted) -> Self {
                self.#name = #value;
                self
            }
        }
    }

    fn build_method(&self) -> TokenStream {
        let core = self.paths.support("Core");
        let names = self
            .kept_parameters()
            .map(|parameter| ident(&parameter.name.ident));
        let base = &self.api.base_path;
        let without_base = || quote!(self.options.leave_base_to_paths(#base););
        let endpoint = match self.described_endpoint() {
            Some((_, endpoint)) => Some(endpoint),
            None => (!base.is_empty()).then(without_base),
        };
        let receiver = match endpoint {
            Some(_) => quote!(mut self),
            None => quote!(self),
        };
        let result = self.paths.base("Result");
        let site = self.site();
        let failures = if self.api.needs.clouds {
            " There is no usable endpoint, or the options do not fit the chosen cloud."
        } else {
            " There is no usable endpoint."
        };
        quote! {
            #[doc = " Makes the client."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = #failures]
            pub fn build(#receiver) -> #result<Client> {
                #endpoint
                let site = #site;
                let core = #core::new(&SERVICE, site, self.credentials, self.options)?;
                let inner = Inner { core, #(#names: self.#names),* };
                Ok(Client { inner: ::std::sync::Arc::new(inner) })
            }
        }
    }

    /// Where the service is for this client.
    fn site(&self) -> TokenStream {
        let site = self.paths.support("Site");
        if !self.api.needs.clouds {
            return quote!(#site::described(&SERVICE, &self.options)?);
        }
        let marker = if self.has_audience() {
            quote!(Audience)
        } else {
            quote!(())
        };
        let clouds = match self.clouds() {
            Some(_) => quote!(CLOUDS),
            None => quote!(&[]),
        };
        quote!(#site::in_cloud::<#marker>(&SERVICE, #clouds, &self.options)?)
    }

    /// The table of the clouds that the service is in, if it is in any.
    fn clouds(&self) -> Option<TokenStream> {
        let ty = self.paths.support("Cloud");
        let clouds = &self.config.client.clouds;
        let table = [
            ("Public", &clouds.public),
            ("UsGovernment", &clouds.us_government),
            ("China", &clouds.china),
        ];
        let rows: Vec<TokenStream> = table
            .iter()
            .filter_map(|(name, cloud)| Some(self.cloud(name, cloud.as_ref()?)))
            .collect();
        (!rows.is_empty()).then(|| {
            quote! {
                #[doc = " Where the service is in each cloud."]
                static CLOUDS: &[#ty] = &[#(#rows),*];
            }
        })
    }

    fn service(&self) -> TokenStream {
        let service = self.paths.support("Service");
        let crate_name = &self.api.package.name;
        let crate_version = &self.config.package.version.value;
        let endpoint = match &self.api.endpoint {
            Some(endpoint) => quote!(::core::option::Option::Some(#endpoint)),
            None => quote!(::core::option::Option::None),
        };
        let scopes = self.scopes();
        let schemes = self.scheme_table();
        let security = self.security(&self.api.security.usual);
        quote! {
            #[doc = " What the description says of the service."]
            static SERVICE: #service = #service {
                crate_name: #crate_name,
                crate_version: #crate_version,
                endpoint: #endpoint,
                scopes: &[#(#scopes),*],
                schemes: &[#(#schemes),*],
                security: #security,
            };
        }
    }

    fn cloud(&self, name: &str, cloud: &Cloud) -> TokenStream {
        let (ty, cloud_name) = (self.paths.support("Cloud"), self.paths.support("CloudName"));
        let name = ident(name);
        let Cloud { endpoint, audience } = cloud;
        quote! {
            #ty { name: #cloud_name::#name, endpoint: #endpoint, audience: #audience }
        }
    }
}
