//! From the imported document to the model: one file per construct.
//!
//! Comes in: a [`Document`] in OpenAPI 3.0 form. Goes out: a [`model::Api`](crate::model::Api)
//! in which only names, boxes and derives are still open. A part that cannot be expressed is
//! reported where it stands and left out; everything else goes on.

mod alias;
mod all_of;
mod ambiguity;
mod answer;
mod array;
mod azure;
mod base;
mod beside;
mod body;
mod called;
mod choice;
mod client_wide;
mod component;
mod compose;
mod conditional;
mod constant;
mod constraints;
mod contradiction;
mod element;
mod encoding;
mod enums;
mod error;
mod error_shape;
mod facets;
mod form;
mod form_types;
mod guidelines;
mod header;
mod hierarchy;
mod host;
mod incoming;
mod insides;
mod int_or_string;
mod joined;
mod keywords;
mod labels;
mod leaving;
mod lro;
mod map;
mod marks;
mod media_type;
mod mixed;
mod namespace;
mod nesting;
mod null;
mod object;
mod once;
mod operation;
mod own_header;
mod own_tags;
mod paging;
mod parameter;
mod part;
mod path;
mod pending;
mod pointed;
mod primitive;
mod property;
mod reference;
mod response;
mod row;
mod schema;
mod security;
mod selection;
mod server;
mod sharing;
mod shorter;
mod spelling;
mod style;
mod table;
mod tags;
mod telling;
mod template;
mod union;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::{
    config::Config,
    diagnostic::{Diagnostics, Origin, Pointer, Site},
    import::{Document, Lost},
    model::{self, Api, Base, Docs, Parameter},
};

use component::Known;
use conditional::Conditional;
use facets::Facets;
use hierarchy::Hierarchy;
use joined::{Joined, Reach};
use leaving::{Leaving, Needs};
use null::Nullable;
use own_tags::Tags;
use pointed::Pointed;
use security::Schemes;
use selection::{Choice, Met, Selection};
use table::TypeTable;

/// Builds the model of a document. Where what is wrong or not supported is to be left out, that is
/// found out by trying: the model is built again without what needs it.
pub fn lower(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Api {
    base::check(config, diagnostics);
    let mut met = Met::default();
    let mut leaving = Leaving::default();
    let mut reach = Reach::All;
    loop {
        let mut found = Diagnostics::new();
        let selection = Selection::new(config, document, met);
        let built = build(document, config, selection, &leaving, reach, &mut found);
        if built.reach != reach {
            reach = built.reach;
            met = built.met;
            continue;
        }
        let Built { api, needs, .. } = built;
        let mut selection = Selection::new(config, document, built.met);
        let leave_out = config.operations.leave_out;
        let losses = needs.losses(&api, &found, leave_out);
        let left = needs.left(&api, &found, leave_out);
        let (left, others) = leaving::divided(found, &left, &losses);
        diagnostics.append(left);
        leaving.has_told(&needs);
        if losses.is_empty() {
            diagnostics.append(others);
            let faults = document.faults();
            let is_kept = |lost: &&Lost| selection.choice(&lost.id, &lost.origin) == Choice::Kept;
            let kept: Vec<&Lost> = faults.lost().iter().filter(is_kept).collect();
            diagnostics.append(leaving.rest(faults, &kept, leave_out));
            selection.report_stale(&api, diagnostics);
            for schema in selection.into_met().secrets {
                diagnostics.keep_secret(schema);
            }
            return api;
        }
        leaving.add(losses);
        met = selection.into_met();
    }
}

/// A model, and what was found out while it was built.
struct Built {
    api: Api,
    needs: Needs,
    met: Met,
    /// Which objects that several parts describe can have types.
    reach: Reach,
}

/// Builds the model without what is left out.
fn build<'a>(
    document: &'a Document,
    config: &'a Config,
    selection: Selection<'a>,
    leaving: &'a Leaving,
    reach: Reach,
    diagnostics: &mut Diagnostics,
) -> Built {
    let mut lowering = Lowering::new(document, config, selection, leaving, diagnostics);
    lowering.joined = Joined::new(reach);
    let mut groups = operation::lower_all(&mut lowering);
    if groups.is_empty() {
        pending::reserve_all(&mut lowering);
    }
    let incoming = incoming::lower(&mut lowering);
    pending::lower_all(&mut lowering);
    let reach = lowering.joined.reach();
    pointed::share(&mut lowering);
    pointed::name(&mut lowering);
    joined::name(&mut lowering);
    conditional::name(&mut lowering);
    let mut docs = docs(document);
    docs.notes.extend(host::others_note(document));
    docs.notes.extend(security::certificate_note(&lowering));
    let security = security::settle(&mut lowering, &mut groups);
    let located = host::lower(&lowering, config);
    let Lowering {
        base,
        selection,
        table,
        pageable,
        needs,
        left_out,
        diagnostics,
        ..
    } = lowering;
    let met = selection.into_met();
    let mut api = Api {
        title: document.api.info.title.clone(),
        version: document.api.info.version.clone(),
        docs,
        endpoint: located.endpoint,
        host: located.host,
        base_path: host::base_path(document),
        security,
        groups,
        incoming,
        left_out,
        base,
        types: table.into_types(),
        ..Api::default()
    };
    settle(
        &mut api,
        document,
        &pageable,
        located.parameters,
        diagnostics,
    );
    leaving.take_out(&mut api.types);
    incoming::note(&mut api);
    Built {
        api,
        needs,
        met,
        reach,
    }
}

