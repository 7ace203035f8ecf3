//! Reports as text for people.
//!
//! Comes in: the reports and the texts of the files they point into. Goes out: one text in which
//! each report names file, line, column and JSON pointer, shows the line, and says what to do.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin as Heading, Renderer, Snippet,
    normalize_untrusted_str,
};

use super::lines::Lines;
use super::{
    Diagnostic, Diagnostics, Origin, Place, Pointer, Severity, SourceId, Texts, marked, secrets,
};

impl Diagnostics {
    /// All reports as plain text: file by file, and in a file from top to bottom.
    pub fn render(&self, texts: &dyn Texts) -> String {
        self.render_with(texts, &Renderer::plain())
    }

    /// All reports as text with ANSI colours, for a terminal.
    pub fn render_styled(&self, texts: &dyn Texts) -> String {
        self.render_with(texts, &Renderer::styled())
    }

    /// How many errors and warnings there are, such as `2 errors and 1 warning`; empty when there
    /// is nothing to tell.
    pub fn summary(&self) -> String {
        let count = |severity| self.iter().filter(|r| r.severity == severity).count();
        let phrase = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            many => Some(format!("{many} {noun}s")),
        };
        let errors = phrase(count(Severity::Error), "error");
        let warnings = phrase(count(Severity::Warning), "warning");
        let phrases: Vec<String> = errors.into_iter().chain(warnings).collect();
        phrases.join(" and ")
    }

    fn render_with(&self, texts: &dyn Texts, renderer: &Renderer) -> String {
        let mut shown: Vec<(Shown<'_>, &Diagnostic)> = self
            .iter()
            .map(|report| (Shown::new(report.at.as_ref(), texts), report))
            .collect();
        // The sort is stable: reports on one place stay in the order in which they came.
        shown.sort_by(|(a, _), (b, _)| a.order().cmp(&b.order()));
        let mut text = String::new();
        let mut read = Read {
            texts,
            marked: &self.secrets,
            lines: BTreeMap::new(),
            secrets: BTreeMap::new(),
        };
        for (place, report) in shown {
            text.push_str(&renderer.render(&[group(report, place, &mut read)]));
            text.push_str("\n\n");
        }
        text
    }
}

/// What was found out so far about the files that were pointed into.
struct Read<'a> {
    texts: &'a dyn Texts,
    /// The schemas of secrets that the files do not mark.
    marked: &'a BTreeSet<Origin>,
    /// The lines of the texts, by where a text begins.
    lines: BTreeMap<*const u8, Lines>,
    /// Where the values of secrets are written.
    secrets: BTreeMap<SourceId, Vec<Range<usize>>>,
}

impl Read<'_> {
    fn lines(&mut self, text: &str) -> &Lines {
        let lines = self.lines.entry(text.as_ptr());
        lines.or_insert_with(|| Lines::new(text))
    }

    fn secrets(&mut self, file: SourceId) -> &[Range<usize>] {
        let Self { texts, marked, .. } = *self;
        self.secrets.entry(file).or_insert_with(|| {
            let marked = marked.iter().filter(|schema| schema.file == file);
            let marked: BTreeSet<Pointer> = marked.map(|it| it.pointer.clone()).collect();
            let values = texts.tree(file).map(|tree| marked::values(tree, &marked));
            let values = values.into_iter().flatten();
            let origins = values.map(|pointer| Origin::new(file, pointer));
            origins.filter_map(|it| texts.written(&it)).collect()
        })
    }
}

/// A place with everything that is shown of it.
struct Shown<'a> {
    name: &'a str,
    /// The file, where it is one of the run.
    file: Option<SourceId>,
    /// The text, and the bytes in it that are meant.
    excerpt: Option<(&'a str, Range<usize>)>,
    pointer: Option<String>,
}

impl<'a> Shown<'a> {
    fn new(place: Option<&'a Place>, texts: &'a dyn Texts) -> Self {
        match place {
            None => Self {
                name: "",
                file: None,
                excerpt: None,
                pointer: None,
            },
            Some(Place::File(name)) => Self {
                name,
                file: None,
                excerpt: None,
                pointer: None,
            },
            Some(Place::Excerpt { name, text, range }) => Self {
                name,
                file: None,
                excerpt: Some((text, range.clone())),
                pointer: None,
            },
            Some(Place::Part(origin, aim)) => Self {
                name: texts.name(origin.file),
                file: Some(origin.file),
                excerpt: texts
                    .locate(origin, *aim)
                    .map(|range| (texts.text(origin.file), range)),
                pointer: Some(origin.pointer.to_string()),
            },
        }
    }

