//! The secret key of the installation, and what is made from it.
//!
//! One secret (`XINGTU_SECRET_KEY`) gives, through HKDF, a key for encrypting ID numbers (XChaCha20-Poly1305), a key for
//! their blind index (HMAC-SHA256: equal numbers have equal indexes, and nobody without the key can tell whose), a key for
//! form tokens, and a check value by which a database knows the secret it was made with.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::domain::identity::ResidentId;

/// Bytes of a nonce, which precedes what it encrypted.
const NONCE: usize = 24;
/// Binds a ciphertext to what it is, so that no other kind of secret can be put in its place.
const ID_NUMBER: &[u8] = b"xingtu/resident-id";

/// The keys of an installation.
pub struct Keys {
    cipher: XChaCha20Poly1305,
    index: Zeroizing<[u8; 64]>,
    form: Zeroizing<[u8; 64]>,
    check: [u8; 32],
}

/// What is wrong with a key or with something encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The secret is no base64 text of at least 32 bytes.
    #[error("XINGTU_SECRET_KEY must be base64 of at least 32 bytes; `openssl rand -base64 32` makes one")]
    BadSecret,
    /// The ciphertext was made with another key, or was changed.
    #[error("what was encrypted does not open with this key")]
    Sealed,
    /// The operating system gives no random numbers.
    #[error("the operating system gives no random numbers")]
    NoRandomness,
}

impl Keys {
    /// From the secret of the installation.
    ///
    /// # Errors
    /// [`KeyFault::BadSecret`].
    pub fn from_secret(secret: &str) -> Result<Self, KeyFault> {
        let bytes = Zeroizing::new(STANDARD.decode(secret.trim()).map_err(|_| KeyFault::BadSecret)?);
        if bytes.len() < 32 {
            return Err(KeyFault::BadSecret);
        }
        let secret = Hkdf::<Sha256>::new(None, &bytes);
        Ok(Self {
            cipher: XChaCha20Poly1305::new((&*derive::<32>(&secret, "id number")?).into()),
            index: derive(&secret, "blind index")?,
            form: derive(&secret, "form token")?,
            check: *derive(&secret, "check")?,
        })
    }

    /// A fresh secret, as [`Keys::from_secret`] reads it.
    ///
    /// # Errors
    /// [`KeyFault::NoRandomness`].
    pub fn fresh_secret() -> Result<String, KeyFault> {
        Ok(STANDARD.encode(random::<32>()?))
    }

    /// The value a database keeps of the secret it was made with; tells nothing about it.
    #[must_use]
    pub const fn check(&self) -> &[u8; 32] {
        &self.check
    }

