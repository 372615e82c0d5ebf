//! The same done with many things at once.

use std::panic::resume_unwind;
use std::thread;

/// Does the same with each item, in threads of their own; arms know nothing of each other. The results are in the order
/// of the items.
pub(crate) fn side_by_side<T: Send, R: Send>(items: impl Iterator<Item = T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = items.map(|item| scope.spawn(move || work(item))).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}
