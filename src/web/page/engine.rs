//! Tera and the templates. In debug builds an edited template is read again; in release all are in the binary.

use std::error::Error as _;
use std::fmt::Write as _;

use rust_embed::Embed;
use tera::{Context, Tera};

use super::filters;
use crate::web::made::Made;

#[derive(Embed)]
#[folder = "templates"]
struct Files;

static TEMPLATES: Made<Tera> = Made::new();

/// Renders a template; on failure, what went wrong and where.
pub(super) fn render(name: &str, context: &Context) -> Result<String, String> {
    let tera = TEMPLATES.current::<Files>(load)?;
    tera.render(name, context).map_err(|error| chain(name, &error))
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

    /// Every component as `docs/web.md` lists it.
    const COMPONENTS: &str = r#"
        {{ <form.errors form /> }}{{ <form.csrf /> }}
        {{ <form.field form name="beds" label="床位" hint="共几张" inputmode="numeric" unit="张" /> }}
        {{ <form.field form name="missing" label="无" required={false} wide={false} /> }}
        {{ <form.textarea form name="note" label="说明" /> }}
        {{ <form.select form name="kind" label="类型" options={[{"value": 1, "label": "一"}]} blank="请选" /> }}
        {{ <form.radios form name="kind" label="类型" options={[{"value": "a", "label": "甲", "hint": "注"}, {"value": "b", "label": "乙"}]} two={true} /> }}
        {{ <form.codes form name="role" label="角色" list="role" codes={roles} /> }}
        {{ <form.pick form name="role" label="角色" list="role" codes={roles} /> }}
        {{ <form.checkbox form name="agreed" label="同意" hint="写清" /> }}
        {{ <form.file form name="photo" label="照片" hint="拍清楚" many={true} /> }}
        {{ <files rows={[{"href": "/x", "image": true, "name": "门头.jpg", "kib": 12, "at": "2017-11-24T01:00:00.000Z"}, {"href": "/y", "image": false, "name": "照.pdf", "kib": 9, "at": "2017-11-24T01:00:00.000Z"}]} /> }}
        {{ <form.submit label="提交" /> }}
        {{ <filter.text name="q" label="名称" /> }}{{ <filter.select name="y" label="年" options={[{"value": 2017, "label": "2017"}]} chosen={2017} all="全部" /> }}
        {{ <filter.codes name="role" label="角色" list="role" codes={roles} chosen="city" all="全部" /> }}{{ <filter.submit /> }}
        {{ <tag label="待核实" tone="warn" /> }}{{ <stars n={4} /> }}<table><tr>{{ <num value={1127} href="/x" /> }}</tr></table>
        {{ <empty text="没有" href="/new" action="新建" /> }}{{ <pager pager /> }}
        {{ <steps steps={[{"label": "申报", "note": "10月12日", "state": "done"}]} /> }}
        {{ <bars rows={[{"label": "培训", "value": 160, "width": 38.4, "share": 0.142, "href": "/x"}, {"label": "无", "value": 0, "width": 0, "share": none, "href": none}]} /> }}
        {{ <print /> }}{{ <signatures /> }}"#;

    #[test]
    fn every_component_renders_in_both_languages() {
        use crate::domain::refusal::{Message, Refusals};
        use crate::web::paging::Asked;
        use crate::web::{Lang, Typed};

        let mut tera = load().unwrap();
        tera.add_raw_template("components_test.html", COMPONENTS).unwrap();
        let refusals = Refusals::one("beds", Message::new("error-number"));
        for lang in Lang::ALL {
            let mut context = Context::new();
            context.insert("lang", lang.tag());
            context.insert("csrf", "token");
            context.insert("form", &Typed::filled([("beds", "十二"), ("kind", "b")]).refused(&refusals));
            context.insert("roles", &["city", "county"]);
            context.insert("pager", &Asked::page(Some(2)).of(120, "/sites", &[]));
            let html =
                tera.render("components_test.html", &context).map_err(|e| chain("components", &e)).unwrap();
            for part in
                ["value=\"十二\"", "value=\"b\" checked", "href=\"#beds\"", "1,127", "14.2%", "aria-invalid"]
            {
                assert!(html.contains(part), "{part} in {html}");
            }
            assert!(!html.contains("&lt;"), "{html}");
        }
    }
}
