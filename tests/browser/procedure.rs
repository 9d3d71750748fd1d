//! The way to a star, walked in a browser by the people who walk it.

use crate::applications::{full, sheet};
use crate::support::browser::{Browser, Window};
use crate::support::database::{Database, numbers, run, texts};
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

/// Lays a photograph with an item.
fn photograph(keeper: &Browser, case: &str, item: &str) {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("停车场.png");
    image::RgbImage::new(8, 8).save(&photo).unwrap();
    keeper.open_page(&format!("{case}/evidence?item={item}"));
    keeper.pick_file("files", &photo);
    keeper.click("form[action$='/evidence'] button");
    // The page names the file as soon as it is picked; only the answer offers to take it away.
    keeper.see("form[action$='/removal']");
    keeper.read("停车场.png");
}

/// 荔香园 applies for a star: the draft, its assessment part by part, a photograph, the pledge, the submission. The path of
/// the case.
fn apply(city: &Served, keeper: &Browser, star: &str) -> String {
    keeper.sign_in("lizhi");
    keeper.open_page("/applications/new");
    keeper.click(&format!("select[name=site] option[value='{}']", city.records.site));
    keeper.choose("star", star);
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
    photograph(keeper, &case, "E1");
    pledge(keeper, &case);
    keeper.click("form[action$='/submission'] button");
    keeper.read("已提交");
    case
}

/// The county's clerk accepts a submission and gives all its points.
fn review(clerk: &Browser, case: &str) {
    clerk.sign_in("lingshan");
    clerk.open_page("/applications?stage=submitted");
    clerk.click(&format!("a[href='{case}']"));
    clerk.click(&format!("form[action='{case}/acceptance'] button"));
    clerk.see("#score-form");
    assert!(give_all(clerk) > 20);
    clerk.click("button[name=act][value=complete]");
    clerk.until("!document.querySelector('#score-form')");
    assert_eq!(clerk.script(OFFERED), 0, "who gave the points decides");
}

/// How many answers of the decision can be chosen.
const OFFERED: &str = "return document.querySelectorAll('[name=verdict]:enabled').length";

/// The city's staff on site, and the one who decides.
struct Office {
    inspectors: [Browser; 2],
    decider: Browser,
}

impl Office {
    fn open(city: &Served) -> Self {
        let signed_in = |login| {
            let browser = city.browser(Window::Desktop).unwrap();
            browser.sign_in(login);
            browser
        };
        Self { inspectors: ["shiju", "shiju2"].map(signed_in), decider: signed_in("shiju3") }
    }

    /// One of the two writes down when, where and by whom it was inspected; the other gives the points.
    fn inspect(&self, city: &Served, case: &str) {
        let [first, second] = &self.inspectors;
        first.open_page("/applications?queue=inspection");
        first.click(&format!("a[href='{case}']"));
        first.click(&format!("a[href='{case}/inspection']"));
        first.fill("on", "2017-11-24");
        first.fill("place", "大芦村 荔香园");
        let staff = "SELECT id AS n FROM users WHERE login IN ('shiju', 'shiju2')";
        for user in numbers(&mut city.database.connect(), staff) {
            first.click(&format!("label:has(> input[name='inspector[{user}]'])"));
        }
        first.click("button.ghost[name=act][value=save]");
        first.see("main .notice");
        second.open_page(&format!("{case}/inspection"));
        let place = second.script("return document.querySelector('[name=place]').value");
        assert_eq!(place, "大芦村 荔香园");
        assert!(give_all(second) > 20);
        second.click("button[name=act][value=complete]");
        second.until("!document.querySelector('#inspection-form')");
        for inspector in &self.inspectors {
            inspector.open_page(case);
            assert_eq!(inspector.script(OFFERED), 0, "who inspected decides");
        }
    }

    fn decide(&self, case: &str) {
        self.decider.open_page(case);
        self.decider.choose("verdict", "4");
        self.decider.click(&format!("form[action='{case}/decision'] button"));
        self.decider.see("main .notice");
    }

    /// Puts the decision on public notice; where it is read.
    fn announce(&self, case: &str) -> String {
        let city = &self.decider;
        city.open_page(case);
        city.click(&format!("a[href='{case}/notice/new']"));
        city.click("form[action$='/notice/preview'] button");
        city.click(&format!("form[action='{case}/notice'] button"));
        city.until("location.pathname.startsWith('/notices/')");
        city.path()
    }
}

/// Where anybody checks the one certificate there is.
fn check_page(city: &Served) -> String {
    let address = "SELECT number || '-' || check_code AS t FROM certificates";
    let [address] = texts(&mut city.database.connect(), address).try_into().unwrap();
    format!("/v/{address}")
}

