//! Certificate and key, ready to serve with.

use std::{fmt, fs, net::IpAddr, path::Path, sync::Arc};

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

use super::{error::TlsError, own};

/// What a server shows to its clients, and what they need to trust it.
#[derive(Clone)]
pub struct Identity {
    acceptor: TlsAcceptor,
    trust: Arc<str>,
}

impl Identity {
    /// A certificate made on the spot, for a host name and for `localhost`, `127.0.0.1`, `::1` and
    /// the address listened on.
    ///
    /// # Errors
    /// When the name can stand in no certificate.
    pub fn own(name: Option<&str>, host: IpAddr) -> Result<Self, TlsError> {
        let made = own::made(name, host)?;
        let chain = format!("{}{}", made.certificate, made.authority);
        Self::of(("made", &chain), ("made", &made.key), made.authority)
    }

    /// A certificate (its chain, if it has one) and a key, both in PEM.
    ///
    /// # Errors
    /// When a file cannot be read or holds nothing of the kind, or they do not go together.
    pub fn from_files(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let text = |file: &Path| {
            fs::read_to_string(file).map_err(|error| TlsError::Unreadable {
                file: file.to_owned(),
                error,
            })
        };
        let shown = |file: &Path| file.display().to_string();
        let chain = text(certificate)?;
        let (from, key_from) = (shown(certificate), shown(key));
        Self::of((&from, &chain), (&key_from, &text(key)?), chain.clone())
    }

    /// What a client must trust, in PEM: the authority of a certificate of one's own, or the chain that
    /// was given.
    #[must_use]
    pub fn trust(&self) -> &str {
        &self.trust
    }

    pub(crate) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }

    fn of(
        (chain_from, chain): (&str, &str),
        (key_from, key): (&str, &str),
        trust: String,
    ) -> Result<Self, TlsError> {
        let not_pem = |from: &str, expected, reason: String| TlsError::NotPem {
            from: from.to_owned(),
            expected,
            reason,
        };
        let certificates = CertificateDer::pem_slice_iter(chain.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| not_pem(chain_from, "a certificate", error.to_string()))?;
        if certificates.is_empty() {
            let reason = "it holds none".to_owned();
            return Err(not_pem(chain_from, "a certificate", reason));
        }
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes())
            .map_err(|error| not_pem(key_from, "a private key", error.to_string()))?;
        let refused = |error: tokio_rustls::rustls::Error| TlsError::Refused(error.to_string());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(refused)?
            .with_no_client_auth()
            .with_single_cert(certificates, key)
            .map_err(refused)?;
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            trust: trust.into(),
        })
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}
