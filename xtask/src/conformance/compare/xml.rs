//! XML that means the same: elements, attributes and text, without the space between elements.

use quick_xml::{Reader, events::Event};

/// Whether two documents are the same but for their layout.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    matches!((outline(one), outline(other)), (Some(one), Some(other)) if one == other)
}

/// What a document says, piece by piece.
fn outline(document: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader::from_reader(document);
    let mut pieces = Vec::new();
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).ok()?;
        match event {
            Event::Start(element) => pieces.extend(tag(&element)),
            Event::Empty(element) => {
                pieces.extend(tag(&element));
                pieces.push("end".to_owned());
            }
            Event::End(_) => pieces.push("end".to_owned()),
            Event::Text(text) => {
                let text = text.trim().to_owned();
                if !text.is_empty() {
                    pieces.push(format!("text {text}"));
                }
            }
            Event::GeneralRef(name) => {
                pieces.push(format!("reference {}", &*name));
            }
            Event::Eof => return Some(pieces),
            _ => {}
        }
        buffer.clear();
    }
}

/// An element's name and its attributes, in no order. A prefix is a matter of taste, but the data
/// has the one that the description has.
fn tag(element: &quick_xml::events::BytesStart<'_>) -> Vec<String> {
    let name = element.name().as_ref().to_owned();
    let attributes = element.attributes().flatten().map(|attribute| {
        let key = attribute.key.as_ref().to_owned();
        format!("@{key}={}", attribute.value)
    });
    let mut attributes: Vec<String> = attributes.collect();
    attributes.sort();
    std::iter::once(format!("start {name}"))
        .chain(attributes)
        .collect()
}
