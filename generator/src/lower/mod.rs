//! From the imported document to the model: one file per construct.
//!
//! Comes in: a [`Document`] in OpenAPI 3.0 form. Goes out: a [`model::Api`](crate::model::Api)
//! in which only names, boxes and derives are still open. A part that cannot be expressed is
//! reported where it stands and left out; everything else goes on.

mod alias;
mod all_of;
mod array;
mod azure;
mod body;
mod client_wide;
mod component;
mod enums;
mod error;
mod facets;
mod form;
mod hierarchy;
mod host;
mod keywords;
mod lro;
mod map;
mod media_type;
mod object;
mod operation;
mod paging;
mod parameter;
mod path;
mod primitive;
mod response;
mod schema;
mod security;
mod selection;
mod spelling;
mod style;
mod table;
mod template;
mod union;

use crate::{
    config::Config,
    diagnostic::{Diagnostics, Origin, Pointer, Site},
    import::Document,
    model::{Api, Docs},
};

use hierarchy::Hierarchy;
use security::Schemes;
use selection::Selection;
use table::TypeTable;

/// Builds the model of a document.
pub fn lower(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering {
        document,
        hierarchy: Hierarchy::of(&document.api),
        selection: Selection::new(config, document),
        table: TypeTable::default(),
        schemes: Schemes::new(config),
        pageable: Vec::new(),
        diagnostics,
        within: String::new(),
    };
    let mut groups = operation::lower_all(&mut lowering);
    if groups.is_empty() {
        schema::reserve_all(&mut lowering);
    }
    schema::lower_pending(&mut lowering);
    let security = security::settle(&mut lowering, &mut groups);
    let located = host::lower(&lowering, config);
    let Lowering {
        selection,
        table,
        pageable,
        diagnostics,
        ..
    } = lowering;
    selection.report_stale(diagnostics);
    let mut api = Api {
        title: document.api.info.title.clone(),
        version: document.api.info.version.clone(),
        docs: docs(document),
        endpoint: located.endpoint,
        host: located.host,
        security,
        groups,
        types: table.into_types(),
        ..Api::default()
    };
    form::settle_files(&mut api);
    alias::break_cycles(&mut api.types, diagnostics);
    union::settle_tags(&mut api.types, diagnostics);
    parameter::settle_defaults(&mut api, document);
    api.client_parameters = client_wide::settle(&mut api);
    api.client_parameters.extend(located.parameters);
    spelling::settle(&mut api, diagnostics);
    lro::settle(&mut api);
    error::find_shapes(&mut api);
    paging::settle(&mut api, &pageable, diagnostics);
    response::hand_on_examples(&mut api);
    api
}

/// What the files of this room share while a document is lowered.
struct Lowering<'a> {
    document: &'a Document,
    hierarchy: Hierarchy,
    selection: Selection<'a>,
    table: TypeTable,
    schemes: Schemes,
    /// The operations whose answers are pages of a list, by what the description says of that.
    pageable: Vec<(Origin, azure::Pageable)>,
    diagnostics: &'a mut Diagnostics,
    /// The operation or type that is being lowered, for a diagnostic's label.
    within: String,
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
