//! Tera and the templates. In debug builds an edited template is read again; in release all are in the binary.

use std::error::Error as _;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

use rust_embed::Embed;
use tera::{Context, Tera};

use super::filters;

#[derive(Embed)]
#[folder = "templates"]
struct Files;

struct Loaded {
    tera: Tera,
    /// The newest file's time and the number of files, by which an edit is noticed in debug builds.
    edited: (u64, usize),
}

/// Renders a template; on failure, what went wrong and where.
pub(super) fn render(name: &str, context: &Context) -> Result<String, String> {
    let loaded = current()?;
    loaded.tera.render(name, context).map_err(|error| chain(name, &error))
}

fn current() -> Result<Arc<Loaded>, String> {
    static LOADED: RwLock<Option<Arc<Loaded>>> = RwLock::new(None);
    let edited = if cfg!(debug_assertions) { edited() } else { (0, 0) };
    if let Some(loaded) = LOADED.read().unwrap_or_else(PoisonError::into_inner).as_ref()
        && loaded.edited == edited
    {
        return Ok(Arc::clone(loaded));
    }
    let fresh = Arc::new(Loaded { tera: load()?, edited });
    *LOADED.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
    Ok(fresh)
}

fn edited() -> (u64, usize) {
    pages()
        .filter_map(|path| Files::get(&path)?.metadata.last_modified())
        .fold((0, 0), |(newest, n), at| (newest.max(at), n + 1))
}

/// The paths of the templates; the catalogues lie beside them.
fn pages() -> impl Iterator<Item = std::borrow::Cow<'static, str>> {
    Files::iter().filter(|path| path.rsplit('.').next() == Some("html"))
}

fn load() -> Result<Tera, String> {
    let mut tera = Tera::default();
    filters::register(&mut tera);
    let mut templates = Vec::new();
    for path in pages() {
        let file = Files::get(&path).ok_or_else(|| format!("{path} is gone"))?;
        let text = String::from_utf8(file.data.into_owned()).map_err(|error| format!("{path}: {error}"))?;
        templates.push((path.into_owned(), text));
    }
    tera.add_raw_templates(templates).map_err(|error| chain("templates", &error))?;
    Ok(tera)
}

/// An error with its causes: Tera puts the place in one and the reason in the next.
fn chain(name: &str, error: &tera::Error) -> String {
    let mut words = format!("{name}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a string cannot fail.
        let _ = write!(words, ": {error}");
        cause = error.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses() {
        if let Err(words) = load() {
            panic!("{words}");
        }
    }

    #[test]
    fn no_template_has_inline_style_or_script_or_an_address_elsewhere() {
        for path in pages() {
            let text = String::from_utf8(Files::get(&path).unwrap().data.into_owned()).unwrap();
            for bad in
                [" style=", "<style", " onclick=", " onsubmit=", " onchange=", "href=\"http", "src=\"http"]
            {
                assert!(!text.contains(bad), "{path} has {bad}");
            }
        }
    }
}
