//! The samples of a signal within one step, and how far the signal may stand beyond them.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use crate::solver::{MOMENTS, NODE_PLACES, NODES};

/// Samples of a signal in each step: at its start and at each node; the last node is its end.
pub const SAMPLES: usize = NODES + 1;

// All samples of a step are read as moments at once.
const _: () = assert!(SAMPLES <= MOMENTS, "a step has more samples than moments are observed together");

/// Share of a signal's range within which two of its peaks are equally high: as much as a level can be measured, and
/// far more than a solver's error, which must not choose between the tops of many equal doses.
pub const SAME_HEIGHT: f64 = 1e-3;

/// The distance below the greatest sample within which a peak counts as equally high.
#[inline(always)]
pub(super) fn same_height(lowest: f64, greatest: f64) -> f64 {
    SAME_HEIGHT * (greatest - lowest)
}

/// Bounds of a signal within a step, also between its samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach<T> {
    /// It does not fall below.
    pub low: T,
    /// It does not rise above.
    pub high: T,
}

/// Places of the samples in a step.
pub(super) const PLACES: [f64; SAMPLES] = {
    let mut places = [0.0; SAMPLES];
    let mut node = 0;
    while node < NODES {
        places[node + 1] = NODE_PLACES[node];
        node += 1;
    }
    places
};

/// How far a signal may stand beyond the samples at both ends of each gap between them, from the second differences
/// around it: twice what a parabola would.
#[inline(always)]
pub(super) fn bulges<const N: usize>(samples: &[[f64; N]; SAMPLES]) -> [[f64; N]; NODES] {
    let mut curvatures = [[0.0; N]; SAMPLES];
    for i in 1..NODES {
        let (before, after) = (1.0 / (PLACES[i] - PLACES[i - 1]), 1.0 / (PLACES[i + 1] - PLACES[i]));
        let whole = 1.0 / (PLACES[i + 1] - PLACES[i - 1]);
        for l in 0..N {
            let slopes = (samples[i + 1][l] - samples[i][l]) * after - (samples[i][l] - samples[i - 1][l]) * before;
            curvatures[i][l] = (slopes * whole).abs();
        }
    }
    let mut bulges = [[0.0; N]; NODES];
    for (gap, bulge) in bulges.iter_mut().enumerate() {
        let width = PLACES[gap + 1] - PLACES[gap];
        let (first, next) = (gap.clamp(1, NODES - 1), (gap + 1).clamp(1, NODES - 1));
        for l in 0..N {
            let curvature =
                if curvatures[next][l] > curvatures[first][l] { curvatures[next][l] } else { curvatures[first][l] };
            bulge[l] = 0.5 * width * width * curvature;
        }
    }
    bulges
}

/// The least and the greatest sample of each of several signals side by side.
#[inline(always)]
fn extent<const N: usize>(samples: &[[f64; N]; SAMPLES]) -> Reach<[f64; N]> {
    let mut extent = Reach { low: samples[0], high: samples[0] };
    for sample in &samples[1..] {
        for l in 0..N {
            extent.low[l] = if sample[l] < extent.low[l] { sample[l] } else { extent.low[l] };
            extent.high[l] = if sample[l] > extent.high[l] { sample[l] } else { extent.high[l] };
        }
    }
    extent
}

/// A bulge is at most so many times as high as the samples of its step lie apart.
const MOST_BULGE: f64 = {
    let mut most = 0.0;
    let mut i = 1;
    while i < NODES {
        let (before, after) = (PLACES[i] - PLACES[i - 1], PLACES[i + 1] - PLACES[i]);
        let width = if before > after { before } else { after };
        let bulge = 0.5 * width * width * (1.0 / before + 1.0 / after) / (before + after);
        most = if bulge > most { bulge } else { most };
        i += 1;
    }
    most
};

/// Rough bounds of a signal within steps, from the least and the greatest of their samples.
pub(super) fn rough_reach(low: f64, high: f64) -> Reach<f64> {
    let bulge = MOST_BULGE * (high - low);
    Reach { low: low - bulge, high: high + bulge }
}

/// The bounds of each of several signals side by side: as far beyond all samples as it may stand beyond any two.
#[inline(always)]
pub(super) fn reach<const N: usize>(samples: &[[f64; N]; SAMPLES]) -> Reach<[f64; N]> {
    let mut reach = extent(samples);
    let mut most = [0.0; N];
    for bulge in bulges(samples) {
        for l in 0..N {
            most[l] = if bulge[l] > most[l] { bulge[l] } else { most[l] };
        }
    }
    for l in 0..N {
        reach.low[l] -= most[l];
        reach.high[l] += most[l];
    }
    reach
}
