//! Lists that come page by page: which operations give one, and where a page keeps what.
//!
//! What the description says is noted while an operation is lowered, and settled when all types
//! are known. Where it does not fit the answer, it is reported, and the operation stays a plain
//! one.

use std::cell::Cell;

use openapiv3::Operation as Described;

use super::{
    Lowering,
    azure::{NextLink, Pageable},
    guidelines,
};
use crate::{
    diagnostic::{Diagnostics, Origin, Site},
    model::{
        Api, Constraints, NextPage, Operation, Outcomes, PageShape, Paging, Parameter, Payload,
        Place, Record, Type, TypeId, Types,
    },
};

/// Notes what the description says of an operation's pages: of a long-running one, of its value.
pub(super) fn note(lowering: &mut Lowering<'_>, origin: &Origin, described: &Described) {
    if let Some(pageable) = guidelines::pageable(lowering, described) {
        lowering.pageable.push((origin.clone(), pageable));
    }
}

/// Decides for every noted operation how its pages are read.
pub(super) fn settle(api: &mut Api, noted: &[(Origin, Pageable)], diagnostics: &mut Diagnostics) {
    let told_link = Cell::new(false);
    for (origin, pageable) in noted {
        let found = api.operations().find(|found| found.origin == *origin);
        let Some(settled) = found.and_then(|operation| {
            let settling = Settling {
                api,
                operation,
                pageable,
                told_link: &told_link,
            };
            let settled = settling.run(diagnostics);
            // Awaiting a long-running operation gives the whole of a list that has one page.
            let whole = |settled: &Settled| settled.paging.next == NextPage::Never;
            settled.filter(|settled| operation.long_running.is_none() || !whole(settled))
        }) else {
            continue;
        };
        if let Some((id, shape)) = settled.page
            && let Some(definition) = api.types.get_mut(id)
        {
            definition.decisions.page = Some(shape);
        }
        let mut operations = api
            .groups
            .iter_mut()
            .flat_map(|group| &mut group.operations);
        if let Some(operation) = operations.find(|found| found.origin == *origin) {
            if let Some(page) = page_type(&operation.success).cloned() {
                operation.success.payload = Payload::One(page);
            }
            operation.paging = Some(settled.paging);
        }
    }
}

/// What was decided about one operation.
struct Settled {
    paging: Paging,
    /// The record that is the page, and where it keeps what; `None` for a list on its own.
    page: Option<(TypeId, PageShape)>,
}

/// One operation, and what the description says of its pages.
struct Settling<'a> {
    api: &'a Api,
    operation: &'a Operation,
    pageable: &'a Pageable,
    /// Whether it was said of another operation that its link is followed as it is: one stands for all,
    /// since a description may do without the named operation in each of them.
    told_link: &'a Cell<bool>,
}

