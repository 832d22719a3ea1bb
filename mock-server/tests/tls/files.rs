//! Certificates from files, and what can be wrong with them.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
};

use fakehq::{FakeHq, tls::Identity};

use crate::client::{ask, get};

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}

/// A certificate that vouches for itself, and its key.
fn pair() -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}

#[tokio::test]
async fn a_certificate_and_a_key_that_are_given() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = pair();
    let certificate = written(folder.path(), "cert.pem", &certificate);
    let key = written(folder.path(), "key.pem", &key);
    let identity = Identity::from_files(&certificate, &key).unwrap();
    let hq = FakeHq::builder().identity(identity).start().await.unwrap();
    let (answer, _) = ask(&hq, &get("/_fakehq/health", "localhost")).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
}

#[test]
fn what_is_wrong_with_files_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| written(folder.path(), name, text);
    let ((one, one_key), (_, other_key)) = (pair(), pair());
    let (one, one_key) = (file("one", &one), file("one-key", &one_key));
    let (other_key, empty) = (file("other-key", &other_key), file("empty", ""));
    let gone = folder.path().join("gone");
    for (certificate, key, words) in [
        (&gone, &one_key, "No such file"),
        (
            &empty,
            &one_key,
            "empty: it holds none; expected a certificate in PEM",
        ),
        (
            &one,
            &empty,
            "empty: no items found; expected a private key in PEM",
        ),
        (&one_key, &one_key, "expected a certificate"),
        (&one, &other_key, "do not work"),
    ] {
        let error = Identity::from_files(certificate, key)
            .unwrap_err()
            .to_string();
        assert!(error.contains(words), "{error}");
    }
    let localhost = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let error = Identity::own(Some("bücher.example"), localhost).unwrap_err();
    assert!(error.to_string().contains("bücher.example"), "{error}");
}
