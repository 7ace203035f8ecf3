//! Where the description puts an operation that is not where the client is.
//!
//! In: the address, the variables in it, and the values that the caller chose for them. Out: the URL
//! that the operation's path is appended to, or [`InvalidParameter`].

use super::runtime::http::Url;
use super::{Core, Host, InvalidParameter, listed, parse_endpoint};

/// An address, in which a variable stands as `{name}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// Another endpoint.
    Endpoint(&'static str),
    /// A path of the client's host, in place of the endpoint's own.
    Root(&'static str),
}

/// A variable of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the address.
    pub name: &'static str,
    /// Its value unless the caller chooses one; empty where it has none.
    pub usual: &'static str,
    /// The values that it can have; none: any.
    pub allowed: &'static [&'static str],
}

/// Where one call goes.
#[derive(Clone)]
pub struct CallServer {
    server: Server,
    variables: &'static [ServerVariable],
    chosen: Vec<(&'static str, String)>,
}

impl CallServer {
    /// The server with the usual values.
    pub fn new(server: Server, variables: &'static [ServerVariable]) -> Self {
        Self {
            server,
            variables,
            chosen: Vec::new(),
        }
    }

    /// Takes the caller's value of a variable.
    pub fn choose(&mut self, name: &'static str, value: String) {
        self.chosen.retain(|(known, _)| *known != name);
        self.chosen.push((name, value));
    }

    /// The URL that the operation's path is appended to. An endpoint that the caller chose is there
    /// for all operations.
    ///
    /// Fails where a value cannot stand in the address, and where the address is none.
    pub fn endpoint(&self, core: &Core) -> Result<Url, InvalidParameter> {
        let client = core.endpoint();
        if core.has_chosen_endpoint() {
            return Ok(client.clone());
        }
        match self.server {
            Server::Endpoint(address) => self.url(address),
            Server::Root(path) => {
                let path = self.filled(path, Host::in_path())?;
                let mut url = client.clone();
                url.set_path(&path);
                Ok(url)
            }
        }
    }

    /// Whether a URL is at this server, so that credentials may go there.
    pub fn is_at(&self, url: &Url) -> bool {
        match self.server {
            Server::Endpoint(address) => self
                .url(address)
                .is_ok_and(|own| own.origin() == url.origin()),
            Server::Root(_) => false,
        }
    }

    fn url(&self, address: &str) -> Result<Url, InvalidParameter> {
        let address = self.filled(address, Host::default())?;
        parse_endpoint(&address)
            .map_err(|_| InvalidParameter::new("server", "is no URL that can be used"))
    }

    /// The address with a value for each variable. What stands first brings the scheme along.
    fn filled(&self, address: &str, mut host: Host) -> Result<String, InvalidParameter> {
        let mut rest = address;
        while let Some((before, variable, after)) = self.next_variable(rest) {
            host.literal(before);
            let ServerVariable {
                name,
                usual,
                allowed,
            } = *variable;
            let is_first = address.starts_with('{') && rest.len() == address.len();
            match self.chosen.iter().find(|(known, _)| *known == name) {
                // What the description says itself stands as it is.
                None => host.raw(name, usual)?,
                Some((_, value)) if !allowed.is_empty() => {
                    listed(name, value, allowed)?;
                    host.raw(name, value)?;
                }
                Some((_, value)) if is_first => host.raw(name, value)?,
                Some((_, value)) => host.text(name, value)?,
            }
            rest = after;
        }
        host.literal(rest);
        Ok(host.into_endpoint())
    }

    /// The text before the next variable, the variable, and what comes after.
    fn next_variable<'t>(&self, text: &'t str) -> Option<(&'t str, &ServerVariable, &'t str)> {
        let (before, rest) = text.split_once('{')?;
        let (name, after) = rest.split_once('}')?;
        let variable = self.variables.iter().find(|known| known.name == name)?;
        Some((before, variable, after))
    }
}
