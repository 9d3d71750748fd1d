//! The reader's language, and the words the catalogues hold for it.
//!
//! 中文 first, English second. The choice is the reader's cookie, else what the browser prefers, else Chinese.

mod catalogue;
pub mod numbers;

use rocket::Request;
use serde::{Deserialize, Serialize};

pub use catalogue::{Said, Unsaid, say, say_key, say_with};
pub(in crate::web) use catalogue::{argument, is_year};

use crate::domain::codes::Code;
use crate::domain::refusal::Message;

/// The cookie that keeps the reader's choice.
pub const COOKIE: &str = "lang";

/// A language of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// 简体中文
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// English
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// Both, Chinese first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The tag for `<html lang>` and the folder of the catalogue.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The other one, which the switch offers.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Of a tag that is exactly one of ours.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// Of the reader who asks.
    #[must_use]
    pub fn of(request: &Request<'_>) -> Self {
        request
            .cookies()
            .get(COOKIE)
            .and_then(|cookie| Self::from_tag(cookie.value()))
            .or_else(|| request.headers().get_one("Accept-Language").and_then(preferred))
            .unwrap_or_default()
    }

    /// The message in this language; the bare key if the catalogue lacks it, which the tests do not let happen.
    #[must_use]
    pub fn say(self, message: &Message) -> String {
        say(self, message).unwrap_or_else(|_| message.key.to_owned())
    }

    /// A message under its field's name, for a place away from the field. A message that names the field itself, or is about a
    /// field without a name (`field-…`), stays as it is.
    #[must_use]
    pub fn of_field(self, field: &str, said: String) -> String {
        let Ok(name) = say_key(self, &format!("field-{}", field.replace('_', "-"))) else { return said };
        if said.to_lowercase().contains(&name.to_lowercase()) {
            return said;
        }
        let mut args = fluent_bundle::FluentArgs::with_capacity(2);
        args.set("field", name);
        args.set("wrong", said.clone());
        say_with(self, "error-of-field", &args).unwrap_or(said)
    }

    /// The word for a member of a closed list.
    #[must_use]
    pub fn word(self, code: impl Code) -> String {
        say_key(self, &code.key()).unwrap_or_else(|_| code.code().to_owned())
    }
}

/// The first language of an `Accept-Language` header that we speak, by its weights.
fn preferred(header: &str) -> Option<Lang> {
    let mut wanted: Vec<(f32, Lang)> = header
        .split(',')
        .filter_map(|part| {
            let (range, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
            let lang = match range.trim().to_ascii_lowercase().split('-').next()? {
                "zh" => Lang::Zh,
                "en" => Lang::En,
                _ => return None,
            };
            (weight > 0.0).then_some((weight, lang))
        })
        .collect();
    // A stable sort keeps the header's order among equals.
    wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    wanted.first().map(|(_, lang)| *lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_speak_wins() {
        assert_eq!(preferred("zh-CN,zh;q=0.9,en;q=0.8"), Some(Lang::Zh));
        assert_eq!(preferred("fr, en;q=0.5, zh;q=0.2"), Some(Lang::En));
        assert_eq!(preferred("en;q=0, zh;q=0.1"), Some(Lang::Zh));
        assert_eq!(preferred("fr"), None);
    }
}
