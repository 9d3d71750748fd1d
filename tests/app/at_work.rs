//! Who is at work: months confirmed with their wages, no two long-term jobs at once, and nothing an operator could learn of the
//! register from.

use std::cell::Cell;

use chrono::Duration;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xingtu::domain::hire::Held;

use crate::support::city::{City, Person, date};
use crate::support::database::{Database, numbers, run};
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::id_number;

const LIST: &str = "/hires/at-work?month=2017-10";

/// The operator's verified hire, at work since 1 March 2017.
fn verified(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT id AS n FROM hires WHERE stage IN ('verified', 'employed')")
        [0]
}

fn months(city: &City) -> Vec<i64> {
    numbers(&mut city.database.connect(), "SELECT wage_fen AS n FROM wage_months ORDER BY month")
}

fn confirm(operator: &Person<'_>, month: &str, fields: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("month", month)].into_iter().chain(fields.iter().copied()).collect();
    operator.post("/hires/at-work", &fields)
}

on_both! {
    fn one_tap_confirms_a_month_with_the_wage_of_the_last(database) {
        let city = City::new(database);
        let (operator, hire) = (city.operator(), verified(&city));
        assert!(operator.get("/").expect(200).links().contains(&LIST.to_owned()), "last month waits on the start page");
        let list = operator.get(LIST).expect(200);
        assert!(list.says("1,800 元"), "{}", list.text());
        let only = format!("{hire}:180000");
        let answer = confirm(&operator, "2017-10", &[("only", only.as_str())]);
        assert!(operator.follow(&answer).says("已确认在岗"));
        // A weak line sends twice.
        assert_eq!(confirm(&operator, "2017-10", &[("only", only.as_str())]).status.code, 303);
        assert_eq!(months(&city), [180_000]);
        assert!(!operator.get("/").expect(200).links().contains(&LIST.to_owned()));
        // The hire is at work now, and the county reads the month.
        assert!(city.county().get(&format!("/hires/{hire}")).expect(200).says("逐月在岗与工资"));
        let stage = numbers(&mut city.database.connect(),
            &format!("SELECT count(*) AS n FROM hires WHERE id = {hire} AND stage = 'employed'"));
        assert_eq!(stage, [1]);
    }
}

on_both! {
    fn the_whole_list_is_confirmed_by_what_was_typed(database) {
        let city = City::new(database);
        let (operator, hire) = (city.operator(), verified(&city));
        let field = format!("wages[{hire}]");
        let wrong = confirm(&operator, "2017-10", &[(&field, "一千九")]).expect(422);
        assert!(wrong.error_on(&field).unwrap().ends_with("月工资请填数字，例如 1800"));
        assert!(confirm(&operator, "2017-10", &[(&field, "")]).expect(422).says("还没有填工资"));
        assert_eq!(confirm(&operator, "2017-10", &[(&field, "1,900")]).status.code, 303);
        // The next month offers what was paid last, and another wage for a confirmed month goes by a correction.
        assert!(operator.get("/hires/at-work?month=2017-11").expect(200).says("1,900 元"));
        assert!(confirm(&operator, "2017-10", &[(&field, "2000")]).expect(422).says("这个月已经确认过"));
        assert_eq!(months(&city), [190_000]);
    }
}

on_both! {
    fn only_months_at_work_can_be_confirmed(database) {
        let city = City::new(database);
        let (operator, hire) = (city.operator(), verified(&city));
        let one = format!("{hire}:180000");
        for (month, why) in [("2017-02", "还没有上班"), ("2017-12", "还没有到")] {
            let refused = confirm(&operator, month, &[("only", one.as_str())]).expect(422);
            assert!(refused.says(why), "{month}: {}", refused.text());
        }
        assert_eq!(confirm(&operator, "2017-03", &[("only", one.as_str())]).status.code, 303);
        assert_eq!(confirm(&operator, "2017-11", &[("only", one.as_str())]).status.code, 303);
        // Who was at work in November did not leave in October.
        let path = format!("/hires/{hire}");
        let early = operator.submit_to(&path, "/leaving", &[("left_on", "2017-10-20")]).expect(422);
        assert!(early.says("2017-11 已确认在岗"), "{}", early.text());
        assert_eq!(operator.submit_to(&path, "/leaving", &[("left_on", "2017-11-20")]).status.code, 303);
        assert!(confirm(&operator, "2017-10", &[("only", one.as_str())]).status.code == 303, "before they left");
        let waiting = format!("{}:180000", city.records.hire);
        let refused = confirm(&operator, "2017-11", &[("only", waiting.as_str())]).expect(422);
        assert!(refused.says("还没有核实"), "{}", refused.text());
        assert_eq!(confirm(&city.other_operator(), "2017-06", &[("only", one.as_str())]).status.code, 404);
        assert_eq!(confirm(&city.county(), "2017-06", &[("only", one.as_str())]).status.code, 403);
    }
}

