//! A metric that is named on the command line.

use super::failure::Failure;
use onset::quantity::nearest;

/// That no metric has this name, with the one that was probably meant, or all of them.
pub(super) fn unknown(word: &str, known: &[&str]) -> Failure {
    Failure::Usage {
        message: format!("no metric is called \"{word}\""),
        help: nearest(word, known.iter().copied())
            .map_or_else(|| format!("choose from {}", known.join(", ")), |near| format!("did you mean \"{near}\"?")),
    }
}
