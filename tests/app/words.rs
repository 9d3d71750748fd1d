//! Whatever a page or a refusal wants to say, both catalogues can.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use xingtu::web::lang::{Lang, say_key};

/// Every file under a directory of the source whose name ends like this.
fn files(dir: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found
}

/// What stands between this and the next quotation mark, at every place.
fn quoted<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split_once('"').map(|(word, _)| word))
}

/// The keys no catalogue has, by language.
fn unsaid(keys: &BTreeSet<String>) -> Vec<(Lang, &String)> {
    assert!(keys.len() > 20, "{keys:?}");
    let lacks = |lang, key: &str| say_key(lang, key).is_err_and(|unsaid| unsaid.why == "no such key");
    Lang::ALL
        .into_iter()
        .flat_map(|lang| keys.iter().filter(move |key| lacks(lang, key)).map(move |key| (lang, key)))
        .collect()
}

#[test]
fn every_key_of_a_template_is_in_both_catalogues() {
    let mut keys = BTreeSet::new();
    for path in files("templates", ".html") {
        let text = std::fs::read_to_string(path).unwrap();
        // A key that ends in a dash is put together on the page.
        keys.extend(quoted(&text, "t(key=\"").filter(|key| !key.ends_with('-')).map(str::to_owned));
    }
    assert_eq!(unsaid(&keys), []);
}

/// The summary of a refused form names the field of each message.
#[test]
fn every_field_of_a_form_has_a_name_in_both_catalogues() {
    let mut keys = BTreeSet::new();
    for path in files("templates", ".html") {
        let text = std::fs::read_to_string(path).unwrap();
        for field in
            text.split("<form.").skip(1).filter_map(|rest| rest.split_once("/>").map(|(field, _)| field))
        {
            let labelled = field.starts_with("file") || field.contains("label=");
            keys.extend(
                quoted(field, " name=\"")
                    .filter(|_| labelled && !field.starts_with("submit"))
                    .map(|name| format!("field-{}", name.replace('_', "-"))),
            );
        }
    }
    assert_eq!(unsaid(&keys), []);
}

#[test]
fn every_message_of_the_program_is_in_both_catalogues() {
    let mut keys = BTreeSet::new();
    for path in files("src", ".rs") {
        let text = std::fs::read_to_string(path).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap_or_default();
        keys.extend(quoted(program, "Message::new(\"").map(str::to_owned));
        for begin in ["error-", "notice-"] {
            let rest = quoted(program, &format!("\"{begin}"))
                .map(|rest| format!("{begin}{rest}"))
                .collect::<Vec<_>>();
            keys.extend(rest.into_iter().filter(|key| key.len() > begin.len() && !key.contains(['{', '$'])));
        }
    }
    assert_eq!(unsaid(&keys), []);
}

#[test]
fn every_member_of_a_closed_list_has_a_word_in_both_languages() {
    let mut keys = BTreeSet::new();
    for path in files("src/domain", ".rs") {
        let text = std::fs::read_to_string(path).unwrap();
        for list in text.split("code! {").skip(1) {
            let Some((_, rest)) = list.split_once(": \"") else { continue };
            let (name, members) = rest.split_once("\" {").unwrap();
            let members = members.split_once("\n    }").unwrap().0;
            keys.extend(quoted(members, " = \"").map(|code| format!("{name}-{}", code.replace('_', "-"))));
        }
    }
    assert_eq!(unsaid(&keys), []);
}
