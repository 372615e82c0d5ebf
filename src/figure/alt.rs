//! A figure in words.
//!
//! Owns sentences computed from the curves. Must not know why a curve moves.