on_both! {
    fn a_wage_is_corrected_with_a_reason_and_what_it_was_stays(database) {
        let city = City::new(database);
        let (operator, hire) = (city.operator(), verified(&city));
        confirm(&operator, "2017-10", &[("only", &format!("{hire}:180000"))]);
        let page = format!("/hires/{hire}/wages/2017-10");
        let open = operator.get(&page).expect(200).form(&page);
        assert_eq!(operator.submit(&page, &[("wage", "2000"), ("reason", "")]).status.code, 422);
        assert!(operator.submit(&page, &[("wage", "1800"), ("reason", "x")]).expect(422).says("不用更正"));
        let answer = operator.submit(&page, &[("wage", "2000"), ("reason", "漏算了加班工资")]);
        let own = operator.follow(&answer);
        let counted = city.county().get(&format!("/hires/{hire}")).expect(200);
        for page in [&own, &counted] {
            assert!(page.says("1,800 元 改为 2,000 元") && page.says("漏算了加班工资"), "{}", page.text());
        }
        // Corrected from a page that shows what it no longer is.
        assert_eq!(operator.send_form(open, &[("wage", "2100"), ("reason", "x")]).status.code, 409);
        assert_eq!(city.other_operator().get(&page).status.code, 404);
        assert_eq!(city.county().get(&page).status.code, 403);
        assert_eq!(months(&city), [200_000]);
    }
}

on_both! {
    fn everything_wrong_with_a_report_is_said_at_once(database) {
        let city = City::new(database);
        let operator = city.operator();
        let report = [("name", "宁荔香"), ("id_number", "4507"), ("claim", "yes"), ("employment", "long_term"),
            ("wage", "很多"), ("started_on", "2017-12-01")];
        let wrong = operator.submit_to("/hires/new", "/hires", &report).expect(422);
        for field in ["id_number", "wage", "started_on"] {
            assert!(wrong.error_on(field).is_some(), "{field}: {:?}", wrong.summary());
        }
        let young = id_number(21).replace("1973", "2010");
        let report = [("name", ""), ("id_number", young.as_str()), ("claim", "yes"), ("employment", "long_term"),
            ("wage", "1800"), ("started_on", "2017-11-01")];
        assert!(operator.submit_to("/hires/new", "/hires", &report).expect(422).error_on("name").is_some());
    }
}

on_both! {
    fn a_second_long_term_job_is_refused_wherever_it_is_and_a_seasonal_one_is_not(database) {
        let city = City::new(database);
        let report = |who: &Person<'_>, form: &str, started: &str| {
            who.submit_to("/hires/new", "/hires", &[("name", "宁荔香"), ("id_number", &id_number(20)), ("claim", "unknown"),
                ("employment", form), ("wage", "1800"), ("started_on", started)])
        };
        let (here, there) = (city.operator(), city.other_operator());
        assert_eq!(report(&here, "long_term", "2017-11-01").status.code, 303);
        let same_site = report(&here, "long_term", "2017-11-10").expect(422);
        let other_site = report(&there, "long_term", "2017-10-01").expect(422);
        assert_eq!(same_site.summary(), other_site.summary());
        assert!(other_site.error_on("id_number").unwrap().contains("已有一份长期工"), "{:?}", other_site.summary());
        assert!(!other_site.says("荔香园"), "where the other job is stays unsaid");
        assert_eq!(report(&there, "seasonal", "2017-10-01").status.code, 303);
    }
}

