//! A figure: what it carries, and whether it is held against another without an end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onset::figure::{FileKind, Likeness, carried, likeness};

fuzz_target!(|bytes: &[u8]| {
    carried(bytes);
    let Some(kind) = FileKind::of(bytes) else { return };
    assert_eq!(likeness(kind, bytes, bytes), Likeness::Identical);
    let (half, other) = bytes.split_at(bytes.len() / 2);
    likeness(kind, half, other);
    // The same figure with one byte more.
    let longer = [bytes, b"x"].concat();
    assert_ne!(likeness(kind, bytes, &longer), Likeness::Identical);
});
