//! What templates can call: words, numbers and days in the reader's language.
//!
//! All read `lang` from the context; a component that uses one of them takes `@lang`.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime};
use fluent_bundle::{FluentArgs, FluentValue};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::web::assets;
use crate::web::lang::{Lang, is_year, numbers, say_key, say_with};

pub(super) fn register(tera: &mut Tera) {
    tera.register_function("t", t);
    tera.register_function("say", say);
    tera.register_function("say_of", say_of);
    tera.register_function("word", word);
    tera.register_function("asset", |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(assets::href(args.must_get("path")?))
    });
    tera.register_filter("count", |value: &Value, _: Kwargs, _: &State<'_>| number(value, numbers::count));
    tera.register_filter("amount", |value: &Value, _: Kwargs, _: &State<'_>| number(value, numbers::amount));
    tera.register_filter("yuan", yuan);
    tera.register_filter("percent", percent);
    tera.register_filter("day", |value: &Value, _: Kwargs, state: &State<'_>| {
        dated(value, state, |lang, at| numbers::day(lang, at.date()))
    });
    tera.register_filter("month", |value: &Value, _: Kwargs, state: &State<'_>| {
        dated(value, state, |lang, at| numbers::month(lang, at.date()))
    });
    tera.register_filter("iso", |value: &Value, _: Kwargs, state: &State<'_>| {
        dated(value, state, |_, at| at.date().to_string())
    });
    tera.register_filter("time", |value: &Value, _: Kwargs, state: &State<'_>| {
        dated(value, state, numbers::time)
    });
    tera.register_filter("exported", |path: &str, args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let format: &str = args.must_get("format")?;
        let (page, query) = path.split_once('?').map_or((path, ""), |(page, query)| (page, query));
        let mark = if query.is_empty() { "" } else { "?" };
        Ok(format!("{page}.{format}{mark}{query}"))
    });
    tera.register_filter("identified", |path: &str, _: Kwargs, _: &State<'_>| -> String {
        let (page, query) = path.split_once('?').map_or((path, ""), |(page, query)| (page, query));
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{page}/identities{mark}{query}")
    });
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State<'_>| {
        rocket::http::RawStr::new(text).percent_encode().to_string()
    });
}

/// What stands where nothing was reported. A reported zero is 0.
const NOTHING: &str = "—";

fn lang(state: &State<'_>) -> TeraResult<Lang> {
    let tag: Option<String> = state.get("lang")?;
    tag.and_then(|tag| Lang::from_tag(&tag))
        .ok_or_else(|| Error::message("no `lang` here; a component takes it as `@lang`"))
}

/// `t(key="site-count", n=3)`
fn t(args: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let lang = lang(state)?;
    let key: &str = args.must_get("key")?;
    let mut said = FluentArgs::new();
    for (name, value) in args.iter() {
        let Some(name) = name.as_str().filter(|name| *name != "key") else { continue };
        // Tera's names have no dash; Fluent's do.
        let name = name.replace('_', "-");
        let value = argument(lang, &name, value)?;
        said.set(name, value);
    }
    say_with(lang, key, &said).map_err(|unsaid| Error::message(unsaid.to_string()))
}

/// `say(message=form.errors.beds)`
fn say(args: Kwargs, state: &State<'_>) -> TeraResult<String> {
    message(lang(state)?, args.must_get("message")?)
}

/// `say_of(field="beds", message=wrong.message)`: the message under its field's name, for a place away from the field.
/// A message that names the field, or is of a field without a name of its own, stays as it is.
fn say_of(args: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let lang = lang(state)?;
    let wrong = message(lang, args.must_get("message")?)?;
    let field: &str = args.must_get("field")?;
    Ok(lang.of_field(field, wrong))
}

/// `word(list="pathway", code=row.pathway)`; nothing for no code.
fn word(args: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let list: &str = args.must_get("list")?;
    let code: &Value = args.must_get("code")?;
    if code.is_none() {
        return Ok(NOTHING.to_owned());
    }
    let code = code.to_string().replace('_', "-");
    say_key(lang(state)?, &format!("{list}-{code}")).map_err(|unsaid| Error::message(unsaid.to_string()))
}

/// A message as Rust serialized it: `{key, args: [[name, argument], …]}`.
fn message(lang: Lang, value: &Value) -> TeraResult<String> {
    let not_one = || Error::message("not a message");
    let key = value.get_from_path("key").and_then(Value::as_str).ok_or_else(not_one)?;
    let mut said = FluentArgs::new();
    for pair in value.get_from_path("args").and_then(Value::as_array).unwrap_or_default() {
        let [name, arg] = pair.as_array().unwrap_or_default() else { return Err(not_one()) };
        let name = name.as_str().ok_or_else(not_one)?;
        said.set(name.to_owned(), argument(lang, name, arg)?);
    }
    say_with(lang, key, &said).map_err(|unsaid| Error::message(unsaid.to_string()))
}