    /// Encrypts an ID number.
    ///
    /// # Errors
    /// [`KeyFault::NoRandomness`].
    pub fn seal_id(&self, id: &ResidentId) -> Result<Vec<u8>, KeyFault> {
        let nonce = random::<NONCE>()?;
        let payload = chacha20poly1305::aead::Payload { msg: id.digits().as_bytes(), aad: ID_NUMBER };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| KeyFault::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts an ID number.
    ///
    /// # Errors
    /// [`KeyFault::Sealed`] if it was made with another key or changed.
    pub fn open_id(&self, sealed: &[u8]) -> Result<ResidentId, KeyFault> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(KeyFault::Sealed)?;
        let payload = chacha20poly1305::aead::Payload { msg: sealed, aad: ID_NUMBER };
        let opened = self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| KeyFault::Sealed)?;
        let opened = Zeroizing::new(String::from_utf8(opened).map_err(|_| KeyFault::Sealed)?);
        opened.parse().map_err(|_| KeyFault::Sealed)
    }

    /// Encrypts a text for one purpose; under another it does not open.
    ///
    /// # Errors
    /// [`KeyFault::NoRandomness`].
    pub fn seal_text(&self, purpose: &'static str, text: &str) -> Result<Vec<u8>, KeyFault> {
        self.seal_bytes(purpose, text.as_bytes())
    }

    /// As [`Keys::seal_text`], of bytes: the content of a file.
    ///
    /// # Errors
    /// [`KeyFault::NoRandomness`].
    pub fn seal_bytes(&self, purpose: &'static str, bytes: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let nonce = random::<NONCE>()?;
        let bound = bound(purpose);
        let payload = chacha20poly1305::aead::Payload { msg: bytes, aad: bound.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| KeyFault::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts a text sealed for this purpose.
    ///
    /// # Errors
    /// [`KeyFault::Sealed`] if it was made with another key or for another purpose, or changed.
    pub fn open_text(&self, purpose: &'static str, sealed: &[u8]) -> Result<Zeroizing<String>, KeyFault> {
        let mut opened = self.open_bytes(purpose, sealed)?;
        String::from_utf8(std::mem::take(&mut *opened)).map(Zeroizing::new).map_err(|_| KeyFault::Sealed)
    }

    /// Decrypts bytes sealed for this purpose.
    ///
    /// # Errors
    /// As [`Keys::open_text`].
    pub fn open_bytes(&self, purpose: &'static str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(KeyFault::Sealed)?;
        let bound = bound(purpose);
        let payload = chacha20poly1305::aead::Payload { msg: sealed, aad: bound.as_bytes() };
        let opened = self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| KeyFault::Sealed)?;
        Ok(Zeroizing::new(opened))
    }

    /// The blind index of an ID number: equal for equal numbers.
    #[must_use]
    pub fn index_id(&self, id: &ResidentId) -> Vec<u8> {
        mac(&self.index, id.digits().as_bytes()).to_vec()
    }

    /// The authentication code of a form token.
    #[must_use]
    pub fn form_code(&self, of: &[u8]) -> [u8; 32] {
        mac(&self.form, of)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

/// Random bytes from the operating system.
///
/// # Errors
/// [`KeyFault::NoRandomness`].
pub fn random<const N: usize>() -> Result<[u8; N], KeyFault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| KeyFault::NoRandomness)?;
    Ok(bytes)
}

/// What binds a text to its purpose. ID numbers are bound to a word without this beginning.
fn bound(purpose: &str) -> String {
    format!("xingtu/text/{purpose}")
}

fn derive<const N: usize>(secret: &Hkdf<Sha256>, purpose: &str) -> Result<Zeroizing<[u8; N]>, KeyFault> {
    let mut key = Zeroizing::new([0; N]);
    secret.expand(purpose.as_bytes(), key.as_mut_slice()).map_err(|_| KeyFault::BadSecret)?;
    Ok(key)
}

/// The key is as long as a block of SHA-256, so any length error is impossible by its type.
fn mac(key: &[u8; 64], of: &[u8]) -> [u8; 32] {
    Hmac::<Sha256>::new(key.into()).chain_update(of).finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_id_opens_only_with_its_own_key() {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let others = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let id: ResidentId = "11010519491231002X".parse().unwrap();
        let sealed = keys.seal_id(&id).unwrap();
        assert_eq!(keys.open_id(&sealed).unwrap().digits(), id.digits());
        assert_eq!(others.open_id(&sealed).unwrap_err(), KeyFault::Sealed);
        assert_ne!(keys.seal_id(&id).unwrap(), sealed, "equal numbers must not look equal");
        assert_eq!(keys.index_id(&id), keys.index_id(&id));
        assert_ne!(keys.index_id(&id), others.index_id(&id));
    }

    #[test]
    fn a_sealed_text_opens_only_for_its_own_purpose() {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let sealed = keys.seal_text("objector", "{\"name\":\"陆某\"}").unwrap();
        assert_eq!(&**keys.open_text("objector", &sealed).unwrap(), "{\"name\":\"陆某\"}");
        assert_eq!(keys.open_text("another", &sealed).unwrap_err(), KeyFault::Sealed);
        assert!(keys.open_id(&sealed).is_err());
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(Keys::from_secret("c2hvcnQ=").unwrap_err(), KeyFault::BadSecret);
    }
}