impl Settling<'_> {
    fn run(&self, diagnostics: &mut Diagnostics) -> Option<Settled> {
        let types = &self.api.types;
        let page = page_type(&self.operation.success);
        let page = page.map_or(&Type::Any, |ty| types.resolve(ty));
        match (page, types.record(page)) {
            (Type::List(item), _) => self.bare_list(item, diagnostics),
            (Type::Named(id), Some(record)) => {
                let (item, shape) = self.shape(record, diagnostics)?;
                let goes_on = !shape.next_link.is_empty();
                let shape = self.joined(*id, shape, diagnostics)?;
                let next = match goes_on {
                    true => self.next_page(diagnostics)?,
                    false => NextPage::Never,
                };
                Some(Settled {
                    paging: Paging { item, next },
                    page: Some((*id, shape)),
                })
            }
            _ => {
                diagnostics.paging_without_page(self.site(None));
                None
            }
        }
    }

    /// A list on its own has no place for a link.
    fn bare_list(&self, item: &Type, diagnostics: &mut Diagnostics) -> Option<Settled> {
        if let NextLink::Named(name) = &self.pageable.next_link {
            diagnostics.paging_without_property(self.site(Some(Pageable::NEXT_LINK)), name, LINK);
            return None;
        }
        let paging = Paging {
            item: item.clone(),
            next: NextPage::Never,
        };
        Some(Settled { paging, page: None })
    }

    /// Where a page keeps its items and its link, and what the items are.
    fn shape(&self, record: &Record, diagnostics: &mut Diagnostics) -> Option<(Type, PageShape)> {
        let types = &self.api.types;
        let name = self.pageable.items.as_deref();
        let name = name.unwrap_or(Pageable::USUAL_ITEMS);
        let items = property(types, record, name);
        let items = items.and_then(|(at, ty)| match types.resolve(ty) {
            Type::List(item) => Some((at, item)),
            _ => None,
        });
        let Some((items, item)) = items else {
            let site = self.site(Some(Pageable::ITEMS));
            diagnostics.paging_without_property(site, name, "a list");
            return None;
        };
        let is_link = |ty: &Type| *types.resolve(ty) == Type::Text;
        let next_link = match &self.pageable.next_link {
            NextLink::Never => Vec::new(),
            NextLink::Unsaid => {
                let usual = own_property(record, Pageable::USUAL_LINK);
                usual
                    .filter(|(_, ty)| is_link(ty))
                    .map(|(at, _)| at)
                    .into_iter()
                    .collect()
            }
            NextLink::Named(name) => match property(types, record, name) {
                Some((at, ty)) if is_link(ty) => at,
                Some(_) | None => {
                    let site = self.site(Some(Pageable::NEXT_LINK));
                    diagnostics.paging_without_property(site, name, LINK);
                    return None;
                }
            },
        };
        Some(((**item).clone(), PageShape { items, next_link }))
    }

    /// The shape together with what other operations found in the same page.
    fn joined(
        &self,
        id: TypeId,
        mut shape: PageShape,
        diagnostics: &mut Diagnostics,
    ) -> Option<PageShape> {
        let definition = self.api.types.get(id)?;
        let Some(known) = &definition.decisions.page else {
            return Some(shape);
        };
        if shape.next_link.is_empty() {
            shape.next_link.clone_from(&known.next_link);
        }
        let same_link = known.next_link.is_empty() || known.next_link == shape.next_link;
        if same_link && known.items == shape.items {
            return Some(shape);
        }
        diagnostics.paging_two_ways(self.site(None), &definition.name.source);
        None
    }

    fn next_page(&self, diagnostics: &mut Diagnostics) -> Option<NextPage> {
        let Some(name) = &self.pageable.operation else {
            return Some(NextPage::Get);
        };
        let mut refuse = |why: &str| {
            let site = self.site(Some(Pageable::OPERATION));
            diagnostics.paging_without_operation(site, name, why);
            None
        };
        if self.operation.long_running.is_some() {
            return refuse("does not go on from the value of a long-running operation");
        }
        let Some(next) = self.api.operations().find(|found| found.id == *name) else {
            if !self.told_link.replace(true) {
                diagnostics.paging_by_link(self.site(Some(Pageable::OPERATION)), name);
            }
            return Some(NextPage::Get);
        };
        if next.origin == self.operation.origin {
            return Some(NextPage::Alike);
        }
        match self.link_parameter(next) {
            Some(link) => Some(NextPage::Through {
                operation: next.origin.clone(),
                link: link.name.source.clone(),
            }),
            None => refuse("does not give the same page for the link alone"),
        }
    }

    /// The parameter by which another operation takes the link: the only one that it demands and
    /// this operation does not have.
    fn link_parameter<'o>(&self, next: &'o Operation) -> Option<&'o Parameter> {
        let shared = |parameter: &Parameter| {
            let mut own = self.operation.parameters.iter();
            own.any(|other| other.is_shared_with(parameter))
        };
        let mut others = next
            .parameters
            .iter()
            .chain(next.part_headers())
            .filter(|parameter| parameter.is_argument() && !shared(parameter));
        let link = others.next().filter(|link| self.takes_link(link))?;
        let body = match (&next.body, &self.operation.body) {
            (Some(needed), Some(own)) => !needed.required || (own.required && own.ty == needed.ty),
            (Some(needed), None) => !needed.required,
            (None, _) => true,
        };
        let same_page = page_type(&next.success) == page_type(&self.operation.success);
        (others.next().is_none() && body && same_page).then_some(link)
    }

    fn takes_link(&self, parameter: &Parameter) -> bool {
        parameter.place == Place::Path
            && parameter.verbatim
            && parameter.constraints == Constraints::default()
            && *self.api.types.resolve(&parameter.ty) == Type::Text
    }

    /// The extension, or a name in it where it gives that name.
    fn site(&self, key: Option<&str>) -> Site {
        let mut at = self.operation.origin.child(Pageable::KEY);
        let given = match key {
            Some(Pageable::ITEMS) => self.pageable.items.is_some(),
            Some(Pageable::NEXT_LINK) => matches!(self.pageable.next_link, NextLink::Named(_)),
            Some(Pageable::OPERATION) => self.pageable.operation.is_some(),
            Some(_) | None => false,
        };
        if let Some(key) = key.filter(|_| given) {
            at = at.child(key);
        }
        at.within(format!("operation `{}`", self.operation.id))
    }
}

