//! The least and greatest values and the integrals of recorded quantities, noted while a stretch is still in the cache,
//! so that hardly any value need be read again.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use pulp::{Arch, Simd, WithSimd};

use crate::solver::{LANES, RECORDED_PER_STEP, SubjectLanes, quadrature};

/// The least and the greatest value of something at the starts and nodes of the steps of a stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) low: SubjectLanes,
    pub(super) high: SubjectLanes,
}

/// The extrema and the integral of each recorded quantity.
#[derive(Debug, Default)]
pub(super) struct Extrema {
    /// Its integral over time so far.
    areas: Vec<SubjectLanes>,
    /// Stretch by stretch, its extent.
    extents: Vec<Extent>,
}

impl Extrema {
    /// Makes ready for so many quantities.
    pub(super) fn clear(&mut self, things: usize) {
        self.areas.clear();
        self.areas.resize(things, SubjectLanes::ZERO);
        self.extents.clear();
    }

    /// Scans the recorded values of a stretch whose steps have these starts and lengths (h).
    pub(super) fn scan(&mut self, rows: &[SubjectLanes], spans: &[(f64, f64)]) {
        Arch::new().dispatch(Scan { rows, spans, extrema: self });
    }

    pub(super) fn area(&self, thing: usize) -> &SubjectLanes {
        &self.areas[thing]
    }

    pub(super) fn extent(&self, stretch: usize, thing: usize) -> &Extent {
        &self.extents[stretch * self.areas.len() + thing]
    }
}

/// A scan to be done; not a closure, since only inlined code may use the best instructions.
struct Scan<'l> {
    rows: &'l [SubjectLanes],
    spans: &'l [(f64, f64)],
    extrema: &'l mut Extrema,
}

impl WithSimd for Scan<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { rows, spans, extrema } = self;
        let each = extrema.areas.len() * RECORDED_PER_STEP;
        for (thing, area) in extrema.areas.iter_mut().enumerate() {
            let (mut low, mut high, mut sum) =
                (SubjectLanes::splat(f64::INFINITY), SubjectLanes::splat(f64::NEG_INFINITY), *area);
            for (step, (_, length)) in rows.chunks_exact(each).zip(spans) {
                let rows = &step[thing * RECORDED_PER_STEP..][..RECORDED_PER_STEP];
                for row in rows {
                    for l in 0..LANES {
                        low.0[l] = if row.0[l] < low.0[l] { row.0[l] } else { low.0[l] };
                        high.0[l] = if row.0[l] > high.0[l] { row.0[l] } else { high.0[l] };
                    }
                }
                for (row, (_, weight)) in rows[1..].iter().zip(quadrature()) {
                    for l in 0..LANES {
                        sum.0[l] += weight * length * row.0[l];
                    }
                }
            }
            *area = sum;
            extrema.extents.push(Extent { low, high });
        }
    }
}
