//! A small program beside a generated crate that calls any of its operations by name.
//!
//! Comes in: a model, and what its crate needs to be found. Goes out: the files of a crate whose
//! program reads calls as lines of JSON and prints what they come to (`driver/runtime.rs` has their
//! form), typed inside: parameters and bodies are read into the types that the builders take, and
//! values are written from the types that a caller gets.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

use clientforge::{
    files::Files,
    model::{
        Api, Arm, Body, Coding, Group, Operation, Outcomes, Parameter, Payload, Shape, Type, TypeId,
    },
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use crate::features::group_features;

/// A program that calls a crate's operations.
#[derive(Clone, Debug)]
pub struct Driver {
    /// The files of its crate.
    pub files: Files,
    /// Operations that it cannot call, each with what it has no way to read or write.
    pub left_out: Vec<String>,
}

impl Driver {
    /// Writes the driver `name` of the crate that was made of `api` and stands in a folder beside
    /// the driver's own, named as the package.
    ///
    /// # Errors
    ///
    /// The crate's manifest is none.
    pub fn new(name: &str, api: &Api, client: &Files) -> io::Result<Self> {
        let mut left_out = Vec::new();
        let mut functions = Vec::new();
        let mut arms = Vec::new();
        let operations = api.groups.iter().flat_map(|group| {
            group
                .operations
                .iter()
                .map(move |operation| (group, operation))
        });
        for (number, (group, operation)) in operations.enumerate() {
            let id = &operation.id;
            let function = format_ident!("operation_{number}");
            match (Calls { api }).operation(&function, group, operation) {
                Ok(text) => {
                    functions.push(text);
                    arms.push(quote!(#id => |call| Box::pin(#function(call)),));
                }
                Err(Unknown(what)) => left_out.push(format!("{id}: {what}")),
            }
        }
        let main = quote! {
            mod runtime;
            use runtime::{Call, Outcome, Run, answered, client, json, requested, serve};
            fn main() -> std::io::Result<()> {
                serve(operation)
            }
            fn operation(id: &str) -> Option<Run> {
                Some(match id {
                    #(#arms)*
                    _ => return None,
                })
            }
            #(#functions)*
        };
        let files = BTreeMap::from([
            ("Cargo.toml".to_owned(), manifest(name, api, client)?),
            ("src/main.rs".to_owned(), main.to_string()),
            (
                "src/runtime.rs".to_owned(),
                include_str!("driver/runtime.rs").to_owned(),
            ),
        ]);
        let files = Files::headed(files, &BTreeMap::new(), "tests/src/driver.rs");
        Ok(Self { files, left_out })
    }
}

/// Runs a driver's program on some calls; what each of them comes to, in their order.
///
/// # Errors
///
/// The program cannot be run, or does not come to its end.
pub fn run(program: &Path, calls: &[Value]) -> io::Result<Vec<Value>> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let lines: String = calls.iter().map(|call| format!("{call}\n")).collect();
    let input = child.stdin.take();
    let writer = std::thread::spawn(move || match input {
        Some(mut input) => input.write_all(lines.as_bytes()),
        None => Ok(()),
    });
    let output = child.wait_with_output()?;
    writer
        .join()
        .map_err(|_| io::Error::other("not written"))??;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "{}: {}",
            program.display(),
            output.status
        )));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let results = printed.lines().map(serde_json::from_str);
    Ok(results.collect::<Result<_, _>>()?)
}

fn manifest(name: &str, api: &Api, client: &Files) -> io::Result<String> {
    let package = &api.package.name;
    let features = group_features(client)?;
    Ok(format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\napi = {{ package = \"{package}\", path = \"../{package}\", \
         default-features = false, features = {features:?} }}\nasync-trait = \"0.1\"\n\
         azure_core = {{ version = \"1.1\", default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n\n[workspace]\n"
    ))
}

/// What a driver has no way to read or write.
struct Unknown(String);

/// Writes the functions that call operations.
struct Calls<'a> {
    api: &'a Api,
}

