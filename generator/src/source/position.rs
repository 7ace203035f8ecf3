//! From a part of a value tree to its place in the text.
//!
//! Comes in: a text, and a pointer or a line and column. Goes out: a range of bytes. The text is
//! gone through once, when the first part is looked up, and never on a run without reports.

use std::collections::HashMap;
use std::ops::Range;

use indexmap::map::Entry;
use indexmap::{IndexMap, IndexSet};
use saphyr_parser::{Event, Marker, Parser, Span};

use super::json_position;
use super::parse::Format;
use super::tree::MAX_DEPTH;
use crate::diagnostic::{Aim, Pointer};

/// How many objects are looked at for where one part is written.
const STEPS: usize = 1000;

/// Where every part of one text stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// The parts by how they are held, in the order of the text; nothing holds the document. A part's
    /// number is its position here: pointers to all of them would be many times as long as the text.
    parts: IndexMap<Option<Held>, Spot>,
    /// What parts are called, each name once.
    names: IndexSet<String>,
    /// The keys that stand for the second time in their object, by the part at the first one.
    repeated: HashMap<usize, Range<usize>>,
    /// What the aliases of YAML (`*name`) stand for, by where they stand.
    aliases: HashMap<usize, usize>,
}

/// How a part is held: what holds it, and what it is called there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Held {
    holder: usize,
    name: usize,
}

/// Where one part stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    /// Its key; `None` for elements of arrays and for the document.
    key: Option<Range<usize>>,
    /// The value; of an object or array only where it begins.
    value: Range<usize>,
    /// Whether the value is an object or an array.
    is_container: bool,
}

impl Index {
    /// Goes through a text. Where it is broken the index ends.
    pub(super) fn new(format: Format, text: &str) -> Self {
        match format {
            Format::Json => json_position::index(text),
            Format::Yaml => yaml_index(text),
        }
    }

    /// The place of the part at `pointer`, or of the nearest part around it.
    pub(super) fn find(&self, pointer: &Pointer, aim: Aim) -> Option<Range<usize>> {
        let mut part = self.document()?;
        let mut aim = aim;
        for name in pointer.segments() {
            match self.own(part, &name) {
                Some(inner) => part = inner,
                // Of a part that the text does not have, the holder is shown by its name.
                None => {
                    aim = Aim::Value;
                    break;
                }
            }
        }
        self.show(part, aim)
    }

    /// Where the scalar at `pointer` is written; of what an alias or a merge key brings, that is where
    /// it is brought from.
    pub(super) fn scalar(&self, pointer: &Pointer) -> Option<Range<usize>> {
        // Where keys stand twice, aliases may lead in a circle.
        let mut steps = STEPS;
        let mut part = self.document()?;
        for name in pointer.segments() {
            part = self.member(part, &name, &mut steps)?;
        }
        let (_, spot) = self.parts.get_index(part)?;
        (!spot.is_container).then(|| spot.value.clone())
    }

    fn document(&self) -> Option<usize> {
        self.parts.get_index_of(&None)
    }

    /// An entry or an element that is written in its holder.
    fn own(&self, holder: usize, name: &str) -> Option<usize> {
        let name = self.names.get_index_of(name)?;
        self.parts.get_index_of(&Some(Held { holder, name }))
    }

    /// What is written for an entry of an object, in no more than so many `steps`: the object's own, or
    /// what its merge key names.
    fn member(&self, object: usize, key: &str, steps: &mut usize) -> Option<usize> {
        *steps = steps.checked_sub(1)?;
        if let Some(own) = self.own(object, key) {
            return Some(self.target(own));
        }
        let merged = self.target(self.own(object, "<<")?);
        let listed = (0..).map_while(|index: usize| self.own(merged, &index.to_string()));
        self.member(merged, key, steps).or_else(|| {
            let mut listed = listed.map(|element| self.target(element));
            listed.find_map(|element| self.member(element, key, steps))
        })
    }

    /// What stands at a place: what an alias there stands for.
    fn target(&self, part: usize) -> usize {
        self.aliases.get(&part).copied().unwrap_or(part)
    }

    fn show(&self, part: usize, aim: Aim) -> Option<Range<usize>> {
        let (_, spot) = self.parts.get_index(part)?;
        let key = || spot.key.clone();
        let shown = match aim {
            Aim::RepeatedKey => self.repeated.get(&part).cloned().or_else(key),
            Aim::Key => key(),
            // An object is best shown by its name, and so is a value that is not there.
            Aim::Value if spot.is_container || spot.value.is_empty() => key(),
            Aim::Value => None,
        };
        Some(shown.unwrap_or_else(|| spot.value.clone()))
    }

