//! The twelve invariants of the field with the tests that try to break each, and the attacks that no noun's own tests make.
//!
//! | # | invariant | attacked through the pages | attacked in the database |
//! |---|---|---|---|
//! | 1 | one live attribution of an exit; the pathways add up to the total, the units to the city | `exits::an_exit_has_one_live_attribution`, `exits::two_at_once_attribute_an_exit_once`, `tallies::page_list_table_and_api_say_the_same`, `histories::every_number_of_every_day_is_what_a_slow_count_says` | `changes::the_database_refuses_what_the_pages_would`, `tallies::a_list_that_disagrees_with_its_number_says_so` |
//! | 2 | no attribution without an announcement; the members are those frozen with the exit | `announcements::a_list_freezes_the_members_of_its_day`, `changes::an_exit_ends_with_what_is_proposed_at_the_same_time` | `changes::the_database_refuses_what_the_pages_would`, [`the_members_frozen_with_an_exit_never_change`] |
//! | 3 | a person exits once a year, and again only after a return or a revocation | `announcements::nobody_is_announced_twice_nor_ahead_of_the_day`, `announcements::a_member_who_went_out_with_another_household_stops_the_list`, [`a_household_exits_again_in_a_later_year_after_it_fell_back`] | `announcements::the_database_holds_one_exit_of_a_household_and_a_person` |
//! | 4 | everything lies in one reporting unit; the units add up to the city | `tallies::page_list_table_and_api_say_the_same`, `ratings::corrections::a_village_is_put_right_inside_its_unit_only` | [`nothing_lies_outside_the_units`] |
//! | 5 | no two long-term jobs at once; an employment is held the months of its year's rule | `at_work::a_second_long_term_job_is_refused_wherever_it_is_and_a_seasonal_one_is_not`, `hires::of_two_overlapping_long_term_reports_at_once_only_one_is_entered`, `exits::a_paper_that_came_too_late_is_refused_with_the_reason` | [`nobody_has_two_long_term_jobs_at_once`], `at_work::a_wage_outside_the_days_at_work_cannot_be_in_the_database` |
//! | 6 | a star is what points and gates reach by the sheet of the submission, at most what was applied for | `applications::decision::no_star_the_points_do_not_reach`, `applications::decision::no_star_above_the_points_or_the_application` | `applications::settled::the_store_lets_no_point_change_that_was_decided_on` |
//! | 7 | no item above its points, one tier, and a published sheet never changes | `applications::scores::impossible_points_are_refused_by_their_item_and_what_was_typed_is_kept`, `sheets::a_sheet_that_fails_lists_every_fault_and_is_not_published` | `sheets::a_published_version_never_changes`, `applications::settled::the_doctor_computes_each_decision_again_and_finds_what_was_tampered_with` |
//! | 8 | a site has one valid star; no number is used twice | `ratings::two_people_cannot_end_a_star_twice`, `certificates::twenty_awards_at_once_get_numbers_of_their_own` | `ratings::a_site_never_holds_two_stars` |
//! | 9 | nobody approves their own; everybody in their scope; a frozen year never changes silently | `exits::nobody_approves_their_own_work`, `exits::each_reader_knows_of_their_own_exits_only`, `changes::a_frozen_year_refuses_revisions`, `sample_checks::a_checker_finds_without_knowing_the_first_finding` | `changes::the_database_refuses_what_the_pages_would`, `snapshots::a_frozen_year_resists_the_database_itself`, `sample_checks::the_database_itself_holds_the_rules_of_a_draw` |
//! | 10 | nothing public of a person; every number revealed is on record with its reason | `doors::a_public_page_tells_nobody_s_number`, `tallies::the_public_learns_of_no_single_household`, `hires::the_full_number_is_shown_against_a_reason_and_on_record` | [`what_is_on_record_does_not_change_unseen`] |
//! | 11 | lines, criteria, sheets, rules and divisions are dated and have a document | `exit_criteria::a_line_is_recorded_with_its_document_and_taken_back_while_unused`, `exit_criteria::a_version_of_the_criteria_is_recorded_whole`, `sheets::a_new_version_is_uploaded_published_and_judges_from_its_first_day` | `exit_criteria::what_a_check_used_never_changes`, [`nothing_dated_is_without_its_document`] |
//! | 12 | a benefit is no exit | `exits::the_programmes_show_what_came_of_them_without_calling_it_exits` | [`a_benefit_never_counts_as_an_exit`] |

