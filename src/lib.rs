//! Illustrative simulator of fast NMDA blockade against a slow SSRI.

pub mod figure;
pub mod metrics;
pub mod model;
pub mod quantity;
pub mod regimen;
pub mod report;
pub mod scalar;
pub mod scenario;
pub mod simulate;
pub mod solver;