    fn order(&self) -> (&str, usize) {
        let start = self.excerpt.as_ref().map_or(0, |(_, range)| range.start);
        (self.name, start)
    }

    /// The line that is meant, with the bytes marked, under its name and place.
    fn elements(
        &self,
        kind: AnnotationKind,
        label: Option<&str>,
        read: &mut Read<'_>,
    ) -> Option<Vec<Element<'a>>> {
        let (text, range) = self.excerpt.as_ref()?;
        if !text.is_char_boundary(range.start) {
            return None;
        }
        let hidden = self.file.map(|file| read.secrets(file).to_vec());
        let lines = read.lines(text);
        let number = lines.number(range.start);
        let line = lines.range(number);
        let shown = window(text, range.start, line.start, line.end);
        let end = range.end.clamp(range.start, shown.end);
        let marked = range.start - shown.start..end - shown.start;
        let plain = without_secrets(text, line.clone(), shown.clone())?;
        let snippet = Snippet::source(without_values(plain, &shown, &hidden.unwrap_or_default()))
            .line_start(number)
            .annotation(kind.span(marked).label(label.map(clean)));
        if shown.start == line.start {
            return Some(vec![snippet.path(self.name).into()]);
        }
        // The renderer would count columns from where the excerpt begins.
        let before = |at| lines.characters_before(text, at);
        let column = before(range.start) - before(line.start) + 1;
        let heading = Heading::path(self.name).line(number).char_column(column);
        Some(vec![heading.into(), snippet.into()])
    }
}

/// Part of a line with asterisks in the place of the secrets in URLs, byte for byte.
fn without_secrets(text: &str, line: Range<usize>, shown: Range<usize>) -> Option<Cow<'_, str>> {
    // A URL may begin before what is shown, and end behind it.
    const AROUND: usize = 400;
    let mut start = shown.start.saturating_sub(AROUND).max(line.start);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = shown
        .end
        .saturating_add(AROUND)
        .min(line.end)
        .max(shown.end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let part = shown.start - start..shown.end - start;
    Some(match secrets::starred(text.get(start..end)?) {
        Cow::Borrowed(plain) => Cow::Borrowed(plain.get(part)?),
        Cow::Owned(starred) => Cow::Owned(starred.get(part)?.to_owned()),
    })
}

/// Part of a text with asterisks in the place of what is secret in it, byte for byte.
fn without_values<'t>(
    part: Cow<'t, str>,
    shown: &Range<usize>,
    secrets: &[Range<usize>],
) -> Cow<'t, str> {
    let inside = |secret: &Range<usize>| {
        let start = secret.start.max(shown.start);
        let end = secret.end.min(shown.end);
        (start < end).then(|| start - shown.start..end - shown.start)
    };
    secrets
        .iter()
        .filter_map(inside)
        .fold(part, |part, secret| {
            let mut starred = part.into_owned();
            if starred.get(secret.clone()).is_some() {
                starred.replace_range(secret.clone(), &"*".repeat(secret.len()));
            }
            Cow::Owned(starred)
        })
}

/// The part of a line that is shown around a place in it: some texts have a single line.
fn window(text: &str, at: usize, line_start: usize, line_end: usize) -> Range<usize> {
    const SIDE: usize = 200;
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(at.saturating_sub(SIDE)).max(line_start);
    let end = boundary(at.saturating_add(SIDE).min(text.len())).clamp(at, line_end);
    start..end
}

fn group<'a>(report: &'a Diagnostic, place: Shown<'a>, read: &mut Read<'a>) -> Group<'a> {
    let level = match report.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(clean(&report.message)).id(report.code));
    match place.elements(AnnotationKind::Primary, report.label.as_deref(), read) {
        Some(elements) => group = group.elements(elements),
        None if !place.name.is_empty() => group = group.element(Heading::path(place.name)),
        None => {}
    }
    for (also, what) in &report.also {
        let also = Shown::new(Some(also), read.texts);
        if let Some(elements) = also.elements(AnnotationKind::Context, Some(what), read) {
            group = group.elements(elements);
        }
    }
    if let Some(pointer) = place.pointer {
        let level = Level::NOTE.with_name("at");
        group = group.element(level.message(clean(&secrets::redacted(&pointer))));
    }
    for note in &report.notes {
        group = group.element(Level::NOTE.message(clean(note)));
    }
    if let Some(help) = &report.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    group
}

/// Text from a description, without what a terminal would take for a command.
fn clean<'a>(text: &str) -> Cow<'a, str> {
    Cow::Owned(normalize_untrusted_str(text))
}
