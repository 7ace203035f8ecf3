//! XML as a tree of elements: a text goes in, the tree comes out, and the other way.
//!
//! A reader looks at local names alone, since a prefix is the writer's choice. Entities of a
//! document's own are not known: such a document is refused, so that none can grow beyond its size.

use std::collections::BTreeMap;

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer, XmlVersion};

use super::DEPTH;

/// What a name of an element or an attribute is made of; empty where it has no such part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlName {
    /// The name without a prefix.
    pub local: &'static str,
    /// The prefix.
    pub prefix: &'static str,
    /// The namespace that the prefix stands for, or the default one.
    pub namespace: &'static str,
}

impl XmlName {
    /// A name in no namespace.
    pub const fn plain(local: &'static str) -> Self {
        Self {
            local,
            prefix: "",
            namespace: "",
        }
    }

    fn qualified(self, local: &str) -> String {
        match self.prefix {
            "" => local.to_owned(),
            prefix => format!("{prefix}:{local}"),
        }
    }

    /// What declares the prefix.
    fn declaration(self) -> String {
        match self.prefix {
            "" => "xmlns".to_owned(),
            prefix => format!("xmlns:{prefix}"),
        }
    }
}

/// An element. It has no `Debug`, since what it holds may be secret.
#[derive(Default)]
pub(super) struct Element {
    /// Its local name.
    pub name: String,
    /// Its attributes by local name, the declarations of namespaces left out.
    pub attributes: Vec<(String, String)>,
    /// The elements in it.
    pub children: Vec<Element>,
    /// The text in it, without that of the elements.
    pub text: String,
}

impl Element {
    /// The root of a document; `None` where it is not well-formed or too deep.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
        // What is around the root is the only child of this one.
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => {
                    if open.len() > usize::from(DEPTH) {
                        return None;
                    }
                    open.push(Self::begin(&start)?);
                }
                Event::Empty(start) => {
                    let element = Self::begin(&start)?;
                    open.last_mut()?.children.push(element);
                }
                Event::End(_) => {
                    let element = open.pop()?;
                    open.last_mut()?.children.push(element);
                }
                Event::Text(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
                Event::CData(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
                Event::GeneralRef(name) => {
                    let known = match name.resolve_char_ref().ok()? {
                        Some(char) => char,
                        None => predefined(&name)?,
                    };
                    open.last_mut()?.text.push(known);
                }
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        let around = open.pop().filter(|_| open.is_empty())?;
        let mut roots = around.children.into_iter();
        let root = roots.next()?;
        (roots.next().is_none() && around.text.trim().is_empty()).then_some(root)
    }

    fn begin(start: &BytesStart<'_>) -> Option<Self> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            if attribute.key.as_namespace_binding().is_none() {
                let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
                let name = attribute.key.local_name().as_ref().to_owned();
                attributes.push((name, value.into_owned()));
            }
        }
        Some(Self {
            name: start.local_name().as_ref().to_owned(),
            attributes,
            ..Self::default()
        })
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        let (_, value) = all.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Its text as it stands; blanks around elements, or alone, are but layout.
    pub fn own_text(&self) -> &str {
        let text = self.text.trim();
        match self.children.is_empty() && !text.is_empty() {
            true => &self.text,
            false => text,
        }
    }

    /// Whether it says that there is no value (`xsi:nil`).
    pub fn is_nil(&self) -> bool {
        matches!(self.attribute("nil"), Some("true" | "1"))
    }
}

/// The entities that every document has (XML 1.0, section 4.6).
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

/// A document on its way out. The first failure is kept, and nothing is written after it.
///
/// Prefixes are declared by the root, whoever needs them, unless one stands for two namespaces.
pub(super) struct XmlWriter {
    writer: Writer<Vec<u8>>,
    /// Where the root's name ends.
    root: Option<usize>,
    /// The namespaces of the prefixes that the root declares.
    roots: BTreeMap<&'static str, &'static str>,
    /// The namespaces that are declared around here, but not by the root.
    scope: BTreeMap<&'static str, &'static str>,
    failed: bool,
}

