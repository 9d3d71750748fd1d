//! The parts of a packed workbook: what its directory says of them, how large they truly are, and one of them unpacked.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// No part unpacks to more than this many times its packed size: deflate cannot.
const MOST_TIMES: u64 = 1032;

/// A part of an archive.
pub(super) struct Part<'f> {
    name: &'f [u8],
    packed: &'f [u8],
    deflated: bool,
    /// How large its directory says it is.
    said: u64,
}

fn number(archive: &[u8], at: usize, bytes: usize) -> Option<u64> {
    let found = archive.get(at..at.checked_add(bytes)?)?;
    Some(found.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
}

fn place(archive: &[u8], at: usize, bytes: usize) -> Option<usize> {
    number(archive, at, bytes).and_then(|found| usize::try_from(found).ok())
}

/// The parts of an archive by the directory at its end; none if it has none.
pub(super) fn parts(archive: &[u8]) -> Vec<Part<'_>> {
    let tail = archive.len().saturating_sub(66_000);
    let end = archive.get(tail..).and_then(|tail| tail.windows(4).rposition(|four| four == b"PK\x05\x06"));
    let mut at = end.and_then(|end| place(archive, tail + end + 16, 4)).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    while archive.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
        let Some((part, length)) = entry(archive, at) else { break };
        found.push(part);
        at = at.saturating_add(length);
    }
    found
}

fn entry(archive: &[u8], at: usize) -> Option<(Part<'_>, usize)> {
    let (name, extra) = (place(archive, at + 28, 2)?, place(archive, at + 30, 2)?);
    let comment = place(archive, at + 32, 2)?;
    let (size, local) = (place(archive, at + 20, 4)?, place(archive, at + 42, 4)?);
    let skipped = || place(archive, local.checked_add(26)?, 2)?.checked_add(place(archive, local + 28, 2)?);
    let start = skipped().and_then(|skipped| local.checked_add(30 + skipped));
    let packed = start.and_then(|start| archive.get(start..start.checked_add(size)?));
    let part = Part {
        name: archive.get(at + 46..at + 46 + name)?,
        packed: packed.unwrap_or_default(),
        deflated: number(archive, at + 10, 2)? == 8,
        said: number(archive, at + 24, 4)?,
    };
    Some((part, 46 + name + extra + comment))
}

impl Part<'_> {
    /// Whether this is what it is called.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name.as_bytes()
    }

    fn at_most(&self) -> u64 {
        let times = if self.deflated { MOST_TIMES } else { 1 };
        u64::try_from(self.packed.len()).unwrap_or(u64::MAX).saturating_mul(times)
    }

    /// How large it is, counted no further than a little beyond `most`.
    fn size(&self, most: u64) -> u64 {
        if !self.deflated {
            return self.at_most();
        }
        let counted =
            std::io::copy(&mut DeflateDecoder::new(self.packed).take(most + 1), &mut std::io::sink());
        counted.unwrap_or_default()
    }

    /// What is in it, as far as `most` bytes; none if it is broken.
    pub(super) fn unpacked(&self, most: u64) -> Option<Vec<u8>> {
        if !self.deflated {
            return Some(self.packed.to_vec());
        }
        let mut content = Vec::new();
        DeflateDecoder::new(self.packed).take(most).read_to_end(&mut content).ok()?;
        Some(content)
    }
}

/// Whether the parts are larger than `most` together: by what the directory says, or in truth, which may be otherwise.
pub(super) fn exceed(parts: &[Part<'_>], most: u64) -> bool {
    let said = parts.iter().map(|part| part.said).fold(0, u64::saturating_add);
    let possible = parts.iter().map(Part::at_most).fold(0, u64::saturating_add);
    if said > most || possible <= most {
        return said > most;
    }
    let mut left = most;
    for part in parts {
        let size = part.size(left);
        if size > left {
            return true;
        }
        left -= size;
    }
    false
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::DeflateEncoder};

    use super::*;

    /// An archive of one part, as large as its directory says or larger.
    fn archive(content: &[u8], said: u32) -> Vec<u8> {
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        packing.write_all(content).unwrap();
        let packed = packing.finish().unwrap();
        let size = u32::try_from(packed.len()).unwrap();
        let common = |from: &mut Vec<u8>| {
            from.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            from.extend([size.to_le_bytes(), said.to_le_bytes()].concat());
            from.extend([1, 0, 0, 0]);
        };
        let mut made = b"PK\x03\x04".to_vec();
        common(&mut made);
        made.push(b'x');
        made.extend(&packed);
        let directory = u32::try_from(made.len()).unwrap();
        made.extend(b"PK\x01\x02\x14\x00");
        common(&mut made);
        made.extend([0; 14]);
        made.push(b'x');
        made.extend(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x2f\x00\x00\x00");
        made.extend(directory.to_le_bytes());
        made.extend([0, 0]);
        made
    }

    #[test]
    fn an_archive_is_as_large_as_it_unpacks_whatever_it_says() {
        let content = vec![b'x'; 100_000];
        for said in [10, 100_000] {
            let archive = archive(&content, said);
            let parts = parts(&archive);
            assert_eq!(parts.len(), 1);
            assert!(exceed(&parts, 99_999) && !exceed(&parts, 100_000), "{said}");
            assert_eq!(parts[0].unpacked(200_000).unwrap(), content);
        }
        assert!(exceed(&parts(&archive(b"x", u32::MAX)), 1 << 30), "what it says counts, too");
    }

    #[test]
    fn what_is_no_archive_has_no_parts() {
        let archive = archive(b"some words", 10);
        for end in 0..archive.len() {
            assert!(parts(archive.get(..end).unwrap()).len() <= 1);
        }
        assert!(
            parts(b"PK\x05\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
                .is_empty()
        );
    }
}