use xingtu::cli::doctor;
use xingtu::domain::pathway::Pathway;
use xingtu::store::tallies;

use crate::support::city::City;
use crate::support::database::{numbers, run};
use crate::support::on_both;
use crate::support::seed::{OTHER_UNIT, UNIT, household};

const HOUSEHOLD: &str = "4507210000101";

/// A list of one household, as its form has it.
fn list<'a>(document: &'a str, on: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("document", document),
        ("announced_on", on),
        ("batch", "second_half"),
        ("unit", UNIT),
        ("households", HOUSEHOLD),
    ]
}

on_both! {
    /// Invariant 3, through the pages alone.
    fn a_household_exits_again_in_a_later_year_after_it_fell_back(database) {
        let city = City::new(database);
        household(&city.desk, HOUSEHOLD, &[101, 102, 103]);
        let office = city.office();
        office.submit("/announcements/new", &list("灵扶领〔2016〕9号", "2016-11-30")).sent_to();
        // It went out; it does not go out again.
        let again = office.submit("/announcements/new", &list("灵扶领〔2017〕41号", "2017-11-22")).expect(422);
        assert!(again.summary()[0].contains("已经公告退出"), "{:?}", again.summary());
        let mut conn = city.database.connect();
        let exit = numbers(&mut conn, "SELECT MAX(id) AS n FROM exits")[0];
        office.submit_to(&format!("/exits/{exit}/end"), "/end", &[
            ("step", "return_to_poverty"), ("on_day", "2017-03-01"), ("document", "灵扶领〔2017〕5号"), ("reason", "户主重病"),
        ]).sent_to();
        // The same year is over for it, whatever became of the exit.
        let same = office.submit("/announcements/new", &list("灵扶领〔2016〕10号", "2016-12-20")).expect(422);
        assert!(!same.summary().is_empty());
        let made = office.submit("/announcements/new", &list("灵扶领〔2017〕41号", "2017-11-22"));
        assert_eq!(office.follow(&made).rows(".list").len(), 1);
        let live = "SELECT count(*) AS n FROM exit_members m JOIN exits e ON e.id = m.exit_id \
                    JOIN households h ON h.id = e.household_id WHERE h.code = '4507210000101' AND m.live";
        assert_eq!(numbers(&mut conn, live), [3], "each of them is in one live exit");
        assert!(office.get(&format!("/exits/{exit}")).expect(200).says("返贫"), "the earlier one stays readable");
        office.submit("/announcements/new", &list("灵扶领〔2017〕42号", "2017-11-23")).expect(422);
        assert_eq!(numbers(&mut conn, live), [3]);
    }
}

on_both! {
    /// Invariant 2: what an announcement froze stays as it was on its day.
    fn the_members_frozen_with_an_exit_never_change(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        for attack in [
            "DELETE FROM exit_members WHERE exit_id = 1",
            "UPDATE exit_members SET person_id = 99 WHERE exit_id = 1",
            "UPDATE exit_members SET exit_id = 2 WHERE exit_id = 1",
            "UPDATE exit_members SET year = 2016 WHERE exit_id = 1",
            "INSERT INTO exit_members (exit_id, person_id, relation, is_head, live, year) \
             SELECT 1, id, 'son', (1 = 0), (1 = 0), 2017 FROM persons WHERE id = 7",
            "UPDATE exits SET persons = 9 WHERE id = 1",
            "UPDATE exits SET year = 2016 WHERE id = 1",
            "UPDATE exits SET household_id = 2 WHERE id = 1",
            "UPDATE exits SET announced_on = '2016-11-20' WHERE id = 1",
        ] {
            run(&mut conn, attack).expect_err(attack);
        }
        let frozen = "SELECT CAST(persons AS BIGINT) AS n FROM exits WHERE id = 1";
        assert_eq!(numbers(&mut conn, frozen), [1]);
    }
}