/// What a success is a page of, where all that have a body are one: an answer without a body is a page
/// without items.
fn page_type(success: &Outcomes) -> Option<&Type> {
    let mut bodies = success.arms.iter().filter_map(|arm| arm.body.as_ref());
    let first = bodies.next()?;
    bodies.all(|body| body == first).then_some(first)
}

const LINK: &str = "a text, for the link to the next page";

/// The property of that name, by the positions that lead to it. A name that is none, but has dots
/// in it, names a property of a property.
fn property<'t>(
    types: &'t Types,
    record: &'t Record,
    name: &str,
) -> Option<(Vec<usize>, &'t Type)> {
    if let Some((at, ty)) = own_property(record, name) {
        return Some((vec![at], ty));
    }
    let Some((outer, last)) = name.rsplit_once('.') else {
        let mut found = Vec::new();
        inner_properties(types, record, name, DEPTH, &mut Vec::new(), &mut found);
        // Of several nobody knows which is meant.
        return found.pop().filter(|_| found.is_empty());
    };
    let mut path = Vec::new();
    let mut record = record;
    for step in outer.split('.') {
        let (at, ty) = own_property(record, step)?;
        path.push(at);
        record = types.record(ty)?;
    }
    let (at, ty) = own_property(record, last)?;
    path.push(at);
    Some((path, ty))
}

/// How deep inside a page a property is looked for.
const DEPTH: u8 = 3;

/// The properties of that name in the objects inside of a record: descriptions name the last step
/// of the way alone.
fn inner_properties<'t>(
    types: &'t Types,
    record: &'t Record,
    name: &str,
    depth: u8,
    path: &mut Vec<usize>,
    found: &mut Vec<(Vec<usize>, &'t Type)>,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for (at, field) in record.fields.iter().enumerate() {
        let Some(inner) = types.record(&field.ty) else {
            continue;
        };
        path.push(at);
        match own_property(inner, name) {
            Some((last, ty)) => {
                let whole = path.iter().copied().chain([last]);
                found.push((whole.collect(), ty));
            }
            None => inner_properties(types, inner, name, depth, path, found),
        }
        path.pop();
    }
}

fn own_property<'t>(record: &'t Record, name: &str) -> Option<(usize, &'t Type)> {
    let mut fields = record.fields.iter().enumerate();
    let (at, field) = fields.find(|(_, field)| field.name.source == name)?;
    Some((at, &field.ty))
}
