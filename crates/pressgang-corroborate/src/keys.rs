//! Who somebody is: one secret, and from it a key to sign with and a key to match with.

use ed25519_dalek::SigningKey;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use crate::chance::Seed;
use crate::envelope::{self, FileFault, Kind, as_hex, hex, unhex};
use crate::oprf::{self, Evaluator};

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// How the file of a secret begins.
const SECRET: &str = "pressgang-corroborate secret-key 1\n";

/// Somebody's public keys, with the name they give themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The name they give themselves; who that is has to be checked by other ways.
    pub name: String,
    /// Ed25519, by which their files are signed.
    #[serde(with = "as_hex")]
    pub signing_key: [u8; 32],
    /// VOPRF over ristretto255, under which their list is evaluated.
    #[serde(with = "as_hex")]
    pub matching_key: [u8; 32],
    /// When the keys were made, RFC 3339.
    pub made_at: String,
}

impl Identity {
    /// What two people read to each other to be sure that they mean the same keys and name: 128 bits of a SHA-256, in
    /// eight groups of four hex digits.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"pressgang-corroborate fingerprint 1\n");
        hash.update(self.signing_key);
        hash.update(self.matching_key);
        hash.update(self.name.as_bytes());
        let digits = hex(&hash.finalize()[..16]);
        let groups: Vec<&str> = (0..8).map(|group| &digits[4 * group..4 * group + 4]).collect();
        groups.join("-")
    }

    /// Checks what can be checked of keys and name.
    pub(crate) fn check(&self) -> Result<(), FileFault> {
        let bad = |what: &str| Err(FileFault::malformed(what));
        envelope::check_plain(&[&self.made_at])?;
        if !is_name(&self.name) {
            return bad("a name has 1 to 100 characters on one line");
        }
        if !oprf::is_public_key(&self.matching_key) {
            return bad("the matching key is no element of ristretto255");
        }
        match ed25519_dalek::VerifyingKey::from_bytes(&self.signing_key) {
            // Anybody could sign for a key of small order.
            Ok(key) if !key.is_weak() => Ok(()),
            _ => bad("the signing key is no key of Ed25519"),
        }
    }
}

/// Returns true for what may stand as a name.
fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control) && name.trim() == name
}

/// Somebody's secret keys.
pub struct Keys {
    secret: Seed,
    identity: Identity,
    pub(crate) signing: SigningKey,
    pub(crate) evaluator: Evaluator,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretFile {
    name: String,
    secret: String,
    made_at: String,
}

impl Keys {
    /// The keys that follow from a secret.
    ///
    /// # Errors
    /// [`FileFault::Malformed`] for a name that is empty, longer than 100 characters or on several lines.
    pub fn from_secret(name: &str, secret: Seed, made_at: &str) -> Result<Keys, FileFault> {
        let mut signing_seed = derive(&secret, "signing");
        let mut matching_seed = derive(&secret, "matching");
        let signing = SigningKey::from_bytes(&signing_seed);
        let evaluator = Evaluator::derive(&matching_seed, b"pressgang-corroborate 1");
        signing_seed.zeroize();
        matching_seed.zeroize();
        let evaluator = evaluator.ok_or_else(|| FileFault::malformed("the secret leads to no key"))?;
        let identity = Identity {
            name: name.to_owned(),
            signing_key: signing.verifying_key().to_bytes(),
            matching_key: evaluator.public(),
            made_at: made_at.to_owned(),
        };
        identity.check()?;
        Ok(Keys { secret, identity, signing, evaluator })
    }

    /// Reads the file that [`Keys::secret_file`] made.
    pub fn read(file: &str) -> Result<Keys, FileFault> {
        let content = file.strip_prefix(SECRET).ok_or(FileFault::Foreign)?;
        let mut content: SecretFile = serde_json::from_str(content).map_err(|e| FileFault::malformed(e.to_string()))?;
        let secret = unhex(&content.secret);
        content.secret.zeroize();
        let secret = secret.ok_or_else(|| FileFault::malformed("the secret is no 32 bytes in hex"))?;
        Keys::from_secret(&content.name, Seed(secret), &content.made_at)
    }

