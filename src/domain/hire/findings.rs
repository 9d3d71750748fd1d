//! What the county finds when it holds a report against the household register.

use chrono::NaiveDate;
use serde::Serialize;

use super::terms::WORKING_AGE;
use super::{EmploymentForm, Held, RegisterClaim};
use crate::domain::codes::code;
use crate::domain::household::Belonging;
use crate::domain::identity::{PersonName, Sex, age_on};

code! {
    /// What is compared.
    pub enum Check: "hire-check" {
        /// 在册: whether the ID number is on the register, and what the operator said of it.
        Register = "register",
        /// 姓名
        Name = "name",
        /// 性别
        Sex = "sex",
        /// 出生日期
        BirthDate = "birth_date",
        /// 户内成员: whether they belonged to a household on the first day of work.
        Membership = "membership",
        /// 年龄: sixteen on the first day of work.
        Age = "age",
        /// 重复用工: no other long-term job at the same time.
        Overlap = "overlap",
    }
}

code! {
    /// What came of a comparison.
    pub enum Verdict: "hire-verdict" {
        /// 一致
        Agrees = "agrees",
        /// 不一致: for the county to judge.
        Differs = "differs",
        /// 不能核实: the hire cannot be verified.
        Blocks = "blocks",
    }
}

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was compared.
    pub check: Check,
    /// What came of it.
    pub verdict: Verdict,
}

/// What identifies a person in a report or on the register. A report has sex and birth from the ID number.
#[derive(Debug, Clone)]
pub struct Record<'r> {
    /// The name.
    pub name: &'r PersonName,
    /// The sex.
    pub sex: Sex,
    /// The date of birth.
    pub birth_date: NaiveDate,
}

/// Holds a report against the register: the person with the same ID number, if there is one, with the days of their
/// membership; and against the verified long-term jobs the same person has elsewhere. What stands in the way comes first.
#[must_use]
pub fn examine(
    reported: &Record<'_>,
    claim: RegisterClaim,
    form: EmploymentForm,
    held: Held,
    registered: Option<(&Record<'_>, Belonging)>,
    elsewhere: &[Held],
) -> Vec<Finding> {
    let agrees = |yes: bool| if yes { Verdict::Agrees } else { Verdict::Differs };
    let allows = |yes: bool| if yes { Verdict::Agrees } else { Verdict::Blocks };
    let as_claimed = match claim {
        RegisterClaim::Yes => registered.is_some(),
        RegisterClaim::No => registered.is_none(),
        RegisterClaim::Unknown => true,
    };
    let mut findings = vec![Finding { check: Check::Register, verdict: agrees(as_claimed) }];
    if let Some((person, belonging)) = registered {
        findings.extend([
            Finding { check: Check::Name, verdict: agrees(person.name == reported.name) },
            Finding { check: Check::Sex, verdict: agrees(person.sex == reported.sex) },
            Finding { check: Check::BirthDate, verdict: agrees(person.birth_date == reported.birth_date) },
            Finding { check: Check::Membership, verdict: agrees(belonging.covers(held.from)) },
        ]);
    }
    let of_age = age_on(reported.birth_date, held.from) >= WORKING_AGE;
    let free = form != EmploymentForm::LongTerm || !elsewhere.iter().any(|other| other.overlaps(&held));
    findings.extend([
        Finding { check: Check::Age, verdict: allows(of_age) },
        Finding { check: Check::Overlap, verdict: allows(free) },
    ]);
    // Conflicts first: what has to be decided is read before what agrees.
    findings.sort_by_key(|finding| match finding.verdict {
        Verdict::Blocks => 0,
        Verdict::Differs => 1,
        Verdict::Agrees => 2,
    });
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn conflicts_come_first() {
        let deng: PersonName = "邓某某".parse().unwrap();
        let child = Record { name: &deng, sex: Sex::Male, birth_date: day(2005, 6, 12) };
        let held = Held { from: day(2017, 3, 1), to: None };
        let findings = examine(&child, RegisterClaim::Yes, EmploymentForm::LongTerm, held, None, &[]);
        let verdicts: Vec<_> = findings.iter().map(|finding| finding.verdict).collect();
        assert_eq!(verdicts, [Verdict::Blocks, Verdict::Differs, Verdict::Agrees]);
    }

    fn verdict(findings: &[Finding], check: Check) -> Option<Verdict> {
        findings.iter().find(|finding| finding.check == check).map(|finding| finding.verdict)
    }

    #[test]
    fn a_report_of_somebody_else_s_number_shows() {
        let (deng, ning): (PersonName, PersonName) = ("邓某某".parse().unwrap(), "宁某".parse().unwrap());
        let reported = Record { name: &deng, sex: Sex::Male, birth_date: day(1973, 6, 12) };
        let person = Record { name: &ning, sex: Sex::Male, birth_date: day(1973, 6, 12) };
        let held = Held { from: day(2017, 3, 1), to: None };
        let belonging = Belonging { from: day(2015, 10, 31), to: Some(day(2017, 1, 1)) };
        let findings = examine(
            &reported,
            RegisterClaim::Yes,
            EmploymentForm::LongTerm,
            held,
            Some((&person, belonging)),
            &[],
        );
        assert_eq!(verdict(&findings, Check::Register), Some(Verdict::Agrees));
        assert_eq!(verdict(&findings, Check::Name), Some(Verdict::Differs));
        assert_eq!(verdict(&findings, Check::BirthDate), Some(Verdict::Agrees));
        assert_eq!(verdict(&findings, Check::Membership), Some(Verdict::Differs));
        assert_eq!(verdict(&findings, Check::Overlap), Some(Verdict::Agrees));
    }

    #[test]
    fn a_second_long_term_job_blocks_and_a_seasonal_one_does_not() {
        let name: PersonName = "邓某某".parse().unwrap();
        let reported = Record { name: &name, sex: Sex::Female, birth_date: day(2001, 12, 1) };
        let held = Held { from: day(2017, 11, 1), to: None };
        let other = [Held { from: day(2017, 1, 1), to: None }];
        let long = examine(&reported, RegisterClaim::Unknown, EmploymentForm::LongTerm, held, None, &other);
        assert_eq!(verdict(&long, Check::Overlap), Some(Verdict::Blocks));
        assert_eq!(verdict(&long, Check::Age), Some(Verdict::Blocks));
        assert_eq!(verdict(&long, Check::Name), None);
        let seasonal = examine(&reported, RegisterClaim::Yes, EmploymentForm::Seasonal, held, None, &other);
        assert_eq!(verdict(&seasonal, Check::Overlap), Some(Verdict::Agrees));
        assert_eq!(verdict(&seasonal, Check::Register), Some(Verdict::Differs));
    }
}