    /// Adds a part, which is called so by what holds it. Gives its number.
    fn add(&mut self, held: Option<(usize, &str)>, spot: Spot) -> usize {
        let held = held.map(|(holder, name)| Held {
            holder,
            name: self.name(name),
        });
        let entry = self.parts.entry(held);
        let part = entry.index();
        match entry {
            Entry::Occupied(_) => {
                if let Some(key) = spot.key {
                    self.repeated.entry(part).or_insert(key);
                }
            }
            Entry::Vacant(entry) => drop(entry.insert(spot)),
        }
        part
    }

    fn name(&mut self, name: &str) -> usize {
        match self.names.get_index_of(name) {
            Some(known) => known,
            None => self.names.insert_full(name.to_owned()).0,
        }
    }
}

/// What is open while the events of a text go by.
pub(super) struct Trail {
    pub(super) index: Index,
    open: Vec<Open>,
}

enum Open {
    Object {
        part: usize,
        key: Option<(String, Range<usize>)>,
    },
    Array {
        part: usize,
        next: usize,
    },
    /// Something inside a key, or too deep to be told apart.
    Ignored,
}

/// How many bytes of a dense text there are for each part.
const BYTES_PER_PART: usize = 24;

impl Trail {
    /// With room for all parts of a text: a map that grows is there twice.
    pub(super) fn new(text: &str) -> Self {
        Self {
            index: Index {
                parts: IndexMap::with_capacity(text.len() / BYTES_PER_PART),
                ..Index::default()
            },
            open: Vec::new(),
        }
    }

    /// A scalar: a key where one is due, else a value, whose number goes out.
    pub(super) fn scalar(&mut self, text: &str, range: Range<usize>) -> Option<usize> {
        if let Some(Open::Object { key, .. }) = self.open.last_mut()
            && key.is_none()
        {
            *key = Some((text.to_owned(), range));
            return None;
        }
        self.value(range, false)
    }

    /// The beginning of an object, whose number goes out.
    pub(super) fn begin_object(&mut self, range: Range<usize>) -> Option<usize> {
        let part = self.container(range);
        let opened = part.map(|part| Open::Object { part, key: None });
        self.open.push(opened.unwrap_or(Open::Ignored));
        part
    }

    /// The beginning of an array, whose number goes out.
    pub(super) fn begin_array(&mut self, range: Range<usize>) -> Option<usize> {
        let part = self.container(range);
        let opened = part.map(|part| Open::Array { part, next: 0 });
        self.open.push(opened.unwrap_or(Open::Ignored));
        part
    }

    /// The end of an object or array.
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    fn container(&mut self, range: Range<usize>) -> Option<usize> {
        if self.open.len() > MAX_DEPTH {
            return None;
        }
        if let Some(Open::Object { key, .. }) = self.open.last_mut()
            && key.is_none()
        {
            // An object as a key is no key that a pointer could name.
            *key = Some((String::new(), range));
            return None;
        }
        self.value(range, true)
    }

    fn value(&mut self, range: Range<usize>, is_container: bool) -> Option<usize> {
        let spot = |key| Spot {
            key,
            value: range,
            is_container,
        };
        let index = &mut self.index;
        match self.open.last_mut() {
            None => Some(index.add(None, spot(None))),
            Some(Open::Ignored) => None,
            Some(Open::Array { part, next }) => {
                let name = next.to_string();
                *next += 1;
                Some(index.add(Some((*part, &name)), spot(None)))
            }
            Some(Open::Object { part, key }) => {
                let (name, key) = key.take()?;
                Some(index.add(Some((*part, &name)), spot(Some(key))))
            }
        }
    }
}

fn yaml_index(text: &str) -> Index {
    let bytes = Bytes::new(text);
    let mut trail = Trail::new(text);
    // By the numbers that the parser gives to anchors; that of a part without one is 0.
    let mut anchors: HashMap<usize, usize> = HashMap::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let (anchor, at) = match event {
            Event::Scalar(value, _, anchor, _) => (anchor, trail.scalar(&value, bytes.shown(span))),
            // What an alias stands for is shown where the alias is.
            Event::Alias(anchor) => {
                let at = trail.scalar("", bytes.shown(span));
                let target = anchors.get(&anchor).copied();
                trail.index.aliases.extend(at.zip(target));
                continue;
            }
            Event::MappingStart(anchor, _) => (anchor, trail.begin_object(bytes.word(span.start))),
            Event::SequenceStart(anchor, _) => (anchor, trail.begin_array(bytes.word(span.start))),
            Event::MappingEnd | Event::SequenceEnd => {
                trail.end();
                continue;
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {
                continue;
            }
        };
        anchors.extend(at.filter(|_| anchor > 0).map(|at| (anchor, at)));
    }
    trail.index
}

