//! XML that means the same: elements, attributes and text, without the space between elements, and
//! names by their namespaces, whatever the prefixes.

use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::ResolveResult,
};

use super::json::same_text;

/// Whether two documents are the same but for their layout.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    let (Some(one), Some(other)) = (outline(one), outline(other)) else {
        return false;
    };
    one.len() == other.len()
        && one
            .iter()
            .zip(&other)
            .all(|(one, other)| one.is_like(other))
}

/// The names that TypeSpec gives to items without one. No document has them: a client reads such
/// items under any name, and writes them under the list's.
const ITEMS: [&str; 4] = ["string", "int32", "int64", "float32"];

/// Whether two documents are the same but for their layout and the names of such items in the first.
pub fn same_but_items(one: &[u8], other: &[u8]) -> bool {
    let (Some(one), Some(other)) = (outline(one), outline(other)) else {
        return false;
    };
    let is_item = |piece: &Piece| matches!(piece, Piece::Start { name, .. } if ITEMS.contains(&name.as_str()));
    let alike = |one: &Piece, other: &Piece| {
        one.is_like(other) || is_item(one) && matches!(other, Piece::Start { .. })
    };
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| alike(one, other))
}

/// The names of all elements in a document.
pub fn elements(document: &[u8]) -> Vec<String> {
    let pieces = outline(document).unwrap_or_default().into_iter();
    let names = pieces.filter_map(|piece| match piece {
        Piece::Start { name, .. } => Some(
            name.rsplit_once('}')
                .map_or(name.clone(), |(_, it)| it.to_owned()),
        ),
        Piece::Text(_) | Piece::End => None,
    });
    names.collect()
}

/// What stands in the root: the names of its elements, each with that of the first element inside.
pub fn inside(document: &[u8]) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut depth = 0_usize;
    for piece in outline(document).unwrap_or_default() {
        match piece {
            Piece::Start { name, .. } => {
                match (depth, found.last_mut()) {
                    (1, _) => found.push((name, None)),
                    (2, Some((_, inner @ None))) => *inner = Some(name),
                    _ => {}
                }
                depth += 1;
            }
            Piece::End => depth = depth.saturating_sub(1),
            Piece::Text(_) => {}
        }
    }
    found
}

/// Whether the root has text of its own.
pub fn has_text(document: &[u8]) -> bool {
    let pieces = outline(document).unwrap_or_default();
    matches!(pieces.as_slice(), [Piece::Start { .. }, Piece::Text(_), ..])
}

/// A piece of a document.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// The name with its namespace, and the attributes in no order.
    Start {
        name: String,
        attributes: Vec<String>,
    },
    Text(String),
    End,
}

impl Piece {
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one == other || same_text(one, other),
            (one, other) => one == other,
        }
    }
}

fn outline(document: &[u8]) -> Option<Vec<Piece>> {
    let text = std::str::from_utf8(document).ok()?;
    let mut reader = NsReader::from_str(text);
    let mut pieces = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => pieces.push(start(&reader, &element)),
            Event::Empty(element) => {
                pieces.push(start(&reader, &element));
                pieces.push(Piece::End);
            }
            Event::End(_) => pieces.push(Piece::End),
            Event::Text(text) if !text.trim().is_empty() => {
                pieces.push(Piece::Text(text.trim().to_owned()));
            }
            Event::GeneralRef(name) => pieces.push(Piece::Text(format!("&{};", &*name))),
            Event::Eof => return Some(pieces),
            _ => {}
        }
    }
}

fn start(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> Piece {
    let (namespace, local) = reader.resolver().resolve_element(element.name());
    let attributes = element.attributes().flatten();
    let own = attributes.filter(|attribute| attribute.key.as_namespace_binding().is_none());
    let mut attributes: Vec<String> = own
        .map(|attribute| {
            let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
            format!("{}={}", named(&namespace, local.as_ref()), attribute.value)
        })
        .collect();
    attributes.sort();
    Piece::Start {
        name: named(&namespace, local.as_ref()),
        attributes,
    }
}

fn named(namespace: &ResolveResult<'_>, local: &str) -> String {
    match namespace {
        ResolveResult::Bound(namespace) => format!("{{{}}}{local}", namespace.0),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => local.to_owned(),
    }
}
