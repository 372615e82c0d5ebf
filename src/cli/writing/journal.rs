//! What a long command has done so far, written down as it goes, so that the same command can go on after it was killed.
//!
//! Each record stands behind its fingerprint and its length. The first that is not whole, or not as it was written, ends
//! what is believed.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::steps;
use super::temporary::Temporary;
use crate::cli::failure::Failure;
use crate::cli::reading::{self, Kind};
use onset::run::fingerprint;

/// A journal that records are added to.
#[derive(Debug)]
pub(in crate::cli) struct Journal {
    path: PathBuf,
    file: File,
}

/// What a journal says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Told {
    /// Its records, one after another.
    pub(in crate::cli) text: String,
    /// Whether it goes on with what is no record, nor the beginning of one.
    pub(in crate::cli) is_damaged: bool,
}

impl Journal {
    /// Reads a journal; nothing where there is none.
    pub(in crate::cli) fn read(path: &Path) -> Result<Told, Failure> {
        match path.symlink_metadata() {
            Ok(found) => {
                let bytes = reading::bytes(path, Kind::Journal)?;
                // A link would lead what is added to another file.
                if found.is_symlink() {
                    return Err(Failure::file(path, "write", super::claimed::in_the_way(false)));
                }
                Ok(told(&bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Told::default()),
            Err(error) => Err(Failure::file(path, "read", error)),
        }
    }

    /// Begins a journal with these records, in the place of any that is there.
    pub(in crate::cli) fn begin(path: &Path, texts: impl IntoIterator<Item = String>) -> Result<Self, Failure> {
        let begun = Temporary::with(path, records(texts).as_bytes()).and_then(Temporary::replace);
        let file = begun.map_err(|error| Failure::file(path, "write", error))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Adds records.
    pub(in crate::cli) fn push(&mut self, texts: impl IntoIterator<Item = String>) -> Result<(), Failure> {
        steps::write(&mut self.file, records(texts).as_bytes())
            .map_err(|error| Failure::file(&self.path, "write", error))
    }

    /// Ends it: what it says stands elsewhere now.
    pub(in crate::cli) fn remove(self) {
        drop(self.file);
        // One that stays is read again by the same command, and says nothing that is wrong.
        let _ = steps::remove(&self.path);
    }
}

fn records(texts: impl IntoIterator<Item = String>) -> String {
    let record = |text: String| format!("{} {}\n{text}", fingerprint(text.as_bytes()), text.len());
    texts.into_iter().map(record).collect()
}

fn told(mut bytes: &[u8]) -> Told {
    let mut text = String::new();
    while let Some((record, rest)) = first(bytes) {
        text.push_str(record);
        bytes = rest;
    }
    Told { text, is_damaged: !bytes.is_empty() && !is_cut(bytes) }
}

/// Whether this is how a record begins that was not written to its end.
fn is_cut(bytes: &[u8]) -> bool {
    match head(bytes) {
        Some((_, length, rest)) => length > rest.len(),
        None => !bytes.contains(&b'\n') && bytes.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b' '),
    }
}

/// Fingerprint and length at the start of a record, and what follows.
fn head(bytes: &[u8]) -> Option<(&str, usize, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (sha256, length) = std::str::from_utf8(&bytes[..end]).ok()?.split_once(' ')?;
    let bytes_long: usize = length.parse().ok()?;
    // A number has one form, so that no changed byte of it goes unseen.
    (bytes_long.to_string() == length).then_some((sha256, bytes_long, &bytes[end + 1..]))
}

/// The first record, where it is as it was written, and what follows it.
fn first(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (sha256, length, rest) = head(bytes)?;
    let (text, rest) = rest.split_at_checked(length)?;
    let is_whole = fingerprint(text) == sha256;
    Some((std::str::from_utf8(text).ok().filter(|_| is_whole)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_not_believed() {
        let records = ["point,value\n", "1,0.5\n2,\"a\nb\"\n", "3,größe\n"];
        let whole = super::records(records.map(str::to_owned)).into_bytes();
        assert_eq!(told(&whole), Told { text: records.concat(), is_damaged: false });
        assert!(told(&[&whole, &b"\xff\n"[..]].concat()).is_damaged);
        let starts: Vec<String> = (0..=records.len()).map(|count| records[..count].concat()).collect();
        for at in 0..whole.len() {
            // A cut, a changed byte, a byte too many: what stands before is kept, and nothing else.
            let cut = told(&whole[..at]);
            assert!(starts.contains(&cut.text) && !cut.is_damaged, "{cut:?}");
            // Within a record, what follows a cut may be the rest of it for all that is known; it is not believed.
            assert!(starts.contains(&told(&[&whole[..at], b"\xff\n"].concat()).text), "{at}");
            for byte in [b'0', b'7', b'\n', 0xff] {
                let mut changed = whole.clone();
                changed[at] = byte;
                let mut longer = whole.clone();
                longer.insert(at, byte);
                for damaged in [changed, longer].iter().filter(|bytes| **bytes != whole) {
                    let told = told(damaged);
                    // A byte after the last record leaves all of them whole.
                    let is_whole_and_more = told.text == records.concat() && told.is_damaged;
                    let is_believed = starts[..records.len()].contains(&told.text) || is_whole_and_more;
                    assert!(is_believed, "{at} {byte}: {told:?}");
                }
            }
        }
    }
}