/// The place where a second YAML document begins.
pub(super) fn second_document(text: &str) -> Range<usize> {
    let bytes = Bytes::new(text);
    Parser::new_from_str(text)
        .map_while(Result::ok)
        .filter(|(event, _)| matches!(event, Event::DocumentStart(_)))
        .nth(1)
        .map_or(0..0, |(_, span)| bytes.word(span.start))
}

/// The place where brackets and braces stand too deep inside each other. YAML parsers take hours
/// over thousands of them, so they are counted before. Those in strings and comments are counted
/// as well; but a line that is indented no deeper than the one with the outermost bracket ends
/// whatever was open, so no text for people comes near the limit.
pub(super) fn too_deep(text: &str) -> Option<Range<usize>> {
    const LIMIT: usize = 10 * MAX_DEPTH;
    let mut depth = 0usize;
    let mut outermost = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches(' ');
        let indent = line.len() - inner.len();
        if indent <= outermost && indent > 0 && !inner.starts_with([']', '}', '[', '{']) {
            depth = 0;
        }
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                b'[' | b'{' => {
                    if depth == 0 {
                        outermost = indent;
                    }
                    depth += 1;
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > LIMIT {
                return Some(character_at(text, start + at));
            }
        }
        start += line.len();
    }
    None
}

/// The character at a byte.
pub(super) fn at_byte(text: &str, byte: usize) -> Range<usize> {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    character_at(text, at)
}

/// The character at a line and a column, both counted from 1, the column in bytes.
pub(super) fn at_byte_column(text: &str, line: usize, column: usize) -> Range<usize> {
    let (start, rest) = line_at(text, line);
    at_byte(text, start + column.saturating_sub(1).min(rest.len()))
}

/// Where a line begins, and its text without the line break.
fn line_at(text: &str, line: usize) -> (usize, &str) {
    let mut start = 0;
    let mut lines = text.split_inclusive('\n');
    for _ in 1..line {
        start += lines.next().map_or(0, str::len);
    }
    let rest = lines.next().unwrap_or("");
    (start, rest.trim_end_matches(['\n', '\r']))
}

fn character_at(text: &str, at: usize) -> Range<usize> {
    let length = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .filter(|character| !matches!(character, '\n' | '\r'))
        .map_or(0, char::len_utf8);
    at..at + length
}

/// Turns the parser's markers into bytes. They count characters, and lines by rules of their own.
struct Bytes<'a> {
    text: &'a str,
    /// The byte at which every [`STEP`]th character begins.
    steps: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Bytes<'a> {
    fn new(text: &'a str) -> Self {
        let steps = text.char_indices().step_by(STEP).map(|(at, _)| at);
        Self {
            text,
            steps: steps.collect(),
        }
    }

    fn at(&self, marker: Marker) -> usize {
        let number = marker.index();
        let Some(step) = self.steps.get(number / STEP).copied() else {
            return self.text.len();
        };
        let rest = self.text.get(step..).unwrap_or("");
        let within = rest.char_indices().nth(number % STEP);
        step + within.map_or(rest.len(), |(at, _)| at)
    }

    /// The first line of a span, without the anchor and the tag before it and the white space at its
    /// end.
    fn shown(&self, span: Span) -> Range<usize> {
        let mut start = self.at(span.start);
        let mut text = self.text.get(start..self.at(span.end)).unwrap_or("");
        while text.starts_with(['&', '!']) {
            let property = text.find(char::is_whitespace).unwrap_or(text.len());
            let rest = text.get(property..).unwrap_or("").trim_start();
            start += text.len() - rest.len();
            text = rest;
        }
        let first = text.lines().next().unwrap_or("").trim_end();
        start..start + first.len()
    }

    /// What stands at a place up to white space or a colon.
    fn word(&self, marker: Marker) -> Range<usize> {
        let start = self.at(marker);
        let rest = self.text.get(start..).unwrap_or("");
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ':' | ','))
            .unwrap_or(rest.len());
        start..start + end
    }
}