on_both! {
    /// Invariant 4.
    fn nothing_lies_outside_the_units(database) {
        let city = City::new(database);
        city.confirmed(Pathway::Training);
        let mut conn = city.database.connect();
        for table in ["sites", "households", "exits", "attributions", "hires", "programmes", "tally_cells"] {
            for unit in ["NULL", "'450799'", "''"] {
                let attack = format!("UPDATE {table} SET unit_code = {unit}");
                run(&mut conn, &attack).expect_err(&attack);
            }
        }
        run(&mut conn, &format!("DELETE FROM reporting_units WHERE code = '{OTHER_UNIT}'")).expect_err("a unit removed");
        // An exit is counted where its household lived on its day.
        run(&mut conn, &format!("UPDATE exits SET unit_code = '{OTHER_UNIT}' WHERE id = 1")).expect_err("moved");
        // A unit that is not its village's is one the database knows; the doctor finds it.
        let mut said = Vec::new();
        doctor::examine(&city.desk, &mut said).unwrap();
        run(&mut conn, &format!("UPDATE households SET unit_code = '{OTHER_UNIT}' WHERE id = 1")).unwrap();
        doctor::examine(&city.desk, &mut said).unwrap_err();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("1 households of 450721101201 are kept under 450722; it reports to 450721"), "{said}");
    }
}

on_both! {
    /// Invariant 5: the report of spring is a long-term job that has no end.
    fn nobody_has_two_long_term_jobs_at_once(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        let columns = "unit_code, reported_name, id_cipher, id_index, id_masked, register_claim, phone, post, \
                       employment_form, monthly_wage_fen, stage, person_id, reported_by, reported_at, verified_by, verified_at, \
                       sent_back_reason, revision";
        let held = numbers(&mut conn, "SELECT MIN(id) AS n FROM hires")[0];
        let second = |from: &str, form: &str| format!(
            "INSERT INTO hires (site_id, started_on, {columns}) SELECT {}, '{from}', {} FROM hires WHERE id = {held}",
            city.records.other_site, columns.replace("employment_form", &format!("'{form}'")));
        run(&mut conn, &second("2017-08-01", "long_term")).expect_err("a second job");
        run(&mut conn, &second("2016-01-01", "long_term")).expect_err("an earlier one without an end");
        run(&mut conn, &second("2017-08-01", "seasonal")).unwrap();
        run(&mut conn, "UPDATE hires SET employment_form = 'long_term' WHERE employment_form = 'seasonal'").expect_err("made one");
        run(&mut conn, &format!("UPDATE hires SET left_on = '2016-12-31' WHERE id = {held}")).expect_err("left before the first day");
    }
}

on_both! {
    /// Invariant 10: nothing stops who holds the database from writing into the log, but the seals tell.
    fn what_is_on_record_does_not_change_unseen(database) {
        let city = City::new(database);
        city.confirmed(Pathway::Training);
        let diagnosis = || {
            let mut said = Vec::new();
            let sound = doctor::examine(&city.desk, &mut said).is_ok();
            (sound, String::from_utf8(said).unwrap())
        };
        assert!(diagnosis().0, "{}", diagnosis().1);
        let mut conn = city.database.connect();
        let place = numbers(&mut conn, "SELECT MAX(id) AS n FROM audit_events")[0];
        run(&mut conn, &format!("UPDATE audit_events SET at = '2017-01-01 00:00:00' WHERE id = {place}")).unwrap();
        let (sound, said) = diagnosis();
        assert!(!sound && said.contains("the seal of event"), "{said}");
        run(&mut conn, &format!("DELETE FROM audit_events WHERE id = {place}")).unwrap();
        let (sound, said) = diagnosis();
        assert!(!sound && said.contains("the seal of event"), "{said}");
        // An event without its place in the chain is none.
        run(&mut conn, "INSERT INTO audit_events (chain, place, at, what, noun, record_id, detail, hash) \
            SELECT chain, place + 9, at, what, noun, record_id, detail, hash FROM audit_events WHERE id = 1").expect_err("no place");
    }
}

