//! Ctrl-C: what is done is kept, and nothing more is begun.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C asks for an end instead of making one; a second one ends the program at once.
pub(super) fn watch() {
    // Where it cannot be watched, it ends the program, as it always did.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::abort();
        }
    });
}

/// Whether an end was asked for.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
