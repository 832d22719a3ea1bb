//! A raw client over TLS.

use std::{io, sync::Arc};

use fakehq::FakeHq;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

/// Connects to a name; the certificate must be good for it.
pub(crate) async fn connect(hq: &FakeHq, name: &str) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    let trust = CertificateDer::from_pem_slice(hq.trust().unwrap().as_bytes()).unwrap();
    roots.add(trust).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", hq.port())).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    connector.connect(name, stream).await
}

/// What came of a request, and how the connection ended.
pub(crate) async fn ask(hq: &FakeHq, request: &str) -> (String, io::Result<()>) {
    let mut stream = connect(hq, "localhost").await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let ending = stream.read_to_end(&mut answer).await.map(|_| ());
    (String::from_utf8_lossy(&answer).into_owned(), ending)
}

/// A request that closes its connection.
pub(crate) fn get(target: &str, host: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
}

/// An answer over plain TCP.
pub(crate) async fn ask_plainly(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
