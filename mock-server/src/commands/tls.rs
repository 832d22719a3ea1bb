//! Flags of `fakehq serve` on TLS and host names.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use clap::{Args, builder::BoolishValueParser};
use fakehq::{server::Listening, tls::Identity};

use super::{Failure, output::write_whole};

/// How to speak, and under which name.
#[derive(Debug, Args)]
pub(super) struct TlsFlags {
    /// Speak HTTPS, with a certificate made at the start.
    #[arg(long, env = "FAKEHQ_TLS", value_parser = BoolishValueParser::new())]
    tls: bool,
    /// Speak HTTPS with this certificate (PEM, with its chain).
    #[arg(
        long,
        env = "FAKEHQ_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,
    /// The key of that certificate (PEM).
    #[arg(
        long,
        env = "FAKEHQ_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,
    /// Write what clients must trust to this file, before the server is ready.
    #[arg(long, env = "FAKEHQ_TLS_CA_FILE", value_name = "FILE")]
    tls_ca_file: Option<PathBuf>,
    /// Another port, for plain HTTP, which leads to the one for HTTPS; 0 takes any free one.
    #[arg(long, env = "FAKEHQ_HTTP_PORT", value_name = "PORT")]
    http_port: Option<u16>,
    /// The host name that addresses carry, in the certificate too: www.commcarehq.org.
    #[arg(long, env = "FAKEHQ_HOSTNAME", value_name = "NAME")]
    hostname: Option<String>,
}

impl TlsFlags {
    /// Where to listen and how to speak; writes the file that clients trust.
    pub(super) fn listening(&self, host: IpAddr, port: u16) -> Result<Listening, Failure> {
        let tls = self.identity(host)?;
        if tls.is_none() {
            for (flag, given) in [
                ("--tls-ca-file", self.tls_ca_file.is_some()),
                ("--http-port", self.http_port.is_some()),
            ] {
                if given {
                    return Err(Failure::Usage(format!(
                        "{flag} means nothing without --tls"
                    )));
                }
            }
        }
        if let (Some(file), Some(identity)) = (&self.tls_ca_file, &tls) {
            write_whole(file, identity.trust().as_bytes())?;
        }
        if let Some(name) = self.hostname.as_deref().filter(|name| !is_host_name(name)) {
            return Err(Failure::Usage(format!(
                "--hostname {name:?} is no host name; give it without scheme, port and path: \
                 www.commcarehq.org"
            )));
        }
        Ok(Listening {
            hostname: self.hostname.clone(),
            tls,
            http_port: self.http_port,
            ..Listening::on(host, port)
        })
    }

    /// What curl must be told beside an address to get here and to trust what it finds.
    pub(super) fn curl_words(&self, address: SocketAddr) -> String {
        let mut words = String::new();
        if let Some(name) = &self.hostname {
            let (port, ip) = (address.port(), address.ip());
            words += &format!("--resolve '{name}:{port}:{ip}' ");
        }
        match &self.tls_ca_file {
            Some(file) => words += &format!("--cacert '{}' ", file.display()),
            None if self.tls => words += "--insecure ",
            None => {}
        }
        words
    }

    fn identity(&self, host: IpAddr) -> Result<Option<Identity>, Failure> {
        let files: Option<(&Path, &Path)> = self.tls_cert.as_deref().zip(self.tls_key.as_deref());
        let identity = match files {
            Some((certificate, key)) => Identity::from_files(certificate, key),
            None if self.tls => Identity::own(self.hostname.as_deref(), host),
            None => return Ok(None),
        };
        let identity = identity.map_err(|error| Failure::Usage(error.to_string()))?;
        Ok(Some(identity))
    }
}

fn is_host_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}
