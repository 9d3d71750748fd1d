//! Where the public reaches the installation: what the code on a certificate leads to for years.

use rocket::figment::Figment;
use rocket::request::{FromRequest, Outcome, Request};

use super::session;
use super::visit::managed;
use crate::config::Config;

/// The setting, without a slash at its end; none if the request says it.
#[derive(Debug, Clone)]
pub struct Setting(Option<String>);

impl Setting {
    /// From the settings of the installation.
    #[must_use]
    pub fn of(settings: &Figment) -> Self {
        let set = Config::read(settings).ok().and_then(|config| config.public_url);
        Self(set.map(|url| url.trim().trim_end_matches('/').to_owned()).filter(|url| !url.is_empty()))
    }
}

/// The address of the installation for this request.
#[derive(Debug, Clone)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The whole address of a path.
    #[must_use]
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for PublicUrl {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        if let Some(Setting(Some(set))) = managed::<Setting>(request) {
            return Outcome::Success(Self(set.clone()));
        }
        let scheme = if session::is_secure(request) { "https" } else { "http" };
        let host = request.host().map_or_else(|| "localhost".to_owned(), ToString::to_string);
        Outcome::Success(Self(format!("{scheme}://{host}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_of_the_setting_does_no_harm() {
        let settings = crate::config::figment().merge(("public_url", "https://star.example.gov.cn/"));
        assert_eq!(Setting::of(&settings).0.as_deref(), Some("https://star.example.gov.cn"));
        assert_eq!(Setting::of(&crate::config::figment().merge(("public_url", " "))).0, None);
    }
}