#[test]
fn an_application_goes_from_draft_to_its_certificate_by_five_people() {
    let city = Served::new(Database::sqlite());
    let Some(keeper) = city.browser(Window::Phone) else { return };
    clear(&city);
    let case = apply(&city, &keeper, "4");
    review(&city.browser(Window::Desktop).unwrap(), &case);
    let office = Office::open(&city);
    office.inspect(&city, &case);
    office.decide(&case);
    keeper.open_page(&case);
    keeper.read("已评审，待公示");

    let notice = office.announce(&case);
    keeper.open_page(&case);
    keeper.click(&format!("main a[href='{notice}']"));
    keeper.read("四星级");
    let decider = &office.decider;
    decider.open_page(&case);
    decider.read("2017-12-02 起才能批准");
    let approval = format!("form[action='{case}/approval'] button");
    assert_eq!(decider.script(&format!("return document.querySelectorAll(\"{approval}\").length")), 0);
    city.close_notices();
    decider.open_page(&case);
    decider.fill("document", "钦旅发〔2017〕12号");
    decider.pick_day("approved_on", "2017-11-24");
    decider.click(&approval);
    decider.click(&format!("form[action='{case}/award'] button"));
    decider.read("已授牌");

    keeper.open_page(&case);
    keeper.read("已授牌");
    keeper.see("main a[href$='/certificate.pdf']");
    let opened = keeper.script(
        "const asked = new XMLHttpRequest();
         asked.open('GET', document.querySelector(\"main a[href$='/certificate.pdf']\").href, false);
         asked.send();
         return `${asked.status} ${asked.getResponseHeader('Content-Type')} ${asked.responseText.slice(0, 5)}`;",
    );
    assert_eq!(opened, "200 application/pdf %PDF-");
    let visitor = city.browser(Window::Phone).unwrap();
    visitor.open_page(&check_page(&city));
    assert!(visitor.see(".verdict").contains("有效"), "{}", visitor.words());
    visitor.read("荔香园");
}

#[test]
fn an_upheld_objection_sends_the_case_back_to_a_second_inspection() {
    let city = Served::new(Database::sqlite());
    let Some(clerk) = city.browser(Window::Desktop) else { return };
    run(&mut city.database.connect(), "UPDATE applications SET applied_star = 4").unwrap();
    let case = format!("/applications/{}", city.records.application);
    review(&clerk, &case);
    let office = Office::open(&city);
    office.inspect(&city, &case);
    office.decide(&case);
    let notice = office.announce(&case);

    let visitor = city.browser(Window::Phone).unwrap();
    visitor.open_page("/notices");
    visitor.click(&format!("main a[href='{notice}']"));
    visitor.click(&format!("main a[href='{notice}/objection']"));
    visitor.fill("name", "陆阿公");
    visitor.fill("phone", "13807770042");
    visitor.fill("text", "停车场是邻村的。");
    visitor.click(&format!("form[action='{notice}/objection'] button"));
    visitor.until("location.pathname.startsWith('/objections/')");
    visitor.read("待答复");
    let receipt = visitor.path();

    let decider = &office.decider;
    decider.open_page("/objections");
    decider.click(&format!("main a[href='{receipt}']"));
    decider.choose("answer", "uphold");
    decider.fill("reason", "情况属实，重新检查。");
    decider.click(&format!("form[action='{receipt}/answer'] button"));
    decider.see("main .notice");
    visitor.open_page(&receipt);
    visitor.read("情况属实，重新检查。");
    visitor.open_page(&notice);
    visitor.read("因异议中止");

    // The case stands before its second inspection, and is decided and announced anew.
    decider.open_page(&case);
    assert_eq!(decider.script(OFFERED), 0, "it is decided before it is inspected again");
    let round = "SELECT CAST(round AS BIGINT) AS n FROM applications ORDER BY id";
    assert_eq!(numbers(&mut city.database.connect(), round)[0], 2);
    office.inspect(&city, &case);
    office.decide(&case);
    let anew = office.announce(&case);
    assert_ne!(anew, notice);
    visitor.open_page(&anew);
    visitor.read("GS-2017-0002");
}

#[test]
fn a_star_that_is_cancelled_shows_at_once_on_its_check_page() {
    let city = Served::new(Database::sqlite());
    let Some(clerk) = city.browser(Window::Desktop) else { return };
    let case = format!("/applications/{}", city.records.application);
    review(&clerk, &case);
    let colleague = city.browser(Window::Desktop).unwrap();
    colleague.sign_in("lingshan2");
    colleague.open_page(&case);
    colleague.choose("verdict", "3");
    colleague.click(&format!("form[action='{case}/decision'] button"));
    colleague.see("main .notice");

    let visitor = city.browser(Window::Phone).unwrap();
    let check = check_page(&city);
    visitor.open_page(&check);
    assert!(visitor.see(".verdict").contains("有效"), "{}", visitor.words());
    let office = city.browser(Window::Desktop).unwrap();
    office.sign_in("shiju");
    office.open_page("/ratings");
    office.click("main table a[href^='/ratings/']");
    office.click("a[href$='/cancellation']");
    office.fill("reason", "发生食品安全事故");
    office.click("form[action$='/cancellation'] button");
    office.read("已取消");
    visitor.open_page(&check);
    let verdict = visitor.see(".verdict");
    assert!(!verdict.contains("有效") && verdict.contains("自 2017年11月24日 起"), "{verdict}");
    visitor.open_page("/register");
    assert!(!visitor.words().contains("荔香园"));
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
    let case = apply(&city, &keeper, "3");
    review(&city.browser(Window::Desktop).unwrap(), &case);

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