// What SQL alone could do.

fn blob(database: &Database, n: u32) -> String {
    let hex = format!("{n:064x}");
    if database.is_sqlite() { format!("X'{hex}'") } else { format!("'\\x{hex}'::bytea") }
}

/// Enters a hire past every rule of the program.
fn enter(database: &Database, who: u32, id: i64, form: &str, held: Held, stage: &str) -> bool {
    let left = held.to.map_or_else(|| "NULL".to_owned(), |day| format!("'{day}'"));
    let verified = if matches!(stage, "reported" | "sent_back") { "NULL" } else { "'2017-01-01 00:00:00'" };
    let index = blob(database, who);
    let sql = format!(
        "INSERT INTO hires (id, site_id, unit_code, reported_name, id_cipher, id_index, id_masked, register_claim, phone, post, \
         employment_form, monthly_wage_fen, started_on, left_on, stage, reported_at, verified_at, sent_back_reason, revision) \
         SELECT {id}, min(id), min(unit_code), 'x', {index}, {index}, '4507**********0014', 'unknown', '', '', '{form}', 180000, \
         '{}', {left}, '{stage}', '2017-01-01 00:00:00', {verified}, 'x', 1 FROM sites",
        held.from
    );
    run(&mut database.connect(), &sql).is_ok()
}

fn any_held() -> impl Strategy<Value = Held> {
    (0i64..60, proptest::option::of(0i64..40)).prop_map(|(start, length)| {
        let from = date(2016, 1, 1) + Duration::days(start);
        Held { from, to: length.map(|days| from + Duration::days(days)) }
    })
}

#[derive(Debug, Clone)]
enum Deed {
    Enter(Held, bool, bool),
    Leave(usize, i64),
    SendBack(usize),
    ReportAgain(usize),
    MakeLongTerm(usize),
    Move(usize, i64),
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (any_held(), any::<bool>(), any::<bool>()).prop_map(|(held, long, back)| Deed::Enter(held, long, back)),
        2 => (any::<usize>(), 0i64..40).prop_map(|(n, days)| Deed::Leave(n, days)),
        1 => any::<usize>().prop_map(Deed::SendBack),
        1 => any::<usize>().prop_map(Deed::ReportAgain),
        1 => any::<usize>().prop_map(Deed::MakeLongTerm),
        1 => (any::<usize>(), -20i64..20).prop_map(|(n, days)| Deed::Move(n, days)),
    ]
}

/// A hire as the model keeps it: its days, whether it is long-term, whether it was sent back.
#[derive(Debug, Clone, Copy)]
struct Kept {
    id: i64,
    held: Held,
    long: bool,
    back: bool,
}

impl Kept {
    /// The rule, said the slow way.
    fn beside(self, others: &[Self]) -> bool {
        let counts = |one: &Self| one.long && !one.back;
        !counts(&self)
            || !others
                .iter()
                .any(|other| other.id != self.id && counts(other) && other.held.overlaps(&self.held))
    }
}

