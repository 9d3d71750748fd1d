//! Fictional people: families with names, ages and ID numbers that pass the checksum but use an area no one lives in.

use std::collections::HashSet;

use chrono::{Datelike as _, NaiveDate};

use crate::desk::{Error, Result};
use crate::domain::household::Relation;
use crate::domain::identity::{PersonName, ResidentId};

/// An area code that was never assigned: whoever has such a number is not a real person.
const AREA: &str = "450799";
const SURNAMES: &str = "黄李陈刘张劳黎宁施苏杨梁覃韦莫陆何吴曾邓谢卢罗容利仇宋农庞包";
const GIVEN: &str = "海金水秀春国兰志德丽文英建明玉华桂光荣妹强福清梅林顺凤远平安";
const SECOND: &str = "生花龙连兴芳成珍贵莲才燕山娟宝霞有琼新";

/// A family member before the register knows them.
#[derive(Debug, Clone)]
pub struct Relative {
    /// The name.
    pub name: PersonName,
    /// How they are related to the head.
    pub relation: Relation,
    /// Their ID number.
    pub id: ResidentId,
}

/// Makes families one after another, always the same ones.
#[derive(Debug, Default)]
pub struct Families {
    made: usize,
    numbers: HashSet<String>,
}

/// The members of a family of a size, beside the head: relation, born how many years after the head, a woman or girl.
const MEMBERS: [(Relation, i32, bool); 6] = [
    (Relation::Spouse, 2, true),
    (Relation::Son, 25, false),
    (Relation::Daughter, 28, true),
    (Relation::Mother, -23, true),
    (Relation::Father, -25, false),
    (Relation::Daughter, 31, true),
];

impl Families {
    /// The next family, of one to seven members, the head first.
    ///
    /// # Errors
    /// If a made-up name or number breaks its own rule.
    pub fn next(&mut self, size: usize) -> Result<Vec<Relative>> {
        let n = self.made;
        self.made += 1;
        let year = 1962 + i32::try_from(n % 27).unwrap_or_default();
        // Every seventh head is a woman.
        let female = n % 7 == 3;
        let mut family = vec![self.relative(n, 0, Relation::Head, year, female)?];
        for (place, (relation, years, female_too)) in
            MEMBERS.into_iter().take(size.saturating_sub(1)).enumerate()
        {
            let sex = if relation == Relation::Spouse { !female } else { female_too };
            family.push(self.relative(n, place + 1, relation, year + years, sex)?);
        }
        Ok(family)
    }

    fn relative(
        &mut self,
        n: usize,
        place: usize,
        relation: Relation,
        year: i32,
        female: bool,
    ) -> Result<Relative> {
        // Children and the father's side bear the head's name, whoever married in an own one.
        let own_name = matches!(relation, Relation::Spouse | Relation::Mother);
        let surname = pick(SURNAMES, if own_name { n * 7 + place * 11 + 5 } else { n })?;
        let given = pick(GIVEN, n * 5 + place * 13 + n / 30)?;
        let second = pick(SECOND, n * 3 + place * 7 + n / 11)?;
        let name = format!("{surname}{given}{second}");
        let day = u32::try_from((n * 37 + place * 101) % 365).unwrap_or_default();
        let birth = NaiveDate::from_yo_opt(year, day + 1).ok_or_else(|| broken("a birthday"))?;
        Ok(Relative {
            name: name.parse().map_err(|_| broken("a name"))?,
            relation,
            id: self.number(birth, female)?,
        })
    }

    /// The next free number of that day: the last digit of the three is odd for men.
    fn number(&mut self, birth: NaiveDate, female: bool) -> Result<ResidentId> {
        let day = format!("{AREA}{:04}{:02}{:02}", birth.year(), birth.month(), birth.day());
        for order in (if female { 2 } else { 1 }..1000).step_by(2) {
            let first = format!("{day}{order:03}");
            if self.numbers.insert(first.clone()) {
                let number = format!("{first}{}", check_digit(&first));
                return number.parse().map_err(|_| broken("an ID number"));
            }
        }
        Err(broken("more people born on one day than there are numbers"))
    }
}

fn pick(letters: &str, n: usize) -> Result<char> {
    letters.chars().nth(n % letters.chars().count()).ok_or_else(|| broken("a letter"))
}

/// The check digit of the first seventeen (GB 11643—1999).
fn check_digit(first: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = first
        .chars()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or_default() * weight)
        .sum();
    DIGITS.into_iter().nth(sum as usize % 11).unwrap_or('X')
}

/// The demonstration contradicts itself; a test would have found it.
pub(super) fn broken(what: &str) -> Error {
    Error::Broken(format!("the demonstration: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_the_same_each_time_and_nobody_shares_a_number() {
        let make = || {
            let mut families = Families::default();
            (0..400).flat_map(|n| families.next(1 + n % 6).unwrap()).collect::<Vec<_>>()
        };
        let (first, second) = (make(), make());
        let numbers: HashSet<String> = first.iter().map(|one| one.id.digits().to_owned()).collect();
        assert_eq!(numbers.len(), first.len());
        assert!(first.iter().zip(&second).all(|(a, b)| a.name == b.name && a.id == b.id));
        assert!(first.iter().all(|one| one.id.digits().starts_with(AREA)));
    }
}
