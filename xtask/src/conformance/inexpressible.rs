//! What a document cannot say: the information that its version, or the tool that wrote it, lost.
//!
//! The scenarios are named in a list, with the reason in words; the reason that counts is found in
//! the documents, and where there is none, the scenario is played whatever the list says.

use std::{collections::BTreeMap, fs, io::Result, path::Path};

use clientforge::model::{
    Api, Body as Wanted, NextPage, Payload, Place, SchemeKind, Spread, Type, XmlPlace, XmlShape,
};
use serde_json::Value;

use super::{
    compare::xml,
    document::{Document, Version},
    fit::{Way, misfit},
    given::{field, is_object},
    route::{self, Route},
    scenario::{Body, Condition, Exchange, Scenario},
};

/// The scenarios that a list names, by version.
#[derive(Debug, Default)]
pub struct Listed(BTreeMap<String, Vec<String>>);

impl Listed {
    /// Reads the list: lines `2.0 Name`, and remarks after `#`.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(file: &Path) -> Result<Self> {
        let mut listed = Self::default();
        for line in fs::read_to_string(file)?.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if let Some((version, name)) = line.split_once(' ') {
                let names = listed.0.entry(version.to_owned()).or_default();
                names.push(name.trim().to_owned());
            }
        }
        Ok(listed)
    }

    pub fn has(&self, version: Version, scenario: &Scenario) -> bool {
        let names = self.0.get(version.name());
        names.is_some_and(|names| names.contains(&scenario.name))
    }
}

/// Why no client of the documents can play the scenario, as far as the documents tell.
pub fn reason(scenario: &Scenario, documents: &[&Document]) -> Option<String> {
    if documents.is_empty() {
        return Some("there is no document".to_owned());
    }
    let first = scenario.requests.first()?;
    for (number, exchange) in scenario.requests.iter().enumerate() {
        let Some(route) = route::find(documents, exchange) else {
            let begins = number == 0 || scenario.pass_condition == Condition::ByKey;
            let calls = || is_call(scenario, number) && !is_page(scenario, number, documents);
            if begins || calls() {
                return Some(format!(
                    "no operation {} {}",
                    exchange.method,
                    exchange.path()
                ));
            }
            let lost = route::find(documents, first)
                .and_then(|route| led_to(&route).or_else(|| answer_lost(&route, exchange)));
            if lost.is_some() {
                return lost;
            }
            continue;
        };
        // What a link says is the service's, not a parameter.
        let led = number > 0 && !is_call(scenario, number);
        let paged = number > 0 && route.operation.paging.is_some();
        let request = (!led && !paged).then(|| request_lost(&route, exchange));
        let lost = request
            .flatten()
            .or_else(|| answer_lost(&route, exchange))
            .or_else(|| next_page_lost(&route, scenario.requests.get(number + 1)));
        if lost.is_some() {
            return lost;
        }
    }
    None
}

/// What of an operation leads to further requests has to be described.
fn led_to(route: &Route<'_>) -> Option<String> {
    let operation = route.operation;
    (operation.paging.is_none() && operation.long_running.is_none())
        .then(|| "the document does not say that the answer leads to another request".to_owned())
}

/// Whether a request is of the page after one whose body the data lost, and the link with it.
fn is_page(scenario: &Scenario, number: usize, documents: &[&Document]) -> bool {
    let before = number
        .checked_sub(1)
        .and_then(|it| scenario.requests.get(it));
    let lost = before.is_some_and(|it| it.response.body.is_none() && it.response.status == 200);
    let first = scenario.requests.first();
    let route = first.and_then(|first| route::find(documents, first));
    lost && route.is_some_and(|route| route.operation.paging.is_some())
}

/// Whether a request is a call of its own: nothing that came before leads to it.
fn is_call(scenario: &Scenario, number: usize) -> bool {
    let Some(exchange) = scenario.requests.get(number) else {
        return false;
    };
    let path = exchange.path();
    let earlier = scenario.requests.iter().take(number);
    let mut linked = earlier.flat_map(|it| {
        let headers = it.response.headers.values().map(super::scenario::text);
        let body = it
            .response
            .body
            .iter()
            .filter_map(Body::text)
            .map(str::to_owned);
        headers.chain(body).collect::<Vec<_>>()
    });
    !linked.any(|text| text.contains(&path))
}

fn request_lost(route: &Route<'_>, exchange: &Exchange) -> Option<String> {
    let api = &route.document.api;
    if let Some(scheme) = unknown_scheme(api, exchange) {
        return Some(format!("the document has no authorization by `{scheme}`"));
    }
    if let Some(value) = unknown_style(route) {
        return Some(format!(
            "the document has no style that writes `{value}` in a path"
        ));
    }
    let fixed = route.operation.fixed_query.as_deref().unwrap_or_default();
    let lost = exchange.request.query.keys().find(|name| {
        let mut all = route.operation.parameters.iter();
        let known = all.any(|it| {
            it.name.source == **name || it.spread == Spread::FormExploded && is_object(api, &it.ty)
        });
        let mut keys = api.security.schemes.iter();
        let key = keys.any(|it| matches!(&it.kind, SchemeKind::Query(key) if key == *name));
        !known && !key && !fixed.contains(&format!("{name}="))
    });
    if let Some(name) = lost {
        return Some(format!("the document has no parameter `{name}`"));
    }
    for (name, value) in exchange
        .request
        .headers
        .iter()
        .chain(&exchange.request.query)
    {
        let mut all = route.operation.parameters.iter();
        let own = all.find(|it| it.name.source.eq_ignore_ascii_case(name));
        let lost = own.and_then(|own| misfit(api, &own.ty, value, Way::Sent));
        if lost.is_some() {
            return lost;
        }
    }
    let wanted = route.operation.body.as_ref()?;
    let body = exchange.request.body.as_ref()?;
    body_lost(api, wanted, body)
}

