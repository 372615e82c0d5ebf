//! A file to be written: its name, and its bytes in memory or under a temporary name already.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::temporary::Temporary;
use crate::cli::failure::Failure;
use onset::run::{Fingerprint, fingerprint};

/// A file to be written.
#[derive(Debug)]
pub(in crate::cli) struct Output {
    /// Its name within the folder.
    pub(in crate::cli) name: String,
    content: Content,
}

/// What a file will hold.
#[derive(Debug)]
enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What was written under a temporary name already, with its fingerprint.
    Streamed { sha256: String, temporary: Temporary },
}

impl Output {
    pub(in crate::cli) fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), content: Content::Bytes(content.into()) }
    }

    pub(super) fn fingerprint(&self) -> String {
        match &self.content {
            Content::Bytes(bytes) => fingerprint(bytes),
            Content::Streamed { sha256, .. } => sha256.clone(),
        }
    }

    /// All of it under a temporary name in its folder.
    pub(super) fn staged(self, folder: &Path) -> Result<Temporary, Failure> {
        match self.content {
            Content::Streamed { temporary, .. } => Ok(temporary),
            Content::Bytes(bytes) => {
                let target = folder.join(&self.name);
                Temporary::with(&target, &bytes).map_err(|error| Failure::file(&target, "write", error))
            }
        }
    }
}

/// A file that is written as its content comes, under a temporary name until all of it is there.
#[derive(Debug)]
pub(in crate::cli) struct Stream {
    name: String,
    target: PathBuf,
    file: BufWriter<Temporary>,
    hash: Fingerprint,
}

impl Stream {
    /// Begins a file in a folder that is there.
    pub(in crate::cli) fn new(folder: &Path, name: &str) -> Result<Self, Failure> {
        let target = folder.join(name);
        let file = Temporary::new(&target).map_err(|error| Failure::file(&target, "write", error))?;
        let file = BufWriter::with_capacity(1 << 20, file);
        Ok(Self { name: name.to_owned(), target, file, hash: Fingerprint::default() })
    }

    /// Adds what comes next.
    pub(in crate::cli) fn push(&mut self, text: &str) -> Result<(), Failure> {
        self.hash.add(text.as_bytes());
        self.file.write_all(text.as_bytes()).map_err(|error| Failure::file(&self.target, "write", error))
    }

    /// Ends the file, which gets its name together with the others of its folder.
    pub(in crate::cli) fn finish(self) -> Result<Output, Failure> {
        let Self { name, target, file, hash } = self;
        let temporary = file.into_inner().map_err(|error| Failure::file(&target, "write", error.into_error()))?;
        Ok(Output { name, content: Content::Streamed { sha256: hash.finish(), temporary } })
    }
}

#[cfg(feature = "parquet")]
impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
