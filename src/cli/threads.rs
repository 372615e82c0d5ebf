//! How many threads share the work.

use rayon::ThreadPool;

use super::failure::Failure;

/// Threads beyond which a number is taken for a mistake.
const MOST: usize = 1024;

/// Reads a number of threads.
pub(super) fn parse(text: &str) -> Result<usize, String> {
    text.parse::<usize>()
        .ok()
        .filter(|threads| (1..=MOST).contains(threads))
        .ok_or_else(|| format!("write a whole number from 1 to {MOST}"))
}

/// So many threads; without a number, one for each core.
pub(super) fn pool(threads: Option<usize>) -> Result<ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build().map_err(|error| Failure::Usage {
        message: format!("the threads could not be started: {error}"),
        help: "ask for fewer with --threads".to_owned(),
    })
}
