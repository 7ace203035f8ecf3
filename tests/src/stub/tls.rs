//! The stub's certificate: made for it, signed by itself, and trusted by its own clients alone.

use std::io;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate and the server side that shows it.
pub struct Identity {
    certificate: CertificateDer<'static>,
    acceptor: TlsAcceptor,
}

impl Identity {
    /// A new certificate for loopback.
    pub fn new() -> io::Result<Self> {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])
            .map_err(io::Error::other)?;
        let certificate = made.cert.der().clone();
        let key =
            PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(io::Error::other)?;
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                config
                    .with_no_client_auth()
                    .with_single_cert(vec![certificate.clone()], key)
            })
            .map_err(io::Error::other)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self {
            certificate,
            acceptor,
        })
    }

    /// The server side.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }

    /// The settings of a client that trusts this certificate and no other.
    pub fn trusting(&self) -> reqwest::Result<reqwest::ClientBuilder> {
        let certificate = reqwest::Certificate::from_der(&self.certificate)?;
        Ok(reqwest::Client::builder().tls_certs_only([certificate]))
    }

    /// A client that trusts this certificate and, as `azure_core`'s own, follows no redirect.
    pub fn trusting_client(&self) -> reqwest::Result<reqwest::Client> {
        let settings = self.trusting()?;
        settings.redirect(reqwest::redirect::Policy::none()).build()
    }
}
