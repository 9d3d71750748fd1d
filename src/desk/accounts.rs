//! Signing in and out.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use rocket::tokio::sync::Semaphore;
use rocket::tokio::task::spawn_blocking;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Desk, Error, Result};
use crate::domain::access::Actor;
use crate::domain::moment::Moment;
use crate::domain::refusal::{Message, Refusals};
use crate::keys::random;
use crate::store::users;

/// How long a session lasts: a working day and the evening after it.
const SESSION: Duration = Duration::hours(14);
/// Password hashes computed at once; each takes 19 MB and a core's attention.
static HASHERS: Semaphore = Semaphore::const_new(2);
/// The hash that a login nobody has is checked against, so that it takes as long to refuse.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_password("nobody has this password").ok());

/// The secret a browser holds for a session. The database keeps only its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

impl SessionToken {
    /// As a cookie carries it.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// From a cookie.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// What the database knows it by.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// Signs a person in.
///
/// # Errors
/// `Invalid` with one and the same message for an unknown login and a wrong password, after the same time.
pub async fn sign_in(desk: &Desk, login: &str, password: &str, now: Moment) -> Result<(SessionToken, Actor)> {
    let login = login.trim().to_lowercase();
    let known = desk.db.read(move |c| users::by_login(c, &login)).await?;
    let hash = known.as_ref().map_or_else(|| NOBODY.clone(), |(_, hash)| Some(hash.clone()));
    let password = Zeroizing::new(password.to_owned());
    let permit = HASHERS.acquire().await.map_err(|_| Error::Busy)?;
    let right = spawn_blocking(move || {
        let hash = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
        hash.is_some_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?;
    drop(permit);
    let Some((user, _)) = known.filter(|_| right) else {
        return Err(Refusals::one("login", Message::new("error-sign-in")).into());
    };
    let token = open_session(desk, &user.clone().actor(), now).await?;
    Ok((token, user.actor()))
}

/// Opens a session for somebody known to be who they are.
///
/// # Errors
/// If the database fails.
pub async fn open_session(desk: &Desk, actor: &Actor, now: Moment) -> Result<SessionToken> {
    let token = SessionToken(random()?);
    let hash = token.hash();
    let user = actor.user;
    desk.write(actor.clone(), now, move |tx| {
        users::open_session(tx.conn, &hash, user, now, now + SESSION)?;
        tx.record("user.signed_in", "user", user.0, serde_json::json!({}))
    })
    .await?;
    Ok(token)
}

/// The person of a session that has not ended.
///
/// # Errors
/// If the database fails.
pub async fn session(desk: &Desk, token: &SessionToken, now: Moment) -> Result<Option<Actor>> {
    let hash = token.hash();
    Ok(desk.db.look(move |c| users::of_session(c, &hash, now)).await?.map(users::User::actor))
}

/// Ends a session.
///
/// # Errors
/// If the database fails.
pub async fn sign_out(desk: &Desk, token: &SessionToken, _now: Moment) -> Result<()> {
    let hash = token.hash();
    Ok(desk.db.write(move |c| users::close_session(c, &hash)).await?)
}

/// The Argon2id hash of a password, as a PHC string.
///
/// # Errors
/// If the operating system gives no random salt.
pub fn hash_password(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|e| Error::Broken(e.to_string()))
}

/// A password nobody can guess and everybody can type: four groups of four, without letters that look alike.
///
/// # Errors
/// If the operating system gives no random numbers.
pub fn fresh_password() -> Result<String> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut password = String::new();
    for (place, byte) in random::<16>()?.into_iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            password.push('-');
        }
        password.extend(LETTERS.get(usize::from(byte) % LETTERS.len()).copied().map(char::from));
    }
    Ok(password)
}
