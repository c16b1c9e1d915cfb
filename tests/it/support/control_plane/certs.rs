//! The certificates of one control plane: its authority, the API server's, those of users, and the service accounts' key.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};

/// Signs the certificates of the API server and of its users.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: PathBuf,
}

/// A certificate and its key, as files.
pub struct Identity {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Authority {
    /// Makes the authority and writes what the API server needs into the folder.
    pub fn create(folder: &Path) -> anyhow::Result<Authority> {
        let key = KeyPair::generate().context("could not make a key")?;
        let mut wanted = CertificateParams::default();
        wanted.distinguished_name = name("control-plane-authority", None);
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        wanted.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let certificate =
            wanted.self_signed(&key).context("could not make the authority's certificate")?;
        write_private(&folder.join("authority.crt"), &certificate.pem())?;
        let authority =
            Authority { issuer: Issuer::new(wanted, key), folder: folder.to_path_buf() };
        authority.server("kube-apiserver", "apiserver")?;
        let accounts = KeyPair::generate().context("could not make a key")?;
        write_private(&folder.join("service-accounts.key"), &accounts.serialize_pem())?;
        write_private(&folder.join("service-accounts.pub"), &accounts.public_key_pem())?;
        Ok(authority)
    }

    pub fn certificate(&self) -> PathBuf {
        self.folder.join("authority.crt")
    }

    /// A user's certificate: Kubernetes reads the user from the common name and the group from the organization.
    pub fn client(&self, user: &str, group: Option<&str>, file: &str) -> anyhow::Result<Identity> {
        let mut wanted = CertificateParams::default();
        wanted.distinguished_name = name(user, group);
        wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.sign(wanted, file)
    }

    /// The same in the place of an earlier one, until a moment.
    pub fn client_until(
        &self,
        user: &str,
        group: Option<&str>,
        end: SystemTime,
        file: &str,
    ) -> anyhow::Result<Identity> {
        let mut wanted = CertificateParams::default();
        wanted.distinguished_name = name(user, group);
        wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        wanted.not_after = end.into();
        self.sign(wanted, file)
    }

    /// A server's certificate, for loopback.
    pub fn server(&self, common: &str, file: &str) -> anyhow::Result<Identity> {
        let mut serving = CertificateParams::new(["127.0.0.1".to_owned(), "localhost".to_owned()])?;
        serving.distinguished_name = name(common, None);
        serving.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.sign(serving, file)
    }

    fn sign(&self, mut wanted: CertificateParams, file: &str) -> anyhow::Result<Identity> {
        wanted.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate().context("could not make a key")?;
        let certificate = wanted
            .signed_by(&key, &self.issuer)
            .with_context(|| format!("could not sign {file}"))?;
        let identity = Identity {
            certificate: self.folder.join(format!("{file}.crt")),
            key: self.folder.join(format!("{file}.key")),
        };
        write_private(&identity.certificate, &certificate.pem())?;
        write_private(&identity.key, &key.serialize_pem())?;
        Ok(identity)
    }
}

fn name(common: &str, organization: Option<&str>) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    if let Some(organization) = organization {
        name.push(DnType::OrganizationName, organization);
    }
    name
}

/// Writes a file that nobody else on the machine can read.
pub fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("could not write {}", path.display()))
}