/// A value in the path with delimiters of a style that the document does not give it.
fn unknown_style<'r>(route: &'r Route<'_>) -> Option<&'r str> {
    let types = &route.document.api.types;
    let styled = route.values.iter().find(|(name, value)| {
        let mut all = route.operation.parameters.iter();
        let own = all.find(|it| it.place == Place::Path && it.name.source == *name);
        own.is_some_and(|own| {
            let plain = matches!(own.spread, Spread::Simple | Spread::SimpleExploded);
            // Between the items of a list stands a comma anyway.
            let joined = matches!(types.resolve(&own.ty), Type::List(_));
            let styled = value.contains([';', '=']) || !joined && value.contains(',');
            plain && styled && !own.verbatim
        })
    });
    styled.map(|(_, value)| value.as_str())
}

/// The scheme of an authorization that the document does not describe. Where it describes none at
/// all, a client has tokens.
fn unknown_scheme(api: &Api, exchange: &Exchange) -> Option<String> {
    let mut headers = exchange.request.headers.iter();
    let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
    let value = super::scenario::text(value);
    let known = api
        .security
        .schemes
        .iter()
        .any(|scheme| match &scheme.kind {
            SchemeKind::Token { .. } => value.starts_with("Bearer "),
            SchemeKind::Basic => value.starts_with("Basic "),
            SchemeKind::Header { name, prefix } => {
                name.eq_ignore_ascii_case("authorization") && value.starts_with(prefix)
            }
            SchemeKind::Query(_) | SchemeKind::Cookie(_) => false,
        });
    let scheme = value.split(' ').next().unwrap_or_default();
    (!known).then(|| scheme.to_owned())
}

fn body_lost(api: &Api, wanted: &Wanted, body: &Body) -> Option<String> {
    for file in &body.files {
        let ty = field(api, &wanted.ty, &file.field).map(|ty| api.types.resolve(ty));
        let is_file = match ty {
            Some(Type::List(item)) => *api.types.resolve(item) == Type::File,
            Some(ty) => *ty == Type::File,
            None => false,
        };
        if !is_file {
            return Some(format!(
                "the document says of `{}` that it is no file",
                file.field
            ));
        }
    }
    if wanted.xml.is_some() {
        let bytes = body.bytes();
        return layout_lost(api, &wanted.ty, &bytes).or_else(|| element_lost(api, &bytes));
    }
    let value: Value = serde_json::from_str(body.text()?).ok()?;
    misfit(api, &wanted.ty, &value, Way::Sent)
}

fn answer_lost(route: &Route<'_>, exchange: &Exchange) -> Option<String> {
    let api = &route.document.api;
    let Payload::One(ty) = &route.operation.success.payload else {
        return None;
    };
    let body = exchange.response.body.as_ref()?;
    if body.media_type().ends_with("xml") {
        return layout_lost(api, ty, &body.bytes());
    }
    let is_success = (200..300).contains(&exchange.response.status);
    let value: Value = serde_json::from_str(body.text().filter(|_| is_success)?).ok()?;
    let whole = matches!(api.types.resolve(ty), Type::Named(_) | Type::Map(_))
        && route.operation.long_running.is_none();
    misfit(api, ty, &value, Way::Received).filter(|_| whole)
}

/// A list that the document does not wrap, or text that it has no property for.
fn layout_lost(api: &Api, ty: &Type, document: &[u8]) -> Option<String> {
    let Type::Named(id) = api.types.resolve(ty) else {
        return None;
    };
    let record = api.xml.iter().find(|record| record.id == *id)?;
    if xml::has_text(document) && !record.fields.iter().any(|it| it.place == XmlPlace::Text) {
        return Some("the document has no property for the text of an element".to_owned());
    }
    let inside = xml::inside(document);
    record.fields.iter().find_map(|field| {
        let XmlShape::List(_, false, item) = &field.shape else {
            return None;
        };
        let name = &field.name.local;
        let (_, inner) = inside.iter().find(|(known, _)| known == name)?;
        let unwrapped = match (&**item, inner) {
            (XmlShape::Record(id), Some(inner)) => {
                let known = api.xml.iter().find(|record| record.id == *id);
                known.is_none_or(|it| it.fields.iter().any(|it| it.name.local == *inner))
            }
            (XmlShape::Record(_), None) => false,
            (_, inner) => inner.is_none(),
        };
        (!unwrapped).then(|| format!("the document does not wrap the list `{name}`"))
    })
}

/// The first element whose name the document has nowhere.
fn element_lost(api: &Api, document: &[u8]) -> Option<String> {
    let known = |name: &String| {
        let of_type = api.types.iter().any(|(_, it)| it.name.source == *name);
        let fields = api.xml.iter().flat_map(|record| &record.fields);
        let of_field = fields
            .into_iter()
            .any(|field| format!("{field:?}").contains(&format!("{name:?}")));
        of_type || of_field
    };
    let names = xml::elements(document).into_iter().skip(1);
    let lost = names.into_iter().find(|name| !known(name))?;
    Some(format!("the document has no element `{lost}`"))
}

fn next_page_lost(route: &Route<'_>, next: Option<&Exchange>) -> Option<String> {
    let paging = route.operation.paging.as_ref()?;
    let method = &next?.method;
    (paging.next == NextPage::Get && !method.eq_ignore_ascii_case("get"))
        .then(|| format!("the document does not say that the next page comes by {method}"))
}