/// An element whose end is not written yet.
pub(super) struct Begun {
    name: String,
    outer: BTreeMap<&'static str, &'static str>,
}

impl XmlWriter {
    pub fn new() -> Self {
        let mut writer = Self {
            writer: Writer::new(Vec::new()),
            root: None,
            roots: BTreeMap::new(),
            scope: BTreeMap::new(),
            failed: false,
        };
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
        writer.put(Event::Decl(declaration));
        writer
    }

    /// The document; `None` where XML has no way to write it.
    pub fn finish(self) -> Option<Vec<u8>> {
        if self.failed {
            return None;
        }
        let mut declarations = BytesStart::new("");
        for (prefix, namespace) in self.roots {
            declarations.push_attribute((format!("xmlns:{prefix}").as_str(), namespace));
        }
        let document = self.writer.into_inner();
        let (name, rest) = document.split_at_checked(self.root?)?;
        Some([name, declarations.as_bytes(), rest].concat())
    }

    /// Begins an element that is called `local` in the namespace of a name, with attributes.
    pub fn begin(&mut self, name: XmlName, local: &str, attributes: &[(XmlName, String)]) -> Begun {
        let outer = self.scope.clone();
        let qualified = name.qualified(local);
        self.failed |= !is_name(local);
        let mut start = BytesStart::new(qualified.as_str());
        // An attribute without a prefix is in no namespace.
        let prefixed = attributes.iter().map(|(name, _)| *name);
        let prefixed = prefixed.filter(|name| !name.prefix.is_empty());
        for name in std::iter::once(name).chain(prefixed) {
            if !self.is_declared(name) {
                self.scope.insert(name.prefix, name.namespace);
                start.push_attribute((name.declaration().as_str(), name.namespace));
            }
        }
        for (name, value) in attributes {
            self.failed |= !is_text(value);
            start.push_attribute((name.qualified(name.local).as_str(), value.as_str()));
        }
        let at = self.writer.get_ref().len() + '<'.len_utf8() + qualified.len();
        self.root.get_or_insert(at);
        self.put(Event::Start(start));
        Begun {
            name: qualified,
            outer,
        }
    }

    /// Whether a name's namespace is declared around here, or will be by the root.
    fn is_declared(&mut self, name: XmlName) -> bool {
        if name.namespace.is_empty() {
            return true;
        }
        if let Some(known) = self.scope.get(name.prefix) {
            return *known == name.namespace;
        }
        !name.prefix.is_empty()
            && *self.roots.entry(name.prefix).or_insert(name.namespace) == name.namespace
    }

    pub fn text(&mut self, text: &str) {
        self.failed |= !is_text(text);
        self.put(Event::Text(BytesText::new(text)));
    }

    pub fn end(&mut self, begun: Begun) {
        self.put(Event::End(BytesEnd::new(begun.name)));
        self.scope = begun.outer;
    }

    fn put(&mut self, event: Event<'_>) {
        if !self.failed {
            self.failed = self.writer.write_event(event).is_err();
        }
    }
}

/// Whether XML 1.0 has a way to write each character (section 2.2).
fn is_text(text: &str) -> bool {
    let fits = |char: char| {
        matches!(char, '\t' | '\n' | '\r' | '\u{20}'..) && !matches!(char, '\u{FFFE}' | '\u{FFFF}')
    };
    text.chars().all(fits)
}

/// Whether it can be the name of an element; a key of a map may not be one.
fn is_name(name: &str) -> bool {
    let begins = |char: char| char.is_alphabetic() || char == '_';
    let goes_on =
        |char: char| begins(char) || char.is_numeric() || matches!(char, '-' | '.' | '\u{B7}');
    name.starts_with(begins) && name.chars().all(goes_on)
}
