//! The draw: which exits a seed chooses, and who looks at each.
//!
//! An outsider repeats it with any SHA-256 tool. For each exit's number of the list, take the SHA-256 of the seed, a colon and the
//! number (`printf '%s:%s' SEED NUMBER | sha256sum`), sort by it, and take as many from the top as were drawn.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::super::attachment::ContentHash;
use super::super::division::UnitCode;
use super::super::ids::{ExitId, UserId};
use super::NotNow;

/// What decides a draw: 32 random bytes, written as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(String);

impl Seed {
    /// From random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(ContentHash(bytes).to_string())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is told of it before the draw: the SHA-256 of its digits.
    #[must_use]
    pub fn commitment(&self) -> String {
        digest(&self.0)
    }
}

/// Not told by chance before the draw.
impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl FromStr for Seed {
    type Err = BadSeed;
    fn from_str(text: &str) -> Result<Self, BadSeed> {
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if digits && text.len() == 64 { Ok(Self(text.to_owned())) } else { Err(BadSeed) }
    }
}

/// A text that is no seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a seed: 64 hexadecimal digits in lower case")]
pub struct BadSeed;

/// The SHA-256 of a text, in hexadecimal digits.
#[must_use]
pub fn digest(text: &str) -> String {
    ContentHash(Sha256::digest(text.as_bytes()).into()).to_string()
}

/// The list that is drawn from as it is kept and given out: the exits' numbers in their order, one a line.
#[must_use]
pub fn listed(population: &[ExitId]) -> String {
    let mut sorted = population.to_vec();
    sorted.sort_unstable();
    sorted.iter().map(|exit| exit.to_string() + "\n").collect()
}

/// The numbers of a list; none if it is no such list.
#[must_use]
pub fn parse_listed(text: &str) -> Option<Vec<ExitId>> {
    let exits: Vec<ExitId> = text.lines().map(str::parse).collect::<Result<_, _>>().ok()?;
    (listed(&exits) == text).then_some(exits)
}

/// The first `size` exits in the order of the SHA-256 of the seed, a colon and the exit's number.
#[must_use]
pub fn selection(seed: &Seed, population: &[ExitId], size: usize) -> Vec<ExitId> {
    let mut ranked: Vec<(String, ExitId)> =
        population.iter().map(|exit| (digest(&format!("{}:{exit}", seed.0)), *exit)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(size).map(|(_, exit)| exit).collect()
}

/// Somebody who can check cases of other units.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Who.
    pub user: UserId,
    /// The unit they work for.
    pub unit: UnitCode,
}

/// A case that somebody has to check.
#[derive(Debug, Clone)]
pub struct ToCheck {
    /// The unit it lies in.
    pub unit: UnitCode,
    /// Whoever had a hand in any attribution of its exit.
    pub hands: Vec<UserId>,
}

impl ToCheck {
    /// Whether somebody may check it: not of its unit, and without a hand in it.
    #[must_use]
    pub fn allows(&self, staff: &Staff) -> bool {
        staff.unit != self.unit && !self.hands.contains(&staff.user)
    }
}

/// Who checks each case: whoever may and has the fewest so far, the first among equals.
///
/// # Errors
/// [`NotNow::NoChecker`] if there is nobody for one of them.
pub fn assign(cases: &[ToCheck], staff: &[Staff]) -> Result<Vec<UserId>, NotNow> {
    let mut loads = vec![0_usize; staff.len()];
    cases
        .iter()
        .map(|case| {
            let open = staff.iter().zip(&mut loads).filter(|(one, _)| case.allows(one));
            let (one, load) = open.min_by_key(|(_, load)| **load).ok_or(NotNow::NoChecker)?;
            *load += 1;
            Ok(one.user)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn exits(numbers: impl IntoIterator<Item = i64>) -> Vec<ExitId> {
        numbers.into_iter().map(ExitId).collect()
    }

    /// Made with `printf '%s:%s' 00…0 N | sha256sum | sort`.
    #[test]
    fn a_draw_is_what_sha256sum_says() {
        let seed: Seed = "0".repeat(64).parse().unwrap();
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(seed.commitment(), "60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55");
        assert_eq!(selection(&seed, &exits(1..=10), 4), exits([1, 8, 5, 9]));
        assert_eq!(format!("{seed:?}"), "Seed(…)");
        assert!("A".repeat(64).parse::<Seed>().is_err() && "0".parse::<Seed>().is_err());
    }

    #[test]
    fn nobody_checks_their_own_units_nor_what_they_had_a_hand_in() {
        let unit = |code: &str| code.parse::<UnitCode>().unwrap();
        let staff = |user, code| Staff { user: UserId(user), unit: unit(code) };
        let all = [staff(1, "450721"), staff(2, "450721"), staff(3, "450722"), staff(4, "450702")];
        let case = |code: &str, hands: &[i64]| ToCheck {
            unit: unit(code),
            hands: hands.iter().copied().map(UserId).collect(),
        };
        let cases =
            [case("450721", &[1, 2, 3]), case("450721", &[1]), case("450722", &[]), case("450722", &[])];
        assert_eq!(assign(&cases, &all), Ok([4, 3, 1, 2].map(UserId).to_vec()));
        assert_eq!(assign(&[case("450721", &[3, 4])], &all), Err(NotNow::NoChecker));
    }

    proptest! {
        #[test]
        fn a_draw_depends_on_nothing_but_seed_and_list(
            bytes in any::<[u8; 32]>(),
            numbers in proptest::collection::btree_set(1_i64..100_000, 1..200),
            size in 1_usize..50,
        ) {
            let (seed, forward) = (Seed::new(bytes), exits(numbers.iter().copied()));
            let backward = exits(numbers.iter().rev().copied());
            let drawn = selection(&seed, &forward, size);
            prop_assert_eq!(&drawn, &selection(&seed, &backward, size));
            prop_assert_eq!(drawn.len(), size.min(numbers.len()));
            prop_assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), drawn.len());
            // A larger sample has the smaller one at its beginning.
            prop_assert!(selection(&seed, &forward, size + 1).starts_with(&drawn));
            prop_assert_eq!(listed(&forward), listed(&backward));
            prop_assert_eq!(parse_listed(&listed(&backward)), Some(forward));
            prop_assert_eq!(seed.as_str().parse::<Seed>(), Ok(seed));
        }
    }
}
