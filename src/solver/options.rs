//! What a solver is asked for, and what it reports of its work.

use std::ops::AddAssign;

use crate::limits;

/// The method of integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Radau IIA collocation, stage by stage along the cascade.
    #[default]
    Collocation,
    /// The Rosenbrock method Rodas5P with the exact Jacobian.
    Rodas5p,
}

impl Method {
    /// The name that files and the command line use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Collocation => "collocation",
            Self::Rodas5p => "rodas5p",
        }
    }

    /// The method with this name.
    pub fn find(name: &str) -> Option<Self> {
        [Self::Collocation, Self::Rodas5p].into_iter().find(|method| method.name() == name)
    }
}

/// Accuracy and limits of an integration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The method.
    pub method: Method,
    /// Error of a step relative to the size of a state.
    pub rtol: f64,
    /// Share of a state's typical size below which its error is judged against that size.
    pub floor: f64,
    /// Longest step, h.
    pub longest_step: f64,
    /// Steps between two events before the solver gives up.
    pub max_steps: usize,
    /// Most steps that a solution may have, all stretches together.
    pub most_kept: usize,
}

impl Options {
    /// The tolerance at which the reference trajectories are met.
    pub const DEFAULT_RTOL: f64 = 1e-7;

    /// By how much a step may err in a state of this value.
    #[inline]
    pub fn slack(&self, value: f64) -> f64 {
        self.rtol * (self.floor + value.abs())
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            method: Method::Collocation,
            rtol: Self::DEFAULT_RTOL,
            floor: 1e-2,
            longest_step: f64::INFINITY,
            max_steps: 100_000,
            most_kept: limits::STEPS.most,
        }
    }
}

/// The work of an integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Stretches between two events.
    pub segments: usize,
    /// Steps that were kept.
    pub accepted: usize,
    /// Steps that were tried again with a shorter length.
    pub rejected: usize,
    /// Iterations in the coupled pairs (collocation) or factorised Jacobians (Rodas5P).
    pub iterations: usize,
}

impl AddAssign for Statistics {
    fn add_assign(&mut self, other: Self) {
        self.segments += other.segments;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.iterations += other.iterations;
    }
}
