//! The `onset` program.
fn main() {}
