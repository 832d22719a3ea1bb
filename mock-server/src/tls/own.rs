//! An authority and a certificate made on the spot.
//!
//! Two of them, because that is what every client takes: some refuse a certificate that vouches for
//! itself, others one that is an authority too. The keys are the only true chance in fakehq, and no
//! answer shows them.

use std::net::IpAddr;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};

use super::error::TlsError;

/// Names under which a local server is reached anyway.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Texts in PEM.
pub(super) struct Made {
    pub(super) authority: String,
    pub(super) certificate: String,
    pub(super) key: String,
}

/// Makes a certificate for a host name or address, and for those of this machine.
pub(super) fn made(name: Option<&str>, host: IpAddr) -> Result<Made, TlsError> {
    let mut names: Vec<String> = name.into_iter().map(str::to_owned).collect();
    names.extend(LOCAL.map(str::to_owned));
    if !host.is_unspecified() && !host.is_loopback() {
        names.push(host.to_string());
    }
    let failed = |error: rcgen::Error| TlsError::NotMade {
        name: name.unwrap_or("localhost").to_owned(),
        reason: error.to_string(),
    };
    let mut authority = named("fakehq test authority", Vec::new()).map_err(failed)?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority_key = KeyPair::generate().map_err(failed)?;
    let authority = CertifiedIssuer::self_signed(authority, authority_key).map_err(failed)?;

    let mut leaf = named(&names[0].clone(), names).map_err(failed)?;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().map_err(failed)?;
    let leaf = leaf.signed_by(&key, &authority).map_err(failed)?;
    Ok(Made {
        authority: authority.pem(),
        certificate: leaf.pem(),
        key: key.serialize_pem(),
    })
}

fn named(common_name: &str, names: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    // No certificate of a test shall run out.
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(2099, 12, 31);
    Ok(params)
}
