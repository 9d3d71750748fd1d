//! The three main jobs, in a real browser, by people who click and type.

mod files;
mod outbox;
mod procedure;

use crate::support::browser::{Browser, Window};
use crate::support::database::Database;
use crate::support::seed::id_number;
use crate::support::served::Served;
use xingtu::domain::pathway::Pathway;

/// Gives every item of the sheet all its points, the first as a person types it and the rest at once.
const FULL_POINTS: &str = "
    const rows = document.querySelectorAll('#score-form tbody tr:not(.part)');
    for (const row of rows) {
        const field = row.querySelector('input, select');
        if (field.tagName === 'SELECT') field.selectedIndex = field.options.length - 1;
        else field.value = row.querySelector('td.num.mut').textContent.trim();
        field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return rows.length;";

#[test]
fn a_county_takes_an_application_to_its_star() {
    let city = Served::new(Database::sqlite());
    let Some(clerk) = city.browser(Window::Desktop) else { return };
    let path = format!("/applications/{}", city.records.application);
    clerk.sign_in("lingshan");
    clerk.open_page("/");
    clerk.click("main a[href^='/applications']");
    clerk.click(&format!("a[href='{path}']"));
    clerk.click(&format!("form[action='{path}/acceptance'] button"));
    clerk.see("#score-form");
    assert!(clerk.script(FULL_POINTS).as_i64().unwrap() > 20);
    // The total beside the sheet is the server's, without the page being sent.
    clerk.see(".total [data-total=total]");
    clerk.until("document.querySelector('.total [data-total=total]').textContent.trim() !== '0'");
    let total = clerk.see(".total [data-total=total]");
    // What the points say of the mandatory items and the bar of the total move with it.
    clerk.until("document.querySelector('[data-total=missed]').hidden");
    clerk.see("[data-total=met]");
    clerk.until("Number(document.querySelector('[data-total=bar]').getAttribute('width')) > 0");
    clerk.click("button[name=act][value=complete]");
    clerk.until("!document.querySelector('#score-form')");
    assert_eq!(clerk.see(".total [data-total=total]"), total, "the live total is the recorded one");
    assert_eq!(
        clerk.script("return document.querySelectorAll('[name=verdict]:enabled').length"),
        0,
        "the scorer decides"
    );

    let colleague = city.browser(Window::Desktop).unwrap();
    colleague.sign_in("lingshan2");
    colleague.open_page(&path);
    colleague.choose("verdict", "3");
    colleague.click(&format!("form[action='{path}/decision'] button"));
    colleague.see("main .notice");

    let visitor = city.browser(Window::Phone).unwrap();
    visitor.open_page("/register");
    visitor.read("荔香园");
    visitor.open_page(&format!("/register/sites/{}", city.records.site));
    visitor.read("三星");
}

/// Reports a hire as a keeper does, pressing what the phone shows.
fn report(keeper: &Browser) {
    let next = "form[data-steps] .bottom button[type=button]:not(.ghost)";
    keeper.open_page("/");
    keeper.click("main a[href='/hires/new']");
    keeper.fill("name", "宁荔香");
    keeper.fill("id_number", &id_number(20));
    keeper.choose("claim", "yes");
    keeper.click(next);
    keeper.choose("employment", "long_term");
    keeper.fill("wage", "1800");
    keeper.pick_day("started_on", "2017-11-06");
    keeper.click(next);
    keeper.click("form[action='/hires'] button:not([type=button])");
    keeper.see(".receipt");
    keeper.read("宁荔香");
    assert!(keeper.path().starts_with("/hires/"));
    assert!(!keeper.words().contains(&id_number(20)));
}

#[test]
fn a_keeper_reports_a_hire_on_a_phone_in_three_steps() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = city.browser(Window::Phone) else { return };
    keeper.sign_in("lizhi");
    report(&keeper);
    let receipt = keeper.path();

    let clerk = city.browser(Window::Desktop).unwrap();
    clerk.sign_in("lingshan");
    clerk.open_page(&receipt);
    clerk.fill("reason", "请补充考勤表");
    clerk.click(&format!("form[action='{receipt}/return'] button"));
    clerk.see("main .notice");
    keeper.open_page(&receipt);
    keeper.read("请补充考勤表");
}

