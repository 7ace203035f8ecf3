//! A path's key: what of it goes on the wire, and which parameters go into it.
//!
//! Comes in: the key, and the parameters that the description declares. Goes out: the parts of the
//! path, the query that stands in the key, and the parameters as the key has them: one that the key
//! alone knows is a text, one that the key does not have is left out. Both are reported.

use super::{Lowering, guidelines, template, template::Variable};
use crate::{
    diagnostic::Pointer,
    model::{Constraints, Docs, Name, Parameter, PathPart, Place, Spelling, Spread, Type},
};

/// Where an operation is, below the endpoint.
pub(super) struct Address {
    /// The path, in order.
    pub path: Vec<PathPart>,
    /// The query that stands in the key, as it is written there.
    pub fixed_query: Option<String>,
}

/// Reads the key of a path, `base` before it, and settles the parameters with it. `declared` are
/// all that the description declares, those among them that were reported.
pub(super) fn settle(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    (base, key): (&str, &str),
    parameters: &mut Vec<Parameter>,
    declared: &[(Place, String)],
) -> Address {
    let (path, query) = template::split(key);
    let mut reading = Reading {
        lowering,
        at: at.parent().unwrap_or_default(),
        parameters,
        declared,
        path: Vec::new(),
        fixed: Vec::new(),
    };
    match template::pieces(&format!("{base}{path}")) {
        Some(pieces) => pieces.iter().for_each(|piece| reading.piece(piece)),
        None => {
            let site = reading.lowering.site(&reading.at);
            reading.lowering.diagnostics.malformed_path(site);
        }
    }
    query.iter().for_each(|query| reading.query(query));
    reading.drop_unused(key);
    reading.free_scope();
    let Reading { path, fixed, .. } = reading;
    Address {
        path,
        fixed_query: Some(fixed.join("&")).filter(|query| !query.is_empty()),
    }
}

struct Reading<'r, 'l, 'd> {
    lowering: &'r mut Lowering<'l>,
    /// The path's place in the document.
    at: Pointer,
    parameters: &'r mut Vec<Parameter>,
    declared: &'d [(Place, String)],
    path: Vec<PathPart>,
    /// The pairs of the query that no parameter has the value of.
    fixed: Vec<String>,
}

