//! The way to a star, walked in a browser by the people who walk it.

use crate::applications::{full, sheet};
use crate::support::browser::{Browser, Window};
use crate::support::database::{Database, run};
use crate::support::served::Served;

/// Fills in the fields of these items that the page has, as a person does.
const GIVE: &str = "
    let given = 0;
    for (const [item, points] of Object.entries(POINTS)) {
        for (const field of document.getElementsByName(`points[${item}]`)) {
            if (field.type === 'radio') { if (field.value === String(points)) { field.click(); given += 1; } }
            else {
                field.value = points; given += 1;
                field.dispatchEvent(new Event('input', { bubbles: true }));
            }
        }
    }
    return given;";

/// Gives every item of the page all its points; how many there are.
fn give_all(person: &Browser) -> i64 {
    let points = serde_json::to_string(&full()).unwrap();
    person.script(&GIVE.replace("POINTS", &points)).as_i64().unwrap()
}

/// Stands for what the application says.
fn pledge(keeper: &Browser, case: &str) {
    keeper.open_page(&format!("{case}/pledge"));
    keeper.click("label:has(> input[name=agreed])");
    keeper.fill("name", "宁掌柜");
    keeper.click("form[action$='/pledge'] button");
    keeper.see("#self_assessment");
}

/// 荔香园 applies for three stars: the draft, its assessment part by part, the pledge, the submission. The path of the case.
fn apply(city: &Served, keeper: &Browser) -> String {
    keeper.sign_in("lizhi");
    keeper.open_page("/applications/new");
    keeper.click(&format!("select[name=site] option[value='{}']", city.records.site));
    keeper.choose("star", "3");
    keeper.click("form[action='/applications'] .bottom button");
    keeper.see("#self_assessment");
    let case = keeper.path();

    // What is missing is named at once, each with the way to it.
    keeper.click("form[action$='/submission'] button");
    keeper.see(".errsum");
    assert!(keeper.path().starts_with(&case));
    let missing = keeper.script("return document.querySelectorAll('.errsum a').length").as_i64().unwrap();
    assert!(missing >= 2, "{missing}");

    let mut items = 0;
    for part in sheet().parts {
        let page = format!("{case}/self-assessment/{}", part.code);
        keeper.open_page(&page);
        items += give_all(keeper);
        keeper.click(&format!("form[action='{page}'] .bottom button:not(.ghost)"));
        keeper.until(&format!("location.pathname !== '{page}'"));
    }
    assert!(items > 20, "{items}");
    pledge(keeper, &case);
    keeper.click("form[action$='/submission'] button");
    keeper.read("已提交");
    case
}

/// Takes the application the city begins with away, so that 荔香园 can apply.
fn clear(city: &Served) {
    let mut conn = city.database.connect();
    for table in ["application_evidence", "scores", "application_steps", "applications"] {
        run(&mut conn, &format!("DELETE FROM {table}")).unwrap();
    }
}

#[test]
fn an_application_goes_from_draft_to_its_star_by_three_people() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = city.browser(Window::Phone) else { return };
    clear(&city);
    let case = apply(&city, &keeper);

    let clerk = city.browser(Window::Desktop).unwrap();
    clerk.sign_in("lingshan");
    clerk.open_page("/applications?stage=submitted");
    clerk.click(&format!("a[href='{case}']"));
    clerk.click(&format!("form[action='{case}/acceptance'] button"));
    clerk.see("#score-form");
    assert!(give_all(&clerk) > 20);
    clerk.click("button[name=act][value=complete]");
    clerk.until("!document.querySelector('#score-form')");
    assert_eq!(clerk.script("return document.querySelectorAll('[name=verdict]:enabled').length"), 0);

    let colleague = city.browser(Window::Desktop).unwrap();
    colleague.sign_in("lingshan2");
    colleague.open_page(&case);
    colleague.choose("verdict", "3");
    colleague.click(&format!("form[action='{case}/decision'] button"));
    colleague.see("main .notice");

    keeper.open_page(&case);
    keeper.read("已授牌");
    let visitor = city.browser(Window::Phone).unwrap();
    visitor.open_page("/register?q=lxy");
    visitor.click("main a[href^='/register/sites/']");
    visitor.read("三星");
}

#[test]
fn a_returned_application_is_told_once_what_to_fix_and_comes_back() {
    const NOTICE: &str = "请补交有效期内的合格证明。";
    let city = Served::new(Database::sqlite());
    let Some(clerk) = city.browser(Window::Desktop) else { return };
    let case = format!("/applications/{}", city.records.application);
    clerk.sign_in("lingshan");
    clerk.open_page(&case);
    clerk.click("details:has([name='about[0]']) summary");
    clerk.fill("about[0]", "消防检查合格证明");
    clerk.fill("remedy[0]", NOTICE);
    clerk.click(&format!("form[action='{case}/return'] button[value=return]"));
    clerk.see("main .notice");

    let keeper = city.browser(Window::Phone).unwrap();
    keeper.sign_in("lizhi");
    keeper.click("main a[href^='/applications']");
    keeper.open_page(&case);
    keeper.read(NOTICE);
    // What is put right is stood for anew.
    pledge(&keeper, &case);
    keeper.fill("note", "证明和平面图已补上");
    keeper.click("form[action$='/submission'] button");
    keeper.read("已提交");

    clerk.open_page(&case);
    clerk.read("证明和平面图已补上");
    clerk.read(NOTICE);
    clerk.click(&format!("form[action='{case}/acceptance'] button"));
    clerk.see("#score-form");
}
