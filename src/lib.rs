//! Illustrative simulator of fast NMDA blockade against a slow SSRI.

pub mod figure;
