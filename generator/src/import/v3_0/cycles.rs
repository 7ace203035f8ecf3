//! References that lead back to where they began without an object in between.
//!
//! Comes in: the checked tree, its references resolved. Goes out: the same with every circle
//! reported and cut. A circle through a property, an element or a map entry is recursion, and
//! fine; one through references and `allOf` alone, or through references and choices alone,
//! describes nothing.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::check::Checker;
use super::shape::Section;
use crate::diagnostic::Pointer;

/// Reports and cuts the circles.
pub(super) fn cut(checker: &mut Checker<'_>, document: &mut Value) {
    for section in Section::ALL {
        for through in [&["allOf"][..], &["oneOf", "anyOf"][..]] {
            while let Some(circle) = find(document, section, through) {
                report(checker, document, section, &circle);
            }
        }
    }
}

/// One step of a circle: the component, and the reference in it that leads on.
struct Step {
    name: String,
    at: Pointer,
}

fn report(checker: &mut Checker<'_>, document: &mut Value, section: Section, circle: &[Step]) {
    let Some(first) = circle.first() else { return };
    let names: Vec<String> = circle.iter().map(|step| step.name.clone()).collect();
    let at = first.at.child("$ref");
    checker.is_shown = section == Section::Examples;
    checker.fault(&at, |report, site| report.reference_cycle(site, &names));
    checker.is_shown = false;
    if section == Section::Schemas {
        if let Some(place) = document.pointer_mut(first.at.as_str()) {
            *place = json!({});
        }
        return;
    }
    // Nothing stands for "any response", so the part goes.
    let components = document
        .get_mut("components")
        .and_then(|components| components.get_mut(section.key()))
        .and_then(Value::as_object_mut);
    if let Some(components) = components {
        components.shift_remove(&first.name);
    }
}

/// The first circle of a section, in the order of the document.
fn find(document: &Value, section: Section, through: &[&str]) -> Option<Vec<Step>> {
    let at = Pointer::root().child("components").child(section.key());
    let components = document.pointer(at.as_str())?.as_object()?;
    let mut done: BTreeMap<&str, bool> = BTreeMap::new();
    for (name, value) in components {
        // Depth first, without recursion: chains of references may be long.
        let mut trail = vec![Visit::new(name, value, &at, section, through)];
        while let Some(visit) = trail.last_mut() {
            done.insert(visit.name, false);
            let Some((next, reference)) = visit.next.pop() else {
                done.insert(visit.name, true);
                trail.pop();
                continue;
            };
            visit.left_by = reference;
            let Some((next, value)) = components.get_key_value(&next) else {
                continue;
            };
            match done.get(next.as_str()) {
                Some(true) => {}
                Some(false) => {
                    let circle = trail.iter().skip_while(|visit| visit.name != next);
                    return Some(circle.map(Visit::step).collect());
                }
                None => trail.push(Visit::new(next, value, &at, section, through)),
            }
        }
    }
    None
}

struct Visit<'a> {
    name: &'a str,
    /// The components that this one leads to, and the references that do.
    next: Vec<(String, Pointer)>,
    left_by: Pointer,
}

impl<'a> Visit<'a> {
    fn new(
        name: &'a str,
        value: &'a Value,
        section_at: &Pointer,
        section: Section,
        through: &[&str],
    ) -> Self {
        let mut next = Vec::new();
        collect(value, section_at.child(name), section, through, &mut next);
        next.reverse();
        Self {
            name,
            next,
            left_by: Pointer::root(),
        }
    }

    fn step(&self) -> Step {
        Step {
            name: self.name.to_owned(),
            at: self.left_by.clone(),
        }
    }
}

/// The references that stand in a part with no object around them.
fn collect(
    value: &Value,
    at: Pointer,
    section: Section,
    through: &[&str],
    found: &mut Vec<(String, Pointer)>,
) {
    if let Some(target) = value.get("$ref").and_then(Value::as_str) {
        let pointer = Pointer::parse_fragment(target);
        let segments: Vec<String> = pointer.iter().flat_map(|p| p.segments()).collect();
        if let [_, key, name] = segments.as_slice()
            && key == section.key()
        {
            found.push((name.clone(), at));
        }
        return;
    }
    for key in through {
        let members = value.get(key).and_then(Value::as_array);
        for (index, member) in members.into_iter().flatten().enumerate() {
            let here = at.child(key).index(index);
            collect(member, here, section, through, found);
        }
    }
}
