//! The command line of a crate: what it says of itself, and what is copied beside it.
//!
//! It stands behind the feature `cli`, on top of `dispatch`, whose table it reads when it runs: no
//! operation costs the compiler anything here.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code},
    format::lines,
    paths::ident,
};
use crate::model::Base;

/// A file of `support/cli`, copied as it is.
struct Part {
    name: &'static str,
    text: &'static str,
}

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        [$(Part {
            name: $name,
            text: include_str!(concat!("../support/cli/", $name, ".rs")),
        }),*]
    };
}

static PARTS: &[Part] = &parts![
    "argument",
    "body",
    "command",
    "common",
    "dry_run",
    "head",
    "interrupt",
    "names",
    "output",
    "output_file",
    "program",
    "progress",
    "run",
    "seconds",
    "sign",
    "sink",
    "stop",
    "table",
];

impl Emitter<'_> {
    /// The program's name.
    pub(super) fn program(&self) -> String {
        super::dispatch::words(&self.api.package.name)
    }

    /// The files of the command line, and the program that is nothing but it.
    pub(super) fn command_line_files(&self, file: &mut impl FnMut(String, String)) {
        if !self.api.needs.dispatch {
            return;
        }
        let token = Part {
            name: "token",
            text: self.token_part(),
        };
        let mut index = Vec::new();
        for part in PARTS.iter().chain([&token]) {
            let name = ident(part.name);
            index.push(quote!(mod #name;));
            file(format!("src/cli/{}.rs", part.name), part.text.to_owned());
        }
        index.push(quote!(
            pub use self::interrupt::Interrupt;
        ));
        index.push(quote!(
            pub use self::run::{Surroundings, main, run};
        ));
        index.push(quote!(
            pub use self::sink::Sink;
        ));
        index.push(self.program_texts());
        let docs = "//! The command line: a command per operation, made of their list as it runs.";
        file(
            "src/cli/mod.rs".to_owned(),
            format!("{docs}\n\n{}", lines(index)),
        );
        let library = ident(&self.api.package.library);
        let main = lines(vec![quote! {
            fn main() -> ::std::process::ExitCode {
                ::#library::cli::main()
            }
        }]);
        file(
            format!("src/bin/{}.rs", self.program()),
            format!("//! The program of the command line.\n\n{main}"),
        );
    }

    /// How to come by the command line.
    pub(super) fn readme_command_line(&self) -> String {
        if !self.api.needs.dispatch {
            return String::new();
        }
        let (package, program) = (&self.api.package.name, self.program());
        format!(
            "\n## From a shell\n\n`cargo install {package} --features cli` brings `{program}`, a \
             command per operation; `{program} --help`\nlists them. In Rust the same is a function \
             of the feature `dispatch`: an operation's id and JSON in, JSON\nout.\n"
        )
    }

    /// Where tokens come from.
    fn token_part(&self) -> &'static str {
        match (self.has_token_scheme(), self.api.base) {
            (false, _) => include_str!("../support/cli/none/token.rs"),
            (true, Base::AzureCore) => include_str!("../support/cli/azure/token.rs"),
            (true, Base::TypespecClientCore) => include_str!("../support/cli/neutral/token.rs"),
        }
    }

    /// What the command line says of itself.
    fn program_texts(&self) -> TokenStream {
        let name = self.program();
        let fallback = format!("{}, version {}.", self.api.title, self.api.version);
        let about = Comment::of(&self.api.docs, &fallback).plain();
        let groups = self.api.groups.iter().filter_map(|group| {
            let name = group.name.as_ref()?;
            let fallback = format!("The operations of {}.", code(&name.source));
            let about = Comment::of(&group.docs, &fallback).plain();
            let name = super::dispatch::words(&name.ident);
            Some(quote!((#name, #about)))
        });
        quote! {
            const PROGRAM: self::program::Program = self::program::Program {
                name: #name,
                about: #about,
                groups: &[#(#groups),*],
            };
        }
    }
}
