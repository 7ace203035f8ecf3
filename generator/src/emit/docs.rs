//! Documentation comments: the description's text, made safe for rustdoc, and what the code
//! alone does not say.

mod blocks;
mod entity;
mod fence;
mod html;
mod inline;
mod item;
mod link;
mod markdown;
mod plain;
mod prose;
mod reference;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Number, Value};

use crate::model::{Constraints, Docs};

/// Paragraphs on their way to being a documentation comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Comment {
    lines: Vec<String>,
}

impl Comment {
    /// A comment that begins with what the description says, or with `fallback` where it says
    /// nothing.
    pub fn of(docs: &Docs, fallback: &str) -> Self {
        let mut comment = Self::default();
        let texts = [&docs.summary, &docs.description];
        let mut said: Vec<Vec<String>> = texts
            .into_iter()
            .flatten()
            .map(|text| markdown::safe(text))
            .filter(|lines| !lines.is_empty())
            .collect();
        said.dedup();
        for lines in &said {
            comment.separate();
            comment.lines.extend(lines.iter().cloned());
        }
        if said.is_empty() {
            comment = comment.paragraph(fallback);
        }
        for note in &docs.notes {
            comment = comment.paragraph(note);
        }
        if let Some(link) = &docs.link {
            comment = comment.paragraph(&format!("See {}.", markdown::link(link)));
        }
        comment
    }

    /// Adds a paragraph of our own, already in Markdown.
    #[must_use]
    pub fn paragraph(mut self, markdown: &str) -> Self {
        self.separate();
        self.lines.extend(markdown.lines().map(str::to_owned));
        self
    }

    /// Adds text of the description.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.separate();
        self.lines.extend(markdown::safe(text));
        self
    }

    /// Adds a name of the description, or what has such names in it: nothing in them is HTML.
    #[must_use]
    pub fn named(mut self, text: &str) -> Self {
        self.separate();
        self.lines.extend(markdown::without_html(text));
        self
    }

    /// Adds a wire name that differs from the identifier.
    #[must_use]
    pub fn wire_name(self, ident: &str, wire: &str) -> Self {
        if ident.trim_start_matches("r#") == wire {
            return self;
        }
        self.paragraph(&format!("On the wire: {}.", code(wire)))
    }

    /// Adds bounds and the default.
    #[must_use]
    pub fn bounds(self, constraints: &Constraints, default: Option<&Value>) -> Self {
        let mut facts = constraint_facts(constraints);
        if let Some(default) = default {
            facts.push(format!("default {}", code(&default.to_string())));
        }
        if facts.is_empty() {
            return self;
        }
        let mut text = facts.join(", ");
        if let Some(first) = text.get(..1) {
            text = first.to_uppercase() + text.get(1..).unwrap_or_default();
        }
        self.paragraph(&format!("{text}."))
    }

    /// Adds a block of Rust that is compiled as a test.
    #[must_use]
    pub fn example(mut self, attributes: &str, lines: &[String]) -> Self {
        self = self.paragraph("# Example");
        self.separate();
        self.lines.push(format!("```{attributes}"));
        self.lines.extend(lines.iter().cloned());
        self.lines.push("```".to_owned());
        self
    }

    /// The attributes that make up the comment.
    pub fn attributes(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            }
        });
        quote!(#(#[doc = #lines])*)
    }

    /// The comment as `//!` lines at the top of a file.
    pub fn inner_text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// All of it as Markdown.
    pub fn markdown(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The first paragraph in one line.
    pub fn summary(&self) -> String {
        let lines = self.lines.iter().map(String::as_str);
        joined(lines.take_while(|line| !line.is_empty()))
    }

    /// All of it in one line, for a list.
    pub fn one_line(&self) -> String {
        joined(self.lines.iter().map(String::as_str))
    }

    /// All of it in one line without the marks of Markdown, for a terminal.
    pub fn plain(&self) -> String {
        plain::text(&self.lines)
    }

    fn separate(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }
}

/// Lines as one; what makes a break between two would be a sign there.
fn joined<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let lines = lines.map(|line| line.strip_suffix('\\').unwrap_or(line));
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// The attribute for a deprecated item.
pub(super) fn deprecation(docs: &Docs) -> TokenStream {
    if docs.deprecated {
        quote!(#[deprecated])
    } else {
        TokenStream::new()
    }
}

/// Documentation in one line, which says that a thing is deprecated where no attribute can.
pub(super) fn with_notice(docs: &Docs, line: String) -> String {
    match (docs.deprecated, line.as_str()) {
        (false, _) => line,
        (true, "") => "Deprecated.".to_owned(),
        (true, _) => format!("Deprecated. {line}"),
    }
}

/// A code span that holds the text whatever backticks are in it.
pub(super) fn code(text: &str) -> String {
    let text = markdown::printable(&text.replace(['\n', '\r'], " "));
    if text.is_empty() {
        return "the empty text".to_owned();
    }
    if text.contains('`') {
        // A span ends at as many marks as it begins with (CommonMark, section 6.1).
        let runs = text.split(|c| c != '`').map(str::len);
        let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
        format!("{fence} {text} {fence}")
    } else {
        format!("`{text}`")
    }
}

fn constraint_facts(constraints: &Constraints) -> Vec<String> {
    let Constraints {
        minimum,
        maximum,
        multiple_of,
        ..
    } = constraints;
    let pattern = constraints.pattern.as_deref().map(code);
    let facts = [
        counted("at least", constraints.min_length, "character"),
        counted("at most", constraints.max_length, "character"),
        pattern.map(|pattern| format!("matches {pattern}")),
        bounded(
            ["at least", "more than"],
            minimum.as_ref(),
            constraints.exclusive_minimum,
        ),
        bounded(
            ["at most", "less than"],
            maximum.as_ref(),
            constraints.exclusive_maximum,
        ),
        multiple_of
            .as_ref()
            .map(|divisor| format!("a multiple of {}", digits(divisor))),
        counted("at least", constraints.min_items, "item"),
        counted("at most", constraints.max_items, "item"),
        constraints
            .unique_items
            .then(|| "no two items equal".to_owned()),
    ];
    facts.into_iter().flatten().collect()
}

fn counted(relation: &str, bound: Option<u64>, what: &str) -> Option<String> {
    Some(match bound? {
        1 => format!("{relation} 1 {what}"),
        many => format!("{relation} {many} {what}s"),
    })
}

fn bounded([with, without]: [&str; 2], bound: Option<&Number>, exclusive: bool) -> Option<String> {
    let relation = if exclusive { without } else { with };
    Some(format!("{relation} {}", digits(bound?)))
}

/// A number for people: a whole one has no fraction.
fn digits(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float.to_string(),
        _ => number.to_string(),
    }
}