/// Decides what only the whole model tells.
fn settle(
    api: &mut Api,
    document: &Document,
    pageable: &[(Origin, azure::Pageable)],
    of_host: Vec<Parameter>,
    diagnostics: &mut Diagnostics,
) {
    form::settle_files(api);
    alias::break_cycles(&mut api.types, diagnostics);
    nesting::break_cycles(&mut api.types, diagnostics);
    tags::settle(api, diagnostics);
    marks::settle(&mut api.types, diagnostics);
    parameter::settle_defaults(api, document);
    api.client_parameters = client_wide::settle(api);
    api.client_parameters.extend(of_host);
    spelling::settle(api, diagnostics);
    lro::settle(api);
    response::settle_rows(api);
    xml::settle(api, diagnostics);
    header::settle(api, diagnostics);
    error::find_shapes(api);
    paging::settle(api, pageable, diagnostics);
    response::hand_on_examples(api);
}

/// What the files of this room share while a document is lowered.
struct Lowering<'a> {
    document: &'a Document,
    base: Base,
    hierarchy: Hierarchy<'a>,
    /// What may be `null` by what it consists of.
    nullable: Nullable,
    /// Schemas in place that are referred to.
    pointed: Pointed,
    /// Objects that several parts describe.
    joined: Joined<'a>,
    /// Types of what is described under several conditions.
    conditional: Conditional,
    /// The names of schemas and responses.
    known: Known,
    /// The tags of unions and hierarchies, by where their discriminators stand.
    tags: BTreeMap<Pointer, Rc<Tags>>,
    selection: Selection<'a>,
    /// What is left out from the beginning.
    leaving: &'a Leaving,
    /// What needs something that is not supported.
    needs: Needs,
    /// The operations that were left out so far.
    left_out: Vec<model::LeftOut>,
    table: TypeTable,
    schemes: Schemes,
    /// What references take over from named schemas, by the name.
    facets: BTreeMap<String, Facets>,
    /// The headers of which was said that the client sends them by itself.
    told_headers: BTreeSet<own_header::OwnHeader>,
    /// The operations whose answers are pages of a list, by what the description says of that.
    pageable: Vec<(Origin, azure::Pageable)>,
    diagnostics: &'a mut Diagnostics,
    /// The operation or type that is being lowered, for a diagnostic's label.
    within: String,
}

impl<'a> Lowering<'a> {
    fn new(
        document: &'a Document,
        config: &'a Config,
        selection: Selection<'a>,
        leaving: &'a Leaving,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            document,
            base: base::of(document, config),
            hierarchy: Hierarchy::of(&document.api),
            nullable: Nullable::of(&document.api),
            pointed: Pointed::of(document),
            joined: Joined::default(),
            conditional: Conditional::default(),
            known: Known::of(&document.api),
            tags: BTreeMap::new(),
            selection,
            leaving,
            needs: Needs::default(),
            left_out: Vec::new(),
            table: TypeTable::default(),
            schemes: Schemes::new(config),
            pageable: Vec::new(),
            told_headers: BTreeSet::new(),
            facets: BTreeMap::new(),
            diagnostics,
            within: String::new(),
        }
    }
}

impl Lowering<'_> {
    /// Where a part of the imported document stands in the description.
    fn origin(&self, at: &Pointer) -> Origin {
        self.document.origin(at)
    }

    /// The same, with the operation or type that is being lowered.
    fn site(&self, at: &Pointer) -> Site {
        self.origin(at).within(self.within.clone())
    }
}

fn docs(document: &Document) -> Docs {
    let info = &document.api.info;
    Docs {
        summary: None,
        description: info.description.clone(),
        notes: Vec::new(),
        link: document
            .api
            .external_docs
            .as_ref()
            .map(|docs| docs.url.clone()),
        deprecated: false,
    }
}
