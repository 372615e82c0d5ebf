//! The findings that come with the program, read once.

use std::sync::LazyLock;

use super::finding::Findings;
use super::read::{self, DataError};

/// The findings that come with the program.
///
/// # Errors
/// [`DataError`] where the file is malformed, which a test makes sure it is not.
pub fn findings() -> Result<&'static Findings, &'static DataError> {
    static FINDINGS: LazyLock<Result<Findings, DataError>> = LazyLock::new(|| {
        read::findings(concat!(include_str!("findings.toml"), "\n", include_str!("predictions.toml")))
    });
    FINDINGS.as_ref()
}