    /// The file to keep the secret in, readable by its owner only.
    pub fn secret_file(&self) -> String {
        let content = SecretFile {
            name: self.identity.name.clone(),
            secret: hex(&self.secret.0),
            made_at: self.identity.made_at.clone(),
        };
        // A struct of three texts always becomes JSON.
        format!("{SECRET}{}\n", serde_json::to_string_pretty(&content).unwrap_or_default())
    }

    /// The public half.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    #[cfg(test)]
    pub(crate) fn identity_mut(&mut self) -> &mut Identity {
        &mut self.identity
    }

    /// The file that makes it known, signed by itself.
    pub fn identity_file(&self) -> Result<Vec<u8>, FileFault> {
        envelope::seal(Kind::Identity, &self.identity, b"", &self.signing)
    }

    /// HMAC-SHA256 under a key that follows from the secret and a purpose.
    pub(crate) fn keyed(&self, purpose: &str) -> Hmac<Sha256> {
        let mut key = derive(&self.secret, purpose);
        let mac = hmac_of(&key);
        key.zeroize();
        mac
    }
}

/// Reads somebody's public keys; they are signed by themselves, which says that whoever made the file has them.
pub fn read_identity(file: &[u8]) -> Result<Identity, FileFault> {
    let opened = envelope::open::<Identity>(Kind::Identity, file)?;
    opened.header.check()?;
    opened.check_signed_by(&opened.header.signing_key, &opened.header.name)?;
    if !opened.body.is_empty() {
        return Err(FileFault::malformed("an identity has no body"));
    }
    Ok(opened.header)
}

fn derive(secret: &Seed, purpose: &str) -> [u8; 32] {
    let mut mac = hmac_of(&secret.0);
    mac.update(b"pressgang-corroborate 1 ");
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hmac_of(key: &[u8; 32]) -> Hmac<Sha256> {
    // A key of 32 bytes is shorter than a block, and any length is taken.
    <Hmac<Sha256> as KeyInit>::new(&padded_key(key).into())
}

fn padded_key(key: &[u8; 32]) -> [u8; 64] {
    let mut padded = [0; 64];
    padded[..32].copy_from_slice(key);
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> Result<Keys, FileFault> {
        Keys::from_secret(name, Seed([5; 32]), "2026-01-02T03:04:05Z")
    }

    #[test]
    fn keys_come_back_from_their_files() {
        let made = keys("Heron desk").unwrap();
        let read = Keys::read(&made.secret_file()).unwrap();
        assert_eq!(read.identity(), made.identity());
        assert_eq!(&read_identity(&made.identity_file().unwrap()).unwrap(), made.identity());
        assert_eq!(made.identity().fingerprint().len(), 8 * 5 - 1);
        assert_ne!(keys("Heron desk 2").unwrap().identity().fingerprint(), made.identity().fingerprint());
        assert!(Keys::read("something else").is_err());
        assert!(Keys::read(&made.secret_file().replace("05050505", "0505050")).is_err());
    }

    #[test]
    fn names_stand_on_one_line() {
        for name in ["", " a", "a\nb", &"x".repeat(101)] {
            assert!(keys(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn an_identity_of_others_keys_is_refused() {
        let (made, other) = (keys("Heron desk").unwrap(), Keys::from_secret("O", Seed([6; 32]), "").unwrap());
        let file = envelope::seal(Kind::Identity, made.identity(), b"", &other.signing).unwrap();
        assert_eq!(read_identity(&file), Err(FileFault::NotSigned("Heron desk".to_owned())));
        let weak = Identity { signing_key: [0; 32], ..made.identity().clone() };
        assert!(weak.check().is_err());
        let none = Identity { matching_key: [0; 32], ..made.identity().clone() };
        assert!(none.check().is_err());
    }
}
