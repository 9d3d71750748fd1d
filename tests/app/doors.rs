//! Every door of the installation, tried by everybody.

use rocket::http::Method;

use crate::support::city::City;
use crate::support::database::Database;
use crate::support::on_both;

/// Every path of a method, each parameter replaced by this.
fn paths(city: &City, method: Method, parameter: &str) -> Vec<String> {
    let mut paths: Vec<String> = city
        .rocket()
        .routes()
        .filter(|route| route.method == method)
        .map(|route| {
            let parts = route.uri.path().split('/');
            let filled: Vec<&str> =
                parts.map(|part| if part.starts_with('<') { parameter } else { part }).collect();
            filled.join("/")
        })
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

on_both! {
    fn every_page_answers_everybody_in_both_languages(database) {
        let city = City::new(database);
        let pages = paths(&city, Method::Get, "1");
        for (who, person) in city.everybody() {
            for language in ["zh-CN", "en"] {
                person.post("/language", &[("choice", language), ("back", "/")]).expect(303);
                for path in &pages {
                    let page = person.get(path);
                    let known = [200, 303, 401, 403, 404, 409, 422].contains(&page.status.code);
                    assert!(known, "{who} at {path} in {language}: {}\n{}", page.status, page.text());
                    let html = page.kind.starts_with("text/html");
                    assert!(!html || page.body.contains(&format!("<html lang=\"{language}\"")), "{who} at {path}");
                }
            }
        }
    }
}

#[test]
fn no_page_knows_a_record_that_is_not_there() {
    let city = City::new(Database::sqlite());
    let with_record: Vec<String> =
        paths(&city, Method::Get, "987654").into_iter().filter(|path| path.contains("987654")).collect();
    for (who, person) in city.everybody().into_iter().skip(1) {
        for path in with_record.iter().filter(|path| !path.starts_with("/static")) {
            let page = person.get(path);
            assert!(matches!(page.status.code, 403 | 404), "{who} at {path}: {}", page.status);
        }
    }
    for path in with_record.iter().filter(|path| !path.starts_with("/static")) {
        let page = city.visitor().get(path);
        assert!(matches!(page.status.code, 303 | 401 | 404), "a visitor at {path}: {}", page.status);
    }
}

#[test]
fn nobody_but_a_signed_in_browser_changes_anything() {
    let city = City::new(Database::sqlite());
    let public = ["/sign-in", "/sign-out", "/language", "/type-size", "/notices/1/objection"];
    // Programs send no form; what they may do without a session is tried beside the API.
    for path in paths(&city, Method::Post, "1").into_iter().filter(|path| !path.starts_with("/api/")) {
        for body in ["", "csrf=AAAA"] {
            let answer = city.county().post_body(&path, body.into());
            assert_eq!(answer.status.code, 403, "{path} without a token");
        }
        if !public.contains(&path.as_str()) {
            let answer = city.visitor().post(&path, &[]);
            assert_eq!(answer.sent_to().split('?').next(), Some("/sign-in"), "{path}");
        }
    }
}

#[test]
fn a_public_page_tells_nobody_s_number() {
    let city = City::new(Database::sqlite());
    let visitor = city.visitor();
    for path in paths(&city, Method::Get, "1") {
        let page = visitor.get(&path);
        for number in &city.records.id_numbers {
            assert!(!page.body.contains(number.as_str()), "{path}");
        }
        assert!(!page.body.contains("450799"), "{path} shows the beginning of an ID number");
    }
}

on_both! {
    fn an_address_that_only_takes_forms_says_so(database) {
        let city = City::new(database);
        let forms = paths(&city, Method::Post, "1");
        let pages = paths(&city, Method::Get, "1");
        for language in ["zh-CN", "en"] {
            let county = city.county();
            county.post("/language", &[("choice", language), ("back", "/")]).expect(303);
            for path in forms.iter().filter(|path| !pages.contains(path) && !path.starts_with("/api/")) {
                let page = county.get(path);
                // Another page's address with a parameter may fit as well: /hires/<id> and /hires/return.
                assert!(matches!(page.status.code, 405 | 404), "{path}: {}", page.status);
                assert_eq!(page.all("h1").len(), 1, "{path}");
            }
            county.get("/applications/1/scores").expect(405);
            county.get("/applications/1/scores/preview").expect(405);
            county.get("/no/such/page").expect(404);
            county.get("/applications/987654").expect(404);
        }
        city.visitor().get("/applications/1/scores").expect(405);
    }
}

/// Follows every link from a person's start page, once for each shape of address.
#[test]
fn no_link_leads_nowhere() {
    let city = City::new(Database::sqlite());
    for (who, person) in city.everybody() {
        let mut seen: Vec<String> = vec!["/".into()];
        let mut shapes: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(path) = seen.get(at).cloned() {
            at += 1;
            let page = person.get(&path);
            assert_eq!(page.status.code, 200, "{who} at {path}:\n{}", page.text());
            let path_only = |link: &String| link.starts_with('/') && !link.starts_with("//");
            for link in page.links().into_iter().filter(path_only) {
                let shape: String = link.chars().filter(|c| !c.is_ascii_digit()).collect();
                if !shapes.contains(&shape) && shapes.len() < 300 {
                    shapes.push(shape);
                    seen.push(link);
                }
            }
        }
        assert!(seen.len() > 2, "{who} sees {seen:?}");
    }
}
