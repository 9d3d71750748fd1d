//! The Fluent catalogues of `templates/locales`.
//!
//! A missing key or argument is an error here, never a placeholder on a page and never the other language's words.
//! In debug builds an edited catalogue is read again; in release both are in the binary.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::Embed;

use super::{Lang, numbers};
use crate::domain::refusal::{Arg, Message};
use crate::web::made::Made;

#[derive(Embed)]
#[folder = "templates/locales"]
struct Files;

type Bundle = fluent_bundle::concurrent::FluentBundle<FluentResource>;

/// What was said, or why it could not be.
pub type Said = Result<String, Unsaid>;

/// The catalogue has no such key, or the sentence wants an argument it did not get.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{lang:?} cannot say {key}: {why}")]
pub struct Unsaid {
    /// The language asked for.
    pub lang: Lang,
    /// The key asked for.
    pub key: String,
    /// What is missing.
    pub why: String,
}

/// Says a message whose arguments may themselves be keys.
///
/// # Errors
/// [`Unsaid`].
pub fn say(lang: Lang, message: &Message) -> Said {
    let mut args = FluentArgs::with_capacity(message.args.len());
    for (name, arg) in &message.args {
        args.set(*name, argument(lang, name, arg)?);
    }
    say_with(lang, message.key, &args)
}

/// Says a sentence without arguments.
///
/// # Errors
/// [`Unsaid`].
pub fn say_key(lang: Lang, key: &str) -> Said {
    say_with(lang, key, &FluentArgs::new())
}

/// Says a sentence.
///
/// # Errors
/// [`Unsaid`].
pub fn say_with(lang: Lang, key: &str, args: &FluentArgs<'_>) -> Said {
    let unsaid = |why: String| Unsaid { lang, key: key.to_owned(), why };
    let catalogue = Catalogue::current().map_err(unsaid)?;
    let bundle = catalogue.bundle(lang);
    let pattern = bundle.get_message(key).and_then(|message| message.value());
    let pattern = pattern.ok_or_else(|| unsaid("no such key".to_owned()))?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    match errors.first() {
        None => Ok(text),
        Some(error) => Err(unsaid(error.to_string())),
    }
}

/// An argument as Fluent takes it. A year is a name, not a number to be grouped.
pub(in crate::web) fn argument(lang: Lang, name: &str, arg: &Arg) -> Result<FluentValue<'static>, Unsaid> {
    Ok(match arg {
        Arg::Text(text) => FluentValue::from(text.clone()),
        Arg::Number(year) if is_year(name) => FluentValue::from(year.to_string()),
        Arg::Number(number) => FluentValue::from(*number),
        Arg::Key { key } => FluentValue::from(say_key(lang, key)?),
        Arg::All { all } => {
            let said: Vec<String> = all.iter().map(|one| say(lang, one)).collect::<Result<_, _>>()?;
            FluentValue::from(said.join(&say_key(lang, "common-semicolon")?))
        }
    })
}

/// Whether an argument of this name is a year.
pub(in crate::web) fn is_year(name: &str) -> bool {
    name == "year" || name.ends_with("-year")
}

struct Catalogue {
    zh: Bundle,
    en: Bundle,
}

static CATALOGUE: Made<Catalogue> = Made::new();

impl Catalogue {
    /// The catalogues as they are now.
    fn current() -> Result<Arc<Self>, String> {
        CATALOGUE.current::<Files>(|| Ok(Self { zh: load(Lang::Zh)?, en: load(Lang::En)? }))
    }

    const fn bundle(&self, lang: Lang) -> &Bundle {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

fn load(lang: Lang) -> Result<Bundle, String> {
    let tag = lang.tag().parse().map_err(|_| format!("{} is no language tag", lang.tag()))?;
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(grouped));
    bundle.add_builtins().map_err(|error| error.to_string())?;
    for path in Files::iter().filter(|path| path.starts_with(lang.tag())) {
        let file = Files::get(&path).ok_or_else(|| format!("{path} is gone"))?;
        let text = String::from_utf8(file.data.into_owned()).map_err(|error| format!("{path}: {error}"))?;
        let resource =
            FluentResource::try_new(text).map_err(|(_, errors)| Listed(&path, &errors).to_string())?;
        // A key said twice keeps its first words; the tests do not let it come to that.
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!("{}", Listed(&path, &errors));
        }
    }
    Ok(bundle)
}

/// Whole numbers are grouped as on every page, unless the sentence says `NUMBER($n, useGrouping: "false")`.
fn grouped<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.options.use_grouping && number.value.fract() == 0.0 => {
            let text: Cow<'_, str> = number.as_string();
            text.parse().ok().map(numbers::count)
        }
        _ => None,
    }
}

/// What is wrong in one file.
struct Listed<'a, E>(&'a str, &'a [E]);

impl<E: fmt::Display> fmt::Display for Listed<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.0)?;
        self.1.iter().try_for_each(|error| write!(f, " {error};"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Key → the arguments its sentence names.
    fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys = BTreeMap::new();
        for path in Files::iter().filter(|path| path.starts_with(lang.tag())) {
            let text = String::from_utf8(Files::get(&path).unwrap().data.into_owned()).unwrap();
            let mut current = String::new();
            for line in text.lines() {
                if let Some((key, _)) = line.split_once(" =")
                    && line.starts_with(|c: char| c.is_ascii_alphabetic())
                {
                    current = key.to_owned();
                    assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{path}: {key} twice");
                }
                for part in line.split('$').skip(1) {
                    let name = part.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).next();
                    keys.entry(current.clone()).or_default().insert(name.unwrap_or_default().to_owned());
                }
            }
        }
        keys
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (zh, en) = (keys(Lang::Zh), keys(Lang::En));
        assert!(!zh.is_empty());
        for (key, args) in &zh {
            let other = en.get(key).unwrap_or_else(|| panic!("English lacks {key}"));
            assert_eq!(args, other, "the arguments of {key} differ");
        }
        for key in en.keys() {
            assert!(zh.contains_key(key), "Chinese lacks {key}");
        }
    }

    #[test]
    fn a_missing_key_is_an_error() {
        assert_eq!(say_key(Lang::En, "no-such-key").unwrap_err().why, "no such key");
    }

    #[test]
    fn a_year_is_not_grouped_but_a_count_is() {
        let said = |name| argument(Lang::Zh, name, &Arg::Number(2017)).unwrap();
        assert_eq!(said("year"), FluentValue::from("2017"));
        assert_eq!(grouped(&said("n"), &()).as_deref(), Some("2,017"));
    }
}
