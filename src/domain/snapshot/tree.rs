//! The Merkle tree over the rows of a snapshot, as RFC 6962 §2.1 builds it: one root for all, and for each row a short
//! proof that it is among them.
//!
//! Leaves and nodes begin with different bytes, so that a node can never be shown for a row. Each row carries a salt, so
//! that the neighbours a proof must name cannot be guessed from their hashes.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A SHA-256: 64 hexadecimal digits, in lower case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// From its bytes, as a database keeps them.
    ///
    /// # Errors
    /// [`BadHash`] if they are not 32.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadHash> {
        bytes.try_into().map(Self).map_err(|_| BadHash)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Of a row, as it is written.
    #[must_use]
    pub fn of_row(row: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(row).finalize().into())
    }

    fn of_both(left: Self, right: Self) -> Self {
        Self(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }

    /// Of a tree and of what is said above it, as that is written.
    pub(super) fn of_head(tree: Self, head: &[u8]) -> Self {
        Self(Sha256::new().chain_update([2]).chain_update(tree.0).chain_update(head).finalize().into())
    }

    /// The tree over no rows at all.
    fn of_nothing() -> Self {
        Self(Sha256::digest([]).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = BadHash;
    fn try_from(text: String) -> Result<Self, BadHash> {
        text.parse()
    }
}

impl std::str::FromStr for Hash {
    type Err = BadHash;
    fn from_str(text: &str) -> Result<Self, BadHash> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(BadHash),
        };
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return Err(BadHash) };
        let bytes: Vec<u8> = pairs
            .iter()
            .map(|[high, low]| Ok(digit(*high)? << 4 | digit(*low)?))
            .collect::<Result<_, _>>()?;
        Self::from_bytes(&bytes)
    }
}

/// A text that is no SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256: 64 hexadecimal digits in lower case")]
pub struct BadHash;

/// A root growing row by row: it keeps one hash for each power of two, whatever the number of rows.
#[derive(Debug, Clone, Default)]
pub struct Growing {
    /// Whole subtrees from left to right, each smaller than the one before, with how many rows they are over.
    whole: Vec<(Hash, u64)>,
}

impl Growing {
    /// Takes in the next row's hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut last = (leaf, 1);
        while let Some((left, rows)) = self.whole.pop_if(|(_, rows)| *rows == last.1) {
            last = (Hash::of_both(left, last.0), rows * 2);
        }
        self.whole.push(last);
    }

    /// The hash of the tree over the rows so far.
    #[must_use]
    pub fn tree(&self) -> Hash {
        let mut trees = self.whole.iter().rev().map(|(hash, _)| *hash);
        let Some(last) = trees.next() else { return Hash::of_nothing() };
        trees.fold(last, |right, left| Hash::of_both(left, right))
    }
}

/// The hash of the tree over all these rows.
#[must_use]
pub fn tree(leaves: &[Hash]) -> Hash {
    let mut growing = Growing::default();
    for leaf in leaves {
        growing.push(*leaf);
    }
    growing.tree()
}

/// The hashes that lead from the row at a place, counted from 0, to the hash of the tree; none for a place without a row.
#[must_use]
pub fn path(leaves: &[Hash], place: usize) -> Option<Vec<Hash>> {
    if place >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = leaves.split_at_checked(split(leaves.len()))?;
    let (mut path, beside) = match place.checked_sub(left.len()) {
        None => (path(left, place)?, tree(right)),
        Some(place) => (path(right, place)?, tree(left)),
    };
    path.push(beside);
    Some(path)
}

/// The root that a row's hash and its path lead to, for a row at a place among so many; none if the path is too long or
/// too short for that.
#[must_use]
pub fn led_to(leaf: Hash, place: usize, rows: usize, path: &[Hash]) -> Option<Hash> {
    if place >= rows {
        return None;
    }
    if rows == 1 {
        return path.is_empty().then_some(leaf);
    }
    let (beside, path) = path.split_last()?;
    let left = split(rows);
    match place.checked_sub(left) {
        None => Some(Hash::of_both(led_to(leaf, place, left, path)?, *beside)),
        Some(place) => Some(Hash::of_both(*beside, led_to(leaf, place, rows - left, path)?)),
    }
}

/// How many of several rows are in the left half of the tree: the largest power of two that is less.
const fn split(rows: usize) -> usize {
    let half = rows.next_power_of_two() / 2;
    if half == 0 { 1 } else { half }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leaves(n: usize) -> Vec<Hash> {
        (0..n).map(|i| Hash::of_row(&i.to_be_bytes())).collect()
    }

    /// RFC 6962, word for word.
    fn slow(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::of_nothing(),
            [one] => *one,
            more => {
                let (left, right) = more.split_at(split(more.len()));
                Hash::of_both(slow(left), slow(right))
            }
        }
    }

    #[test]
    fn the_hash_of_a_known_row_is_the_one_of_the_rfc() {
        // The test vectors that implementations of RFC 6962 share.
        assert_eq!(
            Hash::of_nothing().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            Hash::of_row(b"").to_string(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }

    #[test]
    fn a_root_grows_as_the_whole_tree_would() {
        for n in 0..70 {
            assert_eq!(tree(&leaves(n)), slow(&leaves(n)), "{n}");
        }
    }

    #[test]
    fn a_hash_reads_back_as_it_is_written_and_nothing_else_is_one() {
        let hash = Hash::of_row(b"x");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for text in ["", "ab", &hash.to_string().to_uppercase(), &format!("{hash}0"), &"雪".repeat(32)] {
            assert_eq!(text.parse::<Hash>(), Err(BadHash), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_row_is_led_to_the_root_and_nothing_else_is(n in 1usize..80, at in 0usize..80, other in 0usize..80) {
            let leaves = leaves(n);
            let (at, other) = (at % n, other % n);
            let path = path(&leaves, at).unwrap();
            prop_assert_eq!(led_to(leaves[at], at, n, &path), Some(tree(&leaves)));
            prop_assert!(path.len() <= 7);
            if other != at {
                prop_assert_ne!(led_to(leaves[other], at, n, &path), Some(tree(&leaves)));
                prop_assert_ne!(led_to(leaves[at], other, n, &path), Some(tree(&leaves)));
            }
        }
    }
}
