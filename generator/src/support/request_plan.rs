//! What makes a request of an operation, as data: method, path, parameters, and how it is sent.
//!
//! In: the values that a caller has set, and a body. Out: a [`Request`], or [`InvalidParameter`].

use super::runtime::http::{Method, Request, StatusCode};
use super::{
    CallOptions, Caller, Core, InvalidParameter, Location, Parameter, Repeat, Security, Server,
    ServerVariable, Target, Value, Values, Writing,
};

/// How an operation's request is made.
#[derive(Clone, Copy, Debug)]
pub struct RequestPlan {
    /// The description's `operationId`, or method and path where there is none.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, in which `{name}` is the value of a parameter.
    pub path: &'static str,
    /// Query that stands in the path's key after its question mark, as it is written there.
    pub fixed_query: &'static str,
    /// What the caller can read; empty: nothing is said of it.
    pub accept: &'static str,
    /// What the body is unless the caller says so; empty where there is none.
    pub media_type: &'static str,
    /// The parameters, in the order of [`Values`].
    pub parameters: &'static [Parameter],
    /// The statuses that mean success, from one to another, where all of them mean the same.
    pub successes: &'static [(u16, u16)],
    /// Whether it may be sent twice.
    pub repeat: Repeat,
    /// How it is signed; `None`: as is usual for the service.
    pub security: Option<Security>,
    /// Where it goes; `None`: where the client is.
    pub server: Option<(Server, &'static [ServerVariable])>,
}

impl RequestPlan {
    /// A request to the client's own endpoint that has nothing in it.
    pub const EMPTY: Self = Self {
        operation: "",
        method: Method::Get,
        path: "",
        fixed_query: "",
        accept: "",
        media_type: "",
        parameters: &[],
        successes: &[],
        repeat: Repeat::Once,
        security: None,
        server: None,
    };

    /// Whether an answer of that status is a success.
    pub fn is_success(&self, status: StatusCode) -> bool {
        let status = u16::from(status);
        let mut all = self.successes.iter();
        all.any(|(first, last)| (*first..=*last).contains(&status))
    }

    /// What a call begins with: how it is signed and where it goes, where that is not as usual.
    pub fn options<'a>(&self) -> CallOptions<'a> {
        let options = match self.security {
            Some(security) => CallOptions::signed(security),
            None => CallOptions::default(),
        };
        match self.server {
            Some((server, variables)) => options.at(server, variables),
            None => options,
        }
    }

    /// What a request says before a caller has said anything.
    pub fn usual_values<'a>(&self, client: &'a dyn Caller) -> Values<'a> {
        let mut values = Values::with_room(self.parameters.len());
        for (index, parameter) in self.parameters.iter().enumerate() {
            parameter.set_usual(index, &mut values, client);
        }
        values.unsaid()
    }

    /// Makes the request.
    ///
    /// Fails where a parameter breaks a rule of the description, or would change the address.
    pub fn request(
        &self,
        core: &Core,
        values: &Values<'_>,
        options: &CallOptions<'_>,
    ) -> Result<Request, InvalidParameter> {
        let endpoint = options.endpoint(core)?;
        let mut target = Target::new(&endpoint);
        self.put_path(&mut target, values);
        if !self.fixed_query.is_empty() {
            target.fixed_query(self.fixed_query);
        }
        self.put_all(&mut target, values, |location| location == Location::Query);
        if !self.accept.is_empty() {
            target.accept(self.accept);
        }
        self.put_all(&mut target, values, |location| location == Location::Header);
        self.put_all(&mut target, values, |location| location == Location::Cookie);
        if let Some(body) = values.given_body() {
            self.put_all(&mut target, values, |location| {
                matches!(location, Location::Part(_))
            });
            let outcome = body.put(&mut target, &Writing::new(self, values));
            target.check(outcome);
        }
        let mut request = target.into_request(self.method)?;
        options.apply(&mut request)?;
        Ok(request)
    }

    /// The parameters that have a value.
    pub(super) fn given<'v, 'a>(
        &self,
        values: &'v Values<'a>,
    ) -> impl Iterator<Item = (&'static Parameter, &'v Value<'a>)> {
        let all = self.parameters.iter().enumerate();
        all.filter_map(|(index, parameter)| Some((parameter, values.get(index)?)))
    }

    fn put_all(&self, target: &mut Target, values: &Values<'_>, stands: fn(Location) -> bool) {
        for (parameter, value) in self.given(values) {
            if stands(parameter.location) {
                target.put(parameter, value);
            }
        }
    }

    fn put_path(&self, target: &mut Target, values: &Values<'_>) {
        let mut rest = self.path;
        while let Some((before, index, after)) = self.next_in_path(rest) {
            target.literal(before);
            if let (Some(parameter), Some(value)) = (self.parameters.get(index), values.get(index))
            {
                target.put(parameter, value);
            }
            rest = after;
        }
        target.literal(rest);
    }

    /// The text before the next parameter in a path, the parameter, and what comes after.
    fn next_in_path(&self, path: &'static str) -> Option<(&'static str, usize, &'static str)> {
        path.match_indices('{').find_map(|(start, _)| {
            let (before, rest) = path.split_at_checked(start)?;
            let (name, after) = rest.strip_prefix('{')?.split_once('}')?;
            let mut all = self.parameters.iter();
            let index = all.position(|it| it.location == Location::Path && it.name == name)?;
            Some((before, index, after))
        })
    }
}