#[test]
fn a_county_attributes_the_city_confirms_and_the_number_rises() {
    let city = Served::new(Database::sqlite());
    let (exit, paper) = city.records.exits[&Pathway::VillageIndustry];
    let path = format!("/exits/{exit}");
    let Some(clerk) = city.browser(Window::Desktop) else { return };
    let official = city.browser(Window::Desktop).unwrap();
    official.sign_in("lingdao");
    official.open_page("/tallies?year=2017");
    let counted = "return [...document.querySelectorAll('main table tfoot td, main table tfoot th')]\
                   .map((cell) => cell.textContent.trim()).join(' ')";
    let before = official.script(counted);

    clerk.sign_in("lingshan");
    clerk.open_page(&path);
    clerk.choose("evidence", &paper.to_string());
    clerk.click(&format!("form[action='{path}/attributions'] button"));
    clerk.see("main .notice");
    let clerk_of_city = city.browser(Window::Desktop).unwrap();
    clerk_of_city.sign_in("shiju");
    clerk_of_city.open_page("/attributions");
    clerk_of_city.click(&format!("a[href^='{path}']"));
    clerk_of_city.click("form[action$='/confirmation'] button");
    clerk_of_city.see("main .notice");

    official.open_page("/tallies?year=2017");
    assert_ne!(official.script(counted), before);
    official.read("重点贫困村");
}

/// The size of each page of a PDF.
fn page_boxes(pdf: &[u8]) -> Vec<Vec<f64>> {
    let text = String::from_utf8_lossy(pdf);
    text.split("/MediaBox")
        .skip(1)
        .filter_map(|rest| rest.split_once('[')?.1.split_once(']'))
        .map(|(numbers, _)| numbers.split_whitespace().filter_map(|one| one.parse().ok()).collect())
        .collect()
}

#[test]
fn the_tallies_are_printed_on_one_page_of_a4() {
    let city = Served::new(Database::sqlite());
    let Some(official) = city.browser(Window::Desktop) else { return };
    official.sign_in("lingdao");
    official.open_page("/tallies?year=2017");
    let pages = page_boxes(&official.print());
    assert_eq!(pages.len(), 1, "one page: {pages:?}");
    let [_, _, width, height] = pages[0][..] else { panic!("{pages:?}") };
    // 210 × 297 millimetres, in points.
    assert!((width - 595.3).abs() < 1.5 && (height - 841.9).abs() < 1.5, "{width} × {height}");
}

#[test]
fn no_page_is_wider_than_a_phone() {
    let city = Served::new(Database::sqlite());
    let Some(phone) = city.browser(Window::Phone) else { return };
    let records = &city.records;
    let public = ["/", "/sign-in", "/register", "/open/tallies", "/no/such/page"];
    let site = format!("/register/sites/{}", records.site);
    let mut wide = too_wide(&phone, public.into_iter().chain([site.as_str()]));
    phone.sign_in("lizhi");
    wide.extend(too_wide(
        &phone,
        ["/", "/hires", "/hires/new", "/applications", "/applications/new", "/sites"],
    ));
    let filed = ["", "/form", "/self-assessment", "/self-assessment/A", "/evidence", "/basics", "/pledge"];
    let filed = filed.map(|page| format!("/applications/{}{page}", records.application));
    wide.extend(too_wide(&phone, filed.iter().map(String::as_str)));
    let clerk = city.browser(Window::Phone).unwrap();
    clerk.sign_in("lingshan");
    let (exit, _) = records.exits[&Pathway::Employment];
    let pages = [
        format!("/applications/{}", records.application),
        format!("/hires/{}", records.hire),
        format!("/households/{}", records.household),
        format!("/exits/{exit}"),
        format!("/sites/{}", records.site),
    ];
    let lists =
        ["/", "/sites", "/sites/new", "/applications", "/hires", "/households", "/exits", "/attributions"];
    let more = ["/tallies?year=2017", "/figures", "/programmes"];
    let all = lists.into_iter().chain(more).chain(pages.iter().map(String::as_str));
    wide.extend(too_wide(&clerk, all));
    assert!(wide.is_empty(), "wider than 390 pixels: {wide:?}");
}

/// The pages wider than the telephone, and by how much.
fn too_wide<'a>(phone: &Browser, pages: impl IntoIterator<Item = &'a str>) -> Vec<(String, i64)> {
    let mut wide = Vec::new();
    for page in pages {
        phone.open_page(page);
        let over = phone.overflow(Window::Phone);
        if over > 0 {
            wide.push((page.to_owned(), over));
        }
    }
    wide
}
