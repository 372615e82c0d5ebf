//! A figure: what it carries, and whether it is held against another without an end.
#![no_main]

use std::convert::Infallible;

use libfuzzer_sys::fuzz_target;
use onset::figure::{FileKind, Likeness, carried, likeness};

fuzz_target!(|bytes: &[u8]| {
    carried(bytes);
    let Some(kind) = FileKind::of(bytes) else { return };
    assert_eq!(held(kind, bytes, bytes), Likeness::Identical);
    let (half, other) = bytes.split_at(bytes.len() / 2);
    held(kind, half, other);
    // The same figure with one byte more.
    let longer = [bytes, b"x"].concat();
    assert_ne!(held(kind, bytes, &longer), Likeness::Identical);
});

/// A file held against what is drawn, whichever way it is rounded.
fn held(kind: FileKind, file: &[u8], drawn: &[u8]) -> Likeness {
    let Ok(likeness) = likeness(kind, file, |_| Ok::<_, Infallible>(drawn.to_vec()));
    likeness
}
