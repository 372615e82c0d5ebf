//! The same work for many items at once.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// Does the work for each item, on as many threads as the program was given; the items know nothing of each other. The
/// results are in the order of the items.
pub(crate) fn side_by_side<T: Send, R: Send>(
    items: impl Iterator<Item = T>,
    work: impl Fn(T) -> R + Send + Sync,
) -> Vec<R> {
    items.collect::<Vec<_>>().into_par_iter().map(work).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn many_items_take_no_more_threads_than_the_program_was_given() {
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let done = pool.install(|| {
                side_by_side(0..64, |item| {
                    // Long enough for a thread of its own to begin, if there were one.
                    thread::sleep(Duration::from_millis(1));
                    (item, thread::current().id())
                })
            });
            assert!(done.iter().map(|(item, _)| *item).eq(0..64), "the order is that of the items");
            let used: HashSet<_> = done.iter().map(|(_, thread)| *thread).collect();
            assert!(used.len() <= threads, "{} threads instead of {threads}", used.len());
        }
    }
}