impl Reading<'_, '_, '_> {
    fn piece(&mut self, piece: &template::Piece<'_>) {
        match piece {
            template::Piece::Literal(text) => self.literal(text),
            template::Piece::Expression(text) if self.is_declared(Place::Path, text) => {
                self.value((*text).to_owned());
            }
            template::Piece::Expression(text) => self.expression(text),
        }
    }

    /// An expression of RFC 6570, where it is no parameter's name as it stands.
    fn expression(&mut self, text: &str) {
        let expression = template::expression(text);
        for (index, variable) in expression.variables.iter().enumerate() {
            match expression.operator {
                // A fragment never goes on the wire.
                Some('#') => {}
                Some('?' | '&') => self.queried(variable.name, variable.name, false),
                operator => {
                    let separator = match operator {
                        Some('/') => "/",
                        Some('.' | ';') => "",
                        _ if index > 0 => ",",
                        _ => "",
                    };
                    self.literal(separator);
                    let name = self.found(variable.name);
                    self.respell(&name, operator, variable);
                    self.value(name);
                }
            }
        }
    }

    fn literal(&mut self, text: &str) {
        if !text.is_empty() {
            self.path.push(PathPart::Literal(text.to_owned()));
        }
    }

    fn value(&mut self, name: String) {
        self.path.push(PathPart::Parameter(name));
    }

    /// The wire name of the path parameter that is meant: the one of that name, else one whose name
    /// differs in nothing but case and punctuation, else a new one.
    fn found(&mut self, name: &str) -> String {
        if self.is_declared(Place::Path, name) {
            return name.to_owned();
        }
        let site = self.lowering.site(&self.at);
        let alike = self.parameters.iter().find(|parameter| {
            parameter.place == Place::Path && is_alike(&parameter.name.source, name)
        });
        match alike.map(|parameter| parameter.name.source.clone()) {
            Some(meant) => {
                let diagnostics = &mut self.lowering.diagnostics;
                diagnostics.misspelled_path_parameter(site, name, &meant);
                meant
            }
            None => {
                let diagnostics = &mut self.lowering.diagnostics;
                diagnostics.undeclared_path_parameter(site, name);
                self.add(Place::Path, name, true);
                name.to_owned()
            }
        }
    }

    /// What the expression says of a parameter's spelling, where the parameter itself says nothing.
    fn respell(&mut self, name: &str, operator: Option<char>, variable: &Variable<'_>) {
        let mut parameters = self.parameters.iter_mut();
        let parameter = parameters
            .find(|parameter| parameter.place == Place::Path && parameter.name.source == name);
        let Some(parameter) = parameter else {
            return;
        };
        parameter.verbatim |= operator == Some('+');
        if parameter.spread == Spread::Simple {
            parameter.spread = match (operator, variable.exploded) {
                (Some('.'), false) => Spread::Label,
                (Some('.'), true) => Spread::LabelExploded,
                (Some(';'), false) => Spread::Matrix,
                (Some(';'), true) => Spread::MatrixExploded,
                (_, true) => Spread::SimpleExploded,
                (_, false) => Spread::Simple,
            };
        }
    }

    /// The query of the key: a value in braces is a parameter's, and so is one that a query
    /// parameter of the same name is declared for: it is that one's default.
    fn query(&mut self, query: &str) {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let braced = value
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            match braced {
                Some(name) => self.queried(key, name, true),
                None => self.fixed_pair(pair, key, value),
            }
        }
    }

    /// A query parameter `key`, whose value is that of the parameter `name`; `required` where no
    /// parameter describes it.
    fn queried(&mut self, key: &str, name: &str, required: bool) {
        if self.is_declared(Place::Query, key) {
            return;
        }
        let is_known = self.is_declared(Place::Path, name);
        let mut parameters = self.parameters.iter_mut();
        let meant = parameters.find(|parameter| {
            parameter.place == Place::Path && is_alike(&parameter.name.source, name)
        });
        match meant {
            Some(parameter) => {
                let own = parameter.name.wanted().to_owned();
                let own = Some(own).filter(|own| own != key);
                parameter.place = Place::Query;
                parameter.spread = match parameter.spread {
                    Spread::Simple => Spread::Form,
                    _ => Spread::FormExploded,
                };
                parameter.name = Name::new(key).suggest(own);
            }
            None if is_known => {}
            None => {
                let site = self.lowering.site(&self.at);
                let diagnostics = &mut self.lowering.diagnostics;
                diagnostics.undeclared_path_parameter(site, name);
                self.add(Place::Query, key, required);
            }
        }
    }

    fn fixed_pair(&mut self, pair: &str, key: &str, value: &str) {
        let mut parameters = self.parameters.iter_mut();
        let own = parameters
            .find(|parameter| parameter.place == Place::Query && parameter.name.source == key);
        match own {
            Some(parameter) => {
                parameter.required = true;
                parameter.default = Some(value.into());
            }
            None => self.fixed.push(pair.to_owned()),
        }
    }

    /// Adds a text that the key alone knows.
    fn add(&mut self, place: Place, name: &str, required: bool) {
        let known =
            |parameter: &Parameter| parameter.place == place && parameter.name.source == name;
        if self.parameters.iter().any(known) {
            return;
        }
        self.parameters.push(Parameter {
            name: Name::new(name),
            docs: Docs::default(),
            place,
            ty: Type::Text,
            spread: Spread::Simple,
            inner: Vec::new(),
            spelling: Spelling::default(),
            allow_empty: false,
            required,
            client_wide: false,
            verbatim: false,
            constraints: Constraints::default(),
            default: None,
            example: None,
            origin: self.lowering.origin(&self.at),
        });
    }

    /// A scope is a path itself, whether the description says so (`x-ms-skip-url-encoding`) or not.
    fn free_scope(&mut self) {
        let Some(scope) = guidelines::scope(self.lowering.base, &self.path) else {
            return;
        };
        let mut parameters = self.parameters.iter_mut();
        let parameter = parameters.find(|it| it.place == Place::Path && it.name.source == scope);
        if let Some(parameter) = parameter {
            parameter.verbatim = true;
        }
    }

    /// A path parameter that the path does not have is left out.
    fn drop_unused(&mut self, key: &str) {
        let Self {
            lowering,
            parameters,
            path,
            ..
        } = self;
        parameters.retain(|parameter| {
            let name = &parameter.name.source;
            let used = path
                .iter()
                .any(|part| *part == PathPart::Parameter(name.clone()));
            let keep = parameter.place != Place::Path || used;
            if !keep {
                let site = parameter.origin.within(lowering.within.clone());
                lowering.diagnostics.unused_path_parameter(site, name, key);
            }
            keep
        });
    }

    fn is_declared(&self, place: Place, name: &str) -> bool {
        let mut declared = self.declared.iter();
        declared.any(|(other, known)| *other == place && known == name)
    }
}

/// Whether two names are the same letters and digits, whatever their case.
fn is_alike(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let one = letters(one);
    !one.is_empty() && one == letters(other)
}
