//! Files packed into one.
//!
//! Owns order and dates of the entries, so that the same files give the same bytes. Must not know what they hold.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Why files were not packed.
#[derive(Debug)]
pub struct PackError(ZipError);

impl fmt::Display for PackError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the slides cannot be packed: {}", self.0)
    }
}

impl std::error::Error for PackError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Files by their paths.
#[derive(Debug, Default)]
pub(super) struct Archive(BTreeMap<String, Vec<u8>>);

impl Archive {
    /// Adds a file.
    pub(super) fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// All of them in one file: `first`, which readers look for at the start, then by path. Dates are those of the
    /// format's first day.
    pub(super) fn packed(&self, first: &str) -> Result<Vec<u8>, PackError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let rest = self.0.iter().filter(|(path, _)| *path != first);
        for (path, bytes) in self.0.get_key_value(first).into_iter().chain(rest) {
            // A PNG is packed already.
            let method = if path.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default())
                .unix_permissions(0o644);
            writer.start_file(path.as_str(), options).map_err(PackError)?;
            writer.write_all(bytes).map_err(|error| PackError(ZipError::Io(error)))?;
        }
        Ok(writer.finish().map_err(PackError)?.into_inner())
    }
}

/// The text of one file of an archive; nothing where there is none, or more than `most` bytes of it.
pub(super) fn entry(archive: &[u8], path: &str, most: u64) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).ok()?;
    let file = archive.by_name(path).ok()?;
    let mut bytes = Vec::new();
    // The size that an archive tells may be a lie; the bytes that are unpacked are counted.
    file.take(most + 1).read_to_end(&mut bytes).ok()?;
    (u64::try_from(bytes.len()).ok()? <= most).then(|| String::from_utf8(bytes).ok())?
}

/// The first part in which two archives differ; nothing where their bytes are the same.
pub(super) fn different_part(one: &[u8], other: &[u8]) -> Option<String> {
    if one == other {
        return None;
    }
    let read = |bytes: &[u8]| ZipArchive::new(Cursor::new(bytes.to_vec()));
    let (Ok(mut one), Ok(mut other)) = (read(one), read(other)) else {
        return Some("it cannot be read as an archive".to_owned());
    };
    for index in 0..other.len() {
        let Ok(own) = other.by_index_raw(index) else { continue };
        let (Ok(name), checksum, size) = (own.name().map(std::borrow::Cow::into_owned), own.crc32(), own.size()) else {
            continue;
        };
        match one.by_name(&name) {
            Ok(part) if part.crc32() == checksum && part.size() == size => {}
            Ok(_) => return Some(format!("{name} is another")),
            Err(_) => return Some(format!("{name} is missing")),
        }
    }
    Some(if one.len() > other.len() { "it has more parts" } else { "its parts are packed otherwise" }.to_owned())
}
