//! A table of many rows that is written as they come: as CSV, and that of the subjects as Parquet, too, where the program
//! is built with it.

use std::path::Path;

use super::failure::Failure;
use super::writing::{Output, Stream};
#[cfg(feature = "parquet")]
use onset::study::population::ParquetTable;

/// A row of parameters and metrics for every subject.
pub(super) const SUBJECTS: &str = "subjects.csv";

/// The same for programs that read columns.
pub(super) const COLUMNS: &str = "subjects.parquet";

/// A table of many rows.
pub(super) struct Rows {
    csv: Stream,
    #[cfg(feature = "parquet")]
    columns: Option<(std::path::PathBuf, ParquetTable<Stream>)>,
}

impl Rows {
    /// Begins a table with its header in a folder that is there.
    pub(super) fn new(folder: &Path, name: &str, header: &str) -> Result<Self, Failure> {
        let mut csv = Stream::new(folder, name)?;
        csv.push(header)?;
        #[cfg(feature = "parquet")]
        let columns = if name == SUBJECTS {
            let path = folder.join(COLUMNS);
            let table =
                ParquetTable::new(header, Stream::new(folder, COLUMNS)?).map_err(|error| failed(&path, error))?;
            Some((path, table))
        } else {
            None
        };
        Ok(Self {
            csv,
            #[cfg(feature = "parquet")]
            columns,
        })
    }

    /// Adds whole rows.
    pub(super) fn push(&mut self, rows: &str) -> Result<(), Failure> {
        #[cfg(feature = "parquet")]
        if let Some((path, table)) = &mut self.columns {
            table.push(rows).map_err(|error| failed(path, error))?;
        }
        self.csv.push(rows)
    }

    /// Ends the table, which gets its name together with the others of its folder.
    pub(super) fn finish(self) -> Result<Vec<Output>, Failure> {
        let csv = self.csv.finish()?;
        #[cfg(feature = "parquet")]
        if let Some((path, table)) = self.columns {
            return Ok(vec![csv, table.finish().map_err(|error| failed(&path, error))?.finish()?]);
        }
        Ok(vec![csv])
    }
}

/// Why a table could not be written: what the system says, where it says anything.
#[cfg(feature = "parquet")]
fn failed(path: &Path, error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    let system = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<std::io::Error>());
    let error = match system {
        Some(system) => std::io::Error::from(system.kind()),
        None => std::io::Error::other(error),
    };
    Failure::File { path: path.to_owned(), doing: "write", error }
}