on_both! {
    /// The store takes exactly what the rule of the domain takes, deed by deed, in SQL past all of the program.
    fn no_accepted_history_has_two_long_term_jobs_at_once(database) {
        let city = City::new(database);
        let database = &city.database;
        let next = Cell::new(1000i64);
        let who = Cell::new(0u32);
        let mut runner = TestRunner::new(Config { cases: 25, failure_persistence: None, ..Config::default() });
        runner.run(&proptest::collection::vec(any_deed(), 1..25), |deeds| {
            who.set(who.get() + 1);
            let mut kept: Vec<Kept> = Vec::new();
            for deed in deeds {
                next.set(next.get() + 1);
                let chosen = |n: usize| if kept.is_empty() { None } else { Some(kept[n % kept.len()]) };
                let (after, set) = match deed {
                    Deed::Enter(held, long, back) => {
                        // The same report again is another rule's business.
                        if kept.iter().any(|one| one.held.from == held.from) { continue }
                        (Some(Kept { id: next.get(), held, long, back }), String::new())
                    }
                    Deed::Leave(n, days) => {
                        let after = chosen(n).map(|one| Kept {
                            held: Held { to: Some(one.held.from + Duration::days(days)), ..one.held }, ..one });
                        (after, after.map(|one| format!("left_on = '{}'", one.held.to.unwrap())).unwrap_or_default())
                    }
                    Deed::SendBack(n) => (chosen(n).map(|one| Kept { back: true, ..one }), "stage = 'sent_back'".into()),
                    Deed::ReportAgain(n) => (chosen(n).map(|one| Kept { back: false, ..one }), "stage = 'reported'".into()),
                    Deed::MakeLongTerm(n) => {
                        (chosen(n).map(|one| Kept { long: true, ..one }), "employment_form = 'long_term'".into())
                    }
                    Deed::Move(n, days) => {
                        let after = chosen(n).map(|one| Kept {
                            held: Held { from: one.held.from + Duration::days(days), ..one.held }, ..one });
                        let after = after.filter(|one| one.held.to.is_none_or(|to| to >= one.held.from)
                            && !kept.iter().any(|other| other.id != one.id && other.held.from == one.held.from));
                        (after, after.map(|one| format!("started_on = '{}'", one.held.from)).unwrap_or_default())
                    }
                };
                let Some(after) = after else { continue };
                let done = if set.is_empty() {
                    let (form, stage) = (if after.long { "long_term" } else { "seasonal" },
                        if after.back { "sent_back" } else { "reported" });
                    enter(database, who.get(), after.id, form, after.held, stage)
                } else {
                    run(&mut database.connect(), &format!("UPDATE hires SET {set} WHERE id = {}", after.id)).is_ok()
                };
                prop_assert_eq!(done, after.beside(&kept), "{:?} beside {:?}", after, kept);
                if done {
                    kept.retain(|one| one.id != after.id);
                    kept.push(after);
                }
            }
            Ok(())
        }).unwrap();
    }
}

on_both! {
    fn a_wage_outside_the_days_at_work_cannot_be_in_the_database(database) {
        let city = City::new(database);
        let hire = verified(&city);
        let mut conn = city.database.connect();
        let mut wage = |id: i64, month: &str, fen: i64| {
            run(&mut conn, &format!("INSERT INTO wage_months (hire_id, month, wage_fen, confirmed_by, confirmed_at) \
                SELECT {id}, '{month}', {fen}, min(id), '2017-11-24 00:00:00' FROM users")).is_ok()
        };
        assert!(!wage(hire, "2017-02-01", 1), "before they came");
        assert!(!wage(hire, "2017-10-02", 1), "not a month's first day");
        assert!(!wage(hire, "2017-10-01", 0) && !wage(hire, "2017-10-01", -5), "for nothing");
        assert!(!wage(city.records.hire.0, "2017-11-01", 1), "not verified");
        assert!(!wage(999_999, "2017-11-01", 1), "nobody");
        assert!(wage(hire, "2017-10-01", 1));
        assert!(!wage(hire, "2017-10-01", 2), "twice");
        let mut conn = city.database.connect();
        for wrong in ["left_on = '2017-09-30'", "started_on = '2017-11-01'", "stage = 'reported', verified_at = NULL"] {
            run(&mut conn, &format!("UPDATE hires SET {wrong} WHERE id = {hire}")).unwrap_err();
        }
        run(&mut conn, "UPDATE wage_months SET month = '2017-09-01'").unwrap_err();
        run(&mut conn, &format!("DELETE FROM hires WHERE id = {hire}")).unwrap_err();
        run(&mut conn, &format!("UPDATE hires SET left_on = '2017-10-05', stage = 'left' WHERE id = {hire}")).unwrap();
    }
}