on_both! {
    /// Invariant 11: every dated fact names where it comes from.
    fn nothing_dated_is_without_its_document(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        for attack in [
            "INSERT INTO income_lines (year, kind, authority, amount_fen, document) VALUES (2021, 'exit', '国家', 1, '')",
            "INSERT INTO income_lines (year, kind, authority, amount_fen) VALUES (2021, 'exit', '国家', 1)",
            "INSERT INTO income_lines (year, kind, authority, amount_fen, document) VALUES (2021, 'exit', '国家', 0, '文件')",
            "INSERT INTO income_lines (year, kind, authority, amount_fen, document) VALUES (2017, 'exit', '国家', 1, '文件')",
            "INSERT INTO exit_criteria (from_year, name, source) VALUES (2021, '八有一超', '')",
            "INSERT INTO exit_criteria (from_year, name, source) VALUES (2018, '八有一超', '文件')",
            "INSERT INTO evidence_rules (year, employment_months, source) VALUES (2021, 6, '')",
            "INSERT INTO divisions (code, name, level, parent_code, valid_from, source) \
             VALUES ('450721101299', '新村', 5, '450721101', '2017-01-01', '')",
            "INSERT INTO holidays (day, works, source) VALUES ('2018-01-01', (1 = 0), '')",
            "UPDATE sheets SET basis = '' WHERE id = 1",
        ] {
            run(&mut conn, attack).expect_err(attack);
        }
        // Beyond the database, the page: a line without its document is refused at the field.
        let refused = city.admin().submit("/income-lines/new", &[
            ("year", "2018"), ("kind", "monitoring"), ("amount", "5000"), ("authority", "自治区"), ("document", ""),
        ]).expect(422);
        assert!(refused.error_on("document").is_some());
    }
}

on_both! {
    /// Invariant 12: payments and benefits may repeat; no number of exits moves with them.
    fn a_benefit_never_counts_as_an_exit(database) {
        let city = City::new(database);
        city.confirmed(Pathway::VillageIndustry);
        let mut conn = city.database.connect();
        let counted = "SELECT CAST(sum(persons) AS BIGINT) AS n FROM tally_cells WHERE basis = 'confirmed'";
        let page = || city.official().get("/tallies?year=2017").expect(200).all("dl.facts .lead b").join(" ");
        let (before, shown) = (numbers(&mut conn, counted), page());
        run(&mut conn, "INSERT INTO programme_payments (programme_id, person_id, kind, amount_fen, paid_on, document, revision, \
            removed_reason) SELECT programme_id, person_id + 1, 'stall', 5000, '2017-07-01', 'x', 1, '' FROM programme_payments").unwrap();
        run(&mut conn, "INSERT INTO project_benefits (project_id, person_id, kind, amount_fen, received_on, document, revision, \
            removed_reason) SELECT project_id, person_id, 'other', 5000, '2017-07-01', 'x', 1, '' FROM project_benefits").unwrap();
        assert_eq!(numbers(&mut conn, counted), before);
        assert_eq!(page(), shown);
        assert_eq!(city.desk.db.read_now(tallies::drift).unwrap(), []);
        // There is no cell for a benefit, and none of an exit takes one.
        for attack in ["benefit", "payment", ""] {
            let attack = format!("UPDATE tally_cells SET pathway = '{attack}'");
            run(&mut conn, &attack).expect_err(&attack);
        }
    }
}