impl Calls<'_> {
    /// The function from a call of the operation to its result.
    fn operation(
        &self,
        function: &Ident,
        group: &Group,
        operation: &Operation,
    ) -> Result<TokenStream, Unknown> {
        let client = self.client()?;
        let mut reads = Vec::new();
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        for parameter in &operation.parameters {
            let read = read_name(parameter);
            reads.push(self.read(parameter)?);
            // The builder keeps what it borrows until it is done.
            let given = self.is_borrowed(parameter).then(|| quote!(&));
            let given = quote!(#given #read);
            if parameter.is_argument() {
                arguments.push(given);
            } else {
                let setter = ident(&parameter.name.ident);
                setters.push(
                    quote!(if let Some(value) = #given { builder = builder.#setter(value); }),
                );
            }
        }
        if let Some(body) = &operation.body {
            let ty = self.body_type(body)?;
            if body.required {
                reads.push(quote!(let sent: #ty = call.needed_body()?;));
                arguments.push(quote!(&sent));
            } else {
                let name = ident(&body.name.ident);
                reads.push(quote!(let sent: Option<#ty> = call.body()?;));
                setters.push(quote!(if let Some(sent) = &sent { builder = builder.#name(sent); }));
            }
        }
        let method = ident(&operation.name.ident);
        let handle = group.name.as_ref().map(|name| ident(&name.ident));
        let handle = handle.map(|handle| quote!(.#handle()));
        let mutable = (!setters.is_empty()).then(|| quote!(mut));
        let sent = self.sent(operation)?;
        Ok(quote! {
            async fn #function(call: Call) -> Outcome {
                #client
                #(#reads)*
                let #mutable builder = client #handle .#method(#(#arguments),*);
                #(#setters)*
                if call.is_request() {
                    return requested(builder.request());
                }
                #sent
            }
        })
    }

    /// Makes the client, with what it needs from the call's parameters.
    fn client(&self) -> Result<TokenStream, Unknown> {
        let needed = |parameter: &&Parameter| parameter.required && parameter.default.is_none();
        let parameters = self.api.client_parameters.iter().filter(needed);
        let arguments = parameters.map(|parameter| {
            let name = &parameter.name.source;
            let ty = self.owned(&parameter.ty)?;
            // An operation that does not use the value has none among its parameters.
            Ok(quote!(call.given::<#ty>(#name)?.unwrap_or_default()))
        });
        let arguments: Vec<TokenStream> = arguments.collect::<Result<_, _>>()?;
        Ok(quote! {
            let client = client(api::Client::builder(#(#arguments),*).options(call.options()).build())?;
        })
    }

    /// Reads a parameter's value from the call.
    fn read(&self, parameter: &Parameter) -> Result<TokenStream, Unknown> {
        let (name, source) = (read_name(parameter), &parameter.name.source);
        let ty = self.owned(&parameter.ty)?;
        let reading = if parameter.is_argument() {
            quote!(let #name: #ty = call.needed(#source)?;)
        } else {
            quote!(let #name: Option<#ty> = call.given(#source)?;)
        };
        let borrowed = self.is_texts(parameter).then(|| {
            let texts = quote!(.iter().map(String::as_str).collect::<Vec<&str>>());
            if parameter.is_argument() {
                quote!(let #name = #name #texts;)
            } else {
                quote!(let #name = #name.as_ref().map(|value| value #texts);)
            }
        });
        Ok(quote!(#reading #borrowed))
    }

    /// Whether a builder takes a reference to the value.
    fn is_borrowed(&self, parameter: &Parameter) -> bool {
        match self.api.types.resolve(&parameter.ty) {
            Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Any
            | Type::AnyObject
            | Type::Nullable(_) => true,
            ty @ Type::Named(_) => self.api.types.enumeration(ty).is_none(),
            _ => false,
        }
    }

    /// A list of texts, which a builder takes as borrowed ones.
    fn is_texts(&self, parameter: &Parameter) -> bool {
        let Type::List(item) = self.api.types.resolve(&parameter.ty) else {
            return false;
        };
        !parameter.client_wide && *self.api.types.resolve(item) == Type::Text
    }

    fn body_type(&self, body: &Body) -> Result<TokenStream, Unknown> {
        match body.coding {
            Coding::Json => self.owned(&body.ty),
            Coding::Xml | Coding::Text | Coding::Bytes | Coding::Form | Coding::Multipart => {
                Err(Unknown(format!("a body of {}", body.media_type)))
            }
        }
    }

    /// Sends the request, and writes what a caller gets.
    fn sent(&self, operation: &Operation) -> Result<TokenStream, Unknown> {
        let failure = self.written(&operation.failure, true)?;
        if operation.row.as_ref().is_some_and(|row| row.alone) {
            return Err(Unknown("an answer item by item".to_owned()));
        }
        if operation.long_running.is_none() {
            let success = self.written(&operation.success, false)?;
            return Ok(quote!(answered(builder.send().await, #success, #failure)));
        }
        // Its first answer is not yet the value, but has the value's type where it has a body.
        let success = match &operation.success.payload {
            Payload::One(ty) => {
                let ty = self.owned(ty)?;
                quote!(|()| call.value::<#ty>())
            }
            Payload::Nothing | Payload::Many(_) => quote!(json),
        };
        Ok(quote!(answered(builder.start().await, #success, #failure)))
    }

    /// The function that writes one side of what a caller gets.
    fn written(&self, outcomes: &Outcomes, failure: bool) -> Result<TokenStream, Unknown> {
        if let Some(arm) = outcomes.arms.iter().find(|arm| arm.coding != Coding::Json) {
            return Err(Unknown(format!(
                "an answer that is no JSON: {:?}",
                arm.status
            )));
        }
        match &outcomes.payload {
            Payload::Nothing if failure => Ok(quote!(|raw: &api::Raw| json(raw.value()))),
            Payload::Nothing => Ok(quote!(json)),
            Payload::One(ty) => self.owned(ty).map(|_| quote!(json)),
            Payload::Many(name) => {
                let name = ident(name);
                let arms = outcomes
                    .arms
                    .iter()
                    .filter(|arm| !failure || arm.body.is_some());
                let arms = arms.map(|arm| self.written_arm(&name, arm));
                let arms: Vec<TokenStream> = arms.collect::<Result<_, _>>()?;
                Ok(quote! {
                    |answer: &api::operations::#name| match answer {
                        #(#arms)*
                        _ => json(&()),
                    }
                })
            }
        }
    }

    fn written_arm(&self, name: &Ident, arm: &Arm) -> Result<TokenStream, Unknown> {
        let variant = ident(&arm.name.ident);
        let Some(body) = &arm.body else {
            return Ok(quote!(api::operations::#name::#variant => json(&()),));
        };
        self.owned(body)?;
        Ok(quote!(api::operations::#name::#variant(value) => json(value),))
    }

    /// The Rust type of a value whose own reading and writing is that of the wire.
    fn owned(&self, ty: &Type) -> Result<TokenStream, Unknown> {
        Ok(match self.api.types.resolve(ty) {
            Type::Bool => quote!(bool),
            Type::Integer(width) => {
                let name = format!("{width:?}").to_lowercase();
                let name = ident(&name);
                quote!(#name)
            }
            Type::Float32 => quote!(f32),
            Type::Float64 => quote!(f64),
            Type::Text => quote!(String),
            Type::Any => quote!(serde_json::Value),
            Type::AnyObject => quote!(serde_json::Map<String, serde_json::Value>),
            Type::List(item) => {
                let item = self.owned(item)?;
                quote!(Vec<#item>)
            }
            Type::Map(value) => {
                let value = self.owned(value)?;
                quote!(std::collections::BTreeMap<String, #value>)
            }
            Type::Nullable(inner) => {
                let inner = self.owned(inner)?;
                quote!(Option<#inner>)
            }
            Type::Named(id) => self.named(*id)?,
            other @ (Type::Bytes(_)
            | Type::Raw
            | Type::File
            | Type::DateTime(_)
            | Type::Date
            | Type::Duration
            | Type::Uuid
            | Type::Tuple(_)
            | Type::Foreign(_)
            | Type::Secret(_)) => return Err(Unknown(format!("a value of {other:?} by itself"))),
        })
    }

    fn named(&self, id: TypeId) -> Result<TokenStream, Unknown> {
        let definition = self.api.types.get(id);
        let definition = definition.ok_or_else(|| Unknown(format!("no definition {id:?}")))?;
        match &definition.shape {
            Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) => {
                let name = ident(&definition.name.ident);
                Ok(quote!(api::models::#name))
            }
            Shape::Alias(target) => self.owned(target),
        }
    }
}

/// The variable for a parameter's value; no other variable has such a name.
fn read_name(parameter: &Parameter) -> Ident {
    format_ident!("read_{}", parameter.name.ident.trim_start_matches("r#"))
}

/// An identifier of the model as a token.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
