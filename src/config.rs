//! What an installation can set: `Rocket.toml` and the environment.

use std::path::PathBuf;

use rocket::data::{ByteUnit, Limits, ToByteUnit as _};
use rocket::figment::providers::{Env, Format as _, Toml};
use rocket::figment::{Figment, Profile};
use serde::Deserialize;

use crate::store::{BadDatabaseUrl, DatabaseUrl};

/// The settings.
#[derive(Clone, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…` (`XINGTU_DATABASE_URL`). By default `xingtu.sqlite` in the data directory.
    pub database_url: Option<String>,
    /// The secret of the installation (`XINGTU_SECRET_KEY`); see [`crate::keys::Keys`].
    pub secret_key: Option<String>,
    /// Where the public reaches this installation (`XINGTU_PUBLIC_URL`), as certificates print it.
    pub public_url: Option<String>,
    /// Where files are kept (`XINGTU_DATA_DIR`).
    pub data_dir: PathBuf,
}

impl Default for Config {
    fn default() -> Self {
        Self { database_url: None, secret_key: None, public_url: None, data_dir: "data".into() }
    }
}

/// Bytes of a form with files: two of the largest, or a dozen as `app.js` makes them smaller.
const FORM_WITH_FILES: ByteUnit = ByteUnit::Mebibyte(24);

/// Rocket's own settings with ours over them, and over both the file and the environment.
///
/// As [`rocket::Config::figment`], but with other defaults: a value joined to that one would never count, since Rocket's own
/// defaults are in it already.
#[must_use]
pub fn figment() -> Figment {
    let limits = Limits::default().limit("form", 256.kibibytes()).limit("data-form", FORM_WITH_FILES);
    Figment::from(rocket::Config::default())
        .merge(("limits", limits))
        // A header that says where a request comes from is believed only if the installation names one.
        .merge(("ip_header", false))
        .merge(Toml::file(Env::var_or("ROCKET_CONFIG", "Rocket.toml")).nested())
        .merge(Env::prefixed("ROCKET_").ignore(&["PROFILE"]).global())
        .select(Profile::from_env_or("ROCKET_PROFILE", rocket::Config::DEFAULT_PROFILE))
        .merge(Env::prefixed("XINGTU_").profile(rocket::Config::DEFAULT_PROFILE))
        .merge(Env::prefixed("XINGTU_").profile("global"))
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// If a setting has the wrong type.
    pub fn read(figment: &Figment) -> Result<Self, Box<rocket::figment::Error>> {
        figment.extract().map_err(Box::new)
    }

    /// Where the database is.
    ///
    /// # Errors
    /// If the text names neither kind of database.
    pub fn database(&self) -> Result<DatabaseUrl, BadDatabaseUrl> {
        self.database_url
            .as_ref()
            .map_or_else(|| Ok(DatabaseUrl::Sqlite(self.data_dir.join("xingtu.sqlite"))), |url| url.parse())
    }
}

// The secret stays out of logs.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config").field("data_dir", &self.data_dir).finish_non_exhaustive()
    }
}