/// Everything an operator is told about a person they hire, from the first form to the last day.
fn told(city: &City, number: &str) -> Vec<(String, String)> {
    let operator = city.operator();
    let other = city.other_operator();
    let mut told = Vec::new();
    let mut note = |what: &str, page: &Page| {
        let sent = page.header("Location").unwrap_or_default();
        told.push((what.to_owned(), format!("{} {sent} {}", page.status, blank(&page.body, number))));
    };
    let report = [
        ("name", "邓荔枝"),
        ("id_number", number),
        ("claim", "unknown"),
        ("employment", "long_term"),
        ("wage", "1800"),
        ("started_on", "2017-11-01"),
    ];
    let send = |who: &Person<'_>, changes: &[(&str, &str)]| {
        let fields: Vec<_> = report.iter().chain(changes).copied().collect();
        who.submit_to("/hires/new", "/hires", &fields)
    };
    note("a wrong wage", &send(&operator, &[("wage", "x")]));
    note("a wrong first day", &send(&operator, &[("started_on", "2018-01-01")]));
    note("a first day in childhood", &send(&operator, &[("started_on", "1985-01-01")]));
    let sent = send(&operator, &[]);
    note("reported", &sent);
    let own = sent.sent_to();
    let id: i64 = own.rsplit('/').next().unwrap().parse().unwrap();
    note("receipt", &operator.get(&own));
    note("reported again", &send(&operator, &[]));
    note("reported with another wage", &send(&operator, &[("wage", "2000")]));
    note("reported from another day", &send(&operator, &[("started_on", "2017-11-05")]));
    note("reported elsewhere", &send(&other, &[]));
    note("seasonal elsewhere", &send(&other, &[("employment", "seasonal")]));
    let county = city.county();
    let returned = county.submit_to(&own, "/return", &[("reason", "上班日期与考勤不符")]);
    assert_eq!(returned.status.code, 303, "{}", returned.text());
    for path in ["/", "/hires", "/hires?q=邓", "/hires?stage=sent_back", &own, &format!("{own}/edit")] {
        note(path, &operator.get(path));
    }
    note("corrected", &operator.submit_to(&format!("{own}/edit"), "/correction", &[("wage", "1900")]));
    let verified = county.submit_to(&own, "/verification", &[]);
    assert_eq!(verified.status.code, 303, "{}", verified.text());
    note("verified", &operator.get(&own));
    note("at work", &operator.get("/hires/at-work?month=2017-11"));
    note("confirmed", &confirm(&operator, "2017-11", &[("only", &format!("{id}:190000"))]));
    let wage = format!("{own}/wages/2017-11");
    note("wage", &operator.get(&wage));
    note("wage corrected", &operator.submit(&wage, &[("wage", "2000"), ("reason", "加班")]));
    note("left", &operator.submit_to(&own, "/leaving", &[("left_on", "2017-11-20")]));
    for path in ["/", "/hires", "/hires/at-work", &own, "/households", "/households?q=邓", "/exits", "/sites"]
    {
        note(path, &operator.get(path));
    }
    note("the other's list", &other.get("/hires"));
    told
}

/// A page without what is the person's own, and without the tokens that are new on every page.
fn blank(body: &str, number: &str) -> String {
    let masked = format!("{}**********{}", &number[..4], &number[14..]);
    let mut text = body.replace(number, "#").replace(&masked, "#");
    for mark in [
        "name=\"csrf\" value=\"",
        "name=\"key\" value=\"",
        "data-refused=\"",
        "data-owner=\"",
        "data-sent=\"",
    ] {
        let mut rest = std::mem::take(&mut text);
        while let Some(at) = rest.find(mark) {
            let end = rest[at + mark.len()..].find('"').unwrap() + at + mark.len();
            text.push_str(&rest[..at]);
            rest = rest[end..].to_owned();
        }
        text.push_str(&rest);
    }
    text
}

on_both! {
    fn no_answer_to_an_operator_depends_on_the_register(database) {
        let twin = if database.is_sqlite() { Database::sqlite() } else { Database::postgres().unwrap() };
        let (registered, stranger) = (City::new(database), City::new(twin));
        let member = registered.records.id_numbers[2].clone();
        let (one, other) = (told(&registered, &member), told(&stranger, &id_number(33)));
        assert!(one.len() > 30, "{}", one.len());
        for ((what, one), (_, other)) in one.iter().zip(&other) {
            assert_eq!(one, other, "{what}");
        }
    }
}