fn argument(lang: Lang, name: &str, value: &Value) -> TeraResult<FluentValue<'static>> {
    if let Some(all) = value.get_from_path("all").and_then(Value::as_array) {
        let said: Vec<String> = all.iter().map(|one| message(lang, one)).collect::<Result<_, _>>()?;
        let between = say_key(lang, "common-semicolon");
        let between = between.map_err(|unsaid| Error::message(unsaid.to_string()))?;
        return Ok(FluentValue::from(said.join(&between)));
    }
    if value.is_map() {
        return message(lang, value).map(FluentValue::from);
    }
    if is_year(name) {
        return Ok(FluentValue::from(value.to_string()));
    }
    Ok(match (value.as_i64(), value.as_f64()) {
        (Some(number), _) => FluentValue::from(number),
        (None, Some(number)) => FluentValue::from(number),
        (None, None) => FluentValue::from(value.to_string()),
    })
}

fn number(value: &Value, show: fn(i64) -> String) -> TeraResult<String> {
    if value.is_none() {
        return Ok(NOTHING.to_owned());
    }
    value.as_i64().map(show).ok_or_else(|| Error::message(format!("{value} is not a whole number")))
}

fn yuan(value: &Value, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let amount = number(value, numbers::amount)?;
    let unit = say_key(lang(state)?, "common-yuan").map_err(|unsaid| Error::message(unsaid.to_string()))?;
    Ok(if amount == NOTHING { amount } else { format!("{amount} {unit}") })
}

/// A share of one, as `33.7%`.
fn percent(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    if value.is_none() {
        return Ok(NOTHING.to_owned());
    }
    let share = value.as_f64().ok_or_else(|| Error::message(format!("{value} is not a share")))?;
    Ok(format!("{:.1}%", share * 100.0))
}

/// A day, a month (`2017-11`) or a moment, as the city's calendar has it.
fn dated(
    value: &Value,
    state: &State<'_>,
    show: impl FnOnce(Lang, NaiveDateTime) -> String,
) -> TeraResult<String> {
    if value.is_none() {
        return Ok(NOTHING.to_owned());
    }
    let text = value.as_str().unwrap_or_default();
    let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0);
    let at = match text.len() {
        7 => format!("{text}-01").parse().ok().and_then(midnight),
        10 => text.parse().ok().and_then(midnight),
        _ => DateTime::parse_from_rfc3339(text).ok().map(|at| at.naive_utc() + Duration::hours(8)),
    };
    let at = at.ok_or_else(|| Error::message(format!("{value} is neither a day nor a moment")))?;
    Ok(show(lang(state)?, at))
}

#[cfg(test)]
mod tests {
    use tera::Context;

    use super::*;

    fn render(template: &str, lang: Lang) -> Result<String, tera::Error> {
        let mut tera = Tera::default();
        register(&mut tera);
        tera.add_raw_template("x.html", template)?;
        let mut context = Context::new();
        context.insert("lang", lang.tag());
        context.insert("at", "2017-11-23T16:30:00.000Z");
        context.insert("fen", &180_050);
        context.insert("none", &Option::<i64>::None);
        tera.render("x.html", &context)
    }

    #[test]
    fn moments_are_shown_in_beijing() {
        assert_eq!(render("{{ at | time }}", Lang::Zh).unwrap(), "2017年11月24日 00:30");
        assert_eq!(render("{{ at | day }}", Lang::En).unwrap(), "24 Nov 2017");
        assert_eq!(render("{{ '2017-11' | month }}", Lang::Zh).unwrap(), "2017年11月");
    }

    #[test]
    fn not_reported_is_a_dash_and_zero_is_zero() {
        assert_eq!(render("{{ none | count }} {{ 0 | count }}", Lang::Zh).unwrap(), "— 0");
        assert_eq!(render("{{ fen | yuan }}", Lang::Zh).unwrap(), "1,800.50 元");
    }

    #[test]
    fn an_unknown_key_fails_the_page() {
        assert!(render("{{ t(key=\"no-such-key\") }}", Lang::Zh).is_err());
        assert!(render("{{ word(list=\"pathway\", code=\"lottery\") }}", Lang::Zh).is_err());
    }
}
