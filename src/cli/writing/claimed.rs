//! A folder that nothing else writes to, and the writing of all its files at once.

use std::io;
use std::path::{Path, PathBuf};

use super::ledger::{Ledger, MANIFEST, PLAN, is_unchanged};
use super::lock::Lock;
use super::names::is_of_output;
use super::output::Output;
use super::place::Place;
use super::steps;
use super::temporary::{Temporary, clean};
use crate::cli::failure::Failure;
use crate::cli::inputs;
use onset::run::{Manifest, WrittenFile};

/// A folder that nothing else writes to.
#[derive(Debug)]
pub(in crate::cli) struct Claimed {
    folder: PathBuf,
    lock: Option<Lock>,
    is_new: bool,
    force: bool,
}

impl Claimed {
    /// Makes the folder where it is missing, keeps every other run of this program out, removes what a killed one left
    /// under temporary names, and refuses a folder in which files of these names are not this program's own.
    pub(in crate::cli) fn new<N: AsRef<str>>(place: &Place, names: &[N], force: bool) -> Result<Self, Failure> {
        let is_new = place.make()?;
        let mut claimed = Self { folder: place.folder().to_owned(), lock: None, is_new, force };
        claimed.lock = Some(Lock::new(&claimed.folder)?);
        clean(&claimed.folder);
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        claimed.check(&names, &[])?;
        Ok(claimed)
    }

    /// Where it is.
    pub(in crate::cli) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Refuses where one of these files, or the manifest, cannot be put in the place of what has its name. Gives what is
    /// known of the folder.
    fn check(&self, names: &[&str], outputs: &[Output]) -> Result<Ledger, Failure> {
        for name in names.iter().chain(&[MANIFEST, PLAN]) {
            let path = self.folder.join(name);
            if let Ok(found) = path.symlink_metadata()
                && !found.is_file()
                && !found.is_symlink()
            {
                return Err(Failure::file(&path, "write", in_the_way(found.is_dir())));
            }
            if inputs::is_input(&path) {
                return Err(Failure::Input(path));
            }
        }
        let ledger = Ledger::read(&self.folder)?;
        if !self.force {
            ledger.refuse_foreign(&self.folder, names, outputs)?;
        }
        Ok(ledger)
    }

    /// Writes files and their manifest; gives their names. Files that this program did not write, or that were changed
    /// since, are kept unless forced. What an earlier run left here and this one does not write again is removed, so
    /// that no figure stands beside the tables of another run.
    pub(in crate::cli) fn write(
        &self,
        outputs: Vec<Output>,
        manifest: impl FnOnce(&[WrittenFile]) -> String,
    ) -> Result<Vec<String>, Failure> {
        let mut names: Vec<String> = outputs.iter().map(|output| output.name.clone()).collect();
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let before = self.check(&all, &outputs)?;
        let written: Vec<WrittenFile> = outputs
            .iter()
            .map(|output| WrittenFile { name: output.name.clone(), sha256: output.fingerprint() })
            .collect();
        let last = Output::new(MANIFEST, Manifest::sealed(&manifest(&written)));
        let staged: Vec<Temporary> =
            outputs.into_iter().chain([last]).map(|output| output.staged(&self.folder)).collect::<Result<_, _>>()?;
        for temporary in &staged {
            temporary.sync().map_err(|error| Failure::file(temporary.target(), "write", error))?;
        }
        names.push(MANIFEST.to_owned());
        let known = before.with(&written);
        self.plan(&known)?;
        for temporary in staged {
            self.keep(temporary)?;
        }
        steps::sync_folder(&self.folder);
        for file in known.files().iter().filter(|file| !names.contains(&file.name)) {
            self.remove_stale(file);
        }
        // From here on the manifest alone says what is this program's. A plan that stays says nothing that is wrong.
        let _ = steps::remove(&self.folder.join(PLAN));
        Ok(names)
    }

    /// Writes down what is this program's own from now on, before any file has its name.
    fn plan(&self, known: &Ledger) -> Result<(), Failure> {
        let path = self.folder.join(PLAN);
        let text = Manifest::sealed(&Manifest::plain("unfinished", &[], known.files()));
        Temporary::with(&path, text.as_bytes())
            .and_then(|temporary| temporary.sync().and_then(|()| temporary.replace()))
            .map_err(|error| Failure::file(&path, "write", error))?;
        steps::sync_folder(&self.folder);
        Ok(())
    }

    /// Gives a file its name. Where there was none before, one that was made meanwhile is kept.
    fn keep(&self, temporary: Temporary) -> Result<(), Failure> {
        let target = temporary.target().to_owned();
        if self.force || target.symlink_metadata().is_ok() {
            return temporary.replace().map(|_| ()).map_err(|error| Failure::file(&target, "write", error));
        }
        temporary.name().map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::NotOurs(vec![target]),
            _ => Failure::file(&target, "write", error),
        })
    }

    /// Removes a file of an earlier run that is as this program left it, and not read by this command.
    fn remove_stale(&self, file: &WrittenFile) {
        let path = self.folder.join(&file.name);
        if is_of_output(&file.name) && is_unchanged(&self.folder, file) && !inputs::is_input(&path) {
            // One that cannot be removed does no harm.
            let _ = steps::remove(&path);
        }
    }
}

impl Drop for Claimed {
    fn drop(&mut self) {
        drop(self.lock.take());
        if self.is_new {
            // A folder that holds something stays.
            let _ = steps::remove_folder(&self.folder);
        }
    }
}

/// What stands where a file should be and is no file.
pub(super) fn in_the_way(is_folder: bool) -> io::Error {
    if is_folder { io::ErrorKind::IsADirectory.into() } else { io::ErrorKind::AlreadyExists.into() }
}
